"""Screens made up as text: forms, settings, invoices, tickets, tables and notices, with questions that they answer and,
above all, questions that they don't, though something much like it is there.

What is asked and how stands in facts.txt, tables.txt and statements.txt; nothing of it is from the project's own
screens (benchmarks/screens).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from models.training.reader.values import value

HERE = Path(__file__).parent
POLITE = (
    "{}",
    "{}",
    "{}",
    "{}?",
    "{}?",
    "can you tell me {}",
    "please tell me {}",
    "I want to know {}",
    "tell me, {}",
    "hey, {}?",
)
"""Ways to put a question around it."""
NEGATIVES = 4
"""Wrong lines a question, at most."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a line: whether the line answers it. Those of one group are of one question on one screen."""

    question: str
    around: str
    """What the line stands under: a heading, the screen's name. May be empty."""
    line: str
    answers: bool
    group: str


@dataclass(frozen=True, slots=True)
class Fact:
    domain: str
    labels: tuple[str, ...]
    kind: str
    ways: tuple[str, ...]


@cache
def facts() -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    domain = ""
    for row in _rows("facts.txt"):
        if row.startswith("["):
            domain = row.strip("[]")
            found[domain] = []
            continue
        labels, kind, ways = row.split(" / ")
        found[domain].append(Fact(domain, tuple(labels.split("|")), kind, tuple(ways.split("|"))))
    return found


def _rows(name: str) -> list[str]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def made(count: int, seed: int) -> Iterator[Example]:
    """Examples of `count` questions: half of them of forms, a quarter each of tables and statements."""
    random = Random(seed)  # noqa: S311 - no secret
    for at in range(count):
        make = random.choices((_form, _table, _statement), (5, 3, 3))[0]
        yield from make(random, f"{make.__name__}{at}")


def _form(random: Random, group: str) -> Iterator[Example]:
    """Labels and values of one kind of screen, some of another beside them; what is asked is there, or it isn't."""
    domain = random.choice(list(facts()))
    known = random.sample(facts()[domain], min(len(facts()[domain]), random.randint(4, 9)))
    asked = random.choice(known)
    there = random.random() < 0.6
    shown = [fact for fact in known if there or fact is not asked]
    other = random.choice(list(facts()))
    if other != domain:
        shown += [fact for fact in random.sample(facts()[other], 3) if not _alike(fact, asked)]
    heading = random.choice(
        (domain.capitalize(), f"Your {domain}", f"{domain.capitalize()} details", "", "", "Overview", "Details")
    )
    question = _put(random, asked, random.choice(("", "", domain)))
    lines = [(_line(random, fact), fact is asked) for fact in shown if fact is asked or not _alike(fact, asked)]
    near = [line for line, right in lines if not right]
    same_kind = [_line(random, fact) for fact in shown if fact.kind == asked.kind and not _alike(fact, asked)]
    yield from _group(random, group, question, heading, [line for line, right in lines if right], same_kind, near)


def _alike(one: Fact, other: Fact) -> bool:
    """Whether one might pass for the other, so that nobody could tell which is the answer."""
    words = {word for label in other.labels for word in re.findall(r"[a-z]{4,}", label.lower())}
    return one is other or any(words & set(re.findall(r"[a-z]{4,}", label.lower())) for label in one.labels)


def _put(random: Random, fact: Fact, of: str) -> str:
    """The question in one of its ways, or simply by the label."""
    if random.random() < 0.75:
        way = random.choice(fact.ways)
    else:
        label = random.choice(fact.labels).lower()
        way = random.choice(
            (
                f"what is the {label}",
                f"what's the {label}",
                f"{label}",
                f"which {label} is it",
                f"what does it say for {label}",
            )
        )
        way += f" of the {of}" if of and random.random() < 0.4 else ""
    return _voice(random, way)


def _voice(random: Random, way: str) -> str:
    asked = random.choice(POLITE).format(way)
    return asked[0].upper() + asked[1:] if random.random() < 0.4 else asked


