"""Amounts: money, percentages, units, versions, network addresses, telephone numbers, grouped and long numbers.

Numbers stay digits, for every voice reads those in its own language; what is settled here is what belongs together
and what a sign between digits means. Where that is uncertain ("1.299" may be 1299 elsewhere) it is said as written.
"""

from __future__ import annotations

import re

from speech.words import en, zh
from speech.words.identifiers import digits, in_groups
from speech.words.rule import AFTER, DAYS, WORD, Rule, Words

_GAP = "\u00a0\u202f\u2009'’"
"""Between thousands: spaces that don't break, and the Swiss apostrophe."""
_NUMBER = rf"\d+(?:[.,{_GAP}]\d{{3}})*(?:[.,]\d+)?"
_SIGN = "([-−+]?)"
_START = f"(?<![{WORD}.,])"

_SYMBOLS = {
    "€": "EUR", "$": "USD", "US$": "USD", "£": "GBP", "¥": "JPY", "￥": "CNY", "CN¥": "CNY", "RMB": "CNY", "₹": "INR",
    "₩": "KRW", "₽": "RUB", "₺": "TRY", "₪": "ILS", "₴": "UAH", "A$": "AUD", "C$": "CAD", "CA$": "CAD", "AU$": "AUD",
    "NZ$": "NZD", "HK$": "HKD", "NT$": "TWD", "S$": "SGD", "R$": "BRL", "zł": "PLN", "Kč": "CZK",
    **{code: code for code in en.MONEY},
}  # fmt: skip
_MONEY = "|".join(re.escape(symbol) for symbol in sorted(_SYMBOLS, key=len, reverse=True))
_SPACED_PRICE = r"\d{1,3}(?: \d{3})+,\d\d"
_SCALE = r"(?:(k|K|M|bn|B|m)\b|\s(million|billion|thousand)\b|([万亿]))?"
_PER = rf"(?:\s?/\s?({'|'.join(sorted(en.PER, key=len, reverse=True))})(?![{WORD}]))?"
_UNITS = "|".join(re.escape(unit) for unit in sorted({**en.UNITS, **zh.UNITS}, key=len, reverse=True))


def plain(number: str) -> str:
    """A number as written -> digits with at most one point: "1,299.00" and "1.299,00" -> "1299.00"."""
    number = re.sub(f"[ {_GAP}]", "", number)
    point, comma = number.rfind("."), number.rfind(",")
    if point >= 0 and comma >= 0:
        decimal, thousands = (".", ",") if point > comma else (",", ".")
        return number.replace(thousands, "").replace(decimal, ".")
    if number.count(",") > 1 or re.fullmatch(r"[1-9]\d{0,2},\d{3}", number):
        return number.replace(",", "")
    if number.count(".") > 1:
        return number.replace(".", "")
    return number.replace(",", ".")


def _signed(sign: str, words: Words) -> str:
    gap = "" if words.is_zh else " "
    return "" if not sign else words.term("plus" if sign == "+" else "minus") + gap


def _price_before(match: re.Match[str], words: Words) -> str:
    first, symbol, second, number, short, long, wide, per = match.groups()
    return _signed(first or second, words) + _price(symbol, number, short or long or wide, words) + _per(per, words)


def _price_after(match: re.Match[str], words: Words) -> str:
    sign, number, short, long, wide, symbol, per = match.groups()
    return _signed(sign, words) + _price(symbol, number, short or long or wide, words) + _per(per, words)


def _per(what: str | None, words: Words) -> str:
    if not what:
        return ""
    return f"每{zh.UNITS.get(what, what)}" if words.is_zh else f" per {en.PER[what]}"


def _price(symbol: str, number: str, scale: str | None, words: Words) -> str:
    code, amount = _SYMBOLS[symbol], plain(number)
    if words.is_zh:
        code = "CNY" if symbol == "¥" else code
        amount = amount if amount.strip("0.") == "" else amount.removesuffix(".00")
        return f"{amount}{zh.SCALES[scale] if scale else ''}{zh.MONEY[code]}"
    one, many, minor, minors = en.MONEY[code]
    whole, _, part = amount.partition(".")
    if scale:
        return f"{amount} {en.SCALES.get(scale, scale)} {many}"
    if len(part) == 2 and not part.strip("0"):
        part = ""
    if len(part) == 2 and minor:
        hundredths = f"{int(part)} {minor if int(part) == 1 else minors}"
        return hundredths if not whole.strip("0") else f"{whole} {one if whole == '1' else many} and {hundredths}"
    return f"{whole}.{part} {many}" if part else f"{whole} {one if whole == '1' else many}"


def _percent(match: re.Match[str], words: Words) -> str:
    sign, number, mark = match.groups()
    name = words.term("percent" if mark in "%％" else "per mille")
    if words.is_zh:
        return f"{_signed(sign, words)}{name}{plain(number)}"
    return f"{_signed(sign, words)}{plain(number)} {name}"


def _unit(match: re.Match[str], words: Words) -> str | None:
    sign, number, gap, unit = match.groups()
    amount = plain(number)
    if unit == "s" and not gap and "." not in amount:
        return None  # the 90s
    if words.is_zh:
        name = zh.UNITS.get(unit)
        return None if name is None else f"{_signed(sign, words)}{amount}{name}"
    if unit not in en.UNITS:
        return None
    one, many = en.UNITS[unit]
    return f"{_signed(sign, words)}{amount} {one if amount == '1' else many}"


