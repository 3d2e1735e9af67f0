"""The `auto` engine: what is certain first, then what only a model can see.

The grounded engine speaks while evidence comes in. Then, where there is a picture that rules can't put into words
(a photo; an image or a video on a page), the model adds its sentences, checked against the whole evidence, as far as
they add to what has been said. Without a model, this is the grounded engine alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.error_words import told
from assistant.errors import BadSetting, ModelTrouble
from assistant.masking import hidden_boxes
from assistant.types import Box, Claim, Evidence, Scene
from models.pictures import worth_captions

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.conversation import Conversation
    from assistant.ports import Engine, Worker
    from assistant.types import Answer, Capture, Question, Verbosity
    from models.vlm.notices import Notices

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

        from models.novelty import Novelty

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
            return replace(answer, text=f"{answer.text} {told(error.spoken, question.language)}")
        if not second.answerable:
            return answer
        text = f"{notice} {second.text}" if notice else second.text
        return replace(second, text=text, evidence=tuple(_moved(item, region) for item in second.evidence))


def worth_a_caption(capture: Capture, scene: Scene) -> Box | None:
    """The first of `worth_captions`; None where there is no such thing."""
    return next(iter(worth_captions(capture, scene)), None)


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
