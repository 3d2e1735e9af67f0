"""`hearsight find`: guidance by tone and word to what is looked for."""

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
    from assistant.wiring import Assembly


NO_SOURCE = "Say where to look, for example --source camera. Searching what was seen before is not built yet."


@click.command()
@click.argument("what", nargs=-1, required=True, metavar='"WHAT"')
@click.option(
    "--source",
    metavar="SPEC",
    help="Where to look, must be given: camera, camera:N, camera:NAME, a video file, a folder of pictures, an http or "
    "rtsp address, screen, window.",
)
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), help="How long; by default until it is ended.")
@click.option("--lang", "language", metavar="TAG", help="Language of the words, and of WHAT.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line on stdout, five a second.")
@click.option("--silent", "--no-speech", "silent", is_flag=True, help="Print only.")
@click.option("--no-daemon", is_flag=True, help="Do it here, also when the tray app runs.")
def find(
    what: tuple[str, ...],
    source: str | None,
    seconds: float | None,
    language: str | None,
    as_json: bool,
    silent: bool,
    no_daemon: bool,
) -> None:
    """Lead the camera to WHAT: a tone rises as it comes to the middle of the picture, and is heard from its side.

    WHAT is one of 80 everyday things, a text, a colour, a face, a code, or something that was taught. Short words tell
    where to turn; a slow tick tells that it is not seen. The hush key in silence, "stop looking" or Ctrl-C ends it.

    [b]Examples[/b]

      hearsight find "my cup" --source camera

      hearsight find "the sign that says exit" --source walk.mp4

      hearsight find "something red" --source camera --seconds 30

      hearsight find "a face" --source http://192.168.1.20:8080/video --json --silent
    """
    from assistant.errors import Usage

    if source is None:
        raise Usage(NO_SOURCE)
    command = aim_command("find", source, seconds, language, silent=silent, as_json=as_json, question=" ".join(what))
    carry_aim_command(command, no_daemon=no_daemon)


def aim_command(
    kind: str,
    source: str,
    seconds: float | None,
    language: str | None,
    *,
    silent: bool,
    as_json: bool,
    question: str = "",
    **more: str,
) -> Command:
    """Raises `errors.Usage` for a source that is none; nothing is opened yet."""
    from assistant.capture.choose import live_source_from, spelled_out
    from assistant.carry import Command
    from assistant.languages import LANGUAGES

    if language not in (None, *LANGUAGES):
        raise click.BadParameter(f"{language!r} is not one of {', '.join(LANGUAGES)}.", param_hint="--lang")
    live_source_from(source)
    return Command(
        kind=kind,  # type: ignore[arg-type]
        source=spelled_out(source),
        question=question,
        seconds=seconds or 0.0,
        language=language,
        speak=not silent,
        as_lines=as_json,
        **more,  # type: ignore[arg-type]
    )


def carry_aim_command(command: Command, *, no_daemon: bool) -> None:
    """By the running app, else here; then exit."""
    reply = None if no_daemon else by_running_app(command, _print)
    if reply is None:
        reply = carry_alone(command, _aim, listen=False)
    if reply.error:
        say_error(reply.error, command.language)
    sys.exit(reply.exit_code)


def _aim(app: Assembly, command: Command, token: Token) -> Reply:
    from assistant.aiming_carry import carry_aim

    return carry_aim(app.aimings, command, on_text=_print, token=token)


def _print(text: str) -> None:
    # A reader that has gone (`| head`) must not end what may be speaking.
    with contextlib.suppress(BrokenPipeError):
        click.echo(text)
