"""How long a caption of 20 words takes: greedy and 4 beams, fp32 and bf16, on the device that would be chosen.

    python benchmarks/caption.py [--device auto|cpu|cuda|mps|xpu] [--runs 3] [--tokens 20] [--json] [--size base|tiny]

The model has the size of vit-gpt2-image-captioning (ViT-base, GPT-2 small, 239 million weights) and random weights:
what it says is nonsense, how long that takes is not. `plain` is the script that anybody would write (transformers'
`generate` in fp32, pixels to words); every other row goes through `models.vlm.captioner`, and the last ones through
the host process, with the picture in shared memory. Figures are medians of warm runs, in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from assistant.cancel import Token
from assistant.host import Host, LocalWorker
from assistant.ports import Worker
from models.device import choose
from models.vlm.captioner import Captioner

VOCABULARY = 50257
SIZES = {"base": {"width": 768, "layers": 12, "heads": 12}, "tiny": {"width": 48, "layers": 2, "heads": 4}}


def save_model(folder: Path, width: int, layers: int, heads: int) -> None:
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import (
        GPT2Config,
        PreTrainedTokenizerFast,
        VisionEncoderDecoderConfig,
        VisionEncoderDecoderModel,
        ViTConfig,
    )
    from transformers.models.vit.image_processing_pil_vit import ViTImageProcessorPil

    torch.manual_seed(0)
    encoder = ViTConfig(
        hidden_size=width, num_hidden_layers=layers, num_attention_heads=heads, intermediate_size=4 * width
    )
    decoder = GPT2Config(
        vocab_size=VOCABULARY, n_embd=width, n_layer=layers, n_head=heads, add_cross_attention=True, is_decoder=True
    )
    model = VisionEncoderDecoderModel(VisionEncoderDecoderConfig.from_encoder_decoder_configs(encoder, decoder))
    for settings in (model.config, model.generation_config):
        settings.decoder_start_token_id = settings.eos_token_id = settings.pad_token_id = VOCABULARY - 1
    model.save_pretrained(folder)
    ViTImageProcessorPil().save_pretrained(folder)
    words = Tokenizer(models.WordLevel({f"w{number}": number for number in range(VOCABULARY)}, unk_token="w0"))  # noqa: S106
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(tokenizer_object=words, eos_token=f"w{VOCABULARY - 1}").save_pretrained(folder)


def plain(folder: Path, device: str) -> Callable[[Any, int, int], None]:
    from transformers import AutoImageProcessor, AutoModelForImageTextToText, AutoTokenizer

    model = AutoModelForImageTextToText.from_pretrained(folder).to(device).eval()
    processor = AutoImageProcessor.from_pretrained(folder, backend="pil")
    tokenizer = AutoTokenizer.from_pretrained(folder)

    def caption(pixels: Any, beams: int, tokens: int) -> None:
        values = processor(images=pixels, return_tensors="pt").pixel_values.to(device)
        ids = model.generate(values, num_beams=beams, max_new_tokens=tokens, min_new_tokens=tokens)
        tokenizer.batch_decode(ids, skip_special_tokens=True)

    return caption


def pictures(seed: int = 0) -> Iterator[Any]:
    """Never the same 1080p picture twice, so that no cache helps."""
    rng = np.random.default_rng(seed)
    while True:
        yield np.repeat(np.repeat(rng.integers(0, 256, (108, 192, 3), np.uint8), 10, 0), 10, 1)


def timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def measure(worker: Worker, runs: int, tokens: int) -> dict[str, float]:
    """Warm medians: first word and whole caption of greedy, of 4 beams, and of a second caption of one picture."""
    token, looks = Token(), pictures()
    figures: dict[str, list[float]] = {"first_word": [], "greedy": [], "4_beams": [], "again_greedy": []}
    # min_length counts the start token; one more than the limit, so that no caption ends early.
    length = {"max_new_tokens": tokens, "min_length": tokens + 1}

    def caption(pixels: Any, beams: int) -> float:
        first = 0.0
        began = time.perf_counter()
        for _ in worker.stream("caption", pixels, token=token, timeout_s=600, num_beams=beams, **length):
            first = first or (time.perf_counter() - began) * 1000
        return first

    for run in range(runs + 1):
        pixels, other = next(looks), next(looks)
        firsts: list[float] = []
        greedy = timed(lambda pixels=pixels, firsts=firsts: firsts.append(caption(pixels, 1)))  # type: ignore[misc]
        again = timed(lambda pixels=pixels: caption(pixels, 1))  # type: ignore[misc]
        beams = timed(lambda other=other: caption(other, 4))  # type: ignore[misc]
        if run:  # the first run warms up
            for name, value in zip(figures, (firsts[0], greedy, beams, again), strict=True):
                figures[name].append(value)
    return {name: statistics.median(values) for name, values in figures.items()}


def measure_plain(caption: Callable[[Any, int, int], None], runs: int, tokens: int) -> dict[str, float]:
    looks = pictures()
    greedy, beams = (
        statistics.median([timed(lambda: caption(next(looks), count, tokens)) for _ in range(runs + 1)][1:])  # noqa: B023
        for count in (1, 4)
    )
    return {"first_word": greedy, "greedy": greedy, "4_beams": beams, "again_greedy": greedy}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tokens", type=int, default=20)
    parser.add_argument("--size", choices=sorted(SIZES), default="base")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    asked = parser.parse_args()
    device = choose(asked.device)
    rows: dict[str, dict[str, float]] = {}

    def row(label: str, figures: dict[str, float]) -> None:
        rows[label] = figures
        print(f"{label}: { ({name: round(value) for name, value in figures.items()}) } ms", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory(prefix="hearsight-bench-") as name:
        folder = Path(name)
        save_model(folder, **SIZES[asked.size])
        row("plain float32", measure_plain(plain(folder, device.torch_device), asked.runs, asked.tokens))
        precisions = dict.fromkeys(("float32", device.dtype, "bfloat16"))
        for precision in precisions:
            local = LocalWorker(Captioner(name, device=device.torch_device, precision=precision))
            row(precision, measure(local, asked.runs, asked.tokens))
            del local
        settings: dict[str, object] = {"source": name, "device": device.torch_device, "precision": device.dtype}
        with Host({"caption": ("models.vlm.captioner:Captioner", settings)}) as host:
            loading = timed(lambda: host.warm("caption"))
            row(f"{device.dtype} in the host", measure(host.worker("caption"), asked.runs, asked.tokens))
    if asked.json:
        print(json.dumps({"device": device.name, "why": device.why, "host_ready_ms": loading, "rows": rows}))
        return
    print(f"{device.name} ({device.torch_device}): {device.why}; {asked.tokens} tokens; milliseconds, times sooner")
    columns = list(rows["plain float32"])
    print(f"{'':24}" + "".join(f"{column.replace('_', ' '):>20}" for column in columns))
    base = rows["plain float32"]
    for label, figures in rows.items():
        cells = (f"{figures[column]:.0f} ({base[column] / figures[column]:.1f}x)" for column in columns)
        print(f"{label:24}" + "".join(f"{cell:>20}" for cell in cells))
    print(f"host process started, model loaded and warm: {loading:.0f} ms")


if __name__ == "__main__":
    main()
