"""Several workers: every test runs once, what waits comes after what computes, and what measures runs alone."""

from __future__ import annotations

import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.side_by_side import ALONE, COMPUTES, WAITS, QuietLast, kind

ROOT = Path(__file__).resolve().parents[2]
COMPUTING = [f"tests/models/test_{name}.py::test_{number}" for name in "abc" for number in range(5)]
WAITING = [f"tests/end_to_end/test_{name}.py::test_{number}" for name in "abc" for number in range(4)]
MEASURING = [f"tests/speech/test_voices{name}.py::test_{number}" for name in ("", "_piper") for number in range(4)]


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
        if any(kind(tests[worker.running].split("::")[0]) == 3 for worker in at_work):
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
    "tests",
    [COMPUTING + WAITING + MEASURING, MEASURING + WAITING + COMPUTING, WAITING + COMPUTING, MEASURING, MEASURING[:1]],
    ids=["in order", "the other way round", "two kinds", "one kind", "one test"],
)  # fmt: skip
def test_each_test_runs_once_and_what_measures_runs_alone(tests: list[str], workers: int) -> None:
    for seed in range(20):
        ended = finished(tests, workers, random.Random(seed))  # noqa: S311 - no secret
        assert sorted(ended) == sorted(tests)
        begun = list(dict.fromkeys(kind(test.split("::")[0]) for test in ended))
        assert begun == sorted(begun), "what waits begins when nothing that computes is left to begin"


def test_the_folders_and_files_that_are_named_exist() -> None:
    for name in (*COMPUTES, *WAITS, *ALONE):
        assert list(ROOT.glob(f"{name}*")), name


def test_what_is_not_named_has_the_computer_for_itself() -> None:
    kinds = {
        "tests/models/vlm/test_kept.py": 1,
        "tests/speech/words/test_spoken.py": 1,
        "tests/end_to_end/test_dialogue.py": 2,
        "tests/speech/test_speaker.py": 2,
        "tests/models/evidence/test_tree.py": 2,
        "tests/speech/test_loopback.py": 3,
        "tests/new/test_new.py": 3,
    }
    assert {file: kind(file) for file in kinds} == kinds
