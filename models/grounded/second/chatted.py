"""What was said in a chat, by its words: when somebody wrote about something, and who needs what."""

from __future__ import annotations

import re

from assistant.types import Answer
from models.grounded.claims import of_block
from models.grounded.reply import Context
from models.grounded.second.words import SecondWords
from models.grounded.shapes import NEGATED
from models.grounded.structured import messages_by, worded
from models.grounded.words import content_words, covered

IF = re.compile(r"(?i)\b(?:if|unless|might|could|would|maybe|perhaps)\b")
"""What may never be needed."""


def when(ctx: Context, said: SecondWords, parts: dict[str, str]) -> Answer | None:
    """The time of the one message of that person with all the words."""
    del said
    p = ctx.phrases
    keys = content_words(parts["y"], p)
    found = [
        one
        for one in messages_by(ctx, parts["x"])
        if keys and all(covered(keys, one.text, p)) and ("asked" not in parts or re.search(r"[?？]", one.text))
    ]
    if any(NEGATED.search(one.text) for one in found) and not NEGATED.search(ctx.asked):
        return None  # "when did she say that it is sold" of "it isn't sold"
    if len(found) != 1 or not found[0].time:
        return None
    text = p("said_at", time=found[0].time, text=worded(ctx, found[0]))
    return ctx.answer(p.ended(text), [of_block(block) for block in found[0].blocks])


def needed(ctx: Context, said: SecondWords, parts: dict[str, str]) -> Answer | None:
    """The one message that says it in the first person; of the person who is named, if one is."""
    p = ctx.phrases
    who = parts.get("x", "")
    named = who and who not in said.anybody
    among = messages_by(ctx, who) if named else ctx.view.messages
    verb = parts["v"].split()[-1]
    speaks = re.compile(said.first_person)
    found = [
        one
        for one in among
        if not re.search(r"[?？]", one.text)
        and not NEGATED.search(one.text)
        and not IF.search(one.text)
        and speaks.search(one.text)
        and covered([verb], one.text, p)[0]
    ]
    if len(found) != 1:
        return None
    return ctx.answer(p.ended(worded(ctx, found[0])), [of_block(block) for block in found[0].blocks])
