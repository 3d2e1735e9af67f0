"""Text in pixels, line by line as it is read: `Reader` in the host process, `OcrGatherer` on the session's side."""

from __future__ import annotations

import logging
import threading
from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING

from assistant import errors
from assistant.cancel import Cancelled, Token
from assistant.types import Box, Finding, TextBlock
from models.evidence.drawn import beside, covering, words_box
from models.evidence.ocr_lines import LineMemory, LineReader, PieceReader
from models.evidence.ocr_memory import PictureMemory, cell_hashes
from models.evidence.ocr_nets import LINE_HEIGHT, Detector, Recogniser, default_threads
from models.evidence.ocr_page import Crew, Page
from models.evidence.ocr_quick import nets
from models.evidence.ocr_second import Opinions, SecondReader
from models.evidence.ocr_twice import TwiceReader
from models.evidence.things import SHOWS_VALUE, written
from models.evidence.upright import Posture, posture

if TYPE_CHECKING:
    from assistant.ports import Worker
    from assistant.types import Capture, Pixels, Scene, Thing

log = logging.getLogger(__name__)

TOO_MUCH = "trouble_too_much"
LARGE_SIDE = 4096
"""Pixels of the longer side up to which a picture of the desktop is read at its own size at once."""
LARGE_PHOTO = 2600
"""The same for other pictures, whose text is seldom as small as a desktop's."""
SMALLEST_KEPT = 200
"""Pixels of the shorter side below which a picture is not remembered: lines cut out to be checked or read anew are soon
read, and would push whole windows out of the memory."""
SMALLEST_PAGE = 64
"""Pixels of the shorter side below which a picture is no page that could lie on its side."""
MOST_COVERS = 50
"""Things that lie over one field at most: the parts of it that show grow with their square, and reading is sooner."""
DRAWN, DRAWN_EVERY = 0.5, 16
"""Share of equal neighbours of a drawn picture (screens of real programs have 0.9, one full of small text 0.7), and
which rows are looked at."""


class Reader:
    """Reads the text of pictures. Lives in the host process; loads its networks at the first call (or `warm`)."""

    def __init__(self, folder: str | None = None, threads: int = 0) -> None:
        """`folder` of the two original ONNX files, instead of the networks that are quickest here. `threads`: lines
        worked on at a time, 0: one a core."""
        self._folder = folder
        self._threads = threads or default_threads()
        self._detector: Detector | None = None
        self._recogniser: PieceReader | None = None
        self._whole: PieceReader | None = None
        """The recogniser at full size alone."""
        self._lines = LineMemory()
        self._pictures = PictureMemory()
        self._second = SecondReader()

    def warm(self, *, token: Token) -> None:
        """Load and run once. Raises `errors.ModelMissing`, `errors.ModelBroken`."""
        import numpy as np

        for _ in self.read(np.full((64, 64, 3), 255, np.uint8), token=token):
            pass
        detector, recogniser = self._nets()
        picture = np.full((LINE_HEIGHT, 96, 3), 255, np.uint8)
        detector.find(picture)
        recogniser.read(picture)

    def read(
        self,
        pixels: Pixels,
        *,
        skip: Sequence[Sequence[int]] = (),
        focus: Sequence[int] | None = None,
        photo: bool = False,
        token: Token,
    ) -> Iterator[list[TextBlock]]:
        """Lists of lines, as soon as they are read: what lies in `focus` first, then from top to bottom. What has not
        changed since an earlier picture of the same size is not read again.

        `pixels` (h, w, 3) uint8 RGB. `skip`: boxes [x, y, w, h] whose text is known; lines mostly inside them are
        left out. `photo`: not a picture of a desktop. Boxes of the lines are in pixels of the picture.
        Raises `Cancelled`, `errors.ModelMissing`, `errors.ModelBroken`.
        """
        detector, recogniser = self._nets()
        height, width = pixels.shape[:2]
        if height < 4 or width < 4:
            return
        known = [Box(*(int(number) for number in box)) for box in skip]
        self._lines.forget_old()
        longer = max(height, width)
        large = longer > LARGE_SIDE or (photo and longer > LARGE_PHOTO and not drawn(pixels))
        hashes = None if large or min(height, width) < SMALLEST_KEPT else cell_hashes(pixels)
        with Crew(self._threads, token) as crew:
            lines = LineReader(pixels, recogniser, self._lines, crew)
            before = self._pictures.recall(pixels, hashes) if hashes is not None else None
            page = Page(pixels, known, detector, lines, Opinions(pixels, self._second, crew), crew, before)
            if focus is not None:
                yield from page.read_part(Box(*(int(number) for number in focus)))
            if large:
                yield from page.read_coarsely()
            yield from page.read_rest()
        if hashes is not None:
            self._pictures.keep(pixels, hashes, known, page.read)

    def posture(self, pixels: Pixels, *, token: Token) -> Posture:
        """How a picture must be turned before it is read. Raises `errors.ModelMissing`, `errors.ModelBroken`."""
        token.check()
        if min(pixels.shape[:2]) < SMALLEST_PAGE:
            return Posture()
        detector, recogniser = self._nets()
        return posture(pixels, detector, self._whole or recogniser)

    def _nets(self) -> tuple[Detector, PieceReader]:
        if self._detector is None or self._recogniser is None:
            self._detector, whole = nets(self._folder)
            # In 8 bits it was not measured whether the smaller size is as right.
            small_first = isinstance(whole, Recogniser) and whole.any_height
            self._recogniser = TwiceReader(whole) if small_first else whole
            self._whole = whole
        return self._detector, self._recogniser


