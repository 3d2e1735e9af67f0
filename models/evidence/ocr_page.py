"""One picture being read: pieces go to the detector while the lines of the piece before are recognised."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.types import Box, TextBlock
from models.evidence.ink import CELL, CONTRAST, blank, ink_cells, regions
from models.evidence.ocr_lines import LineReader, Opinions, Pending
from models.evidence.ocr_memory import ReadLine, Unchanged
from models.evidence.ocr_nets import Spot
from models.evidence.ocr_place import standing
from models.evidence.ocr_spots import HUGE, refined

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.types import Pixels
    from models.evidence.ocr_nets import Detector

T = TypeVar("T")

POLL_S = 0.03
SURE = 0.5
"""Mean character probability below which a line is not believed (rapidocr's text_score)."""
CHINESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
COVERED = 0.6
"""Share of a line's box that known boxes must cover for it to be skipped."""
COARSE_SIDE = 1920
"""Pixels. Pictures too large to be read at once are first read at this size."""
FINE_SIDE = 5760
"""Pixels of the longer side at most, when small text is read: three times finer than the coarse look."""
COARSE_LINE = 14
"""Pixels of a line in the scaled picture below which it is left to the finer look."""
SMALL_SIDE = 100
"""Pixels of the shorter side below which a picture is doubled for the detector: cut-outs, single buttons."""
BANDS = (96, 160, 256, 352)
"""Pixels of the pieces that the detector gets: small ones first, so that the first line comes soon."""
TALLEST = 1088
WIDEST = 4096
OVERLAP = 24
"""Pixels that two pieces share where no blank row parts them."""
EDGE = 3
"""Pixels: a line so close to a piece's border may go on beyond it."""


class Crew:
    """Threads that run the networks. Leaving the block ends the runs under way, also within a network."""

    def __init__(self, threads: int, token: Token) -> None:
        import onnxruntime

        self._token = token
        self.options = onnxruntime.RunOptions()
        self.over = False
        """Nobody waits for what is still being worked on."""
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="ocr")

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self.options.terminate = self.over = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def start(self, work: Callable[..., T], *args: Any) -> Future[T]:
        return self._pool.submit(work, *args)

    def result(self, future: Future[T]) -> T:
        """Wait for one piece of work, polling the token."""
        self.wait_for([future])
        return future.result()

    def wait_for(self, futures: Sequence[Future[Any]]) -> None:
        """Return when one of them is done. Raises `Cancelled`."""
        self._token.check()
        while futures and not wait(futures, POLL_S, return_when="FIRST_COMPLETED").done:
            self._token.check()