def _times(match: re.Match[str], words: Words) -> str:
    return f" {words.term('by')} ".join(re.findall(r"\d+", match[0]))


def _dotted(match: re.Match[str], words: Words) -> str:
    """Versions and IP addresses: the numbers are numbers, the dots are said."""
    parts = re.findall(r"\d+|[^\W\d_]+|.", match[0].lstrip("vV"))
    said = " ".join(digits(part) if part.isdigit() else words.sign(part) for part in parts)
    return f"{words.term('version')} {said}" if match[0][0] in "vV" else said


def _phone(match: re.Match[str], words: Words) -> str:
    said = ", ".join(in_groups(group) for group in re.findall(r"\d+", match[0]))
    return f"{'plus' if not words.is_zh else '加'} {said}" if "+" in match[0] else said


def _comma(match: re.Match[str], words: Words) -> str:
    """ "3,5" and "1,299": thousands only where the digits say so, else the comma is said."""
    number = match[0]
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+", number):
        return number.replace(",", "")
    parts = number.split(",")
    return f"{parts[0]} {words.sign(',')} {parts[1]}" if len(parts) == 2 else ", ".join(parts)


def _gaps(match: re.Match[str], _: Words) -> str:
    return plain(match[0])


def _ratio(match: re.Match[str], words: Words) -> str:
    """16:9, and what is longer than any clock: 75:00."""
    return f" {words.sign(':')} ".join(digits(part) for part in match[0].split(":"))


def _fraction(match: re.Match[str], words: Words) -> str:
    """ "3½"."""
    return f" {words.term('and')} {words.sign(match[0][-1])}"


_AREA = r"(?:\+\d{1,3}|\(\+\d{1,3}\))[ ./-]?(?:\(\d{1,5}\)|\d{2,14})"
_SUFFIX = r"(?:-?(?:rc|alpha|beta|dev|post)\.?\d*)?"
RULES = (
    Rule("ip", rf"{_START}\d{{1,3}}(?:\.\d{{1,3}}){{3}}(?::\d+|/\d+)?{AFTER}(?!\.\d)", _dotted),
    Rule("phone_plus", rf"(?<![{WORD}+]){_AREA}(?:[ ./-]?\d{{2,14}})*{AFTER}", _phone),
    Rule(
        "phone_us",
        rf"(?<![{WORD}-])(?:1[-. ])?(?:\(\d{{3}}\) ?|\d{{3}}[-.])\d{{3}}[-.]\d{{4}}{AFTER}(?![-.]\d)",
        _phone,
    ),
    Rule("phone_zero", rf"{_START}(?<!-)0\d{{1,4}}[ /-]\d{{3,}}(?:[ -]\d{{2,}})*{AFTER}(?![-/:.]\d)", _phone),
    Rule("version", rf"{_START}(?:[vV]\d+(?:\.\d+)+|\d+(?:\.\d+){{2,}}){_SUFFIX}{AFTER}(?!,\d)", _dotted),
    Rule(
        "price_before",
        rf"{_START}{_SIGN}({_MONEY})\s?([-−]?)({_SPACED_PRICE}|{_NUMBER}){_SCALE}{AFTER}{_PER}",
        _price_before,
    ),
    Rule("price_after", rf"{_START}{_SIGN}({_SPACED_PRICE}|{_NUMBER}){_SCALE}\s?({_MONEY}){AFTER}{_PER}", _price_after),
    Rule("percent", rf"{_START}{_SIGN}({_NUMBER})\s?([%％‰])(?![{WORD}])", _percent),
    Rule("times", rf"{_START}(?!0x)\d{{1,6}}\s?[x×]\s?\d{{1,6}}(?:\s?[x×]\s?\d{{1,6}})?{AFTER}", _times),
    Rule("unit", rf"{_START}{_SIGN}({_NUMBER})(\s?)({_UNITS})(?![{WORD}/²³])", _unit),
    Rule("gaps", rf"{_START}\d{{1,3}}(?:[\u00a0\u202f\u2009]\d{{3}}|['’]\d{{3}})+(?:[.,]\d+)?{AFTER}", _gaps),
    Rule("comma", rf"{_START}\d+(?:,\d+)+{AFTER}(?![.,]\d)", _comma),
    Rule("ratio", rf"{_START}(?<!:)\d+(?::\d+)+{AFTER}(?!:)", _ratio),
    Rule("long", rf"{_START}(?:\d{{7,}}|0\d+){AFTER}(?![.,:]\d)", lambda match, _: digits(match[0])),
    Rule("negative", r"(?<![^\s(\[])[-−](?=\d)", lambda _, words: _signed("-", words)),
    Rule("fraction", r"(?<=\d)\s?[½¼¾]", _fraction),
    Rule(
        "to",
        rf"(?<=\d)\s?–\s?(?=\d)|(?<=:\d\d)\s?-\s?(?=\d\d?:\d\d)|(?<=[AaPp][Mm])\s?[-–]\s?(?=\d)"
        rf"|(?<={DAYS})\s?[-–]\s?(?=(?:{DAYS})\b)",
        lambda _, words: f" {words.term('to')} ",
    ),
    Rule("dash", r"(?<=\d)-(?=\d)", lambda _, words: f" {words.sign('-')} "),
)
