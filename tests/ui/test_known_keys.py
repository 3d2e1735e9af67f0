"""The keys that are ours to begin with are nobody else's, on any system; what the table of known keys is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.default_keys import LETTERS, MODIFIERS, default_keys
from assistant.layer_keys import letters_of, written
from assistant.setting_rules import NotAllowed
from assistant.settings import Hotkeys
from ui.actions import BY_NAME
from ui.chords import parse_chord
from ui.known_keys import free_ones, programs, rivals

DOCS = Path(__file__).parents[2] / "docs" / "hotkeys.md"


@pytest.mark.parametrize("system", MODIFIERS)
def test_no_key_that_is_ours_to_begin_with_is_anybody_elses(system: str) -> None:
    keys = default_keys(system)
    taken = {action: rivals(parse_chord(chord), system) for action, chord in keys.items()}
    assert {action: found for action, found in taken.items() if found} == {}
    assert len({parse_chord(chord) for chord in keys.values()}) == len(keys)


def test_the_settings_begin_with_them() -> None:
    assert Hotkeys().bindings() == default_keys()


def test_every_action_but_quitting_can_have_a_key_and_a_letter() -> None:
    assert set(BY_NAME) - {"quit"} == set(Hotkeys.__dataclass_fields__) - {"name", "letters"}
    assert set(BY_NAME) - {"quit", "commands"} == set(LETTERS)


def test_the_table_of_the_docs_is_the_table() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for one in programs():
        assert f"| {one.name} |" in text, one.name
    for action, chord in default_keys("linux").items():
        assert f"| {parse_chord(chord).label} |" in text, action


def test_a_key_of_another_is_found_with_who_has_it_and_what_it_does() -> None:
    assert [(one.program, one.does) for one in rivals(parse_chord("ctrl+alt+t"), "linux", "XFCE")] == [
        ("Xfce", "terminal")
    ]
    assert {one.program for one in rivals(parse_chord("ctrl+alt+x"), "darwin")} == {"VoiceOver"}
    assert rivals(parse_chord("ctrl+alt+x"), "linux") == []


def test_what_is_offered_instead_is_free() -> None:
    taken = parse_chord("ctrl+alt+a")
    ours = [parse_chord(chord) for chord in default_keys("linux").values()]
    offered = list(free_ones(taken, ours, "linux"))
    assert offered
    assert not set(offered) & set(ours)
    assert all(rivals(chord, "linux") == [] for chord in offered)


def test_letters_are_changed_and_taken_away_each_only_once() -> None:
    changed = letters_of("read=z, watch=")
    assert changed["z"] == "read"
    assert "watch" not in changed.values()
    assert written({**LETTERS, "read": "z", "watch": ""}) == "read=z, watch="
    for wrong in ("read=w", "coffee=z", "read=escape", "read"):
        with pytest.raises(NotAllowed):
            letters_of(wrong)
