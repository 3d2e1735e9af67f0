"""Carries out one command of the command line on a session, here or in the running app, and words the reply.

The same code serves `hearsight describe` run alone and one that the tray app carries out, so both print the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from assistant import commands, events, overlay
from assistant.errors import STOPPED, HearsightError, Usage
from assistant.masking import hidden_boxes
from assistant.phrases import say_in
from assistant.turn import Outcome, Request
from assistant.types import Box, Evidence

if TYPE_CHECKING:
    from assistant.aiming import Mode
    from assistant.cancel import Token
    from assistant.command_words import CommandKind
    from assistant.narrating import Density
    from assistant.ports import CaptureSource
    from assistant.session import Session
    from assistant.turn import TurnHandle
    from assistant.types import Verbosity
    from assistant.watcher import Watcher

Kind = Literal[
    "describe", "ask", "read", "watch", "narrate", "find", "shoot", "teach", "act", "chart", "tell", "copy", "open"
]  # fmt: skip
Place = Callable[[Box], Box]
"""Where a box of the picture that was looked at is in the one that was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`hearsight describe|ask|read|watch|narrate|find|shoot|teach|act|chart` as plain values that fit into JSON; "tell"
    speaks what a command has found out by itself."""

    kind: Kind
    file: str | None = None
    """Absolute path of a picture."""
    source: str | None = None
    """A spec as --source takes it."""
    question: str = ""
    """Or what a watch waits for, the name of what is acted on or taught, what is to be found or told."""
    files: tuple[str, ...] = ()
    """Absolute paths of the pictures of what is taught."""
    act: CommandKind | None = None
    """What is to be done."""
    overlay: str | None = None
    """Absolute path of a PNG file for the picture with its evidence."""
    why: bool = False
    """Tell how the answer is known, too."""
    audio: str | None = None
    """Absolute path of a WAV file with the question."""
    listen: bool = False
    verbosity: Verbosity | None = None
    language: str | None = None
    engine: str | None = None
    speak: bool = True
    title: str | None = None
    """Of a watched window: a part of it."""
    seconds: float = 3600.0
    """How long a watch, a narration or guidance may last; 0 of the last two: to the stream's end."""
    density: Density = "normal"
    """How much a narration tells."""
    as_lines: bool = False
    """A narration's sentences, or the beats of guidance, come as JSON objects."""
    shoot: Mode | None = None
    """What pictures are taken of, ..."""
    out: str | None = None
    """... and the absolute path of the folder that they go to."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Command:
        """Raises `Usage` for anything but a command as `as_json` makes it."""
        try:
            return cls(**values)
        except TypeError as error:
            raise Usage(detail=str(error)) from error


@dataclass(frozen=True, slots=True)
class Reply:
    result: dict[str, Any] = field(default_factory=dict)
    """The JSON object of the command-line contract."""
    exit_code: int = 0
    error: str = ""
    """One sentence for stderr."""


def carry_out(
    session: Session,
    command: Command,
    source_from: Callable[[str | None, str | None], CaptureSource],
    *,
    on_text: Callable[[str], None] = lambda _: None,
    on_heard: Callable[[str], None] = lambda _: None,
    token: Token,
    in_person: bool = False,
    grace_s: float = 600.0,
) -> Reply:
    """Run one turn to its end (speech included) and tell what came of it. Blocks; `token` ends it early.

    `on_text` hears each sentence as soon as it is known, `on_heard` the words of a spoken question, both on the
    session thread. `in_person`: the words come from the person, who may confirm what is to be done with a yes.
    """
    try:
        if command.overlay is not None:
            overlay.check(Path(command.overlay), command.file)
        request = _request(command, source_from, in_person)
    except HearsightError as error:
        return Reply(exit_code=error.exit_code, error=error.spoken)

    def listen(event: events.Event) -> None:
        if isinstance(event, events.Saying):
            on_text(event.text)
        elif isinstance(event, events.Thinking) and event.heard:
            on_heard(event.heard)

    turn = session.submit(request, listen)
    while not turn.wait(0.05):
        if token.cancelled:
            session.cancel(turn)
    reply = _reply(command, turn.outcome)
    if command.overlay is not None and reply.exit_code == 0 and not token.cancelled:
        reply = _with_overlay(reply, session, command, turn)
    if session.mouth is not None:
        end = time.monotonic() + grace_s
        # Only as long as it is this turn that is heard: a key press meanwhile begins another one.
        while session.sounds(turn) and not session.mouth.wait_idle(0.05) and time.monotonic() < end:
            if token.cancelled:
                session.cancel(turn)
    if token.cancelled:
        return Reply(exit_code=STOPPED, error="Stopped.")
    return reply


def carry_watch(
    watcher: Watcher | None, command: Command, *, on_text: Callable[[str], None] = lambda _: None, token: Token
) -> Reply:
    """Watch to the end, and tell how it ended. Blocks; `token` ends it early. `on_text` hears each sentence."""
    assert command.kind == "watch"  # noqa: S101 - the caller has looked
    if watcher is None:
        return Reply(exit_code=1, error=HearsightError.sentence)
    try:
        watch = watcher.carry_out(
            command.question,
            spec=command.source,
            title=command.title,
            seconds=command.seconds,
            language=command.language,
            speak=command.speak,
            on_told=on_text,
            token=token,
        )
    except HearsightError as error:
        return Reply(exit_code=error.exit_code, error=error.spoken)
    if token.cancelled:
        return Reply(exit_code=STOPPED, error="Stopped.")
    result = {
        "text": " ".join(told.text for told in watch.said),
        "sentences": [
            {"text": told.text, "at_s": told.at_s, "evidence": [evidence_json(item) for item in told.evidence]}
            for told in watch.said
        ],
        "ended": watch.ended,
    }
    return Reply(result, exit_code=1 if watch.ended == "failed" else 0)


def _request(
    command: Command, source_from: Callable[[str | None, str | None], CaptureSource], in_person: bool
) -> Request:
    from speech.clips import clip_from

    named = command.file is not None or command.source is not None
    talks = command.kind in ("ask", "act", "chart")
    source = source_from(command.source, command.file) if named or not talks else None
    return Request(
        kind="ask" if talks else command.kind,  # type: ignore[arg-type]  # a watch is no turn
        at=time.monotonic(),
        source=source,
        text=command.question,
        clip=clip_from(Path(command.audio)) if command.audio else None,
        listen="until_silence" if command.listen else "no",
        verbosity=command.verbosity,
        language=command.language,
        engine=command.engine,
        speak=command.speak,
        why=command.why,
        command=commands.Command(command.act, command.question) if command.act is not None else None,
        in_person=in_person or command.listen,
    )


def _with_overlay(reply: Reply, session: Session, command: Command, turn: TurnHandle) -> Reply:
    """The reply, after the evidence was drawn; what was found out is told also where that can't be written."""
    outcome, path = turn.outcome, Path(command.overlay or "")
    capture, scene = outcome.capture or turn.capture, outcome.scene
    # Without a scene nobody knows where secrets stand (a command, a question that was not heard): not even the picture.
    if capture is None or (scene is None and outcome.refused is None):
        return replace(reply, exit_code=3, error=f"I saw nothing to draw into {path.name}.")
    try:
        language = command.language or session.habits.language
        heading, marks = _marks(command, outcome, session.clean, language)
        place, pixels = _place_in(outcome), capture.given.pixels if capture.given is not None else capture.pixels
        marks = [replace(mark, evidence=tuple(_moved(item, place) for item in mark.evidence)) for mark in marks]
        hidden = [place(box) for box in hidden_boxes(scene)] if scene is not None else []
        picture = overlay.draw(pixels, marks, hidden, heading=heading, language=language)
        overlay.save(picture, path)
    except HearsightError as error:
        return replace(reply, exit_code=error.exit_code, error=error.spoken)
    return replace(reply, result={**reply.result, "overlay": str(path)})


