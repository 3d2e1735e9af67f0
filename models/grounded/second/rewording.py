"""One question in other words: "what does it all cost together" is "what is the total"."""

from __future__ import annotations

import re

from models.grounded.phrases import Phrases
from models.grounded.questions import plain_question
from models.grounded.second.words import SecondWords

MOST = 4
"""Wordings that are tried: each costs as much as the question."""


def wordings(asked: str, phrases: Phrases, said: SecondWords) -> list[tuple[str, str, str]]:
    """(the question in other words, what the answer must have in it, what its label must be), at most `MOST`, never the
    same as it was asked. The latter two are empty where nothing is; a label "," must be of no row.

    Names keep their capitals, by which they are known as names.
    """
    plain = plain_question(asked, phrases)
    capitals = {word.lower(): word for word in re.findall(r"(?<=\s)[A-ZÄÖÜ][\w'-]*", asked)}
    found: list[tuple[str, str, str]] = []
    for pattern, replacement in said.turns:
        match = re.fullmatch(pattern, plain)
        if match is None:
            continue
        groups = match.groupdict()
        must = next((value for key, value in groups.items() if key.startswith("must") and value), "")
        other = " ".join(match.expand(replacement).split())
        other = re.sub(r"[\w'-]+", lambda word: capitals.get(word[0], word[0]), other)
        if other.lower() != plain and all(other != known for known, *_ in found):
            found.append((other, must, groups.get("label") or ("," if groups.get("whole") else "")))
    if (past := _in_the_past(plain, said)) is not None:
        past = re.sub(r"[\w'-]+", lambda word: capitals.get(word[0], word[0]), past)
        found = [*found[: MOST - 1], (past, "", "")]
    return found[:MOST]


def _in_the_past(plain: str, said: SecondWords) -> str | None:
    """The question with the past form of its verb, as a text that tells what was has it: "did the bell rang". None
    where the verb is in no list; a "ring" that nobody does is no verb."""
    if not said.past or (does := re.search(said.does, plain)) is None:
        return None
    forms = dict(form.split() for form in said.past.split("|"))
    before, after = plain[: does.end()], plain[does.end() :]
    # The first word after it is who does it: "did light bulbs break".
    match = re.search(rf"(?<=\w )(?:{'|'.join(forms)})\b(?! of\b)", after.lstrip())
    if match is None:
        return None
    after = after.lstrip()
    return f"{before} {after[: match.start()]}{forms[match[0]]}{after[match.end() :]}"
