"""`hearsight cameras`: which there are, by name, and what each can."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import rich_click as click

if TYPE_CHECKING:
    from assistant.capture.cameras import Camera


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
def cameras(as_json: bool) -> None:
    """List the cameras by name, with the sizes of their pictures. None is switched on for it.

    Elsewhere name one by its number or a part of its name: [b]--source camera:1[/b], [b]--source camera:logi[/b].

    [b]Examples[/b]

      hearsight cameras

      hearsight describe --source camera:1
    """
    from assistant.capture.cameras import cameras as connected
    from assistant.errors import CameraMissing

    there = connected()
    if as_json:
        click.echo(json.dumps({"cameras": [_as_json(one) for one in there]}, ensure_ascii=False))
        return
    if not there:
        raise CameraMissing
    for one in there:
        click.echo(_line(one))


def _line(camera: Camera) -> str:
    if camera.trouble == "not allowed":
        about = "I am not allowed to use it: sudo usermod -aG video $USER"
    elif camera.trouble == "busy":
        about = "it can't be asked now"
    elif camera.sizes:
        width, height = camera.sizes[0]
        more = f" and {len(camera.sizes) - 1} smaller" if len(camera.sizes) > 1 else ""
        about = f"{width} by {height} pixels{more}"
    else:
        about = "it doesn't say how large its pictures are"
    return f"camera:{camera.number}: {camera.name}, {about}."


def _as_json(camera: Camera) -> dict[str, object]:
    return {
        "source": f"camera:{camera.number}",
        "name": camera.name,
        "sizes": [list(size) for size in camera.sizes],
        "trouble": camera.trouble or None,
    }
