"""What has changed in real windows: what did is told, and what did not never is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.cancel import Token
from assistant.host import LocalWorker
from assistant.last_looks import same_place, tiles
from assistant.look import Look
from assistant.types import Capture, Claim, Scene
from models.evidence.merge import SceneMerger
from models.evidence.ocr import OcrGatherer, Reader
from models.evidence.secrets import SecretRedactor
from models.grounded.changes import changes
from tests.models.evidence.stage import CHROMIUM, Stage, text_page

pytestmark = pytest.mark.desktop

WINDOW = """
import sys
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import *
app = QApplication(sys.argv)
window = QWidget(); window.setWindowTitle("Basket"); form = QVBoxLayout(window)
banner = QLabel("Free delivery until Friday evening."); banner.setFixedHeight(90); banner.hide(); form.addWidget(banner)
total = QLabel("Total: 32.40 EUR"); form.addWidget(total)
form.addWidget(QLabel("Your order leaves the house tomorrow morning."))
gift = QCheckBox("Gift wrapping"); form.addWidget(gift)
name = QLineEdit("Ada Lovelace"); name.setAccessibleName("Name"); form.addWidget(name)
secret = QLineEdit("hunter2"); secret.setEchoMode(QLineEdit.EchoMode.Password); form.addWidget(secret)
goods = QListWidget(); goods.setAccessibleName("Goods"); goods.addItems(["Blue teapot", "Green tea", "Brown sugar"])
goods.setCurrentRow(0); form.addWidget(goods)
pay = QPushButton("Pay now"); form.addWidget(pay); cancel = QPushButton("Cancel"); form.addWidget(cancel)
error = QLabel("Error: the card was declined."); error.hide(); form.addWidget(error)
def on(key, work):
    QShortcut(QKeySequence(key), window).activated.connect(work)
