"""Names that people and programs make up: abbreviations, camelCase, snake_case, hexadecimal and order numbers.

Capitals that are to be spelled are written "P.D.F": espeak-ng, SAPI and the phonemizers of neural voices read that as
letters, while "P D F" with an A in it becomes an article ("a pie" for A P I).
"""

from __future__ import annotations

import re

from speech.words.rule import AFTER, BEFORE, Rule, Words

GROUP = 3
"""Letters or digits of a code that are said in one breath: what one can hold while typing."""

# Words of up to three letters that are words also in capitals.
_SHORT_WORDS = (
    "a about act add age ago air all am an and any are art as ask at bad bag bar be bed big bit box boy bus but buy "
    "by bye can car cat cow cup cut day did die do dog dot dry due ear eat egg end err eye far fax fee few fix fly "
    "for fun get gif go god got had has he her hey him his hit hot how i if ill in ink is it its job joy key kid "
    "lab lan law lay led let lie log lot low man map max may me men min mix mom mr mrs must my nan net new no nor "
    "not now odd of off oh oil old on one or our out own pay pen per pin pop put ram ran red rom row run sad sat "
    "saw say sea see set sex she shy sim sir sit six sky so son sun tap tax tea ten the tie tip to tom too top toy "
    "try two up us use van via wan war was way we wet why win won yes yet you zip zoo"
)
_SHORT = frozenset(_SHORT_WORDS.split())
_ONLY_WHEN_SHOUTING = frozenset(("am", "as", "it", "us", "do", "led", "log", "may", "or", "so", "me", "a", "i", "in"))
# With a vowel and a start as of a word, and yet spelled.
_SPELLED = frozenset(("IEEE", "UEFI", "ISBN", "USSR", "ADSL", "ISDN", "AFAIK", "HEVC"))
_ROMAN = {
    "II": 2, "III": 3, "VI": 6, "VII": 7, "VIII": 8, "XI": 11, "XII": 12, "XIII": 13, "XIV": 14, "XV": 15, "XVI": 16,
    "XVII": 17, "XVIII": 18, "XIX": 19, "XX": 20, "XXI": 21,
}  # fmt: skip
_STARTS = (
    "bl br ch cl cr dr dw fl fr gh gl gn gr kn kl kr ph pl pr ps qu rh sc sh sk sl sm sn sp sq st sw th tr tw wh wr "
    "chr phr sch scr shr spl spr str thr"
)
_ONSETS = frozenset(_STARTS.split())
"""Consonants that an English word may begin with."""
_VOWELS = "AEIOUY"
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-zà-ɏ]+|\d+|.", re.DOTALL)
_SAME_KIND = re.compile(r"[A-Za-z]+|\d+")


def letters(text: str) -> str:
    """Letters and digits one by one, as every voice reads them: "A3fc9" -> "A3 F.C 9"."""
    parts = [
        ".".join(part.upper()) if part[0].isalpha() else " ".join(part) for part in re.findall(r"[^\W\d_]+|\d+", text)
    ]
    said = ""
    for part in parts:
        # "A 3" would be an article and a number.
        said += part if not said or (part[0].isdigit() and said[-1] == "A") else f" {part}"
    return said


def in_groups(text: str) -> str:
    """The same with a breath after each three; a single one left over stays with the group before it."""
    starts = list(range(0, len(text), GROUP))
    if len(starts) > 1 and len(text) % GROUP == 1:
        starts.pop()
    ends = [*starts[1:], len(text)]
    return ", ".join(letters(text[start:end]) for start, end in zip(starts, ends, strict=True))


def capitals(word: str, words: Words) -> str:
    """A word in capitals: spelled ("U.S.B"), or read as a word ("warning")."""
    small = word.lower()
    if not word.isascii():
        return small
    if word == "OK" or len(word) == 1:
        return word
    if word in _ROMAN and not words.shouting:
        return str(_ROMAN[word])
    if small in _SHORT and (words.shouting or small not in _ONLY_WHEN_SHOUTING):
        return small
    if len(word) <= GROUP or word in _SPELLED or not _sounds_like_a_word(word):
        return letters(word)
    return small


def _sounds_like_a_word(word: str) -> bool:
    if not any(letter in _VOWELS for letter in word):
        return False
    start = len(word) - len(word.lstrip("BCDFGHJKLMNPQRSTVWXZ"))
    if start > 1 and word[:start].lower() not in _ONSETS:
        return False
    return not re.search(r"[BCDFGHJKLMNPQRSTVWXZ]{5}|[AEIOU]{4}|[QJVW]$", word)


def name(text: str, words: Words) -> str:
    """A part of an address, a path or an identifier, without signs: "getHTTPResponse2" -> "get H.T.T.P Response 2"."""
    if not text.isascii():
        return text
    if _is_code(text):
        return in_groups(text)
    if text.isdigit():
        return digits(text)
    parts = _PART.findall(text)
    return " ".join(
        capitals(part, words) if part.isupper() and len(part) > 1 else digits(part) if part.isdigit() else part
        for part in parts
    )


def digits(text: str) -> str:
    """A number that may be none: with a zero in front, or too long to be taken in, digit by digit."""
    if len(text) > 6:
        return in_groups(text)
    return " ".join(text) if text[0] == "0" and len(text) > 1 else text


