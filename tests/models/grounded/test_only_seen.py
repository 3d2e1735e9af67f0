"""What is only seen as a picture is claimed only as far as a picture tells it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.types import Answer, Box, Question, Scene, TextBlock, Thing
from models.grounded.engine import GroundedEngine
from tests.models.grounded.scenes import picture

ENGINE = GroundedEngine()
ARTICLE = (
    "From Monday the small white ferry crosses the sound again, eleven times a day.",
    "It takes bicycles and prams without an extra ticket, and dogs are free of charge.",
    "The pump failed on Monday.",
    "Since then an electric engine, built in Turku, has taken the boat across the bay in nine minutes.",
    "A single ticket is sold on board by the captain, who rings a bell before leaving the pier.",
)


def seen(*texts: str, step: int = 60, left: int = 40) -> Scene:
    """A picture of lines of text, one below the other, read by OCR."""
    blocks = tuple(TextBlock(text, Box(left, 40 + step * at, 9 * len(text), 18), 0.97) for at, text in enumerate(texts))
    return Scene(1200, 900, "file", blocks, (), complete=True, name="screen.png")


def told(scene: Scene) -> str:
    return " ".join(claim.text for claim in ENGINE.describe(picture(scene), iter([scene]), "normal", "en", Token()))


def ask(scene: Scene, question: str, language: str = "en") -> Answer:
    return ENGINE.answer(Question(question, language), picture(scene), scene, Conversation(), Token())


def test_a_sentence_of_an_article_about_a_failure_is_no_error() -> None:
    assert "Error" not in told(seen(*ARTICLE))
    assert not ask(seen(*ARTICLE), "What is the error?").answerable


def test_the_middle_of_a_sentence_is_no_error() -> None:
    column = seen("Ferry", "engine, which had failed in the storms of", "Harbour")
    assert "Error" not in told(column)


@pytest.mark.parametrize("message", ["The file could not be opened.", "Error: disk full"])
def test_a_message_by_itself_is_an_error(message: str) -> None:
    assert ask(seen(message, "OK"), "Are there any errors?").text.startswith("Yes")
    assert "Error" in told(seen(message, "OK"))


def test_what_begins_as_an_error_is_one_also_beside_an_article() -> None:
    assert "Error: page 2 is missing." in told(seen("Error: page 2 is missing.", *ARTICLE))


@pytest.mark.parametrize(
    ("question", "language"),
    [("Are there any errors?", "en"), ("Is anything wrong?", "en"), ("Gibt es Fehler?", "de"), ("有错误吗？", "zh")],
)
def test_from_a_picture_alone_it_is_not_claimed_that_there_is_no_error(question: str, language: str) -> None:
    form = seen("Name", "Postcode", "Postcode is required.", "Send")
    assert not ask(form, question, language).answerable


CODE = seen(
    "1 from dataclasses import dataclass",
    "2 class Item:",
    "3     price: int = 0",
    "4 def total(items: list[Item]) -> int:",
    '5     """The sum; rounding is done once a line."""',
    "6     return sum(item.price for item in items)",
    "7 # end",
    step=24,
)


def test_a_class_is_no_function() -> None:
    assert ask(CODE, "What's the function called?").text == "It defines total."
    assert ask(CODE, "Which classes are there?").text == "It defines Item."
    only_a_class = seen("class Item:", "    price: int = 0", "    amount: int = 1", "    name: str = ''", step=24)
    assert not ask(only_a_class, "What's the function called?").answerable


@pytest.mark.parametrize(
    "question", ["Who wrote this code?", "How many lines of code are there?", "How many lines does the file have?"]
)
def test_lines_of_a_program_tell_nothing_in_words_and_are_not_all_of_its_file(question: str) -> None:
    assert not ask(CODE, question).answerable


def test_columns_of_running_text_that_are_level_are_no_table() -> None:
    left = ("From Monday the white ferry crosses the sound", "eleven times a day, and for once it takes", "bicycles")
    right = (
        "Nine cooks, two hundred and sixty litres and",
        "one secret: roasted carrots. The jury called it",
        "a meal",
    )
    blocks = [
        TextBlock(text, Box(x, 40 + 26 * at, 9 * len(text), 18), 0.97)
        for x, column in (
            (40, left),
            (500, right),
            (1000, ("Rain from the west all morning, dry by", "Up to 9", "fog")),
        )
        for at, text in enumerate(column)
    ]
    page = Scene(1600, 300, "file", tuple(blocks), (), complete=True, name="screen.png")
    assert not pairs_beside(page, "From Monday")


def pairs_beside(scene: Scene, label: str) -> list[str]:
    from models.grounded.pairs import pairs
    from models.grounded.view import View

    return [pair.value for pair in pairs(View(scene)) if pair.label.startswith(label)]


@pytest.mark.parametrize(
    ("lines", "question"),
    [
        (("She asked for the depth.", "They waited."), "What depth did they say?"),
        (("Volume", "Louder than 100 % may distort the sound."), "How loud is it?"),
        (("Delivery: Standard, 3 days, free", "Total: 12.00"), "What's the delivery date?"),
        (("Open the payslip with your usual password - thank you.", "Payroll"), "What's the password for the payslip?"),
        (("09:55 to Porto from platform 2.", "Departures"), "How far is it to Porto?"),
        (("Forty lime trees are to make room for a lane.", "Weather"), "What's the headline about trees?"),
        (
            ("Figures from the harbour office, without guarantee. Heights are in metres.",),
            "Who runs the harbour office?",
        ),
        (("Photos: 1 Mar", "Inbox"), "Who is in the photos?"),
        (("ada@desk:~$ ls -l", "-rw-r--r-- 1 ada ada 43 Mar 9 2024 README.md", "ada@desk:~$"), "What's in README.md?"),
    ],
)
def test_what_only_speaks_of_it_is_no_answer(lines: tuple[str, ...], question: str) -> None:
    assert not ask(seen(*lines), question).answerable


@pytest.mark.parametrize(
    ("lines", "question", "answer"),
    [
        (("The depth is 14 metres.", "They waited."), "What depth did they say?", "14 metres"),
        (("Delivery date: 14 March", "Total: 12.00"), "What's the delivery date?", "14 March"),
        (("Lieferdatum: 3. März", "Summe: 12,00"), "What's the Lieferdatum date?", "3. März"),
        (("Copying files: 45 %", "Cancel"), "How far is the copying?", "45 %"),
    ],
)
def test_what_tells_it_is_still_an_answer(lines: tuple[str, ...], question: str, answer: str) -> None:
    found = ask(seen(*lines), question)
    assert answer in found.text
    assert found.answerable


@pytest.mark.parametrize("question", ["Which headings are there?", "How many headings are there?"])
def test_from_a_picture_alone_it_is_not_claimed_that_there_are_no_headings(question: str) -> None:
    assert not ask(seen("Sound", "Output", "Volume"), question).answerable


def test_words_beside_a_switch_are_not_its_place_nor_its_value() -> None:
    settings = seen("Sound on login", "Volume", "Balance")
    assert not ask(settings, "Where is the sound on login switch?").answerable
    assert not ask(settings, "What does the volume slider say?").answerable


def test_the_menus_of_a_program_are_no_first_line_of_its_text() -> None:
    letter = seen("File Edit Search View Document Help", "Dear Mrs Okafor,", "thank you for the tea.")
    first = ask(letter, "Read the first line")
    assert "File" not in first.text
    assert not first.answerable
    assert ask(seen("Dear Mrs Okafor,", "thank you for the tea."), "Read the first line").answerable


def test_what_about_a_row_reads_all_of_it() -> None:
    rows = (
        ("Time", "To", "Train", "Remarks"),
        ("08:47", "Berlin", "ICE 7", "on time"),
        ("09:10", "Copenhagen", "EC 394", "cancelled"),
        ("09:55", "Porto", "AP 127", "on time"),
    )
    blocks = tuple(
        TextBlock(text, Box(40 + 200 * column, 40 + 30 * row, 90, 18), 0.97)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    board = Scene(1000, 300, "file", blocks, (), complete=True, name="screen.png")
    assert "cancelled" in ask(board, "What about the train to Copenhagen?").text


@pytest.mark.parametrize(
    "question", ["How many orders are there?", "How many rooms are there?", "How many rooms has Ada?"]
)
def test_the_number_of_one_is_not_how_many_there_are(question: str) -> None:
    rows = (("Order no.", "Customer", "Room", "Nights"), ("1001", "Ada", "12", "3"), ("1002", "Bo", "14", "1"),
            ("1003", "Cy", "9", "2"))  # fmt: skip
    blocks = tuple(
        TextBlock(text, Box(40 + 200 * column, 40 + 30 * row, 90, 18), 0.97)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    book = Scene(1000, 300, "file", blocks, (), complete=True, name="screen.png")
    assert not ask(book, question).answerable
    assert "3" in ask(book, "How many nights has Ada?").text


def with_headings(scene: Scene, *at: int, source: str = "pixels") -> Scene:
    """The same, with some of its lines known to be headings."""
    things = tuple(
        Thing(3_000_000 + n, "heading", scene.blocks[n].text, box=scene.blocks[n].box, confidence=0.8, source=source)  # type: ignore[arg-type]
        for n in at
    )
    return replace(scene, things=things)


def test_how_many_headings_a_picture_has_is_a_guess_and_which_there_are_is_not() -> None:
    page = with_headings(seen("Of boats", *ARTICLE[:2], "Of lamps", *ARTICLE[2:]), 0, 3)
    assert ask(page, "How many headings are there?").text == "Apparently 2 headings."
    assert ask(page, "Which headings are there?").text == "Of boats. Of lamps."
    assert "In all" not in told(page)
    assert ask(with_headings(page, 0, 3, source="tree"), "How many headings are there?").text == "2 headings."


def test_what_stands_under_a_heading_of_a_picture_is_found() -> None:
    page = with_headings(seen("Of boats", *ARTICLE[:2], "Of lamps", *ARTICLE[2:]), 0, 3)
    assert "small white ferry" in ask(page, "What does it say under Of boats?").text
