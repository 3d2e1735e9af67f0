"""One at a time over all processes: locks in the store's folder, which the system frees when their process dies."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.cancel import Token
from assistant.errors import ModelTrouble

POLL_S = 0.1


@contextlib.contextmanager
def held(
    root: Path, name: str, token: Token | None = None, waiting: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Hold the lock of a model, or of a record. Blocks; `waiting` is called once when another has it.

    Raises `Cancelled` when the token is cancelled while waiting, and `ModelTrouble` where the folder can't be written.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(root / f".{name}.lock")
    try:
        root.mkdir(parents=True, exist_ok=True)
        for tries in itertools.count():
            with contextlib.suppress(Timeout):
                lock.acquire(timeout=POLL_S)
                break
            if token is not None:
                token.check()
            if tries == 0:
                waiting()
    except (OSError, NotImplementedError) as error:  # the latter: a disk that knows no locks
        raise unwritable(root, error) from error
    try:
        yield
    finally:
        lock.release()


def unwritable(root: Path, error: BaseException) -> ModelTrouble:
    return ModelTrouble(
        f"I can't write into the folder of the models, {root}. Make it writable, or name another in HEARSIGHT_MODELS.",
        detail=repr(error),
    )
