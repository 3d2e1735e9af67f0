"""A language is found by its files, one a room; what English has there, every other language has too."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from assistant.command_words import LANGUAGES as COMMAND_LANGUAGES
from assistant.command_words import CommandKind, command_words
from assistant.commands import parse_command
from assistant.languages import LANGUAGES, language, primary_tag
from assistant.phrases import say_in
from assistant.ports import Earcon
from assistant.settings import Describe
from assistant.wiring.habits import language_of
from models.grounded.chart_words import LANGUAGES as CHARTED
from models.grounded.phrases import LANGUAGES as NARRATED
from models.grounded.second.words import LANGUAGES as ASKED_AGAIN
from models.grounded.tile_words import LANGUAGES as TILED
from speech.words.rule import NAMES
from speech.words.spelling import spelled

ORDINARY_GERMAN = (Path(__file__).parents[1] / "data" / "commands" / "ordinary_german.txt").read_text("utf-8")


def gaps(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_every_room_has_the_same_languages() -> None:
    assert set(LANGUAGES) >= {"en", "zh", "de"}
    rooms: dict[str, set[str]] = {
        "assistant/languages": set(LANGUAGES),
        "assistant/command_words": set(COMMAND_LANGUAGES),
        "models/grounded/phrases": set(NARRATED),
        "models/grounded/chart_words": set(CHARTED),
        "models/grounded/second/words": set(ASKED_AGAIN),
        "models/grounded/tile_words": set(TILED),
        "speech/words": {str(tag) for tag in NAMES},
    }
    assert {room: found for room, found in rooms.items() if found != set(LANGUAGES)} == {}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_language_says_of_itself_what_english_says(tag: str) -> None:
    own, english = language(tag), language("en")
    assert own.tag == tag
    for field in fields(english):
        ours, theirs = getattr(own, field.name), getattr(english, field.name)
        assert type(ours) is type(theirs)
        if isinstance(ours, dict) and field.name != "sentences":
            assert {key: gaps(value) for key, value in ours.items()} == {
                key: gaps(value) for key, value in theirs.items()
            }, field.name
        elif isinstance(ours, str):
            assert gaps(ours) == gaps(theirs), field.name
    assert set(own.earcon_meanings) == set(own.earcon_words) == set(get_args(Earcon))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_language_has_every_sentence_of_a_turn_with_its_gaps(tag: str) -> None:
    assert {key: gaps(text) for key, text in language(tag).sentences.items()} == {
        key: gaps(text) for key, text in language("en").sentences.items()
    }


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_language_has_words_for_every_command(tag: str) -> None:
    words = command_words(tag)
    assert words.find is not None and words.teach is not None  # patterns: what is said with them is always named
    assert set(words.phrases) == set(get_args(CommandKind)) - {"find", "teach"}
    for kind, phrases in words.phrases.items():
        for phrase in phrases:
            command = parse_command(phrase, tag)
            assert command is not None, phrase
            assert command.kind == kind, phrase


@pytest.mark.parametrize(
    ("text", "kind", "argument"),
    [
        ("Wiederhole das bitte.", "repeat", ""),
        ("Kannst du etwas langsamer?", "slower", ""),
        ("Sprich langsammer", "slower", ""),
        ("Lies bitte alles vor.", "read_all", ""),
        ("Was hat sich geändert?", "whats_new", ""),
        ("Wo bin ich?", "where_am_i", ""),
        ("Buchstabiere Müller", "spell", "Müller"),
        ("Buchstabiere Weber mit dem Funkalphabet.", "spell_phonetically", "Weber"),
        ("Merk dir das als Routerseite.", "remember", "Routerseite"),
        ("Stopp!", "stop", ""),
        ("Beobachte das Fenster, bis der Download fertig ist.", "watch", "der Download fertig ist"),
    ],
)
def test_a_german_command_is_understood(text: str, kind: str, argument: str) -> None:
    command = parse_command(text, "de", 0.9)
    assert command is not None
    assert (command.kind, command.argument) == (kind, argument)


def test_no_ordinary_german_question_is_carried_out() -> None:
    questions = ORDINARY_GERMAN.splitlines()
    assert len(questions) >= 80
    assert [question for question in questions if parse_command(question, "de", 0.9)] == []


@pytest.mark.parametrize(
    ("name", "tag"), [("de_DE.UTF-8", "de"), ("zh_CN.UTF-8", "zh"), ("en_GB", "en"), ("fr_FR.UTF-8", "en"), ("C", "en")]
)
def test_the_language_of_the_system_is_spoken_if_it_has_a_file(
    name: str, tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.settings import Settings

    monkeypatch.setenv("LC_ALL", name)
    assert language_of(Settings()) == tag


def test_a_language_with_a_file_can_be_set() -> None:
    for tag in LANGUAGES:
        assert Describe(language=tag).language == tag
    assert primary_tag("de-AT") == "de"
    assert primary_tag("tlh") == ""
    assert say_in("de", "act_left") == "Gut, ich lasse es."


def test_no_code_outside_of_a_languages_own_files_asks_for_a_language_by_name() -> None:
    """What depends on how a language is written asks its file ("words have spaces"). English may be asked for: it is
    what a language without a file is spoken in, and what the sentence embeddings know."""
    root = Path(__file__).parents[2]
    asks = re.compile(r"""language\w*\s*(?:==|!=|in)\s*\(?["'](?:zh|de)["']""")
    rooms = ("assistant", "models/grounded", "ui")
    found = [
        str(path.relative_to(root))
        for room in rooms
        for path in sorted((root / room).rglob("*.py"))
        if asks.search(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("tag", [str(tag) for tag in NAMES])
def test_every_sign_that_english_spells_has_a_name(tag: str) -> None:
    assert set(NAMES["en"][0]) <= set(NAMES[tag][0])  # type: ignore[index]
    assert set(NAMES["en"][1]) == set(NAMES[tag][1])  # type: ignore[index]


def test_german_is_spelled_in_german() -> None:
    assert spelled("Aß-1", "de") == "groß A, ß, Strich, 1"
