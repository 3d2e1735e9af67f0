"""The explorer: the captured picture, in which keys move among its things; each is said, sounded and ringed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from assistant.exploring_desk import Change, Exploring
from assistant.exploring_moves import Step, Walk
from ui.explorer_view import ExplorerView
from ui.window import Window
from ui.words import tr

if TYPE_CHECKING:
    from assistant.types import Box

STEP_ASIDE_MS = 300
"""So long a window manager takes to give the focus back to the window below."""
Key, Modifier = Qt.Key, Qt.KeyboardModifier
Move = Callable[[Walk], Step]
NONE, SHIFT, CONTROL = Modifier.NoModifier, Modifier.ShiftModifier, Modifier.ControlModifier
TABLE = Modifier.ControlModifier | Modifier.AltModifier
MOVES: Mapping[tuple[Qt.Key, Qt.KeyboardModifier], Move] = {
    (Key.Key_Left, NONE): lambda walk: walk.toward("left"),
    (Key.Key_Right, NONE): lambda walk: walk.toward("right"),
    (Key.Key_Up, NONE): lambda walk: walk.toward("up"),
    (Key.Key_Down, NONE): lambda walk: walk.toward("down"),
    (Key.Key_PageDown, NONE): lambda walk: walk.next(),
    (Key.Key_PageUp, NONE): lambda walk: walk.next(-1),
    (Key.Key_N, NONE): lambda walk: walk.next(),
    (Key.Key_N, SHIFT): lambda walk: walk.next(-1),
    (Key.Key_Home, NONE): lambda walk: walk.first(),
    (Key.Key_End, NONE): lambda walk: walk.last(),
    (Key.Key_Down, SHIFT): lambda walk: walk.into(),
    (Key.Key_Up, SHIFT): lambda walk: walk.out(),
    (Key.Key_Right, CONTROL): lambda walk: walk.word(),
    (Key.Key_Left, CONTROL): lambda walk: walk.word(-1),
    (Key.Key_Right, SHIFT): lambda walk: walk.letter(),
    (Key.Key_Left, SHIFT): lambda walk: walk.letter(-1),
    (Key.Key_Left, TABLE): lambda walk: walk.cell("left"),
    (Key.Key_Right, TABLE): lambda walk: walk.cell("right"),
    (Key.Key_Up, TABLE): lambda walk: walk.cell("up"),
    (Key.Key_Down, TABLE): lambda walk: walk.cell("down"),
    (Key.Key_Space, NONE): lambda walk: walk.here(),
}
KIND_KEYS: Mapping[Qt.Key, str] = {
    Key.Key_B: "button",
    Key.Key_E: "edit",
    Key.Key_K: "link",
    Key.Key_H: "heading",
    Key.Key_T: "table",
    Key.Key_X: "checkbox",
    Key.Key_I: "graphic",
    Key.Key_F: "field",
    Key.Key_P: "text",
}
"""As NVDA and Orca have them, but for G: here that goes there."""


class Controller(Protocol):
    """What this window needs of `ui.app.Controller`."""

    @property
    def exploring(self) -> Exploring | None: ...


class ExplorerWindow(Window):
    """A screen reader reads the place as the name of the picture, which changes at each step. V turns our own voice
    off here, so that the two don't talk over each other."""

    changed = Signal(object)

    def __init__(self, exploring: Exploring) -> None:
        super().__init__(tr("Explorer"), QSize(900, 680))
        self._exploring = exploring
        self.view = ExplorerView(self)
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.place = QLabel(self)
        self.question = QLineEdit(self)
        self._lay_out()
        self.view.installEventFilter(self)
        self.first = self.view
        self.changed.connect(self._take, Qt.ConnectionType.QueuedConnection)
        exploring.on_change = self.changed.emit
        self._show_picture(tr("No picture yet"))
        if exploring.picture is not None:  # it came before the window was there
            self._take(Change("picture", exploring.tell_again()))

    def keys(self) -> Sequence[str]:
        return (
            tr("Arrows: what is next to it on that side"),
            tr("Page Down, Page Up or N, Shift+N: next, previous in reading order"),
            tr("Home, End: first, last"),
            tr("Shift+Down, Shift+Up: into a group, out of it"),
            tr("B, E, K, H, T, X: next button, text field, link, heading, table, check box"),
            tr("I, F, P: next image, field, text; with Shift each of these letters goes back"),
            tr("Ctrl+Alt+arrows: cells of a table"),
            tr("Ctrl+Left, Ctrl+Right: words; Shift+Left, Shift+Right: letters"),
            tr("Space: say it again; L: where it is"),
            tr("Enter: ask about it; R: read from here; C: copy it"),
            tr("G: go there on the desktop"),
            tr("M: mark it; comma, full stop: previous, next mark"),
            tr("Ctrl+Plus, Ctrl+Minus, Ctrl+0: larger, smaller, all of the picture"),
            tr("V: my own voice off or on, for use with a screen reader"),
            tr("F5: look anew"),
        )  # fmt: skip

    def end(self) -> None:
        self._exploring.on_change = lambda _: None
        super().end()

    # -- what is shown --------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.addWidget(self.view, 1)
        self.view.pointed.connect(self._pointed)
        font = self.place.font()
        font.setBold(True)
        self.place.setFont(font)
        self.place.setWordWrap(True)
        layout.addWidget(self.place)
        label = QLabel(tr("&Question about it:"), self)
        label.setBuddy(self.question)
        self.question.setAccessibleName(tr("Question about it"))
        self.question.returnPressed.connect(self._ask)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.question, 1)
        layout.addLayout(row)
        QWidget.setTabOrder(self.view, self.question)

    def _take(self, change: Change) -> None:
        if change.kind != "picture":
            self._show(change.sentence, ())
            return
        self._show_picture(change.sentence)

    def _show_picture(self, sentence: str) -> None:
        picture = self._exploring.picture
        boxes = (picture.walk.place.box,) if picture is not None and picture.walk.places.order else ()
        self.view.show_picture(picture.capture.pixels if picture is not None else None, (), sentence, "")
        self._show(sentence, boxes)

    def _show(self, sentence: str, boxes: Sequence[Box]) -> None:
        self.place.setText(sentence)
        self.view.mark(boxes)
        self.view.setAccessibleName(sentence)  # Qt tells assistive programs of it

    # -- keys -----------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        """The keys are the picture's, so that a question can be typed."""
        if watched is self.view and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key, held = Key(event.key()), event.modifiers() & ~Modifier.KeypadModifier
            if self._moved(key, held) or self._done(key, held):
                return True
        return super().eventFilter(watched, event)

    def _moved(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        kind = KIND_KEYS.get(key) if held in (NONE, SHIFT) else None
        move = MOVES.get((key, held))
        if kind is not None:
            back = -1 if held == SHIFT else 1
            self.go(lambda walk: walk.next_of(kind, back))
        elif move is not None:
            self.go(move)
        return kind is not None or move is not None

    def _done(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        exploring = self._exploring
        plain: Mapping[Qt.Key, Callable[[], object]] = {
            Key.Key_Return: self.question.setFocus,
            Key.Key_Enter: self.question.setFocus,
            Key.Key_R: exploring.read_from_here,
            Key.Key_C: lambda: self._tell(exploring.copy()),
            Key.Key_L: lambda: self._tell(exploring.where()),
            Key.Key_M: lambda: self._tell(exploring.mark()),
            Key.Key_Period: lambda: self._to_mark(1),
            Key.Key_Comma: lambda: self._to_mark(-1),
            Key.Key_G: lambda: self._aside(exploring.go_there),
            Key.Key_V: self._switch_voice,
            Key.Key_F5: lambda: self._aside(self._look_anew),
        }
        control: Mapping[Qt.Key, Callable[[], object]] = {
            Key.Key_Plus: lambda: self.view.magnify(True),
            Key.Key_Equal: lambda: self.view.magnify(True),
            Key.Key_Minus: lambda: self.view.magnify(False),
            Key.Key_0: self._whole,
        }
        work = plain.get(key) if held == NONE else control.get(key) if held & CONTROL else None
        if work is not None:
            work()
        return work is not None

    def go(self, move: Move) -> None:
        """Make the move, say where it came to, and show it."""
        walk = self._exploring.walk
        if walk is None:
            self._tell(self._exploring.where())
            return
        step = move(walk)
        self._show(self._exploring.tell(step), (step.box,))

    def _pointed(self, x: float, y: float) -> None:
        walk = self._exploring.walk
        step = walk.to_pixel(x, y) if walk is not None else None
        if step is not None:
            self._show(self._exploring.tell(step), (step.box,))

    def _tell(self, sentence: str) -> None:
        self._show(sentence, self.view.boxes)

    def _to_mark(self, step: int) -> None:
        sentence, walk = self._exploring.to_mark(step), self._exploring.walk
        self._show(sentence, (walk.place.box,) if walk is not None and walk.places.order else ())

    def _whole(self) -> None:
        self.view.zoom = 1.0
        self.view.update()

    def _switch_voice(self) -> None:
        self._exploring.aloud = not self._exploring.aloud
        self._tell(tr("My own voice is on.") if self._exploring.aloud else tr("My own voice is off here."))
        if self._exploring.aloud:
            self._exploring.say(tr("My own voice is on."))

    def _ask(self) -> None:
        text = self.question.text().strip()
        if text:
            self.question.clear()
            self._exploring.ask(text)
            self.view.setFocus()

    def _aside(self, work: Callable[[], object]) -> None:
        """Out of the way first: what is done is done to the window below."""
        self.hide()
        QTimer.singleShot(STEP_ASIDE_MS, work)

    def _look_anew(self) -> None:
        self._exploring.start(time.monotonic(), spec="window")
        QTimer.singleShot(STEP_ASIDE_MS, self.bring_up)


def make(controller: Controller) -> ExplorerWindow:
    assert controller.exploring is not None  # noqa: S101 - the wiring makes one
    return ExplorerWindow(controller.exploring)
