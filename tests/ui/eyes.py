"""A window as a screen reader has it: over AT-SPI, by a connection of its own, from outside of the program."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus
from virtual_desktop import VirtualDesktop

T = TypeVar("T")
Ref = tuple[str, str]
ACCESSIBLE = "org.a11y.atspi.Accessible"
REGISTRY = "org.a11y.atspi.Registry"
ROOT = "/org/a11y/atspi/accessible/root"
STATES = {1: "active", 4: "checked", 7: "editable", 8: "enabled", 10: "expanded", 11: "focusable", 12: "focused",
          20: "pressed", 23: "selected", 25: "showing", 30: "visible", 33: "required", 36: "invalid", 41: "checkable",
          43: "read-only"}  # fmt: skip
"""Of `AtspiStateType`, those that a screen reader says."""
EVENTS = ("object:announcement", "object:state-changed:focused", "object:property-change:accessible-name",
          "object:selection-changed", "object:active-descendant-changed", "object:text-changed")  # fmt: skip
PATIENCE_S = 60


@dataclass(frozen=True, slots=True)
class Item:
    """One accessible. `role` as AT-SPI names it ("push button", "check box", "text")."""

    ref: Ref
    depth: int
    role: str
    name: str
    description: str
    states: frozenset[str]

    @property
    def operable(self) -> bool:
        return {"focusable", "showing", "enabled"} <= self.states and self.role not in ("frame", "dialog", "filler")


@dataclass(frozen=True, slots=True)
class Told:
    """One event: which ("Announcement", "StateChanged"), its detail ("focused"), the text it carries, of what."""

    kind: str
    detail: str
    text: str
    ref: Ref


class Eyes:
    """All methods block, and raise AssertionError after `PATIENCE_S`. One a desktop is enough."""

    def __init__(self, desktop: VirtualDesktop) -> None:
        self._desktop = desktop
        self.told: list[Told] = []
        """Every event since the start, or since `listening` began."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._bus: MessageBus = self._do(self._connect(desktop.env["DBUS_SESSION_BUS_ADDRESS"]))

    def close(self) -> None:
        async def end() -> None:
            self._bus.disconnect()
            await asyncio.sleep(0)

        self._do(end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_S)
        self._loop.close()

    # -- what there is ----------------------------------------------------------------------------------------------

    def walk(self, title: str) -> list[Item]:
        """All that is in the window of that title, the window first, in the order of a screen reader's review."""
        found: list[Item] = []

        def there() -> bool:
            found[:] = self._do(self._walk(title))
            return bool(found)

        self._desktop.wait_for(there, f"a window {title!r} for assistive programs", PATIENCE_S)
        return found

    def named(self, title: str, name: str) -> Item:
        return next(item for item in self.walk(title) if item.name == name)

    def focused(self, title: str) -> Item | None:
        """The innermost that says of itself to have the focus (the viewport of a text says so, too, and can't).

        The current item of every list says so, also while something else has it: then the list doesn't."""
        there = [item for item in self.walk(title) if {"focused", "focusable"} <= item.states]
        if any(item.role != "list item" for item in there):
            last = max(at for at, item in enumerate(there) if item.role != "list item")
            inside = [
                item for item in there[last + 1 :] if there[last].role == "list" and item.depth > there[last].depth
            ]
            return inside[0] if inside else there[last]
        return there[-1] if there else None

    def wait_for_focus(self, title: str, name: str) -> Item:
        found: list[Item] = []

        def has_it() -> bool:
            item = self.focused(title)
            found[:] = [item] if item is not None and name in (item.name, item.description) else []
            return bool(found)

        self._desktop.wait_for(has_it, f"the focus on {name!r}", PATIENCE_S)
        return found[0]

    def tab_order(self, title: str, key: str = "Tab", most: int = 60) -> list[str]:
        """Names in the order in which Tab goes through them, until it is back at the first: no trap, nothing left out.

        The window must have the focus."""
        names: list[str] = []
        refs: list[Ref] = []
        for _ in range(most):
            item = self.focused(title)
            assert item is not None, f"nothing has the focus after {names}"
            if item.ref in refs:
                assert item.ref == refs[0], f"the focus goes in circles: {names} then {item.name}"
                return names
            refs.append(item.ref)
            names.append(item.name)
            self._desktop.key(key)
            before = item.ref
            self._desktop.wait_for(
                lambda before=before: (now := self.focused(title)) is not None and now.ref != before,
                f"the focus to leave {item.name!r}",
                PATIENCE_S,
            )
        raise AssertionError(f"no end of the tab order: {names}")

    def nameless(self, title: str) -> list[Item]:
        """What can be operated and has no name: to a screen reader it is "button", and nothing else."""
        return [item for item in self.walk(title) if item.operable and not item.name and not item.description]

    # -- what is told -----------------------------------------------------------------------------------------------

    @contextmanager
    def listening(self) -> Iterator[list[Told]]:
        self.told = []
        yield self.told

    def wait_for_told(self, text: str) -> Told:
        """An announcement, or a name that changed, with this text in it."""
        self._desktop.wait_for(lambda: any(text in one.text for one in self.told), f"{text!r} announced", PATIENCE_S)
        return next(one for one in self.told if text in one.text)

    # -- the bus ----------------------------------------------------------------------------------------------------

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_S)

    async def _connect(self, address: str) -> MessageBus:
        session = await MessageBus(bus_address=address).connect()
        reply = await session.call(
            Message(destination="org.a11y.Bus", path="/org/a11y/bus", interface="org.a11y.Bus", member="GetAddress")
        )
        session.disconnect()
        assert reply is not None and reply.body
        bus = await MessageBus(bus_address=reply.body[0]).connect()
        bus.add_message_handler(self._hear)
        await bus.call(
            Message(destination="org.freedesktop.DBus", path="/org/freedesktop/DBus", interface="org.freedesktop.DBus",
                    member="AddMatch", signature="s",
                    body=["type='signal',interface='org.a11y.atspi.Event.Object'"])
        )  # fmt: skip
        for event in EVENTS:
            await bus.call(
                Message(destination=REGISTRY, path="/org/a11y/atspi/registry", interface=REGISTRY,
                        member="RegisterEvent", signature="sass", body=[event, [], ""])
            )  # fmt: skip
        return bus

    def _hear(self, message: Message) -> None:
        if message.message_type is MessageType.SIGNAL and message.interface == "org.a11y.atspi.Event.Object":
            value = message.body[3].value if len(message.body) > 3 else ""
            self.told.append(
                Told(
                    str(message.member),
                    str(message.body[0]),
                    value if isinstance(value, str) else "",
                    (str(message.sender), str(message.path)),
                )
            )

    async def _call(self, ref: Ref, interface: str, member: str, signature: str = "", body: Any = ()) -> list[Any]:
        reply = await asyncio.wait_for(
            self._bus.call(Message(destination=ref[0], path=ref[1], interface=interface, member=member,
                                   signature=signature, body=list(body))),
            PATIENCE_S,
        )  # fmt: skip
        return reply.body if reply is not None and reply.message_type is MessageType.METHOD_RETURN else []

    async def _get(self, ref: Ref, name: str) -> str:
        body = await self._call(ref, "org.freedesktop.DBus.Properties", "Get", "ss", [ACCESSIBLE, name])
        return str(body[0].value) if body else ""

    async def _children(self, ref: Ref) -> list[Ref]:
        body = await self._call(ref, ACCESSIBLE, "GetChildren")
        return [(str(bus), str(path)) for bus, path in body[0]] if body else []

    async def _walk(self, title: str) -> list[Item]:
        for program in await self._children((REGISTRY, ROOT)):
            for window in await self._children(program):
                if await self._get(window, "Name") == title:
                    items: list[Item] = []
                    await self._take(window, 0, items)
                    if items and "showing" in items[0].states:
                        return items
        return []

    async def _take(self, ref: Ref, depth: int, items: list[Item]) -> None:
        role = await self._call(ref, ACCESSIBLE, "GetRoleName")
        states = await self._call(ref, ACCESSIBLE, "GetState")
        if not role or not states:
            return  # gone meanwhile
        bits = states[0][0] | (states[0][1] << 32)
        on = frozenset(name for number, name in STATES.items() if bits >> number & 1)
        items.append(
            Item(ref, depth, str(role[0]), await self._get(ref, "Name"), await self._get(ref, "Description"), on)
        )
        for child in await self._children(ref):
            await self._take(child, depth + 1, items)
