"""A spoken question -> what is asked: an intent and its parts, by the patterns of the language's phrase file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.grounded.phrases import Phrases

TEXTS = ("line", "paragraph", "heading", "word", "sentence", "column")
"""What has no states."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked."""

    intent: str
    target: str = ""
    """What it is about, in the person's words."""
    number: int | None = None
    """As in `Phrases.ordinals`."""
    state: str = ""
    """As in `Phrases.states`: "checked", "!disabled"."""
    side: str = ""
    """For "near": "below", "above", "left", "right", or "" for either side."""
    measure: str = ""
    """For "number": what is measured, as in `retrieve.MEASURES`: "long", "heavy"."""


@dataclass(frozen=True, slots=True)
class Target:
    """A thing as a person names it: "the Save button" is a name and what kinds of thing it may be."""

    name: str
    roles: tuple[str, ...] = ()


def parse(text: str, phrases: Phrases) -> Ask:
    """Always something: what no pattern knows is looked up as words ("value")."""
    plain = plain_question(text, phrases)
    for intent, pattern in phrases.patterns():
        found = pattern.fullmatch(plain)
        if found is None:
            continue
        groups = {key: value for key, value in found.groupdict().items() if value}
        target = next((groups[key].strip() for key in ("x", "y", "z") if key in groups), "")
        state = phrases.states.get(groups.get("s", ""), "")
        ticks = intent == "count_state" and state in ("checked", "!checked")  # "how many parcels are ticked"
        if intent in ("list", "nth", "count", "count_state") and not (ticks or _usable(intent, target, phrases)):
            continue
        if groups.get("not") and state:
            state = state.removeprefix("!") if state.startswith("!") else f"!{state}"
        measure = phrases.measures.get(groups.get("m", ""), "")
        side = phrases.sides.get(groups.get("d", groups.get("e", "")), "")
        return Ask(intent, target, _number(groups.get("n", ""), phrases), state, side, measure)
    return Ask("value", plain)


def _usable(intent: str, target: str, phrases: Phrases) -> bool:
    """Lists and places in a list are only of kinds of thing that are known; "the last name" is a value."""
    if intent == "count" or (intent == "count_state" and not target):
        return True
    roles = parse_target(target, phrases).roles
    return bool(roles) and (intent != "count_state" or roles[0] not in TEXTS)


def plain_question(text: str, phrases: Phrases) -> str:
    """Lower case, without politeness, end marks and contractions."""
    plain = text.lower().replace("’", "'").replace("“", "").replace("”", "").replace('"', "")
    plain = re.sub(r"[?!,;？！，。；、]+|\.(?=\s|$)", " ", plain)
    plain = " ".join(plain.split())
    plain = re.sub(phrases.polite, "", plain).strip() or plain
    for pattern, replacement in phrases.contractions.items():
        plain = re.sub(pattern, replacement, plain)
    return re.sub(phrases.polite, "", plain).strip() or plain


def _number(word: str, phrases: Phrases) -> int | None:
    if not word:
        return None
    if word in phrases.ordinals:
        return phrases.ordinals[word]
    digits = re.sub(r"\D", "", word)
    return int(digits) if digits else phrases.ordinals.get(word.removesuffix(" one"))


def parse_target(text: str, phrases: Phrases) -> Target:
    """Splits a kind of thing off its name: "save button", "buttons"; "Schaltfläche Speichern" where the language puts
    it first."""
    text = text.strip()
    if called := re.fullmatch(phrases.called, text):
        kind, name = (part for part in called.groups() if part)
        return Target(_bare(name, phrases), parse_target(kind, phrases).roles)
    text = _bare(text, phrases) if phrases.kind_first else text
    for word in sorted(phrases.role_words, key=len, reverse=True):
        forms = {word, phrases.role(phrases.role_words[word][0], 2).lower() if " " not in word else word}
        forms |= {f"{word}{end}" for end in phrases.endings}
        if word in ("switch", "checkbox", "box", "entry"):
            forms |= {{"switch": "switches", "checkbox": "checkboxes", "box": "boxes", "entry": "entries"}[word]}
        for form in sorted(forms, key=len, reverse=True):
            if (name := _name_beside(form, text, phrases)) is not None:
                return Target(_bare(name, phrases), phrases.role_words[word])
    return Target(_bare(text, phrases))


def _name_beside(kind: str, text: str, phrases: Phrases) -> str | None:
    """What is left of the text without the kind of thing; None if it names no such kind."""
    if text == kind:
        return ""
    if not phrases.spaced:
        return text.removesuffix(kind).rstrip("的") if text.endswith(kind) else None
    if text.endswith(f" {kind}"):
        return text.removesuffix(f" {kind}")
    if phrases.kind_first and text.startswith(f"{kind} "):
        return text.removeprefix(f"{kind} ")
    return None


def _bare(name: str, phrases: Phrases) -> str:
    return re.sub(phrases.articles, "", name.strip())
