"""What is speech and what is not; when a spoken turn is over."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelBroken, ModelMissing
from speech.vad import FRAME, FRAME_MS, RATE, SileroVad, SpeechGate, find_segments
from tests.speech.spoken import VAD, VOICES, no_speech, noisy, say, silence

QUESTIONS = ("What does the error say?", "Where is the save button?", "Why?", "Stop.")


@pytest.fixture(scope="module")
def vad() -> SileroVad:
    return SileroVad(VAD)


def states(gate: SpeechGate, *runs: tuple[float, int]) -> list[str]:
    """Feed (probability, milliseconds) runs; the states that were passed through, without repeats."""
    passed: list[str] = []
    for probability, ms in runs:
        for _ in range(round(ms / FRAME_MS)):
            state = gate.feed(probability)
            if not passed or passed[-1] != state:
                passed.append(state)
    return passed


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_spoken_question_is_speech_and_its_turn_ends(vad: SileroVad, voice: str, question: str) -> None:
    samples = np.concatenate([say(question, voice).samples, silence(1)])
    assert vad.segments(samples)
    gate = SpeechGate()
    assert "ended" in [gate.feed(float(p)) for p in vad.probabilities(samples)]


@pytest.mark.parametrize("name", sorted(no_speech()))
def test_a_room_without_a_speaker_is_no_speech(vad: SileroVad, name: str) -> None:
    samples = no_speech()[name]
    assert vad.segments(samples) == ()
    gate = SpeechGate()
    assert {gate.feed(float(p)) for p in vad.probabilities(samples)} == {"waiting"}


def test_speech_is_found_where_it_is(vad: SileroVad) -> None:
    spoken = say("Where is the save button?", lead_s=0, tail_s=0).samples
    samples = np.concatenate([silence(2), spoken, silence(2), spoken, silence(2)])
    first, second = vad.segments(samples, pad_ms=0)
    assert abs(first.start / RATE - 2) < 0.25
    assert abs(first.end / RATE - 2 - len(spoken) / RATE) < 0.4
    assert abs(second.start / RATE - 4 - len(spoken) / RATE) < 0.25


def test_speech_in_noise_is_still_speech(vad: SileroVad) -> None:
    assert vad.segments(noisy(say("What is the total on the invoice?"), 10).samples)


def test_a_stream_gives_the_same_as_a_whole_clip(vad: SileroVad) -> None:
    samples = say("Is the check box checked?").samples
    samples = samples[: len(samples) // FRAME * FRAME]
    whole = vad.probabilities(samples)
    vad.reset()
    streamed = [vad.probability(frame) for frame in samples.reshape(-1, FRAME)]
    vad.reset()
    assert np.allclose(whole, streamed, atol=1e-6)


def test_nothing_at_all_is_no_speech(vad: SileroVad) -> None:
    assert vad.segments(silence(0)) == ()


def test_a_turn_waits_speaks_and_ends() -> None:
    assert states(SpeechGate(), (0.1, 1000), (0.9, 1500), (0.1, 1000)) == ["waiting", "speaking", "ended"]


def test_a_pause_for_thought_does_not_end_a_turn() -> None:
    assert states(SpeechGate(), (0.9, 800), (0.1, 600), (0.9, 800), (0.1, 600)) == ["waiting", "speaking"]


def after_a_pause(finished: bool | None, silence_ms: int) -> str:
    gate = SpeechGate()
    states(gate, (0.9, 800))
    for _ in range(round(silence_ms / FRAME_MS)):
        gate.feed(0.1, finished)
    return gate.state


def test_a_turn_known_to_be_complete_ends_sooner_and_an_incomplete_one_later() -> None:
    assert [after_a_pause(True, ms) for ms in (450, 550)] == ["speaking", "ended"]
    assert [after_a_pause(None, ms) for ms in (650, 750)] == ["speaking", "ended"]
    assert [after_a_pause(False, ms) for ms in (1450, 1550)] == ["speaking", "ended"]


def test_a_pause_is_noticed_before_the_turn_ends_and_forgotten_when_the_voice_goes_on() -> None:
    gate = SpeechGate()
    seen = []
    for probability, ms in ((0.1, 500), (0.9, 500), (0.1, 200), (0.9, 500), (0.1, 300), (0.9, 100)):
        states(gate, (probability, ms))
        seen.append(gate.pausing)
    assert seen == [False, False, False, False, True, False]


def test_a_click_does_not_begin_a_turn() -> None:
    assert states(SpeechGate(), (0.1, 500), (0.95, 64), (0.1, 500)) == ["waiting"]


def test_between_the_thresholds_a_voice_goes_on_but_none_begins() -> None:
    assert states(SpeechGate(), (0.45, 2000)) == ["waiting"]
    assert states(SpeechGate(), (0.9, 500), (0.45, 3000)) == ["waiting", "speaking"]


def test_nobody_is_waited_for_longer_than_the_limit() -> None:
    assert states(SpeechGate(), (0.1, 4900)) == ["waiting"]
    assert states(SpeechGate(), (0.1, 5100)) == ["waiting", "nobody"]


def test_a_word_begun_at_the_limit_is_let_finish() -> None:
    gate = SpeechGate()
    frames = int(gate.give_up_ms / FRAME_MS) - 1
    assert states(gate, (0.1, round(frames * FRAME_MS)), (0.9, 500), (0.1, 800)) == ["waiting", "speaking", "ended"]


def test_an_ended_turn_stays_ended() -> None:
    assert states(SpeechGate(), (0.9, 500), (0.1, 900), (0.9, 3000))[-1] == "ended"


def test_segments_are_padded_and_never_overlap() -> None:
    speech, quiet = [0.9] * 20, [0.0] * 12
    probabilities = [*quiet, *speech, *quiet, *speech, *quiet, 0.9, *quiet]
    length = len(probabilities) * FRAME
    apart = find_segments(probabilities, length, min_speech_ms=100, min_silence_ms=300, pad_ms=0)
    assert [(s.start // FRAME, s.end // FRAME) for s in apart] == [(12, 32), (44, 64)]
    (joined,) = find_segments(probabilities, length, min_speech_ms=100, min_silence_ms=300, pad_ms=200)
    assert (joined.start, joined.end) == (12 * FRAME - 3200, 64 * FRAME + 3200)


def test_a_missing_or_damaged_detector_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="hearsight models install silero-vad"):
        SileroVad(tmp_path).warm()
    (tmp_path / "silero_vad.onnx").write_bytes(b"not a model")
    with pytest.raises(ModelBroken, match="hearsight models install silero-vad"):
        SileroVad(tmp_path).warm()
