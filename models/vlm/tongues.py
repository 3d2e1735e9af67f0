"""In which language a text is written, as far as it must be known: to hear that a model left the one it was asked in.

By script first, then by the words that a language hardly does without. Too little text decides nothing: a name or
"OK" belongs to every language.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from models.vlm.prompts import LANGUAGES, prompt_words

OTHER = "other"
"""A language that Hearsight has no file for."""
FEWEST_WORDS = 4
"""Latin words from which function words can decide."""
OWN_SHARE = 0.12
"""Function words among all words: running English, German, French and Spanish have 0.3 to 0.5, captions 0.2 to 0.4; a
text of another language shares by chance at most one in ten."""
SCRIPTS = (
    ("HANGUL", "ko"), ("HIRAGANA", "ja"), ("KATAKANA", "ja"), ("CYRILLIC", "ru"), ("ARABIC", "ar"), ("HEBREW", "he"),
    ("GREEK", "el"), ("DEVANAGARI", "hi"), ("THAI", "th"),
)  # fmt: skip
_FOREIGN = {
    "fr": "le la les des du une est dans avec sur pour pas qui que aux au et il elle ce cette sont un",
    "es": "el los las una del está con por para que es en y un se su al hay son esta este",
    "it": "il lo gli una della con per che è nel nella sono di del e un sul questa questo",
    "pt": "o os uma do da com por para que é em no na não um se ao são está este",
    "nl": "het een van op met zijn aan voor niet dat en de er een wordt bij naar deze",
}
"""Stop words (the heads of the Snowball lists, BSD) of the languages that small models slip into."""


def tongue(text: str) -> str | None:
    """The primary tag of a language with a file, `OTHER`, or None where it can't be told."""
    letters = [char for char in text if char.isalpha()]
    if not letters:
        return None
    scripts = [_script(char) for char in letters]
    for script, _ in SCRIPTS:
        if scripts.count(script) >= 0.3 * len(letters):
            return OTHER
    wide = scripts.count("CJK")
    found = re.findall(r"[^\W\d_\u2e80-\u9fff]+", text.casefold())
    if wide and (wide >= 0.3 * len(letters) or wide >= 2 * len(found)):  # names of programs stay Latin
        return next((tag for tag in LANGUAGES if prompt_words(tag).wide), OTHER)
    if len(found) < FEWEST_WORDS:
        return None
    shares = {tag: sum(word in known for word in found) / len(found) for tag, known in _known().items()}
    best = max(shares, key=lambda tag: shares[tag])
    second = max((share for tag, share in shares.items() if tag != best), default=0.0)
    if shares[best] < OWN_SHARE or shares[best] <= second:
        return None
    return best if best in LANGUAGES else OTHER


def of_few_words(text: str) -> str | None:
    """As `tongue`, of a text too short for it, where Chinese was asked for: Latin words in a row are no Chinese. By one
    word that a language has, else English, which models fall back to. None for a name."""
    found = re.findall(r"[^\W\d_]+", text)
    if any(_script(char) == "CJK" for char in text) or sum(word.islower() for word in found) < 2:
        return None
    hits = {tag: sum(word.casefold() in known for word in found) for tag, known in _known().items()}
    best = max(hits, key=lambda tag: hits[tag])
    return "en" if not hits[best] or hits["en"] == hits[best] else best if best in LANGUAGES else OTHER


@cache
def _script(char: str) -> str:
    return unicodedata.name(char, "").split(" ")[0].split("-")[0]


@cache
def _known() -> dict[str, frozenset[str]]:
    ours = {tag: prompt_words(tag).function_words for tag in LANGUAGES if not prompt_words(tag).wide}
    return {**ours, **{tag: frozenset(words.split()) for tag, words in _FOREIGN.items()}}
