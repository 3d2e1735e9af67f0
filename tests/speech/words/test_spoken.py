"""Promises that hold for any text."""

from __future__ import annotations

import random
import time
import unicodedata

import pytest

from speech.words import spoken, warm
from speech.words.rule import LEVELS

SEED = 20261124
WORDS = "window inbox total anna report price please open the and über 文件 打开 今天 Привет שלום".split()  # noqa: SIM905
AMOUNTS = (
    "EUR {}.{}", "{}.{} €", "${}", "{} GB", "{}%", "{} °C", "{}.{}.{}", "{}.{}.{}.{}", "+49 {} {}", "#{}", "{}-{}",
    "{}x{}", "{}:{}", "{},{}", "v{}.{}", "{}", "INV-{}-{}", "{}/{}", "a{}b{}c{}", "file_{}.txt", "({})", "{} km/h",
)  # fmt: skip
ODD = (
    "\x00", "\x1b[31m", "\u202e", "\u200b", "\ufeff", "\ud800", "\ue000", "😀", "👍🏽", "→", "•", "┌─┐", "-----", "...",
    "\n", "\t", "\u0301\u0302\u0303", "\u00a0", "|", "{", "}", "==", "_", "\\", "/", "@", "://", ".", ",", "'", '"',
    "%", "$", "€", "(", ")", "🇩", "\u20e3", "\ufe0f", "½", "²", "𝐇", "①", "\U000e0041", "::", "0x", "--", "&&", "#",
)  # fmt: skip


def any_text(chance: random.Random) -> str:
    """Some twelve pieces of everything, with and without spaces between."""
    pieces = []
    for _ in range(chance.randint(1, 12)):
        kind = chance.random()
        if kind < 0.35:
            pieces.append(chance.choice(WORDS))
        elif kind < 0.6:
            pieces.append(chance.choice(AMOUNTS).format(*(str(chance.randint(0, 2000)) for _ in range(4))))
        elif kind < 0.9:
            pieces.append(chance.choice(ODD))
        else:
            pieces.append(
                "".join(chr(chance.choice((chance.randint(32, 126), chance.randint(0, 0x2FFF)))) for _ in "abc")
            )
        pieces.append(chance.choice(("", " ", " ")))
    return "".join(pieces)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("language", ["en", "zh", "de"])
def test_no_text_breaks_it_or_is_silenced_or_passes_control_characters_on(language: str, level: str) -> None:
    chance = random.Random(f"{SEED} {language} {level}")  # noqa: S311
    for _ in range(1500):
        text = any_text(chance)
        said = spoken(text, language, level)  # type: ignore[arg-type]
        if any(unicodedata.category(one) in ("Lu", "Ll", "Lo", "Nd") for one in text.replace("\x1b[31m", "")):
            assert said, repr(text)
        kinds = {unicodedata.category(one) for one in said}
        assert not kinds & {"Cc", "Cs", "Co"}, repr((text, said))
        assert not set(said) & set("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2069\ufeff"), repr(
            text
        )
        assert said == said.strip()


@pytest.mark.parametrize("level", LEVELS)
def test_no_digit_is_invented_and_none_but_zeros_is_lost(level: str) -> None:
    """Zeros may be said by another word ("14 o'clock", "5 cents") or not at all ("1299 dollars")."""
    chance = random.Random(f"{SEED} {level}")  # noqa: S311
    for _ in range(3000):
        amount = chance.choice(AMOUNTS).format(*(str(chance.randint(0, 2000)) for _ in range(4)))
        text = f"{chance.choice(WORDS)} {amount} {chance.choice(WORDS)}"
        for language in ("en", "zh"):
            said = spoken(text, language, level)  # type: ignore[arg-type]
            assert _digits(said) == _digits(text), repr((text, said))


def test_no_word_is_lost() -> None:
    chance = random.Random(SEED)  # noqa: S311
    for _ in range(2000):
        text = any_text(chance)
        words = [word for word in text.split() if word in WORDS]
        said = spoken(text, "en")
        assert all(word in said for word in words), repr((text, said))


def test_what_was_cleaned_once_stays_as_it_is() -> None:
    """What is said is ordinary text: saying it again changes nothing that could be lost."""
    for text in ("Meet at 14:35", "EUR 32.40 and 12 GB", "user_name", "https://example.org/a", "😀 done"):
        once = spoken(text, "en")
        assert spoken(once, "en") == once


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("photo\u202egpj.exe", "photo right-to-left override G.P.J dot E.X.E"),
        ("a\u200bb", "ab"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("bell\x07here", "bell here"),
        ("\ufeffFile", "File"),
        ("１２：３０", "12：30"),
        ("ﬁle 𝐇𝐞𝐥𝐥𝐨", "file Hello"),
        ("Z\u0351\u0352\u0353\u0354a", "Z\u0351\u0352a"),
        ("\ue000 Save", "Save"),
        ("\u200b", ""),
        ("", ""),
    ],
)
def test_what_is_hidden_in_text_is_named_or_dropped(text: str, said: str) -> None:
    assert spoken(text, "en") == said


def test_other_languages_keep_their_text_but_for_what_no_voice_can_say() -> None:
    assert spoken("Um 14:35 Uhr, 32,40 € für 5 km/h & Co.", "de") == "Um 14:35 Uhr, 32,40 € für 5 km/h & Co."
    assert spoken("Titel\n=====", "de") == "Titel, Linie"


def test_a_piece_is_said_in_the_language_of_the_letters_around_it() -> None:
    assert spoken("会议 14:35 开始", "en") == "会议 14点35分 开始"
    assert spoken("Meet at 14:35", "zh") == "Meet at 14 35"


SCREEN = (
    "Open /home/anna/report-final.pdf, which was changed on 2026-11-24 at 14:35 and has 12 GB.",
    "The window Inbox has three new messages, the first from Anna about the meeting tomorrow at nine in room 12.",
    "if (x == 0) { return foo[i] + bar(user_name, getUserName()); }",
    "Total EUR 32.40 (was 32,40 €, $1,299.00) 😀 → done",
    "今天下午 2:05 pm 开会，请打开 report.pdf，价格 ¥32.40。",
)


def test_a_sentence_costs_less_than_a_millisecond() -> None:
    warm()
    for text in SCREEN:
        spoken(text, "en")
    best = min(_seconds(lambda: [spoken(text, "en") for text in SCREEN]) for _ in range(20))
    assert best / len(SCREEN) < 0.001


PIECES = (
    "a", "A", "1", "a.", "/", "/a", "1.", "1,", ":", "ab:", "12:", "a_", "aA", "-a", "A-", "1234 ", "+1 ", "a@", "😀",
    " ", "(", "a1", "| ", "C:\\a", ". ", "x = ", "<a", "a(", "\x1b[", " \n", "─ ", "hello, ", "'", "_",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_a_page_without_an_end_takes_time_in_proportion(piece: str) -> None:
    """Nothing backtracks: 20 times the text may take 20 times as long, with a margin, but not 400 times."""
    short, long = piece * (500 // len(piece)), piece * (10_000 // len(piece))
    one = min(_seconds(lambda: spoken(short, "en")) for _ in range(3))
    assert min(_seconds(lambda: spoken(long, "en")) for _ in range(2)) < 100 * max(one, 0.0005)


def _digits(text: str) -> str:
    return "".join(one for one in text if one in "123456789")


def _seconds(work: object) -> float:
    """Of this thread's own work: what else the computer does doesn't count."""
    start = time.thread_time()
    work()  # type: ignore[operator]
    return time.thread_time() - start
