from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.commands import EXACT, PHRASES, Command, parse_command, parse_typed, said_once
from benchmarks.ordinary_questions import ORDINARY

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


NEW = [
    ("What's new?", "en", "whats_new", ""),
    ("Has anything changed?", "en", "whats_new", ""),
    ("Tell me what’s changed.", "en", "whats_new", ""),
    ("Where am I?", "en", "where_am_i", ""),
    ("Remember this, please.", "en", "remember", ""),
    ("Remember this as the Router password page.", "en", "remember", "Router password page"),
    ("Remember this is the router password page.", "en", "remember", "router password page"),
    ("Skip this sentence.", "en", "next_sentence", ""),
    ("Go back one sentence", "en", "previous_sentence", ""),
    ("Stop listening.", "en", "stop_listening", ""),
    ("Turn off hands-free.", "en", "stop_listening", ""),
    ("有什么变化？", "zh", "whats_new", ""),
    ("有变化吗？", "zh", "whats_new", ""),
    ("我现在在哪里", "zh", "where_am_i", ""),
    ("请帮我记下来", "zh", "remember", ""),
    ("记住这个，叫路由器密码页。", "zh", "remember", "路由器密码页"),
    ("跳过这一句", "zh", "next_sentence", ""),
    ("回到上一句吧", "zh", "previous_sentence", ""),
    ("关闭麦克风", "zh", "stop_listening", ""),
]


@pytest.mark.parametrize(("text", "language", "kind", "argument"), NEW)
def test_a_command_is_understood_with_what_it_needs(text: str, language: str, kind: str, argument: str) -> None:
    assert parse_command(text, language, 0.9) == Command(kind, argument)  # type: ignore[arg-type]


ACTS = [
    ("Take me there.", "en", "focus", ""),
    ("Take me to the Save button, please.", "en", "focus", "Save button"),
    ("Put the focus on Email address", "en", "focus", "Email address"),
    ("Take me back", "en", "focus_back", ""),
    ("Read from here.", "en", "read_here", ""),
    ("Read from the cursor.", "en", "read_cursor", ""),
    ("Copy the text.", "en", "copy_text", ""),
    ("Open that link.", "en", "open_link", ""),
    ("Open the Terms of Use link", "en", "open_link", "Terms of Use"),
    ("Follow the link called Privacy", "en", "open_link", "Privacy"),
    ("No, thanks.", "en", "no", ""),
    ("How do you know?", "en", "how_known", ""),
    ("Are you sure about that?", "en", "how_known", ""),
    ("带我去保存按钮", "zh", "focus", "保存按钮"),
    ("带我去那里", "zh", "focus", ""),
    ("打开使用条款链接", "zh", "open_link", "使用条款"),
    ("打开那个链接", "zh", "open_link", ""),
    ("你确定吗？", "zh", "how_known", ""),
    ("是的", "zh", "yes", ""),
    ("Bring mich zu Speichern", "de", "focus", "Speichern"),
    ("Setze den Fokus auf das Feld Name.", "de", "focus", "Feld Name"),
    ("Öffne den Link Impressum", "de", "open_link", "Impressum"),
    ("Woher weißt du das?", "de", "how_known", ""),
    ("Ja bitte.", "de", "yes", ""),
]


@pytest.mark.parametrize(("text", "language", "kind", "argument"), ACTS)
def test_what_is_to_be_done_on_the_screen_is_understood(text: str, language: str, kind: str, argument: str) -> None:
    assert parse_command(text, language, 0.9) == Command(kind, argument)  # type: ignore[arg-type]
    assert parse_typed(text, language) == Command(kind, argument)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "language"),
    [("yet", "en"), ("yes it is", "en"), ("Yes or no?", "en"), ("说的", "zh"), ("是的吗", "zh"), ("jaa", "de")],
)
def test_a_yes_is_never_guessed(text: str, language: str) -> None:
    command = parse_command(text, language, 1.0)
    assert command is None or command.kind != "yes"


def test_a_yes_that_was_hardly_heard_is_marked_so() -> None:
    assert parse_command("Yes.", "en", 0.65) == Command("yes", sure=False)
    assert parse_command("Yes.", "en", 0.8) == Command("yes")
    assert parse_typed("yes", "en") == Command("yes")


def test_typed_words_are_a_command_only_if_it_is_about_what_was_told() -> None:
    assert parse_typed("slower", "en") is None
    assert parse_typed("stop", "en") is None
    assert parse_typed("Where is the Save button?", "en") is None


def test_go_back_may_mean_the_focus() -> None:
    assert parse_command("Go back.", "en", 0.9) == Command("previous_sentence", or_else="focus_back")
    assert parse_command("Geh zurück", "de", 0.9) == Command("previous_sentence", or_else="focus_back")


