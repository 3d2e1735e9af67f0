"""How a turn tells what it found: sentences to the speaker, events to the windows, and what of it was heard."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, cast

from assistant import events
from assistant.cues import Cues
from assistant.error_words import told
from assistant.phrases import say_in
from assistant.recital import Line, Recital

if TYPE_CHECKING:
    from assistant.conversation import Conversation
    from assistant.ports import Earcon, Mouth, SpeechNews
    from assistant.program_rules import Program
    from assistant.turn import TurnHandle
    from assistant.types import Capture, Claim, Tune, Verbosity

log = logging.getLogger("hearsight.turn")


WORD_S = 2.0
"""The longest wait for a word that stands for an earcon: 0.4 s at the usual rate."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What the settings say of every turn."""

    verbosity: Verbosity = "normal"
    language: str = "en"
    engine: str = "auto"
    say_back: bool = False
    """Say every spoken question back before the answer, not only one that may have been misheard."""
    longest_question_s: float = 20.0
    """Then the microphone is closed, also while the key is still held."""
    vocabulary_hint: bool = True
    """Tell the recogniser the names on the screen."""
    earcons_as_words: bool = False
    acting: Literal["ask", "focus", "never"] = "ask"
    """What may be done on the screen: after a yes only; moving the focus without one; nothing."""
    second_press_s: float | None = 60.0
    """So long after a description the next press on that window tells only what has changed; None: never."""
    private: bool = False
    """Nothing of a turn is kept, neither on the disk nor to compare with later."""
    programs: tuple[Program, ...] = ()
    """What is other in single programs."""

    def about(self, capture: Capture | None) -> Habits:
        """Those that hold for what the picture shows."""
        app = capture.window.app if capture is not None and capture.window is not None else ""
        found = next((one for one in self.programs if one.means(app)), None) if app else None
        if found is None:
            return self
        verbosity = cast("Verbosity", found.verbosity or self.verbosity)  # its rule allows just these
        return replace(self, verbosity=verbosity, engine=found.engine or self.engine)


