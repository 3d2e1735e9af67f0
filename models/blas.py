"""NumPy's matrix products on one thread.

On a busy machine OpenBLAS' threads wait for each other: 23 short texts took 0.5 s on one thread and 8 s on two
(2 cores under load 10). Small products gain little from a second thread anyway.
"""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path


@contextlib.contextmanager
def one_thread() -> Iterator[None]:
    """While the block runs. Does nothing where NumPy was built on another library (Accelerate, MKL)."""
    found = _switch()
    if found is None:
        yield
        return
    get, put = found
    before = get()
    put(1)
    try:
        yield
    finally:
        put(before)


@lru_cache(maxsize=1)
def _switch() -> tuple[Callable[[], int], Callable[[int], None]] | None:
    """(get, set) of the number of threads of the OpenBLAS inside NumPy's wheel."""
    import numpy as np

    folder = Path(np.__file__).parent
    for path in (*folder.parent.glob("numpy.libs/*openblas*"), *folder.glob(".dylibs/*openblas*")):
        with contextlib.suppress(OSError):
            library = ctypes.CDLL(str(path))
            for prefix, suffix in (("scipy_", "64_"), ("scipy_", ""), ("", "64_"), ("", "")):
                get = getattr(library, f"{prefix}openblas_get_num_threads{suffix}", None)
                put = getattr(library, f"{prefix}openblas_set_num_threads{suffix}", None)
                if get is not None and put is not None:
                    return get, put
    return None


def one_thread_for_good() -> None:
    """From now on, in this process: for work that is spread over threads of its own."""
    found = _switch()
    if found is not None:
        found[1](1)
