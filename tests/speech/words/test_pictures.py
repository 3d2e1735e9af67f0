from __future__ import annotations

import pytest

from speech.words import spoken

PICTURES = [
    ("Nice 😀", "Nice, grinning face"),
    ("😀😀😀", "grinning face 3 times"),
    ("Good 👍🏽 work", "Good, thumbs up medium skin tone, work"),
    ("👩‍💻 at work", "woman technologist, at work"),
    ("🇩🇪", "Germany"),
    ("1️⃣ First", "keycap 1, First"),
    ("a → b", "a, right arrow, b"),
    ("• First item", "First item"),
    ("Menu • Help", "Menu, Help"),
    ("✓ passed, ✗ failed", "check mark, passed, cross mark, failed"),
    ("☐ open ☑ done", "unchecked box, open, checked box, done"),
    ("★★★★☆", "star 4 times, empty star"),
    ("┌──────┐", "line"),
    ("│ Name │ Qty │", "Name, Qty"),
    ("Loading ███░░░ 50%", "Loading, 50 percent"),
    ("© 2026", "copyright, 2026"),
    ("••••••••", "bullet 8 times"),
    ("♞ to e5", "black chess knight, to e5"),
]


@pytest.mark.parametrize(("text", "said"), PICTURES)
def test_a_picture_has_a_name_and_a_bullet_is_a_breath(text: str, said: str) -> None:
    assert spoken(text, "en") == said


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("很好 😀", "zh", "很好, 嘿嘿"),
        ("下一步 →", "zh", "下一步, 右箭头"),
        ("Gut 😀", "de", "gut, grinsendes gesicht"),
    ],
)
def test_pictures_are_named_in_the_language_of_the_voice(text: str, language: str, said: str) -> None:
    assert spoken(text, language).lower() == said


def test_with_more_punctuation_bullets_are_named_too() -> None:
    assert spoken("• First", "en", "most") == "bullet, First"
