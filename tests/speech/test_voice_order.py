"""What is told of a voice that failed."""

from __future__ import annotations

import logging

import pytest

from speech.speaker import Speaker
from tests.speech.test_speaker import LONG_S, BrokenVoice


def test_what_was_to_be_said_is_in_no_log_whatever_a_voice_raises(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    error = UnicodeEncodeError("ascii", "The pin of Anna Müller is 4711.", 16, 17, "ordinal not in range")
    assert "Anna" in repr(error)
    broken = BrokenVoice(error)
    broken.streams = False
    speaker = Speaker([broken], None)
    speaker.say("The pin of Anna Müller is 4711.")
    assert speaker.wait_idle(LONG_S)
    speaker.close()
    assert broken.tried
    assert "UnicodeEncodeError" in caplog.text
    assert "Anna" not in caplog.text
