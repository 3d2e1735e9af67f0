"""Public questions about real screens and texts, read into the same examples as `screens`.

| file | from | licence |
|---|---|---|
| sa_valid.csv | google-research-datasets/screen_annotation, valid.csv | CC BY 4.0 |
| sqa_validation.json, sqa_test.json | google-research-datasets/screen_qa, short_answers/ | CC BY 4.0 |
| policy_dev.json, policy_test.json | wasiahmad/PolicyQA, data/ (Ahmad et al. 2020) | MIT |
| fairytale/{questions,section-stories} | uci-soe/FairytaleQAData, data-by-train-split/ (Xu 2022) | Apache 2.0 |
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from models.training.reader.screens import Example

SHA256 = {
    "sa_valid.csv": "a1f5928168d2dc71e70f41f8dcd7cc8f855d76bde709ddfd4b58e4660aa18457",
    "sqa_validation.json": "4420ce951f6bad386e2549680f6c31025073501ef0f82a72afaefc43432da743",
    "sqa_test.json": "dfe055f73e40beeb587b134ff0e79e03aec416f0426543226e4e9a39ea0d7037",
    "policy_dev.json": "5ced8cbe6617c132999a57b3ab910fc242501357fc99cbc5a1802f0a1b9ce4bf",
    "policy_test.json": "92929068b7dffa1843f81d661f23da86a64f4a35ffae59fa8d78878277ab9a7f",
}
TALES = "9a78165514fbf8eaf2d0fc022612be28cf225d09815994a0f1e94ca370c7cee5"
"""Of all files in fairytale/, in the order of their paths."""
NO_ANSWER = "<no answer>"
NEGATIVES = 3
LONGEST = 260
"""Characters of a line; a longer one would be cut by the network."""
GROUP = re.compile(r"([A-Z_]+) ([^,()]*?)(?: ?\d+ \d+ \d+ \d+)? ?(\(|,|\)|$)")
VISUAL = re.compile(r"(?i)\b(?:selected|highlighted|tab|checked|app|application|image|icon|picture)\b")
"""Questions about what is not in the words, or not in a line."""
TEXTS = (
    "TEXT",
    "LABEL",
    "BUTTON",
    "TEXT_INPUT",
    "LIST_ITEM",
    "CHECKBOX",
    "SWITCH",
    "DATE_PICKER",
    "NAVIGATION_BAR",
    "TOOLBAR",
)


def check(folder: Path) -> None:
    """Raises `ValueError` where a file is not the one that the reader was trained with, `OSError` for a missing one."""
    for name, wanted in SHA256.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != wanted:
            raise ValueError(f"{folder / name} is not the file that the reader was trained with")
    tales = hashlib.sha256()
    for file in sorted((folder / "fairytale").rglob("*.csv")):
        tales.update(file.read_bytes())
    if tales.hexdigest() != TALES:
        raise ValueError(f"{folder / 'fairytale'} does not hold the tales that the reader was trained with")


def every(folder: Path, seed: int) -> Iterator[Example]:
    random = Random(seed)  # noqa: S311 - no secret
    yield from _phones(folder, random)
    yield from _policies(folder, random)
    yield from _tales(folder / "fairytale", random)


def _phones(folder: Path, random: Random) -> Iterator[Example]:
    """Phone screens: with all their texts where those are known, else with the answers to their other questions."""
    with (folder / "sa_valid.csv").open(encoding="utf-8", newline="") as file:
        screens = {int(row["screen_id"]): _lines(row["screen_annotation"]) for row in csv.DictReader(file)}
    asked: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for name in ("sqa_validation.json", "sqa_test.json"):
        for one in json.loads((folder / name).read_text("utf-8")):
            asked[one["image_id"]].append(one)
    for screen, questions in asked.items():
        for at, one in enumerate(questions):
            answers = [answer for answer in one["ground_truth"] if answer != NO_ANSWER]
            if answers and len(answers) < len(one["ground_truth"]):
                continue  # those who were asked did not agree
            if VISUAL.search(one["question"]):
                continue
            group = f"phone{screen}-{at}"
            if screen in screens:
                yield from _on_screen(random, one["question"], answers, screens[screen], group)
            else:
                yield from _among_answers(
                    random, one["question"], answers, [o for o in questions if o is not one], group
                )


def _lines(annotation: str) -> list[tuple[str, str]]:
    """(what it stands under, text) of a screen's texts, in order; "label: value" for what stands together in a row."""
    found: list[tuple[str, str]] = []
    depth, item, title = 0, None, ""
    row: list[str] = []
    for role, words, sign in GROUP.findall(annotation):
        text = re.sub(r"( \d+){4}$", "", words).strip()
        if role == "LIST_ITEM" and item is None:
            item, row = depth, []
        if role in TEXTS and len(text) > 1:
            if item is not None and sign != "(":
                row.append(text)
            found.append((title, text))
            if not title and role == "TEXT":
                title = text[:40]
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if item is not None and depth <= item:
            found += [(title, f"{row[0]}: {other}") for other in row[1:4]]
            item = None
    return list(dict.fromkeys(found))


