"""A talk about several pictures: which one is asked about, what of it backs an answer, and how they differ.

One picture is asked about through the person's own session: the answer is spoken, can be interrupted, and is in the
history as any other. To compare, each picture is looked at by a session that says and keeps nothing.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant import comparing
from assistant.comparing import Compared, Quoted, Spot
from assistant.error_words import told as told_in
from assistant.errors import HearsightError
from assistant.phrases import say_in
from assistant.turn import Request

if TYPE_CHECKING:
    from assistant.ports import CaptureSource
    from assistant.session import Session
    from assistant.turn import TurnHandle
    from assistant.types import Answer, Capture, Scene

log = logging.getLogger(__name__)

SPOKEN_SPOTS = 3
"""Of so many places of an answer it is said where they are."""
MOST = 12
"""Pictures of one talk; each is held in memory."""


class Still:
    """The port: `ports.CaptureSource`, of a picture that is in memory."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture

    def grab(self) -> Capture:
        return self._capture


@dataclass(slots=True, eq=False)
class ChatPicture:
    """`capture` is what is shown: as it came, later as it was looked at (upright, secrets masked)."""

    number: int
    name: str
    capture: Capture
    seen: Capture | None = None
    scene: Scene | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what came of it. `picture`: the one it was about, 0 for several."""

    asked: str
    said: str
    picture: int = 0
    spots: tuple[Spot, ...] = ()
    answerable: bool = True
    places: str = ""
    """Where the spots are, in words."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a window hears: a picture came, a question is being answered, an exchange is complete, or what failed."""

    kind: Literal["picture", "thinking", "answered", "failed"]
    picture: ChatPicture | None = None
    exchange: Exchange | None = None
    sentence: str = ""


