"""A tiny random model of each family: the real architecture, processor and chat template, some 100,000 weights."""

from __future__ import annotations

import json
import string
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tests.models.vlm import tiny

WORDS = [*tiny.COLOURS, *tiny.BACKGROUNDS, "a", "square", "on", "background", "describe", "the", "picture", "what"]
CHATML = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{% for part in message['content'] %}"
    "{% if part['type'] == 'image' %}IMAGE{% else %}{{ part['text'] }}{% endif %}{% endfor %}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
QWEN_PICTURE = "<|vision_start|><|image_pad|><|vision_end|>"
SMOLVLM = (
    "<|im_start|>{% for message in messages %}{{ message['role'] | capitalize }}{% if message['content'][0]['type'] == "
    "'image' %}{{ ':' }}{% else %}{{ ': ' }}{% endif %}{% for line in message['content'] %}{% if line['type'] == "
    "'text' %}{{ line['text'] }}{% elif line['type'] == 'image' %}{{ '<image>' }}{% endif %}{% endfor %}"
    "<end_of_utterance>\n{% endfor %}{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}"
)
GEMMA = (
    "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('No system, please') }}{% endif %}"
    "{% for message in messages %}<start_of_turn>{{ 'model' if message['role'] == 'assistant' else message['role'] }}\n"
    "{% for part in message['content'] %}{% if part['type'] == 'image' %}<start_of_image>{% else %}"
    "{{ part['text'] | trim }}{% endif %}{% endfor %}<end_of_turn>\n{% endfor %}"
    "{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}"
)
LLAVA = (
    "{% for message in messages %}{{ message['role'] | upper }}: {% for part in message['content'] %}"
    "{% if part['type'] == 'image' %}<image>\n{% else %}{{ part['text'] }}{% endif %}{% endfor %} {% endfor %}"
    "{% if add_generation_prompt %}ASSISTANT:{% endif %}"
)
LLAMA: dict[str, Any] = {
    "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4,
    "num_key_value_heads": 2, "head_dim": 8, "max_position_embeddings": 2048, "initializer_range": 0.4,
}  # fmt: skip
EYE: dict[str, Any] = {
    "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 2,
}  # fmt: skip


def chained(words: Sequence[str], end: str = "") -> list[tuple[str, str]]:
    """Merges that build each word from its front. Not trained: a trainer breaks ties anew each time."""
    merges: dict[tuple[str, str], None] = {}
    for word in words:
        signs = [*word[:-1], word[-1] + end]
        for at in range(1, len(signs)):
            merges.setdefault(("".join(signs[:at]), signs[at]))
    return list(merges)


def _vocabulary(special: Sequence[str], signs: Sequence[str], merges: Sequence[tuple[str, str]]) -> dict[str, int]:
    return {word: id for id, word in enumerate(dict.fromkeys([*special, *signs, *("".join(pair) for pair in merges)]))}


def byte_words(special: Sequence[str], end: str = "") -> dict[str, Any]:
    """Vocabulary and merges of a byte-level BPE, as GPT-2, Qwen, BART and Llama 3 have it; with `end` as CLIP."""
    from tokenizers.pre_tokenizers import ByteLevel

    signs = sorted(ByteLevel.alphabet())
    merges = chained(WORDS if end else [*WORDS, *(f"Ġ{word}" for word in WORDS)], end)
    return {"vocab": _vocabulary(special, [*signs, *(sign + end for sign in signs)], merges), "merges": merges}


def gemma_words() -> dict[str, Any]:
    """Vocabulary and merges of a BPE with bytes to fall back on, as Gemma and SigLIP 2 have it."""
    merges = chained([f"{word}▁" for word in WORDS])
    special = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>", *(f"<0x{byte:02X}>" for byte in range(256))]
    return {"vocab": _vocabulary(special, ["▁", *string.ascii_letters, *string.punctuation], merges), "merges": merges}


def bert_tokenizer() -> Any:
    from transformers import BertTokenizer

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    signs = [*string.ascii_lowercase, *(f"##{sign}" for sign in string.ascii_lowercase), *string.punctuation]
    return BertTokenizer(vocab=_vocabulary([*special, *WORDS], signs, []))


def _seeded(model: Any) -> Any:
    import torch

    torch.manual_seed(tiny.SEED)
    return model().eval()


