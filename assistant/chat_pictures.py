"""A dialogue in the terminal about several pictures; and the window for it, in the running app."""

from __future__ import annotations

import queue
import sys
from dataclasses import replace

from assistant.carry import Command
from assistant.chat import PROMPT, read_line
from assistant.cli_errors import say_error
from assistant.errors import DeviceMissing, UnusableInput
from assistant.logfile import log_to_file
from assistant.picture_chat import Change, PictureChat
from assistant.settings import load
from assistant.wiring import assemble

ANSWER_S = 300.0


def talk_about(files: tuple[str, ...], *, speak: bool, language: str | None) -> int:
    """Take the pictures, then answer questions about them until an empty line. Returns the exit code."""
    log_to_file()
    changes: queue.Queue[Change] = queue.Queue()
    with assemble(load(), speak=speak, listen=False) as app:
        chat = app.desk.chat
        assert chat is not None  # noqa: S101 - the wiring makes one
        if language is not None:
            for session in (app.session, chat.looker):
                session.habits = replace(session.habits, language=language)
        chat.on_change = changes.put
        for number, file in enumerate(files, 1):
            chat.bring_file(file)
            change = changes.get(timeout=ANSWER_S)
            if change.kind == "failed":
                say_error(change.sentence, language)
                return UnusableInput.exit_code
            print(f"{number}. {change.picture.name if change.picture else ''}")
        while (line := read_line(PROMPT)) is not None:
            _answer(chat, changes, line, len(files))
        if app.speaker is not None:
            app.speaker.wait_idle(ANSWER_S)
    return 0


def _answer(chat: PictureChat, changes: queue.Queue[Change], question: str, about: int) -> None:
    """Ask about the last picture, unless the question names another, and print what comes of it."""
    chat.ask(question, about)
    while (change := changes.get(timeout=ANSWER_S)).kind in ("thinking", "picture"):
        pass
    if change.exchange is not None:
        print(" ".join((change.exchange.said, change.exchange.places)).strip())
    elif change.sentence:
        say_error(change.sentence)
    sys.stdout.flush()


def open_window(name: str, files: tuple[str, ...] = ()) -> int:
    """In the running app. Raises `errors.DeviceMissing` where there is none."""
    from assistant.cli_carry import by_running_app

    reply = by_running_app(Command(kind="open", question=name, files=files), lambda _: None)
    if reply is None:
        raise DeviceMissing("Hearsight is not running, so there is no window to open. Start it with: hearsight")
    if reply.error:
        say_error(reply.error)
    return reply.exit_code
