"""`hearsight models ...` and `hearsight history ...`: the command line of `assistant.shelf`."""

from __future__ import annotations

import sys

import rich_click as click


@click.group()
def models() -> None:
    """The models on this computer: list, install, remove, verify, bench."""


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
def models_list(as_json: bool) -> None:
    """What there is, what is installed, what each is for."""
    from assistant.shelf import list_models

    list_models(as_json)


@models.command("install")
@click.argument("names", nargs=-1, metavar="NAME|DIR...")
@click.option("--needed", is_flag=True, help="All that the main job needs.")
def models_install(names: tuple[str, ...], needed: bool) -> None:
    """Fetch and verify models by name, or copy one from a folder."""
    from assistant.shelf import install_models

    if not names and not needed:
        raise click.UsageError("Which one? hearsight models list shows them.")
    install_models(names, needed=needed)


@models.command("remove")
@click.argument("name")
def models_remove(name: str) -> None:
    """Delete a model from this computer."""
    from assistant.shelf import remove_model

    remove_model(name)


@models.command("verify")
@click.argument("names", nargs=-1, metavar="[NAME...]")
def models_verify(names: tuple[str, ...]) -> None:
    """Hash every file again; exit code 5 if one is damaged."""
    from assistant.shelf import verify_models

    sys.exit(verify_models(names))


@models.command("bench")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
def models_bench(as_json: bool) -> None:
    """Measure how quick each recogniser is here, and tell which is chosen and why."""
    from assistant.shelf import bench_models

    bench_models(as_json)


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
