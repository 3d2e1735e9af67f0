"""The words of the voice commands, one file a language.

A new language is a new file here with a `WORDS` of the same shape as en.py; nothing else changes.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

CommandKind = Literal[
    "repeat",
    "spell",
    "spell_phonetically",
    "slower",
    "faster",
    "louder",
    "quieter",
    "stop",
    "continue",
    "copy",
    "read_all",
    "whats_new",
    "where_am_i",
    "remember",
    "next_sentence",
    "previous_sentence",
    "stop_listening",
    "watch",
    "stop_watching",
    "narrate",
    "camera_look",
    "find",
    "scan",
    "take_photo",
    "scan_product",
    "teach",
    "focus",
    "focus_back",
    "read_here",
    "read_cursor",
    "copy_text",
    "open_link",
    "yes",
    "no",
    "how_known",
    "play_chart",
]
LANGUAGES = tuple(sorted(one.name for one in pkgutil.iter_modules(__path__)))
"""The files of this folder."""


@dataclass(frozen=True, slots=True)
class CommandWords:
    """One language. All of it is compared with lower case words without punctuation and politeness."""

    phrases: Mapping[CommandKind, tuple[str, ...]]
    polite: re.Pattern[str]
    """What is cut out of an utterance before it is compared."""
    spell: re.Pattern[str]
    """Matches the whole utterance; its group is what to spell. The next two are alike."""
    spell_phonetically: re.Pattern[str]
    remember: re.Pattern[str]
    """Its group is the note."""
    watch: re.Pattern[str] | None = None
    """Its group is what to wait for."""
    focus: re.Pattern[str] | None = None
    """Its group is the name of the thing to go to."""
    open_link: re.Pattern[str] | None = None
    """Its group is the link's name."""
    find: re.Pattern[str] | None = None
    """Its group is what the camera is to be led to."""
    teach: re.Pattern[str] | None = None
    """Its group is the name of the thing before the camera."""
    back: frozenset[str] = frozenset()
    """Phrases of "previous_sentence" that mean the place of the focus right after it was moved: "go back"."""
    question: re.Pattern[str] | None = None
    """Matches what is a question by its form ("够了吗", is it enough): then only a command that asks is meant."""
    simpler: Mapping[int, int] = field(default_factory=dict)
    """Signs that a recogniser writes in two ways -> the way of `phrases` (for `str.translate`)."""
    sound_alike: frozenset[str] = frozenset()
    """Real words that sound like a command and are none."""
    asking: re.Pattern[str] = re.compile("(?!)")
    """A phrase that begins so is a question, unless it is a command to the letter."""
    again: re.Pattern[str] = re.compile("(?!)")
    """Matches "and now?": the last question, of what is there now. The next two are searched in a question."""
    anew: re.Pattern[str] = re.compile("(?!)")
    """It asks how things are by now."""
    leans: re.Pattern[str] = re.compile("(?!)")
    """It points back to what was talked about."""
    spaced: bool = True
    """Words have spaces between them. Where they have none, what is misheard is compared by syllables (Chinese)."""


@cache
def command_words(language: str) -> CommandWords:
    """The words of a language; English where there is no file."""
    tag = language if language in LANGUAGES else "en"
    found: CommandWords = importlib.import_module(f"assistant.command_words.{tag}").WORDS
    return found
