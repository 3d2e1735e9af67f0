"""`hearsight hotkeys`: listed, checked, changed, written and read, without a display."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.cli_hotkeys import hotkeys
from assistant.errors import BadSetting, HearsightError, NoSuchFile, UnusableInput, Usage
from assistant.layer_keys import letters_of
from assistant.settings import Settings, changed, load, save
from ui.actions import BY_NAME


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "KDE")
    monkeypatch.setenv("DISPLAY", "")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(hotkeys, arguments)


def failed(*arguments: str) -> HearsightError:
    error = run(*arguments).exception
    assert isinstance(error, HearsightError), error
    return error


def test_every_action_is_listed_with_its_key_and_its_letter() -> None:
    rows = {row["action"]: row for row in json.loads(run("list", "--json").stdout)["hotkeys"]}
    assert set(rows) == set(BY_NAME)
    assert (rows["ask"]["key"], rows["ask"]["letter"]) == ("ctrl+alt+q", "a")
    assert "Ask by voice: Ctrl+Alt+Q, letter a. (ask)" in run().stdout


def test_a_key_of_the_desktop_is_found_and_a_free_one_offered() -> None:
    assert "is known to be anybody else's" in run("check").stdout
    save(changed(Settings(), "hotkeys.ask", "ctrl+alt+a"))
    told = run("check").stdout
    assert "Ask by voice: Ctrl+Alt+A is also a key of KDE Plasma: window that asks for attention." in told
    free = told.rpartition("hearsight settings hotkeys.ask ")[2].split()[0]
    save(changed(Settings(), "hotkeys.ask", free))
    assert json.loads(run("check", "--json").stdout)["conflicts"] == []


@pytest.mark.parametrize("system", ["windows", "macos"])
def test_the_keys_of_other_systems_are_checked_by_the_table(system: str) -> None:
    told = json.loads(run("check", "--system", system, "--json").stdout)
    assert told["conflicts"] == []
    assert told["keys"] > 20


def test_a_letter_is_changed_and_taken_away() -> None:
    assert run("letter", "read", "z").exit_code == 0
    assert run("letter", "watch").exit_code == 0
    letters = letters_of(load().hotkeys.letters)
    assert letters["z"] == "read"
    assert "watch" not in letters.values()
    assert isinstance(failed("letter", "coffee", "z"), Usage)
    assert isinstance(failed("letter", "ask", "w"), BadSetting), "that is another's"


def test_keys_travel_by_a_file(home: Path) -> None:
    save(changed(changed(Settings(), "hotkeys.ask", "f9"), "hotkeys.letters", "read=z"))
    file = home / "keys.toml"
    assert run("export", str(file)).exit_code == 0
    assert isinstance(failed("export", str(file)), Usage), "it is there already"
    save(Settings())
    assert run("import", str(file)).exit_code == 0
    assert load().hotkeys.ask == "f9"
    assert letters_of(load().hotkeys.letters)["z"] == "read"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[hotkeys]\ncoffee = 'f9'\n", BadSetting),
        ("[hotkeys]\nask = 'ctrl+alt+coffee'\n", BadSetting),
        ("[hotkeys]\nask = 'f9'\nread = 'f9'\n", BadSetting),
        ("[hotkeys]\nask = 9\n", BadSetting),
        ("[letters]\nask = 'w'\n", BadSetting),
        ("[letters]\nask = true\n", BadSetting),
        ("[speech]\nrate_wpm = 300\n", UnusableInput),
        ("hotkeys = 'f9'\n", UnusableInput),
        ("\x00", UnusableInput),
        ("", UnusableInput),
        ("#" * 70_000, UnusableInput),
    ],
)
def test_a_file_that_is_wrong_changes_nothing(home: Path, text: str, kind: type[HearsightError]) -> None:
    before = load()
    (home / "keys.toml").write_text(text)
    assert isinstance(failed("import", str(home / "keys.toml")), kind)
    assert load() == before


def test_a_file_that_is_not_there_or_a_folder_is_said(home: Path) -> None:
    assert isinstance(failed("import", str(home / "none.toml")), NoSuchFile)
    assert isinstance(failed("import", str(home)), UnusableInput)
    assert isinstance(failed("export", str(home / "no" / "folder.toml")), UnusableInput)
