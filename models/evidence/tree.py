"""The accessibility tree as evidence: what programs say of themselves over AT-SPI."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from assistant import errors
from assistant.types import Box, Finding, Thing
from models.evidence import roles
from models.evidence.atspi import ACCESSIBLE, APPLICATION, REGISTRY, ROOT, AccessibilityBus, Line, Ref
from models.evidence.drawn import drawn_texts
from models.evidence.stacking import Layer, above, layers, notices
from models.evidence.things import Builder
from models.evidence.walk import NONSENSE, Cache, Node, Walk, ask, extents, scaled, tidy

if TYPE_CHECKING:
    import concurrent.futures

    from assistant.cancel import Token
    from assistant.types import Capture, Scene, WindowInfo

log = logging.getLogger(__name__)

Unseen = Callable[[str, int], bool]
"""Whether the program of that name and process id is never to be looked at."""
AT_ONCE = 12
"""Calls under way to one program: more make no toolkit quicker, since each answers on one thread."""
POLL_S = 0.02
EARLY_S = 0.35
"""A slow program's tree is handed over as far as it is known, just before the look stops waiting (`budget_s`)."""
LATE_S = 2.0
"""When a slow program is given up. What it said by then comes in the last finding."""
FACTORS = (1.0, 1.25, 1.5, 1.75, 2.0, 2.25, 2.5, 3.0)
"""Scales that desktops offer."""
DECORATION_PX = 40
"""What a frame's title bar and borders may add to its width and height together."""
FRAME_SLACK_PX = 90
"""A frame's corner in the tree may be off the window manager's by decorations and shadows."""


class TreeGatherer:
    """`ports.Gatherer` over AT-SPI. One instance serves one gather at a time; any thread.

    Findings hold all that is known so far, with the same ids each time: a later one replaces the earlier. The things
    come before it is known which of their texts show: a password field must be masked at once.
    Without a session bus or an accessibility bus the one finding has `trouble`, the sentence of
    `errors.NoSessionBus`.
    """

    name = "tree"

    def __init__(
        self,
        bus_address: str | None = None,
        *,
        display: str | None = None,
        budget_s: float = 0.4,
        late_s: float = LATE_S,
        unseen: Callable[[], Unseen | None] = lambda: None,
    ) -> None:
        """`bus_address` of the session bus and X `display`, by default those of the environment. `unseen` is asked at
        each look: which programs are never to be looked at."""
        self._unseen = unseen
        self._display = display
        self.budget_s = budget_s
        self._early_s = budget_s * EARLY_S / 0.4
        self._late_s = max(late_s, budget_s)
        self._bus = AccessibilityBus(bus_address)

    def warm(self) -> None:
        """Connect, so that the first look is quick. Returns at once; trouble is told by the look."""
        self._bus.run(self._connect())

    def close(self) -> None:
        """Disconnect and end the thread."""
        self._bus.close()

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        token.check()
        if not capture.of_desktop:
            yield Finding(self.name)
            return
        # Only a picture of several windows can show a covered one.
        stack = [] if capture.source == "window" else layers(self._display)
        hanging = [] if capture.source == "window" else notices(self._display)
        look = _Look(self._bus, capture, stack, hanging, self._unseen())
        done = threading.Event()
        future = self._bus.run(look.run())
        future.add_done_callback(lambda _: done.set())
        began = time.monotonic()
        known = Finding(self.name, drawn=True, final=False)
        try:
            if not _wait(done, began + self._early_s, token):
                known = replace(known, things=look.things())
                if known.things:
                    yield known
                known = self._drawn(known, capture)
                yield known
                _wait(done, began + self._late_s, token)
            known = replace(known, things=look.things())
            if known.things:
                yield known
            yield replace(self._drawn(known, capture), final=True, trouble=self._trouble(future))
        finally:
            future.cancel()

    async def _connect(self) -> None:
        try:
            await self._bus.line(1)
        except errors.NoSessionBus as error:
            log.info("no accessibility bus yet: %s", error.detail)

    def _drawn(self, known: Finding, capture: Capture) -> Finding:
        return replace(known, blocks=drawn_texts(known.things, capture.pixels))

    def _trouble(self, future: concurrent.futures.Future[None]) -> str:
        error = future.exception() if future.done() and not future.cancelled() else None
        if isinstance(error, errors.NoSessionBus):
            log.info("no accessibility tree: %s", error.detail)
            return error.spoken
        if error is not None:
            # A connection lost in the middle of a walk ends it with whatever dbus-fast raises then.
            log.warning("the walk ended early", exc_info=error)
        return ""


def _wait(done: threading.Event, until: float, token: Token) -> bool:
    while not done.wait(POLL_S):
        token.check()
        if time.monotonic() >= until:
            return False
    token.check()
    return True


