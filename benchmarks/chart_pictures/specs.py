"""What the charts of the benchmark show: kinds, words and numbers drawn by chance from a seed, and so known."""

from __future__ import annotations

import math
import random
from typing import Any

KINDS = ("bar", "barh", "grouped", "stacked", "line", "lines", "pie", "doughnut", "scatter")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CITIES = ("Berlin", "Madrid", "Oslo", "Lima", "Kyoto", "Dublin", "Quito", "Hanoi", "Bergen", "Cairo")
GOODS = ("Tea", "Coffee", "Bread", "Milk", "Rice", "Apples", "Cheese", "Honey", "Salt", "Beans")
TEAMS = ("North", "South", "East", "West")
BRANDS = ("Alpha", "Bravo", "Delta", "Gamma")
MEASURES = (
    ("Sales", "kEUR", 5, 90), ("Rainfall", "mm", 10, 160), ("Visitors", "thousand", 1, 9), ("Revenue", "$", 200, 4800),
    ("Temperature", "°C", 2, 31), ("Share", "%", 3, 60), ("Population", "", 100_000, 4_000_000),
    ("Price", "EUR", 0.2, 1.9), ("Output", "MWh", 1200, 98_000), ("Score", "", 40, 99),
)  # fmt: skip


def specs(count: int, seed: int) -> list[dict[str, Any]]:
    """`count` charts, all kinds in turn."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    return [_spec(KINDS[number % len(KINDS)], chance) for number in range(count)]


def _spec(kind: str, chance: random.Random) -> dict[str, Any]:
    measure, unit, low, high = chance.choice(MEASURES)
    groups = chance.choice((MONTHS, SHORT, CITIES, GOODS, tuple(str(2014 + n) for n in range(10))))
    if kind == "barh":
        groups = chance.choice((CITIES, GOODS))
    long_names = groups is MONTHS or groups is CITIES
    most = 6 if long_names or kind in ("grouped", "pie", "doughnut") else 10
    number = chance.randint(3, most)
    start = 0 if groups is MONTHS or groups is SHORT else chance.randint(0, len(groups) - number)
    categories = list(groups[start : start + number])
    several = {"grouped": chance.randint(2, 3), "stacked": chance.randint(2, 3), "lines": chance.randint(2, 4)}
    names = list(chance.choice((TEAMS, BRANDS))[: several.get(kind, 1)])
    sort = "month" if groups in (MONTHS, SHORT) else "year" if categories[0].isdigit() else "name"
    spec: dict[str, Any] = {
        "kind": kind,
        "title": f"{measure} by {sort}",
        "x_title": "",
        "y_title": f"{measure} ({unit})" if unit else measure,
        "unit": unit,
        "log": False,
        "categories": categories,
        "series": [{"name": name, "values": _values(number, low, high, chance)} for name in names],
        "style": chance.randint(0, 999),
    }
    if chance.random() < 0.4 and kind not in ("pie", "doughnut"):
        spec["x_title"] = sort.capitalize()
    if len(names) == 1:
        spec["series"][0]["name"] = measure
    if kind in ("bar", "line") and chance.random() < 0.15:
        spec["log"] = True
        spec["series"][0]["values"] = [round(10 ** chance.uniform(0.3, 3.8), 1) for _ in categories]
    if kind == "scatter":
        points = chance.randint(8, 20)
        span = chance.choice((10, 50, 200))
        xs = [round(chance.uniform(0.05, 1) * span, 2) for _ in range(points)]
        spec.update(categories=[], x_title="Height (cm)", title=f"{measure} against height")
        spec["series"] = [{"name": measure, "x": xs, "values": _values(points, low, high, chance)}]
    return spec


def _values(number: int, low: float, high: float, chance: random.Random) -> list[float]:
    digits = max(0, 2 - int(math.log10(high)))
    return [round(chance.uniform(low, high), digits) for _ in range(number)]
