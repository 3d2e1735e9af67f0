"""What is scored of a caption is what the model stated, not how it is put as a guess."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.cancel import Token
from assistant.types import Claim, Evidence
from assistant.viewing import Eyes
from models.evaluation.captions.look import Looker
from tests.assistant.fakes import BlackingRedactor, Camera, FakeGate, PlainMerger, picture

HEDGED = Claim("It may show a dog on grass.", (Evidence("model", text="a dog on grass"),))
READ = Claim("The text: OPEN.", (Evidence("ocr", text="OPEN"),))
NOTE = Claim("Another program gets the picture.", (Evidence("model"),), topic="notice")


class Telling:
    name = "vlm"

    def __init__(self, *claims: Claim) -> None:
        self._claims = claims

    def describe(self, capture: Any, scenes: Any, *_: Any) -> Iterator[Claim]:
        for _scene in scenes:
            pass
        yield from self._claims


@pytest.mark.parametrize(
    ("claims", "scored"),
    [((HEDGED,), "a dog on grass"), ((READ, NOTE, HEDGED), "The text: OPEN. a dog on grass"), ((NOTE,), "")],
)
def test_a_guess_is_scored_by_what_it_states(claims: tuple[Claim, ...], scored: str) -> None:
    eyes = Eyes(None, (), PlainMerger(), BlackingRedactor(), FakeGate())
    engine: Any = Telling(*claims)
    with Looker(eyes, {"vlm": engine}, lambda path: Camera(picture(source="file")), engine="vlm") as looking:
        said = looking.caption("1", Path("a.png"), "brief", Token())
    assert (said.text, said.answered) == (scored, bool(scored))
