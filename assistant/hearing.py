"""A spoken question: the microphone open while it is asked, and what was meant."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import events
from assistant.command_words import LANGUAGES
from assistant.commands import ACTS, parse_command, parse_typed, said_once
from assistant.errors import RecogniserMissing
from assistant.pauses import EarlyWords
from assistant.phrases import say_in
from assistant.types import Answer, Clip, Question
from assistant.wake import after_wake_phrase, hint_for

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.commands import Command
    from assistant.ports import Ear, Recogniser
    from assistant.telling import Teller
    from assistant.turn import TurnHandle
    from assistant.types import Condition, Scene, Transcript

TAP_S = 0.35
"""A key held shorter than this was tapped: press-to-talk, ended by silence instead of by the key."""
MOST_NAMES, LONGEST_NAME = 40, 24
"""How many names of the screen the recogniser is told: Whisper takes a prompt of some 220 tokens."""
SURE = 0.5
"""Confidence below which a question is said back before its answer, since it may have been misheard."""
EDGE_S = 0.1
"""A recording this close to the longest question was cut off there: the ear counts whole blocks of the device."""

SHORTEST_S = 0.35
"""With its tail of silence; the shortest word ("why") takes 0.2 s."""
MUTED_DBFS = -85.0
"""The last bit of 16-bit sound is at -90: a microphone that is on is never as quiet as this."""
QUIET_DBFS = -50.0
"""tiny.en: word error 0.03 at -50 dBFS and 0.07 at -55 in a silent room, but 3 of 24 questions lost at -55 where the
room is 15 dB below the voice."""
NOISY_SNR_DB = 10.0
"""tiny.en: word error 0.02 in silence, 0.2 to 0.3 with white noise 15 dB below the voice, 0.6 at 5 dB."""
CLIPPED_SHARE = 0.02
"""Of the samples in the loudest tenth; a clean recording has none."""


class Hearing:
    """Session thread only."""

    def __init__(
        self,
        ear: Ear | None,
        recogniser: Recogniser | None,
        tell: Teller,
        on_command: Callable[[Command], bool],
        clock: Callable[[], float] = time.monotonic,
        meant: Callable[[Command, TurnHandle], Command] = lambda command, _: command,
    ) -> None:
        """`meant`: what a command means in this turn."""
        self._meant = meant
        self._ear = ear
        self._recogniser = recogniser
        self._tell = tell
        self._on_command = on_command
        self._clock = clock
        self._early: EarlyWords | None = None
        """What is already being recognised of the question that has just ended."""

    @contextlib.contextmanager
    def listening(self, turn: TurnHandle) -> Iterator[Callable[[Scene], Clip]]:
        """The microphone is open within the block; what is given waits for the end of the question about a scene (and
        already recognises it at a pause). Whatever ends the block, the microphone is closed after it. Raises
        `errors.MicrophoneMissing`, `errors.RecogniserMissing`."""
        ear = self._ear
        if ear is None or self._recogniser is None:
            raise RecogniserMissing
        self._early = None
        if not turn.request.speaking:
            self._tell.said_before(turn, "listening")
        ear.start()
        taken = False

        def clip(scene: Scene) -> Clip:
            nonlocal taken
            early = EarlyWords(
                lambda clip, token: self._transcribe(turn, clip, scene, token), turn.token, self._tell.language(turn)
            )
            if turn.request.listen == "while_held" and self._held_down(turn, ear, early):
                heard = ear.finish()
                if not self._went_on(ear, heard, early):
                    self._early = early
            else:
                early.resumed()
                heard = ear.until_silence(turn.token, max_s=self._tell.habits.longest_question_s, judge=early)
                self._early = early
            taken = True
            turn.outcome.timings["asked_ms"] = self._tell.ms(turn)
            self._tell.earcon(turn, "received")
            return heard

        self._tell.emit(turn, events.Listening())
        try:
            yield clip
        finally:
            if not taken:
                ear.cancel()

    def _held_down(self, turn: TurnHandle, ear: Ear, early: EarlyWords) -> bool:
        """Wait for the key to be let go (what was said before a pause is recognised meanwhile); False when it was only
        tapped. A release that never comes (the display was switched meanwhile, say) must not leave the microphone
        open."""
        ear.along(turn.released, turn.token, max_s=self._tell.habits.longest_question_s, judge=early)
        let_go = turn.released.is_set()
        turn.token.check()
        return not let_go or turn.released_at - turn.request.at >= TAP_S

    def _went_on(self, ear: Ear, heard: Clip, early: EarlyWords) -> bool:
        """Whether anything was said after what is being recognised already; that is then given up."""
        rest = heard.samples[round(early.heard_s * heard.rate) :]
        if early.heard_s and not ear.has_speech(Clip(rest, heard.rate)):
            return False
        early.resumed()
        return True

    def question(self, turn: TurnHandle, clip: Clip, scene: Scene) -> Question | Command | None:
        """The question in words, or a voice command that is the turn's own affair; None when there was none (said), or
        when it was any other voice command (carried out)."""
        started = self._clock()
        early, self._early = self._early, None
        transcript = early.transcript() if early is not None else None
        if turn.request.heard is not None:
            transcript = self._with_names(turn, clip, scene, turn.request.heard)
        if transcript is None:
            transcript = self._transcribe(turn, clip, scene, turn.token)
        transcript = _without(turn.request.wake_phrase, transcript)
        turn.outcome.timings["heard_ms"] = round((self._clock() - started) * 1000, 1)
        turn.outcome.transcript = transcript.text
        if transcript.remark:
            self._tell.say_once(turn, transcript.remark)
        language = transcript.language if transcript.language in LANGUAGES else self._tell.language(turn)
        if not transcript.text.strip() and turn.request.speaking and self._tell.go_on():
            self._reply(turn, "", done=False)  # a cough, a door: nobody meant to interrupt
            return None
        if not transcript.text.strip():
            self._tell.earcon(turn, "failed")
            self._reply(turn, self._advice(turn, clip, language), done=False)
            return None
        self._tell.emit(turn, events.Thinking(heard=transcript.text))
        command = parse_command(transcript.text, language, transcript.confidence)
        command = self._meant(command, turn) if command is not None else None
        if command is not None and command.kind in ("where_am_i", "how_known", "play_chart"):
            return Question(say_in(language, command.kind), language)
        if command is not None and command.kind in ("whats_new", *ACTS):
            return command
        done = command is not None and self._on_command(command)
        # What the camera can't look for is a question: "find my downloads".
        if command is not None and (done or command.kind != "find"):
            if not done:
                self._tell.earcon(turn, "refused")
            self._reply(turn, "" if done else say_in(language, "cannot_do"), done=done, engine="command")
            return None
        unsure = transcript.confidence is not None and transcript.confidence < SURE
        if self._tell.habits.say_back or unsure:
            self._tell.say(turn, transcript.text, language=language, remember=False)
        if self._cut(turn, clip):
            self._tell.say(turn, say_in(language, "cut_off", seconds=f"{clip.seconds:.0f}"), remember=False)
        elif unsure and self._ear is not None:
            trouble = trouble_with(self._ear.condition(clip), spoke=True)
            if trouble is not None:
                self._tell.say_once(turn, say_in(language, trouble))
        return Question(transcript.text, language)

    def typed(self, turn: TurnHandle) -> Question | Command:
        """A question in writing, or a command about what was told."""
        request, language = turn.request, self._tell.language(turn)
        command = request.command or parse_typed(request.text, language)
        if command is not None and command.kind == "how_known":
            return Question(say_in(language, "how_known"), language)
        return command or Question(request.text, language)

    def _transcribe(self, turn: TurnHandle, clip: Clip, scene: Scene, token: Token) -> Transcript:
        """Any thread."""
        if self._recogniser is None:
            raise RecogniserMissing
        hint = self._names(scene)
        if hint and turn.request.wake_phrase:
            hint = f"{hint_for(turn.request.wake_phrase)} {hint}"
        heard = self._recogniser.transcribe(clip, token, language=self._tell.language(turn), hint=hint)
        return replace(heard, text=said_once(heard.text))

    def _with_names(self, turn: TurnHandle, clip: Clip, scene: Scene, heard: Transcript) -> Transcript:
        """What was called out with the wake phrase was recognised before there was a scene. A question is recognised
        once more, with the names on the screen; a command needs none."""
        heard, phrase = replace(heard, text=said_once(heard.text)), turn.request.wake_phrase
        command = parse_command(_without(phrase, heard).text, self._tell.language(turn), heard.confidence)
        if command is not None or not self._names(scene):
            return heard
        again = self._transcribe(turn, clip, scene, turn.token)
        return again if after_wake_phrase(again.text, phrase) else heard

    def _names(self, scene: Scene) -> str:
        return names_in(scene) if self._tell.habits.vocabulary_hint else ""

    def _advice(self, turn: TurnHandle, clip: Clip, language: str) -> str:
        """What to do, for a recording in which no words were found."""
        if self._ear is None:
            return say_in(language, "heard_nothing")
        spoke = self._ear.has_speech(clip)
        if spoke and self._cut(turn, clip):
            return say_in(language, "too_long", seconds=f"{clip.seconds:.0f}")
        trouble = trouble_with(self._ear.condition(clip), spoke=spoke)
        return say_in(language, trouble or ("not_understood" if spoke else "heard_nothing"))

    def _cut(self, turn: TurnHandle, clip: Clip) -> bool:
        """Whether the microphone was closed because the question was too long."""
        return turn.request.listen != "no" and clip.seconds >= self._tell.habits.longest_question_s - EDGE_S

    def _reply(self, turn: TurnHandle, sentence: str, *, done: bool, engine: str = "") -> None:
        turn.outcome.answer = Answer(sentence, answerable=done, engine=engine)
        self._tell.emit(turn, events.Answered(answer=turn.outcome.answer))
        if sentence:
            self._tell.say(turn, sentence, remember=False)


def trouble_with(how: Condition, *, spoke: bool) -> str | None:
    """The phrase for what is wrong with a recording that was not understood, None when it sounds as it should."""
    if how.seconds < SHORTEST_S:
        return "too_short"
    if how.voice_dbfs < MUTED_DBFS:
        return "muted"
    if how.clipped > CLIPPED_SHARE:
        return "too_loud"
    stands_out = how.snr_db >= NOISY_SNR_DB
    if how.voice_dbfs < QUIET_DBFS and (spoke or stands_out):
        return "too_quiet"
    if spoke and not stands_out:
        return "too_noisy"
    return None


def _without(phrase: str, transcript: Transcript) -> Transcript:
    """Without the wake phrase at its beginning."""
    rest = after_wake_phrase(transcript.text, phrase) if phrase else None
    return transcript if rest is None else replace(transcript, text=rest)


def names_in(scene: Scene) -> str:
    """Names on the screen that a question may use, as a hint for the recogniser; no sentences, nothing of passwords."""
    names = [
        thing.name
        for thing in scene.things
        if thing.name and len(thing.name) <= LONGEST_NAME and thing.role != "password"
    ]
    return ", ".join(dict.fromkeys(names[:MOST_NAMES]))
