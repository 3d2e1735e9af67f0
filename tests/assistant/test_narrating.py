"""A narration from its frames to its words: when it speaks, what a hush and a question do, and how it ends."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from assistant.cancel import Token
from assistant.carry import Command
from assistant.commands import parse_command
from assistant.desk import Desk
from assistant.errors import STOPPED, CameraMissing, HostDied
from assistant.narrating import MOST_FAILURES, Narration, Silence, Told
from assistant.narrating_aloud import Narrations, SpokenInPauses
from assistant.narrating_carry import carry_narrate
from assistant.phrases import say_in
from assistant.turn import Request
from assistant.types import Box, Capture, Evidence, StreamNews
from models.scenes.narrator import Effort, Telling
from tests.assistant.fakes import picture
from tests.assistant.test_session import LONG_S, Stage


def frame(moment_s: float) -> Capture:
    return Capture(picture().pixels, "camera", moment_s=moment_s)


class Stream:
    """The port: `LiveSource`, of items that are given."""

    name, live, dropped = "a camera", True, 3

    def __init__(self, *items: Capture | StreamNews | Exception, endless: bool = False) -> None:
        self.items, self.endless = items, endless
        self.on_open: Callable[[bool], None] = lambda _: None
        self.on_idle: Callable[[], None] = lambda: None
        self.closed = False
        self.moment_s = 0.0

    def frames(self, token: Token) -> Iterator[Capture]:
        yield from (one for one in self.watched(token) if isinstance(one, Capture))

    def watched(self, token: Token) -> Iterator[Capture | StreamNews]:
        self.on_open(True)
        try:
            for item in self.items:
                token.check()
                if isinstance(item, Exception):
                    raise item
                yield item
            while self.endless:
                token.check()
                token.wait(0.01)
                self.moment_s += 0.01
                yield frame(self.moment_s)
        finally:
            self.closed = True
            self.on_open(False)


@dataclass
class Teller:
    """The port: `Narrator`. Says at each moment what it was given for it."""

    sayings: dict[float, list[Telling]] = field(default_factory=dict)
    effort: Effort = field(default_factory=Effort)
    drops: int = 0
    quiets: list[bool] = field(default_factory=list)
    failing: int = 0

    def see(self, capture: Capture, at_s: float, *, quiet: bool) -> list[Telling]:
        if self.failing:
            self.failing -= 1
            raise HostDied
        self.effort.frames += 1
        self.quiets.append(quiet)
        return self.sayings.pop(at_s, [])

    def hushed(self) -> None:
        self.drops += 1


def saying(text: str, *, urgent: bool = False) -> Telling:
    return Telling(text, "appears", 0.5, (Evidence("object", Box(1, 2, 3, 4), 0.97),), urgent)


class Loud(Silence):
    """Says nothing while it is busy, unless that is urgent."""

    def __init__(self) -> None:
        self.busy = False
        self.heard: list[str] = []
        self.hushes = False
        self.reminded = 0

    def quiet(self) -> bool:
        return not self.busy

    def hushed(self) -> bool:
        hushed, self.hushes = self.hushes, False
        return hushed

    def say(self, text: str, *, urgent: bool) -> bool:
        if self.busy and not urgent:
            return False
        self.heard.append(text)
        return True

    def still_open(self) -> None:
        self.reminded += 1


def narrated(stream: Stream, teller: Teller, aloud: Any = None, **more: Any) -> Narration:
    narration = Narration(stream, teller, aloud or Silence(), language="en", **more)
    narration.run()
    assert stream.closed
    return narration


def test_what_comes_with_one_frame_is_one_breath_and_the_end_of_the_stream_the_end() -> None:
    loud = Loud()
    told: list[Told] = []
    teller = Teller({1.0: [saying("A dog."), saying("A cat.")], 2.0: [saying("A cup.")]})
    narration = narrated(Stream(*(frame(at) for at in (1.0, 2.0, 3.0))), teller, loud, on_told=told.append)
    assert loud.heard == ["A dog. A cat.", "A cup."] and loud.reminded == 3
    assert [one.text for one in told] == ["A dog.", "A cat.", "A cup."] == [one.text for one in narration.said]
    assert narration.ended == "source" and told[0].frame_s == 1.0
    assert narration.effort == {"frames": 3, "looks": 0, "readings": 0, "dropped": 3}


def test_what_the_stream_tells_of_itself_is_said() -> None:
    loud = Loud()
    stream = Stream(frame(0.0), StreamNews("covered", 1.5, 0.5), frame(2.0), StreamNews("back", 3.0, 2.5), frame(3.0))
    narrated(stream, Teller(), loud)
    assert loud.heard == [say_in("en", "stream_covered"), say_in("en", "stream_back")]


def test_what_could_not_be_said_in_time_is_dropped_but_not_what_is_urgent() -> None:
    loud = Loud()
    loud.busy = True
    teller = Teller({0.0: [saying("A cup.")], 1.0: [saying("Careful: a car.", urgent=True)]})
    narration = narrated(Stream(*(frame(at) for at in (0.0, 1.0, 3.0, 9.0))), teller, loud)
    assert loud.heard == ["Careful: a car."] == [one.text for one in narration.said]
    assert not any(teller.quiets)


def test_a_hush_drops_what_waits() -> None:
    loud = Loud()
    loud.busy = True

    def moments() -> Iterator[Capture]:
        yield frame(0.0)
        loud.hushes, loud.busy = True, False
        yield frame(1.0)

    teller = Teller({0.0: [saying("A cup.")]})
    stream = Stream()
    stream.items = moments()  # type: ignore[assignment]
    narrated(stream, teller, loud)
    assert loud.heard == [] and teller.drops == 1


def test_while_no_frame_comes_what_waits_is_said_and_the_time_runs_out() -> None:
    loud, now = Loud(), [0.0]
    loud.busy = True

    def items() -> Iterator[Capture | StreamNews]:
        yield frame(0.0)
        yield StreamNews("gone", 3.0, 0.5)
        stream.on_idle()
        assert loud.heard == []
        loud.busy = False
        stream.on_idle()
        assert loud.heard == [say_in("en", "stream_gone")] and not token.cancelled
        now[0] = 60.0
        stream.on_idle()
        token.check()

    stream, token = Stream(), Token()
    stream.items = items()  # type: ignore[assignment]
    narration = narrated(stream, Teller(), loud, seconds=60.0, token=token, clock=lambda: now[0])
    assert narration.ended == "time" and narration.error is None


def test_what_ends_it_waits_for_an_answer_and_is_told() -> None:
    class Answering(Loud):
        tries = 0

        def say(self, text: str, *, urgent: bool) -> bool:
            self.tries += 1
            return self.tries > 2 and super().say(text, urgent=urgent)

    loud = Answering()
    narrated(Stream(CameraMissing()), Teller(), loud)
    assert loud.heard == [CameraMissing.sentence]


def test_it_ends_when_the_time_is_up_and_when_it_is_stopped() -> None:
    assert narrated(Stream(*(frame(at) for at in (5.0, 6.0, 7.5, 9.0))), Teller(), seconds=2.0).ended == "time"
    token = Token()
    token.cancel()
    assert narrated(Stream(frame(0.0)), Teller(), token=token).ended == "stopped"


def test_a_look_that_fails_is_tried_again_and_one_that_always_fails_ends_it() -> None:
    stream = [frame(float(at)) for at in range(8)]
    assert narrated(Stream(*stream), Teller(failing=MOST_FAILURES - 1)).ended == "source"
    loud = Loud()
    narration = narrated(Stream(*stream), Teller(failing=MOST_FAILURES), loud)
    assert narration.ended == "failed" and isinstance(narration.error, HostDied)
    assert loud.heard == [HostDied.sentence]


# -- with a session ---------------------------------------------------------------------------------------------------


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.session.close()


def narrations(stage: Stage, stream: Stream, teller: Teller) -> Narrations:
    return Narrations(stage.session, lambda language, density, token: teller, lambda spec: stream)


def carried(narrations: Narrations, token: Token | None = None, **more: Any) -> tuple[Any, list[str]]:
    lines: list[str] = []
    command = Command(kind="narrate", source="camera", seconds=0.0, **more)
    return carry_narrate(narrations, command, on_text=lines.append, token=token or Token()), lines


def test_json_is_one_object_a_line_and_the_last_tells_how_it_ended(stage: Stage) -> None:
    teller = Teller({1.0: [saying("A dog.")]})
    reply, lines = carried(narrations(stage, Stream(frame(1.0)), teller), as_lines=True, speak=False)
    first, last = map(json.loads, lines)
    assert reply.exit_code == 0 and first["text"] == "A dog." and first["frame_s"] == 1.0
    assert first["evidence"] == [{"kind": "object", "box": [1, 2, 3, 4], "confidence": 0.97}]
    assert last["ended"] == "source" and last["sentences"] == 1 and last["dropped"] == 3


def test_a_camera_that_is_missing_is_one_sentence_and_its_exit_code(stage: Stage) -> None:
    reply, lines = carried(narrations(stage, Stream(CameraMissing()), Teller()), speak=False)
    assert (reply.exit_code, reply.error, lines) == (4, CameraMissing.sentence, [])


def test_a_stopped_one_is_stopped(stage: Stage) -> None:
    token = Token()
    token.cancel()
    reply, _ = carried(narrations(stage, Stream(frame(1.0)), Teller()), token, speak=False)
    assert reply.exit_code == STOPPED


def begun(stage: Stage, one: Narrations, token: Token | None = None) -> threading.Thread:
    """Its first frame has come."""
    thread = threading.Thread(target=carried, args=(one, token), daemon=True)
    thread.start()
    for _ in range(6000):
        if stage.session.freshest() is not None or thread.join(0.01):
            break
    return thread


def test_a_question_meanwhile_is_about_the_freshest_frame_and_keeps_it(stage: Stage) -> None:
    stream = Stream(endless=True)
    one = narrations(stage, stream, Teller())
    token = Token()
    thread = begun(stage, one, token)
    turn = stage.session.submit(Request(kind="ask", at=0.0, text="What is there?"))
    assert turn.wait(LONG_S) and turn.outcome.error is None
    kept = turn.outcome.capture
    assert kept is not None and kept.source == "camera" and kept.moment_s is not None
    token.cancel()
    thread.join(LONG_S)
    assert not thread.is_alive() and stream.closed
    again = stage.session.submit(Request(kind="ask", at=0.0, text="And what else?"))
    assert again.wait(LONG_S) and again.outcome.capture is not None and again.outcome.capture.source == "camera"


def test_the_question_of_a_script_is_about_the_window_again_once_it_has_ended(stage: Stage) -> None:
    one = narrations(stage, Stream(endless=True), Teller())
    stage.session.freshest = one.now
    token = Token()
    thread = begun(stage, one, token)
    moments: list[float | None] = []
    for text in ("What is there?", "And what else?"):
        turn = stage.session.submit(Request(kind="ask", at=0.0, text=text))
        assert turn.wait(LONG_S) and turn.outcome.capture is not None
        moments.append(turn.outcome.capture.moment_s)
        token.cancel()
        thread.join(LONG_S)
    assert moments[0] is not None and moments[1] is None


def test_a_second_one_takes_the_place_of_the_first(stage: Stage) -> None:
    first, second = Stream(endless=True), Stream(frame(1.0))
    streams = iter((first, second))
    one = Narrations(stage.session, lambda language, density, token: Teller(), lambda spec: next(streams))
    thread = begun(stage, one)
    closed: list[bool] = []
    made = second.watched

    def watched(token: Token) -> Iterator[Capture | StreamNews]:
        closed.append(first.closed)  # two can't have one camera open
        yield from made(token)

    second.watched = watched  # type: ignore[method-assign]
    carried(one)
    thread.join(LONG_S)
    assert closed[0] and first.closed and not thread.is_alive()


def test_the_hush_key_hushes_and_in_silence_ends_it_and_the_camera_is_closed(stage: Stage) -> None:
    mouth, stream = stage.mouth, Stream(endless=True)
    one = narrations(stage, stream, Teller())
    desk = Desk(stage.session, sources=lambda _: stage.camera, bindings={})
    desk.end_narration = one.end
    thread = begun(stage, one)
    mouth.speaking = True
    desk.press("hush", 10.0)
    mouth.speaking = False
    desk.hush(20.0)  # the first key of the chord
    desk.press("hush", 20.2)
    assert not stream.closed and mouth.texts == []
    desk.press("hush", 20.4)
    thread.join(LONG_S)
    assert stream.closed and mouth.texts == [say_in("en", "narration_over_camera")]
    desk.press("hush", 30.0)
    assert len(mouth.texts) == 1 and not one.end()


@pytest.mark.parametrize(
    ("words", "language"),
    [("Stop narrating.", "en"), ("Close the camera, please.", "en"), ("Kamera aus", "de"), ("关闭摄像头", "zh")],
)
def test_a_spoken_word_ends_it(stage: Stage, words: str, language: str) -> None:
    stream = Stream(endless=True)
    one = narrations(stage, stream, Teller())
    desk = Desk(stage.session, sources=lambda _: stage.camera, bindings={})
    desk.end_narration = one.end
    thread = begun(stage, one)
    command = parse_command(words, language)
    assert command is not None and desk.carry_out(command)
    thread.join(LONG_S)
    assert stream.closed and stage.mouth.texts == [say_in("en", "narration_over_camera")]


def test_a_look_that_hangs_keeps_no_camera_open(stage: Stage) -> None:
    """The token that ends the narration is the one that its looks poll."""

    class Hangs(Teller):
        def see(self, capture: Capture, at_s: float, *, quiet: bool) -> list[Telling]:
            assert tokens[0].wait(LONG_S)
            tokens[0].check()
            return []

    tokens: list[Token] = []
    stream = Stream(endless=True)
    one = Narrations(stage.session, lambda language, density, token: tokens.append(token) or Hangs(), lambda _: stream)  # type: ignore[func-returns-value]
    thread = begun(stage, one)
    assert one.end()
    thread.join(LONG_S)
    assert stream.closed and not thread.is_alive()


def test_words_wait_for_a_pause_and_danger_does_not(stage: Stage) -> None:
    mouth = stage.session.mouth
    assert mouth is not None
    aloud = SpokenInPauses(stage.session, "en")
    assert aloud.say("A cup.", urgent=False)
    mouth.hush()
    assert aloud.hushed() and not aloud.hushed()
