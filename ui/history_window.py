"""The history: past turns by day, found by words, told again, copied, asked about again, exported and forgotten."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar, Protocol

from PySide6.QtCore import QKeyCombination, QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
)

from assistant.error_words import told
from assistant.errors import HearsightError
from assistant.history import DAY_S, History
from assistant.history_export import exported, format_of, save
from assistant.history_query import Kept, Wanted
from ui import words
from ui.ask_window import ReadOnlyText
from ui.sure import sure
from ui.turns_model import TurnsModel, text_of
from ui.window import Window
from ui.words import tr, trn
from ui.wrapping import Wrapping

TYPING_MS = 200
"""A search begins when nothing was typed for so long."""
HOUR_S = 3600.0


class Controller(Protocol):
    """What this window needs of `ui.app.Controller`."""

    @property
    def history(self) -> History: ...

    def hush(self, at: float) -> None: ...

    def announce(self, sentence: str) -> None: ...

    def talk_about(self, turn: int) -> None:
        """Open the chat window with the kept picture of a turn."""
        ...


class TurnList(QListView):
    """Its own keys come before those of Qt's list, which would copy the whole line."""

    wanted = Signal(str)
    """"replay", "copy", "forget", "day before", "day after"."""
    KEYS: ClassVar = {
        "Return": "replay",
        "Enter": "replay",
        "Ctrl+C": "copy",
        "Del": "forget",
        "Ctrl+Down": "day before",
        "Ctrl+Up": "day after",
    }

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        name = QKeySequence(QKeyCombination(modifiers, Qt.Key(event.key()))).toString(
            QKeySequence.SequenceFormat.PortableText
        )
        if name in self.KEYS:
            self.wanted.emit(self.KEYS[name])
        else:
            super().keyPressEvent(event)


