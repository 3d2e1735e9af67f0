"""Vision-language models from a local folder: one small adapter a family, and the same methods for all.

`load(source, device)` gives a `Loaded`. What it can do is in `tasks`; `inputs` and `words` are around `generate`,
`found` and `match` for boxes and for how well a text fits. See `models.vlm.families.adapter`.
"""

from __future__ import annotations

from models.vlm.families.adapter import PLAIN, Found, Loaded
from models.vlm.families.captioners import EncoderDecoder
from models.vlm.families.loading import FAMILIES, load

__all__ = ["FAMILIES", "PLAIN", "EncoderDecoder", "Found", "Loaded", "load"]
