"""Questions about commit logs, listings, settings and program text, and about the program that shows them."""

from __future__ import annotations

import pytest

from assistant.types import Box, Scene, TextBlock, Thing, WindowInfo
from models.grounded.phrases import LANGUAGES as NARRATED
from models.grounded.terminals.words import LANGUAGES, terminal_words
from tests.models.grounded.test_answers_more import reply


def screen(*rows: str, height: int = 600, step: int = 20) -> Scene:
    """Lines of a terminal, without a tree; two blanks begin a new block."""
    blocks = []
    for at, row in enumerate(rows):
        start = 0
        for part in row.split("  "):
            if part.strip():
                x = 4 + 9 * (start + len(part) - len(part.lstrip()))
                blocks.append(TextBlock(part.strip(), Box(x, 4 + step * at, 9 * len(part.strip()), 16), 0.98))
            start += len(part) + 2
    return Scene(1000, height, "file", tuple(blocks), complete=True)


LOG = screen(
    "tom@mill:~/bakery$ git log --oneline -3 --format='%h %an, %as: %s'",
    "4c1e9a0 Nora Byrne, 2024-11-21: Oven: preheat to 230",
    "77d02bf Raj Patel, 2024-11-20: Weigh the flour twice",
    "a90c3e1 Nora Byrne, 2024-11-18: Recipe of the rye bread",
    "tom@mill:~/bakery$ git show --numstat HEAD~1",
    "commit 77d02bf5ab1c3d9e0f117a2b3c4d5e6f7a8b9c0d",
    "Author: Raj Patel <raj@bakery.example>",
    "Date: Wed Nov 20 10:02:00 2024 +0000",
    "    Weigh the flour twice",
    "12  3  scales.py",
    "tom@mill:~/bakery$",
)
FULL = screen(
    "commit 19f0c2d4e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0 (HEAD -> main, origin/main)",
    "Author: Sofia Lind <sofia@ferry.example>",
    "Date:   Mon Feb 5 08:00:00 2024 +0100",
    "    Timetable of the winter",
    "commit 8be2a7741a6b7c8d9e0f1a2b3c4d5e6f7a8b9c01",
    "Author: Emil Krog <emil@ferry.example>",
    "Date:   Sun Feb 4 17:30:00 2024 +0100",
    "    Fares for children",
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who made the last commit?", "Nora Byrne"),
        ("Who committed 77d02bf?", "Raj Patel"),
        ("Who wrote the recipe of the rye bread?", "Nora Byrne"),
        ("By whom is the commit about the flour?", "Raj Patel"),
        ("When did Raj Patel commit?", "2024-11-20"),
        ("What's the latest commit about?", "Oven: preheat to 230"),
        ("What is the hash of the commit about the oven?", "4c1e9a0"),
        ("How many commits are there?", ""),
        ("How many commits did Nora make?", ""),
        ("What's the author's e-mail?", "raj@bakery.example"),
        ("How many lines were added to scales.py?", "12 added"),
        ("How many lines were removed from scales.py?", "3 removed"),
        ("Who made the first commit?", ""),
        ("Who committed 55aa123?", ""),
        ("When did Carol commit?", ""),
        ("How many lines were added to oven.py?", ""),
    ],
)
def test_a_commit_log_is_read_as_records(question: str, told: str) -> None:
    answer = reply(LOG, question)
    assert answer.answerable == bool(told), answer.text
    assert told in answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who made the newest commit?", "Sofia Lind"),
        ("When was the commit about fares for children?", "Sun Feb 4"),
        ("What is the e-mail of Emil Krog?", "emil@ferry.example"),
        ("What is the author's e-mail?", ""),
    ],
)
def test_a_commit_log_of_several_lines_a_commit(question: str, told: str) -> None:
    answer = reply(FULL, question)
    assert answer.answerable == bool(told), answer.text
    assert told in answer.text


def test_the_newest_commit_is_only_told_where_the_log_begins() -> None:
    scrolled = screen(
        "4c1e9a0 Nora Byrne, 2024-11-21: Oven: preheat to 230", "77d02bf Raj Patel, 2024-11-20: Weigh the flour"
    )
    assert not reply(scrolled, "Who made the last commit?").answerable
    assert "Raj Patel" in reply(scrolled, "Who weighed the flour?").text


