"""How do you know? The source, the place and the confidence of what was told last, in one or two sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.conversation import Statement
from assistant.types import Answer, Box, Capture, Evidence
from models.evidence.upright import as_given
from models.grounded.phrases import Phrases
from models.grounded.places import place
from models.grounded.questions import parse
from models.grounded.reply import Context
from models.grounded.view import View

LONGEST = 60
"""Characters of a piece of evidence that are said: enough to tell which one it is."""
NAMED = 3
"""Pieces of evidence that are named; of more, how many there are."""


def is_asked(ctx: Context) -> bool:
    return parse(ctx.asked, ctx.phrases).intent == "how_known"


def how_known(ctx: Context) -> Answer:
    """An aside: the last answer stays the last."""
    told, p = ctx.talk.meant, ctx.phrases
    if told is None:
        return replace(ctx.answer(p("why_nothing"), (), sure=False), kind="aside")
    text = p.join.join(_sentences(told, p, ctx.capture)[:2])
    return replace(ctx.answer(text, told.evidence, sure=bool(told.evidence)), kind="aside")


def _sentences(told: Statement, p: Phrases, capture: Capture | None) -> list[str]:
    if not told.found:
        scene = told.scene
        controls = [thing for thing in scene.things if thing.source != "object"]
        things, lines = p.counted(len(controls), "control"), p.counted(len(scene.blocks), "line")
        if scene.source == "camera":
            return [p("why_not_picture", lines=lines)]
        return [p("why_not", things=things, lines=lines) if controls else p("why_not_text", lines=lines)]
    kinds = list(dict.fromkeys(one.kind for one in told.evidence))
    groups = [[one for one in told.evidence if one.kind == kind] for kind in kinds]
    if told.kind == "computed":
        return [_parts(told.evidence, p), *(_of_all(group, p) for group in groups if group[0].kind in ("tree", "ocr"))]
    return [_of_kind(group, _place(group[0], View(told.scene), capture, p), p) for group in groups]


def _parts(evidence: Sequence[Evidence], p: Phrases) -> str:
    """What an answer was computed from."""
    return p("why_computed", count=len(evidence), names=_names(evidence, p))


def _of_all(group: Sequence[Evidence], p: Phrases) -> str:
    return p("why_they_ocr", sure=_percent(group)) if group[0].kind == "ocr" else p("why_they_tree")


def _of_kind(group: Sequence[Evidence], where: str, p: Phrases) -> str:
    """One sentence for the evidence of one kind."""
    first = group[0]
    name, sure = _shortened(first.text), _percent(group)
    match first.kind:
        case "tree" | "ocr":
            if len(group) > 1:
                names = _names(group, p)
                key = "why_tree_many" if first.kind == "tree" else "why_ocr_many"
                return p(key, count=len(group), names=names, place=where, sure=sure)
            key = "why_tree" if first.kind == "tree" else "why_ocr"
            return p(key, name=name or p("why_no_name"), place=where, sure=sure)
        case "window" | "clock" | "file":
            return p(f"why_{first.kind}", name=name)
        case "model":
            return p("why_model", sure=sure) if sure else p("why_model_unsure")
    if sure:
        return p("why_seen", place=where, sure=sure)
    return p("why_pixels", place=where)


def _place(evidence: Evidence, view: View, capture: Capture | None, p: Phrases) -> str:
    """In a picture that was turned upright, where it was before: whoever checks it looks at what was given."""
    box = evidence.box
    if box is None or box.area == 0:
        return p("why_no_place")
    if 2 * box.overlap(view.frame) > 1.9 * view.frame.area:
        return p("why_everywhere")
    scene = view.scene
    if capture is None or capture.given is None or (scene.width, scene.height) != (capture.width, capture.height):
        return place(box, view.frame, p)
    height, width = capture.given.pixels.shape[:2]
    return p("why_as_given", place=place(as_given(box, capture), Box(0, 0, width, height), p))


def _percent(group: Sequence[Evidence]) -> str:
    """The least of the confidences, rounded down: never surer than it is. Empty where there is none."""
    found = [one.confidence for one in group if one.confidence is not None]
    return str(int(100 * min(found))) if found else ""


def _names(evidence: Sequence[Evidence], p: Phrases) -> str:
    texts = list(dict.fromkeys(text for one in evidence if (text := _shortened(one.text))))
    shown = texts[:NAMED]
    if len(texts) > NAMED:
        shown.append(p("more", count=len(texts) - NAMED))
    return p.group_separator.join(shown) or p("why_no_name")


def _shortened(text: str) -> str:
    """Its first words, without an end of its own."""
    words = " ".join(text.split())
    if len(words) > LONGEST:
        cut = words[:LONGEST]
        words = (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"
    return words.rstrip(".。!！?？")
