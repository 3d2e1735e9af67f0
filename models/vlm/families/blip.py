"""BLIP's three models: a caption, an answer of a few words, and how well a text fits a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from models.vlm.families.adapter import Loaded
from models.vlm.families.captioners import Captions

if TYPE_CHECKING:
    from assistant.types import Pixels
    from models.vlm.prompt import Prompt

WHAT = "what is in the picture?"


class BlipCaption(Captions):
    """`BlipForConditionalGeneration`."""

    @property
    def writer(self) -> Any:
        return self.model.text_decoder


class BlipAnswer(Loaded):
    """`BlipForQuestionAnswering`: knows bare questions, and answers with a word or a few."""

    tasks: ClassVar[frozenset[str]] = frozenset({"answer"})
    one_size: ClassVar[bool] = True
    defaults: ClassVar[dict[str, Any]] = {"max_length": 10, "min_length": 1, "num_beams": 3}
    """As the authors evaluate it (salesforce/BLIP, models/blip_vqa.py)."""
    continues: ClassVar[bool] = False

    def batch(self, pictures: Sequence[Pixels], prompt: Prompt | None = None, *, small: bool = False) -> dict[str, Any]:
        question = self.harmless((prompt.question or prompt.user if prompt else "") or WHAT)
        texts = [question] * len(pictures)
        most = self.model.config.text_config.max_position_embeddings
        return self.placed(
            self.processor(images=list(pictures), text=texts, return_tensors="pt", truncation=True, max_length=most)
        )

    def rows(self) -> int | None:
        return int(self.model.text_encoder.embeddings.word_embeddings.weight.shape[0])

    @property
    def writer(self) -> Any:
        return self.model.text_decoder


class BlipMatch(Loaded):
    """`BlipForImageTextRetrieval`: the matching objective. Each text is judged by itself."""

    tasks: ClassVar[frozenset[str]] = frozenset({"match"})
    one_size: ClassVar[bool] = True

    def match(self, pixels: Pixels, texts: Sequence[str]) -> list[float]:
        import torch

        scores = []
        most = self.model.config.text_config.max_position_embeddings
        # The model makes its mask of the picture wherever new tensors are made by default, not on its own device.
        with torch.inference_mode(), self.model.device:
            for text in texts:
                given = self.processor(
                    images=pixels, text=self.harmless(text), return_tensors="pt", truncation=True, max_length=most
                )
                logits = self.model(**self.placed(given), use_itm_head=True).itm_score
                scores.append(float(logits.float().softmax(-1)[0, 1]))
        return scores

    def rows(self) -> int | None:
        return int(self.model.text_encoder.embeddings.word_embeddings.weight.shape[0])
