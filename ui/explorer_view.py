"""The explored picture: the current place in a thick ring, magnified around it when zoomed; the mouse finds places."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.evidence_view import EvidenceView

LARGEST, STEP = 16.0, 1.5


class ExplorerView(EvidenceView):
    """`pointed` carries the pixel of the picture that is under the mouse or the finger."""

    pointed = Signal(float, float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.zoom = 1.0
        self.setMouseTracking(True)

    def magnify(self, larger: bool) -> float:
        """One step; gives the zoom, 1 for all of the picture."""
        self.zoom = min(LARGEST, max(1.0, self.zoom * (STEP if larger else 1 / STEP)))
        if self.zoom < 1.01:
            self.zoom = 1.0
        self.update()
        return self.zoom

    def shown_at(self) -> QRectF:
        """Magnified, the current place is in the middle, as far as the picture has no edge there."""
        whole = super().shown_at()
        if self.zoom <= 1.0 or self._image.isNull():
            return whole
        width, height = whole.width() * self.zoom, whole.height() * self.zoom
        across, down = 0.5, 0.5
        if self._boxes:
            x, y = self._boxes[0].centre
            across, down = x / max(1, self._image.width()), y / max(1, self._image.height())
        left = self._kept_in(self.width() / 2 - across * width, width, self.width())
        top = self._kept_in(self.height() / 2 - down * height, height, self.height())
        return QRectF(left, top, width, height)

    @staticmethod
    def _kept_in(start: float, size: float, room: float) -> float:
        return (room - size) / 2 if size <= room else min(0.0, max(room - size, start))

    def pixel_at(self, point: QPointF) -> tuple[float, float] | None:
        """The pixel of the picture there; None beside it."""
        shown = self.shown_at()
        if self._image.isNull() or not shown.contains(point):
            return None
        return (
            (point.x() - shown.x()) * self._image.width() / max(1.0, shown.width()),
            (point.y() - shown.y()) * self._image.height() / max(1.0, shown.height()),
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        self._point(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        if event.button() is Qt.MouseButton.LeftButton:
            self._point(event)

    def _point(self, event: QMouseEvent) -> None:
        pixel = self.pixel_at(event.position())
        if pixel is not None:
            self.pointed.emit(*pixel)
