"""The tray icon, drawn: a dark badge with a white sign and a white rim, so that it stands out on any panel.

The states differ by their sign, not by colour alone. White on each of the colours has a contrast of at least 5 to 1
(WCAG 2.2, 1.4.3 asks for 4.5).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from ui.status import Status

SIZES = (16, 22, 24, 32, 48, 64, 128)
COLOURS = {
    Status.IDLE: "#1f2d3d",
    Status.OPEN: "#5a2a82",
    Status.LOOKING: "#0b57a4",
    Status.THINKING: "#0b57a4",
    Status.SPEAKING: "#0a6b3b",
    Status.LISTENING: "#7a1fa2",
    Status.ERROR: "#b3211b",
}
_WHITE = QColor("white")


def status_icon(status: Status) -> QIcon:
    """One icon with a picture for each common panel height. Needs a running QGuiApplication."""
    icon = QIcon()
    for size in SIZES:
        icon.addPixmap(_draw(status, size))
    return icon


def _draw(status: Status, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / 32, size / 32)  # the signs are drawn on a grid of 32 by 32
    painter.setPen(QPen(_WHITE, max(1.5, 32 / size)))
    painter.setBrush(QColor(COLOURS[status]))
    painter.drawRoundedRect(QRectF(1, 1, 30, 30), 7, 7)
    _SIGNS[status](painter)
    painter.end()
    return pixmap


def _strokes(painter: QPainter, width: float) -> None:
    pen = QPen(_WHITE, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _solid(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(_WHITE))


def _lids(painter: QPainter, half_height: float) -> None:
    path = QPainterPath(QPointF(5, 16))
    path.quadTo(QPointF(16, 16 - 2 * half_height), QPointF(27, 16))
    path.quadTo(QPointF(16, 16 + 2 * half_height), QPointF(5, 16))
    _strokes(painter, 2.6)
    painter.drawPath(path)


def _resting_eye(painter: QPainter) -> None:
    _lids(painter, 6)
    _solid(painter)
    painter.drawEllipse(QPointF(16, 16), 3.2, 3.2)


def _wide_eye(painter: QPainter) -> None:
    _lids(painter, 9)
    _solid(painter)
    painter.drawEllipse(QPointF(16, 16), 5.6, 5.6)


def _three_dots(painter: QPainter) -> None:
    _solid(painter)
    for x in (8.5, 16, 23.5):
        painter.drawEllipse(QPointF(x, 16), 2.8, 2.8)


def _loudspeaker(painter: QPainter) -> None:
    _solid(painter)
    path = QPainterPath(QPointF(5, 12.5))
    for x, y in ((9, 12.5), (15, 7), (15, 25), (9, 19.5), (5, 19.5)):
        path.lineTo(x, y)
    path.closeSubpath()
    painter.drawPath(path)
    _strokes(painter, 2.6)
    for radius in (5, 10):
        painter.drawArc(QRectF(15.5 - radius, 16 - radius, 2 * radius, 2 * radius), -50 * 16, 100 * 16)


def _microphone(painter: QPainter) -> None:
    _solid(painter)
    painter.drawRoundedRect(QRectF(12.2, 5, 7.6, 13.5), 3.8, 3.8)
    _strokes(painter, 2.4)
    painter.drawArc(QRectF(8.5, 8, 15, 14.5), 190 * 16, 160 * 16)
    painter.drawLine(QPointF(16, 22.5), QPointF(16, 26.5))
    painter.drawLine(QPointF(11.5, 26.5), QPointF(20.5, 26.5))


def _open_ear(painter: QPainter) -> None:
    """A microphone between the waves that reach it."""
    _solid(painter)
    painter.drawRoundedRect(QRectF(12.6, 8, 6.8, 12), 3.4, 3.4)
    painter.drawRect(QRectF(14.8, 20, 2.4, 6))
    _strokes(painter, 2.4)
    for start in (130, -50):
        painter.drawArc(QRectF(5, 3, 22, 22), start * 16, 100 * 16)


def _exclamation_mark(painter: QPainter) -> None:
    _strokes(painter, 4.4)
    painter.drawLine(QPointF(16, 7.5), QPointF(16, 17.5))
    _solid(painter)
    painter.drawEllipse(QPointF(16, 24.2), 2.7, 2.7)


_SIGNS: dict[Status, Callable[[QPainter], None]] = {
    Status.IDLE: _resting_eye,
    Status.OPEN: _open_ear,
    Status.LOOKING: _wide_eye,
    Status.THINKING: _three_dots,
    Status.SPEAKING: _loudspeaker,
    Status.LISTENING: _microphone,
    Status.ERROR: _exclamation_mark,
}
