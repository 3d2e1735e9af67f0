"""A set of screens that is not as it should be is one sentence that names the file and the key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import HearsightError
from models.evaluation.facts import find, load

from .drawn import dialog, two_columns


def changed(folder: Path, **values: Any) -> Path:
    path = folder / "facts.json"
    facts = json.loads(path.read_text())
    facts.update(values)
    path.write_text(json.dumps({key: value for key, value in facts.items() if value != "gone"}))
    return folder


def test_all_that_is_known_of_a_screen_is_read(tmp_path: Path) -> None:
    facts = load(dialog(tmp_path))
    assert (facts.program, facts.kind, facts.size) == ("drawn", "dialog", (900, 420))
    assert facts.lines[0].text == "Delete 3 messages?"
    assert facts.window is not None
    assert facts.window.app == "Mail"
    assert facts.tree is not None
    assert [thing.name for thing in facts.tree if thing.role == "button"] == ["Cancel", "Delete"]
    assert facts.elements[0].states == {"focused"}
    assert facts.questions[0].contains == (("Cancel",),)


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"size": "gone"}, "size is missing"),
        ({"size": [900]}, "size is not 2 numbers"),
        ({"size": [900, float("nan")]}, "size is not 2 numbers"),
        ({"scale": "big"}, "scale is not a number"),
        ({"lines": {}}, "lines is not a list"),
        ({"lines": [{"text": "a", "box": [1, 2, 3]}]}, "lines[0].box is not 4 numbers"),
        ({"lines": [{"text": "a", "box": [1, 2, -3, 4]}]}, "lines[0].box is not x, y, width and height"),
        ({"lines": [{"box": [1, 2, 3, 4]}]}, "lines[0].text is missing"),
        ({"lines": ["a"]}, "lines[0] is not an object"),
        ({"ignore": [[1, 2, 3]]}, "ignore[0] is not 4 numbers"),
        ({"questions": [{"ask": [], "answerable": True}]}, "questions[0].ask is not a list of wordings"),
        ({"questions": [{"ask": ["x"]}]}, "questions[0].answerable is missing"),
        ({"questions": [{"ask": ["x"], "answerable": True}]}, "questions[0].contains is not"),
        ({"questions": [{"ask": ["x"], "answerable": False, "needs": "tree"}]}, "questions[0].needs is not"),
        ({"charts": [{"kind": "bar", "series": [{"values": ["x"]}]}]}, "charts[0].series[0].values is not"),
        ({"tables": [{"rows": [1]}]}, "tables[0].rows is not"),
        ({"tree": "nowhere.json"}, "nowhere.json"),
    ],
)
def test_a_wrong_key_is_named_with_its_file(tmp_path: Path, values: dict[str, Any], names: str) -> None:
    folder = changed(two_columns(tmp_path), **values)
    with pytest.raises(HearsightError) as caught:
        load(folder)
    assert names in caught.value.spoken
    assert "columns/" in caught.value.spoken
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 100_000, b"[1]", b""])
def test_a_file_of_nonsense_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    folder = two_columns(tmp_path)
    (folder / "facts.json").write_bytes(content)
    with pytest.raises(HearsightError, match=r"columns/facts\.json"):
        load(folder)


def test_screens_are_found_by_name_and_a_name_that_is_none_is_told(tmp_path: Path) -> None:
    two_columns(tmp_path)
    dialog(tmp_path)
    assert [path.name for path in find(tmp_path)] == ["columns", "dialog"]
    assert [path.name for path in find(tmp_path, ["dia"])] == ["dialog"]
    assert [path.name for path in find(tmp_path / "dialog")] == ["dialog"]
    for wrong in (
        lambda: find(tmp_path, ["chat"]),
        lambda: find(tmp_path / "none"),
        lambda: find(Path(__file__).parent),
    ):
        with pytest.raises(HearsightError):
            wrong()


def test_a_screen_without_a_picture_is_told(tmp_path: Path) -> None:
    folder = two_columns(tmp_path)
    (folder / "screen.png").unlink()
    with pytest.raises(HearsightError, match=r"columns has no screen\.png"):
        load(folder)


def test_questions_of_another_folder_take_the_place_of_the_screens_own(tmp_path: Path) -> None:
    folder = two_columns(tmp_path / "set")
    questions = tmp_path / "questions"
    questions.mkdir()
    assert load(folder, questions).questions == (), "none is asked of a screen without a file"
    (questions / "columns.json").write_text('[{"ask": "What opens?", "answerable": true, "contains": ["library"]}]')
    assert [asked.ask for asked in load(folder, questions).questions] == [("What opens?",)]
    (questions / "columns.json").write_text('[{"ask": "What opens?"}]')
    with pytest.raises(HearsightError, match=r"questions/columns\.json: questions\[0\]\.answerable is missing"):
        load(folder, questions)
