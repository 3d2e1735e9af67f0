"""Is the session locked? Asked at each look at the desktop: under the lock there is nothing that is to be told.

Asked are login1 (the lock that systemd was told of) and the screen savers of the desktops, over their buses. No bus, no
such service and no answer in time mean that it is not locked. GNOME, KDE and Xfce answer `GetActive` for their lock;
others for a screen saver without one, too.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dbus_fast import Message

log = logging.getLogger(__name__)

LIMIT_S = 0.3
KEPT_S = 0.5
"""How long "not locked" holds: a stream takes ten pictures and more in a second."""
SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver",
          "org.xfce.ScreenSaver")  # fmt: skip


class SessionLock:
    """Whether it is locked now. Any thread; answers within three times `LIMIT_S`."""

    def __init__(self, ask: Callable[[], bool] | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask or asked
        self._clock = clock
        self._lock = threading.Lock()
        self._open_until: float | None = None

    def __call__(self) -> bool:
        with self._lock:
            now = self._clock()
            if self._open_until is not None and now < self._open_until:
                return False
            locked = self._ask()
            self._open_until = None if locked else now + KEPT_S
            return locked


def asked() -> bool:
    """Ask both buses. In a thread of its own: the caller's may run a loop already."""
    import sys

    if sys.platform in ("win32", "darwin"):
        return False
    found: list[bool] = []
    thread = threading.Thread(target=lambda: found.append(_asked()), name="session-lock", daemon=True)
    thread.start()
    thread.join(3 * LIMIT_S)  # connecting, asking, and a little
    return any(found)


def _asked() -> bool:
    import asyncio

    from dbus_fast import DBusError

    try:
        return asyncio.run(_any_locked())
    except (DBusError, OSError, EOFError, ValueError) as error:  # TimeoutError is an OSError
        log.info("can't tell whether the session is locked: %s", type(error).__name__)
        return False


async def _any_locked() -> bool:
    import asyncio

    from dbus_fast import BusType, Message, MessageFlag

    quiet = MessageFlag.NO_AUTOSTART  # to be asked must not start a screen saver
    hint = Message(
        destination="org.freedesktop.login1",
        path="/org/freedesktop/login1/session/auto",
        interface="org.freedesktop.DBus.Properties",
        member="Get",
        signature="ss",
        body=["org.freedesktop.login1.Session", "LockedHint"],
        flags=quiet,
    )
    savers = [
        Message(destination=name, path="/" + name.replace(".", "/"), interface=name, member="GetActive", flags=quiet)
        for name in SAVERS
    ]
    buses = [_yes(BusType.SYSTEM, [hint])]
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        buses.append(_yes(BusType.SESSION, savers))
    return any(await asyncio.gather(*buses))


async def _yes(kind: Any, messages: list[Message]) -> bool:
    """Does one of the services on this bus say yes? Connecting and answering have `LIMIT_S` each."""
    import asyncio

    from dbus_fast import AuthError, DBusError, InvalidAddressError
    from dbus_fast.aio import MessageBus

    try:
        bus = await asyncio.wait_for(MessageBus(bus_type=kind).connect(), LIMIT_S)
    except (AuthError, DBusError, InvalidAddressError, OSError, EOFError, ValueError) as error:
        log.debug("no bus to ask about the lock: %s", type(error).__name__)
        return False
    try:
        calls = [asyncio.wait_for(bus.call(message), LIMIT_S) for message in messages]
        replies = await asyncio.gather(*calls, return_exceptions=True)
    finally:
        bus.disconnect()
        await asyncio.sleep(0)  # the loop must run once more for the socket's reader to be taken off it
    return any(_is_yes(reply) for reply in replies)


def _is_yes(reply: Any) -> bool:
    from dbus_fast import MessageType

    if getattr(reply, "message_type", None) is not MessageType.METHOD_RETURN or not reply.body:
        return False
    return getattr(reply.body[0], "value", reply.body[0]) is True


session_locked = SessionLock()
