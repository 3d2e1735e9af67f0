"""What nobody may see or hear: password fields in the pixels, card numbers and keys in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.masking import MARGIN_PX, MASK
from assistant.types import Box, Scene

if TYPE_CHECKING:
    from assistant.types import Capture, TextBlock

_LABELS = re.compile(
    r"\b(?:pass(?:word|phrase|code|wd)s?|passwort|kennwort|mot de passe|contrase[ñn]a|clave|senha|palavra-passe|"
    r"parola d['’]ordine|password|wachtwoord|l[öo]senord|adgangskode|passord|salasana|has[łl]o|heslo|jelsz[óo]|"
    r"parol[aăeë]?|пароль|ключ доступа|κωδικός πρόσβασης|şifre|parola|pin(?:[- ]?(?:code|number|nummer))?|"
    r"one[- ]time (?:code|password)|otp|cvv2?|cvc2?|card security code|security code|secret key|api key|"
    r"access token|private key|recovery (?:key|phrase)|seed phrase)\b"
    r"|密码|密碼|口令|パスワード|暗証番号|비밀번호|암호|รหัสผ่าน|סיסמה|كلمة (?:المرور|السر)|पासवर्ड",
    re.IGNORECASE,
)
"""How programs call a field for a secret, in the languages of the most desktops."""
_HARMLESS = re.compile(
    r"\b(?:forgot|forgotten|reset|change|show|hide|search|find|filter|manager|strength|vergessen|oublié|olvid\w+|"
    r"remember|save|saved)\b|忘记|显示|重置|修改",
    re.IGNORECASE,
)
_ACTIONS = re.compile(
    r"(?:sign|log) ?(?:in|on|up|out)|ok|cancel|submit|continue|next|back|close|unlock|enter|help|register|"
    r"anmelden|abbrechen|weiter|connexion|annuler|登录|登入|注册|取消|确定|下一步",
    re.IGNORECASE,
)
"""What buttons under a password field say."""
_DOTS = set("●•∙⦁⬤*·⚫◦‧＊")


def names_a_secret(text: str) -> bool:
    """True when a label says that the field beside it holds a secret."""
    return bool(text) and len(text) <= 80 and bool(_LABELS.search(text)) and not _HARMLESS.search(text)


def all_masked(text: str) -> bool:
    """True for a text of dots or asterisks alone, as password fields show them."""
    bare = text.replace(" ", "")
    return len(bare) >= 1 and set(bare) <= _DOTS


class SecretRedactor:
    """`ports.Redactor`. Pure; any thread."""

    def mask(self, capture: Capture, scene: Scene) -> Capture:
        """A copy whose password fields are `MASK`, with a margin; the same object when there are none.

        Fields are those of role "password" in the scene, and the text fields that `suspicious` finds.
        """
        boxes = [thing.box for thing in scene.things if thing.role == "password" and thing.box is not None]
        boxes += [Box(*box) for box in self.suspicious(scene)]
        if not boxes:
            return capture
        pixels = capture.pixels.copy()
        for box in boxes:
            grown = Box(box.x - MARGIN_PX, box.y - MARGIN_PX, box.w + 2 * MARGIN_PX, box.h + 2 * MARGIN_PX)
            inside = grown.clipped(capture.width, capture.height)
            if inside is not None:
                pixels[inside.y : inside.bottom, inside.x : inside.right] = MASK
        pixels.flags.writeable = False
        return replace(capture, pixels=pixels)

    def suspicious(self, scene: Scene) -> set[tuple[int, int, int, int]]:
        """Boxes (x, y, w, h) of text that stands where a label says a secret is, though no role says so.

        That is the nearest text right of such a label on its line, or right under it, and the text of the same
        line after the label's colon (then the label's own block). Places that the tree knows to be something
        else (a button, a link) are left alone.
        """
        known = [
            thing.box
            for thing in scene.things
            if thing.box is not None and thing.role in ("button", "link", "checkbox", "menuitem", "tab", "heading")
        ]
        labels = [block.box for block in scene.blocks if _is_label(block.text)]
        labels += [
            thing.box
            for thing in scene.things
            if thing.role in ("label", "text") and thing.box is not None and names_a_secret(thing.name)
        ]
        found = {
            (block.box.x, block.box.y, block.box.w, block.box.h)
            for block in scene.blocks
            if block.source == "ocr" and _secret_after_colon(block.text)
        }
        others = [block for block in scene.blocks if block.source == "ocr" and not _is_label(block.text)]
        for label in labels:
            near = [
                (distance, block.box)
                for block in others
                if (distance := _distance(label, block.box)) is not None
                and len(block.text.split()) <= 2
                and not _HARMLESS.search(block.text)
                and not _ACTIONS.fullmatch(block.text.strip())
                and not any(2 * box.overlap(block.box) > block.box.area for box in known)
            ]
            if near:
                box = min(near, key=lambda pair: pair[0])[1]
                found.add((box.x, box.y, box.w, box.h))
        return found

    def clean(self, text: str) -> str:
        """The text with card numbers, bank accounts, keys and tokens replaced by words that can be spoken."""
        if len(text) < 8:
            return text
        for pattern, spoken in _PATTERNS:
            text = pattern.sub(spoken, text)
        text = _IBAN.sub(_iban, text)
        return _CARD.sub(_card, text)

    def lines(self, read: Sequence[TextBlock]) -> list[TextBlock]:
        """What may be told of text that a camera showed: of "Password: hunter2" the label, and nothing that stands
        beside one."""
        hidden, kept = self.suspicious(Scene(0, 0, "camera", tuple(read))), []
        for line in read:
            text, box = self.clean(line.text), line.box
            if (box.x, box.y, box.w, box.h) in hidden:
                label, colon, _ = text.replace("：", ":").partition(":")
                if not colon:
                    continue
                share = (len(label) + 1) / len(text)
                text, box = f"{label}:", Box(box.x, box.y, max(1, round(box.w * share)), box.h)
            kept.append(replace(line, text=text, box=box))
        return kept


def _is_label(text: str) -> bool:
    """A short text that names a secret and does not hold one itself."""
    return len(text) <= 40 and names_a_secret(text) and not _secret_after_colon(text)


def _secret_after_colon(text: str) -> bool:
    """ "Password: hunter2" in one block: OCR joins what stands close."""
    label, colon, rest = text.replace("：", ":").partition(":")
    return bool(colon) and names_a_secret(label) and len(label) <= 40 and 0 < len(rest.split()) <= 2


def _distance(label: Box, box: Box) -> int | None:
    """How far a text is from the label that may name it, in pixels; None when it does not belong to it."""
    same_line = min(label.bottom, box.bottom) - max(label.y, box.y) > 0.5 * min(label.h, box.h)
    if same_line and label.right - 4 <= box.x <= label.right + 12 * label.h:
        return box.x - label.right
    below = 0 <= box.y - label.bottom + label.h // 3 <= 2.5 * label.h
    if below and label.x - 2 * label.h <= box.x <= label.x + max(label.w, 4 * label.h):
        return box.y - label.bottom + label.h
    return None


# -- text ---------------------------------------------------------------------------------------------------------

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----.*?"
            r"(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\Z)",
            re.DOTALL,
        ),
        "[hidden private key]",
    ),
    (re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"), "[hidden access key]"),
    (re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})"), "[hidden access token]"),
    (re.compile(r"\bglpat-[A-Za-z0-9_-]{16,}"), "[hidden access token]"),
    (re.compile(r"\b[sr]k[-_](?:[a-z]{2,8}[-_])*[A-Za-z0-9_-]{16,}"), "[hidden secret key]"),
    (re.compile(r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}"), "[hidden access token]"),
    (re.compile(r"\bAIza[0-9A-Za-z_-]{30,}"), "[hidden access key]"),
    (re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"), "[hidden access token]"),
    (re.compile(r"(?i)(?<=bearer )[a-z0-9._~+/-]{20,}=*"), "[hidden access token]"),
)
"""As the issuers document their formats: AWS, GitHub, GitLab, OpenAI and Stripe, Slack, Google, JSON web tokens."""
_CARD = re.compile(r"(?<![\d.,])(?:\d[ -]?){12,18}\d(?![\d]|[.,]\d)")
"""13 to 19 digits (ISO/IEC 7812), in groups or not."""
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
"""ISO 13616: country, two check digits, up to 30 more."""


_OTHER = re.compile(
    r"(?i)(?:order|tracking|parcel|shipment|invoice|booking|ticket|serial|imei|isbn|ean|phone|mobile|tel|fax|call"
    r"|bestell|auftrags?|sendungs?|rechnungs?|serien|telefon|订单|运单|快递|电话|手机)"
    r"[\s-]?(?:no|nr|num|numbers?|nummer|id|code|号码?)?[\s.:：#]{0,3}$"
)
"""What a number is called that is no card's, though one in ten passes the check."""


def cards(text: str) -> list[tuple[int, int]]:
    """Where payment cards' numbers stand in a text, as (start, end)."""
    return [match.span() for match in _CARD.finditer(text) if _is_cards(match)]


def is_card(number: str) -> bool:
    """Whether digits, in groups or not, may be a payment card's number."""
    digits = re.sub(r"\D", "", number)
    # All payment cards begin with 2 to 6; a run of one digit passes Luhn's check but is a picture of a line.
    return digits[:1] in tuple("23456") and len(set(digits)) > 1 and luhn(digits)


def _is_cards(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 30) : match.start()]
    return is_card(match[0]) and _OTHER.search(before) is None


def _card(match: re.Match[str]) -> str:
    return "[hidden card number]" if _is_cards(match) else match[0]


def luhn(digits: str) -> bool:
    """Luhn's check (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def _iban(match: re.Match[str]) -> str:
    """An account number passes the check modulo 97 (ISO 7064); what follows it stays."""
    words = match.group().split(" ")
    for end in range(len(words), 0, -1):
        bare = "".join(words[:end])
        if 15 <= len(bare) <= 34 and mod97(bare) == 1:
            return " ".join(["[hidden bank account number]", *words[end:]])
    return match.group()


def mod97(iban: str) -> int:
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97
