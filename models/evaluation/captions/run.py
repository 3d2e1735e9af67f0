"""All rows of a set, one after the other: what is kept isn't asked again, what fails is listed and left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from models.evaluation.captions.datasets import CAPTIONS, Asked, Bad, Captioned, Set, checked
from models.evaluation.captions.look import Said

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.cancel import Token
    from assistant.types import Verbosity
    from models.evaluation.captions.kept import Kept
    from models.evaluation.captions.look import Looker

Tell = Callable[[str], None]


def limited(found: Set, most: int | None) -> Set:
    """Its first rows."""
    return found if most is None else replace(found, rows=found.rows[:most])


def through(
    found: Set, looker: Looker, kept: Kept, tell: Tell, token: Token, *, verbosity: Verbosity, most_bad: float
) -> Set:
    """What is said of each row goes to `kept`; the set comes back without those that failed. `tell` hears of each row.
    Raises `errors.UnusableInput` once more than `most_bad` (a share) have failed, or where all have; what `Looker`
    raises; `Cancelled`."""
    failed: list[Bad] = []
    for said in _each(found, looker, kept, token, verbosity):
        if said.failed:
            failed.append(Bad(said.id, said.failed))
            if len(failed) > most_bad * len(found.rows):
                checked(replace(found, bad=tuple(failed), rows=found.rows[len(failed) :]), most_bad)
        elif said.id not in kept.rows:
            kept.add(said)
        tell(said.id)
    ids = {bad.id for bad in failed}
    left = tuple(row for row in found.rows if row.id not in ids)
    return checked(replace(found, rows=left, bad=(*found.bad, *failed)), 1.0)


def _each(found: Set, looker: Looker, kept: Kept, token: Token, verbosity: Verbosity) -> Iterator[Said]:
    """Questions about one picture that stand together are asked at one look."""
    if found.kind in CAPTIONS:
        captioned: Sequence[Captioned] = found.rows
        for row in captioned:
            token.check()
            yield kept.rows.get(row.id) or looker.caption(row.id, row.picture, verbosity, token)
        return
    asked: Sequence[Asked] = found.rows
    for picture, group in groupby(asked, key=_picture):
        rows = list(group)
        left = [(row.id, row.question) for row in rows if row.id not in kept.rows]
        token.check()
        coming = iter(looker.answers(picture, left, token) if left else ())
        for one in rows:
            yield kept.rows.get(one.id) or next(coming)


def _picture(row: Asked) -> Path:
    return row.picture
