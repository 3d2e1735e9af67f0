"""How soon a model has stopped after a cancel, for benchmarks/vlm.py --hush.

Moments lie evenly in the time of one whole caption, however few there are: while the picture is seen, the prompt
read and words written. `--budget` bounds the seconds of each model, its first caption included. Each moment is kept in
`--kept` at once, so that a run that was stopped goes on with the same command; each is told on stderr.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.cancel import Cancelled, Token
from models.vlm.captioner import Captioner
from models.vlm.prompt import Prompt

SHARE = 0.95
"""Of a whole caption's time, the latest moment: later ones may come after the last word."""

Build = Callable[[Path, str], None]


def measure(asked: argparse.Namespace, models: dict[str, Build], noise: Callable[[int], Any]) -> dict[str, Any]:
    """Milliseconds from a cancel at some moment until the model has stopped, for a captioner with 4 beams and for
    a model that reads a prompt. `models`: how each is written into a folder, for `--size`; `noise`: a picture of a
    seed."""
    prompt = Prompt("answer", user="What is in the picture?")
    settings: dict[str, dict[str, Any]] = {
        "ViT + GPT-2, 4 beams": {"num_beams": 4, "max_new_tokens": asked.tokens},
        "SmolVLM": {"do_sample": False, "max_new_tokens": asked.tokens, "prompt": prompt},
    }
    rows: dict[str, Any] = {}
    with contextlib.ExitStack() as stack:
        place = Path(asked.kept or stack.enter_context(tempfile.TemporaryDirectory(prefix="hearsight-bench-")))
        for label, build in models.items():
            _say(f"{label}: making the model ...")
            folder = _built(place / f"hush-{asked.size}-{label.split()[0]}", build, asked.size)
            worker = Captioner(str(folder), device=asked.device)
            key = f"{label}, {asked.size}, {asked.device}, {asked.tokens} tokens, {asked.threads} threads"
            moments = _Moments(place / "hush.jsonl", key)
            rows[label] = _hushed(worker, settings[label], asked, moments, noise, label)
    return rows


def _hushed(
    worker: Captioner,
    settings: dict[str, Any],
    asked: argparse.Namespace,
    moments: _Moments,
    noise: Callable[[int], Any],
    label: str,
) -> dict[str, Any]:
    begun = time.perf_counter()
    if moments.whole_s is None or moments.tried < asked.hush:
        _say(f"{label}: a first caption, from loading on ...")
        next(iter(worker.pieces(noise(999), token=Token(), **{**settings, "max_new_tokens": 1})), None)
        at = time.perf_counter()
        for _ in worker.pieces(noise(1000), token=Token(), **settings):
            pass
        moments.found(whole_s=time.perf_counter() - at)
    while moments.tried < asked.hush:
        spent = time.perf_counter() - begun
        if moments.tried and spent > asked.budget:
            _say(f"{label}: {asked.budget:.0f} s are over. With --kept FOLDER the same command goes on.")
            break
        number = moments.tried
        after = SHARE * evenly(number + 1) * (moments.whole_s or 0)
        stopped_ms, words = _stopped(worker, noise(number), settings, after)
        moments.tell(stopped_ms, words)
        took = "came after the last word" if stopped_ms is None else f"stopped after {stopped_ms:.0f} ms"
        _say(f"{label}: {moments.tried} of {asked.hush}, {spent:.0f} s; cancelled at {after:.1f} s, {took}")
    return moments.summary(asked.hush)


def evenly(number: int) -> float:
    """The number-th of points that fill 0 to 1 evenly wherever one stops: 1/2, 1/4, 3/4, 1/8 ... (van der Corput
    1935, base 2)."""
    share, step = 0.0, 0.5
    while number:
        share += step * (number & 1)
        number, step = number >> 1, step / 2
    return share


def _stopped(worker: Captioner, pixels: Any, settings: dict[str, Any], after: float) -> tuple[float | None, int]:
    """Milliseconds from the cancel until it has stopped (None: it had ended before), and pieces that came till then."""
    token, at, said = Token(), 0.0, 0

    def cancel() -> None:
        nonlocal at
        at = time.perf_counter()
        token.cancel()

    timer = threading.Timer(after, cancel)
    timer.start()
    try:
        for _ in worker.pieces(pixels, token=token, **settings):
            said += 1
    except Cancelled:
        return (time.perf_counter() - at) * 1e3, said
    finally:
        timer.cancel()
        timer.join()
    return None, said


class _Moments:
    """What was measured of one model with these settings, in this run and in earlier ones."""

    def __init__(self, file: Path, key: str) -> None:
        self._file, self._key = file, key
        self._rows: list[dict[str, Any]] = []
        self.whole_s: float | None = None
        before = file.read_text(encoding="utf-8") if file.is_file() else ""
        if not before.endswith("\n") and before:  # a run that was killed while it wrote
            file.write_text(before + "\n", encoding="utf-8")
        for line in before.splitlines():
            with contextlib.suppress(ValueError, KeyError, TypeError):
                row = json.loads(line)
                if row["key"] == key:
                    self._take(row)

    @property
    def tried(self) -> int:
        return len(self._rows)

    def found(self, whole_s: float) -> None:
        self._write({"key": self._key, "whole_s": whole_s})

    def tell(self, stopped_ms: float | None, words: int) -> None:
        self._write({"key": self._key, "stopped_ms": stopped_ms, "words": words})

    def _write(self, row: dict[str, Any]) -> None:
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        self._take(row)

    def _take(self, row: dict[str, Any]) -> None:
        if "whole_s" in row:
            self.whole_s = float(row["whole_s"])
        else:
            self._rows.append({"stopped_ms": row["stopped_ms"], "words": row["words"]})

    def summary(self, asked: int) -> dict[str, Any]:
        rows = [row for row in self._rows[:asked] if row["stopped_ms"] is not None]
        took = sorted(row["stopped_ms"] for row in rows) or [0.0]
        return {
            "whole_ms": (self.whole_s or 0) * 1e3,
            "median_ms": took[len(took) // 2],
            "most_ms": took[-1],
            "p95_ms": took[min(len(took) - 1, round(0.95 * len(took)))],
            "before_words": sum(not row["words"] for row in rows),
            "runs": len(rows),
            "asked": asked,
        }


def _built(folder: Path, build: Build, size: str) -> Path:
    """Written beside its place and renamed, so that a half written one is never taken."""
    if not folder.is_dir():
        part = folder.with_name(f".{folder.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        build(part, size)
        part.replace(folder)
    return folder


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def show(found: dict[str, Any]) -> None:
    for label, row in found.items():
        if not row["runs"]:
            print(f"{label:22} was not stopped at any moment: it had ended before, or the budget had")
            continue
        print(
            f"{label:22} stops after {row['median_ms']:.0f} ms (median), {row['p95_ms']:.0f} (95 %), "
            f"{row['most_ms']:.0f} (most) of {row['whole_ms']:.0f}; {row['before_words']} of {row['runs']} before "
            "the first word"
        )
