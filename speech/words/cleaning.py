"""What no voice may get: control characters, invisible marks, letters dressed up as pictures.

A right-to-left override is told, for it is how "exe.pdf" hides a program; the other marks only steer how text is
drawn.
"""

from __future__ import annotations

import re
import unicodedata

from speech.words.rule import NAMES, named

_OVERRIDES = "\u202d\u202e"
# Zero-width space and joiners outside of emoji, bidirectional marks and isolates, soft hyphen, word joiner, byte order
# mark, Mongolian vowel separator, interlinear annotations.
_INVISIBLE = re.compile("[\u00ad\u180e\u200b\u200c\u200e\u200f\u202a-\u202c\u2060-\u206f\ufeff\ufff9-\ufffb]")
_JOINER = re.compile("(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]+")
_TERMINAL_CODE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)")
# Full-width letters and digits, mathematical and circled letters, ligatures, superscript digits but those with names.
_DRESSED = re.compile(
    "[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff\u2460-\u24ff\ufb00-\ufb06\u2100-\u2121\u2123-\u2125\u2128-\u2138\u2070-\u209c"
    "\U0001f130-\U0001f149]+"
)
_HEAP = re.compile("([\u0300-\u036f]{2})[\u0300-\u036f]+")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]+")
"""Icon fonts: what they draw is unknown."""
_BREAKS = re.compile(r"[ \t]*[\r\n\u2028\u2029]\s*")
_ODD = re.compile("[^ -~À-ɏ\u4e00-\u9fff]")


def clean(text: str, language: str) -> str:
    """`text` without what can't be heard; empty when nothing is left. Line breaks become pauses, tabs too."""
    if not _ODD.search(text):
        return text
    text = _CONTROL.sub(" ", _TERMINAL_CODE.sub(" ", text))
    name = NAMES[named(language)][1]["override"]
    for mark in _OVERRIDES:
        text = text.replace(mark, f" {name} ")
    text = _JOINER.sub("", _INVISIBLE.sub("", text))
    text = _DRESSED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    text = _PRIVATE.sub(" ", _HEAP.sub(r"\1", text))
    return _BREAKS.sub(_pause, text.strip()).replace("\t", ", ")


def _pause(match: re.Match[str]) -> str:
    before = match.string[: match.start()][-1:]
    return " " if before in ".,;:!?。，；：！？" else ", "
