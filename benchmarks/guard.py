"""How much of what a model invents the guard lets through, and how much that is true it holds back.

    python benchmarks/screens/build.py
    pip download --no-deps --dest WHEELS scikit-image==0.25.2 scikit-learn==1.7.2
    python benchmarks/guard.py SCREENS --wheels WHEELS [--half dev|test|late|all] [--show] [--json]

SCREENS is the set of real screens that `benchmarks/screens/build.py` makes; the wheels have photos inside, and nothing
else of them is used. The sentences lie in `benchmarks/guard_sentences`: written as a model would write them of these
pictures, true (+) and changed to be false (- with what was changed). The guard's rules were made with the `dev` half;
`test` and `late` were written by the same hand and not looked at before; `late` when the rules stood, in other words
and of other pictures. One Chinese screen is in both dev and test, with different sentences.

Every picture is read by the whole pipeline (OCR, recorded accessibility tree, colours), and each sentence is judged
with a mean token probability of 0.9: the model is sure of everything, true or not. Three rows each:

- none: everything is said;
- before: the guard as it was up to 0.6 (quotations, numbers and the model's own certainty);
- now: `models.guard`, with the pixels.

"let through" is the share of the false sentences that are said as if they were true, "dropped" that of the true ones
that are not said at all; what is hedged ("It may show ...") counts as neither and has a column of its own.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assistant.types import Capture, Finding, Scene, Thing  # noqa: E402
from benchmarks import guard_before  # noqa: E402
from models import guard  # noqa: E402

SENTENCES = Path(__file__).parent / "guard_sentences"
HALVES = ("dev", "test", "late")
SURE = 0.9
"""Mean token probability that every sentence is given."""

Judge = Callable[[str, Capture, Scene], guard.Verdict]
JUDGES: dict[str, Judge] = {
    "none": lambda text, capture, scene: guard.Verdict("say", text, "nobody looks"),
    "before": lambda text, capture, scene: guard_before.check(text, scene, SURE),
    "now": lambda text, capture, scene: guard.check(text, scene, SURE, pixels=capture.pixels),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the set. `changed`: what makes it false ("number", "place", ...), empty for a true one."""

    picture: str
    true: bool
    text: str
    changed: str = ""

    @property
    def kind(self) -> str:
        return "photo" if self.picture.startswith("photo:") else "screen"


def read(text: str) -> Iterator[Line]:
    """The lines of a set: "# picture", "+ a true sentence", "- what was changed: a false one"."""
    picture = ""
    for number, line in enumerate(text.splitlines(), 1):
        mark, _, rest = line.partition(" ")
        if mark == "#":
            picture = rest.strip()
        elif mark == "+":
            yield Line(picture, True, rest)
        elif mark == "-" and ": " in rest:
            changed, _, sentence = rest.partition(": ")
            yield Line(picture, False, sentence, changed)
        elif line.strip():
            raise SystemExit(f"line {number} of the set is neither a picture nor a sentence: {line[:60]}")


def judged(
    lines: Iterable[Line], look: Callable[[str], tuple[Capture, Scene]], show: bool = False
) -> Counter[tuple[str, str, bool, str]]:
    """(judge, kind of picture, is true, decision) -> how many."""
    counts: Counter[tuple[str, str, bool, str]] = Counter()
    for line in lines:
        capture, scene = look(line.picture)
        for name, judge in JUDGES.items():
            verdict = judge(line.text, capture, scene)
            counts[name, line.kind, line.true, verdict.decision] += 1
            if show and name == "now" and verdict.decision == ("drop" if line.true else "say"):
                print(
                    f"{line.picture}: {'+' if line.true else '- ' + line.changed} {line.text}: {verdict.why}",
                    file=sys.stderr,
                )
    return counts


def table(counts: Counter[tuple[str, str, bool, str]]) -> list[dict[str, object]]:
    """A row for each judge and kind of picture, shares in per cent."""
    rows: list[dict[str, object]] = []
    for kinds in (("screen",), ("photo",), ("screen", "photo")):
        for name in JUDGES:
            of = {
                (true, decision): sum(counts[name, kind, true, decision] for kind in kinds)
                for true in (True, False)
                for decision in ("say", "hedge", "drop")
            }
            true, false = (sum(of[side, decision] for decision in ("say", "hedge", "drop")) for side in (True, False))
            if true and false:
                rows.append(
                    {
                        "pictures": "all" if len(kinds) > 1 else kinds[0] + "s",
                        "guard": name,
                        "true": true,
                        "true said": 100 * of[True, "say"] / true,
                        "true hedged": 100 * of[True, "hedge"] / true,
                        "true dropped": 100 * of[True, "drop"] / true,
                        "false": false,
                        "false let through": 100 * of[False, "say"] / false,
                        "false hedged": 100 * of[False, "hedge"] / false,
                        "false dropped": 100 * of[False, "drop"] / false,
                    }
                )
    return rows


