"""A sentence's findings, and what they come to: say it, hedge it, or drop it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from models.guard import interface, looks, texts
from models.guard.joined import joined
from models.guard.known import Known, stem
from models.guard.objects import objects
from models.guard.sentence import WORD, Finding, Sentence, Span, overlaps
from models.guard.wording import hedged, tidy

if TYPE_CHECKING:
    from assistant.types import Pixels, Scene
    from models.guard.second_look import SecondLook

DROP_BELOW = 0.25
"""Mean probability of a sentence's tokens below which the model guessed. A choice, not a calibration: greedy captions
of a ViT + GPT-2 of pictures far from its training (noise, screens) mostly lie below 0.4."""

Decision = Literal["say", "hedge", "drop"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a sentence: `text` is what may be spoken (empty when dropped), `why` the rule, for the log.
    `why` never quotes the sentence."""

    decision: Decision
    text: str
    why: str
    findings: tuple[Finding, ...] = ()


class Guard:
    """For one picture, sentence after sentence: what is known of it is put in order only once.

    `scene` should be complete: what was not looked for is not contradicted. `pixels`: (h, w, 3) uint8 RGB of the scene,
    masked, for what is said of colours. `second`: asked where the evidence can't tell."""

    def __init__(self, scene: Scene, pixels: Pixels | None = None, second: SecondLook | None = None) -> None:
        self._known = Known(scene, pixels)
        self._second = second

    def check(self, sentence: str, probability: float | None = None) -> Verdict:
        """`probability`: the mean probability of the sentence's tokens, None where the model doesn't tell."""
        text = " ".join(sentence.split())
        if reason := _nonsense(text):
            return Verdict("drop", "", reason)
        taken, known = Sentence(text), self._known
        if reason := _of_nothing(taken, known):
            return Verdict("drop", "", reason)
        findings = tuple(claims(taken, known))
        if against := next((finding for finding in findings if finding.holds is False), None):
            return Verdict("drop", "", against.why, findings)
        if probability is not None and probability < DROP_BELOW:
            return Verdict("drop", "", "the model guessed its words", findings)
        if findings and all(finding.holds for finding in findings):
            return Verdict("say", tidy(corrected(text, findings)), "all that it claims is in the evidence", findings)
        if self._second is not None:
            lifts, why = self._second.judge(taken, known.pixels)
            if lifts is False:
                return Verdict("drop", "", why, findings)
            if lifts and not any(one.kind in ("text", "name", "number") and not one.holds for one in findings):
                return Verdict("say", tidy(corrected(text, findings)), why, findings)
        why = next((finding.why for finding in findings if finding.holds is None), "nothing in the evidence backs it")
        return Verdict("hedge", hedged(corrected(text, findings)), why, findings)


def check(
    sentence: str,
    scene: Scene,
    probability: float | None = None,
    *,
    pixels: Pixels | None = None,
    second: SecondLook | None = None,
) -> Verdict:
    """One sentence: see `Guard`."""
    return Guard(scene, pixels, second).check(sentence, probability)


def corrected(text: str, findings: Sequence[Finding]) -> str:
    """With what the evidence says in place of what the model did."""
    for finding in sorted((one for one in findings if one.instead), key=lambda one: one.spans[0], reverse=True):
        start, end = finding.spans[0]
        text = text[:start] + finding.instead + text[end:]
    return text


