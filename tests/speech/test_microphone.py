"""A microphone that can't be opened is told in one sentence that says what to do."""

from __future__ import annotations

import errno
import os
import sys
import tempfile

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


class _Loud:
    """A stand-in for sounddevice whose library writes to stderr, as PortAudio's does."""

    PortAudioError = RuntimeError

    @staticmethod
    def query_devices(*_: object) -> dict[str, object]:
        return {"name": "Card", "default_samplerate": 48_000, "max_input_channels": 1}

    class InputStream:
        def __init__(self, *, samplerate: int, **_: object) -> None:
            os.write(2, b"Expression 'ret' failed in 'pa_linux_alsa.c', line: 1736\n")
            if samplerate != 48_000:
                raise RuntimeError("Invalid sample rate", -9997)

        def start(self) -> None: ...

        def abort(self) -> None:
            os.write(2, b"Expression 'AlsaStop( stream, abort )' failed in 'pa_linux_alsa.c', line: 3195\nmine\n")

        def close(self) -> None: ...


def _no_room(*_: object) -> str:
    raise FileNotFoundError("No usable temporary directory found")


def test_what_portaudio_writes_when_a_microphone_is_opened_and_closed_reaches_nobody(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", _Loud)  # type: ignore[arg-type]
    microphone = SoundCardMicrophone()
    with monkeypatch.context() as full_disk:  # it costs nobody the sound
        full_disk.setattr(tempfile, "TemporaryFile", _no_room)
        microphone.open(lambda _: None)
        assert microphone.rate == 48_000
        microphone.close()
    assert capfd.readouterr().err == "mine\n"
