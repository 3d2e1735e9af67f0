"""A person or one's own voice: how often Hearsight interrupts itself through a loudspeaker, and how soon a person does.

    python benchmarks/echo.py [--passages 64] [--first 500] [--compare]

Each passage is spoken by the product's voices (espeak-ng) through a loudspeaker into a room of its own: another size,
echo, delay (20 to 250 ms), level, noise; a quarter with an overdriven loudspeaker, a third with two clocks that drift
apart, an eighth with a clipped microphone. Each is played alone, with two stutters of the device, and with a person
who asks something at a random moment, 0 to 10 dB louder than the echo (flite and festival, which the product does not
use). Every passage begins with a filter that knows nothing. `--compare`: instead, what other cancellers leave of the
voice alone (`benchmarks/cancellers.py`).
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from benchmarks.cancellers import compared  # noqa: E402
from benchmarks.question_voices import VOICES, said  # noqa: E402
from benchmarks.rooms import RATE, loudness, through, two_ways  # noqa: E402
from models.store import Store  # noqa: E402
from speech.echo import EchoPath, InterruptionJudge  # noqa: E402
from speech.vad import SileroVad  # noqa: E402
from tests.speech.spoken import say  # noqa: E402

OWN = (
    "Backup, error dialog. The disk is full. Three files were not saved. There are two buttons, Retry and Cancel.",
    "The window shows an email from Anna Meyer with the subject Quarterly report. It has four paragraphs.",
    "A table with five columns and twelve rows. The first row says Monday, fourteen degrees, light rain, west wind.",
    "What is the weather like tomorrow? It says that it will be sunny. Do you want to continue? Yes and No.",
    "The settings page of the browser. Privacy and security is selected. On the right there are six check boxes.",
    "Hey, listen! This text has exclamation marks, pauses, and one very long sentence that goes on and on and on.",
    "A photo of a street with three people, a dog and a red bus. The text on the bus reads Central Station.",
    "Total, one hundred and twenty three euros and forty five cents. Pay now. Your order arrives in December.",
)
PERSON = ("What does the error say?", "Where is the OK button?", "Stop talking.", "Repeat that.", "Who sent the email?")
OUT, IN = RATE * 15 // 1000, RATE * 20 // 1000
IN_TIME_S = 3.0


class Passage:
    def __init__(self, number: int) -> None:
        random = self.random = np.random.default_rng(number)
        voice = ("en-us", "en-gb", "en-us+f3", "en-gb+m3")[number % 4]
        own = say(OWN[number % len(OWN)], f"espeak-ng:{voice}", 0.2, 0.5).samples
        self.played = np.clip(own * (0.1 / loudness(own)), -1, 1).astype(np.float32)
        loudspeaker = np.tanh(self.played * random.uniform(1.5, 4)) / 2 if number % 4 == 1 else self.played
        way, self.person_way = two_ways(random)
        delay = int(random.uniform(0.02, 0.25) * RATE)
        echo = np.concatenate([np.zeros(delay, np.float32), through(loudspeaker, way)])[: len(self.played)]
        if number % 3 == 2:
            moments = np.arange(len(echo)) * (1 + random.uniform(-60, 60) * 1e-6)
            echo = np.interp(moments, np.arange(len(echo)), echo)
        self.level_db = random.uniform(-40, -14)
        self.echo = echo * (10 ** (self.level_db / 20) / loudness(echo))
        self.noise = random.normal(0, 10 ** ((self.level_db - random.uniform(15, 40)) / 20), len(echo))
        self.clips = number % 8 == 3

    def heard(self, echo: np.ndarray, person: np.ndarray | None = None, at: int = 0) -> np.ndarray:
        sound = echo + self.noise
        if person is not None:
            sound[at : at + len(person)] += person[: len(sound) - at]
        if self.clips:
            sound = sound * (1.6 / np.abs(sound).max())
        return np.clip(sound, -1, 1).astype(np.float32)

    def stuttering(self) -> np.ndarray:
        echo = self.echo
        for at in self.random.integers(2 * RATE, len(echo) - RATE, 2):
            gap = np.zeros(int(self.random.uniform(0.01, 0.05) * RATE))
            echo = np.concatenate([echo[:at], gap, echo[at:]])[: len(self.echo)]
        return echo

    def person(self, number: int) -> tuple[np.ndarray, int, int]:
        """What a person says, where it begins, and its first audible sample."""
        clip = said(PERSON[number % len(PERSON)], VOICES[number % len(VOICES)]).samples
        loud = np.flatnonzero(np.abs(clip) > 0.02 * np.abs(clip).max())
        sound = through(np.concatenate([clip[loud[0] : loud[-1]], np.zeros(RATE // 4, np.float32)]), self.person_way)
        sound = sound * (10 ** ((self.level_db + self.random.uniform(0, 10)) / 20) / loudness(sound))
        latest = max(1.6 * RATE, len(self.echo) - len(sound) - RATE / 2)
        at = int(self.random.uniform(1.5 * RATE, latest))
        return sound, at, at + int(np.flatnonzero(np.abs(sound) > 0.05 * np.abs(sound).max())[0])


def notices(played: np.ndarray, heard: np.ndarray, vad: SileroVad) -> int | None:
    """The sample at which a person is noticed."""
    path, judge, sent = EchoPath(), InterruptionJudge(), 0
    vad.reset()
    for start in range(0, len(heard) - IN, IN):
        while sent <= start + IN:
            path.played(played[sent : sent + OUT], RATE)
            sent += OUT
        for frame in path.recorded(heard[start : start + IN]):
            if judge.feed(frame, vad.probability(frame.samples)) and path.certain():
                return start + IN
    return None


def compare(numbers: range, vad: SileroVad) -> int:
    passages = [Passage(number) for number in numbers]
    sounds = [(passage.played, passage.heard(passage.echo)) for passage in passages]
    ours = sum(notices(played, heard, vad) is not None for played, heard in sounds)
    print("| what is taken away | interrupted itself | share of one core |\n|---|---|---|")
    for name, count, share in compared(sounds, vad):
        print(f"| {name} | {count} of {len(sounds)} | {100 * share:.1f} % |")
    print(f"| the Kalman filter, its prediction compared | {ours} of {len(sounds)} | |")
    return 0


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--passages", type=int, default=64)
    arguments.add_argument("--first", type=int, default=500, help="number of the first: other numbers, other rooms")
    arguments.add_argument("--compare", action="store_true", help="other cancellers, where they are installed")
    chosen = arguments.parse_args()
    vad = SileroVad(Store().path("silero-vad"))
    if chosen.compare:
        return compare(range(chosen.first, chosen.first + chosen.passages), vad)
    alone = stuttered = early = 0
    waits_ms: list[float] = []
    began, seconds = time.process_time(), 0.0
    for number in range(chosen.first, chosen.first + chosen.passages):
        passage = Passage(number)
        alone += notices(passage.played, passage.heard(passage.echo), vad) is not None
        stuttered += notices(passage.played, passage.heard(passage.stuttering()), vad) is not None
        sound, at, first = passage.person(number)
        noticed = notices(passage.played, passage.heard(passage.echo, sound, at), vad)
        early += noticed is not None and noticed < first
        if noticed is not None and first <= noticed < first + IN_TIME_S * RATE:
            waits_ms.append((noticed - first) / RATE * 1000)
        seconds += 3 * len(passage.played) / RATE
    count = chosen.passages
    print("| barge-in through a loudspeaker | |\n|---|---|")
    print(f"| interrupted itself, device without stutter | {alone + early} of {2 * count} |")
    print(f"| ... with two stutters of 10 to 50 ms | {stuttered} of {count} |")
    print(f"| a person was heard | {len(waits_ms)} of {count} |")
    if waits_ms:
        quick = sum(wait <= 300 for wait in waits_ms)
        middle, most = np.percentile(waits_ms, [50, 90])
        print(f"| ... after, median and nine of ten | {middle:.0f} ms, {most:.0f} ms |")
        print(f"| ... within 300 ms of the first sound | {quick} |")
    print(f"| share of one core (with making the rooms) | {100 * (time.process_time() - began) / seconds:.1f} % |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
