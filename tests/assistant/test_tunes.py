"""Answers that are heard as tones: by voice, in the order told, hushed with the turn, and honest without a device."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.cancel import Token
from assistant.commands import parse_command
from assistant.conversation import Conversation
from assistant.phrases import say_in
from assistant.types import Answer, Box, Capture, Evidence, Question, Scene, Transcript, Tune
from tests.assistant.fakes import FakeMouth, ReadingEngine
from tests.assistant.test_session import Stage, ocr

LOW, HIGH = Tune((1.0, 4.0), 1.0, 4.0), Tune((4.0, 2.0), 1.0, 4.0)


class Musical(FakeMouth):
    """Keeps what it plays among what it says."""

    def __init__(self, *, device: bool = True) -> None:
        super().__init__()
        self.device = device

    def play(self, tune: Tune, *, era: int | None = None, mark: int | None = None) -> bool:
        if self.device and era in (None, self.era):
            self.said.append((self.era, f"tones {tune.values}"))
        return self.device


class Charting(ReadingEngine):
    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def answer(
        self, question: Question, capture: Capture, scene: Scene, conversation: Conversation, token: Token
    ) -> Answer:
        self.asked.append(question.text)
        evidence = (Evidence("pixels", Box(0, 0, 9, 9)),)
        return Answer("Sales: 4 tones.", True, evidence, tunes=(("North: 2 tones.", LOW), ("", HIGH)))


def stage_with(mouth: FakeMouth, **more: Any) -> Stage:
    return Stage(None, ocr("Sales"), mouth=mouth, engine=Charting(), **more)


def said(stage: Stage) -> list[str]:
    return [text for _, text in stage.mouth.said]


def test_tones_come_behind_the_words_that_name_them() -> None:
    stage = stage_with(Musical())
    stage.run("ask", text="play the chart", source=stage.camera)
    assert said(stage) == ["Sales: 4 tones.", "North: 2 tones.", "tones (1.0, 4.0)", "tones (4.0, 2.0)"]
    stage.session.close()


def test_a_script_that_wants_no_speech_gets_no_tones() -> None:
    stage = stage_with(Musical())
    turn = stage.run("ask", text="play the chart", source=stage.camera, speak=False)
    assert said(stage) == []
    assert turn.outcome.answer is not None
    assert len(turn.outcome.answer.tunes) == 2
    stage.session.close()


def test_without_a_sound_device_it_is_said_once_that_there_are_no_tones() -> None:
    stage = stage_with(Musical(device=False))
    stage.run("ask", text="play the chart", source=stage.camera)
    assert said(stage).count(say_in("en", "no_tones")) == 1
    stage.session.close()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Play the chart.", "en"), ("Let me hear the chart, please.", "en"), ("Sonify the graph", "en"),
        ("Spiel das Diagramm vor.", "de"), ("Lass mich das Diagramm hören.", "de"), ("播放图表。", "zh"),
    ],
)  # fmt: skip
def test_play_the_chart_is_understood_by_voice(text: str, language: str) -> None:
    command = parse_command(text, language)
    assert command is not None
    assert command.kind == "play_chart"
    stage = stage_with(Musical())
    stage.recogniser.transcribe = lambda *_, **__: Transcript(text, language, 0.9)  # type: ignore[method-assign]
    stage.run("ask", listen="until_silence")
    assert isinstance(stage.engine, Charting)
    assert stage.engine.asked == [say_in(language, "play_chart")]
    assert any(text.startswith("tones") for text in said(stage))
    stage.session.close()
