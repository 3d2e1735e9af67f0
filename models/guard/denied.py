"""What a text denies or makes depend on something: of "No errors were found" nobody may say "Errors were found".

The text may be in another language than the sentence, so that all languages' words count at once. Where a text has such
a word without denying what follows ("wireless" begins like "without" in Chinese), a true sentence is told as a guess.
"""

from __future__ import annotations

import re

REACH = 6
"""So many words after it are denied, to the next stop at most; of Chinese, characters."""
_NOT = (
    r"no(?!\.?\s*\d)|not|never|none|nothing|nobody|without|neither|nor|cannot|unable|\w+n['’]t|kein\w{0,2}|nichts?|nie|"
    r"niemals|ohne|weder"
)
_IF = r"if|whether|unless|until|when|once|before|wenn|falls|ob|bis|bevor|sobald"
_REST = rf"(?!\w)(?:\s+[^\s.,;:!?()]+){{0,{REACH}}}"
_WIDE = rf"[\u4e00-\u9fff]{{0,{REACH}}}"
_FIRM = re.compile(rf"(?<!\w)(?:{_NOT}){_REST}|(?:没有|没|未|不(?!锈)|无(?!线)|非(?!常)|勿){_WIDE}", re.I)
_STRETCH = re.compile(rf"{_FIRM.pattern}|(?<!\w)(?:{_IF}){_REST}|(?:如果|若|是否){_WIDE}", re.I)
_AS_A_VALUE = re.compile(r"(?:^|[\s:=])(?:no|none|not|never|nein|keine?|nicht|否|无|没有|未)\W*$", re.I)


_QUESTION = re.compile(r"[^.!?。！？]*[?？]")


def affirmed(text: str) -> str:
    """The text without what it denies or asks. Nothing of "Encrypted: no"."""
    return "" if _AS_A_VALUE.search(text) else _STRETCH.sub(" ", _QUESTION.sub(" ", text))


def denied_at(text: str, at: int, *, firmly: bool = False) -> bool:
    """Whether what stands there is denied by a word before it; `firmly`: by "not", and not only by "if"."""
    return any(match.start() < at < match.end() for match in (_FIRM if firmly else _STRETCH).finditer(text))
