"""Which line answers: settings of a file, lines of hints, verbs in the past, what a group or heading is called; and
what no name, no age and no date is."""

from __future__ import annotations

import pytest

from assistant.types import Box, Scene, TextBlock, Thing, WindowInfo
from models.grounded.claims import of_block
from models.grounded.pairs import inline_pair, pairs
from models.grounded.phrases import phrases
from models.grounded.shapes import DATE
from models.grounded.view import View
from models.grounded.words import same
from tests.models.grounded.test_answers_more import reply, seen

SETTINGS = seen(
    "[mixer]",
    "sample_rate = 44100",
    "fade_ms = 250",
    "idle_minutes = 20",
    "archive = /srv/radio/night.ogg",
    "# a jingle plays before the news",
)


def row(y: int, *texts: tuple[int, str]) -> list[TextBlock]:
    return [TextBlock(text, Box(x, y, 9 * len(text), 18), 0.98) for x, text in texts]


def scene(*blocks: TextBlock, things: tuple[Thing, ...] = ()) -> Scene:
    window = WindowInfo(1, "Booking", "", 1, Box(0, 0, 900, 600)) if things else None
    return Scene(900, 600, "window" if things else "file", blocks, things, window, complete=True)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What's the sample rate?", "44100"),
        ("How long is the fade?", "250"),
        ("How many minutes is idle?", "20"),
        ("What is archive set to?", "/srv/radio/night.ogg"),
    ],
)
def test_a_setting_is_told_by_its_name_and_the_unit_in_it(question: str, told: str) -> None:
    answer = reply(SETTINGS, question)
    assert answer.answerable, answer.text
    assert told in answer.text


@pytest.mark.parametrize(
    "question", ["What is the port set to?", "How long is the sample rate?", "Who wrote the archive?"]
)
def test_a_setting_that_is_not_there_is_not_told(question: str) -> None:
    assert not reply(SETTINGS, question).answerable


@pytest.mark.parametrize("line", ["if a == b", "x != y", "Total == 4", "a <= 3"])
def test_a_comparison_is_no_setting(line: str) -> None:
    block = TextBlock(line, Box(0, 0, 90, 18), 0.98)
    assert inline_pair(line, of_block(block)) is None


def test_in_a_line_of_hints_no_name_of_a_deed_is_the_label_of_the_next_key() -> None:
    blocks = [
        *row(40, (10, "Chapter one")),
        *row(560, (10, "^S"), (60, "Store"), (200, "^G"), (250, "Get Track"), (420, "F10"), (480, "Quit")),
    ]
    found = {(pair.label, pair.value) for pair in pairs(View(scene(*blocks)))}
    assert not found & {("Store", "^G"), ("Get Track", "F10"), ("^S", "Store"), ("Store", "Get Track")}
    assert not reply(scene(*blocks), "What's the track called?").answerable


def test_one_key_beside_a_name_is_still_a_value() -> None:
    blocks = row(40, (10, "Talk key"), (200, "F9"))
    assert [(pair.label, pair.value) for pair in pairs(View(scene(*blocks)))] == [("Talk key", "F9")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("keep", "kept"),
        ("begin", "began"),
        ("sends", "sent"),
        ("write", "written"),
        ("go", "went"),
    ],
)
def test_a_verb_is_the_same_in_the_past(first: str, second: str) -> None:
    assert same(first, second, phrases("en"))


@pytest.mark.parametrize("word", ["left", "saw", "lit", "read", "ground", "felt-tip"])
def test_what_may_be_another_word_is_no_past(word: str) -> None:
    assert not any(same(word, other, phrases("en")) for other in ("leave", "see", "light", "grind", "feel-tip"))


def test_a_question_in_the_present_finds_what_is_told_in_the_past() -> None:
    told = seen("The choir sang in the old mill.", "Tickets were sold by the baker.")
    answer = reply(told, "Where did the choir sing?")
    assert answer.answerable
    assert "old mill" in answer.text