class OcrGatherer:
    """`ports.Gatherer`: streams what a `Reader` behind a worker reads, leaving out what the tree has told."""

    name = "ocr"

    def __init__(self, worker: Worker, *, budget_s: float = 30.0) -> None:
        self._worker = worker
        self.budget_s = budget_s

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        in_time = Token(token)
        clock = threading.Timer(self.budget_s, in_time.cancel)
        clock.daemon = True
        clock.start()
        batches = self._worker.stream(
            "read",
            capture.pixels,
            skip=[box.as_list() for box in _known_pixels(scene, capture.pixels)],
            focus=focus_box(scene),
            photo=not capture.of_desktop,
            token=in_time,
            timeout_s=self.budget_s,
        )
        try:
            for batch in batches:
                token.check()
                if batch:
                    yield Finding(self.name, blocks=tuple(batch), final=False)
        except Cancelled:
            token.check()  # if not the look was cancelled, the time is up
            log.info("reading took longer than %.0f s and was ended", self.budget_s)
            yield Finding(self.name, trouble=TOO_MUCH)
            return
        except errors.HearsightError as error:
            log.warning("no text from pixels: %s", error.detail)
            yield Finding(self.name, trouble=error.spoken)
            return
        finally:
            clock.cancel()
            if (close := getattr(batches, "close", None)) is not None:
                close()
        yield Finding(self.name)


def drawn(pixels: Pixels) -> bool:
    """Whether a picture was drawn by programs (a saved screenshot): its text may be as small as a desktop's. Half of
    its neighbours are alike to the last bit, as they never are in what a camera took or JPEG has kept."""
    rows = pixels[::DRAWN_EVERY]
    return bool((rows[:, 1:] == rows[:, :-1]).all(axis=2).mean() >= DRAWN)


def known_text_boxes(scene: Scene) -> list[Box]:
    """Where the tree has told the text already, so that no pixel of it needs to be read.

    Only things whose box fits their text: a group with a name, or a program that lies about its boxes, must not
    hide what is written there.
    """
    return [thing.box for thing in _known(scene) if thing.box is not None]


def _known(scene: Scene) -> list[Thing]:
    told = {block.box for block in scene.blocks if block.source == "tree"}
    known = [thing for thing in scene.things if thing.box is not None and _tells_its_text(thing, told)]
    times: dict[Box | None, int] = {}
    for thing in known:
        times[thing.box] = times.get(thing.box, 0) + 1
    return [thing for thing in known if times[thing.box] <= 2]


def _known_pixels(scene: Scene, pixels: Pixels) -> list[Box]:
    """The same without what lies over it, and without the shortcuts of a menu, which the tree does not tell."""
    covers = covering(scene.things)
    found: list[Box] = []
    for thing in _known(scene):
        box = thing.box
        assert box is not None  # noqa: S101 - nothing is known of what has no place
        if thing.role in SHOWS_VALUE:
            over = [cover for cover in covers if cover[1].overlap(box)]
            found += beside(box, over) if len(over) <= MOST_COVERS else []
        else:
            found.append(words_box(thing.name, box, pixels) if thing.role == "menuitem" else box)
    return found


LARGEST_LETTER = 40 * 64
"""Square pixels for one letter of a text that fills its box, generously."""


def _tells_its_text(thing: Thing, told: Container[Box]) -> bool:
    if thing.source != "tree" or thing.box is None:
        return False
    if thing.role == "password":
        return True
    text = written(thing)
    if not text or thing.box not in told:
        return False
    if thing.role in ("textbox", "terminal"):
        return True
    return thing.box.area <= LARGEST_LETTER * (len(text) + 4)


def focus_box(scene: Scene) -> list[int] | None:
    """Where to read first: the innermost dialog or alert that is open, else around what has the focus."""
    dialogs = [thing.box for thing in scene.things if thing.role in ("dialog", "alert") and thing.box is not None]
    if dialogs:
        return dialogs[-1].as_list()
    focus = scene.focus
    if focus is None or focus.box is None:
        return None
    box = focus.box
    return Box(box.x - 160, box.y - 60, box.w + 320, box.h + 120).as_list()
