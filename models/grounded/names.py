"""Which thing on the screen a spoken name means: exact, by its words, misspelt, or alike in sound."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.types import Thing
from models.grounded.claims import normal, of_block, spoken_text
from models.grounded.phrases import Phrases
from models.grounded.questions import Target
from models.grounded.view import INTERACTIVE, Piece, View, is_editor
from models.grounded.words import covered, sound, words

GOOD = 70
"""Scores below are no match."""
CLEAR = 6
"""Two names that score less than this apart are both meant."""


@dataclass(frozen=True, slots=True)
class Match:
    thing: Thing
    score: float


def likeness(asked: str, name: str, phrases: Phrases) -> float:
    """0..100: how well the spoken name fits a name on the screen."""
    from rapidfuzz import fuzz

    if called := phrases.symbols.get(name.strip()):
        return 100 if normal(asked) in called.split("|") else 0
    asked, name = normal(asked), normal(name)
    if not asked or not name:
        return 0
    if asked == name or asked.replace(" ", "") == name.replace(" ", ""):
        return 100
    ratio = float(fuzz.ratio(asked, name))
    if not phrases.spaced or re.search("[\u4e00-\u9fff]", asked):
        if asked in name or name in asked:
            return 70 + 25 * min(len(asked), len(name)) / max(len(asked), len(name))
        return ratio if ratio >= 75 else 0
    asked_words = words(asked)
    if all(covered(asked_words, name, phrases)):
        # "Save" may mean "Save file"; the fewer words are left over the better.
        return 96 - 4 * min(5, abs(len(words(name)) - len(asked_words)))
    if sound(asked) == sound(name) and len(sound(asked)) > 1 and ratio >= 50:
        return 84 + ratio / 20
    return ratio - 4 if ratio >= 86 and min(len(asked), len(name)) >= 5 else 0


def find_things(target: Target, view: View, phrases: Phrases) -> list[Match]:
    """The things meant, best first; several when it can't be told which. Wrong kinds only if no right one fits."""
    # What is written in an editor is its text, not its name.
    named = [thing for thing in view.things if (thing.name if is_editor(thing) else spoken_text(thing))]
    if not target.name:
        return [Match(thing, 90) for thing in view.of_roles(*target.roles)]
    for pool in (
        [thing for thing in named if thing.role in target.roles],
        [thing for thing in named if thing.role in INTERACTIVE],
        [thing for thing in named if thing.role not in INTERACTIVE],
    ):
        scored = [Match(thing, likeness(target.name, spoken_text(thing), phrases)) for thing in pool]
        scored = sorted((match for match in scored if match.score >= GOOD), key=lambda match: -match.score)
        if scored:
            return [match for match in scored if match.score > scored[0].score - CLEAR]
    return []


def find_text(name: str, view: View, phrases: Phrases) -> Piece | None:
    """The block of text that says these words best."""
    best, found = float(GOOD), None
    for block in view.blocks:
        score = likeness(name, block.text, phrases)
        if normal(name) and f" {normal(name)} " in f" {normal(block.text)} ":
            score = max(score, 90)
        if score > best:
            best, found = score, Piece(block.text, of_block(block))
    return found
