"""A locked session is not looked at, and it is said why. The services are stand-ins on a bus of the test's own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import numpy as np
import pytest
from virtual_desktop import VirtualDesktop

from assistant.capture.locked import SessionLock, asked
from assistant.capture.unseen import GuardedDesktop, Unseen
from assistant.error_words import told
from assistant.errors import SessionLocked
from assistant.types import Box


class Service:
    """Owns a name on a bus and answers each call with one value; None: never."""

    def __init__(self, address: str, name: str, answer: bool | None, variant: bool = False) -> None:
        self._made = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, args=(address, name, answer, variant), daemon=True)
        self.asked: list[tuple[str, str]] = []
        self._thread.start()
        assert self._made.wait(30)

    def _serve(self, address: str, name: str, answer: bool | None, variant: bool) -> None:
        from dbus_fast import Message, MessageType, Variant
        from dbus_fast.aio import MessageBus

        async def begin() -> MessageBus:
            bus = await MessageBus(bus_address=address).connect()

            def reply(message: Message) -> Message | bool | None:
                if message.message_type is not MessageType.METHOD_CALL:
                    return None
                self.asked.append((message.path, message.member))
                if answer is None:
                    return True
                body = Variant("b", answer) if variant else answer
                return Message.new_method_return(message, "v" if variant else "b", [body])

            bus.add_message_handler(reply)
            await bus.request_name(name)
            self._made.set()
            return bus

        bus = self._loop.run_until_complete(begin())
        self._loop.run_forever()
        bus.disconnect()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)


@pytest.fixture(scope="module")
def bus() -> Iterator[VirtualDesktop]:
    with VirtualDesktop(display=False, accessibility=False, tray=False, sound=False) as one:
        yield one


@pytest.fixture
def address(bus: VirtualDesktop, monkeypatch: pytest.MonkeyPatch) -> str:
    """The stand-in's bus is both: the session's and the system's. An answer is waited for, however slow."""
    found = bus.env["DBUS_SESSION_BUS_ADDRESS"]
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", found)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", found)
    monkeypatch.setattr("assistant.capture.locked.LIMIT_S", 30)
    return found


@pytest.mark.parametrize(
    ("name", "variant"),
    [("org.freedesktop.login1", True), ("org.freedesktop.ScreenSaver", False), ("org.gnome.ScreenSaver", False)],
)
@pytest.mark.parametrize("locked", [True, False])
def test_the_lock_is_known_from_each_service(address: str, name: str, variant: bool, locked: bool) -> None:
    service = Service(address, name, locked, variant)
    try:
        assert asked() is locked
        assert len(service.asked) == 1
    finally:
        service.close()


def test_no_service_no_bus_and_no_answer_are_not_locked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked() is False
    monkeypatch.setattr("assistant.capture.locked.LIMIT_S", 0.2)
    mute = Service(address, "org.freedesktop.ScreenSaver", None)
    try:
        assert asked() is False
    finally:
        mute.close()
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    assert asked() is False


def test_only_an_open_session_is_remembered_and_only_shortly() -> None:
    answers, now = [False, True, True, False], [0.0]
    lock = SessionLock(lambda: answers.pop(0), lambda: now[0])
    assert [lock(), lock()] == [False, False]  # asked once
    now[0] = 0.6
    assert [lock(), lock(), lock()] == [True, True, False]
    assert not answers


class Desk:
    """Must not be asked."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(name)


def test_nothing_of_a_locked_desktop_is_looked_at() -> None:
    desk = GuardedDesktop(Desk(), Unseen(), lambda: True)  # type: ignore[arg-type]
    looks = (desk.focused_window, desk.windows, lambda: desk.standing(1), lambda: desk.pixels(Box(0, 0, 9, 9)))
    for look in looks:
        with pytest.raises(SessionLocked, match="The screen is locked"):
            look()
    assert told(SessionLocked.sentence, "zh").startswith("屏幕已锁定")
    assert told(SessionLocked.sentence, "de").startswith("Der Bildschirm ist gesperrt")


def test_an_open_one_is_looked_at(tmp_path: object) -> None:
    class Open:
        def pixels(self, frame: Box) -> np.ndarray:
            return np.full((frame.h, frame.w, 3), 7, np.uint8)

    desk = GuardedDesktop(Open(), Unseen(tmp_path / "settings.toml"), lambda: False)  # type: ignore[arg-type, operator]
    assert desk.pixels(Box(0, 0, 4, 4)).all()
