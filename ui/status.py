"""What the assistant is doing, as seen from its events: for the icon, the tooltip and the text of the last turn."""

from __future__ import annotations

from enum import Enum

from assistant import events


class Status(Enum):
    """The value is what the tooltip says."""

    IDLE = "ready"
    OPEN = "ready, the microphone is open for the wake phrase"
    LOOKING = "looking"
    THINKING = "thinking"
    SPEAKING = "speaking"
    LISTENING = "listening to you"
    ERROR = "something went wrong"


class Progress:
    """Follows the events of one turn after the other. Used on the Qt thread only.

    `text` is what was said in the last turn, a line a sentence; `asked` the question it answers, if any.
    """

    def __init__(self) -> None:
        self.status = Status.IDLE
        self.busy = False
        """True between the first event of a turn and its end: speech may be about to start."""
        self.asked = ""
        self._lines: list[str] = []
        self._turn = 0
        self._rest = Status.IDLE
        """What it is when nothing happens."""

    @property
    def text(self) -> str:
        return "\n".join(self._lines)

    def take(self, event: object) -> bool:
        """Take one event in. False if nothing that is shown has changed."""
        before = (self.status, self.asked, tuple(self._lines))
        if isinstance(event, events.Event) and 0 < event.turn < self._turn:
            return False  # the end of a turn that a newer one has replaced on the screen already
        if isinstance(event, events.Event) and event.turn != self._turn and event.turn:
            self._turn = event.turn
            self.asked = ""
            self._lines = []
        match event:
            case events.Looking():
                self._begin(Status.LOOKING)
            case events.Listening():
                self._begin(Status.LISTENING)
            case events.Thinking(heard=heard):
                self._begin(Status.THINKING)
                self.asked = heard or self.asked
            case events.Saying(text=text):
                self.status = Status.SPEAKING
                self._add(text)
            case events.Answered(answer=answer):
                self.status = Status.SPEAKING
                self._add(answer.text if answer else "")
            case events.Refused(text=text):
                self.status = Status.SPEAKING
                self._add(text)
            case events.Failed(sentence=sentence):
                self.status, self.busy = Status.ERROR, False
                self._add(sentence)
            case events.Hushed() | events.Idle():
                self.status, self.busy = self._rest, False
            case events.HandsFree(open=is_open):
                before_rest, self._rest = self._rest, Status.OPEN if is_open else Status.IDLE
                if self.status is before_rest:
                    self.status = self._rest
            case events.Done():
                self.busy = False
        return before != (self.status, self.asked, tuple(self._lines))

    def silent(self) -> bool:
        """Nothing is being spoken any more. False if nothing that is shown has changed."""
        if self.busy or self.status in (Status.IDLE, Status.OPEN, Status.ERROR):
            return False
        self.status = self._rest
        return True

    def _begin(self, status: Status) -> None:
        self.status, self.busy = status, True

    def _add(self, text: str) -> None:
        # The answer comes whole as `Answered` and in sentences as `Saying`, in either order.
        joined = " ".join(self._lines)
        if text and text not in joined:
            if joined and joined in text:
                self._lines.clear()
            self._lines.append(text)
