"""`hearsight history ...`: the command line of `assistant.shelf`."""

from __future__ import annotations

import rich_click as click


@click.group(invoke_without_command=True)
@click.option("--search", metavar="WORDS", help="Only turns with these words.")
@click.option("--kept", is_flag=True, help="Only what you told it to remember.")
@click.option("-n", "count", default=10, show_default=True, type=click.IntRange(1, 1000))
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
@click.pass_context
def history(context: click.Context, search: str | None, kept: bool, count: int, as_json: bool) -> None:
    """What was said before. (hearsight settings history.keep off ends the keeping.)"""
    if context.invoked_subcommand is None:
        from assistant.shelf import show_history

        if search and kept:
            raise click.UsageError("Use --search or --kept, not both.")
        show_history(search, count, as_json, kept=kept)


@history.command("forget")
@click.option("--all", "everything", is_flag=True, help="Every turn.")
@click.option("--older-than", "days", type=click.IntRange(0), metavar="DAYS", help="Older ones, but none that is kept.")
@click.option("--kept", is_flag=True, help="All that it was told to remember.")
@click.option("--id", "number", type=click.IntRange(1), metavar="ID", help="One, as `hearsight history` numbers them.")
def history_forget(everything: bool, days: int | None, kept: bool, number: int | None) -> None:
    """Delete past turns."""
    from assistant.shelf import forget_history

    if everything + (days is not None) + kept + (number is not None) != 1:
        raise click.UsageError("Say what to forget: --all, --kept, --older-than DAYS or --id ID.")
    forget_history(id=number, older_than_days=days, kept=kept, everything=everything)
