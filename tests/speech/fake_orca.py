"""Stands in for Orca 49 on a session bus: writes what it is asked to a file, one line each.

`python tests/speech/fake_orca.py FILE`. It offers what Orca's D-Bus service offers: PresentMessage, and the commands
of its speech module.
"""

# ruff: noqa: N802, F821, UP037 - names and annotations are D-Bus names and signatures
from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, method

HEARD = Path(sys.argv[1])


def note(line: str) -> None:
    with HEARD.open("a", encoding="utf-8") as file:
        file.write(line + "\n")


class Service(ServiceInterface):
    @method()
    def PresentMessage(self, message: "s") -> "b":
        note(f"say {message}")
        return True

    @method()
    def GetVersion(self) -> "s":
        return "49.0"


class Module(ServiceInterface):
    @method()
    def ListCommands(self) -> "a(ss)":
        return [["InterruptSpeech", "Interrupts the speech."]]

    @method()
    def ExecuteCommand(self, name: "s", tell: "b") -> "b":
        note(f"do {name}")
        return True


async def main() -> None:
    bus = await MessageBus().connect()
    bus.export("/org/gnome/Orca/Service", Service("org.gnome.Orca.Service"))
    bus.export("/org/gnome/Orca/Service/SpeechManager", Module("org.gnome.Orca.Module"))
    await bus.request_name("org.gnome.Orca.Service")
    note("ready")
    await bus.wait_for_disconnect()


if __name__ == "__main__":
    asyncio.run(main())
