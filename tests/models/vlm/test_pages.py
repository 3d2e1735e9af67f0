"""Large pages for weights: which ranges of memory, and that nothing is lost where there are none."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from models.vlm import pages
from models.vlm.pages import HUGE, Range

SMAPS = """\
7f0000100000-7f0000900000 rw-p 00000000 00:00 0
Size:               8192 kB
Rss:                8192 kB
AnonHugePages:      2048 kB
7f0001000000-7f0001800000 rw-p 00000000 00:00 0                          [stack]
Size:               8192 kB
Rss:                8192 kB
AnonHugePages:         0 kB
7f0002000000-7f0002800000 rw-p 00000000 00:00 0
Size:               8192 kB
Rss:                  64 kB
AnonHugePages:         0 kB
7f0003000000-7f0003800000 r--p 00000000 fd:00 4711                       /usr/lib/weights.bin
Size:               8192 kB
Rss:                8192 kB
AnonHugePages:         0 kB
7f0004000000-7f0004100000 rw-p 00000000 00:00 0
Size:               1024 kB
Rss:                1024 kB
AnonHugePages:         0 kB
"""


def test_only_memory_of_its_own_that_is_there_and_large_gets_such_pages() -> None:
    assert list(pages.large_ranges(SMAPS.splitlines())) == [Range(0x7F0000200000, 0x7F0000800000, HUGE)]


def test_what_lies_in_the_pages_stays_what_it_was() -> None:
    held = np.arange(3 * HUGE, dtype=np.int64)
    pages.gather_weights()
    pages.gather_later().join()
    assert np.array_equal(held, np.arange(3 * HUGE))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_system_that_wants_no_such_pages_gets_none(tmp_path: Path) -> None:
    setting = tmp_path / "enabled"
    setting.write_text("always madvise [never]\n")
    assert pages.gather_weights(setting=setting) == 0
    assert pages.gather_weights(setting=tmp_path / "missing") == 0
    assert pages.gather_weights(smaps=tmp_path / "missing") == 0


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_mapped_file_with_a_name_in_another_encoding_is_no_hindrance(tmp_path: Path) -> None:
    smaps, setting = tmp_path / "smaps", tmp_path / "enabled"
    mapped = b"7f0003000000-7f0003800000 r--p 00000000 fd:00 4711   /home/m\xfcl\x0cler/weights.bin\n"
    smaps.write_bytes(mapped + b"Rss: 8 kB\n")
    setting.write_text("always [madvise] never\n")
    assert pages.gather_weights(smaps, setting) == 0