@pytest.mark.parametrize(
    "text",
    ["remember me", "remember this device", "Is remember this checked?", "What is new in version 3?",
     "What's new in it?", "read the next sentence", "read the previous sentence", "read the last sentence",
     "Where am I supposed to click?", "skip button", "Go back button", "the previous sentence says", "listen"],
)  # fmt: skip
def test_what_only_begins_like_a_command_is_none(text: str) -> None:
    assert parse_command(text, "en", 0.9) is None


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [("What's new? What's new?", "en", "whats_new"), ("Stop. Stop!", "en", "stop"), ("重复。重复。", "zh", "repeat"),
     ("Where am I here? Where am I here?", "en", "where_am_i")],
)  # fmt: skip
def test_a_command_said_or_written_twice_is_one(text: str, language: str, kind: str) -> None:
    command = parse_command(text, language, 0.7)
    assert command is not None
    assert command.kind == kind


@pytest.mark.parametrize("text", ["Is it on? Is it off?", "Yes.", "", "?!", "What is it? It is what?"])
def test_what_is_not_said_twice_stays(text: str) -> None:
    assert said_once(text) == text


ORDINARY_ZH = (Path(__file__).parents[1] / "data" / "commands" / "ordinary_zh.txt").read_text("utf-8").split()


def test_no_ordinary_chinese_question_is_carried_out() -> None:
    assert len(set(ORDINARY_ZH)) > 150
    assert {text: found for text in ORDINARY_ZH if (found := parse_command(text, "zh"))} == {}


def test_no_ordinary_english_question_is_carried_out() -> None:
    assert {text: found for text in ORDINARY if (found := parse_command(text, "en"))} == {}


def test_of_the_questions_of_the_other_tests_only_where_am_i_is_a_command() -> None:
    commands = {}
    for file in sorted((Path(__file__).parents[1] / "data" / "grounded").glob("*.json")):
        for each in json.loads(file.read_text("utf-8"))["questions"]:
            for question in each.get("ask") or [each["question"]]:
                if found := parse_command(question, each.get("language", "en")):
                    commands[question] = found.kind
    assert commands == {"where am I": "where_am_i"}


def homophones() -> Iterator[tuple[str, str]]:
    """Each Chinese phrase with each of its signs written as up to twelve others of the same sound, and its kind."""
    from pypinyin import lazy_pinyin

    alike: dict[str, list[str]] = defaultdict(list)
    for code in range(0xB0A1, 0xD800):  # the common signs of GB 2312
        with contextlib.suppress(UnicodeDecodeError):
            sign = code.to_bytes(2, "big").decode("gb2312")
            alike[lazy_pinyin(sign)[0]].append(sign)
    table = PHRASES["zh"]
    known = {phrase for group in table.values() for phrase in group}
    for kind, group in table.items():
        for phrase in group:
            for at, sign in enumerate(phrase):
                for other in alike[lazy_pinyin(sign)[0]][:12]:
                    if (text := phrase[:at] + other + phrase[at + 1 :]) not in known:
                        yield text, kind


def test_a_chinese_command_misheard_as_other_signs_of_its_sound_is_taken_and_never_as_another_one() -> None:
    found = [(parse_command(text, "zh", 0.8), kind) for text, kind in homophones() if kind not in EXACT]
    assert len(found) > 4000
    assert [command for command, kind in found if command and command.kind != kind] == []
    assert sum(command is not None for command, _ in found) > 0.95 * len(found)


@pytest.mark.parametrize(
    ("text", "kind"), [("从复", "repeat"), ("说块一点", "faster"), ("我再那里", "where_am_i"), ("重複一遍", "repeat"),
                       ("有什麼變化", "whats_new"), ("付制", "copy")]
)  # fmt: skip
def test_chinese_is_understood_by_its_sound_and_in_either_writing(text: str, kind: str) -> None:
    command = parse_command(text, "zh", 0.8)
    assert command is not None
    assert command.kind == kind
    if text not in ("重複一遍", "有什麼變化"):
        assert parse_command(text, "zh", 0.5) is None, "in doubt only what was heard exactly"


@pytest.mark.parametrize(
    "text", ["停职", "停滞", "复职", "积蓄", "急需", "太忙了", "听", "听子", "够了吗", "可以跳过这一步吗"]
)
def test_a_real_word_that_sounds_like_a_command_is_none(text: str) -> None:
    assert parse_command(text, "zh", 0.9) is None


def test_the_dictionary_of_sounds_is_loaded_only_for_chinese() -> None:
    code = (
        "import sys; from assistant.commands import parse_command; parse_command('Speek more slowly', 'en', 0.9); "
        "assert 'pypinyin' not in sys.modules; parse_command('从复一遍', 'zh', 0.9); assert 'pypinyin' in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


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
