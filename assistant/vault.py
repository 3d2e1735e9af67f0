"""Seals what is kept of the screen: AES-256-GCM, with a key that only the system's key store has.

The key store is the desktop's own (Secret Service or KWallet, the macOS Keychain, the Windows Credential Locker),
through `keyring`. Where there is none nothing is sealed, and nothing is kept: a key beside the file would lock nothing.
A sealed file is `MAGIC`, a nonce of 96 random bits (NIST SP 800-38D, 8.2.2), the ciphertext and its tag of 128 bits;
the file's name is authenticated with it, so that no file can be passed off as another.
"""

from __future__ import annotations

import base64
import binascii
import logging
import os
import threading
from typing import Protocol

from assistant.errors import DeviceMissing, UnusableInput

log = logging.getLogger(__name__)

SERVICE, ACCOUNT = "hearsight", "history pictures"
MAGIC = b"HSP1"
KEY_BYTES, NONCE_BYTES = 32, 12
REAL_STORES = (
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.macOS",
    "keyring.backends.Windows",
)
"""Backends that lock the key up. Others (plain files of keyrings.alt, `null`, `fail`) don't count."""


class NoKeyStore(DeviceMissing):
    sentence = "Pictures can't be kept: this computer has no key store that is open. The words are kept without them."


class SealBroken(UnusableInput):
    sentence = "That kept picture can't be opened: its key is gone, or the file was changed."


class Keys(Protocol):
    """Where the key is. May block, while the person unlocks the store. Raises `NoKeyStore`."""

    def get(self) -> str | None: ...

    def put(self, key: str) -> None: ...


class SystemKeys:
    """The port: `Keys`, in the system's key store."""

    def get(self) -> str | None:
        store = self._store()
        from keyring.errors import KeyringError

        try:
            found: str | None = store.get_password(SERVICE, ACCOUNT)
        except (KeyringError, RuntimeError, OSError) as error:
            raise NoKeyStore(detail=str(error)) from error
        return found

    def put(self, key: str) -> None:
        store = self._store()
        from keyring.errors import KeyringError

        try:
            store.set_password(SERVICE, ACCOUNT, key)
        except (KeyringError, RuntimeError, OSError) as error:
            raise NoKeyStore(detail=str(error)) from error

    @staticmethod
    def _store() -> KeyringBackend:
        try:
            import keyring
        except ImportError as error:
            raise _not_installed(error) from error
        chosen = keyring.get_keyring()
        for store in getattr(chosen, "backends", [chosen]):  # several in a chain
            if type(store).__module__.startswith(REAL_STORES):
                return store  # type: ignore[no-any-return]
        raise NoKeyStore(detail=f"{type(chosen).__module__}.{type(chosen).__name__}")


class KeyringBackend(Protocol):
    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...


class Vault:
    """Any thread. The key is asked for once, and made the first time that something is sealed."""

    def __init__(self, keys: Keys | None = None) -> None:
        self._keys = keys or SystemKeys()
        self._key: bytes | None = None
        self._lock = threading.Lock()

    def seal(self, data: bytes, name: str) -> bytes:
        """Raises `NoKeyStore`."""
        nonce = os.urandom(NONCE_BYTES)
        return MAGIC + nonce + _cipher(self._known(make=True)).encrypt(nonce, data, MAGIC + name.encode())

    def unseal(self, sealed: bytes, name: str) -> bytes:
        """Raises `NoKeyStore`, `SealBroken`."""
        try:
            key = self._known(make=False)
        except KeyError as error:
            raise SealBroken(detail="no key") from error
        cipher = _cipher(key)
        from cryptography.exceptions import InvalidTag

        head = len(MAGIC)
        if sealed[:head] != MAGIC or len(sealed) < head + NONCE_BYTES:
            raise SealBroken(detail="no sealed file")
        try:
            return cipher.decrypt(
                sealed[head : head + NONCE_BYTES], sealed[head + NONCE_BYTES :], MAGIC + name.encode()
            )
        except InvalidTag as error:
            raise SealBroken(detail="the tag is wrong") from error

    def _known(self, *, make: bool) -> bytes:
        """The key. Raises `KeyError` where there is none and none is to be made."""
        with self._lock:
            if self._key is None:
                text = self._keys.get()
                if text is None:
                    if not make:
                        raise KeyError(ACCOUNT)
                    self._keys.put(base64.b64encode(os.urandom(KEY_BYTES)).decode())
                    text = self._keys.get()  # of two processes that made one at once, both use the last
                self._key = _decoded(text)
            return self._key


def _decoded(text: str | None) -> bytes:
    try:
        key = base64.b64decode(text or "", validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise NoKeyStore(detail="the key in the store is none of ours")
    return key


class Cipher(Protocol):
    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...


def _cipher(key: bytes) -> Cipher:
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    except ImportError as error:
        raise _not_installed(error) from error
    cipher: Cipher = AESGCM(key)
    return cipher


def _not_installed(error: ImportError) -> NoKeyStore:
    return NoKeyStore(
        "Pictures can't be kept: that needs two more packages. Install hearsight[history].", detail=str(error)
    )