class _Look:
    """One walk over the windows that a capture shows."""

    def __init__(
        self,
        bus: AccessibilityBus,
        capture: Capture,
        stack: list[Layer],
        hanging: list[Box],
        unseen: Unseen | None = None,
    ) -> None:
        self._bus = bus
        self._unseen = unseen
        self._hanging = hanging
        self._stack = stack
        self._capture = capture
        self._picture = Box(*capture.origin, capture.width, capture.height)
        self._walk = Walk()
        self._moves: dict[Ref, _Move] = {}
        self._front: Node | None = None
        self._ids: dict[Ref, int] = {}

    async def run(self) -> None:
        registry = await self._bus.line(AT_ONCE)
        body = await registry.call(REGISTRY, ACCESSIBLE, "GetChildren")
        programs = list(dict.fromkeys(str(ref[0]) for ref in (body[0] if body else ())))
        pids = await asyncio.gather(*(self._bus.pid(registry, program) for program in programs))
        if self._unseen is not None:
            left = [await self._left_out(program, pid) for program, pid in zip(programs, pids, strict=True)]
            programs = [program for program, out in zip(programs, left, strict=True) if not out]
            pids = [pid for pid, out in zip(pids, left, strict=True) if not out]
        window = self._capture.window
        alone = self._capture.source == "window"
        if window is not None and window.pid in pids:
            mine = [program for program, pid in zip(programs, pids, strict=True) if pid == window.pid]
            rest = [] if alone else [program for program in programs if program not in mine]
        else:
            # Programs in a sandbox have other process ids inside than outside: then titles decide.
            mine, rest = [], programs
        await self._programs(mine, own=True)
        await self._programs(rest, own=False)

    async def _left_out(self, program: str, pid: int) -> bool:
        assert self._unseen is not None  # noqa: S101 - its caller asked
        if self._unseen("", pid):
            return True
        name = await (await self._bus.line(AT_ONCE)).get((program, ROOT), ACCESSIBLE, "Name")
        return self._unseen(str(name or ""), pid)

    async def _programs(self, programs: list[str], *, own: bool) -> None:
        """Walk them side by side; one that answers nonsense spoils no other."""
        walks = (self._program(name, own=own) for name in programs)
        for result in await asyncio.gather(*walks, return_exceptions=True):
            if isinstance(result, errors.NoSessionBus):
                raise result
            if isinstance(result, Exception):
                log.warning("a program's tree made no sense", exc_info=result)

    async def _program(self, program: str, *, own: bool) -> None:
        """Walk the windows of one program. `own`: its process is known to have the focused window."""
        line = await self._bus.line(AT_ONCE)
        root: Ref = (program, ROOT)
        body = await line.call(root, ACCESSIBLE, "GetChildren")
        refs = [(str(ref[0]), str(ref[1])) for ref in (body[0] if body else ())]
        tops = [top for top in await asyncio.gather(*(_top(line, ref) for ref in refs)) if top is not None]
        chosen = self._choose(tops, own)
        if not chosen:
            return
        cache = await Cache.of(line, program)
        move = _Move(0, 0, 1.0)
        for top in chosen:
            window = self._capture.window
            if window is not None and self._matches(top, window, own):
                self._front = self._front or top
                move = _fit(top.box, window.frame)
            self._moves[top.ref] = move
            self._walk.tops.append(top)
        pages_apart = await self._pages_apart(line, root)
        await asyncio.gather(
            *(
                self._walk.window(
                    line,
                    cache,
                    top,
                    self._worth(self._moves[top.ref], top),
                    self._moves[top.ref].factor if pages_apart else 1.0,
                )
                for top in chosen
            )
        )

    async def _pages_apart(self, line: Line, root: Ref) -> bool:
        """Whether the program's pages are in physical pixels though its windows are in logical ones."""
        if all(move.factor == 1.0 for move in self._moves.values()):
            return False
        return await line.get(root, APPLICATION, "ToolkitName") == "Chromium"

    def _choose(self, tops: list[Node], own: bool) -> list[Node]:
        """The window in front first, then its dialogs, menus and popups; for a screen, all that it shows."""
        window = self._capture.window
        alone = self._capture.source == "window"
        showing = [top for top in tops if not roles.has(top.states, roles.ICONIFIED)]
        if window is None:
            front = [top for top in showing if roles.has(top.states, roles.ACTIVE)]
        else:
            front = [top for top in showing if self._matches(top, window, own)]
        # Two windows with one title: the active one, else the one where the window manager has it.
        front.sort(key=lambda top: (not roles.has(top.states, roles.ACTIVE), _apart(top, window)))
        if alone:
            if not front and own and len(showing) == 1:
                front = showing  # some programs change their title between the grab and the question
            if not front:
                return []
            return front[:1] + [top for top in showing if top is not front[0] and top.number in roles.POPUPS]
        return front + [
            top for top in showing if top not in front and top.box is not None and top.box.overlap(self._picture)
        ]

    def _matches(self, top: Node, window: WindowInfo, own: bool) -> bool:
        if top.name == tidy(window.title) and top.name:
            return True
        return own and roles.has(top.states, roles.ACTIVE)

    def _worth(self, move: _Move, top: Node) -> Callable[[Box], bool]:
        def inside(box: Box) -> bool:
            return top.number in roles.POPUPS or move(box).overlap(self._picture) > 0

        return inside

    def things(self) -> tuple[Thing, ...]:
        """What is known so far, parents before children, in pixels of the capture. Any thread."""
        tops = sorted(self._walk.tops, key=lambda top: top is not self._front)
        found: list[Thing] = []
        for top in tops:
            front = self._front
            other = front is not None and top.ref[0] != front.ref[0]
            builder = Builder(
                self._placer(self._moves[top.ref]),
                partial(_behind, self._covers(top), self._moves[top.ref]),
                self._ids,
                focusable=not other,
            )
            builder.add(top)
            things = builder.things
            bare = len(things) == 1 and things[0].role == "window"
            if bare and (not things[0].name or other):
                continue  # an invisible helper window (Chromium has several), or one quite behind the front one
            found += things
        return (*found, *self._notices(found))

    def _notices(self, found: list[Thing]) -> Iterator[Thing]:
        """Notifications over the windows, part of none: what they say is read from the picture."""
        for number, frame in enumerate(self._hanging if found else ()):
            box = self._placer(_Move(0, 0, 1.0))(frame)
            if box is not None:
                name = self._ids.setdefault(("notification", str(number)), len(self._ids) + 1)
                yield Thing(name, "alert", "", "", frozenset({"notification"}), box, source="tree")

    def _covers(self, top: Node) -> list[Box]:
        """The windows (desktop pixels) that may lie over a window of the tree."""
        front, window = self._front, self._capture.window
        if self._capture.source == "window" or top is front:
            return []
        over = above(self._stack, self._bus.pids.get(top.ref[0], 0), top.name)
        if over is not None:
            return over
        # Menus are not managed and lie over all; of other windows it is known only that the front one is on top.
        if window is None or front is None or top.ref[0] == front.ref[0]:
            return []
        return [window.frame]

    def _placer(self, move: _Move) -> Callable[[Box], Box | None]:
        capture = self._capture

        def place(box: Box) -> Box | None:
            moved = move(box).moved(-capture.origin[0], -capture.origin[1])
            return moved.clipped(capture.width, capture.height)

        return place


