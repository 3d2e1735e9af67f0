"""The `auto` engine: what is certain first, then what only a model can see.

The grounded engine speaks while evidence comes in. Then, where there is a picture that rules can't put into words
(a photo; an image or a video on a page), the model adds its sentences, checked against the whole evidence, as far as
they add to what has been said. Without a model, this is the grounded engine alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.errors import BadSetting, ModelTrouble
from assistant.masking import hidden_boxes
from assistant.types import Box, Claim, Evidence, Scene
from models.novelty import Novelty

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.conversation import Conversation
    from assistant.ports import Engine, Worker
    from assistant.types import Answer, Capture, Question, Verbosity
    from models.vlm.notices import Notices

PAGE_OF_TEXT = 12
"""Lines or nodes with text from which a picture file counts as a page: a captioner only says "a screenshot"."""
IMAGE_SHARE = 0.08
"""Share of the capture that an image on a page must fill to be worth a caption."""
SMALLEST_IMAGE_PX = 64
PICTURES = ("image", "video")
"""Roles of what a model can look at on a page."""
FLAT = 2.0
"""Standard deviation of the channels (0..255) below which an image is a mere area of colour."""
MOST_PICTURES = {"brief": 1, "normal": 1, "full": 3}
"""How many pictures of a page are shown to the model, by verbosity."""


class AutoEngine:
    """A `ports.Engine`. `vlm` None: no model is installed. `embedder` reaches a
    `models.grounded.embeddings.Embedder`, by which a paraphrase of what was said is known; None: by words alone.
    `notices`: what must be said of the model, the same object that `vlm` has."""

    name = "auto"

    def __init__(
        self,
        grounded: Engine,
        vlm: Engine | None = None,
        embedder: Worker | None = None,
        notices: Notices | None = None,
    ) -> None:
        self._notices = notices
        self._grounded = grounded
        self._vlm = vlm
        self._embedder = embedder

    def describe(
        self, capture: Capture, scenes: Iterator[Scene], verbosity: Verbosity, language: str, token: Token
    ) -> Iterator[Claim]:
        """A grounded claim of topic "note" ("I can't tell what it shows") waits for the model, and is only said when
        the model adds nothing. A model's trouble is raised after everything grounded was given."""
        if self._vlm is None:
            yield from self._grounded.describe(capture, scenes, verbosity, language, token)
            return
        last = Scene(capture.width, capture.height, capture.source)

        def watched() -> Iterator[Scene]:
            nonlocal last
            for scene in scenes:
                last = scene
                yield scene

        heard = Novelty(self._embedder)
        notes: list[Claim] = []
        passing = watched()
        for claim in self._grounded.describe(capture, passing, verbosity, language, token):
            if claim.topic == "note":
                notes.append(claim)
                continue
            heard.said(claim.text)
            yield claim
        for _ in passing:  # what the grounded engine had no need to wait for
            token.check()
        try:
            for claim in self._seen(self._vlm, capture, last, verbosity, language, token):
                if claim.topic == "notice":  # of the model itself, where pictures go, say: never left out
                    yield claim
                elif heard.adds(claim.text, token):
                    heard.said(claim.text)
                    notes.clear()
                    yield claim
        except (ModelTrouble, BadSetting):
            yield from notes
            raise
        yield from notes

    def _seen(
        self, vlm: Engine, capture: Capture, scene: Scene, verbosity: Verbosity, language: str, token: Token
    ) -> Iterator[Claim]:
        """What the model says of the parts worth it, the largest first. Its notes are left out: others have spoken
        here."""
        for region in worth_captions(capture, scene)[: MOST_PICTURES[verbosity]]:
            token.check()
            part, evidence = cut(capture, scene, region)
            for claim in vlm.describe(part, iter([evidence]), verbosity, language, token):
                if claim.topic != "note":
                    yield replace(claim, evidence=tuple(_moved(item, region) for item in claim.evidence))

    def answer(
        self, question: Question, capture: Capture, scene: Scene, conversation: Conversation, token: Token
    ) -> Answer:
        """The model is asked only where the evidence has no answer, and only of something that it can see: never how an
        answer is known."""
        answer = self._grounded.answer(question, capture, scene, conversation, token)
        region = worth_a_caption(capture, scene)
        if answer.answerable or answer.kind == "aside" or self._vlm is None or region is None:
            return answer
        part, evidence = cut(capture, scene, region)
        notice = self._notices.before(question.language) if self._notices is not None else ""
        if notice:  # where the picture goes is said also if nothing comes of it
            answer = replace(answer, text=f"{notice} {answer.text}")
        try:
            second = self._vlm.answer(question, part, evidence, conversation, token)
        except (ModelTrouble, BadSetting) as error:
            return replace(answer, text=f"{answer.text} {error.spoken}")
        if not second.answerable:
            return answer
        text = f"{notice} {second.text}" if notice else second.text
        return replace(second, text=text, evidence=tuple(_moved(item, region) for item in second.evidence))


