"""What a GGUF file says of itself (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md), read without llama.cpp:
what kind of model it is, and that it is whole, before a library in C is given it."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from assistant.errors import ModelBroken

MAGIC = b"GGUF"
VERSIONS = (2, 3)
MOST_KEYS = 10_000
LONGEST_STRING = 64 << 20
"""Bytes: a vocabulary's merges are some megabytes, none of them one string of this length."""
_SIMPLE = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_STRING, _ARRAY = 8, 9


@dataclass(frozen=True, slots=True)
class Header:
    """`values`: the numbers and strings of the metadata; lists are left out."""

    values: dict[str, str | int | float | bool]
    tensors: int

    @property
    def architecture(self) -> str:
        return str(self.values.get("general.architecture", ""))

    @property
    def name(self) -> str:
        return str(self.values.get("general.name", ""))

    @property
    def is_projector(self) -> bool:
        """The eyes of a model (llama.cpp's "mmproj"), no model by itself."""
        return self.architecture == "clip" or self.values.get("general.type") == "mmproj"

    @property
    def talks(self) -> bool:
        """It has a chat template: it was trained to follow a question."""
        return bool(self.values.get("tokenizer.chat_template"))


def read_header(path: Path) -> Header:
    """Raises `ModelBroken` for a file that is no GGUF, one cut short, or one of an unknown version."""
    try:
        with path.open("rb") as file:
            if file.read(4) != MAGIC:
                raise ModelBroken(f"{path.name} is no GGUF model.")
            version, tensors, keys = struct.unpack("<IQQ", _bytes(file, 20))
            if version not in VERSIONS:
                raise ModelBroken(f"{path.name} is a GGUF model of version {version}, which I can't read.")
            if keys > MOST_KEYS:
                raise ModelBroken(f"{path.name} is damaged: its beginning makes no sense.")
            values = {}
            for _ in range(keys):
                key = _string(file)
                value = _value(file, struct.unpack("<I", _bytes(file, 4))[0])
                if value is not None:
                    values[key] = value
            if tensors and not file.read(1):
                raise ModelBroken(f"{path.name} is not whole: it ends before its weights.")
    except (EOFError, UnicodeDecodeError, KeyError, MemoryError) as error:
        raise ModelBroken(f"{path.name} is damaged or not whole.", detail=repr(error)) from None
    except OSError as error:
        raise ModelBroken(f"{path.name} can't be read.", detail=repr(error)) from None
    return Header(values, int(tensors))


def _bytes(file: IO[bytes], count: int) -> bytes:
    if count > LONGEST_STRING:
        raise EOFError(f"a value of {count} bytes")
    data = file.read(count)
    if len(data) < count:
        raise EOFError(f"{len(data)} of {count} bytes")
    return data


def _string(file: IO[bytes]) -> str:
    return _bytes(file, struct.unpack("<Q", _bytes(file, 8))[0]).decode("utf-8")


def _value(file: IO[bytes], kind: int) -> str | int | float | bool | None:
    if kind == _STRING:
        return _string(file)
    if kind == _ARRAY:
        of, count = struct.unpack("<IQ", _bytes(file, 12))
        if of == _STRING:
            for _ in range(count):
                _bytes(file, struct.unpack("<Q", _bytes(file, 8))[0])
        elif of == _ARRAY:
            raise EOFError("a list of lists")  # the format allows it; no model has one
        else:
            _bytes(file, struct.calcsize(_SIMPLE[of]) * count)
        return None
    form = _SIMPLE[kind]
    found: int | float | bool = struct.unpack(form, _bytes(file, struct.calcsize(form)))[0]
    return found
