"""One turn at a time: look -> gate -> gather -> narrate -> speak -> listen -> answer.

A newer request cancels the turn in progress; nothing ever queues up behind it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import events
from assistant.acting import Acting, Sight
from assistant.cancel import Cancelled
from assistant.commands import ACTS, Command
from assistant.conversation import Conversation, Statement
from assistant.error_words import told
from assistant.errors import HearsightError, ModelMissing, NoSessionBus, UnusableInput
from assistant.hearing import Hearing
from assistant.look import Look
from assistant.phrases import say_in, trouble_in
from assistant.remembering import Remembering
from assistant.sentences import sentences
from assistant.telling import Habits, Teller
from assistant.turn import Request, TurnHandle
from assistant.turns import TurnQueue
from assistant.types import Answer, Evidence, Question, Scene
from assistant.viewing import Viewing

if TYPE_CHECKING:
    from assistant.hands import Reach
    from assistant.ports import (
        CaptureSource,
        Comparer,
        Ear,
        Earcon,
        Engine,
        Memory,
        Mouth,
        Recogniser,
        SpeechNews,
    )
    from assistant.types import Capture, Claim, Clip
    from assistant.viewing import Eyes

log = logging.getLogger(__name__)


class Session:
    """Owns the session thread. All public methods return at once (but `close`) and may be called from any thread."""

    def __init__(
        self,
        *,
        eyes: Eyes,
        engines: Mapping[str, Engine],
        window: Callable[[], CaptureSource],
        mouth: Mouth | None = None,
        ear: Ear | None = None,
        recogniser: Recogniser | None = None,
        memory: Memory | None = None,
        compare: Comparer | None = None,
        habits: Habits | None = None,
        on_event: Callable[[events.Event], None] = lambda _: None,
        on_command: Callable[[Command], bool] = lambda _: False,
        reach: Reach | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`window` makes the source for questions that name no picture; `on_command` carries out a voice command
        and tells whether it could; without `compare`, "what's new" describes the window; without `reach`, nothing on
        the screen can be changed."""
        self._engines = engines
        self.mouth = mouth
        self.conversation = Conversation()
        self._tell = Teller(mouth, self.conversation, habits or Habits(), on_event, clock, lambda: self._turns.active())
        self.acting = Acting(reach, self._tell, self.conversation, eyes.redactor.clean, clock)
        self._hearing = Hearing(ear, recogniser, self._tell, on_command, clock, self.acting.instead)
        self._view = Viewing(eyes, window, self._tell, self.conversation, compare, clock)
        self._memory = Remembering(memory, eyes.redactor.clean, self._tell)
        self._turns = TurnQueue(
            self._take, lambda turn: self._end(turn, cancelled=True), lambda: self._tell.to_all(events.Idle())
        )

    # -- what the outside asks ------------------------------------------------------------------------------------

    def submit(self, request: Request, listener: Callable[[events.Event], None] | None = None) -> TurnHandle:
        """Begin a turn; the one in progress ends. The grab happens here, on the caller's thread, so that what is
        described is what was there at key-down. `listener` also hears this turn's events."""

        def make(number: int) -> TurnHandle:
            era = self.mouth.hush() if request.speak and self.mouth is not None else 0
            return TurnHandle(number, request, era, listener)

        turn = self._turns.begin(make)
        if request.kind in ("describe", "read", "whats_new"):
            if request.by_key:
                self._tell.earcon(turn, "looked")
            if request.grab_at_once:
                self._view.grab(turn)
        self._turns.put(turn)
        return turn

    @property
    def habits(self) -> Habits:
        return self._tell.habits

    @habits.setter
    def habits(self, habits: Habits) -> None:
        """They hold from the next sentence or turn on."""
        self._tell.habits = habits

    def hush(self) -> None:
        """Silence, and no more of the turn in progress."""
        self._turns.cancel_all()
        if self.mouth is not None:
            self.mouth.hush()
        self._tell.to_all(events.Hushed())

    def cancel(self, turn: TurnHandle) -> None:
        """End this turn and what is still heard of it; a newer one is not touched."""
        turn.cancel()
        if self.sounds(turn) and self.mouth is not None:
            self.mouth.hush()

    def sounds(self, turn: TurnHandle) -> bool:
        """Whether what is spoken now, if anything is, belongs to this turn."""
        return turn.request.speak and self.mouth is not None and self.mouth.era == turn.era

    def release(self, at: float) -> None:
        """The talk key was let go."""
        for turn in self._turns.active():
            turn.released_at = at
            turn.released.set()

    def say(self, text: str, *, language: str | None = None) -> None:
        """Speak one sentence outside any turn (a hotkey conflict, "copied"); that of an error in the language."""
        if self.mouth is not None:
            language = language or self.habits.language
            self.mouth.say(told(text, language), language=language)

    def clean(self, text: str) -> str:
        """The text without secrets."""
        return self._view.eyes.redactor.clean(text)

    @property
    def freshest(self) -> Callable[[], tuple[Capture, float] | None]:
        """Gives the newest frame of a moving picture that is looked at, and when it came (`time.monotonic()`): a
        question that names no picture is about that one, unless another was looked at since."""
        return self._view.freshest

    @freshest.setter
    def freshest(self, freshest: Callable[[], tuple[Capture, float] | None]) -> None:
        self._view.freshest = freshest

    @property
    def working(self) -> bool:
        """A turn is in progress."""
        return bool(self._turns.active())

    def quiet(self) -> bool:
        """Nothing is said, asked or looked at."""
        return not self.working and not (self.mouth is not None and self.mouth.speaking)

    def say_in_pause(self, text: str, earcon: Earcon | None = None) -> bool:
        """Speak outside any turn if nothing else is going on; False, and nothing said, if something is."""
        if self.mouth is None:
            return True
        era = self.mouth.era  # a key that is pressed from here on drops it
        if not self.quiet():
            return False
        if earcon is not None:
            self.mouth.earcon(earcon)
        self.mouth.say(text, language=self.habits.language, era=era)
        return self.mouth.era == era

    def repeat(self) -> bool:
        """Say the last turn again; False if there is none."""
        return self._tell.repeat()

    def go_on(self) -> bool:
        """Speak on from the sentence that was interrupted; False if all was heard."""
        return self._tell.go_on()

    def remember_this(self, note: str = "") -> None:
        """Keep the last answer or description beyond the days of the history, and say so. Raises
        `errors.HearsightError` when it can't be written."""
        self.say(self._memory.keep(note, self.habits.language))

    def next_sentence(self) -> bool:
        """Skip to the next sentence, while speaking or after a hush; False if nothing was said yet."""
        return self._tell.next_sentence()

    def previous_sentence(self) -> bool:
        """Back to the start of this sentence, or soon after its start to the one before; False if nothing was said
        yet."""
        return self._tell.previous_sentence()

    def heard_of(self, news: SpeechNews) -> None:
        """The speaker's news, from its threads."""
        self._tell.heard_of(news)

    def close(self) -> None:
        """End the turn in progress and the thread."""
        self.hush()
        self._turns.close()

    # -- the session thread ---------------------------------------------------------------------------------------

    def _take(self, turn: TurnHandle) -> None:
        self._tell.begin(turn)
        try:
            turn.token.check()
            if turn.grab_error is not None:
                raise turn.grab_error
            if turn.request.kind != "ask" or turn.request.listen == "no":
                self._tell.think_aloud(turn)
            story = {
                "describe": self._describe,
                "read": self._read,
                "ask": self._ask,
                "whats_new": self._whats_new,
                "say": self._say_text,
            }
            story[turn.request.kind](turn)
            self._end(turn)
        except Cancelled:
            self._end(turn, cancelled=True)
        except HearsightError as error:
            self._fail(turn, error)
        except Exception as error:  # the last border before a person: a sentence, never a traceback
            log.exception("turn failed")
            self._fail(turn, HearsightError(detail=type(error).__name__))

    def _describe(self, turn: TurnHandle) -> None:
        """Look, and say what is there, the most important first, while slower eyes still look."""
        capture = self._view.picture(turn)
        if self._view.refused(turn, capture):
            return
        again = self._view.only_changes(turn, capture)
        look = self._view.look(turn, capture)
        if again and self._tell_news(turn, look, unless="all_other"):
            return
        self._describe_it(turn, look)

    def _describe_it(self, turn: TurnHandle, look: Look) -> None:
        engine = self._engine(turn)
        request = turn.request
        self._view.new_subject(look.capture, asked="")
        for claim in engine.describe(
            look.capture,
            look.scenes(),
            request.verbosity or self.habits.about(look.capture).verbosity,
            self._tell.language(turn),
            turn.token,
        ):
            self._claim(turn, claim, look.scene)
        self._view.seen(turn, look.finish())
        if request.speak:
            self._view.described_now(look.capture)
        self._tell_troubles(turn, look.scene)
        self._remember(turn)

    def _read(self, turn: TurnHandle) -> None:
        """Read the text aloud, verbatim, in reading order; each part as soon as its place in the order is certain."""
        capture = self._view.picture(turn)
        if self._view.refused(turn, capture):
            return
        look = self._view.look(turn, capture)
        turn.outcome.engine = "grounded"
        self._view.new_subject(look.capture, asked="")
        said: dict[tuple[int, str], int] = {}
        for scene in look.scenes():
            known = scene.blocks if scene.complete else scene.blocks[: scene.settled]
            passages = self._view.eyes.merger.passages(known)
            for passage in passages:
                parts = list(sentences(iter([passage.text])))
                if passage is passages[-1] and not scene.complete:
                    parts = parts[:-1]  # its lines may go on
                start = passage.box.y, passage.text[:12]
                backing = Evidence(passage.source, passage.box, passage.confidence, passage.text)
                for part in parts[said.get(start, 0) :]:
                    self.conversation.tell(turn.number, Statement(part, (backing,), scene))
                    self._tell.say(turn, part)
                said[start] = max(len(parts), said.get(start, 0))
        scene = look.finish()
        self._view.seen(turn, scene)
        if not scene.blocks:
            self._tell.say(turn, say_in(self._tell.language(turn), "no_text"))
        self._tell_troubles(turn, scene)
        self._remember(turn)

    def _whats_new(self, turn: TurnHandle) -> None:
        """Look at the window again, and say only what has changed since the last look."""
        capture = self._view.picture(turn)
        if not self._view.refused(turn, capture):
            self._tell_news(turn, self._view.look(turn, capture))

    def _tell_news(self, turn: TurnHandle, look: Look, *, unless: str = "") -> bool:
        """False, and nothing told, when a claim has the key `unless`."""
        claims = self._view.news(turn, look)
        language = self._tell.language(turn)
        if claims is None:
            self._tell.say(turn, say_in(language, "first_look"))
            self._describe_it(turn, look)
            return True
        if unless and any(claim.key == unless for claim in claims):
            return False
        turn.outcome.engine = "grounded"
        self._view.new_subject(look.capture, asked="")
        self._view.seen(turn, look.finish())
        for claim in claims:
            self._claim(turn, claim, look.scene)
        if not claims:
            self._tell.say(turn, say_in(language, "nothing_new"))
        self._tell_troubles(turn, look.scene)
        self._remember(turn)
        return True

    def _ask(self, turn: TurnHandle) -> None:
        """Listen if need be (looking meanwhile), understand, and answer from what was seen."""
        request = turn.request
        self.conversation.mean(self._tell.heard_last)
        place = self.conversation.point(turn.number, request.pointed) if request.pointed is not None else None
        if request.listen != "no":
            with self._hearing.listening(turn) as wait_for_clip:
                look = self._view.subject(turn)
                clip: Clip | None = wait_for_clip(look.scene if isinstance(look, Look) else look)
            self._tell.think_aloud(turn)
        else:
            look = place if place is not None and request.command is None else self._view.subject(turn)
            clip = request.clip
        if clip is not None:
            heard = self._hearing.question(turn, clip, look.scene if isinstance(look, Look) else look)
        else:
            heard = self._hearing.typed(turn)
        if heard is None:
            return
        if isinstance(heard, Command):
            (self._act if heard.kind in ACTS else self._look_for)(turn, heard, look)
            return
        question, look = self._view.meant(turn, heard, look)
        scene = look.finish() if isinstance(look, Look) else look
        capture = look.capture if isinstance(look, Look) else self.conversation.capture
        assert capture is not None  # noqa: S101 - a scene without a look comes from the conversation
        self._view.seen(turn, scene)
        explains = question.text == say_in(question.language, "how_known")
        engine = self._explainer(turn) if explains else self._engine(turn)
        answer = engine.answer(question, capture, scene, self.conversation, turn.token)
        # What was not found may lie where could not be looked: never "there is none" without saying so. (Without a
        # session bus the pixels still tell; that is said once.)
        blind = [
            trouble_in(question.language, trouble) for trouble in scene.troubles if trouble != NoSessionBus.sentence
        ]
        if blind and not answer.answerable:
            answer = replace(answer, text=" ".join((answer.text, *blind)))
        self._answer(turn, question, answer, capture, scene)
        if request.why:
            self.conversation.mean(answer.text)
            asked = Question(say_in(question.language, "how_known"), question.language)
            turn.outcome.why = self._explainer(turn).answer(asked, capture, scene, self.conversation, turn.token)
            self._tell.say(turn, turn.outcome.why.text, language=question.language)
        self._tell_troubles(turn, scene, told=answer.text, language=question.language)

    def _act(self, turn: TurnHandle, command: Command, look: Look | Scene) -> None:
        """Do something with what was told last. What the accessibility tree tells is enough for most of it."""
        scene = look.scene if isinstance(look, Look) else look
        capture = look.capture if isinstance(look, Look) else self.conversation.capture
        assert capture is not None  # noqa: S101 - a scene without a look comes from the conversation

        def whole() -> Scene:
            finished = look.finish() if isinstance(look, Look) else look
            self._view.seen(turn, finished)
            return finished

        def find(words: str, scene: Scene) -> Answer:
            asked = Question(say_in(self._tell.language(turn), "where_is", name=words), self._tell.language(turn))
            return self._explainer(turn).answer(asked, capture, scene, self.conversation, turn.token)

        self.acting.carry_out(turn, command, Sight(scene, whole, find))
        turn.outcome.engine = "command"
        if isinstance(look, Look):
            look.cancel()

    def _look_for(self, turn: TurnHandle, command: Command, look: Look | Scene) -> None:
        """A command that looks: "what's new". What it looks at has been looked at since the question began."""
        assert command.kind == "whats_new"  # noqa: S101 - the others are carried out by whoever listens for them
        turn.outcome.engine = "grounded"
        if isinstance(look, Scene):  # kept, since no pixel of it has changed; or a picture, of which there is no news
            capture = self._view.picture(turn)
            look = self._view.look(turn, capture)
        self._tell_news(turn, look)
        evidence = tuple(item for claim in turn.outcome.claims for item in claim.evidence)
        turn.outcome.answer = Answer(" ".join(turn.told), answerable=True, evidence=evidence)

    def _say_text(self, turn: TurnHandle) -> None:
        self._tell.say(turn, turn.request.text, remember=False)

    # -- steps ----------------------------------------------------------------------------------------------------

    def _answer(self, turn: TurnHandle, question: Question, answer: Answer, capture: Capture, scene: Scene) -> None:
        turn.outcome.answer, turn.outcome.engine = answer, answer.engine
        if not answer.answerable:
            self._tell.earcon(turn, "refused")
        self._tell.emit(turn, events.Answered(answer=answer))
        talk = self.conversation
        aside = answer.kind == "aside"
        if not aside:
            told = Statement(answer.text, answer.evidence, scene, answer.subject, answer.kind, answer.answerable)
            talk.tell(turn.number, told)
        self._tell.say(turn, answer.text, language=question.language)
        for words, tune in answer.tunes:
            self._tell.play(turn, words, tune, language=question.language)
        if aside:
            return
        talk.asked, talk.answer, talk.capture = question.text, answer, capture
        self._remember(turn, asked=question.text)

    def _claim(self, turn: TurnHandle, claim: Claim, scene: Scene) -> None:
        turn.token.check()
        turn.outcome.claims.append(claim)
        self.conversation.tell(turn.number, Statement(claim.text, claim.evidence, scene))
        self._tell.say(turn, claim.text, claim=claim)

    def _tell_troubles(self, turn: TurnHandle, scene: Scene, *, told: str = "", language: str | None = None) -> None:
        """What could not be looked at, or may not, unless `told` says it already."""
        capture = self.conversation.capture
        unseen = (f"I don't look at {app}: your settings say so." for app in (capture.left_out if capture else ()))
        for trouble in (*scene.troubles, *unseen):
            sentence = trouble_in(language or self._tell.language(turn), trouble)
            if sentence not in told:
                self._tell.say_once(turn, sentence)

    def _remember(self, turn: TurnHandle, asked: str = "") -> None:
        self._memory.add(turn, self.conversation.capture, asked)

    def _engine(self, turn: TurnHandle) -> Engine:
        name = turn.request.engine or self.habits.about(turn.capture or self.conversation.capture).engine
        if name not in self._engines:
            raise ModelMissing(
                "No captioning model is installed. Run: hearsight models install vit-gpt2, or give --model FOLDER."
            )
        turn.outcome.engine = name
        return self._engines[name]

    def _explainer(self, turn: TurnHandle) -> Engine:
        """Who knows the evidence: no captioning model can tell how an answer is known, or where a control is."""
        return self._engines.get("grounded") or self._engine(turn)

    def _fail(self, turn: TurnHandle, error: HearsightError) -> None:
        given = isinstance(error, UnusableInput)  # its detail names what was to be looked at, which no log may
        log.warning("turn %d failed: %s %s", turn.number, type(error).__name__, "" if given else error.detail)
        turn.outcome.error = error
        turn.outcome.engine = error.spoke_instead or turn.outcome.engine
        self._tell.failed(turn, error.spoken, error.exit_code)
        self._end(turn)

    def _end(self, turn: TurnHandle, *, cancelled: bool = False) -> None:
        turn.outcome.cancelled = cancelled
        self._tell.ended(turn)
        turn.finish()
