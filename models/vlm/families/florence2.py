"""Florence-2: a task is a sign of its own, and places are tokens of a grid of 1000 by 1000."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from models.vlm.families.adapter import Found, Loaded
from models.vlm.families.pictures import box_of
from models.vlm.prompt import Prompt

if TYPE_CHECKING:
    from assistant.types import Pixels

OBJECTS = "<OD>"
PHRASES = "<CAPTION_TO_PHRASE_GROUNDING>"
READ = "<OCR>"
CAPTIONS = ("<CAPTION>", "<DETAILED_CAPTION>", "<MORE_DETAILED_CAPTION>")
WITHOUT_WORDS = (*CAPTIONS, OBJECTS, READ, "<DENSE_REGION_CAPTION>", "<REGION_PROPOSAL>", "<OCR_WITH_REGION>")
GRID = 1000
_PHRASE = re.compile(r"([^<>]+)((?:<loc_\d{1,3}>){4,})")
_BOX = re.compile(r"<loc_(\d{1,3})><loc_(\d{1,3})><loc_(\d{1,3})><loc_(\d{1,3})>")


class Florence2(Loaded):
    """Captions ("<CAPTION>", "<DETAILED_CAPTION>", "<MORE_DETAILED_CAPTION>"), reads ("<OCR>") and tells where things
    are. A prompt whose words are one of these signs is that task; any other words ask for a caption, since the model
    takes no instructions."""

    tasks: ClassVar[frozenset[str]] = frozenset({"caption", "ground"})
    one_size: ClassVar[bool] = True
    defaults: ClassVar[dict[str, Any]] = {"max_new_tokens": 256, "num_beams": 3, "do_sample": False}
    continues: ClassVar[bool] = False

    def batch(self, pictures: Sequence[Pixels], prompt: Prompt | None = None, *, small: bool = False) -> dict[str, Any]:
        return self.process(list(pictures), [self.template(prompt or Prompt())] * len(pictures))

    def template(self, prompt: Prompt) -> str:
        if prompt.task == "ground":
            words = self.harmless(prompt.user).strip()
            for sign in (*WITHOUT_WORDS, PHRASES):  # a sign of a task in the words would be taken for the task
                words = words.replace(sign, sign.strip("<>"))
            return f"{PHRASES}{words}" if words else OBJECTS
        return prompt.user if prompt.user in WITHOUT_WORDS else CAPTIONS[0]

    def process(self, pictures: list[Any], texts: list[str], **settings: Any) -> dict[str, Any]:
        padding = {"padding": True} if len(texts) > 1 else {}
        return self.placed(self.processor(images=pictures, text=texts, return_tensors="pt", **padding, **settings))

    def ground_prompt(self, words: str) -> Prompt:
        return Prompt("ground", user=words)

    def found(self, ids: Any, pixels: Pixels, inputs: dict[str, Any], words: str) -> Found:
        text = self.tokenizer.decode(ids, skip_special_tokens=False)
        return boxes(text, pixels, self.processor.post_processor.banned_grounding_tokens)


def boxes(text: str, pixels: Pixels, banned: Collection[str] = ()) -> Found:
    """Of "cat<loc_100><loc_200><loc_300><loc_400>dog<loc_...": left, top, right, bottom, each the middle of a
    thousandth of the side. As transformers' `Florence2PostProcessor`, which rounds down. `banned`: labels that are
    no things ("it", "image")."""
    for sign in ("<s>", "</s>", "<pad>"):
        text = text.replace(sign, "")
    found: Found = []
    for words, places in _PHRASE.findall(text):
        label = words.replace("\ufffd", "").strip()  # half a character
        for place in _BOX.findall(places):
            left, top, right, bottom = ((int(number) + 0.5) / GRID for number in place)
            box = box_of((left, top, right, bottom), pixels)
            if box is not None and label and label not in banned:
                found.append((label, box, None))
    return found
