"""What somebody looks for, from their words: "my cup", "the sign that says exit", "something red", "a face"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.errors import Usage
from models.guiding import Wanted
from models.guiding.words import GuideWords, guide_words
from models.objects.words import object_words

LONGEST = 200
"""Characters of what is looked for."""


def wanted_from(text: str, language: str, taught: Sequence[str] = ()) -> Wanted:
    """What is looked for. `taught`: names of things that were taught, which go before all else but quoted text.

    Raises `errors.Usage` for nothing at all, and for a noun that nobody can look for."""
    words = guide_words(language)
    given = " ".join(text.split())[:LONGEST].strip(" .!?。！？")
    bare = _cut(given, words.lead)
    said = bare.lower()
    if not said:
        raise Usage(words.say("nothing"))
    name = _cut(said, words.article)
    own = next((one for one in taught if one.casefold() in (said.casefold(), name.casefold())), None)
    if own is not None:
        return Wanted("taught", own, _told_back(bare, words))
    found = _of_a_pattern(bare, said, words)
    if found is not None:
        return found
    kind = _kind(said, language) or _kind(name, language)
    if kind is None:
        raise Usage(words.say("cannot", thing=_cut(bare, words.article)))
    mine = said.startswith(words.own[0])
    return Wanted("object", kind, _told_back(bare, words) if mine else object_words(language).thing(kind, 1))


def can_be_sought(text: str, language: str, taught: Sequence[str] = ()) -> bool:
    """Whether `wanted_from` knows it."""
    try:
        wanted_from(text, language, taught)
    except Usage:
        return False
    return True


def _cut(text: str, lead: re.Pattern[str]) -> str:
    match = lead.match(text.lower())
    return text[match.end() :].strip() if match is not None else text


def _told_back(text: str, words: GuideWords) -> str:
    """ "my cup" is "your cup" to who asked."""
    mine, yours = words.own
    return yours + text[len(mine) :] if text.lower().startswith(mine) else text


def _of_a_pattern(bare: str, said: str, words: GuideWords) -> Wanted | None:
    if words.face.fullmatch(said):
        return Wanted("face", "", words.says["a_face"])
    if words.code.fullmatch(said):
        return Wanted("code", "", words.says["a_code"])
    colour = words.colour.fullmatch(said)
    term = words.colours.get(next(filter(None, colour.groups()), "")) if colour is not None else None
    if term is not None:
        return Wanted("colour", term, bare)
    match = words.text.fullmatch(said)
    if match is not None:
        group = next(number for number, one in enumerate(match.groups(), 1) if one)
        text = bare[match.start(group) : match.end(group)].strip("\"'“”„‘’「」 ")
        if any(sign.isalnum() for sign in text):
            return Wanted("text", text, words.tell_text.format(text=text))
    return None


def _kind(noun: str, language: str) -> str | None:
    """To the letter: "Schlüssel" (keys) is one letter from "Schüssel" (a bowl)."""
    return _nouns(language).get(noun)


@cache
def _nouns(language: str) -> dict[str, str]:
    """Every noun of a language that names a kind, in lower case -> the kind."""
    words, known = guide_words(language), object_words(language)
    found: dict[str, str] = {}
    for kind, (one, several) in known.names.items():
        bare = one[2:] if one.startswith("一") else _cut(one, words.article)
        for noun in (kind, bare, several, several[1:] if one.startswith("一") else several):
            found.setdefault(noun.lower(), kind)
    return found | dict(words.also)
