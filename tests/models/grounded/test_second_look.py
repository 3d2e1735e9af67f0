"""What the first look has no answer to is looked at once more: in other words, and in places that are seldom meant."""

from __future__ import annotations

import pytest

from assistant.types import Box, Scene, TextBlock, Thing, WindowInfo
from models.grounded.phrases import phrases
from models.grounded.second.rewording import MOST, wordings
from models.grounded.second.words import LANGUAGES, second_words
from tests.models.grounded.test_answers_more import reply, seen, window

FRAME = Box(0, 0, 1000, 700)


def page(*things: Thing) -> Scene:
    """A web page with these things in it; their parents are 1, the document, or one of them."""
    around = (
        Thing(0, "window", "Page", "", frozenset({"active"}), FRAME),
        Thing(1, "document", "", "", frozenset(), FRAME, 0),
    )
    blocks = tuple(TextBlock(one.name, one.box, 1.0, "line", "tree") for one in things if one.box and one.parent == 1)
    return Scene(1000, 700, "window", blocks, (*around, *things), WindowInfo(1, "Page", "", 1, FRAME), complete=True)


def at(number: int, role: str, name: str, box: tuple[int, int, int, int], parent: int = 1) -> Thing:
    return Thing(number, role, name, "", frozenset(), Box(*box), parent)


PROSE = "The old mill on the river has been ground to a halt by the flood, says the miller, who hopes for a dry May."
GAZETTE = page(
    at(2, "text", "The Dale Gazette", (40, 10, 200, 22)),
    at(3, "link", "Home", (600, 10, 60, 22)),
    at(4, "link", "Sport", (680, 10, 60, 22)),
    at(5, "link", "Letters", (760, 10, 60, 22)),
    at(6, "heading", "Mill stands still after the flood", (40, 60, 500, 40)),
    at(7, "paragraph", PROSE, (40, 120, 700, 40)),
    at(8, "paragraph", "I have never seen the wheel so still.", (70, 180, 500, 20)),
    at(9, "paragraph", f"{PROSE} A fund for the repair is open.", (40, 220, 700, 40)),
    at(10, "link", "A fund for the repair", (560, 240, 150, 20), 9),
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What does the link in the article say?", "A fund for the repair."),
        ("Read the link", "A fund for the repair."),
        ("What does the quotation say?", "I have never seen the wheel so still."),
        ("Which newspaper is this?", "The Dale Gazette."),
        ("What's the newspaper called?", "The Dale Gazette."),
    ],
)
def test_what_stands_out_of_a_page_is_told(question: str, told: str) -> None:
    answer = reply(GAZETTE, question)
    assert answer.answerable
    assert answer.text == told


@pytest.mark.parametrize("question", ["Which shop is it?", "What's the miller called?", "Which mill is this?"])
def test_a_masthead_is_no_name_of_what_is_not_a_paper(question: str) -> None:
    assert not reply(GAZETTE, question).answerable


def test_a_paragraph_that_is_set_in_among_short_lines_is_no_quotation() -> None:
    lines = page(
        at(2, "paragraph", "Milk", (40, 120, 700, 20)),
        at(3, "paragraph", "Half a litre", (70, 150, 500, 20)),
        at(4, "paragraph", "Bread", (40, 180, 700, 20)),
    )
    assert not reply(lines, "What does the quote say?").answerable


@pytest.mark.parametrize("question", ["Which portal is this?", "What portal is it?", "What's the name of the portal?"])
def test_a_line_that_ends_with_the_noun_names_the_whole(question: str) -> None:
    scene = seen("Welcome", "Riverside parents portal", "User name", "Password")
    assert reply(scene, question).text == "Riverside parents portal."
    assert not reply(seen("Welcome", "Checking the cable and the portal", "Retry"), question).answerable


PROGRAM = (
    "from dataclasses import dataclass",
    "@dataclass",
    "class Boat:",
    "    name: str",
    "    price: int",
    "    seats: int = 2",
    "def repair(boat: Boat, hours: int):",
    "    return boat.price * hours",
    'skiff = Boat("Blue skiff", 780, 4)',
    'ferry = Boat("Night ferry", price=99000, seats=60)',
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What does the blue skiff cost?", "Blue skiff, price: 780."),
        ("How much is the night ferry?", "Night ferry, price: 99000."),
        ("How many seats does the night ferry have?", "Night ferry, seats: 60."),
    ],
)
def test_arguments_belong_to_the_fields_of_what_is_made(question: str, told: str) -> None:
    assert reply(seen(*PROGRAM), question).text == told


@pytest.mark.parametrize("question", ["What does the raft cost?", "How many sails does the blue skiff have?"])
def test_a_program_text_tells_nothing_of_what_it_does_not_make(question: str) -> None:
    assert not reply(seen(*PROGRAM), question).answerable


