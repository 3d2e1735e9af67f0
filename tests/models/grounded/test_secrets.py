"""No answer says a password, a PIN, a token or a card: not the first look's, nor the second's, nor "more"."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.conversation import Conversation, Statement
from assistant.types import Box, Evidence, Scene, TextBlock, Thing
from models.evidence.secrets import is_card
from models.grounded.secrets import _spans, secrets_of
from models.grounded.view import View
from tests.models.grounded.test_answers_more import reply, seen
from tests.models.grounded.test_how_known import asked
from tests.models.grounded.test_second_look import at, page

TOLD = (
    ("The wifi password is sunflower77 and works everywhere.", "What does it say about the wifi?", "en"),
    ("The wifi password is sunflower.", "What does it say about the wifi?", "en"),
    ("The password for the guest wifi is sunflower77.", "Read the third line", "en"),
    ("sunflower77 is the new wifi password.", "What does it say about the wifi?", "en"),
    ('The alarm password is "Sunflower gate".', "Is there anything about the alarm?", "en"),
    ("Your PIN is 4477 for the garage door.", "What does it say about the garage?", "en"),
    ("Use PIN 4477 at the garage door.", "How do I open the garage door?", "en"),
    ("The card 4111 1111 1111 1111 is charged on Friday.", "When is the card charged?", "en"),
    ("Get it with ghp_abcdefghij12345678 from the server.", "What do I get it from?", "en"),
    ("Fetch it from https://kim:sunflower77@dale.example", "Where do I fetch it from?", "en"),
    ("Wifi password: sunflower77", "What's the wifi password?", "en"),
    ("Wifi password: sunflower77", "Read everything", "en"),
    ("API key: sunflower77abc", "What does the line with API key say?", "en"),
    ("Das WLAN-Passwort ist sonne77 und gilt überall.", "Was steht da über das WLAN-Passwort?", "de"),
    ("Das Passwort für das WLAN lautet Sonnenblume.", "Lies alles vor", "de"),
    ("Die PIN der Garage ist 4477.", "Was steht da über die Garage?", "de"),
    ("Pay with card 4111 1111 1111 1111.", "Read everything", "en"),
    ("Your temporary password is: sunflower77", "Read everything", "en"),
    ("The password is, as ever, sunflower77.", "Read everything", "en"),
    ("The new password will be sunflower77", "Read everything", "en"),
    ("Password has been set to sunflower77", "Read everything", "en"),
    ("Password changed from sunflower77 to Sunflower77", "Read everything", "en"),
    ("I changed the password to sunflower.", "Read everything", "en"),
    ("The passwords are sunflower77 and sunflower771.", "Read everything", "en"),
    ("Password: sunflower gate barn", "Read everything", "en"),
    ("Recovery phrase: sunflower orange dog cat river", "Read everything", "en"),
    ("Recovery code: sunflower-77", "Read everything", "en"),
    ("Wifi guests, pw: sunflower77", "Read everything", "en"),
    ("Password – sunflower77", "Read everything", "en"),
    ("Network key: sunflower77", "Read everything", "en"),
    ("Type sunflower77 when asked for the password", "Read everything", "en"),
    ("My PIN's 7744", "Read everything", "en"),
    ("The PIN, 4477, is new", "Read everything", "en"),
    ("Das Passwort wurde auf Sonne77 geändert.", "Lies alles vor", "de"),
    ("无线网的密码是sonne77，到处可用。", "无线网的密码是什么?", "zh"),
    ("无线网密码：向日葵花", "朗读全文", "zh"),
    ("车库的密码改为 4477。", "朗读全文", "zh"),
)
SAFE = (
    ("The wifi password is wrong.", "What does it say about the wifi?", "is wrong", "en"),
    ("The password is 12 characters long.", "How long is the password?", "12 characters", "en"),
    ("Your password expires on 3 May.", "When does my password expire?", "3 May", "en"),
    ("The password was changed on 3 May.", "When was the password changed?", "3 May", "en"),
    ("Author: Ana Silva", "Who is the author?", "Ana Silva", "en"),
    ("The book is ISBN 9783161484100.", "What is the ISBN?", "9783161484100", "en"),
    ("Boarding pass: Gate B42", "Read everything", "B42", "en"),
    ("Key figures 2026", "Read everything", "2026", "en"),
    ("The secret is patience.", "What is the secret?", "patience", "en"),
    ("Password: required", "Read everything", "required", "en"),
    ("Order number 4111 1111 1111 1111", "Read everything", "1111", "en"),
    ("Forgot password?", "Read everything", "Forgot password", "en"),
    ("The password must have 8 characters", "Read everything", "8 characters", "en"),
    ("Password: must contain one digit", "Read everything", "one digit", "en"),
    ("The password is in the blue folder.", "Where is the password?", "blue folder", "en"),
    ("The token is 4096 bytes long", "Read everything", "4096", "en"),
    ("The price of a token is 4500", "Read everything", "4500", "en"),
    ("Access key: Alt+S", "Read everything", "Alt+S", "en"),
    ("Passwords: 345 saved", "Read everything", "345", "en"),
    ("Phone: +49 89 1234 567 8901", "Read everything", "8901", "en"),
    ("Change your password to continue.", "Read everything", "continue", "en"),
    ("订单号：4111111111111111", "朗读全文", "4111", "zh"),
    ("密码是保护账户的方法", "朗读全文", "方法", "zh"),
    ("Das Passwort ist abgelaufen.", "Lies alles vor", "abgelaufen", "de"),
    ("Das Passwort ist mindestens 8 Zeichen lang.", "Lies alles vor", "8 Zeichen", "de"),
    ("密码是必填的。", "朗读全文", "必填", "zh"),
    ("密码为6-20位字符。", "朗读全文", "6-20", "zh"),
)  # fmt: skip


@pytest.mark.parametrize(("line", "question", "language"), TOLD)
def test_a_secret_in_the_text_is_left_out(line: str, question: str, language: str) -> None:
    answer = reply(seen("Notice", "Hall", line), question, language)
    said = " ".join([answer.text, *(one.text for one in (*answer.evidence, *answer.subject))]).lower()
    for secret in ("77", "unflower", "onnenblume", "4111", "ghp_", "向日葵"):
        assert secret not in said, said


@pytest.mark.parametrize(("line", "question", "told", "language"), SAFE)
def test_what_is_no_secret_is_still_told(line: str, question: str, told: str, language: str) -> None:
    assert told in reply(seen("Notice", line), question, language).text


def test_what_is_left_out_is_said_so() -> None:
    answer = reply(seen("Notice", "The wifi password is sunflower77 and works everywhere."), "What's about the wifi?")
    told = reply(seen("Notice", "The wifi password is sunflower77 and works everywhere."), "Read the second line")
    assert "sunflower77" not in answer.text
    assert told.text.endswith("password is … and works everywhere. What is secret in it I never read.")


def test_what_was_asked_for_a_password_is_no_answer() -> None:
    assert not reply(seen("Wifi password: sunflower77"), "What's the wifi password?").answerable


def test_a_label_tells_of_what_stands_below_it() -> None:
    card = page(
        at(2, "text", "Guest wifi", (40, 10, 200, 22)),
        at(3, "text", "Password", (40, 60, 100, 22)),
        at(4, "text", "sunflower77", (160, 60, 140, 22)),
        at(5, "text", "Ask at the desk", (40, 110, 200, 22)),
    )
    for question in ("What does it say beside Password?", "Read the third line", "Read everything"):
        assert "sunflower" not in reply(card, question).text


def test_what_lies_in_a_password_box_is_not_read() -> None:
    form = page(at(2, "label", "Old word", (20, 10, 100, 20)))
    box = Box(120, 10, 300, 24)
    typed = Thing(3, "password", "Old word", "", frozenset(), box, 1)
    shown = TextBlock("swordfish opens the old gate", box, 1.0, "line", "ocr")
    form = replace(form, things=(*form.things, typed), blocks=(*form.blocks, shown))
    for question in ("Read everything", "What opens the old gate?", "Read the first line"):
        assert "swordfish" not in reply(form, question).text


@pytest.mark.parametrize(
    ("passage", "line", "question", "language"),
    [
        ("Ask Kim for the wifi. The wifi password is sunflower77.", "Ask Kim for the wifi.", "More", "en"),
        ("Frag Kim nach dem WLAN. Das Passwort ist sonne77.", "Frag Kim nach dem WLAN.", "Mehr dazu", "de"),
        ("无线网请问小王。无线网的密码是sonne77。", "无线网请问小王。", "更多", "zh"),
    ],
)
def test_more_tells_no_secret(passage: str, line: str, question: str, language: str) -> None:
    block = TextBlock(passage, Box(20, 20, 400, 40), 0.98, "paragraph")
    scene = Scene(800, 600, "file", (block,), complete=True)
    said = Statement(line, (Evidence("ocr", block.box, 0.98, line),), scene)
    told = asked(Conversation(meant=said), question, language, scene=scene)
    assert "Kim" in told.text or "小王" in told.text
    assert "77" not in " ".join([told.text, *(one.text for one in told.evidence)])


@pytest.mark.parametrize(
    "lines",
    [
        ("Guests", "The wifi password is", "sunflower77 and works everywhere."),
        ("Guests", "Please use the wifi. The", "password is: sunflower77"),
        ("Garage", "The PIN for the garage", "is 7744."),
        ("Guest wifi", "Password", "sunflower77", "Ask at the desk"),
    ],
)
def test_a_secret_on_the_next_line_is_left_out(lines: tuple[str, ...]) -> None:
    for question in ("Read everything", "Read the last line", "What is under Password?", "Read the third line"):
        answer = reply(seen(*lines), question)
        assert "77" not in " ".join([answer.text, *(one.text for one in answer.evidence)])


def test_a_field_below_that_of_a_password_keeps_its_name() -> None:
    assert "Username" in reply(seen("Sign in", "Password:", "Username", "Dale 2024"), "Read everything").text


def test_the_cells_below_a_heading_of_passwords_are_left_out() -> None:
    things = [Thing(0, "window", "Logins", "", frozenset(), Box(0, 0, 800, 600))]
    things.append(Thing(1, "table", "Logins", "", frozenset(), Box(20, 20, 600, 90), 0))
    for y, row in enumerate(
        (("Site", "User", "Password"), ("Dale", "kim", "sunflower"), ("Barn", "ana", "sunflowers"))
    ):
        things.append(Thing(10 * (y + 1), "row", "", "", frozenset(), Box(20, 20 + 30 * y, 600, 30), 1))
        for x, name in enumerate(row):
            box = Box(20 + 200 * x, 20 + 30 * y, 200, 30)
            things.append(Thing(10 * (y + 1) + x + 1, "cell", name, "", frozenset(), box, 10 * (y + 1)))
    logins = replace(page(), things=tuple(things))
    for question in ("Read the last row", "What is the user of Dale?", "Read the table", "List the passwords"):
        answer = reply(logins, question)
        assert "sunflower" not in " ".join([answer.text, *(one.text for one in answer.evidence)]), question


def test_only_digits_that_add_up_are_a_card() -> None:
    assert is_card("4111 1111 1111 1111")
    assert not is_card("4111 1111 1111 1112")
    assert not is_card("9783161484100")


def test_endless_words_take_no_time() -> None:
    """Each would take hours if the patterns went over it again from every letter."""
    for word in (
        "a" * 20_000,
        "7" * 20_000,
        "a7" * 10_000,
        "a-" * 10_000,
        '"' * 20_000,
        "is a " * 4000,
        "to 7777, " * 2000,
    ):
        assert secrets_of(View(seen("Notice", f"The password {word}"))) is not None


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("The wifi password is tulip and the guest network is open.", "tulip"),
        ("The network is Barn, password tulip.", "tulip"),
        ("Sign in as kim with password tulip", "tulip"),
        ("Use the password tulip for the guests.", "tulip"),
        ("Wi-Fi password Tulip", "Tulip"),
        ("The password tulip opens the shed.", "tulip"),
        ("Das Passwort ist Tulpe und gilt bis Mai.", "Tulpe"),
        ("Netz Scheune, Passwort Tulpe.", "Tulpe"),
        ("WLAN-Passwort Tulpe", "Tulpe"),
        ("用户名 kim，密码 tulip。", "tulip"),
        ("密码是郁金香。", "郁金香"),
    ],
)
def test_a_password_right_after_the_word_is_left_out(line: str, secret: str) -> None:
    assert secret in secrets_of(View(seen(line)))


@pytest.mark.parametrize(
    "line",
    [
        "Password policy", "Password expired", "password manager", "See the page on password rules.",
        "Sign in with password authentication.", "Name, password hint, town.", "Use a password vault for that.",
        "Enter the password again.", "Type the password twice", "The password field is empty.", "(password optional)",
        "Wi-Fi password settings", "The wifi password changes daily.", "With a password nobody gets in.",
        "Das Passwort ist falsch und abgelaufen.", "Name, Passwort vergessen", "WLAN-Passwort ändern",
        "Das Passwort muss lang sein.", "Passwort wiederholen", "密码策略", "密码错误", "密码 reset", "密码是必填项",
    ],
)  # fmt: skip
def test_what_goes_with_the_word_is_no_password(line: str) -> None:
    assert not secrets_of(View(seen(line)))


@pytest.mark.parametrize(
    "line",
    [
        "The wifi password is butterfly.",
        "The password is Spring and the room is 4",
        "password: crystal",
        "Das Passwort ist Honig.",
        "Das Passwort lautet Gewicht",
        "The password that opens it is tulip",
        "The password you need is tulip.",
        "login: root, pass: toor",
        "The password (tulip) is printed on the label",
        "wifi: Guest / pw tulip",
    ],
)
def test_a_thing_that_ends_like_a_word_of_how_is_a_password(line: str) -> None:
    assert _spans(line), line


@pytest.mark.parametrize(
    "line",
    [
        "Mit dem Passwort schützen",
        "your username and password combination",
        "a user name and password pair",
        "The password is case-sensitive.",
        "The password is fine",
        "the password popup opens",
        "by password reuse",
        "The password is missing",
        "Password sharing",
        "The password you entered is incorrect",
        "The password that you chose is gone",
        "Password (required)",
        "Password (confirm)",
        "Boarding pass: Gate",
        "Tests: 3, pass: true",
        "login / password form",
        "Password: working",
        "The password is case sensitive",
        "Das Passwort ist gültig",
    ],
)
def test_what_is_said_of_a_password_is_none(line: str) -> None:
    assert not _spans(line), line
