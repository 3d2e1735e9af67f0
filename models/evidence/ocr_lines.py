"""One detected line on its way to the recogniser: cut out, scaled, parted between words, and never read twice.

A long line is parted where its widest gap is: the pieces go to several threads, cost less each (the recogniser's
attention grows with the square of a line's length), and a word that changes leaves the other pieces as they were.
What a piece says is remembered by a keyed hash of its pixels: memory only, bounded, and gone with the process.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.types import Pixels
    from models.evidence.ocr_nets import Spot
    from models.evidence.ocr_page import Crew

PIECE = 1280
"""Pixels of a scaled line from which it is parted: measured as the width that costs least a pixel."""
EARLIEST = 480
"""Pixels that a piece has at least: it should hold some words, which help each other."""
UNEVEN = 40
"""Percent of the last two pieces that the shorter one has at least."""
WIDE_GAP = 22
"""Pixels of a blank stretch that is a space for sure: more than a narrow letter leaves free in a monospaced font."""
GAP = 12
"""Pixels of a blank stretch (a quarter of a line's height) that may part words; letters stand closer."""
BLANK = 20
"""Of 255, between the lightest and the darkest pixel of a column: less is no ink."""
EDGE = 6
"""One part in so many of a line's height: as far letters of other lines reach into it."""
REMEMBERED = 8192
"""Pieces: about twenty full screens; some 2 MB."""
FORGET_S = 600.0
"""As long as the host process stays without work (`host.idle_exit_s`)."""


DOUBT = 0.6
"""Probability of a character below which its word is only said as "possibly". On blurred and compressed pages six in
ten of such words were wrong, of the others one in twenty; on clean ones nearly none is so low."""
LIKE_SIGNS = {"十": "+", "二": "=", "一": "-", "井": "#"}
"""Chinese characters that the recogniser takes signs of code for: the lines of a change begin with such."""
UNTIDY = re.compile(r"^\s|\s$|\s\s|[^\S ]")
UNIT = re.compile("[\u3040-\u30ff\u3400-\u9fff]|[^\\s\u3040-\u30ff\u3400-\u9fff]+")


def units(text: str) -> list[tuple[int, int]]:
    """(start, end) of the words; each Chinese or Japanese character is one."""
    return [match.span() for match in UNIT.finditer(text)]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says, and how probable each of its characters is (0..1; as many as the text has)."""

    text: str
    chances: tuple[float, ...]
    places: tuple[int, ...] = ()
    """Where in its piece each character was seen, in pixels from the left; only a recogniser knows."""

    @property
    def sure(self) -> float:
        """The mean probability of the characters."""
        return sum(self.chances) / len(self.chances) if self.chances else 0.0

    def doubted(self, start: int, end: int) -> bool:
        """Whether a letter or digit of a stretch may well be another one."""
        return any(
            sign.isalnum() and chance < DOUBT
            for sign, chance in zip(self.text[start:end], self.chances[start:end], strict=True)
        )

    @property
    def doubtful(self) -> tuple[str, ...]:
        """The words that may be misread, as they stand in the text; Chinese ones are as long as the doubt is."""
        if min(self.chances, default=1.0) >= DOUBT:
            return ()
        found: list[tuple[int, int]] = []
        for start, end in units(self.text):
            if self.doubted(start, end):
                if found and found[-1][1] == start:
                    start = found.pop()[0]
                found.append((start, end))
        return tuple(self.text[start:end] for start, end in found)

    def tidy(self) -> Reading:
        """Without spaces at the ends, and one where there are several."""
        if not UNTIDY.search(self.text):
            return Reading(self.text, self.chances)
        kept = [
            place
            for place, sign in enumerate(self.text)
            if not sign.isspace() or (place > 0 and not self.text[place - 1].isspace())
        ]
        while kept and self.text[kept[-1]].isspace():
            kept.pop()
        text = "".join(" " if self.text[place].isspace() else self.text[place] for place in kept)
        return Reading(text, tuple(self.chances[place] for place in kept))


NOTHING = Reading("", ())


def parted(line: Pixels) -> list[tuple[Pixels, int]]:
    """Pieces of a scaled line (48, w, 3), from left to right, each with the pixels of blank before the next one."""
    width = line.shape[1]
    if width <= PIECE:
        return [(line, 0)]
    stretches = blank_stretches(_inked(line))
    pieces, start = [], 0
    while width - start > PIECE:
        cut = _cut(stretches, start, width)
        if cut is None:
            break
        middle = (cut[0] + cut[1]) // 2
        pieces.append((line[:, start:middle], cut[1] - cut[0]))
        start = middle
    return [*pieces, (line[:, start:], 0)]


def _cut(stretches: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """The blank stretch where what is left of a line, from `start` to `end`, is parted."""
    near, far = EARLIEST, PIECE
    if (rest := end - start) <= 2 * PIECE:  # two pieces are left, for two cores: the longer one is waited for
        shorter = max(rest * UNEVEN // 100, rest - PIECE)
        near, far = max(near, shorter), min(far, rest - shorter)
    for least, most in ((near, far), (EARLIEST, PIECE)):
        within = [one for one in stretches if start + least <= (one[0] + one[1]) // 2 <= start + most]
        if within:
            return max(within, key=lambda one: one[1] - one[0])
    return next((one for one in stretches if (one[0] + one[1]) // 2 > start + PIECE), None)


def _inked(line: Pixels) -> npt.NDArray[np.bool_]:
    """(w,) which columns of a line (h, w, 3) have ink of its own: what only comes in at its upper or lower edge is a
    letter of the line above or below it."""
    import numpy as np

    def ink(rows: Pixels) -> npt.NDArray[np.bool_]:
        contrast: npt.NDArray[np.int16] = rows.max(axis=0).astype(np.int16) - rows.min(axis=0)
        return np.asarray(contrast.max(axis=1) >= BLANK)

    edge = len(line) // EDGE
    found = ink(line[edge : len(line) - edge])
    at_edges = np.flatnonzero(ink(line) & ~found)
    if len(at_edges):
        columns = line[:, at_edges]
        middle = np.median(columns, axis=0).astype(np.int16)
        found[at_edges] = (abs(columns[[0, -1]].astype(np.int16) - middle) < BLANK).all(axis=(0, 2))
    return found


def blank_stretches(ink: npt.NDArray[np.bool_], least: int = GAP) -> list[tuple[int, int]]:
    """(start, end) of the columns without ink, more than `least` pixels wide, between some with ink."""
    import numpy as np

    inked = np.flatnonzero(ink)
    wide = np.flatnonzero(np.diff(inked) > least)
    return [(int(inked[at]) + 1, int(inked[at + 1])) for at in wide]


def spaced(piece: Pixels, reading: Reading) -> Reading:
    """With a space in each gap that is too wide to be none, where the recogniser saw the words and not the gap."""
    if len(reading.text) < 2 or len(reading.places) != len(reading.text):
        return reading
    middles = [(start + end) // 2 for start, end in blank_stretches(_inked(piece)) if end - start >= WIDE_GAP]
    text = ""
    chances: list[float] = []
    for number, (sign, chance, place) in enumerate(zip(reading.text, reading.chances, reading.places, strict=True)):
        if number and any(reading.places[number - 1] < middle <= place for middle in middles):
            before = reading.text[number - 1]
            if not (before.isspace() or sign.isspace() or _full_width(before) or _full_width(sign)):
                text, chances = f"{text} ", [*chances, 1.0]
        text, chances = text + sign, [*chances, chance]
    return Reading(text, tuple(chances))


def joined(readings: Sequence[Reading], gaps: Sequence[int]) -> Reading:
    """One line of the readings of its pieces. `gaps`: pixels of blank after each piece."""
    text = ""
    chances: list[float] = []
    for reading, gap in zip(readings, (0, *gaps), strict=False):
        if text and reading.text and _spaced(text[-1], reading.text[0], gap):
            text, chances = f"{text} ", [*chances, 1.0]
        text += reading.text
        chances += reading.chances
    return Reading(text, tuple(chances)).tidy()


def _spaced(before: str, after: str, gap: int) -> bool:
    """Whether a gap between two characters is a space: Chinese and Japanese have none."""
    wide = [_full_width(sign) for sign in (before, after)]
    return not all(wide) and (not any(wide) or gap > 2 * GAP)


def _full_width(sign: str) -> bool:
    return "\u3000" <= sign <= "\u30ff" or "\u3400" <= sign <= "\u9fff" or "\uff00" <= sign <= "\uffef"


class LineMemory:
    """Readings by the pixels of their pieces. Any thread."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._key = os.urandom(16)  # a hash alone must not tell what stood there
        self._lock = threading.Lock()
        self._readings: OrderedDict[bytes, tuple[float, Reading]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._readings)

    def key(self, piece: Pixels) -> bytes:
        digest = hashlib.blake2b(str(piece.shape).encode(), digest_size=16, key=self._key)
        digest.update(piece.tobytes())
        return digest.digest()

    def get(self, key: bytes) -> Reading | None:
        with self._lock:
            found = self._readings.get(key)
            if found is None:
                return None
            self._readings[key] = (self._now(), found[1])
            self._readings.move_to_end(key)
            return found[1]

    def put(self, key: bytes, reading: Reading) -> None:
        with self._lock:
            self._readings[key] = (self._now(), reading)
            self._readings.move_to_end(key)
            while len(self._readings) > REMEMBERED:
                self._readings.popitem(last=False)

    def forget_old(self) -> None:
        """Drop what nobody has seen for `FORGET_S`. Called at the start of each look."""
        oldest = self._now() - FORGET_S
        with self._lock:
            while self._readings and next(iter(self._readings.values()))[0] < oldest:
                self._readings.popitem(last=False)


class PieceReader(Protocol):
    """A recogniser. Any thread, several at a time."""

    def read(self, line: Pixels, options: Any = None) -> Reading:
        """`line` (48, w, 3) uint8 RGB. `options`: onnxruntime.RunOptions."""
        ...


class Pending:
    """A line that is being read."""

    def __init__(self, spot: Spot, parts: Sequence[Reading | Future[Reading]], gaps: Sequence[int]) -> None:
        self.spot = spot
        self._parts = parts
        self._gaps = gaps
        self._first: Reading | None = None
        self._second: Future[Reading] | None = None

    @property
    def waited_for(self) -> list[Future[Reading]]:
        parts = [part for part in (*self._parts, self._second) if isinstance(part, Future)]
        return [part for part in parts if not part.done()]

    def result(self) -> Reading:
        """When nothing is waited for."""
        if self._second is not None:
            return self._second.result()
        if self._first is None:
            parts = [part.result() if isinstance(part, Future) else part for part in self._parts]
            self._first = unmixed(joined(parts, self._gaps))
        return self._first

    def ask_again(self, opinions: Opinions) -> bool:
        """Whether a second reader is asked now: the line waits for it then."""
        if self._second is None:
            self._second = opinions.start(self.spot, self.result())
            return self._second is not None
        return False


def unmixed(reading: Reading) -> Reading:
    """In a line without any other Chinese sign, the few that look like signs of arithmetic are those."""
    text = reading.text
    chinese = {sign for sign in text if "\u2e80" <= sign <= "\u9fff"}
    if not chinese or chinese - LIKE_SIGNS.keys() or not any(sign.isascii() and sign.isalnum() for sign in text):
        return reading
    return replace(reading, text="".join(LIKE_SIGNS.get(sign, sign) for sign in text))


class Opinions(Protocol):
    """Second readings of lines."""

    def start(self, spot: Spot, first: Reading) -> Future[Reading] | None:
        """None where the first reading is sure, or no other can be had."""
        ...


class LineReader:
    """Cuts lines out of one picture and has their pieces read by a crew, those that are not remembered."""

    def __init__(self, pixels: Pixels, recogniser: PieceReader, memory: LineMemory, crew: Crew) -> None:
        self._pixels = pixels
        self._recogniser = recogniser
        self._memory = memory
        self._crew = crew

    def start(self, spot: Spot) -> Pending:
        from models.evidence.ocr_caret import without_caret
        from models.evidence.ocr_nets import cut_out

        line = cut_out(without_caret(self._pixels, spot), spot)
        if line is None:
            return Pending(spot, (), ())
        pieces = parted(line)
        return Pending(spot, [self._started(piece) for piece, _ in pieces], [gap for _, gap in pieces])

    def _started(self, piece: Pixels) -> Reading | Future[Reading]:
        key = self._memory.key(piece)
        return self._memory.get(key) or self._crew.start(self._read, piece, key)

    def _read(self, piece: Pixels, key: bytes) -> Reading:
        reading = spaced(piece, self._recogniser.read(piece, self._crew.options))
        self._memory.put(key, reading)
        return reading
