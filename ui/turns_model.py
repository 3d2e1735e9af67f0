"""The turns of the history as a list that reads on where somebody looks: a page at a time, however many there are."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import QAbstractListModel, QDate, QLocale, QModelIndex, QPersistentModelIndex, Qt, QTime

from assistant.history_query import Kept
from ui import words
from ui.words import tr

PAGE = 100
Index = QModelIndex | QPersistentModelIndex
Pages = Callable[[Kept | None, int], list[Kept]]
"""Gives the next turns after one; raises `errors.HearsightError`."""


class TurnsModel(QAbstractListModel):
    """Qt thread only. Rows are lines that can be heard by themselves."""

    def __init__(self, failed: Callable[[Exception], None]) -> None:
        """`failed` hears what went wrong while a page was read; the list ends there."""
        super().__init__()
        self._failed = failed
        self._pages: Pages = lambda _after, _count: []
        self._rows: list[Kept] = []
        self._ended = True

    def show(self, pages: Pages) -> None:
        """From the start, with other pages."""
        self.beginResetModel()
        self._pages, self._rows, self._ended = pages, [], False
        self.endResetModel()
        self.fetchMore(QModelIndex())

    def turn(self, row: int) -> Kept | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def drop(self, row: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._rows[row]
        self.endRemoveRows()

    @property
    def ended(self) -> bool:
        """There are no more than those that are listed."""
        return self._ended

    def next_day(self, row: int, step: int) -> int:
        """The first row of the day before that of `row` (`step` 1) or after it (-1); `row` where there is none."""
        here = self.turn(row)
        if here is None:
            return row
        day, at = _day(here), row
        while (kept := self.turn(at)) is not None and _day(kept) == day:
            at += step
            if step > 0 and at >= len(self._rows) and not self._ended:
                self.fetchMore(QModelIndex())
        if kept is None:
            return row
        if step < 0:  # to the top of that day
            while (above := self.turn(at - 1)) is not None and _day(above) == _day(kept):
                at -= 1
        return at

    # -- Qt's -----------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008  (Qt's)
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802
        return not parent.isValid() and not self._ended

    def fetchMore(self, parent: Index) -> None:  # noqa: N802
        if self._ended:
            return
        try:
            more = self._pages(self._rows[-1] if self._rows else None, PAGE)
        except Exception as error:  # noqa: BLE001 - an exception in a virtual method of Qt's would be lost
            self._ended = True
            self._failed(error)
            return
        self._ended = len(more) < PAGE
        if more:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(more) - 1)
            self._rows += more
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        kept = self.turn(index.row())
        if kept is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line_of(kept)
        return None


def line_of(kept: Kept) -> str:
    """ "Today, 14:05, Firefox. You asked: ... It says ..." """
    turn = kept.turn
    parts = [f"{day_of(turn.at)}, {clock_of(turn.at)}, {turn.title or turn.program or turn.source}."]
    if kept.note:
        parts.append(tr("Kept as {note}.", note=kept.note))
    if turn.asked:
        parts.append(tr("You asked: {asked}", asked=turn.asked))
    return " ".join((*parts, turn.said)).replace("\n", " ")


def text_of(kept: Kept) -> str:
    """All of it, a line each."""
    turn = kept.turn
    lines = [f"{day_of(turn.at)}, {clock_of(turn.at)}", turn.program, turn.title]
    if kept.note:
        lines.append(tr("Kept as {note}.", note=kept.note))
    if turn.asked:
        lines.append(tr("You asked: {asked}", asked=turn.asked))
    lines.append(turn.said)
    lines.append(tr("Its picture is kept.") if kept.picture else tr("Its picture is not kept."))
    return "\n".join(line for line in lines if line)


def _day(kept: Kept) -> date:
    return datetime.fromtimestamp(kept.turn.at).date()


def day_of(at: float) -> str:
    day, today = datetime.fromtimestamp(at).date(), datetime.fromtimestamp(time.time()).date()
    if day == today:
        return tr("Today")
    if day == today - timedelta(days=1):
        return tr("Yesterday")
    return QLocale(words.in_use()).toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)


def clock_of(at: float) -> str:
    time_of_day = datetime.fromtimestamp(at)
    return QLocale(words.in_use()).toString(QTime(time_of_day.hour, time_of_day.minute), QLocale.FormatType.ShortFormat)
