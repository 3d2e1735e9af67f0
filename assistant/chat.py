"""A dialogue in the terminal about one picture or window, and transcripts of recordings."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cancel import Token
from assistant.carry import Command, Reply, carry_out
from assistant.cli_errors import say_error
from assistant.ctrl_c import CtrlCHushes
from assistant.errors import STOPPED
from assistant.logfile import log_to_file
from assistant.settings import load
from assistant.wiring import assemble

if TYPE_CHECKING:
    from assistant.wiring import Assembly

PROMPT = "Question (empty line ends): "
SPEAK_PROMPT = "Press Enter and speak (type q and Enter to end): "


def talk(first: Command, *, listen: bool, model: str | None) -> int:
    """Describe what `first` names, then answer questions about it. Returns the exit code."""
    log_to_file()
    with assemble(load(), speak=first.speak, listen=listen, model=model) as app:
        if listen:
            app.warm()
        reply = _carry(app, first)
        if reply.error and reply.exit_code != STOPPED:  # a description that was long enough is no reason to leave
            return reply.exit_code
        while (line := read_line(SPEAK_PROMPT if listen else PROMPT)) is not None:
            _one_question(app, first, line, listen=listen)
    return 0


def read_line(prompt: str) -> str | None:
    """What was typed; None at the end."""
    try:
        line = input(prompt if sys.stdin.isatty() else "").strip()
    except (EOFError, KeyboardInterrupt):
        return None
    if prompt == SPEAK_PROMPT:
        return None if line.lower() == "q" else line
    return line or None


def _one_question(app: Assembly, first: Command, line: str, *, listen: bool) -> None:
    _carry(app, replace(first, kind="ask", file=None, source=None, question=line, listen=listen and not line))


def _carry(app: Assembly, command: Command) -> Reply:
    """Words are printed when they are known, not when they were spoken; Ctrl-C only hushes."""
    token = Token()
    with CtrlCHushes(token):
        reply = carry_out(
            app.session,
            command,
            app.source_from,
            on_text=print,
            on_heard=lambda words: print(f"Heard: {words}"),
            token=token,
            in_person=sys.stdin.isatty(),  # what is piped in may be a script's
        )
    if reply.error:
        say_error(reply.error, command.language)
    return reply


def transcript_of(path: Path, language: str | None) -> dict[str, Any]:
    """{"text", "language", "confidence", "seconds", "real_time_factor"}.

    Raises `errors.NoSuchFile`, `errors.BrokenSound`, `errors.RecogniserMissing`.
    """
    from assistant.errors import RecogniserMissing
    from assistant.wiring.models import lone_recogniser
    from speech.clips import clip_from

    clip = clip_from(path)
    with lone_recogniser(load()) as recogniser:
        if recogniser is None:
            raise RecogniserMissing
        recogniser.warm()
        started = time.monotonic()
        transcript = recogniser.transcribe(clip, Token(), language=language)
    took_s = time.monotonic() - started
    if transcript.remark:
        print(transcript.remark, file=sys.stderr)
    return {
        "text": transcript.text,
        "language": transcript.language,
        "confidence": None if transcript.confidence is None else round(transcript.confidence, 3),
        "seconds": round(clip.seconds, 2),
        "real_time_factor": round(took_s / clip.seconds, 3) if clip.seconds else None,
    }
