"""Spelling: letter by letter, capitals called so, signs named; or by the alphabet of radio (ICAO Annex 10, volume II,
table of 5.2.1.3: "Alfa", "Juliett" are spelled so there), for B, D, P and T sound alike."""

from __future__ import annotations

import unicodedata

from assistant.types import Spelling
from speech.words.rule import NAMES, named

_RADIO = (
    "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo "
    "Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu"
)
ALPHABET = {word[0].lower(): word for word in _RADIO.split()}


def spelled(text: str, language: str, spelling: Spelling = "letters") -> str:
    """ "Ab-1" -> "capital A, b, dash, 1", or "capital Alfa, Bravo, dash, 1"."""
    signs, terms = NAMES[named(language.split("-")[0])]
    return ", ".join(said for one in text if (said := _one(one, signs, terms["capital"], spelling)))


def _one(one: str, signs: dict[str, str], capital: str, spelling: Spelling) -> str:
    name = signs.get(one)
    if name:
        return name
    if one.isspace():
        return signs[" "]
    if one.isalpha():
        plain = unicodedata.normalize("NFD", one)
        base, marks = plain[0], plain[1:]
        said = one.lower() if one.isupper() else one
        if spelling == "phonetic" and base.lower() in ALPHABET:
            said = " ".join([ALPHABET[base.lower()], *(_mark(mark) for mark in marks)])
        elif one.isupper():
            said = one
        return f"{capital} {said}" if one.isupper() else said
    if one.isdigit() and one.isascii():
        return one
    if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Mn", "Co", "Cn"):
        return unicodedata.name(one, "").lower()  # a hidden mark is just what spelling should find
    return unicodedata.name(one, one).lower()


def _mark(mark: str) -> str:
    """ "combining acute accent" -> "acute accent"."""
    return unicodedata.name(mark, "").lower().removeprefix("combining ")
