"""The decoder of a vision-encoder-decoder captioner (GPT-2), stepped quicker, at the same numbers.

Plain transformers gives every beam its own copy of what the encoder saw: each layer projects the 197 patches once a
beam, and each step copies all of these keys and values when beams change places. Here the beams of one picture share
one copy, what was written lies in one buffer for all layers, and a step does without the masks that a caption never
needs. Beam search, sampling and everything else
stay those of transformers.
"""

from __future__ import annotations

import functools
from typing import Any

ROOM = 32
"""Tokens by which the buffer of what was written grows: most captions are shorter."""


def quicken(model: Any) -> bool:
    """Give a `VisionEncoderDecoderModel` with a GPT-2 decoder the quick step, in place; False (and nothing changed)
    for any other model, or one with settings that this step doesn't know."""
    if getattr(model.config, "model_type", "") != "vision-encoder-decoder" or not _known(model.decoder):
        return False
    model.decoder.forward = _Step(model.decoder)
    return True


def _known(decoder: Any) -> bool:
    config = decoder.config
    return (
        config.model_type == "gpt2"
        and config.add_cross_attention
        and not config.scale_attn_by_inverse_layer_idx
        and not config.reorder_and_upcast_attn
        and config.scale_attn_weights
    )


class _Step:
    """Called in place of `GPT2LMHeadModel.forward`. Whatever isn't a plain step of generation goes to that."""

    def __init__(self, decoder: Any) -> None:
        self._plain = decoder.forward
        self._decoder = decoder
        self._heads = decoder.config.n_head
        self._usual_activation = decoder.config.activation_function in ("gelu_new", "gelu_pytorch_tanh")

    def __call__(self, input_ids: Any = None, **given: Any) -> Any:
        from transformers.modeling_outputs import CausalLMOutputWithCrossAttentions

        cache, seen = given.get("cache"), given.get("encoder_hidden_states")
        wanted = any(given.get(key) for key in ("output_attentions", "output_hidden_states", "labels"))
        if input_ids is None or seen is None or wanted or not self._one_picture(cache, seen):
            return self._plain(input_ids=input_ids, **given)
        mask = given.get("attention_mask")
        if mask is not None and (mask.ndim != 2 or not bool(mask.all())):
            return self._plain(input_ids=input_ids, **given)
        hidden = self._run(input_ids, cache, seen)
        return CausalLMOutputWithCrossAttentions(logits=self._decoder.lm_head(hidden), cache=cache)

    def _one_picture(self, cache: Any, seen: Any) -> bool:
        """Whether all rows are beams of one picture and this caption is (or can be) stepped here."""
        from transformers.cache_utils import EncoderDecoderCache

        if not isinstance(cache, EncoderDecoderCache):
            return False
        if isinstance(cache.cross_attention_cache, _shared()):
            return True
        if cache.get_seq_length() or (len(seen) > 1 and not bool((seen[1:] == seen[:1]).all())):
            return False
        cache.cross_attention_cache = _shared()()
        cache.self_attention_cache = _written()(self._decoder.config.n_layer)
        return True

    def _run(self, input_ids: Any, cache: Any, seen: Any) -> Any:
        """(rows, new tokens) -> (rows, new tokens, width)."""
        body = self._decoder.transformer
        past, new = cache.get_seq_length(), input_ids.shape[1]
        x = body.wte(input_ids) + body.wpe.weight[past : past + new]
        for number, block in enumerate(body.h):
            x = self._look_back(block.attn, block.ln_1(x), cache.self_attention_cache, number).add_(x)
            x = self._look_at_picture(block.crossattention, block.ln_cross_attn(x), cache, seen, number).add_(x)
            x = self._think(block.mlp, block.ln_2(x)).add_(x)
        return body.ln_f(x)

    def _look_back(self, attention: Any, x: Any, cache: Any, number: int) -> Any:
        rows, new, width = x.shape
        parts = attention.c_attn(x).view(rows, new, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
        q, (k, v) = parts[0], cache.write(parts[1:], number)
        return attention.c_proj(self._mixed(q, k, v, self._causal(new, k)).view(rows, new, width))

    def _look_at_picture(self, attention: Any, x: Any, cache: Any, seen: Any, number: int) -> Any:
        """The queries of all beams stand in one row, before one copy of the picture's keys and values."""
        rows, new, width = x.shape
        shared = cache.cross_attention_cache.pairs
        if number == len(shared):
            k, v = attention.c_attn(seen[:1]).split(width, 2)
            shared.append((self._split(k).contiguous(), self._split(v).contiguous()))
        q = self._split(attention.q_attn(x).view(1, rows * new, width))
        return attention.c_proj(self._mixed(q, *shared[number]).view(rows, new, width))

    @staticmethod
    def _mixed(q: Any, k: Any, v: Any, mask: Any = None) -> Any:
        """(rows, heads, length, width of a head) -> (rows, length, heads, width of a head), in one piece."""
        import torch

        return torch.nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).contiguous()

    def _think(self, mlp: Any, x: Any) -> Any:
        """One operation for GPT-2's activation, where transformers has eight."""
        import torch

        if not self._usual_activation:
            return mlp(x)
        return mlp.c_proj(torch.nn.functional.gelu(mlp.c_fc(x), approximate="tanh"))

    def _split(self, x: Any) -> Any:
        """(rows, length, width) -> (rows, heads, length, width of a head)."""
        return x.view(*x.shape[:2], self._heads, -1).transpose(1, 2)

    def _causal(self, new: int, keys: Any) -> Any:
        import torch

        if new == 1:
            return None
        length = keys.shape[2]
        return torch.ones(new, length, dtype=torch.bool, device=keys.device).tril(length - new)


