"""What is looked for in a model's sentence before it is compared with the evidence: orders obeyed, the language, and
guesses about people."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.vlm import tongues
from models.vlm.orders import Orders, obeys, orders_in
from models.vlm.prompts import LANGUAGES, prompt_words
from models.vlm.quoted import NOTHING, straight, visible

if TYPE_CHECKING:
    from models.vlm.prompts import PromptWords
    from models.vlm.quoted import Quotation

_MARKDOWN = re.compile(r"\*\*|__|`|^\s*(?:#{1,6}\s+|[-*•]\s+|\d{1,2}[.)]\s+)")
_SPACE_BEFORE_MARK = re.compile(r"\s+([,.;:!?])")


@dataclass(slots=True)
class Screening:
    """Of one description or answer in one language."""

    words: PromptWords
    quote: Quotation = NOTHING
    orders: Orders = field(default_factory=Orders)
    first: bool = True
    foreign: str = ""
    """What to say of the language, if it is another one than asked: once, with the sentence."""
    obeyed: bool = False
    """A sentence was dropped since it obeyed the picture, or may have: there are orders in it."""
    unchecked: bool = False
    """A sentence was dropped since its language can't be checked."""
    about_people: bool = False
    """One was dropped since it guesses about a person."""
    unanswerable: bool = False
    """The model said that it can't tell."""
    empty: bool = False
    """It wrote nothing at all."""
    _told_foreign: bool = False

    def see(self, quote: Quotation) -> None:
        """What the model is shown of the picture's text."""
        self.quote = quote
        self.orders = orders_in(quote, tuple(prompt_words(tag) for tag in LANGUAGES))

    def passed(self, sentence: str) -> str:
        """What may go on to the guard; empty where it is dropped."""
        text = straight(_MARKDOWN.sub("", visible(sentence)).strip())
        if self.first:
            text = self.words.preamble.sub("", text, count=1).strip()
        if not any(char.isalnum() for char in text) or "\ufffd" in text:  # bytes that are no character: gibberish
            return ""
        self.first = False
        spoken = self._spoken(text)
        if spoken is None:
            self.unchecked = True
            return ""
        if obeys(text, self.orders, self.quote, spoken):
            self.obeyed = self.obeyed or bool(self.orders.lines)  # else it spoke of itself unasked
            return ""
        if spoken.unanswerable.search(text):
            self.unanswerable = True
            return ""
        if spoken.about_people.search(text) or self._names_somebody(text, spoken):
            self.about_people = True
            return ""
        return softened(text, spoken)

    def _names_somebody(self, text: str, spoken: PromptWords) -> bool:
        """Whether it says a person's name that is not written in the picture."""
        written = " ".join(self.quote.lines).casefold()
        for found in spoken.named.finditer(text):
            name = next((group for group in found.groups() if group), "")
            if not all(word.strip(".'") in written for word in name.casefold().split()):
                return True
        return False

    def _spoken(self, text: str) -> PromptWords | None:
        """The words of the language it is in; None for one without a file."""
        found = tongues.tongue(text) or (tongues.of_few_words(text) if self.words.wide else None)
        if found is None or found == self.words.tag:
            return self.words
        if found == tongues.OTHER:
            return None
        spoken = prompt_words(found)
        if not self._told_foreign:
            self._told_foreign = True
            name = self.words.others.get(found, spoken.called)
            self.foreign = self.words.other_language.format(language=name)
        return spoken

    def foreign_once(self) -> str:
        """The remark about the language for the sentence that comes now; empty afterwards."""
        remark, self.foreign = self.foreign, ""
        return remark


def softened(text: str, words: PromptWords) -> str:
    """Without guesses about people that can be left out."""
    for pattern, instead in words.softened:
        text = pattern.sub(instead, text)
    return _SPACE_BEFORE_MARK.sub(r"\1", " ".join(text.split()))
