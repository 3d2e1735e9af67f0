"""SigLIP, SigLIP 2 and CLIP: how well words fit a picture, and vectors to search by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from assistant.errors import ModelTrouble
from models.vlm.families.adapter import Loaded

if TYPE_CHECKING:
    from assistant.types import Pixels


class Matching(Loaded):
    """Two encoders whose outputs lie in one space.

    SigLIP judges each text by itself (a sigmoid, Zhai et al. 2023). CLIP only compares: its scores are shares of the
    texts given (a softmax, Radford et al. 2021), so one text alone can't be judged and is refused."""

    tasks: ClassVar[frozenset[str]] = frozenset({"match", "embed"})
    one_size: ClassVar[bool] = True

    @property
    def compares(self) -> bool:
        return self.family == "clip"

    def match(self, pixels: Pixels, texts: Sequence[str]) -> list[float]:
        import torch

        if not texts:
            return []
        if self.compares and len(texts) < 2:
            raise ModelTrouble(f"The model {self.name} can only compare texts: give it two or more.")
        with torch.inference_mode():
            logits = self.model(**self._given([pixels], list(texts))).logits_per_image[0].float()
            scores = logits.softmax(-1) if self.compares else logits.sigmoid()
        return [float(score) for score in scores]

    def embed(self, pictures: Sequence[Pixels] = (), texts: Sequence[str] = ()) -> Any:
        import numpy as np
        import torch

        rows = []
        with torch.inference_mode():
            if pictures:
                rows.append(self.model.get_image_features(**self._given(list(pictures), [])))
            if texts:
                rows.append(self.model.get_text_features(**self._given([], list(texts))))
            vectors = [
                torch.nn.functional.normalize(getattr(row, "pooler_output", row).float(), dim=-1) for row in rows
            ]
        return torch.cat(vectors).cpu().numpy() if vectors else np.empty((0, 0), np.float32)

    def _given(self, pictures: list[Any], texts: list[str]) -> dict[str, Any]:
        settings: dict[str, Any] = {}
        if texts:
            settings["text"] = [self.harmless(text) for text in texts]
            # SigLIP was trained with all texts padded to one length; CLIP's attention masks the padding.
            most = self.model.config.text_config.max_position_embeddings
            padding = "max_length" if self.family.startswith("siglip") else True
            settings |= {"padding": padding, "truncation": True, "max_length": most}
        if pictures:
            settings["images"] = pictures
        return self.placed(self.processor(**settings, return_tensors="pt"))

    def rows(self) -> int | None:
        return int(self.model.text_model.get_input_embeddings().weight.shape[0])
