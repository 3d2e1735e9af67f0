"""A model that is ready, and what every family does alike: a chat template around a picture and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from assistant.errors import ModelBroken, ModelTrouble
from models.device import Device
from models.vlm.families.pictures import even, halved
from models.vlm.families.processors import one_size
from models.vlm.prompt import Prompt

if TYPE_CHECKING:
    from assistant.types import Box, Pixels

Found = list[tuple[str, "Box", float | None]]
"""What was found: (label, box in pixels of the picture, 0..1 or None where the model gives no score)."""

PLAIN = Prompt("caption", user="Describe the picture in one or two sentences.")
"""What a model that takes instructions is asked when it is asked for nothing."""


@dataclass(frozen=True, eq=False)
class Loaded:
    """A model that is ready: in evaluation mode, on its device, in its precision. This class serves every family
    whose processor has a chat template and whose model goes on writing where the prompt ends; the others override.

    The order is system, picture, words: two questions about one picture begin with the same tokens, whose keys and
    values can be kept (`vision` names the inputs that are the picture's)."""

    name: str
    family: str
    model: Any
    processor: Any
    """The whole processor: of pictures and words. Only a processor of pictures for `vision-encoder-decoder`."""
    tokenizer: Any
    device: Device

    tasks: ClassVar[frozenset[str]] = frozenset({"caption", "answer"})
    defaults: ClassVar[dict[str, Any]] = {"max_new_tokens": 128, "num_beams": 1, "do_sample": False}
    """How it generates where the caller doesn't say, by the family's own examples."""
    continues: ClassVar[bool] = True
    """Whether what `generate` gives begins with the prompt."""
    smaller: ClassVar[dict[str, Any]] = {}
    """What the processor is told when there is not enough memory for the picture in full; nothing: the picture is
    halved."""
    one_size: ClassVar[bool] = False
    """All pictures are brought to one size, so that `small` changes nothing."""

    @property
    def compares(self) -> bool:
        """Whether the scores of `match` are shares of the texts given, and not of each by itself."""
        return False

    @property
    def shrinks(self) -> bool:
        """Whether less memory is needed for a picture with `small`."""
        if self.smaller:
            return any(bool(getattr(self.image_processor, name, None)) != told for name, told in self.smaller.items())
        return not (self.one_size or one_size(self.image_processor))

    @property
    def image_processor(self) -> Any:
        return getattr(self.processor, "image_processor", self.processor)

    def inputs(self, pixels: Pixels, prompt: Prompt | None = None, *, small: bool = False) -> dict[str, Any]:
        """What `generate` takes, on the model's device: (h, w, 3) uint8 RGB and words -> tensors with a batch of one.
        `small`: fewer tiles or pixels than the model could take. Raises `ModelBroken` for words that the model has no
        numbers for, `ModelTrouble` for a prompt it can't be asked."""
        return self.batch([pixels], prompt, small=small)

    def batch(self, pictures: Sequence[Pixels], prompt: Prompt | None = None, *, small: bool = False) -> dict[str, Any]:
        """As `inputs`, for several pictures of any size that are asked the same."""
        asked = prompt or PLAIN
        texts = [self.template(asked)] * len(pictures)
        if small and not self.smaller:
            pictures = [halved(pixels) for pixels in pictures]
        return self.process([even(pixels) for pixels in pictures], texts, **(self.smaller if small else {}))

    def template(self, prompt: Prompt) -> str:
        """The text that the processor gets: turns and the picture's place, as the model's chat template has them."""
        return str(self._render(self.turns(prompt)))

    def turns(self, prompt: Prompt) -> list[dict[str, Any]]:
        """The turns of the dialogue; the picture is in the first turn of the person."""
        turns: list[dict[str, Any]] = []
        if prompt.system:
            turns.append(_turn("system", self.harmless(prompt.system)))
        for asked, answered in prompt.history:
            turns += [_turn("user", self.harmless(asked)), _turn("assistant", self.harmless(answered))]
        turns.append(_turn("user", self.harmless(prompt.user or prompt.question or PLAIN.user)))
        first = next(turn for turn in turns if turn["role"] == "user")
        first["content"].insert(0, {"type": "image"})
        return turns

    def _render(self, turns: list[dict[str, Any]]) -> str:
        from jinja2 import TemplateError
        from transformers import ProcessorMixin

        if not getattr(self.processor, "chat_template", None):
            raise ModelTrouble(f"The model {self.name} has no chat template, so I don't know how to ask it.")
        try:
            # SmolVLM's own asks its processor of videos, which pictures don't need, and does nothing else.
            return str(
                ProcessorMixin.apply_chat_template(self.processor, turns, add_generation_prompt=True, tokenize=False)
            )
        except TemplateError as error:
            if turns[0]["role"] != "system":
                raise ModelBroken(
                    f"The chat template of {self.name} doesn't work.", detail=f"{type(error).__name__}: {error}"
                ) from error
        # A template that knows no system: its words go first in the person's turn, after the picture.
        system, user, *rest = turns
        picture, words = user["content"]
        words = {"type": "text", "text": f"{system['content'][0]['text']}\n\n{words['text']}"}
        return self._render([{"role": "user", "content": [picture, words]}, *rest])

    def harmless(self, text: str) -> str:
        """The text without what the tokenizer or the processor takes for a turn's end, a picture's place or another
        sign of its own: words read from a screen must stay words. "<|im_end|>" becomes "< |im_end|>"."""
        added = getattr(self.tokenizer, "added_tokens_decoder", {}).values()
        places = [sign for name, sign in vars(self.processor).items() if name.endswith("_token") and sign]
        signs = {str(sign) for sign in (*added, *places, *self.tokenizer.all_special_tokens) if _a_sign(sign)}
        changed = True
        while changed:
            changed = False
            for sign in signs:
                if sign in text:
                    text, changed = text.replace(sign, f"{sign[0]} {sign[1:]}"), True
        return text

    def process(self, pictures: list[Any], texts: list[str], **settings: Any) -> dict[str, Any]:
        """One picture for each text."""
        nested = [[picture] for picture in pictures]
        padding = {"padding": True, "padding_side": "left"} if len(texts) > 1 else {}
        return self.placed(self.processor(images=nested, text=texts, return_tensors="pt", **padding, **settings))

    def placed(self, inputs: Any) -> dict[str, Any]:
        """On the model's device, numbers of pixels in its precision; words are checked, since a token that the model
        doesn't know is an error that only a restart ends on a GPU."""
        ids = inputs.get("input_ids")
        rows = self.rows()
        if ids is not None and rows is not None and int(ids.max()) >= rows:
            raise ModelBroken(
                f"The model {self.name} has the wrong tokenizer: it gives words that the model doesn't know. "
                "Run: hearsight models verify",
                detail=f"token {int(ids.max())} of {rows}",
            )
        dtype = self.model.dtype
        return {
            key: value.to(self.model.device, dtype) if value.is_floating_point() else value.to(self.model.device)
            for key, value in inputs.items()
        }

    def rows(self) -> int | None:
        """How many tokens the model knows that may be in a prompt; None where that can't be told."""
        table = self.model.get_input_embeddings()
        return int(table.weight.shape[0]) if hasattr(table, "weight") and table.weight.dim() == 2 else None

    def longest(self) -> int | None:
        """How many tokens the part that writes has places for, the prompt's among them; None: not told."""
        most = getattr(self.model.config.get_text_config(decoder=True), "max_position_embeddings", None)
        return most if isinstance(most, int) else None

    def prompt_length(self, inputs: dict[str, Any]) -> int:
        """How many tokens of what `generate` gives are the prompt's."""
        return int(inputs["input_ids"].shape[1]) if self.continues and "input_ids" in inputs else 0

    @property
    def writer(self) -> Any:
        """The part of the model that writes, whose scores `generate` returns."""
        return self.model

    def words(self, ids: Any) -> str:
        """The text of tokens without the prompt's."""
        return str(self.tokenizer.decode(ids, skip_special_tokens=True))

    def vision(self, inputs: dict[str, Any]) -> frozenset[str]:
        """The names of the inputs that are the picture's; a follow-up whose keys and values are kept leaves them
        out."""
        return frozenset(inputs) - {"input_ids", "attention_mask", "token_type_ids", "mm_token_type_ids"}

    def ground_prompt(self, words: str) -> Prompt:
        """The question whose answer holds boxes. Raises `ModelTrouble` for a family that gives none."""
        raise ModelTrouble(f"The model {self.name} can't tell where things are. Florence-2 and Qwen-VL can.")

    def found(self, ids: Any, pixels: Pixels, inputs: dict[str, Any], words: str) -> Found:
        """The boxes in the answer to `ground_prompt`. `ids`: the answer's tokens."""
        raise ModelTrouble(f"The model {self.name} can't tell where things are. Florence-2 and Qwen-VL can.")

    def match(self, pixels: Pixels, texts: Sequence[str]) -> list[float]:
        """How well each text fits the picture, 0..1. Raises `ModelTrouble` for a family that isn't made for it."""
        raise ModelTrouble(f"The model {self.name} can't compare a picture with words. SigLIP, CLIP and BLIP-ITM can.")

    def embed(self, pictures: Sequence[Pixels] = (), texts: Sequence[str] = ()) -> Any:
        """(n, d) float32 rows of length one, pictures first, to be compared by their inner product."""
        raise ModelTrouble(f"The model {self.name} gives no vectors to search by. SigLIP and CLIP do.")


def _turn(role: str, text: str) -> dict[str, Any]:
    return {"role": role, "content": [{"type": "text", "text": text}]}


def _a_sign(token: Any) -> bool:
    """Special tokens, not the words that a tokenizer was given later."""
    text = str(token)
    return len(text) > 1 and bool(text.strip()) and getattr(token, "special", True)