def _save(folder: Path, model: Any, processor: Any) -> Path:
    """With the file names of the hub's folders. A processor without videos can't write itself whole."""
    model.save_pretrained(folder)
    processor.tokenizer.save_pretrained(folder)
    processor.image_processor.save_pretrained(folder)
    looks = folder / "preprocessor_config.json"
    looks.write_text(looks.read_text().replace('ProcessorPil"', 'Processor"'))  # as all folders of the hub name it
    if getattr(processor, "chat_template", None):
        (folder / "chat_template.jinja").write_text(processor.chat_template)
    settings: dict[str, Any] = {"processor_class": type(processor).__name__}
    for key in ("image_seq_len", "image_seq_length", "patch_size", "vision_feature_select_strategy"):
        if hasattr(processor, key):
            settings[key] = getattr(processor, key)
    if "num_additional_image_tokens" in vars(processor):
        settings["num_additional_image_tokens"] = processor.num_additional_image_tokens
    (folder / "processor_config.json").write_text(json.dumps(settings))
    return folder


def without_videos(kind: Any, *parts: Any, **settings: Any) -> Any:
    """Plain processor of a class that wants one of videos, too (which needs torchvision)."""
    import unittest.mock

    module = __import__(kind.__module__, fromlist=["x"])
    if getattr(module, "num2words", str) is None:
        module.num2words = str
    with unittest.mock.patch.object(kind, "check_argument_for_proper_class", lambda *_: type(None)):
        return kind(*parts, **settings)


def smolvlm_processor() -> Any:
    from transformers import GPT2Tokenizer, SmolVLMProcessor
    from transformers.models.smolvlm.image_processing_pil_smolvlm import SmolVLMImageProcessorPil

    signs = {
        "image_token": "<image>", "fake_image_token": "<fake_token_around_image>",
        "end_of_utterance_token": "<end_of_utterance>", "global_image_token": "<global-img>",
    }  # fmt: skip
    more = [f"<row_{row}_col_{column}>" for row in range(1, 7) for column in range(1, 7)]
    tokenizer = GPT2Tokenizer(
        **byte_words(["<|endoftext|>", "<|im_start|>", "<|im_end|>"]), bos_token="<|im_start|>",  # noqa: S106
        eos_token="<end_of_utterance>", pad_token="<|im_end|>", extra_special_tokens=signs,  # noqa: S106
    )  # fmt: skip
    tokenizer.add_tokens(more, special_tokens=True)
    look = SmolVLMImageProcessorPil(size={"longest_edge": 64}, max_image_size={"longest_edge": 32})
    return without_videos(SmolVLMProcessor, look, tokenizer, None, image_seq_len=4, chat_template=SMOLVLM)


def smolvlm(folder: Path, family: str = "smolvlm") -> Path:
    import transformers

    processor = smolvlm_processor()
    if family == "idefics3":
        processor = idefics3_processor()
    prefix = {"smolvlm": "SmolVLM", "idefics3": "Idefics3"}[family]
    tokenizer = processor.tokenizer
    config = getattr(transformers, f"{prefix}Config")(
        vision_config={**EYE, "image_size": 32, "patch_size": 8, "initializer_range": 0.3},
        text_config={
            **LLAMA, "model_type": "llama", "vocab_size": len(tokenizer), "pad_token_id": tokenizer.pad_token_id,
        },
        image_token_id=tokenizer.convert_tokens_to_ids("<image>"), scale_factor=2,
        pad_token_id=tokenizer.pad_token_id,
    )  # fmt: skip
    model = _seeded(lambda: getattr(transformers, f"{prefix}ForConditionalGeneration")(config))
    model.generation_config.eos_token_id = tokenizer.convert_tokens_to_ids("<end_of_utterance>")
    model.generation_config.pad_token_id = tokenizer.pad_token_id
    return _save(folder, model, processor)


def idefics3_processor() -> Any:
    from transformers import Idefics3Processor
    from transformers.models.idefics3.image_processing_pil_idefics3 import Idefics3ImageProcessorPil

    look = Idefics3ImageProcessorPil(size={"longest_edge": 64}, max_image_size={"longest_edge": 32})
    return Idefics3Processor(look, smolvlm_processor().tokenizer, image_seq_len=4, chat_template=SMOLVLM)


