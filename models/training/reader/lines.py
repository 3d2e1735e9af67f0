"""How a question and a line are given to the reader: one row of tokens, the base's own."""

from __future__ import annotations

from typing import Any

QUESTION_TOKENS = 24
AROUND_TOKENS = 12
TOKENS = 72
"""In all; what is longer is cut, the question and what the line stands under first."""
Line = tuple[str, str]
"""What the line stands under (may be empty), and the line."""
Row = tuple[list[int], int, int]
"""Token ids; where the second part starts; where the line does."""


def encoded(tokenizer: Any, question: str, line: Line) -> Row:
    """[CLS] question [SEP] around : line [SEP]."""

    def ids(text: str, most: int) -> list[int]:
        found: list[int] = tokenizer.encode(text, add_special_tokens=False).ids[:most]
        return found

    cls, sep, colon = (tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]", ":"))
    asked = [cls, *ids(question, QUESTION_TOKENS), sep]
    around = ids(line[0], AROUND_TOKENS)
    before = [*asked, *around, colon] if around else asked
    return [*before, *ids(line[1], TOKENS - len(before) - 1), sep], len(asked), len(before)
