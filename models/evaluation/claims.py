"""Claims against what backs them: evidence that lies in the scene, and words that it (or the language's own phrases)
accounts for; then against what is really there.

Three findings, from the worst:

- `unbacked`: a claim without evidence, or whose evidence is nowhere in the scene;
- `unsupported`: words that neither its evidence nor the language's phrases have, and numbers that count nothing;
- `not_there`: words that are backed by what was read, but that the facts don't have: `misread` where a word of the
  facts is nearly the same, or only spaces differ (errors of the text, then), else `invented`.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.types import Box, Claim, Evidence, Scene
from models.evaluation.facts import Facts
from models.evaluation.text import folded
from models.evidence.charts.things import ROLES
from models.grounded.chart_words import chart_words
from models.grounded.phrases import Phrases, phrases
from models.grounded.view import View

SLACK_PX = 4
NEARLY = 3
"""One letter in so many may be another: then a word that is not there is one that is there, read wrong."""
UNCOUNTED = 6
""" "... and 5 more": what is counted may be less by the names that were said."""
WORD = re.compile(r"[\u2e80-\u9fff]|[^\W_\u2e80-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with one sentence."""

    sentence: str
    kind: str
    """ "unbacked", "unsupported", "misread", "invented"."""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimScore:
    claims: int = 0
    unbacked: int = 0
    unsupported: int = 0
    misread: int = 0
    invented: int = 0
    flaws: tuple[Flaw, ...] = ()


def claim_score(claims: Sequence[Claim], scene: Scene, facts: Facts, language: str) -> ClaimScore:
    there = _there(facts)
    squeezed = "\n".join("".join(words(line.text)) for line in facts.lines)
    flaws: list[Flaw] = []
    for claim in claims:
        unbacked = tuple(item.text or item.kind for item in claim.evidence if not backed(item, scene))
        if unbacked or not claim.evidence:
            flaws.append(Flaw(claim.text, "unbacked", unbacked))
        if strange := unsupported(claim, scene, language):
            flaws.append(Flaw(claim.text, "unsupported", strange))
        own = vocabulary(language) | _counts(scene)
        odd = [word for word in words(claim.text) if word not in own and word not in there]
        odd = [word for word in odd if word not in strange]
        kinds = {word: "misread" if word in squeezed or _nearly(word, there) else "invented" for word in odd}
        for kind in ("misread", "invented"):
            if found := tuple(word for word, its in kinds.items() if its == kind):
                flaws.append(Flaw(claim.text, kind, found))
    count = Counter(flaw.kind for flaw in flaws)
    return ClaimScore(
        len(claims), count["unbacked"], count["unsupported"], count["misread"], count["invented"], tuple(flaws)
    )


def backed(evidence: Evidence, scene: Scene) -> bool:
    """Whether what it names is in the scene, at that place."""
    picture = Box(0, 0, scene.width, scene.height)
    if evidence.box is not None and not picture.contains(evidence.box, slack=SLACK_PX):
        return False
    if evidence.kind == "window":
        return scene.window is not None and evidence.text in (scene.window.title, scene.window.app)
    if evidence.kind == "clock":
        return True
    if evidence.kind in ("pixels", "object") and not evidence.text:
        return evidence.box is not None
    if evidence.box is None:
        return any(thing.box is None and evidence.text in (thing.name, thing.value, "") for thing in scene.things)
    seen = " ".join(_texts_at(evidence.box, scene))
    if evidence.kind == "pixels":  # a chart's value is named by its category, which stands at the axis
        parts = [thing for thing in scene.things if thing.role in ROLES]
        seen = " ".join([seen, *(text for thing in parts for text in (thing.name, thing.description))])
    return not words(evidence.text) or not set(words(evidence.text)) - set(words(seen))


def unsupported(claim: Claim, scene: Scene, language: str) -> tuple[str, ...]:
    """The words of it that nothing accounts for."""
    known = vocabulary(language) | _counts(scene) | {str(len(claim.evidence))}
    for evidence in claim.evidence:
        known |= set(words(evidence.text))
        if evidence.box is not None:
            for text in _texts_at(evidence.box, scene):
                known |= set(words(text))
    known |= {word for _, fact in scene.facts for word in words(fact)}
    for text in (scene.name, *((scene.window.title, scene.window.app) if scene.window else ())):
        known |= set(words(text))
    return tuple(word for word in words(claim.text) if word not in known)


def words(text: str) -> list[str]:
    """In lower case, letters and digits only; each Chinese character by itself."""
    return WORD.findall(folded(text).casefold())


@cache
def vocabulary(language: str) -> frozenset[str]:
    """All words that the language's phrases bring themselves."""
    said: Phrases = phrases(language)
    texts: list[str] = [_without_gaps(text) for text in said.say.values()]
    texts += [word for pair in said.roles.values() for word in pair]
    texts += [*said.state_names.values(), *said.hours, *said.places, *said.colours.values()]
    texts += [*said.symbols.values(), said.list_end]
    of_charts = chart_words(language)
    texts += [*(_without_gaps(text) for text in of_charts.say.values()), *of_charts.kinds.values()]
    return frozenset(word for text in texts for word in words(text))


def _without_gaps(template: str) -> str:
    return " ".join(literal for literal, *_ in string.Formatter().parse(template))


def _texts_at(box: Box, scene: Scene) -> Iterable[str]:
    """What the scene has within the box or around it."""
    for thing in scene.things:
        if thing.box is not None and (thing.box == box or box.contains(thing.box, slack=SLACK_PX)):
            yield from (thing.name, thing.value, thing.description)
    for block in scene.blocks:
        if block.box == box or box.contains(block.box, slack=SLACK_PX) or 2 * block.box.overlap(box) > box.area:
            yield block.text


def _counts(scene: Scene) -> set[str]:
    """How many there are of anything, and of what is left of it when some were named."""
    counts = Counter(thing.role for thing in scene.things)
    counts.update(state for thing in scene.things for state in thing.states)
    inside = Counter(thing.parent for thing in scene.things)
    view = View(scene)
    lines = {sum(len(block.text.splitlines()) for block in scene.blocks), len(view.lines), len(view.paragraphs)}
    totals = {*counts.values(), *inside.values(), len(scene.things), len(scene.blocks), *lines}
    sizes = {scene.width, scene.height}
    return {str(number) for total in totals for number in range(max(0, total - UNCOUNTED), total + 1)} | {
        str(size) for size in sizes
    }


def _there(facts: Facts) -> frozenset[str]:
    """All words that are really on the screen, or that its program tells."""
    texts = [line.text for line in facts.lines]
    texts += [text for one in facts.elements for text in (one.name, one.value or "")]
    texts += [text for table in facts.tables for row in (table.headers, *table.rows) for text in row]
    texts += [text for chart in facts.charts for text in (chart.title, *chart.categories)]
    texts += [text for chart in facts.charts for series in chart.series for text in _of_series(series.name, series)]
    texts += [text for thing in facts.tree or () for text in (thing.name, thing.value, thing.description)]
    texts += [facts.window.title, facts.window.app] if facts.window else []
    return frozenset(word for text in [*texts, facts.picture.name] for word in words(text))


def _of_series(name: str, series: object) -> list[str]:
    values = getattr(series, "values", ())
    return [name, *(f"{value:g}" for value in values)]


def _nearly(word: str, there: Iterable[str]) -> bool:
    from rapidfuzz.distance import Levenshtein

    slack = max(1, len(word) // NEARLY) if len(word) > 1 else 0
    return any(Levenshtein.distance(word, other, score_cutoff=slack) <= slack for other in there)
