"""What of a text can be seen. Programs put anything into names and titles: codes that a terminal obeys, letters that
are never drawn, millions of characters. None of that is on the screen, so none of it gets into a scene.
"""

from __future__ import annotations

import re

LONGEST = 4000
"""Characters of one text: about two full screens."""
_ODD = re.compile("[^\n -~\u00a1-\u00ac\u00ae-\u02ff\u4e00-\u9fff]")
_TERMINAL_CODE = re.compile(r"\x1b(?:\[[0-?]{0,32}[ -/]{0,8}[@-~]|\][^\x07\x1b]{0,256}(?:\x07|\x1b\\)?)")
# C0 but for tab and line end, DEL, C1, halves of surrogate pairs.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]+")
# Soft hyphen, zero-width space, word joiner and invisible operators, byte order mark, tag characters (Unicode 16.0,
# "Default_Ignorable_Code_Point"; joiners stay, since emoji and Persian need them, and so do marks of direction).
_UNDRAWN = re.compile("[\u00ad\u200b\u2060-\u2064\ufeff\U000e0000-\U000e007f]+")


def visible(text: str) -> str:
    """The first `LONGEST` characters, without what is never drawn; a code for a terminal becomes a space."""
    text = text[:LONGEST]
    if not _ODD.search(text):
        return text
    return _UNDRAWN.sub("", _CONTROL.sub(" ", _TERMINAL_CODE.sub(" ", text)))
