"""The values that travel between rooms. Frozen, slotted, cheap to import, no behaviour beyond derived properties.

Coordinates are pixels of the captured image, origin top left, x to the right, y down.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]
    """(h, w, 3) uint8 RGB."""
    Samples = npt.NDArray[np.float32]
    """(n,) float32 in -1..1, mono."""

Verbosity = Literal["brief", "normal", "full"]
Punctuation = Literal["none", "some", "most", "all"]
Spelling = Literal["letters", "phonetic"]
"""Letter by letter, or by the radio alphabet (Alfa, Bravo)."""
Language = str
"""A BCP 47 primary tag: "en", "zh"."""


@dataclass(frozen=True, slots=True)
class Box:
    """A bounding box: x, y of the top left corner, width, height, in pixels of the capture."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        return self.x + self.w

    @property
    def bottom(self) -> int:
        return self.y + self.h

    @property
    def area(self) -> int:
        return max(0, self.w) * max(0, self.h)

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.w / 2, self.y + self.h / 2

    def overlap(self, other: Box) -> int:
        """The area both cover, in pixels."""
        w = min(self.right, other.right) - max(self.x, other.x)
        h = min(self.bottom, other.bottom) - max(self.y, other.y)
        return max(0, w) * max(0, h)

    def iou(self, other: Box) -> float:
        """Intersection over union, 0..1."""
        shared = self.overlap(other)
        return shared / max(1, self.area + other.area - shared)

    def contains(self, other: Box, slack: int = 0) -> bool:
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def union(self, other: Box) -> Box:
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def moved(self, dx: int, dy: int) -> Box:
        return Box(self.x + dx, self.y + dy, self.w, self.h)

    def clipped(self, width: int, height: int) -> Box | None:
        """The part inside a `width` x `height` picture, None if nothing is."""
        x, y = max(0, self.x), max(0, self.y)
        w, h = min(self.right, width) - x, min(self.bottom, height) - y
        return Box(x, y, w, h) if w > 0 and h > 0 else None

    def as_list(self) -> list[int]:
        return [self.x, self.y, self.w, self.h]


@dataclass(frozen=True, slots=True)
class WindowInfo:
    """A desktop window at the moment of the grab. `frame` is in desktop (root window) pixels."""

    id: int
    title: str
    app: str
    pid: int
    frame: Box


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """A picture as it was given, before it was turned upright. Nothing in it is masked."""

    pixels: Pixels
    quarters: int
    """Quarter turns that it was turned by, counterclockwise, ..."""
    askew_deg: float
    """... and degrees after them, counterclockwise."""


@dataclass(frozen=True, slots=True)
class FileNotes:
    """What a picture's file says of the picture, as strangers wrote it. Empty where it says nothing."""

    orientation: int = 1
    """As EXIF has it, 1..8."""
    taken: str = ""
    """"2024-05-01 14:30"."""
    alt: str = ""
    description: str = ""
    title: str = ""
    place: tuple[float, float] | None = None
    """Degrees north and east."""


@dataclass(frozen=True, slots=True, eq=False)
class Capture:
    """A picture of something, and where it came from."""

    pixels: Pixels
    source: str
    """"window", "screen", "all", "monitor:1", "region", "file", "clipboard", "camera"."""
    taken_at: float = 0.0
    """Seconds since the epoch."""
    origin: tuple[int, int] = (0, 0)
    """Desktop pixel of the picture's top left corner; (0, 0) for pictures from files."""
    scale: float = 1.0
    """Physical pixels per logical pixel of the monitor."""
    window: WindowInfo | None = None
    """The focused window, when the capture shows it."""
    name: str = ""
    """File name (no folder) for pictures from files."""
    given: Given | None = None
    """What was turned to be this picture; None where nothing was. Boxes are told outside in its pixels."""
    moment_s: float | None = None
    """Seconds into the stream that it is a frame of: of a file its own time, of a live one since its first frame. None
    for a picture by itself."""
    notes: FileNotes | None = None
    """Of a picture from a file."""
    pointer: tuple[int, int] | None = None
    """The pixel under the mouse pointer, where what lies there was asked for."""
    left_out: tuple[str, ...] = ()
    """Programs that would show in it, but are never to be looked at: it is black there."""

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def of_desktop(self) -> bool:
        """True when it shows the live desktop, so that the accessibility tree speaks of the same thing."""
        return self.source not in ("file", "clipboard", "camera")


StreamState = Literal["covered", "frozen", "noise", "gap", "gone", "back"]
"""All black; the very same frame again and again; nothing but noise; no frame comes; unplugged or cut off; good
again."""


@dataclass(frozen=True, slots=True)
class StreamNews:
    """What a person should hear of a moving picture, apart from what is in it: `assistant.phrases.say_in(language,
    news.key)` is the sentence."""

    state: StreamState
    moment_s: float
    """As `Capture.moment_s`: when it was found."""
    since_s: float
    """When it began, as far as frames tell."""

    @property
    def key(self) -> str:
        return f"stream_{self.state}"


EvidenceKind = Literal["tree", "ocr", "pixels", "object", "model", "window", "clock", "file"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What backs a claim."""

    kind: EvidenceKind
    box: Box | None = None
    confidence: float | None = None
    """0..1, None where the source has no such thing (the accessibility tree)."""
    text: str = ""
    """The words as seen there, if any."""
    doubtful: tuple[str, ...] = ()
    """Those of the words that may be misread."""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A line or paragraph of text that was really seen."""

    text: str
    box: Box
    confidence: float = 1.0
    kind: str = "line"
    """"line", "paragraph", "heading", "cell"; "row" of several cells or pieces joined."""
    source: Literal["tree", "ocr"] = "ocr"
    doubtful: tuple[str, ...] = ()
    """Words of the text that may be misread."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A node of the interface (or later: a detected object) with a role and states.

    `role` uses ARIA-like words whatever the system calls it: "window", "dialog", "alert", "button",
    "checkbox", "radio", "switch", "textbox", "password", "combobox", "list", "listitem", "menu",
    "menubar", "menuitem", "tab", "tablist", "table", "row", "cell", "tree", "treeitem", "link", "heading",
    "label", "text" (static text), "paragraph", "image", "slider", "spinbutton", "progressbar", "toolbar",
    "statusbar", "document", "terminal", "group", "separator", "scrollbar", "titlebar".
    """

    id: int
    role: str
    name: str = ""
    value: str = ""
    """Text of an editable or static text, number of a slider: always empty for "password"."""
    states: frozenset[str] = frozenset()
    """Of: focused, focusable, checked, unchecked, mixed, selected, disabled, readonly, required, invalid,
    expanded, collapsed, modal, busy, multiline, default, active, pressed, offscreen, notification (of an alert). From
    pixels, where nothing else would deny a state: enabled (as against paler ones), empty (no ink in the field)."""
    box: Box | None = None
    parent: int | None = None
    description: str = ""
    level: int | None = None
    """Heading level, or depth of a tree item."""
    confidence: float | None = None
    source: Literal["tree", "ocr", "pixels", "object"] = "tree"
    handle: str = field(default="", compare=False, repr=False)
    """How the accessibility API finds it again, and what it was when it was seen; only `Hands` reads it. Empty where
    nothing can be done to it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one gatherer adds to a scene, as soon as it has it."""

    gatherer: str
    blocks: tuple[TextBlock, ...] = ()
    things: tuple[Thing, ...] = ()
    panels: tuple[Box, ...] = ()
    """Parts of the picture that are set apart: cards, side bars, frames."""
    final: bool = True
    """False while more of the same gatherer is to come."""
    drawn: bool = False
    """Of the tree: `blocks` are those texts of `things` that the picture shows, though there be none. False: no pixels
    were looked at."""
    trouble: str = ""
    """Why the gatherer could not look, else empty: a key of the language files (`assistant.phrases.trouble_in`), or
    one sentence."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is known of a capture so far. Grows: each look gives a new, richer scene."""

    width: int
    height: int
    source: str
    blocks: tuple[TextBlock, ...] = ()
    """In reading order; text of the tree and of OCR merged, nothing twice."""
    things: tuple[Thing, ...] = ()
    """In tree order (parents before children)."""
    window: WindowInfo | None = None
    name: str = ""
    settled: int = 0
    """How many of `blocks`, from the first, keep their place in the reading order whatever is still found."""
    complete: bool = False
    """True when no gatherer is still looking."""
    troubles: tuple[str, ...] = ()
    """Of gatherers that could not look, as `Finding.trouble` has it."""
    facts: tuple[tuple[str, str], ...] = ()
    """Small facts about the pixels: ("colour", "dark blue")."""
    hidden: tuple[Box, ...] = ()
    """Where something secret was read; no text of it is kept."""
    panels: tuple[Box, ...] = ()
    """Parts of the picture that are set apart, and so read to their end: cards, side bars, frames."""
    unread: bool = False
    """Text that can be seen was not all read, so that a secret may stand where nobody knows."""

    @property
    def focus(self) -> Thing | None:
        """The innermost thing that has the keyboard focus."""
        found = None
        for thing in self.things:
            if "focused" in thing.states:
                found = thing
        return found


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence to be spoken, with what backs it. Never without evidence."""

    text: str
    evidence: tuple[Evidence, ...]
    topic: str = "rest"
    """"focus", "problem", "kind", "main", "structure", "rest", "note"."""
    key: str = ""
    """Identifies what it says, so that a richer scene does not say it again."""


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    language: Language = "en"


AnswerKind = Literal["quoted", "computed", "aside"]
"""Repeats what was seen, reckons with it, or speaks of an earlier answer and leaves that the last one."""


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    answerable: bool
    evidence: tuple[Evidence, ...] = ()
    engine: str = "grounded"
    subject: tuple[Evidence, ...] = ()
    """What the answer is about, for "and the second one?"; defaults to the evidence."""
    kind: AnswerKind = "quoted"
    tunes: tuple[tuple[str, Tune], ...] = ()
    """What is to be heard after the text: words ("" for none), and the tones behind them."""
    untold: bool = False
    """Says only that it can't be told; what else it offers is no answer."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Recorded sound: mono float32 samples in -1..1 at `rate` Hz."""

    samples: Samples
    rate: int = 16_000

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


@dataclass(frozen=True, slots=True, eq=False)
class Overheard:
    """What somebody said while the microphone was open for the wake phrase."""

    samples: Samples
    """(n,) float32 mono at 16 kHz, from just before the first sound."""
    start: int
    end: int
    """Where it lies in the open microphone's sound, in samples."""
    over: bool
    """Followed by silence; False: it goes on, and this is its beginning."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How a recording is, in dB relative to full scale (a full square wave is 0; silence is -120)."""

    seconds: float
    voice_dbfs: float
    """Level of the loudest tenth of it."""
    room_dbfs: float
    """Level of the quietest tenth of it."""
    clipped: float
    """Share of the samples in the loudest tenth that hit the ceiling, 0..1."""

    @property
    def snr_db(self) -> float:
        """How far the voice stands out of the room: the signal-to-noise ratio, guessed from the levels alone."""
        return self.voice_dbfs - self.room_dbfs


@dataclass(frozen=True, slots=True)
class Transcript:
    text: str
    language: Language = "en"
    confidence: float | None = None
    """Mean token probability, 0..1."""
    remark: str = ""
    """What the recogniser has to say of itself, for a person: a smaller model stood in, say."""


@dataclass(frozen=True, slots=True)
class Tune:
    """A row of values to be heard as tones, a higher value higher, one after the other from left to right."""

    values: tuple[float | None, ...]
    """None: a pause of the same length."""
    low: float
    high: float
    """What the lowest and the highest tone stand for: those of all series that are to be compared."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How something is spoken."""

    rate_wpm: int = 220
    """Words a minute, as espeak-ng counts them: 80..900."""
    pitch: int = 50
    """0..100."""
    volume: float = 1.0
    """0..1."""
    language: Language = "en"
    spell: bool = False
    punctuation: Punctuation = "some"
    """Which signs are said by name."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One look or question, as history keeps it."""

    kind: str
    """"describe", "ask", "read"."""
    asked: str
    said: str
    source: str
    title: str
    at: float
    scene: Scene | None = field(default=None, compare=False)
    program: str = ""
    """Of the window that was looked at."""
