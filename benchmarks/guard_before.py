"""A model's sentence against the evidence: say it, hedge it, or drop it.

A captioner writes what is likely, not what is there. The rules, in this order; the first that decides, decides:

1. Nothing is said (no letters), or it goes round in circles (three words repeated three times): drop.
2. It quotes text, or names a number in digits, that no text of the scene holds: drop. Models invent these most
   freely, and a wrong amount or name does the most harm. Quotes are compared as OCR reads them: a few letters may
   differ.
3. It speaks of writing where all gatherers found none, or of an empty or blank picture where there is something:
   drop. It says only that a desktop is a screen ("a screenshot of a computer"): drop, since that is known.
4. The model was not sure of its words (mean token probability below `DROP_BELOW`): drop; below `SAY_FROM`: hedge,
   unless a word of it that matters is also in the evidence.
5. Else: say.

The two thresholds are a choice, not a calibration: greedy captions of a ViT + GPT-2 that people call right mostly
lie above 0.5, those of pictures far from its training (noise, screens) mostly below 0.4.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from models.guard import Verdict
from models.guard.wording import hedged, tidy

if TYPE_CHECKING:
    from assistant.types import Scene

DROP_BELOW = 0.25
SAY_FROM = 0.55
LIKE_BY_OCR = 85.0
"""rapidfuzz `partial_ratio` (0..100) from which a quote counts as found."""

_QUOTE = re.compile(
    r"[\"“]([^\"“”]+)[\"”]|「([^」]+)」|『([^』]+)』|‘([^’]+)’(?!\w)|(?<!\w)'([^']+)'(?!\w)"
)  # an apostrophe inside a word is none
_SAYS = re.compile(
    r"\b(?:says?|reads?|reading|saying|labell?ed|titled|called|spells?)\s+(?!a\b|an\b|the\b|that\b)"
    r"([A-Z][\w&'’.-]*(?:\s+[A-Z][\w&'’.-]*)*)"
)
"""What a sign "says" without quotation marks: the words in capitals after it."""
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_WRITING = re.compile(
    r"\b(?:text|words?|letters?|writing|written|says|saying|caption|headline|paragraph|web ?page|web ?site)\b|文字|写着"
)
_EMPTY = re.compile(r"\b(?:blank|empty|nothing|no (?:text|words|writing|people|objects))\b|空白|没有(?:文字|内容)")
SCREEN_WORDS = (
    "a an the of on in with this that is it its there showing screenshot screen shot computer laptop desktop "
    "monitor display window program web webpage website page site screenshots picture image photo view close up closeup"
)
_SCREEN = frozenset(SCREEN_WORDS.split())
"""A sentence of these words alone says nothing about a desktop that isn't known."""
COMMON_WORDS = (
    "a an the of on in at to and or with is are was were be been it its this that there picture image photo shows show "
    "showing background front top side next near some other one two three four man woman person people"
)
_COMMON = frozenset(COMMON_WORDS.split())
"""Words whose being in the evidence backs nothing."""
_WORD = re.compile(r"[^\W\d_]+")


def check(sentence: str, scene: Scene, probability: float | None = None) -> Verdict:
    """`probability`: the mean probability of the sentence's tokens, None where the model doesn't tell (then it is
    hedged unless the evidence backs it). `scene` should be complete: what was not looked for is not contradicted."""
    text = " ".join(sentence.split())
    if reason := _to_drop(text, scene):
        return Verdict("drop", "", reason)
    if probability is not None and probability < DROP_BELOW:
        return Verdict("drop", "", "the model guessed its words")
    if _backed(text, scene):
        return Verdict("say", tidy(text), "a word of it is in the evidence")
    if probability is not None and probability >= SAY_FROM:
        return Verdict("say", tidy(text), "the model was sure of its words, and nothing speaks against it")
    return Verdict("hedge", hedged(text), "the model was not sure of its words")


def _to_drop(text: str, scene: Scene) -> str:
    """Why it must not be said at all, or an empty string."""
    if not any(char.isalpha() for char in text):
        return "it says nothing"
    if _in_circles(text):
        return "it goes round in circles"
    seen = _seen_text(scene)
    for groups in _QUOTE.findall(text) + [(said,) for said in _SAYS.findall(text)]:
        quote = next(group for group in groups if group)
        if not _is_in(quote, seen):
            return "it quotes text that was not seen"
    numbers = set(_NUMBER.findall(" ".join(seen)))
    if any(number not in numbers for number in _NUMBER.findall(text)):
        return "it names a number that was not seen"
    lowered = text.lower()
    if scene.complete and not seen and _WRITING.search(lowered):
        return "it speaks of writing, and there is none"
    if (seen or scene.things) and _EMPTY.search(lowered):
        return "it calls something empty that is not"
    if scene.source not in ("file", "clipboard", "camera") and _SCREEN.issuperset(_WORD.findall(lowered)):
        return "it says only that this is a screen"
    return ""


def _seen_text(scene: Scene) -> list[str]:
    """Every text that was really seen, folded; passwords have none."""
    texts = [block.text for block in scene.blocks]
    texts += [text for thing in scene.things for text in (thing.name, thing.value, thing.description)]
    if scene.window is not None:
        texts += [scene.window.title, scene.window.app]
    return [" ".join(text.casefold().split()) for text in texts if text.strip()]


def _is_in(quote: str, seen: list[str]) -> bool:
    wanted = " ".join(quote.casefold().split()).strip(" .,!?;:。，！？")
    everything = " ".join(seen)
    if not wanted:
        return True
    if len(wanted) < 5:  # too short to allow for a misread letter
        return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", everything) is not None or _wide(wanted, everything)
    from rapidfuzz.fuzz import partial_ratio

    return len(everything) >= len(wanted) * 0.8 and partial_ratio(wanted, everything) >= LIKE_BY_OCR


def _wide(wanted: str, everything: str) -> bool:
    """Chinese has no spaces between words."""
    return any("\u4e00" <= char <= "\u9fff" for char in wanted) and wanted in everything


def _in_circles(text: str) -> bool:
    words = text.casefold().split()
    threes = [tuple(words[at : at + 3]) for at in range(len(words) - 2)]
    return any(threes.count(three) >= 3 for three in set(threes))


def _backed(text: str, scene: Scene) -> bool:
    """True when a word that matters (a noun, a colour) is also in what was seen: an object's or image's name, a
    fact about the pixels, or the text."""
    known: set[str] = set()
    for seen in (*_seen_text(scene), *(value.casefold() for _, value in scene.facts)):
        known.update(_WORD.findall(seen))
    return any(len(word) > 2 and word in known for word in set(_WORD.findall(text.casefold())) - _COMMON)
