"""A tiny BLIP that answers, taught on the train split of easy-VQA: a model to measure `hearsight eval vqa` with.

    pip download --no-deps easy-vqa==1.0 && unzip easy_vqa-1.0-py3-none-any.whl -d build/easy-vqa
    python benchmarks/easy_vqa.py build/easy-vqa/easy_vqa build/easy-vqa-blip --minutes 6
    hearsight eval vqa build/easy-vqa --split test --model build/easy-vqa-blip

Shows that the whole way works, from a model's folder to a figure; it knows thirteen answers and nothing else.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

SIZE_PX = 32
BATCH = 128
PEAK = 1.5e-3
SEED = 20


def tokenizer(texts: list[str]) -> Any:
    """Whole words; what it doesn't know is letters."""
    from transformers import BertTokenizer

    words = sorted({word for text in texts for word in text.lower().replace("?", " ?").split()})
    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,!'"
    every = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words, *letters, *(f"##{one}" for one in letters)]
    return BertTokenizer(vocab={word: number for number, word in enumerate(dict.fromkeys(every))})


def model_of(words: Any) -> Any:
    import torch
    from transformers import BlipConfig, BlipForQuestionAnswering

    torch.manual_seed(SEED)
    text = {
        "vocab_size": len(words), "hidden_size": 96, "encoder_hidden_size": 96, "intermediate_size": 192,
        "num_hidden_layers": 2, "num_attention_heads": 4, "max_position_embeddings": 32, "hidden_dropout_prob": 0.0,
        "attention_probs_dropout_prob": 0.0, "bos_token_id": words.cls_token_id, "eos_token_id": words.sep_token_id,
        "sep_token_id": words.sep_token_id, "pad_token_id": words.pad_token_id,
    }  # fmt: skip
    eye = {
        "hidden_size": 96, "intermediate_size": 192, "num_hidden_layers": 3, "num_attention_heads": 4,
        "image_size": SIZE_PX, "patch_size": 8,
    }  # fmt: skip
    return BlipForQuestionAnswering(BlipConfig(text_config=text, vision_config=eye, image_text_hidden_size=96))


def teach(model: Any, words: Any, look: Any, folder: Path, minutes: float) -> None:
    import torch

    rows = json.loads((folder / "questions.json").read_text())
    numbers = sorted({row[2] for row in rows})
    places = {number: at for at, number in enumerate(numbers)}
    pictures = [np.asarray(Image.open(folder / "images" / f"{number}.png").convert("RGB")) for number in numbers]
    pixels = look(pictures, return_tensors="pt").pixel_values
    asked = words([row[0] for row in rows], padding=True, return_tensors="pt")
    answers = words([row[1] for row in rows], padding=True, return_tensors="pt").input_ids
    shown = torch.tensor([places[row[2]] for row in rows])
    optimiser = torch.optim.AdamW(model.parameters(), lr=PEAK, weight_decay=0.01)
    order = np.random.default_rng(SEED)
    model.train()
    begun, step = time.monotonic(), 0
    while (spent := (time.monotonic() - begun) / 60 / minutes) < 1:
        for group in optimiser.param_groups:  # up in a twentieth of the time, then down as a cosine
            group["lr"] = PEAK * min(1.0, spent / 0.05 + 0.01) * (0.5 + 0.5 * math.cos(math.pi * spent))
        some = torch.from_numpy(order.integers(0, len(rows), BATCH))
        loss = model(
            pixel_values=pixels[shown[some]],
            input_ids=asked.input_ids[some],
            attention_mask=asked.attention_mask[some],
            labels=answers[some],
        ).loss
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        step += 1
        if step % 200 == 0:
            print(f"step {step}, {spent:.0%} of the time, loss {float(loss):.3f}", flush=True)
    model.eval()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("package", type=Path, help="the folder easy_vqa of the package")
    asked.add_argument("out", type=Path)
    asked.add_argument("--minutes", type=float, default=6.0)
    where = asked.parse_args()
    import torch
    from transformers import BlipProcessor
    from transformers.models.blip.image_processing_pil_blip import BlipImageProcessorPil

    torch.set_num_threads(1)
    train = where.package / "data" / "train"
    rows = json.loads((train / "questions.json").read_text())
    words = tokenizer([text for row in rows for text in row[:2]])
    look = BlipImageProcessorPil(size={"height": SIZE_PX, "width": SIZE_PX})
    model = model_of(words)
    print(f"{sum(weight.numel() for weight in model.parameters()):,} weights, {len(rows)} questions", flush=True)
    teach(model, words, look, train, where.minutes)
    model.save_pretrained(where.out)
    BlipProcessor(look, words).save_pretrained(where.out)


if __name__ == "__main__":
    main()
