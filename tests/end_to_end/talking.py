"""Asking and hearing as a person does: what was not understood is said again, on either side."""

from __future__ import annotations

from pathlib import Path

from virtual_desktop import likeness

from tests.end_to_end.conftest import REPEAT, App

TRIES = 3
UNDERSTOOD = 65
"""Likeness of the words that were asked and those that were understood."""


def heard(app: App, recording: Path, said: str, name: str, alike: float) -> str:
    """What Whisper hears in a recording of what was just said. Where that is less like `said` than `alike`, the key
    "say it again" is pressed, and that is heard: a busy computer lets sound stutter now and then."""
    text = app.recognised(recording)
    for _ in range(TRIES - 1):
        if likeness(text, said) > alike:
            break
        text = app.hear(REPEAT, f"{name}-again")
    return text


def asked_aloud(app: App, question: str, name: str, **more: float | str) -> Path:
    """The recording of the answer to `question`, which is a turn of the history, once it was understood.

    Whisper mishears one sentence in some dozens, and on a busy computer more: what is tested here is the talk.
    """
    for _ in range(TRIES):
        before = app.last_turn()
        answer = app.record_answer(question, name, **more)  # type: ignore[arg-type]  # voice, quiet_s
        turn = app.last_turn()
        if turn != before and (not turn["asked"] or likeness(turn["asked"], question) > UNDERSTOOD):
            break
    return answer


def said_aside(app: App, words: str, name: str, *, after: str, **more: float | str) -> Path:
    """The same of what no history keeps ("repeat that"). Understood as a question it would be kept; then the talk is
    brought back by asking what was asked before it (`after`)."""
    for _ in range(TRIES):
        before = app.last_turn()
        answer = app.record_answer(words, name, **more)  # type: ignore[arg-type]  # voice, quiet_s
        if app.last_turn() == before:
            break
        asked_aloud(app, after, f"{name}-back")
    return answer
