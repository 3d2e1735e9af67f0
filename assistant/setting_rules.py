"""What one setting may be: reading it from text, checking it, and saying what is allowed."""

from __future__ import annotations

import ipaddress
import math
import re
from typing import ClassVar, Protocol
from urllib.parse import urlsplit


class NotAllowed(ValueError):
    """Has no message of its own: whoever asked knows the key, and the rule's `allowed` ends "it must be ..."."""


class Rule(Protocol):
    """`parse` reads text as the type of the setting; `check` gives the value as it is kept. Both raise `NotAllowed`
    or another `ValueError`. `secret`: a wrong value is not shown, since it may be a password."""

    @property
    def allowed(self) -> str: ...

    @property
    def secret(self) -> bool: ...

    def parse(self, text: str) -> object: ...

    def check(self, value: object) -> object: ...


class Choice:
    secret = False

    def __init__(self, *values: str) -> None:
        self.values = values
        self.allowed = "one of: " + ", ".join(values)

    def parse(self, text: str) -> str:
        return text.strip().lower()

    def check(self, value: object) -> str:
        if not isinstance(value, str) or value not in self.values:
            raise NotAllowed
        return value


class Earcons(Choice):
    """Sounds, words, or neither. Until words were offered this was true or false, which still means sound or off."""

    _OLD: ClassVar = {True: "sound", False: "off"}

    def __init__(self) -> None:
        super().__init__("sound", "words", "off")

    def parse(self, text: str) -> str:
        try:
            return str(self._OLD[Flag().parse(text)])
        except NotAllowed:
            return super().parse(text)

    def check(self, value: object) -> str:
        return super().check(self._OLD[value] if isinstance(value, bool) else value)


class Keeps(Choice):
    """What of a turn is kept. Pictures were small ones once, and called so."""

    _OLD: ClassVar = {"thumbnails": "pictures"}

    def __init__(self) -> None:
        super().__init__("off", "text", "pictures")

    def check(self, value: object) -> str:
        return super().check(self._OLD.get(value, value) if isinstance(value, str) else value)


class Whole:
    """A whole number, both limits included."""

    secret = False

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high
        self.allowed = f"a whole number, {low} to {high}"

    def parse(self, text: str) -> int:
        return int(text)

    def check(self, value: object) -> int:
        # True is an int in Python; in a settings file it is a mistake.
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            raise NotAllowed
        return value


