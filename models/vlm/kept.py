"""What a model has computed for a picture and the words before the question, kept for the next question.

A second question about the same picture begins with the same tokens: picture, system prompt, turn signs. Their keys
and values need not be computed again (prefix caching, as llama.cpp's `cache_prompt` and vLLM do it); only the tokens
behind the first one that differs are read. Where the words *before* the picture differ, at least the encoder's
output is kept. Memory is bounded; the pixels themselves are not held, only a hash of them.
"""

from __future__ import annotations

import copy
import functools
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.vlm.cache import SeenPictures, fingerprint

if TYPE_CHECKING:
    from assistant.types import Pixels
    from models.vlm.families import Loaded

MOST_BYTES = 512 << 20
"""Of keys and values, all pictures together: some ten pictures of five tiles for SmolVLM-256M in float32."""
ROOM = 64
"""Tokens by which a layer's buffer grows: a plain `DynamicCache` copies all keys and values at every token."""
_LOOKS_AHEAD = frozenset({"paligemma"})
"""Families in which a token of the prompt also attends to later ones, so that its values depend on the question."""


@dataclass(eq=False)
class Reading:
    """One prompt on its way through the model: `inputs` go to `generate`; `KeptPrompts.end` gets it back."""

    inputs: dict[str, Any]
    key: bytes = b""
    ids: Any = None
    """The prompt's tokens, (n,); None where this family's prompts can't be kept."""
    cache: Any = None
    reused: int = 0
    """Tokens at the beginning that need not be read again."""
    prefilled: int = 0
    """Tokens that are read."""


class KeptPrompts:
    """One for a loaded model. `begin` and `end` belong together, one reading at a time; any thread."""

    def __init__(self, most_bytes: int = MOST_BYTES, most_pictures: int = 4) -> None:
        self._most_bytes = most_bytes
        self._readings: OrderedDict[bytes, Reading] = OrderedDict()
        self._features = SeenPictures(most_pictures)
        self._lock = threading.Lock()
        self._key: bytes | None = None
        self.encoded = 0
        """How many pictures went through an encoder that was given to `remember_features`."""

    def remember_features(self, model: Any) -> None:
        """Wrap `get_image_features` of a model of transformers, so that a picture is encoded once."""
        owner = getattr(model, "base_model", None)
        plain = getattr(owner, "get_image_features", None)
        if plain is None or owner is None:
            return

        @functools.wraps(plain)
        def features(*args: Any, **given: Any) -> Any:
            def encode() -> Any:
                self.encoded += 1
                return plain(*args, **given)

            return copy.copy(encode() if self._key is None else self._features.at(self._key, encode))

        owner.get_image_features = features

    def begin(self, loaded: Loaded, pixels: Pixels, inputs: dict[str, Any], *, small: bool = False) -> Reading:
        """What `generate` should take: `inputs`, or only those of the words that are new. For one sequence: beams
        would each need the kept values."""
        key = fingerprint(pixels) + bytes([small])
        self._key = key
        last = _last_of_picture(loaded, inputs)
        if last is None:
            return Reading(inputs, prefilled=inputs["input_ids"].shape[1] if "input_ids" in inputs else 0)
        ids = inputs["input_ids"][0]
        with self._lock:
            kept = self._readings.pop(key, None)
        same = 0 if kept is None else min(_same(kept.ids, ids), len(ids) - 1)
        if kept is None or same <= last:
            cache = _roomy(loaded.model.config)
            return Reading({**inputs, "cache": cache}, key, ids, cache, 0, len(ids))
        _crop(kept.cache, same)
        _set_positions(loaded.model, kept.cache.positions)
        left_out = loaded.vision(inputs)
        words = {name: value for name, value in inputs.items() if name not in left_out}
        return Reading({**words, "cache": kept.cache}, key, ids, kept.cache, same, len(ids) - same)

    def end(self, loaded: Loaded, reading: Reading) -> None:
        """Keep what was read, also of a reading that was left in the middle; the oldest pictures make room."""
        self._key = None
        if reading.cache is None:
            return
        read = min((int(layer.get_seq_length()) for layer in reading.cache.layers), default=0)
        read = min(read, len(reading.ids))
        if not read:
            return
        _crop(reading.cache, read)
        reading.ids = reading.ids[:read]
        reading.cache.positions = getattr(loaded.model.base_model, "rope_deltas", None)
        reading.inputs = {}
        with self._lock:
            self._readings[reading.key] = reading
            while self._readings and sum(_bytes(kept.cache) for kept in self._readings.values()) > self._most_bytes:
                self._readings.popitem(last=False)

    def forget(self) -> None:
        """Drop all of it: the model was moved, or memory is short."""
        with self._lock:
            self._readings.clear()
        self._features.forget()

    @property
    def held_bytes(self) -> int:
        """Of keys and values."""
        with self._lock:
            return sum(_bytes(kept.cache) for kept in self._readings.values())


