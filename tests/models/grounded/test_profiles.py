"""What kind of screen it is, by evidence, and what each kind is told by; a kind is not guessed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.types import Box, Scene, TextBlock, Thing, Verbosity, WindowInfo
from models.grounded.budget import WORDS, shortened
from models.grounded.kinds import KINDS, kind_of
from models.grounded.phrases import LANGUAGES, phrases
from models.grounded.profiles import PROFILES
from models.grounded.view import View
from models.grounded.wording import word_count
from tests.models.grounded.scenes import load
from tests.models.grounded.test_narrate import described, text
from tests.models.grounded.test_structured import CHAT, SOURCE, TERMINAL, editor, lines

EN = phrases("en")
Node = tuple[str, str, str, frozenset[str]]


def window(app: str, title: str, *nodes: Node, blocks: Sequence[TextBlock] = ()) -> Scene:
    """A window with things one under the other; those after a table or list are in it."""
    things = [Thing(0, "window", title, "", frozenset({"active"}), Box(0, 0, 800, 600))]
    holder = 0
    for number, (role, name, value, states) in enumerate(nodes, 1):
        row = 24 * number
        things.append(Thing(number, role, name, value, states, Box(10, row, 780, 20), holder if role != "table" else 0))
        if role in ("table", "list", "document"):
            holder = number
    info = WindowInfo(1, title, app, 1, Box(0, 0, 800, 600))
    return Scene(800, 600, "window", tuple(blocks), tuple(things), info, complete=True)


def node(role: str, name: str = "", value: str = "", *states: str) -> Node:
    return role, name, value, frozenset(states)


LOGIN = window("Firefox", "Sign in", node("document"), node("heading", "Sign in"), node("textbox", "User name", "ada"),
               node("password", "Password"), node("button", "Sign in"))  # fmt: skip
SIGNUP = window("Firefox", "New account", node("document"), node("textbox", "Name"), node("textbox", "Street"),
                node("textbox", "Town"), node("password", "Password"), node("button", "Create account"))  # fmt: skip
LOCK = window("light-locker", "", node("label", "Ada Moreau"), node("password", "Password"), node("button", "Unlock"))
VIDEO = window("mpv", "harbour.mkv - mpv", node("button", "Pause"), node("slider", "Position", "83"),
               node("label", "1:23 / 4:56"))  # fmt: skip
MAILS = (("From", "Subject", "Date"), ("Tom", "Lunch", "12 May"), ("Ann", "Minutes of the meeting", "11 May"),
         ("Rail", "Your booking", "9 May"))  # fmt: skip


def inbox() -> Scene:
    things = [Thing(0, "window", "Inbox - Mail", "", frozenset({"active"}), Box(0, 0, 800, 600)),
              Thing(1, "table", "Messages", box=Box(0, 40, 800, 200), parent=0)]  # fmt: skip
    for row, cells in enumerate(MAILS):
        line = 10 * row + 10
        things.append(Thing(line, "row", box=Box(0, 40 + 30 * row, 800, 28), parent=1))
        for at, words in enumerate(cells):
            box = Box(200 * at, 40 + 30 * row, 190, 28)
            things.append(Thing(line + 1 + at, "cell", words, box=box, parent=line))
    info = WindowInfo(1, "Inbox - Mail", "thunderbird", 1, Box(0, 0, 800, 600))
    return Scene(800, 600, "window", (), tuple(things), info, complete=True)


INBOX = inbox()
SHEET = window("gnumeric", "trip.gnumeric", node("textbox", "", "B3"), node("table", "Sheet"), node("row"),
               node("cell", "Hotel"), node("cell", "120.00", "", "focused"))  # fmt: skip
DESKTOP = window("xfdesktop", "Desktop", node("listitem", "Home"), node("listitem", "Rubbish bin"))
VIEWER = window("eog", "harbour.jpg", node("image", ""), node("button", "Next"))
SCENES = {name: scene for file in ("tuning", "heldout", "unseen") for name, scene in load(f"{file}.json")[0].items()}


@pytest.mark.parametrize(
    ("scene", "kind"),
    [
        (LOGIN, "login"), (SIGNUP, "form"), (LOCK, "lock"), (VIDEO, "video"), (INBOX, "inbox"), (SHEET, "spreadsheet"),
        (DESKTOP, "desktop"), (VIEWER, "photo"), (CHAT, "chat"), (TERMINAL, "terminal"), (editor(SOURCE), "code"),
        (editor("Dear Anna,\n\nthe train leaves at 14:35.\n\nYours, Ben", "orders.py"), "editor"),
        (SCENES["article"], "article"), (SCENES["shop"], "page"), (SCENES["trains"], "page"),
        (SCENES["save_question"], "dialog"), (SCENES["files"], "list"), (SCENES["receipt"], "text"),
        (SCENES["mail"], "inbox"), (SCENES["settings"], "window"), (SCENES["weather_table"], "text"),
    ],
)  # fmt: skip
def test_the_kind_of_screen_is_told_by_evidence(scene: Scene, kind: str) -> None:
    assert kind_of(View(scene)) == kind


def test_each_kind_has_a_profile_and_a_word_in_each_language() -> None:
    assert set(PROFILES) == set(KINDS)
    for language in LANGUAGES:
        words = [phrases(language)(f"screen_{kind}") for kind in KINDS if kind != "text"]
        assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    ("scene", "verbosity", "expected"),
    [
        (LOGIN, "normal", "Login: Sign in, in Firefox. Fields: User name, text field, ada; Password, password field. "
                          "Buttons: Sign in."),
        (LOCK, "normal", "Lock screen: light-locker. Ada Moreau. Fields: Password, password field. Buttons: Unlock."),
        (VIDEO, "brief", "Video player: harbour.mkv. 1:23 / 4:56. Buttons: Pause."),
        (INBOX, "brief", "Inbox: Inbox - Mail, in thunderbird. 3 messages in view. Tom, Lunch, 12 May."),
        (SHEET, "brief", "Spreadsheet: trip.gnumeric. Focus: 120.00, cell. Cell B3: 120.00."),
        (DESKTOP, "brief", "Desktop: Desktop, in xfdesktop. On it: Home, Rubbish bin."),
        (CHAT, "brief", "Chat: Garden club, in telegram. Last message: Right: I will bring the ladder."),
        (TERMINAL, "brief", "Terminal: xterm. Last command: touch new.txt. It printed nothing."),
        (editor(SOURCE), "brief", "Code: orders.py. Focus: text area. 8 lines. It defines total and Item."),
    ],
)  # fmt: skip
def test_what_each_kind_is_told_by(scene: Scene, verbosity: Verbosity, expected: str) -> None:
    assert text(scene, verbosity=verbosity).startswith(expected), text(scene, verbosity=verbosity)


@pytest.mark.parametrize("scene", [LOGIN, LOCK, VIDEO, INBOX, SHEET, DESKTOP, CHAT, TERMINAL, editor(SOURCE)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_stays_within_the_words_in_each_language(scene: Scene, language: str) -> None:
    for verbosity in ("brief", "normal"):
        said = described(scene, verbosity=verbosity, language=language)
        assert sum(word_count(one.text) for one in said) <= WORDS[verbosity]
        assert all(one.evidence for one in said)


def test_an_error_of_an_earlier_command_is_no_news() -> None:
    shown = ("ada@desk:~$ cat missing.txt", "cat: missing.txt: No such file or directory", "ada@desk:~$ ls", "a.txt")
    assert "Error" in text(lines(*shown[:2], app="xterm"))
    assert "Error" not in text(lines(*shown, app="xterm"))


@pytest.mark.parametrize(
    ("words", "limit", "expected"),
    [
        ("The disk is full. Three files were not saved.", 20, "The disk is full. Three files were not saved."),
        ("The disk is full. Three files were not saved.", 7, "The disk is full. More."),
        (
            "The file could not be saved, the disk is full and nothing is left of it",
            10,
            "The file could not be saved… more.",
        ),
        ("Please transfer the amount of EUR 1,234.50 to the account below", 8, "Please transfer the amount of… more."),
        ("Call us on 020 7946 0123 before noon if you can not come", 7, "Call us on 020 7946 0123… more."),
        ("We could not find the “Annual report 2025” in your folder", 7, "We could not find the… more."),
        ("文件无法保存，因为磁盘已满，请删除一些文件后再试一次。", 14, "文件无法保存，因为磁盘已满……还有。"),
    ],
)
def test_what_is_too_long_ends_with_a_clause_and_says_that_there_is_more(words: str, limit: int, expected: str) -> None:
    own = phrases("zh" if words[0] > "\u3000" else "en")
    said = shortened(words, limit, own)
    assert said == expected
    assert word_count(said) <= limit


def test_nothing_is_said_rather_than_three_words_of_a_sentence() -> None:
    assert shortened("The disk is full and nothing can be saved any more.", 4, EN) is None


def test_chinese_is_counted_by_its_characters() -> None:
    assert word_count("磁盘已满了") == 4  # 5 characters, 1.5 to a word
    assert word_count("打开 Firefox 吧") == 3
    assert word_count("— | …") == 0


STORY = (
    "The old engine, which had failed in the storms of November, was replaced by an electric one built in Turku, and "
    "the captain rings a bell before leaving the pier."
)


@pytest.mark.parametrize("app", ["viewer", "xterm"])
def test_a_story_of_a_failure_and_a_setting_of_that_name_are_no_errors(app: str) -> None:
    assert "Error" not in text(lines(STORY, "level = warning", "The ferry leaves at nine.", app=app))


def test_a_story_over_several_lines_is_none_either() -> None:
    parts = (
        "The old engine, which had failed in the storms of",
        "November, was replaced by an electric one built in",
        "Turku. It is so quiet that the captain rings a bell",
        "before leaving the pier and again at the island.",
    )
    assert "Error" not in text(lines(*parts, app="viewer", step=18))


def test_a_long_message_that_begins_as_an_error_is_one() -> None:
    words = (
        "Error: the backup of the folder Photos could not be written to the disk because there are only 2 "
        "gigabytes left on it"
    )
    assert words in text(lines(words, "OK", app="viewer"))


def test_boxes_to_tick_are_no_words_of_a_message() -> None:
    tick = [Thing(900 + row, "checkbox", f"Select message {row}", box=Box(0, 40 + 30 * row, 20, 20), parent=800 + row)
            for row in range(1, 4)]  # fmt: skip
    cells = [Thing(800 + row, "cell", box=Box(0, 40 + 30 * row, 20, 28), parent=10 * row + 10) for row in range(1, 4)]
    first = [thing for thing in INBOX.things if thing.id < 20]
    rest = [thing for thing in INBOX.things if thing.id >= 20]
    scene = Scene(800, 600, "window", (), (*first, *rest, *cells, *tick), INBOX.window, complete=True)
    assert "Select message" not in text(scene)
    assert "Tom, Lunch, 12 May." in text(scene)


def test_in_few_words_the_content_comes_before_the_count_of_what_is_there() -> None:
    article = SCENES["article"]
    early = Scene(article.width, article.height, "window", (), article.things, article.window)
    said = described(early, article, verbosity="brief")
    assert "main" in [one.topic for one in said]
    assert "structure" not in [one.topic for one in said]
