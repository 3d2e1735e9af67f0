"""What is not what it looks like is said, in every language; what only looks foreign is not accused."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.types import Box, Capture, Question, Scene, TextBlock, Thing
from models.grounded.disguised import disguises
from models.grounded.engine import GroundedEngine

MIXED = "p\u0430ypal.com"
"""With a Cyrillic a."""
WHOLE = "\u0440\u0430\u0443\u0440\u0430\u04cf.com"
"""All Cyrillic but for the ending."""


@pytest.mark.parametrize(
    ("text", "kind", "script"),
    [
        (MIXED, "mixed_scripts", "CYRILLIC"),
        (f"Log in at https://www.{MIXED}/login?next=home now", "mixed_scripts", "CYRILLIC"),
        (f"From: Support <help@{MIXED}>", "mixed_scripts", "CYRILLIC"),
        ("g\u03bf\u03bfgle.com", "mixed_scripts", "GREEK"),
        (WHOLE, "whole_script", "CYRILLIC"),
        ("invoice\u202efdp.exe", "override", ""),
    ],
)
def test_a_disguise_is_seen(text: str, kind: str, script: str) -> None:
    (found,) = disguises(text)
    assert (found.kind, found.script) == (kind, script)


@pytest.mark.parametrize(
    "text",
    [
        "https://paypal.com/login", "яндекс.com", "почта.рф", "müller.de", "日本語example.jp", "例え.com", "한국abc.kr",
        "Ты видишь apple.com", "alpha α and beta β", "3.14", "Straße Nr. 5", "e.g. this", "café.fr", "ab.αβ",
        "Привет.Мир", "10.5°C", "\u2066hello\u2069 world.com",
    ],
)  # fmt: skip
def test_what_only_looks_foreign_is_not_accused(text: str) -> None:
    assert disguises(text) == []


def scene(*names: str) -> tuple[Capture, Scene]:
    things = [Thing(1, "window", "Mail", states=frozenset({"active"}), box=Box(0, 0, 800, 600))]
    things += [
        Thing(number, "link", name, box=Box(20, 40 * number, 300, 20), parent=1) for number, name in enumerate(names, 2)
    ]
    blocks = tuple(TextBlock(thing.name, thing.box, 1.0, "line", "tree") for thing in things[1:] if thing.box)
    capture = Capture(np.full((600, 800, 3), 255, np.uint8), "window")
    return capture, Scene(800, 600, "window", blocks, tuple(things), complete=True)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Mixed alphabets",)), ("zh", ("混用", "伪装")), ("de", ("Gemischte Alphabete",))],
)
def test_a_disguised_link_is_a_problem_that_is_told_in_every_verbosity(language: str, words: tuple[str, ...]) -> None:
    capture, one = scene("Terms", MIXED)
    for verbosity in ("brief", "normal", "full"):
        claims = list(GroundedEngine().describe(capture, iter([one]), verbosity, language, Token()))
        told = [claim for claim in claims if any(word in claim.text for word in words)]
        assert len(told) == 1, (verbosity, [claim.text for claim in claims])
        assert told[0].topic == "problem"
        assert told[0].evidence[0].text == MIXED


def test_the_letters_of_a_turned_name_are_said_in_their_own_order() -> None:
    capture, one = scene("invoice\u202efdp.exe")
    claims = list(GroundedEngine().describe(capture, iter([one]), "brief", "en", Token()))
    assert any("Hidden right-to-left mark in invoicefdp.exe" in claim.text for claim in claims)


def test_an_answer_that_quotes_a_disguised_address_says_so() -> None:
    capture, one = scene(f"Write to help@{MIXED}", "Terms")
    answer = GroundedEngine().answer(
        Question("What does the first link say?"), capture, one, Conversation(capture, one), Token()
    )
    assert MIXED in answer.text
    assert "Mixed alphabets" in answer.text


def test_a_scene_of_many_texts_is_told_of_briefly() -> None:
    capture, one = scene(*(f"{MIXED[:-4]}{number}.com" for number in range(50)))
    claims = list(GroundedEngine().describe(capture, iter([one]), "full", "en", Token()))
    assert sum("Mixed alphabets" in claim.text for claim in claims) == 3
