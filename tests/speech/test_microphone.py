"""A microphone that can't be opened is told in one sentence that says what to do."""

from __future__ import annotations

import errno

import pytest

from assistant.errors import MicrophoneMissing
from speech.microphone import ABSENT, BUSY, FORBIDDEN, SoundCardMicrophone, why_deaf
from speech.portaudio import DEVICE_UNAVAILABLE, HOST_ERROR


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (RuntimeError("Error opening InputStream: Device unavailable", DEVICE_UNAVAILABLE), BUSY),
        (RuntimeError("Unanticipated host error", HOST_ERROR, (8, -errno.EBUSY, "")), BUSY),
        (RuntimeError("Unanticipated host error", HOST_ERROR, (8, -errno.EACCES, "")), FORBIDDEN),
        (RuntimeError("Unanticipated host error", HOST_ERROR, (13, -2147024891, "Access is denied.")), FORBIDDEN),
        (RuntimeError("Invalid sample rate", -9997), MicrophoneMissing.sentence),
        (None, MicrophoneMissing.sentence),
    ],
)
def test_busy_forbidden_and_broken_are_told_apart(error: Exception | None, sentence: str) -> None:
    assert why_deaf(error).spoken == sentence


def test_a_microphone_named_in_the_settings_that_is_absent_is_named() -> None:
    with pytest.raises(MicrophoneMissing) as caught:
        SoundCardMicrophone("No Such Microphone").open(lambda _: None)
    assert caught.value.spoken == ABSENT.format(device="No Such Microphone")
