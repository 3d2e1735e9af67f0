"""A measure that is told in reply, by itself: "She asked for the depth. 'Fourteen metres.'" to "how deep is it"."""

from __future__ import annotations

import itertools
import re

from assistant.types import Answer
from models.grounded.reply import Context
from models.grounded.second.words import SecondWords
from models.grounded.shapes import MEASURES, NEGATED
from models.grounded.words import covered, words

SHORT = 6
"""Words of a reply that is nothing but the measure."""


def measured(ctx: Context, said: SecondWords, parts: dict[str, str]) -> Answer | None:
    """The asking sentence with its reply, where just one asks for that, of the thing that is named, and the
    next one is the measure."""
    p = ctx.phrases
    kind = said.measures.get(parts["x"], "")
    if kind not in MEASURES:
        return None
    of = [parts["of"]] if "of" in parts else []
    found = []
    for asking, reply in itertools.pairwise(ctx.view.sentences):
        asked = re.search(said.asked_for, asking.text)
        noun = next((value for key, value in asked.groupdict().items() if value), "") if asked else ""
        if not noun or not all(covered([parts["x"]], noun, p)) or not all(covered(of, asking.text, p)):
            continue
        if len(words(reply.text)) <= SHORT and MEASURES[kind].search(reply.text) and not NEGATED.search(reply.text):
            found.append((asking, reply))
    if len(found) != 1:
        return None
    asking, reply = found[0]
    told = p.join.join(p.ended(ctx.hedged(piece)) for piece in (asking, reply))
    return ctx.answer(p("says", text=told), [asking.evidence, reply.evidence])
