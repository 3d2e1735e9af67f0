"""A watch until a queue reaches the person, until a dialog opens, until something goes wrong. With fakes."""

from __future__ import annotations

import time

import pytest

from assistant.cancel import Token
from assistant.phrases import say_in
from assistant.types import Box, Capture, Claim, Evidence, Finding, Scene, TextBlock, Thing, WindowInfo
from assistant.watch_queue import people_ahead
from assistant.watch_rules import parse_until
from assistant.watching import Sight
from tests.assistant.fakes import picture
from tests.assistant.test_watch import Watching, Window


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("Position 3 of 12", 2),
        ("You are number 4 in the queue", 3),
        ("Your position in the queue: 1", 0),
        ("Queue position: 7", 6),
        ("2 people ahead of you", 2),
        ("There are 14 other callers ahead of you.", 14),
        ("Warteplatz 5 von 9", 4),
        ("3 Personen vor Ihnen", 3),
        ("您当前排队第 6 位", 5),
        ("前面还有 8 人", 8),
        ("Page 3 of 12", None),
        ("12 files, position unknown", None),
        ("Chapter number 4", None),
        ("3 Personen", None),
        ("Total 3.20 of 12.00", None),
    ],
)
def test_places_in_a_queue_are_read_and_nothing_else_is_one(text: str, ahead: int | None) -> None:
    assert people_ahead(text) == ahead


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("it is my turn", "en", "turn"),
        ("the queue reaches me", "en", "turn"),
        ("I'm at the front of the queue", "en", "turn"),
        ("a dialog appears", "en", "dialog"),
        ("a pop-up opens", "en", "dialog"),
        ("it asks me something", "en", "dialog"),
        ("an error message appears", "en", "error"),
        ("something goes wrong", "en", "error"),
        ("轮到我", "zh", "turn"),
        ("出现对话框", "zh", "dialog"),
        ("出错", "zh", "error"),
        ("ich an der Reihe bin", "de", "turn"),
        ("ein Dialog erscheint", "de", "dialog"),
        ("ein Fehler auftritt", "de", "error"),
        ("Gate B27 appears", "en", "words"),
        ("'a dialog appears'", "en", "words"),
    ],
)
def test_what_is_waited_for_is_understood(text: str, language: str, kind: str) -> None:
    assert parse_until(text, language).kind == kind


def test_each_step_in_the_queue_is_told_and_the_turn_ends_it_with_a_sound() -> None:
    w = Watching("it is my turn")
    assert w.look("Position 12 of 12") == []
    assert w.look("Position 11 of 12") == ["Now: Position 11 of 12."]
    assert w.look("Position 10 of 12") == ["Now: Position 10 of 12."], "not held back as a counter is"
    assert w.look("It is your turn now, please come to desk 4") == [
        "It is your turn: It is your turn now, please come to desk 4"
    ]
    assert w.watch.ended == "held"
    assert w.ears.earcons == ["answered"]


def test_being_first_ends_it_too() -> None:
    w = Watching("it is my turn")
    w.look("2 people ahead of you")
    assert w.look("0 people ahead of you") == ["You are first in the queue: 0 people ahead of you"]
    assert w.watch.ended == "held"


def test_a_queue_that_is_no_longer_shown_is_not_called_a_turn() -> None:
    w = Watching("it is my turn")
    w.look("Position 2 of 12")
    [said] = w.look("The office has closed")
    assert said == say_in("en", "watch_turn_gone", line="Position 2 of 12")
    assert "your turn" not in said


def test_without_a_queue_in_view_it_is_said_so_and_it_goes_on() -> None:
    w = Watching("it is my turn")
    assert w.look("Loading") == [say_in("en", "watch_no_queue")]
    w.look("Position 3 of 4")
    assert not w.watch.ended
    w.look("Now serving you")
    assert w.watch.ended == "held"