def worth_a_caption(capture: Capture, scene: Scene) -> Box | None:
    """The first of `worth_captions`; None where there is no such thing."""
    return next(iter(worth_captions(capture, scene)), None)


def worth_captions(capture: Capture, scene: Scene) -> list[Box]:
    """The parts of the capture that a model can add something about, in pixels, the largest first: the images and
    videos on a desktop or page, but for those of text, charts (rules read them better) and one flat colour; else the
    whole of a picture that is no page of text."""
    images = [
        box
        for thing in scene.things
        if thing.role in PICTURES and thing.box is not None and "offscreen" not in thing.states
        if (box := thing.box.clipped(capture.width, capture.height)) is not None
        and box.area >= IMAGE_SHARE * capture.width * capture.height
        and min(box.w, box.h) >= SMALLEST_IMAGE_PX
    ]
    if images:
        shown = [box for box in images if not _is_read(box, scene) and not _is_flat(box, capture)]
        return _apart(sorted(shown, key=lambda box: -box.area))
    texts = len(scene.blocks) + sum(1 for thing in scene.things if thing.source == "tree" and thing.name)
    charts = [thing.box for thing in scene.things if thing.role == "chart" and thing.box is not None]
    whole = Box(0, 0, capture.width, capture.height)
    if capture.of_desktop or texts >= PAGE_OF_TEXT or any(2 * box.overlap(whole) > whole.area for box in charts):
        return []
    return [whole]


def _is_read(box: Box, scene: Scene) -> bool:
    """A page of text, or a chart."""
    lines = sum(2 * block.box.overlap(box) > block.box.area for block in scene.blocks)
    charts = [thing.box for thing in scene.things if thing.role == "chart" and thing.box is not None]
    return lines >= PAGE_OF_TEXT or any(2 * chart.overlap(box) > box.area for chart in charts)


def _is_flat(box: Box, capture: Capture) -> bool:
    """A placeholder, or a picture that has not come yet."""
    part = capture.pixels[box.y : box.bottom : 4, box.x : box.right : 4].reshape(-1, 3)
    return bool(part.std(axis=0).max() < FLAT)


def _apart(boxes: list[Box]) -> list[Box]:
    """Without those that lie mostly in a larger one: a picture within its frame."""
    kept: list[Box] = []
    for box in boxes:
        if not any(2 * box.overlap(other) > box.area for other in kept):
            kept.append(box)
    return kept


def cut(capture: Capture, scene: Scene, region: Box) -> tuple[Capture, Scene]:
    """The region as a capture of its own, and the evidence that lies in it, in its pixels. What is secret is known to
    it, too, where the least part of it shows."""
    if (region.w, region.h) == (capture.width, capture.height):
        return capture, scene
    x, y = capture.origin
    part = replace(
        capture,
        pixels=capture.pixels[region.y : region.bottom, region.x : region.right],
        origin=(x + region.x, y + region.y),
        given=None,
    )
    blocks = tuple(
        replace(block, box=block.box.moved(-region.x, -region.y))
        for block in scene.blocks
        if block.box.overlap(region) * 2 > block.box.area
    )
    things = tuple(
        replace(thing, box=thing.box.moved(-region.x, -region.y))
        for thing in scene.things
        if thing.box is not None and thing.box.overlap(region) * 2 > thing.box.area
    )
    hidden = tuple(box.moved(-region.x, -region.y) for box in hidden_boxes(scene))
    return part, replace(scene, width=region.w, height=region.h, blocks=blocks, things=things, hidden=hidden)


def _moved(item: Evidence, region: Box) -> Evidence:
    return item if item.box is None else replace(item, box=item.box.moved(region.x, region.y))
