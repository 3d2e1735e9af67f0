"""A live window that tells nothing of its controls (a canvas): they are found by their looks, named by
the text beside them, and questions about them answered; a window that tells is left to its tree."""

from __future__ import annotations

import sys

import pytest

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.host import LocalWorker
from assistant.look import Look
from assistant.types import Capture, Finding, Question, Scene
from models.evidence.elements.finder import ElementsGatherer, Finder
from models.evidence.elements.untold import untold
from models.evidence.merge import SceneMerger
from models.evidence.ocr import OcrGatherer, Reader
from models.evidence.secrets import SecretRedactor
from models.grounded.engine import GroundedEngine
from tests.models.evidence.stage import Stage

pytestmark = pytest.mark.desktop

REMOTE = """
import sys
from PySide6.QtWidgets import *
app = QApplication(sys.argv); app.setStyle("Windows")
form = QWidget(); form.resize(520, 420); lines = QVBoxLayout(form)
for name, on in (("Wrap lines", True), ("Spell check", False), ("Line numbers", True)):
    box = QCheckBox(name); box.setChecked(on); lines.addWidget(box)
row = QFormLayout(); row.addRow("Author", QLineEdit("Ada Lovelace")); row.addRow("Publisher", QLineEdit("Taylor"))
lines.addLayout(row)
bar = QProgressBar(); bar.setTextVisible(False); bar.setValue(40)
row.addRow("Copying", bar)
lines.addWidget(QPushButton("Apply all"))
form.show(); app.processEvents(); picture = form.grab(); form.hide()
window = QLabel(); window.setPixmap(picture); window.setWindowTitle("Remote desktop")
window.move(30, 30); window.show(); app.exec()
"""


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder()


def seen(stage: Stage, reader: Reader, finder: Finder, title: str) -> tuple[Capture, Scene]:
    capture, _ = stage.tree(title)
    redactor = SecretRedactor()
    others = (OcrGatherer(LocalWorker(reader)), ElementsGatherer(LocalWorker(finder)))
    look = Look(
        capture, tree=stage.gatherer, others=others, merger=SceneMerger(redactor), redactor=redactor, token=Token()
    )
    return capture, look.finish()


def test_questions_about_a_remote_desktop_are_answered_from_its_looks(
    stage: Stage, reader: Reader, finder: Finder
) -> None:
    script = stage.folder / "remote.py"
    script.write_text(REMOTE)
    stage.start(sys.executable, str(script))
    capture, scene = seen(stage, reader, finder, "Remote desktop")
    boxes = {thing.name: thing.states for thing in scene.things if thing.role == "checkbox"}
    assert boxes, scene.things
    engine = GroundedEngine()

    def ask(question: str) -> tuple[str, bool]:
        answer = engine.answer(Question(question), capture, scene, Conversation(), Token())
        return answer.text, answer.answerable

    for name, on in (("Wrap lines", True), ("Spell check", False)):
        text, answerable = ask(f"Is {name} checked?")
        assert answerable, (text, scene.things)
        assert text.startswith("Yes" if on else "No"), text
    text, answerable = ask("How far is the progress?")
    assert answerable
    assert any(f"{percent} %" in text for percent in range(37, 44)), text
    told = " ".join(claim.text for claim in engine.describe(capture, iter([scene]), "full", "en", Token()))
    assert "Wrap lines" in told
    assert "Copying" in told


def test_a_window_that_tells_is_left_to_its_tree(stage: Stage, finder: Finder) -> None:
    stage.start_qt()
    capture, things = stage.tree("Orders", lambda found: any(thing.name == "Save" for thing in found))
    scene = SceneMerger().start(capture)
    scene = SceneMerger().add(scene, Finding("tree", things=things))
    assert untold(capture, scene) == []
    assert list(ElementsGatherer(LocalWorker(finder)).gather(capture, scene, Token())) == []
