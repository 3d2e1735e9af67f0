"""The decoder of a vision-encoder-decoder captioner (GPT-2), stepped quicker, at the same numbers.

Plain transformers gives every beam its own copy of what the encoder saw: each layer projects the 197 patches once a
beam, and each step copies all of these keys and values when beams change places. Here the beams of one picture share
one copy, and a step does without the masks that a caption never needs. Beam search, sampling and everything else
stay those of transformers.
"""

from __future__ import annotations

from typing import Any


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
        return True

    def _run(self, input_ids: Any, cache: Any, seen: Any) -> Any:
        """(rows, new tokens) -> (rows, new tokens, width)."""
        import torch

        body = self._decoder.transformer
        past, new = cache.get_seq_length(), input_ids.shape[1]
        x = body.wte(input_ids) + body.wpe(torch.arange(past, past + new, device=input_ids.device))
        for number, block in enumerate(body.h):
            x = x + self._look_back(block.attn, block.ln_1(x), cache.self_attention_cache, number)
            x = x + self._look_at_picture(block.crossattention, block.ln_cross_attn(x), cache, seen, number)
            x = x + self._think(block.mlp, block.ln_2(x))
        return body.ln_f(x)

    def _look_back(self, attention: Any, x: Any, cache: Any, number: int) -> Any:
        import torch

        rows, new, width = x.shape
        q, k, v = (self._split(part) for part in attention.c_attn(x).split(width, 2))
        k, v = cache.update(k, v, number)
        mixed = torch.nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=self._causal(new, k))
        return attention.c_proj(mixed.transpose(1, 2).reshape(rows, new, width))

    def _look_at_picture(self, attention: Any, x: Any, cache: Any, seen: Any, number: int) -> Any:
        """The queries of all beams stand in one row, before one copy of the picture's keys and values."""
        import torch

        rows, new, width = x.shape
        shared = cache.cross_attention_cache.pairs
        if number == len(shared):
            k, v = attention.c_attn(seen[:1]).split(width, 2)
            shared.append((self._split(k).contiguous(), self._split(v).contiguous()))
        q = self._split(attention.q_attn(x).reshape(1, rows * new, width))
        mixed = torch.nn.functional.scaled_dot_product_attention(q, *shared[number])
        return attention.c_proj(mixed.transpose(1, 2).reshape(rows, new, width))

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


def _shared() -> Any:
    from transformers.cache_utils import DynamicCache

    global _SHARED
    if _SHARED is None:

        class Shared(DynamicCache):  # type: ignore[misc]
            """Each layer's keys and values of the picture: (1, heads, patches, width of a head). Beams that change
            places change nothing here."""

            def __init__(self) -> None:
                super().__init__()
                self.pairs: list[tuple[Any, Any]] = []

            def reorder_cache(self, beam_idx: Any) -> None:
                return

        _SHARED = Shared
    return _SHARED


_SHARED: Any = None
