"""Screens of real programs, built anew: what the product must never do there, and how well it does at least."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.cancel import Token
from assistant.settings import Settings
from assistant.wiring.examining import examiner
from models.evaluation.examine import Result
from models.evaluation.facts import Facts, find, load
from models.evaluation.report import figures, misses

pytestmark = pytest.mark.desktop

ROOT = Path(__file__).resolve().parents[3]
QUESTIONS = ROOT / "benchmarks" / "screens" / "questions"


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("screens")
    command = [sys.executable, str(ROOT / "benchmarks/screens/build.py"), "--quick", "--out", str(folder)]
    built = subprocess.run(command, capture_output=True, text=True, timeout=280)
    if not any(folder.iterdir()):
        pytest.skip(f"no screen could be built here: {built.stderr.strip()[-200:]}")
    return folder


@pytest.fixture(scope="module", params=["pixels", "tree"])
def results(request: pytest.FixtureRequest, screens: Path) -> Iterator[list[Result]]:
    with examiner(Settings(), engine="grounded", with_tree=request.param == "tree") as examining:
        yield [examining.examine(asked_once(load(folder, QUESTIONS)), Token()) for folder in find(screens)]


def asked_once(facts: Facts) -> Facts:
    """The first wording of every other question: enough to see that answers have not broken, in a fraction of the
    time."""
    return replace(facts, questions=tuple(replace(asked, ask=asked.ask[:1]) for asked in facts.questions[::2]))


def all_misses(results: list[Result]) -> list[str]:
    return [f"{result.facts.name}: {miss}" for result in results for miss in misses(result)]


def test_no_claim_is_without_evidence_and_none_says_more_than_it(results: list[Result]) -> None:
    whole = figures(results)
    assert whole["claims"]
    assert (whole["unbacked"], whole["unsupported"]) == (0, 0), all_misses(results)


def test_descriptions_stay_within_their_words(results: list[Result]) -> None:
    for result in results:
        assert not result.failed, result.facts.name
        assert 0 < result.words["brief"] <= 15, result.said["brief"]
        assert 0 < result.words["normal"] <= 60, result.said["normal"]


def test_text_is_read_right(results: list[Result]) -> None:
    error = figures(results)["character_error"]
    assert isinstance(error, float)
    assert error <= 0.02, all_misses(results)


def test_the_first_sentence_comes_before_the_page_is_read(results: list[Result]) -> None:
    """Of each screen; how long either takes depends on what else runs."""
    for result in results:
        assert result.first_ms is not None
        assert result.first_ms < result.total_ms


def test_wrong_answers_are_rarer_than_right_ones_by_far(results: list[Result]) -> None:
    whole = figures(results)
    exact, wrong = whole["exact"], whole["confidently_wrong"]
    assert isinstance(exact, float)
    assert isinstance(wrong, float)
    assert wrong <= 0.15, all_misses(results)
    assert exact >= 3 * wrong, all_misses(results)
