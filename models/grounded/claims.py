"""The only way this engine makes a claim: with the evidence it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.types import Box, Claim, Evidence, EvidenceKind, Scene, TextBlock, Thing

UNSURE = 0.6
"""OCR confidence below which words are only said as "possibly". On rendered pages PP-OCRv6 is right above about 0.8
and garbles what it is less than 0.5 sure of."""


def claim(text: str, evidence: Iterable[Evidence], topic: str, key: str = "") -> Claim:
    """A sentence with what backs it. Raises `ValueError` when nothing does, or when it says nothing."""
    backing = tuple(evidence)
    if not backing:
        raise ValueError(f"no evidence for a {topic} claim")
    if not text.strip():
        raise ValueError(f"an empty {topic} claim")
    return Claim(text, backing, topic, key or f"{topic}:{normal(text)}")


def of_thing(thing: Thing) -> Evidence:
    kinds: dict[str, EvidenceKind] = {"tree": "tree", "ocr": "ocr", "pixels": "pixels", "object": "object"}
    return Evidence(kinds[thing.source], thing.box, thing.confidence, spoken_text(thing))


def of_block(block: TextBlock) -> Evidence:
    confidence = block.confidence if block.source == "ocr" else None
    return Evidence(block.source, block.box, confidence, block.text, block.doubtful)


def of_window(scene: Scene) -> Evidence:
    """The window's title as the window manager tells it, else the picture as a whole."""
    if scene.window is not None:
        return Evidence("window", None, None, scene.window.title or scene.window.app)
    return of_picture(scene)


def of_picture(scene: Scene) -> Evidence:
    return Evidence("pixels", Box(0, 0, scene.width, scene.height))


def spoken_text(thing: Thing) -> str:
    """The words a thing shows: its name, or else its value. Never the value of a password."""
    if thing.role == "password":
        return thing.name
    return thing.name or thing.value


def normal(text: str) -> str:
    """For comparing: lower case, letters and digits only, single spaces."""
    return " ".join("".join(char if char.isalnum() else " " for char in text.lower()).split())
