"""The figures of a set: one row a screen, then by kind, program and size, then all together. As a table, CSV or JSON.

Shares of a group are of all its characters, cells, sentences or wordings, not means of the screens' shares; order and
times are means (the first sentence: also the slowest); words are the most of any.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from models.evaluation.answers import answer_score
from models.evaluation.examine import Result
from models.evaluation.structure import Found, total

Figure = float | int | str | None

COLUMNS: dict[str, str] = {
    "screens": "{}",
    "characters": "{}",
    "character_error": "{:.2%}",
    "strict_error": "{:.2%}",
    "kendall_tau": "{:.3f}",
    "order_similarity": "{:.3f}",
    "control_precision": "{:.1%}",
    "control_recall": "{:.1%}",
    "state_precision": "{:.1%}",
    "state_recall": "{:.1%}",
    "values_right": "{:.1%}",
    "cells_right": "{:.1%}",
    "charts": "{}",
    "charts_found": "{:.1%}",
    "chart_kinds_right": "{:.1%}",
    "charts_not_there": "{}",
    "chart_values_told": "{:.1%}",
    "chart_value_error": "{:.1%}",
    "questions": "{}",
    "exact": "{:.1%}",
    "exact_of_all": "{:.1%}",
    "confidently_wrong": "{:.1%}",
    "abstained": "{:.1%}",
    "wording_spread": "{:.1%}",
    "claims": "{}",
    "unbacked": "{}",
    "unsupported": "{}",
    "invented": "{}",
    "misread": "{}",
    "first_sentence_ms": "{:.0f}",
    "slowest_first_ms": "{:.0f}",
    "total_ms": "{:.0f}",
    "brief_words": "{}",
    "normal_words": "{}",
}
"""Figure -> how it is printed."""
SHOWN = (
    "character_error", "kendall_tau", "order_similarity", "control_recall", "control_precision", "cells_right", "exact",
    "confidently_wrong", "abstained", "unbacked", "unsupported", "invented", "first_sentence_ms", "total_ms",
    "brief_words", "normal_words",
)  # fmt: skip
"""What fits on a page; the file and the JSON have all."""
HEADINGS = {
    "character_error": "character error", "kendall_tau": "Kendall's tau", "order_similarity": "order",
    "control_recall": "controls found",
    "control_precision": "controls right", "cells_right": "cells", "exact": "answers exact",
    "confidently_wrong": "confidently wrong", "abstained": "abstained rightly", "unbacked": "unbacked claims",
    "unsupported": "unsupported", "invented": "invented", "first_sentence_ms": "first sentence, ms",
    "total_ms": "all, ms", "brief_words": "brief words", "normal_words": "normal words",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    group: str
    """ "screen", "kind", "program", "size", "condition", "all"."""
    name: str
    figures: dict[str, Figure]


def rows(results: Sequence[Result]) -> list[Row]:
    found = [Row("screen", result.facts.name, figures([result])) for result in results]
    for group, of in GROUPS.items():
        parts: dict[str, list[Result]] = defaultdict(list)
        for result in results:
            parts[of(result)].append(result)
        if len(parts) > 1:
            found += [Row(group, name, figures(part)) for name, part in sorted(parts.items())]
    return [*found, Row("all", f"{len(results)} screens", figures(results))]


GROUPS: dict[str, Callable[[Result], str]] = {
    "kind": lambda result: result.facts.kind,
    "program": lambda result: result.facts.program,
    "size": lambda result: "{} x {}".format(*result.facts.size),
    "condition": lambda result: result.facts.condition,
}


def figures(results: Sequence[Result]) -> dict[str, Figure]:
    characters = sum(result.text.characters for result in results)
    controls = total(result.structure.controls for result in results)
    states = total(result.structure.all_states for result in results)
    values = total(result.structure.values for result in results)
    cells = total(result.structure.cells for result in results)
    answers = answer_score([one for result in results for one in result.judged])
    charts = [result.charts for result in results]
    errors = [error for chart in charts for error in chart.errors]
    firsts = [result.first_ms for result in results if result.first_ms is not None]
    return {
        "screens": len(results),
        "characters": characters,
        "character_error": _share(sum(result.text.edits for result in results), characters),
        "strict_error": _share(sum(result.text.strict_edits for result in results), characters),
        "kendall_tau": _mean(result.order.tau for result in results),
        "order_similarity": _mean(result.order.similarity for result in results),
        "control_precision": _known(controls).precision,
        "control_recall": controls.recall,
        "state_precision": states.precision,
        "state_recall": states.recall,
        "values_right": values.recall,
        "cells_right": cells.recall,
        "charts": sum(chart.charts for chart in charts),
        "charts_found": _share(sum(chart.found for chart in charts), sum(chart.charts for chart in charts)),
        "chart_kinds_right": _share(sum(chart.kinds for chart in charts), sum(chart.found for chart in charts)),
        "charts_not_there": sum(chart.not_there for chart in charts),
        "chart_values_told": _share(len(errors), sum(chart.values for chart in charts)),
        "chart_value_error": median(errors) if errors else None,
        "questions": answers.questions,
        "exact": answers.exact,
        "exact_of_all": answers.exact_of_all,
        "confidently_wrong": answers.confidently_wrong,
        "abstained": answers.abstained,
        "wording_spread": answers.spread,
        "claims": sum(result.claims.claims for result in results),
        "unbacked": sum(result.claims.unbacked for result in results),
        "unsupported": sum(result.claims.unsupported for result in results),
        "invented": sum(result.claims.invented for result in results),
        "misread": sum(result.claims.misread for result in results),
        "first_sentence_ms": _mean(firsts),
        "slowest_first_ms": max(firsts, default=None),
        "total_ms": _mean(result.total_ms for result in results),
        "brief_words": max((result.words["brief"] for result in results if result.words), default=None),
        "normal_words": max((result.words["normal"] for result in results if result.words), default=None),
    }


def _known(controls: Found) -> Found:
    """Where nobody told of any control, precision is no figure."""
    return controls if controls.told else Found()


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def printed(name: str, value: Figure) -> str:
    return "" if value is None else COLUMNS[name].format(value)


def markdown(found: Sequence[Row]) -> str:
    """One table a group, all together first: that is what most want to hear."""
    parts = []
    for group in ("all", *GROUPS, "screen"):
        some = [row for row in found if row.group == group]
        if some:
            head = ["" if group == "all" else group, *(HEADINGS[name] for name in SHOWN)]
            lines = [head, ["---"] * len(head)]
            lines += [[row.name, *(printed(name, row.figures[name]) for name in SHOWN)] for row in some]
            parts.append("\n".join(f"| {' | '.join(line)} |" for line in lines))
    return "\n\n".join(parts) + "\n"


def as_csv(found: Sequence[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["group", "name", *COLUMNS])
    for row in found:
        values = [row.figures[name] for name in COLUMNS]
        writer.writerow([row.group, row.name, *("" if value is None else value for value in values)])
    return out.getvalue()


def as_json(results: Sequence[Result], found: Sequence[Row]) -> dict[str, Any]:
    groups: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in found:
        groups[row.group][row.name] = row.figures
    return {
        "all": figures(results),
        "answers": asdict(answer_score([one for result in results for one in result.judged])),
        "roles": _by(result.structure.roles for result in results),
        "states": _by(result.structure.states for result in results),
        "groups": {group: groups[group] for group in (*GROUPS, "screen") if group in groups},
        "misses": {result.facts.name: misses(result) for result in results},
    }


def _by(parts: Iterable[dict[str, Found]]) -> dict[str, dict[str, int]]:
    whole: dict[str, Found] = defaultdict(Found)
    for part in parts:
        for name, found in part.items():
            whole[name] += found
    return {name: asdict(found) for name, found in sorted(whole.items())}


def misses(result: Result) -> list[str]:
    """Each thing that went wrong on a screen, in a sentence."""
    found = [f"refused: {result.refused}"] if result.refused else []
    for miss in result.text.misses:
        read = f"“{miss.read}”" if miss.read else "nothing"
        place = ", ".join(map(str, miss.box.as_list()))
        there = f"“{miss.true}”" if miss.true else "where nothing is"
        found.append(f"text: {there} at {place} was read as {read} ({miss.edits} edits)")
    order = list(result.order.read)
    jumps = [(one, other) for one, other in pairwise(order) if other < one]
    lines = result.facts.lines
    found += [f"order: “{lines[other].text}” was read after “{lines[one].text}”" for one, other in jumps]
    found += [f"structure: {miss}" for miss in (*result.structure.misses, *result.charts.misses)]
    found += [f"claim, {flaw.kind}: {flaw.sentence} ({', '.join(flaw.words)})" for flaw in result.claims.flaws]
    for one in result.judged:
        if not one.fine:
            said = {"wrong": "answered wrong", "abstained": "not answered", "right": "answered"}[one.verdict]
            found.append(f"question, {one.kind}, {said}: {one.asked} -> {one.answer}")
    limits = {"brief": 15, "normal": 60}
    found += [f"words: {word} has {result.words[word]}" for word in limits if result.words.get(word, 0) > limits[word]]
    return found


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure should be."""

    figure: str
    words: str
    limit: float
    at_least: bool = False

    def met(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit


GOALS = (
    Goal("character_error", "characters wrong", 0.01),
    Goal("order_similarity", "reading order", 0.97, at_least=True),
    Goal("chart_value_error", "error of a chart's value (median)", 0.03),
    Goal("charts_not_there", "charts told that are not there", 0),
    Goal("exact", "answers exact", 0.90, at_least=True),
    Goal("confidently_wrong", "wrong but confident", 0.02),
    Goal("abstained", "of the unanswerable rightly not answered", 0.95, at_least=True),
    Goal("wording_spread", "difference between wordings", 0.03),
    Goal("unbacked", "claims without evidence", 0),
    Goal("brief_words", "words of the longest brief description", 15),
    Goal("normal_words", "words of the longest normal description", 60),
)


def in_words(results: Sequence[Result]) -> str:
    """The figures that have a goal, a line each, as one would read them out."""
    found, lines = figures(results), []
    if failed := [result.facts.name for result in results if result.failed]:
        lines.append(f"{len(failed)} of {len(results)} screens failed, and count in no figure: {', '.join(failed)}")
    for goal in GOALS:
        value = found[goal.figure]
        if isinstance(value, (int, float)):
            shown, limit = printed(goal.figure, value), printed(goal.figure, goal.limit)
            side = "at least" if goal.at_least else "at most"
            verdict = "met" if goal.met(value) else "not met"
            lines.append(f"{goal.words}: {shown} (goal {side} {limit}: {verdict})")
        if goal.figure == "exact" and isinstance(whole := found["exact_of_all"], float) and whole != value:
            lines.append(
                f"answers exact, with those that the picture alone does not show: {printed('exact_of_all', whole)}"
            )
    return "\n".join(lines)
