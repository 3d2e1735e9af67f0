"""What a program text says of a thing that it makes: `lamp = Item("Desk lamp", 4599)` beside `class Item: name: str;
price: int` tells the lamp's price. Arguments are bound to the names of the fields or parameters by their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Answer, Evidence
from models.grounded.claims import normal
from models.grounded.reply import Context
from models.grounded.second.words import SecondWords
from models.grounded.terminals.withheld import KEY
from models.grounded.view import Piece
from models.grounded.words import content_words, same

NUMBER = re.compile(r"^\s*\d{1,6}\s+(?=\S)")
"""Of a line, where OCR has joined it."""
CLASS = re.compile(
    r"^(?:export |public |final |data )*(?:class|struct|record)\s+(?P<name>\w+)\s*(?:\([^()]*\))?\s*[:{]?\s*$"
)
FIELD = re.compile(r"^(?:public |private |readonly |val |var )*(?P<name>[a-z_]\w*)\s*\??:\s*[\w\[\]., |]+(?:=.*)?;?$")
MAKER = re.compile(
    r"^(?:export |async |public |data )*(?:def|function|func|fn|class|record)\s+(?P<name>\w+)\s*\((?P<names>[^()]*)\)"
)
CALL = re.compile(r"(?:\bnew\s+)?\b(?P<name>[A-Za-z_]\w*)\((?P<given>(?:[^()\"']|\"[^\"]*\"|'[^']*')*)\)")
GIVEN = re.compile(r"(?:(?P<key>[a-z_]\w*)\s*[=:]\s*)?(?P<value>\"[^\"]*\"|'[^']*'|[^,\"'\s][^,\"']*)\s*(?:,|$)")
COMMENT = re.compile(r"^\s*(?:\d{1,6}\s+)?(?:#|//|\*|\"\"\"|>>>)")
AMOUNTS = ("amount", "betrag")
FEWEST = 2
"""Fields from which it is a record of something."""


@dataclass(frozen=True, slots=True)
class Made:
    """A thing that the text makes."""

    name: str
    """The text it is called by, else the variable."""
    fields: dict[str, str]
    line: Piece


def field(ctx: Context, said: SecondWords, parts: dict[str, str]) -> Answer | None:
    """The field that is asked for, of the one thing that is called so. A price is a field that is called a price."""
    if not ctx.view.is_code:
        return None
    p = ctx.phrases
    keys = content_words(parts.get("x", ""), p)
    called = parts.get("k", "")
    if called and KEY.search(called):
        return None
    if not keys:
        return None
    things = [one for one in made(ctx.view.code_lines) if normal(" ".join(keys)) == normal(one.name)]
    if len(things) != 1:
        return None
    thing = things[0]
    found = [
        (name, value)
        for name, value in thing.fields.items()
        if ((called in said.price or not called) and name in said.price) or (called and same(called, name, p))
    ]
    # Beside a price, an amount is how many there are.
    found = [one for one in found if one[0] not in AMOUNTS] or found
    if len(found) != 1:
        return None
    name, value = found[0]
    later = rf"\.{re.escape(name)}\s*(?:[-+*/]?=)(?!=)"
    if any(KEY.search(one) for one in thing.fields) or any(re.search(later, line.text) for line in ctx.view.code_lines):
        return None  # a secret is in the line, or it is changed later on
    text = p("value", label=p.separator.join((thing.name, name)), value=value)
    box, kind = thing.line.evidence.box, thing.line.evidence
    return ctx.answer(text, [Evidence(kind.kind, box, kind.confidence, thing.line.text, kind.doubtful)])


def made(lines: Sequence[Piece]) -> list[Made]:
    """All things that are made of what the text itself defines, in order."""
    known = _fields([NUMBER.sub("", line.text.strip()) for line in lines])
    found = []
    for line in lines:
        for call in CALL.finditer(line.text):
            names = known.get(call["name"])
            before = line.text[: call.start()].rstrip()
            if COMMENT.match(line.text) or names is None or before.endswith(("def", "class", "function", "func", "fn")):
                continue
            given = _bound(names, call["given"])
            texts = [value[1:-1] for value in given.values() if value[:1] in "\"'"]
            variable = re.search(r"(\w+)\s*=\s*(?:new)?$", before)
            if texts or variable is not None:
                found.append(Made(texts[0] if texts else variable[1] if variable else "", given, line))
    return found


def _fields(lines: Sequence[str]) -> dict[str, list[str]]:
    """Class or function -> the names of its fields or parameters, in order."""
    known: dict[str, list[str]] = {}
    for at, line in enumerate(lines):
        if (maker := MAKER.match(line)) is not None:
            names = [re.match(r"\W*(\w*)", part) for part in maker["names"].split(",")]
            parameters = [name[1] for name in names if name and name[1] not in ("", "self", "cls")]
            if len(parameters) >= FEWEST:
                known[maker["name"]] = parameters
        if (kind := CLASS.match(line)) is None:
            continue
        fields = []
        for after in lines[at + 1 :]:
            if (one := FIELD.match(after)) is None:
                break
            fields.append(one["name"])
        if len(fields) >= FEWEST:
            known[kind["name"]] = fields
    return known


def _bound(names: Sequence[str], given: str) -> dict[str, str]:
    """Field -> what it was given; {} where there is more than there are fields."""
    found: dict[str, str] = {}
    at = 0
    for match in GIVEN.finditer(given.strip()):
        if match["key"]:
            found[match["key"]] = match["value"].strip()
            continue
        if at >= len(names):
            return {}
        found[names[at]] = match["value"].strip()
        at += 1
    return found
