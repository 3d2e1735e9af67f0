"""What was read off a chart. Values that travel: frozen, slotted, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.types import Box

Kind = Literal["bar", "line", "pie", "doughnut", "scatter"]


@dataclass(frozen=True, slots=True)
class Value:
    """One value, and where it was read."""

    number: float
    box: Box
    """The bar, the wedge, or a few pixels around the point."""
    exact: bool = False
    """It is printed there; else it was measured."""
    across: float | None = None
    """Of a scatter plot: the value on the other axis."""


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    """As the legend calls it; "" where there is none."""
    colour: tuple[int, int, int]
    """RGB, 0..255."""
    values: tuple[Value | None, ...]
    """One for each category (None: not found); of a scatter plot one for each point."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart whose values could be told, or (`series` is empty) only that it is one."""

    kind: Kind
    box: Box
    title: str = ""
    title_box: Box | None = None
    value_title: str = ""
    """Of the axis that the values are read off."""
    category_title: str = ""
    unit: str = ""
    """"%", "kEUR"; of the value axis."""
    categories: tuple[str, ...] = ()
    """Names below (or beside) the bars and points; "" for one that can't be read."""
    series: tuple[Series, ...] = ()
    lying: bool = False
    """Bars from left to right."""
    stacked: bool = False
    logarithmic: bool = False
    step: float = 0.0
    """Of the value axis, one pixel (at its middle, if it is logarithmic): what can't be told apart."""
    confidence: float = 0.0
    """0..1: how well the numbers beside the axis fit a straight line, and how much of the drawing was understood."""
