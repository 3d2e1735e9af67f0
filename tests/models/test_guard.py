"""A model's sentence against the evidence: each rule, on both sides of its line."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from assistant.errors import HostDied
from assistant.types import Box, Scene, TextBlock, Thing, WindowInfo
from models.guard import DROP_BELOW, Guard, SecondLook, check, hedged, tidy

BOX = Box(0, 0, 10, 10)


def scene(*texts: str, source: str = "file", complete: bool = True, **more: Any) -> Scene:
    return Scene(100, 100, source, blocks=tuple(TextBlock(text, BOX) for text in texts), complete=complete, **more)


def decision(sentence: str, where: Scene, probability: float | None = 0.9) -> str:
    verdict = check(sentence, where, probability)
    assert bool(verdict.text) == (verdict.decision != "drop")
    assert verdict.why
    return verdict.decision


@pytest.mark.parametrize(
    "sentence",
    [
        'a sign that says "Open all day"',
        "a sign that says “Open all day”",
        "a sign that says 'Open all day'",
        "a sign that says Open All Day",
        "a shop called Joe's Diner",
        "牌子上写着「全天营业」",
        'a badge with "OK" on it',
    ],
)
def test_quoted_text_that_was_not_seen_is_dropped(sentence: str) -> None:
    assert decision(sentence, scene("Closed on Monday", "营业时间")) == "drop"


@pytest.mark.parametrize(
    ("sentence", "seen"),
    [
        ('a sign that says "Open all day"', "OPEN  ALL DAY"),
        ('a sign that says "Open all day."', "0pen all day"),  # OCR took the O for a zero
        ("a shop called Joe's Diner", "Welcome to Joe's Diner"),
        ("牌子上写着「全天营业」", "本店全天营业"),
        ('a badge with "OK" on it', "It is OK now"),
    ],
)
def test_quoted_text_that_was_seen_is_said(sentence: str, seen: str) -> None:
    assert decision(sentence, scene(seen)) == "say"


def test_short_quotes_must_be_whole_words() -> None:
    assert decision('a badge with "OK" on it', scene("Book a table")) == "drop"


def test_an_apostrophe_is_no_quote() -> None:
    assert decision("the man's hat isn't on the dogs' heads", scene()) == "hedge"


def test_text_of_the_accessibility_tree_and_the_title_counts_as_seen() -> None:
    window = WindowInfo(1, "Invoice 2044", "Viewer", 1, BOX)
    thing = Thing(1, "button", "Pay now", "12.50")
    where = scene(source="window", things=(thing,), window=window)
    for sentence in ('a button "Pay now"', "an amount of 12.50", 'a window titled "Invoice 2044"'):
        assert decision(sentence, where) == "say"


@pytest.mark.parametrize(
    ("number", "expected"), [("42.50", "hedge"), ("42", "drop"), ("43.50", "drop"), ("2,000", "hedge")]
)
def test_a_number_must_have_been_seen_whole(number: str, expected: str) -> None:
    """It is no bill that anybody has seen."""
    assert decision(f"a bill of {number} euros", scene("Total: 42.50 euros of 2,000")) == expected
    assert decision(f"a total of {number} euros", scene("Total: 42.50 euros of 2,000")) == expected.replace(
        "hedge", "say"
    )


def test_an_answer_that_is_a_small_number_is_a_count() -> None:
    assert decision("3", scene("Open all day")) == "hedge"
    assert decision("1204", scene("Open all day")) == "drop"
    assert decision("Yes.", scene("Open all day")) == "hedge"


@pytest.mark.parametrize(
    "sentence", ["a lınk is here", "the tıtle ıs on the lıst", "vier lınks", "İt ıs whıte on the rıght"]
)
def test_turkish_letters_are_letters(sentence: str) -> None:
    assert decision(sentence, scene(things=(Thing(1, "link", "Here", box=BOX),))) != "drop"
    assert decision('It says "Istanbul\'da kış".', scene("İstanbul'da kış")) == "say"


def test_counts_in_words_are_not_numbers() -> None:
    assert decision("two dogs on grass", scene()) == "hedge"


@pytest.mark.parametrize("sentence", ["a page of text", "a sign with words on it", "a website about cars"])
def test_writing_where_none_was_found_is_dropped(sentence: str) -> None:
    assert decision(sentence, scene()) == "drop"
    assert decision(sentence, scene("Cars", "Text")) != "drop"
    assert decision(sentence, scene(complete=False)) != "drop"  # nobody has looked yet


@pytest.mark.parametrize("sentence", ["a blank white wall", "an empty room", "nothing at all", "空白的墙"])
def test_empty_where_something_was_seen_is_dropped(sentence: str) -> None:
    assert decision(sentence, scene("Disk full")) == "drop"
    assert decision(sentence, scene()) == "hedge"


@pytest.mark.parametrize(
    "sentence",
    ["a screenshot of a computer screen", "A computer screen.", "a close up of a laptop screen", "a webpage"],
)
def test_that_a_desktop_is_a_screen_is_not_news(sentence: str) -> None:
    seen = ("Inbox",)
    assert decision(sentence, scene(*seen, source="window")) == "drop"
    assert decision(sentence, scene(*seen, source="file")) == "hedge"
    assert decision(sentence + " with a cat", scene(*seen, source="window")) == "hedge"


def test_going_round_in_circles_is_dropped() -> None:
    assert decision("a cat and a cat and a cat and a cat", scene()) == "drop"
    assert decision("a cat and a dog and a bird", scene()) == "hedge"


@pytest.mark.parametrize("sentence", ["", "  ", "...", "?!"])
def test_no_words_are_dropped(sentence: str) -> None:
    assert decision(sentence, scene()) == "drop"


def test_what_nothing_backs_is_a_guess_however_sure_the_model_was() -> None:
    for sure in (1.0, DROP_BELOW, None):
        assert decision("a dog on grass", scene(), sure) == "hedge"
    assert decision("a dog on grass", scene(), DROP_BELOW - 0.01) == "drop"


def test_evidence_lifts_a_doubt_but_not_a_guess() -> None:
    dog = Thing(1, "dog", box=BOX, confidence=0.95, source="object")
    assert decision("There is a dog", scene(things=(dog,)), 0.4) == "say"
    assert decision("There is a dog", scene(things=(dog,)), 0.1) == "drop"
    assert decision("There is a dog", scene("My dog"), 0.9) == "hedge", "its name is no dog"
    assert decision("There is a cat", scene(things=(dog,)), 0.9) == "hedge", "a detector misses much"


def test_the_reason_never_quotes_the_sentence() -> None:
    for sentence in ('a sign that says "secret"', "a secret of 1234", "a secret", "secret secret secret secret secret"):
        assert "secret" not in check(sentence, scene(), 0.3).why


@pytest.mark.parametrize(
    ("sentence", "guess"),
    [
        ("a dog on grass", "It may show a dog on grass."),
        ("A dog on grass.", "It may show a dog on grass."),
        ("a man is riding a horse", "Perhaps a man is riding a horse."),
        ("there is a cat", "There may be a cat."),
        ("This is a red car.", "It may be a red car."),
        ("The image shows a beach.", "It may show a beach."),
        ("NASA rocket on a pad", "It may show NASA rocket on a pad."),
        ("一只狗", "可能是：一只狗。"),
    ],
)
def test_a_guess_sounds_like_one(sentence: str, guess: str) -> None:
    assert hedged(sentence) == guess


@pytest.mark.parametrize(
    ("text", "said"),
    [("a dog", "A dog."), ("A dog!", "A dog!"), (" 狗 ", "狗。"), ("", ""), ('it says "no"', 'It says "no"')],
)
def test_a_sentence_is_finished(text: str, said: str) -> None:
    assert tidy(text) == said


# -- claim by claim -------------------------------------------------------------------------------------------------


def window(*things: Thing, texts: tuple[tuple[str, Box], ...] = (), size: tuple[int, int] = (400, 300)) -> Scene:
    """A window whose accessibility tree tells of a dialog, two menus and `things`."""
    frame = (
        Thing(90, "dialog", "Print", box=Box(0, 0, *size)),
        Thing(91, "menu", "File", box=Box(0, 0, 40, 20)),
        Thing(92, "menu", "Edit", box=Box(40, 0, 40, 20)),
    )
    blocks = [TextBlock(thing.name, thing.box, source="tree") for thing in things if thing.name and thing.box]
    blocks += [TextBlock(text, box, source="tree") for text, box in texts]
    return Scene(*size, "window", blocks=tuple(blocks), things=(*frame, *things), complete=True)


OK = Thing(1, "button", "OK", box=Box(300, 260, 60, 24))
CANCEL = Thing(2, "button", "Cancel", states=frozenset({"disabled"}), box=Box(230, 260, 60, 24))
WIFI = Thing(3, "checkbox", "Wi-Fi", states=frozenset({"checked"}), box=Box(20, 60, 90, 20))
RADIO = Thing(4, "checkbox", "Flight mode", states=frozenset({"unchecked"}), box=Box(20, 90, 90, 20))
PRICE = (("Total", Box(20, 200, 50, 16)), ("12.50", Box(200, 200, 40, 16)))
TAX = (("Tax", Box(20, 170, 50, 16)), ("2.00", Box(200, 170, 40, 16)))
DIALOG = window(OK, CANCEL, WIFI, RADIO, texts=(*PRICE, *TAX))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ('There is an "OK" button in the bottom right corner.', "say"),
        ('There is an "OK" button in the top left corner.', "drop"),
        ('The "Cancel" button is to the left of the "OK" button.', "say"),
        ('The "OK" button is to the left of the "Cancel" button.', "drop"),
        ('The "Cancel" button is greyed out.', "say"),
        ('The "OK" button is greyed out.', "drop"),
        ('The "Wi-Fi" checkbox is checked.', "say"),
        ('The "Wi-Fi" checkbox is unchecked.', "drop"),
        ('The "Flight mode" checkbox is checked.', "drop"),
        ('"Wi-Fi" and "Flight mode" are checked.', "drop"),
        ("There are two checkboxes.", "say"),
        ("There are three checkboxes.", "drop"),
        ("There is a slider.", "drop"),
        ('There is a "Help" button.', "drop"),
        ('A checkbox labeled "Cancel".', "drop"),
        ("The total is 12.50.", "say"),
        ("The total is 2.00.", "hedge"),
        ("The total is 13.50.", "drop"),
        ("The total is not 12.50.", "hedge"),
        ("A dog is shown on the left.", "drop"),
        ("The file report.pdf is shown.", "drop"),
        ("Die Schaltfläche „OK“ ist unten rechts.", "say"),
        ("Die Schaltfläche „OK“ ist oben links.", "drop"),
        ("Es gibt zwei Kontrollkästchen.", "say"),
        ("Es gibt sieben Kontrollkästchen.", "drop"),
        ("右下角有「OK」按钮。", "say"),
        ("左上角有「OK」按钮。", "drop"),
        ("「Wi-Fi」复选框已勾选。", "say"),
        ("「Wi-Fi」复选框未勾选。", "drop"),
        ("有两个复选框。", "say"),
        ("有五个复选框。", "drop"),
    ],
)
def test_each_claim_of_a_sentence_is_held_against_the_evidence(sentence: str, expected: str) -> None:
    verdict = check(sentence, DIALOG, 0.9)
    assert verdict.decision == expected, verdict


def painted() -> np.ndarray[Any, Any]:
    pixels = np.full((300, 400, 3), 245, np.uint8)
    pixels[260:284, 300:360] = (30, 90, 220)
    return pixels


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ('There is a blue "OK" button.', "say"),
        ('There is a green "OK" button.', "drop"),
        ('The "Cancel" button is blue.', "drop"),
        ("The window has a white background.", "say"),
        ("The window has a black background.", "drop"),
        ("It uses a dark theme.", "drop"),
        ("窗口的背景是白色。", "say"),
        ("窗口的背景是黑色。", "drop"),
    ],
)
def test_colours_are_those_of_the_pixels_in_the_box(sentence: str, expected: str) -> None:
    verdict = check(sentence, DIALOG, 0.9, pixels=painted())
    assert verdict.decision == expected, verdict


def test_a_misread_letter_is_forgiven_to_a_recogniser_and_not_to_the_program() -> None:
    read = Scene(99, 99, "file", blocks=(TextBlock("Welc0me to 0slo harbour", BOX),), complete=True)
    told = Scene(99, 99, "file", blocks=(TextBlock("Welc0me to 0slo harbour", BOX, source="tree"),), complete=True)
    sentence = 'The sign says "Welcome to Oslo harbour".'
    assert check(sentence, read).decision == "say"
    assert check(sentence, told).decision == "drop"
    assert check('The sign says "Welcome to Oslo airport".', read).decision == "drop"


DOGS = tuple(Thing(n, "dog", box=Box(30 * n - 30, 20, 25, 30), confidence=0.95, source="object") for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [("There are three dogs.", "There are three dogs."), ("There are two dogs.", "There are three dogs."),
     ("There is one dog.", ""), ("There is a dog.", "There is a dog."),
     ("2 dogs on a beach.", "Perhaps 2 dogs on a beach."),
     ("There are four dogs.", "There may be four dogs."), ("There is a horse.", "There may be a horse."),
     ("There is a puppy.", "There may be a puppy."), ("Es gibt zwei Hunde.", "Es gibt drei Hunde.")],
)  # fmt: skip
def test_objects_are_counted_by_the_detector(sentence: str, expected: str) -> None:
    assert check(sentence, scene(things=DOGS), 0.9).text == expected


@pytest.mark.parametrize(
    "sentence",
    ["Two dogs on the left and two dogs on the right.", "Two dogs are sitting and two are standing.",
     "Two dogs are running.", "There are two young dogs.", "There are more than two dogs.", "Twenty-two dogs.",
     "There are two dogs in the middle.", "Zwei Hunde links und zwei Hunde rechts."],
)  # fmt: skip
def test_the_detectors_count_replaces_no_number_of_a_part_of_them(sentence: str) -> None:
    verdict = check(sentence, scene(things=DOGS), 0.9)
    assert verdict.decision != "say" and not re.search(r"(?i)three|drei|twenty-(?!two)", verdict.text), verdict


@pytest.mark.parametrize(
    "sentence",
    ["There is no dog.", "There are zero dogs.", "There isn't a dog.", "A beach without any dogs.",
     "Es sind null Hunde.", "Es gibt keinen Hund.", "Das ist ein Strand ohne Hunde.", "没有狗。", "没有一只狗。",
     "Nobody is there.", "Es ist niemand da.", "这里空无一人。"],
)  # fmt: skip
def test_what_was_surely_detected_is_not_denied(sentence: str) -> None:
    person = replace(DOGS[0], id=9, role="person")
    assert check(sentence, scene(things=(*DOGS, person)), 0.9).decision == "drop"


@pytest.mark.parametrize(
    "sentence", ["There are no cars.", "A street without people.", "Nobody is there.", "没有汽车。"]
)
def test_of_a_picture_nothing_that_was_not_seen_is_denied(sentence: str) -> None:
    photo = Scene(100, 100, "camera", complete=True)
    assert check(sentence, photo, 0.9).decision == "drop"
    sign = replace(photo, blocks=(TextBlock("No dogs, no people, no cars", BOX),))
    assert check("The sign says no dogs.", sign, 0.9).decision != "drop"


@pytest.mark.parametrize(("said", "guess"), [("No.", "Perhaps no."), ("Nein.", "Vielleicht: nein.")])
def test_a_bare_no_is_put_as_a_guess_that_can_be_understood(said: str, guess: str) -> None:
    assert check(said, Scene(100, 100, "file", complete=True), 0.9).text == guess


@pytest.mark.parametrize(("said", "again"), [("No.", "Yes."), ("3", "5"), ("Nein.", "Ja."), ("是。", "不。")])
def test_who_answers_otherwise_when_asked_again_is_not_believed(said: str, again: str) -> None:
    photo = Scene(100, 100, "file", complete=True)
    assert check(said, photo, 0.9, second=SecondLook(again=again)).decision == "drop"
    assert check(said, photo, 0.9, second=SecondLook(again=said)).decision != "drop"


def test_what_was_not_surely_detected_or_not_surely_all_of_it_stays_a_guess() -> None:
    probable = replace(DOGS[0], confidence=0.8)
    for things in ((probable,), (DOGS[0], probable)):
        assert check("There is one dog.", scene(things=things), 0.9).decision == "hedge"
    assert check("There is a dog.", scene(things=(DOGS[0], probable)), 0.9).decision == "say"


def test_where_an_object_is_can_be_told_its_colour_only_be_refuted() -> None:
    pixels = np.full((100, 100, 3), (30, 160, 40), np.uint8)
    pixels[20:50, 0:25] = (20, 20, 20)
    where = scene(things=DOGS[:1])
    assert check("There is a dog on the left.", where, 0.9, pixels=pixels).decision == "say"
    assert check("There is a dog on the right.", where, 0.9, pixels=pixels).decision == "drop"
    assert check("There is a black dog.", where, 0.9, pixels=pixels).decision == "hedge"
    assert check("There is a purple dog.", where, 0.9, pixels=pixels).decision == "drop"


# -- a second look --------------------------------------------------------------------------------------------------


def matcher(truth: str) -> Any:
    """Scores by the number of words that a text shares with the truth."""
    return lambda pixels, texts: [float(len(set(text.lower().split()) & set(truth.split()))) for text in texts]


def test_an_image_text_match_lifts_a_guess_or_drops_it() -> None:
    pixels = np.zeros((100, 100, 3), np.uint8)
    pixels[:50] = (200, 20, 20)
    pixels[50:] = (20, 180, 20)
    second = SecondLook(match=matcher("a red boat on a lake"))
    assert check("a red boat", scene(), 0.9, pixels=pixels, second=second).decision == "say"
    assert check("a green boat", scene(), 0.9, pixels=pixels, second=second).decision == "hedge"
    assert check("a red boat", scene(), 0.9, second=second).decision == "hedge", "nothing to look at"
    other = SecondLook(match=lambda pixels, texts: [0.0, *(1.0 for _ in texts[1:])])
    assert check("a red boat", scene(), 0.9, pixels=pixels, second=other).decision == "drop"
    assert check("a nice place", scene(), 0.9, pixels=pixels, second=other).decision == "hedge", "nothing to swap"


def test_a_match_never_outweighs_evidence() -> None:
    eager = SecondLook(match=lambda pixels, texts: [1.0, *(0.0 for _ in texts[1:])])
    pixels = painted()
    assert check('There is a green "OK" button.', DIALOG, 0.9, pixels=pixels, second=eager).decision == "drop"
    assert check('There is one dog by the "Help" sign.', DIALOG, 0.9, pixels=pixels, second=eager).decision == "drop"


def test_what_the_model_does_not_say_again_is_dropped() -> None:
    sentence = "a dog sleeps under the kitchen table"
    assert (
        check(sentence, scene(), 0.9, second=SecondLook(again="a dog under a table in a kitchen")).decision == "hedge"
    )
    assert check(sentence, scene(), 0.9, second=SecondLook(again="two boats on a lake")).decision == "drop"
    told = 'A sign that says "Open".'
    assert check(told, scene("Open"), 0.9, second=SecondLook(again="two boats on a lake")).decision == "say"


def test_a_matching_model_that_fails_is_not_waited_for_again_and_no_number_decides_nothing() -> None:
    asked: list[int] = []

    def fails(pixels: Any, texts: Any) -> Any:
        asked.append(1)
        raise HostDied

    guarded = Guard(scene(), np.zeros((100, 100, 3), np.uint8), SecondLook(match=fails))
    assert [guarded.check("two boats", 0.9).decision for _ in range(3)] == ["hedge"] * 3
    assert asked == [1]
    nan = SecondLook(match=lambda pixels, texts: [1.0, *(float("nan") for _ in texts[1:])])
    assert check("two boats", scene(), 0.9, pixels=np.zeros((100, 100, 3), np.uint8), second=nan).decision == "hedge"
