"""Builds the set of real screens: pictures of real programs, and what is known to be visible in them.

    python benchmarks/screens/build.py --out build/screens [--only NAME ...] [--quick] [--force] [--list] [--need]

What is there already, and was built from the same recipes, is not built again. One folder a screen: screen.png,
facts.json and, where the program tells of its accessibility tree, tree.json; docs/screens.md tells every key.
Exit code 0: all there; 1: at least one program failed, and was told of; 2: wrong usage; 4: nothing could be built.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import functools
import hashlib
import itertools
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

from PIL import Image  # noqa: E402

from benchmarks.screens import facts  # noqa: E402
from benchmarks.screens.recipe import Recipe, Shot, Warp  # noqa: E402
from benchmarks.screens.recipes import every  # noqa: E402
from benchmarks.screens.stage import Stage, has, on_desktop  # noqa: E402
from benchmarks.screens.warp import warped  # noqa: E402

HOME = Path(tempfile.gettempdir()) / "hearsight-screens"
"""Where the programs' home is: always the same, since programs show paths."""


def digest(recipe: Recipe | Warp) -> str:
    """Of all that makes a screen what it is: every source of this folder, and the recipe's name."""
    return hashlib.sha256(_sources() + recipe.name.encode()).hexdigest()[:16]


@functools.cache
def _sources() -> bytes:
    """A digest of each file that may change a picture or its facts; check.py and the questions may not."""
    files = sorted(path for path in HERE.rglob("*") if path.suffix in (".py", ".js", ".html", ".txt"))
    return b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files if path.name != "check.py")


def up_to_date(out: Path, recipe: Recipe | Warp) -> bool:
    path = out / recipe.name / "facts.json"
    try:
        return bool(json.loads(path.read_text("utf-8"))["recipe"] == digest(recipe))
    except (OSError, ValueError, KeyError):
        return False


def questions(name: str) -> list[object]:
    path = HERE / "questions" / f"{name}.json"
    return list(json.loads(path.read_text("utf-8"))) if path.exists() else []


def refresh(out: Path, recipe: Recipe | Warp) -> None:
    """Questions may change without the picture."""
    path = out / recipe.name / "facts.json"
    known = json.loads(path.read_text("utf-8"))
    asked = questions(recipe.name)
    if known["questions"] != asked:
        facts.write(path, {**known, "questions": asked})


def save(out: Path, name: str, image: Image.Image, known: facts.Facts, things: Sequence[facts.Thing]) -> None:
    """All of a screen or nothing: a folder that is there is complete."""
    folder, half = out / name, out / f".{name}.half"
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    image.save(half / "screen.png", optimize=False, compress_level=6)
    facts.write(half / "facts.json", known.written())
    if known.tree:
        facts.write(half / known.tree, [facts.written_thing(thing) for thing in things])
    shutil.rmtree(folder, ignore_errors=True)
    half.rename(folder)


def save_shot(out: Path, recipe: Recipe, shot: Shot) -> None:
    capture = shot.capture
    window = None
    if capture.window is not None:
        frame = capture.window.frame.moved(-capture.origin[0], -capture.origin[1])
        window = {"app": capture.window.app, "title": capture.window.title, "box": frame.as_list()}
    known = facts.Facts(
        recipe.name, recipe.program, recipe.kind, (capture.width, capture.height), recipe.scale, recipe.theme,
        recipe.languages, "screen", capture.source, window, shot.truth, "tree.json" if shot.things else None,
        digest(recipe), questions(recipe.name),
    )  # fmt: skip
    save(out, recipe.name, Image.fromarray(capture.pixels), known, shot.things)


def build(out: Path, recipes: Sequence[Recipe | Warp], tell: Teller) -> int:
    """Build them; how many failed."""
    failed = 0
    straight = sorted((r for r in recipes if isinstance(r, Recipe)), key=lambda recipe: recipe.size)
    for size, group in itertools.groupby(straight, key=lambda recipe: recipe.size):
        with on_desktop(size, HOME / "ada") as stage:
            for recipe in group:
                failed += not _build_one(out, stage, recipe, tell)
    for warp in (r for r in recipes if isinstance(r, Warp)):
        source = out / warp.of
        if not (source / "facts.json").exists():
            tell.failed(warp.name, f"the screen {warp.of}, which it is made of, is not there")
            failed += 1
            continue
        image, known = warped(warp, source, digest(warp), questions(warp.name))
        save(out, warp.name, image, known, ())
        tell.done(warp.name)
    return failed


