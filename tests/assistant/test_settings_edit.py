"""Changing the settings file: what a person wrote stays, nothing is lost, everything can be taken back."""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import settings_edit as edit
from assistant import settings_journal, settings_mend
from assistant.errors import BadSetting, CantKeep
from assistant.profile_rules import READY
from assistant.settings import Settings, load
from assistant.settings_journal import Change, Journal
from assistant.settings_mend import read_or_mend
from assistant.settings_toml import read

MINE = """# mine
[speech]
rate_wpm = 300   # fast enough

# the keys I know by heart
[hotkeys]
ask = "ctrl+alt+q"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.fixture(autouse=True)
def each_change_by_itself(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings_journal, "ONE_GESTURE_S", 0.0)
    yield


def test_a_changed_value_leaves_comments_order_and_blank_lines_alone(path: Path) -> None:
    path.write_text(MINE)
    edit.set_value("speech.rate_wpm", "250", path)
    assert path.read_text() == MINE.replace("300", "250")


def test_a_new_value_goes_where_its_section_is(path: Path) -> None:
    path.write_text(MINE)
    edit.set_value("speech.pitch", 7, path)
    edit.set_value("looks.theme", "dark", path)
    assert path.read_text() == MINE.replace("enough\n", "enough\npitch = 7\n") + '\n[looks]\ntheme = "dark"\n'


@pytest.mark.parametrize(
    "text",
    [
        "", "# only words\n", "[speech]\n# rate_wpm = 1\n", "speech.rate_wpm = 300\n", "speech = {rate_wpm = 300}\n",
        "[hotkeys]\r\nask = 'ctrl+alt+q'\r\n[speech]\r\nrate_wpm = 300\r\n", "\ufeff[speech]\nrate_wpm = 300",
        "profile = 'x'\n[profiles.x]\nspeech.rate_wpm = 300\n", "[profiles.x.speech]\nrate_wpm = 9\n[programs.'a b']\n",
    ],
)  # fmt: skip
def test_however_the_file_is_written_it_says_the_new_value(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
    edit.set_value("speech.rate_wpm", 250, path)
    edit.set_value("describe.verbosity", "full", path)
    kept = read(path)
    assert (kept.settings.speech.rate_wpm, kept.settings.describe.verbosity) == (250, "full")


def test_what_is_set_to_the_same_is_not_written(path: Path) -> None:
    path.write_text(MINE)
    before = path.stat().st_mtime_ns
    edit.set_value("speech.rate_wpm", "300", path)
    assert path.stat().st_mtime_ns == before


def test_a_wrong_value_and_a_key_that_is_taken_change_nothing(path: Path) -> None:
    path.write_text(MINE)
    for key, value in (("speech.rate_wpm", "5"), ("hotkeys.read", "ctrl+alt+q"), ("speech.rat", "1")):
        with pytest.raises(BadSetting):
            edit.set_value(key, value, path)
    assert path.read_text() == MINE


def test_unknown_keys_are_kept_and_told_and_the_rest_can_be_changed(path: Path) -> None:
    path.write_text(MINE + "[future]\nsails = 3\n")
    edit.set_value("speech.pitch", 7, path)
    kept = read(path)
    assert "sails = 3" in path.read_text()
    assert (kept.settings.speech.pitch, kept.settings.hotkeys.ask) == (7, "ctrl+alt+q")
    assert len(kept.troubles) == 1
    assert "future.sails" in kept.troubles[0]
    with pytest.raises(BadSetting, match=r"future\.sails"):
        load(path)


def test_two_keys_can_change_places(path: Path) -> None:
    path.write_text('[hotkeys]\nask = "ctrl+alt+r"\nread = "ctrl+alt+a"\n')
    assert read(path).troubles == ()
    assert load(path).hotkeys.ask == "ctrl+alt+r"


def test_every_change_can_be_taken_back_and_done_again(path: Path) -> None:
    path.write_text(MINE)
    edit.set_value("speech.rate_wpm", 250, path)
    edit.set_value("looks.theme", "dark", path)
    edit.use_profile("meeting", path)
    edit.set_value("speech.volume", 0.3, path)
    edit.set_program("KeePassXC", "never_look", "on", path)
    edit.save_profile("travel", {"describe.verbosity": "full"}, path)
    edit.reset_all(path)
    last = path.read_text()
    for _ in range(7):
        edit.undo(path)
    assert load(path) == load_of(MINE, path)
    assert "# the keys I know by heart" in path.read_text()
    with pytest.raises(BadSetting, match="nothing to undo"):
        edit.undo(path)
    for _ in range(7):
        edit.undo(path, again=True)
    assert read(path) == read_of(last, path)


def load_of(text: str, path: Path) -> Settings:
    return read_of(text, path).settings


def read_of(text: str, path: Path) -> object:
    other = path.with_name("other.toml")
    other.write_text(text)
    return read(other)


def test_what_was_changed_by_hand_since_is_not_undone(path: Path) -> None:
    edit.set_value("speech.pitch", 10, path)
    edit.set_value("speech.rate_wpm", 250, path)
    path.write_text(path.read_text().replace("250", "260"))
    with pytest.raises(BadSetting, match="by hand"):
        edit.undo(path)
    edit.undo(path)
    assert (load(path).speech.rate_wpm, load(path).speech.pitch) == (260, Settings().speech.pitch)


def test_a_gesture_is_one_change_and_fifty_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_journal, "ONE_GESTURE_S", 3.0)
    now = itertools.count(100.0)
    for step in range(5):
        Journal(tmp_path, clock=now.__next__).note([Change(("speech", "pitch"), step, step + 1)])
    assert Journal(tmp_path).last() == [Change(("speech", "pitch"), 5, 0)]
    rarely = itertools.count(1000.0, 10.0)
    for step in range(60):
        Journal(tmp_path, clock=rarely.__next__).note([Change(("speech", "pitch"), step, step + 1)])
    journal = Journal(tmp_path)
    count = 0
    while journal.last():
        journal.moved()
        count += 1
    assert count == 50


def test_a_journal_that_is_broken_costs_the_undoing_only(path: Path) -> None:
    edit.set_value("speech.pitch", 10, path)
    path.with_name(settings_journal.FILE_NAME).write_text('{"done": [[1')
    edit.set_value("speech.pitch", 11, path)
    edit.undo(path)
    assert load(path).speech.pitch == 10


def test_two_programs_at_once_lose_no_change(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from assistant import settings_edit as edit\n"
        "for value in range(20, 28): edit.set_value(sys.argv[2], str(value), Path(sys.argv[1]))"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(path), key])
        for key in ("speech.pitch", "speech.braille_cells")
    ]
    for value in range(8):
        edit.set_value("history.days", value + 1, path)
    assert [one.wait(200) for one in both] == [0, 0]
    now = load(path)
    assert (now.speech.pitch, now.speech.braille_cells, now.history.days) == (27, 27, 8)


def test_a_folder_that_can_not_be_written_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text(MINE)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CantKeep, match="No space left"):
        edit.set_value("speech.pitch", 1, path)
    assert path.read_text() == MINE
    (path.parent / "file").write_text("")
    with pytest.raises(CantKeep):
        edit.set_value("speech.pitch", 1, path.parent / "file" / "settings.toml")


# -- profiles and programs ------------------------------------------------------------------------------------------


def test_a_profile_is_laid_over_and_a_change_goes_where_it_takes_effect(path: Path) -> None:
    path.write_text(MINE)
    edit.use_profile("meeting", path)
    kept = edit.set_value("speech.volume", 0.3, path)
    assert (kept.settings.speech.volume, kept.base.speech.volume, kept.settings.profile) == (0.3, 1.0, "meeting")
    assert dict(kept.profiles["meeting"]) == {**READY["meeting"], "speech.volume": 0.3}
    assert edit.set_value("speech.pitch", 9, path).base.speech.pitch == 9
    assert edit.reset("speech.volume", path).settings.speech.volume == 1.0
    assert edit.use_profile("", path).settings.describe.verbosity == "normal"


def test_profiles_of_ones_own_come_and_go(path: Path) -> None:
    edit.save_profile(" on  the road ", {"speech.volume": 0.6}, path)
    assert edit.use_profile("on the road", path).settings.speech.volume == 0.6
    assert edit.remove_profile("on the road", path).settings.profile == ""
    for wrong in ("on the road", "home"):
        with pytest.raises(BadSetting, match="no profile"):
            edit.remove_profile(wrong, path)
    with pytest.raises(BadSetting, match="There are: home, work, meeting"):
        edit.use_profile("nowhere", path)
    with pytest.raises(BadSetting, match="can't change endpoint"):
        edit.save_profile("leak", {"endpoint.url": "http://127.0.0.1/v1"}, path)


def test_what_is_wrong_in_a_profile_is_told_and_leaves_the_rest(path: Path) -> None:
    path.write_text(
        'profile = "x"\n[profiles.x]\nspeech.pitch = 1\n"speech.rate_wpm" = 5\nendpoint.url = "http://a/"\n'
    )
    kept = read(path)
    assert (kept.settings.speech.pitch, kept.settings.speech.rate_wpm, kept.settings.endpoint.url) == (1, 220, "")
    assert len(kept.troubles) == 2


def test_a_program_is_known_by_its_windows_and_a_mistake_hides_it(path: Path) -> None:
    path.write_text('[programs.keepassxc]\nnever_look = "yess"\n[programs.firefox]\nverbosity = "brief"\n')
    kept = read(path)
    assert len(kept.troubles) == 1
    for app in ("KeePassXC", "org.keepassxc.KeePassXC"):
        found = kept.settings.program(app)
        assert found is not None
        assert found.never_look
    firefox = kept.settings.program("Firefox")
    assert firefox is not None
    assert (firefox.never_look, firefox.verbosity) == (False, "brief")
    assert kept.settings.program("") is None
    edit.forget_program("firefox", path)
    assert read(path).settings.program("firefox") is None


def test_a_value_that_may_be_a_secret_is_not_copied_into_the_journal(path: Path) -> None:
    path.write_text('[endpoint]\nkey = "sk-hush"\nurl = "http://me:sk-hush@localhost/v1"\napi_key = "sk-hush"\n')
    before = path.read_text()
    edit.reset("endpoint.key", path)
    edit.set_value("endpoint.url", "http://localhost:1/v1", path)
    path.write_text('[openai]\nkey = "sk-hush"\n' + path.read_text())
    edit.note_edited(before, path)
    path.write_text("")
    edit.note_edited(before, path)
    for journal in path.parent.glob("*.json"):
        assert "sk-hush" not in journal.read_text()


def test_a_date_where_a_number_belongs_can_be_changed_and_edited_away(path: Path) -> None:
    path.write_text("[speech]\nrate_wpm = 2020-01-01\n")
    before = path.read_text()
    assert edit.set_value("speech.rate_wpm", "300", path).settings.speech.rate_wpm == 300
    edit.note_edited(before, path)
    edit.undo(path)
    assert load(path) == Settings()


def test_all_defaults_leave_what_hearsight_does_not_know(path: Path) -> None:
    path.write_text("[speech]\nrate_wpm = 300\ntomorrow = 1 # new\n[future]\na = 1\n")
    edit.reset_all(path)
    assert path.read_text() == "[speech]\ntomorrow = 1 # new\n[future]\na = 1\n"


# -- a file that is broken ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lines", "rate"),
    [
        (b"[speech\nrate_wpm = 300\n[hotkeys]\nask = 'ctrl+alt+q'\n", "1", 300),
        (b"[speech]\nrate_wpm = 300\npitch = 3 0\n# caf\xe9\n[hotkeys]\nask = 'ctrl+alt+q'\n", "3, 4", 300),
        (b"[speech]\nrate_wpm = 300\nrate_wpm = 400\n[hotkeys]\nask = 'ctrl+alt+q'\nread = 'ctrl+", "3, 6", 300),
    ],
)
def test_of_a_broken_file_all_else_is_used_and_it_is_kept_aside(path: Path, text: bytes, lines: str, rate: int) -> None:
    path.write_bytes(text)
    kept = read_or_mend(path, now=time.gmtime(0))
    assert (kept.settings.speech.rate_wpm, kept.settings.hotkeys.ask) == (rate, "ctrl+alt+q")
    assert len(kept.troubles) == 1
    assert f"line {lines}." in kept.troubles[0]
    assert path.with_name("settings.toml.broken-1970-01-01-000000").read_bytes() == text
    assert load(path) == kept.settings
    assert path.read_text().count("# broken: ") == len(lines.split(","))
    assert read_or_mend(path).troubles == ()


def test_a_program_that_was_to_be_hidden_stays_hidden_when_its_line_is_broken(path: Path) -> None:
    path.write_text("[programs.keepassxc]\nnever_look = tru\n")
    found = read_or_mend(path).settings.program("keepassxc")
    assert found is not None
    assert found.never_look


@pytest.mark.parametrize(
    "text",
    [
        "[programs.org.keepassxc.KeePassXC]\nnever_look = true\n",
        "[program.keepassxc]\nnever_look = true\n",
        "[programs]\nkeepassxc = true\n",
        "[programs]\nnever_look = ['keepassxc']\n",
        "[[programs]]\nname = 'keepassxc'\nnever_look = true\n",
        "[programs.'org.keepassxc.KeePassXC']\nnever_look = true\n",
        "[programs.keepassxc]\nnever_look = false\nnever_look = true\n[speech]\nrate_wpm = 300\n",
        "[programs]\nkeepassxc = {never_look = tru}\n",
        "[programs.keepassxc]\nnever_look = true\n[programs]\nkeepassxc = 1\n",
    ],
)
def test_however_wrongly_it_is_written_a_program_that_was_to_be_hidden_is(path: Path, text: str) -> None:
    path.write_text(text)
    kept = read_or_mend(path)
    assert any(one.never_look and one.means("KeePassXC") for one in kept.settings.programs)
    assert kept.troubles or "'org." in text, "it is told how to write it"


def test_a_program_is_changed_under_the_name_that_it_has_in_the_file(path: Path) -> None:
    path.write_text("[programs.KeePassXC]\nnever_look = true # safe\n")
    assert not edit.set_program("keepassxc", "never_look", "off", path).settings.programs[0].never_look
    assert path.read_text() == "[programs.KeePassXC]\nnever_look = false # safe\n"
    edit.unset_program("KEEPASSXC", "never_look", path)
    assert read(path).settings.programs[0].name == "KeePassXC"
    edit.forget_program("keepassxc", path)
    assert read(path).settings.programs == ()


def test_a_broken_file_is_mended_as_it_is_once_nobody_else_writes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program mends it, and changes something, between the first look and the lock."""
    path.write_text("[speech]\nrate_wpm = \n")

    @contextlib.contextmanager
    def late(_: Path) -> Iterator[None]:
        path.write_text("[speech]\nrate_wpm = 300\n")
        yield

    monkeypatch.setattr(settings_mend, "locked", late)
    assert read_or_mend(path).settings.speech.rate_wpm == 300
    assert path.read_text() == "[speech]\nrate_wpm = 300\n"


def test_two_files_that_break_in_the_same_second_are_both_kept(path: Path) -> None:
    for text in ("[speech\n", "[listening\n"):
        path.write_text(text)
        read_or_mend(path, now=time.gmtime(0))
    assert {one.read_text() for one in path.parent.glob("*.broken-*")} == {"[speech\n", "[listening\n"}


def test_a_broken_file_that_can_not_be_mended_is_used_as_it_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text("[speech]\nrate_wpm = 300\npitch = \n")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    kept = read_or_mend(path)
    assert kept.settings.speech.rate_wpm == 300
    assert "can't mend" in kept.troubles[0]
    assert path.read_text() == "[speech]\nrate_wpm = 300\npitch = \n"
    path.unlink()
    path.mkdir()
    assert read_or_mend(path).settings == Settings()
