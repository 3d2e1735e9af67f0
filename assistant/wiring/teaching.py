"""What the person taught: where it is kept, who knows it again, and lessons."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING

from assistant.errors import HearsightError

if TYPE_CHECKING:
    from assistant.camera_keys import CameraKeys
    from assistant.cancel import Token
    from assistant.commands import Command
    from assistant.host import Host
    from assistant.narrating_aloud import Narrations
    from assistant.session import Session
    from assistant.teaching import Lessons, Teacher
    from assistant.types import Box, Pixels
    from assistant.wiring.models import Workers
    from models.objects.finder import Seen
    from models.store import Store
    from models.taught import Taught
    from models.taught.finder import Recognition
    from models.taught.guide import LessonGuide
    from models.taught.live import TaughtLooks
    from models.taught.seeker import TaughtSeeker
    from models.taught.store import TaughtThings

log = logging.getLogger("hearsight.wiring")

WORKER = "things"
"""In the host process."""


def worker_of_things(store: Store) -> Workers:
    """None where its model is not installed."""
    from models.imagenet.net import MODEL

    if not store.installed(MODEL):
        return {}
    return {WORKER: ("models.taught.finder:ThingFinder", {"folder": str(store.path(MODEL))})}


@cache
def taught_things() -> TaughtThings:
    from assistant.folders import data_dir
    from models.taught.store import FILE_NAME, TaughtThings

    return TaughtThings(data_dir() / FILE_NAME)


def known_things() -> tuple[Taught, ...]:
    """For a look: none where the file is damaged, which `hearsight taught list` tells."""
    try:
        return taught_things().all()
    except HearsightError as error:
        log.warning("nothing taught is known: %s", error.detail)
        return ()


def taught_names() -> list[str]:
    return [one.name for one in known_things()]


def recognition(host: Host) -> Recognition | None:
    """None where the model is not installed."""
    from models.taught.finder import Recognition

    try:
        worker = host.worker(WORKER)
    except ValueError:
        return None
    return Recognition(worker, known_things)


def taught_looks(host: Host, token: Token) -> TaughtLooks | None:
    """For a narration; None where nothing was taught, or nothing could be known again."""
    from models.taught.live import TaughtLooks

    recognising = recognition(host) if known_things() else None
    if recognising is None:
        return None
    return TaughtLooks(lambda pixels: recognising.look(pixels, token=token))


def taught_seeker(host: Host, token: Token, objects: Callable[[Pixels], list[Seen]]) -> TaughtSeeker | None:
    """`objects`: what a detector sees in a frame. None as for `recognition`."""
    from models.taught.gatherer import MOST_BOXES
    from models.taught.seeker import TaughtSeeker

    def boxes(pixels: Pixels) -> list[Box]:
        return [one.box for one in objects(pixels) if one.kind != "person"][:MOST_BOXES]

    recognising = recognition(host)
    return TaughtSeeker(recognising, token, boxes) if recognising is not None else None


def lessons(session: Session, narrations: Narrations, host: Host, workers: Workers, store: Store) -> Lessons:
    from assistant.capture.choose import live_source_from, source_from
    from assistant.teaching import Lessons
    from models.imagenet.net import MODEL
    from models.taught.store import thing_named

    def teacher(name: str, language: str, token: Token) -> Teacher:
        from models.taught.guide import Teacher as OfThings

        name = thing_named(name)
        if WORKER not in workers:
            store.path(MODEL)  # raises, with what to do
        taught_things().all()  # what is wrong with the file is told before anything is looked at
        host.warm(WORKER, token=token)
        return OfThings(host.worker(WORKER), taught_things(), name, language=language, token=token)

    def guide(of: Teacher, seconds: float, language: str, token: Token) -> LessonGuide:
        from models.taught.guide import LessonGuide

        return LessonGuide(of, seconds, language=language, token=token)

    return Lessons(session, narrations, teacher, guide, live_source_from, lambda path: source_from(None, path))


def teaches(lessons: Lessons, narrations: Narrations, camera: CameraKeys) -> Callable[[Command], bool]:
    """What "this is my mug" does, and "remember this as my mug" while the camera is open; else False."""

    def teach(command: Command) -> bool:
        if command.kind == "remember" and not (command.argument and narrations.on):
            return False
        return camera.lead(partial(lessons.begin, command.argument))

    return teach
