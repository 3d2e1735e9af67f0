"""Words of the screen help the recogniser to hear them, and are heard nowhere else."""

from __future__ import annotations

import pytest

from assistant.cancel import Token
from assistant.ports import Recogniser
from assistant.types import Clip
from models.store import Store
from speech.recognisers.hosted import make
from tests.speech.spoken import no_speech, say

HINT = "Eskaton, Kowalczyk, Mousepad, Grafana, Inkscape, Kubernetes, Takahashi, Postgres"
NAMED = {
    "Eskaton": "Where is the Eskaton button?",
    "Kowalczyk": "Who is Kowalczyk?",
    "Grafana": "Where is the Grafana link?",
    "Inkscape": "Is Inkscape running?",
    "Kubernetes": "Is Kubernetes running?",
    "Postgres": "What is the state of Postgres?",
}
PLAIN = ("What does the error say?", "Where is the save button?", "How many windows are open?", "Read the last line.")


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return make("faster-whisper", Store().path("whisper-tiny.en"))


def names_heard(recogniser: Recogniser, hint: str) -> int:
    clips = [(name, say(question)) for name, question in NAMED.items()]
    texts = [(name, recogniser.transcribe(clip, Token(), language="en", hint=hint).text) for name, clip in clips]
    return sum(name.lower() in text.lower() for name, text in texts)


def test_more_names_are_heard_when_the_screen_shows_them(recogniser: Recogniser) -> None:
    assert names_heard(recogniser, HINT) > names_heard(recogniser, "")


def told_words(text: str) -> list[str]:
    return [name for name in HINT.split(", ") if name.lower() in text.lower()]


@pytest.mark.parametrize("question", PLAIN)
def test_a_question_without_a_name_is_given_none(recogniser: Recogniser, question: str) -> None:
    assert told_words(recogniser.transcribe(say(question), Token(), language="en", hint=HINT).text) == []


def test_no_word_of_the_screen_leaks_into_a_room_where_nobody_speaks(recogniser: Recogniser) -> None:
    heard = {
        name: recogniser.transcribe(Clip(sound), Token(), language="en", hint=HINT).text
        for name, sound in no_speech().items()
    }
    assert {name: text for name, text in heard.items() if text} == {}
