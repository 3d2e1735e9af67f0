"""Acting through AT-SPI: focus, links, the caret. Nothing is typed, and no pointer is moved.

Interfaces: Component.GrabFocus, Action.DoAction, Hyperlink.GetURI, Text (at-spi2-core/xml). A thing is looked at again
right before anything is done to it, on the same connection, and what was done is looked for afterwards: programs answer
"true" and do nothing.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
from collections.abc import Callable, Coroutine, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.hands import CannotAct
from models.evidence import roles
from models.evidence.atspi import ACCESSIBLE, ACTION, COMPONENT, HYPERLINK, ROOT, TEXT, AccessibilityBus
from models.evidence.handle import Seen, digest_of, seen
from models.evidence.walk import OBJECT, extents

if TYPE_CHECKING:
    from assistant.cancel import Token
    from models.evidence.atspi import Line, Ref
    from models.evidence.tree import Unseen

log = logging.getLogger(__name__)

T = TypeVar("T")
AT_ONCE = 4
ANSWER_S = 3.0
"""A program that has not answered by then is told as silent."""
TAKES_S = 1.0
"""How long a program may take to show that it has done what it was asked."""
LOOK_S = 0.03
POLL_S = 0.02
MOVED_PX = 3
"""A thing this far from where it was seen has moved: rounding of scaled programs is 1."""
MOST_INSIDE = 60
"""Nodes in a thing that may have the focus in its stead (GTK's combobox: the button in it)."""
DEPTH = 60
LONGEST = 20_000
"""Characters read from the caret on: about twenty minutes at 220 words a minute; who wants more asks again there."""
INVALID, DEFUNCT = 0, 5
"""The role and the state (AtspiRole, AtspiStateType) of what is no more; Chromium answers so for a while."""
FOLLOWS = ("jump", "click", "activate", "press", "open")
"""Names of a link's own action: Chromium's, Firefox's, GTK's and Qt's. The others open menus."""


class AtspiHands:
    """`assistant.hands.Hands`."""

    def __init__(self, bus_address: str | None = None, *, unseen: Callable[[], Unseen | None] = lambda: None) -> None:
        """`bus_address`: of the session bus, by default the environment's. Connects at the first call. `unseen` is
        asked each time: which programs are never to be looked at, also in what was seen of them before that was set."""
        self._bus = AccessibilityBus(bus_address)
        self._unseen = unseen

    def close(self) -> None:
        self._bus.close()

    def focus(self, handle: str, token: Token) -> None:
        thing = self._allowed(handle, token)
        self._run(lambda: self._focus(thing), token)

    def has_focus(self, handle: str, token: Token) -> bool:
        found = seen(handle)
        if found is None:
            return False
        try:
            return self._run(lambda: self._focused(found), token)
        except CannotAct:
            return False

    def target(self, handle: str, token: Token) -> str:
        thing = self._allowed(handle, token)
        return self._run(lambda: self._target(thing), token)

    def follow(self, handle: str, target: str, token: Token) -> None:
        thing = self._allowed(handle, token)
        self._run(lambda: self._follow(thing, target), token)

    def from_caret(self, handle: str, token: Token) -> str | None:
        thing = self._allowed(handle, token)
        return self._run(lambda: self._from_caret(thing), token)

    def _allowed(self, handle: str, token: Token) -> Seen:
        thing = _known(handle)
        unseen = self._unseen()
        if unseen is not None and self._run(lambda: self._hidden(thing, unseen), token):
            raise CannotAct("unseen")
        return thing

    def _run(self, work: Callable[[], Coroutine[Any, Any, T]], token: Token) -> T:
        """Raises `CannotAct`, `Cancelled`."""
        token.check()
        result: list[T] = []

        async def keep() -> None:
            result.append(await asyncio.wait_for(work(), ANSWER_S))

        future = self._bus.run(keep())
        try:
            while not concurrent.futures.wait((future,), POLL_S).done:
                token.check()
            future.result()
        except CannotAct:
            raise
        except Exception as error:  # dbus-fast raises what its sockets raise when a program or the bus goes away
            log.info("no answer: %s", type(error).__name__)
            raise CannotAct("silent") from error
        finally:
            future.cancel()
        return result[0]

    # -- on the bus's loop --------------------------------------------------------------------------------------

    async def _hidden(self, thing: Seen, unseen: Unseen) -> bool:
        line, program = await self._bus.line(AT_ONCE), thing.ref[0]
        return unseen(
            str(await line.get((program, ROOT), ACCESSIBLE, "Name") or ""), await self._bus.pid(line, program)
        )

    async def _focus(self, thing: Seen) -> None:
        line = await self._bus.line(AT_ONCE)
        states = await _same(line, thing)
        if not roles.has(states, roles.ENABLED):
            raise CannotAct("disabled")
        if not await _in_front(line, thing.ref):
            raise CannotAct("behind")
        body = await line.call(thing.ref, COMPONENT, "GrabFocus")
        if not body or body[0] is not True:
            raise CannotAct("refused")
        end = asyncio.get_running_loop().time() + TAKES_S
        while not await _holds_focus(line, thing.ref):
            if asyncio.get_running_loop().time() > end:
                raise CannotAct("refused")
            await asyncio.sleep(LOOK_S)

    async def _focused(self, thing: Seen) -> bool:
        return await _holds_focus(await self._bus.line(AT_ONCE), thing.ref)

    async def _target(self, thing: Seen) -> str:
        line = await self._bus.line(AT_ONCE)
        await _same(line, thing)
        return await _address(line, thing.ref)

    async def _follow(self, thing: Seen, target: str) -> None:
        line = await self._bus.line(AT_ONCE)
        await _same(line, thing)
        if not await _in_front(line, thing.ref):
            raise CannotAct("behind")
        if await _address(line, thing.ref) != target:
            raise CannotAct("changed")
        count = await line.get(thing.ref, ACTION, "NActions")
        count = count if isinstance(count, int) else 0
        names = [await line.call(thing.ref, ACTION, "GetName", "i", [at]) for at in range(min(count, 10))]
        called = [str(body[0]).lower() if body else "" for body in names]
        at = next((called.index(name) for name in FOLLOWS if name in called), None)
        if at is None:
            raise CannotAct("refused")
        body = await line.call(thing.ref, ACTION, "DoAction", "i", [at])
        if not body or body[0] is not True:
            raise CannotAct("refused")

    async def _from_caret(self, thing: Seen) -> str | None:
        line = await self._bus.line(AT_ONCE)
        await _same(line, thing)
        caret, count = await asyncio.gather(
            line.get(thing.ref, TEXT, "CaretOffset"), line.get(thing.ref, TEXT, "CharacterCount")
        )
        if not isinstance(caret, int) or not isinstance(count, int) or not 0 <= caret <= count:
            return None
        before, after = await asyncio.gather(
            line.call(thing.ref, TEXT, "GetText", "ii", [max(0, caret - 100), caret]),
            line.call(thing.ref, TEXT, "GetText", "ii", [caret, min(count, caret + LONGEST)]),
        )
        if before is None or after is None:
            return None
        return (_begun_word(str(before[0])) + str(after[0])).replace(OBJECT, " ").strip()


def _known(handle: str) -> Seen:
    found = seen(handle)
    if found is None:
        raise CannotAct("gone")
    return found


async def _same(line: Line, thing: Seen) -> int:
    """The states of a thing that is still what was seen: role, name and place. Raises `CannotAct`."""
    ref = thing.ref
    role, states, name, box = await asyncio.gather(
        line.call(ref, ACCESSIBLE, "GetRole"),
        line.call(ref, ACCESSIBLE, "GetState"),
        line.get(ref, ACCESSIBLE, "Name"),
        extents(line, ref),
    )
    if not role or not states or int(role[0]) == INVALID or roles.has(roles.bits(states[0]), DEFUNCT):
        raise CannotAct("gone")
    if int(role[0]) != thing.role or digest_of(str(name or "")) != thing.digest:
        raise CannotAct("changed")
    found = roles.bits(states[0])
    if not roles.has(found, roles.SHOWING) or box is None:
        raise CannotAct("hidden")
    if thing.box is not None and not _near(box.as_list(), thing.box.as_list()):
        raise CannotAct("moved")
    return found


def _near(one: list[int], other: list[int]) -> bool:
    return all(abs(a - b) <= MOVED_PX for a, b in zip(one, other, strict=True))


async def _in_front(line: Line, ref: Ref) -> bool:
    """Whether the window around it is the active one. A menu that hangs in no window of its own counts as such."""
    top, active, at = 0, False, ref
    for _ in range(DEPTH):
        role, states = await asyncio.gather(line.call(at, ACCESSIBLE, "GetRole"), line.call(at, ACCESSIBLE, "GetState"))
        if not role or not states or int(role[0]) == roles.APPLICATION:
            break
        top, active = int(role[0]), roles.has(roles.bits(states[0]), roles.ACTIVE)
        # A list may call one of its rows active, too.
        if active and top in (roles.FRAME, *roles.POPUPS):
            return True
        parent = await line.get(at, ACCESSIBLE, "Parent")
        if not parent or str(parent[1]) == ROOT or str(parent[1]).endswith("/null"):
            break
        at = (str(parent[0]), str(parent[1]))
    # The topmost is a window whatever its role: Qt calls one that was made of a plain widget "filler".
    return active or top in (roles.POPUP_MENU, roles.WINDOW)


async def _holds_focus(line: Line, ref: Ref) -> bool:
    """It has the focus, or something in it."""
    waiting, asked = [ref], 0
    while waiting and asked < MOST_INSIDE:
        at = waiting.pop(0)
        asked += 1
        states = await line.call(at, ACCESSIBLE, "GetState")
        if states and roles.has(roles.bits(states[0]), roles.FOCUSED):
            return True
        body = await line.call(at, ACCESSIBLE, "GetChildren") if asked < MOST_INSIDE else None
        waiting += list(_refs(body))[: MOST_INSIDE - asked]
    return False


def _refs(body: list[Any] | None) -> Iterator[Ref]:
    for pair in body[0] if body else ():
        if not str(pair[1]).endswith("/null"):
            yield str(pair[0]), str(pair[1])


async def _address(line: Line, ref: Ref) -> str:
    body = await line.call(ref, HYPERLINK, "GetURI", "i", [0])
    return str(body[0]).strip() if body else ""


def _begun_word(before: str) -> str:
    """The part of the caret's word that lies before it."""
    at = len(before)
    while at > 0 and (before[at - 1].isalnum() or before[at - 1] in "'’-_"):
        at -= 1
    return before[at:]