def _build_one(out: Path, stage: Stage, recipe: Recipe, tell: Teller) -> bool:
    missing = has(recipe.needs)
    if missing:
        tell.failed(recipe.name, f"{', '.join(missing)} is not installed (apt-get install {' '.join(recipe.packages)})")
        return False
    try:
        stage.prepare(theme=recipe.theme, scale=recipe.scale)
        save_shot(out, recipe, recipe.make(stage, recipe))
    except Exception as error:  # a program may fail in any way; the others are built all the same
        tell.failed(recipe.name, f"{type(error).__name__}: {error}")
        if os.environ.get("SCREENS_TRACEBACK"):
            raise
        return False
    finally:
        stage.clear()
    tell.done(recipe.name)
    return True


class Teller:
    """Progress as plain lines: they are read aloud well."""

    def __init__(self, total: int) -> None:
        self._total, self._done, self._began = total, 0, time.monotonic()

    def done(self, name: str) -> None:
        self._say(name)

    def failed(self, name: str, why: str) -> None:
        self._say(f"{name} FAILED: {why}")

    def _say(self, what: str) -> None:
        self._done += 1
        print(
            f"{self._done} of {self._total}, {time.monotonic() - self._began:.0f} s: {what}",
            file=sys.stderr,
            flush=True,
        )


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two builds at once would share the programs' home."""
    HOME.mkdir(exist_ok=True)
    with (HOME / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--out", type=Path, default=ROOT / "build" / "screens", help="default: build/screens")
    asked.add_argument("--only", nargs="+", metavar="NAME", help="only these screens (and what they are made of)")
    asked.add_argument("--quick", action="store_true", help="a few, with programs that `make setup` installs")
    asked.add_argument("--force", action="store_true", help="build again what is there")
    asked.add_argument("--list", action="store_true", help="print the names, programs and kinds")
    asked.add_argument("--need", action="store_true", help="print the Debian packages that the set needs")
    chosen = asked.parse_args()
    recipes = [r for r in every() if not chosen.quick or r.quick]
    if chosen.only:
        unknown = sorted(set(chosen.only) - {r.name for r in recipes})
        if unknown:
            asked.error(f"there is no screen called {', '.join(unknown)}; --list prints their names")
        wanted = set(chosen.only) | {r.of for r in recipes if isinstance(r, Warp) and r.name in chosen.only}
        recipes = [r for r in recipes if r.name in wanted]
    if chosen.list:
        for r in recipes:
            print(f"{r.name}\t{r.program}\t{r.kind}" if isinstance(r, Recipe) else f"{r.name}\t{r.condition}\t{r.of}")
        return 0
    if chosen.need:
        print(" ".join(sorted({name for r in recipes if isinstance(r, Recipe) for name in r.packages})))
        return 0
    return _build_all(chosen.out, recipes, force=chosen.force)


def _build_all(out: Path, recipes: Sequence[Recipe | Warp], *, force: bool) -> int:
    todo = [r for r in recipes if force or not up_to_date(out, r)]
    for recipe in recipes:
        if recipe not in todo:
            refresh(out, recipe)
    if len(todo) < len(recipes):
        print(f"already there: {len(recipes) - len(todo)} of {len(recipes)}", file=sys.stderr)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        print(f"Nothing can be written to {out}: {error.strerror}.", file=sys.stderr)
        return 4
    with alone():
        failed = build(out, todo, Teller(len(todo)))
    if failed:
        print(f"{failed} of {len(todo)} screens could not be built; their lines above tell why.", file=sys.stderr)
    return 0 if not failed else 4 if failed == len(recipes) else 1


if __name__ == "__main__":
    sys.exit(main())