def qwen_processor(family: str) -> Any:
    from transformers import Qwen2_5_VLProcessor, Qwen2Tokenizer, Qwen3VLProcessor
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

    signs = {
        "image_token": "<|image_pad|>", "video_token": "<|video_pad|>", "vision_start_token": "<|vision_start|>",
        "vision_end_token": "<|vision_end|>",
    }  # fmt: skip
    tokenizer = Qwen2Tokenizer(
        **byte_words(["<|endoftext|>", "<|im_start|>", "<|im_end|>"]), eos_token="<|im_end|>",  # noqa: S106
        extra_special_tokens=signs,
    )  # fmt: skip
    patch = {"qwen2_5_vl": 14, "qwen3_vl": 16}[family]
    look = Qwen2VLImageProcessorPil(
        patch_size=patch,
        merge_size=2,
        size={"shortest_edge": 4 * (2 * patch) ** 2, "longest_edge": 12 * (2 * patch) ** 2},
    )
    kind = {"qwen2_5_vl": Qwen2_5_VLProcessor, "qwen3_vl": Qwen3VLProcessor}[family]
    return without_videos(kind, look, tokenizer, None, chat_template=CHATML.replace("IMAGE", QWEN_PICTURE))


def qwen(folder: Path, family: str = "qwen2_5_vl") -> Path:
    import transformers

    processor = qwen_processor(family)
    tokenizer = processor.tokenizer
    signs = {"image": "image_pad", "video": "video_pad", "vision_start": "vision_start", "vision_end": "vision_end"}
    ids = {f"{name}_token_id": tokenizer.convert_tokens_to_ids(f"<|{sign}|>") for name, sign in signs.items()}
    places: dict[str, Any] = {"rope_type": "default", "rope_theta": 10000.0, "mrope_section": [1, 1, 2]}
    if family == "qwen3_vl":
        places["mrope_interleaved"] = True
    text = {**LLAMA, "vocab_size": len(tokenizer), "rope_parameters": places, "bos_token_id": None, "eos_token_id": 2}
    eye: dict[str, Any] = {
        "depth": 2, "hidden_size": 32, "intermediate_size": 48, "num_heads": 2, "out_hidden_size": 32,
        "initializer_range": 0.3,
    }  # fmt: skip
    if family == "qwen2_5_vl":
        config = transformers.Qwen2_5_VLConfig(
            text_config=text, vision_config={**eye, "fullatt_block_indexes": [1]}, **ids
        )
        model = _seeded(lambda: transformers.Qwen2_5_VLForConditionalGeneration(config))
    else:
        eye |= {"num_position_embeddings": 64, "deepstack_visual_indexes": [0]}
        config = transformers.Qwen3VLConfig(text_config=text, vision_config=eye, **ids)
        model = _seeded(lambda: transformers.Qwen3VLForConditionalGeneration(config))
    model.generation_config.eos_token_id = [tokenizer.eos_token_id, tokenizer.pad_token_id]
    model.generation_config.pad_token_id = tokenizer.pad_token_id
    return _save(folder, model, processor)


def florence2(folder: Path) -> Path:
    from transformers import Florence2Config, Florence2ForConditionalGeneration, Florence2Processor, RobertaTokenizer
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

    tokenizer = RobertaTokenizer(
        **byte_words(["<s>", "<pad>", "</s>", "<unk>", "<mask>"]), extra_special_tokens={"image_token": "<image>"}
    )
    tokenizer.add_tokens([f"<loc_{place}>" for place in range(1000)])
    look = CLIPImageProcessorPil(size={"height": 64, "width": 64}, do_center_crop=False)
    look.image_seq_length = 5  # a grid of 2 by 2 and their mean
    processor = Florence2Processor(look, tokenizer)
    text = {
        "model_type": "bart", "vocab_size": len(tokenizer), "d_model": 32, "encoder_layers": 1, "decoder_layers": 2,
        "encoder_attention_heads": 2, "decoder_attention_heads": 2, "encoder_ffn_dim": 48, "decoder_ffn_dim": 48,
        "max_position_embeddings": 256, "init_std": 0.4, "bos_token_id": 0, "pad_token_id": 1, "eos_token_id": 2,
        "decoder_start_token_id": 2, "forced_eos_token_id": None,
    }  # fmt: skip
    eye = {
        "depths": [1, 1, 1, 1], "embed_dim": [8, 16, 16, 32], "num_heads": [1, 2, 2, 2], "num_groups": [1, 2, 2, 2],
        "window_size": 4, "projection_dim": 32, "initializer_range": 0.3,
    }  # fmt: skip
    config = Florence2Config(
        text_config=text, vision_config=eye, image_token_id=tokenizer.image_token_id, bos_token_id=0, pad_token_id=1,
        eos_token_id=2, decoder_start_token_id=2,
    )  # fmt: skip
    model = _seeded(lambda: Florence2ForConditionalGeneration(config))
    return _save(folder, model, processor)


