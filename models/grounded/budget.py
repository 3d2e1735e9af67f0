"""How many words a description has, and how what is too long for them is made to fit: at the borders of sentences and
clauses, never inside an amount, a code, a path or a quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from models.grounded.wording import word_count

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.types import Claim, Scene, Verbosity
    from models.grounded.phrases import Phrases

WORDS: dict[Verbosity, int] = {"brief": 15, "normal": 60, "full": 1_000_000}
"""How many words a description has at most."""
SHARES: dict[Verbosity, dict[str, int]] = {
    "brief": {"kind": 7, "focus": 8},
    "normal": {"kind": 14, "focus": 16, "problem": 36},
    "full": {},
}
"""Words that a topic may take of them, so that a long title does not leave the main content unsaid."""
LATER: dict[Verbosity, int] = {"brief": 5, "normal": 15, "full": 0}
"""Words that the content leaves, while a gatherer still looks, for a problem that it may find."""
STRUCTURE: dict[Verbosity, int] = {"brief": 0, "normal": 14, "full": 0}
"""Words that the content leaves for the structure, which is said last."""
FEWEST = 4
"""Words from which the beginning of a text is worth saying."""
SENTENCE_END = re.compile(r"[.!?…](?=\s)|[。！？]")
CLAUSE_END = re.compile(r"[,;:](?=\s)|(?<=\s)[-–—](?=\s)|[，；：、]")
WORD_END = re.compile(r"(?<=\S)(?=\s)|(?<=[\u3400-\u9fff])(?=[\u3400-\u9fff])")
WHOLE = re.compile(
    r"[\"“„«「『《][^\"”“»」』》]{1,80}[\"”“»」』》]"
    r"|\([^()]{1,60}\)"
    r"|(?:[€$£¥￥]|\b(?:EUR|USD|GBP|CHF|CNY|RMB)\b)\s?\d[\d.,' ]*"
    r"|\+?\d[\d.,:/'’-]*(?: \d[\d.,:/'’-]*)*(?:\s?(?:[%€$£¥°元块]\w?|[A-Za-zµ]{1,3}\b))?"
    r"|\b(?:error|code|line|version|Fehler|Zeile)\s\S*\d\S*"
    r"|(?:错误|代码|第)\s?\d+\S?",
    re.IGNORECASE,
)
"""What is one thing, however many words it has."""
LOOSE_ENDS = " ,;:.-–—，；：、。"
ENOUGH = 0.5
"""Share of the words there are room for from which the end of a sentence or clause is the place to stop."""


class Sayable(Protocol):
    """A claim as a narrator drafts it: `narrate.Draft`."""

    @property
    def claim(self) -> Claim: ...
    @property
    def final(self) -> bool: ...
    @property
    def running(self) -> bool: ...
    def within(self, words: int) -> Claim | None: ...


def shortened(text: str, words: int, p: Phrases) -> str | None:
    """`text` if it has at most so many words, else its beginning with the word that there is more (`Phrases` "cut");
    None when not even `FEWEST` fit. What is cut off is whole sentences or clauses where that leaves half of the room
    filled, else words."""
    text = " ".join(text.split())
    if word_count(text) <= words:
        return text
    room = words - word_count(p("cut", text=""))
    if room < FEWEST:
        return None
    whole = [found.span() for found in WHOLE.finditer(text)]
    for pattern, enough in ((SENTENCE_END, ENOUGH), (CLAUSE_END, ENOUGH), (WORD_END, 0.0)):
        kept = _up_to_last(pattern, text, room, whole)
        if kept and word_count(kept) >= enough * room:
            return p("cut_whole", text=kept) if pattern is SENTENCE_END else p("cut", text=kept.rstrip(LOOSE_ENDS))
    return None


def _up_to_last(pattern: re.Pattern[str], text: str, room: int, whole: list[tuple[int, int]]) -> str:
    """The beginning up to the last such border that leaves at most `room` words; "" where there is none."""
    best = ""
    for found in pattern.finditer(text):
        at = found.end()
        if any(start < at < end for start, end in whole):
            continue
        if word_count(text[:at]) > room:
            break
        best = text[:at].rstrip()
    return best


class Plan:
    """Which drafts of ever richer scenes are said, in how many words. One for each description."""

    def __init__(self, verbosity: Verbosity) -> None:
        self._verbosity = verbosity
        self._left = WORDS[verbosity]
        self._shares = dict(SHARES[verbosity])
        self._said: set[str] = set()
        self._cut = False
        """Running text was cut: what comes after it would make no sense."""
        self._content = False
        """Something of the content was said."""

    @property
    def identified(self) -> bool:
        """Whether it was said what kind of screen it is."""
        return any(key.startswith("kind") for key in self._said)

    def choose(self, drafts: Iterator[Sayable], scene: Scene, token: Token) -> Iterator[Claim]:
        """Raises `Cancelled`."""
        if self._verbosity == "full":
            for draft in drafts:
                token.check()
                if self._wanted(draft, scene):
                    self._said.add(draft.claim.key)
                    yield draft.claim
            return
        listed = [draft for draft in drafts if self._wanted(draft, scene)]
        structure = sum(word_count(one.claim.text) for one in listed if one.claim.topic == "structure")
        kept = min(STRUCTURE[self._verbosity], structure)
        waits = False
        for draft in listed:
            token.check()
            if waits and draft.running:
                continue  # what comes before it still waits for words
            one = self._fitted(draft, scene, kept)
            waits = waits or (draft.running and one is None and not scene.complete)
            if one is not None and one.key not in self._said:
                words = word_count(one.text)
                self._left -= words
                if one.topic in self._shares:
                    self._shares[one.topic] -= words
                self._said.add(draft.claim.key)
                self._content = self._content or one.topic == "main"
                yield one

    def _wanted(self, draft: Sayable, scene: Scene) -> bool:
        # A gatherer that still looks may make it untrue, or put something before it.
        too_early = draft.final and not scene.complete
        return not too_early and draft.claim.key not in self._said

    def _fitted(self, draft: Sayable, scene: Scene, kept: int) -> Claim | None:
        if self._cut and draft.running:
            return None
        topic = draft.claim.topic
        if topic == "structure" and self._verbosity == "brief" and (self._content or not scene.complete):
            return None
        room = min(self._left, self._shares.get(topic, self._left))
        if topic in ("main", "rest"):
            room -= kept
        if topic in ("main", "structure", "rest") and not scene.complete:
            room = min(room, self._left - LATER[self._verbosity])
        found = draft.within(room)
        if draft.running and (scene.complete if found is None else found.text != draft.claim.text):
            self._cut = True
        return found
