"""How a command of the command line is carried out: by the running app, else by this process alone."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import rich_click as click

from assistant.cli_errors import say_error

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.carry import Command, Reply
    from assistant.wiring import Assembly

OnText = Callable[[str], None]


def carry(command: Command, here: Callable[[Command, OnText], Reply], *, as_json: bool, alone: bool) -> NoReturn:
    """Carry it out, print what comes of it, and exit. `here` does it in this process: where `alone` is wished, or no
    app can be reached."""
    on_text = (lambda _: None) if as_json else _print
    reply = None if alone else by_running_app(command, on_text)
    if reply is None:
        reply = here(command, on_text)
    if as_json and reply.result:
        click.echo(json.dumps(reply.result, ensure_ascii=False))
    if reply.error:
        say_error(reply.error, command.language)
    sys.exit(reply.exit_code)


def carry_alone(
    command: Command,
    work: Callable[[Assembly, Command, Token], Reply],
    *,
    listen: bool,
    model: str | None = None,
    out: Path | None = None,
) -> Reply:
    """`work` by an assembly of this process's own; Ctrl-C cancels the token. Speech that was wanted and failed is the
    error of a command that did well otherwise."""
    from assistant.cancel import Token
    from assistant.ctrl_c import CtrlCHushes
    from assistant.logfile import log_to_file
    from assistant.settings import load
    from assistant.wiring import assemble

    log_to_file()
    token, settings = Token(), load()
    if settings.speech.voice == "console" and out is None:  # what is said is printed already
        command = replace(command, speak=False)
    looks = command.kind in ("describe", "read", "ask")
    with assemble(settings, speak=command.speak, listen=listen, model=model, out=out, look_at_once=looks) as app:
        with CtrlCHushes(token):
            reply = work(app, command, token)
        if app.mute_because is not None and command.speak and reply.exit_code == 0:
            return replace(reply, exit_code=app.mute_because.exit_code, error=app.mute_because.spoken)
        return reply


def _print(text: str) -> None:
    # Called on another thread: a reader that has gone (`| head`) must not end the work, which may be speaking.
    with contextlib.suppress(BrokenPipeError):
        click.echo(text)


def by_running_app(command: Command, on_text: OnText) -> Reply | None:
    """None when there is none to be reached."""
    from assistant.folders import runtime_dir
    from assistant.remote import ask_running

    try:
        folder = runtime_dir()
    except OSError:
        return None
    return ask_running(folder, command, on_text)