def gemma_tokenizer(signs: dict[str, str]) -> Any:
    from transformers import GemmaTokenizer

    return GemmaTokenizer(**gemma_words(), extra_special_tokens=signs)


SIGLIP_EYE: dict[str, Any] = {**EYE, "image_size": 32, "patch_size": 8, "vision_use_head": False}


def paligemma(folder: Path) -> Path:
    from transformers import PaliGemmaConfig, PaliGemmaForConditionalGeneration, PaliGemmaProcessor
    from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil

    look = SiglipImageProcessorPil(size={"height": 32, "width": 32})
    look.image_seq_length = 16
    processor = PaliGemmaProcessor(look, gemma_tokenizer({"image_token": "<image>"}))
    tokenizer = processor.tokenizer
    config = PaliGemmaConfig(
        vision_config={**SIGLIP_EYE, "model_type": "siglip_vision_model", "projection_dim": 32},
        text_config={
            **LLAMA, "model_type": "gemma2", "vocab_size": len(tokenizer), "query_pre_attn_scalar": 8,
            "sliding_window": 64, "tie_word_embeddings": False,
        }, tie_word_embeddings=False,
        image_token_index=tokenizer.image_token_id, projection_dim=32, hidden_size=32,
        bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id,
    )  # fmt: skip
    return _save(folder, _seeded(lambda: PaliGemmaForConditionalGeneration(config)), processor)


def gemma3(folder: Path) -> Path:
    from transformers import Gemma3Config, Gemma3ForConditionalGeneration, Gemma3Processor
    from transformers.models.gemma3.image_processing_pil_gemma3 import Gemma3ImageProcessorPil

    signs = {"image_token": "<image_soft_token>", "boi_token": "<start_of_image>", "eoi_token": "<end_of_image>"}
    tokenizer = gemma_tokenizer(signs)
    tokenizer.add_tokens(["<start_of_turn>", "<end_of_turn>"], special_tokens=True)
    look = Gemma3ImageProcessorPil(size={"height": 32, "width": 32})
    processor = Gemma3Processor(look, tokenizer, chat_template=GEMMA, image_seq_length=4)
    config = Gemma3Config(
        vision_config={**SIGLIP_EYE, "model_type": "siglip_vision_model"},
        text_config={
            **LLAMA, "vocab_size": len(tokenizer), "query_pre_attn_scalar": 8, "sliding_window": 64,
            "tie_word_embeddings": False,
        }, tie_word_embeddings=False, mm_tokens_per_image=4, image_token_index=tokenizer.image_token_id,
        boi_token_index=tokenizer.boi_token_id, eoi_token_index=tokenizer.eoi_token_id,
    )  # fmt: skip
    model = _seeded(lambda: Gemma3ForConditionalGeneration(config))
    model.generation_config.eos_token_id = [tokenizer.eos_token_id, tokenizer.convert_tokens_to_ids("<end_of_turn>")]
    model.generation_config.pad_token_id = tokenizer.pad_token_id
    return _save(folder, model, processor)


