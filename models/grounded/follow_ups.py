"""What a follow-up means: "and the second one?", "how many?", "what about Berlin" become whole questions."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.conversation import Conversation
from models.grounded.phrases import Phrases
from models.grounded.questions import Ask, Target, parse, parse_target, plain_question
from models.grounded.words import covered

LOOKUPS = ("value", "amount", "time", "person", "number", "value_of", "open", "read")
IT = re.compile(r"(?:it|that|this|that one|this one|them|the one|它|这个|那个|他|这|那)")


def is_it(target: str) -> bool:
    """Whether the words only point back."""
    return IT.fullmatch(target) is not None


def whole(ask: Ask, talk: Conversation, phrases: Phrases) -> Ask:
    """The question with what the last one leaves unsaid; as it is when it needs nothing."""
    meaning = talk.meaning()
    before = meaning if isinstance(meaning, Ask) else parse(talk.asked, phrases) if talk.asked and talk.answer else None
    if ask.intent == "how_many":
        unit = _unit(before, phrases)
        return Ask("count", unit) if unit else ask
    if ask.intent == "count_state" and not ask.target:
        return replace(ask, target=_unit(before, phrases))
    if ask.intent == "next_one":
        unit = _unit(before, phrases)
        return Ask("nth", unit, _nth(ask.number, before)) if unit else replace(ask, number=_nth(ask.number, before))
    if ask.intent == "about":
        return _about(ask, before, talk, phrases)
    return ask


def worded(asked: str, talk: Conversation, phrases: Phrases) -> str:
    """The question whose words tell more than its intent: the last one, where this one is "and Bluetooth?"."""
    return plain_question(talk.asked if parse(asked, phrases).intent == "about" else asked, phrases)


def _unit(before: Ask | None, phrases: Phrases) -> str:
    """The kind of thing that was talked about, in words: "paragraph", "buttons"."""
    if before is None:
        return ""
    if before.intent in ("all", "read_it", "describe"):
        return next(word for word, roles in phrases.role_words.items() if roles == ("paragraph",))
    target = parse_target(before.target, phrases)
    if not target.roles:
        return ""
    word = next((word for word, roles in phrases.role_words.items() if roles == target.roles), "")
    return word


def _nth(number: int | None, before: Ask | None) -> int | None:
    """Next and previous, counted from what was asked before."""
    last = before.number if before is not None and before.number is not None and before.number > 0 else 1
    if number == 0:
        return last + 1
    return last - 1 if number == -100 else number


def _about(ask: Ask, before: Ask | None, talk: Conversation, phrases: Phrases) -> Ask:
    if before is None:
        return Ask("value", ask.target)
    if before.intent not in LOOKUPS:
        # "is the Save button enabled" - "and Cancel?": the same question of another thing.
        target = parse_target(ask.target, phrases)
        old = parse_target(before.target, phrases)
        keeps_kind = old.roles and not target.roles and before.intent in ("state", "where", "exists", "can_use")
        return replace(before, target=_named(target, old, phrases) if keeps_kind else ask.target)
    label = talk.subject[-1].text if talk.subject else ""
    kept = before.target.split()
    hits = covered(kept, label, phrases) if label else [False] * len(kept)
    if phrases.spaced and any(hits) and not all(hits):
        first = hits.index(True)
        rest = [word for word, hit in zip(kept, hits, strict=True) if not hit or word in phrases.stopwords]
        return replace(before, target=" ".join([*rest[:first], ask.target, *rest[first:]]))
    tail = re.sub(r"\b(of|in|to|for|from|at|on) .+$", rf"\1 {ask.target}", before.target)
    return replace(before, target=tail if tail != before.target else ask.target)


def _named(target: Target, old: Target, phrases: Phrases) -> str:
    kind = next(word for word, roles in phrases.role_words.items() if roles == old.roles)
    return f"{target.name}{kind}" if not phrases.spaced else f"{target.name} {kind}"
