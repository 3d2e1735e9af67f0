"""Running the programs that install: what they do is told in plain lines, what went wrong in one sentence.

Lines, not a bar that redraws itself: they are read aloud well, and they stay readable in the log of a build machine.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import IO

Status = Callable[[Sequence[str]], str]
"""From all lines so far to where the program is, in a few words."""

TELL_EVERY_S = 10.0
DISK_FULL = ("no space left on device", "you don't have enough free space", "disk quota exceeded")
OFFLINE = (
    "could not resolve", "name resolution", "temporary failure resolving", "name or service not known",
    "network is unreachable", "failed to establish a new connection", "connection timed out", "connectionerror",
    "cannot initiate the connection", "no route to host", "connection refused",
)  # fmt: skip
BUSY = ("could not get lock", "unable to acquire the dpkg frontend lock")


def run(
    command: Sequence[str],
    status: Status,
    *,
    env: Mapping[str, str] | None = None,
    every_s: float = TELL_EVERY_S,
) -> tuple[int, list[str]]:
    """Run a program; its exit code and every line it wrote, of both streams.

    While it runs, `status` of the lines so far is printed with the seconds passed, every `every_s` seconds. Ctrl-C
    reaches the program, too (it is of the same process group), and is raised here once it has ended.
    """
    process = subprocess.Popen(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1", **(env or {})},
        text=True,
        errors="replace",
    )
    assert process.stdout is not None
    arriving: queue.Queue[str | None] = queue.Queue()

    def read(stream: IO[str] = process.stdout) -> None:
        with stream:
            for line in stream:
                arriving.put(line.rstrip())
        arriving.put(None)

    threading.Thread(target=read, daemon=True).start()
    lines: list[str] = []
    began = time.monotonic()
    told = began
    try:
        while True:
            try:
                line = arriving.get(timeout=max(0.0, told + every_s - time.monotonic()))
            except queue.Empty:
                told = time.monotonic()
                print(f"  {told - began:.0f} s: {status(lines)}", flush=True)
                continue
            if line is None:
                return process.wait(), lines
            lines.append(line)
    except KeyboardInterrupt:
        process.wait()
        raise


def trouble(lines: Sequence[str]) -> str:
    """What most likely went wrong, and what to do, as one sentence; empty when only the lines themselves can tell."""
    text = "\n".join(lines).lower()
    if any(sign in text for sign in DISK_FULL):
        return "The disk is full. Free some space, then run the same command again."
    if any(sign in text for sign in BUSY):
        return "Another program is installing packages. Wait until it has finished, then run the same command again."
    if any(sign in text for sign in OFFLINE):
        return "The internet is out of reach. Run the same command again when it is there."
    return ""


def failed(what: str, lines: Sequence[str]) -> int:
    """Say that a step failed: its last lines, fewer when the cause is known, then a sentence. The exit code."""
    known = trouble(lines)
    for line in [line for line in lines if line.strip()][-3 if known else -15 :]:
        print(f"  | {line}", file=sys.stderr)
    return say(f"{what} failed. {known or 'Its last lines are above.'}", 4)


def say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return code
