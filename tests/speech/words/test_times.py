from __future__ import annotations

import pytest

from speech.words import spoken

TIMES = [
    ("14:35", "14 35"),
    ("2:05 pm", "2 oh 5 P.M"),
    ("2:05 p.m.", "2 oh 5 P.M"),
    ("2:00 PM", "2 P.M"),
    ("10 am", "10 A.M"),
    ("14:00", "14 o'clock"),
    ("00:30", "0 30"),
    ("09:05", "9 oh 5"),
    ("21:55:17", "21 55 and 17 seconds"),
    ("10:00:00", "10 oh oh and 0 seconds"),
    ("10:00-11:30", "10 o'clock to 11 30"),
    ("07:40–09:55", "7 40 to 9 55"),
    ("Mon-Fri 9:00-17:00", "Monday to Friday 9 o'clock to 17 o'clock"),
    ("75:20", "75 colon 20"),
    ("Meet at 14:35.", "Meet at 14 35."),
]
DATES = [
    ("2026-11-24", "24 November 2026"),
    ("2026/11/24", "24 November 2026"),
    ("24.11.2026", "24 November 2026"),
    ("1.2.2026", "1 February 2026"),
    ("11/24/2026", "11 slash 24 slash 2026"),
    ("04/05/26", "04 slash 05 slash 26"),
    ("2026-11-24T21:55:17Z", "24 November 2026, 21 55 and 17 seconds U.T.C"),
    ("2026-11-24T21:55:17+01:00", "24 November 2026, 21 55 and 17 seconds U.T.C plus 1"),
    ("2026-02-30", "2026 dash 02 dash 30"),
    ("30.02.2026", "30 dot 02 dot 2026"),
    ("Nov 24 14:35", "November 24 14 35"),
    ("Mon, 24 Nov 2026", "Monday, 24 November 2026"),
    ("Sept. 5", "September 5"),
    ("May 5", "May 5"),
]


@pytest.mark.parametrize(("text", "said"), TIMES)
def test_a_time_is_said_as_a_clock_reads(text: str, said: str) -> None:
    assert spoken(text, "en") == said


@pytest.mark.parametrize(("text", "said"), DATES)
def test_a_date_is_said_when_it_can_only_be_that_day(text: str, said: str) -> None:
    assert spoken(text, "en") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("现在是14:35。", "现在是 14点35分。"),
        ("下班 17:00", "下班 17点"),
        ("2:05 pm 开会", "下午2点05分 开会"),
        ("上线 2026-11-24 9:05:30", "上线 2026年11月24日 9点05分30秒"),
        ("2026年11月24日", "2026年11月24日"),
    ],
)
def test_times_and_dates_in_a_chinese_sentence_are_chinese(text: str, said: str) -> None:
    assert spoken(text, "zh") == said
