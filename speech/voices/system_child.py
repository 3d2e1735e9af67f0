"""The process that pyttsx3 speaks in: `python -m speech.voices.system_child`, started by `SystemVoice`.

Requests come on standard input, one JSON object a line: {"text", "rate", "pitch", "volume", "language", "spell"}, or
{"ask": "languages"}. Each gets one line back: {"done": true}, {"languages": [...]}, or {"error": "..."}. The text is
never on the command line, where every user of the computer could read it. Killing the process (and its group, for
the player that pyttsx3 starts on Linux) is the hush.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from typing import Any, TextIO

from speech.voices import scripts

SLOWEST_CHARACTERS_A_SECOND = 4
"""80 words a minute is about 7."""

_played_badly: list[int] = []
"""Exit statuses of players that failed."""
_defaults: dict[str, Any] = {}
"""The voice that the system had chosen."""


def main() -> None:
    answers = _take_stdout()
    _watch_player()
    engine: Any = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if engine is None:
                import pyttsx3

                engine = pyttsx3.init()
            answer = _languages(engine) if "ask" in request else _speak(engine, request)
        except Exception as error:  # noqa: BLE001 - whatever a driver raises is told to the parent, which takes over
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _take_stdout() -> TextIO:
    """The real standard output, for answers alone: pyttsx3's drivers print to standard output."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _watch_player() -> None:
    """pyttsx3's Linux driver plays by `os.system("aplay ...")` and ignores what comes of it; we don't."""
    system = os.system

    def watched(command: Any) -> int:
        status = system(command)
        if status != 0:
            _played_badly.append(status)
        return status

    os.system = watched


def _speak(engine: Any, request: dict[str, Any]) -> dict[str, Any]:
    _played_badly.clear()
    engine.setProperty("rate", int(request["rate"]))
    engine.setProperty("volume", float(request["volume"]))
    with contextlib.suppress(KeyError, NotImplementedError):  # SAPI5 and NSSpeech have no pitch
        engine.setProperty("pitch", int(request["pitch"]))
    for voice, piece in _pieces(engine, request["text"], request["language"]):
        if voice is not None:
            engine.setProperty("voice", voice)
        _say(engine, ", ".join(piece) if request["spell"] else piece)
    if _played_badly:
        return {"error": f"the player ended with {_played_badly[-1]}"}
    return {"done": True}


def _pieces(engine: Any, text: str, language: str) -> list[tuple[str | None, str]]:
    """[(id of a voice, what it says)]: what is in another script goes to a voice for it, if the system has one. None:
    whichever is set."""
    own = _voice_for(engine, language)
    if own is None:
        _defaults.setdefault("voice", engine.getProperty("voice"))
        own = _defaults["voice"]
    found: list[tuple[str | None, str]] = []
    for tag, run in scripts.runs(text, language):
        voice = own if tag == language else _voice_for(engine, tag) or own
        if found and (voice == found[-1][0] or not run.strip()):
            found[-1] = (found[-1][0], found[-1][1] + run)
        else:
            found.append((voice, run))
    return found


def _say(engine: Any, text: str) -> None:
    """Returns when it was heard. `runAndWait` does not on Linux: the driver of pyttsx3 2.99 plays on a thread of
    espeak-ng and may come back while that still plays, so its events are waited for."""
    started, finished = threading.Event(), threading.Event()
    failures: list[Exception] = []

    def on_finished(completed: bool, **_: object) -> None:
        if completed:  # without it, it is the end of the loop that speaks
            finished.set()

    listening = [
        engine.connect("started-utterance", lambda **_: started.set()),
        engine.connect("finished-utterance", on_finished),
        engine.connect("error", lambda exception, **_: failures.append(exception)),
    ]
    try:
        engine.say(text)
        engine.runAndWait()
        if started.is_set() and not failures and not finished.wait(10 + len(text) / SLOWEST_CHARACTERS_A_SECOND):
            raise TimeoutError("the driver never told the end of the utterance")
    finally:
        for one in listening:
            engine.disconnect(one)
    if failures:
        raise failures[0]


def _voice_for(engine: Any, language: str) -> str | None:
    """The id of the first voice for the whole tag, else for its primary tag; None: the system's default."""
    tag = language.lower().replace("_", "-")
    primary = tag.split("-")[0]
    ours = {"zh": ("zh", "cmn"), "no": ("no", "nb")}.get(primary, (primary,))
    best: str | None = None
    for voice in engine.getProperty("voices"):
        tags = _tags(voice)
        if tag in tags:
            return str(voice.id)
        if best is None and any(one.split("-")[0] in ours for one in tags):
            best = str(voice.id)
    return best


def _languages(engine: Any) -> dict[str, Any]:
    return {"languages": sorted({tag for voice in engine.getProperty("voices") for tag in _tags(voice)})}


def _tags(voice: Any) -> list[str]:
    """Lower-case BCP 47 tags; drivers give them as text or bytes, with "_" or "-", or not at all."""
    found = []
    for one in voice.languages or ():
        text = one.decode("utf-8", "ignore") if isinstance(one, bytes) else str(one)
        found.append(text.strip("\x00\x01\x02\x03\x04\x05 ").lower().replace("_", "-"))
    return [tag for tag in found if tag]


if __name__ == "__main__":
    main()
