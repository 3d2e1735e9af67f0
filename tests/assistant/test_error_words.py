"""What can go wrong, in every language: each sentence that the program raises has its own in each file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from assistant import errors
from assistant.cli_errors import _language, say_error
from assistant.cli_explain import _sentence
from assistant.error_words import sentences, told
from assistant.languages import LANGUAGES
from assistant.phrases import trouble_in
from assistant.settings import Settings, changed, known_keys
from models.vlm.heat import where
from ui.actions import ACTIONS
from ui.chords import parse_chord

ROOT = Path(errors.__file__).parent.parent
OTHERS = sorted(set(LANGUAGES) - {"en"})
ROOMS = (
    "assistant/*.py",
    "assistant/capture/**/*.py",
    "assistant/wiring/*.py",
    "ui/*.py",
    "models/*.py",
    "models/evidence/**/*.py",
    "models/guiding/*.py",
    "models/objects/*.py",
    "models/photo/*.py",
    "models/taught/*.py",
    "models/vlm/*.py",
    "models/vlm/families/*.py",
    "speech/*.py",
    "speech/*/*.py",
)
"""Whose sentences must be in the files. Those of other rooms may be, and stay English otherwise."""
KINDS = {name for name, kind in vars(errors).items() if isinstance(kind, type)} | {"refused"}
"""How the makers of errors are called; `refused`: a kind that is handed on."""
_GAP = re.compile(r"\{[^{}]*\}")


@pytest.fixture(scope="module")
def made() -> list[Made]:
    return list(raised())


class Made(NamedTuple):
    where: str
    shape: str
    """The sentence with {} for what is filled in."""
    example: str
    """As it is made, with a word for each value; empty where that can't be known."""


def raised() -> Iterator[Made]:
    """Each error that these rooms make."""
    makes = re.compile(rf"\b(?:{'|'.join(sorted(KINDS))})\(")
    for file in sorted({file for room in ROOMS for file in ROOT.glob(room)}):
        source = file.read_text(encoding="utf-8")
        if not makes.search(source):
            continue
        nodes = list(ast.walk(ast.parse(source)))
        named = {
            node.targets[0].id: node.value
            for node in nodes
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        for node in nodes:
            if isinstance(node, ast.Call) and _name(node.func) in KINDS and node.args:
                for text in written(node.args[0], named):
                    yield Made(f"{file.relative_to(ROOT)}:{node.lineno}", text, filled(node.args[0]))
            if file.name == "errors.py" and isinstance(node, ast.Assign) and _name(node.targets[0]) == "sentence":
                yield Made("errors.py", ast.literal_eval(node.value), "")


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
def test_every_sentence_of_an_error_is_there_in_every_language(tag: str, made: list[Made]) -> None:
    there = {_GAP.sub("{}", key) for key in sentences(tag)}
    missing = [f"{one.where}: {one.shape}" for one in made if one.shape not in there]
    assert not missing, f"translate these in assistant/error_words/{tag}.toml"


def test_the_look_for_sentences_finds_them(made: list[Made]) -> None:
    found = [one.shape for one in made]
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


def filled(node: ast.expr) -> str:
    """A sentence as it is made, with a word for each value: in quotes where `!r` puts some."""
    if not isinstance(node, ast.JoinedStr):
        return ""
    words: dict[str, str] = {}
    text = ""
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            word = words.setdefault(ast.unparse(part.value), f"x{len(words)}")
            text += repr(word) if part.conversion == ord("r") else word
        else:
            text += ast.literal_eval(part)
    return text


def test_each_sentence_is_found_as_it_is_made(made: list[Made]) -> None:
    """A gap that comes twice in a key takes the same twice: not once with quotes and once without."""
    assert [one for one in made if one.example and told(one.example, "de") == one.example] == []


@pytest.mark.parametrize("tag", OTHERS)
def test_what_a_setting_may_be_is_told_in_the_language(tag: str) -> None:
    for key in known_keys():
        with pytest.raises(errors.BadSetting) as refused:
            changed(Settings(), key, "x" * 5000 + "\ny")
        before, _, allowed = refused.value.spoken.removesuffix(".").partition(": it must be ")
        assert before.startswith(key)
        assert told(allowed, tag) != allowed or re.fullmatch(r"[\w:]+(, [\w:]+)*", allowed), "a list of values alone"


@pytest.mark.parametrize("tag", OTHERS)
def test_the_names_of_actions_are_there_in_every_language(tag: str) -> None:
    assert [action.spoken for action in ACTIONS if told(action.spoken, tag) == action.spoken] == []


def test_hints_are_told_in_the_language_too() -> None:
    assert told("There is no setting 'xyz'. See: hearsight settings", "de").endswith("Alle zeigt: hearsight settings")
    with pytest.raises(errors.BadSetting) as refused:
        parse_chord("ctrl+alt+spce")
    assert told(refused.value.spoken, "de").endswith('die ich nicht kenne: "spce". Ist "space" gemeint?')
    taken = "Another program already uses Control Alt A, my key to ask by voice. "
    taken += "Choose another one in the settings; the menu works too."
    assert "Control Alt A, meine Taste für: mit der Stimme fragen." in told(taken, "de")


@pytest.mark.parametrize("tag", OTHERS)
def test_what_a_word_rests_on_is_told_in_the_language(tag: str) -> None:
    heat = np.zeros((5, 5), np.float32)
    places = {where(heat)}
    for at in np.ndindex(heat.shape):
        heat[:] = 0
        heat[at] = 1
        places.add(where(heat))
    assert len(places) == 10
    for adds_up in (True, False):
        for place in (*places, None):
            english = _sentence({"word": "red", "where": place, "adds_up": adds_up, "picture": "a.png"})
            assert not set(re.findall(r"[a-z]+", told(english, tag))) & {"the", "of", "picture", "word"}


def test_what_an_eye_could_not_do_is_told_in_the_language() -> None:
    missing = "A model is missing. Run: hearsight models install page-layout"
    assert trouble_in("de", missing) == told(missing, "de") != missing
    assert trouble_in("en", missing) == missing


def test_a_sentence_of_any_length_is_told_at_once() -> None:
    """Gaps take anything: text that is made to match almost, again and again, is not tried on and on."""
    text = "{name} is too large for me: 1 by " * 1000
    assert told(text, "de") == text


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
    assert _language(["transcribe", "a.wav", "--lang", "zh"]) == "de", "that is the recording's"


def test_the_command_line_tells_it_in_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    say_error("There is no file a.png.", "de")
    assert capsys.readouterr().err == "Die Datei a.png gibt es nicht.\n"
