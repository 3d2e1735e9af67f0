"""What an encoder saw in the last pictures, so that a second caption of the same picture starts at its words."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.types import Pixels


class SeenPictures:
    """The `most` pictures used last. Holds the encoder's numbers (some 600 kB for a ViT-base) and a hash of the
    pixels, never the pixels. Any thread; two threads may compute the same one."""

    def __init__(self, most: int = 4) -> None:
        self._most = most
        self._seen: OrderedDict[bytes, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, pixels: Pixels, compute: Callable[[], Any]) -> Any:
        return self.at(fingerprint(pixels), compute)

    def at(self, key: bytes, compute: Callable[[], Any]) -> Any:
        """As `get`, for a picture whose fingerprint is known."""
        with self._lock:
            if key in self._seen:
                self._seen.move_to_end(key)
                return self._seen[key]
        value = compute()
        with self._lock:
            self._seen[key] = value
            while len(self._seen) > self._most:
                self._seen.popitem(last=False)
        return value

    def forget(self) -> None:
        with self._lock:
            self._seen.clear()


def fingerprint(pixels: Pixels) -> bytes:
    """Equal for equal pictures of equal shape (BLAKE2b, 16 bytes)."""
    import numpy as np

    digest = hashlib.blake2b(repr(pixels.shape).encode(), digest_size=16)
    digest.update(np.ascontiguousarray(pixels).data)
    return digest.digest()
