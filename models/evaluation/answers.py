"""Answers against what a right one says: right, wrong, or honestly not given.

A right answer is said as sure (`Answer.answerable`), has all of `contains` in it and nothing of `never`. One that is
said as sure and is not right is wrong but confident: the one thing that must not happen. "I can't tell" is right for a
question that the screen has no answer to, and a miss for the others.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from models.evaluation.facts import Asked
from models.evaluation.text import folded

Verdict = Literal["right", "wrong", "abstained"]


@dataclass(frozen=True, slots=True)
class Judged:
    """One wording of one question, and what was answered."""

    screen: str
    number: int
    """Of the question on its screen."""
    wording: int
    """0 for the first."""
    kind: str
    asked: str
    answer: str
    answerable: bool
    verdict: Verdict
    unseen: bool = False
    """Asked from pixels alone, of what the picture does not show (`Asked.needs`)."""

    @property
    def fine(self) -> bool:
        """Answered right, or rightly not answered."""
        return self.verdict in (
            ("right", "abstained") if self.unseen else ("right",) if self.answerable else ("abstained",)
        )


@dataclass(frozen=True, slots=True)
class AnswerScore:
    """Shares are 0..1; None where there is nothing to share."""

    asked: int
    """Wordings."""
    questions: int
    exact: float | None
    """Of the answerable wordings, answered right; without those whose answer the picture does not show."""
    exact_of_all: float | None
    """The same with those."""
    confidently_wrong: float | None
    """Of all wordings, answered wrong with confidence."""
    abstained: float | None
    """Of the unanswerable wordings, not answered."""
    spread: float | None
    """By how much the share of fine answers of one wording (the first of all questions, the second ...) differs from
    that of another, over the questions that have as many wordings as most have."""
    steady: float | None
    """Of the questions with several wordings, those that are answered alike in all of them."""
    by_kind: dict[str, tuple[int, int]]
    """Kind -> (fine, asked)."""


def judge(asked: Asked, answer: str, *, sure: bool) -> Verdict:
    if not sure:
        return "abstained"
    text = spoken(answer)
    if not asked.answerable or any(has(text, spoken(word)) for word in asked.never):
        return "wrong"
    return "right" if all(any(has(text, spoken(way)) for way in ways) for ways in asked.contains) else "wrong"


def spoken(text: str) -> str:
    """For comparing: typography aside, lower case, single spaces."""
    return " ".join(folded(unicodedata.normalize("NFKC", text)).casefold().split())


def has(text: str, part: str) -> bool:
    """Whether the part stands in the text by itself: "4" is not in "34.90", nor "on" in "month"."""
    if not part:
        return False
    before = r"(?<![^\W_])(?<!\d[.,:])" if part[0].isdigit() else r"(?<![^\W_])" if _latin(part[0]) else ""
    after = r"(?![^\W_])(?![.,:]\d)" if part[-1].isdigit() else r"(?![^\W_])" if _latin(part[-1]) else ""
    if _beside_cjk(part, text):
        before, after = before and r"(?<![\da-z])(?<!\d[.,:])", after and r"(?![\da-z])(?![.,:]\d)"
    return re.search(before + re.escape(part) + after, text) is not None


def _latin(sign: str) -> bool:
    return sign.isalnum() and not "\u2e80" <= sign <= "\u9fff"


def _beside_cjk(part: str, text: str) -> bool:
    """In Chinese a number touches the letters beside it."""
    return any("\u2e80" <= sign <= "\u9fff" for sign in part + text)


def answer_score(judged: Sequence[Judged]) -> AnswerScore:
    answerable = [one for one in judged if one.answerable]
    shown = [one for one in answerable if not one.unseen]
    others = [one for one in judged if not one.answerable or one.unseen]
    questions: dict[tuple[str, int], list[Judged]] = defaultdict(list)
    kinds: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        questions[one.screen, one.number].append(one)
        kinds[one.kind if one.answerable and not one.unseen else "unanswerable"].append(one)
    several = [group for group in questions.values() if len(group) > 1]
    return AnswerScore(
        len(judged),
        len(questions),
        _share(one.verdict == "right" for one in shown),
        _share(one.verdict == "right" for one in answerable),
        _share(one.verdict == "wrong" for one in judged),
        _share(one.fine for one in others),
        _spread(several),
        _share(len({one.fine for one in group}) == 1 for group in several),
        {kind: (sum(one.fine for one in group), len(group)) for kind, group in sorted(kinds.items())},
    )


def _spread(questions: Sequence[Sequence[Judged]]) -> float | None:
    if not questions:
        return None
    usual = sorted(len(group) for group in questions)[len(questions) // 2]
    whole = [group for group in questions if len(group) >= usual]
    shares = [sum(group[at].fine for group in whole) / len(whole) for at in range(usual)]
    return max(shares) - min(shares)


def _share(items: Iterable[bool]) -> float | None:
    all_of = list(items)
    return sum(all_of) / len(all_of) if all_of else None
