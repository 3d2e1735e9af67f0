"""How a question leans on what was talked about: on the picture that was kept, or on how things are now."""

from __future__ import annotations

import re
from typing import Literal

from assistant.command_words import command_words

Leaning = Literal["", "kept", "anew", "again"]
"""Not at all; it points back ("what colour is it?"); it asks how things are by now ("is the light still on?"); it is
the last question once more ("and now?")."""


def leaning(question: str, language: str) -> Leaning:
    words = command_words(language)
    plain = re.sub(r"[^\w\s']", " ", question.lower().replace("’", "'"))
    plain = " ".join(plain.split()) if words.spaced else "".join(plain.split())
    if words.again.fullmatch(plain):
        return "again"
    if words.anew.search(plain):
        return "anew"
    return "kept" if words.leans.search(plain) else ""
