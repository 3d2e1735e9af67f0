"""Models that think aloud first (Qwen3, DeepSeek-R1): what stands between "<think>" and "</think>" is no answer.

Servers that know such a model put its thoughts into a field of their own; others leave them in the text.
"""

from __future__ import annotations

import re

_TAGS = ("think", "thinking", "thought", "reasoning")
_OPENS = re.compile(rf"<({'|'.join(_TAGS)})>", re.I)
_OPENINGS = tuple(f"<{tag}>" for tag in _TAGS)


class Aloud:
    """The text of one stream without thoughts at its beginning. Pieces may break a tag anywhere."""

    def __init__(self) -> None:
        self._held = ""
        self._closing = ""
        """What ends the thought that it is in."""
        self._over = False

    def heard(self, piece: str) -> str:
        """What of the stream can be taken as answer now."""
        if self._over:
            return piece
        self._held += piece
        if not self._closing:
            begun = self._held.lstrip()
            if found := _OPENS.match(begun):
                self._closing = f"</{found[1].lower()}>"
                self._held = begun[found.end() :]
            elif any(opening.startswith(begun.lower()) for opening in _OPENINGS):
                return ""  # it may still become one
            else:
                return self.rest()
        _, closed, after = self._partition()
        if not closed:
            self._held = self._held[-len(self._closing) :]
            return ""
        self._closing, self._held = "", ""
        return self.heard(after.lstrip()) if after.strip() else ""

    def rest(self) -> str:
        """What was held back, when nothing more comes; a thought without an end stays one."""
        self._over, held = True, "" if self._closing else self._held
        self._held = ""
        return held

    def _partition(self) -> tuple[str, str, str]:
        at = self._held.lower().find(self._closing)
        if at < 0:
            return self._held, "", ""
        end = at + len(self._closing)
        return self._held[:at], self._closing, self._held[end:]
