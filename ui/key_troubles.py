"""Why a hotkey does not work, in one sentence each."""

from __future__ import annotations

from assistant.errors import HotkeyTaken
from ui.actions import spoken_name
from ui.chords import Chord


def taken(action: str, chord: Chord, free: Chord | None) -> str:
    if free is None:
        return str(
            HotkeyTaken(
                f"Another program already uses {chord.spoken}, my key to {spoken_name(action)}. "
                "Choose another one in the settings; the menu works too."
            )
        )
    return str(
        HotkeyTaken(
            f"Another program already uses {chord.spoken}, my key to {spoken_name(action)}. "
            f"{free.spoken} is free: choose it in the settings; the menu works too."
        )
    )


def used_twice(action: str, rival: str, chord: Chord) -> str:
    return str(
        HotkeyTaken(
            f"{chord.spoken} is already my key to {spoken_name(rival)}, so I can't use it to {spoken_name(action)}. "
            "Choose another one in the settings."
        )
    )


def no_such_key(action: str, chord: Chord) -> str:
    return str(
        HotkeyTaken(
            f"This keyboard has no key for {chord.spoken}, my key to {spoken_name(action)}. "
            "Choose another one in the settings."
        )
    )
