"""How a photograph's faults are told: one file a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from assistant.languages import language_file


@dataclass(frozen=True)
class PhotoWords:
    """The sentences of one language."""

    faults: Mapping[str, tuple[str, str]]
    """Kind of fault (of "head_cut" with its edge) -> what is said when it is sure, and when it may be. Gaps: {degrees},
    {way} (`left`, `right`)."""
    advice: Mapping[str, str]
    """Kind of fault -> what the person can do about it."""
    can_fix: str
    """{steps}: what `--fix` would do."""
    steps: Mapping[str, str]
    """`fix.Step` -> what would be done."""
    done: Mapping[str, str]
    """`fix.Step` -> what was done. Gaps: {degrees}, {way}, {stops}."""
    cut: str
    """A remark: {thing} reaches the {edge} edge."""
    edges: Mapping[str, str]
    left: str
    right: str
    nothing_wrong: str
    too_little: str
    no_fix: str
    saved: str
    """{file}"""
    still: str
    """{faults}: what is left after the changes."""
    place_left_out: str
    place_kept: str
    faces: tuple[str, str, str]
    """None would be silence; one, several ({number}), and probably ({number})."""
    all_in: tuple[str, str]
    facing: tuple[str, str, str]
    """Of one; of all; of {number} of several."""
    numbers: tuple[str, ...]
    """From one on."""
    comma: str
    join: str
    """Between two sentences."""
    end: str
    taken: str
    """{when}"""
    says: str
    """{text}: what somebody wrote into the file."""
    place: str
    """{place}"""
    has_place: str
    lit: Mapping[str, str]
    """What is answered to `asks_light`, by how bright the camera's picture is: "dark", "bright", "between"."""
    asks_light: str
    """Pattern of the whole question, in lower case and without its end mark."""
    asks: Mapping[str, str]
    """What is asked of a photograph ("facing", "whole", "faces", "taken", "place", "wrong", "where") -> pattern of the
    whole question, in lower case and without its end mark."""
    looks: Mapping[str, str]
    """Who faces the camera: "all" and "some" ({facing} of {faces}), "none" of {faces}, "unsure"; "missing": whether
    somebody is."""
    where: Mapping[str, str]
    """"indoors", "outdoors": by {things}."""
    not_noted: Mapping[str, str]
    """What the file does not say: when it was "taken", the "place"."""
    place_kept_back: str
    place_roughly: str
    """{place}"""
    compass: Mapping[str, str]
    """"north", "south", "east", "west" -> {degrees} of it."""
    album: Mapping[str, str]
    """A folder: "one" picture, "count" of them in {folder}; "stopped" after {done} of {count}; taken on one "day" or
    from {first} to {last}; {count} with "people"; {names} of those with a fault, that are "alike" or "broken"; {count}
    "more" names, "more_alike" series."""
    codes: Mapping[str, str]
    """Kind of code -> what is said of it. Gaps: {host}, {text}, {name}."""

    def number(self, count: int) -> str:
        return self.numbers[count - 1] if 0 < count <= len(self.numbers) else str(count)


@cache
def photo_words(language: str) -> PhotoWords:
    """The words of a language ("zh-CN" works too); English where there is no file."""
    words: PhotoWords = language_file(__name__, language).WORDS
    return words
