"""Chords are understood as people write them, and a wrong one is told with its wrong part."""

from __future__ import annotations

import pytest

from assistant.errors import BadSetting
from ui.chords import Chord, parse_chord
from ui.hotkeys import parse_bindings


@pytest.mark.parametrize(
    ("text", "modifiers", "key"),
    [
        ("ctrl+alt+space", {"ctrl", "alt"}, "space"),
        ("Ctrl + Alt + D", {"ctrl", "alt"}, "d"),
        ("super+shift+d", {"super", "shift"}, "d"),
        ("windows+Page_Up", {"super"}, "pageup"),
        ("control+option+-", {"ctrl", "alt"}, "minus"),
        ("f9", set(), "f9"),
        ("shift+f24", {"shift"}, "f24"),
        ("Pause", set(), "pause"),
        ("xf86audioplay", set(), "xf86audioplay"),
        ("ctrl+KP_Add", {"ctrl"}, "kpadd"),
    ],
)
def test_a_chord_is_understood_as_people_write_it(text: str, modifiers: set[str], key: str) -> None:
    assert parse_chord(text) == Chord(frozenset(modifiers), key)


@pytest.mark.parametrize(
    ("text", "named", "suggested"),
    [
        ("ctlr+alt+d", '"ctlr"', '"ctrl"'),
        ("ctrl+alt+spcae", '"spcae"', '"space"'),
        ("ctrl+a+b", '"a"', "one key at the end"),
        ("ctrl+alt", "no key", '"ctrl+alt+d"'),
        ("ctrl++", "empty part", '"plus"'),
        ("", "empty", '"ctrl+alt+d"'),
        ("ctrl+alt+ctrl+d", '"ctrl" twice', ""),
        ("d", "type with", '"ctrl+alt+d"'),
        ("shift+space", "type with", '"ctrl+alt+shift+space"'),
        ("ctrl+alt+qqqqq", '"qqqqq"', ""),
    ],
)
def test_a_wrong_chord_is_told_with_its_wrong_part(text: str, named: str, suggested: str) -> None:
    with pytest.raises(BadSetting) as told:
        parse_chord(text)
    assert named in str(told.value)
    assert suggested in str(told.value)


def test_a_wrong_binding_names_its_action() -> None:
    with pytest.raises(BadSetting, match=r"Hotkey of ask: .*crtl"):
        parse_bindings({"read": "ctrl+alt+r", "ask": "crtl+alt+a"})


def test_an_empty_binding_is_an_action_without_a_hotkey() -> None:
    assert parse_bindings({"read": " ", "ask": "f9"}) == {"ask": Chord(frozenset(), "f9")}


@pytest.mark.parametrize(
    ("text", "label", "spoken"),
    [
        ("alt+ctrl+d", "Ctrl+Alt+D", "Control Alt D"),
        ("shift+super+pageup", "Super+Shift+Page Up", "Super Shift Page Up"),
        ("ctrl+kp_0", "Ctrl+Keypad 0", "Control Keypad 0"),
    ],
)
def test_a_chord_is_shown_for_the_eye_and_for_the_ear(text: str, label: str, spoken: str) -> None:
    assert (parse_chord(text).label, parse_chord(text).spoken) == (label, spoken)


def test_letters_and_digits_have_the_number_of_the_key_without_shift() -> None:
    for sign in "abcdefghijklmnopqrstuvwxyz0123456789":
        assert parse_chord(f"ctrl+alt+{sign}").keysym == ord(sign)
