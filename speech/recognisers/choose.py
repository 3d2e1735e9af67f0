"""Which of the installed recogniser models this computer is quick enough for, and why.

The largest one whose words are there within `BUDGET_S` of the end of a question, by what was measured here once; and
of which enough memory is free. What was measured, and what has failed lately, lies in one JSON file (the ledger).
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import OutOfMemory

log = logging.getLogger(__name__)

BUDGET_S, QUESTION_S = 0.7, 3.0
"""So long may the words of a question of that length take: 1.2 s are allowed to the first sound of the answer, of which
the recording's tail takes 0.15, the answer and the voice some 0.25 (benchmarks/listening.py)."""
FORGET_S = 3600.0
"""After so long a model that did not fit into the memory is tried again: other programs may have ended."""
ALONE_S = 60.0
"""The same for the smallest model when all have failed: nobody should stay unheard for an hour because of a moment."""
SPARE = 2.0
"""Of the memory that a model takes, so much must be free: while 16-bit weights are made 8-bit ones, both are there."""


@dataclass(frozen=True, slots=True)
class Model:
    """An installed model. `memory_mb`: resident, with 8-bit weights on the CPU; it also ranks the sizes."""

    name: str
    folder: str
    memory_mb: int


@dataclass(frozen=True, slots=True)
class Runs:
    """Where and how a model is run: what a measurement holds for."""

    kind: str
    version: str
    device: str
    compute: str
    threads: int

    def key(self, model: Model) -> str:
        return f"{model.name} {self.kind} {self.version} {self.device} {self.compute} {self.threads} threads"

    def __str__(self) -> str:
        where = "the CPU" if self.device == "cpu" else self.device
        return f"{self.kind} {self.compute} on {where}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The model to use, and what a person may want to know of that."""

    model: Model
    why: str
    failed: Model | None = None
    """The one that would have been used if it had not failed."""


def by_size(models: Sequence[Model], language: str) -> list[Model]:
    """Smallest first; of two of a size the one that knows only this language last, since it knows it better."""
    return sorted(models, key=lambda model: (model.memory_mb, model.name.endswith(f".{language}")))


def choose(
    models: Sequence[Model],
    factors: dict[str, float],
    failed: Sequence[str] = (),
    *,
    pinned: str = "",
    free_mb: float = float("inf"),
) -> Chosen:
    """`models`: smallest first. `factors`: the real-time factor of each that was measured, by name. `failed`: names
    that can't be used now. `pinned`: the one that the settings name; a smaller one stands in for it when it has failed.

    Raises `OutOfMemory` when none is left.
    """
    last = next((index for index, model in enumerate(models) if model.name == pinned), len(models) - 1)
    known = list(models[: last + 1])
    left = [model for model in known if model.name not in failed]
    fitting = [model for model in left if model.memory_mb * SPARE <= free_mb]
    if not fitting:
        raise OutOfMemory(detail=f"none of {[model.name for model in models]} fits, failed: {list(failed)}")
    wanted = known[-1:] if pinned else _quick(known, factors)
    best = fitting[-1] if pinned else (_quick(fitting, factors) or fitting[:1])[-1]
    if wanted and wanted[-1].name != best.name and known.index(best) < known.index(wanted[-1]):
        return Chosen(best, "a larger one did not fit into the memory", wanted[-1])
    if pinned:
        return Chosen(best, "the settings name it")
    if best.name not in factors:
        return Chosen(best, "nothing was measured yet")
    seconds = factors[best.name] * QUESTION_S
    if too_slow(factors[best.name]):
        return Chosen(best, f"the quickest, though {seconds:.1f} s for a question are more than {BUDGET_S} s")
    return Chosen(best, f"the largest that needs no more than {BUDGET_S} s for a question of {QUESTION_S:.0f} s")


def _quick(models: Sequence[Model], factors: dict[str, float]) -> list[Model]:
    return [model for model in models if model.name in factors and not too_slow(factors[model.name])]


def too_slow(factor: float) -> bool:
    """Whether the words of a question would come too late, with this real-time factor."""
    return factor * QUESTION_S > BUDGET_S


class Ledger:
    """The file with what was measured and what has failed. Several processes may use it at once; where it can't be
    written (a shared, read-only folder), it is kept in memory, and each start measures anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unwritten: dict[str, Any] | None = None

    def factors(self, models: Sequence[Model], runs: Runs) -> dict[str, float]:
        """The real-time factors that hold for these models run like this, by name."""
        kept = self._read().get("factors", {})
        return {model.name: float(kept[runs.key(model)]) for model in models if runs.key(model) in kept}

    def failed(self, within_s: float = FORGET_S) -> list[str]:
        """Names of models that did not fit into the memory within the last hour, or so many seconds."""
        kept = self._read().get("failed", {})
        return [str(name) for name, at in kept.items() if 0 <= time.time() - float(at) < within_s]

    def measured(self, model: Model, runs: Runs, factor: float) -> None:
        with self._changing() as kept:
            kept.setdefault("factors", {})[runs.key(model)] = round(factor, 4)

    def fail(self, name: str) -> None:
        with self._changing() as kept:
            kept.setdefault("failed", {})[name] = time.time()

    def loading(self, name: str | None) -> None:
        """Remember what is being loaded, in case that ends the process."""
        with self._changing() as kept:
            kept["loading"] = name

    def blame(self) -> str | None:
        """The process has died: the model that was being loaded, now marked as failed; None when none was."""
        name = self._read().get("loading")
        if not isinstance(name, str):
            return None
        with self._changing() as kept:
            kept["loading"] = None
            kept.setdefault("failed", {})[name] = time.time()
        return name

    def forget(self) -> None:
        """As if nothing had ever been measured or had failed."""
        with self._changing() as kept:
            kept.clear()

    def _read(self) -> dict[str, Any]:
        if self._unwritten is not None:
            return self._unwritten
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            log.warning("measurements can't be read, so they are made again: %r", error)
            return {}
        sound = isinstance(kept, dict) and all(isinstance(kept.get(part, {}), dict) for part in ("factors", "failed"))
        return kept if sound else {}

    @contextlib.contextmanager
    def _changing(self) -> Iterator[dict[str, Any]]:
        from filelock import FileLock

        with contextlib.ExitStack() as held:
            trouble: OSError | None = None
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                held.enter_context(FileLock(self._path.with_name(f".{self._path.name}.lock")))
            except OSError as error:
                trouble = error
            kept = self._read()
            yield kept
            try:
                if trouble is not None:
                    raise trouble
                temporary = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
                temporary.write_text(json.dumps(kept, indent=1), encoding="utf-8")
                temporary.replace(self._path)
                self._unwritten = None
            except OSError as error:
                log.warning("measurements can't be kept: %r", error)
                self._unwritten = kept


def free_memory_mb() -> float:
    """What can be had without pushing other programs out; infinite where the system doesn't tell."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError, IndexError):
        return float("inf")
