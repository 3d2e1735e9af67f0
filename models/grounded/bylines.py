"""Who wrote what is read, of which day it is, what its headline is: the lines that a paper or a page begins with."""

from __future__ import annotations

import re

from assistant.types import Answer
from models.grounded.near import greeted
from models.grounded.questions import Ask, plain_question
from models.grounded.reply import Context
from models.grounded.view import Piece

MONTHS = (
    r"(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?"
    r"|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\.?"
)
FULL_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|\.)? ?{MONTHS},? \d{{4}}\b|{MONTHS} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b"
    r"|\d{4}-\d\d-\d\d\b|\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日)"
)
"""A day with its month and year: a line that begins with one dates the whole."""
WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|星期.|周.)"
DATELINE = re.compile(
    rf"(?i)(?:[^\W\d_][\w .'’-]{{0,40}}[,，] ?(?:den )?)?(?:{WEEKDAY},? ?(?:den |the )?)?"
    rf"(?P<day>{FULL_DATE})(?P<rest>.*)"
)
""" "Saturday, 8 March 2025", "Turku, 3 May 2024", "By Ann Lee, 14 March 2025, 6 minutes to read"."""
NAME = r"(?:[A-ZÄÖÜÉ][\w'’.-]+(?: (?:(?:de|da|van|von|der|di) )*[A-ZÄÖÜÉ][\w'’.-]*){1,3}|[\u4e00-\u9fff]{2,4})"
BYLINE = re.compile(
    rf"(?:(?:By|BY|Von|VON|Text(?: by| von)?:?|Author:|Autor(?:in)?:|作者[:：]?|文[/／:：]) ?{NAME}"
    r"(?=\s*(?:$|[,，|·•–—-]))"
    rf"|(?:by|von) {NAME}(?=\s*[|·•]))(?P<rest>.*)"
)
"""In small letters only before a bar or a dot: "by Ann Lee" may begin a line in the midst of a sentence."""
READING = re.compile(
    r"(?i)\b\d+[ -]?min(?:ute[ns]?|\.)? (?:to read|read(?:ing time)?|lesezeit)\b|阅读时间\D{0,3}\d+ ?分"
)
HEAD = 10
"""Lines that a paper's head may have, with the menu and the links over it."""
REST = 40
"""Characters after a name or a date that still are no sentence."""


def of_the_whole(ctx: Context) -> Answer | None:
    """The author, the day, the headline, the time it takes to read, the first words; None for another question and
    where no one line tells it."""
    plain = plain_question(ctx.asked, ctx.phrases)
    asked = next((kind for kind, pattern in ctx.phrases.papers if re.fullmatch(pattern, plain)), None)
    found = _told(ctx, asked) if asked is not None else []
    if len({piece.text for piece in found}) != 1:
        return None
    ctx.talk.understood = (ctx.asked, Ask("value", ctx.asked))
    return ctx.answer(ctx.phrases.ended(ctx.hedged(found[0])), [found[0].evidence])


def _told(ctx: Context, asked: str) -> list[Piece]:
    lines = [piece for piece in ctx.view.lines if piece.text.strip()]
    match asked:
        case "author":
            return [piece for piece in lines if _begins(BYLINE, piece)]
        case "date":
            return [piece for piece in lines[:HEAD] if _begins(DATELINE, piece)]
        case "reading":
            return [piece for piece in lines if READING.search(piece.text)]
        case "greeting":
            first = greeted(ctx)
            return [first] if first is not None else []
    return ctx.view.headings


def _begins(pattern: re.Pattern[str], piece: Piece) -> bool:
    """Whether the line begins so and is no sentence."""
    line = piece.text.strip()
    found = pattern.match(line)
    return found is not None and len(found["rest"]) <= REST and not line.endswith((".", "。"))
