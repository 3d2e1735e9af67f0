"""A row that goes on in the next line when the window is too narrow for it, as words do: letters may be three times as
large, and no button may stand outside of the screen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem


class Wrapping(QLayout):
    """What is as wide as it can be (a line to type in) takes the room that is left in its line."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def add_layout(self, layout: QLayout) -> None:
        self.addChildLayout(layout)
        self.addItem(layout)

    # -- as Qt wants it ---------------------------------------------------------------------------------------------

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802  (Qt's name)
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802  (Qt's name)
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802  (Qt's name)
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802  (Qt's name)
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:  # noqa: N802  (Qt's name)
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802  (Qt's name)
        lines = self._lines(width)
        return sum(self._height(line) for line in lines) + self.spacing() * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        widths = [item.sizeHint().width() for item in self._items]
        return QSize(sum(widths) + self.spacing() * max(0, len(widths) - 1), self._height(self._items))

    def minimumSize(self) -> QSize:  # noqa: N802  (Qt's name)
        return QSize(max((self._least(item) for item in self._items), default=0), self._height(self._items))

    def setGeometry(self, room: QRect) -> None:  # noqa: N802  (Qt's name)
        super().setGeometry(room)
        top = room.top()
        for line in self._lines(room.width()):
            height = self._height(line)
            self._place(line, QRect(room.left(), top, room.width(), height), room)
            top += height + self.spacing()

    # -- lines ------------------------------------------------------------------------------------------------------

    @staticmethod
    def _least(item: QLayoutItem) -> int:
        """Buttons are never narrower than what stands on them."""
        growing = bool(item.expandingDirections() & Qt.Orientation.Horizontal)
        return item.minimumSize().width() if growing else item.sizeHint().width()

    @staticmethod
    def _height(line: list[QLayoutItem]) -> int:
        return max((item.sizeHint().height() for item in line), default=0)

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._items:
            wide = item.sizeHint().width()
            if lines and used + self.spacing() + wide <= width:
                lines[-1].append(item)
                used += self.spacing() + wide
            else:
                lines.append([item])
                used = wide
        return lines

    def _place(self, line: list[QLayoutItem], at: QRect, room: QRect) -> None:
        growing = [item for item in line if item.expandingDirections() & Qt.Orientation.Horizontal]
        used = sum(item.sizeHint().width() for item in line) + self.spacing() * (len(line) - 1)
        spare = max(0, at.width() - used) // len(growing) if growing else 0
        left = at.left()
        for item in line:
            width = min(item.sizeHint().width() + (spare if item in growing else 0), at.width())
            place = QRect(QPoint(left, at.top()), QSize(width, at.height()))
            parent = self.parentWidget()
            mirrored = parent is not None and parent.isRightToLeft()
            item.setGeometry(
                place.translated(room.left() + room.right() - left - place.right(), 0) if mirrored else place
            )
            left += width + self.spacing()
