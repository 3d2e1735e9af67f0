"""Numbers beside an axis, as text: "10,000", "1.5", "20%", "$5k", "−3", "10⁴"."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

SCALES = {"k": 1e3, "K": 1e3, "M": 1e6, "m": 1e6, "B": 1e9, "bn": 1e9, "Mio": 1e6, "Mrd": 1e9, "万": 1e4, "亿": 1e8}
HIGHEST_POWER = 99
"""Of ten, beside an axis; far more would be more than a float holds."""
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
TICK = re.compile(
    r"(?P<minus>[-−–]?)\s?(?P<prefix>US\$|[$€£¥₹]?)\s?(?P<number>\d[\d.,'’ ]*)"
    r"\s?(?P<scale>k|K|M|m|B|bn|Mio|Mrd|万|亿)?\.?\s?(?P<suffix>%|°C|°F|°|€|\$|£|元)?"
)
POWER = re.compile(r"(?P<minus>[-−–]?)10\^?(?P<exponent>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)")


@dataclass(frozen=True, slots=True)
class Tick:
    """The ways to read one number, and its unit."""

    readings: tuple[float, ...]
    """The first is the likelier."""
    unit: str = ""
    power: int | None = None
    """Its exponent, where a raised one is written behind a ten."""


def tick(text: str) -> Tick | None:
    """None for anything but one number. "1.500" and "1,500" have two readings."""
    text = text.strip().rstrip("-–—_¬+|[ ")  # the mark on the axis
    if power := POWER.match(text):
        exponent = int(re.sub(r"\D", "", power["exponent"].translate(RAISED)) or 0)
        if exponent > HIGHEST_POWER:
            return None
        exponent = -exponent if "⁻" in power["exponent"] else exponent
        return Tick((10.0**exponent,), power=exponent)
    found = TICK.fullmatch(text)
    if found is None:
        return None
    values = _numbers(found["number"].strip())
    factor = SCALES.get(found["scale"] or "", 1.0) * (-1 if found["minus"] else 1)
    if not values or not all(map(math.isfinite, values)):
        return None
    return Tick(tuple(value * factor for value in values), found["prefix"] or found["suffix"] or "")


def _numbers(text: str) -> list[float]:
    marks = re.findall(r"[.,'’ ]", text)
    parts = re.split(r"[.,'’ ]", text)
    if not all(parts):
        return []
    if not marks:
        return [float(text)] if len(text) == 1 or text[0] != "0" else []
    grouped = len(parts[0]) <= 3 and parts[0][0] != "0" and all(len(part) == 3 for part in parts[1:])
    whole = float("".join(parts))
    if len(set(marks)) == 1 and (len(marks) > 1 or marks[0] in "'’ "):
        return [whole] if grouped else []
    if len(marks) > 1 and (len(set(marks)) > 2 or marks[-1] in marks[:-1]):
        return []
    fraction = float("".join(parts[:-1]) + "." + parts[-1])
    if len(marks) > 1:
        return [fraction]
    if not grouped:
        return [fraction]
    return [whole, fraction] if marks[0] == "," else [fraction, whole]
