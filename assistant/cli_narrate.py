"""`hearsight narrate`: say what happens in front of a camera, in a stream or in a film."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

import rich_click as click

from assistant.cli_carry import by_running_app, carry_alone
from assistant.cli_errors import say_error

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.carry import Command, Reply
    from assistant.narrating import Density
    from assistant.wiring import Assembly


@click.command()
@click.option(
    "--source",
    metavar="SPEC",
    default="camera",
    show_default=True,
    help="camera, camera:N, camera:NAME, a video file, a folder of pictures, an http or rtsp address, screen, window.",
)
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), help="How long; by default to its end.")
@click.option(
    "--density",
    type=click.Choice(["sparse", "normal", "dense"]),
    default="normal",
    show_default=True,
    help="How much is told.",
)
@click.option("--lang", "language", metavar="TAG", help="Language to speak.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line on stdout, and nothing else.")
@click.option("--silent", "--no-speech", "silent", is_flag=True, help="Print only.")
@click.option("--no-daemon", is_flag=True, help="Do it here, also when the tray app runs.")
def narrate(
    source: str,
    seconds: float | None,
    density: Density,
    language: str | None,
    as_json: bool,
    silent: bool,
    no_daemon: bool,
) -> None:
    """Say what a camera sees, once, and then only changes worth hearing, dangerous things first.

    Ctrl-C ends it. A key hushes what is being said, and it goes on with what comes; the hush key in silence, or "stop
    narrating", ends it and closes the camera. Ask meanwhile with the talk key or
    [b]hearsight ask[/b]: the answer is about the newest frame.

    [b]Examples[/b]

      hearsight narrate

      hearsight narrate --source walk.mp4 --density dense

      hearsight narrate --source http://192.168.1.20:8080/video --seconds 60

      hearsight narrate --source walk.mp4 --json --silent
    """
    from assistant.capture.choose import live_source_from, spelled_out
    from assistant.carry import Command
    from assistant.languages import LANGUAGES

    if language not in (None, *LANGUAGES):
        raise click.BadParameter(f"{language!r} is not one of {', '.join(LANGUAGES)}.", param_hint="--lang")
    live_source_from(source)  # what is no source is told at once; nothing is opened yet
    command = Command(
        kind="narrate",
        source=spelled_out(source),
        seconds=seconds or 0.0,
        density=density,
        language=language,
        speak=not silent,
        as_lines=as_json,
    )
    reply = None if no_daemon else by_running_app(command, _print)
    if reply is None:
        reply = carry_alone(command, _narrate, listen=False)
    if reply.error:
        say_error(reply.error, language)
    sys.exit(reply.exit_code)


def _narrate(app: Assembly, command: Command, token: Token) -> Reply:
    from assistant.narrating_carry import carry_narrate

    return carry_narrate(app.narrations, command, on_text=_print, token=token)


def _print(text: str) -> None:
    # A reader that has gone (`| head`) must not end what may be speaking.
    with contextlib.suppress(BrokenPipeError):
        click.echo(text)
