"""From the key to the first word: Hearsight, and what a person would script instead, side by side on one desktop.

    python benchmarks/main_job.py [--rounds 5] [--json out.json]

Sound is measured at the loudspeaker (the monitor of a null sink), from the moment the X server is told of the key.
"""

from __future__ import annotations

import argparse
import array
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "packaging"))

from virtual_desktop import VirtualDesktop  # noqa: E402

HEARSIGHT = [sys.executable, "-m", "assistant.cli"]
DESCRIBE, HUSH = "ctrl+alt+space", "ctrl+alt+h"
AUDIBLE = 200


class Loudspeaker:
    """Knows when something became audible, to 10 ms."""

    def __init__(self, desktop: VirtualDesktop) -> None:
        self._process = desktop.start(
            ["parec", "-d", "speakers.monitor", "--raw", "--format=s16le", "--rate=8000", "--channels=1",
             "--latency-msec=10"],
            stdout=subprocess.PIPE,
        )  # fmt: skip
        self._last_loud = 0.0
        self._first_loud = 0.0
        self._waiting = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while data := self._process.stdout.read(160):
            if max(array.array("h", data), default=0) > AUDIBLE:
                now = time.monotonic()
                self._last_loud = now
                if not self._waiting.is_set():
                    self._first_loud = now
                    self._waiting.set()

    def arm(self) -> None:
        self._waiting.clear()

    def first(self, timeout_s: float = 90) -> float:
        """When it became audible after `arm`."""
        if not self._waiting.wait(timeout_s):
            raise RuntimeError("nothing was heard")
        return self._first_loud

    def wait_quiet(self, quiet_s: float = 0.7) -> None:
        while time.monotonic() - self._last_loud < quiet_s:
            time.sleep(0.05)


class Log:
    """The app's own timings, in its log."""

    def __init__(self, desktop: VirtualDesktop) -> None:
        self._path = next(Path(desktop.env["HEARSIGHT_HOME"]).rglob("hearsight.log"))
        self._offset = self._path.stat().st_size

    def wait_for(self, name: str, timeout_s: float = 60) -> float:
        """The next `name=...` that is logged, in ms since the key."""
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            with self._path.open() as file:
                file.seek(self._offset)
                found = re.search(rf"{name}=([\d.]+)", file.read())
            if found:
                return float(found[1])
            time.sleep(0.02)
        raise RuntimeError(f"the log never told of {name}")


def measure_hearsight(
    desktop: VirtualDesktop, speaker: Loudspeaker, frame: int, rounds: int, *, earcons: bool
) -> dict[str, list[float]]:
    """With earcons the first sound is the earcon; without, it is the first word."""
    desktop.run([*HEARSIGHT, "settings", "speech.earcons", str(earcons).lower()])
    app = desktop.start([*HEARSIGHT, "run"], cwd=str(ROOT))
    speaker.arm()
    speaker.first()
    desktop.run([*HEARSIGHT, "status", "--wait", "120"], timeout_s=130)
    desktop.focus(frame)
    figures: dict[str, list[float]] = {"heard": [], "sentence_end": []}
    for _ in range(rounds):
        speaker.wait_quiet()
        log = Log(desktop)
        speaker.arm()
        pressed = time.monotonic()
        desktop.key(DESCRIBE)
        figures["heard"].append((speaker.first() - pressed) * 1e3)
        figures["sentence_end"].append(log.wait_for("first_sentence_end_ms"))
        desktop.key(HUSH)
    app.terminate()
    app.wait(10)
    return figures


def measure_plain(
    desktop: VirtualDesktop, speaker: Loudspeaker, kind: str, rounds: int, process: subprocess.Popen[bytes]
) -> dict[str, list[float]]:
    assert process.stdin is not None
    assert process.stdout is not None
    figures: dict[str, list[float]] = {"first_word": [], "text": []}
    for _ in range(rounds):
        speaker.wait_quiet()
        speaker.arm()
        began = time.monotonic()
        process.stdin.write(f"{kind}\n".encode())
        process.stdin.flush()
        figures["first_word"].append((speaker.first() - began) * 1e3)
        figures["text"].append(json.loads(process.stdout.readline())["text"])
    return figures


