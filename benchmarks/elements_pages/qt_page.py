"""Windows full of Qt controls, drawn off screen: OUT/N.png and OUT/N.json (what is where, in which state).

QT_QPA_PLATFORM=offscreen python benchmarks/elements_pages/qt_page.py OUT --style Fusion --count 20 --seed 1
"""

# ruff: noqa: S311 - markup and tables read better unwrapped; the dice are no secret

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QSlider,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from models.training.elements.words import LABELS, TEXT, VALUES


class Window:
    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.window = QWidget()
        self.controls: list[tuple[str, QWidget]] = []
        columns = QHBoxLayout(self.window)
        parts = [self.form, self.form, self.checks, self.radios, self.buttons, self.sliders, self.progress, self.tabs,
                 self.listing, self.table, self.prose, self.tools]  # fmt: skip
        for _ in range(rng.choice((1, 2, 3))):
            column = QVBoxLayout()
            for _ in range(rng.randint(3, 6)):
                box: QWidget = QGroupBox(self.label()) if rng.random() < 0.4 else QWidget()
                rng.choice(parts)(box)
                column.addWidget(box)
            column.addStretch(1)
            columns.addLayout(column)

    def label(self) -> str:
        return self.rng.choice(LABELS)

    def add(self, role: str, control: QWidget) -> QWidget:
        if self.rng.random() < 0.13:
            control.setEnabled(False)
        self.controls.append((role, control))
        return control

    def field(self) -> QWidget:
        rng = self.rng
        kind = rng.randrange(4)
        if kind == 0:
            box = QComboBox()
            box.addItem(self.label())
            box.setEditable(rng.random() < 0.2)
            return self.add("combobox", box)
        if kind == 1:
            spin = QSpinBox()
            spin.setMaximum(1000)
            spin.setValue(rng.randint(0, 999))
            return self.add("spinbutton", spin)
        line = QLineEdit(rng.choice(VALUES))
        line.setPlaceholderText(rng.choice(("", self.label())))
        line.setMaximumWidth(rng.choice((120, 200, 400)))
        return self.add("textbox", line)

    def form(self, box: QWidget) -> None:
        grid = QGridLayout(box)
        for row in range(self.rng.randint(1, 5)):
            grid.addWidget(QLabel(self.label()), row, 0)
            grid.addWidget(self.field(), row, 1)

    def checks(self, box: QWidget) -> None:
        lines = QVBoxLayout(box)
        for _ in range(self.rng.randint(1, 5)):
            check = QCheckBox(self.label())
            if self.rng.random() < 0.08:
                check.setTristate(True)
                check.setCheckState(Qt.CheckState.PartiallyChecked)
            else:
                check.setChecked(self.rng.random() < 0.5)
            lines.addWidget(self.add("checkbox", check))

    def radios(self, box: QWidget) -> None:
        lines = self.rng.choice((QVBoxLayout, QHBoxLayout))(box)
        count = self.rng.randint(2, 5)
        chosen = self.rng.randrange(-1, count)
        for at in range(count):
            radio = QRadioButton(self.label())
            lines.addWidget(self.add("radio", radio))
            radio.setChecked(at == chosen)

    def buttons(self, box: QWidget) -> None:
        line = QHBoxLayout(box)
        for _ in range(self.rng.randint(1, 4)):
            button = QPushButton(self.label())
            button.setDefault(self.rng.random() < 0.1)
            line.addWidget(self.add("button", button))

    def tools(self, box: QWidget) -> None:
        line = QHBoxLayout(box)
        icons = list(QStyle.StandardPixmap)
        for _ in range(self.rng.randint(2, 7)):
            tool = QToolButton()
            tool.setIcon(box.style().standardIcon(self.rng.choice(icons)))
            tool.setAutoRaise(self.rng.random() < 0.6)
            line.addWidget(tool if tool.autoRaise() else self.add("button", tool))

    def sliders(self, box: QWidget) -> None:
        lines = QVBoxLayout(box)
        for _ in range(self.rng.randint(1, 3)):
            slider = QSlider(Qt.Orientation.Horizontal)
            slider.setMaximum(1000)
            slider.setValue(self.rng.randint(0, 1000))
            lines.addWidget(self.add("slider", slider))

    def progress(self, box: QWidget) -> None:
        lines = QVBoxLayout(box)
        for _ in range(self.rng.randint(1, 3)):
            bar = QProgressBar()
            bar.setMaximum(1000)
            bar.setValue(self.rng.choice((0, 1000, *(self.rng.randint(0, 1000) for _ in range(6)))))
            bar.setTextVisible(self.rng.random() < 0.6)
            lines.addWidget(bar)
            self.controls.append(("progressbar", bar))

    def tabs(self, box: QWidget) -> None:
        lines = QVBoxLayout(box)
        tabs = QTabWidget()
        for _ in range(self.rng.randint(2, 5)):
            tabs.addTab(QLabel(self.rng.choice(TEXT)[:40]), self.label())
        tabs.setCurrentIndex(self.rng.randrange(tabs.count()))
        lines.addWidget(tabs)
        self.controls.append(("tabs", tabs))

    def listing(self, box: QWidget) -> None:
        lines = QVBoxLayout(box)
        rows = QListWidget()
        rows.addItems([f"{self.label()} {self.label()}" for _ in range(self.rng.randint(3, 12))])
        if self.rng.random() < 0.7:
            rows.setCurrentRow(self.rng.randrange(min(4, rows.count())))
        rows.setMaximumHeight(140)
        lines.addWidget(rows)
        self.controls.append(("list", rows))

    def table(self, box: QWidget) -> None:
        lines = QVBoxLayout(box)
        table = QTableWidget(self.rng.randint(2, 5), self.rng.randint(2, 4))
        for row in range(table.rowCount()):
            for column in range(table.columnCount()):
                table.setItem(row, column, QTableWidgetItem(self.label()))
        table.setMaximumHeight(160)
        lines.addWidget(table)
        self.controls.append(("table", table))

    def prose(self, box: QWidget) -> None:
        lines = QVBoxLayout(box)
        if self.rng.random() < 0.5:
            text = QLabel(" ".join(self.rng.sample(TEXT, 2)))
            text.setWordWrap(True)
            lines.addWidget(text)
            return
        area = QPlainTextEdit("\n".join(self.rng.choices(TEXT, k=self.rng.randint(1, 12))))
        area.setMaximumHeight(120)
        lines.addWidget(self.add("textbox", area))

    # -- truth ------------------------------------------------------------------------------------------------------

    def truth(self, scale: float) -> list[dict[str, object]]:
        found = []
        for role, control in self.controls:
            found += list(self._of(role, control))
            for bar in control.findChildren(QScrollBar):
                if bar.isVisible() and bar.maximum() > bar.minimum():
                    share = (bar.value() - bar.minimum()) / (bar.maximum() - bar.minimum())
                    found.append(("scrollbar", self._box(bar, bar.rect()), [], share))
        return [
            {"role": role, "box": [side * scale for side in box], "states": states, "value": value}
            for role, box, states, value in found
        ]

    def _box(self, control: QWidget, rect: QRect) -> list[int]:
        at = control.mapTo(self.window, QPoint(rect.x(), rect.y()))
        return [at.x(), at.y(), rect.width(), rect.height()]

    def _of(self, role: str, control: QWidget) -> list[tuple[str, list[int], list[str], float | None]]:
        states = [] if control.isEnabled() else ["disabled"]
        if control.hasFocus():
            states.append("focused")
        rect, value = control.rect(), None
        if isinstance(control, QTabWidget):
            bar = control.tabBar()
            return [
                ("tab", self._box(bar, bar.tabRect(at)), ["selected"] if at == control.currentIndex() else [], None)
                for at in range(bar.count())
            ]
        if isinstance(control, QListWidget):
            row = control.currentItem()
            if row is None or not row.isSelected():
                return []
            return [("listitem", self._box(control.viewport(), control.visualItemRect(row)), ["selected"], None)]
        if role == "table":
            return []
        if isinstance(control, (QCheckBox, QRadioButton)):
            option = QStyleOptionButton()
            control.initStyleOption(option)
            part = (
                QStyle.SubElement.SE_CheckBoxIndicator
                if role == "checkbox"
                else QStyle.SubElement.SE_RadioButtonIndicator
            )
            rect = control.style().subElementRect(part, option, control)
            mixed = isinstance(control, QCheckBox) and control.checkState() == Qt.CheckState.PartiallyChecked
            states.append("mixed" if mixed else "checked" if control.isChecked() else "unchecked")
        if isinstance(control, (QSlider, QProgressBar)):
            value = control.value() / 1000
        return [(role, self._box(control, rect), states, value)]