def _line(random: Random, fact: Fact) -> str:
    label, told = random.choice(fact.labels), value(fact.kind, random)
    shapes = (f"{label}: {told}",) * 6 + (
        f"{label} {told}",
        f"{label} = {told}",
        f"The {label.lower()} is {told}.",
        f"{label.lower()}: {told}",
    )
    return random.choice(shapes)


def _table(random: Random, group: str) -> Iterator[Example]:
    """A row's cell is asked for: of a row that is there, or of one that isn't; of a column that is there, or isn't."""
    name, rows_of, columns, asks = random.choice(_rows("tables.txt")).split(" / ", 3)
    kinds = dict(part.split("=") for part in columns.split(";"))
    ways = {head: ask.split("|") for head, ask in re.findall(r"@([^:]+): ([^@]+)", asks)}
    rows: list[str] = []
    while len(rows) < random.randint(3, 5):
        row = value(rows_of, random)
        if row not in rows:
            rows.append(row)
    column = random.choice(list(kinds))
    shown = random.sample(list(kinds), random.randint(2, len(kinds)))
    shown = [one for one in shown if one != column] if random.random() < 0.25 else list(dict.fromkeys([*shown, column]))
    listed = rows[1:] if random.random() < 0.35 else rows
    way = random.choice(ways[column]).strip().format(e=rows[0])
    whole = random.random() < 0.3
    right: list[str] = []
    wrong: list[str] = []
    near: list[str] = []
    for row in listed:
        cells = {head: value(kinds[head], random) for head in shown}
        if whole:  # as OCR has it: the whole row in one line
            line = " ".join([row, *cells.values()])
            (right if row == rows[0] and column in shown else wrong).append(line)
            continue
        for head, told in cells.items():
            line = f"{row}, {head}: {told}"
            if row == rows[0] and head == column:
                right.append(line)
            elif row == rows[0] or head == column:
                wrong.append(line)
            else:
                near.append(line)
    if whole:
        right = [line for line in right if column in shown]
    heading = random.choice((name.capitalize(), "", " ".join(shown)))
    yield from _group(random, group, _voice(random, way), heading, right, wrong, near)


def _statement(random: Random, group: str) -> Iterator[Example]:
    """A sentence and what it answers; other sentences stand around it, and the same one about something else."""
    rows = random.sample(_rows("statements.txt"), 4)
    told, good, bad = rows[0].split(" / ")
    values: dict[str, str] = {}
    answers = random.random() < 0.5
    way = random.choice((good if answers else bad).split("|"))
    line, question = _filled(random, told, values), _filled(random, way, values)
    others = [_filled(random, row.split(" / ")[0], {}) for row in rows[1:]]
    # The same sentence of another day or thing does not answer a question that names its own.
    twin = _filled(random, told, {})
    named = [values[key] for key in re.findall(r"{(\w+)}", way)]
    wrong = [twin] if named and not any(name in twin for name in named) else []
    right = [line] if answers else []
    if answers and wrong and random.random() < 0.3:
        right, wrong = [], wrong
    if not answers:
        wrong = [*wrong, line]
    heading = random.choice(("", "", "Notice", "News", "Information", "Messages"))
    yield from _group(random, group, _voice(random, question), heading, right, wrong, others)


def _filled(random: Random, text: str, values: dict[str, str]) -> str:
    def of(found: re.Match[str]) -> str:
        key = found[1]
        if key not in values:
            kind = key.rstrip("2")
            values[key] = next(told for told in iter(lambda: value(kind, random), None) if told not in values.values())
        return values[key]

    return re.sub(r"{(\w+)}", of, text)


def _group(
    random: Random,
    group: str,
    question: str,
    heading: str,
    right: Sequence[str],
    wrong: Sequence[str],
    near: Sequence[str],
) -> Iterator[Example]:
    """The right lines and a few of the others, the hardest first."""
    for line in right[:1]:
        yield Example(question, heading, line, True, group)
    bad = list(dict.fromkeys([*random.sample(wrong, min(len(wrong), 2)), *random.sample(near, len(near))]))
    for line in bad[: NEGATIVES if not right else NEGATIVES - 1]:
        if line not in right:
            yield Example(question, heading, line, False, group)
