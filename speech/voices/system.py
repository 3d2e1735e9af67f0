"""The voice of the operating system, through pyttsx3: SAPI5 on Windows, NSSpeech on macOS, espeak on Linux.

pyttsx3 plays by itself and stops when it likes (its Linux driver writes a WAV file and waits for a player: 2.4 s),
so it runs in a process of its own, and a hush kills that process and what it started. The next utterance starts
another one.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import errors
from assistant.cancel import Cancelled
from speech.voices.scripts import speakable

if TYPE_CHECKING:
    from assistant.ports import SampleSink
    from assistant.types import Manner

log = logging.getLogger(__name__)


class SystemVoice:
    """A `ports.Voice` that plays by itself. `command` starts the child (see `system_child`)."""

    name = "system"
    streams = False

    def __init__(self, command: Sequence[str] = (sys.executable, "-m", "speech.voices.system_child")) -> None:
        self._command = list(command)
        self._lock = threading.Lock()
        """Guards `_child` and `_hushed`: a hush never falls between their check and their use."""
        self._asking = threading.Lock()
        """Held for one request and its answer: `languages` may be asked for while something is spoken."""
        self._child: subprocess.Popen[str] | None = None
        self._hushed = False
        self._languages: tuple[str, ...] | None = None
        # The Linux driver leaves what was said in a WAV file when it is killed: it goes to a folder of our own, in
        # memory where the system has such a place, and is deleted after each kill.
        memory = os.environ.get("XDG_RUNTIME_DIR", "")
        # After `su` the variable still names the folder of the other user.
        place = memory if memory and os.access(memory, os.W_OK | os.X_OK) else None
        self._folder = Path(tempfile.mkdtemp(prefix="hearsight-voice-", dir=place))

    def speak(self, text: str, manner: Manner, sink: SampleSink) -> None:
        """Returns when it was heard. Raises `Cancelled` when hushed, `errors.NoVoice` when pyttsx3 fails or dies."""
        import numpy as np

        request = {
            "text": speakable(text),
            "rate": manner.rate_wpm,
            "pitch": manner.pitch,
            "volume": manner.volume,
            "language": manner.language,
            "spell": manner.spell,
        }
        with self._asking:
            with self._lock:
                self._hushed = False
            sink.write(np.zeros(0, np.float32))  # a hush before the line above is an era gone by now
            self._ask(request)

    def hush(self) -> None:
        with self._lock:
            self._hushed = True
            if self._child is not None:
                _kill(self._child)

    def languages(self) -> Sequence[str]:
        """BCP 47 tags; empty where the system does not tell. Starts the child: some 0.3 s the first time."""
        with self._asking:
            if self._languages is None:
                with self._lock:
                    self._hushed = False
                self._languages = tuple(self._ask({"ask": "languages"})["languages"])
            return self._languages

    def close(self) -> None:
        with self._lock:
            self._hushed = True
            child, self._child = self._child, None
        if child is not None:
            _end(child)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """One request to the child, its answer. Raises `Cancelled`, `errors.NoVoice`."""
        with self._lock:
            if self._hushed:
                raise Cancelled
            if self._child is None or self._child.poll() is not None:
                self._forget()
                self._child = self._start()
            child = self._child
        line = ""
        with contextlib.suppress(OSError, ValueError):  # it died: the empty line below says so
            assert child.stdin is not None and child.stdout is not None  # noqa: S101 - both are pipes
            child.stdin.write(json.dumps(request) + "\n")
            child.stdin.flush()
            line = child.stdout.readline()
        with self._lock:
            hushed = self._hushed
            if not line or hushed:
                self._forget()
        if hushed:
            raise Cancelled
        if not line:
            raise errors.NoVoice("The system voice stopped.", detail="the child process of pyttsx3 died")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise errors.NoVoice("The system voice failed.", detail=answer["error"])
        return answer

    def _start(self) -> subprocess.Popen[str]:
        root = Path(__file__).resolve().parents[2]
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH")]))}
        env["TMPDIR"] = str(self._folder)
        try:
            return subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=env,
                encoding="utf-8",
                start_new_session=True,  # a group of its own, so that the player dies with it
            )
        except OSError as error:
            raise errors.NoVoice("The system voice does not start.", detail=str(error)) from error

    def _forget(self) -> None:
        """With the lock held: end the child, delete the sound that it left."""
        child, self._child = self._child, None
        if child is not None:
            _end(child)
        for leftover in self._folder.iterdir():
            leftover.unlink(missing_ok=True)


def _kill(child: subprocess.Popen[str]) -> None:
    """At once, with all that it started: SIGTERM would wait for the player."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            child.kill()  # SAPI5 plays in the process itself
        else:
            os.killpg(child.pid, signal.SIGKILL)


def _end(child: subprocess.Popen[str]) -> None:
    _kill(child)
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # what the dead child never read
                pipe.close()
