"""The screen reader that runs: NVDA, JAWS, Narrator, VoiceOver, Orca and others, through the package prismatoid.

What is said this way comes in the person's own voice and rate, on the braille display, and never over what the screen
reader says. An announcement event would not do: screen readers drop those of windows without the focus.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.cancel import Cancelled
from speech.reader_bridge import CALL_S, READERS, ReaderBridge, told
from speech.voices.scripts import speakable

if TYPE_CHECKING:
    from assistant.ports import SampleSink
    from assistant.types import Manner

CHARACTERS_A_SECOND = 25
"""Of a reader that does not tell whether it still speaks: about 300 words a minute. Rather too fast: what is handed
over early waits in the reader's own queue, what comes late is a gap."""
SLOWEST_CHARACTERS_A_SECOND, LEAVE_S = 4, 2.0
"""80 words a minute is about 7. Beyond that, what the reader still speaks is not this sentence."""
_POLL_S = 0.03


class ScreenReaderVoice:
    """A `ports.Voice` that plays by itself; also `ports.Coming`. Rate, pitch, volume and language are the screen
    reader's own.

    Raises `errors.NoVoice` when the package is not installed or, without `wait`, no screen reader runs. One that is
    started later, or again, speaks from the next utterance on. `braille` False: where that can be had, the reader
    speaks and shows nothing.
    """

    name = "screen-reader"
    streams = False
    verbatim = True
    """It reads numbers and signs as the person has set it, and shows the text in braille."""

    def __init__(self, readers: Sequence[str] = READERS, *, wait: bool = False, braille: bool = True) -> None:
        self._bridge = ReaderBridge(readers, wait=wait)
        self.braille = braille
        self._hushed = threading.Event()

    @property
    def there(self) -> bool:
        return self._bridge.there

    @property
    def there_since(self) -> float:
        return self._bridge.there_since

    def speak(self, text: str, manner: Manner, sink: SampleSink) -> None:
        """Returns when it was heard, or, where the reader does not tell, about then. Raises `Cancelled` when hushed,
        `errors.NoVoice` when the screen reader has gone."""
        import numpy as np

        self._hushed.clear()
        sink.write(np.zeros(0, np.float32))  # a hush before the line above is an era gone by now
        text = " ".join(speakable(text).split())
        if manner.spell:
            text = ", ".join(one for one in text if one != " ")
        if not text:
            return
        try:
            self._bridge.wait_for(self._bridge.say(text, braille=self.braille), CALL_S, self._hushed)
            self._hear_out(text, sink)
        except Cancelled:
            self._bridge.stop()  # the one of `hush` may have come before the text
            raise
        except Exception as error:
            raise told(error) from error

    def hush(self) -> None:
        self._hushed.set()
        self._bridge.stop()

    def languages(self) -> Sequence[str]:
        """Empty: what the screen reader speaks, it knows itself."""
        return ()

    def close(self) -> None:
        self._hushed.set()
        self._bridge.close()

    def _hear_out(self, text: str, sink: SampleSink) -> None:
        """On the thread that speaks."""
        import numpy as np

        began = time.monotonic()
        estimate_s = len(text) / CHARACTERS_A_SECOND
        while True:
            if self._hushed.wait(_POLL_S):
                raise Cancelled
            sink.write(np.zeros(0, np.float32))
            speaking = self._bridge.wait_for(self._bridge.speaking(), CALL_S, self._hushed)
            lasted_s = time.monotonic() - began
            if speaking is False or (speaking is None and lasted_s >= estimate_s):
                return
            if lasted_s > len(text) / SLOWEST_CHARACTERS_A_SECOND + LEAVE_S:
                return  # it is heard, and the person reads something else by now