def palettes(rng: random.Random) -> QPalette | None:
    kind = rng.randrange(4)
    if kind == 0:
        return None
    dark = kind == 1
    back = QColor.fromHsl(rng.randrange(360), rng.randrange(30), rng.randint(20, 70) if dark else rng.randint(200, 245))
    palette = QPalette(back)
    palette.setColor(
        QPalette.ColorRole.Highlight, QColor.fromHsl(rng.randrange(360), rng.randint(120, 255), rng.randint(80, 150))
    )
    return palette


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--style", default="Fusion")
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    rng = random.Random(f"{asked.style}/{asked.seed}")
    app = QApplication([])
    app.setStyle(asked.style)
    standard = QPalette(app.style().standardPalette())
    for number in range(asked.count):
        app.setPalette(palettes(rng) or standard)
        app.setFont(QFont(rng.choice(("DejaVu Sans", "Liberation Sans", "Noto Sans")), rng.choice((9, 10, 10, 11, 13))))
        page = Window(rng)
        page.window.resize(rng.choice((700, 900, 1200)), rng.choice((500, 700)))
        page.window.show()
        can: list[QWidget] = [
            c
            for role, c in page.controls
            if c.isEnabled() and isinstance(c, (QAbstractButton, QLineEdit, QComboBox, QSlider, QSpinBox))
        ]
        if can and rng.random() < 0.8:
            page.window.activateWindow()
            rng.choice(can).setFocus(Qt.FocusReason.TabFocusReason)
        else:
            page.window.setFocus()
        step: Callable[[], None] = app.processEvents
        step()
        scale = page.window.devicePixelRatio()
        page.window.grab().save(str(asked.out / f"{number}.png"))
        (asked.out / f"{number}.json").write_text(json.dumps(page.truth(scale)), "utf-8")
        page.window.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
