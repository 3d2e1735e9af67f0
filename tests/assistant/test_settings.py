"""Settings: what may be set, the file, the folders."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import folders
from assistant.errors import BadSetting, CantKeep
from assistant.settings import Hotkeys, Settings, Speech, allowed, changed, get, known_keys, load, save


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml") == Settings()


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    mine = Settings()
    for key, text in [
        ("speech.rate_wpm", "300"), ("speech.volume", "0.5"), ("speech.earcons", "off"), ("describe.language", "zh"),
        ("describe.vlm_model", 'C:\\mein "Modell"\\模型'), ("hotkeys.ask", ""), ("history.keep", "thumbnails"),
    ]:  # fmt: skip
        mine = changed(mine, key, text)
    path = save(mine, tmp_path / "deep" / "settings.toml")
    assert load(path) == mine != Settings()


def test_a_file_that_names_one_value_leaves_the_others_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("[speech]\nvolume = 1\nrate_wpm = 90\n")
    loaded = load(path)
    assert loaded == Settings(speech=Speech(rate_wpm=90))
    assert isinstance(loaded.speech.volume, float)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("speech.rate_wpm", "79"), ("speech.rate_wpm", "901"), ("speech.rate_wpm", "fast"), ("speech.rate_wpm", True),
        ("speech.rate_wpm", 220.0), ("speech.pitch", "-1"), ("speech.volume", "nan"), ("speech.volume", "1.01"),
        ("speech.volume", True), ("speech.earcons", "maybe"), ("speech.earcons", 1), ("speech.voice", "hal"),
        ("describe.language", "fr"), ("listening.max_s", "0"), ("listening.max_s", "inf"), ("listening.model", "../x"),
        ("hotkeys.read", "r"), ("hotkeys.read", "shift+r"), ("hotkeys.read", "ctrl+alt"),
        ("hotkeys.read", "ctrl+hyper+r"),
        ("hotkeys.read", "ctrl+ctrl+r"), ("hotkeys.read", "ctrl++"), ("hotkeys.read", "+"), ("history.days", "0"),
        ("host.device", "toaster"), ("describe.vlm_model", "a\nb"),
    ],
)  # fmt: skip
def test_a_value_out_of_range_is_refused_with_key_value_and_range(key: str, value: object) -> None:
    with pytest.raises(BadSetting) as caught:
        changed(Settings(), key, value)
    said = str(caught.value)
    assert key in said
    assert str(value).encode("unicode_escape").decode() in said
    assert allowed(key) in said
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("old", "new"), [(True, "sound"), (False, "off"), ("yes", "sound"), ("off", "off"), ("1", "sound")]
)
def test_earcons_that_were_true_or_false_are_sound_or_off(tmp_path: Path, old: bool | str, new: str) -> None:
    assert changed(Settings(), "speech.earcons", old).speech.earcons == new
    path = tmp_path / "settings.toml"
    if isinstance(old, bool):
        path.write_text(f"[speech]\nearcons = {str(old).lower()}\n")
        assert load(path).speech.earcons == new
        save(changed(load(path), "speech.pitch", 7), path)
        assert load(path).speech.earcons == new


def test_both_limits_are_allowed() -> None:
    for text in ("80", "900"):
        assert changed(Settings(), "speech.rate_wpm", text).speech.rate_wpm == int(text)


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("speech.rate", "speech.rate_wpm"), ("speach.pitch", "speech.pitch"), ("pitch", "speech.pitch"),
        ("describe.rate_wpm", "speech.rate_wpm"), ("hotkeys.desribe_window", "hotkeys.describe_window"),
    ],
)  # fmt: skip
def test_an_unknown_key_suggests_the_nearest(wrong: str, meant: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=f"Did you mean {meant}"):
        changed(Settings(), wrong, "1")
    with pytest.raises(BadSetting, match=f"Did you mean {meant}"):
        get(Settings(), wrong)
    if "." in wrong:
        path = tmp_path / "settings.toml"
        section, name = wrong.split(".")
        path.write_text(f"[{section}]\n{name} = 1\n")
        with pytest.raises(BadSetting, match=f"Did you mean {meant}"):
            load(path)


def test_a_key_like_nothing_suggests_nothing() -> None:
    with pytest.raises(BadSetting) as caught:
        get(Settings(), "zzzz.qqqqqqqqqq")
    assert "Did you mean" not in str(caught.value)


def test_every_key_can_be_got_and_set_to_its_own_value() -> None:
    assert len(known_keys()) == len(set(known_keys())) > 20
    for key in known_keys():
        value = get(Settings(), key)
        text = str(value).lower() if isinstance(value, bool) else str(value)
        assert changed(Settings(), key, text) == Settings(), key
        assert allowed(key)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[speech]\nrate_wpm = \n", "line 2"),
        (b"[speech]\n\nrate_wpm = 3 0\n", "line 3"),
        (b"[speech]\nvoice = 'auto'\n# caf\xe9\n", "line 3"),
        (b"speech = 3\n", "[speech]"),
    ],
)
def test_a_broken_file_is_told_by_line_and_never_overwritten(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    with pytest.raises(BadSetting) as caught:
        load(path)
    assert said in str(caught.value)
    if said != "[speech]":  # that one is valid TOML: it can be read, and so replaced knowingly
        with pytest.raises(BadSetting):
            save(Settings(), path)
        assert path.read_bytes() == content


def test_a_byte_order_mark_is_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xef\xbb\xbf[speech]\nrate_wpm = 300\n")
    assert load(path).speech.rate_wpm == 300


def test_a_failed_write_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(Settings(), tmp_path / "settings.toml")
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CantKeep, match="No space left"):
        save(changed(Settings(), "speech.pitch", "1"), path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir() if p.name != ".settings.lock"] == ["settings.toml"]


def test_a_linked_file_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles.toml", tmp_path / "settings.toml"
    real.write_text("")
    link.symlink_to(real)
    save(changed(Settings(), "speech.pitch", "7"), link)
    assert link.is_symlink()
    assert load(real).speech.pitch == 7


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    assert stat.S_IMODE(save(Settings(), tmp_path / "settings.toml").stat().st_mode) == 0o600


def test_two_actions_can_not_share_a_key() -> None:
    with pytest.raises(BadSetting, match=r"hotkeys\.read is that key already|hotkeys\.ask is that key already"):
        changed(Settings(), "hotkeys.ask", "Alt+Ctrl+O")


def test_a_hotkey_is_kept_in_one_spelling() -> None:
    for text in ("Control + Alt + X", "alt+ctrl+x", "CTRL+ALT+X"):
        assert changed(Settings(), "hotkeys.ask", text).hotkeys.ask == "ctrl+alt+x"
    assert changed(Settings(), "hotkeys.ask", "F9").hotkeys.ask == "f9"


def test_an_action_without_a_key_is_not_bound() -> None:
    keys = changed(Settings(), "hotkeys.repeat", "").hotkeys
    assert "repeat" not in keys.bindings()
    assert keys.bindings()["describe_window"] == Hotkeys().describe_window


def test_one_home_holds_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))
    monkeypatch.delenv("HEARSIGHT_MODELS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "elsewhere"))
    assert folders.config_dir() == folders.data_dir() == tmp_path
    assert folders.models_dir() == tmp_path / "models"
    assert folders.runtime_dir() == tmp_path / "run"
    assert stat.S_IMODE(folders.runtime_dir().stat().st_mode) == 0o700
    monkeypatch.setenv("HEARSIGHT_MODELS", str(tmp_path / "m"))
    assert folders.models_dir() == tmp_path / "m"


def test_without_a_home_the_folders_are_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HEARSIGHT_HOME", "HEARSIGHT_MODELS", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "runtime"))
    assert folders.config_dir() == tmp_path / ".config" / "hearsight"
    assert folders.models_dir() == tmp_path / ".local" / "share" / "hearsight" / "models"
    assert folders.runtime_dir() == tmp_path / "runtime" / "hearsight"


def test_importing_settings_stays_light() -> None:
    code = (
        "import sys, assistant.settings; "
        "print([m for m in ('tomlkit', 'filelock', 'platformdirs', 'numpy', 'PIL') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("endpoint.key", "sk-secret"),
        ("endpoint.url", "http://me:sk-secret@127.0.0.1/v1"),
        ("endpoint.url", "sk-secret"),
    ],
)
def test_a_key_given_in_the_wrong_place_is_not_shown(key: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as told:
        changed(Settings(), key, value)
    assert "secret" not in str(told.value)
    section, _, name = key.partition(".")
    (tmp_path / "settings.toml").write_text(f'[{section}]\n{name} = "{value}"\n', encoding="utf-8")
    with pytest.raises(BadSetting) as of_file:
        load(tmp_path / "settings.toml")
    assert "secret" not in str(of_file.value) + of_file.value.detail