def _last_of_picture(loaded: Loaded, inputs: dict[str, Any]) -> int | None:
    """Where the picture's last token stands in the prompt; None where the prompt can't be kept: no such token, a
    batch, tokens that look ahead, or layers that hold something other than all keys and values."""
    config = loaded.model.config
    sign = getattr(config, "image_token_id", getattr(config, "image_token_index", None))
    ids = inputs.get("input_ids")
    if sign is None or ids is None or len(ids) != 1 or not loaded.continues or loaded.family in _LOOKS_AHEAD:
        return None
    places = (ids[0] == sign).nonzero()
    if not len(places) or not _plain_layers(config):
        return None
    return int(places[-1])


def _same(one: Any, other: Any) -> int:
    """How many tokens two sequences begin alike."""
    length = min(len(one), len(other))
    differs = (one[:length] != other[:length]).nonzero()
    return int(differs[0]) if len(differs) else length


def _plain_layers(config: Any) -> bool:
    from transformers.cache_utils import DynamicCache, DynamicLayer

    layers = DynamicCache(config=config).layers
    return bool(layers) and all(type(layer) is DynamicLayer for layer in layers)


def _roomy(config: Any) -> Any:
    from transformers.cache_utils import DynamicCache

    cache = DynamicCache(config=config)
    cache.layers = [_roomy_layer()() for _ in cache.layers]
    cache.positions = None
    return cache


def _crop(cache: Any, length: int) -> None:
    for layer in cache.layers:
        layer.crop(min(0, length - int(layer.get_seq_length())))


def _set_positions(model: Any, positions: Any) -> None:
    """Qwen-VL counts a picture as fewer places than tokens, and remembers the difference of the last picture only."""
    if positions is not None:
        model.base_model.rope_deltas = positions


def _bytes(cache: Any) -> int:
    return sum(layer.held_bytes for layer in cache.layers)


@functools.cache
def _roomy_layer() -> Any:
    import torch
    from transformers.cache_utils import DynamicLayer

    class RoomyLayer(DynamicLayer):  # type: ignore[misc]
        """Keys and values in buffers with room at the end; `keys` and `values` are what is filled of them."""

        keys: Any
        values: Any
        _rooms: Any = None

        @property
        def held_bytes(self) -> int:
            return sum(room.numel() * room.element_size() for room in self._rooms or ())

        def update(self, key_states: Any, value_states: Any, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
            if not self.is_initialized:
                self.lazy_initialization(key_states, value_states)
            past = self.get_seq_length()
            length = past + key_states.shape[-2]
            if not self._fits(length):
                held = (self.keys, self.values) if past else (key_states[..., :0, :], value_states[..., :0, :])
                size = (length // ROOM + 1) * ROOM
                self._rooms = tuple(_with_room(tensor, size, torch) for tensor in held)
            keys, values = self._rooms
            keys[..., past:length, :] = key_states
            values[..., past:length, :] = value_states
            self.keys, self.values = keys[..., :length, :], values[..., :length, :]
            return self.keys, self.values

        def _fits(self, length: int) -> bool:
            """Not where beams changed places: `keys` is no part of the buffer then."""
            if self._rooms is None or self._rooms[0].shape[-2] < length:
                return False
            return not self.get_seq_length() or self.keys.data_ptr() == self._rooms[0].data_ptr()

    return RoomyLayer


def _with_room(tensor: Any, size: int, torch: Any) -> Any:
    """(..., n, d) -> (..., size, d), the first n filled."""
    room = torch.empty((*tensor.shape[:-2], size, tensor.shape[-1]), dtype=tensor.dtype, device=tensor.device)
    room[..., : tensor.shape[-2], :] = tensor
    return room
