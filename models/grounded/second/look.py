"""A second look at a question that the first found no answer to: places that are seldom meant, then other wordings.

The order tells what is surer. Nothing here overrules an answer, and all that is found is quoted with its evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.types import Answer
from models.grounded.questions import parse, plain_question
from models.grounded.reply import Context
from models.grounded.second import about, advice, bound, chatted, codes, links, named, replied
from models.grounded.second.rewording import wordings
from models.grounded.second.words import SecondWords, second_words
from models.grounded.shapes import MEASURES, NEGATED, NUMERAL, SHAPES
from models.grounded.words import covered, words

MONEY = re.compile(
    r"(?i)[€$£¥元]|\b(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?|cents?|francs?|franken)\b|\d[.,]\d\d(?!\d)"
)
Told = Callable[[Context, SecondWords, dict[str, str]], "Answer | None"]
"""What looks in one place, with the groups of the question's pattern. None where nothing is there."""

PLACES: dict[str, Told] = {
    "about": about.about,
    "named": named.named,
    "lead": named.lead,
    "depth": replied.measured,
    "code": codes.code,
    "link": links.link,
    "quote": links.quote,
    "field": bound.field,
    "when_said": chatted.when,
    "needed": chatted.needed,
    "keys": codes.keys,
    "failed": advice.failed,
    "suggested": advice.suggested,
    "contact": advice.contact,
}


def second_look(ctx: Context, first: Answer, ask: Callable[[Context], Answer]) -> Answer:
    """What `ask` or one of the places finds for the question or another wording of it; else the first answer, which
    offers the nearest text. `ask` is the first look."""
    if not first.untold:
        return first  # "several: which one?" and "a password" are answers
    said = second_words(ctx.phrases.language)
    if (found := _looked(ctx, said)) is not None:
        return found
    for wording, must, label in wordings(ctx.asked, ctx.phrases, said):
        again = replace(ctx, asked=wording)
        found = ask(again)
        if not found.answerable or _denies(found, ctx):
            found = _looked(again, said)
        if found is not None and _fits(found, must, ctx, said) and _labelled(found, label):
            return found
    return first


def _looked(ctx: Context, said: SecondWords) -> Answer | None:
    asked = plain_question(ctx.asked, ctx.phrases)
    for place, pattern in said.asks:
        match = re.fullmatch(pattern, asked)
        if match is None:
            continue
        parts = {key.rstrip("0123456789"): value.strip() for key, value in match.groupdict().items() if value}
        found = PLACES[place](ctx, said, parts)
        if found is not None and found.answerable:
            return found
    return None


def _fits(found: Answer, must: str, ctx: Context, said: SecondWords) -> bool:
    """Whether the answer to other words may be one to the question: with what it must have, and with a number where
    one was asked for."""
    asked = plain_question(ctx.asked, ctx.phrases)
    counts = re.search(f"(?i){NUMERAL}", found.text) or MEASURES["often"].search(found.text)  # "twice a day"
    if re.match(said.number, asked) and not counts:
        return False
    # "Which way does it go": not that way. Whether a switch is on may well be denied.
    state = parse(ctx.asked, ctx.phrases).intent == "state"
    if not state and NEGATED.search(found.text) and not NEGATED.search(asked):
        return False
    if re.search(said.money, asked) and not MONEY.search(found.text):
        return False
    if re.search(said.share, asked) and not SHAPES["share"].search(found.text):
        return False
    return all(covered(words(must), found.text, ctx.phrases))


def _labelled(found: Answer, label: str) -> bool:
    """Whether the label of what was found, if it has one, says no more: a price alarm is no price; of all, no row's."""
    said = re.match(r"([^:：.\d]+)[:：]", found.text)
    if label == ",":
        return said is None or not re.search(r"[,，、]", said[1])  # "Teapot, Sum" is not of all
    return not label or said is None or said[1].strip().casefold() == label


def _denies(found: Answer, ctx: Context) -> bool:
    """Whether it only says that there is nothing of the kind, which may be the fault of the wording."""
    said = [ctx.phrases.say[key].split("{")[0].strip() for key in ("none", "nothing_state", "no_there")]
    return any(start and found.text.startswith(start) for start in said)