def _is_code(text: str) -> bool:
    """Nothing that anybody would pronounce: "a3f9c2", "X7K9P2"."""
    if not text.isascii() or text.isdigit() or text.isalpha():
        return False
    changes = len(_SAME_KIND.findall(text)) - 1
    return changes >= 3 or (len(text) >= 6 and changes >= 1 and bool(re.fullmatch(r"[0-9a-f]+|[0-9A-F]+", text)))


def _hexadecimal(match: re.Match[str], _: Words) -> str:
    return f"0 X, {in_groups(match[1])}"


def _groups(match: re.Match[str], _: Words) -> str:
    """What was written in groups: UUIDs, IBANs, card numbers."""
    return ", ".join(in_groups(part) for part in re.split(r"[- ]", match[0]))


def _colons(match: re.Match[str], words: Words) -> str:
    """MAC and IPv6 addresses."""
    parts = re.findall(r"[0-9A-Fa-f]+|:+", match[0])
    return " ".join(letters(part) if part[0] != ":" else " ".join([words.sign(":")] * len(part)) for part in parts)


def _order_number(match: re.Match[str], words: Words) -> str | None:
    """INV-2026-00123: with its dashes it can be typed; the one of UTF-8 or COVID-19 is a breath."""
    if not any(sign.isdigit() for sign in match[0]):
        return None
    named = words.at_least("most") or (words.at_least("some") and match[0].count("-") > 1)
    joint = f" {words.sign('-')} " if named else ", "
    parts = match[0].split("-")
    return joint.join(in_groups(part) if part.isdigit() and len(part) > GROUP else name(part, words) for part in parts)


def _number_sign(match: re.Match[str], words: Words) -> str:
    said = digits(match[1]) if match[1].isdigit() else in_groups(match[1])
    return f"{words.term('number')} {said}"


def _snake(match: re.Match[str], words: Words) -> str:
    return " ".join(words.sign("_") if part == "_" else name(part, words) for part in re.findall(r"_|[^_]+", match[0]))


def _mixed(match: re.Match[str], _: Words) -> str | None:
    return in_groups(match[0]) if _is_code(match[0]) else None


def _camel(match: re.Match[str], words: Words) -> str | None:
    parts = _PART.findall(match[0])
    if any(len(part) == 2 and part[0].isupper() and part[1].islower() for part in parts[:-1]):
        return None  # LaTeX, McDonald
    return name(match[0], words)


def _capitals(match: re.Match[str], words: Words) -> str:
    word, ending = match.groups()
    if ending and ending[0] in "'’" and ending[1:].isupper():
        return word.lower() + ending.lower()  # DON'T
    said = capitals(word, words)
    if not ending:
        return said
    return said + ("'s" if "." in said else ending)


def _ampersand(match: re.Match[str], words: Words) -> str:
    """AT&T, R&D."""
    return f" {words.sign('&')} ".join(letters(part) for part in match[0].split("&"))


_HEX = "[0-9a-fA-F]"
CODES = (
    Rule("uuid", rf"{BEFORE}{_HEX}{{8}}(?:-{_HEX}{{4}}){{3}}-{_HEX}{{12}}{AFTER}", _groups),
    Rule(
        "colons",
        rf"{BEFORE}(?<!:)(?:(?:{_HEX}{{2}}:){{5}}{_HEX}{{2}}|(?=[\w:]{{0,39}}::|(?:\w+:){{7}})(?:{_HEX}{{1,4}}|(?<=:)):"
        rf"(?:{_HEX}{{0,4}}:)+{_HEX}{{0,4}}){AFTER}(?!:)",
        _colons,
    ),
    Rule("hexadecimal", rf"{BEFORE}0[xX]({_HEX}+){AFTER}", _hexadecimal),
    Rule("iban", rf"{BEFORE}[A-Z]{{2}}\d\d(?: [A-Z0-9]{{4}}){{2,8}}(?: [A-Z0-9]{{1,4}})?{AFTER}", _groups),
    Rule("card", rf"{BEFORE}\d{{4}}(?: \d{{4}}){{2,4}}{AFTER}", _groups),
    Rule("number_sign", rf"{BEFORE}#(\d+|{_HEX}{{6}}|{_HEX}{{8}}){AFTER}", _number_sign),
)
RULES = (
    Rule("ampersand", rf"{BEFORE}[A-Z]{{1,3}}(?:&[A-Z]{{1,3}})+{AFTER}", _ampersand),
    Rule("snake", rf"{BEFORE}_*[A-Za-z0-9]+(?:_+[A-Za-z0-9]+)+_*{AFTER}|{BEFORE}__[A-Za-z]\w*__{AFTER}", _snake),
    Rule("order_number", rf"{BEFORE}(?<!-)[A-Z]{{1,6}}(?:-[A-Z0-9]+)+{AFTER}(?!-)", _order_number),
    Rule("mixed", rf"{BEFORE}(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{{5,}}{AFTER}", _mixed),
    Rule(
        "camel",
        rf"{BEFORE}(?=[A-Za-z0-9]*(?:[a-z][A-Z]|[A-Z]{{2}}[a-z]{{2}}))[A-Za-z][A-Za-z0-9]*{AFTER}",
        _camel,
    ),
    Rule("capitals", rf"{BEFORE}([A-Z]{{2,}})(['’]?[A-Za-z]{{1,2}}(?<=[sS])|['’][A-Z]{{1,2}})?{AFTER}", _capitals),
)
