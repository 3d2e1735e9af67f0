"""Families that write a caption of their own accord: ViT + GPT-2 (or BERT), BLIP, GIT."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from models.vlm.families.adapter import Loaded

if TYPE_CHECKING:
    from assistant.types import Pixels
    from models.vlm.prompt import Prompt

CAPTION: dict[str, Any] = {"max_length": 50, "num_beams": 4, "early_stopping": True}


class Captions(Loaded):
    """Takes no words: a prompt is ignored."""

    tasks: ClassVar[frozenset[str]] = frozenset({"caption"})
    one_size: ClassVar[bool] = True
    defaults: ClassVar[dict[str, Any]] = CAPTION
    continues: ClassVar[bool] = False

    def batch(self, pictures: Sequence[Pixels], prompt: Prompt | None = None, *, small: bool = False) -> dict[str, Any]:
        return {"pixel_values": self.prepare(list(pictures))}

    def prepare(self, pixels: Any) -> Any:
        """(h, w, 3) uint8 RGB, or several -> (n, 3, H, W) on the device, resized and normalised as the model wants."""
        looked = self.image_processor(pixels, return_tensors="pt", input_data_format="channels_last")
        return self.placed({"pixel_values": looked["pixel_values"]})["pixel_values"]


class EncoderDecoder(Captions):
    """`vision-encoder-decoder`. What the encoder saw can be kept and used by several captions."""

    def encode(self, pixels: Pixels) -> Any:
        """(1, patches, size): what the encoder sees."""
        return self.model.get_encoder()(pixel_values=self.prepare(pixels)).last_hidden_state

    def inputs_of(self, seen: Any) -> dict[str, Any]:
        """What `generate` takes, from what `encode` gave. A new wrapper each time: generation with beams repeats what
        is in it, in place."""
        from transformers.modeling_outputs import BaseModelOutput

        return {"encoder_outputs": BaseModelOutput(last_hidden_state=seen)}

    def rows(self) -> int | None:
        return int(self.model.decoder.get_input_embeddings().weight.shape[0])


class Git(Captions):
    """GIT begins its caption with the token that begins a sentence, so that what it gives begins with it, too."""

    continues: ClassVar[bool] = True
