"""A picture with the places that back an answer marked in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

if TYPE_CHECKING:
    from assistant.types import Box, Pixels

OUTER_PX, INNER_PX = 6, 3
"""A line of the background's colour under one of the text's: seen on any picture, and by no colour alone."""


class EvidenceView(QLabel):
    """Shows all of the picture, as large as there is room. A label with a pixmap, since Qt tells assistive programs of
    no other widget that it is an image."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPixmap(QPixmap(1, 1))
        self._image = QImage()
        self._boxes: Sequence[Box] = ()
        self.setMinimumSize(160, 120)
        self.setSizePolicy(self.sizePolicy().Policy.Expanding, self.sizePolicy().Policy.Expanding)

    @property
    def boxes(self) -> Sequence[Box]:
        return self._boxes

    def show_picture(self, pixels: Pixels | None, boxes: Sequence[Box], name: str, description: str) -> None:
        """`pixels`: (h, w, 3) uint8 RGB; `name` and `description` are what a screen reader says of it."""
        if pixels is None:
            self._image = QImage()
        else:
            height, width = pixels.shape[:2]
            data = pixels.tobytes()
            self._image = QImage(data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
        self._boxes = tuple(boxes)
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        self.update()

    def mark(self, boxes: Sequence[Box]) -> None:
        """Other places of the same picture."""
        self._boxes = tuple(boxes)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        return QSize(480, 320)

    def shown_at(self) -> QRectF:
        """Where in this widget the picture is."""
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(
            (self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height()
        )

    def marked_at(self) -> list[QRectF]:
        """Where in this widget the boxes are."""
        room, width, height = self.shown_at(), max(1, self._image.width()), max(1, self._image.height())
        across, down = room.width() / width, room.height() / height
        return [QRectF(room.x() + b.x * across, room.y() + b.y * down, b.w * across, b.h * down) for b in self._boxes]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.shown_at(), self._image)
        for role, width in ((QPalette.ColorRole.Base, OUTER_PX), (QPalette.ColorRole.Text, INNER_PX)):
            painter.setPen(QPen(self.palette().color(role), width))
            for place in self.marked_at():
                painter.drawRect(place.adjusted(-INNER_PX, -INNER_PX, INNER_PX, INNER_PX))
        painter.end()
