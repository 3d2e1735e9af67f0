"""Word error and speed of the recognisers on spoken questions, beside openai-whisper as its README calls it.

    python benchmarks/recognisers.py

Questions are spoken by flite voices, which the product does not use; clean and with white noise 10 dB below the speech.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ordinary_questions import ORDINARY  # noqa: E402

VOICES = ("slt", "rms", "awb", "kal")
QUESTIONS = ORDINARY[:10]
NOISE_DB = 10.0


def main() -> int:
    import numpy as np

    from assistant.cancel import Token
    from assistant.types import Clip
    from models.store import Store
    from speech.recognisers.hosted import make

    warnings.simplefilter("ignore")
    folder = Path(tempfile.mkdtemp(prefix="hearsight-bench-"))
    clips = [(question, spoken(question, voice, folder)) for question in QUESTIONS for voice in VOICES]
    random = np.random.default_rng(7)
    noisy = []
    for question, clip in clips:
        level = float(np.sqrt(np.mean(clip.samples**2))) * 10 ** (-NOISE_DB / 20)
        noise = random.normal(0, level, len(clip.samples)).astype(np.float32)
        noisy.append((question, Clip(clip.samples + noise, clip.rate)))
    store = Store()

    def hearsight(kind: str, model: str) -> Callable[[Clip], str]:
        recogniser = make(kind, store.path(model))
        recogniser.warm()
        return lambda clip: recogniser.transcribe(clip, Token(), language="en").text

    rows: list[tuple[str, Callable[[], Callable[[Clip], str]]]] = [
        (
            "Hearsight, faster-whisper tiny.en int8 (the default)",
            lambda: hearsight("faster-whisper", "whisper-tiny.en"),
        ),
        ("Hearsight, faster-whisper base int8", lambda: hearsight("faster-whisper", "whisper-base")),
        ("Hearsight, openai-whisper tiny.en fp32", lambda: hearsight("openai-whisper", "whisper-tiny.en")),
        ("openai-whisper tiny.en as its README has it", plain_whisper),
    ]
    print(f"{len(clips)} questions in {len(VOICES)} voices, {sum(c.seconds for _, c in clips):.0f} s of sound\n")
    print("| recogniser | word error, clean | word error, 10 dB | real-time factor | s a question |")
    print("|---|---|---|---|---|")
    for name, load in rows:
        transcribe = load()
        clean, took = measure(transcribe, clips)
        loud, _ = measure(transcribe, noisy)
        seconds = sum(clip.seconds for _, clip in clips)
        print(f"| {name} | {clean:.3f} | {loud:.3f} | {took / seconds:.2f} | {took / len(clips):.2f} |", flush=True)
    return 0


def spoken(text: str, voice: str, folder: Path) -> Any:
    from speech.clips import clip_from

    path = folder / "question.wav"
    subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(path)], check=True)
    return clip_from(path)


def plain_whisper() -> Callable[[Any], str]:
    """`model.transcribe(audio)` with nothing around it: no VAD, no prompt, its own temperature fallback."""
    from models.store import Store
    from speech.recognisers.openai_whisper import OpenAIWhisperRecogniser

    model = OpenAIWhisperRecogniser(Store().path("whisper-tiny.en"))._model
    return lambda clip: str(model.transcribe(clip.samples, fp16=False)["text"])


def measure(transcribe: Callable[[Any], str], clips: list[tuple[str, Any]]) -> tuple[float, float]:
    """(word error rate after Whisper's text normaliser, seconds of work)."""
    import jiwer
    from whisper.normalizers import EnglishTextNormalizer

    normal = EnglishTextNormalizer()
    started = time.monotonic()
    heard = [transcribe(clip) for _, clip in clips]
    took = time.monotonic() - started
    return jiwer.wer([normal(question) for question, _ in clips], [normal(text) or "-" for text in heard]), took


if __name__ == "__main__":
    raise SystemExit(main())
