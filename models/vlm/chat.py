"""A `Prompt` and a picture as chat messages in OpenAI's form: what model servers and llama.cpp's binding take."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

from assistant.errors import BadSetting
from models.vlm import generating

if TYPE_CHECKING:
    from assistant.types import Pixels
    from models.vlm.prompt import Prompt

LONGEST_SIDE = 1536
"""Pixels. The families scale to 2048 at most, most of them to less; a page of text is still read at this size."""
JPEG_QUALITY = 90


def settings_for(settings: dict[str, Any], names: frozenset[str], whose: str) -> dict[str, Any]:
    """How much is written, and how freely, as chat completions call it. Raises `BadSetting` for what is none of the
    `names`, and for several beams."""
    generating.known(settings, names, whose)
    if settings.get("num_beams", 1) != 1:
        raise BadSetting(f"{whose} writes with one beam only.")
    return {
        "max_tokens": int(settings.get("max_new_tokens", 160)),
        "temperature": float(settings.get("temperature", 0.0)),
    }


def messages_for(prompt: Prompt, pixels: Pixels | None) -> list[dict[str, Any]]:
    """System, then what was asked and told before, then the picture with what is asked now. The picture goes with the
    first question, so that a server that keeps what it has read need not read it again."""
    messages: list[dict[str, Any]] = []
    if prompt.system:
        messages.append({"role": "system", "content": prompt.system})
    asked = prompt.user or prompt.question
    turns: list[tuple[str, str]] = []
    for question, answer in prompt.history:
        turns += [("user", question), ("assistant", answer)]
    turns.append(("user", asked))
    for at, (role, text) in enumerate(turns):
        content: Any = text
        if at == 0 and pixels is not None:
            content = [{"type": "image_url", "image_url": {"url": data_url(pixels)}}, {"type": "text", "text": text}]
        messages.append({"role": role, "content": content})
    return messages


def data_url(pixels: Pixels) -> str:
    """An (h, w, 3) uint8 RGB picture as a JPEG "data:" URL, at most `LONGEST_SIDE` pixels a side; a line of pixels is
    stretched to a strip, as for the families run here."""
    from PIL import Image

    from models.vlm.families.pictures import even

    picture = Image.fromarray(even(pixels))
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=JPEG_QUALITY)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode("ascii")
