"""One look at one capture: secrets masked, then gatherers side by side, and a scene that grows as they find things."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.cancel import Cancelled, Token
from assistant.types import Finding

if TYPE_CHECKING:
    from assistant.ports import Gatherer, Merger, Redactor
    from assistant.types import Capture, Scene

log = logging.getLogger(__name__)
BROKEN_EYE = "trouble_broken_eye"
LATE_EYE = "trouble_late_eye"
OVERDUE_S = 5.0
"""So much longer than its budget may a gatherer take (a slow tree comes late); then the look goes on without it."""
POLL_S = 0.02
"""How soon a cancelled look is noticed; well under the 50 ms a hush may take."""


class Look:
    """What is being found out about one capture.

    `capture` is the masked picture: nothing after the accessibility tree ever sees the other one.
    `scenes()` may be iterated by several callers one after the other; each gets the newest scene first.
    Made and used on the session thread; gatherers run on threads of their own.
    """

    def __init__(
        self,
        capture: Capture,
        *,
        tree: Gatherer | None,
        others: Sequence[Gatherer],
        merger: Merger,
        redactor: Redactor,
        token: Token,
        late: Sequence[Gatherer] = (),
    ) -> None:
        """`late`: gatherers that need what the others have found, and begin when those are done."""
        self._late = tuple(late)
        self._merger = merger
        self._token = Token(token)
        self._findings: queue.SimpleQueue[tuple[str, Finding | None]] = queue.SimpleQueue()
        self._running: dict[str, float] = {}
        """Name -> `time.monotonic()` seconds after which it is not waited for any more."""
        self._all_started = False
        self._scene = merger.start(capture)
        self.capture = capture
        if tree is not None and capture.of_desktop:
            self._start(tree, capture)
            # Masks come from roles, so the pixels wait for the tree, but never longer than its budget.
            self._wait_for_tree(tree.budget_s)
        self.capture = redactor.mask(capture, self._scene)
        for gatherer in others:
            self._start(gatherer, self.capture)
        self._all_started = True
        self._start_late()
        self._scene = replace(self._scene, complete=not self._running)

    @property
    def scene(self) -> Scene:
        return self._scene

    def scenes(self) -> Iterator[Scene]:
        """The scene as known now, then each richer one; the last has `complete` set. Raises `Cancelled`."""
        yield self._scene
        while not self._scene.complete:
            if self._drain(POLL_S):
                yield self._scene

    def finish(self) -> Scene:
        """Wait for all gatherers. Raises `Cancelled`."""
        for _ in self.scenes():
            pass
        return self._scene

    def cancel(self) -> None:
        self._token.cancel()

    def _start(self, gatherer: Gatherer, capture: Capture) -> None:
        self._running[gatherer.name] = time.monotonic() + gatherer.budget_s + OVERDUE_S
        scene = self._scene
        threading.Thread(
            target=self._gather, args=(gatherer, capture, scene), name=f"gather-{gatherer.name}", daemon=True
        ).start()

    def _start_late(self) -> None:
        if not self._running:
            late, self._late = self._late, ()
            for gatherer in late:
                self._start(gatherer, self.capture)

    def _gather(self, gatherer: Gatherer, capture: Capture, scene: Scene) -> None:
        try:
            for finding in gatherer.gather(capture, scene, self._token):
                self._findings.put((gatherer.name, finding))
        except Cancelled:
            pass
        except Exception:
            log.warning("gatherer %s failed", gatherer.name, exc_info=True)
            self._findings.put((gatherer.name, Finding(gatherer.name, trouble=BROKEN_EYE)))
        finally:
            self._findings.put((gatherer.name, None))

    def _wait_for_tree(self, budget_s: float) -> None:
        end = time.monotonic() + budget_s
        while self._running and time.monotonic() < end:
            self._drain(POLL_S)
        self._drain(0)  # what has come by then counts, however late this thread is

    def _drain(self, wait_s: float) -> bool:
        """Merge what has arrived; True when the scene changed. Raises `Cancelled`."""
        before = self._scene
        try:
            arrived = [self._findings.get(timeout=wait_s)]
        except queue.Empty:
            arrived = []
        # After the wait: gatherers that a cancel has ended must not look like ones that are done.
        self._token.check()
        while not self._findings.empty():
            arrived.append(self._findings.get())
        for name, until in self._running.items():
            if time.monotonic() > until:
                log.warning("gatherer %s is overdue", name)
                arrived += [(name, Finding(name, trouble=LATE_EYE)), (name, None)]
        if not arrived:
            return False
        for name, finding in arrived:
            if finding is None:
                self._running.pop(name, None)
            elif name in self._running:
                self._scene = _without_late_secrets(self._merger.add(self._scene, finding))
        if self._all_started:
            self._start_late()
            self._scene = replace(self._scene, complete=not self._running)
        return self._scene is not before


def _without_late_secrets(scene: Scene) -> Scene:
    """Drop what OCR read inside a password field that the tree told of too late to be masked."""
    secret = [thing.box for thing in scene.things if thing.role == "password" and thing.box is not None]
    if not secret:
        return scene
    kept = tuple(
        block
        for block in scene.blocks
        if block.source == "tree" or not any(2 * box.overlap(block.box) > block.box.area for box in secret)
    )
    return scene if len(kept) == len(scene.blocks) else replace(scene, blocks=kept)
