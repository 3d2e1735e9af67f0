"""The few requests of the X keyboard extension and of XInput 2 that python-xlib 0.33 does not have.

Layouts from "The X Keyboard Extension: Protocol Specification" (X.Org, version 1.0, chapter 16 and appendix D)
and from "The X Input Extension 2.x" (XI2proto.txt of xorgproto).
"""

from __future__ import annotations

import struct
from typing import Any, NamedTuple

from Xlib import X
from Xlib.ext import xinput
from Xlib.protocol import rq

XKB = "XKEYBOARD"
_CORE_KEYBOARD = 0x100
_DETECTABLE_AUTO_REPEAT = 1 << 0
_NEW_KEYBOARD = 1 << 0
_MAP_CHANGED = 1 << 1
_ALL_MAP_PARTS = 0xFF
GENERIC_EVENT = 35
_RAW_DETAIL = struct.Struct("=2xII")
"""Of the part of a raw event after its evtype: device (2 bytes), time in ms, key code."""


class RawKey(NamedTuple):
    pressed: bool
    time_ms: int
    """The server's clock, modulo 2 to the 32."""
    code: int


class UseExtension(rq.ReplyRequest):  # type: ignore[misc]  # python-xlib has no types
    _request = rq.Struct(
        rq.Card8("opcode"), rq.Opcode(0), rq.RequestLength(), rq.Card16("wanted_major"), rq.Card16("wanted_minor")
    )
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Bool("supported"),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Card16("server_major"),
        rq.Card16("server_minor"),
        rq.Pad(20),
    )


class SelectEvents(rq.Request):  # type: ignore[misc]
    _request = rq.Struct(
        rq.Card8("opcode"),
        rq.Opcode(1),
        rq.RequestLength(),
        rq.Card16("device"),
        rq.Card16("affect_which"),
        rq.Card16("clear"),
        rq.Card16("select_all"),
        rq.Card16("affect_map"),
        rq.Card16("map"),
    )


class PerClientFlags(rq.ReplyRequest):  # type: ignore[misc]
    _request = rq.Struct(
        rq.Card8("opcode"),
        rq.Opcode(21),
        rq.RequestLength(),
        rq.Card16("device"),
        rq.Pad(2),
        rq.Card32("change"),
        rq.Card32("value"),
        rq.Card32("change_controls"),
        rq.Card32("auto_controls"),
        rq.Card32("auto_control_values"),
    )
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Card8("device"),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Card32("supported"),
        rq.Card32("value"),
        rq.Card32("auto_controls"),
        rq.Card32("auto_control_values"),
        rq.Pad(8),
    )


class KeyboardChanged(rq.Event):  # type: ignore[misc]
    """Any event of the keyboard extension that we select: all mean that the keyboard has another map now."""

    _code = None
    _fields = rq.Struct(
        rq.Card8("type"), rq.Card8("xkb_type"), rq.Card16("sequence_number"), rq.Card32("time"), rq.Pad(24)
    )


def use_detectable_repeat(display: Any) -> bool:
    """A held key sends one release, when it is let go, instead of one before each repeat.

    Also asks for changes of the keyboard map, as `KeyboardChanged` or MappingNotify: a client that uses the
    extension gets no MappingNotify unless it asks. False when the server has no such extension.
    """
    information = display.query_extension(XKB)
    if information is None:
        return False
    opcode = information.major_opcode
    inner = display.display
    if not UseExtension(display=inner, opcode=opcode, wanted_major=1, wanted_minor=0).supported:
        return False
    display.extension_add_event(information.first_event, KeyboardChanged)
    SelectEvents(
        display=inner,
        opcode=opcode,
        device=_CORE_KEYBOARD,
        affect_which=_NEW_KEYBOARD | _MAP_CHANGED,
        clear=0,
        select_all=_NEW_KEYBOARD | _MAP_CHANGED,
        affect_map=_ALL_MAP_PARTS,
        map=_ALL_MAP_PARTS,
    )
    reply = PerClientFlags(
        display=inner,
        opcode=opcode,
        device=_CORE_KEYBOARD,
        change=_DETECTABLE_AUTO_REPEAT,
        value=_DETECTABLE_AUTO_REPEAT,
        change_controls=0,
        auto_controls=0,
        auto_control_values=0,
    )
    return bool(reply.value & _DETECTABLE_AUTO_REPEAT)


def is_keyboard_change(event: Any) -> bool:
    """`KeyboardChanged`, or the event that tells the same to clients without the extension."""
    # python-xlib makes a class of its own out of each one registered, so isinstance doesn't know it.
    if type(event).__name__ == KeyboardChanged.__name__:
        return True
    return bool(event.type == X.MappingNotify and event.request != X.MappingPointer)


def has_raw_keys(display: Any) -> bool:
    """Announce XInput 2.2 to the server. Before 2.1, raw events don't come while another client has a grab."""
    if display.query_extension(xinput.extname) is None:
        return False
    reply = xinput.XIQueryVersion(
        display=display.display,
        opcode=display.display.get_extension_major(xinput.extname),
        major_version=2,
        minor_version=2,
    )
    return (int(reply.major_version), int(reply.minor_version)) >= (2, 1)


def select_raw_keys(root: Any) -> None:
    root.xinput_select_events([(xinput.AllMasterDevices, xinput.RawKeyPressMask | xinput.RawKeyReleaseMask)])


def raw_key(event: Any, opcode: int) -> RawKey | None:
    """The key of a raw event of XInput, whose major opcode is `opcode`; None if `event` is another one."""
    if event.type != GENERIC_EVENT or event.extension != opcode:
        return None
    if event.evtype not in (xinput.RawKeyPress, xinput.RawKeyRelease):
        return None
    time_ms, code = _RAW_DETAIL.unpack_from(event.data)
    return RawKey(event.evtype == xinput.RawKeyPress, int(time_ms), int(code))
