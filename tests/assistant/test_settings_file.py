"""Settings that change while the app runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import settings as store
from assistant import settings_edit as edit
from assistant.settings import Settings
from assistant.settings_file import SettingsFile, at_next_start, changed_keys
from assistant.settings_toml import Kept


class Told:
    def __init__(self, path: Path, known: Settings | None = None) -> None:
        self.changes: list[list[str]] = []
        self.broken: list[str] = []
        self.file = SettingsFile(
            known or Settings(),
            lambda old, new: self.changes.append(changed_keys(old, new)),
            self.broken.append,
            path=path,
        )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_a_change_made_elsewhere_is_told_once(path: Path) -> None:
    told = Told(path)
    store.save(store.changed(Settings(), "speech.rate_wpm", "300"), path)
    told.file.check()
    told.file.check()
    assert told.changes == [["speech.rate_wpm"]]


def test_a_file_without_a_change_is_no_news(path: Path) -> None:
    told = Told(path)
    store.save(Settings(), path)
    told.file.check()
    assert told.changes == []


def test_a_broken_file_is_told_once_and_the_mended_one_is_followed(path: Path) -> None:
    told = Told(path)
    path.write_text("[speech\n")
    told.file.check()
    told.file.check()
    assert len(told.broken) == 1
    assert "broken" in told.broken[0]
    store_path = path
    store_path.write_text("[hotkeys]\nask = 'ctrl+alt+j'\n")
    told.file.check()
    assert told.changes == [["hotkeys.ask"]]


def test_what_is_kept_is_written_and_is_no_news(path: Path) -> None:
    told = Told(path)
    told.file.start(watch=False)
    told.file.keep("speech.rate_wpm", "253")
    told.file.keep("speech.rate_wpm", "291")
    told.file.close()
    told.file.check()
    assert store.load(path).speech.rate_wpm == 291
    assert told.changes == []


def test_keeping_a_value_loses_nothing_that_somebody_else_changed(path: Path) -> None:
    told = Told(path)
    store.save(store.changed(Settings(), "describe.verbosity", "full"), path)
    told.file.start(watch=False)
    told.file.keep("speech.volume", "0.5")
    told.file.close()
    kept = store.load(path)
    assert (kept.describe.verbosity, kept.speech.volume) == ("full", 0.5)
    assert told.changes == [["describe.verbosity"]]


def test_a_file_that_can_not_be_written_costs_the_value_only(path: Path) -> None:
    told = Told(path)
    path.mkdir()
    told.file.start(watch=False)
    told.file.keep("speech.rate_wpm", "300")
    told.file.close()
    assert told.changes == []


def test_a_deleted_file_means_the_defaults(path: Path) -> None:
    changed = store.changed(Settings(), "speech.rate_wpm", "300")
    store.save(changed, path)
    told = Told(path, changed)
    path.unlink()
    told.file.check()
    assert told.changes == [["speech.rate_wpm"]]


def test_speech_describing_and_hotkeys_take_effect_at_once() -> None:
    later = {key for key in store.known_keys() if at_next_start(key)}
    assert not any(key.startswith(("speech.", "hotkeys.")) for key in later)
    assert {key for key in later if key.startswith("describe.")} == {"describe.vlm_model"}


def test_what_somebody_else_writes_right_before_is_followed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = Told(path)
    really = edit.set_value

    def after_another(key: str, value: object, where: Path | None = None) -> Kept:
        really("describe.verbosity", "full", where)
        return really(key, value, where)

    monkeypatch.setattr(edit, "set_value", after_another)
    told.file.start(watch=False)
    told.file.keep("speech.volume", "0.5")
    told.file.close()
    assert told.changes == [["describe.verbosity"]]


def test_a_change_that_fails_for_no_known_reason_is_not_silent(path: Path) -> None:
    told, came = Told(path), list[str]()

    def fails(_: Path) -> Kept:
        raise TypeError

    told.file.start(watch=False)
    told.file.change(fails, lambda kept, trouble: came.append(trouble))
    told.file.close()
    assert came == ["Something went wrong."]
