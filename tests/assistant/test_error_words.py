"""What can go wrong, in every language: each sentence that the program raises has its own in each file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import errors
from assistant.cli_errors import _language, say_error
from assistant.error_words import sentences, told
from assistant.languages import LANGUAGES

ROOT = Path(errors.__file__).parent.parent
OTHERS = sorted(set(LANGUAGES) - {"en"})
ROOMS = (
    "assistant/errors.py",
    "assistant/capture/*.py",
    "models/*.py",
    "models/vlm/*.py",
    "models/vlm/families/*.py",
    "speech/*.py",
    "speech/*/*.py",
)
"""Whose sentences must be in the files. Those of other rooms may be, and stay English otherwise."""
KINDS = {name for name, kind in vars(errors).items() if isinstance(kind, type)} | {"refused"}
"""How the makers of errors are called; `refused`: a kind that is handed on."""
_GAP = re.compile(r"\{[^{}]*\}")


def raised() -> Iterator[tuple[str, str]]:
    """(where, the sentence with {} for what is filled in) of each error that these rooms make."""
    for room in ROOMS:
        for file in sorted(ROOT.glob(room)):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            named = {
                node.targets[0].id: node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            }
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and _name(node.func) in KINDS and node.args:
                    for text in written(node.args[0], named):
                        yield f"{file.relative_to(ROOT)}:{node.lineno}", text
                if file.name == "errors.py" and isinstance(node, ast.Assign) and _name(node.targets[0]) == "sentence":
                    yield "errors.py", ast.literal_eval(node.value)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def written(node: ast.expr, named: dict[str, ast.expr]) -> list[str]:
    """The sentences that an expression can be; nothing for one that was made elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [_GAP.sub("{}", node.value)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(_GAP.sub("{}", part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)]
    if isinstance(node, ast.IfExp):
        return [*written(node.body, named), *written(node.orelse, named)]
    if isinstance(node, ast.Dict):
        return [text for value in node.values for text in written(value, named)]
    if isinstance(node, ast.Subscript):
        return written(node.value, named)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return written(node.func.value, named)
    if isinstance(node, ast.Name) and node.id in named:
        return written(named[node.id], {name: value for name, value in named.items() if name != node.id})
    return []


@pytest.mark.parametrize("tag", OTHERS)
def test_every_sentence_of_an_error_is_there_in_every_language(tag: str) -> None:
    there = {_GAP.sub("{}", key) for key in sentences(tag)}
    missing = [f"{where}: {text}" for where, text in raised() if text not in there]
    assert not missing, f"translate these in assistant/error_words/{tag}.toml"


def test_the_look_for_sentences_finds_them() -> None:
    found = [text for _, text in raised()]
    assert len(found) > 150
    assert "There is no file {}." in found


@pytest.mark.parametrize("tag", OTHERS)
def test_a_translation_has_the_gaps_of_its_sentence(tag: str) -> None:
    wrong = [key for key, text in sentences(tag).items() if set(_GAP.findall(key)) != set(_GAP.findall(text))]
    assert wrong == []
    assert sentences(tag).keys() == sentences(OTHERS[0]).keys()


@pytest.mark.parametrize("tag", OTHERS)
def test_each_sentence_is_found_by_itself_whatever_is_filled_in(tag: str) -> None:
    for key, text in sentences(tag).items():
        gaps = {name[1:-1]: f"x-{at}.png" for at, name in enumerate(sorted(set(_GAP.findall(key))))}
        if re.sub(r"\W", "", _GAP.sub("", key)):
            assert told(key.format(**gaps), tag) == text.format(**gaps)


def test_a_sentence_in_a_gap_is_told_in_the_language_too() -> None:
    english = "There is no model called 'vit'. Did you mean vit-gpt2?"
    assert told(english, "de-AT") == "Es gibt kein Modell namens 'vit'. Ist vit-gpt2 gemeint?"
    assert told(english, "zh_CN.UTF-8") == "没有叫 'vit' 的模型。你是指 vit-gpt2 吗？"
    assert told(english, "en") == told(english, "fr") == english


def test_what_no_file_has_stays_as_it_is() -> None:
    assert told("A robot: it can't be read, or so it says.", "de") == "A robot: it can't be read, or so it says."
    assert told("", "de") == ""


def test_the_language_is_that_of_the_option_then_of_the_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert _language(["describe", "--lang", "zh"]) == _language(["--lang=zh"]) == "zh"
    assert _language(["describe", "--lang"]) == "de"


def test_the_command_line_tells_it_in_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    say_error("There is no file a.png.", "de")
    assert capsys.readouterr().err == "Die Datei a.png gibt es nicht.\n"
