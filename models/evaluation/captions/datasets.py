"""Sets of pictures that the person has on disk: what people wrote of each, in the files as their makers publish them.

Which kind of set a folder holds is told by what is in its JSON files, not by their names. A row that can't be used is
listed with the reason; the others are measured.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.errors import UnusableInput, Usage
from models.evaluation.captions.files import Pictures, json_files, rows_of
from models.evaluation.captions.vqa import NO_ANSWER, Rule

Kind = Literal["COCO-Captions", "VQAv2", "VizWiz", "TextVQA", "ScreenQA", "POPE", "easy-VQA"]
CAPTIONS: tuple[Kind, ...] = ("COCO-Captions",)
RULES: Mapping[Kind, Rule] = {"VQAv2": "vqa", "VizWiz": "vizwiz"}


@dataclass(frozen=True, slots=True)
class Captioned:
    """A picture, and what people wrote under it."""

    id: str
    picture: Path
    references: tuple[str, ...]
    outlined: frozenset[str] | None = None
    """Names of the kinds of objects that people outlined in it; None where nobody did."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a picture, and what people answered."""

    id: str
    picture: Path
    question: str
    answers: tuple[str, ...]
    group: str = ""
    """The sort of answer, as the set has it: "yes/no", "number", "other"."""
    answerable: bool | None = None
    """None where the set doesn't tell."""


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that can't be used."""

    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Set:
    """One set. `rows` are all `Captioned` or all `Asked`."""

    kind: Kind
    name: str
    """Of the file that it comes from."""
    rows: tuple[Any, ...]
    bad: tuple[Bad, ...] = ()


Place = Path | Pictures | None
"""Where the pictures are; None: in the set's folder."""


def captions(folder: Path, *, split: str = "", pictures: Place = None) -> Set:
    """Of a folder in the layout of COCO-Captions (or VizWiz-Captions). Raises `errors.UnusableInput`, and
    `errors.Usage` where there are several."""
    path, data = _the_one(folder, split, {"COCO-Captions": _is_captions})[1:]
    outlines = _outlines(folder, path)
    wrote: dict[Any, list[str]] = {}
    for one in data["annotations"]:
        if not (isinstance(one, dict) and isinstance(one.get("image_id"), int | str)):
            continue
        if isinstance(one.get("caption"), str) and not (one.get("is_precanned") or one.get("is_rejected")):
            wrote.setdefault(one["image_id"], []).append(one["caption"].strip())
    where = _where(pictures, folder, split)

    def made(image: Any) -> Captioned:
        number = image["id"]
        references = tuple(text for text in wrote.get(number, ()) if text)
        if not references:
            raise ValueError("it has no caption")
        drawn = None if outlines is None else outlines.get(number, frozenset())
        return Captioned(str(number), where.named(str(image["file_name"])), references, drawn)

    return _made("COCO-Captions", path, data["images"], made, lambda image: image["id"])


def questions(folder: Path, *, split: str = "", pictures: Place = None) -> Set:
    """Of a folder in the layout of VQAv2, VizWiz, TextVQA, ScreenQA, POPE or easy-VQA. Raises as `captions`."""
    kind, path, data = _the_one(folder, split, _QUESTIONS)
    reader = _READERS[kind]
    return reader(folder, path, data, split, pictures)


def checked(found: Set, most_bad: float) -> Set:
    """The set, if no more than this share of its rows is bad and any is good. Raises `errors.UnusableInput`."""
    total = len(found.rows) + len(found.bad)
    if not total:
        raise UnusableInput(f"{found.name} has no rows.")
    if found.rows and len(found.bad) <= most_bad * total:
        return found
    why, times = Counter(bad.why for bad in found.bad).most_common(1)[0]
    first = next(bad.id for bad in found.bad if bad.why == why)
    raise UnusableInput(
        f"{len(found.bad)} of {total} rows of {found.name} can't be used, and {100 * most_bad:g}% may be left out "
        f"(--bad-share): {why.rstrip('.')} ({times} of them, first row {first})."
    )


# -- which set it is ------------------------------------------------------------------------------------------------

Shape = Callable[[Any], bool]


def _row(data: Any, key: str = "") -> Mapping[str, Any]:
    """The first row: of the list itself, or under a key; {} where there is none."""
    rows = (data.get(key) if isinstance(data, dict) else None) if key else data
    return rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}


def _is_captions(data: Any) -> bool:
    return isinstance(data, dict) and "images" in data and "caption" in _row(data, "annotations")


