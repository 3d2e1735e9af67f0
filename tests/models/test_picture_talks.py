"""Five turns and more about what a camera sees: real photographs, a real detector, a real reader and session.
Each answer is right, or that it can't be told."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from assistant.host import LocalWorker
from assistant.session import Session
from assistant.turn import Request
from assistant.types import Capture
from assistant.viewing import Eyes
from benchmarks.camera_sets import sign
from benchmarks.camera_videos import Actor, Pixels, Sprite, Video, fitted, frames, walk
from models.evidence.merge import SceneMerger
from models.evidence.ocr import OcrGatherer, Reader
from models.evidence.secrets import SecretRedactor
from models.grounded.engine import GroundedEngine
from models.objects.finder import ObjectFinder, ObjectsGatherer
from tests.assistant.fakes import FakeGate

PHOTOS = Path(__file__).parents[1] / "data" / "photos"
LONG_S = 120.0
CANT_TELL = {"en": "I can't tell", "de": "nicht sagen", "zh": "无法判断"}


@cache
def photo(name: str) -> Pixels:
    with Image.open(PHOTOS / name) as image:
        return np.asarray(image.convert("RGB"))


def shot(*things: tuple[str | Sprite, float, float, float], light: float = 1.0) -> Pixels:
    """A frame of (a photograph or a sprite, x and y of its lower middle, height) before a blurred wall."""
    wall = fitted(np.ascontiguousarray(cv2.GaussianBlur(photo("chelsea.jpg"), (0, 0), 25)))
    actors = []
    for what, x, y, height in things:
        pixels = photo(what) if isinstance(what, str) else None
        sprite = what if isinstance(what, Sprite) else Sprite(pixels, np.ones(pixels.shape[:2], np.float32))  # type: ignore[union-attr,arg-type]
        actors.append(Actor("", sprite, walk((0, x, y, height), (9, x, y, height))))
    video = Video("", [(0, wall)], 1, actors, light=lambda _: light, shake_px=0)
    return next(frames(video, fps=1))[1]


class Shots:
    """The port: `CaptureSource`. The next picture at each look."""

    def __init__(self, *shots: Pixels) -> None:
        self.shots, self.looks = shots, 0

    def grab(self) -> Capture:
        pixels = self.shots[min(self.looks, len(self.shots) - 1)]
        self.looks += 1
        return Capture(pixels, "camera", taken_at=time.time(), moment_s=float(self.looks))


Talk = Callable[..., list[str]]


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    redactor = SecretRedactor()
    eyes = Eyes(
        tree=None,
        others=(OcrGatherer(LocalWorker(Reader(threads=1))),),
        merger=SceneMerger(redactor),
        redactor=redactor,
        gate=FakeGate(),
        late=(ObjectsGatherer(LocalWorker(ObjectFinder())),),
    )
    engine = GroundedEngine()
    made = Session(eyes=eyes, engines={"grounded": engine, "auto": engine}, window=lambda: Shots(shot()))
    yield made
    made.close()


def answers(session: Session, questions: list[str], language: str, source: Shots | None) -> list[str]:
    said = []
    for number, text in enumerate(questions):
        request = Request(
            kind="ask",
            at=time.monotonic(),
            text=text,
            language=language,
            source=source if number == 0 else None,
            grab_at_once=False,
            speak=False,
        )
        turn = session.submit(request)
        assert turn.wait(LONG_S) and turn.outcome.error is None, turn.outcome.error
        assert turn.outcome.answer is not None
        said.append(turn.outcome.answer.text)
    return said


def check(said: list[str], wanted: list[tuple[str, str]], language: str = "en") -> None:
    for text, (question, words) in zip(said, wanted, strict=True):
        assert (words or CANT_TELL[language]).lower() in text.lower(), (question, text)


def test_of_a_person_with_a_sign_and_then_of_two(session: Session) -> None:
    exit_sign = (sign("EXIT 24"), 0.78, 0.5, 0.2)
    camera = Shots(
        shot(("astronaut.jpg", 0.28, 0.95, 0.75), exit_sign),
        shot(("astronaut.jpg", 0.25, 0.95, 0.75), ("astronaut.jpg", 0.75, 0.95, 0.75)),
    )
    wanted = [
        ("What is there?", "person"),
        ("How many people are there?", "a person"),
        ("Where is she?", "left"),
        ("What does the sign say?", "EXIT 24"),
        ("Where is it?", "right"),
        ("Is there a dog?", ""),
        ("What colour is it?", ""),
        ("How many people are there?", "a person"),
        ("And now?", "two people"),
        ("How do you know?", "sure"),
    ]
    check(answers(session, [question for question, _ in wanted], "en", camera), wanted)
    assert camera.looks == 2, "only now is a new look"


def test_of_a_cat_and_a_lamp_that_goes_out(session: Session) -> None:
    cat = ("chelsea.jpg", 0.3, 0.95, 0.6)
    camera = Shots(shot(cat, (sign("CAFE"), 0.75, 0.4, 0.2)), shot(cat, light=0.12))
    wanted = [
        ("Is there a cat?", "cat"),
        ("Where is it?", "left"),
        ("What colour is it?", "brown"),
        ("And people?", ""),
        ("What does it say?", "CAFE"),
        ("Is the light on?", "it is light"),
        ("Is the light still on?", "it is dark"),
        ("What colour is the cat?", ""),
    ]
    check(answers(session, [question for question, _ in wanted], "en", camera), wanted)
    assert camera.looks == 2


def test_in_a_narration_it_stays_what_it_was_and_now_is_the_newest_frame(session: Session) -> None:
    """The cat goes while it is talked about."""
    seen = [shot(("chelsea.jpg", 0.3, 0.95, 0.6)), shot(("astronaut.jpg", 0.8, 0.95, 0.75))]
    moments = itertools.count(1)
    newest = [seen[0]]
    session.freshest = lambda: (Capture(newest[0], "camera", moment_s=float(next(moments))), time.monotonic())
    try:
        check(answers(session, ["Where is the cat?"], "en", None), [("where", "left")])
        newest[0] = seen[1]
        wanted = [
            ("What colour is it?", "brown"),
            ("How do you know?", "sure"),
            ("How many people are there?", "person"),
            ("Where is she?", "right"),
            ("And the cat?", ""),
            ("What do you see now?", "person"),
        ]
        check(answers(session, [question for question, _ in wanted], "en", None), wanted)
    finally:
        session.freshest = lambda: None


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "de",
            [
                ("Was ist da?", "Person"),
                ("Wie viele Menschen sind da?", "Eine Person"),
                ("Wo ist sie?", "links"),
                ("Was steht auf dem Schild?", "EXIT 24"),
                ("Und eine Katze?", ""),
                ("Und jetzt?", "Katze"),
                ("Welche Farbe hat sie?", "braun"),
            ],
        ),
        (
            "zh",
            [
                ("那里有什么？", "一个人"),
                ("有几个人？", "一个人"),
                ("他在哪里？", "左"),
                ("牌子上写着什么？", "EXIT 24"),
                ("有猫吗？", ""),
                ("现在呢？", "猫"),
                ("它是什么颜色的？", "棕"),
            ],
        ),
    ],
)
def test_in_other_languages(session: Session, language: str, wanted: list[tuple[str, str]]) -> None:
    exit_sign = (sign("EXIT 24"), 0.78, 0.5, 0.2)
    camera = Shots(shot(("astronaut.jpg", 0.28, 0.95, 0.75), exit_sign), shot(("chelsea.jpg", 0.3, 0.95, 0.6)))
    check(answers(session, [question for question, _ in wanted], language, camera), wanted, language)
    assert camera.looks == 2
