"""Links in the midst of a text, by their line and colour."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.cancel import Token
from assistant.types import Box, TextBlock, Thing
from models.evidence.looks.links import links

BLUE, DARK = "#0645ad", "#1c1c1a"


class Page:
    """A text of which parts have a colour, or a line under them."""

    def __init__(self, ground: str = "white", font: str = "DejaVuSerif.ttf", size: int = 17) -> None:
        self.picture = Image.new("RGB", (760, 300), ground)
        self.pen = ImageDraw.Draw(self.picture)
        self.font, self.size = ImageFont.truetype(font, size), size
        self.lines: list[TextBlock] = []

    def write(self, y: int, *parts: tuple[str, str, bool], beyond: int = 0) -> None:
        """(text, colour, underlined) one after the other; lines under the text go on `beyond` its end."""
        x, start = 40.0, 40
        for text, ink, under in parts:
            self.pen.text((x, y), text, ink, self.font)
            end = x + self.pen.textlength(text, self.font)
            if under:
                foot = y + round(1.15 * self.size)
                self.pen.line((x, foot, end + beyond, foot), ink, 1)
            x = end
        text = "".join(part[0] for part in parts)
        self.lines.append(TextBlock(text, Box(start, y, round(x) - start, round(1.25 * self.size)), 0.98))

    def links(self) -> list[Thing]:
        return links(np.array(self.picture), self.lines, 7, Token())


@pytest.mark.parametrize(
    ("ground", "ink", "blue"),
    [("white", DARK, BLUE), ("#1e1e1e", "#e0e0e0", "#78aeed"), ("#fffdf8", "#444444", "#a02020")],
)
@pytest.mark.parametrize("font", ["DejaVuSans.ttf", "DejaVuSerif.ttf"])
def test_underlined_words_in_another_colour_are_a_link(ground: str, ink: str, blue: str, font: str) -> None:
    page = Page(ground, font)
    page.write(
        20, ("The timetable for May is on ", ink, False), ("the harbour board", blue, True), (", as ever.", ink, False)
    )
    page.write(60, ("Nothing else has changed since.", ink, False))
    (link,) = page.links()
    assert (link.role, link.name, link.source) == ("link", "the harbour board", "pixels")
    assert link.box is not None
    assert page.lines[0].box.contains(link.box, 4)


@pytest.mark.parametrize("said", ["der neue Fahrplan", "Preise und Zeiten"])
def test_a_link_at_the_front_is_one_in_german_too(said: str) -> None:
    page = Page()
    page.write(20, (said, BLUE, True), (" gilt ab dem ersten Mai für alle.", DARK, False))
    assert [link.name for link in page.links()] == [said]


def test_a_link_that_goes_on_on_the_next_line_is_one() -> None:
    page = Page()
    page.write(20, ("All of it can be read in ", DARK, False), ("the minutes of the", BLUE, True))
    page.write(44, ("spring meeting", BLUE, True), (", which anyone may ask for.", DARK, False))
    assert [link.name for link in page.links()] == ["the minutes of the spring meeting"]


def test_two_links_of_a_line_are_two() -> None:
    page = Page()
    page.write(
        20,
        ("Write to ", DARK, False),
        ("the clerk", BLUE, True),
        (" or ask at ", DARK, False),
        ("the gate", BLUE, True),
        (".", DARK, False),
    )
    assert [link.name for link in page.links()] == ["the clerk", "the gate"]


NOT_LINKS = {
    "underlined in the colour of the text": (
        (("This is ", DARK, False), ("very important", DARK, True), (" to us.", DARK, False)),
        0,
    ),
    "coloured without a line": (
        (("This is ", DARK, False), ("very important", BLUE, False), (" to us.", DARK, False)),
        0,
    ),
    "a heading with its line": ((("The spring meeting", BLUE, True),), 0),
    "a rule under a line of text": ((("The total of the bill is ", DARK, False), ("due on Friday", BLUE, True)), 400),
}


@pytest.mark.parametrize("case", NOT_LINKS)
def test_what_looks_alike_is_no_link(case: str) -> None:
    parts, beyond = NOT_LINKS[case]
    page = Page()
    page.write(20, *parts, beyond=beyond)
    page.write(60, ("The next line is plain running text.", DARK, False))
    assert page.links() == []


def test_a_wavy_line_of_a_spelling_checker_is_none() -> None:
    page = Page()
    page.write(20, ("The meeting is at the ", DARK, False), ("harbuor", DARK, False), (" office.", DARK, False))
    left = 40 + page.pen.textlength("The meeting is at the ", page.font)
    wave = [(left + step, 40 + (step % 4 < 2)) for step in range(70)]
    page.pen.point(wave, "#e01010")
    assert page.links() == []
