"""A place in a queue, as screens tell it, and what tells that it has been reached. Pure rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.types import Evidence, Scene

PLACE = (
    r"(?:position|place|number|no\.?|#)\s*(?:in\s+(?:the\s+|your\s+)?(?:queue|line|waiting\s+list))?\s*(?:is\s*)?[:：#]?\s*#?"
    r"(?P<en>\d{1,6})(?:\s*(?:of|out\s+of|/)\s*\d{1,6}|\s+in\s+(?:the\s+)?(?:queue|line))",
    r"(?:position|place)\s+in\s+(?:the\s+|your\s+)?(?:queue|line|waiting\s+list)\s*(?:is\s*)?[:：#]?\s*#?(?P<en2>\d{1,6})",
    r"(?:queue|waiting\s+list)\s*(?:position|number)?\s*[:：#]\s*#?(?P<en3>\d{1,6})",
    r"(?P<ahead>\d{1,6})\s+(?:\w+\s+)?(?:people|persons?|callers?|customers?|visitors?|users?|others?)\s+(?:are\s+)?"
    r"(?:ahead|before|in\s+front)",
    r"(?:warteplatz|platz|position|nummer)\s*(?:in\s+der\s+(?:warte)?schlange)?\s*(?:ist\s*)?[:：#]?\s*#?"
    r"(?P<de>\d{1,6})(?:\s*(?:von|/)\s*\d{1,6}|\s+in\s+der\s+(?:warte)?schlange)",
    r"(?P<ahead_de>\d{1,6})\s+(?:person(?:en)?|anrufer|kunden|wartende|leute)\s+vor\s+(?:ihnen|dir)",
    r"(?:排队|队列|排在|当前|您是|你是).{0,8}?第?\s*(?P<zh>\d{1,6})\s*[位名号]",
    r"前面(?:还有|有)?\s*(?P<ahead_zh>\d{1,6})\s*[位个名]?(?:人|位)?",
)
QUEUE = re.compile("|".join(PLACE), re.IGNORECASE)
REACHED = re.compile(
    r"\b(?:it(?:'|’)?s|it is|now)\s+your\s+turn\b|\byour\s+turn\s+(?:has\s+come|now|is\s+now)\b"
    r"|\byou(?:'|’)?(?:re| are)\s+up\b"
    r"|\byou(?:'|’)?(?:re| are)\s+now\s+(?:connected|being\s+served)\b|\bnow\s+serving\s+you\b"
    r"|\b(?:sie|du)\s+(?:sind|bist)\s+(?:jetzt\s+)?(?:an\s+der\s+reihe|dran)\b|\b(?:ihr|dein)\s+aufruf\b"
    r"|(?:轮|輪)到(?:您|你|我)|(?:到|该)(?:您|你)了",
    re.IGNORECASE,
)
"""Not "you are next": then there is still somebody before."""


@dataclass(frozen=True, slots=True)
class QueuePlace:
    ahead: int
    """How many are served before: 2 for "position 3"."""
    line: str
    evidence: Evidence


def queue_place(scene: Scene) -> QueuePlace | None:
    """The first place in a queue that a scene tells of."""
    for text, evidence in lines_of(scene):
        if (ahead := people_ahead(text)) is not None:
            return QueuePlace(ahead, text, evidence)
    return None


def people_ahead(text: str) -> int | None:
    """2 for "Position 3 of 12" and for "2 people ahead of you"; None where a text tells of no queue."""
    found = QUEUE.search(" ".join(text.split()))  # a name of 4000 line ends would take minutes
    if found is None:
        return None
    for name, number in found.groupdict().items():
        if number is not None:
            return int(number) if name.startswith("ahead") else max(0, int(number) - 1)
    return None


def turn_line(scene: Scene) -> tuple[str, Evidence] | None:
    """The line that says that it is the person's turn."""
    return next(((text, evidence) for text, evidence in lines_of(scene) if REACHED.search(text)), None)


def lines_of(scene: Scene) -> Iterator[tuple[str, Evidence]]:
    """All texts of a scene, but those of passwords and of what is out of view."""
    for block in scene.blocks:
        yield block.text, Evidence(block.source, block.box, block.confidence, block.text)
    for thing in scene.things:
        if thing.role != "password" and "offscreen" not in thing.states:
            for text in filter(None, (thing.name, thing.value)):
                yield text, Evidence("tree", thing.box, None, text)
