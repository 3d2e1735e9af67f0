"""One long-lived connection to the accessibility bus, on a thread of its own.

The accessibility bus is a second D-Bus daemon; its address comes from `org.a11y.Bus` on the session bus (AT-SPI 2
protocol, at-spi2-core/xml). The event loop never leaves this file: other threads hand in coroutines.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import os
import threading
from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from assistant import errors

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

Ref = tuple[str, str]
"""An accessible: its program's name on the bus, its object path."""

ACCESSIBLE = "org.a11y.atspi.Accessible"
APPLICATION = "org.a11y.atspi.Application"
ACTION = "org.a11y.atspi.Action"
COMPONENT = "org.a11y.atspi.Component"
HYPERLINK = "org.a11y.atspi.Hyperlink"
TEXT = "org.a11y.atspi.Text"
VALUE = "org.a11y.atspi.Value"
PROPERTIES = "org.freedesktop.DBus.Properties"
ROOT = "/org/a11y/atspi/accessible/root"
REGISTRY: Ref = ("org.a11y.atspi.Registry", ROOT)
CONNECT_S = 2.0
"""A bus that does not answer a first call for so long is treated as absent."""


class Line:
    """Calls to one program, at most `at_once` of them under way, so that a silent one blocks no other."""

    def __init__(self, bus: MessageBus, at_once: int) -> None:
        self._bus = bus
        self._slots = asyncio.Semaphore(at_once)

    async def call(
        self, ref: Ref, interface: str, member: str, signature: str = "", body: Sequence[object] = ()
    ) -> list[Any] | None:
        """The reply's body, None when the program answers with an error. Waits as long as the program does."""
        return (await self.call_typed(ref, interface, member, signature, body))[0]

    async def call_typed(
        self, ref: Ref, interface: str, member: str, signature: str = "", body: Sequence[object] = ()
    ) -> tuple[list[Any] | None, str]:
        """As `call`, with the reply's D-Bus signature."""
        async with self._slots:
            reply = await _ask(self._bus, ref, interface, member, signature, body)
        return (None, "") if reply is None else (reply.body, reply.signature)

    async def get(self, ref: Ref, interface: str, name: str) -> Any | None:
        """A property's value, None when there is none."""
        body = await self.call(ref, PROPERTIES, "Get", "ss", [interface, name])
        return None if not body else getattr(body[0], "value", None)


async def _ask(
    bus: MessageBus, ref: Ref, interface: str, member: str, signature: str, body: Sequence[object]
) -> Message | None:
    from dbus_fast import Message, MessageType

    reply = await bus.call(
        Message(
            destination=ref[0], path=ref[1], interface=interface, member=member, signature=signature, body=list(body)
        )
    )
    return reply if reply is not None and reply.message_type is MessageType.METHOD_RETURN else None


class AccessibilityBus:
    """The connection. `run` may be called from any thread."""

    def __init__(self, bus_address: str | None = None) -> None:
        """`bus_address`: of the session bus; None: the environment's, as at the first connection."""
        self._address = bus_address
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._bus: MessageBus | None = None
        self._connecting: asyncio.Lock | None = None
        self.pids: dict[str, int] = {}
        """Process ids by unique bus name; the daemon never gives a unique name twice."""

    def run(self, work: Coroutine[Any, Any, None]) -> concurrent.futures.Future[None]:
        """Start a coroutine on the bus's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._running_loop())

    def close(self) -> None:
        """Disconnect and end the thread. The next `run` starts anew."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return
        with contextlib.suppress(concurrent.futures.TimeoutError, concurrent.futures.CancelledError):
            asyncio.run_coroutine_threadsafe(self._disconnect(), loop).result(CONNECT_S)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(CONNECT_S)
        if not thread.is_alive():
            loop.close()

    async def line(self, at_once: int) -> Line:
        """Raises `errors.NoSessionBus` when the accessibility bus can't be reached."""
        if self._connecting is None:
            self._connecting = asyncio.Lock()
        async with self._connecting:
            if self._bus is None or not self._bus.connected:
                self.pids.clear()
                try:
                    self._bus = await asyncio.wait_for(self._connect(), CONNECT_S)
                except errors.NoSessionBus:
                    raise
                except Exception as error:  # dbus-fast raises what its parser and sockets raise: one border here
                    raise errors.NoSessionBus(detail=f"{type(error).__name__}: {error}") from error
            return Line(self._bus, at_once)

    async def pid(self, line: Line, name: str) -> int:
        """The process behind a bus name, 0 if the daemon does not know."""
        if name not in self.pids:
            body = await line.call(
                ("org.freedesktop.DBus", "/org/freedesktop/DBus"),
                "org.freedesktop.DBus",
                "GetConnectionUnixProcessID",
                "s",
                [name],
            )
            self.pids[name] = int(body[0]) if body else 0
        return self.pids[name]

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._bus = None
                self._connecting = None
                self._thread = threading.Thread(target=self._loop.run_forever, name="accessibility-bus", daemon=True)
                self._thread.start()
            return self._loop

    async def _connect(self) -> MessageBus:
        from dbus_fast.aio import MessageBus

        address = self._address or os.environ.get("DBUS_SESSION_BUS_ADDRESS")
        if not address:
            raise errors.NoSessionBus(detail="DBUS_SESSION_BUS_ADDRESS is not set")
        session = await MessageBus(bus_address=address).connect()
        try:
            service = ("org.a11y.Bus", "/org/a11y/bus")
            reply = await _ask(session, service, "org.a11y.Bus", "GetAddress", "", [])
            if reply is None or not reply.body[0]:
                raise errors.NoSessionBus(detail="org.a11y.Bus gave no address")
            await _switch_on(session, service)
        finally:
            session.disconnect()
        bus = await MessageBus(bus_address=reply.body[0]).connect()
        # GTK and Chromium keep a cache of their tree, which one call fetches, only while somebody listens.
        await _ask(
            bus,
            (REGISTRY[0], "/org/a11y/atspi/registry"),
            REGISTRY[0],
            "RegisterEvent",
            "sass",
            ["object:state-changed:focused", [], ""],
        )
        return bus

    async def _disconnect(self) -> None:
        if self._bus is not None and self._bus.connected:
            self._bus.disconnect()
            await asyncio.sleep(0)  # the loop must run once more for the socket's reader to be taken off it
        self._bus = None


async def _switch_on(session: MessageBus, service: Ref) -> None:
    """Qt and Chromium build no tree before this flag is set; setting it is every assistive program's part."""
    from dbus_fast import Variant

    status = "org.a11y.Status"
    reply = await _ask(session, service, PROPERTIES, "Get", "ss", [status, "IsEnabled"])
    if reply is not None and reply.body[0].value is False:
        await _ask(session, service, PROPERTIES, "Set", "ssv", [status, "IsEnabled", Variant("b", True)])
