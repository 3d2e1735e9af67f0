"""`hearsight find`: guidance by tone and word to what is looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rich_click as click

from assistant.cli_carry import carry, carry_alone
from assistant.cli_live import live_command

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.carry import Command, Reply
    from assistant.cli_carry import OnText
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
    words = " ".join(what)
    command = live_command("find", source, seconds, language, silent=silent, as_json=as_json, question=words)
    carry(command, aimed_here, as_json=False, alone=no_daemon)


def aimed_here(command: Command, on_text: OnText) -> Reply:
    def aim(app: Assembly, command: Command, token: Token) -> Reply:
        from assistant.aiming_carry import carry_aim

        return carry_aim(app.aimings, command, on_text=on_text, token=token)

    return carry_alone(command, aim, listen=False)