def test_numbers_in_front_of_words_are_no_commits() -> None:
    assert not reply(screen("12345678 Milk for the week", "1 litre"), "Who made the last commit?").answerable


FOLDER = screen(
    "tom@mill:~/bakery$ ls -l",
    "total 28",
    "-rw-r--r-- 1 tom bakers 912 Feb 3 2023 bread.txt",
    "drwxr-xr-x 2 tom bakers 4096 May 1 2024 ovens",
    "-rw-r--r-- 1 nora bakers 15220 Jan 9 2022 prices.csv",
    "-rw-r--r-- 1 tom bakers 77 Jun 30 2024 README.md",
    "tom@mill:~/bakery$ grep -c rye bread.txt",
    "4",
    "tom@mill:~/bakery$ cp bread.txt /mnt/usb",
    "cp: cannot create regular file '/mnt/usb': Permission denied",
    "tom@mill:~/bakery$",
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How big is prices.csv?", "15220"),
        ("How many bytes does bread.txt have?", "912"),
        ("What's the size of the readme?", "77"),
        ("When was bread.txt changed?", "Feb 3 2023"),
        ("Who owns prices.csv?", "nora"),
        ("Which file is the biggest?", "prices.csv: 15220"),
        ("What is the newest file?", "README.md: Jun 30 2024"),
        ("Is there a folder called ovens?", "Yes"),
        ("Is there a file called flour.txt?", "No"),
        ("How many files are there?", "3:"),
        ("Which command did I use to copy bread.txt?", "cp bread.txt /mnt/usb"),
        ("What was the grep command?", "grep -c rye bread.txt"),
        ("Why did the last command fail?", "Permission denied"),
        ("How big is flour.txt?", ""),
        ("Which folder is the biggest?", ""),
        ("What was the curl command?", ""),
    ],
)
def test_a_listing_tells_of_each_file(question: str, told: str) -> None:
    answer = reply(FOLDER, question)
    assert answer.answerable == bool(told), answer.text
    assert told in answer.text


def test_a_listing_that_is_cut_off_is_not_said_to_lack_a_file() -> None:
    cut = screen("-rw-r--r-- 1 tom bakers 912 Feb 3 2023 bread.txt", "tom@mill:~/bakery$")
    assert not reply(cut, "Is there a file called flour.txt?").answerable
    assert not reply(cut, "How many files are there?").answerable


EDITOR = screen(
    "GNU nano 6.4    bakery.conf    Modified",
    "[oven]",
    "degrees = 230",
    "fan = off",
    "bind = 127.0.0.1:9310",
    "# The door must be closed",
    "# before the fan starts.",
    "[queue]",
    "max_orders = 40",
    "size = 8",
    "log = /var/log/bakery.log",
    *[""] * 12,
    "^G  Help  ^O  Write Out  ^W  Where Is  ^K  Cut",
    "^X  Exit  ^R  Read File  ^U  Paste  ^J  Justify",
    height=520,
)


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        ("Which file is open?", "en", "bakery.conf."),
        ("Which editor is it?", "en", "GNU nano 6.4."),
        ("What program am I in?", "en", "GNU nano 6.4."),
        ("Read the comment", "en", "The door must be closed before the fan starts."),
        ("How many sections are there?", "en", "2: oven and queue."),
        ("What is in the section queue?", "en", "max_orders = 40."),
        ("How many orders are allowed?", "en", "max_orders: 40"),
        ("How big is the size?", "en", "size: 8"),
        ("Is fan on?", "en", "No: fan = off."),
        ("Is fan off?", "en", "Yes: fan = off."),
        ("Which port is it?", "en", "Port 9310"),
        ("Which port does the database use?", "en", ""),
        ("How many ovens are allowed?", "en", ""),
        ("Is the light on?", "en", ""),
        ("Welche Datei ist offen?", "de", "bakery.conf."),
        ("Wie viele Abschnitte gibt es?", "de", "2: oven und queue."),
        ("Was steht im Kommentar?", "de", "The door must be closed"),
        ("Auf welchem Port lauscht der Server?", "de", "Port 9310"),
        ("打开的是哪个文件？", "zh", "bakery.conf。"),
        ("有多少个分组？", "zh", "2个"),
        ("端口是多少？", "zh", "端口9310"),
    ],
)
def test_a_file_of_settings_in_an_editor(question: str, language: str, told: str) -> None:
    answer = reply(EDITOR, question, language)
    assert answer.answerable == bool(told), answer.text
    assert told in answer.text


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        ("Wer hat den letzten Commit gemacht?", "de", "Nora Byrne"),
        ("Wann hat Raj Patel committet?", "de", "2024-11-20"),
        ("谁做了最后一次提交？", "zh", "Nora Byrne"),
    ],
)
def test_a_commit_log_is_asked_about_in_other_languages(question: str, language: str, told: str) -> None:
    assert told in reply(LOG, question, language).text


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        ("Wie groß ist prices.csv?", "de", "15220"),
        ("Welche Datei ist die größte?", "de", "prices.csv"),
        ("prices.csv有多大？", "zh", "15220"),
        ("最大的文件是哪个？", "zh", "prices.csv"),
    ],
)
def test_a_listing_is_asked_about_in_other_languages(question: str, language: str, told: str) -> None:
    answer = reply(FOLDER, question, language)
    assert answer.answerable
    assert told in answer.text


