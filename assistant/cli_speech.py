"""The commands around what is heard: learning the earcons, following what is said as text."""

from __future__ import annotations

import sys

import rich_click as click


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME...]")
def earcons(names: tuple[str, ...]) -> None:
    """Hear the short sounds and what each means; with a NAME only that one.

    [b]Examples[/b]

      hearsight earcons

      hearsight earcons thinking failed
    """
    from assistant.earcon_tour import tour

    sys.exit(tour(names))


@click.command()
@click.option(
    "--cells", type=click.IntRange(8, 1000), metavar="N", help="Cut each utterance into lines of at most N cells."
)
def follow(cells: int | None) -> None:
    """Print each utterance of the running Hearsight when it begins, one a line, until Ctrl-C.

    For a braille display at a terminal (BRLTTY), and for people who want to read along.
    """
    from assistant.folders import runtime_dir
    from assistant.remote import follow_running

    def show(text: str) -> None:
        from speech.braille import lines

        # What was seen may hold line breaks and codes of the terminal.
        line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
        try:
            for part in lines(line, cells) if cells else [line]:
                click.echo(part)
            sys.stdout.flush()
        except BrokenPipeError:  # the reader (`| head`) has gone: no end of the app's
            sys.exit(0)

    if not follow_running(runtime_dir(), show):
        click.echo("Hearsight does not run. Start it with: hearsight", err=True)
        sys.exit(4)
    click.echo("Hearsight was closed.", err=True)
