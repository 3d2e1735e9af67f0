"""A settings window with about 300 accessible nodes, for measurements. PySide6; ends with the desktop."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

GROUPS = ("Mail", "Calendar", "Contacts", "Backup", "Network", "Printing", "Sound", "Display", "Storage", "Updates")
ROWS = 8


def main() -> None:
    app = QApplication(sys.argv)
    app.setApplicationName("Control Centre")
    window = QWidget()
    window.setWindowTitle("Control Centre")
    grid = QGridLayout(window)
    first: QLineEdit | None = None
    for place, group in enumerate(GROUPS):
        box = QGroupBox(group)
        rows = QVBoxLayout(box)
        for row in range(ROWS):
            line = QHBoxLayout()
            field = QLineEdit(f"{group.lower()}-{row}.example.org")
            field.setAccessibleName(f"{group} server {row + 1}")
            check = QCheckBox("Enabled")
            check.setChecked(row % 2 == 0)
            for widget in (QLabel(f"Server {row + 1}"), field, check):
                line.addWidget(widget)
            rows.addLayout(line)
            first = first or field
        grid.addWidget(box, place // 5, place % 5)
    buttons = QHBoxLayout()
    for name in ("Restore defaults", "Cancel", "Apply", "Save"):
        buttons.addWidget(QPushButton(name))
    grid.addLayout(buttons, 2, 0, 1, 5)
    window.resize(1240, 700)
    window.show()
    if first is not None:
        first.setFocus()
    app.exec()


if __name__ == "__main__":
    main()
