"""The explorer without its window: which picture is walked in, what each step sounds like, and what is done there.

The picture is the one that was told last, while that is fresh, or a new look at the window. All that is kept of it has
its secrets masked, as the session's own scene has.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from assistant.commands import Command
from assistant.conversation import Pointed, Statement
from assistant.error_words import told as error_in
from assistant.errors import HearsightError
from assistant.exploring import Place, Places
from assistant.exploring_moves import Step, Walk
from assistant.exploring_telling import height_of, of_place, side_of, told, whereabouts
from assistant.exploring_words import kind, say
from assistant.phrases import say_in
from assistant.turn import Request
from assistant.types import Evidence

if TYPE_CHECKING:
    from assistant.ports import CaptureSource
    from assistant.session import Session
    from assistant.turn import TurnHandle
    from assistant.types import Box, Capture, Scene

log = logging.getLogger(__name__)

FRESH_S = 60.0
"""A picture of the desktop that was told longer ago does not show what there is now."""
QUICK = 300
"""Things and lines up to which a scene is made ready on the spot (15 ms for 120); a sound comes first for more."""
MOST_READ = 400
"""Places that are read at once; "read from here" at the last of them goes on."""
TABLES = Callable[["Scene"], Sequence[Sequence[Sequence["tuple[str, Box]"]]]]


@dataclass(frozen=True, slots=True)
class Change:
    """What the window hears: a look has begun, a picture is there to walk in, or why there is none."""

    kind: Literal["looking", "picture", "failed"]
    sentence: str = ""


@dataclass(slots=True, eq=False)
class Explored:
    """One picture and the way through it."""

    capture: Capture
    walk: Walk
    marks: list[int] = field(default_factory=list)


class Exploring:
    """Moves are made on one thread (the window's) and return at once; `start` may be called on any. `on_change` is
    called on the caller's thread or on one of this object's own."""

    def __init__(
        self,
        session: Session,
        looker: Session,
        source_from: Callable[[str | None, str | None], CaptureSource],
        tables: TABLES = lambda _: (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`looker` has neither mouth nor memory, and is nobody else's; `tables`: those of a scene that only the eye
        sees."""
        self._session, self._looker, self._source_from = session, looker, source_from
        self._tables, self._clock = tables, clock
        self._lock = threading.Lock()
        self._newest = 0
        self._threads: list[threading.Thread] = []
        self.picture: Explored | None = None
        self.aloud = True
        """False: a screen reader says each step, and so do we not."""
        self.on_change: Callable[[Change], None] = lambda _: None
        self._kept: tuple[Scene, Explored] | None = None

    @property
    def language(self) -> str:
        return self._session.habits.language

    @property
    def walk(self) -> Walk | None:
        return self.picture.walk if self.picture is not None else None

    # -- which picture --------------------------------------------------------------------------------------------

    def start(self, at: float, *, spec: str = "") -> None:
        """Walk in what was told last, or (`spec`, as `--source` has it; or when that is old) in a new look."""
        talk = self._session.conversation
        capture, scene = talk.capture, talk.scene
        number = self._begun()
        if not spec and capture is not None and scene is not None and scene.complete and self._fresh(capture):
            if len(scene.blocks) + len(scene.things) <= QUICK:
                self._ready(number, capture, scene)
            else:
                self._sign_of_looking()
                self._elsewhere(lambda: self._take(number, capture, scene))
            return
        self._look(number, lambda: self._source_from(spec or "window", None), at)

    def start_file(self, path: str) -> None:
        number = self._begun()
        self._look(number, lambda: self._source_from(None, path), time.monotonic())

    def _begun(self) -> int:
        """The number of a new picture: what an older one still brings is let go."""
        with self._lock:
            self._newest += 1
            return self._newest

    def _fresh(self, capture: Capture) -> bool:
        return not capture.of_desktop or 0 <= self._clock() - capture.taken_at < FRESH_S

    def _look(self, number: int, source_of: Callable[[], CaptureSource], at: float) -> None:
        self._sign_of_looking()
        try:
            request = Request(kind="read", at=at, source=source_of(), speak=False)
            turn = self._looker.submit(request)
        except HearsightError as error:
            self._fail(number, error.spoken)
            return
        self._elsewhere(lambda: self._looked(number, turn))

    def _sign_of_looking(self) -> None:
        if self._session.mouth is not None:
            self._session.mouth.hush()
            self._session.mouth.earcon("looked")
        self.on_change(Change("looking", say("looking", self.language)))

    def _elsewhere(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name="exploring", daemon=True)
        self._threads = [*(one for one in self._threads if one.is_alive()), thread]
        thread.start()

    def _looked(self, number: int, turn: TurnHandle) -> None:
        turn.wait()
        outcome = turn.outcome
        if outcome.error is not None:
            self._fail(number, outcome.error.spoken)
        elif outcome.refused is not None:
            self._fail(number, outcome.refusal)
        elif outcome.scene is None or outcome.capture is None:
            if not outcome.cancelled:
                self._fail(number, say("no_picture", self.language))
        else:
            self._take(number, outcome.capture, outcome.scene)

    def _take(self, number: int, capture: Capture, scene: Scene) -> None:
        try:
            self._ready(number, capture, scene)
        except Exception as error:  # the last border before a person
            log.exception("the explorer could not take the picture")
            self._fail(number, HearsightError(detail=type(error).__name__).spoken)

    def _ready(self, number: int, capture: Capture, scene: Scene) -> None:
        if self._kept is not None and self._kept[0] is scene:
            explored = self._kept[1]  # where the person was
        else:
            explored = Explored(capture, Walk(Places(scene, self._tables(scene))))
        with self._lock:
            if number != self._newest:
                return
            self.picture, self._kept = explored, (scene, explored)
        walk, language = explored.walk, self.language
        places = walk.places
        if not places.order:
            sentence = say("empty", language)
        else:
            title = places[0].name or capture.name or kind("picture", language)
            begin = say("begin", language, title=title, count=len(places.order))
            sentence = f"{begin} {told(walk, walk.here(), language)}"
        self._sound(walk.here().box, sentence)
        self.on_change(Change("picture", sentence))

    def _fail(self, number: int, sentence: str) -> None:
        with self._lock:
            if number != self._newest:
                return
        sentence = error_in(sentence, self.language)
        self._say(sentence)
        self.on_change(Change("failed", sentence))

    def wait(self, timeout_s: float) -> None:
        """Block until the picture is ready, or that long."""
        for thread in self._threads:
            thread.join(timeout_s)

    def close(self) -> None:
        self._begun()
        self._looker.close()
        for thread in self._threads:
            thread.join(5)

    # -- steps ----------------------------------------------------------------------------------------------------

    def tell(self, step: Step) -> str:
        """Sound the step from where it is, say it, and give the words."""
        assert self.picture is not None  # noqa: S101 - there is no step without a picture
        sentence = told(self.picture.walk, step, self.language)
        if step.edge and self._session.mouth is not None and self.aloud:
            self._session.mouth.hush()
            self._session.mouth.earcon("refused")
            self._session.mouth.say(sentence, language=self.language)
        else:
            self._sound(step.box, sentence, spell=step.unit == "letter")
        return sentence

    def tell_again(self) -> str:
        """What is said of where the person is, without saying it."""
        return told(self.picture.walk, self.picture.walk.here(), self.language) if self.picture is not None else ""

    def say(self, sentence: str) -> None:
        """A sentence of the window."""
        self._say(sentence)

    def where(self) -> str:
        if self.picture is None:
            return self._say(say("no_picture", self.language))
        return self._say(whereabouts(self.picture.walk, self.language))

    def read_from_here(self) -> str:
        """All the words from here on, each once; returns them."""
        if self.picture is None:
            return self._say(say("no_picture", self.language))
        texts: list[str] = []
        for place in self.picture.walk.from_here():
            if place.text not in texts[-1:]:
                texts.append(place.text)
            if len(texts) >= MOST_READ:
                break
        if not texts:
            return self._say(say_in(self.language, "no_text"))
        mouth = self._session.mouth
        if mouth is not None:
            era = mouth.hush()
            for text in texts:
                mouth.say(text, language=self.language, era=era)
        return "\n".join(texts)

    def copy(self) -> str:
        """Put what is written here on the clipboard."""
        place, language = self._place, self.language
        if place is None:
            return self._say(say("no_picture", language))
        text, put = place.text, self._session.acting.copy
        if place.kind == "password" or "[hidden " in text or self._session.clean(text) != text:
            return self._say(say_in(language, "act_secret"))
        if not text.strip():
            return self._say(say_in(language, "act_no_words"))
        if put is None:
            return self._say(say_in(language, "act_no_clipboard"))
        put(text)
        return self._say(say_in(language, "copied_text", text=text[:80]))

    # -- marks ----------------------------------------------------------------------------------------------------

    def mark(self) -> str:
        """Mark the place, or take its mark away."""
        place = self._place
        if place is None or self.picture is None:
            return self._say(say("no_picture", self.language))
        what = of_place(self.picture.walk, place, self.language)
        if place.number in self.picture.marks:
            self.picture.marks.remove(place.number)
            return self._say(say("unmarked", self.language, what=what))
        self.picture.marks.append(place.number)
        return self._say(say("marked", self.language, n=len(self.picture.marks), what=what))

    def to_mark(self, step: int = 1) -> str:
        """The next mark in the order in which they were set, from the first again after the last."""
        if self.picture is None or not self.picture.marks:
            return self._say(say("no_marks" if self.picture else "no_picture", self.language))
        walk, marks = self.picture.walk, self.picture.marks
        at = marks.index(walk.at) + step if walk.at in marks else (0 if step > 0 else -1)
        at %= len(marks)
        came = walk.go(walk.places[marks[at]])
        sentence = say("mark", self.language, n=at + 1, count=len(marks), said=told(walk, came, self.language))
        self._sound(came.box, sentence)
        return sentence

    # -- what is done there ---------------------------------------------------------------------------------------

    def ask(self, question: str) -> None:
        """About the picture; "it" is the place. The session answers, as any question."""
        pointed = self._pointed()
        if pointed is None:
            self._say(say("no_picture", self.language))
            return
        self._session.submit(Request(kind="ask", at=time.monotonic(), text=question, pointed=pointed, in_person=True))

    def go_there(self) -> None:
        """Take the focus there on the desktop, if the settings (or a yes) allow it. Our window must not be in front."""
        pointed = self._pointed()
        if pointed is None:
            self._say(say("no_picture", self.language))
            return
        command = Command("focus")
        self._session.submit(Request(kind="ask", at=time.monotonic(), command=command, pointed=pointed, in_person=True))

    @property
    def _place(self) -> Place | None:
        walk = self.walk
        return walk.place if walk is not None and walk.places.order else None

    def _pointed(self) -> Pointed | None:
        place = self._place
        if place is None or self.picture is None:
            return None
        statement = Statement(place.text, (_evidence(place),), self.picture.walk.places.scene)
        return Pointed(self.picture.capture, statement)

    # -- sound ----------------------------------------------------------------------------------------------------

    def _sound(self, box: Box, sentence: str, *, spell: bool = False) -> None:
        mouth = self._session.mouth
        if mouth is None:
            return
        whole = self.picture.walk.places[0].box if self.picture is not None else box
        era = mouth.hush()
        mouth.beacon(height_of(box, whole.h), side_of(box, whole.w))
        if self.aloud:
            mouth.say(sentence, language=self.language, era=era, spelling="letters" if spell else None)

    def _say(self, sentence: str) -> str:
        mouth = self._session.mouth
        if mouth is not None and self.aloud:
            era = mouth.hush()
            mouth.say(sentence, language=self.language, era=era)
        return sentence


def _evidence(place: Place) -> Evidence:
    return Evidence(place.source, place.box, place.confidence, place.text, place.doubtful)
