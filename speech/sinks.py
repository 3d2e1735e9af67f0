"""The loudspeakers that a sound server has, by the names that people know: "Headset", "HDMI".

PortAudio reaches PulseAudio and PipeWire through ALSA and sees one device there, whatever is plugged in. So the server
itself is asked (by `pulsectl`, which speaks to libpulse), and a stream is begun on the one that was chosen. Where there
is no such server, as on Windows and macOS, there are no sinks, and PortAudio's own devices have all the names.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sink:
    name: str
    """The server's own: "alsa_output.usb-Sennheiser.analog-stereo"."""
    label: str
    """For people: "Sennheiser USB headset"."""
    is_default: bool


def sinks() -> list[Sink]:
    """Those that are there now; empty where there is no sound server."""
    there: list[Sink] = []
    with _server() as server:
        if server is not None:
            usual = server.server_info().default_sink_name
            there = [Sink(each.name, each.description or each.name, each.name == usual) for each in server.sink_list()]
    return there


def sink_called(name: str) -> Sink | None:
    """By its name or label, else by a part of one of them, whatever the case."""
    there, wanted = sinks(), name.casefold()
    for fits in (str.__eq__, str.__contains__):
        for sink in there:
            if fits(sink.name.casefold(), wanted) or fits(sink.label.casefold(), wanted):
                return sink
    return None


def sink_of_this_process() -> str | None:
    """Name of the sink that a stream of this process plays to; None when none does, or nobody can tell."""
    name: str | None = None
    with _server() as server:
        if server is not None:
            names = {sink.index: sink.name for sink in server.sink_list()}
            for stream in server.sink_input_list():
                if stream.proplist.get("application.process.id") == str(os.getpid()):
                    name = names.get(stream.sink)
    return name


@contextlib.contextmanager
def begun_on(sink: Sink | None) -> Iterator[None]:
    """A stream that is opened meanwhile begins on that sink."""
    if sink is None:
        yield
        return
    with _environment:
        before = os.environ.get("PULSE_SINK")
        os.environ["PULSE_SINK"] = sink.name  # the one way through ALSA; libpulse reads it for each connection
        try:
            yield
        finally:
            if before is None:
                del os.environ["PULSE_SINK"]
            else:
                os.environ["PULSE_SINK"] = before


_environment = threading.Lock()


@contextlib.contextmanager
def _server() -> Iterator[Any]:
    """A connection; None where there is no server, or it does not answer. A server is never started by this."""
    if sys.platform != "linux":
        yield None
        return
    try:
        import pulsectl  # type: ignore[import-untyped]
    except (ImportError, OSError):  # OSError: libpulse is not there
        yield None
        return
    try:
        server = pulsectl.Pulse("hearsight-devices", connect=False)
        server.connect()  # its own limit for a server that does not answer waits a second for one that does
    except (pulsectl.PulseError, pulsectl.PulseDisconnected):
        yield None
        return
    try:
        yield server
    except (pulsectl.PulseError, pulsectl.PulseDisconnected):  # it went away in mid-answer
        return
    finally:
        with contextlib.suppress(Exception):
            server.close()
