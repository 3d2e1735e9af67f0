"""What the windows show, in the person's language: English in the code, one file a language beside it.

A language's file has `WORDS`: the English sentence -> its own, with the same gaps; for what is counted, the English
plural -> its own sentence, or the pair (one, many). A test finds every `tr` and `trn` of the windows that a language
says nothing for. Qt's own texts ("Cancel", the menu of a line edit) come from Qt's translations.

Not Qt's .ts files: the rest of Hearsight's words are one file a language, too, and a test can read these.
"""

from __future__ import annotations

from assistant.languages import language_file, primary_tag

_now = "en"


def use(tag: str) -> None:
    """Show windows in this language from now on ("de", "zh-CN"); windows that exist keep their words."""
    global _now
    _now = primary_tag(tag) or "en"


def in_use() -> str:
    """BCP 47 primary tag."""
    return _now


def tr(text: str, **gaps: object) -> str:
    """`text` (English, constant) in the person's language, gaps filled."""
    found = language_file(__name__, _now).WORDS.get(text, text)
    sentence = found if isinstance(found, str) else found[1]
    return sentence.format(**gaps) if gaps else sentence


def trn(one: str, many: str, n: int, **gaps: object) -> str:
    """`one` or `many` (English, constant), whichever goes with `n`, which fills the gap {n}."""
    found = language_file(__name__, _now).WORDS.get(many, (one, many))
    sentence = found if isinstance(found, str) else found[0 if n == 1 else 1]
    return sentence.format(n=n, **gaps)