class Eyes:
    """Looks at the set's pictures with the product's own eyes, each once."""

    def __init__(self, screens: Path, wheels: Path | None) -> None:
        from assistant.host import LocalWorker
        from assistant.settings import Settings
        from assistant.wiring.models import eyes, workers_for
        from models.store import Store

        workers = workers_for(Settings(), Store(), None)

        class Here:
            def worker(self, name: str) -> LocalWorker:
                module, _, cls = workers[name][0].partition(":")
                made = getattr(__import__(module, fromlist=[cls]), cls)(**workers[name][1])
                return LocalWorker(made)

        self._eyes = eyes(Here(), workers)  # type: ignore[arg-type]
        self._screens, self._wheels = screens, wheels
        self._seen: dict[str, tuple[Capture, Scene]] = {}

    def __call__(self, picture: str) -> tuple[Capture, Scene]:
        if picture not in self._seen:
            self._seen = {picture: self._look(picture)}  # the lines come picture by picture
        return self._seen[picture]

    def _look(self, picture: str) -> tuple[Capture, Scene]:
        from assistant.cancel import Token
        from assistant.look import Look

        kind, _, name = picture.rpartition(":")
        capture, tree = self._photo(name) if kind == "photo" else self._screen(name)
        look = Look(
            capture,
            tree=Recorded(tree) if tree else None,
            others=self._eyes.others,
            merger=self._eyes.merger,
            redactor=self._eyes.redactor,
            token=Token(),
            late=self._eyes.late,
        )
        return look.capture, look.finish()

    def _photo(self, name: str) -> tuple[Capture, tuple[Thing, ...]]:
        import numpy as np
        from PIL import Image

        for wheel in sorted(self._wheels.glob("*.whl")) if self._wheels else ():
            try:
                with zipfile.ZipFile(wheel) as archive:
                    inside = next((entry for entry in archive.namelist() if entry.endswith("/" + name)), None)
                    if inside is not None:
                        pixels = np.array(Image.open(io.BytesIO(archive.read(inside))).convert("RGB"))
                        return Capture(pixels, "file", name=name), ()
            except zipfile.BadZipFile:
                raise SystemExit(f"{wheel} is no wheel, or not a whole one: download it again.") from None
        raise SystemExit(f"The photo {name} is in no wheel under {self._wheels}: see the top of this file.")

    def _screen(self, name: str) -> tuple[Capture, tuple[Thing, ...]]:
        from assistant.capture.file import FileSource
        from models.evaluation.facts import load

        if not (self._screens / name).is_dir():
            raise SystemExit(f"There is no screen {name} in {self._screens}: run benchmarks/screens/build.py first.")
        facts = load(self._screens / name)
        capture = FileSource(facts.picture).grab()
        if not facts.tree:
            return capture, ()
        return replace(capture, source=facts.source, scale=facts.scale, window=facts.window, name=""), tuple(facts.tree)


class Recorded:
    """A `ports.Gatherer`: what the accessibility tree said when the picture was taken."""

    name = "tree"
    budget_s = 1.0

    def __init__(self, things: tuple[Thing, ...]) -> None:
        self._things = things

    def gather(self, capture: Capture, scene: Scene, token: object) -> Iterator[Finding]:
        from models.evidence.drawn import drawn_texts

        yield Finding(self.name, things=self._things, blocks=drawn_texts(self._things, capture.pixels), drawn=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("screens", type=Path, help="the folder that benchmarks/screens/build.py made")
    parser.add_argument("--wheels", type=Path, help="the folder with the wheels; without it the photos are left out")
    parser.add_argument("--half", choices=(*HALVES, "all"), default="all")
    parser.add_argument(
        "--show", action="store_true", help="print each sentence that the guard judges wrongly, to stderr"
    )
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    look, found = Eyes(asked.screens, asked.wheels), {}
    for half in HALVES if asked.half == "all" else (asked.half,):
        lines = list(read((SENTENCES / f"{half}.txt").read_text("utf-8")))
        if asked.wheels is None:
            lines = [line for line in lines if line.kind == "screen"]
        found[half] = table(judged(lines, look, asked.show))
    if asked.json:
        print(json.dumps(found, indent=1))
        return
    for half, rows in found.items():
        print(f"\n{half}")
        print("".join(f"{name:>18}" for name in rows[0]))
        for row in rows:
            print("".join(f"{value:>18.1f}" if isinstance(value, float) else f"{value:>18}" for value in row.values()))


if __name__ == "__main__":
    main()