def _marks(
    command: Command, outcome: Outcome, clean: Callable[[str], str], language: str
) -> tuple[str, list[overlay.Mark]]:
    """The heading, and what was told, in spoken order."""
    if outcome.refused is not None:
        return outcome.refusal, []
    if command.kind == "read":
        from models.evidence.paragraphs import rows

        lines = rows(outcome.scene.blocks) if outcome.scene is not None else []
        marks = [
            overlay.Mark(
                clean(one.text), (Evidence(one.source, one.box, one.confidence if one.source == "ocr" else None),)
            )
            for one in lines
        ]
        return say_in(language, "overlay_read"), marks
    if command.kind == "describe" or outcome.answer is None:
        return "", [overlay.Mark(clean(claim.text), claim.evidence) for claim in outcome.claims]
    asked = outcome.transcript or command.question
    heading = "\n".join((say_in(language, "overlay_question", text=clean(asked)), clean(outcome.answer.text)))
    return heading, [overlay.Mark(clean(item.text), (item,)) for item in outcome.answer.evidence]


def _place_in(outcome: Outcome) -> Place:
    capture = outcome.capture
    if capture is None or capture.given is None:
        return _same
    from models.evidence.upright import as_given

    return lambda box: as_given(box, capture)


def _same(box: Box) -> Box:
    return box


