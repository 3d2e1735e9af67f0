"""What commands that take long have in common: how far they are, and a file that is written whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import rich_click as click


@contextmanager
def progress(count: int, what: str) -> Iterator[Callable[[str], None]]:
    """A bar on stderr; where that is no terminal, a line for every tenth part. Tell it the name of each that is done;
    `what` they are, in the plural."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    done = 0
    if not sys.stderr.isatty():

        def line(name: str) -> None:
            nonlocal done
            done += 1
            if done * 10 // count > (done - 1) * 10 // count:
                click.echo(f"{done} of {count} {what}: {name}", err=True)

        yield line
        return
    columns = (TextColumn("{task.description:<30.30}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=count)

        def tell(name: str) -> None:
            bar.update(task, advance=1, description=name)

        yield tell


def check_out(named: str | None, *endings: str) -> None:
    """That --out can be written in the end, before what takes long begins. Raises `click.BadParameter`,
    `errors.UnusableInput`."""
    from assistant.errors import UnusableInput

    if named is None:
        return
    if Path(named).suffix not in endings:
        known = " or ".join(", ".join(endings).rsplit(", ", 1))
        raise click.BadParameter(f"The table is written as {known}.", param_hint="--out")
    if not Path(named).absolute().parent.is_dir():
        raise UnusableInput(f"The table can't be written to {named}. There is no such folder.")


def write_whole(path: Path, text: str) -> None:
    """All of it or nothing. Raises `errors.UnusableInput`."""
    from assistant.errors import UnusableInput

    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UnusableInput(f"The table can't be written to {path}.", detail=str(error)) from error
