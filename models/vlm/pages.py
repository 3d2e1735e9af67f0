"""Weights in memory pages of 2 MB instead of 4 KB.

A decoder reads all of its weights for each token. In pages of 4 KB every page is looked up, and the processor's
prefetching ends at the page's end; a packed layer of ViT-GPT2 (1.2 MB) has 288 of them. Linux makes such pages by
itself only where it is set to "always"; most systems have "madvise": a program has to ask. The packed weights lie in
memory that FBGEMM allocates and shows nobody, so that the process's own list of memory (`/proc/self/smaps`) says where.
"""

from __future__ import annotations

import ctypes
import logging
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

HUGE = 2 << 20
"""Bytes of a huge page on x86-64, and on arm64 with pages of 4 KB."""
FILLED = 0.9
"""Share of a range that must be in memory already: nothing that is only reserved (a thread's stack) gets pages."""
MADV_HUGEPAGE, MADV_COLLAPSE = 14, 25
"""madvise(2): pages of this range may become huge in time; make them huge now (Linux 6.1)."""

log = logging.getLogger("hearsight.models")


class Range(NamedTuple):
    """Of anonymous memory that this process may write: addresses, whole huge pages; what of them are huge already."""

    begin: int
    end: int
    huge: int


def gather_weights(smaps: Path = Path("/proc/self/smaps"), setting: Path | None = None) -> int:
    """Put what this process holds in large ranges into huge pages; how many bytes of them are in such pages then. 0,
    and nothing done, anywhere but on Linux or where the system is set to have none. Some milliseconds a page (each is
    copied): for once, after a large model was loaded. Raises nothing where the system refuses: slower is how it was."""
    if sys.platform != "linux":
        return 0
    setting = setting or Path("/sys/kernel/mm/transparent_hugepage/enabled")
    try:
        if "[never]" in setting.read_text():
            return 0
        ranges = list(large_ranges(_lines(smaps)))
        advise = ctypes.CDLL(None).madvise
    except (OSError, AttributeError):
        return 0
    advise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for one in ranges:
        if one.huge < one.end - one.begin:
            advise(one.begin, one.end - one.begin, MADV_HUGEPAGE)
            advise(one.begin, one.end - one.begin, MADV_COLLAPSE)  # an older Linux says no, and does it in time
    try:
        held = sum(one.huge for one in large_ranges(_lines(smaps)))
    except OSError:
        return 0
    log.info("weights in huge pages: %d MB", held >> 20)
    return held


def gather_later() -> threading.Thread:
    """The same on a thread of its own: the first words need not wait for it. Numbers don't change while they move."""
    thread = threading.Thread(target=gather_weights, name="large pages", daemon=True)
    thread.start()
    return thread


def _lines(smaps: Path) -> list[str]:
    # A mapped file may have any byte in its name but a line's end, also what Python takes for one.
    return [line for line in smaps.read_bytes().decode("utf-8", "replace").split("\n") if line]


def large_ranges(smaps: Iterable[str]) -> Iterator[Range]:
    """Those of `/proc/PID/smaps` (proc_pid_smaps(5)) that hold at least one huge page and are in memory."""
    begin = end = filled = 0
    ours = False
    for line in smaps:
        name, _, rest = line.partition(" ")
        if not name.endswith(":"):
            fields = line.split()
            begin, end = (int(part, 16) for part in name.split("-"))
            ours = fields[1].startswith("rw") and fields[1].endswith("p") and fields[4] == "0"
            ours = ours and (len(fields) == 5 or fields[5] == "[heap]")
        elif name == "Rss:":
            filled = int(rest.split()[0]) << 10
        elif name == "AnonHugePages:" and ours:
            first, last = -(-begin // HUGE) * HUGE, end // HUGE * HUGE
            if last > first and filled >= FILLED * (end - begin):
                yield Range(first, last, int(rest.split()[0]) << 10)
