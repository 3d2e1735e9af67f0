"""A pack, turned until its code shows: its name as the person taught it, else its number and what is written on it.

The port: `assistant.aiming.Guide`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.aiming import Effort, Update
from models.guiding.still import Still, sharpness
from models.guiding.words import guide_words
from models.looking import Looks
from models.scenes.frames import share_changed, thumb_of

if TYPE_CHECKING:
    from assistant.types import Capture, Pixels, TextBlock
    from models.guiding.shots import Shots
    from models.photo.codes import Code

REMIND_S = 8.0
"""Between two times that it is told there is no code yet."""
READ_SURE, LETTERS, LINES = 0.9, 3, 6
"""Confidence and letters of a line on the pack that is told, and how many lines of it."""
MOVED = 0.12
"""Share of the squares of a frame that differ, from which the pack is being turned: then nothing is read."""
READ_S = 2.5
"""Between two readings of the pack."""


@dataclass(frozen=True, slots=True)
class PackLook:
    codes: tuple[Code, ...]
    lines: tuple[str, ...] | None
    """None: it was not read."""


class ProductGuide:
    """One pack. `wait`: each look is waited for. `products`: bar code -> name."""

    def __init__(
        self,
        shots: Shots | None,
        codes: Callable[[Pixels], Sequence[Code]],
        read: Callable[[Pixels], Sequence[TextBlock]],
        products: Callable[[], Mapping[str, str]],
        *,
        language: str = "en",
        wait: bool = False,
        clean: Callable[[str], str] = lambda text: text,
    ) -> None:
        self._shots, self._codes, self._read, self._products, self._clean = shots, codes, read, products, clean
        self._language, self._words = language, guide_words(language)
        self._looks: Looks[tuple[float, Pixels], PackLook] = Looks(wait=wait)
        self._still = Still()
        self._thumb: Any = None
        self._lines: dict[str, str] = {}
        """What was read on the pack: without spaces and signs -> as it stands."""
        self._read_s = self._said_s = -1e9
        self._found = False
        self.effort = Effort()

    @property
    def opening(self) -> str:
        return self._words.say("product_opening")

    @property
    def closing(self) -> str:
        self._looks.finish()
        if self._found:
            return ""
        return self._pack() or self._words.say("product_nothing")

    def hushed(self) -> None:
        self._said_s += REMIND_S

    def see(self, capture: Capture, at_s: float, *, tones: bool) -> Update:
        """Raises what the looks raise, and `errors.UnusableInput` where the picture can't be kept."""
        del tones
        self.effort.frames += 1
        pixels = capture.pixels
        before, self._thumb = self._thumb, thumb_of(pixels)
        rests = before is not None and share_changed(before, self._thumb) <= MOVED
        if not rests:
            self._still.forget()
        self._still.see(at_s, pixels, [])
        reads = self._still.rested(at_s) and at_s - self._read_s >= READ_S
        if not self._looks.busy:
            if reads:
                self._read_s = at_s
            self._looks.ask(lambda: self._look(pixels, reads=reads), (at_s, pixels))
        if (found := self._looks.take()) is not None:
            self.effort.looks += 1
            (_, frame), look = found
            for line in look.lines or ():
                self._lines.setdefault("".join(sign for sign in line.casefold() if sign.isalnum()), line)
            if look.codes:
                return self._told(at_s, frame, look)
        if at_s - self._said_s >= REMIND_S:
            first, self._said_s = self._said_s < 0, at_s
            return Update(at_s, seen=False, words=() if first else (self._words.say("product_none"),))
        return Update(at_s, seen=False)

    def _look(self, pixels: Pixels, *, reads: bool) -> PackLook:
        codes = tuple(self._codes(pixels))
        products = [one for one in codes if one.product]
        unnamed = bool(codes) and not any(one.text in self._products() for one in products)
        if not reads and not (unnamed and not self._lines):
            return PackLook(codes, None)
        lines = [one for one in self._read(pixels) if one.confidence >= READ_SURE and not one.doubtful]
        texts = [self._clean(one.text) for one in lines if sum(map(str.isalpha, one.text)) >= LETTERS]
        return PackLook(codes, tuple(texts))

    def _told(self, at_s: float, pixels: Pixels, look: PackLook) -> Update:
        from models.photo.codes import told

        self._found = True
        products = self._products()
        code = next((one for one in look.codes if one.text in products), None)
        code = code or next((one for one in look.codes if one.product), look.codes[0])
        name = products.get(code.text) if code.product else None
        if name:
            words = self._words.say("product_named", name=name, text=code.text)
        elif code.product:
            words = " ".join(filter(None, (self._words.say("product_number", text=code.text), self._pack())))
        else:
            words = told(code, self._language, products)
        kept = self._shots.keep(pixels) if self._shots is not None else ""
        extra = {"code": code.text if code.product else None, "name": name, "sharp": round(sharpness(pixels), 1)}
        return Update(
            at_s, seen=True, height=1.0, words=(words,), earcon="aimed", box=code.box, urgent=True,
            kept=kept, over=True, extra=extra,
        )  # fmt: skip

    def _pack(self) -> str:
        lines = list(self._lines.values())[:LINES]
        return self._words.say("product_pack", text=" / ".join(lines)) if lines else ""
