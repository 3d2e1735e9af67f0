"""Chromium by its DevTools pipe and Firefox by Marionette: open a page, act in it, ask what it shows."""

from __future__ import annotations

import http.server
import json
import os
import socket
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from assistant.types import Box, Capture
from benchmarks.screens.facts import Block, Element, Line, Table, Truth
from benchmarks.screens.stage import PATIENCE_S, Stage

PAGES = Path(__file__).parent / "pages"
SCRIPT = (Path(__file__).parent / "page_truth.js").read_text("utf-8")
READY = (
    "location.protocol === 'http:' && document.title && document.readyState === 'complete' && "
    "document.fonts.status === 'loaded'"
)
CHROMIUM = (
    "chromium", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--disable-features=Translate,MediaRouter,OptimizationHints",
    "--no-default-browser-check",
    "--force-renderer-accessibility", "--password-store=basic", "--disable-infobars", "--test-type", "--lang=en-US",
    "--remote-debugging-pipe", "--hide-scrollbars", "--force-color-profile=srgb",
)  # fmt: skip
MARIONETTE_PREFERENCES = {
    "browser.startup.homepage_override.mstone": "ignore", "datareporting.policy.dataSubmissionEnabled": False,
    "browser.aboutwelcome.enabled": False, "browser.shell.checkDefaultBrowser": False, "ui.caretBlinkTime": 0,
    "accessibility.force_disabled": -1, "network.proxy.type": 1, "network.proxy.http": "127.0.0.1",
    "full-screen-api.warning.timeout": 0, "full-screen-api.transition-duration.enter": "0 0",
    "app.update.enabled": False, "network.captive-portal-service.enabled": False,
    "widget.non-native-theme.enabled": True,
    "network.connectivity-service.enabled": False, "browser.safebrowsing.malware.enabled": False,
    "browser.newtabpage.enabled": False, "toolkit.cosmeticAnimations.enabled": False, "ui.prefersReducedMotion": 1,
    "dom.security.https_only_mode": False, "dom.security.https_first": False, "browser.tabs.warnOnClose": False,
    "signon.rememberSignons": False, "browser.urlbar.trimURLs": True, "extensions.pocket.enabled": False,
    "browser.toolbars.bookmarks.visibility": "never", "browser.urlbar.suggest.searches": False,
}  # fmt: skip


class Site:
    """The folder of pages as any web site: a proxy that answers http://ANY.HOST/path with the file of that path."""

    def __init__(self, folder: Path = PAGES) -> None:
        class Handler(http.server.SimpleHTTPRequestHandler):
            def __init__(self, *args: Any, **kw: Any) -> None:
                super().__init__(*args, directory=str(folder), **kw)

            def translate_path(self, path: str) -> str:
                return super().translate_path(urlsplit(path).path)

            def log_message(self, *_: object) -> None:
                return

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Chromium:
    """One Chromium with one page. `kiosk`: the page alone, as large as the desktop; else a window with tabs."""

    def __init__(self, stage: Stage, url: str, *, scale: float, kiosk: bool = True, dark: bool = False) -> None:
        self._stage = stage
        self.site = Site()
        profile = stage.home / ".config/chromium/Default"
        profile.mkdir(parents=True)
        (profile / "Preferences").write_text(json.dumps({"translate": {"enabled": False}}))
        ours_out, theirs_in = os.pipe()[::-1]
        theirs_out, ours_in = os.pipe()[::-1]
        width, height = stage.desktop.size
        options = [
            f"--user-data-dir={stage.home / '.config/chromium'}", f"--force-device-scale-factor={scale}",
            f"--proxy-server=127.0.0.1:{self.site.port}", f"--window-size={width},{height}", "--window-position=0,0",
            *(["--kiosk"] if kiosk else []), *(["--force-dark-mode"] if dark else []), url,
        ]  # fmt: skip
        # Chromium reads commands from its descriptor 3 and answers on 4.
        stage.start(
            "bash", "-c", f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}', "bash", *CHROMIUM, *options,
            pass_fds=(theirs_in, theirs_out),
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        self._out, self._in = os.fdopen(ours_out, "wb", 0), os.fdopen(ours_in, "rb", 0)
        self._number, self._rest = 0, b""
        end = time.monotonic() + PATIENCE_S
        while not (target := self._page()):
            if time.monotonic() > end:
                raise RuntimeError("Chromium opened no page")
            time.sleep(0.1)
        self._session = self._call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        wait(self, READY)

    def close(self) -> None:
        self._out.close()
        self._in.close()
        self.site.close()

    def _page(self) -> str | None:
        for target in self._call("Target.getTargets")["targetInfos"]:
            if target["type"] == "page" and target["url"].startswith("http"):
                return str(target["targetId"])
        return None

    def evaluate(self, expression: str) -> Any:
        answer = self._call(
            "Runtime.evaluate", {"expression": expression, "returnByValue": True, "awaitPromise": True}, self._session
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(f"the page's script failed: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def _call(
        self, method: str, parameters: dict[str, Any] | None = None, session: str | None = None
    ) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters or {}}
        if session:
            message["sessionId"] = session
        self._out.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"Chromium refused {method}: {answer['error'].get('message')}")
                return dict(answer["result"])

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            data = self._in.read(1 << 16)
            if not data:
                raise RuntimeError("Chromium ended")
            self._rest += data
        message, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(message))