class Page:
    """The state of one reading. `crew` does the work; the methods are pulled by one thread."""

    def __init__(
        self,
        pixels: Pixels,
        known: Sequence[Box],
        detector: Detector,
        lines: LineReader,
        opinions: Opinions,
        crew: Crew,
        before: Unchanged | None = None,
    ) -> None:
        self._pixels = pixels
        self._height, self._width = int(pixels.shape[0]), int(pixels.shape[1])
        self._known = known
        self._detector = detector
        self._lines = lines
        self._opinions = opinions
        self._crew = crew
        self._cells = ink_cells(pixels, known, None if before is None else before.cells)
        self._taken: list[Box] = []
        self._remembered: list[ReadLine] = []
        """Lines of an earlier reading that are still to be handed on, from top to bottom."""
        self.read: list[ReadLine] = []
        self._small: list[Box] = []
        self._chinese = False
        self._alone: list[ReadLine] = []
        self._bands = 0
        self._stood: list[Spot] = []
        """Lines that changed where they stood, from top to bottom, that are still to be read."""
        if before is not None:
            self._take_over(before)

    @property
    def longer_side(self) -> int:
        return max(self._height, self._width)

    def _take_over(self, before: Unchanged) -> None:
        """Hand on what is unchanged since an earlier reading, each line when its place comes."""
        self._remembered = sorted(
            (line for line in before.lines if self._is_new(line.spot)), key=lambda line: line.block.box.y
        )
        self._taken += [line.spot for line in self._remembered]
        blank(self._cells, self._taken)
        changed = [line for line in before.changed if self._is_new(line.spot)]
        self._stood += standing(self._pixels, changed, self._taken, self._cells)
        self._taken += [spot.box for spot in self._stood]
        self._stood.sort(key=lambda spot: spot.box.y)

    def read_part(self, part: Box) -> Iterator[list[TextBlock]]:
        """What lies wholly inside a part of the picture; lines that cross its border are left for later."""
        inside = part.clipped(self._width, self._height)
        if inside is None or inside.area > 0.6 * self._width * self._height:
            return
        cells = self._cells.copy()
        top, left = inside.y // CELL, inside.x // CELL
        bottom, right = -(-inside.bottom // CELL), -(-inside.right // CELL)
        cells[:top] = cells[bottom:] = False
        cells[:, :left] = cells[:, right:] = False
        if within := self._recalled(lambda line: inside.contains(line.block.box)):
            yield within
        boxes = [box for region in self._regions(cells) if (box := _common(region, inside)) is not None]
        yield from self._stream(boxes, self._native_scale(), lambda box: inside.contains(box, -EDGE))

    def read_coarsely(self) -> Iterator[list[TextBlock]]:
        """The large text, on a scaled copy; remembers where small text is."""
        scale = COARSE_SIDE / self.longer_side

        def accept(box: Box) -> bool:
            if box.h * scale >= COARSE_LINE:
                return True
            self._small.append(box)
            return False

        yield from self._stream([Box(0, 0, self._width, self._height)], scale, accept)
        if self.longer_side > FINE_SIDE:
            return
        # Up to three times smaller than life the coarse look misses no text: the fine one goes where some was.
        wanted = self._cells.copy()
        blank(wanted, [Box(box.x - 48, box.y - 48, box.w + 96, box.h + 96) for box in self._small])
        self._cells &= ~wanted

    def read_rest(self) -> Iterator[list[TextBlock]]:
        """All that was not read yet, and what was read before, from top to bottom."""
        regions = self._regions(self._cells)
        first = min((box.y for box in (*regions, *(spot.box for spot in self._stood))), default=self._height)
        if above := self._recalled(lambda line: line.block.box.bottom <= first):
            yield above
        for batch in self._stream(regions, self._native_scale(), lambda _: True):
            reached = max(block.box.y for block in batch)
            yield self._recalled(partial(_above, reached)) + batch
        if rest := self._recalled(lambda _: True):
            yield rest
        if self._alone and not self.read:  # a character alone in a picture is meant
            self.read, self._alone = self._alone, []
            yield [line.block for line in self.read]

    def _recalled(self, wanted: Callable[[ReadLine], bool]) -> list[TextBlock]:
        """Take lines out of those that an earlier reading has told."""
        taken = [line for line in self._remembered if wanted(line)]
        self._remembered = [line for line in self._remembered if not wanted(line)]
        self.read += taken
        return [line.block for line in taken]

    def _native_scale(self) -> float:
        if min(self._height, self._width) < SMALL_SIDE:
            return 2.0
        return min(1.0, FINE_SIDE / self.longer_side)

    def _regions(self, cells: Any) -> list[Box]:
        return _joined(list(regions(cells, self._width, self._height, WIDEST)))

    def _stream(self, boxes: Iterable[Box], scale: float, accept: Callable[[Box], bool]) -> Iterator[list[TextBlock]]:
        """Detect piece by piece, recognise line by line, and yield lines in order as they become known."""
        todo = deque(_Piece(box) for box in boxes)
        lines: deque[Pending] = deque()
        band = self._next_band(todo, scale)
        finding = self._start_detection(band, scale)
        for spot in self._due(accept, self._height if band is None else band.box.y):
            self._start_reading(spot, lines)
        while band is not None and finding is not None:
            while not finding.done():
                self._crew.wait_for([finding, *_awaited(lines)])
                if ready := self._ready(lines):
                    yield ready
            spots = self._settle(self._crew.result(finding), band, todo, scale)
            due = self._due(accept, band.box.bottom if todo else self._height)
            spots = sorted([*spots, *due], key=_row)
            # The next piece goes to the detector first, so that one core finds while the others read.
            band = self._next_band(todo, scale)
            finding = self._start_detection(band, scale)
            for spot in spots:
                if spot in due or (self._is_new(spot.box) and accept(spot.box)):
                    self._start_reading(spot, lines)
        while lines:
            self._crew.wait_for(_awaited(lines))
            if ready := self._ready(lines):
                yield ready

    def _start_reading(self, spot: Spot, lines: deque[Pending]) -> None:
        self._taken.append(spot.box)
        blank(self._cells, [spot.box])
        lines.append(self._lines.start(spot))

    def _due(self, accept: Callable[[Box], bool], bottom: int) -> list[Spot]:
        """Take those of the lines that changed where they stood that begin above a row."""
        due = [spot for spot in self._stood if spot.box.y < bottom and accept(spot.box)]
        self._stood = [spot for spot in self._stood if spot not in due]
        return due

    def _ready(self, lines: deque[Pending]) -> list[TextBlock]:
        """Take the lines off the front that are recognised."""
        found: list[ReadLine] = []
        while lines and not lines[0].waited_for and not lines[0].ask_again(self._opinions):
            line = lines.popleft()
            reading = line.result()
            if reading.text and reading.sure >= SURE:
                sure = round(reading.sure, 4)
                block = TextBlock(reading.text, tight(line.spot.box), sure, doubtful=reading.doubtful)
                found.append(ReadLine(line.spot.box, block))
        told = self._without_icons(found)
        self.read += told
        return [line.block for line in told]

    def _without_icons(self, found: list[ReadLine]) -> list[ReadLine]:
        """Without Chinese characters that stand alone, until there are words of Chinese in the picture: on other
        screens they are icons."""
        if not self._chinese:
            self._chinese = any(len(CHINESE.findall(line.block.text)) > 1 for line in (*found, *self.read))
        if self._chinese:
            released, self._alone = self._alone, []
            return [*released, *found]
        self._alone += [line for line in found if CHINESE.fullmatch(line.block.text)]
        return [line for line in found if not CHINESE.fullmatch(line.block.text)]

    def _start_detection(self, band: _Piece | None, scale: float) -> Future[list[Spot]] | None:
        return None if band is None else self._crew.start(self._detect, band.box, scale)

    def _detect(self, box: Box, scale: float) -> list[Spot]:
        """The spots in a part of the picture, in pixels of the picture. Runs on a thread of the crew."""
        import cv2
        import numpy as np

        part = self._pixels[box.y : box.bottom, box.x : box.right]
        if scale != 1.0:
            size = max(8, round(box.w * scale)), max(8, round(box.h * scale))
            way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
            part = cv2.resize(np.ascontiguousarray(part), size, interpolation=way)
        spots = []
        for spot in self._detector.find(part, self._crew.options):
            corners = spot.corners / scale + (box.x, box.y)
            low, high = np.floor(corners.min(axis=0)).astype(int), np.ceil(corners.max(axis=0)).astype(int)
            whole = Box(int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1]))
            if (inside := whole.clipped(self._width, self._height)) is not None:
                spots.append(Spot(corners.astype(np.float32), inside, spot.score))
        return refined(self._pixels, spots)

    def _next_band(self, todo: deque[_Piece], scale: float) -> _Piece | None:
        """Cut the next piece off the first region; what is left is the first region then."""
        if not todo:
            return None
        piece = todo.popleft()
        box = piece.box
        height = max(round(BANDS[min(self._bands, len(BANDS) - 1)] / scale), piece.at_least)
        self._bands += 1
        if box.h <= height * 1.3:
            return _Piece(box)
        first = height * 2 // 3
        row, clean = _quietest_row(self._pixels[box.y + first : box.y + height, box.x : box.right])
        end = box.y + first + row
        start = end if clean else end - OVERLAP
        todo.appendleft(_Piece(Box(box.x, start, box.w, box.bottom - start)))
        return _Piece(Box(box.x, box.y, box.w, end - box.y), goes_on=True)

    def _settle(self, spots: list[Spot], band: _Piece, todo: deque[_Piece], scale: float) -> list[Spot]:
        """The lines that lie wholly in the piece, top to bottom; those that go on below are left to the next."""
        spots.sort(key=_row)
        box = band.box
        cut = [spot for spot in spots if spot.box.bottom >= box.bottom - EDGE]
        if not band.goes_on or not cut:
            return spots
        start = min(spot.box.y for spot in cut) - OVERLAP // 3
        bottom = todo[0].box.bottom
        if start > box.y + OVERLAP // 2:
            todo[0] = _Piece(Box(box.x, start, box.w, bottom - start))
            return [spot for spot in spots if spot not in cut]
        if box.h * scale >= TALLEST:
            return spots
        # Letters taller than the piece: once more, with twice the height.
        todo[0] = _Piece(Box(box.x, box.y, box.w, bottom - box.y), at_least=2 * box.h)
        return []

    def _is_new(self, box: Box) -> bool:
        """Neither known from elsewhere nor read already."""
        for other in self._taken:
            if 2 * box.overlap(other) > min(box.area, other.area) and other.h < HUGE * box.h:
                return False
        return sum(box.overlap(other) for other in self._known) < COVERED * box.area


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the picture for the detector. `at_least`: pixels of height that its next cut must have."""

    box: Box
    goes_on: bool = False
    """The first piece of what is to do continues it below."""
    at_least: int = 0


def _awaited(lines: deque[Pending]) -> list[Future[Any]]:
    """One piece of the next line that is not recognised yet, if any: lines go out in their order."""
    return lines[0].waited_for[:1] if lines else []


def _row(spot: Spot) -> tuple[float, int]:
    return spot.box.y + spot.box.h / 2, spot.box.x


def _above(row: int, line: ReadLine) -> bool:
    return line.block.box.y < row


def tight(box: Box) -> Box:
    """The letters' own box: the detector's has a margin for the recogniser on all sides.

    It grew from a box shrunk by about the same ratio, so that roughly a sixth of the height is margin.
    """
    margin = min(box.h, box.w) // 8
    return Box(box.x + margin, box.y + margin, box.w - 2 * margin, box.h - 2 * margin)


def _quietest_row(rows: Pixels) -> tuple[int, bool]:
    """Where to cut: the last of the rows with the least contrast along them, and whether it has none."""
    import numpy as np

    green = rows[:, :, 1].astype(np.int16)
    busy = (np.abs(np.diff(green, axis=1)) > CONTRAST).sum(axis=1)
    row = len(busy) - 1 - int(busy[::-1].argmin())
    return row, bool(busy[row] == 0)


def _common(one: Box, other: Box) -> Box | None:
    """The part of two boxes that both cover."""
    x, y = max(one.x, other.x), max(one.y, other.y)
    w, h = min(one.right, other.right) - x, min(one.bottom, other.bottom) - y
    return Box(x, y, w, h) if w >= 8 and h >= 8 else None


def _joined(boxes: list[Box]) -> list[Box]:
    """Neighbours as one piece where that adds little area: each run of the detector has a fixed cost too."""
    found: list[Box] = []
    for box in boxes:
        if found:
            both = found[-1].union(box)
            if both.h <= BANDS[-1] and both.area <= 1.25 * (found[-1].area + box.area) + 6000:
                found[-1] = both
                continue
        found.append(box)
    return found
