"""A second reader for words that the first is not sure of: tesseract, where it is installed.

Measured on blurred and compressed pages: of the words that PP-OCR is less than `DOUBT` sure of, seven in ten are wrong;
of those that tesseract reads just so, one in seven. So a word that both read is believed. Where they differ it stays
uncertain, whoever may be right: alone tesseract makes four times the errors there, and only what it is very sure of
was always right.

It gets the pixels of one line through a pipe, in grey, nothing is written to a disk; a few lines a picture, each for a
bounded time.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.evidence.ocr_lines import Reading, units
from models.evidence.ocr_nets import cut_out

if TYPE_CHECKING:
    from assistant.types import Pixels
    from models.evidence.ocr_nets import Spot
    from models.evidence.ocr_page import Crew

log = logging.getLogger(__name__)

MOST_LINES = 6
"""A picture; each costs about 0.1 s of one core."""
LINE_S = 1.5
POLL_S = 0.03
BELIEVED = 0.9
"""How sure a word is that both read."""
DIFFER = 0.55
"""How sure a word is that the second reader alone has said: less than `DOUBT`, but a line of it is still told."""
SURE_OF_ITSELF = 90.0
"""Of 100, tesseract's confidence from which its word replaces one that we are not sure of."""
CLOSE = 0.5
"""Share of a word's characters that may differ in its replacement."""
HEIGHT, MARGIN = 48, 12
"""Pixels of a line as tesseract reads it best, and of background around it."""


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    confidence: float
    """0..100."""


class SecondReader:
    """Any thread, several at a time."""

    def __init__(self, program: str | None = None) -> None:
        self._program = program or shutil.which("tesseract")
        self._languages: frozenset[str] = frozenset()

    @property
    def there(self) -> bool:
        return self._program is not None

    def settled(self, line: Pixels, first: Reading, ended: Callable[[], bool]) -> Reading:
        """The first reading with what a second one of the line (h, w, 3) says to its uncertain words. `ended`: polled,
        true when nobody waits any more."""
        chinese = any("\u4e00" <= sign <= "\u9fff" for sign in first.text)
        wanted = ["chi_sim", "eng"] if chinese else ["eng"]
        spoken = [language for language in wanted if language in self._installed(ended)]
        if not spoken or spoken[0] != wanted[0]:
            return first
        words = self._words(line, "+".join(spoken), ended)
        return settle(first, words) if words else first

    def _installed(self, ended: Callable[[], bool]) -> frozenset[str]:
        """Languages; asked for until there is an answer."""
        if not self._languages:
            self._languages = frozenset(self._run(["--list-langs"], b"", ended, 2 * LINE_S).split())
        return self._languages

    def _words(self, line: Pixels, language: str, ended: Callable[[], bool]) -> list[Word]:
        said = self._run(["-", "-", "--psm", "7", "-l", language, "tsv"], as_grey(line), ended, LINE_S)
        return [word for row in said.splitlines()[1:] if (word := _word(row)) is not None]

    def _run(self, arguments: list[str], given: bytes, ended: Callable[[], bool], seconds: float) -> str:
        """What the program writes; empty where it can't, takes longer, or nobody waits any more."""
        alone = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # its threads wait for each other
        try:
            process = subprocess.Popen(
                [str(self._program), *arguments],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=alone,
            )  # fmt: skip
        except OSError as error:
            log.info("no second reader: %s", type(error).__name__)
            return ""
        with process:
            return _said(process, given, ended, seconds)


class Opinions:
    """Second readings of the uncertain lines of one picture, the first `MOST_LINES` of them."""

    def __init__(self, pixels: Pixels, reader: SecondReader, crew: Crew) -> None:
        self._pixels = pixels
        self._reader = reader
        self._crew = crew
        self._left = MOST_LINES

    def start(self, spot: Spot, first: Reading) -> Future[Reading] | None:
        enough = sum(sign.isalnum() for sign in first.text) > 2
        if self._left == 0 or not enough or not first.doubtful or not self._reader.there:
            return None
        line = cut_out(self._pixels, spot)
        if line is None:
            return None
        self._left -= 1
        return self._crew.start(self._reader.settled, line, first, lambda: self._crew.over)


def _said(process: subprocess.Popen[bytes], picture: bytes, ended: Callable[[], bool], seconds: float) -> str:
    until = time.monotonic() + seconds
    given: bytes | None = picture
    while time.monotonic() < until and not ended():
        try:
            out, _ = process.communicate(given, timeout=POLL_S)
        except subprocess.TimeoutExpired:
            given = None  # it has been handed over
            continue
        return out.decode("utf-8", "replace") if process.returncode == 0 else ""
    process.kill()
    return ""


def _word(row: str) -> Word | None:
    """A row of tesseract's TSV, whose last two cells are confidence and text."""
    cells = row.split("\t")
    if len(cells) < 12 or not cells[11].strip():
        return None
    return Word(cells[11].strip(), float(cells[10]))


def as_grey(line: Pixels) -> bytes:
    """A line as a PGM file: `HEIGHT` high at least, with a margin of its own edges."""
    import cv2
    import numpy as np

    grey = np.ascontiguousarray(line @ np.array([0.299, 0.587, 0.114])).astype(np.uint8)
    if (scale := HEIGHT / grey.shape[0]) > 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    grey = np.pad(grey, MARGIN, mode="edge")
    return b"P5\n%d %d\n255\n" % (grey.shape[1], grey.shape[0]) + grey.tobytes()


def settle(first: Reading, second: Sequence[Word]) -> Reading:
    """Uncertain words that both read are believed; others give way to what the second reader is very sure of, and stay
    uncertain."""
    from rapidfuzz.distance import Levenshtein

    theirs = {_plain(word.text) for word in second}
    together = _plain("".join(word.text for word in second))
    text, chances = first.text, list(first.chances)
    for start, end in reversed(units(first.text)):
        word = text[start:end]
        if not first.doubted(start, end):
            continue
        if _plain(word) in theirs or (_chinese(word) and word in together):
            chances[start:end] = [max(BELIEVED, chance) for chance in chances[start:end]]
            continue
        sure = [other for other in second if other.confidence >= SURE_OF_ITSELF and len(other.text) > 2]
        nearest = min(sure, key=lambda other: Levenshtein.distance(other.text, word), default=None)
        if nearest is not None and 0 < Levenshtein.distance(nearest.text, word) <= CLOSE * len(word):
            text = text[:start] + nearest.text + text[end:]
            chances[start:end] = [DIFFER] * len(nearest.text)
    return Reading(text, tuple(chances))


def _plain(word: str) -> str:
    """Without the signs around it: both are unsure of those."""
    return word.strip("\"'`“”‘’.,:;!?()[]{}<>|*·-–—").casefold()


def _chinese(word: str) -> bool:
    return all("\u3400" <= sign <= "\u9fff" for sign in word)