on("F1", lambda: total.setText("Total: 35.40 EUR"))
on("F2", gift.toggle)
on("F3", lambda: goods.setCurrentRow(1))
on("F4", lambda: goods.addItem("Lemon cake"))
on("F5", cancel.hide)
on("F6", lambda: pay.setEnabled(False))
on("F7", lambda: window.setWindowTitle("Basket of Ada"))
on("F8", banner.show)
on("F9", error.show)
on("F11", lambda: name.setText("Grace Hopper"))
on("F12", lambda: secret.setText("swordfish77"))
pay.setFocus()
window.resize(420, 560); window.move(10, 4); window.show(); app.exec()
"""


class Observer:
    """Looks at one window as the session does, and compares two looks."""

    def __init__(self, stage: Stage, reader: Reader, title: str, *, tree: bool = True) -> None:
        self.stage, self.title = stage, title
        self._reader, self._tree = reader, tree

    def look(self) -> tuple[Capture, Scene]:
        redactor = SecretRedactor()
        look = Look(
            self.stage.grab(self.stage.window(self.title)),
            tree=self.stage.gatherer if self._tree else None,
            others=(OcrGatherer(LocalWorker(self._reader)),),
            merger=SceneMerger(redactor),
            redactor=redactor,
            token=Token(),
        )
        scene = look.finish()
        return look.capture, scene

    def news(self, before: tuple[Capture, Scene], after: tuple[Capture, Scene]) -> list[Claim]:
        same = same_place(tiles(before[0]), tiles(after[0]))
        return changes(before[1], after[1], same, "full", "en")

    def after(self, *keys: str) -> list[Claim]:
        """What is told once keys were pressed and the window has been painted anew."""
        before = self.settled()
        self.stage.desktop.key(*keys)
        end = time.monotonic() + 10
        while np.array_equal(self._pixels(), before[0].pixels) and time.monotonic() < end:
            time.sleep(0.05)
        return self.news(before, self.settled())

    def settled(self) -> tuple[Capture, Scene]:
        """A look at the window once nothing is being painted, by two pictures 0.4 s apart."""
        end = time.monotonic() + 60
        while True:
            first = self._pixels()
            time.sleep(0.4)
            capture, scene = self.look()
            if np.array_equal(first, self._pixels()):
                return capture, scene
            assert time.monotonic() < end, "the window is never still"

    def _pixels(self) -> np.ndarray:
        return self.stage.grab(self.stage.window(self.title)).pixels


@pytest.fixture
def basket(stage: Stage, reader: Reader) -> Iterator[Callable[..., Observer]]:
    def start(*, tree: bool = True) -> Observer:
        script = stage.folder / "basket.py"
        script.write_text(WINDOW)
        stage.start(sys.executable, str(script))
        stage.tree("^Basket", lambda things: any(thing.name == "Pay now" for thing in things))
        return Observer(stage, reader, "^Basket", tree=tree)

    yield start


def said(claims: list[Claim]) -> str:
    assert all(claim.evidence for claim in claims)
    return " ".join(claim.text for claim in claims)


CHANGES = [
    ("F1", "Now: Total: 35.40 EUR."),
    ("F2", "Gift wrapping is now checked."),
    ("F3", "Green tea is now selected."),
    ("F4", "New: Lemon cake, item."),
    ("F5", "Gone: Cancel button."),
    ("F6", "Pay now is now disabled."),
    ("F7", "The title is now Basket of Ada."),
    ("F8", "Free delivery until Friday evening."),
    ("F9", "New: Error: the card was declined."),
    ("F11", "Name is now Grace Hopper."),
]


def test_each_change_of_a_form_is_told_and_no_other(basket: Callable[..., Observer]) -> None:
    observer = basket()
    for key, expected in CHANGES:
        told = observer.after(key)
        assert expected in said(told), (key, told)
        assert len(told) == 1 or key in ("F6", "F8"), (key, told)
        assert "hunter2" not in said(told)
    assert "swordfish" not in said(observer.after("F12"))


def test_text_that_changed_is_told_without_a_tree(basket: Callable[..., Observer]) -> None:
    observer = basket(tree=False)
    assert "Now: Total: 35.40 EUR." in said(observer.after("F1"))
    assert "the card was declined" in said(observer.after("F9"))
    told = said(observer.after("F4"))
    assert "Lemon cake" in told
    assert "Blue teapot" not in told


@pytest.mark.parametrize("tree", [True, False], ids=["with its tree", "by OCR alone"])
def test_of_an_unchanged_window_nothing_is_told(basket: Callable[..., Observer], tree: bool) -> None:
    observer = basket(tree=tree)
    before = observer.settled()
    for _ in range(20):
        now = observer.look()
        assert observer.news(before, now) == []
        before = now


def test_a_line_typed_into_an_editor_is_all_that_is_told(stage: Stage, reader: Reader, tmp_path: Path) -> None:
    note = tmp_path / "shopping.txt"
    note.write_text("Shopping list\nTwo bottles of milk\nA loaf of brown bread\n")
    stage.start("mousepad", "--disable-server", str(note))
    stage.tree("shopping.txt", lambda things: any("bottles" in thing.value for thing in things))
    observer = Observer(stage, reader, "shopping.txt")
    observer.settled()
    stage.desktop.key("ctrl+End")
    before = observer.settled()
    stage.desktop.run(["xdotool", "type", "--delay", "30", "Seven apples"])
    told = said(observer.news(before, observer.settled()))
    assert "Seven apples" in told
    assert "Unsaved changes in shopping.txt" in told
    assert "milk" not in told
    assert "bread" not in told


@pytest.mark.parametrize("shift", [3, 40, 200])
def test_text_that_only_moved_is_never_new(reader: Reader, shift: int) -> None:
    """Rendered and read twice at other places: OCR boxes and confidences differ, the text does not."""
    pixels, _ = text_page(900, 600)
    lower = np.full_like(pixels, 255)
    lower[shift:] = pixels[:-shift]
    lower[:shift] = 255
    before, after = (scene_of(reader, each) for each in (pixels, lower))
    told = changes(before, after, same_place(tiles(capture(pixels)), tiles(capture(lower))), "full", "en")
    assert not any(claim.text.startswith(("New", "Now:", "Gone")) for claim in told), told


@pytest.mark.parametrize("strength", [2, 6, 12])
def test_noise_in_the_picture_is_no_news(reader: Reader, strength: int) -> None:
    """Each pixel differs a little, as on a compressed remote desktop: only the words themselves can be compared."""
    rng = np.random.default_rng(strength)
    pixels, _ = text_page(900, 420)
    noisy = [np.clip(pixels + rng.normal(0, strength, pixels.shape), 0, 255).astype(np.uint8) for _ in range(2)]
    before, after = (scene_of(reader, each) for each in noisy)
    assert changes(before, after, lambda _: False, "full", "en") == []


def capture(pixels: np.ndarray) -> Capture:
    return Capture(pixels, "window")


def scene_of(reader: Reader, pixels: np.ndarray) -> Scene:
    redactor = SecretRedactor()
    look = Look(
        capture(pixels),
        tree=None,
        others=(OcrGatherer(LocalWorker(reader)),),
        merger=SceneMerger(redactor),
        redactor=redactor,
        token=Token(),
    )
    return look.finish()


TALE = (
    "the", "quick", "brown", "fox", "jumps", "over", "lazy", "dogs", "while", "seventeen", "engineers", "measure",
    "how", "many", "words", "one", "page", "can", "hold",
)  # fmt: skip
SCROLLED = "\n".join(f"{TALE[n % 19]} {TALE[(3 * n) % 19]} {TALE[(7 * n + 2) % 19]} chapter {n}" for n in range(60))


def test_a_terminal_that_is_scrolled_back_tells_of_nothing_new(stage: Stage, reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "tale.txt").write_text(SCROLLED)
    font = ("-fa", "DejaVu Sans Mono", "-fs", "12", "-geometry", "60x20")
    stage.start("xterm", "-T", "Tale", *font, "-e", f"cat {tmp_path}/tale.txt; sleep 1000")
    observer = Observer(stage, reader, "^Tale$")
    before = observer.settled()
    assert any("chapter 59" in block.text for block in before[1].blocks)
    stage.desktop.key("shift+Prior")
    told = observer.news(before, observer.settled())
    assert told, "the lines that came into view"
    assert all(claim.text.startswith("Now in view") for claim in told), told
    assert "chapter 59" not in said(told)


def test_a_page_in_a_browser_that_is_scrolled_tells_of_nothing_gone(stage: Stage, reader: Reader) -> None:
    page = stage.folder / "long.html"
    rows = "".join(f"<p>{line}</p>" for line in SCROLLED.splitlines())
    page.write_text(f"<html><head><title>Long tale</title></head><body><h1>Tale</h1>{rows}</body></html>")
    stage.start(*CHROMIUM, f"--user-data-dir={stage.folder / 'chromium'}", "--window-size=700,600", page.as_uri())
    stage.tree("Long tale", lambda things: any("chapter 5" in thing.name for thing in things))
    observer = Observer(stage, reader, "Long tale")
    before = observer.settled()
    for _ in range(5):
        now = observer.look()
        assert observer.news(before, now) == []
        before = now
    stage.desktop.key("space")
    told = observer.news(before, observer.settled())
    assert not any(claim.text.startswith(("New", "Gone", "Now:")) for claim in told), told
