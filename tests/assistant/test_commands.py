from __future__ import annotations

import pytest

from assistant.commands import PHRASES, parse_command

HEARD = [
    ("Repeat.", "en", "repeat"),
    ("Could you repeat that, please?", "en", "repeat"),
    ("What did you say?", "en", "repeat"),
    ("Spell that.", "en", "spell"),
    ("Spell that phonetically, please.", "en", "spell_phonetically"),
    ("Spell it with the phonetic alphabet.", "en", "spell_phonetically"),
    ("Spell that phonetically's.", "en", "spell_phonetically"),
    ("请用字母表拼写", "zh", "spell_phonetically"),
    ("Slower, please.", "en", "slower"),
    ("Please speak a bit slower.", "en", "slower"),
    ("Speed up!", "en", "faster"),
    ("Louder.", "en", "louder"),
    ("A little quieter please", "en", "quieter"),
    ("STOP", "en", "stop"),
    ("Go on.", "en", "continue"),
    ("Copy that to the clipboard.", "en", "copy"),
    ("Copy that.", "en", "copy"),
    ("Read everything.", "en", "read_all"),
    ("Speek more slowly.", "en", "slower"),
    ("Repeat that's", "en", "repeat"),
    ("再说一遍。", "zh", "repeat"),
    ("请慢一点", "zh", "slower"),
    ("大声一点吧", "zh", "louder"),
    ("停！", "zh", "stop"),
    ("继续说", "zh", "continue"),
    ("帮我复制下来", "zh", "copy"),
    ("全部朗读", "zh", "read_all"),
]
QUESTIONS = [
    "Where is the Stop button?", "Is there a copy button?", "What does the error say?", "Is it faster?", "Stop where?",
    "step", "shop", "flower", "master", "What is the volume?", "read it", "read the title", "copy cat", "show",
    "loader", "repeat password", "What does the repeat button do?", "how many", "continue button",
    "Spell checking is on",
    "Is the spelling right in the second paragraph of this page?", "", "?", "the louder speaker", "Go online",
    "stop watch", "enough money", "lower", "read the second paragraph", "what is it", "and the second one?",
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "kind"), HEARD)
def test_a_command_is_understood(text: str, language: str, kind: str) -> None:
    command = parse_command(text, language)
    assert command is not None
    assert command.kind == kind


MISHEARD = [
    ("Save that again.", "repeat"),
    ("Tuck faster.", "faster"),
    ("Write everything.", "read_all"),
    ("Speed more slowly.", "slower"),
    ("Keep reding", "continue"),
    ("Copy to clip board", "copy"),
]
"""What Whisper tiny.en made of commands spoken by flite."""


@pytest.mark.parametrize(("text", "kind"), MISHEARD)
def test_a_misheard_command_is_understood_by_its_sound(text: str, kind: str) -> None:
    command = parse_command(text, "en", 0.8)
    assert command is not None
    assert command.kind == kind


@pytest.mark.parametrize(("text", "_kind"), MISHEARD)
def test_a_command_that_was_neither_heard_surely_nor_exactly_is_not_carried_out(text: str, _kind: str) -> None:
    assert parse_command(text, "en", 0.5) is None


def test_a_command_heard_exactly_is_carried_out_even_when_the_recogniser_doubts_it() -> None:
    command = parse_command("Talk slower.", "en", 0.45)
    assert command is not None
    assert command.kind == "slower"


@pytest.mark.parametrize(
    "text", ["Turn off the volume.", "Stop clocking.", "Speaks louder, speak slower", "Red floor."]
)
def test_what_may_be_two_commands_or_none_is_not_carried_out(text: str) -> None:
    assert parse_command(text, "en", 0.9) is None


def test_a_chinese_command_with_one_wrong_sign_is_understood_and_its_opposite_is_not() -> None:
    command = parse_command("复制到剪贴版", "zh", 0.8)
    assert command is not None
    assert command.kind == "copy"
    assert parse_command("说坏一点", "zh", 0.8) is None, "faster and slower differ by one sign only"


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_is_never_a_command(text: str) -> None:
    assert parse_command(text, "en") is None


@pytest.mark.parametrize(
    "text", ["停止按钮在哪里", "错误信息是什么", "有几个按钮", "继续按钮能用吗", "总价是多少", "复制按钮在哪"]
)
def test_a_chinese_question_is_never_a_command(text: str) -> None:
    assert parse_command(text, "zh") is None


def test_what_to_spell_keeps_its_capitals() -> None:
    command = parse_command("Spell McGregor, please.", "en")
    assert command is not None
    assert (command.kind, command.argument) == ("spell", "McGregor")


def test_what_to_spell_phonetically_keeps_its_capitals() -> None:
    for text in ("Spell McGregor phonetically.", "How do you spell McGregor in the phonetic alphabet?"):
        command = parse_command(text, "en")
        assert command is not None
        assert (command.kind, command.argument) == ("spell_phonetically", "McGregor")


def test_no_phrase_means_two_things() -> None:
    for table in PHRASES.values():
        phrases = [phrase for group in table.values() for phrase in group]
        assert len(phrases) == len(set(phrases))


def test_every_language_has_every_command() -> None:
    assert PHRASES["en"].keys() == PHRASES["zh"].keys()