@functools.cache
def _shared() -> Any:
    from transformers.cache_utils import DynamicCache

    class Shared(DynamicCache):  # type: ignore[misc]
        """Each layer's keys and values of the picture: (1, heads, patches, width of a head). Beams that change
        places change nothing here."""

        def __init__(self) -> None:
            super().__init__()
            self.pairs: list[tuple[Any, Any]] = []

        def reorder_cache(self, beam_idx: Any) -> None:
            return

    return Shared


@functools.cache
def _written() -> Any:
    import torch
    from transformers.cache_utils import DynamicCache

    class Written(DynamicCache):  # type: ignore[misc]
        """Keys and values of the words so far: (layers, 2, rows, heads, room, width of a head). Nothing is copied when
        a word is added; where beams change places, only those that do."""

        def __init__(self, number_of_layers: int) -> None:
            super().__init__()
            self._number = number_of_layers
            self._length = 0
            self._room: Any = None

        def get_seq_length(self, layer_idx: int = 0) -> int:
            return self._length

        def write(self, pair: Any, number: int) -> Any:
            """(2, rows, heads, new, width of a head) of layer `number`, the layers in order -> all of that layer."""
            length = self._length + pair.shape[3]
            if self._room is None or self._room.shape[4] < length:
                self._grow(pair, length)
            kept = self._room[number, :, :, :, :length]
            kept[:, :, :, self._length :] = pair
            if number == self._number - 1:
                self._length = length
            return kept

        def update(self, key_states: Any, value_states: Any, layer_idx: int, *_: Any, **__: Any) -> tuple[Any, Any]:
            keys, values = self.write(torch.stack((key_states, value_states)), layer_idx)
            return keys, values

        def reorder_cache(self, beam_idx: Any) -> None:
            """(rows,): which row stands in each place from now on."""
            moved = [(to, one) for to, one in enumerate(beam_idx.tolist()) if to != one]
            if not moved:
                return
            written = self._room[:, :, :, :, : self._length]
            rows = written[:, :, [one for _, one in moved]]
            for place, (to, _) in enumerate(moved):
                written[:, :, to] = rows[:, :, place]

        def _grow(self, pair: Any, length: int) -> None:
            _, rows, heads, _, width = pair.shape
            room = pair.new_empty(self._number, 2, rows, heads, length + ROOM, width)
            if self._room is not None:
                room[:, :, :, :, : self._length] = self._room[:, :, :, :, : self._length]
            self._room = room

    return Written
