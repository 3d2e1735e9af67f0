"""Pages through a headless Chromium, driven over a pipe: a screenshot and the truth that the page itself tells."""

from __future__ import annotations

import base64
import contextlib
import io
import itertools
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

TRUTH = """
(() => {
  const found = [];
  const w = innerWidth, h = innerHeight;
  for (const e of document.querySelectorAll('[data-role]')) {
    let r = e.getBoundingClientRect(), role = e.dataset.role;
    let x = r.left, y = r.top, bw = r.width, bh = r.height;
    const style = getComputedStyle(e);
    const hidden = style.opacity === '0' || style.appearance === 'none' && bw * bh < 30 ||
      style.visibility === 'hidden' || style.display === 'none' || style.position === 'fixed';
    if (e.matches('input') && hidden && e.nextElementSibling) {
      // Drawn by its label: the label's pseudo-element is what is seen.
      const label = e.nextElementSibling, p = getComputedStyle(label, '::before'), l = label.getBoundingClientRect();
      if (p.position !== 'absolute' || !parseFloat(p.width)) continue;
      const box = p.boxSizing === 'border-box' ? 0 : 1;
      const side = ['Left', 'Right', 'Top', 'Bottom'].map(
        s => box * (parseFloat(p['padding' + s]) + parseFloat(p['border' + s + 'Width'])));
      x = l.left + parseFloat(p.left); y = l.top + parseFloat(p.top);
      bw = parseFloat(p.width) + side[0] + side[1]; bh = parseFloat(p.height) + side[2] + side[3];
    }
    if (role === 'scrollbar') {
      x = r.left + e.clientLeft + e.clientWidth; y = r.top + e.clientTop;
      bw = e.offsetWidth - e.clientWidth - 2 * e.clientLeft; bh = e.clientHeight;
      if (e.scrollHeight <= e.clientHeight) continue;
      e.dataset.value = e.scrollTop / (e.scrollHeight - e.clientHeight);
    }
    if (bw < 4 || bh < 3 || x < 0 || y < 0 || x + bw > w || y + bh > h) continue;
    const states = (e.dataset.states || '').split(' ').filter(Boolean);
    if (e.checked === true) states.push(e.indeterminate ? 'mixed' : 'checked');
    if (e.checked === false && 'checked' in e && ['checkbox', 'radio'].includes(e.type))
      states.push(e.indeterminate ? 'mixed' : 'unchecked');
    if (e.disabled) states.push('disabled');
    if (document.activeElement === e) states.push('focused');
    let value = e.dataset.value ?? null;
    if (e.type === 'range') value = (e.value - e.min) / (e.max - e.min);
    found.push({role, box: [x, y, bw, bh], states: [...new Set(states)], value: value === null ? null : +value});
  }
  return JSON.stringify(found);
})()
"""


@dataclass(frozen=True, slots=True)
class Element:
    """One control that is really there."""

    role: str
    box: tuple[float, float, float, float]
    """x, y, width, height in pixels of the picture."""
    states: frozenset[str]
    value: float | None
    """0..1 of sliders and progress bars."""


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A picture with all of its controls."""

    style: str
    pixels: npt.NDArray[np.uint8]
    """(h, w, 3) RGB."""
    elements: tuple[Element, ...]


class Chromium:
    """A context manager. One browser, one tab; `render` may be called again and again."""

    def __enter__(self) -> Chromium:
        binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if binary is None:
            raise RuntimeError("missing program: chromium")
        self._folder = tempfile.mkdtemp(prefix="hearsight-chromium-")
        to_child, self._write = os.pipe()
        self._read, from_child = os.pipe()

        def as_three_and_four() -> None:
            # Chromium reads commands from descriptor 3 and writes answers to 4.
            a, b = os.dup(to_child), os.dup(from_child)
            os.dup2(a, 3)
            os.dup2(b, 4)

        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                 "--allow-file-access-from-files", "--remote-debugging-pipe", f"--user-data-dir={self._folder}",
                 "--host-resolver-rules=MAP * ~NOTFOUND", "--force-color-profile=srgb"]  # fmt: skip
        self._process = subprocess.Popen(
            [binary, *flags], preexec_fn=as_three_and_four, close_fds=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_child)
        os.close(from_child)
        self._numbers = itertools.count(1)
        self._buffer = b""
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime"):
            self._call(f"{domain}.enable")
        self._call("Emulation.setFocusEmulationEnabled", enabled=True)
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            os.close(self._write)
        self._process.terminate()
        self._process.wait(10)
        with contextlib.suppress(OSError):
            os.close(self._read)
        shutil.rmtree(self._folder, ignore_errors=True)

    def render(self, html: str, size: tuple[int, int], scale: float, style: str) -> Example:
        """`size` in CSS pixels; the picture has `scale` times as many."""
        from PIL import Image

        page = Path(self._folder) / "page.html"
        page.write_text(html, "utf-8")
        self._call("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1], deviceScaleFactor=scale,
                   mobile=False)  # fmt: skip
        self._call("Page.navigate", url=page.as_uri())
        self._wait_loaded()
        told = self._call("Runtime.evaluate", expression=TRUTH, returnByValue=True)["result"]["value"]
        shot = self._call("Page.captureScreenshot", format="png")["data"]
        pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(shot))).convert("RGB"))
        elements = tuple(
            Element(one["role"], tuple(side * scale for side in one["box"]), frozenset(one["states"]), one["value"])
            for one in json.loads(told)
        )
        return Example(style, pixels, elements)

    def _wait_loaded(self) -> None:
        while True:
            message = self._message()
            if message.get("method") == "Page.loadEventFired":
                return

    def _call(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._numbers)
        request: dict[str, Any] = {"id": number, "method": method, "params": params}
        if hasattr(self, "_session"):
            request["sessionId"] = self._session
        os.write(self._write, json.dumps(request).encode() + b"\0")
        while True:
            message = self._message()
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                result: dict[str, Any] = message["result"]
                return result

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            part = os.read(self._read, 1 << 20)
            if not part:
                raise RuntimeError("Chromium went away")
            self._buffer += part
        one, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(one)
        return message


def rendered(pages: Iterator[tuple[str, tuple[int, int], float, str]]) -> Iterator[Example]:
    """(html, size, scale, style) -> examples, in one browser."""
    with Chromium() as browser:
        for html, size, scale, style in pages:
            yield browser.render(html, size, scale, style)
