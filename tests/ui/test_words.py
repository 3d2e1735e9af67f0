"""Every sentence of the windows is there in every language of theirs, with the same gaps and menu letters."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from ui import words

UI = Path(words.__file__).parents[1]
TRANSLATED = ("zh", "de")


def shown() -> Iterator[tuple[str, bool]]:
    """(English sentence, whether it counts something) of every `tr` and `trn` of the windows."""
    for path in UI.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tr", "trn"):
                given = node.args[: 1 if node.func.id == "tr" else 2]
                assert all(isinstance(one, ast.Constant) for one in given), (
                    f"{path.name}:{node.lineno}: not a constant: no test could find it"
                )
                yield given[-1].value, node.func.id == "trn"  # type: ignore[attr-defined]


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_sentence_is_translated_with_its_gaps_and_letters(tag: str) -> None:
    table = import_module(f"ui.words.{tag}").WORDS
    sentences = dict(shown())
    assert [text for text in sentences if text not in table] == []
    for text, counts in sentences.items():
        for form in [table[text]] if isinstance(table[text], str) else table[text]:
            assert gaps(form) - {"n"} == gaps(text) - {"n"}, text
            assert ("&" in form) == ("&" in text), text
        assert counts or isinstance(table[text], str), text


@pytest.mark.parametrize("tag", TRANSLATED)
def test_no_language_says_what_no_window_shows(tag: str) -> None:
    assert sorted(set(import_module(f"ui.words.{tag}").WORDS) - {text for text, _ in shown()}) == []


@pytest.fixture
def chinese() -> Iterator[None]:
    words.use("zh-CN")
    yield
    words.use("en")


def test_a_window_speaks_the_language_that_is_in_use(chinese: None) -> None:
    assert words.tr("Ask Hearsight") == "询问 Hearsight"
    words.use("en")
    assert words.tr("Ask Hearsight") == "Ask Hearsight"
    assert words.trn("{n} turn", "{n} turns", 1) == "1 turn"
    assert words.trn("{n} turn", "{n} turns", 7) == "7 turns"


def test_a_language_without_words_shows_english() -> None:
    words.use("fr")
    assert words.tr("Ask Hearsight") == "Ask Hearsight"
    words.use("en")
