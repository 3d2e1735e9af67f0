"""What the reader of lines is trained with: made anew alike, and never a question whose answer is called none."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from random import Random

import pytest

from models.training.reader.screens import Example, facts, made
from models.training.reader.sources import check
from models.training.reader.values import value


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return list(made(600, 3))


def test_a_seed_makes_the_same_screens(examples: list[Example]) -> None:
    assert examples == list(made(600, 3))
    assert examples != list(made(600, 4))


def test_many_questions_have_no_answer_on_their_screen(examples: list[Example]) -> None:
    groups: dict[str, list[Example]] = defaultdict(list)
    for one in examples:
        groups[one.group].append(one)
    answered = [sum(one.answers for one in group) for group in groups.values()]
    assert set(answered) == {0, 1}
    assert 0.3 < answered.count(0) / len(answered) < 0.6
    assert all(len({one.question for one in group}) == 1 for group in groups.values())


def test_every_kind_of_value_can_be_made() -> None:
    for domain in facts().values():
        for fact in domain:
            assert value(fact.kind, Random(1))  # noqa: S311 - no secret


def test_a_line_is_not_both_right_and_wrong(examples: list[Example]) -> None:
    right = {(one.group, one.line) for one in examples if one.answers}
    assert not right & {(one.group, one.line) for one in examples if not one.answers}


def test_a_source_that_is_not_the_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sa_valid.csv").write_text("screen_id,screen_annotation\n", "utf-8")
    with pytest.raises(ValueError, match="not the file"):
        check(tmp_path)
