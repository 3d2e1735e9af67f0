"""Made-up values of every kind that the facts, tables and statements name; the same `Random` makes the same ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

VALUES = Path(__file__).with_name("values.txt")


def _choices() -> dict[str, list[str]]:
    rows = (row.split(" / ", 1) for row in VALUES.read_text("utf-8").splitlines() if row and row[0] != "#")
    return {kind: values.split("|") for kind, values in rows}


CHOICES = _choices()
FIRST, LAST, WEEKDAYS, MONTHS = (CHOICES[kind] for kind in ("first name", "last name", "weekday", "month"))


def _date(r: Random) -> str:
    day, year = r.randint(1, 28), r.randint(2019, 2027)
    month = r.choice(MONTHS)
    shapes = (
        f"{day} {month} {year}",
        f"{month} {day}",
        f"{day} {month[:3]} {year}",
        f"{day:02}/{r.randint(1, 12):02}/{year}",
        f"{year}-{r.randint(1, 12):02}-{day:02}",
        f"{r.choice(WEEKDAYS)[:3]} {day} {month[:3]}",
    )
    return r.choice(shapes)


def _time(r: Random) -> str:
    hour, minute = r.randint(1, 23), r.choice((0, 5, 10, 15, 20, 30, 40, 45, 50))
    return r.choice(
        (
            f"{hour:02}:{minute:02}",
            f"{hour}:{minute:02}",
            f"{(hour - 1) % 12 + 1}:{minute:02} {'pm' if hour > 11 else 'am'}",
        )
    )


def _money(r: Random) -> str:
    whole, cents = r.choice((r.randint(1, 99), r.randint(100, 2500))), r.choice((0, 50, 99, r.randint(1, 98)))
    return r.choice(
        (
            f"${whole:,}.{cents:02}",
            f"€{whole}",
            f"{whole},{cents:02} €",
            f"£{whole}.{cents:02}",
            f"{whole}.{cents:02} EUR",
        )
    )


def _code(r: Random) -> str:
    letters = "".join(r.choice("ABCDEFGHKLMNPRSTUVXYZ") for _ in range(3))
    return r.choice(
        (
            f"{letters}-{r.randint(100, 99999)}",
            f"{r.randint(10**5, 10**9)}",
            f"{letters}{r.randint(10, 99)}{letters[0]}",
            f"{r.randint(2019, 2027)}/{r.randint(1, 9999):04}",
            f"{r.randint(10, 99)}-{r.randint(10, 99)}-{r.randint(10, 99)}",
        )
    )


def _person(r: Random) -> str:
    first, last = r.choice(FIRST), r.choice(LAST)
    return r.choice((f"{first} {last}",) * 4 + (f"{last}, {first}", f"{first[0]}. {last}"))


def _email(r: Random) -> str:
    return f"{r.choice(FIRST).lower()}.{r.choice(LAST).lower()}@{r.choice(('mail', 'post', 'office', 'kite'))}.example"


def _duration(r: Random) -> str:
    n = r.randint(2, 59)
    return r.choice(
        (
            f"{n} minutes",
            f"{r.randint(2, 20)} hours",
            f"{r.randint(2, 30)} days",
            f"{r.randint(1, 9)} h {n} min",
            f"{r.randint(2, 9)} weeks",
            f"{r.randint(2, 24)} months",
            f"{r.randint(2, 5)} years",
        )
    )


MADE: dict[str, Callable[[Random], str]] = {
    "date": _date,
    "time": _time,
    "money": _money,
    "code": _code,
    "person": _person,
    "email": _email,
    "duration": _duration,
    "moment": lambda r: r.choice(
        (
            f"{_date(r)}, {_time(r)}",
            f"{_date(r)} {_time(r)}",
            f"yesterday, {_time(r)}",
            _date(r),
            f"{r.randint(2, 59)} minutes ago",
        )
    ),
    "period": lambda r: (
        f"{r.randint(1, 28)} Jan to {r.randint(1, 28)} {r.choice(('Feb', 'Mar', 'Apr'))} {r.randint(2020, 2027)}"
    ),
    "phone": lambda r: r.choice(
        (
            f"+{r.randint(20, 99)} {r.randint(100, 999)} {r.randint(10**5, 10**6)}",
            f"0{r.randint(10, 99)} {r.randint(10**5, 10**7)}",
            f"({r.randint(200, 989)}) 555-0{r.randint(100, 199)}",
        )
    ),
    "number": lambda r: str(r.choice((r.randint(0, 20), r.randint(10, 900)))),
    "bignumber": lambda r: r.choice(
        (f"{r.randint(10, 990)},000", f"{r.randint(1, 90)}.{r.randint(1, 9)} million", f"{r.randint(1000, 999999):,}")
    ),
    "bigarea": lambda r: f"{r.randint(10, 990)},{r.randint(100, 999)} km²",
    "percent": lambda r: f"{r.randint(1, 100)}{r.choice(('%', ' %', '%', ' percent'))}",
    "weight": lambda r: r.choice(
        (f"{r.randint(1, 40)}.{r.randint(1, 9)} kg", f"{r.randint(100, 950)} g", f"{r.randint(2, 90)} lb")
    ),
    "grams": lambda r: r.choice((f"{r.randint(2, 50) * 10} g", f"{r.randint(1, 4)} cups", f"{r.randint(1, 6)} tbsp")),
    "ml": lambda r: r.choice((f"{r.randint(1, 9) * 100} ml", f"{r.randint(1, 3)} cups", "half a litre")),
    "kcal": lambda r: f"{r.randint(90, 900)} kcal",
    "size": lambda r: (
        f"{r.choice((str(r.randint(1, 900)), f'{r.randint(1, 90)}.{r.randint(1, 9)}'))} {r.choice(('KB', 'MB', 'GB', 'GB', 'TB'))}"  # noqa: E501
    ),
    "temp": lambda r: (
        f"{r.randint(-12, 38)}{r.choice(('°', ' °C', '°C'))}" if r.random() < 0.7 else f"{r.randint(100, 240)} °C"
    ),
    "distance": lambda r: r.choice(
        (
            f"{r.randint(1, 900)} km",
            f"{r.randint(1, 60)}.{r.randint(1, 9)} miles",
            f"{r.randint(50, 950)} m",
            f"{r.randint(10, 190)},{r.randint(100, 999)} km",
        )
    ),
    "area": lambda r: r.choice((f"{r.randint(24, 180)} m²", f"{r.randint(300, 2400)} sq ft")),
    "height": lambda r: f"{r.randint(150, 199)} cm",
    "rate": lambda r: f"{r.randint(5, 940)}{r.choice((' Mbit/s', ' Mbps', '.4 MB/s'))}",
    "ip": lambda r: f"{r.choice((10, 172, 192))}.{r.randint(0, 255)}.{r.randint(0, 255)}.{r.randint(1, 254)}",
    "mac": lambda r: ":".join(f"{r.randint(0, 255):02x}" for _ in range(6)),
    "version": lambda r: r.choice(
        (
            f"{r.randint(1, 24)}.{r.randint(0, 12)}.{r.randint(0, 9)}",
            f"v{r.randint(1, 9)}.{r.randint(0, 9)}",
            f"{r.randint(1, 30)}.{r.randint(0, 9)} LTS",
        )
    ),
    "seat": lambda r: f"{r.randint(1, 40)}{r.choice('ABCDEF')}",
    "gate": lambda r: f"{r.choice('ABCD')}{r.randint(1, 60)}",
    "login": lambda r: r.choice(
        (
            f"{r.choice(FIRST).lower()}{r.randint(1, 99)}",
            f"{r.choice(FIRST)[0].lower()}{r.choice(LAST).lower()}",
            "root",
        )
    ),
    "birth": lambda r: f"{r.randint(1, 28)} {r.choice(MONTHS)} {r.randint(1935, 2012)}",
    "year": lambda r: str(r.randint(1890, 2025)),
    "px": lambda r: f"{r.choice((640, 1280, 1920, 4032))} x {r.choice((480, 720, 1080, 3024))}",
    "pt": lambda r: f"{r.randint(8, 24)} pt",
    "minsec": lambda r: f"{r.randint(1, 9)}:{r.randint(0, 59):02}",
    "plate": lambda r: (
        f"{r.choice('ABKLM')}{r.choice('XYZT')} {r.randint(10, 99)} {r.choice('RSTUV')}{r.choice('ACE')}{r.choice('BDF')}"  # noqa: E501
    ),
    "isbn": lambda r: f"978-{r.randint(0, 9)}-{r.randint(100, 999)}-{r.randint(10000, 99999)}-{r.randint(0, 9)}",
    "licence": lambda r: r.choice(("MIT", "GPL-3.0", "Apache 2.0", "Proprietary", "BSD 3-clause")),
}


def value(kind: str, random: Random) -> str:
    """A value of the kind. Raises `KeyError` for a kind that nobody made."""
    if kind in MADE:
        return MADE[kind](random)
    return random.choice(CHOICES[kind])
