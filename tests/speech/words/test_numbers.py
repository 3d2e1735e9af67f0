from __future__ import annotations

import pytest

from speech.words import spoken
from speech.words.numbers import plain

MONEY = [
    ("EUR 32.40", "32 euros and 40 cents"),
    ("32,40 €", "32 euros and 40 cents"),
    ("€32.40", "32 euros and 40 cents"),
    ("$1,299.00", "1299 dollars"),
    ("US$ 1,299.50", "1299 dollars and 50 cents"),
    ("1.299,50 EUR", "1299 euros and 50 cents"),
    ("1 299,50 €", "1299 euros and 50 cents"),
    ("CHF 1'250.50", "1250 Swiss francs and 50 centimes"),
    ("1.234.567,89 EUR", "1234567 euros and 89 cents"),
    ("-$5.00", "minus 5 dollars"),
    ("$-5", "minus 5 dollars"),
    ("€1", "1 euro"),
    ("£0.01", "1 penny"),
    ("$0.05", "5 cents"),
    ("¥500", "500 yen"),
    ("$1.5M", "1.5 million dollars"),
    ("€2.5 billion", "2.5 billion euros"),
    ("€1.299", "1.299 euros"),
    ("$9.99/month", "9 dollars and 99 cents per month"),
    ("5,99 €/kg", "5 euros and 99 cents per kilogram"),
    ("50¢", "50 cents"),
    ("Total: EUR 32.40.", "Total: 32 euros and 40 cents."),
]
UNITS = [
    ("12 GB", "12 gigabytes"),
    ("12GB free", "12 gigabytes free"),
    ("1 GB", "1 gigabyte"),
    ("4.2/16.0 GB", "4.2 slash 16.0 gigabytes"),
    ("5 km/h", "5 kilometers per hour"),
    ("30 °C", "30 degrees Celsius"),
    ("30°C", "30 degrees Celsius"),
    ("−5 °C", "minus 5 degrees Celsius"),
    ("72℉", "72 degrees Fahrenheit"),
    ("250 ms", "250 milliseconds"),
    ("1,5 kg", "1.5 kilograms"),
    ("866 Mbit/s", "866 megabits per second"),
    ("6 ft", "6 feet"),
    ("20 m²", "20 square meters"),
    ("2 h 15 min", "2 hours 15 minutes"),
    ("3.6 GHz", "3.6 gigahertz"),
    ("1920x1080", "1920 by 1080"),
    ("1920 × 1080 px", "1920 by 1080 px"),
    ("50%", "50 percent"),
    ("12,5 %", "12.5 percent"),
    ("-5 %", "minus 5 percent"),
]
MEANS_SEVERAL_THINGS = ["5 m away", "the 90s", "the 1990s", "5G and 4K", "2 in 1", "12 A", "3x faster", "a Nexus 5s"]
CODES = [
    ("Python 3.11.7", "Python 3 dot 11 dot 7"),
    ("v2.1", "version 2 dot 1"),
    ("v1.0.0-rc.1", "version 1 dot 0 dot 0 dash rc dot 1"),
    ("192.168.0.1", "192 dot 168 dot 0 dot 1"),
    ("127.0.0.1:8080", "127 dot 0 dot 0 dot 1 colon 8080"),
    ("10.0.0.0/24", "10 dot 0 dot 0 dot 0 slash 24"),
    ("+49 30 1234567", "plus 4 9, 3 0, 1 2 3, 4 5 6 7"),
    ("(+44) 20 7946 0958", "plus 4 4, 2 0, 7 9 4 6, 0 9 5 8"),
    ("(555) 123-4567", "5 5 5, 1 2 3, 4 5 6 7"),
    ("1-800-555-0199", "1, 8 0 0, 5 5 5, 0 1 9 9"),
    ("030 1234567", "0 3 0, 1 2 3, 4 5 6 7"),
    ("0170-1234567", "0 1 7 0, 1 2 3, 4 5 6 7"),
    ("00123", "0 0 1 2 3"),
    ("12345678", "1 2 3, 4 5 6, 7 8"),
    ("1,299,000", "1299000"),
    ("1\u202f299\u202f000", "1299000"),
    ("3,5", "3 comma 5"),
    ("1,2,3", "1, 2, 3"),
    ("16:9", "16 colon 9"),
    ("pages 10–20", "pages 10 to 20"),
    ("5-10", "5 dash 10"),
    ("3½", "3 and one half"),
    ("3/4", "3 slash 4"),
    ("10²", "10 squared"),
    ("-3", "minus 3"),
    ("±3", "plus or minus 3"),
]


@pytest.mark.parametrize(("text", "said"), MONEY)
def test_a_price_is_an_amount_of_money(text: str, said: str) -> None:
    assert spoken(text, "en") == said


@pytest.mark.parametrize(("text", "said"), UNITS)
def test_a_number_with_a_unit_is_said_in_words(text: str, said: str) -> None:
    assert spoken(text, "en") == said


@pytest.mark.parametrize("text", MEANS_SEVERAL_THINGS)
def test_what_may_mean_several_things_stays_as_it_is_written(text: str) -> None:
    assert spoken(text, "en").replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(("text", "said"), CODES)
def test_numbers_that_are_no_amounts_are_said_digit_by_digit_or_part_by_part(text: str, said: str) -> None:
    assert spoken(text, "en") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("价格 ¥32.40", "价格 32.40元"),
        ("价格 €32.40", "价格 32.40欧元"),
        ("共 $1,299.00", "共 1299美元"),
        ("折扣 50%", "折扣 百分之50"),
        ("气温 -5 °C", "气温 负5摄氏度"),
        ("气温30°C，湿度50%。", "气温 30摄氏度，湿度 百分之50。"),
        ("速度 5 km/h", "速度 5公里每小时"),
        ("延迟 250 ms", "延迟 250毫秒"),
        ("版本 3.11.7", "版本 3 点 11 点 7"),
        ("3–5 天", "3 到 5 天"),
    ],
)
def test_amounts_in_a_chinese_sentence_are_said_in_chinese(text: str, said: str) -> None:
    assert spoken(text, "zh") == said


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        ("1,299.00", "1299.00"), ("1.299,00", "1299.00"), ("32,40", "32.40"), ("1,299", "1299"), ("1.299", "1.299"),
        ("0,125", "0.125"), ("1.234.567", "1234567"), ("12", "12"), ("1\u202f299,5", "1299.5"),
    ],
)  # fmt: skip
def test_a_comma_parts_thousands_only_where_it_must(number: str, digits: str) -> None:
    assert plain(number) == digits
