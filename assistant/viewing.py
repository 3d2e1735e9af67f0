"""What a turn looks at: the picture, whether it is worth a word, the look, and what a question is about."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import events
from assistant.errors import HearsightError, NoWindow
from assistant.last_looks import LastLooks, same_place, tiles
from assistant.leaning import leaning
from assistant.look import Look
from assistant.parts import PARTS, cropped, focused, pointed_at
from assistant.phrases import say_in
from assistant.ports import Worded
from assistant.types import Finding, Question

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.conversation import Conversation
    from assistant.ports import CaptureSource, Comparer, Gatekeeper, Gatherer, Merger, Redactor
    from assistant.telling import Teller
    from assistant.turn import TurnHandle
    from assistant.types import Answer, Capture, Claim, Scene

log = logging.getLogger(__name__)

SUBJECT_S = 300.0
"""A question without a picture of its own is about the last picture file or clipboard for this long."""
OLD_S = 8.0
"""A frame that came longer before the question is told as old: a camera of one in five seconds gives none so late."""
LEANS_S = 45.0
"""What "it" was in a moving picture is known for so long after the last question; then "it" is something new."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """All that looks at a capture."""

    tree: Gatherer | None
    others: tuple[Gatherer, ...]
    """They look side by side."""
    merger: Merger
    redactor: Redactor
    gate: Gatekeeper
    late: tuple[Gatherer, ...] = ()
    """They look when the others are done, at what those have found."""
    upright: Callable[[Capture, Token], Capture] | None = None
    """Turns a picture that lies on its side."""


class Viewing:
    """Session thread only, but for `grab`."""

    def __init__(
        self,
        eyes: Eyes,
        window: Callable[[], CaptureSource],
        tell: Teller,
        conversation: Conversation,
        compare: Comparer | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`window` makes the source where a request names none; without `compare` nothing is known to be new."""
        self.eyes = eyes
        self._window = window
        self._tell = tell
        self.conversation = conversation
        self._compare = compare
        self._looks = LastLooks()
        self._clock = clock
        self._seen_at = 0.0
        self.described: Capture | None = None
        """What was last described aloud: if all of it was heard, a second press tells only what has changed."""
        self._described_at = 0.0
        self.freshest: Callable[[], tuple[Capture, float] | None] = lambda: None
        """The newest frame of a moving picture, and when it came; None once no question is about it any more."""
        self._frame: Capture | None = None
        """The frame that was last asked about."""
        self._old_s = 0.0
        """How old the frame at hand was when it was asked about, if nothing newer came."""
        self._kept: tuple[Capture, Scene, Answer | None] | None = None
        """The frame before it, while it is not known whether the question at hand is about that."""
        self._from: tuple[CaptureSource | None, Capture] | None = None
        """Where the last picture came from, if the request named that, and the picture as it came."""

    def grab(self, turn: TurnHandle) -> None:
        """Take the picture, or note why there is none. On the thread of the key, too."""
        try:
            turn.capture = (turn.request.source or self._window()).grab()
            turn.outcome.timings["grab_ms"] = self._tell.ms(turn)
        except HearsightError as error:
            turn.grab_error = error
        except Exception as error:  # on the thread of the key: it would be heard by nobody there
            log.exception("the grab failed")
            turn.grab_error = HearsightError(detail=type(error).__name__)

    def picture(self, turn: TurnHandle) -> Capture:
        """The turn's picture, taken now if it was not yet. Raises `errors.HearsightError`."""
        if turn.capture is None:
            self.grab(turn)
        if turn.grab_error is not None:
            raise turn.grab_error
        assert turn.capture is not None  # noqa: S101 - a grab gives a picture or an error
        if turn.capture.source in PARTS and turn.part is None:
            turn.capture, turn.part = self._part(turn, turn.capture)
        self._from = turn.request.source, turn.capture
        self._tell.emit(turn, events.Looking(source=turn.capture.source))
        return turn.capture

    def _part(self, turn: TurnHandle, capture: Capture) -> tuple[Capture, Gatherer]:
        """What has the focus, or lies under the pointer, of a picture of more, and what programs tell of it. Raises
        `errors.NoWindow`."""
        eyes = self.eyes
        look = Look(capture, tree=eyes.tree, others=(), merger=eyes.merger, redactor=eyes.redactor, token=turn.token)
        box = focused(look.scene.things) if capture.source == "focus" else pointed_at(capture, look.scene.things)
        if box is None and not look.scene.complete:  # a slow program
            box = focused(look.finish().things)
        scene = look.scene
        look.cancel()
        if box is None:
            raise NoWindow("No program tells me what has the focus. Try describing the window.")
        return cropped(capture, box, scene)

    def refused(self, turn: TurnHandle, capture: Capture) -> bool:
        """True when the gate found nothing worth describing, and said so."""
        language = self._tell.language(turn)
        previous = self.described if self._pressed_again(turn) else None
        refusal = self.eyes.gate.check(capture, previous, language=language)
        if refusal is None:
            return False
        self.described = None  # a third press describes again
        turn.outcome.refused, turn.outcome.refusal = refusal.why, refusal.sentence
        self._tell.earcon(turn, "refused")
        self._tell.emit(turn, events.Refused(why=refusal.why, text=refusal.sentence))
        self._tell.say(turn, refusal.sentence, remember=refusal.why != "unchanged")
        return True

    def described_now(self, capture: Capture) -> None:
        """All of it has been said, or will be."""
        self.described, self._described_at = capture, self._clock()

    def only_changes(self, turn: TurnHandle, capture: Capture) -> bool:
        """Whether this is the second press on a window: then only what has changed is told. The third describes."""
        return (
            self._pressed_again(turn)
            and capture.source != "camera"  # nothing of it is the same, pixel by pixel
            and self._compare is not None
            and self.described is not None
            and _same_window(capture, self.described)
            and self._looks.of(capture) is not None
        )

    def _pressed_again(self, turn: TurnHandle) -> bool:
        """Soon after a description all of which was heard: who hushed it wants to hear it once more."""
        within_s = self._tell.habits.second_press_s
        recent = within_s is not None and self._clock() - self._described_at < within_s
        return turn.request.by_key and turn.request.kind == "describe" and recent and self._tell.all_heard

    def look(self, turn: TurnHandle, capture: Capture) -> Look:
        """Begin to look at it; returns when the tree has told of the secrets."""
        eyes, language = self.eyes, self._tell.language(turn)
        if eyes.upright is not None:
            capture = eyes.upright(capture, turn.token)
        look = Look(
            capture,
            tree=turn.part or eyes.tree,
            others=eyes.others,
            late=tuple(one.worded_in(language) if isinstance(one, Worded) else one for one in eyes.late),
            merger=eyes.merger,
            redactor=eyes.redactor,
            token=turn.token,
        )
        turn.outcome.timings["first_scene_ms"] = self._tell.ms(turn)
        return look

    def subject(self, turn: TurnHandle) -> Look | Scene:
        """What a question is about: a picture it names, the last picture file, or the focused window as it is now
        (the scene is kept when nothing has changed)."""
        talk = self.conversation
        recent = self._clock() - self._seen_at < SUBJECT_S
        frame = self.freshest() if turn.request.source is None else None
        newer = frame is not None and frame[1] > self._seen_at and self._clock() - frame[1] < SUBJECT_S
        # Once what moved is over, so is the talk about it.
        over = frame is None and self._frame is not None and talk.capture is self._frame
        self._kept, self._old_s = None, 0.0
        if frame is not None and newer:
            turn.capture, self._old_s = frame[0], self._clock() - frame[1]
            asked_of, lately = self._frame, self._clock() - self._seen_at < LEANS_S
            if asked_of is not None and talk.capture is asked_of and talk.scene is not None and lately:
                self._kept = asked_of, talk.scene, talk.answer
        elif turn.request.source is None and recent and not over and talk.scene is not None and talk.scene.complete:
            if talk.capture is not None and not talk.capture.of_desktop:
                return talk.scene
            self.grab(turn)
            if (
                turn.capture is not None
                and talk.capture is not None
                and _same_window(turn.capture, talk.capture)
                and (refusal := self.eyes.gate.check(turn.capture, talk.capture)) is not None
                and refusal.why == "unchanged"
            ):
                talk.scene = self._with_the_tree_of_now(turn, turn.capture, talk.scene)
                return talk.scene
        capture = self.picture(turn)
        look = self.look(turn, capture)
        self.new_subject(look.capture, asked=talk.asked)
        self._frame = look.capture if newer else None
        return look

    def meant(self, turn: TurnHandle, question: Question, look: Look | Scene) -> tuple[Question, Look | Scene]:
        """What the question asks, and what of, now that its words are known: "it" is in the frame that was kept, "and
        now?" is the last question of a new one. Raises `errors.HearsightError`."""
        talk, how = self.conversation, leaning(question.text, question.language)
        if how == "again":
            question = replace(question, text=talk.asked or say_in(question.language, "what_is_there"))
        if how == "kept" and self._kept is not None and isinstance(look, Look):
            look.cancel()
            self._frame, look, answer = self._kept
            self.new_subject(self._frame, asked=talk.asked)
            talk.answer = answer
        elif how in ("anew", "again") and not isinstance(look, Look) and look.source == "camera":
            look = self._once_more(turn, question.language, look)
        elif self._old_s > OLD_S:  # the camera was unplugged, or is closed: it may look otherwise there by now
            old = say_in(question.language, "old_picture", seconds=str(round(self._old_s)))
            self._tell.say(turn, old, remember=False)
        return question, look

    def _once_more(self, turn: TurnHandle, language: str, kept: Scene) -> Look | Scene:
        """Through the camera that the picture came from; the picture itself where there is none any more."""
        source, before = self._from or (None, None)
        if source is not None and (now := source.grab()) is not before:
            turn.capture, self._from = now, (source, now)
            self._tell.emit(turn, events.Looking(source=now.source))
            look = self.look(turn, now)
            self.new_subject(look.capture, asked=self.conversation.asked)
            return look
        self._tell.say(turn, say_in(language, "camera_closed"), remember=False)
        return kept

    def _with_the_tree_of_now(self, turn: TurnHandle, capture: Capture, scene: Scene) -> Scene:
        """The focus may move, and a value change, without a pixel that shows it. A program that is slow to tell is not
        waited for."""
        eyes = self.eyes
        if eyes.tree is None:
            return scene
        look = Look(capture, tree=eyes.tree, others=(), merger=eyes.merger, redactor=eyes.redactor, token=turn.token)
        now, told = look.scene, tuple(thing for thing in look.scene.things if thing.source == "tree")
        look.cancel()
        if not now.complete or not told or told == tuple(thing for thing in scene.things if thing.source == "tree"):
            return scene
        texts = tuple(block for block in now.blocks if block.source == "tree")
        return replace(eyes.merger.add(scene, Finding("tree", texts, told, drawn=True)), complete=True)

    def new_subject(self, capture: Capture, *, asked: str) -> None:
        """From now on the talk is about this."""
        talk = self.conversation
        talk.capture, talk.scene, talk.asked, talk.answer = capture, None, asked, None
        self.described = None

    def seen(self, turn: TurnHandle, scene: Scene) -> None:
        """The look at the subject has ended with this scene."""
        turn.outcome.scene = self.conversation.scene = scene
        turn.outcome.capture = self.conversation.capture
        self._seen_at = self._clock()
        if turn.request.speak and self.conversation.capture is not None and not self._tell.private:
            self._looks.keep(self.conversation.capture, scene)

    def news(self, turn: TurnHandle, look: Look) -> list[Claim] | None:
        """What has changed in the window since the last look at it; None if there was none. Waits for the look."""
        before = self._looks.of(look.capture)
        if before is None or self._compare is None:
            return None
        scene = look.finish()
        same = same_place(before.tiles, tiles(look.capture))
        verbosity = turn.request.verbosity or self._tell.habits.about(look.capture).verbosity
        return self._compare(before.scene, scene, same, verbosity, self._tell.language(turn))


def _same_window(one: Capture, other: Capture) -> bool:
    return (one.window.id if one.window else None) == (other.window.id if other.window else None)
