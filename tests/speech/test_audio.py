"""The buffer, its eras, and the device that goes away: all at exact samples, with a device made of memory."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from assistant import errors
from assistant.cancel import Cancelled
from speech.audio import AHEAD_S, AudioOut
from speech.sound_card import MemoryAudio


@pytest.fixture
def device() -> MemoryAudio:
    return MemoryAudio(rate=1000)  # a block is 20 samples


@pytest.fixture
def audio(device: MemoryAudio):
    out = AudioOut(device)
    yield out
    out.close()


def ones(count: int, value: float = 1.0) -> np.ndarray:
    return np.full(count, value, np.float32)


def in_thread(work) -> tuple[threading.Thread, list[BaseException]]:
    caught: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - Cancelled is one
            caught.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, caught


def test_samples_come_out_in_order_and_then_silence(audio, device):
    sink = audio.sink()
    sink.write(np.arange(1, 31, dtype=np.float32) / 100)
    sink.write(np.arange(31, 36, dtype=np.float32) / 100)
    played = device.play(3)
    assert np.allclose(played[:35], np.arange(1, 36) / 100)
    assert not played[35:].any()


def test_nothing_of_an_older_era_is_played_after_a_hush(audio, device):
    old = audio.sink()
    old.write(ones(100))
    device.play(1)
    era = audio.hush()
    audio.sink().write(ones(10, 0.5))
    assert set(np.unique(device.play(6))) == {0.0, 0.5}
    assert era == audio.era == 1


def test_a_sink_of_an_older_era_raises_cancelled(audio):
    sink = audio.sink()
    audio.hush()
    for call in (lambda: sink.write(ones(1)), lambda: sink.write(ones(0)), sink.finish):
        with pytest.raises(Cancelled):
            call()


def test_a_sink_for_an_era_gone_by_never_sounds(audio):
    era = audio.era
    audio.hush()
    with pytest.raises(Cancelled):
        audio.sink(era).write(ones(1))


def test_a_writer_that_waits_for_room_is_woken_by_a_hush(audio, device):
    sink = audio.sink()
    sink.write(ones(round(AHEAD_S * device.rate) + 1))
    thread, caught = in_thread(lambda: sink.write(ones(1)))
    audio.hush()
    thread.join(10)
    assert not thread.is_alive()
    assert [type(error) for error in caught] == [Cancelled]


def test_a_writer_waits_while_150_ms_wait_and_goes_on_when_they_were_played(audio, device):
    sink = audio.sink()
    sink.write(ones(round(AHEAD_S * device.rate) + 1))
    went_on = threading.Event()
    thread, caught = in_thread(lambda: (sink.write(ones(5)), went_on.set()))
    assert not went_on.wait(0.1)
    device.play(1)
    assert went_on.wait(10)
    thread.join(10)
    assert not caught


def test_first_and_last_sample_are_stamped_with_the_moment_of_their_block(audio, device):
    told: list[tuple[str, float]] = []
    sink = audio.sink(on_first=lambda at: told.append(("first", at)), on_last=lambda at: told.append(("last", at)))
    device.play(2)
    assert sink.first_at is None
    sink.write(ones(30))
    device.play(2)
    assert sink.last_at is None
    sink.finish()
    device.play(1)
    assert [kind for kind, _ in told] == ["first", "last"]
    assert told[0][1] == sink.first_at == device.blocks[2].at
    assert sink.last_at == device.blocks[4].at


def test_two_utterances_meet_within_a_block_without_a_gap(audio, device):
    for value in (0.25, 0.75):
        sink = audio.sink()
        sink.write(ones(25, value))
        sink.finish()
    played = device.play(3)
    assert (played[:25] == 0.25).all()
    assert (played[25:50] == 0.75).all()


def test_an_earcon_is_mixed_on_top_at_once_and_never_clips(audio, device):
    audio.sink().write(ones(60, 0.75))
    device.play(1)
    audio.mix(ones(25, 0.5))
    played = device.play(2)
    assert (played[:25] == 1.0).all()
    assert (played[25:] == 0.75).all()


def test_a_hush_silences_earcons_too_unless_they_are_to_go_on(audio, device):
    audio.mix(ones(60, 0.5))
    audio.hush(earcons=False)
    assert (device.play(1) == 0.5).all()
    audio.hush()
    assert not device.play(2).any()


def test_drain_returns_when_the_last_sample_was_handed_over(audio, device):
    audio.sink().write(ones(20))
    assert not audio.drain(0.01)
    device.play(1)
    assert audio.drain(10)


def test_a_missing_device_is_a_sentence():
    device = MemoryAudio()
    device.unplug()
    with pytest.raises(errors.NoSound, match="no sound device"):
        AudioOut(device)


def test_a_device_that_comes_later_is_found_when_it_is_not_required():
    device = MemoryAudio()
    device.unplug()
    audio = AudioOut(device, required=False)
    try:
        assert not audio.available
        device.plug()
        assert audio.wait_available(20, audio.era)
        audio.sink().write(ones(5))
        assert device.play(1)[:5].all()
    finally:
        audio.close()


def test_a_lost_device_fails_the_sink_and_is_opened_again(audio, device):
    told: list[bool] = []
    seen = threading.Condition()

    def watch(there: bool) -> None:
        with seen:
            told.append(there)
            seen.notify_all()

    audio.watchers.append(watch)
    sink = audio.sink()
    sink.write(ones(round(AHEAD_S * device.rate) + 1))
    thread, caught = in_thread(lambda: sink.write(ones(1)))
    device.unplug()
    thread.join(20)
    assert [type(error) for error in caught] == [errors.NoSound]
    device.plug()
    with seen:
        assert seen.wait_for(lambda: told == [False, True], 20)
    assert not device.play(2).any(), "what was buffered before the loss is not played after it"
    audio.sink().write(ones(5))
    assert device.play(1)[:5].all()


def test_a_stream_that_ends_is_replaced_and_the_sentence_goes_on_where_it_stopped(audio, device):
    told: list[bool] = []
    audio.watchers.append(told.append)
    opened = threading.Event()
    open_device = device.open
    device.open = lambda fill: (open_device(fill), opened.set())
    sink = audio.sink()
    sink.write(np.arange(1, 61, dtype=np.float32) / 100)
    before = device.play(1)
    device.close()  # the stream alone: the device is there
    assert opened.wait(20)
    sink.write(ones(20))
    played = np.concatenate([before, device.play(3)])
    assert np.allclose(played[:60], np.arange(1, 61) / 100)
    assert played[60:].all()
    assert told == []


def test_what_a_lost_device_was_given_is_said_again_though_another_plays_on_at_once(audio, device):
    told: list[bool] = []
    changed = threading.Event()
    audio.watchers.append(lambda there: (told.append(there), changed.set() if there else None))
    sink = audio.sink()
    sink.write(ones(round(AHEAD_S * device.rate) + 1))
    thread, caught = in_thread(lambda: [sink.write(ones(1)) for _ in range(2)])
    while not changed.is_set():  # noticed once the watch has seen that something is spoken
        device.swap()
        changed.wait(0.6)
    thread.join(20)
    assert [type(error) for error in caught] == [errors.NoSound]
    assert told[:2] == [False, True]
    audio.sink().write(ones(5))
    assert device.play(1)[:5].all()


def test_a_device_chosen_in_mid_sentence_takes_over_what_waits(audio, device):
    opened = threading.Event()
    open_device = device.open
    device.open = lambda fill: (open_device(fill), opened.set())
    sink = audio.sink()
    sink.write(np.arange(1, 41, dtype=np.float32) / 100)
    before = device.play(1)
    audio.choose("Headset")
    assert opened.wait(20)
    assert device.device == "Headset"
    assert np.allclose(np.concatenate([before, device.play(1)]), np.arange(1, 41) / 100)


def test_another_device_with_another_rate_begins_the_sentence_anew(audio, device):
    told: list[bool] = []
    changed = threading.Event()

    def watch(there: bool) -> None:
        told.append(there)
        if there:
            changed.set()

    audio.watchers.append(watch)
    open_device = device.open

    def open_faster(fill) -> None:
        device.rate = 2000
        open_device(fill)

    device.open = open_faster
    sink = audio.sink()
    sink.write(ones(40))
    device.close()
    assert changed.wait(20)
    assert told == [False, True]
    assert not device.play(2).any()
    with pytest.raises(errors.NoSound):
        sink.write(ones(1))
    assert audio.sink().rate == 2000


def test_waiting_for_the_device_ends_with_the_era(audio, device):
    lost = threading.Event()
    audio.watchers.append(lambda there: None if there else lost.set())
    device.unplug()
    assert lost.wait(20)
    era = audio.era
    thread, caught = in_thread(lambda: None if not audio.wait_available(60, era) else pytest.fail("came back"))
    audio.hush()
    thread.join(10)
    assert not thread.is_alive()
    assert not caught


def test_closing_twice_does_no_harm(audio):
    audio.close()
    audio.close()
    with pytest.raises(errors.NoSound):
        audio.sink().write(ones(1))
