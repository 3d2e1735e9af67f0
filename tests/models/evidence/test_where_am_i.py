"""Where am I, asked in real windows of two toolkits."""

from __future__ import annotations

import sys

import pytest

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.look import Look
from assistant.types import Question
from models.evidence.merge import SceneMerger
from models.evidence.secrets import SecretRedactor
from models.grounded.engine import GroundedEngine
from tests.models.evidence.stage import Stage

pytestmark = pytest.mark.desktop

WINDOW = """
import sys
from PySide6.QtWidgets import *
app = QApplication(sys.argv)
window = QWidget(); window.setWindowTitle("Networks"); outer = QVBoxLayout(window)
tabs = QTabWidget(); outer.addWidget(tabs); page = QWidget(); inner = QVBoxLayout(page); tabs.addTab(page, "Wireless")
tabs.addTab(QWidget(), "Proxy")
group = QGroupBox("In reach"); inner.addWidget(group); box = QVBoxLayout(group)
near = QListWidget(); near.setAccessibleName("Networks near you"); near.addItems(["Attic", "Cellar", "Garden"])
near.setCurrentRow(1); box.addWidget(near)
window.resize(420, 360); window.move(10, 4); window.show(); near.setFocus(); app.exec()
"""


def where(stage: Stage, title: str) -> str:
    redactor = SecretRedactor()
    capture = stage.grab(stage.window(title))
    look = Look(capture, tree=stage.gatherer, others=(), merger=SceneMerger(redactor), redactor=redactor, token=Token())
    scene = look.finish()
    return GroundedEngine().answer(Question("Where am I?"), capture, scene, Conversation(), Token()).text


def test_in_a_list_on_a_tab_of_a_qt_window(stage: Stage) -> None:
    script = stage.folder / "networks.py"
    script.write_text(WINDOW)
    stage.start(sys.executable, str(script))
    stage.tree("^Networks$", lambda things: any("focused" in thing.states for thing in things))
    told = where(stage, "^Networks$")
    assert told.startswith("Networks."), told
    assert "In reach" in told
    assert "On the tab Wireless." in told
    assert "Cellar" in told
    assert told.endswith("That is item 2 of 3."), told


def test_in_a_field_of_a_gtk_dialog(stage: Stage) -> None:
    stage.start("zenity", "--forms", "--title", "Login", "--text", "Who are you?", "--add-entry", "Nickname")
    stage.tree("^Login$", lambda things: any("focused" in thing.states for thing in things))
    told = where(stage, "^Login$")
    assert told.startswith("Login"), told
    assert "Focus: Nickname, text field" in told
