"""`hearsight watch`: look at a window until something happens, and say it."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import rich_click as click

if TYPE_CHECKING:
    from assistant.carry import Command, Reply


@click.command()
@click.option("--until", default="", metavar="WORDS", help='What ends it: "Ready", "the download ends", "it changes".')
@click.option("--title", metavar="WORDS", help="Watch the topmost window with these words in its title.")
@click.option("--source", metavar="SPEC", help="window (with the focus, default), screen, all, monitor:N, region:...")
@click.option("--seconds", type=click.FloatRange(1), default=3600.0, show_default=True, help="The longest time.")
@click.option("--lang", "language", metavar="TAG", help="Language to speak.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout, when it ends, and nothing else.")
@click.option("--no-speech", is_flag=True, help="Print only.")
@click.option("--no-daemon", is_flag=True, help="Do it here, also when the tray app runs.")
def watch(
    until: str,
    title: str | None,
    source: str | None,
    seconds: float,
    language: str | None,
    as_json: bool,
    no_speech: bool,
    no_daemon: bool,
) -> None:
    """Say what changes in a window, until what you wait for is there, the window closes or the time is up.

    [b]Examples[/b]

      hearsight watch --title Downloads --until "the download ends"

      hearsight watch --title Printer --until "Ready"
    """
    from assistant.carry import Command
    from assistant.languages import LANGUAGES

    if language not in (None, *LANGUAGES):
        raise click.BadParameter(f"{language!r} is not one of {', '.join(LANGUAGES)}.", param_hint="--lang")
    if title is not None and source not in (None, "window"):
        raise click.UsageError("Use --title or --source, not both.")
    command = Command(
        kind="watch",
        question=until,
        source=source,
        title=title,
        seconds=seconds,
        language=language,
        speak=not no_speech,
    )
    on_text = (lambda _: None) if as_json else _print
    reply = None if no_daemon else _there(command, on_text)
    if reply is None:
        reply = _here(command, on_text)
    if as_json and reply.result:
        click.echo(json.dumps(reply.result, ensure_ascii=False))
    if reply.error:
        click.echo(reply.error, err=True)
    sys.exit(reply.exit_code)


def _print(text: str) -> None:
    # Called on the watch's thread: a reader that has gone (`| head`) must not end it, as it may be speaking.
    with contextlib.suppress(BrokenPipeError):
        click.echo(text)


def _there(command: Command, on_text: Callable[[str], None]) -> Reply | None:
    """By the running app; None when there is none to be reached."""
    from assistant.remote import ask_running
    from assistant.settings import runtime_dir

    try:
        folder = runtime_dir()
    except OSError:
        return None
    return ask_running(folder, command, on_text)


def _here(command: Command, on_text: Callable[[str], None]) -> Reply:
    from dataclasses import replace

    from assistant.cancel import Token
    from assistant.carry import carry_watch
    from assistant.ctrl_c import CtrlCHushes
    from assistant.logfile import log_to_file
    from assistant.settings import load
    from assistant.wiring import assemble

    log_to_file()
    token, settings = Token(), load()
    if settings.speech.voice == "console":  # what is said is printed already
        command = replace(command, speak=False)
    with assemble(settings, speak=command.speak, listen=False) as app:
        with CtrlCHushes(token):
            reply = carry_watch(app.desk.watcher, command, on_text=on_text, token=token)
        if app.mute_because is not None and command.speak and reply.exit_code == 0:
            return replace(reply, exit_code=app.mute_because.exit_code, error=app.mute_because.spoken)
        return reply
