"""`hearsight eval screens`: the product's own turn on screens with facts, and one sentence for what can't be used."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .drawn import dialog, two_columns, write_screen

HEARSIGHT = [sys.executable, "-m", "assistant.cli", "eval", "screens"]


def evaluate(*arguments: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "HEARSIGHT_HOME": str(home / "home"), "LANG": "C.UTF-8"}
    command = [*HEARSIGHT, *map(str, arguments)]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=250)


def figures(folder: Path, *arguments: str) -> dict[str, Any]:
    done = evaluate(folder, "--json", *arguments, home=folder.parent)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_a_set_is_measured_from_pixels_alone_and_with_the_tree(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    two_columns(folder)
    dialog(folder)
    found = figures(folder)
    whole = found["all"]
    assert whole["characters"] > 100
    assert whole["character_error"] <= 0.02
    assert whole["order_similarity"] == 1.0
    assert whole["unbacked"] == whole["unsupported"] == whole["invented"] == 0
    assert whole["abstained"] == 1.0
    assert whole["confidently_wrong"] == 0.0
    assert whole["exact_of_all"] <= whole["exact"]
    assert 0 < whole["first_sentence_ms"] <= whole["total_ms"]
    told = figures(folder, "--with-tree", "--only", "dialog")
    assert told["all"]["control_recall"] == told["all"]["control_precision"] == 1.0
    assert told["all"]["exact"] == 1.0
    assert told["misses"] == {"dialog": []}


def test_what_is_not_there_is_found_out(tmp_path: Path) -> None:
    """Facts that say otherwise than the picture: each measure must notice."""
    folder = two_columns(tmp_path / "set")
    path = folder / "facts.json"
    facts = json.loads(path.read_text())
    facts["lines"][0]["text"] = "Nothing of the sort is written on this line"
    facts["lines"].reverse()
    facts["questions"] = [
        {"ask": ["What do lost cards cost?"], "type": "value", "answerable": True, "contains": ["seven pounds"]},
        {"ask": ["What costs four euros?", "Which cards cost four euros?"], "type": "text", "answerable": False},
    ]
    path.write_text(json.dumps(facts))
    found = figures(tmp_path / "set")
    whole = found["all"]
    assert whole["character_error"] > 0.1
    assert whole["kendall_tau"] == -1.0
    assert whole["invented"] >= 1
    assert whole["exact"] == 0.0
    assert whole["confidently_wrong"] > 0
    misses = found["misses"]["columns"]
    for kind in ("text: “Nothing of the sort", "order: ", "claim, invented: ", ", answered wrong: "):
        assert any(kind in miss for miss in misses), (kind, misses)


def test_the_table_is_written_and_progress_goes_to_stderr_alone(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    two_columns(folder)
    dialog(folder)
    out = tmp_path / "table.csv"
    done = evaluate(folder, "--out", out, home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "2 of 2 screens" in done.stderr
    assert "of 2 screens" not in done.stdout
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert [row["name"] for row in rows if row["group"] == "screen"] == ["columns", "dialog"]
    assert {row["group"] for row in rows} == {"screen", "kind", "all"}
    assert "characters wrong: " in done.stdout
    assert list(tmp_path.glob(".table*")) == []


@pytest.mark.parametrize(
    ("arguments", "sentence", "code"),
    [
        (["nowhere"], "There is no folder nowhere.", 3),
        (["set", "--only", "chat"], "No screen in set has 'chat' in its name.", 3),
        (["set", "--out", "table.txt"], "The table is written as .csv or .md.", 2),
        (["set", "--out", "no/such/folder/table.md"], "The table can't be written to no/such/folder/table.md.", 3),
        (["set", "--engine", "vlm"], "No captioning model is installed.", 5),
        (["other"], "small: size is not that of the picture, which has 900 x 420 pixels.", 3),
    ],
)
def test_what_cannot_be_used_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str, code: int
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path.cwd()))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HEARSIGHT_MODELS", str(tmp_path / "models"))
    two_columns(tmp_path / "set")
    small = write_screen(tmp_path / "other", "small", [("Hello", 30, 30, 1)])
    facts = json.loads((small / "facts.json").read_text())
    (small / "facts.json").write_text(json.dumps({**facts, "size": [800, 420]}))
    done = evaluate(*arguments, home=tmp_path)
    assert done.returncode == code, done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
