"""Little sets of pictures in the layouts of their makers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PIL import Image

COLOURS = {"red": (220, 30, 30), "green": (30, 170, 50), "blue": (40, 60, 220)}


def picture(path: Path, colour: str = "red") -> Path:
    """96 x 96: a square on white."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.new("RGB", (96, 96), (250, 250, 250))
    image.paste(COLOURS[colour], (24, 24, 72, 72))
    image.save(path)
    return path


def write(path: Path, data: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data), "utf-8")
    return path


def coco(folder: Path, split: str = "val2014") -> Path:
    """Three pictures; the last one has no caption that counts."""
    images = []
    for number, colour in enumerate(COLOURS, 1):
        name = f"COCO_{split}_{number:012d}.png"
        picture(folder / split / name, colour)
        images.append({"id": number, "file_name": name.replace(".png", ".jpg")})
    wrote = [(1, "A red square on white."), (1, "a square"), (2, "A green square, and a dog."), (2, "green shape")]
    captions: list[dict[str, Any]] = [{"image_id": number, "caption": text} for number, text in wrote]
    captions.append({"image_id": 3, "caption": "Quality issues are too severe.", "is_rejected": True})
    write(folder / "annotations" / f"captions_{split}.json", {"images": images, "annotations": captions})
    kinds = [{"id": 18, "name": "dog"}, {"id": 62, "name": "chair"}]
    drawn = [{"image_id": 1, "category_id": 62}]
    write(folder / "annotations" / f"instances_{split}.json", {"categories": kinds, "annotations": drawn})
    return folder


def vqa(folder: Path) -> Path:
    picture(folder / "Images" / "val2014" / "COCO_val2014_000000000042.jpg")
    rows = [
        {"question_id": 420, "image_id": 42, "question": "What colour is it?"},
        {"question_id": 421, "image_id": 42, "question": "Is it a square?"},
    ]
    people = [{"answer": answer, "answer_id": at} for at, answer in enumerate(["red"] * 8 + ["dark red", "pink"])]
    answers = [
        {"question_id": 420, "answers": people, "answer_type": "other"},
        {
            "question_id": 421,
            "answers": [{"answer": "yes", "answer_id": at} for at in range(10)],
            "answer_type": "yes/no",
        },
    ]
    write(folder / "v2_OpenEnded_mscoco_val2014_questions.json", {"questions": rows})
    write(folder / "v2_mscoco_val2014_annotations.json", {"annotations": answers})
    return folder


def vizwiz(folder: Path) -> Path:
    rows = []
    for number, answer in enumerate(("red", "unanswerable")):
        name = f"VizWiz_val_{number:08d}.jpg"
        picture(folder / "val" / name)
        people = [{"answer": answer, "answer_confidence": "yes"}] * 10
        row = {"image": name, "question": "What is it?", "answers": people, "answer_type": "other"}
        rows.append({**row, "answerable": 1 - number})
    write(folder / "Annotations" / "val.json", rows)
    return folder


def textvqa(folder: Path) -> Path:
    picture(folder / "train_images" / "0a1b.jpg")
    row = {"question": "what does it say?", "image_id": "0a1b", "question_id": 7, "answers": ["stop"] * 10}
    write(folder / "TextVQA_0.5.1_val.json", {"dataset_name": "textvqa", "data": [row]})
    return folder


def screenqa(folder: Path) -> Path:
    picture(folder / "combined" / "3.jpg")
    rows: list[dict[str, Any]] = [
        {"image_id": 3, "question": "How many exercises?", "ground_truth": ["12", "12 exercises"]},
        {"image_id": 3, "question": "What is the price?", "ground_truth": ["<no answer>"]},
        {
            "image_id": 3, "question": "Who?",
            "ground_truth": [{"full_answer": "It is Ann.", "ui_elements": [{"text": "Ann"}, {"text": "Lee"}]}],
        },
    ]  # fmt: skip
    write(folder / "short.json", rows)
    return folder


def pope(folder: Path) -> Path:
    name = "COCO_val2014_000000000009.jpg"
    picture(folder / name)
    rows = [
        {"question_id": 1, "image": name, "text": "Is there a dog in the image?", "label": "no"},
        {"question_id": 2, "image": name, "text": "Is there a cup in the image?", "label": "yes"},
    ]
    (folder / "coco_pope_random.json").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def easy(folder: Path, *, splits: tuple[str, ...] = ("test", "train")) -> Path:
    for split in splits:
        for number, colour in enumerate(COLOURS):
            picture(folder / "data" / split / "images" / f"{number}.png", colour)
        rows = [["what color is the shape?", colour, number] for number, colour in enumerate(COLOURS)]
        write(folder / "data" / split / "questions.json", [*rows, ["is there a red shape?", "yes", 0]])
    return folder