class Firefox:
    """One Firefox with one page, by Marionette (a JSON list after its length in bytes and a colon)."""

    def __init__(self, stage: Stage, url: str, *, scale: float, kiosk: bool = True, dark: bool = False) -> None:
        self.site = Site()
        profile = stage.home / ".mozilla/screens"
        profile.mkdir(parents=True)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        preferences = {
            **MARIONETTE_PREFERENCES, "marionette.port": port, "network.proxy.http_port": self.site.port,
            "layout.css.devPixelsPerPx": str(scale),
            "layout.css.prefers-color-scheme.content-override": 0 if dark else 1,
            "ui.systemUsesDarkTheme": int(dark),
        }  # fmt: skip
        lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in preferences.items()]
        (profile / "user.js").write_text("".join(lines))
        stage.start(
            "firefox-esr", "--marionette", "--no-remote", "--profile", str(profile),
            env={"MOZ_DISABLE_CONTENT_SANDBOX": "1", "GDK_DPI_SCALE": "1", "GDK_SCALE": "1"},
        )  # fmt: skip
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
                break
            except ConnectionRefusedError:
                if time.monotonic() > end:
                    raise RuntimeError("Firefox did not start") from None
                time.sleep(0.2)
        self._number, self._rest = 0, b""
        self._message()
        self._call("WebDriver:NewSession", {})
        self._call("WebDriver:Navigate", {"url": url})
        if kiosk:
            self._call("WebDriver:FullscreenWindow", {})
        wait(self, READY)

    def close(self) -> None:
        self._socket.close()
        self.site.close()

    def evaluate(self, expression: str) -> Any:
        return self._call(
            "WebDriver:ExecuteScript", {"script": f"return ({expression.strip().rstrip(';')})", "args": []}
        )["value"]

    def _call(self, name: str, parameters: dict[str, Any]) -> dict[str, Any]:
        self._number += 1
        data = json.dumps([0, self._number, name, parameters]).encode()
        self._socket.sendall(f"{len(data)}:".encode() + data)
        _, _, error, result = self._message()
        if error:
            raise RuntimeError(f"Firefox refused {name}: {error['message']}")
        return dict(result or {})

    def _message(self) -> Any:
        while b":" not in self._rest:
            self._rest += self._received()
        length, _, self._rest = self._rest.partition(b":")
        while len(self._rest) < int(length):
            self._rest += self._received()
        message, self._rest = self._rest[: int(length)], self._rest[int(length) :]
        return json.loads(message)

    def _received(self) -> bytes:
        data = self._socket.recv(1 << 16)
        if not data:
            raise RuntimeError("Firefox ended")
        return data


def wait(browser: Chromium | Firefox, expression: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not browser.evaluate(expression):
        if time.monotonic() > end:
            raise RuntimeError(f"the page never came to: {expression}")
        time.sleep(0.05)


def page_truth(browser: Chromium | Firefox, capture: Capture) -> Truth:
    """What the page shows, in pixels of the capture."""
    found = browser.evaluate(SCRIPT)
    ratio = found["ratio"]
    # Positions of windows are device pixels in Chromium under X11 once scaled back; Firefox says CSS pixels.
    dx, dy = (round(found["origin"][place] * ratio) - capture.origin[place] for place in (0, 1))

    def box(data: list[float]) -> Box:
        left, top = round(data[0] * ratio + dx), round(data[1] * ratio + dy)
        right, bottom = round((data[0] + data[2]) * ratio + dx), round((data[1] + data[3]) * ratio + dy)
        return Box(left, top, max(1, right - left), max(1, bottom - top))

    return Truth(
        tuple(Line(line["text"], box(line["box"]), line["block"]) for line in found["lines"]),
        tuple(Block(block["id"], box(block["box"]), block["kind"]) for block in found["blocks"]),
        tuple(Element(e["role"], e["name"], box(e["box"]), tuple(e["states"]), e["value"]) for e in found["elements"]),
        tuple(
            Table(box(t["box"]), tuple(t["headers"]), tuple(tuple(row) for row in t["rows"])) for t in found["tables"]
        ),
        tuple({**chart, "box": box(chart["box"]).as_list()} for chart in found["charts"]),
        tuple(box(data) for data in found["ignore"]),
    )
