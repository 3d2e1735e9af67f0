"""`hearsight narrate`: say what happens in front of a camera, in a stream or in a film."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rich_click as click

from assistant.cli_carry import carry, carry_alone
from assistant.cli_live import live_command

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.carry import Command, Reply
    from assistant.cli_carry import OnText
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
    command = live_command("narrate", source, seconds, language, silent=silent, as_json=as_json, density=density)
    carry(command, _narrated_here, as_json=False, alone=no_daemon)


def _narrated_here(command: Command, on_text: OnText) -> Reply:
    def narrate(app: Assembly, command: Command, token: Token) -> Reply:
        from assistant.narrating_carry import carry_narrate

        return carry_narrate(app.narrations, command, on_text=on_text, token=token)

    return carry_alone(command, narrate, listen=False)
