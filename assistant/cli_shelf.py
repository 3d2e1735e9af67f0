"""`hearsight history ...`: the command line of `assistant.shelf`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

if TYPE_CHECKING:
    from assistant.history_query import Wanted

HOUR_S = 3600.0
DAY_S = 86_400.0
_id = click.argument("number", metavar="ID", type=click.IntRange(1))
_json = click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
_count = click.option("-n", "count", default=10, show_default=True, type=click.IntRange(1, 1000))
_which = (
    click.option("--program", default="", metavar="NAME", help="Only turns about windows of this program."),
    click.option("--days", type=click.IntRange(1), metavar="N", help="Only those of the last N days."),
    click.option("--kept", is_flag=True, help="Only what you told it to remember."),
)


def _choosing(command: Callable[..., Any]) -> Callable[..., Any]:
    return reduce(lambda inner, option: option(inner), reversed(_which), command)


def _wanted(words: str, program: str, days: int | None, kept: bool) -> Wanted:
    from assistant.history_query import Wanted

    return Wanted(words, program, None if days is None else time.time() - days * DAY_S, kept=kept)


@click.group(invoke_without_command=True)
@click.option("--search", metavar="WORDS", help="Only turns with these words.")
@click.option("--kept", is_flag=True, help="Only what you told it to remember.")
@_count
@_json
@click.pass_context
def history(context: click.Context, search: str | None, kept: bool, count: int, as_json: bool) -> None:
    """What was said before. (hearsight settings history.keep off ends the keeping.)

    [b]Examples[/b]

      hearsight history

      hearsight history search error disk

      hearsight history replay 12

      hearsight history ask 12 "What was the total?"

      hearsight history export history.html

      hearsight history forget --last-hour

      hearsight settings set history.private on
    """
    if context.invoked_subcommand is None:
        from assistant.shelf import show_history

        if search and kept:
            raise click.UsageError("Use --search or --kept, not both.")
        show_history(_wanted(search or "", "", None, kept), count, as_one_object=as_json)


@history.command("list")
@_choosing
@_count
@_json
def history_list(count: int, as_json: bool, **which: Any) -> None:
    """The last turns, newest first, each with its number."""
    from assistant.shelf import show_history

    show_history(_wanted("", **which), count, as_one_object=as_json)


@history.command("search")
@click.argument("words", nargs=-1, required=True, metavar="WORDS")
@_choosing
@_count
@_json
def history_search(words: tuple[str, ...], count: int, as_json: bool, **which: Any) -> None:
    """Turns in which all the words occur, also as parts of others: asked, said, title, note, program.

    [b]Example[/b]

      hearsight history search disk full --program Files --days 7
    """
    from assistant.shelf import show_history

    if not " ".join(words).strip():
        raise click.UsageError("Say what to search for.")
    show_history(_wanted(" ".join(words), **which), count, as_one_object=as_json)


@history.command("open")
def history_open() -> None:
    """Open the history's window, in the running app."""
    from assistant.chat_pictures import open_window

    sys.exit(open_window("history"))


@history.command("show")
@_id
@_json
def history_show(number: int, as_json: bool) -> None:
    """All of one turn."""
    from assistant.shelf import show_turn

    show_turn(number, as_one_object=as_json)


@history.command("replay")
@click.argument("number", metavar="[ID]", required=False, type=click.IntRange(1))
def history_replay(number: int | None) -> None:
    """Say a turn again, by the running app's voice where there is one; without an ID the last."""
    from assistant.cli_aloud import aloud
    from assistant.settings import load
    from assistant.shelf import one, plain
    from assistant.wiring.habits import language_of

    said = one(number).turn.said
    click.echo(plain(said))
    sys.exit(aloud(said, language_of(load())))


@history.command("copy")
@click.argument("number", metavar="[ID]", required=False, type=click.IntRange(1))
def history_copy(number: int | None) -> None:
    """Put what was said in a turn on the clipboard; without an ID the last."""
    from assistant.carry import Command
    from assistant.cli_carry import by_running_app
    from assistant.shelf import copy_text, one

    said = one(number).turn.said
    reply = by_running_app(Command(kind="copy", question=said), lambda _: None)
    if reply is None or reply.error:
        copy_text(said)
    click.echo(f"Copied: {said}")


@history.command("ask")
@_id
@click.argument("question", metavar='"QUESTION"')
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
@click.option("--no-speech", is_flag=True, help="Print only.")
@click.option("--no-daemon", is_flag=True, help="Do it here, also when the tray app runs.")
def history_ask(number: int, question: str, as_json: bool, no_speech: bool, no_daemon: bool) -> None:
    """Ask again about the picture that was kept of a turn (hearsight settings history.keep pictures).

    [b]Example[/b]

      hearsight history ask 12 "What is the total?"
    """
    from assistant.carry import Command, Reply, carry_out
    from assistant.cli_carry import OnText, carry, carry_alone
    from assistant.shelf import check_picture

    if not question.strip():
        raise click.UsageError("The question is empty.")
    check_picture(number)

    def here(command: Command, on_text: OnText) -> Reply:
        return carry_alone(
            command,
            lambda app, command, token: carry_out(app.session, command, app.source_from, on_text=on_text, token=token),
            listen=False,
        )

    command = Command(kind="ask", source=f"history:{number}", question=question, speak=not no_speech)
    carry(command, here, as_json=as_json, alone=no_daemon)


@history.command("export")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--search", default="", metavar="WORDS", help="Only turns with these words.")
@_choosing
@click.option("--pictures", is_flag=True, help="With the pictures that were kept; nothing in the file is sealed.")
@click.option("--yes", is_flag=True, help="Write over a file that is there without asking.")
def history_export(file: Path, search: str, pictures: bool, yes: bool, **which: Any) -> None:
    """Write the turns into a page (.html), Markdown (.md) or JSON (.json).

    [b]Example[/b]

      hearsight history export july.html --days 31
    """
    from assistant.errors import Usage
    from assistant.settings import load
    from assistant.shelf import export_history
    from assistant.wiring.habits import language_of

    def sure(name: str) -> bool:
        if yes:
            return True
        if not sys.stdin.isatty():
            raise Usage(f"{name} is there already. To write over it: add --yes.")
        return click.confirm(f"{name} is there already. Write over it?", default=False)

    wanted = _wanted(search, **which)
    count = export_history(file, wanted, language=language_of(load()), pictures=pictures, sure=sure)
    click.echo(f"{count} turns were written to {file}." if count >= 0 else "Nothing was written.")


@history.command("forget")
@click.option("--all", "everything", is_flag=True, help="Every turn.")
@click.option("--last-hour", "last_hour", is_flag=True, help="Those of the last hour.")
@click.option("--older-than", "days", type=click.IntRange(0), metavar="DAYS", help="Older ones, but none that is kept.")
@click.option("--kept", is_flag=True, help="All that it was told to remember.")
@click.option("--id", "number", type=click.IntRange(1), metavar="ID", help="One, as `hearsight history` numbers them.")
def history_forget(everything: bool, last_hour: bool, days: int | None, kept: bool, number: int | None) -> None:
    """Delete past turns and their pictures, from the disk too. This can't be undone."""
    from assistant.shelf import forget_history

    if everything + last_hour + (days is not None) + kept + (number is not None) != 1:
        raise click.UsageError("Say what to forget: --all, --last-hour, --kept, --older-than DAYS or --id ID.")
    since = HOUR_S if last_hour else None
    forget_history(id=number, older_than_days=days, kept=kept, last_s=since, everything=everything)
