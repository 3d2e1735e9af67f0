"""What each setting is called and what it does, one file a language: for `hearsight settings` and the window.

A new setting needs its words in each file; a test names those that are missing.
"""

from __future__ import annotations

import difflib
import re

from assistant.languages import LANGUAGES, language_file
from assistant.settings import known_keys, rule_of

SECTION_OF_HOTKEYS, SECTION_OF_PROGRAMS = "hotkeys", "programs"


def label(key: str, language: str) -> str:
    """A few words: "Speech rate". Of programs: "programs.never_look"."""
    section, _, name = key.partition(".")
    file = language_file(__name__, language)
    if section == SECTION_OF_HOTKEYS and name in file.HOTKEYS:
        return str(file.HOTKEYS[name])
    if section == SECTION_OF_PROGRAMS and name in file.PROGRAM:
        return str(file.PROGRAM[name][0])
    return str(file.WORDS[key][0]) if key in file.WORDS else name.replace("_", " ")


def explanation(key: str, language: str) -> str:
    """One sentence or two."""
    section, _, name = key.partition(".")
    file = language_file(__name__, language)
    if section == SECTION_OF_HOTKEYS and name in file.HOTKEYS:
        return str(file.HOTKEY).format(what=file.HOTKEYS[name])
    if section == SECTION_OF_PROGRAMS and name in file.PROGRAM:
        return str(file.PROGRAM[name][1])
    return str(file.WORDS[key][1]) if key in file.WORDS else ""


def section_name(section: str, language: str) -> str:
    return str(language_file(__name__, language).SECTIONS.get(section, section))


def profile(name: str, language: str) -> str:
    """What a profile is called; one of the person's own as it was named."""
    return str(language_file(__name__, language).PROFILES.get(name, name))


def choice(value: str, language: str) -> str:
    """What a value that can be chosen is called; itself where there is no other word for it."""
    return str(language_file(__name__, language).CHOICES.get(value, value))


def shown(value: object) -> str:
    """A value as it is told, before `choice`."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:g}" if isinstance(value, float) else str(value)


def search(words: str, keys: tuple[str, ...] | None = None) -> list[str]:
    """Keys whose name, label or explanation has the words, in whichever language; the best first. All words count; a
    word with a typing mistake in it finds less than the right one."""
    wanted = _terms(words)
    if not wanted:
        return list(keys or known_keys())
    found = [(_score(wanted, key), place, key) for place, key in enumerate(keys or known_keys())]
    best = max((score for score, _, _ in found), default=0.0)
    enough = max(0.6, 0.75 * best)
    return [key for score, _, key in sorted(found, key=lambda one: (-one[0], one[1])) if score >= enough]


def _terms(text: str) -> list[str]:
    """Words, and of scripts without spaces every two signs that follow each other."""
    terms: list[str] = []
    for word in re.findall(r"[\u3400-\u9fff]+|[^\W_]+", text.casefold()):
        if len(word) > 2 and re.match(r"[\u3400-\u9fff]", word):
            terms += [word[at : at + 2] for at in range(len(word) - 1)]
        else:
            terms.append(word)
    return terms


def _score(wanted: list[str], key: str) -> float:
    """The share of the terms that are found: in the name and label wholly, in the explanation for nine tenths."""
    best = 0.0
    for language in LANGUAGES:
        section = section_name(key.partition(".")[0], language)
        name = f"{key} {label(key, language)} {section}".casefold().replace("_", " ")
        values = (choice(value, language) for value in getattr(rule_of(key), "values", ()))
        text = " ".join((explanation(key, language), *values)).casefold()
        tokens = re.findall(r"[^\W_]+", f"{name} {text}")
        total = 0.0
        for term in wanted:
            if term in name:
                total += 1.0
            elif term in text:
                total += 0.9
            elif len(term) > 3 and difflib.get_close_matches(term, tokens, n=1, cutoff=0.8):
                total += 0.7
        best = max(best, total / len(wanted))
    return best
