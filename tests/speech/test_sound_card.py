"""Devices that refuse, are taken, or are not there: with a sounddevice whose cards do what a test tells them."""

from __future__ import annotations

import errno
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from assistant import doctor, errors, settings
from speech import portaudio, sinks
from speech.audio import REMARKS, AudioOut
from speech.sound_card import LOOK_FOR_NAMED_S, SoundCard, device_names


class PortAudioError(Exception):
    pass


@dataclass
class Card:
    """What one device can do."""

    name: str = "Card"
    rates: tuple[int, ...] = (44_100,)
    says_rate: int = 44_100
    """PortAudio's guess of its usual rate, which may be wrong."""
    channels: tuple[int, ...] = (1, 2)
    blocks: bool = True
    """Takes the size of block that is asked for, with low latency."""
    broken: Exception | None = None
    played: list[np.ndarray] = field(default_factory=list)

    def check(self, rate: int, channels: int, blocksize: int, latency: str) -> None:
        if self.broken is not None:
            raise self.broken
        if rate not in self.rates:
            raise PortAudioError("Invalid sample rate", portaudio.INVALID_RATE)
        if channels not in self.channels:
            raise PortAudioError("Invalid number of channels", portaudio.INVALID_CHANNELS)
        if not self.blocks and (blocksize or latency == "low"):
            raise PortAudioError("Buffer too small", portaudio.BUFFER_TOO_SMALL)


class FakeSounddevice:
    PortAudioError = PortAudioError

    def __init__(self, *cards: Card) -> None:
        self.cards = list(cards)
        self.opened = 0

    def _card(self, device: int | str | None) -> Card:
        fits = [card for card in self.cards if device is None or str(device).lower() in card.name.lower()]
        if not fits:
            raise ValueError(f"No output device matching {device!r}")
        return fits[0]

    def query_devices(self, device: int | str | None = None, kind: str | None = None):
        if kind is None:
            return [{"name": card.name, "max_output_channels": max(card.channels)} for card in self.cards]
        card = self._card(device)
        return {"name": card.name, "default_samplerate": card.says_rate, "max_output_channels": max(card.channels)}

    def OutputStream(self, *, samplerate, blocksize, device, channels, latency, callback, **_):  # noqa: N802 - its name
        self.opened += 1
        card = self._card(device)
        card.check(samplerate, channels, blocksize, latency)

        def start() -> None:
            out = np.full((blocksize or 1000, channels), 9.0, np.float32)
            callback(out, len(out), None, SimpleNamespace(output_underflow=False))
            card.played.append(out)

        nothing = lambda: None  # noqa: E731 - two methods that do nothing
        return SimpleNamespace(start=start, latency=0.02, abort=nothing, close=nothing)

    def _terminate(self) -> None: ...

    def _initialize(self) -> None: ...


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sinks, "sinks", list)
    monkeypatch.setattr(sinks, "sink_of_this_process", lambda: None)
    monkeypatch.setattr(portaudio, "ALSA_DEVICES", Path("/nonexistent"))

    def there(*some: Card) -> FakeSounddevice:
        fake = FakeSounddevice(*some)
        monkeypatch.setitem(sys.modules, "sounddevice", fake)
        return fake

    return there


def opened(device: str | None = None) -> SoundCard:
    card = SoundCard(device)
    card.open(lambda out, _now: out.fill(0.5))
    return card


@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000])
def test_a_device_that_does_one_rate_only_is_opened_at_that(cards, rate):
    one = Card(rates=(rate,), says_rate=44_100)
    cards(one)
    card = opened()
    assert card.rate == rate
    assert len(one.played[0]) == round(rate * card.block_s)


def test_mono_devices_sound_and_devices_of_eight_channels_sound_in_front(cards):
    mono, eight = Card("mono", channels=(1,)), Card("eight", channels=(8,))
    cards(mono, eight)
    opened("mono")
    opened("eight")
    assert (mono.played[0] == 0.5).all()
    assert (eight.played[0][:, :2] == 0.5).all()
    assert (eight.played[0][:, 2:] == 0).all()


def test_a_device_that_refuses_our_blocks_gets_its_own(cards):
    stubborn = Card(blocks=False)
    cards(stubborn)
    opened()
    assert (stubborn.played[0] == 0.5).all()


