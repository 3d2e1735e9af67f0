"""A file written as a whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO


@contextlib.contextmanager
def whole_file(path: Path, prefix: str) -> Iterator[IO[bytes]]:
    """What is written here takes the place of `path` at the end, atomically and durably, readable by the owner only;
    whatever goes wrong before, the old file is as it was and nothing is left beside it. `prefix`: of the new file's
    name until then. Raises `OSError`."""
    handle, temporary = tempfile.mkstemp(prefix=prefix, suffix=path.suffix, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