def measure_page(desktop: VirtualDesktop, folder: Path) -> dict[str, float]:
    """A full 1080p page of text: first text known and page finished, beside rapidocr's defaults and tesseract.

    All with their models loaded: Hearsight in the running app, rapidocr after a first small picture.
    """
    page = draw_page(folder / "page.png")
    app = desktop.start([*HEARSIGHT, "run"], cwd=str(ROOT))
    desktop.run([*HEARSIGHT, "status", "--wait", "120"], timeout_s=130)
    ours = json.loads(desktop.run([*HEARSIGHT, "read", str(page), "--no-speech", "--json"], timeout_s=300).stdout)
    app.terminate()
    app.wait(10)
    code = (
        "import sys,time,numpy as np\nfrom PIL import Image\nfrom rapidocr import RapidOCR\n"
        "o=RapidOCR()\np=np.asarray(Image.open(sys.argv[1]).convert('RGB'))\no(p[:100])\n"
        "b=time.monotonic();o(p);print((time.monotonic()-b)*1e3)"
    )
    rapid = float(desktop.run([sys.executable, "-c", code, str(page)], timeout_s=300).stdout.split()[-1])
    began = time.monotonic()
    subprocess.run(
        ["tesseract", str(page), "-", "-l", "eng"],
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        capture_output=True,
        check=True,
    )
    tesseract = (time.monotonic() - began) * 1e3
    return {
        "first": ours["timings"]["first_sentence_ms"],
        "total": ours["timings"]["total_ms"],
        "rapidocr": rapid,
        "tesseract": tesseract,
        "words": len(ours["text"].split()),
    }


def draw_page(path: Path) -> Path:
    """1920 x 1080, 16 px type, about a thousand words of this project's own licence and design."""
    from PIL import Image, ImageDraw, ImageFont

    words = re.findall(r"[A-Za-z,.]+", (ROOT / "LICENSE").read_text()) * 8
    font = ImageFont.truetype("DejaVuSans.ttf", 16)
    image = Image.new("RGB", (1920, 1080), "white")
    draw = ImageDraw.Draw(image)
    y, line = 24, ""
    for word in words:
        if draw.textlength(f"{line} {word}", font) > 1860:
            draw.text((30, y), line, "black", font)
            y, line = y + 26, word
            if y > 1040:
                break
        else:
            line = f"{line} {word}".strip()
    image.save(path)
    return path


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--json", type=Path, help="also write the figures there")
    chosen = arguments.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="hearsight-bench-"))
    print("Measuring; some minutes ...", file=sys.stderr, flush=True)
    with VirtualDesktop() as desktop:
        window = desktop.start([sys.executable, str(ROOT / "benchmarks/window_300.py")])
        frame = desktop.wait_for_window("^Control Centre$")
        speaker = Loudspeaker(desktop)
        earcons = measure_hearsight(desktop, speaker, frame, chosen.rounds, earcons=True)
        ours = measure_hearsight(desktop, speaker, frame, chosen.rounds, earcons=False)
        page = measure_page(desktop, folder)
        plain = desktop.start(
            [sys.executable, str(ROOT / "benchmarks/plain_pipeline.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert plain.stdout is not None
        while plain.stdout.readline().strip() != b"ready":
            if plain.poll() is not None:
                raise RuntimeError("the plain pipeline did not start")
        rounds = max(2, chosen.rounds // 2)
        ocr = measure_plain(desktop, speaker, "ocr", rounds, plain)
        caption = measure_plain(desktop, speaker, "caption", rounds, plain)
        window.terminate()
    report(earcons, ours, ocr, caption, page)
    if chosen.json:
        chosen.json.write_text(
            json.dumps({"earcon": earcons, "hearsight": ours, "ocr": ocr, "caption": caption, "page": page}, indent=1)
        )
    return 0


def report(earcons: Any, ours: Any, ocr: Any, caption: Any, page: Any) -> None:
    def row(name: str, values: list[float], against: float) -> str:
        middle = statistics.median(values)
        ratio = f"{middle / against:.1f}" if against else ""
        return f"| {name} | {min(values):.0f} | {middle:.0f} | {max(values):.0f} | {ratio} |"

    word = statistics.median(ours["heard"])
    print(f"\n{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}\n")
    print("| a settings window with 300 nodes, ms from the key | min | median | max | times Hearsight's first word |")
    print("|---|---|---|---|---|")
    print(row("Hearsight: earcon at the loudspeaker", earcons["heard"], 0))
    print(row("Hearsight: first word at the loudspeaker", ours["heard"], word))
    print(row("Hearsight: end of the first sentence", ours["sentence_end"], 0))
    print(row("mss + rapidocr + pyttsx3: first sound", ocr["first_word"], word))
    print(row("mss + ViT-GPT-2 size, 4 beams + pyttsx3: first sound", caption["first_word"], word))
    print(f"\n| a full 1080p page ({page['words']:.0f} words), ms | first text | page finished |\n|---|---|---|")
    print(f"| Hearsight | {page['first']:.0f} | {page['total']:.0f} |")
    print(f"| rapidocr, defaults | {page['rapidocr']:.0f} | {page['rapidocr']:.0f} |")
    print(f"| tesseract | {page['tesseract']:.0f} | {page['tesseract']:.0f} |")


if __name__ == "__main__":
    raise SystemExit(main())
