"""What a vision-language model is told and asked, and what is said of its answers: one file a language.

A new language is a new file here with `WORDS` of the same shape as en.py; nothing else changes.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from assistant.languages import language_file

Kind = Literal["screen", "window", "photo", "chart", "document", "person", "camera", "hazard", "changed", "follow_up"]
"""What is looked at, or what it is looked at for."""

LANGUAGES = tuple(
    sorted(one.name for one in pkgutil.iter_modules(__path__) if len(one.name) == 2)  # BCP 47 primary tags
)


@dataclass(frozen=True, slots=True)
class PromptWords:
    """One language."""

    tag: str
    called: str
    """Its own name: what the model is told to answer in."""
    others: Mapping[str, str]
    """Tag of another language -> its name, as `other_language` has it; that one's own name where it is missing."""
    system: str
    """The rules for every task. Gap: {language}."""
    kinds: Mapping[Kind, str]
    """What to look for, a sentence or two each."""
    lengths: Mapping[str, str]
    """`Verbosity` -> how much to write of a picture."""
    answer_length: str
    describe: str
    """Begins a request to describe."""
    shows: str
    """The same as a question, for models that only answer."""
    ask: str
    """Begins a question. Gap: {question}."""
    before: str
    """What was told of the picture before this question. Gap: {text}."""
    evidence: str
    """Around the quoted text of the screen. Gaps: {opening}, {closing}, {text}."""
    left_out: str
    """Stands for quoted text that is too long."""
    names: Mapping[str, str]
    """What the quoted lines are: "window", "focus", "text", "control"."""

    cannot_tell: str
    perhaps: str
    """A guess of a word or two. Gap: {text}."""
    no_answer: str
    """The model wrote nothing, or nothing whole."""
    no_guessing: str
    """Why nobody is named, and no age, origin or health guessed."""
    orders_seen: str
    """The picture holds text that gives orders to programs."""
    other_language: str
    """It wrote in another language, which can still be checked. Gap: {language}."""
    unknown_language: str
    """It wrote in one that can't be checked."""
    sent_here: str
    """The picture goes to another program of this computer. Gap: {where}."""
    sent_away: str
    """It goes to another computer of the person's network. Gap: {where}."""
    not_measured: str
    """Nobody measured how good the model is. Gap: {model}."""
    measured: str
    """Gaps: {model}, {figure}."""
    instead: str
    """Comes between why the model failed and the grounded answer."""

    unanswerable: re.Pattern[str]
    """Matches a sentence by which a model says that it can't tell."""
    preamble: re.Pattern[str]
    """Matches what chat models write before they begin: "Sure, here is a description:"."""
    of_itself: re.Pattern[str]
    """Matches a sentence about the model and its orders instead of the picture."""
    asks_who: re.Pattern[str]
    """Matches a question for the identity, age, origin or health of a person."""
    asks_person: re.Pattern[str]
    """Matches a question for what a person looks like."""
    asks_hazard: re.Pattern[str]
    asks_changed: re.Pattern[str]
    about_people: re.Pattern[str]
    """Matches a sentence that guesses an identity, age, origin or health."""
    named: re.Pattern[str]
    """Finds what is said as a person's name: the first group that matched. Case counts within the name."""
    softened: tuple[tuple[re.Pattern[str], str], ...]
    """Guesses that can be taken out of a sentence: "a young man" -> "a man"."""
    orders: re.Pattern[str]
    """Matches a line that gives orders to a program: "ignore all previous instructions"."""
    payload: re.Pattern[str]
    """What such a line wants to be said: the first group that matched."""
    quotes: re.Pattern[str]
    """Matches a sentence that reports text instead of obeying it: "a sign says ..."."""
    function_words: frozenset[str]
    """Words that hardly a sentence of the language does without, and that mostly belong to it alone."""
    wide: bool = False
    """Written in Chinese characters."""


NOT_PEOPLE = (
    r"(?:bridge|city|square|tower|street|avenue|road|park|lake|river|mountains?|castle|church|cathedral|temple|palace|"
    r"wall|beach|island|bay|canyon|falls|building|house|hall|museum|station|airport|hotel|university|school|stadium|"
    r"cent(?:er|re)|gate|york|angeles|francisco|kong|states|kingdom|zealand|chrome|word|excel|outlook|teams|code|"
    r"firefox|windows|office|studio|explorer|maps|store|drive|cola|straße|platz|turm|brücke|tor|dom)"
)
"""Last words of names of places and programs."""


@cache
def prompt_words(tag: str) -> PromptWords:
    """Of a language by its tag; English where it has no file."""
    found: PromptWords = language_file(__name__, tag).WORDS
    return found
