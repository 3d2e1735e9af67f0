"""Charts drawn for tests, with the words in them and where they stand."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from assistant.types import Box, TextBlock

Pixels = npt.NDArray[np.uint8]
BLUE, RED, GREEN, GREY = (54, 110, 190), (200, 70, 60), (90, 170, 90), (210, 210, 210)


@dataclass
class Drawn:
    """A picture that is being drawn; `blocks` are its words."""

    width: int = 640
    height: int = 440
    ground: tuple[int, int, int] = (255, 255, 255)
    ink: tuple[int, int, int] = (40, 40, 40)
    blocks: list[TextBlock] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", (self.width, self.height), self.ground)
        self.pen = ImageDraw.Draw(self.image)
        self.font = ImageFont.load_default(14)

    @property
    def pixels(self) -> Pixels:
        return np.array(self.image)

    def word(self, text: str, x: float, y: float, anchor: str = "mm") -> None:
        self.pen.text((x, y), text, self.ink, self.font, anchor=anchor)
        left, top, right, bottom = self.pen.textbbox((x, y), text, self.font, anchor=anchor)
        box = Box(int(left), int(top), math.ceil(right - left), math.ceil(bottom - top))
        self.blocks.append(TextBlock(text, box))

    def axes(self, ticks: list[tuple[float, str]], low: float, high: float, *, grid: bool = True) -> None:
        """The plot from (80, 60) to (600, 360): its value axis with a line and a number each, its foot line."""
        self.low, self.high = low, high
        for value, text in ticks:
            y = self.y(value)
            if grid:
                self.pen.line((80, y, 600, y), GREY)
            self.word(text, 72, y, "rm")
        self.pen.line((80, 360, 600, 360), self.ink)

    def y(self, value: float) -> float:
        return 360 - 300 * (value - self.low) / (self.high - self.low)

    def x(self, at: int, count: int) -> float:
        return 80 + 520 * (at + 0.5) / count

    def names(self, names: list[str]) -> None:
        for at, name in enumerate(names):
            self.word(name, self.x(at, len(names)), 378)


def bar_chart(values: list[float], names: list[str], *, title: str = "Sales by month", dark: bool = False) -> Drawn:
    drawn = Drawn(ground=(24, 24, 28), ink=(220, 220, 220)) if dark else Drawn()
    top = 10 * math.ceil(max(values) / 10)
    drawn.axes([(n * top / 5, f"{n * top / 5:g}") for n in range(6)], 0, top)
    for at, value in enumerate(values):
        x = drawn.x(at, len(values))
        drawn.pen.rectangle((x - 20, drawn.y(value), x + 20, 359), BLUE)
    drawn.names(names)
    drawn.word(title, 340, 30)
    return drawn


def line_chart(lines: dict[str, list[float]], names: list[str], *, top: float) -> Drawn:
    drawn = Drawn()
    drawn.axes([(n * top / 4, f"{n * top / 4:g}") for n in range(5)], 0, top)
    for number, (name, values) in enumerate(lines.items()):
        colour = (BLUE, RED, GREEN)[number]
        points = [(drawn.x(at, len(values)), drawn.y(value)) for at, value in enumerate(values)]
        drawn.pen.line(points, colour, 3)
        drawn.pen.line((240 + 110 * number, 414, 262 + 110 * number, 414), colour, 3)
        drawn.word(name, 268 + 110 * number, 414, "lm")
    drawn.names(names)
    drawn.word("Visitors", 340, 30)
    return drawn


def pie_chart(shares: dict[str, float], *, hole: bool = False) -> Drawn:
    drawn = Drawn()
    start, total = -90.0, sum(shares.values())
    for number, (name, share) in enumerate(shares.items()):
        end = start + 360 * share / total
        colour = (BLUE, RED, GREEN, (240, 190, 60))[number]
        drawn.pen.pieslice((100, 80, 380, 360), start, end, colour)
        drawn.pen.rectangle((450, 120 + 40 * number, 466, 136 + 40 * number), colour)
        drawn.word(name, 476, 128 + 40 * number, "lm")
        start = end
    if hole:
        drawn.pen.ellipse((170, 150, 310, 290), drawn.ground)
    drawn.word("Share by name", 240, 40)
    return drawn
