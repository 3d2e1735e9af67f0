"""Questions with yes or no: does it say that there is what isn't? (POPE; Li et al. 2023.)"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Polled:
    """Counts: said yes or no, and rightly or not."""

    right_yes: int = 0
    wrong_yes: int = 0
    right_no: int = 0
    wrong_no: int = 0
    silent_on_yes: int = 0
    """Not answered, and yes was right."""
    silent_on_no: int = 0

    @property
    def asked(self) -> int:
        return self.right_yes + self.wrong_yes + self.right_no + self.wrong_no + self.silent

    @property
    def silent(self) -> int:
        return self.silent_on_yes + self.silent_on_no

    @property
    def accuracy(self) -> float | None:
        """Of all that were asked: what isn't answered isn't right."""
        return _share(self.right_yes + self.right_no, self.asked)

    @property
    def precision(self) -> float | None:
        return _share(self.right_yes, self.right_yes + self.wrong_yes)

    @property
    def recall(self) -> float | None:
        return _share(self.right_yes, self.right_yes + self.wrong_no + self.silent_on_yes)

    @property
    def f1(self) -> float | None:
        if not self.precision or not self.recall:
            return None if self.precision is None or self.recall is None else 0.0
        return 2 * self.precision * self.recall / (self.precision + self.recall)

    @property
    def yes_ratio(self) -> float | None:
        return _share(self.right_yes + self.wrong_yes, self.asked)


def says_yes(answer: str) -> bool:
    """As POPE reads an answer: no if the first sentence has "no" or "not" as a word, else yes."""
    words = answer.split(".")[0].replace(",", "").split(" ")
    return not {"No", "no", "not"} & set(words)


def polled(rows: Iterable[tuple[str | None, bool]]) -> Polled:
    """`rows`: an answer (None: not answered) and whether yes is right. Where all is answered, the figures are POPE's;
    POPE itself takes "I can't tell" for a yes."""
    counts = dict.fromkeys(("right_yes", "wrong_yes", "right_no", "wrong_no", "silent_on_yes", "silent_on_no"), 0)
    for answer, yes in rows:
        if answer is None:
            counts["silent_on_yes" if yes else "silent_on_no"] += 1
        elif says_yes(answer):
            counts["right_yes" if yes else "wrong_yes"] += 1
        else:
            counts["wrong_no" if yes else "right_no"] += 1
    return Polled(**counts)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
