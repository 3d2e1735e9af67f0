"""Looks that low vision can use: contrast by WCAG 2.2, measured in the palettes and on what is drawn; large letters."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSlider,
    QSpinBox,
    QVBoxLayout,
)

from assistant.settings import LooksSettings
from tests.ui.contrast import drawn_contrast, ratio
from ui.looks import DISABLED, MEETING, THEMES, Looks, palette_of
from ui.window import Window


class Sample(Window):
    def __init__(self) -> None:
        super().__init__("Sample", QSize(400, 300))
        layout = QVBoxLayout(self)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("A hint to read")
        self.off = QPushButton("Not now", self)
        self.off.setEnabled(False)
        self.first = QPushButton("Do it", self)
        for widget in (QLabel("Words to read", self), self.line, self.first, self.off, QCheckBox("A choice", self)):
            layout.addWidget(widget)


@pytest.mark.parametrize("theme", THEMES)
def test_all_colours_that_meet_differ_enough(theme: str) -> None:
    palette, least = palette_of(theme), 7.0 if theme == "high-contrast" else 4.5
    for text, ground in MEETING:
        assert ratio(palette.color(text), palette.color(ground)) >= least, (theme, text, ground)
    for ground in (QPalette.ColorRole.Window, QPalette.ColorRole.Base, QPalette.ColorRole.Button):
        assert ratio(QColor(DISABLED[theme]), palette.color(ground)) >= 4.5, (theme, ground)
        assert ratio(palette.color(QPalette.ColorRole.WindowText), palette.color(ground)) >= 3, "the focus ring"


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_drawn_differs_enough(looks: Looks, qt: QApplication, theme: str) -> None:
    looks.apply(LooksSettings(theme=theme), "en")
    window = Sample()
    window.bring_up()
    qt.processEvents()
    measured = drawn_contrast(window)
    assert {"Words to read", "A hint to read", "Do it", "Not now", "A choice"} <= set(measured)
    assert min(measured.values()) >= 4.5, measured
    window.end()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scale", [1.0, 3.0])
def test_where_a_control_is_can_be_seen(looks: Looks, qt: QApplication, theme: str, scale: float) -> None:
    looks.apply(LooksSettings(theme=theme, scale=scale), "en")
    window = Window("Edges", QSize(400, 400))
    layout = QVBoxLayout(window)
    editable = QComboBox()
    editable.setEditable(True)
    controls = (QPushButton("Do it"), QLineEdit(), QCheckBox("A choice"), QComboBox(), editable, QSpinBox(),
                QSlider(Qt.Orientation.Horizontal), QListWidget())  # fmt: skip
    for control in controls:
        control.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # no ring
        layout.addWidget(control)
    window.bring_up()
    qt.processEvents()
    image, ground = window.grab().toImage(), palette_of(theme).color(QPalette.ColorRole.Window)
    for control in controls:
        place = control.mapTo(window, QPoint(0, control.height() // 2))
        edge = max(ratio(image.pixelColor(place.x() + right, place.y()), ground) for right in range(5))
        assert edge >= 3, (type(control).__name__, edge)
    window.end()


def test_a_check_mark_is_seen_by_its_shape(looks: Looks, qt: QApplication) -> None:
    for theme in THEMES:
        looks.apply(LooksSettings(theme=theme), "en")
        box = QCheckBox("")
        drawn = []
        for checked in (False, True):
            box.setChecked(checked)
            drawn.append(box.grab().toImage())
        without, marked = drawn
        changed = [
            ratio(marked.pixelColor(x, y), without.pixelColor(x, y))
            for x in range(marked.width())
            for y in range(marked.height())
        ]
        assert sum(value >= 3 for value in changed) >= 8, theme


def test_the_ring_is_around_what_has_the_focus_and_3_pixels_wide(looks: Looks, qt: QApplication) -> None:
    looks.apply(LooksSettings(theme="high-contrast"), "en")
    window = Sample()
    window.bring_up()
    qt.processEvents()
    for widget in (window.first, window.line):
        assert widget is not None
        widget.setFocus()
        qt.processEvents()
        image = window.grab().toImage()
        left = widget.geometry().left()
        row = [image.pixelColor(x, widget.geometry().center().y()).lightness() for x in range(left - 8, left + 2)]
        assert sum(value > 200 for value in row) >= 3, (row, widget)
    window.end()


def test_letters_are_as_large_as_wanted_and_windows_stay_on_the_screen(looks: Looks, qt: QApplication) -> None:
    looks.apply(LooksSettings(), "en")
    usual = qt.font().pointSizeF()
    looks.apply(LooksSettings(scale=3.0), "en")
    assert qt.font().pointSizeF() == pytest.approx(3 * usual)
    window = Sample()
    window.resize(5000, 5000)
    window.bring_up()
    qt.processEvents()
    room = window.screen().availableGeometry()
    assert window.width() <= room.width() and window.height() <= room.height()
    window.end()


def test_a_right_to_left_language_turns_the_windows_around(looks: Looks, qt: QApplication) -> None:
    looks.apply(LooksSettings(), "ar")
    assert qt.isRightToLeft()
    window = Sample()
    window.bring_up()
    qt.processEvents()
    assert drawn_contrast(window)
    window.end()
    looks.apply(LooksSettings(), "en")
    assert not qt.isRightToLeft()
