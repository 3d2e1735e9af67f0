"""`hearsight models ...`: the command line of `assistant.model_shelf`."""

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
    from assistant.model_shelf import list_models

    list_models(as_json)


@models.command("install")
@click.argument("names", nargs=-1, metavar="NAME|DIR...")
@click.option("--needed", is_flag=True, help="All that the main job needs.")
def models_install(names: tuple[str, ...], needed: bool) -> None:
    """Fetch and verify models by name, or copy one from a folder."""
    from assistant.model_shelf import install_models

    if not names and not needed:
        raise click.UsageError("Which one? hearsight models list shows them.")
    install_models(names, needed=needed)


@models.command("remove")
@click.argument("name")
def models_remove(name: str) -> None:
    """Delete a model from this computer."""
    from assistant.model_shelf import remove_model

    remove_model(name)


@models.command("verify")
@click.argument("names", nargs=-1, metavar="[NAME...]")
def models_verify(names: tuple[str, ...]) -> None:
    """Hash every file again; exit code 5 if one is damaged."""
    from assistant.model_shelf import verify_models

    sys.exit(verify_models(names))


@models.command("bench")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
def models_bench(as_json: bool) -> None:
    """Measure how quick each recogniser is here, and tell which is chosen and why."""
    from assistant.model_shelf import bench_models

    bench_models(as_json)
