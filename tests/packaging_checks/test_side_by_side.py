"""Several workers: every test runs once, and what needs quiet runs while nothing else does."""

from __future__ import annotations

import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.side_by_side import QUIET, SIDE_BY_SIDE, QuietLast, needs_quiet

ROOT = Path(__file__).resolve().parents[2]
COMPUTING = [f"tests/models/test_{name}.py::test_{number}" for name in "abc" for number in range(5)]
LISTENING = [f"tests/speech/test_{name}.py::test_{number}" for name in "abc" for number in range(4)]


class Worker:
    """Runs what it is given, as xdist's do: each test once it is known which one follows, or that none does."""

    def __init__(self, name: str) -> None:
        self.gateway = SimpleNamespace(id=name)
        self.given: list[int] = []
        self.shutting_down = False

    def send_runtest_some(self, indices: list[int]) -> None:
        assert not self.shutting_down
        self.given += indices

    def shutdown(self) -> None:
        self.shutting_down = True

    @property
    def running(self) -> int | None:
        return self.given[0] if len(self.given) > 1 or (self.given and self.shutting_down) else None


def finished(tests: list[str], workers: int, moments: random.Random) -> list[str]:
    """The tests as they ended, one worker or another being quicker; checks who runs beside whom."""
    config: Any = SimpleNamespace(
        getvalue=lambda _: [f"{workers}*popen"], option=SimpleNamespace(loadscopereorder=True, tx=["popen"] * workers)
    )
    dealer, all_of_them, ended = QuietLast(config), [Worker(f"gw{n}") for n in range(workers)], []
    for worker in all_of_them:
        dealer.add_node(worker)
    for worker in all_of_them:
        dealer.add_node_collection(worker, tests)
    dealer.schedule()
    there = list(all_of_them)
    while there:
        at_work = [worker for worker in there if worker.running is not None]
        if any(needs_quiet(tests[worker.running].split("::")[0]) for worker in at_work):
            assert len(at_work) == 1
        gone = [worker for worker in there if worker.shutting_down and not worker.given]
        worker = moments.choice(at_work + gone)
        if worker in gone:
            there.remove(worker)
            if worker in dealer.nodes:
                assert dealer.remove_node(worker) is None
        else:
            ended.append(worker.given.pop(0))
            dealer.mark_test_complete(worker, ended[-1])
    return [tests[number] for number in ended]


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize(
    "tests", [COMPUTING + LISTENING, LISTENING + COMPUTING, LISTENING, COMPUTING, LISTENING[:1]],
    ids=["computing first", "listening first", "listening", "computing", "one test"],
)  # fmt: skip
def test_each_test_runs_once_and_what_needs_quiet_runs_alone(tests: list[str], workers: int) -> None:
    for seed in range(20):
        ended = finished(tests, workers, random.Random(seed))  # noqa: S311 - no secret
        assert sorted(ended) == sorted(tests)


def test_the_folders_and_files_that_are_named_exist() -> None:
    for name in (*SIDE_BY_SIDE, *QUIET):
        assert list(ROOT.glob(f"{name}*")), name


def test_real_sound_and_real_windows_need_quiet() -> None:
    for file in ("tests/end_to_end/test_dialogue.py", "tests/speech/test_loopback.py", "tests/ui/test_hotkeys.py"):
        assert needs_quiet(file)
    assert not needs_quiet("tests/models/vlm/test_kept.py")
