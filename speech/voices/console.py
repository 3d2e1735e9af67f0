"""A voice that prints: for scripts, for computers without sound, and for braille terminals."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from assistant import errors

if TYPE_CHECKING:
    from assistant.ports import SampleSink
    from assistant.types import Manner


class ConsoleVoice:
    """A `ports.Voice`: one line for each utterance, to `stream` (standard output by default)."""

    name = "console"
    streams = False
    verbatim = True

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream

    def speak(self, text: str, manner: Manner, sink: SampleSink) -> None:
        """Raises `Cancelled` when the sink is of an era gone by, `errors.NoVoice` when nobody reads the stream."""
        import numpy as np

        sink.write(np.zeros(0, np.float32))
        stream = self._stream if self._stream is not None else sys.stdout
        # One utterance, one line: what was seen may hold line breaks and terminal codes.
        line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
        if manner.spell:
            line = " ".join(one for one in line if one != " ")
        line = line.encode(stream.encoding or "utf-8", "replace").decode(stream.encoding or "utf-8")
        try:
            stream.write(line + "\n")
            stream.flush()
        except (OSError, ValueError) as error:  # a closed pipe, a closed file
            raise errors.NoVoice("I can't print: the output is closed.", detail=str(error)) from error

    def hush(self) -> None:
        """A printed line can't be taken back; there is nothing to wait for."""

    def languages(self) -> Sequence[str]:
        """Empty: every language."""
        return ()

    def close(self) -> None:
        """The stream belongs to whoever gave it."""
