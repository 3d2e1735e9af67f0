"""The programs in Java, spoken to as they speak; here a stand-in for `java` that keeps their protocol."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from assistant.errors import UnusableInput
from models.evaluation.captions import java

JAVA = """#!{python}
import json, sys
if "-stdio" in sys.argv:
    for line in sys.stdin:
        kind, *parts = line.rstrip("\\n").split(" ||| ")
        if kind == "SCORE":
            print(len(parts), parts[-1].count(" ") + 1, flush=True)
        else:
            print(*(float(part.split()[1]) for part in parts), 0.25, sep="\\n", flush=True)
else:
    rows = json.load(open(sys.argv[sys.argv.index("-jar") + 2]))
    scores = [{{"image_id": row["image_id"], "scores": {{"All": {{"f": len(row["refs"]) / 4}}}}}} for row in rows]
    json.dump(scores, open(sys.argv[sys.argv.index("-out") + 1], "w"))
"""
BROKEN = "#!{python}\nimport sys\nprint('no memory', file=sys.stderr)\nsys.exit(1)\n"
PAIRS = [(["a", "|||", "dog"], [["a", "dog"]]), (["cat"], [["a", "cat"], ["cats"], ["kitten"]])]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script")


@pytest.fixture
def jars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With the jars' names, and `java` first on the path."""
    for name in (java.METEOR_JAR, java.SPICE_JAR, *java.PARSER):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    put(tmp_path, JAVA)
    return tmp_path


def put(folder: Path, script: str) -> None:
    (folder / "java").write_text(script.format(python=sys.executable))
    (folder / "java").chmod(0o755)


def test_meteor_tells_a_figure_a_caption_and_one_of_all(jars: Path) -> None:
    assert java.missing(jars) == ""
    assert java.meteor(PAIRS, jars) == [3.0, 1.0, 0.25], "words of the captions, the last of each line"


def test_spice_is_the_mean(jars: Path) -> None:
    assert java.missing(jars, spice=True) == ""
    assert java.spice(PAIRS, jars) == (1 / 4 + 3 / 4) / 2


def test_a_program_that_fails_is_one_sentence(jars: Path) -> None:
    put(jars, BROKEN)
    with pytest.raises(UnusableInput, match="METEOR's program said something else than figures") as meteor:
        java.meteor(PAIRS, jars)
    assert "no memory" in meteor.value.detail
    with pytest.raises(UnusableInput, match=r"spice-1\.0\.jar failed") as spice:
        java.spice(PAIRS, jars)
    assert "no memory" in spice.value.detail


CHATTY = """#!{python}
import sys
print("WARNING " * 20_000, file=sys.stderr, flush=True)
for line in sys.stdin:
    print("1.0", flush=True)
    if line.startswith("EVAL"):
        print("1.0\\n1.0", flush=True)
"""
SILENT = """#!{python}
import sys
for line in sys.stdin:
    print(flush=True)
"""


def test_a_program_that_warns_a_lot_does_not_wait_for_a_reader(jars: Path) -> None:
    put(jars, CHATTY)
    assert java.meteor(PAIRS, jars) == [1.0, 1.0, 1.0]


def test_a_program_that_says_nothing_and_goes_on_is_ended(jars: Path) -> None:
    put(jars, SILENT)
    with pytest.raises(UnusableInput, match="something else than figures"):
        java.meteor(PAIRS, jars)


def test_a_program_that_hangs_is_ended(jars: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(java, "LONGEST_S", 0.01)
    put(jars, "#!{python}\nimport signal\nsignal.pause()\n")
    with pytest.raises(UnusableInput, match="something else than figures"):
        java.meteor(PAIRS, jars)
    with pytest.raises(UnusableInput, match=r"spice-1\.0\.jar failed"):
        java.spice(PAIRS, jars)


def test_a_program_that_cannot_start_or_writes_nothing_is_one_sentence(jars: Path) -> None:
    put(jars, "#!{python}\n")
    with pytest.raises(UnusableInput, match="SPICE's program said something else than figures"):
        java.spice(PAIRS, jars)
    (jars / "java").write_text("#!/nowhere/at/all\n")
    with pytest.raises(UnusableInput, match="METEOR's program"):
        java.meteor(PAIRS, jars)
    with pytest.raises(UnusableInput, match=r"spice-1\.0\.jar failed"):
        java.spice(PAIRS, jars)


def test_what_is_missing_is_said(jars: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert java.missing(None) == "pycocoevalcap is not at hand"
    (jars / java.PARSER[-1]).unlink()
    assert java.missing(jars, spice=True) == "Stanford's models for SPICE are not at hand"
    monkeypatch.setenv("PATH", "/nowhere")
    assert java.missing(jars) == "Java is not installed"