def _on_screen(
    random: Random, question: str, answers: list[str], lines: list[tuple[str, str]], group: str
) -> Iterator[Example]:
    right = [line for line in lines if any(_has(line[1], answer) for answer in answers)]
    wrong = [line for line in lines if line not in right]
    if answers and not 1 <= len(right) <= 3:
        return
    if re.match(r"(?i)(is|are|does|do|how many|can) ", question) and answers:
        return
    best = sorted(right, key=lambda line: -_shared(question, line[1]))[:1]
    for around, line in best:
        yield Example(question, around, line[:LONGEST], True, group)
    hard = sorted(wrong, key=lambda line: -_shared(question, line[1]) + 0.8 * random.random())
    for around, line in hard[: NEGATIVES + 1]:
        yield Example(question, around, line[:LONGEST], False, group)


def _among_answers(
    random: Random, question: str, answers: list[str], others: list[dict[str, Any]], group: str
) -> Iterator[Example]:
    """The label of an answer is what its question names; half of them stand without one."""
    if re.match(r"(?i)(is|are|does|do|how many|can) ", question):
        return
    bare = random.random() < 0.4
    told = [
        _labelled(one["question"], one["ground_truth"][0], bare)
        for one in others
        if one["ground_truth"][0] != NO_ANSWER
    ]
    if answers:
        yield Example(
            question,
            "",
            _labelled(question, max(answers, key=len) if random.random() < 0.5 else answers[0], bare),
            True,
            group,
        )
    told = [line for line in told if not any(_has(line, answer) for answer in answers)]
    for line in random.sample(told, min(len(told), NEGATIVES)):
        yield Example(question, "", line, False, group)


def _labelled(question: str, answer: str, bare: bool) -> str:
    if bare:
        return answer.strip('"')
    quoted = re.search(r'"([^"]{2,40})"', question)
    asked = re.match(r"(?i)(?:what|which)(?:'s| is| are) the ([a-z -]{3,30}?)\??$", question)
    label = quoted[1] if quoted else asked[1].capitalize() if asked else ""
    return f"{label}: {answer}" if label and label.lower() not in answer.lower() else answer


def _has(text: str, answer: str) -> bool:
    plain = answer.strip('" .').lower()
    return bool(plain) and re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", text.lower()) is not None


def _shared(question: str, line: str) -> float:
    asked = set(re.findall(r"\w{3,}", question.lower()))
    said = set(re.findall(r"\w{3,}", line.lower()))
    return len(asked & said) / (1 + 0.1 * len(said))


def _policies(folder: Path, random: Random) -> Iterator[Example]:
    """Privacy policies, sentence by sentence."""
    for name in ("policy_dev.json", "policy_test.json"):
        for number, policy in enumerate(json.loads((folder / name).read_text("utf-8"))["data"]):
            for at, passage in enumerate(policy["paragraphs"]):
                for asked in passage["qas"][:1]:
                    yield from _in_text(
                        random,
                        asked["question"],
                        asked["answers"][0]["text"],
                        passage["context"],
                        f"{name}{number}-{at}",
                    )


def _tales(folder: Path, random: Random) -> Iterator[Example]:
    """Questions about tales whose answer stands in one sentence of its section."""
    for file in sorted((folder / "questions").rglob("*-questions.csv")):
        story = folder / "section-stories" / file.parent.name / file.name.replace("-questions", "-story")
        if not story.is_file():
            continue
        with story.open(encoding="utf-8", newline="") as opened:
            sections = {row["section"]: " ".join(row["text"].split()) for row in csv.DictReader(opened)}
        with file.open(encoding="utf-8", newline="") as opened:
            for row in csv.DictReader(opened):
                if row["ex-or-im1"] == "explicit" and row["local-or-sum"] == "local":
                    text = sections.get(row["cor_section"], "")
                    yield from _in_text(
                        random, row["question"], row["answer1"], text, f"{file.stem}{row['question_id']}"
                    )


def _in_text(random: Random, question: str, answer: str, text: str, group: str) -> Iterator[Example]:
    sentences = [one.strip() for one in re.split(r"(?<=[.!?;])[\"”']?\s+", text) if 12 < len(one.strip()) <= LONGEST]
    right = [one for one in sentences if _has(one, answer)]
    if len(right) != 1 or len(sentences) < 2:
        return
    if random.random() < 0.6:
        yield Example(question, "", right[0], True, group)
    wrong = sorted(
        (one for one in sentences if one not in right), key=lambda one: -_shared(question, one) + random.random()
    )
    for line in wrong[:NEGATIVES]:
        yield Example(question, "", line, False, group)
