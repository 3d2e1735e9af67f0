"""How a turn tells what it found: sentences to the speaker, events to the windows, and what of it was heard."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import events

if TYPE_CHECKING:
    from assistant.conversation import Conversation
    from assistant.ports import Earcon, Mouth, SpeechNews
    from assistant.turn import TurnHandle
    from assistant.types import Claim, Verbosity

log = logging.getLogger("hearsight.turn")


@dataclass(frozen=True, slots=True)
class Habits:
    """What the settings say of every turn."""

    verbosity: Verbosity = "normal"
    language: str = "en"
    engine: str = "auto"
    say_back: bool = False
    """Say a spoken question back before the answer."""
    vocabulary_hint: bool = True
    """Tell the recogniser the names on the screen."""


class Teller:
    """Any thread; a turn's own methods are called on the session thread only."""

    def __init__(
        self,
        mouth: Mouth | None,
        conversation: Conversation,
        habits: Habits,
        on_event: Callable[[events.Event], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.mouth = mouth
        self.habits = habits
        self._conversation = conversation
        self._on_event = on_event
        self._clock = clock
        self._told: set[str] = set()
        self._unheard: list[str] = []
        """Sentences of the last turn that were not spoken to their ends, in order."""
        self._turn: TurnHandle | None = None

    # -- one turn -------------------------------------------------------------------------------------------------

    def begin(self, turn: TurnHandle) -> None:
        self._turn = turn

    def new_subject(self) -> None:
        """Nothing of an earlier turn can be gone on with any more."""
        self._unheard = []

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
        if remember:
            self._conversation.said.append(text)
        self.emit(turn, events.Saying(text=text, claim=claim))
        if turn.request.speak and self.mouth is not None:
            self._unheard.append(text)
            self.mouth.say(text, language=language or self.language(turn), era=turn.era)

    def say_once(self, turn: TurnHandle, sentence: str) -> None:
        """A trouble that lasts is told once, not at each press."""
        if sentence not in self._told:
            self._told.add(sentence)
            self.say(turn, sentence, remember=False)

    def earcon(self, turn: TurnHandle, name: Earcon) -> None:
        if turn.request.speak and self.mouth is not None:
            self.mouth.earcon(name)
            turn.outcome.timings.setdefault("earcon_ms", self.ms(turn))

    def emit(self, turn: TurnHandle, event: events.Event) -> None:
        event = replace(event, turn=turn.number, at_ms=self.ms(turn))
        self._on_event(event)
        if turn.listener is not None:
            turn.listener(event)

    def failed(self, turn: TurnHandle, sentence: str, exit_code: int) -> None:
        """Tell why the turn came to nothing, unless nobody wants to hear it any more."""
        if turn.request.speak and self.mouth is not None and not turn.token.cancelled:
            self.earcon(turn, "failed")
            self.mouth.say(sentence, era=turn.era)
        self.emit(turn, events.Failed(sentence=sentence, exit_code=exit_code))

    def ended(self, turn: TurnHandle) -> None:
        turn.outcome.timings["total_ms"] = self.ms(turn)
        log.info("turn %d %s %s", turn.number, turn.request.kind, turn.outcome.timings)
        self.emit(turn, events.Done())
        self._on_event(events.Idle())

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
        if news.kind == "finished" and news.text in self._unheard:
            self._unheard.remove(news.text)

    @property
    def all_heard(self) -> bool:
        return not self._unheard

    def repeat(self) -> bool:
        """Say the last turn again; False if there is none."""
        return self._say_again(list(self._conversation.said))

    def go_on(self) -> bool:
        """Speak on from the sentence that was interrupted; False if all was heard."""
        return self._say_again(list(self._unheard))

    def _say_again(self, sentences: list[str]) -> bool:
        if not sentences or self.mouth is None:
            return False
        era = self.mouth.hush()
        self._unheard = list(sentences)
        for sentence in sentences:
            self.mouth.say(sentence, language=self.habits.language, era=era)
        return True
