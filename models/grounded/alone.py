"""The one value there is of a kind, where a question tells nothing but the kind: "what's the phone number?".

Only where the text itself shows that it is such a value: a number alone may as well be a card's or an order's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.types import Box
from models.grounded.shapes import DATE, MEASURES, NEGATED, SHAPES
from models.grounded.view import Piece
from models.grounded.wanted import Wanted

NUMBER = re.compile(r"(?<![\w.,:+-])\+?\(?\d(?:[ /()-]{0,2}\d){5,18}(?![\w:-]|[.,]\d)")
ALONE = {"email": SHAPES["email"], "phone": NUMBER, "version": SHAPES["version"], "warm": MEASURES["warm"]}
"""Kinds whose values look like little else."""
MOST_DIGITS = 12
"""Of a phone number without a country's plus; a card has more."""
CALLS = re.compile(
    r"(?i)(?:\b(?:(?:tele|smart)?phone|tel|call|ring|dial|mobile|telefon(?:nummer)?|fon|ruf(?:en|t|nummer)?|anrufen|mobil|handy)\b"
    r"|电话|手机|致电|拨打)[^\d;!?]{0,30}$"
)
"""What stands before a phone number, at most so far."""
ABROAD = re.compile(r"\+\d{1,3}[ (/-]")
NO_PHONE = re.compile(
    r"(?i)\b(?:card|visa|mastercard|isbn|issn|iban|password|passcode|pin|passwort|kennwort|\w*kart(?:e|en|ennummer))\b|卡号|密码|口令"
)
"""Words of other numbers, wherever they stand."""
NUMBER_OF = re.compile(
    r"(?i)\b(?:order|invoice|tracking|shipment|parcel|serial|account|ticket|reference|code|tax|vat|id|fax"
    r"|(?:customer|member|membership|booking) (?:number|no|id)|bestell\w*|rechnung\w*|sendung\w*|konto\w*|kundennummer"
    r"|auftrag\w*)\b|订单|单号|快递|账号|传真"
)
"""Words of other numbers, right before them."""
JUST_BEFORE = 30
"""Characters."""
NO_REPLY = re.compile(r"(?i)^(?:no|do-?not|not)[._-]?reply|^noreply|^keine?[._-]?antwort")
OF_OTHERS = re.compile(
    r"(?i)\b(?:requires?|required|needs?|depends|compatible|at least|minimum|supports?|from|since|until|before|after"
    r"|or (?:newer|later|higher|above)|upgrade|update|available|soon|will|next|upcoming|erfordert|benötigt|braucht"
    r"|setzt|mindestens|kompatibel|unterstützt|oder (?:neuer|höher)|ab|seit|bis|vor|nach|verfügbar|nächste\w*)\b"
    r"|需要|要求|至少|兼容|支持|或更高|以上|可用|即将"
)
"""Words by which a version is another program's or another time's."""
NUMBERED = re.compile(
    r"(?i)(?:^|\b(?:chapter|section|figure|fig|table|clause|article|paragraph|part|step|room|page|item|exercise|lesson|appendix"
    r"|see|rule|no|nr|kapitel|abschnitt|abbildung|abb|tabelle|artikel|absatz|schritt|raum|seite|punkt|ziffer|aufgabe|anhang)\b"
    r"|§|[#(\[第章节图表])[.:)\s]*$"
)
"""What stands before the number of a chapter, and not of a version."""


def only_one(wanted: Wanted, pieces: Sequence[Piece], hidden: Sequence[Box]) -> Piece | None:
    """The text with the only value of the kind. `hidden`: where secrets are typed; what stands there is never told."""
    shape = ALONE.get(wanted.kind) if wanted.bare else None
    if shape is None:
        return None
    found: dict[str, Piece] = {}
    for piece in pieces:
        if piece.box is not None and any(piece.box.overlap(box) for box in hidden):
            continue
        for match in shape.finditer(piece.text):
            if _is_one(wanted.kind, piece.text, match):
                found.setdefault(match[0].lower(), piece)
    return next(iter(found.values())) if len(found) == 1 else None


def _is_one(kind: str, text: str, match: re.Match[str]) -> bool:
    """Whether the text shows that what was found in it is such a value, and that it holds."""
    if NEGATED.search(text) or (kind != "email" and DATE.search(match[0])):
        return False
    match kind:
        case "phone":
            return _is_phone(text, match)
        case "email":
            return NO_REPLY.search(match[0]) is None
        case "version":
            worded = match[0][0].isalpha() or "版" in match[0]  # "v2", "version 2"
            return not OF_OTHERS.search(text) and (worded or not NUMBERED.search(text[: match.start()]))
    return True


def _is_phone(text: str, match: re.Match[str]) -> bool:
    """A number to ring: it says so before it, or begins with a country's plus."""
    before = text[: match.start()]
    if NO_PHONE.search(text) or NUMBER_OF.search(before[-JUST_BEFORE:]):
        return False
    if match[0].startswith("+") and ABROAD.match(match[0]):
        return True
    digits = sum(char.isdigit() for char in match[0])
    return digits <= MOST_DIGITS and CALLS.search(before) is not None
