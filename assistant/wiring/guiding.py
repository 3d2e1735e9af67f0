"""Guidance through a camera: who looks for what, behind which worker of the host process."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from assistant.aiming_aloud import Aim
from assistant.errors import Usage
from assistant.wiring.models import LOOK_S, products_named
from assistant.wiring.teaching import WORKER, recognition, taught_names, taught_seeker

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.aiming import Guide, Mode
    from assistant.aiming_aloud import Aimings
    from assistant.camera_keys import CameraKeys
    from assistant.cancel import Token
    from assistant.commands import Command
    from assistant.host import Host
    from assistant.session import Session
    from assistant.types import Pixels, TextBlock
    from models.guiding.seekers import Eyes
    from models.objects.finder import Seen
    from models.photo.codes import Code
    from models.photo.faces import Face


def eyes_to_find(host: Host, token: Token) -> Eyes:
    """What looks at one frame; `token` ends a look."""
    from models.evidence.secrets import SecretRedactor
    from models.guiding.seekers import Eyes

    worker = host.worker

    def area(pixels: Pixels) -> list[int]:
        return [0, 0, int(pixels.shape[1]), int(pixels.shape[0])]

    def find_objects(pixels: Pixels) -> list[Seen]:
        seen: list[Seen] = worker("objects").call("find", pixels, areas=[area(pixels)], token=token, timeout_s=LOOK_S)
        return seen

    def read(pixels: Pixels) -> list[TextBlock]:
        found = worker("ocr").stream("read", pixels, photo=True, token=token)
        return SecretRedactor().lines([line for lines in found for line in lines])

    def find_faces(pixels: Pixels) -> list[Face]:
        found: list[Face] = worker("faces").call("find", pixels, area=area(pixels), token=token, timeout_s=LOOK_S)
        return found

    def read_codes(pixels: Pixels) -> list[Code]:
        found: list[Code] = worker("codes").call("read", pixels, token=token, timeout_s=LOOK_S)
        return found

    return Eyes(find_objects, read, find_faces, read_codes, taught_seeker(host, token, find_objects))


def guides(host: Host) -> Callable[[Aim, str, Token], Guide]:
    """Makes what guides, from what for, a language, and the token that ends its looks."""

    def guide(aim: Aim, language: str, token: Token) -> Guide:
        if aim.mode is not None:
            return _to_shoot(host, aim.mode, aim.out, language, token)
        from models.guiding.finder import Finder
        from models.guiding.seekers import Seekers
        from models.guiding.wanted import wanted_from

        wanted = wanted_from(aim.words, language, taught_names())
        worker = {"object": "objects", "text": "ocr", "face": "faces", "code": "codes"}.get(wanted.kind)
        if worker is not None:  # before the camera is open
            host.warm(worker, token=token)
        elif wanted.kind == "colour":
            from models.guiding.colours import warm

            warm()
        elif wanted.kind == "taught":
            _ready_for_things(host, token)
        return Finder(Seekers(eyes_to_find(host, token)), wanted, language=language)

    return guide


def _ready_for_things(host: Host, token: Token) -> None:
    """Raises `errors.ModelMissing` where nothing that was taught can be known again."""
    if recognition(host) is None:
        from models.imagenet.net import MODEL
        from models.store import Store

        Store().path(MODEL)
    host.warm(WORKER, token=token)


def _to_shoot(host: Host, mode: Mode, out: Path | None, language: str, token: Token) -> Guide:
    """Raises `errors.UnusableInput` for a folder that can't be written into."""
    from models.guiding.shots import Shots

    if out is None:
        raise Usage
    shots = Shots(out, {"document": "page", "photo": "photo", "product": "product"}[mode])
    shots.check()
    if mode == "document":
        from models.guiding.document import PageGuide

        host.warm("ocr", token=token)
        return PageGuide(shots, reader_of_pages(host), language=language)
    eyes = eyes_to_find(host, token)
    if mode == "photo":
        from models.guiding.photo import PhotoGuide

        host.warm("faces", token=token)
        return PhotoGuide(shots, eyes.faces, language=language)
    from models.evidence.secrets import SecretRedactor
    from models.guiding.product import ProductGuide

    for worker in ("codes", "ocr"):
        host.warm(worker, token=token)
    return ProductGuide(shots, eyes.codes, eyes.text, products_named, language=language, clean=SecretRedactor().clean)


def reader_of_pages(host: Host) -> Callable[[Pixels], tuple[Pixels, str]]:
    """Turns a flattened page upright, and reads it. Not ended by a token: a page that was taken is read."""

    def read(page: Pixels) -> tuple[Pixels, str]:
        from assistant.cancel import Token
        from assistant.types import Capture, Finding
        from models.evidence.merge import SceneMerger
        from models.evidence.paragraphs import rows
        from models.evidence.secrets import SecretRedactor
        from models.evidence.upright import Upright

        token, ocr = Token(), host.worker("ocr")
        upright = Upright(ocr)(Capture(page, "camera"), token)
        lines = [line for found in ocr.stream("read", upright.pixels, photo=True, token=token) for line in found]
        merger = SceneMerger(SecretRedactor())
        scene = merger.add(merger.start(upright), Finding("ocr", blocks=tuple(lines)))
        return upright.pixels, "\n".join(row.text for row in rows(scene.blocks))

    return read


SHOT_BY: dict[str, Mode] = {"scan": "document", "take_photo": "photo", "scan_product": "product"}
"""Voice command -> what is taken."""


def aims(aimings: Aimings, camera: CameraKeys, session: Session) -> Callable[[Command], bool]:
    """What a voice command for guidance does; False for what can't be looked for."""

    def aim(command: Command) -> bool:
        from assistant.folders import pictures_dir
        from models.guiding.wanted import can_be_sought

        if command.kind in SHOT_BY:
            shot = Aim(mode=SHOT_BY[command.kind], out=pictures_dir())
            return camera.lead(partial(aimings.begin, shot))
        if not can_be_sought(command.argument, session.habits.language, taught_names()):
            return False
        return camera.lead(partial(aimings.begin, Aim(command.argument)))

    return aim