def test_a_device_that_does_nothing_we_know_is_a_sentence(cards):
    cards(Card(rates=(11_025,)))
    with pytest.raises(errors.NoSound):
        opened()


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (PortAudioError("Device unavailable", portaudio.DEVICE_UNAVAILABLE), portaudio.BUSY),
        (PortAudioError("Unanticipated host error", -9999, (0, -errno.EBUSY, "busy")), portaudio.BUSY),
        (PortAudioError("Unanticipated host error", -9999, (0, -errno.EACCES, "denied")), portaudio.FORBIDDEN),
        (PortAudioError("Unanticipated host error", -9999, (0, -errno.EIO, "no")), errors.NoSound.sentence),
    ],
)
def test_a_device_that_is_taken_or_forbidden_gives_one_clear_sentence(cards, broken, sentence):
    fake = cards(Card(broken=broken))
    with pytest.raises(errors.NoSound) as caught:
        AudioOut(SoundCard())
    assert caught.value.spoken == sentence
    assert caught.value.exit_code == 4
    assert fake.opened == 2, "other rates help nothing against another program"


def test_a_device_that_is_taken_is_waited_for(cards):
    one = Card(broken=PortAudioError("Device unavailable", portaudio.DEVICE_UNAVAILABLE))
    cards(one)
    audio = AudioOut(SoundCard(), required=False)
    try:
        assert not audio.available
        one.broken = None
        assert audio.wait_available(20, audio.era)
    finally:
        audio.close()


@pytest.mark.parametrize(("number", "sentence"), [(errno.EBUSY, portaudio.BUSY), (errno.EACCES, portaudio.FORBIDDEN)])
def test_a_card_that_portaudio_does_not_list_because_it_is_taken_is_told_apart_from_none(
    tmp_path, monkeypatch, number, sentence
):
    missing = ValueError("no default output device")
    assert portaudio.why_silent(missing, tmp_path).spoken == errors.NoSound.sentence
    (tmp_path / "pcmC0D0p").touch()
    assert portaudio.why_silent(missing, tmp_path).spoken == errors.NoSound.sentence

    def refuse(*_: object) -> int:
        raise OSError(number, "no")

    monkeypatch.setattr(portaudio.os, "open", refuse)
    assert portaudio.why_silent(missing, tmp_path).spoken == sentence


def test_the_device_named_in_the_settings_is_used(cards):
    usual, headset = Card("Built-in"), Card("USB Headset")
    cards(usual, headset)
    assert opened("headset").absent == ""
    assert (len(usual.played), len(headset.played)) == (0, 1)
    assert device_names() == ["Built-in", "USB Headset"]


def test_a_named_device_that_is_not_there_is_stood_in_for_by_the_usual_one_and_that_is_told_once(cards):
    usual = Card("Built-in")
    cards(usual)
    audio = AudioOut(SoundCard("Headset"))
    try:
        assert len(usual.played) == 1
        assert audio.remark("en-GB") == REMARKS["en"].format(device="Headset")
        assert audio.remark("en") == ""
    finally:
        audio.close()


def test_a_named_device_is_taken_up_again_when_it_returns(cards, monkeypatch):
    cards(Card("Built-in"))
    card = opened("Headset")
    card._looked_at -= LOOK_FOR_NAMED_S
    assert card.alive, "it is still away"
    monkeypatch.setattr(sinks, "sinks", lambda: [sinks.Sink("alsa_output.usb", "USB Headset", is_default=False)])
    card._looked_at -= LOOK_FOR_NAMED_S
    assert not card.alive, "so that it is opened anew, on the headset"


def test_the_names_of_the_sound_server_are_offered_and_found_by_a_part(monkeypatch):
    there = [
        sinks.Sink("alsa_output.pci", "Built-in Audio", is_default=True),
        sinks.Sink("alsa_output.usb", "USB Headset", is_default=False),
        sinks.Sink("bluez_1", "Headset", is_default=False),
        sinks.Sink("bluez_2", "Earbuds", is_default=False),
        sinks.Sink("bluez_3", "Earbuds", is_default=False),
    ]
    monkeypatch.setattr(sinks, "sinks", lambda: there)
    assert device_names() == ["Built-in Audio", "USB Headset", "Headset", "bluez_2", "bluez_3"]
    found = {name: sink.name for name in ("headset", "usb head", "BLUEZ_3") if (sink := sinks.sink_called(name))}
    assert found == {"headset": "bluez_1", "usb head": "alsa_output.usb", "BLUEZ_3": "bluez_3"}
    assert sinks.sink_called("television") is None


def test_doctor_lists_the_loudspeakers_and_says_what_is_wrong_with_the_one_that_is_set(
    cards, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))
    built_in = Card("Built-in")
    cards(built_in, Card("USB Headset"))
    assert doctor._sound_out().sentence.endswith("For speech.device there are: Built-in, USB Headset.")
    settings.save(settings.changed(settings.load(), "speech.device", "Television"))
    finding = doctor._sound_out()
    assert (finding.state, finding.exit_code) == ("broken", 0)
    assert finding.sentence.startswith("Television can't be had, so the usual device is used.")
    built_in.broken = PortAudioError("Device unavailable", portaudio.DEVICE_UNAVAILABLE)
    with pytest.raises(errors.NoSound, match="another program keeps"):
        doctor._sound_out()
