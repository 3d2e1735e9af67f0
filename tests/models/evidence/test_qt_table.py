"""A table of a Qt program is a table, and told once: what the tree has said of its cells is not said again."""

from __future__ import annotations

import sys

import pytest

from assistant.cancel import Token
from models.evidence.ocr import Reader
from models.grounded.claims import normal
from models.grounded.engine import GroundedEngine
from tests.models.evidence.stage import Stage
from tests.models.evidence.test_hostile_trees import scene_of

ROWS = [
    ("Hammer drill, 750 W", "Aisle 4, shelf B", "12", "89.90 EUR"),
    ("Spirit level 60 cm", "Aisle 2, shelf A", "3", "14.50 EUR"),
    ("Wood glue, waterproof", "Aisle 7, shelf C", "40", "6.20 EUR"),
    ("Sandpaper set, 120 grit", "Aisle 7, shelf A", "0", "9.45 EUR"),
    ("Adjustable spanner", "Aisle 4, shelf D", "7", "17.00 EUR"),
]
WINDOW = f"""
import sys
from PySide6.QtWidgets import *
app = QApplication(sys.argv)
window = QWidget(); window.setWindowTitle("Warehouse"); box = QVBoxLayout(window)
rows = {ROWS!r}
table = QTableWidget(len(rows), 4); table.setHorizontalHeaderLabels(["Article", "Place", "In stock", "Price"])
for row, cells in enumerate(rows):
    for column, text in enumerate(cells):
        table.setItem(row, column, QTableWidgetItem(text))
table.resizeColumnsToContents()
if len(sys.argv) > 1:
    table.setColumnWidth(0, int(sys.argv[1]))
box.addWidget(QLabel("Counted on 3 March by P. Novak")); box.addWidget(table); box.addWidget(QPushButton("Print list"))
window.resize(560, 320); window.move(30, 20); window.show(); app.exec()
"""


@pytest.mark.parametrize("width", ["170", "60"])
def test_a_table_is_told_as_one_and_nothing_of_its_cells_twice(width: str, stage: Stage, reader: Reader) -> None:
    script = stage.folder / "table.py"
    script.write_text(WINDOW)
    stage.start(sys.executable, str(script), width)
    _, things = stage.tree("Warehouse", lambda things: sum(thing.role == "cell" for thing in things) >= 24)
    (table,) = (thing for thing in things if thing.role == "table")
    assert table.box is not None
    capture = stage.painted(stage.window("Warehouse"), table.box)
    scene = scene_of(stage, capture, reader)
    told = [claim.text for claim in GroundedEngine().describe(capture, iter([scene]), "full", "en", Token())]
    assert told[0] == "Table: Warehouse."
    rows = [f"{number}, {', '.join(cells)}." for number, cells in enumerate(ROWS, 1)]
    assert [one for one in told if one in rows] == rows
    rest = [one for one in told if one not in rows and not one.startswith(("Table", "Focus"))]
    assert sorted(rest) == ["Button: Print list.", "Counted on 3 March by P. Novak."]
    assert "chat" not in normal(" ".join(told))
