"""Takes the pictures: one after each key, with the program's accessibility tree as the truth.

    python -m benchmarks.focus.record --out build/focus [--split build|measure|fresh] [--only NAME ...]

One folder a picture: screen.png and tree.json (`benchmarks.screens.facts.written_thing`). What is there already is not
made again. Exit code 1: at least one program failed, and was told of.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[1] / "packaging")]

from PIL import Image  # noqa: E402

from assistant.types import Capture, Thing  # noqa: E402
from benchmarks.focus.programs import Program, programs  # noqa: E402
from benchmarks.screens import facts  # noqa: E402
from benchmarks.screens.browsers import Chromium  # noqa: E402
from benchmarks.screens.stage import Stage, has, on_desktop, same  # noqa: E402

SIZE = (1100, 800)


def record(stage: Stage, program: Program, out: Path) -> int:
    """The pictures of one program; how many."""
    stage.prepare(theme=program.theme, scale=program.scale)
    with contextlib.ExitStack() as open_:
        _open(stage, program, open_)
        count = 0
        for number, key in enumerate(program.keys):
            stage.key(key)
            capture, things = _steady(stage)
            folder = out / f"{program.name}-{number:02}"
            folder.mkdir(parents=True, exist_ok=True)
            Image.fromarray(capture.pixels).save(folder / "screen.png")
            facts.write(folder / "tree.json", [facts.written_thing(thing) for thing in things])
            count += 1
    return count


def _open(stage: Stage, program: Program, open_: contextlib.ExitStack) -> None:
    if program.page:
        browser = Chromium(stage, f"http://quayside.example/{program.page}", scale=program.scale,
                           dark=program.theme == "dark")  # fmt: skip
        open_.callback(browser.close)
        title = str(browser.evaluate("document.title"))
        if program.css:
            browser.evaluate(
                "document.head.append(Object.assign(document.createElement('style'), "
                f"{{textContent: ':focus-visible{{{program.css}}}'}}))"
            )
        stage.window(re.escape(title[:12]))
        stage.still()
        return
    gap = {"{python}": sys.executable, "{here}": str(HERE)}
    command = tuple(
        part.replace("{here}", gap["{here}"]).replace("{python}", gap["{python}"]) for part in program.command
    )
    stage.start(*command)
    stage.window(program.title or ".")
    if program.opened:
        stage.still()
    for key in program.opened:
        stage.key(key)
        stage.still()
    if program.then:
        stage.window(program.then)
        stage.still()


def _steady(stage: Stage) -> tuple[Capture, tuple[Thing, ...]]:
    """Picture and tree of one moment; of a program that never stops drawing, of a moment in which the tree agrees with
    itself."""
    with contextlib.suppress(RuntimeError):
        for _ in range(6):
            capture = stage.still()
            things = stage.things(capture)
            if same(capture, stage.grab()):
                return capture, things
    for _ in range(6):
        before, capture, things = stage.things(stage.grab()), stage.grab(), stage.things(stage.grab())
        if [one.box for one in before if "focused" in one.states] == [
            one.box for one in things if "focused" in one.states
        ]:
            return capture, things
    raise RuntimeError("the program never stopped drawing")


def todo(out: Path, split: str, only: list[str]) -> Iterator[Program]:
    for program in programs(split, only):
        if only or not (out / f"{program.name}-{len(program.keys) - 1:02}" / "tree.json").exists():
            yield program


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("build/focus"))
    parser.add_argument("--split", choices=("build", "measure", "fresh"), default="build")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME")
    asked = parser.parse_args()
    out = asked.out / asked.split
    failed = 0
    home = Path(tempfile.gettempdir()) / f"hearsight-focus-{os.getpid()}" / "ada"
    for program in todo(out, asked.split, asked.only):
        missing = has([part for part in program.command[:1] if not part.startswith("{")])
        if missing:
            print(f"{program.name}: {missing[0]} is not installed", flush=True)
            failed += 1
            continue
        try:
            with on_desktop(SIZE, home) as stage:
                print(f"{program.name}: {record(stage, program, out)} pictures", flush=True)
        except Exception as error:  # noqa: BLE001 - a program may fail in any way; the others are recorded all the same
            print(f"{program.name}: {type(error).__name__}: {error}", flush=True)
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
