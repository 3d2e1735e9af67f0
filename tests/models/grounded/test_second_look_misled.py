"""What the second look must not be misled by: other things, other units, what is denied, and secrets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.types import Box, Scene, TextBlock, Thing, WindowInfo
from tests.models.grounded.test_answers_more import reply, seen, window
from tests.models.grounded.test_cards import shop
from tests.models.grounded.test_second_look import at, page
from tests.models.grounded.test_structured import bubble

POOL = ("The pool is closed on Mondays.", "Route 6 does not go via Olten.", "The train to Bern takes 3 hours.")
FIGURES = ("Visits: 12,400", "Orders: 88", "Returns: 5", "Complaints: 4")
BILL = ("Interest on the loan: 240.00 EUR", "Total number of guests: 14", "Price alarm: 1,200", "Score limit: 21")
LINES = (
    "Have a nice day", "Happy new year", "Change language", "Select size", "Open portal", "Delete account",
    "We booked a nice hotel", "Payment to Dale bank", "Visit museum",
)  # fmt: skip
KEYS = (
    "Ctrl+N opens a new window", "Ctrl+Alt+R no longer renames the file", "Ctrl+Q doesn't quit the program",
    "Do not press Ctrl+Shift+D, it deletes the project",
)  # fmt: skip
ASKED = ("He asked for the weight of the parcel.", "Eleven kilos.")
SAID = ("Pay within 14 days by bank transfer.", "The nurse finds smoking harmless after all.")
BROKEN = ("This page can't be loaded.", "ERR_CONNECTION_REFUSED", "Enter the code from your app")


@pytest.mark.parametrize(
    ("screen", "question"),
    [
        (POOL, "When can I use the pool?"),
        (POOL, "Which way does route 6 go?"),
        (POOL, "Via which town does route 6 go?"),
        (POOL, "How fast is the train to Bern?"),
        (POOL, "When will the train to Bern arrive?"),
        (FIGURES, "How many people visited us?"),
        (FIGURES, "How many customers ordered?"),
        (FIGURES, "How many items were ordered?"),
        (FIGURES, "How many people returned?"),
        (FIGURES, "How many users complained?"),
        (BILL, "Which interest rate does the loan have?"),
        (BILL, "What does it all cost together?"),
        (BILL, "How high is the price?"),
        (BILL, "How high is the score?"),
        (("VAT on books: 12.60 EUR",), "What tax rate applies to books?"),
        (("Doctor: Ana Silva", "Nobody wished to speak."), "Which doctor is quoted?"),
        (("Seat 12 in coach 4 is free.",), "In which seat do I sit?"),
        (("Route 5 runs via Olten to Bern.",), "Through which tunnel does route 5 go?"),
        (LINES, "Which day is it?"),
        (LINES, "Which year is it?"),
        (LINES, "Which language is this?"),
        (LINES, "Which size is it?"),
        (LINES, "Which portal is this?"),
        (LINES, "Whose account is this?"),
        (LINES, "Which hotel is this?"),
        (LINES, "Which bank is this?"),
        (LINES, "What's the museum called?"),
        (KEYS, "What's the new shortcut?"),
        (KEYS, "How do I rename the file?"),
        (KEYS, "Which keys quit the program?"),
        (KEYS, "How do I delete the project?"),
        (ASKED, "How heavy is the horse?"),
        (SAID, "What must I do before I can pay?"),
        (SAID, "What does the doctor say about smoking?"),
        (BROKEN, "What code does my voucher have?"),
        (BROKEN, "Which code do I have to enter?"),
        (("Soup 7.50", "Tip: 2.00", "Total: 9.50"), "What does it recommend?"),
        (("Chess lessons", "The upload did not fail."), "What did not work?"),
        (("To: kim@dale.example", "It should arrive on Friday."), "How do I contact them?"),
        (("Signed in as kim@dale.example",), "What is the contact address?"),
        (("This e-mail was sent to kim@dale.example",), "Where can I write to?"),
        (("The address office@dale.example is no longer in use.",), "What is the contact address?"),
        (("The hotline +49 30 5551234 was switched off in May.",), "Which number do I call for help?"),
    ],
)
def test_what_is_near_the_question_is_no_answer(screen: tuple[str, ...], question: str) -> None:
    answer = reply(seen(*screen), question)
    assert not answer.answerable, answer.text


@pytest.mark.parametrize(
    ("screen", "question", "language"),
    [
        (("Frohes neues Jahr",), "Welches Jahr ist es?", "de"),
        (("Der Zug nach Bern dauert 3 Stunden.",), "Wie schnell ist der Zug nach Bern?", "de"),
        (("Trinkgeld: 2,00", "Tipp: 5,00 €"), "Was wird empfohlen?", "de"),
        (("Summe der Punkte: 21",), "Was kostet das alles zusammen?", "de"),
        (("Angemeldet als kim@tal.example",), "Wie erreiche ich sie?", "de"),
        (("An: kim@tal.example", "Betreff: Ihr Paket"), "Wie ist die Kontaktadresse?", "de"),
        (("收件人：kim@tal.example",), "怎么联系他们?", "zh"),
        (("已登录：kim@tal.example",), "怎么联系客服?", "zh"),
        (("合计：12 人",), "一共多少钱?", "zh"),
    ],
)
def test_nor_is_it_in_german_or_chinese(screen: tuple[str, ...], question: str, language: str) -> None:
    answer = reply(seen(*screen), question, language)
    assert not answer.answerable, answer.text


@pytest.mark.parametrize(
    ("screen", "question", "told"),
    [
        (("Visits: 12,400", "Visitors: 3,120"), "How many people visited?", "3,120"),
        (("Delivery takes 2 days.",), "How fast is the delivery?", "2 days"),
        (("The pool is closed on Mondays.",), "When can't I use the pool?", "Mondays"),
        (ASKED, "How heavy is the parcel?", "Eleven kilos"),
        (KEYS, "How do I open a new window?", "Ctrl+N"),
        (("Price: 1,200",), "How high is the price?", "1,200"),
    ],
)
def test_what_is_meant_is_still_told(screen: tuple[str, ...], question: str, told: str) -> None:
    assert told in reply(seen(*screen), question).text


def test_what_a_person_typed_is_nobody_to_contact() -> None:
    form = page(at(2, "label", "E-mail", (20, 10, 100, 20)))
    typed = Thing(3, "textbox", "E-mail", "kim@dale.example", frozenset(), Box(120, 10, 200, 24), 1)
    assert not reply(replace(form, things=(*form.things, typed)), "What is the contact address?").answerable


def test_a_shop_with_a_masthead_is_no_newspaper() -> None:
    wares = page(
        at(2, "text", "Lantern Supplies", (40, 10, 200, 22)),
        at(3, "link", "Home", (600, 10, 60, 22)),
        at(4, "link", "Cart", (680, 10, 60, 22)),
        at(5, "heading", "Camping lamps", (40, 60, 500, 40)),
        at(6, "text", "Gas lamp 39.00", (40, 120, 300, 20)),
    )
    assert not reply(wares, "Which newspaper is this?").answerable
    assert reply(wares, "Which site is this?").text == "Lantern Supplies."


CHAT = Scene(
    900, 600, "window",
    tuple(
        one
        for row, (who, text) in enumerate(
            (("Ana", "I don't need the ladder."), ("Ben", "I need coffee."), ("Cara", "If it rains I need a coat."),
             ("", "The boat isn't sold."), ("Ana", "I have a long rope."))
        )
        for one in bubble(80 + 70 * row, who, text, f"10:0{row}")
    ),
    (), WindowInfo(1, "Club", "telegram", 1, Box(0, 0, 900, 600)), complete=True,
)  # fmt: skip


@pytest.mark.parametrize(
    "question",
    ["What does Ana need?", "What does Cara need?", "Which size is needed?", "When did Ana ask about the rope?",
     "When did I say the boat is sold?", "What does Dora need?"],
)  # fmt: skip
def test_nobody_needs_what_they_deny_or_only_think_of(question: str) -> None:
    answer = reply(CHAT, question)
    assert not answer.answerable, answer.text


def test_what_is_needed_is_told() -> None:
    assert reply(CHAT, "What does Ben need?").text == "Ben: I need coffee."


PROGRAM = (
    "class Boat:", "    name: str", "    price: int", "    seats: int = 2", 'skiff = Boat("Blue skiff", 780, 4)',
    '# old = Boat("Red raft", 120, 1)', "skiff.price = 650", 'gig = Boat("Gig", 300, 2)', 'gig = Boat("Gig", 310, 2)',
)  # fmt: skip


@pytest.mark.parametrize("question", ["What does the red raft cost?", "What does the blue skiff cost?", "Price of gig"])
def test_a_comment_makes_nothing_and_what_is_changed_later_is_not_told(question: str) -> None:
    assert not reply(seen(*PROGRAM), question).answerable


SECRETS = (
    "class User:", "    name: str", "    password: str", "    age: int", 'kim = User("kim", "hunter2", 47)',
    "class Key:", "    name: str", "    token: str", 'gh = Key("github", "ghp_abcdefgh12345678")',
)  # fmt: skip


@pytest.mark.parametrize(
    "question", ["What is the password of kim?", "password of kim", "What is the token of github?"]
)
def test_a_password_in_a_program_is_not_told(question: str) -> None:
    answer = reply(seen(*SECRETS), question)
    assert not answer.answerable, answer.text


@pytest.mark.parametrize(
    ("line", "question", "language"),
    [
        ("The password for the wifi is sunflower77 and works everywhere.", "Is there a note about the password?", "en"),
        ("Card 4111 1111 1111 1111 will be charged on Friday.", "Is there a note about the card?", "en"),
        ("Token ghp_abcdefghij12345678 was made today for you.", "Is there a note about the token?", "en"),
        ("Das Passwort für das WLAN ist sonne77 und gilt überall.", "Was steht da über das Passwort?", "de"),
        ("无线网的密码是sonne77，到处可用。", "关于无线网说了什么?", "zh"),
    ],
)
def test_what_is_said_about_a_secret_is_not_quoted(line: str, question: str, language: str) -> None:
    answer = reply(seen("Notice", line), question, language)
    assert not any(secret in answer.text for secret in ("77", "4111", "ghp_")), answer.text


def test_that_a_password_must_be_long_is_quoted() -> None:
    notice = seen("Notice", "A password must have at least 12 characters.")
    assert "12 characters" in reply(notice, "Is there a note about the password?").text


def test_what_lies_in_a_password_box_is_not_quoted() -> None:
    form = page(at(2, "label", "Old word", (20, 10, 100, 20)))
    box = Box(120, 10, 300, 24)
    typed = Thing(3, "password", "Old word", "", frozenset(), box, 1)
    shown = TextBlock("swordfish opens the old gate today", box, 1.0, "line", "ocr")
    form = replace(form, things=(*form.things, typed), blocks=(*form.blocks, shown))
    assert "swordfish" not in reply(form, "Is there a note about the gate?").text


@pytest.mark.parametrize("question", ["How much is Plus per year?", "What does Max cost per month?"])
def test_a_card_tells_no_price_of_another_span(question: str) -> None:
    plans = shop(("Basic", "5 GB", "9.00 per month"), ("Plus", "50 GB", "19.00 per month"), ("Max", "90.00 per year"))
    assert not reply(plans, question).answerable


def test_a_warning_of_what_may_come_is_no_failure() -> None:
    asked = window(("heading", "Delete the photos?", ""), ("alert", "They can't be brought back.", ""))
    assert not reply(asked, "What failed?").answerable


@pytest.mark.parametrize(
    "question",
    ["Which page of the settings is this?", "Which tab of the invoice is it?", "Which part of the film is it?"],
)
def test_a_selected_tab_is_no_part_of_what_is_not_there(question: str) -> None:
    assert not reply(window(("tab", "mail.c", "selected"), ("tab", "Makefile", "")), question).answerable


def test_rows_of_a_list_are_no_quotation() -> None:
    row = "Lena Vogel sent photos from Lisbon and the one with the tram is best 1 Mar"
    rows = page(
        at(2, "paragraph", row, (40, 120, 700, 40)),
        at(3, "paragraph", "Mika Lund wrote of the boat", (70, 180, 500, 20)),
        at(4, "paragraph", f"{row} too", (40, 220, 700, 40)),
    )
    assert not reply(rows, "What does the quote say?").answerable