def llava(folder: Path) -> Path:
    """Served by the default adapter."""
    from transformers import GPT2Tokenizer, LlavaConfig, LlavaForConditionalGeneration, LlavaProcessor
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

    tokenizer = GPT2Tokenizer(
        **byte_words(["<|endoftext|>"]), pad_token="<|endoftext|>", extra_special_tokens={"image_token": "<image>"}  # noqa: S106
    )  # fmt: skip
    look = CLIPImageProcessorPil(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    processor = LlavaProcessor(
        look, tokenizer, patch_size=8, vision_feature_select_strategy="default", chat_template=LLAVA,
        num_additional_image_tokens=1,
    )  # fmt: skip
    config = LlavaConfig(
        vision_config={
            **EYE, "model_type": "clip_vision_model", "image_size": 32, "patch_size": 8, "projection_dim": 32,
        },
        text_config={**LLAMA, "model_type": "llama", "vocab_size": len(tokenizer)},
        image_token_index=tokenizer.image_token_id, vision_feature_layer=-1,
    )  # fmt: skip
    model = _seeded(lambda: LlavaForConditionalGeneration(config))
    model.generation_config.eos_token_id = tokenizer.eos_token_id
    return _save(folder, model, processor)


def git(folder: Path) -> Path:
    from transformers import GitConfig, GitForCausalLM, GitProcessor
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

    tokenizer = bert_tokenizer()
    look = CLIPImageProcessorPil(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    eye = {**EYE, "image_size": 32, "patch_size": 8}
    config = GitConfig(
        vision_config=eye, vocab_size=len(tokenizer), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=48, max_position_embeddings=128, bos_token_id=tokenizer.cls_token_id,
        eos_token_id=tokenizer.sep_token_id, pad_token_id=tokenizer.pad_token_id, initializer_range=0.4,
    )  # fmt: skip
    return _save(folder, _seeded(lambda: GitForCausalLM(config)), GitProcessor(look, tokenizer))


def blip(folder: Path, kind: str = "BlipForQuestionAnswering") -> Path:
    import transformers
    from transformers.models.blip.image_processing_pil_blip import BlipImageProcessorPil

    tokenizer = bert_tokenizer()
    text = {
        "vocab_size": len(tokenizer), "hidden_size": 32, "encoder_hidden_size": 32, "intermediate_size": 48,
        "num_hidden_layers": 2, "num_attention_heads": 2, "max_position_embeddings": 64, "initializer_range": 0.4,
        "bos_token_id": tokenizer.cls_token_id, "eos_token_id": tokenizer.sep_token_id,
        "sep_token_id": tokenizer.sep_token_id, "pad_token_id": tokenizer.pad_token_id,
    }  # fmt: skip
    vision = {**EYE, "image_size": 32, "patch_size": 8}
    config = transformers.BlipConfig(text_config=text, vision_config=vision, image_text_hidden_size=16)
    look = BlipImageProcessorPil(size={"height": 32, "width": 32})
    model = _seeded(lambda: getattr(transformers, kind)(config))
    return _save(folder, model, transformers.BlipProcessor(look, tokenizer))


def matching(folder: Path, family: str) -> Path:
    import transformers
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
    from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil
    from transformers.models.siglip2.image_processing_pil_siglip2 import Siglip2ImageProcessorPil

    text: dict[str, Any] = {**EYE, "max_position_embeddings": 64}
    eye: dict[str, Any] = {**EYE, "image_size": 32, "patch_size": 8}
    if family == "clip":
        tokenizer: Any = transformers.CLIPTokenizer(**byte_words(["<|startoftext|>", "<|endoftext|>"], "</w>"))
        look: Any = CLIPImageProcessorPil(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
        text |= {"bos_token_id": 0, "eos_token_id": 1, "projection_dim": 16}
        eye |= {"projection_dim": 16}
    elif family == "siglip":
        tokenizer = gemma_tokenizer({})
        look = SiglipImageProcessorPil(size={"height": 32, "width": 32})
    else:
        tokenizer = transformers.Siglip2Tokenizer(**gemma_words())
        look = Siglip2ImageProcessorPil(patch_size=16, max_num_patches=256)
        eye = {**EYE, "patch_size": 16, "num_patches": 16}
    prefix = {"clip": "CLIP", "siglip": "Siglip", "siglip2": "Siglip2"}[family]
    text["vocab_size"] = len(tokenizer)
    extra = {"projection_dim": 16} if family == "clip" else {}
    config = getattr(transformers, f"{prefix}Config")(text_config=text, vision_config=eye, **extra)
    model = _seeded(lambda: getattr(transformers, f"{prefix}Model")(config))
    processor = getattr(transformers, f"{prefix}Processor")(image_processor=look, tokenizer=tokenizer)
    return _save(folder, model, processor)


BUILDERS: dict[str, Callable[[Path], Path]] = {
    "smolvlm": smolvlm,
    "idefics3": lambda folder: smolvlm(folder, "idefics3"),
    "qwen2_5_vl": qwen,
    "qwen3_vl": lambda folder: qwen(folder, "qwen3_vl"),
    "florence2": florence2,
    "paligemma": paligemma,
    "gemma3": gemma3,
    "llava": llava,
    "git": git,
    "blip_vqa": blip,
    "blip_itm": lambda folder: blip(folder, "BlipForImageTextRetrieval"),
    "siglip": lambda folder: matching(folder, "siglip"),
    "siglip2": lambda folder: matching(folder, "siglip2"),
    "clip": lambda folder: matching(folder, "clip"),
}


def noise(seed: int, height: int = 50, width: int = 70) -> Any:
    """(h, w, 3) uint8 RGB."""
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
