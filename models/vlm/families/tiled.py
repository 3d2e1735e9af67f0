"""Families that cut a large picture into tiles: SmolVLM2, Idefics3, Gemma 3."""

from __future__ import annotations

from typing import Any, ClassVar

from models.vlm.families.adapter import Loaded


class Tiled(Loaded):
    """`smolvlm`, `idefics3`: the whole picture small, and up to some 17 tiles of it."""

    smaller: ClassVar[dict[str, Any]] = {"do_image_splitting": False}


class Gemma3(Loaded):
    """One picture of 896 by 896, or with crops where its processor is set so."""

    smaller: ClassVar[dict[str, Any]] = {"do_pan_and_scan": False}
