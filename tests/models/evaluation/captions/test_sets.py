"""Sets are told by what is in their files; what is wrong with a row is said, and the others count."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import NoSuchFile, UnusableInput, Usage
from models.evaluation.captions.datasets import Bad, Set, captions, checked, questions
from models.evaluation.captions.vqa import NO_ANSWER

from . import sets


def test_coco_captions(tmp_path: Path) -> None:
    found = captions(sets.coco(tmp_path))
    assert (found.kind, found.name) == ("COCO-Captions", "captions_val2014.json")
    first, second = found.rows
    assert first.id == "1"
    assert first.picture.name == "COCO_val2014_000000000001.png", "whatever its ending"
    assert first.references == ("A red square on white.", "a square")
    assert (first.outlined, second.outlined) == ({"chair"}, frozenset())
    assert found.bad == (Bad("3", "it has no caption"),)


VIZWIZ = [
    ("VizWiz_val_00000000.jpg", "red", "other", True),
    ("VizWiz_val_00000001.jpg", "unanswerable", "other", False),
]
SCREENQA = [("3-1", "12", "", True), ("3-2", NO_ANSWER, "", False), ("3-3", "It is Ann.", "", True)]


@pytest.mark.parametrize(
    ("make", "kind", "rows"),
    [
        (sets.vqa, "VQAv2", [("420", "red", "other", None), ("421", "yes", "yes/no", None)]),
        (sets.vizwiz, "VizWiz", VIZWIZ),
        (sets.textvqa, "TextVQA", [("7", "stop", "", None)]),
        (sets.screenqa, "ScreenQA", SCREENQA),
        (sets.pope, "POPE", [("1", "no", "yes/no", None), ("2", "yes", "yes/no", None)]),
    ],
)
def test_questions(
    tmp_path: Path, make: Callable[[Path], Path], kind: str, rows: list[tuple[str, str, str, bool | None]]
) -> None:
    found = questions(make(tmp_path))
    assert (found.kind, found.bad) == (kind, ())
    assert [(row.id, row.answers[0], row.group, row.answerable) for row in found.rows] == rows
    assert all(row.picture.is_file() and row.question for row in found.rows)


def test_the_texts_of_a_screens_elements_are_an_answer_too(tmp_path: Path) -> None:
    assert questions(sets.screenqa(tmp_path)).rows[2].answers == ("It is Ann.", "Ann, Lee")


def test_of_several_sets_one_is_named_and_pictures_are_its_own(tmp_path: Path) -> None:
    sets.easy(tmp_path)
    with pytest.raises(Usage, match=r"several sets: data.test.questions\.json, data.train.questions\.json.*--split"):
        questions(tmp_path)
    found = questions(tmp_path, split="test")
    assert (found.kind, found.name, len(found.rows)) == ("easy-VQA", "test/questions.json", 4)
    assert all(row.picture.parts[-3] == "test" for row in found.rows)
    assert questions(tmp_path / "data" / "train").rows[0].picture.parts[-3] == "train"


def test_pictures_may_lie_elsewhere_and_be_linked(tmp_path: Path) -> None:
    sets.coco(tmp_path / "set")
    (tmp_path / "set" / "val2014").rename(tmp_path / "pictures")
    assert {bad.why for bad in captions(tmp_path / "set").bad} == {"its picture is not there", "it has no caption"}
    assert len(captions(tmp_path / "set", pictures=tmp_path / "pictures").rows) == 2
    (tmp_path / "set" / "here").symlink_to(tmp_path / "pictures")
    (tmp_path / "pictures" / "again").symlink_to(tmp_path / "set")
    assert len(captions(tmp_path / "set").rows) == 2


def test_a_name_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    secret = sets.picture(tmp_path / "secret.png")
    folder = sets.coco(tmp_path / "set")
    path = folder / "annotations" / "captions_val2014.json"
    data = json.loads(path.read_text())
    data["images"][0]["file_name"] = f"../../{secret.name}"
    sets.write(path, data)
    assert Bad("1", "its picture is not there") in captions(folder).bad


def test_two_pictures_of_one_name_are_told(tmp_path: Path) -> None:
    folder = sets.pope(tmp_path)
    sets.picture(folder / "other" / "COCO_val2014_000000000009.jpg")
    assert {bad.why for bad in questions(folder).bad} == {"several pictures have its name"}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, r"holds no set in the layout of VQAv2, TextVQA.* or easy-VQA"),
        ({"a.json": "[1, 2"}, r"a\.json is not JSON: line 1"),
        ({"a.json": '{"questions": []}'}, "holds no set"),
        ({"a.json": b"\xff\xfe\x00"}, r"a\.json can't be read as text"),
        ({"q.json": '{"questions": [{"question_id": 1, "image_id": 1, "question": "?"}]}'}, "“annotations” is missing"),
    ],
)
def test_a_wrong_folder_is_one_sentence(tmp_path: Path, files: dict[str, str | bytes], expected: str) -> None:
    for name, text in files.items():
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UnusableInput, match=expected):
        questions(tmp_path)


def test_no_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile, match="There is no folder"):
        captions(tmp_path / "nowhere")


def test_rows_that_lack_something_are_listed(tmp_path: Path) -> None:
    sets.picture(tmp_path / "a.jpg")
    rows: list[object] = [
        {"image": "a.jpg", "question": "?", "answers": [{"answer": "x"}]},
        {"image": "a.jpg", "question": "?", "answers": []},
        {"image": "a.jpg", "answers": [{"answer": "x"}]},
        "nothing",
        {"image": "b.jpg", "question": "?", "answers": [{"answer": "x"}]},
    ]
    sets.write(tmp_path / "val.json", rows)
    found = questions(tmp_path)
    assert len(found.rows) == 1
    assert [bad.id for bad in found.bad] == ["a.jpg", "3", "4", "b.jpg"]
    with pytest.raises(UnusableInput, match=r"4 of 5 rows of val\.json can't be used, and 50% may be left out"):
        checked(found, 0.5)
    assert checked(found, 0.8) is found
    with pytest.raises(UnusableInput, match="has no rows"):
        checked(Set("POPE", "x.json", ()), 1.0)


@pytest.mark.skipif(not os.environ.get("EASY_VQA"), reason="EASY_VQA names no folder of the package easy-vqa")
def test_the_real_easy_vqa() -> None:
    found = questions(Path(os.environ["EASY_VQA"]), split="test")
    assert (len(found.rows), found.bad) == (9673, ())
    assert sum(row.group == "yes/no" for row in found.rows) == 7136
