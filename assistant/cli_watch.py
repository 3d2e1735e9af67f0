"""`hearsight watch`: look at a window until something happens, and say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rich_click as click

from assistant.cli_carry import OnText, carry, carry_alone
from assistant.cli_errors import check_language

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

    check_language(language)
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
    carry(command, _here, as_json=as_json, alone=no_daemon)


def _here(command: Command, on_text: OnText) -> Reply:
    from assistant.carry import carry_watch

    return carry_alone(
        command,
        lambda app, command, token: carry_watch(app.desk.watcher, command, on_text=on_text, token=token),
        listen=False,
    )
