"""Acting on what was told, safely: take me there, read from here, copy it, open that link.

Nothing on the screen is changed without the person's consent (`acting.allowed`), a link is only ever opened after a
spoken or typed yes to what it is and where it leads, and whatever is not what it was when it was told is left alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.commands import Command
from assistant.conversation import Statement
from assistant.hands import CannotAct
from assistant.phrases import say_in
from assistant.pointing import link_of, other_host_named, target_in_words, things_of, with_focus
from assistant.sentences import sentences
from assistant.types import Answer, Evidence

if TYPE_CHECKING:
    from assistant.conversation import Conversation
    from assistant.hands import Reach
    from assistant.telling import Teller
    from assistant.turn import TurnHandle
    from assistant.types import Box, Scene, Thing

YES_S = 30.0
"""A yes later than this after the question began confirms nothing."""
MOST_BACK = 10
"""Places of the focus that "take me back" remembers."""
MOST_NAMED, LONGEST_NAME = 6, 120
"""Things that are named where one must be chosen; characters of a name, which a program may make any length."""
SAID_WHOLE = 80
"""Characters of copied text that are said; of more, the beginning and how many."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What waits for a yes."""

    thing: Thing
    target: str | None
    """Where the link leads; None: the focus is to be moved."""
    turn: int
    """Number of the turn that asked: only the very next one may say yes."""
    until: float


@dataclass(frozen=True, slots=True)
class Sight:
    """The screen as a turn has it."""

    scene: Scene
    """At least what the accessibility tree tells."""
    whole: Callable[[], Scene]
    """Waits for all that looks."""
    find: Callable[[str, Scene], Answer]
    """Where a thing with that name is."""


