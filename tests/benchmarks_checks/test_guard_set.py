"""The set that the guard is measured with, and how it is counted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.types import Box, Capture, Scene, TextBlock
from benchmarks import guard

LINES = {half: list(guard.read((guard.SENTENCES / f"{half}.txt").read_text("utf-8"))) for half in guard.HALVES}


def test_the_set_is_large_and_as_much_of_it_is_true_as_false() -> None:
    every = [line for lines in LINES.values() for line in lines]
    assert len(every) >= 300
    for lines in LINES.values():
        assert 0.4 < sum(line.true for line in lines) / len(lines) < 0.6
    assert {line.kind for line in every} == {"screen", "photo"}
    kinds = {"text", "number", "count", "place", "relation", "colour", "state", "object", "role"}
    assert {line.changed for line in every if not line.true} == kinds


def test_no_sentence_is_in_two_halves() -> None:
    texts = [(line.picture, line.text) for lines in LINES.values() for line in lines]
    assert len(texts) == len(set(texts))


def test_a_line_that_is_none_is_told() -> None:
    with pytest.raises(SystemExit, match="line 2"):
        list(guard.read("# a\nwhat is this\n"))


def test_what_is_let_through_and_dropped_is_counted() -> None:
    block = TextBlock("Sign in", Box(10, 10, 60, 12), source="tree")
    scene = Scene(100, 100, "file", blocks=(block,), complete=True)
    capture = Capture(np.full((100, 100, 3), 250, np.uint8), "file")
    lines = list(
        guard.read('# a\n+ It says "Sign in".\n+ A nice page.\n- text: It says "Log in".\n- colour: A red page.\n')
    )
    rows = guard.table(guard.judged(lines, lambda picture: (capture, scene)))
    by = {row["guard"]: row for row in rows if row["pictures"] == "screens"}
    assert by["none"]["false let through"] == 100
    assert by["before"]["false let through"] == 50
    now = by["now"]
    assert (now["true said"], now["true hedged"], now["true dropped"]) == (50, 50, 0)
    assert (now["false let through"], now["false dropped"]) == (0, 100)


def test_a_photo_is_looked_for_in_whole_wheels_only(tmp_path: Path) -> None:
    eyes = guard.Eyes.__new__(guard.Eyes)
    eyes._wheels = tmp_path
    with pytest.raises(SystemExit, match=r"The photo a\.png is in no wheel under"):
        eyes._photo("a.png")
    (tmp_path / "a.whl").write_bytes(b"PK and not more")
    with pytest.raises(SystemExit, match="is no wheel, or not a whole one"):
        eyes._photo("a.png")


def test_what_is_shown_is_no_part_of_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    scene = Scene(100, 100, "file", complete=True)
    capture = Capture(np.full((100, 100, 3), 250, np.uint8), "file")
    guard.judged(guard.read('# a\n+ It says "Sign in".\n'), lambda picture: (capture, scene), show=True)
    out, err = capsys.readouterr()
    assert (out, 'It says "Sign in".' in err) == ("", True)