class Amount:
    """A number, both limits included."""

    secret = False

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high
        self.allowed = f"a number, {low:g} to {high:g}"

    def parse(self, text: str) -> float:
        return float(text)

    def check(self, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise NotAllowed
        if not math.isfinite(value) or not self.low <= value <= self.high:
            raise NotAllowed
        return float(value)


class Flag:
    secret = False
    allowed = "true or false"
    _WORDS: ClassVar = {
        "true": True,
        "yes": True,
        "on": True,
        "1": True,
        "false": False,
        "no": False,
        "off": False,
        "0": False,
    }

    def parse(self, text: str) -> bool:
        try:
            return self._WORDS[text.strip().lower()]
        except KeyError:
            raise NotAllowed from None

    def check(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise NotAllowed
        return value


class Text:
    """Any one line of text."""

    secret = False
    allowed = "one line of text, at most 4096 characters"  # 4096: the longest path Linux takes

    def parse(self, text: str) -> str:
        return text.strip()

    def check(self, value: object) -> str:
        if not isinstance(value, str) or len(value) > 4096 or not value.isprintable():
            raise NotAllowed
        return value


class Url:
    """Of a model server; empty for none."""

    secret = True
    allowed = "an address such as http://127.0.0.1:8080/v1, without name, password or question mark, or empty"

    def parse(self, text: str) -> str:
        return text.strip()

    def check(self, value: object) -> str:
        if not isinstance(value, str) or len(value) > 300 or not value.isascii() or not value.isprintable():
            raise NotAllowed
        if not value:
            return ""
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or " " in value:
            raise NotAllowed
        if parts.username is not None or parts.query or parts.fragment or parts.port == 0:  # `port` raises a ValueError
            raise NotAllowed
        return value.rstrip("/")


def endpoint_trouble(url: str, network_host: str) -> str:
    """Why pictures may not be sent there, a sentence; empty where they may: to this computer, or to the one that is
    named."""
    try:
        host = urlsplit(Url().check(url)).hostname or ""
    except ValueError:
        return f"endpoint.url can't be that: it must be {Url.allowed}."  # there may be a password in it
    if not host or is_here(host) or host == network_host.strip("[]").lower():
        return ""
    return (
        f"{host} is another computer, and pictures would be sent to it. If that is what you want, name it first: "
        f"hearsight settings endpoint.network_host {host}"
    )


def is_here(host: str) -> bool:
    """Whether a host's name or address is this computer."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Pattern:
    """Text that matches a regular expression as a whole."""

    secret = False

    def __init__(self, pattern: str, allowed: str) -> None:
        self._pattern = re.compile(pattern)
        self.allowed = allowed

    def parse(self, text: str) -> str:
        return text.strip()

    def check(self, value: object) -> str:
        if not isinstance(value, str) or not self._pattern.fullmatch(value):
            raise NotAllowed
        return value


class KeyPlace(Pattern):
    """Where a key is. Who gives the key itself does not see it again on the screen, in the log, or spoken."""

    secret = True

    def __init__(self) -> None:
        super().__init__(r"|env:[A-Za-z_]\w*|file:.+", "env:NAME, file:PATH, or empty")


class WakePhrase:
    """Two words or more with four syllables or more together, or four Chinese characters or more: a shorter phrase is
    heard in what other people say."""

    secret = False
    allowed = "2 to 6 words with at least 4 syllables, or at least 4 Chinese characters, such as: okay hearsight"

    def parse(self, text: str) -> str:
        return " ".join(text.split())

    def check(self, value: object) -> str:
        if not isinstance(value, str) or len(value) > 60 or not value.isprintable():
            raise NotAllowed
        words = re.findall(r"[^\W\d_][\w']*", value)
        chinese = len(re.findall(r"[\u3400-\u9fff]", value))
        # A group of vowels is a syllable, but for a silent e at the end of a word.
        groups = (re.findall(r"[aeiouyà-öø-ÿ]+", re.sub(r"(?<=[^aeiouy])e$", "", word.lower())) for word in words)
        sounds = sum(max(1, len(group)) for group in groups)
        if chinese < 4 and not (2 <= len(words) <= 6 and sounds >= 4):
            raise NotAllowed
        return value


class Hotkey:
    """Modifiers and one key: "ctrl+alt+space"; kept in lower case, modifiers in one order. Empty: none.

    A key alone would be taken away from every other program, so a modifier other than Shift is needed, except
    with a function key, or a key that types nothing. Which key names a desktop knows, the hotkeys tell when they
    are bound.
    """

    secret = False
    MODIFIERS = ("ctrl", "alt", "shift", "super")
    ALONE = re.compile(r"f([1-9]|1\d|2[0-4])|pause|print|scroll_?lock|menu|xf86\w+")
    allowed = "modifiers (ctrl, alt, shift, super) and one key, such as ctrl+alt+space, or empty for no key"
    _SAME: ClassVar = {
        "control": "ctrl",
        "win": "super",
        "windows": "super",
        "cmd": "super",
        "command": "super",
        "meta": "super",
        "option": "alt",
        "-": "minus",
        "=": "equal",
        " ": "space",
    }

    def parse(self, text: str) -> str:
        return text.strip()

    def check(self, value: object) -> str:
        if not isinstance(value, str):
            raise NotAllowed
        if not value:
            return ""
        parts = [self._SAME.get(part, part) for part in (p.strip() or p for p in value.lower().split("+"))]
        *modifiers, key = parts
        if not re.fullmatch(r"[^\W_]\w*|[^\w\s]", key) or key in self.MODIFIERS:
            raise NotAllowed
        if len(set(modifiers)) != len(modifiers) or not set(modifiers) <= set(self.MODIFIERS):
            raise NotAllowed
        if not set(modifiers) - {"shift"} and not self.ALONE.fullmatch(key):
            raise NotAllowed
        return "+".join([m for m in self.MODIFIERS if m in modifiers] + [key])
