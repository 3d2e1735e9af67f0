"""The engine gives the model the part of the screen that a question points at, and names that part as evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.host import LocalWorker
from assistant.types import Capture, Question, Scene
from models.guard import Verdict
from models.vlm.captioner import Piece
from models.vlm.engine import VlmEngine
from models.vlm.part import pointed_at
from tests.models.vlm.test_part import screen


class Answers:
    """A model that answers everything alike, and keeps how large a picture it was given."""

    def __init__(self) -> None:
        self.sizes: list[tuple[int, ...]] = []

    def about(self, *, token: Token) -> dict[str, object]:
        return {"tasks": ("caption", "answer")}

    def pieces(self, pixels: Any, *, token: Token, **settings: Any) -> Iterator[Piece]:
        self.sizes.append(pixels.shape[:2])
        yield Piece("It is blue.", 0.9)


def test_a_question_that_points_somewhere_is_put_to_that_part() -> None:
    scene, answers = screen(), Answers()
    capture = Capture(np.zeros((scene.height, scene.width, 3), np.uint8), "screen")
    engine = VlmEngine(LocalWorker(answers), check=lambda text, scene, probability: Verdict("say", text, ""))
    whole = Scene(scene.width, scene.height, "screen", scene.blocks, complete=True)
    for question in ("What colour is name20?", "What colour is it?"):
        asked = Question(question, "en")
        engine.answer(asked, capture, whole, Conversation(), Token())
    part = pointed_at("What colour is name20?", scene)
    assert part is not None
    assert answers.sizes == [(part.h, part.w), (scene.height, scene.width)]
