"""The real device: spoken, recorded from the speakers' monitor, hushed in mid-sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest
from virtual_desktop import VirtualDesktop

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def loopback_desktop():
    with VirtualDesktop(display=False, accessibility=False, bus=False, tray=False) as desktop:
        with Path("/dev/zero").open("rb") as silence:
            # Keeps the null sink at the pace of a sound card; by itself it works up to 2 s ahead.
            desktop.start(["pacat", "-d", "speakers", "--raw", "--latency-msec=20"], stdin=silence)
            yield desktop


def measured(desktop: VirtualDesktop, voice: str, rounds: int, program: str = "loopback.py") -> dict[str, list[float]]:
    done = subprocess.run(
        [sys.executable, "-W", "error", str(ROOT / "tests/speech" / program), voice, str(rounds)],
        env={**desktop.env, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    print(done.stdout)
    return json.loads(done.stdout)


def test_a_hush_in_mid_sentence_is_followed_by_silence(loopback_desktop):
    """The least of the rounds shows what the program does; the rest of it is other work on the computer."""
    figures = measured(loopback_desktop, "tone", 6)
    assert min(figures["silent_ms"]) < 100, figures
    assert median(figures["silent_ms"]) < 300, figures
    assert median(figures["hush_call_ms"]) < 50, figures


def test_espeak_is_heard_soon_and_hushed_at_once(loopback_desktop):
    figures = measured(loopback_desktop, "espeak", 6)
    assert min(figures["handed_ms"]) < 50, figures
    assert min(figures["heard_ms"]) < 200, figures
    assert min(figures["silent_ms"]) < 100, figures


def test_the_system_voice_is_heard_and_hushed_though_its_player_would_go_on(loopback_desktop):
    figures = measured(loopback_desktop, "system", 2)
    assert min(figures["hush_call_ms"]) < 50, figures
    assert min(figures["silent_ms"]) < 300, figures


@pytest.mark.parametrize("voice", ["espeak", "piper"])
def test_at_random_moments_a_hush_drops_what_the_voice_made_ahead(loopback_desktop, voice):
    """150 ms wait in our buffer (`audio.AHEAD_S`), and more in the voice: a hush that played them to their end would
    take longer than that each time. How much sooner, benchmarks/speech.py --hush 200 tells."""
    figures = measured(loopback_desktop, voice, 9, "hushes.py")
    assert median(figures["silent_ms"]) < 100, figures
    assert median(figures["call_ms"]) < 20, figures


@pytest.mark.parametrize("voice", ["espeak", "piper"])
def test_between_two_sentences_nothing_is_silent_but_the_pause_of_the_voice(loopback_desktop, voice):
    figures = measured(loopback_desktop, voice, 12, "gaps.py")
    assert median(figures["handed_ms"]) == 0, figures  # the first sample follows the last within one block
    assert median(figures["gap_ms"]) < 40, figures
    assert sum(gap > 80 for gap in figures["gap_ms"]) <= 2, figures


def test_the_end_of_the_last_sentence_is_not_cut_off_by_the_close(loopback_desktop, tmp_path):
    """What is recorded lasts as long as what was synthesised."""
    program = (
        "import numpy as np\n"
        "from speech.audio import AudioOut\n"
        "audio = AudioOut(); sink = audio.sink()\n"
        "sink.write(np.full(audio.rate, 0.2, np.float32)); sink.finish()\n"
        "audio.drain(30); audio.close()\n"
    )
    with loopback_desktop.recording(tmp_path / "heard.wav", rate=8000) as heard:
        subprocess.run(
            [sys.executable, "-c", program],
            env={**loopback_desktop.env, "PYTHONPATH": str(ROOT)},
            check=True,
            timeout=60,
        )
    import numpy as np

    samples = np.frombuffer(heard.read_bytes()[44:], np.int16) / 32768
    assert (np.abs(samples) > 0.1).sum() / 8000 == pytest.approx(1.0, abs=0.03)


def test_a_missing_sound_device_gives_one_sentence_and_no_noise_on_stderr(loopback_desktop):
    program = (
        "from assistant import errors\n"
        "from speech.audio import AudioOut\n"
        "from speech.sound_card import SoundCard\n"
        "try:\n    AudioOut(SoundCard('no such device'))\n"
        "except errors.NoSound as error:\n    print(error)\n"
    )
    nowhere = {**loopback_desktop.env, "PULSE_SERVER": "unix:/nonexistent", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=nowhere, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "I can't speak: no sound device was found. Connect one, or use --no-speech.\n"
    assert done.stderr == ""


def test_a_sentence_is_said_again_when_the_sound_server_was_killed_and_came_back():
    program = (
        "import os\n"
        "from speech.audio import AudioOut\n"
        "from speech.speaker import Speaker\n"
        "from speech.voices.espeak import EspeakVoice\n"
        "audio = AudioOut()\n"
        "tell = lambda line: os.write(1, (line + '\\n').encode())\n"  # whole lines, from whichever thread
        "audio.watchers.append(lambda there: tell(f'device {there}'))\n"
        "speaker = Speaker([EspeakVoice()], audio, on_event=lambda event: tell(event.kind))\n"
        "speaker.say('This is a long sentence that must be said again when the sound comes back.')\n"
        "assert speaker.wait_idle(60)\n"
        "speaker.close()\n"
    )
    with VirtualDesktop(display=False, accessibility=False, bus=False, tray=False) as desktop:
        speaking = desktop.start([sys.executable, "-c", program], env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE)
        assert speaking.stdout is not None
        told: list[str] = []

        def read_until(line: str) -> None:
            while not told or told[-1] != line:
                told.append(speaking.stdout.readline().decode().strip())
                assert told[-1], told

        read_until("first_sample")
        server = next(process for process in desktop._processes if "pulseaudio" in str(process.args))
        server.kill()
        server.wait(10)
        read_until("device False")
        runtime = Path(desktop.env["XDG_RUNTIME_DIR"])
        for left_behind in ("native", "pid"):
            (runtime / "pulse" / left_behind).unlink(missing_ok=True)
        desktop._start_sound(runtime)
        read_until("finished")
        assert speaking.wait(30) == 0
    told.remove("device True")  # at the same moment as the second "started", on another thread
    assert told == ["queued", "started", "first_sample", "device False", "started", "first_sample", "finished"]


@pytest.mark.parametrize("voice", ["piper", "speech-dispatcher"])
def test_the_other_voices_are_silent_as_soon(loopback_desktop, voice):
    figures = measured(loopback_desktop, voice, 4)
    assert min(figures["silent_ms"]) < 100, figures
    assert median(figures["hush_call_ms"]) < 50, figures
    assert min(figures["heard_ms"]) < 1500, figures
