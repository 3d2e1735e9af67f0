"""The watch of a person: begun by key, voice or command line, at most one, and never over an answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.cancel import Token
from assistant.carry import Command as Carried
from assistant.carry import carry_watch
from assistant.commands import Command, parse_command
from assistant.desk import Desk
from assistant.errors import STOPPED, NoWindow
from assistant.phrases import say_in
from assistant.types import Finding
from assistant.viewing import Eyes
from assistant.watcher import Watcher
from assistant.watching import Sight
from models.grounded.changes import changes
from tests.assistant.fakes import BlackingRedactor, Camera, FakeGate, Finder, PlainMerger, block, picture
from tests.assistant.test_session import LONG_S, Stage


class Window:
    def __init__(self, text: str) -> None:
        self.text = text
        self.seen = threading.Event()

    def see(self) -> Sight:
        self.seen.set()
        return Sight(picture())


class Room(Stage):
    """A desk with a watcher, whose windows hold what `texts` says."""

    def __init__(self, **more: Any) -> None:
        self.looks = Finder("tree")
        super().__init__(self.looks, **more)
        self.asked: list[tuple[str | None, str | None]] = []
        self.window = Window("Files")
        self.error: NoWindow | None = None
        tree = Finder("tree", Finding("tree", blocks=(block("Files"),)))
        eyes = Eyes(tree, (), PlainMerger(), BlackingRedactor(), FakeGate())
        self.watcher = Watcher(self.session, eyes, changes, self.place)
        self.desk = Desk(self.session, sources=lambda _: Camera(), bindings={})
        self.desk.watcher = self.watcher

    def place(self, spec: str | None, title: str | None) -> Window:
        if self.error:
            raise self.error
        self.asked.append((spec, title))
        return self.window


@pytest.fixture
def room() -> Iterator[Callable[..., Room]]:
    made: list[Room] = []

    def make(**more: Any) -> Room:
        made.append(Room(**more))
        return made[-1]

    yield make
    for each in made:
        each.watcher.close()
        each.session.close()


def test_the_action_begins_a_watch_of_the_window_and_ends_it(room: Callable[..., Room]) -> None:
    r = room()
    r.desk.press("watch", 0.0)
    assert r.watcher.on
    assert r.asked == [(None, None)]
    assert r.window.seen.wait(LONG_S)
    r.desk.press("watch", 0.0)
    assert r.watcher._watch is not None
    assert r.watcher._watch.done.wait(LONG_S)
    assert not r.watcher.on
    assert r.mouth.texts == [say_in("en", "watch_on"), say_in("en", "watch_off")]


def test_there_is_at_most_one(room: Callable[..., Room]) -> None:
    r = room()
    first = r.watcher.start()
    second = r.watcher.start("Ready appears")
    assert first.done.wait(LONG_S)
    assert first.ended == "stopped"
    assert r.watcher.on
    second.stop()
    assert second.done.wait(LONG_S)


def test_what_is_waited_for_is_said_by_voice(room: Callable[..., Room]) -> None:
    r = room()
    command = parse_command("Watch this window until Files appears.", "en")
    assert command == Command("watch", "Files appears")
    assert r.desk.carry_out(command)
    assert r.watcher._watch is not None
    assert r.watcher._watch.done.wait(LONG_S)
    assert r.mouth.texts == ["I watch this window until Files appears.", "It is there already: Files"]
    assert r.mouth.earcons == ["answered"]


def test_stop_watching_without_a_watch_says_so(room: Callable[..., Room]) -> None:
    r = room()
    assert r.desk.carry_out(Command("stop_watching"))
    assert r.mouth.texts == [say_in("en", "watch_not_on")]


def test_a_hush_does_not_end_it(room: Callable[..., Room]) -> None:
    r = room()
    r.watcher.start()
    assert r.window.seen.wait(LONG_S)
    r.session.hush()
    assert r.watcher.on


def test_a_turn_does_not_end_it(room: Callable[..., Room]) -> None:
    r = room()
    r.watcher.start()
    r.run("describe")
    assert r.watcher.on


def test_nothing_is_said_while_something_else_is(room: Callable[..., Room]) -> None:
    r = room()
    r.mouth.speaking = True
    assert not r.session.say_in_pause("one")
    r.mouth.speaking = False
    assert r.session.say_in_pause("two")
    assert r.mouth.texts == ["two"]


def test_nothing_is_said_while_a_turn_looks(room: Callable[..., Room]) -> None:
    asking, answer = threading.Event(), threading.Event()

    def slow(_: object) -> None:
        asking.set()
        assert answer.wait(LONG_S)

    r = room()
    r.engine.before_claim = slow
    r.looks.findings = (Finding("tree", blocks=(block("title"),)),)
    turn = r.press("describe")
    assert asking.wait(LONG_S)
    assert not r.session.say_in_pause("one")
    answer.set()
    assert turn.wait(LONG_S)
    assert "one" not in r.mouth.texts


def test_without_a_window_that_is_said(room: Callable[..., Room]) -> None:
    r = room()
    r.error = NoWindow()
    r.desk.press("watch", 0.0)
    assert r.mouth.texts == [NoWindow.sentence]
    assert not r.watcher.on


def test_a_script_watches_in_silence_beside_the_person(room: Callable[..., Room]) -> None:
    r = room()
    mine = r.watcher.start()
    printed: list[str] = []
    command = Carried(kind="watch", question="Files", title="Down", speak=False)
    reply = carry_watch(r.watcher, command, on_text=printed.append, token=Token())
    assert printed == ["It is there already: Files"]
    assert (reply.exit_code, reply.result["ended"], reply.result["text"]) == (0, "held", printed[0])
    assert reply.result["sentences"][0]["evidence"][0]["kind"] in ("tree", "ocr")
    assert r.asked[-1] == (None, "Down")
    assert mine is r.watcher._watch
    assert r.watcher.on
    assert r.mouth.texts == [say_in("en", "watch_on")]


@pytest.mark.parametrize("speak", [True, False])
def test_a_command_that_is_stopped_ends_its_watch(room: Callable[..., Room], speak: bool) -> None:
    r = room()
    token = Token()
    replies: list[int] = []

    def carry() -> None:
        replies.append(carry_watch(r.watcher, Carried(kind="watch", speak=speak), token=token).exit_code)

    thread = threading.Thread(target=carry)
    thread.start()
    assert r.window.seen.wait(LONG_S)
    token.cancel()
    thread.join(LONG_S)
    assert replies == [STOPPED]
    assert not r.watcher.on


@pytest.mark.parametrize(
    ("text", "language", "until"),
    [
        ("Watch until the download ends.", "en", "the download ends"),
        ("Please watch this until Ready appears", "en", "Ready appears"),
        ("Watch the window until it changes.", "en", "it changes"),
        ("Let me know when the build is done.", "en", "the build is done"),
        ("Watch this window.", "en", ""),
        ("盯着这个窗口直到下载完成", "zh", "下载完成"),
        ("等到下载完成告诉我", "zh", "下载完成"),
        ("Beobachte das Fenster bis der Download fertig ist.", "de", "der Download fertig ist"),
        ("Sag mir Bescheid, wenn Bereit erscheint.", "de", "Bereit erscheint"),
    ],
)
def test_a_watch_is_asked_for_in_words(text: str, language: str, until: str) -> None:
    assert parse_command(text, language) == Command("watch", until)


@pytest.mark.parametrize(
    "text", ["When does the download end?", "Which watch is the cheapest?", "Who is watching this video?"]
)
def test_a_question_about_time_or_watches_is_no_watch(text: str) -> None:
    assert parse_command(text, "en") is None
