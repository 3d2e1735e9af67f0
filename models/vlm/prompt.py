"""What a vision-language model is asked: the value that travels from the engine to whatever runs the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Task = Literal["caption", "answer", "ground", "match"]


@dataclass(frozen=True, slots=True)
class Prompt:
    """Plain strings; each family puts them into its own template. A captioner that takes no words ignores them."""

    task: Task = "caption"
    system: str = ""
    user: str = ""
    """For "ground" and "match": what is looked for. For "answer": the question, with quoted evidence."""
    question: str = ""
    """For "answer": the bare question, for families (BLIP) that know no instructions."""
    history: tuple[tuple[str, str], ...] = ()
    """Earlier (user, assistant) turns about the same picture, oldest first."""
