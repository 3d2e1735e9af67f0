"""Numbers, times and dates as they are written in several countries, and what is done about two meanings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.grounded.computed import amounts, moments


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,234.50", "1234.50", ""),
        ("1.234,50", "1234.50", ""),
        ("1 234,50 €", "1234.50", "€"),
        ("1'234.50", "1234.50", ""),
        ("1\u202f234,50\u00a0€", "1234.50", "€"),
        ("1.234.567", "1234567", ""),
        ("1,234,567.8", "1234567.8", ""),
        ("$1,234", "1234", "$"),
        ("¥1,280", "1280", "¥"),
        ("12 %", "12", "%"),
        ("0.500", "0.500", ""),
        ("−3.5 °C", "-3.5", "°c"),
        ("-$12.50", "-12.50", "$"),
        ("EUR 99", "99", "€"),
        ("3 items", "3", "item"),
        ("1 item", "1", "item"),
        ("12.5 km/h", "12.5", "km/h"),
        ("3.5万", "35000", ""),
        ("12元", "12", "元"),
    ],
)
def test_a_number_is_read_as_its_country_writes_it(text: str, value: str, unit: str) -> None:
    (found,) = amounts.readings(text)
    assert (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["007", "24.11.2026", "1.23.456", "192.168.0.1", "12,34,5", "A4", "n/a", "", "14:05", "1 23"]
)
def test_what_is_no_number_is_not_taken_for_one(text: str) -> None:
    assert amounts.readings(text) == []


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (("1.234", "12,50"), ("1234", "12.50")),
        (("1.234", "12.5"), ("1.234", "12.5")),
        (("1,234", "1.234.567"), ("1.234", "1234567")),
        (("1,234", "12.50"), ("1234", "12.50")),
        (("1.234", "7"), None),
        (("1.234", "1,5", "1.5"), None),
    ],
)
def test_a_mark_with_two_meanings_is_read_by_the_values_beside_it(
    column: tuple[str, ...], expected: tuple[str, ...] | None
) -> None:
    settled = amounts.settle([amounts.readings(text) for text in column])
    assert (None if settled is None else tuple(str(one.value) for one in settled)) == expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("14:05", (0, 0, 0, 845)),
        ("2:05 pm", (0, 0, 0, 845)),
        ("12:10 am", (0, 0, 0, 10)),
        ("14h05", (0, 0, 0, 845)),
        ("14.05 Uhr", (0, 0, 0, 845)),
        ("noon", (0, 0, 0, 720)),
        ("下午2:05", (0, 0, 0, 845)),
        ("14点05分", (0, 0, 0, 845)),
        ("24.11.2026", (2026, 11, 24, 0)),
        ("2026-11-24", (2026, 11, 24, 0)),
        ("Nov 24", (0, 11, 24, 0)),
        ("24 November 2026", (2026, 11, 24, 0)),
        ("2026年11月24日", (2026, 11, 24, 0)),
        ("Tue, Nov 24, 2026", (2026, 11, 24, 0)),
        ("24/11/2026", (2026, 11, 24, 0)),
        ("24.11.2026 14:05", (2026, 11, 24, 845)),
        ("05/05/2026", (2026, 5, 5, 0)),
    ],
)
def test_a_time_or_a_date_is_read_as_its_country_writes_it(text: str, key: tuple[int, int, int, int]) -> None:
    (found,) = moments.readings(text)
    assert found.key == key


def test_dates_and_hours_with_two_meanings_are_read_by_the_values_beside_them() -> None:
    def settled(*texts: str) -> list[tuple[int, int, int, int]] | None:
        found = moments.settle([moments.readings(text) for text in texts])
        return None if found is None else [one.key for one in found]

    assert settled("03/04/2026", "24/11/2026") == [(2026, 4, 3, 0), (2026, 11, 24, 0)]
    assert settled("03/04/2026", "11/24/2026") == [(2026, 3, 4, 0), (2026, 11, 24, 0)]
    assert settled("03/04/2026", "05/06/2026") is None
    assert settled("9:30", "14:05") == [(0, 0, 0, 570), (0, 0, 0, 845)]
    assert settled("12:10", "14:05") == [(0, 0, 0, 730), (0, 0, 0, 845)]
    assert settled("9:30", "2:05") is None
    assert settled("Nov 24", "Nov 24, 2026") is None


def test_days_over_a_leap_day_that_may_be_are_not_told() -> None:
    (start,), (end,), (later,) = (moments.readings(text) for text in ("Feb 20", "Feb 27", "Mar 3"))
    assert moments.between(start, end) == 7 * 1440
    assert moments.between(start, later) is None
