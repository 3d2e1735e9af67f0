"""A pause for thought and the end of a question; recognising at the pause instead of after it."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import ModelTrouble
from assistant.pauses import EarlyWords, seems_finished
from assistant.types import Clip, Transcript

CLIP = Clip(np.zeros(1600, np.float32))
LONG_S = 60.0


@pytest.mark.parametrize(
    "text",
    [
        "Where is the save button?", "What does the error say?", "Read the second paragraph.", "What is this for?",
        "Who is it from?", "Stop.", "Go on.", "How many are there?",
    ],
)  # fmt: skip
def test_a_whole_question_is_finished(text: str) -> None:
    assert seems_finished(text, "en", 0.9) is True


@pytest.mark.parametrize(
    "text",
    [
        "Where is the?",
        "What is the name of",
        "Is there a...",
        "Tell me the price of the",
        "Read my",
        "How many?",
        "And",
    ],
)
def test_a_question_that_lacks_its_next_word_is_not_finished(text: str) -> None:
    assert seems_finished(text, "en", 0.9) is False


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("What is.", 0.9),
        ("Are there any warnings on?", 0.9),
        ("Which window is?", 0.9),
        ("Where is the save button?", 0.4),
        ("where is the button", 0.9),
        ("", 0.9),
    ],
)
def test_what_may_go_on_or_not_is_left_to_the_silence(text: str, confidence: float) -> None:
    assert seems_finished(text, "en", confidence) is None


@pytest.mark.parametrize(
    ("text", "finished"), [("错误信息是什么？", True), ("打开的", False), ("停", True), ("按钮", None)]
)
def test_chinese_pauses_are_told_by_their_words_too(text: str, finished: bool | None) -> None:
    assert seems_finished(text, "zh", 0.9) is finished


class Recognition:
    """Recognises when it is let: `go` once for each clip."""

    def __init__(self, text: str = "Where is the save button?") -> None:
        self.text = text
        self.go = threading.Event()
        self.tokens: list[Token] = []
        self.error: Exception | None = None

    def __call__(self, clip: Clip, token: Token) -> Transcript:
        self.tokens.append(token)
        assert self.go.wait(LONG_S)
        token.check()
        if self.error is not None:
            raise self.error
        return Transcript(self.text, "en", 0.9)


def test_a_pause_is_recognised_meanwhile_and_the_turn_waits_for_the_words() -> None:
    recognition = Recognition()
    judge = EarlyWords(recognition, Token(), "en")
    judge.paused(CLIP)
    assert judge.finished() is False
    recognition.go.set()
    transcript = judge.transcript()
    assert transcript is not None
    assert transcript.text == "Where is the save button?"
    assert judge.finished() is True


def test_what_was_recognised_before_the_speaker_went_on_is_thrown_away() -> None:
    recognition = Recognition()
    judge = EarlyWords(recognition, Token(), "en")
    judge.paused(CLIP)
    recognition.go.set()
    assert judge.transcript() is not None
    judge.resumed()
    assert judge.transcript() is None
    assert judge.finished() is None
    assert recognition.tokens[0].cancelled


def test_a_recognition_that_fails_is_left_to_the_end_of_the_question() -> None:
    recognition = Recognition()
    recognition.error = ModelTrouble("no")
    judge = EarlyWords(recognition, Token(), "en")
    judge.paused(CLIP)
    recognition.go.set()
    assert judge.transcript() is None


def test_a_cancelled_turn_does_not_wait_for_its_words() -> None:
    token = Token()
    recognition = Recognition()
    judge = EarlyWords(recognition, token, "en")
    judge.paused(CLIP)
    token.cancel()
    with pytest.raises(Cancelled):
        judge.transcript()
    assert recognition.tokens[0].cancelled or not recognition.tokens
    recognition.go.set()
