"""The figures of a set, for people and for scripts."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from models.evaluation.captions import answerable, java
from models.evaluation.captions.bleu import bleu
from models.evaluation.captions.chair import chair, told_of
from models.evaluation.captions.cider import cider
from models.evaluation.captions.datasets import CAPTIONS, RULES, Asked, Captioned, Kind, Set
from models.evaluation.captions.look import Said
from models.evaluation.captions.meteor import meteor
from models.evaluation.captions.rouge import rouge_l
from models.evaluation.captions.vqa import accuracy, exact_and_f1, in_words, short
from models.evaluation.captions.wordnet import Synonyms
from models.evaluation.captions.words import words
from models.evaluation.captions.yes_no import polled

Figure = float | int | None
UNANSWERABLE = "unanswerable"
"""What people of VizWiz wrote, and what counts as said where it says that it can't tell."""
HEADINGS: Mapping[str, str] = {
    "pictures": "pictures", "captioned": "captioned", "bleu_1": "BLEU-1", "bleu_2": "BLEU-2", "bleu_3": "BLEU-3",
    "bleu_4": "BLEU-4", "meteor": "METEOR", "rouge_l": "ROUGE-L", "cider": "CIDEr-D", "spice": "SPICE",
    "chair_i": "CHAIRi", "chair_s": "CHAIRs", "words": "words of a caption", "questions": "questions",
    "answered": "answered", "accuracy": "accuracy", "in_words": "right in the sentence said", "exact": "exact match",
    "f1": "F1 of words", "yes_no_accuracy": "yes/no: accuracy", "yes_no_precision": "yes/no: precision",
    "yes_no_recall": "yes/no: recall", "yes_no_f1": "yes/no: F1", "yes_ratio": "yes/no: said yes",
    "unanswerable_f1": "unanswerable: F1", "unanswerable_precision": "unanswerable: average precision",
    "ms": "ms each",
}  # fmt: skip
WHOLE = frozenset(("pictures", "captioned", "questions"))


