"""A captioning model never gets the pixels of a secret, also not of one that only the text recogniser found."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.host import LocalWorker
from assistant.look import Look
from assistant.masking import MASK
from assistant.types import Answer, Box, Capture, Claim, Evidence, Finding, Question, Scene, TextBlock, Thing
from models.auto import AutoEngine
from models.evidence.merge import SceneMerger
from models.evidence.ocr import TOO_MUCH
from models.evidence.secrets import SecretRedactor
from models.vlm.captioner import Piece
from models.vlm.engine import VlmEngine

if TYPE_CHECKING:
    from assistant.types import Pixels

SECRET = 7
"""The shade of what must not be seen."""
CARD = Box(60, 100, 240, 18)
LABEL, CODE = Box(60, 200, 90, 18), Box(170, 200, 100, 18)
COLON = Box(60, 300, 160, 18)
TOKEN = Box(620, 300, 160, 18)
SECRETS = (CARD, CODE, COLON, TOKEN)
PHOTO = Thing(1, "image", "A photo", box=Box(30, 80, 660, 260))
"""The token sticks out of it: most of that line lies beside the photo."""


class Reads:
    """The text recogniser: when it is let go, it reads these lines."""

    name, budget_s = "ocr", 5.0

    def __init__(self, *, slow: bool = False) -> None:
        self.go = threading.Event()
        if not slow:
            self.go.set()

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        while not self.go.wait(0.01):
            token.check()
        yield Finding("ocr", blocks=(TextBlock("Card 4111 1111 1111 1111", CARD), TextBlock("Password", LABEL)))
        yield Finding("ocr", blocks=(TextBlock("orchid-4711", CODE), TextBlock("PIN: 4711", COLON)))
        yield Finding("ocr", blocks=(TextBlock("ghp_" + "a1B2" * 9, TOKEN),))


class Tree:
    name, budget_s = "tree", 5.0

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        yield Finding("tree", things=(Thing(0, "window", "Shop", box=Box(0, 0, 800, 400)), PHOTO))


class Captioner:
    """Keeps the pixels that it got."""

    def __init__(self) -> None:
        self.saw: list[Pixels] = []

    def about(self, *, token: Token) -> dict[str, object]:
        return {"tasks": ("caption",)}

    def pieces(self, pixels: Pixels, *, token: Token, **settings: Any) -> Iterator[Piece]:
        self.saw.append(pixels)
        yield Piece("A dog on grass.", 0.9)


class Certain:
    name = "grounded"

    def describe(self, capture: Any, scenes: Any, verbosity: Any, language: Any, token: Any) -> Iterator[Claim]:
        next(scenes)
        yield Claim("A picture.", (Evidence("pixels", Box(0, 0, 800, 400)),))

    def answer(self, question: Any, capture: Any, scene: Any, conversation: Any, token: Any) -> Answer:
        return Answer("I can't tell.", False)


def shot(source: str) -> Capture:
    pixels = np.full((400, 800, 3), 250, np.uint8)
    for box in SECRETS:
        pixels[box.y : box.bottom, box.x : box.right] = SECRET
    pixels.flags.writeable = False
    return Capture(pixels, source)


def look_at(capture: Capture, reads: Reads) -> Look:
    return Look(capture, tree=Tree(), others=(reads,), merger=SceneMerger(), redactor=SecretRedactor(), token=Token())


def engine(name: str, captioner: Captioner) -> Any:
    model = VlmEngine(LocalWorker(captioner))
    return AutoEngine(Certain(), model) if name == "auto" else model


@pytest.mark.parametrize("source", ["file", "window"])
@pytest.mark.parametrize("name", ["vlm", "auto"])
def test_a_description_by_a_model_comes_from_pixels_without_secrets(name: str, source: str) -> None:
    capture, captioner = shot(source), Captioner()
    look = look_at(capture, Reads())
    claims = list(engine(name, captioner).describe(look.capture, look.scenes(), "normal", "en", Token()))
    assert claims[-1].text == "It may show a dog on grass."
    (seen,) = captioner.saw
    assert not (seen == SECRET).any()
    assert (seen == MASK).all(axis=2).any(), "painted over"
    assert (seen == 250).any(), "the rest is as it was"
    assert (capture.pixels == SECRET).any(), "the picture that others look at is left as it is"


@pytest.mark.parametrize("source", ["file", "window"])
@pytest.mark.parametrize("name", ["vlm", "auto"])
def test_an_answer_by_a_model_comes_from_pixels_without_secrets(name: str, source: str) -> None:
    captioner, look = Captioner(), look_at(shot(source), Reads())
    question = Question("What is in the picture?")
    answer = engine(name, captioner).answer(question, look.capture, look.finish(), Conversation(), Token())
    assert answer.text == "It may show a dog on grass."
    (seen,) = captioner.saw
    assert not (seen == SECRET).any()


def test_the_certain_is_told_before_the_text_is_read_and_the_model_waits_for_it() -> None:
    captioner, reads = Captioner(), Reads(slow=True)
    look = look_at(shot("window"), reads)
    claims = engine("auto", captioner).describe(look.capture, look.scenes(), "normal", "en", Token())
    assert next(claims).text == "A picture."
    assert not captioner.saw
    reads.go.set()
    assert next(claims).text == "It may show a dog on grass."
    assert not (captioner.saw[0] == SECRET).any()


class Fails(Reads):
    """A text recogniser that can't."""

    def __init__(self, *, told: bool) -> None:
        super().__init__()
        self.told = told

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        if not self.told:
            raise ZeroDivisionError
        yield Finding("ocr", blocks=(TextBlock("Card", Box(60, 20, 40, 18)),), final=False)
        yield Finding("ocr", trouble=TOO_MUCH)


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("name", ["vlm", "auto"])
def test_where_the_text_could_not_be_read_nobody_knows_of_the_secrets_and_no_model_is_asked(
    name: str, told: bool
) -> None:
    captioner, look = Captioner(), look_at(shot("file"), Fails(told=told))
    claims = list(engine(name, captioner).describe(look.capture, look.scenes(), "normal", "en", Token()))
    note = "I could not read all the text here, and it may hold a secret, so I don't show it to the model."
    assert [claim.text for claim in claims] == ([note] if name == "vlm" else ["A picture."])
    question = Question("What is in the picture?")
    answer = engine(name, captioner).answer(question, look.capture, look.scene, Conversation(), Token())
    assert not answer.answerable
    assert captioner.saw == []
