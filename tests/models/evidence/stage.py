"""What the tests of the evidence do on the virtual desktop, and the pictures they read."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from virtual_desktop import VirtualDesktop

from assistant.cancel import Token
from assistant.types import Box, Capture, Finding, Scene, Thing, WindowInfo
from models.evidence.tree import TreeGatherer

QT_WINDOW = """
import sys
from PySide6.QtCore import Qt
from PySide6.QtWidgets import *
app = QApplication(sys.argv)
window = QWidget(); window.setWindowTitle("Orders"); form = QFormLayout(window)
form.addRow("Name", QLineEdit("Ada Lovelace"))
secret = QLineEdit("hunter2-secret"); secret.setEchoMode(QLineEdit.EchoMode.Password); form.addRow("Password", secret)
shown = QLineEdit("orchid-4711"); form.addRow("Passcode", shown)
box = QCheckBox("Remember me"); box.setChecked(True); form.addRow(box)
colour = QComboBox(); colour.addItems(["Red", "Green"]); form.addRow("Colour", colour)
volume = QSlider(Qt.Orientation.Horizontal); volume.setValue(30); form.addRow("Volume", volume)
cancel = QPushButton("Cancel"); cancel.setEnabled(False); form.addRow(QPushButton("Save"), cancel)
table = QTableWidget(3, 2); table.setHorizontalHeaderLabels(["Item", "Price"])
for row, cells in enumerate([("Tea", "3.50"), ("Bread", "2.20"), ("Total", "5.70")]):
    for column, text in enumerate(cells):
        table.setItem(row, column, QTableWidgetItem(text))
form.addRow(table); form.addRow(QLabel("Order 17 is late."))
many = QListWidget() if "--many" in sys.argv else None
if many is not None:
    many.addItems([f"Row {number}" for number in range(20000)]); form.addRow(many)
if "--group" in sys.argv:
    group = QGroupBox("Mail"); inner = QFormLayout(group)
    server = QLineEdit("a.example.org"); server.setAccessibleName("Mail server 1"); inner.addRow(server)
    line = QHBoxLayout(); line.addWidget(QLabel("Port")); line.addWidget(QLineEdit("993")); inner.addRow(line)
    form.insertRow(0, group)
    pins = QGroupBox("PIN"); QVBoxLayout(pins).addWidget(QLineEdit("4711")); form.insertRow(1, pins)
