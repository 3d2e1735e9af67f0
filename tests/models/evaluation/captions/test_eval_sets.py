"""`hearsight eval captions|vqa`, as a person runs them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.models.vlm import tiny

from . import sets

HEARSIGHT = [sys.executable, "-m", "assistant.cli", "eval"]


def evaluate(*arguments: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "HEARSIGHT_HOME": str(home / "home"), "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}
    command = [*HEARSIGHT, *map(str, arguments)]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=250)


def test_questions_are_asked_of_the_product_and_a_broken_picture_is_left_out(tmp_path: Path) -> None:
    folder = sets.easy(tmp_path / "easy", splits=("test",))
    broken = folder / "data" / "test" / "images" / "1.png"
    broken.write_bytes(broken.read_bytes()[:60])
    out = tmp_path / "figures.md"
    command = ("vqa", folder, "--bad-share", "0.5", "--json", "--out", out)
    done = evaluate(*command, home=tmp_path)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert (found["set"], found["engine"], found["all"]["questions"]) == ("easy-VQA", "grounded", 3)
    assert [bad["id"] for bad in found["bad"]] == ["2"]
    assert found["all"]["accuracy"] <= found["all"]["answered"]
    assert "3 of 4 rows: 3" in done.stderr
    assert "| accuracy |" in out.read_text()
    kept = (tmp_path / "figures.answers.jsonl").read_text().splitlines()
    assert len(kept) == 1 + 3
    done = evaluate("vqa", folder, "--results", tmp_path / "figures.answers.jsonl", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("easy-VQA, test/questions.json: results figures.answers.jsonl")
    assert "1 of 4 rows have no result" in done.stdout
    done = evaluate(*command, home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "figures.answers.jsonl has 3 rows from before: they are not looked at again." in done.stderr
    assert json.loads(done.stdout)["all"] == found["all"]


def test_captions_of_a_model_in_a_folder_are_measured(tmp_path: Path) -> None:
    """An untrained one: it says nonsense, and the figures say so."""
    folder, model = sets.coco(tmp_path / "coco"), tiny.save(tmp_path / "untrained")
    command = ("captions", folder, "--model", model, "--limit", "1", "--bad-share", "0.5", "--raw", "--json")
    done = evaluate(*command, home=tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["engine"], found["model"]) == ("vlm", "untrained")
    assert (found["checked"], found["all"]["pictures"]) == ("no", 1)
    assert found["all"]["bleu_4"] < 0.2
    assert str(tmp_path) not in done.stdout


def test_results_are_measured_without_looking(tmp_path: Path) -> None:
    """Nor need the pictures be there."""
    folder, path = sets.coco(tmp_path / "coco"), tmp_path / "results.json"
    shutil.rmtree(folder / "val2014")
    rows = [{"image_id": 1, "caption": "A red square on white."}, {"image_id": 2, "caption": "green shape"}]
    sets.write(path, rows)
    done = evaluate("captions", folder, "--results", path, "--bad-share", "0.5", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "| BLEU-1 | 1.0000 |" in done.stdout
    assert "| ROUGE-L | 1.0000 |" in done.stdout
    assert "Rows that could not be used and are left out: 1" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (["captions", "{nowhere}"], "There is no folder", 3),
        (["captions", "{easy}"], "holds no set in the layout of COCO-Captions", 3),
        (["vqa", "{easy}"], "holds several sets: data/test/questions.json, data/train/questions.json.", 2),
        (["vqa", "{easy}", "--split", "test", "--results", "x", "--engine", "vlm"], "--results looks at nothing", 2),
        (["vqa", "{easy}", "--split", "test", "--engine", "auto"], "No captioning model is installed.", 5),
        (["vqa", "{easy}", "--split", "test", "--raw"], "--raw is for what a model says", 2),
        (["captions", "{coco}"], "1 of 3 rows of captions_val2014.json can't be used, and 1% may be left out", 3),
        (["captions", "{coco}", "--bad-share", "nan"], "It is between 0 and 1", 2),
        (["captions", "{coco}", "--bad-share", "0.005"], "can't be used, and 0.5% may be left out", 3),
        (["captions", "{coco}", "--tools", "{easy}"], "has no meteor/meteor-1.5.jar", 3),
        (["captions", "{coco}", "--wordnet", "{easy}"], "holds no WordNet that I can read", 3),
        (["captions", "{coco}", "--out", "{nowhere}/x.md"], "There is no such folder.", 3),
        (["captions", "{coco}", "--out", "x.xls"], "written as .md, .csv or .json", 2),
    ],
)
def test_what_cannot_be_used_is_one_sentence(tmp_path: Path, arguments: list[str], said: str, code: int) -> None:
    places = {
        "nowhere": tmp_path / "nowhere",
        "easy": sets.easy(tmp_path / "easy"),
        "coco": sets.coco(tmp_path / "coco"),
    }
    done = evaluate(*(one.format(**places) for one in arguments), home=tmp_path)
    assert done.returncode == code, done.stderr
    assert said in " ".join(done.stderr.replace("│", " ").split()), done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout
