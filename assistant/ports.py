"""The protocols that the rest plugs into. Each states who calls it, from which thread, and how it is cancelled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

if TYPE_CHECKING:
    import threading

    from assistant.cancel import Token
    from assistant.conversation import Conversation
    from assistant.types import (
        Answer,
        Box,
        Capture,
        Claim,
        Clip,
        Condition,
        Finding,
        Manner,
        Overheard,
        Question,
        Samples,
        Scene,
        Spelling,
        StreamNews,
        TextBlock,
        Transcript,
        Tune,
        Turn,
        Verbosity,
    )

Priority = Literal["now", "next", "normal"]
Earcon = Literal[
    "looked", "thinking", "listening", "received", "answered", "refused", "failed", "aimed", "open", "commands",
    "commands_over"
]  # fmt: skip
"""Sounds with a meaning (`speech.earcons`). "thinking" and "open" are repeated, and heard in silence only."""
Earcons = Literal["sound", "words", "off"]


class CaptureSource(Protocol):
    """Takes a picture. Called on the session thread or on the hotkey thread at key-down; blocks for some
    milliseconds; not cancellable. Raises `errors.DeviceMissing` or `errors.UnusableInput`."""

    def grab(self) -> Capture: ...


class LiveSource(Protocol):
    """A moving picture: a camera, a stream, a video file, pictures one after the other, a screen. `frames` and
    `watched` are generators that one thread pulls; one of them at a time. Nothing is opened before the first item is
    asked for. Closed, with the camera's light out, when the generator is closed or ends, or the token is cancelled,
    which raises `Cancelled` within 100 ms as elsewhere (within 600 ms where a device hangs). May be opened again.

    A live one, and a file in real time, give the freshest frame at each pull: what came in between is counted in
    `dropped`. A file asked for every frame drops none and never waits."""

    name: str
    """What it is called in sentences: a camera's or file's name, or a server's; never a password of it."""
    live: bool
    """No end of its own, and no going back: a camera, a stream, a screen."""
    on_open: Callable[[bool], None]
    """Told True once it is open, False once it is closed, on the thread that pulls: for the sign that can be heard."""
    on_idle: Callable[[], None]
    """Called now and then, on the thread that pulls, while `watched` of a live one has nothing to give."""

    @property
    def dropped(self) -> int:
        """Frames that nobody saw since it was last opened."""
        ...

    def frames(self, token: Token) -> Iterator[Capture]:
        """Frames with `Capture.moment_s`, growing; `Capture.source` is "camera" but for a screen. Ends where a file
        ends. Raises `errors.CameraMissing` or `errors.UnusableInput`, also when it breaks off."""
        ...

    def watched(self, token: Token) -> Iterator[Capture | StreamNews]:
        """The same frames, and between them what should be said of the picture as such. What breaks off after its first
        frame is news, no error, and opened again until it comes back. Raises as `frames` for what can't be opened."""
        ...


class Redactor(Protocol):
    """Blackens what nobody may see. Called after the tree, before OCR or any model. Pure and quick."""

    def mask(self, capture: Capture, scene: Scene) -> Capture:
        """A capture whose secret regions are one flat colour."""
        ...

    def clean(self, text: str) -> str:
        """The text without secrets."""
        ...


class Gatherer(Protocol):
    """Looks for one kind of evidence. Called on a worker thread of its own; yields as soon as it has something;
    polls the token at least every 50 ms and raises `Cancelled`; ends by itself within `budget_s` seconds.
    A failure is a `Finding` with `trouble`, never another exception (but `Cancelled`)."""

    name: str
    budget_s: float

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        """`scene` is what earlier gatherers found; findings are in pixels of the capture."""
        ...


@runtime_checkable
class Worded(Gatherer, Protocol):
    """A gatherer whose findings have words of its own."""

    def worded_in(self, language: str) -> Gatherer:
        """The same one, whose words are of that language."""
        ...


class Engine(Protocol):
    """Turns evidence (and, for a model, pixels) into claims and answers. Called on the session thread;
    generators are pulled there; polls the token between two steps of generation and raises `Cancelled`."""

    name: str

    def describe(
        self, capture: Capture, scenes: Iterator[Scene], verbosity: Verbosity, language: str, token: Token
    ) -> Iterator[Claim]:
        """Claims in the order they should be spoken. `scenes` yields richer and richer scenes (the last one is
        complete); the engine pulls the next when it has nothing more worth saying about the current one."""
        ...

    def answer(
        self, question: Question, capture: Capture, scene: Scene, conversation: Conversation, token: Token
    ) -> Answer: ...


class Recogniser(Protocol):
    """Turns sound into words. Called on the session thread; may block; polls the token between segments.
    Raises `errors.ModelTrouble`. Returns an empty text for silence and noise, never a guess."""

    name: str

    def transcribe(self, clip: Clip, token: Token, *, language: str | None = None, hint: str = "") -> Transcript:
        """`language` None: detected. `hint`: words that may occur, from the screen."""
        ...

    def warm(self) -> None:
        """Load what is needed, so that the next call is quick. May be slow; any thread but one at a time."""
        ...


class SampleSink(Protocol):
    """Where a streaming voice writes its sound: one utterance of one era."""

    rate: int
    """Samples a second the sink wants."""

    def write(self, samples: Samples) -> None:
        """(n,) float32 mono at `rate`. Blocks while the buffer is full. Raises `Cancelled` once hushed.
        An empty write only checks: every voice begins with one, so that a hush just before is not missed."""
        ...


class Voice(Protocol):
    """Speaks one utterance. `speak` is called by one thread at a time, and returns when all of it was handed
    to the sink (a streaming voice) or was heard (a voice that plays by itself). `hush` may be called from any
    thread while `speak` runs and must make it return (raising `Cancelled`) within 50 ms.

    `text` is as it should be read (`speech.words`). A voice that shows text (a console, a braille display) or reads
    signs and numbers by rules of its own (a screen reader) has an attribute `verbatim = True` and gets it as it is."""

    name: str
    streams: bool
    """True when sound goes through the sink; False when the voice plays (or prints) by itself."""

    def speak(self, text: str, manner: Manner, sink: SampleSink) -> None: ...

    def hush(self) -> None: ...

    def languages(self) -> Sequence[str]: ...

    def close(self) -> None: ...


@runtime_checkable
class Preparing(Voice, Protocol):
    """A voice that needs time before its first sample. `prepare` may be called from any thread, returns at once, and
    tells what `speak` will most likely be asked for next; a hush throws away what was prepared."""

    def prepare(self, text: str, manner: Manner) -> None: ...


@runtime_checkable
class Playing(Voice, Protocol):
    """A voice that takes tones, too: it writes a file, and needs no sound device for them. `play` is called as `speak`
    is, and ends as it does."""

    def play(self, tune: Tune, volume: float, sink: SampleSink) -> None: ...


@runtime_checkable
class Coming(Voice, Protocol):
    """A voice whose speaker is another program, which comes and goes: a screen reader. Both cost nothing to ask."""

    @property
    def there(self) -> bool:
        """False: not asked to speak now, and no failure of the voice."""
        ...

    @property
    def there_since(self) -> float:
        """`time.monotonic()` of its last start; what failed before that counts no more."""
        ...


class Worker(Protocol):
    """An object that lives in the host process (`assistant.host.Host.worker`) or in this one
    (`assistant.host.LocalWorker`): the same calls reach it either way. May be called from any thread, several at
    a time; blocks. The method named gets a keyword `token` to poll. Raises what the method raises (errors of
    `assistant.errors` arrive as they are), `Cancelled`, `errors.HostDied` or `errors.HostTimeout`."""

    def call(self, method: str, *args: object, token: Token, timeout_s: float = 60.0, **kwargs: object) -> Any: ...

    def stream(
        self, method: str, *args: object, token: Token, timeout_s: float = 60.0, **kwargs: object
    ) -> Iterator[Any]:
        """The method is a generator; `timeout_s` is the longest wait for one item."""
        ...


class Merger(Protocol):
    """Builds scenes out of findings. Pure, quick (under 20 ms for 500 things), called on the session thread."""

    def start(self, capture: Capture) -> Scene: ...

    def add(self, scene: Scene, finding: Finding) -> Scene:
        """A richer scene: nothing twice, text in reading order."""
        ...

    def passages(self, blocks: Sequence[TextBlock]) -> list[TextBlock]:
        """Blocks in reading order, with the lines of one paragraph joined: what is read aloud in one breath."""
        ...


class Refusal(Protocol):
    """Why a capture is not worth describing."""

    @property
    def why(self) -> str:
        """ "black", "blank", "unchanged", "protected"."""
        ...

    @property
    def sentence(self) -> str: ...


class Gatekeeper(Protocol):
    """Recognises captures that hold nothing. Pure, at most some 10 ms, session thread."""

    def check(self, capture: Capture, previous: Capture | None, *, language: str = "en") -> Refusal | None: ...


class Memory(Protocol):
    """Keeps turns. Session thread; may block for a disk write. Raises `errors.HearsightError` when it can't."""

    def add(self, turn: Turn, capture: Capture | None) -> None: ...

    def keep(self, turn: Turn, note: str) -> None:
        """Keep a turn that was added for as long as the person wants, under a note of theirs (it may be empty)."""
        ...


class Mouth(Protocol):
    """The speaker. All methods return at once and may be called from any thread."""

    def say(
        self,
        text: str,
        *,
        priority: Priority = "normal",
        language: str | None = None,
        era: int | None = None,
        spelling: Spelling | None = None,
        mark: int | None = None,
    ) -> None:
        """Queue one utterance. "now" drops everything else, "next" goes before what waits, "normal" to the end.
        With `era` (as `era` or `hush` gave it), an utterance of an older era is dropped without a sound. With
        `spelling` it is spelled. `mark` comes back in the news of it: texts may be alike."""
        ...

    def earcon(self, name: Earcon) -> None: ...

    def beacon(self, height: float, side: float) -> bool:
        """One short tone that points at something: `height` 0..1 is its pitch, `side` -1 (left) .. 1 (right) where it
        is heard. In silence only; the first word ends it. False where no such tones can be heard, or are unwanted."""
        ...

    def play(self, tune: Tune, *, era: int | None = None, mark: int | None = None) -> bool:
        """Queue tones behind what waits to be said; a hush drops them as it drops words. False, and nothing is queued,
        where there is neither a sound device to play them on nor a file that takes them."""
        ...

    def hush(self) -> int:
        """Silence within 50 ms; everything queued is dropped; a new era begins, whose number is returned."""
        ...

    @property
    def era(self) -> int: ...

    @property
    def speaking(self) -> bool: ...

    @property
    def manner(self) -> Manner: ...

    @manner.setter
    def manner(self, manner: Manner) -> None:
        """Rate, pitch and volume from the next utterance on."""
        ...

    def wait_idle(self, timeout_s: float) -> bool:
        """Block until nothing is queued or sounding; False after `timeout_s`."""
        ...


class Comparer(Protocol):
    """Tells what has changed in a window since it was last looked at. Pure, under 50 ms, session thread."""

    def __call__(
        self, before: Scene, after: Scene, same: Callable[[Box], bool], verbosity: Verbosity, language: str
    ) -> list[Claim]:
        """The changes, the most important first; none when nothing has changed that can be put into words. Both
        scenes are complete ones of one window. `same` tells whether no pixel within a box (of the later picture) has
        changed: then nothing in it has, whatever a recogniser reads this time."""
        ...


class SpeechNews(Protocol):
    """What the speaker tells of an utterance."""

    @property
    def kind(self) -> str:
        """ "queued", "started", "first_sample", "finished", "dropped", "failed"."""
        ...

    @property
    def text(self) -> str: ...

    @property
    def era(self) -> int: ...

    @property
    def at(self) -> float:
        """`time.monotonic()` seconds."""
        ...

    @property
    def mark(self) -> int | None:
        """As `Mouth.say` was given it."""
        ...


class TurnJudge(Protocol):
    """Tells a pause in a question from its end. Called by `Ear.until_silence` and `Ear.along` on their thread; nothing
    here blocks."""

    def paused(self, clip: Clip) -> None:
        """A pause has begun; `clip` is what was recorded up to now."""
        ...

    def resumed(self) -> None:
        """The speaker went on."""
        ...

    def finished(self) -> bool | None:
        """True: that was all. False: more will come, or it is being found out. None: can't tell."""
        ...


Watch = Literal["off", "keep", "voices", "utterances"]
"""What an open microphone is open for: nothing (it is closed), a recording that is about to begin, anybody who speaks
over Hearsight's own voice, or whole utterances that may begin with the wake phrase."""


class OpenEar(Protocol):
    """The microphone for longer than one question. All methods on any thread; the callbacks come on the ear's own
    thread and return at once. After `on_voice` it watches for "keep"; after `on_lost` for nothing."""

    on_voice: Callable[[], None]
    on_utterance: Callable[[Overheard], None]
    on_lost: Callable[[], None]
    """The device went away."""

    @property
    def watching(self) -> Watch: ...

    @property
    def recording(self) -> bool:
        """An `Ear` records a question through it."""
        ...

    def watch(self, what: Watch, *, own_sound: bool = False) -> None:
        """Open, close, or look for something else. `own_sound`: what is being played comes back through the
        microphone. May block while the device opens. Raises `errors.MicrophoneMissing`; it is closed then."""
        ...

    def resume_at(self, sample: int) -> None:
        """The next recording begins with this sample, as `Overheard` counts them, as far as it is remembered."""
        ...


class Ear(Protocol):
    """The microphone and the voice activity detector. Opened only while listening."""

    def start(self) -> None:
        """Open the microphone and begin to record; returns at once. Raises `errors.MicrophoneMissing`."""
        ...

    def finish(self) -> Clip:
        """End a hold-to-talk recording (some ms of tail included) and close the microphone."""
        ...

    def along(
        self, released: threading.Event, token: Token, *, max_s: float = 60.0, judge: TurnJudge | None = None
    ) -> None:
        """Hold-to-talk: after `start`, tell `judge` of pauses until `released` is set, `max_s` have been recorded or
        the device goes away. Goes on recording; `finish` or `until_silence` follows."""
        ...

    def until_silence(self, token: Token, *, max_s: float = 20.0, judge: TurnJudge | None = None) -> Clip:
        """Press-to-talk: after `start`, return when the speaker has ended (or never began within 5 s). Closes.
        `judge` shortens or lengthens the wait at a pause."""
        ...

    def cancel(self) -> None:
        """Close the microphone and forget what was recorded. Any thread."""
        ...

    def has_speech(self, clip: Clip) -> bool: ...

    def condition(self, clip: Clip) -> Condition:
        """How loud, noisy and distorted a clip is. Any thread."""
        ...
