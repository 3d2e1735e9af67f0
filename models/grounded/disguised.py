"""Addresses and names that are not what they look like: letters of another alphabet that look Latin, and marks that
turn the order around. A person who sees can't tell them apart either; the letters themselves can.

After Unicode Technical Standard 39 (Security Mechanisms, "Restriction-level detection"): a label of a domain name that
has Cyrillic, Greek, Armenian or Cherokee letters among Latin ones is mixed, while Chinese, Japanese or Korean with
Latin is ordinary. One that has only letters that look Latin is told as well (the sets of Chromium's
idn_spoof_checker.cc), where the ending is ASCII: "яндекс.com" has others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.types import Evidence
from models.grounded.claims import of_block, of_thing, of_window
from models.grounded.phrases import Phrases
from models.grounded.view import View

OVERRIDE = re.compile("[\u202d\u202e]")
MARKS = re.compile("[\u200c-\u200f\u202a-\u202e\u2066-\u2069]")
TOKEN = re.compile(r"[^\s<>\"“”«»'()\[\]{},;|]+")
HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:[^/?#@]*@)?([^/?#:@]+)", re.IGNORECASE)
DOMAIN = re.compile(r"\w[\w-]*(?:\.[\w-]+)*\.[^\W\d_]{2,}\.?")
LOOK_LATIN = {
    "CYRILLIC": frozenset("асԁеһіјӏорԛѕԝхуъьҽпгѵѡ"),
    "GREEK": frozenset("αικνρυωηοτ"),
}
NOT_WITH_LATIN = frozenset(("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "GEORGIAN", "LISU", "MATHEMATICAL"))
TOLD = 3
"""More are no news."""


@dataclass(frozen=True, slots=True)
class Disguise:
    kind: str
    """ "mixed_scripts", "whole_script", "override": how it is phrased."""
    text: str
    """In the order of its letters, without marks."""
    script: str = ""

    def worded(self, p: Phrases) -> str:
        named = f"script_{self.script.lower()}"
        return p(self.kind, text=self.text, script=p(named if named in p.say else "script_other"))


def disguises(text: str) -> list[Disguise]:
    """Of all addresses and names in a text, in order."""
    if text.isascii():
        return []
    found = (_disguise(match[0].strip(".:!?")) for match in TOKEN.finditer(text))
    return list(dict.fromkeys(one for one in found if one is not None))


def _disguise(token: str) -> Disguise | None:
    if token.isascii():
        return None
    text = MARKS.sub("", token)
    if OVERRIDE.search(token):
        return Disguise("override", text)
    match = HOST.match(text)
    host = match[1].lower() if match is not None else ""
    if not DOMAIN.fullmatch(host):
        return None
    labels = host.split(".")
    for label in labels:
        scripts = {script for letter in label if (script := _script(letter))}
        others = scripts & NOT_WITH_LATIN
        if others and len(scripts) > 1:
            return Disguise("mixed_scripts", text, min(others))
        for script in scripts:
            letters = {letter for letter in label if letter.isalpha()}
            if labels[-1].isascii() and letters <= LOOK_LATIN.get(script, frozenset()):
                return Disguise("whole_script", text, script)
    return None


def _script(letter: str) -> str:
    """ "LATIN", "CYRILLIC", "CJK" ...: the first word of a letter's name in Unicode; "" for what is no letter."""
    return unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() else ""


def seen(view: View) -> list[tuple[Disguise, Evidence]]:
    """What is disguised on the screen, each once, with where it is."""
    found: dict[Disguise, Evidence] = {}
    for text, evidence in _texts(view):
        for one in disguises(text):
            found.setdefault(one, evidence)
    return list(found.items())[:TOLD]


def _texts(view: View) -> Iterator[tuple[str, Evidence]]:
    for thing in view.things:
        for text in (thing.name, thing.value if thing.role != "password" else ""):
            if text and not text.isascii():
                yield text, of_thing(thing)
    for block in view.scene.blocks:
        if not block.text.isascii():
            yield block.text, of_block(block)
    if view.scene.window is not None:
        yield view.scene.window.title, of_window(view.scene)
