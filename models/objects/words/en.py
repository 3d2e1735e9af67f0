"""English."""

from __future__ import annotations

from models.objects import KINDS
from models.objects.words import ObjectWords

_SEVERAL = {
    "person": "people", "bus": "buses", "bench": "benches", "sheep": "sheep", "skis": "pairs of skis",
    "wine glass": "wine glasses", "knife": "knives", "sandwich": "sandwiches", "broccoli": "pieces of broccoli",
    "couch": "couches", "toothbrush": "toothbrushes", "mouse": "computer mice", "scissors": "pairs of scissors",
    "tv": "screens", "remote": "remote controls", "cell phone": "phones",
}  # fmt: skip
_ONE = {
    "skis": "a pair of skis", "scissors": "a pair of scissors", "broccoli": "broccoli", "tv": "a screen",
    "mouse": "a computer mouse", "remote": "a remote control", "cell phone": "a phone", "tie": "a necktie",
    "sports ball": "a ball", "dining table": "a table",
}  # fmt: skip
_SEVERAL |= {"tie": "neckties", "sports ball": "balls", "dining table": "tables"}

WORDS = ObjectWords(
    names={
        kind: (_ONE.get(kind) or f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}", _SEVERAL.get(kind) or f"{kind}s")
        for kind in KINDS
    },
    numbers=("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    one=(("a ", "one "), ("an ", "one ")),
)