def _is_easy(data: Any) -> bool:
    return isinstance(data, list) and bool(data) and isinstance(data[0], list) and len(data[0]) == 3


_QUESTIONS: Mapping[Kind, Shape] = {
    "VQAv2": lambda data: {"question", "question_id", "image_id"} <= _row(data, "questions").keys(),
    "TextVQA": lambda data: {"question", "image_id"} <= _row(data, "data").keys(),
    "ScreenQA": lambda data: {"image_id", "question", "ground_truth"} <= _row(data).keys(),
    "POPE": lambda data: {"image", "text", "label"} <= _row(data).keys(),
    "VizWiz": lambda data: {"image", "question"} <= _row(data).keys(),
    "easy-VQA": _is_easy,
}


def _the_one(folder: Path, split: str, shapes: Mapping[Kind, Shape]) -> tuple[Kind, Path, Any]:
    known = " or ".join(", ".join(shapes).rsplit(", ", 1))
    found: list[tuple[Kind, Path, Any]] = []
    for path, data in json_files(folder, split):
        kind = next((kind for kind, fits in shapes.items() if fits(data)), None)
        if kind is not None:
            found.append((kind, path, data))
    if not found:
        of = f" with “{split}” in its name" if split else ""
        raise UnusableInput(f"{folder} holds no set{of} in the layout of {known}. See: docs/evaluation.md")
    if len(found) > 1:
        names = ", ".join(str(path.relative_to(folder)) for _, path, _ in found)
        raise Usage(f"{folder} holds several sets: {names}. Say which, by a part of its name: --split test")
    return found[0]


# -- each kind ------------------------------------------------------------------------------------------------------


def _made(kind: Kind, path: Path, rows: Any, make: Callable[[Any], Any], name: Callable[[Any], Any]) -> Set:
    """`make` raises `ValueError` with a reason; what a row lacks is told by the number of the row."""
    good: dict[str, Any] = {}
    bad: list[Bad] = []
    for number, row in enumerate(rows if isinstance(rows, list) else (), 1):
        try:
            made = make(row)
            if made.id in good:
                raise ValueError("another row has its id")
            good[made.id] = made
        except (KeyError, TypeError, IndexError, AttributeError) as error:
            bad.append(Bad(str(number), f"it lacks what a row has ({type(error).__name__}: {error})"))
        except ValueError as error:
            its = name(row)
            bad.append(Bad(str(number if its is None else its), str(error)))
    called = path.name if path.name != "questions.json" else f"{path.parent.name}/{path.name}"
    return Set(kind, called, tuple(good.values()), tuple(bad))


def _where(pictures: Place, folder: Path, split: str) -> Pictures:
    return pictures if isinstance(pictures, Pictures) else Pictures(pictures or folder, split)


def _outlines(folder: Path, path: Path) -> Mapping[Any, frozenset[str]] | None:
    """Of the file "instances_..." beside "captions_...", if there is one: picture -> kinds of objects."""
    beside = path.with_name(path.name.replace("captions", "instances"))
    if beside == path or not beside.is_file():
        return None
    data = rows_of(beside)
    try:
        names = {kind["id"]: str(kind["name"]) for kind in data["categories"]}
        found: dict[Any, set[str]] = {}
        for one in data["annotations"]:
            found.setdefault(one["image_id"], set()).add(names[one["category_id"]])
    except (KeyError, TypeError) as error:
        raise UnusableInput(f"{beside.name} is not as COCO has it.", detail=repr(error)) from error
    return {number: frozenset(some) for number, some in found.items()}


def _texts(answers: Any) -> tuple[str, ...]:
    """Of ["red", ...] or [{"answer": "red"}, ...]."""
    found = [one["answer"] if isinstance(one, dict) else one for one in (answers if isinstance(answers, list) else ())]
    if not found or not all(isinstance(one, str | int | float) for one in found):
        raise ValueError("nobody answered it")
    return tuple(map(str, found))


def _asked(question: Any) -> str:
    if not isinstance(question, str) or not question.strip():
        raise ValueError("it asks nothing")
    return question


