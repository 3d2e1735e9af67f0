"""`hearsight products`: what bar codes mean, as the person taught it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import rich_click as click

if TYPE_CHECKING:
    from assistant.products import Products


@click.group()
def products() -> None:
    """Names for bar codes: `hearsight describe` then tells the product's name. Kept on this computer only.

    [b]Examples[/b]

      hearsight products add 4006381333931 "yellow marker"

      hearsight products list

      hearsight products forget 4006381333931
    """


@products.command("add")
@click.argument("code")
@click.argument("name")
def products_add(code: str, name: str) -> None:
    """Teach the NAME of the product with this bar CODE."""
    _table().add(code, name)
    click.echo(f"{code}: {name}")


@products.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
def products_list(as_json: bool) -> None:
    """All that were taught."""
    known = _table().all()
    if as_json:
        click.echo(json.dumps({"products": known}, ensure_ascii=False))
        return
    for code, name in sorted(known.items(), key=lambda one: one[1].casefold()):
        click.echo(f"{code}: {name}")


@products.command("forget")
@click.argument("code")
def products_forget(code: str) -> None:
    """Forget the product with this bar CODE."""
    click.echo(f"{code}: {_table().forget(code)}")


def _table() -> Products:
    from assistant.folders import data_dir
    from assistant.products import FILE_NAME, Products

    return Products(data_dir() / FILE_NAME)
