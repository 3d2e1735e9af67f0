"""A ViT + GPT-2 captioner small enough to be trained in a test: it names a coloured square and its background."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np

COLOURS = {"red": (220, 30, 30), "green": (30, 170, 50), "blue": (40, 60, 220), "yellow": (240, 220, 40)}
BACKGROUNDS = {"white": (250, 250, 250), "black": (10, 10, 10)}
SIZE = 32
SEED = 20


def picture(colour: str, background: str, rng: np.random.Generator | None = None) -> np.ndarray[Any, Any]:
    """(96, 96, 3) uint8 RGB: a square of 36 to 60 pixels somewhere on the background."""
    rng = rng or np.random.default_rng(0)
    pixels = np.empty((96, 96, 3), np.uint8)
    pixels[:] = BACKGROUNDS[background]
    side = int(rng.integers(36, 61))
    y, x = (int(rng.integers(0, 96 - side + 1)) for _ in range(2))
    pixels[y : y + side, x : x + side] = COLOURS[colour]
    return pixels


def caption(colour: str, background: str) -> str:
    return f"a {colour} square on a {background} background"


def all_captions() -> list[tuple[str, str]]:
    return list(itertools.product(COLOURS, BACKGROUNDS))


def make_tokenizer(kind: str = "gpt2") -> Any:
    """A byte-level BPE (GPT-2) or WordPiece (BERT) tokenizer trained on the captions."""
    from tokenizers import ByteLevelBPETokenizer, Tokenizer, models, normalizers, pre_tokenizers, trainers
    from transformers import BertTokenizer, GPT2Tokenizer

    texts = [caption(*pair) for pair in all_captions()]
    if kind == "bert":
        raw = Tokenizer(models.WordPiece(unk_token="[UNK]"))  # noqa: S106 - a token of text
        raw.normalizer = normalizers.BertNormalizer()
        raw.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
        raw.train_from_iterator(texts, trainers.WordPieceTrainer(vocab_size=300, special_tokens=special))
        return BertTokenizer(vocab=raw.get_vocab())
    bpe = ByteLevelBPETokenizer()
    bpe.train_from_iterator(texts, vocab_size=320, special_tokens=["<|endoftext|>"])
    state = json.loads(bpe._tokenizer.to_str())["model"]
    tokenizer = GPT2Tokenizer(vocab=state["vocab"], merges=[tuple(pair) for pair in state["merges"]])
    tokenizer.pad_token = tokenizer.eos_token
    return tokenizer


def make_model(tokenizer: Any, start: int, end: int, spread: float = 0.02) -> Any:
    """Untrained, with a fixed seed: the architecture of vit-gpt2-image-captioning, some 130,000 weights. A large
    `spread` of the weights makes an untrained model write different words."""
    import torch
    from transformers import GPT2Config, VisionEncoderDecoderConfig, VisionEncoderDecoderModel, ViTConfig

    torch.manual_seed(SEED)
    encoder = ViTConfig(
        image_size=SIZE, patch_size=8, hidden_size=48, num_hidden_layers=2, num_attention_heads=4, intermediate_size=96
    )
    decoder = GPT2Config(
        vocab_size=len(tokenizer), n_positions=64, n_embd=48, n_layer=2, n_head=4, add_cross_attention=True,
        bos_token_id=start, eos_token_id=end, is_decoder=True,
        initializer_range=spread,
    )  # fmt: skip
    config = VisionEncoderDecoderConfig.from_encoder_decoder_configs(encoder, decoder)
    model = VisionEncoderDecoderModel(config)
    for settings in (model.config, model.generation_config):
        settings.decoder_start_token_id = start
        settings.pad_token_id = tokenizer.pad_token_id
        settings.eos_token_id = end
    return model


def processor() -> Any:
    from transformers.models.vit.image_processing_pil_vit import ViTImageProcessorPil

    return ViTImageProcessorPil(size={"height": SIZE, "width": SIZE})


def train(model: Any, tokenizer: Any, start: int, end: int, steps: int) -> float:
    """Teach it; the last loss."""
    import torch

    rng = np.random.default_rng(SEED)
    pairs = all_captions()
    ids = [torch.tensor([*tokenizer(caption(*pair), add_special_tokens=False).input_ids, end]) for pair in pairs]
    longest = max(len(row) for row in ids)
    labels = torch.full((len(ids), longest), -100)
    for row, tokens in enumerate(ids):
        labels[row, : len(tokens)] = tokens
    inputs = torch.cat([torch.full((len(ids), 1), start), labels[:, :-1].clamp(min=0)], 1)
    look = processor()
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps)
    model.train()
    loss = torch.tensor(9.0)
    for _ in range(steps):
        pixels = look([picture(*pair, rng) for pair in pairs], return_tensors="pt").pixel_values
        logits = model(pixel_values=pixels, decoder_input_ids=inputs).logits
        loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index=-100)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    model.eval()
    return float(loss.detach())


def save(folder: Path, *, kind: str = "gpt2", steps: int = 0) -> Path:
    """A model folder as the hub has it: config, safetensors, image processor, tokenizer."""
    tokenizer = make_tokenizer(kind)
    start, end = (
        (tokenizer.cls_token_id, tokenizer.sep_token_id)
        if kind == "bert"
        else (tokenizer.eos_token_id, tokenizer.eos_token_id)
    )
    model = make_model(tokenizer, start, end, spread=0.02 if steps else 0.5).eval()
    if steps:
        train(model, tokenizer, start, end, steps)
    model.save_pretrained(folder)
    processor().save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def save_blip(folder: Path) -> Path:
    """An untrained BLIP captioner."""
    import torch
    from transformers import BlipConfig, BlipForConditionalGeneration, BlipTextConfig, BlipVisionConfig
    from transformers.models.blip.image_processing_pil_blip import BlipImageProcessorPil

    torch.manual_seed(SEED)
    tokenizer = make_tokenizer("bert")
    text = BlipTextConfig(
        vocab_size=len(tokenizer), hidden_size=32, encoder_hidden_size=32, intermediate_size=48, num_hidden_layers=1,
        num_attention_heads=2, max_position_embeddings=64, bos_token_id=tokenizer.cls_token_id,
        eos_token_id=tokenizer.sep_token_id, sep_token_id=tokenizer.sep_token_id, pad_token_id=tokenizer.pad_token_id,
    )  # fmt: skip
    vision = BlipVisionConfig(
        hidden_size=32, intermediate_size=48, num_hidden_layers=1, num_attention_heads=2, image_size=SIZE, patch_size=8
    )
    config = BlipConfig(text_config=text.to_dict(), vision_config=vision.to_dict())
    BlipForConditionalGeneration(config).eval().save_pretrained(folder)
    BlipImageProcessorPil(size={"height": SIZE, "width": SIZE}).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