def _moved(item: Evidence, place: Place) -> Evidence:
    return item if item.box is None else replace(item, box=place(item.box))


def _reply(command: Command, outcome: Outcome) -> Reply:
    if outcome.error is not None:
        # What was told before it failed is not lost: the grounded description where a model has failed.
        told = (
            {**_described(outcome), "timings": outcome.timings} if command.kind == "describe" and outcome.claims else {}
        )
        return Reply(told, exit_code=outcome.error.exit_code, error=outcome.error.spoken)
    if outcome.cancelled:
        return Reply(exit_code=1, error="Stopped.")
    if command.kind == "act":
        return _acted(outcome)
    word = {"describe": _described, "ask": _answered, "read": _read_out, "chart": _charts}[command.kind]
    return Reply({**word(outcome), "timings": outcome.timings})


def _acted(outcome: Outcome) -> Reply:
    answer = outcome.answer
    done = answer is not None and answer.answerable
    result = {"done": done, "text": answer.text if answer else "", "timings": outcome.timings}
    return Reply(result, exit_code=0 if done else 1)


def _described(outcome: Outcome) -> dict[str, Any]:
    place = _place_in(outcome)
    return {
        "text": outcome.refusal or " ".join(claim.text for claim in outcome.claims),
        "sentences": [
            {"text": claim.text, "evidence": [evidence_json(_moved(item, place)) for item in claim.evidence]}
            for claim in outcome.claims
        ],
        "refused": outcome.refused,
        "engine": outcome.engine,
    }


def _answered(outcome: Outcome) -> dict[str, Any]:
    answer, place = outcome.answer, _place_in(outcome)
    result: dict[str, Any] = {
        "answer": answer.text if answer else outcome.refusal,
        "answerable": bool(answer and answer.answerable),
        "evidence": [evidence_json(_moved(item, place)) for item in answer.evidence] if answer else [],
        "engine": outcome.engine or (answer.engine if answer else ""),
    }
    if outcome.transcript is not None:
        result["transcript"] = outcome.transcript
    if outcome.why is not None:
        result["why"] = outcome.why.text
    return result


def _charts(outcome: Outcome) -> dict[str, Any]:
    from models.grounded.charts import as_json, plotted

    charts, place = plotted(outcome.scene.things) if outcome.scene is not None else [], _place_in(outcome)
    told = [as_json(replace(chart, evidence=_moved(chart.evidence, place))) for chart in charts]
    return {**_answered(outcome), "charts": told}


def _read_out(outcome: Outcome) -> dict[str, Any]:
    from models.evidence.paragraphs import rows

    blocks, place = outcome.scene.blocks if outcome.scene else (), _place_in(outcome)
    return {
        "text": "\n".join(row.text for row in rows(blocks)),
        "blocks": [
            {
                "text": block.text,
                "box": place(block.box).as_list(),
                "confidence": round(block.confidence, 3),
                "kind": block.kind,
                **({"doubtful": list(block.doubtful)} if block.doubtful else {}),
            }
            for block in blocks
        ],
        "refused": outcome.refused,
    }


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    """As the command-line contract wants it: {"kind", "box": [x, y, w, h] or null, "confidence": 0..1 or null}."""
    confidence = evidence.confidence
    return {
        "kind": evidence.kind,
        "box": evidence.box.as_list() if evidence.box else None,
        "confidence": None if confidence is None else round(confidence, 3),
        **({"text": evidence.text} if evidence.text else {}),
    }
