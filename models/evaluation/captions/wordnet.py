"""Synonyms out of WordNet's files, if the person has them: METEOR's jar, or the "dict" folder of WordNet 3."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from assistant.errors import UnusableInput

_ENDINGS = (
    ("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("men", "man"), ("ies", "y"),
    ("s", ""), ("ies", "y"), ("es", "e"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", ""),
    ("er", ""), ("est", ""), ("er", "e"), ("est", "e"),
)  # fmt: skip
"""WordNet's rules of detachment for nouns, verbs and adjectives (its manual page morphy(7WN))."""
_PARTS = ("noun", "verb", "adj", "adv")


class Synonyms:
    """Which words share a meaning."""

    def __init__(self, meanings: dict[str, frozenset[int]], bases: dict[str, tuple[str, ...]]) -> None:
        """`meanings`: numbers of synsets by word; `bases`: base forms of irregular words."""
        self._meanings = meanings
        self._bases = bases
        self._known: dict[str, frozenset[int]] = {}

    def of(self, word: str) -> frozenset[int]:
        """The meanings of a word in lower case and of its base form."""
        if word not in self._known:
            bases = self._bases.get(word) or (self._base(word),)
            found = (self._meanings.get(one, frozenset()) for one in (word, *bases))
            self._known[word] = frozenset().union(*found)
        return self._known[word]

    def _base(self, word: str) -> str:
        if word.endswith("ss") or len(word) <= 2:
            return word
        for ending, instead in _ENDINGS:
            if word.endswith(ending) and (base := word.removesuffix(ending) + instead) in self._meanings:
                return base
        return ""


def load(path: Path) -> Synonyms:
    """From `meteor-1.5.jar`, or from a folder with `index.noun` and its like. Raises `errors.UnusableInput`."""
    try:
        return _from_folder(path) if path.is_dir() else _from_jar(path)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise UnusableInput(f"{path.name} holds no WordNet that I can read.", detail=repr(error)) from error


def _from_jar(path: Path) -> Synonyms:
    with zipfile.ZipFile(path) as jar:
        sets = jar.read("synonym/english.synsets").decode("utf-8").splitlines()
        irregular = jar.read("synonym/english.exceptions").decode("utf-8").splitlines()
    meanings = {word: frozenset(map(int, numbers.split())) for word, numbers in _by_two(sets)}
    return Synonyms(meanings, _gathered((form, base) for base, forms in _by_two(irregular) for form in forms.split()))


def _by_two(lines: list[str]) -> Iterator[tuple[str, str]]:
    return (pair for number, pair in enumerate(pairwise(lines)) if number % 2 == 0)


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    bases: dict[str, tuple[str, ...]] = {}
    for form, base in pairs:
        bases[form] = (*bases.get(form, ()), base)
    return bases


def _from_folder(path: Path) -> Synonyms:
    meanings: dict[str, set[int]] = {}
    irregular: list[tuple[str, str]] = []
    for part in _PARTS:
        for line in (path / f"index.{part}").read_text("utf-8").splitlines():
            if not line.startswith(" "):  # the licence
                word, _, count, *rest = line.split()
                meanings.setdefault(word, set()).update(map(int, rest[-int(count) :]))
        exceptions = path / f"{part}.exc"
        lines = exceptions.read_text("utf-8").splitlines() if exceptions.exists() else []
        irregular += [(form, base) for form, *bases in map(str.split, lines) for base in bases]
    return Synonyms({word: frozenset(some) for word, some in meanings.items()}, _gathered(irregular))