class Teller:
    """Any thread; a turn's own methods are called on the session thread only."""

    def __init__(
        self,
        mouth: Mouth | None,
        conversation: Conversation,
        habits: Habits,
        on_event: Callable[[events.Event], None],
        clock: Callable[[], float] = time.monotonic,
        active: Callable[[], list[TurnHandle]] = list,
    ) -> None:
        """`active`: the turns that may still have something to tell."""
        self._active = active
        self.mouth = mouth
        self.habits = habits
        self._conversation = conversation
        self._on_event = on_event
        self._clock = clock
        self._told: set[str] = set()
        self._lock = threading.Lock()
        """Held while a sentence is handed to the mouth and noted: one that is said again from another thread is
        neither lost nor heard twice."""
        self._recital = Recital()
        self._cues = Cues(mouth, clock)
        self._turn: TurnHandle | None = None
        self._began_private = False
        self._owner: TurnHandle | None = None
        """Whose sentences `said` and the recital are: the last turn that told something worth repeating. A question
        by voice ("go on") must still find what it interrupted."""

    # -- one turn -------------------------------------------------------------------------------------------------

    def begin(self, turn: TurnHandle) -> None:
        self._turn, self._began_private = turn, self.habits.private
        self._cues.begin(turn)

    @property
    def private(self) -> bool:
        """Nothing of this turn is kept: private mode is on, or was when it began."""
        return self._began_private or self.habits.private

    def say(
        self,
        turn: TurnHandle,
        text: str,
        *,
        claim: Claim | None = None,
        language: str | None = None,
        remember: bool = True,
    ) -> None:
        """Speak (if the turn speaks) and tell the listeners. Raises `Cancelled`. `remember`: it can be repeated."""
        turn.token.check()
        turn.outcome.timings.setdefault("first_sentence_ms", self.ms(turn))
        self.emit(turn, events.Saying(text=text, claim=claim))
        self._speak(turn, text, language or self.language(turn), remember)

    def _speak(self, turn: TurnHandle, text: str, language: str | None, remember: bool) -> None:
        with self._lock:
            if remember:
                turn.told.append(text)
            if not turn.request.speak:
                return  # what a script asked for silently is nothing that a person could have missed
            if remember and self._owner is not turn:
                self._owner = turn
                self._conversation.said.clear()
                self._recital.clear()
            if remember:
                self._conversation.said.append(text)
            if self.mouth is not None:
                mark = self._cues.aside()
                if self._owner is turn:
                    mark = self._recital.add(text, language, repeatable=remember).mark
                self._cues.handed(mark)
                self.mouth.say(text, language=language, era=turn.era, mark=mark)

    def play(self, turn: TurnHandle, words: str, tune: Tune, *, language: str) -> None:
        """Tones, behind what is said of them (if anything is); or that there is nothing to play them on. Raises
        `Cancelled`."""
        if words:
            self.say(turn, words, language=language)
        turn.token.check()
        if not turn.request.speak or self.mouth is None:
            return
        mark = self._cues.aside()
        self._cues.handed(mark)
        if not self.mouth.play(tune, era=turn.era, mark=mark):
            self._cues.heard_of("dropped", mark)
            self.say_once(turn, say_in(language, "no_tones"))

    def say_once(self, turn: TurnHandle, sentence: str) -> None:
        """A trouble that lasts is told once, not at each press."""
        if sentence not in self._told:
            self._told.add(sentence)
            self.say(turn, sentence, remember=False)

    def earcon(self, turn: TurnHandle, name: Earcon) -> None:
        if turn.request.speak and self.mouth is not None and not turn.token.cancelled:
            self.mouth.earcon(name)
            turn.outcome.timings.setdefault("earcon_ms", self.ms(turn))

    def said_before(self, turn: TurnHandle, name: Earcon) -> None:
        """As `earcon`; a word is heard to its end first: the microphone must not hear it. Raises `Cancelled`."""
        self.earcon(turn, name)
        if self.habits.earcons_as_words and turn.request.speak and self.mouth is not None:
            self.mouth.wait_idle(WORD_S)
            turn.token.check()

    def think_aloud(self, turn: TurnHandle) -> None:
        """From now on, silence of this turn is filled with the thinking sound. Returns at once."""
        self._cues.at_work(turn)

    def emit(self, turn: TurnHandle, event: events.Event) -> None:
        """Tell everyone who listens. What a listener does wrong (its reader has gone, say) is its own affair."""
        event = replace(event, turn=turn.number, at_ms=self.ms(turn))
        self.to_all(event)
        if turn.listener is not None:
            _tell(turn.listener, event)

    def to_all(self, event: events.Event) -> None:
        """An event that is not of one turn alone."""
        _tell(self._on_event, event)

    def failed(self, turn: TurnHandle, sentence: str, exit_code: int) -> None:
        """Tell why the turn came to nothing, unless nobody wants to hear it any more."""
        sentence = told(sentence, self.language(turn))
        if not turn.token.cancelled:
            self.earcon(turn, "failed")
            self._speak(turn, sentence, None, remember=True)
        self.emit(turn, events.Failed(sentence=sentence, exit_code=exit_code))

    def ended(self, turn: TurnHandle) -> None:
        turn.outcome.timings["total_ms"] = self.ms(turn)
        log.info("turn %d %s %s", turn.number, turn.request.kind, turn.outcome.timings)
        self._cues.ended(turn)
        self.emit(turn, events.Done())

    def language(self, turn: TurnHandle) -> str:
        return turn.request.language or self.habits.language

    def ms(self, turn: TurnHandle, at: float | None = None) -> float:
        """Milliseconds from the turn's key-down to `at` (default: now)."""
        return round(((self._clock() if at is None else at) - turn.request.at) * 1000, 1)

    # -- what was heard -------------------------------------------------------------------------------------------

    def heard_of(self, news: SpeechNews) -> None:
        """The speaker's news, from its threads."""
        turn = self._turn
        if turn is not None and news.era == turn.era:
            timings = turn.outcome.timings
            if news.kind == "first_sample" and "first_sample_ms" not in timings:
                timings["first_sample_ms"] = self.ms(turn, news.at)
                log.info("turn %d first_sample_ms=%.1f", turn.number, timings["first_sample_ms"])
            if news.kind == "finished" and "first_sentence_end_ms" not in timings:
                timings["first_sentence_end_ms"] = self.ms(turn, news.at)
                log.info("turn %d first_sentence_end_ms=%.1f", turn.number, timings["first_sentence_end_ms"])
        if news.mark is not None:
            with self._lock:
                self._recital.heard_of(news.kind, news.mark, news.at)
            self._cues.heard_of(news.kind, news.mark)

    @property
    def heard_last(self) -> str:
        """The sentence that is heard now, or was heard last; empty where nothing is spoken."""
        with self._lock:
            return self._recital.current

    @property
    def all_heard(self) -> bool:
        return not self._recital.unheard

    def repeat(self) -> bool:
        """Say the last turn again, and what it still finds after that; False if there is none."""
        with self._lock:
            return self._say_again(self._recital.from_start())

    def go_on(self) -> bool:
        """Speak on from the sentence that was interrupted; False if all was heard."""
        with self._lock:
            return self._say_again(self._recital.resume())

    def next_sentence(self) -> bool:
        """Skip the rest of this sentence; behind the last one, say that it was, or wait for what is still looked for.
        False if there is nothing to move in."""
        with self._lock:
            if self.mouth is None or not self._recital.lines:
                return False
            lines = self._recital.forward()
            if lines:
                return self._say_again(lines)
            era, language = self._begin_anew(self.mouth), self.habits.language
            phrase = "still_looking" if self._owner in self._active() else "all_said"
            self.mouth.say(say_in(language, phrase), language=language, era=era)
            return True

    def previous_sentence(self) -> bool:
        """To the start of this sentence, or soon after its start (`recital.BACK_TO_START_S`) to the one before; before
        the first, say that it is, and say it again. False if there is nothing to move in."""
        with self._lock:
            if self.mouth is None or not self._recital.lines:
                return False
            lines = self._recital.back(self._clock())
            if lines is not None:
                return self._say_again(lines)
            return self._say_again(self._recital.again(), first=say_in(self.habits.language, "beginning"))

    def _say_again(self, lines: list[Line], *, first: str = "") -> bool:
        """With the lock held. `first` is said before them."""
        if not lines or self.mouth is None:
            return False
        era = self._begin_anew(self.mouth)
        if first:
            self.mouth.say(first, language=self.habits.language, era=era)
        self._recital.mark_anew(lines)
        for line in lines:
            self._cues.handed(line.mark)
            self.mouth.say(line.text, language=line.language, era=era, mark=line.mark)
        return True

    def _begin_anew(self, mouth: Mouth) -> int:
        """Drop what is said; a turn in progress goes on telling what it finds, in the new era."""
        era = mouth.hush()
        for turn in self._active():
            turn.era = max(turn.era, era)
        return era


def _tell(listener: Callable[[events.Event], None], event: events.Event) -> None:
    try:
        listener(event)
    except Exception:
        log.exception("a listener failed at %s", type(event).__name__)
