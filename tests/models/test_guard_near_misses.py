"""What stands there almost: denied, not done yet, of another currency, one letter off. None of it is said as seen."""

from __future__ import annotations

import pytest

from assistant.types import Box, Scene, TextBlock, Thing
from models.guard import check


def read(*texts: str, things: tuple[Thing, ...] = ()) -> Scene:
    """As a recogniser reads lines one below the other."""
    blocks = tuple(TextBlock(text, Box(10, 10 + 30 * at, 200, 12)) for at, text in enumerate(texts))
    return Scene(400, 300, "file", blocks=blocks, complete=True, things=things)


def decision(sentence: str, *seen: str) -> str:
    return check(sentence, read(*seen), 0.9).decision


@pytest.mark.parametrize(
    ("sentence", "seen"),
    [
        ("Errors were found.", "No errors found"),
        ("The errors were found.", "Errors found: none"),
        ("The document was saved on Monday.", "Your document was not saved on Monday"),
        ("The account is verified.", "Account verified?"),
        ("The account is verified.", "Account verified? Ask us."),
        ("The download failed.", "What to do if the download failed"),
        ("Fehler gefunden.", "Keine Fehler gefunden"),
        ("Die Datei ist gespeichert.", "Datei nicht gespeichert"),
        ("文件已保存。", "文件未保存"),
    ],
)
def test_what_a_text_denies_is_never_said(sentence: str, seen: str) -> None:
    assert decision(sentence, seen) == "hedge"


@pytest.mark.parametrize(
    ("sentence", "seen"),
    [
        ('It says "errors found".', "No errors found"),
        ('The sign says "saved".', "It was not yet saved."),
        ('It says "able to connect".', "Unable to connect"),
        ("画面上写着「保存」。", "未保存"),
    ],
)
def test_a_quotation_without_its_not_is_dropped(sentence: str, seen: str) -> None:
    assert decision(sentence, seen) == "drop"
    assert decision(sentence, seen, sentence.split('"')[1] if '"' in sentence else "保存") == "say", "it is there, too"


def test_a_denial_reaches_to_the_next_stop_and_no_number_is_one() -> None:
    assert decision('It says "Errors found".', "Not again. Errors found") == "say"
    assert decision('It says "2044 paid".', "Invoice No. 2044 paid") == "say"
    assert decision('The label reads "无线网络".', "无线网络") == "say"


@pytest.mark.parametrize(
    ("sentence", "button"),
    [
        ("The payment is complete.", "Complete payment"),
        ("The updates are installed.", "Install updates"),
        ("The door is closed.", "Close door"),
        ("Ada paid Ben.", "Ben paid Ada"),
    ],
)
def test_what_can_be_done_is_not_done(sentence: str, button: str) -> None:
    assert decision(sentence, button) == "hedge"
    assert decision(sentence, sentence) == "say"


@pytest.mark.parametrize(
    ("sentence", "seen", "expected"),
    [
        ("The total is $42.50.", "Total: €42.50", "drop"),
        ("The total is 42.50 dollars.", "Total: 42.50 EUR", "drop"),
        ("The total is €42.50.", "Total: EUR 42.50", "say"),
        ("The total is €42.50.", "Total: 42.50", "hedge"),
        ("The total is 42.50.", "Total: €42.50", "say"),
        ("The total is 42.50.", "Total: -42.50", "hedge"),
        ("The total is -42.50.", "Total: −42.50", "say"),
        ("The total is -42.50.", "Total: 42.50", "hedge"),
        ("The total is 42%.", "Total: 42", "hedge"),
        ("The total is 42%.", "Total: 42 %", "say"),
        ("The date is 2025-03-18.", "Date: 2025-03-18", "say"),
        ("The number is 1234.", "Number: 1234-5678", "hedge"),
        ("It costs 5.", "Version 5", "hedge"),
        ("It costs 5 euros.", "Price: 5 euros", "say"),
        ("It costs 5.20.", "Price: 5.20", "say"),
    ],
)
def test_the_signs_of_a_number_are_part_of_it(sentence: str, seen: str, expected: str) -> None:
    assert decision(sentence, seen) == expected


@pytest.mark.parametrize(
    ("quote", "seen", "expected"),
    [
        ("Service available", "Service unavailable", "drop"),
        ("Sales increased", "Sales decreased", "drop"),
        ("File encrypted", "File decrypted", "hedge"),
        ("Door locked", "Door blocked", "hedge"),
        ("Message sent now", "Message send now", "hedge"),
        ("12345678", "Order 9912345678", "drop"),
        ("Harbour office", "Harbaur office", "say"),
        ("Modern house and garden", "Modem house and garden", "say"),
        ("Harbour office", "Harbouroffice", "say"),
    ],
)
def test_a_misread_letter_is_forgiven_where_it_makes_no_other_word(quote: str, seen: str, expected: str) -> None:
    assert decision(f'It says "{quote}".', seen) == expected


def test_whoever_is_in_a_video_is_not_denied() -> None:
    """As with a photo: on a page that plays a video, what it shows is no part of the accessibility tree."""
    things = tuple(Thing(n, "button", f"B{n}", box=Box(20 * n, 0, 20, 20)) for n in (1, 2, 3))
    video = Thing(9, "video", box=Box(0, 50, 300, 200))
    for shown, expected in (((*things, video), "hedge"), (things, "drop")):
        scene = Scene(400, 300, "window", things=shown, complete=True)
        assert check("A dog runs on a beach.", scene, 0.9).decision == expected
