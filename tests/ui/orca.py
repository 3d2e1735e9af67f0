"""The real Orca on a virtual desktop, and the words that it speaks.

It speaks through a real speech-dispatcher, whose generic module plays nothing: no sound is needed. The words are those
that Orca writes to its debug log as it gives them to the voice. Debian: `orca`, `speech-dispatcher`.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

from virtual_desktop import VirtualDesktop

PATIENCE_S = 60
SPOKEN = re.compile(r"SPEECH OUTPUT: '(.*?)' ?\{")
SERVER = """
LogDir "default"
CommunicationMethod "unix_socket"
AudioOutputMethod "libao"
AddModule "mute" "sd_generic" "mute.conf"
DefaultModule "mute"
"""
MODULE = """
GenericExecuteSynth "printf '%s' '$DATA' > /dev/null"
GenericRateMultiply 1
GenericRateAdd 0
GenericMaxChunkLength 10000
GenericDelimiters "."
AddVoice "en" "male1" "mute"
"""


def missing() -> str:
    """The program that isn't installed, empty when Orca can run."""
    return next((name for name in ("orca", "speech-dispatcher") if shutil.which(name) is None), "")


class Orca:
    """A context manager. It starts once its greeting is spoken."""

    def __init__(self, desktop: VirtualDesktop, folder: Path) -> None:
        self._desktop = desktop
        self._log = folder / "orca.log"
        self._from = 0
        settings = Path(desktop.env["HOME"]) / ".config/speech-dispatcher"
        (settings / "modules").mkdir(parents=True, exist_ok=True)
        (settings / "speechd.conf").write_text(SERVER)
        (settings / "modules/mute.conf").write_text(MODULE)

    def __enter__(self) -> Orca:
        self._process = self._desktop.start(["orca", "--replace", f"--debug-file={self._log}"], env={"LANG": "C.UTF-8"})
        self.wait_for("Screen reader on.")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()  # terminated, it would say so first, and wait until that is spoken
        self._process.wait(PATIENCE_S)
        # Started by Orca, not by the desktop: ended here, or it outlives both.
        pid = Path(self._desktop.env["XDG_RUNTIME_DIR"]) / "speech-dispatcher/pid/speech-dispatcher.pid"
        if pid.exists():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid.read_text()), signal.SIGTERM)

    def spoken(self) -> list[str]:
        """All since the last `forget`, in order, a piece as Orca gives it to the voice."""
        return SPOKEN.findall(self._text()[self._from :])

    def forget(self) -> None:
        self._from = len(self._text())

    def wait_for(self, *words: str) -> list[str]:
        """Until each of `words` is in something that was spoken; what was spoken until then."""
        self._until(lambda said: all(word in said for word in words), f"Orca to say {words}")
        return self.spoken()

    def _until(self, ready: Callable[[str], bool], what: str) -> None:
        try:
            self._desktop.wait_for(lambda: ready("\n".join(self.spoken())), what, PATIENCE_S)
        except RuntimeError as error:
            raise AssertionError(f"{error}; it said {self.spoken()}") from error

    def _text(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""
