"""`hearsight chart`: what a chart shows, its values, and its sound."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from assistant.cli_carry import OnText, carry, carry_alone
from assistant.cli_errors import check_language, say_error

if TYPE_CHECKING:
    from assistant.carry import Command, Reply


@click.command()
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--table", is_flag=True, help="Its values, row by row, instead of one sentence.")
@click.option("--play", is_flag=True, help="Let it be heard: a higher value is a higher tone, from left to right.")
@click.option("--csv", "as_csv", is_flag=True, help="Only the values, as comma-separated values on stdout.")
@click.option("--out", metavar="FILE.wav", help="Write what is said and played into a sound file; nothing is heard.")
@click.option("--source", metavar="SPEC", help="Where to look: window (default), screen, monitor:N, region:X,Y,W,H ...")
@click.option("--lang", "language", metavar="TAG", help="Language to speak.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout, with all values, and nothing else.")
@click.option("--no-speech", is_flag=True, help="Print only.")
@click.option("--no-daemon", is_flag=True, help="Do it here, also when the tray app runs.")
def chart(
    file: str | None,
    table: bool,
    play: bool,
    as_csv: bool,
    out: str | None,
    source: str | None,
    language: str | None,
    as_json: bool,
    no_speech: bool,
    no_daemon: bool,
) -> None:
    """Say what a chart shows, in a picture or in the window that has the focus.

    What is measured in a chart is about right: half of the values that are told are within half a percent.

    [b]Examples[/b]

      hearsight chart sales.png

      hearsight chart sales.png --play

      hearsight chart sales.png --play --out sales.wav

      hearsight chart sales.png --csv
    """
    from assistant.carry import Command
    from assistant.phrases import say_in
    from assistant.settings import load
    from assistant.wiring.habits import language_of

    check_language(language)
    if file is not None and source is not None:
        raise click.UsageError("Give a FILE or --source, not both.")
    if sum((table, play, as_csv)) > 1 or (as_csv and as_json):
        raise click.UsageError("Use only one of --table, --play, --csv (and --csv without --json).")
    if play and no_speech:
        raise click.UsageError("Use --play or --no-speech, not both.")
    if out is not None and (no_speech or as_csv):
        raise click.UsageError("Use --out or --no-speech or --csv, only one of them.")
    wish = "play_chart" if play else "read_chart" if table or as_csv else "describe_chart"
    command = Command(
        kind="chart",
        file=str(Path(file).absolute()) if file else None,
        source=source or (None if file else "window"),
        question=say_in(language or language_of(load()), wish),
        language=language,
        engine="grounded",
        speak=not (no_speech or as_csv),
    )
    if as_csv:
        _print_csv(command, alone=no_daemon)
    file_out = Path(out).absolute() if out is not None else None
    carry(
        command,
        lambda command, on_text: _here(command, on_text, file_out),
        as_json=as_json,
        alone=no_daemon or file_out is not None,
    )


def _here(command: Command, on_text: OnText, out: Path | None = None) -> Reply:
    from assistant.carry import carry_out

    return carry_alone(
        command,
        lambda app, command, token: carry_out(app.session, command, app.source_from, on_text=on_text, token=token),
        listen=False,
        out=out,
    )


def _print_csv(command: Command, *, alone: bool) -> None:
    """The values of each chart, an empty line between two; exits."""
    from assistant.cli_carry import by_running_app
    from models.grounded.charts import as_csv

    silent: OnText = lambda _: None  # noqa: E731 - a callback
    reply = None if alone else by_running_app(command, silent)
    reply = reply or _here(command, silent)
    charts = [one for one in reply.result.get("charts", ()) if one["series"]]
    if charts:
        click.echo("\n".join(as_csv(one) for one in charts), nl=False)
    elif not reply.error:
        click.echo(reply.result.get("answer", ""), err=True)
    if reply.error:
        say_error(reply.error, command.language)
    sys.exit(reply.exit_code)
