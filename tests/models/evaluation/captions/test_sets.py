"""Sets are told by what is in their files; what is wrong with a row is said, and the others count."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import NoSuchFile, UnusableInput, Usage
from models.evaluation.captions.datasets import Bad, Set, captions, checked, questions
from models.evaluation.captions.files import Unseen
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
        ({"a.json": "[" * 100_000}, r"a\.json is nested too deeply"),
        ({"a.json": "[" + "1" * 5000 + "]"}, r"a\.json is not JSON"),
        ({"a.json": b"\xff\xfe\x00"}, r"a\.json can't be read as text"),
        ({"q.json": '{"questions": [{"question_id": 1, "image_id": 1, "question": "?"}]}'}, "“annotations” is missing"),
    ],
)
def test_a_wrong_folder_is_one_sentence(tmp_path: Path, files: dict[str, str | bytes], expected: str) -> None:
    for name, text in files.items():
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UnusableInput, match=expected):
        questions(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_file_is_passed_over(tmp_path: Path) -> None:
    folder = sets.pope(tmp_path)
    os.mkfifo(folder / "pipe.json")
    (folder / "gone.json").symlink_to(tmp_path / "nowhere.json")
    assert len(questions(folder).rows) == 2


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


@pytest.mark.parametrize("ids", [{"question_id": 1}, {}])
def test_a_question_about_one_picture_never_stands_for_that_about_another(tmp_path: Path, ids: dict[str, int]) -> None:
    """The same words are asked of all pictures of POPE."""
    for name in ("a.jpg", "b.jpg"):
        sets.picture(tmp_path / name)
    rows = [{**ids, "image": name, "text": "Is there a dog?", "label": "no"} for name in ("a.jpg", "b.jpg")]
    sets.write(tmp_path / "pope.json", rows)
    found = questions(tmp_path)
    if ids:
        assert found.bad == (Bad("1", "another row has its id"),)
    else:
        assert [row.id for row in found.rows] == ["a.jpg: Is there a dog?", "b.jpg: Is there a dog?"]


def test_odd_rows_of_each_kind_are_listed_and_never_crash(tmp_path: Path) -> None:
    easy = sets.easy(tmp_path / "easy", splits=("test",)) / "data" / "test" / "questions.json"
    odd: list[object] = [5, None, ["what?", "red"], [None, "red", 0], ["what?", "red", "x"]]
    sets.write(easy, json.loads(easy.read_text()) + odd)
    found = questions(tmp_path / "easy")
    assert (len(found.rows), [bad.id for bad in found.bad]) == (4, ["5", "6", "7", "8", "9"])
    assert found.bad[2].why == "it isn't a question, an answer and a picture"
    folder = sets.vqa(tmp_path / "vqa")
    path = folder / "v2_mscoco_val2014_annotations.json"
    data = json.loads(path.read_text())
    data["annotations"][1] |= {"answers": "yes", "answer_type": None}
    sets.write(path, {"annotations": [*data["annotations"], 5, {"question_id": [1]}]})
    found = questions(folder)
    assert ([row.id for row in found.rows], found.bad) == (["420"], (Bad("421", "nobody answered it"),))
    folder = sets.coco(tmp_path / "coco")
    path = folder / "annotations" / "captions_val2014.json"
    data = json.loads(path.read_text())
    data["annotations"] += [{"image_id": [1], "caption": "x"}, {"image_id": 3, "caption": None}, 5]
    sets.write(path, {**data, "images": [*data["images"], {"id": [1], "file_name": "x"}, 5]})
    assert [bad.id for bad in captions(folder).bad] == ["3", "4", "5"]


def test_a_file_of_answers_in_the_sets_folder_is_no_part_of_it(tmp_path: Path) -> None:
    folder = sets.pope(tmp_path)
    (folder / "said.jsonl").write_text('{"run": {"set": "POPE"}}\n{"id": "1", "te')
    assert len(questions(folder).rows) == 2


def test_pictures_of_one_name_are_told_apart_by_their_folders_and_by_the_split(tmp_path: Path) -> None:
    folder = tmp_path / "val sets"  # the split is looked for below it
    for split in ("train", "val"):
        sets.picture(folder / split / "1.png")
    row = {"image": "1.png", "question": "?", "answers": ["x"]}
    sets.write(folder / "val.json", [row])
    assert questions(folder, split="val").rows[0].picture == folder / "val" / "1.png"
    sets.write(folder / "val.json", [{**row, "image": "train/1.png"}])
    assert questions(folder).rows[0].picture == folder / "train" / "1.png"


def test_where_nobody_looks_no_picture_is_needed(tmp_path: Path) -> None:
    folder = sets.coco(tmp_path / "coco")
    shutil.rmtree(folder / "val2014")
    found = captions(folder, pictures=Unseen())
    assert ([row.id for row in found.rows], [bad.id for bad in found.bad]) == (["1", "2"], ["3"])
    for make in (sets.vqa, sets.vizwiz, sets.textvqa, sets.screenqa, sets.pope, sets.easy):
        folder = make(tmp_path / make.__name__)
        for picture in folder.rglob("*.??g"):
            picture.unlink()
        found = questions(folder, split="test" if make is sets.easy else "", pictures=Unseen())
        assert found.rows
        assert not found.bad


@pytest.mark.skipif(not os.environ.get("EASY_VQA"), reason="EASY_VQA names no folder of the package easy-vqa")
def test_the_real_easy_vqa() -> None:
    found = questions(Path(os.environ["EASY_VQA"]), split="test")
    assert (len(found.rows), found.bad) == (9673, ())
    assert sum(row.group == "yes/no" for row in found.rows) == 7136
