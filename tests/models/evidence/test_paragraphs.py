"""Lines that OCR reads one by one: which are one running text, and which are items of a list."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PIL import ImageFont

from assistant.types import Box, TextBlock
from models.evidence.paragraphs import paragraphs

LETTERS = ImageFont.truetype("DejaVuSans.ttf", 15)


def under(*texts: str, x: int = 40, wide: int | None = None) -> list[TextBlock]:
    """Lines right under each other, as wide as they are in letters of 15 pixels (Chinese ones: a square a letter)."""
    lines = []
    for at, text in enumerate(texts):
        width = wide or round(sum(15.0 if sign > "\u2e80" else LETTERS.getlength(sign) for sign in text))
        lines.append(TextBlock(text, Box(x, 60 + 22 * at, width, 18), 0.98))
    return lines


def joined(lines: Sequence[TextBlock]) -> list[str]:
    return [one.text for one in paragraphs(lines)]


LISTS = [
    ("- Towels are changed on Tuesdays and Fridays", "- Bicycles stand in the yard behind the kitchen"),
    ("• Der Lift fährt nur bis zum vierten Stock", "• Das Schwimmbad öffnet um sieben Uhr morgens"),
    ("1. Switch the boiler off at the wall", "2. Wait until the lamp has gone out"),
    ("1、先关闭锅炉的电源开关然后等待指示灯熄灭", "2、打开阀门并检查压力表上面的读数是否正常"),
    ("Breakfast from 7 to 10 in the garden room", "Dinner from 18 to 21 in the old stable"),
    ("Frühstück von 7 bis 10 Uhr im Gartenzimmer", "Abendessen von 18 bis 21 Uhr im Stall"),
    ("Check the cable to the router", "Restart the router and the modem", "Ring the hotline, extension 12"),
    ("The kitchen is closed", "The bar on the roof is open until midnight"),
]


@pytest.mark.parametrize("items", LISTS, ids=lambda items: items[0][:16])
def test_the_items_of_a_list_stay_apart(items: Sequence[str]) -> None:
    assert joined(under(*items)) == list(items)


TEXTS = [
    ("The rent is due on the first day of every", "month. Late payment costs", "15 pounds."),
    (
        "The ferry leaves from the old pier every",
        "hour, and on Sundays every two hours, as",
        "long as the wind allows it.",
    ),
    ("We met Anna Keller and her brother near", "Saint Mary's church, where they told us", "about the fire."),
    ("Im Sommer fährt die Fähre jede Stunde vom", "Steg am Fischmarkt ab, im Winter nur bei", "ruhigem Wetter."),
    ("The bill for April comes to the sum of", "81 euros, to be paid before the end of", "the month of May."),
    ("Her son was born on a cold night in the", "12. month of the year, as the records of", "the parish say."),
    ("渡轮每小时从旧码头出发一次而星期天只有在天气", "平静的时候才会每两个小时开出一班。"),
]


@pytest.mark.parametrize("lines", TEXTS, ids=lambda lines: lines[0][:16])
def test_the_lines_of_a_running_text_are_one(lines: Sequence[str]) -> None:
    assert len(joined(under(*lines))) == 1


def test_an_item_that_goes_on_on_the_next_line_is_one() -> None:
    lines = under("- The parcel for the third floor lies with the", "  caretaker until Friday", "- The cellar is wet")
    assert joined(lines) == [
        "- The parcel for the third floor lies with the   caretaker until Friday",
        "- The cellar is wet",
    ]


def test_a_text_of_which_more_is_read_stays_as_it_was_but_for_its_end() -> None:
    lines = under(*TEXTS[0], *LISTS[6], *TEXTS[3])
    whole = joined(lines)
    for count in range(1, len(lines)):
        told = joined(lines[:count])[:-1]
        assert told == whole[: len(told)]