@pytest.mark.parametrize(
    ("before", "after", "ends"),
    [
        ("Copying 3 files", "Copying 4 files", False),
        ("Copying 3 files", "Could not copy film.mkv: disk full", True),
        ("Last error: none", "Last error: none", False),
    ],
)
def test_an_error_that_was_not_there_ends_it(before: str, after: str, ends: bool) -> None:
    w = Watching("an error appears")
    w.look(before)
    w.look(after)
    assert bool(w.watch.ended) is ends


# -- dialogs in windows of their own ----------------------------------------------------------------------------------

QUESTION = WindowInfo(7, "Question", "editor", 42, Box(5, 5, 40, 20))


class WithDialogs(Window):
    """A window whose program may open others."""

    def open(self, *windows: WindowInfo, covered: tuple[Box, ...] = ()) -> None:
        assert self.sight.capture is not None
        self.sight = Sight(self.sight.capture, covered=covered, beside=windows)

    def beside(self, window: WindowInfo) -> Capture | None:
        return Capture(picture(90).pixels, "window", window=window)


def in_words(capture: Capture, scene: Scene, language: str, token: Token) -> list[Claim]:
    del scene, language, token
    title = capture.window.title if capture.window else ""
    return [Claim(f"Dialog: {title}.", (Evidence("window"),), "kind")] if title != "Empty" else []


def watching(until: str = "") -> tuple[Watching, WithDialogs]:
    w = Watching(until, describe=in_words)
    window = WithDialogs()
    window.sight = w.window.sight
    w.window = w.watch._place = window  # type: ignore[assignment]
    return w, window


def test_a_dialog_of_the_watched_program_is_told_once() -> None:
    w, window = watching()
    w.look()
    window.open(QUESTION)
    assert w.look() == ["A window has opened. Dialog: Question."]
    assert w.look() == []
    assert not w.watch.ended


def test_a_dialog_that_was_waited_for_ends_it() -> None:
    w, window = watching("a dialog appears")
    w.look()
    window.open(QUESTION)
    assert w.look() == ["A window has opened. Dialog: Question."]
    assert w.watch.ended == "held"
    assert w.ears.earcons == ["answered"]


def test_what_was_open_when_it_began_is_no_news() -> None:
    w, window = watching("a dialog appears")
    window.open(QUESTION)
    w.look()
    w.look()
    assert not w.watch.ended
    assert w.ears.heard == []


def test_its_own_dialog_is_not_told_as_a_cover_another_window_is() -> None:
    w, window = watching()
    w.look()
    window.open(QUESTION, covered=(Box(4, 0, 42, 26),))
    assert w.look() == ["A window has opened. Dialog: Question."]
    window.open(QUESTION, covered=(Box(4, 0, 42, 26), Box(50, 30, 10, 10)))
    assert w.look() == [say_in("en", "watch_part")]


def test_a_dialog_in_which_nothing_is_told_yet_is_waited_for_then_told_by_its_title() -> None:
    w, window = watching()
    w.look()
    window.open(WindowInfo(8, "Empty", "editor", 42, Box(5, 5, 40, 20)))
    assert [w.look() for _ in range(3)] == [[], [], ["A window has opened. Empty"]]


def test_a_dialog_within_the_page_counts_as_one() -> None:
    w = Watching("a dialog appears")
    w.look()
    w.show("Files")
    dialog = Thing(9, "dialog", "Sign in again", box=Box(0, 0, 30, 20))
    w.tree.findings = (
        Finding("tree", blocks=(TextBlock("Files", Box(0, 0, 50, 4), 1.0, "line", "tree"),), things=(dialog,)),
    )
    assert w.look() == ["A dialog is there: Sign in again"]
    assert w.watch.ended == "held"


def test_a_name_of_nothing_but_line_ends_costs_no_more_than_other_texts() -> None:
    def cost(text: str) -> float:
        began = time.process_time()
        for _ in range(5):
            assert people_ahead(text) is None
        return time.process_time() - began

    usual = cost("No place like home, number one or not. " * 20)
    assert cost("#" + "\n" * 800 + "x") < 100 * usual
    assert people_ahead("Position\n" + " " * 800 + "\n3 of 12") == 2