def test_a_file_that_the_text_speaks_of_is_not_the_one_that_is_open() -> None:
    scene = screen("[log]", "file = /tmp/oven.log", "level = low", "days = 3", "See notes.txt")
    assert not reply(scene, "Which file is open?").answerable


def test_a_file_goes_on_where_no_room_is_left_below() -> None:
    rows = [f"key{at} = {at}" for at in range(10)]
    scene = screen("[a]", *rows, "[b]", *rows, height=450)
    assert not reply(scene, "How many sections are there?").answerable


def test_numbers_beside_the_lines_tell_how_many_there_are() -> None:
    rows = [f"{at}  def step{at}(): return {at}" for at in range(1, 9)]
    editor = screen(*rows, *[""] * 10, "steps.py    1,1    All", height=400)
    assert reply(editor, "How many lines does the file have?").text == "8 lines."
    assert reply(editor, "Which file is open?").text == "steps.py."
    assert reply(editor, "How many functions are there?").text.startswith("8:")
    full = screen(*rows, "steps.py    1,1    Top", height=190)
    assert not reply(full, "How many lines does the file have?").answerable


def titled(title: str, *rows: str, field: str = "") -> Scene:
    """A window with a title, its text, and a field with a file's name."""
    frame = Box(0, 0, 1000, 600)
    things = [Thing(0, "window", title, "", frozenset({"active"}), frame)]
    if field:
        states = frozenset({"editable", "focused"})
        things.append(Thing(1, "textbox", "File name", field, states, Box(200, 100, 300, 24), 0))
    blocks = tuple(TextBlock(row, Box(20, 60 + 30 * at, 9 * len(row), 18), 0.98) for at, row in enumerate(rows))
    return Scene(1000, 600, "window", blocks, tuple(things), WindowInfo(1, title, "", 1, frame), complete=True)


@pytest.mark.parametrize(
    "title",
    [
        "Node.js tutorial - Mozilla Firefox",
        "amazon.com: Spend less - Firefox",
        "Inbox - anna@posteo.de - Thunderbird",
        "Rechnung von booking.com",
    ],
)
def test_a_word_with_a_dot_in_a_title_is_no_open_file(title: str) -> None:
    assert not reply(titled(title, "Welcome to this page.", "Read on."), "Which file is open?").answerable
    code = titled(title, "[a]", "one = 1", "two = 2", "three = 3")
    assert not reply(code, "Which file is open?").answerable


def test_the_title_of_an_editor_names_the_open_file() -> None:
    answer = reply(
        titled("*oven.conf (~/bakery) - Pluma", "[a]", "one = 1", "two = 2", "three = 3"), "Which file is open?"
    )
    assert answer.answerable and answer.text == "oven.conf."


def test_a_field_for_the_name_of_a_file_tells_it_and_not_the_title() -> None:
    answer = reply(titled("Save draft.txt as", "Choose a folder", field="holiday-final.txt"), "What is the file name?")
    assert "draft.txt" not in answer.text
    assert "holiday-final.txt" in answer.text


