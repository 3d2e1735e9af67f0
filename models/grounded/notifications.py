"""Notifications that hang over the windows: what was read in each, and the answers about them."""

from __future__ import annotations

from assistant.types import Answer, Evidence, TextBlock, Thing
from models.evidence.paragraphs import without_specks
from models.grounded.claims import of_block, of_thing
from models.grounded.phrases import Phrases
from models.grounded.questions import parse
from models.grounded.reply import Context
from models.grounded.view import Piece, View, text_of


def read_in(notice: Thing, view: View) -> list[TextBlock]:
    """What was read in its place, whichever window is below."""
    if notice.box is None:
        return []
    inside = [one for one in view.scene.blocks if 2 * notice.box.overlap(one.box) > one.box.area]
    return without_specks([one for one in inside if one.source == "ocr"])


def in_a_notice(piece: Piece, view: View) -> bool:
    """Whether it was read in the place of a notification, which is told by itself."""
    box = piece.box
    if piece.evidence.kind != "ocr" or box is None:
        return False
    return any(2 * notice.box.overlap(box) > box.area for notice in view.notices if notice.box)


def words_of(notice: Thing, view: View, phrases: Phrases) -> Piece | None:
    """All its words in one; None where nothing was read."""
    read = read_in(notice, view)
    if not read:
        return None
    text = phrases.join.join(phrases.ended(" ".join(one.text.split())) for one in read)
    first = of_block(read[0])
    return Piece(text, Evidence(first.kind, notice.box, min(one.confidence for one in read), text))


def of_notifications(ctx: Context) -> Answer | None:
    """Whether there are notifications, and what they say: never what a dialog or the page says.

    Without one that hangs over the windows, a page's own alerts; that there is none can't be said for sure, since a
    picture of one window, and programs that draw them themselves, tell of none.
    """
    intent = parse(ctx.asked, ctx.phrases).intent
    if intent not in ("notification", "notification_exists"):
        return None
    p, view = ctx.phrases, ctx.view
    if view.notices:
        found = [words for notice in view.notices if (words := words_of(notice, view, p)) is not None]
    else:
        alerts = [thing for thing in view.of_roles("alert") if text_of(thing, view)]
        found = [Piece(text_of(thing, view), of_thing(thing)) for thing in alerts]
    if not found:
        return ctx.cannot_tell() if view.notices else ctx.answer(p("no_notification"), (), sure=False)
    text = p.join.join(p.ended(ctx.hedged(piece)) for piece in found)
    told = p("yes_error", text=text) if intent == "notification_exists" else text
    return ctx.answer(told, [piece.evidence for piece in found])
