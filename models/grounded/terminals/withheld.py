"""Passwords, keys and cards among settings and commands: that one is there is told, what it is never."""

from __future__ import annotations

import re

from models.grounded.pairs import SETTING

KEY = re.compile(
    r"(?i)pass(?:word|wd|phrase|code|wort)|kennwort|pwd|secret|token|credential|api[_-]?key"
    r"|(?:^|[\W_])(?:key|pass|pin|cvc\d?|cvv\d?|card|iban|auth)(?:[\W_]|$)|Key(?:[A-Z]|$)|密码|口令|密钥|卡号"
)
"""The name of a setting whose value is nobody's to hear."""
CARD = re.compile(r"(?<![\d.])\d(?:[ -]?\d){12,18}(?!\d|\.\d)")
LOGIN = re.compile(r"(?<=://)[^\s/@]+(?=@)")
VALUE = r"(?:\"(?:\\.|[^\"\\])*(?:\"|$)|'[^']*(?:'|$)|\\.|[^\s\"'])+"
NAMED = r"(?:pass(?!ive)\w*|pwd|token|secret|key|credentials?|auth)"
TYPED = re.compile(
    r"(?i)("
    rf"[\w-]*(?:auth(?!ors?\b)|token|secret|key|cookie|passw)[\w-]*:\s*)[^\"']+"  # a header, to the end of its quotes
    rf"|((?:(?<=\s)-p(?=[^\s-])|(?<=\s)(?:-u|-U|--(?:proxy-)?user)[\s=]*[\"']?[^\s:%\"']+[:%]"
    rf"|(?<=\s)--?(?:[\w-]*[-_])?{NAMED}(?:\s*=\s*|\s+)|[\w.-]*{NAMED}=|bearer\s+"
    r"|(?:^|(?<=\s))(?:mysql\w*|mariadb\S*|sshpass|docker login|podman login|unzip|zip|redis-cli|ldap\w+)\b"
    r".*?\s-[apPwW]\s*"
    rf"|(?<=echo\s)(?=.*\|.*(?:sudo|stdin|passwd|gpg|openssl))))(?:{VALUE})"
)
TOKEN = re.compile(
    r"\b(?:gh[pousr]_|github_pat_|sk[-_](?:live|test|proj|ant)[-_]|xox[abprs]-|AKIA|glpat-|eyJ)[\w.-]{8,}"
)
"""Keys that show by their shape what they are."""
GAP = "…"


def is_secret(label: str, value: str) -> bool:
    return KEY.search(label) is not None or CARD.search(value) is not None


def without(text: str) -> str:
    """A line of settings or a command, with a gap in the place of what is secret."""
    found = SETTING.match(text)
    if found is not None and is_secret(found["label"], found["value"]):
        return f"{found['label']} = {GAP}"
    told = TYPED.sub(lambda found: f"{found[1] or found[2] or ''}{GAP}", text)
    return TOKEN.sub(GAP, CARD.sub(GAP, LOGIN.sub(GAP, told)))