@pytest.mark.parametrize(
    ("rows", "question"),
    [
        (("htop --version", "htop 3.2.2"), "What program is running?"),
        (("apt list --installed", "vim 9.0"), "Which editor am I in?"),
        (("git status", "On branch main", "  modified:   oven.py"), "Which file is open?"),
        (("scp report.pdf mill:", "report.pdf   100%   12KB"), "Which file is open?"),
    ],
)
def test_what_a_command_printed_is_not_what_is_open(rows: tuple[str, ...], question: str) -> None:
    scene = screen(f"tom@mill:~/b$ {rows[0]}", *rows[1:], "tom@mill:~/b$")
    assert not reply(scene, question).answerable


SECRETS = screen(
    "[db]",
    "user = anna",
    "password = hunter2",
    "api_token = sk_live_1234567890",
    "card_number = 4111 1111 1111 1111",
    "cvc = 123",
    "url = mysql://anna:hunter2@mill/shop",
    "pool = 4",
)


def test_secrets_in_a_section_are_not_read_aloud() -> None:
    text = reply(SECRETS, "What is in the section db?").text
    assert "user = anna" in text and "pool = 4" in text and "password" in text
    assert not any(secret in text for secret in ("hunter2", "sk_live", "4111", "123"))
    assert not reply(SECRETS, "Is cvc 123?").text.startswith("Yes")


VALUES = screen(
    "[db]", "timeout = 30 # seconds", "retries = 5s", "debug = true ; for now", "size = 8.0", "max_logins = 12",
    "max_order_size = 40", "max_upload_size = 10MB", "max_login_seconds = 90",
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Is timeout 30?", "Yes"),
        ("Is timeout 31?", "No"),
        ("Is retries 5?", ""),
        ("Is debug on?", "Yes"),
        ("Is size 8?", "Yes"),
        ("How many logins are allowed?", "max_logins: 12"),
        ("How many orders are allowed?", ""),
        ("How many uploads are allowed?", ""),
    ],
)
def test_values_of_settings_are_compared_as_numbers(question: str, told: str) -> None:
    answer = reply(VALUES, question)
    assert answer.answerable == bool(told), answer.text
    assert told in answer.text


@pytest.mark.parametrize(
    "rows",
    [
        ("[database]", "url = postgres://localhost:5432/shop", "user = shop", "pool = 5", "[server]", "workers = 4"),
        ("[database]", "port = 5432", "user = shop", "pool = 5", "[server]", "workers = 4"),
        ("redis_port = 6379", "user = shop", "pool = 5"),
        (
            "tom@mill:~$ curl http://localhost:8080/health",
            "curl: (7) Failed to connect to localhost:8080",
            "tom@mill:~$",
        ),
    ],
)
def test_a_port_of_something_else_is_not_the_one_that_a_server_listens_on(rows: tuple[str, ...]) -> None:
    assert not reply(screen(*rows), "Which port does the server listen on?").answerable


def test_the_port_of_a_server_is_told_by_what_says_so() -> None:
    for rows in (("[server]", "port = 8071", "a = 1", "b = 2"), ("tom@mill:~$ serve", "Listening on port 8071")):
        assert "8071" in reply(screen(*rows), "Which port does the server listen on?").text


@pytest.mark.parametrize(
    "scene",
    [
        screen("fan = off", "[queue]", "size = 8", "log = /x", "days = 3", *[""] * 8, "bakery.conf   40,1   Bot"),
        screen("[oven]", "degrees = 230", "fan = off", "bind = 1", "", "[queue]", "max = 3", height=200, step=30),
        screen("[queue]", "size = 8", "log = /x", "days = 3", *[""] * 8, "bakery.conf   40,1"),
    ],
)
def test_a_file_that_is_scrolled_is_not_counted_for_sure(scene: Scene) -> None:
    assert not reply(scene, "How many sections are there?").answerable


def test_lines_numbered_from_the_middle_are_not_all() -> None:
    rows = [f"{at}  def step{at}(): return {at}" for at in range(40, 47)]
    assert not reply(screen(*rows, *[""] * 10, height=400), "How many functions are there?").answerable


def test_all_languages_know_the_same_questions() -> None:
    assert LANGUAGES == NARRATED
    intents = [{intent for intent, _ in terminal_words(language).asks} for language in LANGUAGES]
    assert all(one == intents[0] for one in intents)
    says = [set(terminal_words(language).say) for language in LANGUAGES]
    assert all(one == says[0] for one in says)
