"""Text of the screen as quoted data in a prompt: short, without secrets, and unable to end its own quotation.

A picture can hold any text, also text written to give a model orders ("prompt injection"). What is done against it,
none of it enough alone: the quotation stands between marks that hold a digest of the text itself, which nobody can
write into it beforehand; whatever chat templates use for marks is replaced by look-alikes; each piece stands on one
line of its own; and what the model writes is checked for having obeyed (`models.vlm.orders`).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.masking import hidden_boxes

if TYPE_CHECKING:
    from assistant.types import Scene, Thing
    from models.vlm.prompts import PromptWords

MOST_CHARS = 1600
"""Of quoted text: some 400 tokens of English, a third of what a picture itself takes in most families."""
LONGEST_LINE = 240
_LOOKALIKES = str.maketrans({"<": "‹", ">": "›", "|": "¦", "`": "'", "⟦": "[", "⟧": "]"})
_TEMPLATE_TAG = re.compile(r"\[(/?[A-Z_]{2,20})\]")
""" "[INST]", "[/INST]", "[IMG]": marks of Mistral's and Llama 2's templates."""
_RULE = re.compile(r"([-=_#*~])\1{2,}")
"""A row of signs, as prompts use to set parts apart."""
_APOSTROPHE = re.compile(r"(?<=\w)[’ʼ＇](?=\w)")
_ROLE = re.compile(r"^\W*(?:system|user|assistant|human|developer|tool)\s*[:：]\s*", re.I)
_TOLD_OF = frozenset(
    (
        "button",
        "checkbox",
        "radio",
        "switch",
        "textbox",
        "combobox",
        "tab",
        "menuitem",
        "link",
        "slider",
        "alert",
        "dialog",
    )
)
"""Roles of the tree that tell a model something the pixels may not."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """`text` stands between `opening` and `closing` in the prompt; all empty where there is nothing to quote."""

    text: str = ""
    opening: str = ""
    closing: str = ""
    lines: tuple[str, ...] = ()
    """All lines that can be seen, also those left out of the prompt."""


NOTHING = Quotation()


def harmless(text: str, longest: int = LONGEST_LINE) -> str:
    """One line that no chat template takes for a mark of its own, without invisible characters."""
    text = visible(unicodedata.normalize("NFKC", text))
    text = _TEMPLATE_TAG.sub(r"(\1)", text.translate(_LOOKALIKES))
    text = " ".join(_RULE.sub(r"\1", text).split())
    while (bare := _ROLE.sub("", text)) != text:
        text = bare
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def visible(text: str) -> str:
    """Without signs that nobody sees: a terminal obeys some of them, and half a pair of UTF-16 can't be written."""
    return "".join(char if unicodedata.category(char)[0] != "C" else " " if char in "\n\r\t" else "" for char in text)


def straight(text: str) -> str:
    """With the apostrophe of keyboards ("can't"), as the patterns have it."""
    return _APOSTROPHE.sub("'", text)


def quotation(
    scene: Scene,
    words: PromptWords,
    *,
    question: str = "",
    most: int = MOST_CHARS,
    clean: Callable[[str], str] | None = None,
) -> Quotation:
    """What the scene's text and controls say. Where it is too long, lines that share words with the question come
    first; the order of reading is kept. `clean` takes out secrets (default: the redactor's patterns)."""
    if clean is None:
        from models.evidence.secrets import SecretRedactor

        clean = SecretRedactor().clean
    lines: dict[str, None] = {}
    for name, text in _texts(scene, words):
        line = harmless(clean(text))
        if "[hidden " not in line and any(char.isalnum() for char in line):
            lines.setdefault(f"{name}: {line}")
    if not lines:
        return NOTHING
    whole = tuple(lines)
    kept = _fitting(whole, question, most)
    text = "\n".join(kept if len(kept) == len(whole) else (*kept, words.left_out))
    mark = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    return Quotation(text, f"⟦{mark}", f"{mark}⟧", tuple(line.partition(": ")[2] for line in whole))


def _texts(scene: Scene, words: PromptWords) -> Iterator[tuple[str, str]]:
    """(what it is, its text), without all that is secret or stands where something secret does."""
    hidden = hidden_boxes(scene)
    if scene.window is not None and scene.window.title:
        yield words.names["window"], scene.window.title
    focus = scene.focus
    for thing in scene.things:
        if _tellable(thing) and not (thing.box is not None and any(box.overlap(thing.box) for box in hidden)):
            named = " ".join(part for part in (thing.role, thing.name, _states(thing)) if part)
            yield words.names["focus" if thing is focus else "control"], named
    for block in scene.blocks:
        if "[hidden " not in block.text and not any(box.overlap(block.box) * 2 > block.box.area for box in hidden):
            yield words.names["text"], block.text


def _tellable(thing: Thing) -> bool:
    return (
        thing.role in _TOLD_OF
        and bool(thing.name)
        and "offscreen" not in thing.states
        and not any("[hidden " in text for text in (thing.name, thing.value))
    )


def _states(thing: Thing) -> str:
    shown = sorted(thing.states & {"checked", "unchecked", "selected", "disabled", "expanded", "invalid", "pressed"})
    return f"({', '.join(shown)})" if shown else ""


def _fitting(lines: tuple[str, ...], question: str, most: int) -> list[str]:
    asked = set(re.findall(r"[^\W_]{3,}|[\u4e00-\u9fff]", question.casefold()))

    def hits(line: str) -> int:
        return len(asked.intersection(re.findall(r"[^\W_]{3,}|[\u4e00-\u9fff]", line.casefold())))

    kept: set[int] = set()
    left = most
    for at in sorted(range(len(lines)), key=lambda at: (-hits(lines[at]), at)):
        if len(lines[at]) + 1 <= left:
            kept.add(at)
            left -= len(lines[at]) + 1
    return [lines[at] for at in sorted(kept)]
