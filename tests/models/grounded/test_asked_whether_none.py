"""Whether there is none of something, or so many, is answered by what there is, never by "I see no no button"."""

from __future__ import annotations

import pytest

from tests.models.grounded.test_seen_more import ask, shown, thing

SAVING = shown(
    ("Save failed", 40, 60),
    ("The disk is full.", 40, 100),
    things=(
        thing(1, "button", "Retry", (40, 184, 80, 32)),
        thing(2, "button", "Cancel", (140, 184, 80, 32)),
        thing(3, "button", "No", (240, 184, 80, 32)),
        thing(4, "checkbox", "2 copies", (40, 300, 16, 16), "checked"),
    ),
)


@pytest.mark.parametrize(
    ("question", "told", "language"),
    [
        ("Is there no OK button?", "No, I see no ok button.", "en"),
        ("Is there no cancel button?", "I do see Cancel button.", "en"),
        ("Are there no links?", "No, I see no link.", "en"),
        ("Are there two buttons?", "Apparently 3 buttons: ", "en"),
        ("Is there only one button?", "Apparently 3 buttons: ", "en"),
        ("Are there 2 links?", "I see no links.", "en"),
        ("Is there a no button?", "Yes: No button.", "en"),
        ("Is there a 2 copies checkbox?", "Yes: 2 copies, checkbox, checked.", "en"),
        ("Gibt es keinen Link?", "Nein, nicht zu sehen: Link.", "de"),
        ("Gibt es keine Schaltfläche Cancel?", "Ich sehe Schaltfläche Cancel.", "de"),
        ("Gibt es nur eine Schaltfläche?", "Anscheinend 3 Schaltflächen: ", "de"),
        ("有两个按钮吗？", "似乎3个按钮：", "zh"),
    ],
)
def test_none_and_so_many_are_told_by_what_there_is(question: str, told: str, language: str) -> None:
    assert ask(SAVING, question, language).text.startswith(told)
