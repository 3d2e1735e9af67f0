"""`hearsight act`: do something with what the running app told last, or with a thing in the window with the focus."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import rich_click as click

from assistant.cli_errors import check_language, say_error

if TYPE_CHECKING:
    from assistant.command_words import CommandKind

VERBS: dict[str, CommandKind] = {
    "focus": "focus",
    "back": "focus_back",
    "open": "open_link",
    "read": "read_here",
    "read-cursor": "read_cursor",
    "copy": "copy",
    "copy-text": "copy_text",
}


@click.command()
@click.argument("verb", type=click.Choice(list(VERBS)))
@click.argument("name", required=False, default="", metavar="[NAME]")
@click.option("--lang", "language", metavar="TAG", help="Language to speak.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
def act(verb: str, name: str, language: str | None, as_json: bool) -> None:
    """Go to, read from, copy or open what Hearsight told of last, or (focus, open) the thing called NAME.

    The running app does it, so that it can be bound to a key of the desktop. What changes something on the screen waits
    for your spoken yes: hold the talk key and say it.

    [b]Examples[/b]

      hearsight act focus "Save button"

      hearsight act read-cursor
    """
    from assistant.carry import Command
    from assistant.folders import runtime_dir
    from assistant.remote import ask_running

    check_language(language)
    if name and verb not in ("focus", "open"):
        raise click.UsageError(f"{verb} takes no name: it is about what was told last, or where the cursor is.")
    command = Command(kind="act", act=VERBS[verb], question=name, language=language)
    reply = ask_running(runtime_dir(), command, lambda text: None if as_json else click.echo(text))
    if reply is None:
        click.echo("Hearsight does not run. Start it with: hearsight", err=True)
        sys.exit(4)
    if as_json and reply.result:
        click.echo(json.dumps(reply.result, ensure_ascii=False))
    if reply.error:
        say_error(reply.error, language)
    sys.exit(reply.exit_code)
