"""Program text: whether it is, its line numbers kept apart from it, its indent, and the names it defines."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from assistant.types import TextBlock

FEWEST_LINES = 3
SHARE = 0.5
"""Of the lines that are not empty, so many must read like code; prose and listings have hardly any."""
NUMBERED = 4
"""From so many numbers under each other, each one more than the one above, they number lines."""
KEYWORDS = (
    r"def |class |import |from \S+ import |return\b|if .*[:{(]|elif .*:|else\s*[:{]|for .*[:{(]|while .*[:{(]|"
    r"try\s*[:{]|except\b|with .*:|raise |yield |@\w+|async |await |function\b|const |let |var |export |public |"
    r"private |protected |static |void |int \w|fn |pub |impl |struct |enum |match |use \w+::|func |package |type \w+ |"
    r"#include|#define|using |namespace |template\s*<|SELECT |INSERT INTO|UPDATE |CREATE TABLE|BEGIN\b|END\b|<\?php|"
    r"<!DOCTYPE|</?[a-zA-Z][\w-]*[ >/]|//|/\*|\*/|#!|\[[\w.-]+\]$"
)
CODE_LINE = re.compile(
    rf"^\s*(?:{KEYWORDS})|[{{}};]\s*$|^\s*[\w.\[\]\"']+\s*(?:[-+*/|]?=|:=)\s*\S|=>|->|==|!=|&&|\|\||\w\(.*\)\s*[:;{{]?\s*$"
)
PROSE_LINE = re.compile(r"^\s*(?:[A-Z][\w’']*\s(?:\w[\w’']*,?\s){4,}|[\u4e00-\u9fff，。]{8,})")
DEFINED = re.compile(
    r"^\s*(?:\d{1,6}\s+)?(?:export\s+|default\s+|public\s+|private\s+|protected\s+|static\s+|async\s+|pub(?:\(\w+\))?\s+|final\s+|abstract\s+)*"
    r"(?P<word>def|class|function|fn|func|struct|enum|interface|trait|impl|module|sub)\s+(?:\([^)]*\)\s*)?"
    r"(?P<name>[A-Za-z_$][\w$]*(?:::\w+)*)"
)
FUNCTIONS = frozenset(("def", "function", "fn", "func", "sub"))
"""Words that define what can be called; the others define types and their like."""


@dataclass(frozen=True, slots=True)
class NumberedLine:
    number: int
    indent: int
    """In letters, from the leftmost line."""
    text: str
    block: TextBlock


def looks_like_code(lines: Sequence[str]) -> bool:
    """False where in doubt: too few lines, or half of them read like anything else."""
    written = _without_numbers([line for line in lines if line.strip()])
    if len(written) < FEWEST_LINES:
        return False
    code = sum(bool(CODE_LINE.search(line)) and not PROSE_LINE.match(line) for line in written)
    return code >= SHARE * len(written)


def _without_numbers(lines: list[str]) -> list[str]:
    """Without the numbers of the lines, where OCR has joined those to enough of them."""
    found = [re.match(r"\s*(\d{1,6})\s+(?=\S)", line) for line in lines]
    numbers = [int(match[1]) for match in found if match is not None]
    if len(numbers) < NUMBERED or any(after <= before for before, after in itertools.pairwise(numbers)):
        return lines
    return [line[match.end() :] if match is not None else line for line, match in zip(lines, found, strict=True)]


def defined_names(lines: Sequence[str], kind: Literal["", "function", "type"] = "") -> list[str]:
    """Of functions, of types (classes, structures), or of both, in order, each once. A number that OCR has
    joined to a line is passed over."""
    found = [match for line in lines if (match := DEFINED.match(line))]
    wanted = [one for one in found if not kind or (one["word"] in FUNCTIONS) == (kind == "function")]
    return list(dict.fromkeys(one["name"] for one in wanted))


def line_numbers(blocks: Sequence[TextBlock]) -> dict[int, int]:
    """Index of a block that is nothing but the number of a line -> that number: a column of numbers at the left, each
    greater by one (or, where OCR missed some, a few) than the one above. {} where there is none."""
    alone = [(at, int(block.text)) for at, block in enumerate(blocks) if re.fullmatch(r"\d{1,6}", block.text.strip())]
    alone.sort(key=lambda one: blocks[one[0]].box.y)
    runs: list[list[tuple[int, int]]] = [[]]
    for at, number in alone:
        box = blocks[at].box
        if runs[-1]:
            last = blocks[runs[-1][-1][0]].box
            under = abs(last.right - box.right) <= box.h or abs(last.x - box.x) <= box.h
            if not under or not 1 <= number - runs[-1][-1][1] <= 3:
                runs.append([])
        runs[-1].append((at, number))
    best = max(runs, key=len)
    if len(best) < NUMBERED:
        return {}
    right = max(blocks[at].box.right for at, _ in best)
    rest = [block for at, block in enumerate(blocks) if at not in dict(best)]
    beside = [block for block in rest if _beside_any(block, [blocks[at] for at, _ in best])]
    if not beside or any(block.box.x < right - block.box.h for block in beside):
        return {}  # something stands left of them: a column of a table
    return dict(best)


def numbered_lines(blocks: Sequence[TextBlock]) -> list[NumberedLine]:
    """The lines of code with the numbers that stand beside them and their indent; [] without a column of numbers. A
    line whose number OCR has joined to it ("12 return x") counts as well."""
    numbers = line_numbers(blocks)
    rest = [block for at, block in enumerate(blocks) if at not in numbers]
    found: list[tuple[int, str, TextBlock, int]] = []
    for block in rest:
        beside = next((n for at, n in numbers.items() if _beside_any(block, [blocks[at]])), None)
        if beside is not None:
            found.append((beside, block.text, block, block.box.x))
    if not found:
        found = _joined_numbers(rest)
    if not found:
        return []
    letter = max(1.0, median(block.box.w / max(1, len(block.text)) for _, _, block, _ in found))
    left = min(x for _, _, _, x in found)
    return [NumberedLine(n, round((x - left) / letter), text, block) for n, text, block, x in sorted(found, key=_place)]


def _place(one: tuple[int, str, TextBlock, int]) -> tuple[int, int]:
    return one[0], one[3]


def _joined_numbers(blocks: Sequence[TextBlock]) -> list[tuple[int, str, TextBlock, int]]:
    found = []
    for block in sorted(blocks, key=lambda block: block.box.y):
        if joined := re.match(r"(\d{1,6})(\s+)(?=\S)", block.text):
            letter = block.box.w / max(1, len(block.text))
            found.append(
                (int(joined[1]), block.text[joined.end() :], block, block.box.x + round(joined.end() * letter))
            )
    steps = [after[0] - before[0] for before, after in itertools.pairwise(found)]
    return found if len(found) >= NUMBERED and all(1 <= step <= 3 for step in steps) else []


def _beside_any(block: TextBlock, others: Sequence[TextBlock]) -> bool:
    middle = block.box.y + block.box.h / 2
    return any(other.box.y <= middle <= other.box.bottom for other in others)
