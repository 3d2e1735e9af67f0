"""What the settings do with braille, and the tour through the earcons."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import pytest

from assistant import cli_speech, earcon_tour
from assistant.carry import Reply
from assistant.errors import Usage
from assistant.following import Feed
from assistant.live_settings import LiveSettings
from assistant.phrases import say_in
from assistant.ports import Earcon
from assistant.remote import Server
from assistant.settings import Settings, Speech
from assistant.wiring import Assembly, assemble
from assistant.wiring.speech import braille_remarks, lone_mouth, mirrors_braille
from speech.audio import AudioOut
from speech.sound_card import MemoryAudio
from tests.assistant.fakes import FakeMouth, News
from tests.assistant.test_session import LONG_S

NAMES = get_args(Earcon)


def with_speech(**values: Any) -> Settings:
    return Settings(speech=Speech(**values))


class Voice:
    streams = False

    def __init__(self, name: str, *, there: bool) -> None:
        self.name, self.there, self.there_since = name, there, 0.0

    def speak(self, *_: object) -> None: ...

    def hush(self) -> None: ...

    def languages(self) -> tuple[str, ...]:
        return ()

    def close(self) -> None: ...


@pytest.mark.parametrize(
    ("braille", "voice", "there", "told"),
    [
        ("only", "auto", False, True),
        ("only", "auto", True, False),
        ("also", "auto", False, False),
        ("off", "auto", False, False),
        ("only", "console", False, False),  # what is printed is for braille, too
    ],
)
def test_braille_alone_that_can_not_be_had_is_told(braille: str, voice: str, there: bool, told: bool) -> None:
    speaker: Any = SimpleNamespace(coming_voices=(Voice("braille", there=there), Voice("screen-reader", there=True)))
    remarks = braille_remarks(replace(with_speech(braille=braille, voice=voice)), speaker)
    assert remarks == ([say_in("en", "no_braille")] if told else [])


def test_what_is_said_is_mirrored_only_beside_speech() -> None:
    assert mirrors_braille(with_speech())
    for other in ({"braille": "off"}, {"braille": "only"}, {"voice": "console"}):
        assert not mirrors_braille(with_speech(**other))


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assembly]:
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))
    settings = replace(with_speech(voice="console"), history=replace(Settings().history, keep="off"))
    with assemble(settings, listen=False) as made:
        yield made


def test_braille_and_earcons_are_changed_while_the_app_runs(app: Assembly) -> None:
    live = LiveSettings(app)
    assert app.mirror is not None
    assert app.speaker is not None
    assert not app.mirror.on
    new = replace(
        app.settings, speech=replace(app.settings.speech, voice="espeak", braille_cells=20, earcon_volume=0.25)
    )
    live.apply(app.settings, new)
    assert (app.mirror.on, app.mirror.cells, app.speaker.earcon_volume) == (True, 20, 0.25)
    live.apply(new, replace(new, speech=replace(new.speech, braille="off", earcons="words")))
    assert not app.mirror.on
    assert app.speaker.earcons == "words"
    assert app.session.habits.earcons_as_words


def test_what_is_said_can_be_followed_whoever_says_it(app: Assembly) -> None:
    assert app.speaker is not None
    told: list[str] = []
    with app.feed.followed_by(told.append):
        app.session.say("The page has loaded.")
        assert app.speaker.wait_idle(20)
    app.session.say("Nobody follows.")
    assert app.speaker.wait_idle(20)
    assert told == ["The page has loaded."]


# -- the tour ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_tour_says_what_each_sound_means_before_it_is_heard(language: str, capsys: Any) -> None:
    mouth = FakeMouth()
    order: list[str] = []
    mouth.say = lambda text, **_: order.append(text)  # type: ignore[method-assign]
    mouth.earcon = order.append  # type: ignore[method-assign]
    earcon_tour.play(earcon_tour.chosen(()), language, mouth, lambda: None, lambda _: True)
    meanings = earcon_tour.MEANINGS[language]
    assert sorted(meanings) == sorted(NAMES)
    assert order == [one for name in meanings for one in (meanings[name], name)]
    assert capsys.readouterr().out.splitlines() == list(meanings.values())


def test_one_sound_is_heard_by_its_name_and_an_unknown_name_tells_those_there_are() -> None:
    assert earcon_tour.chosen(("failed", "looked")) == ["looked", "failed"]
    with pytest.raises(Usage, match=r"'ping'.*thinking"):
        earcon_tour.chosen(("ping",))


def test_the_tour_is_heard_whatever_the_settings_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))
    device = MemoryAudio()
    monkeypatch.setattr("speech.audio.AudioOut", lambda *_, **__: AudioOut(device))
    with lone_mouth(with_speech(voice="console", earcons="off", earcon_volume=0.0, braille="only")) as speaker:
        assert "braille" not in [voice.name for voice in speaker.voices]
        speaker.earcon("looked")
        assert device.play(5).any()


def test_a_follower_whose_own_reader_has_gone_does_not_say_that_the_app_has(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = Feed()
    server = Server(folder, lambda *_: Reply(), feed=feed)
    written: list[str] = []

    def broken(text: str = "", **_: Any) -> None:
        written.append(text)
        raise BrokenPipeError

    monkeypatch.setattr(cli_speech.click, "echo", broken)
    monkeypatch.setattr("assistant.folders.runtime_dir", lambda: folder)

    def follow() -> None:
        with pytest.raises(SystemExit) as end:
            cli_speech.follow.main([], standalone_mode=False)
        written.append(f"exit {end.value.code}")

    follower = threading.Thread(target=follow, daemon=True)
    follower.start()
    while not feed._followers:
        assert follower.is_alive()
    feed.heard_of(News("started", "One.", 0))
    follower.join(LONG_S / 4)
    server.close()
    assert written == ["One.", "exit 0"]


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="hs") as short:  # a socket's path is at most 107 bytes long
        yield Path(short)
