"""Accuracy of answers as the evaluation of VQA computes it (Antol et al. 2015; visualqa.org/evaluation.html): an answer
counts in full where at least three of ten people gave it, the mean being taken over each nine of the ten.

`accuracy` needs the short answer that such sets have ("red"); `short` takes it out of the sentence that is spoken.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from models.evaluation.captions.contractions import CONTRACTIONS

Rule = Literal["vqa", "vizwiz", "all"]
"""What is normalised: of VQA, answer and truths where people differ, else nothing; of VizWiz, the answer; or all."""

ENOUGH = 3
"""So many of the other people must have said the same."""
_NUMBERS = {
    "none": "0", "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10",
}  # fmt: skip
_ARTICLES = frozenset(("a", "an", "the"))
_SIGNS = ';/[]"{}()=+\\_-><@`,?!'
_COMMA_IN_NUMBER = re.compile(r"\d,\d")
_FULL_STOP = re.compile(r"\.(?!\d)")
MOST_STOPS = 32
"""As published: of that many full stops. (The evaluation passes a flag where the count belongs.)"""


def accuracy(answer: str, truths: Sequence[str], rule: Rule = "vqa") -> float:
    """0..1. Fewer than four people can't be counted so: the answer is right or wrong then."""
    answer, given = _bare(answer), [_bare(truth) for truth in truths]
    if rule == "vizwiz":
        answer = normalised(answer)
    elif rule == "all" or len(set(given)) > 1:
        answer, given = normalised(answer), [normalised(truth) for truth in given]
    if len(given) <= ENOUGH:
        return float(answer in given)
    same = [truth == answer for truth in given]
    return sum(min(1.0, (sum(same) - one) / ENOUGH) for one in same) / len(same)


@lru_cache(maxsize=50_000)
def normalised(text: str) -> str:
    """Without punctuation, articles and upper case; numbers up to ten as digits; contractions with their apostrophe."""
    found = text
    for sign in _SIGNS:
        beside_space = f"{sign} " in text or f" {sign}" in text or _COMMA_IN_NUMBER.search(text)
        found = found.replace(sign, "" if beside_space else " ")
    found = _FULL_STOP.sub("", found, count=MOST_STOPS)
    words = [_NUMBERS.get(word, word) for word in found.lower().split()]
    return " ".join(CONTRACTIONS.get(word, word) for word in words if word not in _ARTICLES)


def in_words(answer: str, truths: Sequence[str]) -> bool:
    """Whether the answer, as it is spoken, has what most people said in it, as words of its own."""
    common = Counter(normalised(_bare(truth)) for truth in truths).most_common(1)
    wanted, told = common[0][0].split(), normalised(_bare(answer)).split()
    return bool(wanted) and any(told[at : at + len(wanted)] == wanted for at in range(len(told)))


_YES_OR_NO = re.compile(
    r"^\W*(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should|may|might|must)(?:n't)?\b", re.I
)
_FRAME = re.compile(
    r"^(?:(?:the answer is|it is|it's|it says|it reads|this is|that is|that's|these are|they are|there is|there's|"
    r"there are|(?:the|this|that) [\w\s-]{1,40}? (?:is|are|says|reads|shows)|i (?:can )?see)\s+)",
    re.I,
)
_YES = re.compile(r"^(?:yes|no),\s+", re.I)
_MAYBE = re.compile(
    r"^(?:perhaps|probably|maybe|possibly|likely)\b[:,]?\s*|"
    r"^(?:it|this|(?:this|the) picture)\s+(?:may|might|could|seems? to|appears? to) (?:be|show)\b[:,]?\s*",
    re.I,
)
_QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")


def short(answer: str, question: str) -> str:
    """The answer that people would have typed: "Yes, there is a cup." -> "yes", "The shape is red." -> "red"."""
    text = _MAYBE.sub("", _bare(answer).rstrip(".!"))
    first = re.match(r"\W*(yes|no)\b", text, re.I)
    if first and _YES_OR_NO.match(question):
        return first.group(1).lower()
    quoted = _QUOTED.findall(text)
    if len(quoted) == 1:
        return str(quoted[0]).lower()
    return _FRAME.sub("", _YES.sub("", text), count=1).strip().lower()


def exact_and_f1(answer: str | None, truths: Sequence[str]) -> tuple[float, float]:
    """As ScreenQA counts short answers (the measure of SQuAD; Rajpurkar et al. 2016): equal to one of the truths, and
    the best F1 of words. `answer` None: not answered, which is right where a truth says `NO_ANSWER`."""
    if answer is None:
        right = float(NO_ANSWER in truths)
        return right, right
    given = [_of_squad(truth) for truth in truths if truth != NO_ANSWER]
    told = _of_squad(answer)
    return float(told in given), max((_f1(told.split(), truth.split()) for truth in given), default=0.0)


NO_ANSWER = "<no answer>"


def _of_squad(text: str) -> str:
    text = "".join(letter for letter in text.lower() if letter not in string.punctuation)
    return " ".join(re.sub(r"\b(?:a|an|the)\b", " ", text).split())


def _f1(told: list[str], truth: list[str]) -> float:
    common = (Counter(told) & Counter(truth)).total()
    return 2 * common / (len(told) + len(truth)) if common else 0.0


def _bare(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ").strip()