@pytest.mark.parametrize("question", ["How heavy is it?", "What's the weight?", "What weight did he say?"])
def test_a_measure_that_is_told_in_reply_is_told_with_what_was_asked(question: str) -> None:
    talk = seen("The porter asked for the weight.", "Eleven kilos.", "Then he wrote a label.")
    assert reply(talk, question).text == "It says: The porter asked for the weight. Eleven kilos."
    assert not reply(
        seen("The porter asked for the weight.", "Nobody knew it.", "Eleven days later"), question
    ).answerable


@pytest.mark.parametrize("question", ["What's the error code?", "Error code?", "Which error code is shown?"])
def test_the_code_of_an_error_is_known_by_its_looks(question: str) -> None:
    broken = seen("The page can't be opened.", "Try:", "Calling the hotline, extension 2210", "DNS_PROBE_NOT_FOUND_ERR")
    assert reply(broken, question).text == "DNS_PROBE_NOT_FOUND_ERR."
    assert not reply(seen("The page can't be opened.", "Room 2210", "Retry"), question).answerable


@pytest.mark.parametrize("question", ["What keys rename the file?", "How do I rename the file?"])
def test_a_line_with_keys_tells_them(question: str) -> None:
    notes = seen("What's new in 3.1", "Use Ctrl+Alt+R to rename the file", "Fewer crashes")
    answer = reply(notes, question)
    assert answer.answerable
    assert "Ctrl+Alt+R" in answer.text
    assert not reply(notes, question.replace("rename", "print")).answerable


@pytest.mark.parametrize(
    "question", ["How do I contact them?", "Where can I write to?", "What is the contact address?"]
)
def test_the_one_address_that_is_not_the_persons_own_is_where_to_write(question: str) -> None:
    assert "office@dale.example" in reply(seen("Opening hours", "Questions: office@dale.example"), question).text
    assert not reply(seen("Your e-mail: kim@dale.example", "Continue"), question).answerable
    assert not reply(seen("kim@host:~$ ls", "url = mysql://kim@db.internal/shop", "kim@host:~$"), question).answerable


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What does it say about the garage?", "The garage will be locked from ten at night."),
        ("Is there a note about the garage?", "The garage will be locked from ten at night."),
    ],
)
def test_what_is_said_about_something_is_quoted(question: str, told: str) -> None:
    notice = seen("House rules", "The garage will be locked from ten at night.", "Garage", "No bicycles in the hall.")
    assert told in reply(notice, question).text
    assert not reply(notice, question.replace("garage", "roof")).answerable


def test_a_form_is_about_what_it_says_over_its_fields() -> None:
    form = page(
        at(2, "label", "Booking of the sauna", (20, 10, 300, 20)),
        at(3, "textbox", "Name", (120, 40, 200, 24)),
        at(4, "textbox", "Day", (120, 80, 200, 24)),
    )
    assert reply(form, "What is this form about?").text == "Booking of the sauna."


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("What does it all cost together?", "how much is the total"),
        ("How many more letters can I get?", "how many letters are left"),
        ("What button can't I use?", "which button is disabled"),
        ("Was kostet das alles zusammen?", "wie viel ist die summe"),
        ("总共多少钱?", "总计多少钱"),
    ],
)
def test_a_question_is_asked_again_in_other_words(question: str, other: str) -> None:
    language = "zh" if ord(question[0]) > 0x2E80 else "de" if question.startswith("Was ") else "en"
    found = [wording for wording, *_ in wordings(question, phrases(language), second_words(language))]
    assert other in found
    assert len(found) <= MOST


def test_names_keep_their_capitals_in_other_words() -> None:
    found = wordings("According to Ana how many boats are there?", phrases("en"), second_words("en"))
    assert found == [("how many boats are there", "ana", "")] or found == [("how many boats are there", "Ana", "")]


def test_nothing_is_selected_is_no_answer_to_other_words() -> None:
    scene = window(("tab", "General", ""), ("tab", "Sound", ""))
    assert not reply(scene, "Which tab of the settings is this?").answerable


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_places_and_wordings(language: str) -> None:
    said = second_words(language)
    assert said.turns
    assert {"about", "code", "contact", "failed", "suggested"} <= {place for place, _ in said.asks}


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        ("Was steht da über die Garage?", "de", "Die Garage ist ab zehn Uhr abgeschlossen."),
        ("Wohin kann ich schreiben?", "de", "buero@tal.example"),
        ("怎么联系他们?", "zh", "buero@tal.example"),
    ],
)
def test_german_and_chinese_look_twice_as_well(question: str, language: str, told: str) -> None:
    notice = seen("Hausordnung", "Die Garage ist ab zehn Uhr abgeschlossen.", "Fragen: buero@tal.example")
    answer = reply(notice, question, language)
    assert answer.answerable
    assert told in answer.text
