"""Charts in pixels: values by the axis, names by the legend, and no chart where there is none."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.cancel import Token
from assistant.host import LocalWorker
from assistant.types import Box, Capture, Scene, TextBlock, Thing
from models.evidence.charts.chart import Chart
from models.evidence.charts.find import find
from models.evidence.charts.ladder import ladders
from models.evidence.charts.reader import ChartGatherer, ChartReader
from models.evidence.charts.things import things_of, written
from models.evidence.charts.ticks import tick
from models.evidence.charts.words import Word, mirrored
from models.evidence.ocr import Reader
from tests.models.evidence.drawn_charts import BLUE, RED, Drawn, bar_chart, line_chart, pie_chart

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]


def only(drawn: Drawn) -> Chart:
    charts = find(drawn.pixels, drawn.blocks)
    assert len(charts) == 1
    return charts[0]


def numbers(chart: Chart, series: int = 0) -> list[float]:
    return [value.number if value is not None else math.nan for value in chart.series[series].values]


@pytest.mark.parametrize("dark", [False, True])
def test_bars_are_read_by_the_numbers_beside_the_axis(dark: bool) -> None:
    values = [12.0, 31.0, 44.5, 7.0, 28.0, 39.0]
    chart = only(bar_chart(values, MONTHS, dark=dark))
    assert chart.kind == "bar"
    assert chart.title == "Sales by month"
    assert list(chart.categories) == MONTHS
    assert numbers(chart) == pytest.approx(values, abs=0.3)
    assert not chart.lying
    assert not chart.stacked


def test_bars_that_lie_are_read_in_the_order_they_are_read_aloud() -> None:
    drawn = Drawn()
    for n in range(6):
        x = 120 + 90 * n
        drawn.pen.line((x, 60, x, 360), (210, 210, 210))
        drawn.word(f"{20 * n}", x, 376)
    drawn.pen.line((120, 60, 120, 360), (40, 40, 40))
    for at, (name, value) in enumerate({"Oslo": 30, "Lima": 85, "Kyoto": 52}.items()):
        y = 110 + 100 * at
        drawn.pen.rectangle((121, y - 20, 120 + 4.5 * value, y + 20), BLUE)
        drawn.word(name, 112, y, "rm")
    chart = only(drawn)
    assert chart.lying
    assert list(chart.categories) == ["Oslo", "Lima", "Kyoto"]
    assert numbers(chart) == pytest.approx([30, 85, 52], abs=0.5)


def test_lines_are_told_apart_by_colour_and_named_by_the_legend() -> None:
    lines = {"North": [3.0, 8.0, 5.0, 12.0, 10.0, 15.0], "South": [14.0, 9.0, 11.0, 4.0, 6.0, 2.0]}
    chart = only(line_chart(lines, MONTHS, top=16))
    assert chart.kind == "line"
    assert [one.name for one in chart.series] == ["North", "South"]
    for at, values in enumerate(lines.values()):
        assert numbers(chart, at) == pytest.approx(values, abs=0.15)


@pytest.mark.parametrize("hole", [False, True])
def test_the_parts_of_a_pie_are_told_by_their_angles(hole: bool) -> None:
    shares = {"Tea": 45.0, "Milk": 30.0, "Rice": 17.0, "Salt": 8.0}
    chart = only(pie_chart(shares, hole=hole))
    assert chart.kind == ("doughnut" if hole else "pie")
    assert list(chart.categories) == list(shares)
    assert numbers(chart) == pytest.approx(list(shares.values()), abs=0.5)


def test_stacked_bars_give_each_part_and_not_the_height() -> None:
    drawn = Drawn()
    drawn.axes([(n * 20, f"{n * 20}") for n in range(6)], 0, 100)
    for at, (low, high) in enumerate([(30, 40), (50, 25), (20, 60)]):
        x = drawn.x(at, 3)
        drawn.pen.rectangle((x - 40, drawn.y(low), x + 40, 359), BLUE)
        drawn.pen.rectangle((x - 40, drawn.y(low + high), x + 40, drawn.y(low) - 1), RED)
    drawn.names(["A1", "B1", "C1"])
    for number, (name, colour) in enumerate({"Old": BLUE, "New": RED}.items()):
        drawn.pen.rectangle((240 + 110 * number, 408, 252 + 110 * number, 420), colour)
        drawn.word(name, 260 + 110 * number, 414, "lm")
    chart = only(drawn)
    assert chart.stacked
    found = {one.name: [value.number for value in one.values if value] for one in chart.series}
    assert found["Old"] == pytest.approx([30, 50, 20], abs=0.5)
    assert found["New"] == pytest.approx([40, 25, 60], abs=0.7)


def test_a_logarithmic_axis_is_no_straight_one() -> None:
    drawn = Drawn()
    drawn.axes([(math.log10(v), f"{v:g}") for v in (1, 10, 100, 1000)], 0, 3)
    for at, value in enumerate([4, 70, 600]):
        x = drawn.x(at, 3)
        drawn.pen.rectangle((x - 30, drawn.y(math.log10(value)), x + 30, 359), BLUE)
    drawn.names(["Ann", "Ben", "Cleo"])
    chart = only(drawn)
    assert chart.logarithmic
    assert numbers(chart) == pytest.approx([4, 70, 600], rel=0.04)


def test_a_power_of_ten_at_the_axis_is_counted_in() -> None:
    drawn = bar_chart([12.0, 31.0, 44.0], MONTHS[:3])
    drawn.word("1e6", 90, 50)
    assert numbers(only(drawn)) == pytest.approx([12e6, 31e6, 44e6], rel=0.02)


def test_values_are_not_told_where_a_point_may_group_thousands() -> None:
    drawn = Drawn()
    drawn.axes([(n, f"{n}.000") for n in range(1, 6)], 0, 5)
    for at, value in enumerate([2, 4]):
        x = drawn.x(at, 2)
        drawn.pen.rectangle((x - 30, drawn.y(value), x + 30, 359), BLUE)
    drawn.names(["Ann", "Ben"])
    chart = only(drawn)
    assert chart.kind == "bar"
    assert chart.series == ()


def test_one_misread_number_beside_the_axis_does_no_harm() -> None:
    drawn = bar_chart([12.0, 31.0, 44.5], MONTHS[:3])
    wrong = next(block for block in drawn.blocks if block.text == "30")
    drawn.blocks[drawn.blocks.index(wrong)] = TextBlock("80", wrong.box)
    assert numbers(only(drawn)) == pytest.approx([12, 31, 44.5], abs=0.4)


# -- what is no chart -----------------------------------------------------------------------------------------------


def page_of(lines: list[list[str]], x_step: int = 150) -> Drawn:
    drawn = Drawn(900, 640)
    for row, cells in enumerate(lines):
        for column, text in enumerate(cells):
            if text:
                drawn.word(text, 30 + x_step * column, 30 + 26 * row, "lm")
    return drawn


def test_numbered_lines_of_code_are_no_chart() -> None:
    code = [
        "def total(items):",
        "    result = 0",
        "    for item in items:",
        "        result += item",
        "    return result",
    ]
    drawn = page_of([[str(n + 1), code[n % 5]] for n in range(22)], x_step=40)
    drawn.pen.line((60, 0, 60, 640), (220, 220, 220))
    drawn.pen.rectangle((62, 150, 898, 172), (235, 240, 255))  # the line with the cursor
    assert find(drawn.pixels, drawn.blocks) == []


def test_a_table_of_numbers_is_no_chart() -> None:
    drawn = page_of([["Item", "Price", "Count"], *([f"Part {n}", f"{10 * n}.50", str(n)] for n in range(1, 18))])
    for row in range(19):
        drawn.pen.line((20, 17 + 26 * row, 500, 17 + 26 * row), (180, 180, 180))
    assert find(drawn.pixels, drawn.blocks) == []


def test_an_empty_sheet_with_row_numbers_is_no_chart() -> None:
    drawn = page_of([[str(n)] for n in range(1, 23)])
    for row in range(24):
        drawn.pen.line((60, 17 + 26 * row, 898, 17 + 26 * row), (210, 210, 210))
    for column in range(10):
        drawn.pen.line((60 + 90 * column, 0, 60 + 90 * column, 640), (210, 210, 210))
    drawn.pen.rectangle((150, 95, 240, 121), outline=(30, 110, 60), width=2)
    assert find(drawn.pixels, drawn.blocks) == []


def test_a_round_photo_and_a_round_button_are_no_pies() -> None:
    chance = np.random.default_rng(1)
    drawn = Drawn()
    rows, columns = np.mgrid[0:440, 0:640]
    photo = np.clip(120 + 80 * np.sin(rows / 31)[..., None] + chance.normal(0, 25, (440, 640, 3)), 0, 255)
    inside = (rows - 220) ** 2 + (columns - 200) ** 2 < 110**2
    pixels = drawn.pixels.copy()
    pixels[inside] = photo.astype(np.uint8)[inside]
    pixels[(rows - 220) ** 2 + (columns - 480) ** 2 < 80**2] = BLUE
    assert find(pixels, [TextBlock("Ann Smith", Box(150, 350, 90, 16)), TextBlock("Play", Box(460, 210, 40, 16))]) == []


def test_a_photo_behind_numbers_is_no_chart() -> None:
    chance = np.random.default_rng(2)
    drawn = page_of([[str(n * 10)] for n in range(8)])
    pixels = chance.integers(0, 255, (640, 900, 3)).astype(np.uint8)
    pixels[:, :60] = 255
    assert find(pixels, drawn.blocks) == []


def test_random_words_and_boxes_never_make_a_chart_or_a_crash() -> None:
    for seed in range(25):
        chance = random.Random(seed)  # noqa: S311 - no secret
        drawn = Drawn()
        for _ in range(chance.randint(0, 12)):
            x, y = chance.randint(0, 560), chance.randint(0, 400)
            box = (x, y, x + chance.randint(1, 200), y + chance.randint(1, 120))
            drawn.pen.rectangle(box, tuple(chance.randint(0, 255) for _ in range(3)))
        for _ in range(chance.randint(0, 25)):
            drawn.word(
                chance.choice(["OK", "7", "12", "3.5", "Save", "100%"]), chance.randint(0, 600), chance.randint(0, 430)
            )
        assert [chart for chart in find(drawn.pixels, drawn.blocks) if chart.series] == []


# -- parts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,500", 1500, ""), ("0.25", 0.25, ""), ("20%", 20, "%"), ("$5k", 5000, "$"), ("−3", -3, ""), ("2M", 2e6, ""),
        ("10⁴", 1e4, ""), ("1'000'000", 1e6, ""), ("250-", 250, ""), ("3 万", 3e4, ""),
    ],
)  # fmt: skip
def test_numbers_beside_an_axis_are_understood(text: str, value: float, unit: str) -> None:
    read = tick(text)
    assert read is not None
    assert read.readings[0] == pytest.approx(value)
    assert read.unit == unit


@pytest.mark.parametrize("text", ["", "Jan", "12:30", "3 of 5", "v1.2.3", "007", "A4", "10⁹⁹⁹", "9" * 400])
def test_what_is_no_number_is_none(text: str) -> None:
    assert tick(text) is None


def test_numbers_at_uneven_steps_are_no_axis() -> None:
    words = [Word(text, Box(20, y, 20, 10)) for text, y in (("3", 10), ("50", 104), ("91", 186), ("7", 240))]
    assert ladders(words, 10.0) == []


def test_a_box_mirrored_twice_is_itself() -> None:
    box = Box(30, 50, 70, 20)
    assert mirrored(mirrored(box, 640, 440), 440, 640) == box


@pytest.mark.parametrize(
    ("number", "step", "text"),
    [
        (12.345, 0.3, "12.3"),
        (4523.0, 12.0, "4520"),
        (0.1234, 0.002, "0.123"),
        (1.23456, 0.0001, "1.23"),
        (-0.01, 0.5, "0"),
    ],
)
def test_no_more_digits_are_told_than_a_pixel_can_tell(number: float, step: float, text: str) -> None:
    assert written(number, step) == text


def test_things_of_a_chart_hang_below_the_window_that_shows_it() -> None:
    chart = only(bar_chart([12.0, 31.0], MONTHS[:2]))
    window = Thing(1, "window", "Sales", box=Box(0, 0, 640, 440))
    things = things_of([chart], [window])
    assert things[0].role == "chart"
    assert things[0].parent == 1
    assert [thing.description for thing in things if thing.role == "chartrow"] == ["Jan", "Feb"]
    values = [float(thing.description) for thing in things if thing.role == "chartvalue"]
    assert values == pytest.approx([12, 31], abs=0.3)
    assert all((thing.confidence or 0) < 1 for thing in things)
    assert len({thing.id for thing in things}) == len(things)


def test_the_gatherer_reads_a_chart_with_the_words_that_ocr_finds() -> None:
    drawn = bar_chart([12.0, 31.0, 44.5, 20.0], MONTHS[:4])
    turned = Image.new("RGB", (120, 22), drawn.ground)
    ImageDraw.Draw(turned).text((4, 2), "Sales (kEUR)", drawn.ink, ImageFont.load_default(16))
    drawn.image.paste(turned.rotate(90, expand=True), (16, 150))
    reader, token = Reader(), Token()
    blocks = [block for batch in reader.read(drawn.pixels, token=token) for block in batch]
    capture = Capture(drawn.pixels, "file", name="sales.png")
    scene = Scene(capture.width, capture.height, "file", blocks=tuple(blocks))
    gatherer = ChartGatherer(LocalWorker(ChartReader()), LocalWorker(reader))
    (finding,) = gatherer.gather(capture, scene, token)
    assert finding.gatherer == "charts"
    values = [float(thing.description) for thing in finding.things if thing.role == "chartvalue"]
    assert values == pytest.approx([12, 31, 44.5, 20], abs=0.5)
    assert "kEUR" in {thing.description for thing in finding.things if thing.role == "chartunit"}


def test_where_there_is_no_chart_nothing_is_read_anew() -> None:
    drawn = page_of([["Dear Ann,"], ["thank you for the letter of 3 May."], ["Yours, Ben"]])
    reader = ChartReader()
    assert reader.places(drawn.pixels, blocks=drawn.blocks, token=Token()) is None