def test_what_a_group_is_called_counts_as_said_of_what_is_in_it() -> None:
    things = (
        Thing(0, "window", "Booking", "", frozenset({"active"}), Box(0, 0, 900, 600)),
        Thing(1, "group", "Cabin:", "", frozenset(), Box(20, 100, 90, 20), 0),
        Thing(2, "label", "Twin, two beds, 84.00", "", frozenset(), Box(40, 140, 190, 20), 1),
        Thing(3, "label", "Single, one bed, 61.00", "", frozenset(), Box(40, 170, 190, 20), 1),
    )
    texts = [TextBlock(thing.name, thing.box, 1.0, "line", "tree") for thing in things[1:] if thing.box]
    answer = reply(scene(*texts, things=things), "How much is the twin cabin?")
    assert answer.answerable
    assert "84.00" in answer.text
    assert not reply(scene(*texts, things=things), "How much is the twin sauna?").answerable


def test_in_one_column_a_heading_is_over_what_stands_at_the_right_as_well() -> None:
    things = (
        Thing(0, "window", "Printer", "", frozenset({"active"}), Box(0, 0, 900, 600)),
        Thing(1, "heading", "Scanning", "", frozenset(), Box(40, 60, 100, 26), 0),
        Thing(2, "label", "Format", "", frozenset(), Box(60, 110, 80, 20), 0),
        Thing(3, "combobox", "Format", "TIFF", frozenset(), Box(700, 110, 160, 24), 0),
        Thing(4, "heading", "Printing", "", frozenset(), Box(40, 200, 100, 26), 0),
        Thing(5, "label", "Format", "", frozenset(), Box(60, 250, 80, 20), 0),
        Thing(6, "combobox", "Tray", "Upper", frozenset(), Box(700, 250, 160, 24), 0),
    )
    answer = reply(scene(things=things), "What is the scanning format?")
    assert answer.answerable
    assert "TIFF" in answer.text


@pytest.mark.parametrize("text", ["2.8.0", "v 1.12.4", "10.0.0.1", "192.168.1.10", "0.0.0.0:8443"])
def test_a_version_and_an_address_are_no_date(text: str) -> None:
    assert DATE.search(text) is None


@pytest.mark.parametrize("text", ["12.3.", "am 12.3. um zehn", "12.3.2025", "on 3/12/25.", "3-12-2025", "2025-03-12"])
def test_a_date_is_one(text: str) -> None:
    assert DATE.search(text) is not None


def test_a_number_of_years_is_an_age_only_where_it_is_said_to_be_one() -> None:
    told = seen("Ida Holm has run the mill for 23 years.", "Her brother Jens is 51 years old.")
    assert not reply(told, "How old is Ida Holm?").answerable
    answer = reply(told, "How old is Jens?")
    assert answer.answerable
    assert "51" in answer.text


@pytest.mark.parametrize("value", ["^R", "error 1187 in the parser", "/srv/radio/night.ogg"])
def test_what_is_no_name_is_nobody(value: str) -> None:
    lines = row(40, (10, "Editor"), (200, value))
    assert not reply(scene(*lines), "Who is the editor?").answerable


def test_a_name_with_an_address_is_somebody() -> None:
    lines = row(40, (10, "Editor"), (200, "Jens Holm <jens2@mill.example>"))
    assert "Jens Holm" in reply(scene(*lines), "Who is the editor?").text


def test_a_short_statement_is_one() -> None:
    answer = reply(seen("north.mill.example refused entry.", "ERR_REFUSED (12)"), "What refused entry?")
    assert answer.answerable
    assert "north.mill.example" in answer.text


