"""A question for a value -> which words must be found, and what the answer must look like.

"What's the phone number of the caretaker" asks for a phone number: that must be there, but the words "phone number"
need not; "caretaker" must.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.grounded.phrases import Phrases
from models.grounded.questions import Ask, parse_target, plain_question
from models.grounded.shapes import OWNED
from models.grounded.words import content_words

KINDS = ("amount", "time", "person", "number", "count_of", "open", "place")
"""Intents that tell what kind of value is wanted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question for a value: its words, those that carry meaning, and the kind of value."""

    text: str
    keys: tuple[str, ...]
    kind: str = "value"
    """"value", "amount", "time", "person", "number", "count_of", "open", "why", one of `retrieve.MEASURES`, or one of
    `retrieve.SHAPES`."""
    defines: bool = False
    """ "What is X" rather than what X does."""
    names: frozenset[str] = frozenset()
    """Words with a capital inside the question: no other word stands for a name."""
    about: tuple[str, ...] = ()
    """Words of the kind itself ("phone", "number"): they help to choose, but need not be there."""
    bare: bool = False
    """Nothing but the kind is told: "what's the phone number", "which version is it"."""
    asked: str = ""
    """The whole question, without politeness."""


def wanted(ask: Ask, asked: str, phrases: Phrases) -> Wanted:
    """Keys are empty for a question of small words only."""
    kind = ask.measure or (ask.intent if ask.intent in KINDS else "value")
    target = parse_target(ask.target, phrases)
    named = target.name and target.roles and ask.intent in ("value", "value_of", "list_in", "read")
    text = target.name if named else ask.target
    keys = tuple(content_words(text, phrases))
    if kind == "amount":
        keys = tuple(key for key in keys if key not in phrases.dispensable) or keys
    about: tuple[str, ...] = ()
    bare = False
    # As it was said, and without contractions, politeness and end marks ("what's her name?").
    wordings = (asked.lower(), plain_question(asked, phrases))
    for pattern, shape, words in phrases.shapes:
        may_be = kind in ("value", "count_of", "number", "time", "open", "person")
        if (may_be or (kind == "amount" and shape == "quantity")) and any(
            re.search(pattern, wording) for wording in wordings
        ):
            if shape == "code" and kind not in ("value", "number", "open"):
                continue  # "who wrote this code"
            dropped = frozenset(words.split())
            rest = tuple(key for key in keys if key not in dropped)
            if shape != "name" or kind == "value":
                about = tuple(key for key in keys if key in dropped)
                bare = bool(about) and not OWNED.search(asked) and all(key in phrases.whole for key in rest)
                keys, kind = rest or keys, shape
                break
    strong = tuple(key for key in keys if key not in phrases.weak)
    names = frozenset(word.lower().removesuffix("'s") for word in re.findall(r"(?<=[a-zäöüß,] )[A-Z][\w'-]+", asked))
    defines = re.match(phrases.defining, plain_question(asked, phrases)) is not None
    return Wanted(ask.target, strong or keys, kind, defines, names, about, bare, plain_question(asked, phrases))
