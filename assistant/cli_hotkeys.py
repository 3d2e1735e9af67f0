"""`hearsight hotkeys`: which keys there are, who else has them, and taking them to another computer."""

from __future__ import annotations

import sys
from pathlib import Path

import rich_click as click


@click.group(invoke_without_command=True)
@click.pass_context
def hotkeys(context: click.Context) -> None:
    """The keys of Hearsight, and the letters of its command layer.

    [b]Examples[/b]

      hearsight hotkeys

      hearsight hotkeys check

      hearsight hotkeys letter read z

      hearsight hotkeys export keys.toml
    """
    if context.invoked_subcommand is None:
        context.invoke(list_keys, as_json=False)


@hotkeys.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
def list_keys(as_json: bool) -> None:
    """Every action with its key and its letter. (hearsight settings hotkeys.ask ctrl+alt+j changes a key.)"""
    from ui.key_lists import print_keys

    print_keys(as_json)


@hotkeys.command()
@click.option("--system", type=click.Choice(["linux", "windows", "macos"]), help="As if on that system.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
def check(system: str | None, as_json: bool) -> None:
    """Who else has one of the keys: screen readers, desktops, running programs. A free one is offered."""
    from ui.key_lists import print_check

    print_check(system, as_json)


@hotkeys.command()
@click.argument("action")
@click.argument("key", required=False, default="")
def letter(action: str, key: str) -> None:
    """Let KEY mean ACTION in the command layer; without KEY it has no letter."""
    from ui.key_lists import change_letter

    change_letter(action, key)


@hotkeys.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Write over a file that is there.")
def export_keys(file: Path, yes: bool) -> None:
    """Write all keys and letters to a file."""
    from ui.key_lists import write_keys

    write_keys(file, yes)


@hotkeys.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_keys(file: Path) -> None:
    """Use the keys and letters of a file. `hearsight settings undo` takes that back, a change at a time."""
    from ui.key_lists import read_keys

    read_keys(file)


@click.command()
def welcome() -> None:
    """The spoken welcome, in the running app: voice, keys, a first question, privacy. It goes on where it was left.

    [b]Example[/b]

      hearsight welcome
    """
    from assistant.chat_pictures import open_window

    sys.exit(open_window("welcome"))