def test_in_a_list_of_letters_the_row_is_called_by_who_wrote_it() -> None:
    rows = [("From", "Subject", "Date")]
    rows += [("Jens Holm", "The ladder is behind the 2nd shed, take it any time you like", "3 Mar")]
    rows += [("Ida Falk", "Minutes of the meeting of the choir on the 5th, please correct", "1 Mar")]
    things = [
        Thing(0, "window", "Mail", "", frozenset({"active"}), Box(0, 0, 900, 600)),
        Thing(1, "table", "Letters", "", frozenset(), Box(0, 40, 900, 300), 0),
    ]
    for at, cells in enumerate(rows):
        things.append(Thing(len(things), "row", "", "", frozenset(), Box(0, 40 + 30 * at, 900, 30), 1))
        parent = len(things) - 1
        for column, text in enumerate(cells):
            box = Box(300 * column, 40 + 30 * at, 280, 20)
            things.append(Thing(len(things), "cell", text, "", frozenset(), box, parent))
    assert "Jens Holm" in reply(scene(things=tuple(things)), "Who wrote about the ladder and the shed?").text


NOTES = seen(
    "Backups are written to /srv/tapes every night.",
    "The relay answers on 5060 and logs to relay.log.",
    "Radio total: EUR 41.20",
    "Steer south by west until the buoy.",
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Which folder are backups written to?", "/srv/tapes"),
        ("On which port does the relay answer?", "5060"),
        ("What file does the relay log to?", "relay.log"),
        ("What's the radio total amount?", "41.20"),
        ("In what direction should I steer?", "south by west"),
    ],
)
def test_what_the_noun_asks_for_is_told_by_its_looks(question: str, told: str) -> None:
    answer = reply(NOTES, question)
    assert answer.answerable, answer.text
    assert told in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Which folder does the relay log to?",
        "On which port do backups run?",
        "Which direction does the relay answer in?",
    ],
)
def test_a_line_without_what_the_noun_asks_for_is_no_answer(question: str) -> None:
    assert not reply(NOTES, question).answerable


def test_in_german_too_the_noun_tells_what_is_looked_for() -> None:
    told = seen("Sicherungen liegen unter /srv/baender bereit.", "Der Verteiler antwortet auf 5060.")
    answer = reply(told, "Auf welchem Port antwortet der Verteiler?", "de")
    assert answer.answerable, answer.text
    assert "5060" in answer.text
    assert not reply(told, "In welchem Ordner antwortet der Verteiler?", "de").answerable


@pytest.mark.parametrize("question", ["What's the user name?", "What is the user name?", "Which user name is given?"])
def test_a_name_that_a_label_tells_needs_no_capital(question: str) -> None:
    assert "jholm7" in reply(scene(*row(40, (10, "User name"), (200, "jholm7"))), question).text


def test_a_name_is_asked_for_as_people_speak() -> None:
    told = seen("The old mill is closed, says keeper Jens Holm.", "Ask again on Friday.")
    answer = reply(told, "What's the keeper's name?")
    assert answer.answerable
    assert "Jens Holm" in answer.text
    assert not reply(told, "What's the keeper's daughter's name?").answerable


def test_what_is_under_the_next_heading_is_not_of_the_one_before() -> None:
    """Headings below each other in one column, and what they are about further right."""
    things = [Thing(0, "window", "Sound", "", frozenset({"active"}), Box(0, 0, 900, 600))]

    def add(role: str, name: str, value: str, x: int, y: int) -> None:
        things.append(Thing(len(things), role, name, value, frozenset(), Box(x, y, 160, 22), 0))

    add("heading", "Speaker", "", 40, 60)
    add("combobox", "Volume", "40", 300, 100)
    add("heading", "Headphones", "", 40, 260)
    add("combobox", "Volume", "70", 300, 300)
    add("combobox", "Rate", "48 kHz", 300, 340)
    scene = Scene(900, 600, "window", (), tuple(things), complete=True)
    assert not reply(scene, "What is the speaker rate?").answerable
    assert "48 kHz" in reply(scene, "What is the rate?").text
