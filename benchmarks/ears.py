"""End of turn, ghosts and voice commands: how often the ear is wrong, and what it costs.

    python benchmarks/ears.py [turns] [commands]      # [--only whats_new,remember] [--snr clean,15,10]
                                                      # after `hearsight models install smart-turn`, that one, too

Everything is spoken by flite voices, which the product does not use. A question is whole, or stops in mid-sentence:
"fragment" is synthesised as if it were all (its melody falls as at an end), "cut" is the whole question cut at a word's
end (its melody goes on, as a person's does). Then comes a pause; who ends the turn in it has cut the speaker off.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.ordinary_questions import ORDINARY  # noqa: E402

VOICES = ("slt", "rms", "awb", "kal")
QUESTIONS = (
    ("What does the error message", "say?"), ("Where is the", "cancel button?"),
    ("How many unread messages", "are there?"), ("Is the newsletter", "box checked?"),
    ("What is the total amount of", "the third invoice?"), ("Which window is", "in front?"),
    ("When does the next train to", "London leave?"), ("What is written in", "the address field?"),
    ("Are there any warnings on", "this page?"), ("Can you tell me what the", "second button does?"),
    ("Read the line under", "the heading."), ("Who sent the message about", "the meeting?"),
    ("Is there a link to", "the settings?"), ("What is the name of", "the selected file?"),
    ("Tell me the price of", "the blue one."), ("What does the picture on", "the left show?"),
)  # fmt: skip
PAUSES_MS = (600, 1000, 1400)


def spoken(text: str, voice: str) -> Any:
    from speech.clips import clip_from

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(path)], check=True)
        return clip_from(path).samples


def cut_after(samples: Any, words: int, whisper: Any) -> Any:
    """The sound up to the end of the word with that number, at the quietest place near it; None if not found."""
    import numpy as np

    found, _ = whisper.transcribe(samples, word_timestamps=True, language="en")
    ends = [word.end for segment in found for word in segment.words]
    if len(ends) <= words:
        return None
    middle = round(ends[words - 1] * 16_000)
    places = range(max(160, middle - 1600), min(len(samples) - 160, middle + 1600), 80)
    return samples[: min(places, key=lambda at: float(np.mean(samples[at - 160 : at + 160] ** 2)))] if places else None


def turns() -> None:
    """When the ear ends a turn after the last sound, and how often that is in the middle of a sentence."""
    import numpy as np
    from faster_whisper import WhisperModel

    from assistant.cancel import Token
    from assistant.pauses import seems_finished
    from assistant.types import Clip
    from models.store import Store
    from speech.recognisers.hosted import make
    from speech.vad import FRAME, FRAME_MS, RATE, STOP, SileroVad, SpeechGate

    store = Store()
    vad, gate = SileroVad(store.path("silero-vad")), SpeechGate()
    recogniser = make("faster-whisper", store.path("whisper-tiny.en"))
    recogniser.warm()
    timer = WhisperModel(str(store.path("whisper-tiny.en")), device="cpu", compute_type="int8", cpu_threads=2)
    smart = None
    if store.installed("smart-turn"):
        from benchmarks.smart_turn import SmartTurn

        smart = SmartTurn(store.path("smart-turn"))
        smart.warm()
    ends: dict[str, dict[str, list[float]]] = {}
    took: list[float] = []
    for voice in VOICES:
        for first, rest in QUESTIONS:
            whole = spoken(f"{first} {rest}", voice)
            kinds = {
                "whole": whole,
                "fragment": spoken(first, voice),
                "cut": cut_after(whole, len(first.split()), timer),
            }
            for kind, samples in kinds.items():
                if samples is None:
                    continue
                room = np.random.default_rng(1).normal(0, 0.0005, len(samples) + 2 * RATE).astype(np.float32)
                room[RATE // 2 : RATE // 2 + len(samples)] += samples
                speaking = np.flatnonzero(vad.probabilities(room) >= STOP)
                last = (int(speaking[-1]) + 1) * FRAME
                at_pause = room[: last + round(gate.pause_ms / FRAME_MS + 0.5) * FRAME]
                began = time.monotonic()
                said = recogniser.transcribe(Clip(at_pause), Token(), language="en")
                known_ms = gate.pause_ms + (time.monotonic() - began) * 1000
                took.append(known_ms - gate.pause_ms)
                verdict = seems_finished(said.text, "en", said.confidence)
                by_words = {
                    True: max(known_ms, gate.sure_ms),
                    None: max(known_ms, gate.end_ms),
                    False: gate.patient_ms,
                }[verdict]
                by_words = min(by_words, gate.patient_ms)
                here = ends.setdefault(kind, {})
                here.setdefault("silence alone (700 ms)", []).append(gate.end_ms)
                here.setdefault("silence and words", []).append(by_words)
                # The answer can begin once the turn has ended and its words are known.
                here.setdefault("answer, silence alone", []).append(gate.end_ms + took[-1])
                here.setdefault("answer, silence and words", []).append(max(by_words, known_ms))
                if smart is not None:
                    p = smart.finished(room[: last + round(0.2 * RATE)])
                    by_voice = 300.0 if p > 0.9 else gate.patient_ms if p < 0.1 else gate.end_ms
                    here.setdefault("silence and smart-turn", []).append(by_voice)
    print(f"recognising at the pause: median {statistics.median(took):.0f} ms\n")
    print("| sound | clips | ended by | ms after the voice, median / mean | cut off at a pause of " + " / ".join(
        f"{ms}" for ms in PAUSES_MS) + " ms |\n|---|---|---|---|---|")  # fmt: skip
    for kind, ways in ends.items():
        for way, times in ways.items():
            lost = " / ".join(f"{sum(t < ms for t in times)}" for ms in PAUSES_MS) if "answer" not in way else ""
            shown = lost if kind != "whole" else ""
            middle = f"{statistics.median(times):.0f} / {statistics.mean(times):.0f}"
            print(f"| {kind} | {len(times)} | {way} | {middle} | {shown} |")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("what", nargs="*", default=["turns", "commands"], help="turns, commands")
    arguments.add_argument("--only", default="", help="these kinds of commands")
    arguments.add_argument("--snr", default="clean,15,10", help="commands: dB that white noise is below the voice")
    arguments.add_argument("--questions", type=int, default=len(ORDINARY), help="how many ordinary questions")
    chosen = arguments.parse_args()
    warnings.simplefilter("ignore")
    if "turns" in chosen.what:
        turns()
    if "commands" in chosen.what:
        commands(chosen.snr.split(","), [kind for kind in chosen.only.split(",") if kind], chosen.questions)
    return 0


def commands(conditions: Sequence[str], only: Sequence[str], questions: int) -> None:
    """Every phrase of every command, and ordinary questions, through the recogniser and the parser."""
    import numpy as np

    from assistant.cancel import Token
    from assistant.commands import PHRASES, parse_command
    from assistant.types import Clip
    from models.store import Store
    from speech.recognisers.hosted import make
    from speech.vad import RATE

    recogniser = make("faster-whisper", Store().path("whisper-tiny.en"))
    asked = ORDINARY[:questions]

    def command(text: str, voice: str, condition: str) -> str | None:
        room = np.random.default_rng(1).normal(0, 0.0005, RATE)  # 0.3 s before the voice, 0.7 s after it
        samples = np.concatenate([room[: 3 * RATE // 10], spoken(text, voice), room[3 * RATE // 10 :]]).astype(
            np.float32
        )
        if condition != "clean":
            noise = np.random.default_rng(len(text)).normal(0, 1, len(samples))
            power = float(np.mean(samples[np.abs(samples) > 0.01] ** 2))
            samples = (samples + noise * np.sqrt(power / 10 ** (float(condition) / 10))).astype(np.float32)
        heard = recogniser.transcribe(Clip(samples), Token(), language="en")
        found = parse_command(heard.text, "en", heard.confidence)
        if found and not any(text in group for kind, group in PHRASES["en"].items() if kind == found.kind):
            print(f"{text!r} heard as {heard.text!r} taken for {found.kind}", file=sys.stderr)
        return found.kind if found else None

    table = {kind: group for kind, group in PHRASES["en"].items() if kind in only or not only}
    print(
        "\n| voice | noise | phrases | carried out | as another one | ordinary questions | carried out as a command |"
    )
    print("|---|---|---|---|---|---|---|")
    for voice, condition in itertools.product(VOICES, conditions):
        pairs = [(kind, command(phrase, voice, condition)) for kind, group in table.items() for phrase in group]
        right = sum(kind == found for kind, found in pairs)
        wrong = sum(found is not None and kind != found for kind, found in pairs)
        false = sum(command(question, voice, condition) is not None for question in asked)
        noise = condition if condition == "clean" else f"{condition} dB"
        print(f"| {voice} | {noise} | {len(pairs)} | {right} | {wrong} | {len(asked)} | {false} |", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
