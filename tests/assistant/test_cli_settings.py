"""`hearsight settings`: what is printed, and what is in the file then."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant import setting_words, settings_journal
from assistant.capture.unseen import Pane
from assistant.cli_settings import settings
from assistant.errors import BadSetting
from assistant.languages import LANGUAGES
from assistant.settings import known_keys, load, rule_of
from assistant.types import Box

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr(settings_journal, "ONE_GESTURE_S", 0.0)
    monkeypatch.delenv("DISPLAY", raising=False)

    def invoke(*arguments: str, code: int = 0, typed: str = "") -> str:
        result = CliRunner().invoke(settings, list(arguments), input=typed)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result.output

    return invoke


def test_the_short_way_and_the_long_way_do_the_same(run: Run, tmp_path: Path) -> None:
    assert run("speech.rate_wpm", "300") == run("set", "speech.rate_wpm", "300") == "speech.rate_wpm = 300\n"
    assert run("speech.rate_wpm") == run("get", "speech.rate_wpm") == "300\n"
    assert run() == run("get")
    assert run("--path") == run("path") == f"{tmp_path / 'settings.toml'}\n"
    with pytest.raises(BadSetting, match="Did you mean"):
        run("speech.rate", "3")
    with pytest.raises(BadSetting, match="coffee"):
        run("hotkeys.ask", "ctrl+alt+coffee")


def test_json_tells_value_default_and_meaning(run: Run) -> None:
    run("describe.language", "de")
    told = json.loads(run("get", "speech.pitch", "--json"))
    assert (told["value"], told["default"], told["label"]) == (50, 50, "Tonhöhe")
    assert set(json.loads(run("get", "--json"))) == set(known_keys())


def test_reset_and_undo(run: Run) -> None:
    run("speech.rate_wpm", "300")
    assert run("reset", "speech.rate_wpm") == "speech.rate_wpm = 220\n"
    assert run("undo") == "speech.rate_wpm = 300\n"
    assert run("undo") == "speech.rate_wpm = 220 (the default)\n"
    assert run("redo") == "speech.rate_wpm = 300\n"
    assert "default" in run("reset", "--all")
    assert run("speech.rate_wpm") == "220\n"
    run("reset", code=2)


def test_profiles_and_programs(run: Run) -> None:
    assert run("profile", "use", "meeting") == "Profile: meeting.\n"
    assert "meeting (in use)" in run("profile", "list")
    run("profile", "save", "travel", "speech.volume=0.6")
    assert json.loads(run("profile", "list", "--json"))["profiles"]["travel"] == {"speech.volume": 0.6}
    assert run("profile", "use", "none") == "No profile is in use.\n"
    run("profile", "remove", "travel")
    assert run("program", "KeePassXC", "never_look", "on") == "KeePassXC: never_look = True\n"
    assert run("program", "keepassxc", "never_look") == "never_look = True\n"
    assert "KeePassXC: never_look = True" in run("program")
    with pytest.raises(BadSetting, match="It has: never_look"):
        run("program", "x", "nonsense", "1")
    run("program", "KeePassXC", "--forget")
    assert load().programs == ()


def test_a_broken_file_is_mended_by_command(run: Run, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[speech\nrate_wpm = 300\n")
    with pytest.raises(BadSetting, match="hearsight settings mend"):
        run("speech.pitch", "3")
    assert "line 1" in run("mend")
    assert "Nothing is wrong" in run("mend")
    assert run("speech.rate_wpm") == "300\n"


def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    script = tmp_path / "editor"
    script.write_text(f'#!/bin/sh\nsed -i "s/{old}/{new}/" "$1"\n')
    script.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(script))


def test_an_edit_by_hand_is_checked_and_can_go_back(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("speech.pitch", "20")
    editor(tmp_path, monkeypatch, "20", "30")
    assert run("edit") == ""
    assert run("speech.pitch") == "30\n"
    assert run("undo") == "speech.pitch = 20\n"
    editor(tmp_path, monkeypatch, "20", "2 0")
    assert "line" in run("edit", typed="back\n")
    assert run("speech.pitch") == "20\n"
    monkeypatch.setenv("VISUAL", "no-such-editor")
    with pytest.raises(Exception, match="EDITOR=nano"):
        run("edit")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_setting_has_its_words_in_every_language(tag: str) -> None:
    for key in known_keys():
        assert setting_words.explanation(key, tag), f"say in setting_words/{tag}.py what {key} does"
        assert setting_words.section_name(key.partition(".")[0], tag) != key.partition(".")[0], key
        if tag != "en":
            for value in getattr(rule_of(key), "values", ()):
                assert value in setting_words.language_file(setting_words.__name__, tag).CHOICES, (key, value)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("how fast", "speech.rate_wpm"), ("microfone", "listening.device"), ("语速", "speech.rate_wpm"),
        ("说话的速度", "speech.rate_wpm"), ("Lautstärke", "speech.volume"), ("dunkel", "looks.theme"),
        ("colour", "looks.theme"), ("hotkeys.ask", "hotkeys.ask"),
    ],
)  # fmt: skip
def test_a_setting_is_found_by_words_of_any_language(words: str, key: str) -> None:
    assert setting_words.search(words)[0] == key


def test_search_tells_what_is_allowed(run: Run) -> None:
    assert "80 to 900" in run("search", "how", "fast")
    assert "No setting" in run("search", "xylophone")
    assert list(json.loads(run("search", "语速", "--json"))) == ["speech.rate_wpm"]


def test_a_name_that_no_window_has_is_told_when_it_is_to_be_hidden(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Desk:
        def panes(self) -> list[Pane]:
            return [Pane("TelegramDesktop", 7, Box(0, 0, 9, 9)), Pane("", 8, Box(0, 0, 9, 9))]

    monkeypatch.setattr("assistant.capture.desktop.desktop", Desk)
    assert "There are: TelegramDesktop\n" in run("program", "telegram-desktop", "never_look", "on")
    assert run("program", "telegramdesktop", "never_look", "on") == "telegramdesktop: never_look = True\n"


def test_an_empty_key_is_no_key(run: Run) -> None:
    with pytest.raises(BadSetting):
        run("")
