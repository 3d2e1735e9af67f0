"""Frames in, sentences out: what a narration of one stream tells, whatever it is told through."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.types import Evidence
from models.scenes.choosing import Chooser
from models.scenes.happenings import Happenings
from models.scenes.texts import STILL_S, TextLooks
from models.scenes.wording import sentences

if TYPE_CHECKING:
    from assistant.narrating import Density
    from assistant.types import Capture, Pixels
    from models.objects.finder import Seen
    from models.scenes import Event
    from models.scenes.texts import Read
    from models.taught.live import TaughtLooks

MOST_LOOKS = 10.0
"""Looks for objects a second: more tell nothing sooner, and cost a core."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One sentence. `at_s`: when what it tells began, in the stream; `urgent`: it may interrupt."""

    text: str
    kind: str
    at_s: float
    evidence: tuple[Evidence, ...]
    urgent: bool = False


@dataclass(slots=True)
class Effort:
    """What a narration cost."""

    frames: int = 0
    looks: int = 0
    readings: int = 0
    look_s: float = 0.0


class SceneNarrator:
    """The port: `assistant.narrating.Narrator`. One stream, one thread."""

    def __init__(
        self,
        detect: Callable[[Pixels], Sequence[Seen]],
        *,
        read: Read | None = None,
        own: TaughtLooks | None = None,
        language: str = "en",
        density: Density = "normal",
        wait_for_text: bool = False,
        clean: Callable[[str], str] = lambda text: text,
    ) -> None:
        """`detect`: objects with calibrated probabilities; `read`: lines of text, on a thread of its own unless
        `wait_for_text`; `own`: things that the person taught; `clean` takes secrets out of what was read."""
        self._detect, self._language, self._clean = detect, language, clean
        self._happenings = Happenings()
        self._chooser = Chooser(density)
        self._texts = TextLooks(read, wait=wait_for_text) if read is not None else None
        self._own = own
        self._looked_s = -10.0
        self._rests_since, self._read = 0.0, False
        """Since when nothing changes, and whether it was read since."""
        self.effort = Effort()

    def see(self, capture: Capture, at_s: float, *, quiet: bool) -> list[Telling]:
        """The next frame, `at_s` into the stream; what is to be said now. `quiet`: nothing else is being said. Raises
        what `detect` raises."""
        happenings, pixels = self._happenings, capture.pixels
        self.effort.frames += 1
        cuts = happenings.cuts
        glimpse, events = happenings.glimpse(pixels, at_s)
        if happenings.cuts != cuts and self._texts is not None:
            self._texts.forget()
        if happenings.wants_look(glimpse, at_s) and at_s - self._looked_s >= 1 / MOST_LOOKS - 1e-3:
            began = time.perf_counter()
            events += happenings.look(self._detect(pixels), at_s)
            self.effort.look_s += time.perf_counter() - began
            self.effort.looks += 1
            self._looked_s = at_s
        events += self._text(glimpse.light == "black", glimpse.changed, pixels, at_s)
        if self._own is not None and happenings.told:
            self._own.ask(pixels, at_s)
            events += self._own.take()
        self._chooser.offer(events, at_s)
        chosen, urgent = self._chooser.take(at_s, quiet=quiet)
        return [self._telling(text, group, urgent) for text, group in sentences(chosen, self._language)]

    def hushed(self) -> None:
        """What waits to be said is dropped."""
        self._chooser.drop()

    def _text(self, black: bool, changed: float, pixels: Pixels, at_s: float) -> list[Event]:
        if self._texts is None:
            return []
        if changed > 0 or black:
            self._rests_since, self._read = at_s, False
        elif not self._read and self._happenings.told and at_s - self._rests_since >= STILL_S:
            self._read = True
            self.effort.readings += 1
            self._texts.ask(pixels, at_s)
        return self._texts.take()

    def _telling(self, text: str, group: tuple[Event, ...], urgent: bool) -> Telling:
        first = group[0]
        if first.kind == "text":
            text = self._clean(text)
        shown = first.objects if first.kind in ("scene", "cut") else group
        evidence = tuple(
            Evidence("ocr" if one.kind == "text" else "object", one.box, one.confidence, one.text)
            if one.box is not None
            else Evidence("pixels")
            for one in shown
        )
        return Telling(text, first.kind, first.at_s, evidence, urgent and any(one.hazard for one in group))
