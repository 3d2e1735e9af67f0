"""What nobody may see or hear."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.types import Box, Capture, Scene, TextBlock, Thing
from models.evidence.secrets import SecretRedactor, all_masked, names_a_secret

redactor = SecretRedactor()


def scene(*, things: tuple[Thing, ...] = (), blocks: tuple[TextBlock, ...] = ()) -> Scene:
    return Scene(200, 100, "window", blocks=blocks, things=things)


def block(text: str, x: int, y: int, w: int, h: int = 14) -> TextBlock:
    return TextBlock(text, Box(x, y, w, h))


def capture() -> Capture:
    pixels = np.random.default_rng(1).integers(0, 255, (100, 200, 3), np.uint8)
    return Capture(pixels, "window")


def test_the_pixels_of_a_password_field_become_one_colour_with_a_margin() -> None:
    before = capture()
    field = Thing(1, "password", box=Box(50, 20, 80, 20))
    after = redactor.mask(before, scene(things=(field,)))
    inside = after.pixels[17:43, 47:133]
    assert (inside == inside[0, 0]).all()
    assert (after.pixels[50:] == before.pixels[50:]).all()
    assert (before.pixels[17:43, 47:133] != inside).any(), "the first picture is left as it was"


def test_without_a_secret_the_picture_is_the_same_object() -> None:
    before = capture()
    assert redactor.mask(before, scene(things=(Thing(1, "textbox", box=Box(0, 0, 9, 9)),))) is before


def test_a_password_field_that_sticks_out_of_the_picture_is_masked_as_far_as_it_shows() -> None:
    after = redactor.mask(capture(), scene(things=(Thing(1, "password", box=Box(-30, 90, 60, 40)),)))
    assert (after.pixels[90:, :30] == after.pixels[95, 5]).all()


@pytest.mark.parametrize(
    "label",
    ["Password", "password:", "PIN", "Passcode", "密码", "Passwort", "Mot de passe", "Contraseña", "パスワード", "CVV"],
)
def test_labels_of_secrets_are_known_in_many_languages(label: str) -> None:
    assert names_a_secret(label)


@pytest.mark.parametrize("label", ["Forgot password?", "Pinned", "Spinning", "Opinion", "Name", "Show password", ""])
def test_other_labels_are_not_secrets(label: str) -> None:
    assert not names_a_secret(label)


def test_text_beside_a_password_label_is_suspicious_and_masked_when_the_tree_is_silent() -> None:
    secret, name = block("hunter2", 80, 40, 60), block("Ada", 80, 10, 30)
    seen = scene(blocks=(block("Name", 10, 10, 40), name, block("Password", 10, 40, 60), secret))
    assert redactor.suspicious(seen) == {(80, 40, 60, 14)}
    after = redactor.mask(capture(), seen)
    assert (after.pixels[40:54, 80:140] == after.pixels[41, 81]).all()


def test_text_under_a_password_label_is_suspicious_but_running_text_is_not() -> None:
    under, text = block("s3cret!", 10, 26, 60), block("Choose one that you can remember well", 10, 60, 180)
    seen = scene(blocks=(block("密码", 10, 10, 30), under, text))
    assert redactor.suspicious(seen) == {(10, 26, 60, 14)}


def test_a_secret_in_the_same_line_as_its_label_is_suspicious() -> None:
    seen = scene(blocks=(block("PIN: 4711", 10, 10, 70), block("Note: see below", 10, 40, 90)))
    assert redactor.suspicious(seen) == {(10, 10, 70, 14)}


def test_a_button_beside_a_password_label_is_left_alone() -> None:
    button = Thing(1, "button", "Unlock", box=Box(80, 38, 60, 20))
    seen = scene(things=(button,), blocks=(block("Password", 10, 40, 60), block("Unlock", 85, 41, 50)))
    assert redactor.suspicious(seen) == set()


def test_the_buttons_of_a_login_page_are_not_taken_for_secrets() -> None:
    below = [block("Sign in", 10, 26, 50), block("Forgot password?", 10, 44, 110), block("登录", 10, 62, 30)]
    for text in below:
        assert redactor.suspicious(scene(blocks=(block("Password", 10, 10, 60), text))) == set()


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Pay with 4111 1111 1111 1111 now", "Pay with [hidden card number] now"),
        ("5500-0055-5555-5559", "[hidden card number]"),
        ("IBAN DE89 3704 0044 0532 0130 00 please", "IBAN [hidden bank account number] please"),
        ("GB29NWBK60161331926819", "[hidden bank account number]"),
        ("key AKIAIOSFODNN7EXAMPLE.", "key [hidden access key]."),
        ("ghp_" + "a1B2" * 9, "[hidden access token]"),
        ("sk-proj-" + "a1B2c3" * 6, "[hidden secret key]"),
        ("sk_live_" + "a1B2c3" * 4, "[hidden secret key]"),
        ("xoxb-123456789012-abcdefghij", "[hidden access token]"),
        ("Authorization: Bearer abcdefghijklmnopqrstuvwxyz012345", "Authorization: Bearer [hidden access token]"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA PRIVATE KEY-----\nafter",
            "[hidden private key]\nafter",
        ),
        ("-----BEGIN OPENSSH PRIVATE KEY----- b3BlbnNza", "[hidden private key]"),
    ],
)
def test_secrets_in_text_become_words(text: str, clean: str) -> None:
    assert redactor.clean(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "Order 4111 1111 1111 1112 is no card",  # fails Luhn's check
        "Call +47 22 12 34 56 78 90",
        "Total 1,234,567,890,123.45",
        "DE89 3704 0044 0532 0130 01",  # fails the check modulo 97
        "The task-management-systems-are-all-here page",
        "0000 0000 0000 0000",
        "2026-11-24 20:31:00",
    ],
)
def test_numbers_that_are_no_secret_stay(text: str) -> None:
    assert redactor.clean(text) == text


def test_dots_alone_are_a_masked_password() -> None:
    assert all_masked("●●●●")
    assert all_masked("••• •")
    assert not all_masked("a•")
    assert not all_masked("")