class Acting:
    """Session thread only."""

    def __init__(
        self,
        reach: Reach | None,
        tell: Teller,
        conversation: Conversation,
        clean: Callable[[str], str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`reach` None: nothing can be done here but copying. `clean` takes secrets out of a text."""
        self._reach, self._tell, self._talk, self._clean, self._clock = reach, tell, conversation, clean, clock
        self.copy: Callable[[str], None] | None = None
        """Puts a text on the clipboard; None where nobody can."""
        self._asked: Asked | None = None
        self._back: list[Thing] = []
        self._moved_in = 0
        """The turn that moved the focus last."""
        self._introduced = False

    def instead(self, command: Command, turn: TurnHandle) -> Command:
        """ "Go back" right after the focus was moved is about the focus."""
        if command.or_else is not None and self._back and turn.number == self._moved_in + 1:
            return replace(command, kind=command.or_else)
        return command

    def carry_out(self, turn: TurnHandle, command: Command, sight: Sight) -> None:
        """Do it, or say why not. Raises `Cancelled`."""
        asked, self._asked = self._asked, None
        if asked is not None and turn.number != asked.turn + 1:
            asked = None
        if command.kind == "yes":
            self._yes(turn, command, asked, sight)
            return
        match command.kind:
            case "no":
                self._say(turn, "act_left" if asked is not None else "act_nothing_asked", done=asked is not None)
            case "focus":
                self._focus(turn, command.argument, sight)
            case "focus_back":
                self._focus_back(turn)
            case "open_link":
                self._open_link(turn, command.argument, sight)
            case "read_here" | "read_cursor":
                self._read(turn, sight, from_caret=command.kind == "read_cursor")
            case "copy" | "copy_text":
                self._copy_it(turn, text=command.kind == "copy_text")

    # -- yes ------------------------------------------------------------------------------------------------------

    def _yes(self, turn: TurnHandle, command: Command, asked: Asked | None, sight: Sight) -> None:
        if asked is None:
            self._say(turn, "act_nothing_asked", done=False)
        elif self._tell.habits.acting == "never":  # since the question
            self._say(turn, "act_never", done=False)
        elif self._clock() > asked.until:
            self._say(turn, "act_too_late", done=False)
        elif not turn.request.in_person:
            self._asked = replace(asked, turn=turn.number)
            self._say(turn, "act_only_person", done=False)
        elif not command.sure:
            self._asked = replace(asked, turn=turn.number)
            self._say(turn, "act_unsure", done=False)
        elif asked.target is None:
            self._move(turn, asked.thing, sight.scene)
        else:
            self._follow(turn, asked.thing, asked.target)

    def _ask(self, turn: TurnHandle, thing: Thing, address: str | None, key: str, **gaps: str) -> None:
        """The wish comes first and "yes" not at the end: the microphone may hear the last word of Hearsight's own."""
        asked = Asked(thing, address, turn.number, self._clock() + YES_S)
        self._say(turn, key, thing=thing, done=True, **gaps)
        self._asked = asked  # not before: whoever ended the turn never heard the question
        if not self._introduced and address is None:
            self._introduced = True
            self._say(turn, "act_first_ask", done=True)

    # -- the focus ------------------------------------------------------------------------------------------------

    def _focus(self, turn: TurnHandle, words: str, sight: Sight) -> None:
        found, thing = self._pointed(turn, words, sight, with_focus)
        if found is None:
            return
        if thing is None:
            self._say(turn, "act_text", thing=found, done=False)
            return
        thing = next((one for one in sight.scene.things if one.handle == thing.handle), thing)  # as it is now
        if "disabled" in thing.states:
            self._say(turn, "act_disabled", thing=thing, done=False)
        elif self._tell.habits.acting == "ask":
            self._ask(turn, thing, None, "act_ask_focus")
        else:
            if not self._introduced:
                self._introduced = True
                self._say(turn, "act_first_focus", done=True)
            self._move(turn, thing, sight.scene)

    def _move(self, turn: TurnHandle, thing: Thing, scene: Scene) -> None:
        assert self._reach is not None  # noqa: S101 - a thing was found to be in reach
        hands, token, before = self._reach.hands, turn.token, scene.focus
        known = before is not None and bool(before.handle) and hands.has_focus(before.handle, token)
        try:
            hands.focus(thing.handle, token)
        except CannotAct as error:
            self._say(turn, f"act_{error.why}", thing=thing, done=False)
            return
        if known and before is not None:
            self._back = [*self._back[-MOST_BACK + 1 :], before]
        self._moved_in = turn.number
        self._say(turn, "act_focused", thing=thing, done=True)

    def _focus_back(self, turn: TurnHandle) -> None:
        if self._tell.habits.acting == "never" or self._reach is None:
            self._say(turn, "act_never", done=False)
        elif not self._back:
            self._say(turn, "act_no_back", done=False)
        else:
            thing = self._back.pop()
            try:
                self._reach.hands.focus(thing.handle, turn.token)
            except CannotAct as error:
                self._say(turn, f"act_{error.why}", thing=thing, done=False)
                return
            self._moved_in = turn.number
            self._say(turn, "act_back", thing=thing, done=True)

    # -- links ----------------------------------------------------------------------------------------------------

    def _open_link(self, turn: TurnHandle, words: str, sight: Sight) -> None:
        found, link = self._pointed(turn, words, sight, link_of)
        if found is None or self._reach is None:
            return
        if link is None:
            self._say(turn, "act_no_link", thing=found, done=False)
            return
        try:
            target = self._reach.hands.target(link.handle, turn.token)
        except CannotAct as error:
            self._say(turn, f"act_{error.why}", thing=link, done=False)
            return
        where = target_in_words(target, self._tell.language(turn))
        named = other_host_named(link.name, target)
        key = "act_link_unknown" if not where else "act_link_differs" if named else "act_ask_link"
        self._ask(turn, link, target, key, target=where, named=named)

    def _follow(self, turn: TurnHandle, link: Thing, target: str) -> None:
        assert self._reach is not None  # noqa: S101 - the link was found to be in reach
        try:
            self._reach.hands.follow(link.handle, target, turn.token)
        except CannotAct as error:
            self._say(turn, f"act_{error.why}", thing=link, done=False)
            return
        self._say(turn, "act_opened", thing=link, done=True)

    # -- reading --------------------------------------------------------------------------------------------------

    def _read(self, turn: TurnHandle, sight: Sight, *, from_caret: bool) -> None:
        """From what was told last, else from the caret, else from the thing with the focus."""
        told, scene = self._talk.meant, sight.scene
        if not from_caret and told is not None and _same_window(told.scene, scene):
            boxes = [one.box for one in told.subject or told.evidence if one.box is not None]
            if boxes:
                self._read_from(turn, Evidence("ocr", boxes[0]), sight)
                return
        focus = scene.focus
        if focus is not None and focus.role == "password":
            self._say(turn, "act_password", done=False)
            return
        text = self._caret_text(turn, focus) if focus is not None else None
        if text:
            self._read_out(turn, [(text, Evidence("tree", focus.box if focus else None))], scene)
        elif focus is not None and focus.box is not None:
            self._read_from(turn, Evidence("tree", focus.box), sight)
        else:
            self._say(turn, "act_no_caret", done=False)

    def _caret_text(self, turn: TurnHandle, focus: Thing) -> str | None:
        if self._reach is None or not focus.handle:
            return None
        try:
            return self._reach.hands.from_caret(focus.handle, turn.token)
        except CannotAct:
            return None  # what shows is read instead

    def _read_from(self, turn: TurnHandle, place: Evidence, sight: Sight) -> None:
        """On in reading order from the first line that lies at the place."""
        scene = sight.whole()
        box = place.box
        start = next((at for at, one in enumerate(scene.blocks) if box and _together(box, one.box)), None)
        if start is None:
            self._say(turn, "act_lost", done=False)
            return
        blocks = scene.blocks[start:]
        self._read_out(
            turn, [(one.text, Evidence(one.source, one.box, one.confidence, one.text)) for one in blocks], scene
        )

    def _read_out(self, turn: TurnHandle, parts: list[tuple[str, Evidence]], scene: Scene) -> None:
        for text, evidence in parts:
            for sentence in sentences(iter([self._clean(text)])):
                self._talk.tell(turn.number, Statement(sentence, (evidence,), scene))
                self._tell.say(turn, sentence)
        turn.outcome.answer = Answer(" ".join(turn.told), bool(turn.told), tuple(one for _, one in parts), "command")

    # -- copying --------------------------------------------------------------------------------------------------

    def _copy_it(self, turn: TurnHandle, *, text: bool) -> None:
        """What was told, or (`text`) the words of the thing that it was about, as they are on the screen."""
        language, told = self._tell.language(turn), self._talk.meant
        if told is None:
            self._say(turn, "act_nothing_told", done=False)
            return
        if not text:
            said = " ".join(self._talk.said) or told.text
            sentence, done = self._copied(said, language)
        elif any(thing.role == "password" for thing in things_of(told)):
            sentence, done = say_in(language, "act_secret"), False
        else:
            sentence, done = self._copied(_words_of(told), language)
        self._tell_result(turn, sentence, done=done)

    def _copied(self, text: str, language: str) -> tuple[str, bool]:
        if not text.strip():
            return say_in(language, "act_no_words"), False
        if self._clean(text) != text or "[hidden " in text:
            return say_in(language, "act_secret"), False
        if self.copy is None:
            return say_in(language, "act_no_clipboard"), False
        self.copy(text)
        if len(text) <= SAID_WHOLE:
            return say_in(language, "copied_text", text=text), True
        return say_in(language, "copied_long", count=str(len(text)), text=text[:SAID_WHOLE].rstrip()), True

    # -- what is meant --------------------------------------------------------------------------------------------

    def _pointed(
        self, turn: TurnHandle, words: str, sight: Sight, fit: Callable[[Thing, Scene], Thing | None]
    ) -> tuple[Thing | None, Thing | None]:
        """What is meant, and the one thing there that `fit` takes: a field for its label, a link for its paragraph.
        None and None, and the reason said, when it can't be told."""
        if self._tell.habits.acting == "never":
            self._say(turn, "act_never", done=False)
            return None, None
        if self._reach is None:
            self._say(turn, "cannot_do", done=False)
            return None, None
        told = self._named(turn, words, sight) if words else self._talk.meant
        if told is None:
            if not words:
                self._say(turn, "act_nothing_told", done=False)
            return None, None
        if told.scene.source in ("file", "clipboard", "camera"):
            self._say(turn, "act_picture", done=False)
            return None, None
        things = things_of(told)
        fitting = {one.handle: one for thing in things if (one := fit(thing, told.scene)) is not None and one.handle}
        if len(fitting) == 1:
            return things[0], next(iter(fitting.values()))
        if not things:
            self._say(turn, "act_no_tree", done=False)
        elif not fitting:
            return things[0], None
        else:
            names = "; ".join(self._name(turn, thing) for thing in list(fitting.values())[:MOST_NAMED])
            self._say(turn, "act_several", done=False, names=names)
        return None, None

    def _named(self, turn: TurnHandle, words: str, sight: Sight) -> Statement | None:
        scene = sight.scene
        answer = sight.find(words, scene)
        if not answer.answerable and not scene.complete:
            scene = sight.whole()
            answer = sight.find(words, scene)
        if answer.answerable:
            return Statement(answer.text, answer.evidence, scene, answer.subject)
        self._tell_result(turn, answer.text, done=False)
        return None

    # -- telling --------------------------------------------------------------------------------------------------

    def _say(self, turn: TurnHandle, key: str, *, done: bool, thing: Thing | None = None, **gaps: str) -> None:
        if thing is not None:
            gaps["thing"] = self._name(turn, thing)
        self._tell_result(turn, say_in(self._tell.language(turn), key, **gaps), done=done, thing=thing)

    def _tell_result(self, turn: TurnHandle, sentence: str, *, done: bool, thing: Thing | None = None) -> None:
        before = turn.outcome.answer
        text = sentence if before is None else f"{before.text} {sentence}"
        evidence = (Evidence("tree", thing.box, None, thing.name),) if thing is not None else ()
        turn.outcome.answer = Answer(text, done, evidence or (before.evidence if before else ()), "command")
        if not done:
            self._tell.earcon(turn, "refused")
        self._tell.say(turn, sentence, remember=False)

    def _name(self, turn: TurnHandle, thing: Thing) -> str:
        name = self._reach.name(thing, self._tell.language(turn)) if self._reach is not None else thing.name
        return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME].rstrip()}…"


def _same_window(one: Scene, other: Scene) -> bool:
    return (one.window.id if one.window else None) == (other.window.id if other.window else None)


def _together(one: Box, other: Box) -> bool:
    """One lies in the other, by half at least."""
    return 2 * one.overlap(other) >= min(one.area, other.area) > 0


def _words_of(told: Statement) -> str:
    """What stands on the screen: a field's text, else a thing's name, else the words as they were read."""
    things = things_of(told)
    if len(things) == 1:
        return things[0].value or things[0].name
    return " ".join(one.text for one in told.subject or told.evidence if one.text)
