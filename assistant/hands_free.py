"""Without a key: a voice that interrupts, and the wake phrase.

What the microphone is open for, at any time:

    Hearsight speaks     barge_in off: nothing; otherwise: anybody who speaks (his words are taken as after the ask key)
    a question is asked  the question
    hands_free           utterances: recognised, compared with the wake phrase, forgotten
    otherwise            nothing

One thread decides; the microphone's thread and the speaker's only tell it something.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant import events
from assistant.cancel import Cancelled, Token
from assistant.errors import HearsightError
from assistant.phrases import say_in
from assistant.turn import Request
from assistant.types import Clip
from assistant.wake import after_wake_phrase, hint_for

if TYPE_CHECKING:
    from assistant.ports import Mouth, OpenEar, Recogniser, SpeechNews, Watch
    from assistant.session import Session
    from assistant.turn import TurnHandle
    from assistant.types import Overheard, Transcript

log = logging.getLogger(__name__)

TAIL_S = 0.35
"""After the last sample was handed over: until it was heard, and the room is quiet."""
LOOK_S = 0.1
"""How soon it is noticed that Hearsight has ended speaking."""
RETRY_S = 2.0
"""How often a microphone that went away is looked for."""
REMIND_S = 15.0
"""How often a soft sound tells that the microphone is open."""
MOST_WAITING = 2
"""Utterances that wait for the recogniser; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the settings say."""

    hands_free: bool = False
    wake_phrase: str = "okay hearsight"
    barge_in: str = "off"


class HandsFree:
    """All methods return at once (but `close`) and may be called from any thread.

    Nothing that is overheard is kept, logged or told to anybody, unless it begins with the wake phrase.
    """

    def __init__(
        self,
        session: Session,
        ear: OpenEar | None,
        recogniser: Recogniser | None,
        wishes: Wishes,
        *,
        emit: Callable[[events.Event], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session, self._ear, self._recogniser = session, ear, recogniser
        self._wishes = wishes
        self._emit = emit
        self._clock = clock
        self._changed = threading.Condition()
        self._sounding = False
        """A voice whose samples go through the loudspeaker has begun, and speech has not ended since."""
        self._spoke_at = 0.0
        self._turn: TurnHandle | None = None
        """The turn that a voice began."""
        self._utterances: deque[Overheard] = deque(maxlen=MOST_WAITING)
        self._listening = Token()
        """Cancelled when what is overheard is nobody's business any more, also while it is being recognised."""
        self._trouble: HearsightError | None = None
        """Why the microphone can't be opened; said once, when it begins."""
        self._retry_at = 0.0
        self._reminded_at = 0.0
        self._told_open = False
        self._anew = False
        self._closing = False
        self._thread: threading.Thread | None = None
        if ear is not None:
            ear.on_voice, ear.on_utterance, ear.on_lost = self._interrupted, self._overheard, self._lost

    def start(self) -> None:
        """Begin to follow the wishes; tells that hands-free is on, if it is."""
        self._thread = threading.Thread(target=self._run, name="hands-free", daemon=True)
        self._thread.start()
        if self._wishes.hands_free:
            self._announce()

    def close(self) -> None:
        with self._changed:
            self._closing = True
            self._listening.cancel()
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(5)
        if self._ear is not None:
            self._ear.watch("off")

    @property
    def possible(self) -> bool:
        """There is something to hear with and something to understand with."""
        return self._ear is not None and self._recogniser is not None

    @property
    def wishes(self) -> Wishes:
        return self._wishes

    @wishes.setter
    def wishes(self, wishes: Wishes) -> None:
        """They hold at once. Switching hands-free on or off is told."""
        with self._changed:
            old, self._wishes = self._wishes, wishes
            self._anew |= old.barge_in != wishes.barge_in
            self._trouble = None
            if old.hands_free != wishes.hands_free:
                self._listening.cancel()
                self._listening = Token()
                self._utterances.clear()
            self._changed.notify_all()
        if old.hands_free != wishes.hands_free:
            self._announce()

    def heard_of(self, news: SpeechNews) -> None:
        """The speaker's news, from its threads."""
        with self._changed:
            if news.kind == "first_sample":
                self._sounding = True
            if news.kind in ("started", "finished"):
                self._utterances.clear()  # it may be Hearsight's own voice
            self._changed.notify_all()

    # -- what the ear tells, on its thread ----------------------------------------------------------------------

    def _interrupted(self) -> None:
        """Somebody speaks while Hearsight does."""
        log.info("interrupted by a voice")
        self._begin(Request(kind="ask", at=self._clock(), listen="until_silence", speaking=True, in_person=True))

    def _overheard(self, said: Overheard) -> None:
        with self._changed:
            self._utterances.append(said)
            self._changed.notify_all()

    def _lost(self) -> None:
        with self._changed:
            self._retry_at = self._clock() + RETRY_S
            self._trouble = self._trouble or HearsightError()
            self._changed.notify_all()
        self._session.say(say_in(self._language, "microphone_gone"), language=self._language)

    # -- the thread ---------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._utterances and not self._closing:
                    self._changed.wait(self._patience_s())
                if self._closing:
                    return
            try:
                self.step()
            except Exception:  # whoever can only speak must not lose the ear for good
                log.exception("hands-free")

    def step(self) -> None:
        """One round: consider what was overheard, and bring the microphone to what it should be open for. For this
        object's thread, or a test without one."""
        with self._changed:
            said = self._utterances.popleft() if self._utterances else None
        if said is not None:
            self._consider(said)
        self._follow()

    def _patience_s(self) -> float | None:
        """How long nothing needs to be looked at; None: until something is told."""
        busy = self._mouth is not None and self._mouth.speaking
        wanted = self._wishes.hands_free or (self._wishes.barge_in != "off" and (busy or self._watching != "off"))
        return LOOK_S if wanted or self._watching != "off" else None

    def _follow(self) -> None:
        """Bring the microphone to what it should be open for."""
        ear = self._ear
        if ear is None or ear.recording or self._closing:
            return
        now, (what, own_sound) = self._clock(), self._wanted()
        if self._anew and ear.watching == "voices":
            ear.watch("off")  # for headphones and for a loudspeaker it listens in different ways
        self._anew = False
        if what not in ("off", "keep") and self._trouble is not None and now < self._retry_at:
            return
        if what != "keep":
            try:
                ear.watch(what, own_sound=own_sound)
            except HearsightError as error:
                self._missing(error)
                what = "off"
        if what in ("voices", "utterances") and self._trouble is not None:
            self._trouble = None
            self._session.say(say_in(self._language, "microphone_back"), language=self._language)
        self._tell_open(what == "utterances", now)

    def _wanted(self) -> tuple[Watch, bool]:
        """What for, and whether Hearsight's own sound comes back."""
        mouth, wishes, now = self._mouth, self._wishes, self._clock()
        if self._watching == "keep" and (self._turn is None or not self._turn.done):
            # From the first word (a turn is about to begin, then) until the recording begins, the microphone must not
            # be closed; a recording that has ended has closed it.
            return "keep", False
        if self._turn is not None:
            self._turn = None
            if self._watching == "keep" and self._ear is not None:
                self._ear.watch("off")
        if mouth is not None and mouth.speaking:
            self._spoke_at = now
            if wishes.barge_in == "off" or self._recogniser is None:
                return "off", False
            if wishes.barge_in == "headphones":
                return "voices", False
            # A voice that plays by itself (a screen reader) can't be told from a person's.
            return ("voices", True) if self._sounding else ("off", False)
        self._sounding = False
        if now - self._spoke_at < TAIL_S:
            return "off", False
        return ("utterances", False) if wishes.hands_free and self._recogniser is not None else ("off", False)

    def _consider(self, said: Overheard) -> None:
        """Recognise what was overheard; act if it begins with the wake phrase, forget it otherwise."""
        if self._recogniser is None or self._watching != "utterances" or not self._wishes.hands_free:
            return
        clip = Clip(said.samples)
        phrase, token = self._wishes.wake_phrase, self._listening
        try:
            transcript = self._recogniser.transcribe(clip, token, language=self._language, hint=hint_for(phrase))
            token.check()
        except Cancelled:
            return
        except HearsightError as error:
            log.warning("hands-free: %s %s", type(error).__name__, error.detail)
            return
        rest = after_wake_phrase(transcript.text, phrase)
        if rest is not None and self._ear is not None and self._watching == "utterances":
            self._called(said, clip, transcript, rest)

    def _called(self, said: Overheard, clip: Clip, transcript: Transcript, rest: str) -> None:
        """The wake phrase was said, and `rest` after it."""
        log.info("the wake phrase was heard")
        at, phrase = self._clock(), self._wishes.wake_phrase
        assert self._ear is not None  # noqa: S101 - asked before
        if rest and said.over:
            self._begin(Request(kind="ask", at=at, clip=clip, heard=transcript, wake_phrase=phrase, in_person=True))
            return
        self._ear.watch("keep")
        # The rest of a long sentence is recorded from its first word on; after the phrase alone, whatever follows it.
        self._ear.resume_at(said.end if said.over else said.start)
        request = Request(
            kind="ask", at=at, listen="until_silence", speaking=not said.over, wake_phrase=phrase, in_person=True
        )
        self._begin(request)

    def _begin(self, request: Request) -> None:
        try:
            turn = self._session.submit(request)
        except BaseException:
            if self._ear is not None:
                self._ear.watch("off")  # nobody comes to listen
            raise
        with self._changed:
            self._turn = turn
            self._utterances.clear()
            self._changed.notify_all()

    # -- what it tells ------------------------------------------------------------------------------------------

    def _missing(self, error: HearsightError) -> None:
        now = self._clock()
        self._retry_at = now + RETRY_S
        if self._trouble is None:
            log.warning("the microphone can't be opened: %s", error.detail)
            self._session.say(error.spoken)
        self._trouble = error

    def _announce(self) -> None:
        if self._wishes.hands_free and not self.possible:
            sentence = say_in(self._language, "hands_free_deaf")
        elif self._wishes.hands_free:
            sentence = say_in(self._language, "hands_free_on", phrase=self._wishes.wake_phrase)
        else:
            sentence = say_in(self._language, "hands_free_off")
        self._session.say(sentence)

    def _tell_open(self, is_open: bool, now: float) -> None:
        if is_open != self._told_open:
            self._told_open = is_open
            self._emit(events.HandsFree(open=is_open))
        if is_open and now - self._reminded_at >= REMIND_S and self._mouth is not None:
            self._reminded_at = now
            self._mouth.earcon("open")

    @property
    def _mouth(self) -> Mouth | None:
        return self._session.mouth

    @property
    def _watching(self) -> Watch:
        return "off" if self._ear is None else self._ear.watching

    @property
    def _language(self) -> str:
        return self._session.habits.language
