"""From a picture, what is known of it and what is wanted, to the `Prompt` that a model gets.

What stays the same from one question to the next (the quoted text) stands first, so that a model that keeps what it
has read of a prompt reads only the rest anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.vlm.prompt import Prompt
from models.vlm.prompts import prompt_words
from models.vlm.quoted import Quotation, harmless, quotation

if TYPE_CHECKING:
    from assistant.conversation import Conversation
    from assistant.types import Capture, Question, Scene, Verbosity
    from models.vlm.prompts import Kind, PromptWords

PAGE_OF_TEXT = 12
"""Lines of text from which a picture counts as a document."""
LONGEST_QUESTION = 400
LONGEST_TOLD = 600
"""Characters of what was told before."""


def caption_prompt(capture: Capture, scene: Scene, verbosity: Verbosity, language: str) -> tuple[Prompt, Quotation]:
    """A description of the whole picture."""
    words = prompt_words(language)
    quote = quotation(scene, words)
    parts = [_evidence(words, quote), words.kinds[kind_of(capture, scene)], words.describe, words.lengths[verbosity]]
    return Prompt("caption", _system(words), _joined(parts)), quote


def answer_prompt(
    question: Question, capture: Capture, scene: Scene, conversation: Conversation | None
) -> tuple[Prompt, Quotation]:
    """A question about it; `conversation`: what was asked and told of the same picture before."""
    words = prompt_words(question.language)
    asked = harmless(question.text, LONGEST_QUESTION)
    quote = quotation(scene, words, question=question.text)
    history = told_before(conversation, words)
    kind = kind_of(capture, scene, question)
    parts = [_evidence(words, quote), words.kinds[kind]]
    if kind == "changed" and history:
        parts.append(words.before.format(text=history[-1][1]))
    elif history:
        parts.append(words.kinds["follow_up"])
    parts += [words.ask.format(question=asked), words.answer_length]
    return Prompt("answer", _system(words), _joined(parts), asked, history), quote


def kind_of(capture: Capture, scene: Scene, question: Question | None = None) -> Kind:
    """What the picture is, or what is asked of it."""
    if question is not None:
        words = prompt_words(question.language)
        for pattern, kind in (
            (words.asks_who, "person"),
            (words.asks_hazard, "hazard"),
            (words.asks_changed, "changed"),
            (words.asks_person, "person"),
        ):
            if pattern.search(question.text):
                return kind  # type: ignore[return-value]  # each is one of `Kind`
    roles = {thing.role for thing in scene.things}
    if roles & {"chart", "figure"}:
        return "chart"
    if capture.source == "camera":
        return "camera"
    if capture.of_desktop:
        return "window" if capture.source == "window" else "screen"
    if len(scene.blocks) >= PAGE_OF_TEXT:
        return "document"
    return "person" if roles & {"person", "face"} else "photo"


def told_before(conversation: Conversation | None, words: PromptWords) -> tuple[tuple[str, str], ...]:
    """The last exchange about the same picture, as (question, answer); what it repeats of the screen is quoted data."""
    if conversation is None:
        return ()
    if conversation.asked and conversation.answer is not None and conversation.answer.text:
        asked, told = conversation.asked, conversation.answer.text
    elif told_of_it := [one.text for one in conversation.statements if _same(one.scene, conversation.scene)]:
        asked, told = words.describe, " ".join(told_of_it)
    else:
        return ()
    return ((harmless(asked, LONGEST_QUESTION), harmless(told, LONGEST_TOLD)),)


def _same(one: Scene, other: Scene | None) -> bool:
    """Of one picture: statements outlive a new look."""
    return other is not None and all(
        getattr(one, item) == getattr(other, item) for item in ("source", "name", "width", "height", "window")
    )


def _system(words: PromptWords) -> str:
    return words.system.format(language=words.called)


def _evidence(words: PromptWords, quote: Quotation) -> str:
    if not quote.text:
        return ""
    return words.evidence.format(opening=quote.opening, closing=quote.closing, text=quote.text)


def _joined(parts: list[str]) -> str:
    return "\n".join(part for part in parts if part)