class PictureChat:
    """All public methods return at once, on any thread. `on_change` is called on threads of this object's own."""

    def __init__(
        self,
        session: Session,
        looker: Session,
        source_from: Callable[[str | None, str | None], CaptureSource],
        source_of: Callable[[bytes, str], CaptureSource],
    ) -> None:
        """`looker` has neither mouth nor memory, and is nobody else's. `source_of` takes a picture file's bytes."""
        self._session, self.looker = session, looker
        self._source_from, self._source_of = source_from, source_of
        self._lock = threading.Lock()
        self._bringing = threading.Lock()
        self._coming: queue.SimpleQueue[tuple[int, Callable[[], CaptureSource]]] = queue.SimpleQueue()
        self._newest = 0
        self._talk = 0
        """Counts the talks: a picture that was brought to one does not come into the next."""
        self._turn: TurnHandle | None = None
        self._threads: list[threading.Thread] = []
        self.pictures: list[ChatPicture] = []
        self.exchanges: list[Exchange] = []
        self.on_change: Callable[[Change], None] = lambda _: None

    # -- pictures -------------------------------------------------------------------------------------------------

    def bring(self, spec: str) -> None:
        """A picture by a source as `--source` has it ("history:12", "clipboard")."""
        self._bring(lambda: self._source_from(spec, None))

    def bring_file(self, path: str) -> None:
        self._bring(lambda: self._source_from(None, path))

    def bring_bytes(self, data: bytes, name: str) -> None:
        """The bytes of a picture file (a paste)."""
        self._bring(lambda: self._source_of(data, name))

    def clear(self) -> None:
        """Begin anew, without pictures and words."""
        self._session.hush()
        with self._lock:
            self._newest += 1
            self._talk += 1
            self.pictures, self.exchanges = [], []

    def _bring(self, source: Callable[[], CaptureSource]) -> None:
        """One after the other: pictures are numbered as they were brought, not as soon as they are read."""
        self._coming.put((self._talk, source))
        self._elsewhere(self._add)

    def _add(self) -> None:
        with self._bringing:
            talk, source = self._coming.get()
            if talk == self._talk:
                self._add_one(talk, source())

    def _add_one(self, talk: int, source: CaptureSource) -> None:
        capture = source.grab()
        with self._lock:
            if talk != self._talk:
                return
            if len(self.pictures) >= MOST:
                raise HearsightError("These are as many pictures as one talk can hold. Begin a new one.")
            picture = ChatPicture(len(self.pictures) + 1, capture.name, capture)
            self.pictures.append(picture)
        self.on_change(Change("picture", picture))

    # -- questions ------------------------------------------------------------------------------------------------

    def ask(self, question: str, about: int) -> None:
        """`about`: the number of the picture that is chosen, unless the question names another one."""
        number = self._begin()
        language = self._session.habits.language
        wish = comparing.wish_in(question, language)
        named, plain = comparing.picture_named(question, language, len(self.pictures))
        if wish is not None and named is None and len(self.pictures) != 1:
            self._elsewhere(lambda: self._compare(number, question, wish, language), number)
            return
        picture = self._picture(named or about)
        if picture is None:
            self._fail(self._no_such())
            return
        self._submit(number, picture, question, text=plain)

    def press(self, about: int) -> None:
        """The talk key goes down: a spoken question about this picture; the microphone is open until `release`."""
        number, picture = self._begin(), self._picture(about)
        if picture is None:
            self._fail(self._no_such())
            return
        self._submit(number, picture, "", listen=True)

    def release(self) -> None:
        self._session.release(time.monotonic())

    def close(self) -> None:
        self._begin()
        self.looker.close()
        for thread in self._threads:
            thread.join(5)

    def _begin(self) -> int:
        """A newer question ends the one before; its number."""
        with self._lock:
            self._newest += 1
            turn, number = self._turn, self._newest
        if turn is not None and not turn.done:
            self._session.cancel(turn)
        return number

    def _picture(self, number: int) -> ChatPicture | None:
        with self._lock:
            return self.pictures[number - 1] if 0 < number <= len(self.pictures) else None

    def _no_such(self) -> str:
        return say_in(self._session.habits.language, "chat_no_such_picture" if self.pictures else "chat_no_picture")

    def _submit(self, number: int, picture: ChatPicture, asked: str, *, text: str = "", listen: bool = False) -> None:
        talk = self._session.conversation
        # Still the one that the session talks about: then nothing need be looked at again.
        known = picture.seen is not None and talk.capture is picture.seen and self._session.freshest() is None
        request = Request(
            kind="ask",
            at=time.monotonic(),
            source=None if known else Still(picture.capture),
            text=text,
            listen="while_held" if listen else "no",
            in_person=True,
        )
        self.on_change(Change("thinking", picture))
        turn = self._session.submit(request)
        with self._lock:
            self._turn = turn
        self._elsewhere(lambda: self._answered(number, picture, turn, asked), number)

    def _answered(self, number: int, picture: ChatPicture, turn: TurnHandle, asked: str) -> None:
        turn.wait()
        outcome = turn.outcome
        if outcome.scene is not None and outcome.capture is not None:
            picture.scene, picture.seen, picture.capture = outcome.scene, outcome.capture, outcome.capture
        if outcome.error is not None:  # it is spoken already
            self._fail(outcome.error.spoken, number, aloud=False)
            return
        if outcome.answer is None or outcome.cancelled:
            self._fail("", number, aloud=False)
            return
        spots = spots_of(outcome.answer, picture.number)
        places = self._places(spots)
        exchange = Exchange(
            asked or outcome.transcript or "", outcome.answer.text, picture.number, spots,
            outcome.answer.answerable, places,
        )  # fmt: skip
        if self._keep(number, exchange) and places and self._session.sounds(turn):
            self._session.say(places)

    def _keep(self, number: int, exchange: Exchange) -> bool:
        """False for one that a newer question has replaced."""
        with self._lock:
            if number != self._newest:
                return False
            self.exchanges.append(exchange)
        self.on_change(Change("answered", exchange=exchange))
        return True

    def _places(self, spots: tuple[Spot, ...]) -> str:
        language = self._session.habits.language
        say = comparing.words_of(language).sentences["place"]
        told: list[str] = []
        for spot in spots[:SPOKEN_SPOTS]:
            capture = self.pictures[spot.picture - 1].capture
            place = comparing.place_of(spot.box, capture.width, capture.height, language)
            sentence = say.format(n=spot.picture, place=place)
            if sentence not in told:
                told.append(sentence)
        return " ".join(told)

    # -- comparing ------------------------------------------------------------------------------------------------

    def _compare(self, number: int, question: str, wish: comparing.Wish, language: str) -> None:
        self.on_change(Change("thinking"))
        with self._lock:
            pictures = list(self.pictures)
        if len(pictures) < 2:
            self._fail(comparing.words_of(language).sentences["two"], number)
            return
        if wish.kind == "differences":
            told = self._differences(pictures, language)
        elif wish.what:
            told = [self._by_number(pictures, wish, language)]
        else:
            told = [
                comparing.size_of(self._looked_at(pictures[0]), self._looked_at(one), 1, one.number, language)
                for one in pictures[1:]
            ]
        answer = comparing.joined(told, language)
        spots = tuple(spot for spot in answer.spots if spot.box is not None)
        places = self._places(spots)
        if self._keep(number, Exchange(question, answer.text, 0, spots, answer.answerable, places)):
            self._session.hush()
            self._session.say(" ".join((answer.text, places)).strip())

    def _differences(self, pictures: list[ChatPicture], language: str) -> list[Compared]:
        import numpy as np

        told: list[Compared] = []
        for one in pictures[1:]:
            if np.array_equal(pictures[0].capture.pixels, one.capture.pixels):
                text = comparing.words_of(language).sentences["same_pixels"]
                told.append(Compared(text.format(a=1, b=one.number)))
            else:
                scenes = self._looked_at(pictures[0]), self._looked_at(one)
                told += comparing.differences(*scenes, 1, one.number, language)
        return told

    def _by_number(self, pictures: list[ChatPicture], wish: comparing.Wish, language: str) -> Compared:
        words = comparing.words_of(language)
        best: Compared | None = None
        quoted: list[Quoted] = []
        for picture in pictures:
            turn = self._look(picture, "ask", words.what_is.format(what=wish.what))
            answer = turn.outcome.answer
            found = comparing.number_in(answer.text) if answer is not None and answer.answerable else None
            if answer is None or found is None:
                return Compared(words.sentences["untold"].format(a=picture.number), answerable=False)
            value, unit, shown = found
            quoted.append(Quoted(picture.number, value, unit, shown, spots_of(answer, picture.number)))
        leader = quoted[0]
        for other in quoted[1:]:
            best = comparing.larger(leader, other, wish.kind, language)
            if not best.answerable:
                return best
            if (other.value > leader.value) == (wish.kind == "largest") and other.value != leader.value:
                leader = other
        assert best is not None  # noqa: S101 - there are two at least
        return best

    def _looked_at(self, picture: ChatPicture) -> Scene:
        """Raises `errors.HearsightError`."""
        if picture.scene is None:
            self._look(picture, "read")
        if picture.scene is None:
            raise HearsightError
        return picture.scene

    def _look(self, picture: ChatPicture, kind: Literal["read", "ask"], text: str = "") -> TurnHandle:
        """Raises `errors.HearsightError`."""
        request = Request(kind=kind, at=time.monotonic(), source=Still(picture.capture), text=text, speak=False)
        turn = self.looker.submit(request)
        turn.wait()
        outcome = turn.outcome
        if outcome.error is not None:
            raise outcome.error
        if outcome.scene is not None and outcome.capture is not None:
            picture.scene, picture.capture = outcome.scene, outcome.capture
        return turn

    # -- what goes wrong ------------------------------------------------------------------------------------------

    def _elsewhere(self, work: Callable[[], None], number: int | None = None) -> None:
        """`number`: of the question that it is for; what fails of an older one need not be told."""

        def run() -> None:
            try:
                work()
            except HearsightError as error:
                self._fail(error.spoken, number)
            except Exception as error:  # the last border before a person
                log.exception("the talk about pictures failed")
                self._fail(HearsightError(detail=type(error).__name__).spoken, number)

        self._threads = [one for one in self._threads if one.is_alive()]
        thread = threading.Thread(target=run, name="picture-chat", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _fail(self, sentence: str, number: int | None = None, *, aloud: bool = True) -> None:
        if number is not None and number != self._newest:
            return
        sentence = told_in(sentence, self._session.habits.language) if sentence else ""
        self.on_change(Change("failed", sentence=sentence))
        if aloud and sentence:
            self._session.say(sentence)


def spots_of(answer: Answer, picture: int) -> tuple[Spot, ...]:
    """Where in the picture what backs the answer is, each place once."""
    boxes = [item.box for item in answer.evidence if item.box is not None]
    return tuple(Spot(picture, box) for box in dict.fromkeys(boxes))
