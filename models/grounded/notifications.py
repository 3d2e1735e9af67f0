"""Notifications that hang over the windows: what was read in each, and the answers about them."""

from __future__ import annotations

from assistant.types import Evidence, TextBlock, Thing
from models.evidence.layout import without_specks
from models.grounded.claims import of_block
from models.grounded.phrases import Phrases
from models.grounded.view import Piece, View


def read_in(notice: Thing, view: View) -> list[TextBlock]:
    """What was read in its place, whichever window is below."""
    if notice.box is None:
        return []
    inside = [one for one in view.scene.blocks if 2 * notice.box.overlap(one.box) > one.box.area]
    return without_specks([one for one in inside if one.source == "ocr"])


def words_of(notice: Thing, view: View, phrases: Phrases) -> Piece | None:
    """All its words in one; None where nothing was read."""
    read = read_in(notice, view)
    if not read:
        return None
    text = phrases.join.join(phrases.ended(" ".join(one.text.split())) for one in read)
    first = of_block(read[0])
    return Piece(text, Evidence(first.kind, notice.box, min(one.confidence for one in read), text))
