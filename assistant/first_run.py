"""The welcome, without windows and sounds: its steps, where it was left, and what is said in each."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.languages import language_file

Step = Literal["hello", "voice", "key", "question", "permission", "models", "privacy", "end"]
STEPS: tuple[Step, ...] = ("hello", "voice", "key", "question", "permission", "models", "privacy", "end")
LONGEST = 4096
"""Bytes of the note of where it was left."""


def words(step: Step, language: str, **gaps: str) -> str:
    """What is said at a step. `gaps`: `describe`, `ask`, `commands`: keys; `models`: what this computer lacks."""
    found: str = language_file("assistant.welcome_words", language).WORDS[step]
    return found.format_map({"describe": "", "ask": "", "commands": "", "models": "", **gaps}).strip()


def reply(key: str, language: str, **gaps: str) -> str:
    """What is said of what the person did: "right", "heard", "heard_nothing", "resumed"."""
    found: str = language_file("assistant.welcome_words", language).REPLIES[key]
    return found.format(**gaps)


@dataclass(slots=True)
class Welcome:
    """`place` is the file that remembers where it was left. `say` speaks in the place of what is being said."""

    place: Path
    say: Callable[[str], None]
    language: str
    gaps: dict[str, str]
    at: int = 0

    def begin(self) -> None:
        """Where it was left, or from the beginning once it was heard to its end."""
        self.at = left_at(self.place)
        resumed = reply("resumed", self.language) + " " if self.at else ""
        self.say(resumed + self.text)

    @property
    def step(self) -> Step:
        return STEPS[self.at]

    @property
    def text(self) -> str:
        return words(self.step, self.language, **self.gaps)

    def go(self, by: int) -> bool:
        """On, or back; False, and nothing said, beyond its end."""
        if self.at + by >= len(STEPS):
            self._note(0, done=True)
            return False
        self.at = max(0, self.at + by)
        self._note(self.at, done=self.step == "end")
        self.say(self.text)
        return True

    def answer(self, key: str, **gaps: str) -> None:
        self.say(reply(key, self.language, **gaps))

    def leave(self) -> None:
        """Skipped for now: the next time it goes on here."""
        self._note(0 if self.step == "end" else self.at, done=True)

    def _note(self, at: int, *, done: bool) -> None:
        try:
            self.place.parent.mkdir(parents=True, exist_ok=True)
            fresh = self.place.with_suffix(f".{os.getpid()}")
            fresh.write_text(json.dumps({"at": STEPS[at], "done": done}), encoding="utf-8")
            fresh.replace(self.place)
        except OSError:  # a full disk spoils no welcome: it begins at its beginning the next time
            return


def left_at(place: Path) -> int:
    """The number of the step; 0 where nothing is known of it."""
    try:
        if place.stat().st_size > LONGEST:
            return 0
        note = json.loads(place.read_text(encoding="utf-8"))
        return STEPS.index(note["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def wanted(place: Path) -> bool:
    """Nobody has heard or skipped it yet."""
    return not place.exists()


def missing_models(language: str) -> str:
    """What this computer lacks, with its size and how to get it, for the step "models"; nothing is fetched here."""
    from models.store import Store

    store = Store(offline=True)
    lacking = [name for name in store.needed() if not store.installed(name)]
    if not lacking:
        return reply("models_there", language)
    megabytes = round(sum(store.entry(name).download_bytes for name in lacking) / 1e6)
    return reply(
        "models_missing", language, megabytes=str(megabytes), minutes=str(max(1, round(megabytes * 8 / 20 / 60)))
    )
