"""What a turn tells the outside. Plain values; the UI and the command line turn them into windows and text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.types import Answer, Claim


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events. `turn` numbers the turn (0: none)."""

    turn: int = field(default=0, kw_only=True)
    at_ms: float = field(default=0.0, kw_only=True)
    """Milliseconds since the turn's key-down."""


@dataclass(frozen=True, slots=True)
class Idle(Event):
    pass


@dataclass(frozen=True, slots=True)
class Looking(Event):
    source: str = ""


@dataclass(frozen=True, slots=True)
class Listening(Event):
    pass


@dataclass(frozen=True, slots=True)
class Thinking(Event):
    heard: str = ""
    """The transcript of the question, as soon as it is known."""


@dataclass(frozen=True, slots=True)
class Saying(Event):
    text: str = ""
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Answered(Event):
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Refused(Event):
    """The gate found nothing worth describing; `why` is "black", "blank", "unchanged", "protected"."""

    why: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Hushed(Event):
    pass


@dataclass(frozen=True, slots=True)
class Failed(Event):
    sentence: str = ""
    exit_code: int = 1


@dataclass(frozen=True, slots=True)
class Done(Event):
    """The turn has ended and everything of it was handed to the speaker."""


@dataclass(frozen=True, slots=True)
class LooksChanged(Event):
    """The windows look, or speak, another way from now on."""


@dataclass(frozen=True, slots=True)
class WindowWanted(Event):
    """The person wants a window: an entry of the menu (`ui.menu`), such as "settings"."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class KeysChanged(Event):
    """The settings name other hotkeys now."""


@dataclass(frozen=True, slots=True)
class SettingsChanged(Event):
    """The settings say something else now, or what was asked of them was not possible."""

    elsewhere: bool = False
    """By somebody else: the file was replaced, or changed by hand or a command."""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class HandsFree(Event):
    """The microphone is, or is no longer, open for the wake phrase."""

    open: bool = False
