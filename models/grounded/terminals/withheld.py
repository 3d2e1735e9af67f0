"""Passwords, keys and cards among settings and commands: that one is there is told, what it is never."""

from __future__ import annotations

import re

from models.grounded.pairs import SETTING

KEY = re.compile(
    r"(?i)pass(?:word|wd|phrase|code|wort)|kennwort|pwd|secret|token|credential|api[_-]?key"
    r"|(?:^|[\W_])(?:key|pass|pin|cvc\d?|cvv\d?|card|iban|auth)(?:[\W_]|$)|Key(?:[A-Z]|$)|密码|口令|密钥|卡号"
)
"""The name of a setting whose value is nobody's to hear."""
CARD = re.compile(r"(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.])")
LOGIN = re.compile(r"(?<=://)[^\s/@]+(?=@)")
TYPED = re.compile(
    r"(?i)((?<=\s)-p(?=[^\s-])|(?<=\s)-u\s+[^\s:]+:|--?[\w-]*(?:pass\w*|pwd|token|secret|key)[= ]"
    r"|\w*(?:pass\w*|pwd|token|secret|key)=|bearer\s+|authorization:\s*)(?:\"[^\"]*\"|'[^']*'|\S+)"
)
GAP = "…"


def is_secret(label: str, value: str) -> bool:
    return KEY.search(label) is not None or CARD.search(value) is not None


def without(text: str) -> str:
    """A line of settings or a command, with a gap in the place of what is secret."""
    found = SETTING.match(text)
    if found is not None and is_secret(found["label"], found["value"]):
        return f"{found['label']} = {GAP}"
    return CARD.sub(GAP, LOGIN.sub(GAP, TYPED.sub(rf"\1{GAP}", text)))
