"""How many captions of the quicker ways are, token by token, those that plain transformers writes in float32.

    python benchmarks/vlm.py --equal 400 --size taught      a small captioner that is taught first
    python benchmarks/vlm.py --equal 150 --size base        ViT-GPT2's size, random weights
    [--kept build/equal]                                    a run that was stopped goes on from what is in this folder

Each picture is captioned greedily and with 4 beams. Random weights have no clear favourites among 50,257 words, so the
slightest rounding can turn one into another; a taught model has. Shares come with Wilson's interval (1927; 95 %).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

COLOURS = {
    "red": (220, 30, 30), "green": (30, 160, 50), "blue": (40, 60, 220), "yellow": (240, 220, 40),
    "purple": (140, 40, 170), "grey": (128, 128, 128),
}  # fmt: skip
SHAPES = ("square", "circle", "triangle", "cross")
GROUNDS = {"white": (250, 250, 250), "black": (10, 10, 10)}
CORNERS = ("top left", "top right", "bottom left", "bottom right")
SIDE = 48
WIDENED = 2.5
"""Random weights of the decoder times this: with transformers' own spread all pictures get one caption."""
LABELS = {"greedy": 1, "4 beams": 4}
PLAIN = "plain float32"


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The interval in which the true share lies (Wilson's score interval); (0, 1) for no tries."""
    if not of:
        return 0.0, 1.0
    share, square = hits / of, z * z / of
    middle = (share + square / 2) / (1 + square)
    half = z * math.sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def scene(rng: np.random.Generator) -> tuple[Any, str]:
    """A (48, 48, 3) uint8 RGB picture of two coloured shapes in two corners, and what is to be said of it."""
    ground = str(rng.choice(list(GROUNDS)))
    pixels = np.empty((SIDE, SIDE, 3), np.uint8)
    pixels[:] = GROUNDS[ground]
    parts = []
    for corner in sorted(rng.choice(len(CORNERS), 2, replace=False)):
        colour, shape = str(rng.choice(list(COLOURS))), str(rng.choice(SHAPES))
        large = bool(rng.integers(2))
        side = int(rng.integers(16, 22)) if large else int(rng.integers(7, 11))
        top, left = (half * SIDE // 2 + int(rng.integers(0, SIDE // 2 - side)) for half in divmod(int(corner), 2))
        yy, xx = np.mgrid[0:side, 0:side] / (side - 1) * 2 - 1
        mask = {
            "square": np.ones((side, side), bool), "circle": yy**2 + xx**2 <= 1,
            "triangle": np.abs(xx) <= (yy + 1) / 2, "cross": (np.abs(xx) < 0.35) | (np.abs(yy) < 0.35),
        }[shape]  # fmt: skip
        pixels[top : top + side, left : left + side][mask] = COLOURS[colour]
        parts.append(f"a {'large' if large else 'small'} {colour} {shape} at the {CORNERS[corner]}")
    return pixels, f"{parts[0]} and {parts[1]} on {ground}"


def save_taught(folder: Path, steps: int = 1200, width: int = 64) -> float:
    """A captioner of some 200,000 weights, taught on drawn scenes; its last loss. The same each time on one machine."""
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

    rng = np.random.default_rng(7)
    words = sorted({word for _ in range(400) for word in scene(rng)[1].split()})
    raw = Tokenizer(models.WordLevel({"<end>": 0, **{w: n + 1 for n, w in enumerate(words)}}, unk_token="<end>"))  # noqa: S106
    raw.pre_tokenizer = pre_tokenizers.Whitespace()
    torch.manual_seed(0)
    sizes = {"hidden_size": width, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 3 * width}
    encoder = ViTConfig(image_size=SIDE, patch_size=8, **sizes)
    decoder = GPT2Config(
        vocab_size=len(words) + 1, n_positions=64, n_embd=width, n_layer=2, n_head=4, add_cross_attention=True,
        is_decoder=True, bos_token_id=0, eos_token_id=0, resid_pdrop=0, embd_pdrop=0, attn_pdrop=0,
    )  # fmt: skip
    model = VisionEncoderDecoderModel(VisionEncoderDecoderConfig.from_encoder_decoder_configs(encoder, decoder))
    for settings in (model.config, model.generation_config):
        settings.decoder_start_token_id = settings.eos_token_id = settings.pad_token_id = 0
    look = ViTImageProcessorPil(size={"height": SIDE, "width": SIDE})
    loss = _teach(model, look, {word: number + 1 for number, word in enumerate(words)}, rng, steps)
    model.eval().save_pretrained(folder)
    look.save_pretrained(folder)
    PreTrainedTokenizerFast(tokenizer_object=raw, eos_token="<end>", pad_token="<end>").save_pretrained(folder)  # noqa: S106
    return loss


def _teach(model: Any, look: Any, numbers: dict[str, int], rng: np.random.Generator, steps: int) -> float:
    import torch

    optimiser = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=steps)
    model.train()
    loss = torch.tensor(9.0)
    for step in range(steps):
        if step % 100 == 0:
            print(f"teaching: {step} of {steps}, loss {float(loss.detach()):.3f}", file=sys.stderr, flush=True)
        pixels, texts = zip(*(scene(rng) for _ in range(24)), strict=True)
        labels = torch.tensor([[*(numbers[word] for word in text.split()), 0] for text in texts])
        given = torch.cat([torch.zeros(len(labels), 1, dtype=torch.long), labels[:, :-1]], 1)
        seen = look(list(pixels), return_tensors="pt").pixel_values
        logits = model(pixel_values=seen, decoder_input_ids=given).logits
        loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return float(loss.detach())


def widen(model: Any) -> None:
    """So that a random model says another thing of each picture. In place."""
    import torch

    with torch.no_grad():
        for name, weight in model.decoder.named_parameters():
            if weight.ndim == 2 and not name.endswith(("wte.weight", "wpe.weight", "lm_head.weight")):
                weight.mul_(WIDENED)


def ways(folder: Path, size: str) -> dict[str, Any]:
    """Name -> the loaded model. At the real size only the default: a plain caption takes seconds."""
    from benchmarks.vlm import _plain
    from models.device import choose
    from models.vlm import fast_gpt2, packed, quick
    from models.vlm.families import load

    found = {PLAIN: _plain(str(folder), "cpu")}
    kinds: dict[str, packed.Weights] = {"float16-weights": "float16", "int8": "int8"}
    wanted = ("float16-weights",) if size == "base" else ("float32", "float16-weights", "int8")
    for precision in wanted:
        if precision in kinds and not packed.packs(kinds[precision]):
            continue
        loaded = found[precision] = load(str(folder), choose("cpu", precision))
        if size == "base":
            widen(loaded.model)
            quick.make_quick(loaded)
            continue
        fast_gpt2.quicken(loaded.model)  # `make_quick` leaves the weights of a small model alone
        if precision in kinds:
            packed.pack(loaded.model, kinds[precision])
    if size == "base":
        widen(found[PLAIN].model)
    return found


def pictures(size: str, number: int) -> Iterator[Any]:
    from benchmarks.vlm import noise

    rng = np.random.default_rng(2026)
    for seed in range(number):
        yield noise(5000 + seed) if size == "base" else scene(rng)[0]


def compare(asked: argparse.Namespace) -> dict[str, Any]:
    """Label -> how many captions, and of each way how many are equal; `asked.kept` may hold an earlier run."""
    import torch

    with contextlib.ExitStack() as left:
        kept = Path(asked.kept or left.enter_context(tempfile.TemporaryDirectory(prefix="hearsight-bench-")))
        rows = _read(kept / "captions.jsonl", asked)
        loaded = ways(_model(kept, asked), asked.size)
        for number, pixels in enumerate(pictures(asked.size, asked.equal)):
            if number in rows:
                continue
            with torch.inference_mode():
                rows[number] = {way: _write(model, pixels, asked.tokens) for way, model in loaded.items()}
            with (kept / "captions.jsonl").open("a") as file:
                file.write("\n" + json.dumps({**_key(asked), "picture": number, "texts": rows[number]}))
    return _counted([rows[number] for number in sorted(rows) if number < asked.equal])


def _model(kept: Path, asked: argparse.Namespace) -> Path:
    """The folder of the model, made where it isn't there yet."""
    from benchmarks import caption

    folder = kept / f"{asked.size}-{asked.steps}"
    if not (folder / "tokenizer.json").exists():  # what is written last
        folder.mkdir(parents=True, exist_ok=True)
        if asked.size == "taught":
            save_taught(folder, asked.steps)
        else:
            caption.save_model(folder, **caption.SIZES[asked.size])
    return folder


def _write(loaded: Any, pixels: Any, tokens: int) -> dict[str, list[int]]:
    seen = loaded.encode(pixels)
    return {
        label: loaded.model.generate(
            **loaded.inputs_of(seen), num_beams=beams, do_sample=False, max_new_tokens=tokens
        )[0].tolist()
        for label, beams in LABELS.items()
    }  # fmt: skip


def _key(asked: argparse.Namespace) -> dict[str, Any]:
    return {"size": asked.size, "tokens": asked.tokens, "steps": asked.steps, "widened": WIDENED}


def _read(kept: Path, asked: argparse.Namespace) -> dict[int, dict[str, dict[str, list[int]]]]:
    """Of an earlier run with the same settings; a line that was cut off is left out."""
    rows: dict[int, dict[str, dict[str, list[int]]]] = {}
    for line in kept.read_text().splitlines() if kept.exists() else ():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if all(row.get(key) == value for key, value in _key(asked).items()):
            rows[row["picture"]] = row["texts"]
    return rows


def _counted(rows: list[dict[str, dict[str, list[int]]]]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for label in LABELS:
        wanted = [row[PLAIN][label] for row in rows]
        told[label] = {"distinct": len({tuple(text) for text in wanted}), "tokens": sum(map(len, wanted)), "ways": {}}
        for way in rows[0] if rows else ():
            if way == PLAIN:
                continue
            same = sum(row[way][label] == text for row, text in zip(rows, wanted, strict=True))
            low, high = wilson(same, len(rows))
            told[label]["ways"][way] = {"same": same, "of": len(rows), "share": same / len(rows), "at_least": low,
                                        "at_most": high}  # fmt: skip
    return told


def show(told: dict[str, Any]) -> None:
    for label, found in told.items():
        print(f"{label}: {found['distinct']} different captions of plain float32, {found['tokens']} tokens")
        for way, row in found["ways"].items():
            print(
                f"  {way:18}{row['same']:>5} of {row['of']} equal ({row['share']:.1%}; 95 % interval "
                f"{row['at_least']:.1%} to {row['at_most']:.1%})"
            )
