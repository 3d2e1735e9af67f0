"""What only a picture tells: a table's caption, a terminal, a page's masthead."""

from __future__ import annotations

import pytest

from assistant.types import Box, Scene, TextBlock
from tests.models.grounded.test_answers_more import reply, seen


def placed(*texts: tuple[str, int, int], size: tuple[int, int] = (900, 600)) -> Scene:
    """Lines of text, with where they begin."""
    blocks = tuple(TextBlock(text, Box(x, y, 9 * len(text), 18), 0.98) for text, x, y in texts)
    return Scene(*size, "file", blocks, complete=True)


def table(caption: str, *ticks: tuple[str, int, int]) -> Scene:
    rows = (
        ("Plot", "Crop", "Area"),
        ("North", "Beans", "12 m²"),
        ("South", "Leeks", "30 m²"),
        ("Pond", "Mint", "4 m²"),
    )
    cells = [(text, 120 + 160 * at, 60 + 24 * down) for down, row in enumerate(rows) for at, text in enumerate(row)]
    return placed((caption, 30, 30), *cells, *ticks, ("Close", 700, 540))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Which is the largest bed?", "South"),
        ("Which bed is the smallest?", "Pond"),
        ("How large is the North bed?", "12 m²"),
        ("How many beds are there?", "3"),
    ],
)
def test_the_line_above_a_table_tells_what_its_rows_are(question: str, told: str) -> None:
    answer = reply(table("Which beds shall be watered?"), question)
    assert answer.answerable, answer.text
    assert told in answer.text


def test_a_column_of_ticks_beside_it_does_no_harm() -> None:
    scene = table("Which beds shall be watered?", ("Water", 30, 60))
    assert "Pond" in reply(scene, "Which bed is the smallest?").text


@pytest.mark.parametrize("question", ["Which is the largest boat?", "How large is the North boat?"])
def test_rows_are_not_called_what_is_said_nowhere(question: str) -> None:
    assert not reply(table("Which beds shall be watered?"), question).answerable


def test_what_stands_far_above_a_table_is_no_caption() -> None:
    scene = table("Which beds shall be watered?")
    far = TextBlock("Our boats are new", Box(20, 2, 160, 10), 0.98)
    apart = (TextBlock(b.text, Box(b.box.x, b.box.y + 200, b.box.w, 18), 0.98) for b in scene.blocks[1:])
    assert not reply(Scene(900, 800, "file", (far, *apart), complete=True), "Which is the largest boat?").answerable


DONE = ("kim@mill:~/bread$ make loaf", "kneading", "baked 12 loaves", "kim@mill:~/bread$")


@pytest.mark.parametrize("lines", [DONE, DONE[:3], ("kneading", "baked 12 loaves"), (*DONE, "Segmentation fault")])
def test_a_terminal_is_not_said_to_show_no_error(lines: tuple[str, ...]) -> None:
    assert not reply(seen(*lines), "Is there an error?").text.startswith("No")


PROSE = "The old mill has stood still since the flood, says the miller, who hopes that the river will be low in May."
TOP = (("HILL AND DALE", 40, 12), ("Sport", 600, 12), ("Letters", 680, 12), ("Weather", 780, 12))
TEXT = ((PROSE, 40, 120), ("Nobody knows when it will turn again.", 40, 150))


@pytest.mark.parametrize(
    "question", ["Which newspaper is this?", "What's the newspaper called?", "Which site is this?"]
)
def test_a_masthead_is_known_by_its_place(question: str) -> None:
    assert reply(placed(*TOP, *TEXT, size=(1100, 600)), question).text == "HILL AND DALE."


@pytest.mark.parametrize(
    "top",
    [
        (("File", 10, 12), ("Edit", 70, 12), ("View", 130, 12), ("Help", 190, 12)),
        (("Saturday 8 March", 40, 12), ("Sport", 600, 12), ("Letters", 680, 12), ("Weather", 780, 12)),
        (("HILL AND DALE", 40, 12), ("Sport", 600, 12)),
    ],
)
def test_other_first_lines_are_no_masthead(top: tuple[tuple[str, int, int], ...]) -> None:
    assert not reply(placed(*top, *TEXT, size=(1100, 600)), "Which newspaper is this?").answerable