@dataclass(frozen=True, slots=True)
class Tools:
    """What the person has besides: WordNet, the jars, CHAIR's words for objects."""

    kinds: Mapping[str, str]
    synonyms: Synonyms | None = None
    jars: Path | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Figures by name, in order; those of the parts of a set; what has to be said with them."""

    figures: Mapping[str, Figure]
    groups: Mapping[str, Mapping[str, Figure]]
    remarks: tuple[str, ...]


def of(found: Set, said: Mapping[str, Said], tools: Tools) -> Report:
    """Rows that nothing was said of count as captions without a word, and as not answered. Raises
    `errors.UnusableInput` where a program in Java fails."""
    nothing = Said("", "", answered=False)
    rows = [(row, said.get(row.id, nothing)) for row in found.rows]
    made = _of_captions(rows, tools) if found.kind in CAPTIONS else _of_answers(found.kind, rows)
    if lacking := sum(row.id not in said for row in found.rows):
        remark = f"{lacking} of {len(rows)} rows have no result: they count, as if nothing was said."
        return replace(made, remarks=(remark, *made.remarks))
    return made


def _of_captions(rows: Sequence[tuple[Captioned, Said]], tools: Tools) -> Report:
    pairs = [(words(said.text), [words(text) for text in row.references]) for row, said in rows]
    pairs = [(mine, [one for one in its if one] or [[""]]) for mine, its in pairs]
    one, two, three, four = bleu(pairs)
    remarks: list[str] = []
    figures: dict[str, Figure] = {
        "pictures": len(rows),
        "captioned": sum(bool(mine) for mine, _ in pairs),
        "bleu_1": one, "bleu_2": two, "bleu_3": three, "bleu_4": four,
        "meteor": _meteor(pairs, tools, remarks),
        "rouge_l": rouge_l(pairs),
        "cider": cider(pairs),
        "spice": _spice(pairs, tools, remarks),
    }  # fmt: skip
    if any(row.outlined is not None for row, _ in rows):
        told = [(said.text, _there(row, tools.kinds)) for row, said in rows if row.outlined is not None and said.text]
        invented = chair(told, tools.kinds)
        figures |= {"chair_i": invented.of_objects, "chair_s": invented.of_captions}
    else:
        remarks.append("CHAIR is not computed: no file “instances_...” lies beside the captions.")
    figures["words"] = _mean(len(mine) for mine, _ in pairs if mine)
    figures["ms"] = _mean(said.ms for _, said in rows if said.ms)
    return Report(figures, {}, tuple(remarks))


def _there(row: Captioned, kinds: Mapping[str, str]) -> frozenset[str]:
    """What is in a picture: by outlines, and by what people wrote."""
    outlined = {kinds.get(name, name) for name in row.outlined or ()}
    return frozenset(outlined.union(*(told_of(text, kinds) for text in row.references)))


def _meteor(pairs: java.Pairs, tools: Tools, remarks: list[str]) -> float:
    lacks = java.missing(tools.jars)
    if tools.jars is not None and not lacks:
        remarks.append("METEOR is that of the published program, version 1.5.")
        return java.meteor(pairs, tools.jars)[-1]
    by = "words, stems and WordNet's synonyms" if tools.synonyms is not None else "words and stems"
    remarks.append(f"METEOR is by {by}, without its paraphrases: {lacks}. It is lower than the published program's.")
    return meteor(pairs, tools.synonyms)


def _spice(pairs: java.Pairs, tools: Tools, remarks: list[str]) -> float | None:
    lacks = java.missing(tools.jars, spice=True)
    if tools.jars is None or lacks:
        remarks.append(f"SPICE is not computed: {lacks}.")
        return None
    return java.spice(pairs, tools.jars)


def _of_answers(kind: Kind, rows: Sequence[tuple[Asked, Said]]) -> Report:
    groups: dict[str, list[tuple[Asked, Said]]] = defaultdict(list)
    for row, said in rows:
        groups[row.group].append((row, said))
    parts = {name: _answer_figures(kind, some) for name, some in sorted(groups.items()) if len(groups) > 1}
    remarks = []
    if kind not in RULES and any(len(row.answers) <= 1 for row, _ in rows):
        remarks.append("One person answered each question: an answer is right or wrong.")
    if any(not said.answered for _, said in rows) and any(_is_yes_no(row) for row, _ in rows):
        remarks.append("Questions with yes or no that were not answered count as wrong, neither as yes nor as no.")
    return Report(_answer_figures(kind, rows), parts, tuple(remarks))


def _answer_figures(kind: Kind, rows: Sequence[tuple[Asked, Said]]) -> dict[str, Figure]:
    figures: dict[str, Figure] = {
        "questions": len(rows),
        "answered": _mean(float(said.answered) for _, said in rows),
        "accuracy": _mean(_right(kind, row, said) for row, said in rows),
        "in_words": _mean(float(said.answered and in_words(said.text, row.answers)) for row, said in rows),
    }
    if kind == "ScreenQA":
        both = [exact_and_f1(_short(row, said), row.answers) for row, said in rows]
        figures |= {"exact": _mean(one for one, _ in both), "f1": _mean(one for _, one in both)}
    spoken = kind != "POPE"  # whose own way of reading an answer takes the whole sentence
    yes_no = [
        ((_short(row, said) if spoken or not said.answered else said.text), "yes" in row.answers)
        for row, said in rows
        if _is_yes_no(row)
    ]
    if yes_no:
        poll = polled(yes_no)
        figures |= {
            "yes_no_accuracy": poll.accuracy, "yes_no_precision": poll.precision, "yes_no_recall": poll.recall,
            "yes_no_f1": poll.f1, "yes_ratio": poll.yes_ratio,
        }  # fmt: skip
    told = [(_sure(said), row.answerable) for row, said in rows if row.answerable is not None]
    if told:
        figures["unanswerable_f1"] = answerable.f1(told)
        figures["unanswerable_precision"] = answerable.average_precision(told)
    figures["ms"] = _mean(said.ms for _, said in rows if said.ms)
    return figures


def _is_yes_no(row: Asked) -> bool:
    """All said yes, or all said no."""
    return set(row.answers) in ({"yes"}, {"no"})


def _short(row: Asked, said: Said) -> str | None:
    return short(said.text, row.question) if said.answered else None


def _right(kind: Kind, row: Asked, said: Said) -> float:
    if not said.answered:
        return accuracy(UNANSWERABLE, row.answers, "vizwiz") if kind == "VizWiz" else 0.0
    return accuracy(short(said.text, row.question), row.answers, RULES.get(kind, "all"))


def _sure(said: Said) -> float:
    """That the question can be answered: 0 where it was not, else at least a half."""
    if not said.answered:
        return 0.0
    return 1.0 if said.sure is None else max(said.sure, answerable.HALF)


def _mean(values: Iterable[float]) -> float | None:
    known = list(values)
    return fmean(known) if known else None


# -- as text --------------------------------------------------------------------------------------------------------


def printed(name: str, value: Figure) -> str:
    if value is None:
        return "-"
    if name in WHOLE:
        return f"{value:d}" if isinstance(value, int) else f"{value:.0f}"
    return f"{value:.1f}" if name in ("ms", "words") else f"{value:.4f}"


def markdown(report: Report) -> str:
    """A line a measure, the parts of the set beside the whole."""
    parts = [("all", report.figures), *((name or "(none)", figures) for name, figures in report.groups.items())]
    names = [name for name in HEADINGS if any(name in figures for _, figures in parts)]
    table = [["", *(name for name, _ in parts)], ["---"] * (len(parts) + 1)]
    table += [[HEADINGS[n], *(printed(n, fs[n]) if n in fs else "" for _, fs in parts)] for n in names]
    text = "\n".join(f"| {' | '.join(line)} |" for line in table)
    return "\n\n".join([text, *report.remarks]) + "\n"


def as_csv(report: Report) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["part", "measure", "value"])
    for part, figures in [("all", report.figures), *report.groups.items()]:
        writer.writerows([part, name, "" if value is None else value] for name, value in figures.items())
    return out.getvalue()


def as_json(report: Report, found: Set, about: Mapping[str, str]) -> dict[str, object]:
    return {
        "set": found.kind,
        "file": found.name,
        **about,
        "all": dict(report.figures),
        "groups": {name: dict(figures) for name, figures in report.groups.items()},
        "remarks": list(report.remarks),
        "bad": [{"id": bad.id, "why": bad.why} for bad in found.bad],
    }
