"""`hearsight shoot`: pictures that are taken by themselves when they are good: pages, people, packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rich_click as click

from assistant.cli_carry import carry
from assistant.cli_find import aimed_here
from assistant.cli_live import live_command

if TYPE_CHECKING:
    from assistant.aiming import Mode


@click.command()
@click.argument("mode", type=click.Choice(["document", "photo", "product"]), metavar="document|photo|product")
@click.option(
    "--source",
    metavar="SPEC",
    default="camera",
    show_default=True,
    help="camera, camera:N, camera:NAME, a video file, a folder of pictures, an http or rtsp address.",
)
@click.option("--out", metavar="DIR", help="Folder for what is taken; by default Hearsight in the folder of pictures.")
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), help="How long; by default until it is ended.")
@click.option("--lang", "language", metavar="TAG", help="Language to speak.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line on stdout, five a second.")
@click.option("--silent", "--no-speech", "silent", is_flag=True, help="Print only.")
@click.option("--no-daemon", is_flag=True, help="Do it here, also when the tray app runs.")
def shoot(
    mode: Mode,
    source: str,
    out: str | None,
    seconds: float | None,
    language: str | None,
    as_json: bool,
    silent: bool,
    no_daemon: bool,
) -> None:
    """Take pictures by themselves, once tones and words have led the camera to a good one.

    [b]document[/b]: pages, one after the other: each is taken when all of it is in the picture and rests, flattened and
    read; the text of all is one file. [b]photo[/b]: one picture, faces whole, level, sharp, neither dark nor bright.
    [b]product[/b]: turn the pack until its code shows; its name is told (hearsight products), or its number and text.

    The hush key in silence, "close the camera" or Ctrl-C ends it; what was taken stays. No file is written over.

    [b]Examples[/b]

      hearsight shoot document --out letters/

      hearsight shoot document --source pages.mp4 --out letters/ --json --silent

      hearsight shoot photo --out pictures/

      hearsight shoot product
    """
    from assistant.capture.choose import expanded
    from assistant.folders import pictures_dir

    folder = expanded(out) if out else pictures_dir()
    command = live_command(
        "shoot",
        source,
        seconds,
        language,
        silent=silent,
        as_json=as_json,
        shoot=mode,
        out=str(folder.absolute()),
    )
    carry(command, aimed_here, as_json=False, alone=no_daemon)