def _behind(covers: list[Box], move: _Move, box: Box, whole: bool) -> bool:
    """Mostly (or `whole`) under another window: there in the tree, but nothing that the picture shows."""
    place = move(box)
    if whole:
        return any(cover.contains(place) for cover in covers)
    return any(2 * cover.overlap(place) > place.area for cover in covers)


class _Move:
    """From a program's coordinates to desktop pixels."""

    def __init__(self, dx: int, dy: int, factor: float) -> None:
        self._dx, self._dy, self.factor = dx, dy, factor

    def __call__(self, box: Box) -> Box:
        return scaled(box, self.factor).moved(self._dx, self._dy)


def _fit(said: Box | None, frame: Box) -> _Move:
    """How to move and scale a program's boxes so that its frame lies where the window manager has it.

    Under X11 at 100 % nothing is to do. Scaled programs (GDK_SCALE, QT_SCALE_FACTOR) give logical pixels, whatever
    the monitor's scale is; under Wayland programs don't know where they are and say (0, 0).
    """
    if said is None:
        return _Move(0, 0, 1.0)
    factor = min(FACTORS, key=lambda factor: _misfit(said, frame, factor))
    plain = _misfit(said, frame, 1.0)
    if plain <= DECORATION_PX or _misfit(said, frame, factor) > plain / 3:
        factor = 1.0
    dx, dy = frame.x - round(said.x * factor), frame.y - round(said.y * factor)
    if abs(dx) <= FRAME_SLACK_PX and abs(dy) <= FRAME_SLACK_PX:
        return _Move(0, 0, factor)
    return _Move(dx, dy, factor)


def _misfit(said: Box, frame: Box, factor: float) -> float:
    return abs(said.w * factor - frame.w) + abs(said.h * factor - frame.h)


def _apart(top: Node, window: WindowInfo | None) -> int:
    if window is None or top.box is None:
        return 0
    return abs(top.box.x - window.frame.x) + abs(top.box.y - window.frame.y)


async def _top(line: Line, ref: Ref) -> Node | None:
    """A top-level window's first facts; None for what does not show."""
    try:
        known, box = await asyncio.gather(ask(line, ref), extents(line, ref))
    except NONSENSE as error:
        log.info("a window made no sense: %s", type(error).__name__)
        return None
    if known is None or not roles.has(known.states, roles.SHOWING):
        return None
    return Node(ref, None, 0, number=known.role, states=known.states, name=tidy(known.name), box=box)