def _vqa(folder: Path, path: Path, data: Any, split: str, pictures: Place) -> Set:
    given: dict[Any, Mapping[str, Any]] = {}
    for _, other in json_files(folder, split):
        if {"question_id", "answers"} <= _row(other, "annotations").keys():
            given.update({one["question_id"]: one for one in other["annotations"] if _is_answer(one)})
    if not given:
        raise UnusableInput(f"{folder} has no answers to {path.name}: the file with “annotations” is missing.")
    where = _where(pictures, folder, split)

    def made(row: Any) -> Asked:
        answer = given.get(row["question_id"])
        if answer is None:
            raise ValueError("nobody answered it")
        place = where.numbered(int(row["image_id"]))
        sort = str(answer.get("answer_type") or "")
        return Asked(str(row["question_id"]), place, _asked(row["question"]), _texts(answer["answers"]), sort)

    return _made("VQAv2", path, data["questions"], made, lambda row: row["question_id"])


def _is_answer(one: Any) -> bool:
    return isinstance(one, dict) and isinstance(one.get("question_id"), int | str)


def _vizwiz(folder: Path, path: Path, data: Any, split: str, pictures: Place) -> Set:
    where = _where(pictures, folder, split)

    def made(row: Any) -> Asked:
        can = row.get("answerable")
        return Asked(
            str(row["image"]),
            where.named(str(row["image"])),
            _asked(row["question"]),
            _texts(row.get("answers")),
            str(row.get("answer_type") or ""),
            None if can is None else bool(can),
        )

    return _made("VizWiz", path, data, made, lambda row: row["image"])


def _textvqa(folder: Path, path: Path, data: Any, split: str, pictures: Place) -> Set:
    where = _where(pictures, folder, split)

    def made(row: Any) -> Asked:
        question = _asked(row["question"])
        name = str(row.get("question_id", f"{row['image_id']}: {question}"))
        return Asked(name, where.named(f"{row['image_id']}.jpg"), question, _texts(row.get("answers")))

    return _made("TextVQA", path, data["data"], made, lambda row: row.get("question_id"))


def _screenqa(folder: Path, path: Path, data: Any, split: str, pictures: Place) -> Set:
    where = _where(pictures, folder, split)
    asked: Counter[str] = Counter()

    def made(row: Any) -> Asked:
        truths = tuple(_of_screen(row["ground_truth"]))
        if not truths:
            raise ValueError("nobody answered it")
        asked[str(row["image_id"])] += 1
        name = f"{row['image_id']}-{asked[str(row['image_id'])]}"
        can = any(truth != NO_ANSWER for truth in truths)
        question = _asked(row["question"])
        return Asked(name, where.named(f"{row['image_id']}.jpg"), question, truths, answerable=can)

    return _made("ScreenQA", path, data, made, lambda row: row["image_id"])


def _of_screen(truths: Sequence[Any]) -> Iterator[str]:
    """Short answers as they are; of full ones, the texts of the elements that hold the answer, too."""
    for truth in truths:
        if not isinstance(truth, dict):
            yield str(truth)
            continue
        yield str(truth["full_answer"])
        if texts := [str(one["text"]) for one in truth.get("ui_elements", ())]:
            yield ", ".join(texts)


def _pope(folder: Path, path: Path, data: Any, split: str, pictures: Place) -> Set:
    where = _where(pictures, folder, "")

    def made(row: Any) -> Asked:
        label = str(row["label"]).lower()
        if label not in ("yes", "no"):
            raise ValueError("its label is neither yes nor no")
        name = str(row.get("question_id", f"{row['image']}: {row['text']}"))
        return Asked(name, where.named(str(row["image"])), _asked(row["text"]), (label,), "yes/no")

    return _made("POPE", path, data, made, lambda row: row.get("question_id"))


def _easy(folder: Path, path: Path, data: Any, split: str, pictures: Place) -> Set:
    where = _where(pictures, path.parent, "")

    def made(numbered: Any) -> Asked:
        number, row = numbered
        if not (isinstance(row, list) and len(row) == 3):
            raise ValueError("it isn't a question, an answer and a picture")
        question, answer, picture = row
        group = "yes/no" if answer in ("yes", "no") else "other"
        return Asked(str(number), where.named(f"{int(picture)}.png"), _asked(question), (str(answer),), group)

    return _made("easy-VQA", path, list(enumerate(data, 1)), made, lambda numbered: numbered[0])


_READERS: Mapping[Kind, Callable[[Path, Path, Any, str, Place], Set]] = {
    "VQAv2": _vqa,
    "VizWiz": _vizwiz,
    "TextVQA": _textvqa,
    "ScreenQA": _screenqa,
    "POPE": _pope,
    "easy-VQA": _easy,
}
