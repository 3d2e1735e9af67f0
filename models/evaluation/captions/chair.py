"""Objects that a caption tells of and that aren't there: CHAIR (Rohrbach et al. 2018). CHAIRi: the share of the objects
told of; CHAIRs: the share of the captions with at least one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.evaluation.captions.objects import singular
from models.evaluation.captions.words import tokens

_ANIMALS = ("bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe", "animal", "cub")
_AS = {
    **{f"{age} {animal}": animal for age in ("baby", "adult") for animal in _ANIMALS},
    "passenger jet": "jet", "passenger train": "train", "toilet seat": "toilet", "wine glas": "wine glass",
    "home plate": "home plate", "train track": "train track", "stove top": "stove", "bow tie": "bow tie",
}  # fmt: skip
"""Two words that mean another thing than one of them would ("baby bird" tells of no person, "train track" of no
train)."""


@dataclass(frozen=True, slots=True)
class Chair:
    """Counts over captions."""

    captions: int = 0
    with_invented: int = 0
    told: int = 0
    invented: int = 0

    @property
    def of_objects(self) -> float | None:
        """CHAIRi, 0..1; None where no object was told of."""
        return self.invented / self.told if self.told else None

    @property
    def of_captions(self) -> float | None:
        """CHAIRs, 0..1."""
        return self.with_invented / self.captions if self.captions else None


def chair(rows: Iterable[tuple[str, frozenset[str]]], kinds: Mapping[str, str]) -> Chair:
    """`rows`: a caption, and the kinds of objects that are in its picture: by the outlines that people drew, and by the
    captions that they wrote. `kinds`: word -> kind."""
    captions = with_invented = told = invented = 0
    for caption, there in rows:
        found = told_of(caption, kinds)
        wrong = sum(kind not in there for kind in found)
        captions += 1
        with_invented += wrong > 0
        told += len(found)
        invented += wrong
    return Chair(captions, with_invented, told, invented)


def told_of(caption: str, kinds: Mapping[str, str]) -> list[str]:
    """The kinds of objects that a caption names, each as often as it does."""
    words = [singular(token) for token in tokens(caption)]
    found, at = [], 0
    while at < len(words):
        two = " ".join(words[at : at + 2])
        word = _AS.get(two, two) if two in kinds or two in _AS else words[at]
        at += 2 if two in kinds or two in _AS else 1
        found.append(word)
    if "toilet" in found:
        found = [word for word in found if word != "seat"]
    return [kinds[word] for word in found if word in kinds]