def claims(sentence: Sentence, known: Known) -> Iterator[Finding]:
    """All that a sentence claims, each checked. A word that nothing vouches for is a claim that can't be told."""
    named = interface.anchors(sentence, known)
    anchored = looks.spots(sentence, known, named)
    found = [
        *texts.quotations(sentence, known),
        *interface.controls(sentence, known, named),
        *objects(sentence, known),
        *interface.states(sentence, known, named),
        *looks.colours(sentence, known, anchored),
        *looks.places(sentence, known, anchored),
        *looks.relations(sentence, known, anchored),
    ]
    apart = [span for finding in found if finding.kind in ("place", "relation") for span in finding.spans]
    found += joined(sentence, known, named, anchored, apart)
    counts = [finding.spans[0] for finding in found if finding.kind == "count"]
    found += texts.numbers(sentence, known, counts)
    found += texts.codes(sentence, known)
    found += texts.names(sentence, known)
    spans = [
        span
        for finding in found
        if finding.holds
        for span in finding.spans
        if finding.kind not in ("number", "code", "text")
    ]
    names = [anchor.span for anchor in named]
    found += texts.belonging(sentence, known, spans, names)
    yield from found
    vouched = [span for finding in found for span in finding.spans]
    vouched += [match.span() for match in sentence.words.pattern(sentence.words.phrases).finditer(sentence.open)]
    backed = any(finding.holds for finding in found)
    yield from _words(sentence, known, vouched + names, backed)
    if not backed and not names:
        yield Finding("word", None, "nothing in the evidence backs it")


def _words(sentence: Sentence, known: Known, vouched: list[Span], backed: bool) -> Iterator[Finding]:
    """Words that no finding is about: negations and comparisons can't be told, others must have been seen."""
    words = sentence.words
    for pattern, seen_is_enough in ((words.negations, False), (words.compares, True)):
        for match in words.pattern(pattern).finditer(sentence.open):
            inside = any(overlaps(match.span(), span) for span in vouched)
            if not inside and not (seen_is_enough and len(match[0]) > 4 and stem(match[0]) in known.stems):
                yield Finding("word", None, "it denies or compares", (match.span(),))
    if not words.spaced:
        yield from _runs(sentence, known, vouched)
        return
    claimed = [match.span(1) for match in re.finditer(words.said_of, sentence.open, re.I)]
    for match in WORD.finditer(sentence.open):
        word = match[0].casefold()
        holder = backed and word in words.holders and match.span() not in claimed
        free = word in words.plain or holder or words.numbers.get(word) == 1
        if free or any(overlaps(match.span(), span) for span in vouched) or known.has(word):
            continue
        yield Finding("word", None, "a word of it is not in the evidence", (match.span(),))


def _runs(sentence: Sentence, known: Known, vouched: list[Span]) -> Iterator[Finding]:
    """Chinese: what is left between the words that are vouched for or say nothing must have been seen."""
    words = sentence.words
    left = list(sentence.open)
    for start, end in vouched:
        left[start:end] = " " * (end - start)
    rest = "".join(left)
    for word in sorted((*words.plain, *words.holders), key=len, reverse=True):
        rest = rest.replace(word, " " * len(word))
    for match in re.finditer(r"[\u4e00-\u9fff]+", rest):
        if not any(match[0] in text for text in known.affirmed):
            yield Finding("word", None, "a word of it is not in the evidence", (match.span(),))


# -- what is never said -------------------------------------------------------------------------------------------


def _nonsense(text: str) -> str:
    """Why it must not be said whatever the picture is, or an empty string."""
    if not any(char.isalnum() for char in text):
        return "it says nothing"
    words = text.casefold().split()
    threes = [tuple(words[at : at + 3]) for at in range(len(words) - 2)]
    if any(threes.count(three) >= 3 for three in set(threes)):
        return "it goes round in circles"
    return ""


def _of_nothing(sentence: Sentence, known: Known) -> str:
    """It denies what is there, or tells what is known of any desktop."""
    words, scene = sentence.words, known.scene
    lowered = sentence.open.casefold()
    if scene.complete and not known.texts and re.search(words.writing, lowered):
        return "it speaks of writing, and there is none"
    if (known.texts or scene.things) and (empty := re.search(words.empty, lowered)):
        state = any(
            overlaps(match.span(), empty.span()) for match in words.pattern(words.states).finditer(sentence.open)
        )
        if not state and not re.search(words.fields, lowered):
            return "it calls something empty that is not"
    if scene.source not in ("file", "clipboard", "camera") and words.screen.issuperset(WORD.findall(lowered)):
        return "it says only that this is a screen" if words.screen else ""
    return ""