if "--labels" in sys.argv:
    grid = QGridLayout()
    for number in range(600):
        grid.addWidget(QLabel(f"n{number}"), number // 25, number % 25)
    form.addRow(grid)
window.resize(420, 620 if "--group" in sys.argv else 460); window.move(10, 4); window.show(); app.exec()
"""

PAGE = """<html><head><title>Travel form</title></head><body><h1>Book a train</h1>
<p>Trains to Oslo leave <a href="#w">every hour</a> on weekdays.</p>
<form><label>Your name <input value="Grace"></label><br>
<label>Password <input type="password" value="s3cretword"></label><br>
<label><input type="checkbox" checked> Window seat</label><br>
<select aria-label="Class"><option>First<option selected>Second</select><br><button>Book now</button></form>
<ul><li>Coffee<li>Bread</ul><table border="1"><tr><th>Stop<th>Time</tr><tr><td>Moss<td>10:05</tr></table>
</body></html>"""

CHROMIUM = (
    "chromium", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--force-renderer-accessibility",
)  # fmt: skip


class Stage:
    """A desktop and what tests do on it: start a program, grab its window, ask for its tree."""

    def __init__(self, desktop: VirtualDesktop, gatherer: TreeGatherer, folder: Path) -> None:
        self.desktop = desktop
        self.gatherer = gatherer
        self.folder = folder
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        process = self.desktop.start(list(command))
        self._running.append(process)
        return process

    def start_qt(self, *options: str) -> subprocess.Popen[bytes]:
        script = self.folder / "window.py"
        script.write_text(QT_WINDOW)
        return self.start(sys.executable, str(script), *options)

    def start_chromium(self) -> subprocess.Popen[bytes]:
        page = self.folder / "page.html"
        page.write_text(PAGE)
        return self.start(*CHROMIUM, f"--user-data-dir={self.folder / 'chromium'}", page.as_uri())

    def clear(self) -> None:
        for process in self._running:
            process.kill()
            process.wait(10)
        self._running.clear()

    def window(self, title: str) -> WindowInfo:
        from Xlib import display

        number = self.desktop.wait_for_window(title)
        self.desktop.focus(number)
        connection = display.Display(self.desktop.env["DISPLAY"])
        try:
            window = connection.create_resource_object("window", number)
            root = connection.screen().root
            size, corner = window.get_geometry(), root.translate_coords(window, 0, 0)
            pid = window.get_full_property(connection.intern_atom("_NET_WM_PID"), 0)
            name = window.get_full_text_property(connection.intern_atom("_NET_WM_NAME")) or window.get_wm_name()
        finally:
            connection.close()
        frame = Box(corner.x, corner.y, size.width, size.height)
        return WindowInfo(number, str(name), "", int(pid.value[0]) if pid else 0, frame)

    def grab(self, window: WindowInfo, *, source: str = "window") -> Capture:
        import mss

        width, height = self.desktop.size
        box = window.frame.clipped(width, height) if source == "window" else Box(0, 0, width, height)
        assert box is not None
        with mss.MSS(display=self.desktop.env["DISPLAY"]) as grabber:
            shot = grabber.grab({"left": box.x, "top": box.y, "width": box.w, "height": box.h})
            pixels = np.ascontiguousarray(np.array(shot)[:, :, 2::-1])
        return Capture(pixels, source, origin=(box.x, box.y), window=window)

    def painted(self, window: WindowInfo, box: Box) -> Capture:
        """A capture in which something is drawn inside the box: programs tell of text before they paint it."""
        end = time.monotonic() + 60
        while True:
            capture = self.grab(window)
            part = capture.pixels[box.y : box.bottom, box.x : box.right]
            if int(part.max()) - int(part.min()) > 100:
                return capture
            assert time.monotonic() < end, "nothing was painted"

    def look(self, capture: Capture) -> list[Finding]:
        return list(self.gatherer.gather(capture, empty(capture), Token()))

    def tree(
        self, title: str, ready: Callable[[tuple[Thing, ...]], bool] = bool, *, source: str = "window"
    ) -> tuple[Capture, tuple[Thing, ...]]:
        """Capture and things, once the program has built what `ready` wants."""
        end = time.monotonic() + 60
        while True:
            capture = self.grab(self.window(title), source=source)
            things = self.look(capture)[-1].things
            if ready(things):
                return capture, things
            assert time.monotonic() < end, f"{title} never showed what was waited for: {things}"


def empty(capture: Capture) -> Scene:
    return Scene(capture.width, capture.height, capture.source, window=capture.window)


def one(things: tuple[Thing, ...], role: str, name: str | None = None) -> Thing:
    """The only thing of that role (and name)."""
    found = [thing for thing in things if thing.role == role and name in (None, thing.name)]
    assert len(found) == 1, f"{len(found)} of {role} {name!r} in {[(t.role, t.name) for t in things]}"
    return found[0]


TALE = (
    "the quick brown fox jumps over lazy dogs while seventeen engineers measure how many words one page can hold and "
    "still be read by a small machine without help from a graphics card because people need answers at once"
)


def font(size: int, *, chinese: bool = False) -> ImageFont.FreeTypeFont:
    name = (
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
        if chinese
        else "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
    )
    return ImageFont.truetype(name, size)


def text_page(width: int, height: int, size: int = 20, *, left: int = 40) -> tuple[np.ndarray, list[str]]:
    """A white page full of lines of text: (h, w, 3) uint8, and the lines."""
    picture = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(picture)
    letters = font(size)
    words = TALE.split()
    lines, at = [], 0
    for y in range(20, height - 2 * size, round(size * 1.35)):
        line = ""
        while pen.textlength(f"{line} {words[at % len(words)]}", font=letters) < width - 2 * left:
            line = f"{line} {words[at % len(words)]}".strip()
            at += 7
        pen.text((left, y), line, font=letters, fill="black")
        lines.append(line)
    return np.array(picture), lines
