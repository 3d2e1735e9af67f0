"""What Hearsight says of itself, one file a language: the files here are the languages that can be chosen.

A new language is a new file here with a `LANGUAGE` of the same shape as en.py, and one in each of the other rooms
(see docs/languages.md); nothing else changes.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType

LANGUAGES = tuple(sorted(one.name for one in pkgutil.iter_modules(__path__)))
"""BCP 47 primary tags."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language."""

    tag: str
    earcon_meanings: Mapping[str, str]
    """`ports.Earcon` -> what it means, in a sentence."""
    earcon_words: Mapping[str, str]
    """`ports.Earcon` -> the word said instead of it."""
    refusals: Mapping[str, str]
    """Why a picture is not described; gaps as in en.py."""
    colours: Mapping[str, str]
    """English name of a colour -> its name."""
    other_device: str
    other_voice: str
    only_describes: str
    not_trusted: str
    not_shown: str
    """Why a picture is shown to no model."""
    screen_hint: str
    """Tells the recogniser what names are on the screen."""
    topic_hint: str
    """Tells it what a question is about."""
    open_end: re.Pattern[str]
    """Matches an utterance that nobody ends so: the next word is missing. Lower case, without punctuation."""
    rare_end: re.Pattern[str]
    """Matches one that may end so, but oftener goes on."""
    sentences: Mapping[str, str]
    """What is said of a turn itself, with gaps: see `assistant.phrases`."""
    spaced: bool = True
    """Words have spaces between them."""


@cache
def language(tag: str) -> Language:
    """A language by its tag ("de", "zh-CN" works too); English where it has no file."""
    found: Language = language_file(__name__, tag).LANGUAGE
    return found


@cache
def language_file(package: str, tag: str) -> ModuleType:
    """Of a package (its name) with one file a language, the one of `tag` ("de", "zh-CN"); English where it has none."""
    primary = primary_tag(tag)
    there = {one.name for one in pkgutil.iter_modules(importlib.import_module(package).__path__)}
    return importlib.import_module(f"{package}.{primary if primary in there else 'en'}")


def primary_tag(tag: str) -> str:
    """ "de" of "de-AT", "de_DE.UTF-8" and "German_Germany"; empty for a language without a file."""
    primary = re.split(r"[-_.]", tag.lower())[0]
    primary = {"german": "de", "english": "en", "chinese": "zh"}.get(primary, primary)
    return primary if primary in LANGUAGES else ""
