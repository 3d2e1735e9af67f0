"""Word error and speed of the recognisers on spoken questions, beside openai-whisper as its README calls it.

    python benchmarks/recognisers.py [--only WORDS] [--json out.json]

Sixty questions, spoken by flite and festival voices that the product does not use (a different one for each), clean and
with white noise or babble 15 and 5 dB below the speech (`question_voices.py`). Word error by jiwer after Whisper's text
normaliser. The slow programs are asked every third question, clean, so their word error is that of fewer words.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ordinary_questions import ORDINARY  # noqa: E402
from question_voices import VOICES, in_noise, said  # noqa: E402

QUESTIONS = ORDINARY[:60]
NOISES = (("white", 15.0), ("white", 5.0), ("babble", 15.0), ("babble", 5.0))
CHINESE = (
    "错误信息是什么？", "保存按钮在哪里？", "有几个窗口打开了？", "这个文件叫什么名字？", "总金额是多少？",
    "会议几点开始？",
    "读第二段。", "这张图片里有什么？", "电池电量低吗？", "最后一封邮件是谁发的？", "搜索框在哪里？", "下载完成了吗？",
)  # fmt: skip

Heard = Callable[[Any], str]


@dataclass(frozen=True)
class Row:
    name: str
    load: Callable[[], Heard]
    every: int = 1
    """Of so many questions, one is asked."""
    noises: tuple[tuple[str, float], ...] = NOISES


def rows() -> list[Row]:
    made = [Row(f"faster-whisper {size} int8", ours("faster-whisper", size)) for size in sizes()]
    for size in sizes():
        made += [
            Row(f"faster-whisper {size} float32", ours("faster-whisper", size, compute="float32"), 3, ()),
            Row(f"openai-whisper {size} float32", ours("openai-whisper", size), 3, ()),
            Row(f"openai-whisper {size} bfloat16 encoder", ours("openai-whisper", size, compute="bfloat16"), 3, ()),
        ]
    return [*made, Row("openai-whisper tiny.en as its README has it", plain_whisper, 3, ())]


def sizes() -> list[str]:
    """The recogniser models that are installed, without "whisper-"."""
    from models.store import Store

    store = Store()
    names = [name for name in store.names() if store.entry(name).kind == "recogniser" and store.installed(name)]
    return [name.removeprefix("whisper-") for name in sorted(names, key=lambda name: store.entry(name).memory_mb)]


def ours(kind: str, size: str, language: str = "en", **settings: Any) -> Callable[[], Heard]:
    def load() -> Heard:
        from assistant.cancel import Token
        from models.store import Store
        from speech.recognisers.hosted import make

        recogniser = make(kind, Store().path(f"whisper-{size}"), **settings)
        recogniser.warm()
        return lambda clip: recogniser.transcribe(clip, Token(), language=language).text

    return load


def plain_whisper() -> Heard:
    """`model.transcribe(audio)` with nothing around it: no VAD, no prompt, its own temperature fallback."""
    from models.store import Store
    from speech.recognisers.openai_whisper import OpenAIWhisperRecogniser

    model = OpenAIWhisperRecogniser(Store().path("whisper-tiny.en"))._model
    return lambda clip: str(model.transcribe(clip.samples, fp16=False)["text"])


def measure(hear: Heard, clips: list[tuple[str, Any]]) -> tuple[float, list[float]]:
    """(word error rate after Whisper's text normaliser, the real-time factor of each clip)."""
    import jiwer
    from whisper.normalizers import EnglishTextNormalizer

    normal = EnglishTextNormalizer()
    heard, factors = [], []
    for _, clip in clips:
        started = time.monotonic()
        heard.append(hear(clip))
        factors.append((time.monotonic() - started) / clip.seconds)
    return jiwer.wer([normal(said) for said, _ in clips], [normal(text) or "-" for text in heard]), factors


def chinese(size: str) -> tuple[float, list[float]]:
    """Character error of the Chinese questions, spoken by espeak-ng: the product's own voice, since Debian has no other
    Chinese one. (Its version 1.51 reads the characters by English names, so there only the times mean anything.)"""
    import jiwer
    from whisper.normalizers import BasicTextNormalizer

    normal = BasicTextNormalizer()
    hear, wrong, factors = ours("faster-whisper", size, "zh")(), [], []
    for question in CHINESE:
        clip = said(question, "espeak-ng:cmn")
        started = time.monotonic()
        wrong.append((normal(question).replace(" ", ""), normal(hear(clip)).replace(" ", "") or "-"))
        factors.append((time.monotonic() - started) / clip.seconds)
    return jiwer.cer([question for question, _ in wrong], [text for _, text in wrong]), factors


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only", default="", help="rows whose name has these words")
    arguments.add_argument("--json", type=Path, help="also write the figures there")
    chosen = arguments.parse_args()
    warnings.simplefilter("ignore")
    clips = [(question, said(question, VOICES[i % len(VOICES)])) for i, question in enumerate(QUESTIONS)]
    seconds = sum(clip.seconds for _, clip in clips)
    print(f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}; load {os.getloadavg()[0]:.1f}")
    print(f"{len(clips)} questions in {len(VOICES)} voices, {seconds:.0f} s of sound; word error rates\n")
    print(
        "| recogniser | questions | clean | white 15 dB | white 5 dB | babble 15 dB | babble 5 dB | RTF min | median |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    figures: dict[str, Any] = {}
    for row in rows():
        if chosen.only not in row.name:
            continue
        hear, asked = row.load(), clips[:: row.every]
        hear(asked[0][1])  # the first call sets things up
        clean, factors = measure(hear, asked)
        errors = {"clean": clean}
        for noise, snr_db in row.noises:
            errors[f"{noise} {snr_db:.0f}"], more = measure(hear, [(q, in_noise(c, noise, snr_db)) for q, c in asked])
            factors += more
        cells = [f"{errors[f'{n} {d:.0f}']:.3f}" if f"{n} {d:.0f}" in errors else "" for n, d in NOISES]
        quick = f"{min(factors):.3f} | {statistics.median(factors):.3f}"
        print(f"| {row.name} | {len(asked)} | {clean:.3f} | {' | '.join(cells)} | {quick} |", flush=True)
        figures[row.name] = {"word_error": errors, "real_time_factor": factors}
    multilingual = [size for size in sizes() if not size.endswith(".en")]
    for size in multilingual if not chosen.only else []:
        error, factors = chinese(size)
        print(
            f"\nChinese, {size} int8 on {len(CHINESE)} questions of espeak-ng (our own voice; Debian has no other): "
            f"character error {error:.3f}, real-time factor {min(factors):.3f} / {statistics.median(factors):.3f}"
        )
        figures[f"chinese {size}"] = {"character_error": error, "real_time_factor": factors}
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