class HistoryWindow(Window):
    """The list reads a page at a time; what takes longer (deleting, exporting) goes on a thread of its own."""

    worked = Signal(object)
    """Something that took longer is done: what to do then, on the Qt thread."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(tr("History of Hearsight"), QSize(760, 560))
        self._controller = controller
        self._history = controller.history
        self._worker: threading.Thread | None = None
        self.turns = TurnsModel(self._failed)
        self.search = QLineEdit(self)
        self.program = QComboBox(self)
        self.when = QComboBox(self)
        self.list = TurnList(self)
        self.text = ReadOnlyText(tr("All of this turn"), self)
        self.status = QLabel(self)
        self._buttons: list[QPushButton] = []
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.look)
        self.worked.connect(lambda then: then(), Qt.ConnectionType.QueuedConnection)
        self._lay_out()
        self.first = self.list

    def keys(self) -> Sequence[str]:
        return (
            tr("Enter: say this turn again"),
            tr("Ctrl+C: copy what was said"),
            tr("Ctrl+Down, Ctrl+Up: the day before, the day after"),
            tr("Delete: forget this turn"),
            tr("Ctrl+F: search"),
            tr("Ctrl+E: export"),
        )

    def bring_up(self) -> None:
        self._fill_programs()
        self.look()
        super().bring_up()

    def end(self) -> None:
        if self._worker is not None:
            self._worker.join(10)
        super().end()

    # -- what is shown --------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        layout = self._scrolled()
        row = Wrapping()
        for label, field in (
            (tr("&Search:"), self.search),
            (tr("&Program:"), self.program),
            (tr("S&how:"), self.when),
        ):
            name = QLabel(label, self)
            name.setBuddy(field)
            field.setAccessibleName(label.replace("&", "").rstrip(":："))
            pair = QVBoxLayout()
            pair.addWidget(name)
            pair.addWidget(field)
            row.add_layout(pair)
        self.search.setPlaceholderText(tr("Words that were asked or said"))
        for text, since in (
            (tr("All days"), ""),
            (tr("Today"), "today"),
            (tr("The last seven days"), "week"),
            (tr("What I told it to remember"), "kept"),
        ):
            self.when.addItem(text, since)
        layout.addLayout(row)
        self.list.setModel(self.turns)
        self.list.setUniformItemSizes(True)  # or all rows would be measured
        self.list.setAccessibleName(tr("Turns"))
        self.list.setAccessibleDescription(tr("Enter says a turn again, Delete forgets it, F1 tells all keys."))
        layout.addWidget(self.list, 3)
        layout.addWidget(self.text, 1)
        self.status.setWordWrap(True)
        layout.addWidget(self.status)
        self._lay_out_buttons(layout)
        self.search.textChanged.connect(lambda _: self._typing.start())
        self.search.returnPressed.connect(self.look)
        self.program.activated.connect(lambda _: self.look())
        self.when.activated.connect(lambda _: self.look())
        self.list.doubleClicked.connect(lambda _: self.replay())
        self.list.wanted.connect(self._carry_out)
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        for keys, work in (("Ctrl+F", self.search.setFocus), ("Ctrl+E", self.export)):
            QShortcut(QKeySequence(keys), self, work)

    def _lay_out_buttons(self, layout: QVBoxLayout) -> None:
        for some in (
            (
                (tr("Say it &again"), self.replay),
                (tr("&Copy"), self.copy),
                (tr("As&k about its picture"), self.ask),
                (tr("&Export…"), self.export),
            ),
            (
                (tr("&Forget this turn…"), self.forget),
                (tr("Forget the &last hour…"), lambda: self.forget_all(HOUR_S)),
                (tr("Forget e&verything…"), lambda: self.forget_all(None)),
            ),
        ):
            row = Wrapping()
            for text, work in some:
                button = QPushButton(text, self)
                button.setAutoDefault(False)  # Enter belongs to the list
                button.clicked.connect(lambda _checked=False, work=work: work())
                row.addWidget(button)
                self._buttons.append(button)
            layout.addLayout(row)

    def look(self) -> None:
        """Read the list anew."""
        self._typing.stop()
        wanted = self.wanted()
        self.turns.show(lambda after, count: self._history.page(wanted, count, after))
        count = self.turns.rowCount()
        if count:
            self.list.setCurrentIndex(self.turns.index(0, 0))
        else:
            self.text.show_text("")
        self._say(self._found(count))

    def wanted(self) -> Wanted:
        since = {"today": _midnight(), "week": time.time() - 7 * DAY_S}.get(self.when.currentData())
        return Wanted(
            self.search.text(),
            str(self.program.currentData() or ""),
            since,
            kept=self.when.currentData() == "kept",
        )

    def _found(self, count: int) -> str:
        if not count:
            return tr("No turn is like that.") if self.wanted() != Wanted() else tr("Nothing is kept yet.")
        return trn("{n} turn.", "{n} turns.", count) if self.turns.ended else tr("{n} turns and more.", n=count)

    def _fill_programs(self) -> None:
        chosen = self.program.currentData()
        self.program.clear()
        self.program.addItem(tr("All programs"), "")
        try:
            for name in self._history.programs():
                self.program.addItem(name, name)
        except HearsightError as error:
            self._failed(error)
        self.program.setCurrentIndex(max(0, self.program.findData(chosen)))

    def _current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        kept = self.turns.turn(now.row())
        self.text.show_text(text_of(kept) if kept is not None else "")

    def _go_to_day(self, step: int) -> None:
        row = self.turns.next_day(self.list.currentIndex().row(), step)
        self.list.setCurrentIndex(self.turns.index(row, 0))

    def _carry_out(self, wanted: str) -> None:
        works: dict[str, Callable[[], None]] = {
            "replay": self.replay,
            "copy": self.copy,
            "forget": self.forget,
            "day before": lambda: self._go_to_day(1),
            "day after": lambda: self._go_to_day(-1),
        }
        works[wanted]()

    # -- what can be done -----------------------------------------------------------------------------------------

    @property
    def current(self) -> Kept | None:
        return self.turns.turn(self.list.currentIndex().row())

    def replay(self) -> None:
        if self.current is not None:
            self._controller.hush(time.monotonic())
            self._controller.announce(self.current.turn.said)

    def copy(self) -> None:
        if self.current is not None:
            QGuiApplication.clipboard().setText(self.current.turn.said)
            self._tell(tr("Copied."))

    def ask(self) -> None:
        if self.current is None:
            return
        if not self.current.picture:
            self._tell(tr("Its picture is not kept. The setting history.keep, when it is pictures, keeps them."))
            return
        self._controller.talk_about(self.current.id)

    def forget(self) -> None:
        kept = self.current
        if kept is None or not self.sure(
            tr("Forget this turn? It goes from the disk, too, and can't be brought back.")
        ):
            return
        row = self.list.currentIndex().row()

        def gone() -> None:
            if self.turns.turn(row) is kept:
                self.turns.drop(row)
            self._tell(tr("Forgotten."))

        self._work(lambda: self._history.forget(id=kept.id), lambda _: gone())

    def forget_all(self, last_s: float | None) -> None:
        """The turns of the last `last_s` seconds; None: all."""
        question = (
            tr("Forget everything, pictures too? It goes from the disk, and can't be brought back.")
            if last_s is None
            else tr("Forget the last hour, pictures too? It goes from the disk, and can't be brought back.")
        )
        if not self.sure(question):
            return

        def gone(count: int) -> None:
            self.look()
            self._tell(trn("{n} turn was forgotten.", "{n} turns were forgotten.", count))

        if last_s is None:
            self._work(lambda: self._history.forget(everything=True), gone)
        else:
            self._work(lambda: self._history.forget(last_s=last_s), gone)

    def export(self) -> None:
        """What is listed, into a file; its dialog asks before one is written over."""
        name = self.file_name()
        if not name:
            return
        path, wanted, language = Path(name), self.wanted(), words.in_use()

        def write() -> int:
            kind = format_of(path)
            turns: list[Kept] = []
            while page := self._history.page(wanted, 1000, turns[-1] if turns else None):
                turns += page
            save(path, exported(turns, kind, language))
            return len(turns)

        self._work(
            write,
            lambda count: self._tell(
                trn("{n} turn was written to {name}.", "{n} turns were written to {name}.", count, name=path.name)
            ),
        )

    def file_name(self) -> str:
        return QFileDialog.getSaveFileName(
            self, tr("Export the history"), "hearsight.html", "HTML (*.html);;Markdown (*.md);;JSON (*.json)"
        )[0]

    def sure(self, question: str) -> bool:
        """Asks; No unless the person says Yes."""
        return sure(self, question, tr("&Forget"))

    def _work(self, work: Callable[[], int], then: Callable[[int], None]) -> None:
        """`work` elsewhere, `then` here. One at a time: the buttons wait."""
        if self._worker is not None:
            self._tell(tr("One moment, I am still at it."))
            return

        def run() -> None:
            try:
                result = work()
                self.worked.emit(lambda: self._done(lambda: then(result)))
            except Exception as error:  # noqa: BLE001 - told on the Qt thread
                trouble = error
                self.worked.emit(lambda: self._done(lambda: self._failed(trouble)))

        self._worker = threading.Thread(target=run, name="history-window", daemon=True)
        self._worker.start()

    def _done(self, then: Callable[[], None]) -> None:
        self._worker = None
        then()

    # -- what is told ---------------------------------------------------------------------------------------------

    def _failed(self, error: Exception) -> None:
        sentence = error.spoken if isinstance(error, HearsightError) else HearsightError.sentence
        self._tell(told(sentence, words.in_use()))

    def _tell(self, sentence: str) -> None:
        """Shown and spoken."""
        self.status.setText(sentence)
        self._controller.announce(sentence)

    def _say(self, sentence: str) -> None:
        """Shown, and told to a screen reader: what somebody who types needn't hear twice."""
        if sentence == self.status.text():
            return
        self.status.setText(sentence)
        if self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.list, sentence))


def _midnight() -> float:
    now = time.localtime()
    return time.mktime((now.tm_year, now.tm_mon, now.tm_mday, 0, 0, 0, 0, 0, -1))


def make(controller: Controller) -> HistoryWindow:
    return HistoryWindow(controller)
