"""Contrast as WCAG 2.2 defines it, of two colours and of text as it is drawn."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget


def luminance(colour: QColor) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, "relative luminance")."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def ratio(one: QColor, other: QColor) -> float:
    """1 to 21 (WCAG 2.2, "contrast ratio")."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def drawn_contrast(window: QWidget) -> dict[str, float]:
    """Text -> contrast of its darkest stroke or brightest one with the ground it stands on, for each label, button and
    empty line that is in view: what is scrolled away is drawn nowhere. The window must be shown."""
    image = window.grab().toImage()
    found: dict[str, float] = {}
    for widget in window.findChildren(QWidget):
        if isinstance(widget, QLabel | QAbstractButton):
            text = widget.text()
        elif isinstance(widget, QLineEdit):
            text = widget.text() or widget.placeholderText()
        else:
            continue
        if not text or widget.visibleRegion().boundingRect() != widget.rect():
            continue
        place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(4, 4, -4, -4) & image.rect()
        colours = [image.pixelColor(x, y) for x in range(place.left(), place.right() + 1)
                   for y in range(place.top(), place.bottom() + 1)]  # fmt: skip
        counts: dict[int, int] = {}
        for colour in colours:
            counts[colour.rgb()] = counts.get(colour.rgb(), 0) + 1
        if counts:
            ground = QColor.fromRgb(max(counts, key=lambda rgb: counts[rgb]))
            found[text.replace("&", "")] = max(ratio(QColor.fromRgb(rgb), ground) for rgb in counts)
    return found
