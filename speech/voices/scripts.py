"""Which language a piece of text must be spoken in, told by its letters.

A screen in one language is full of names in another: an English voice reads 文件 as "Chinese letter, Chinese letter",
and a Chinese voice spells "Save". So text is cut where the script changes, and each run goes to a voice that can
read it.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right

# Start of a range, script. Ranges of Unicode 16's Blocks.txt that hold letters of the script, good enough to choose
# a voice: a letter outside of them stays with what is before it.
_STARTS: tuple[tuple[int, str], ...] = (
    (0x0000, "Latin"), (0x0250, ""), (0x0370, "Greek"), (0x0400, "Cyrillic"), (0x0530, ""), (0x0590, "Hebrew"),
    (0x0600, "Arabic"), (0x0700, ""), (0x0750, "Arabic"), (0x0780, ""), (0x0900, "Devanagari"), (0x0980, "Bengali"),
    (0x0A00, ""), (0x0B80, "Tamil"), (0x0C00, "Telugu"), (0x0C80, ""), (0x0E00, "Thai"), (0x0E80, ""),
    (0x10A0, "Georgian"), (0x1100, "Hangul"), (0x1200, ""), (0x1E00, "Latin"), (0x1F00, "Greek"), (0x2000, ""),
    (0x3040, "Kana"), (0x3100, ""), (0x3400, "Han"), (0x4DC0, ""), (0x4E00, "Han"), (0xA000, ""), (0xAC00, "Hangul"),
    (0xD7B0, ""), (0xF900, "Han"), (0xFB00, ""), (0x20000, "Han"), (0x323B0, ""),
)  # fmt: skip
_CODES = [start for start, _ in _STARTS]

_SCRIPTS_OF = {
    "ja": ("Kana", "Han"), "zh": ("Han",), "cmn": ("Han",), "yue": ("Han",), "ko": ("Hangul",), "el": ("Greek",),
    "he": ("Hebrew",), "ar": ("Arabic",), "fa": ("Arabic",), "ur": ("Arabic",), "hi": ("Devanagari",),
    "mr": ("Devanagari",), "ne": ("Devanagari",), "bn": ("Bengali",), "ta": ("Tamil",), "te": ("Telugu",),
    "th": ("Thai",), "ka": ("Georgian",), "ru": ("Cyrillic",), "uk": ("Cyrillic",), "be": ("Cyrillic",),
    "bg": ("Cyrillic",), "mk": ("Cyrillic",), "sr": ("Cyrillic", "Latin"), "kk": ("Cyrillic",),
}  # fmt: skip
_LANGUAGE_OF = {
    "Latin": "en", "Han": "zh", "Kana": "ja", "Hangul": "ko", "Greek": "el", "Cyrillic": "ru", "Hebrew": "he",
    "Arabic": "ar", "Devanagari": "hi", "Bengali": "bn", "Tamil": "ta", "Telugu": "te", "Thai": "th",
    "Georgian": "ka",
}  # fmt: skip

OTHER_THAN_LATIN = frozenset(_SCRIPTS_OF)
"""Languages whose voice does not read all that is ASCII."""


def runs(text: str, language: str) -> list[tuple[str, str]]:
    """[(language, piece)], the pieces joined are `text`. `language` (a BCP 47 tag) is kept wherever it can be.

    Digits, punctuation and spaces stay with the letters before them.
    """
    own = _SCRIPTS_OF.get(language.split("-")[0].lower(), ("Latin",))
    found: list[tuple[str, str]] = []
    start, current = 0, language
    seen_letter = False
    for place, letter in enumerate(text):
        script = _script(letter)
        if not script:
            continue
        wanted = language if script in own else _LANGUAGE_OF[script]
        if wanted != current:
            if seen_letter:
                found.append((current, text[start:place]))
                start = place
            current = wanted
        seen_letter = True
    found.append((current, text[start:]))
    return found


def speakable(text: str) -> str:
    """Control characters and lone surrogates become spaces: espeak-ng takes byte 1 for the start of a command and
    byte 0 for the end of the text, and a surrogate can't be encoded."""
    return "".join(" " if unicodedata.category(one) in ("Cc", "Cs") else one for one in text)


def _script(letter: str) -> str:
    """The script of a letter; empty for what is no letter."""
    return _STARTS[bisect_right(_CODES, ord(letter)) - 1][1] if letter.isalpha() else ""
