"""How quick vision-language models are here, beside plain transformers, and how near to what the memory allows.

    python benchmarks/vlm.py                       captions, ViT-GPT2's size: plain fp32 against ours
    python benchmarks/vlm.py --followup            a second question, SmolVLM-256M's size, with and without what is kept
    python benchmarks/vlm.py --equal 400 --size taught       how many captions are equal (benchmarks/vlm_equal.py)
    python benchmarks/vlm.py --hush 12             how soon a model has stopped after a hush (benchmarks/vlm_hush.py)
    python benchmarks/vlm.py --gpu ...             the same tables on the graphics card that is there, with all its ways
    [--runs 3] [--tokens 20] [--pictures 8] [--threads 1] [--size base|tiny] [--json]

Models have the real sizes and random weights: what they say is nonsense, how long that takes is not. Ways take turns
within each run, so that a busy machine slows all of them; the least time of the runs counts. The bound is what
reading each weight once a token costs at the bandwidth that copying large arrays gets here (bytes read and written);
prefix and encoder are not in it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from assistant.cancel import Token
from assistant.errors import BadSetting, DeviceMissing, UnusableInput
from benchmarks import caption, vlm_equal, vlm_hush
from models.device import Device, choose
from models.vlm import packed, planning, quick
from models.vlm.captioner import Captioner
from models.vlm.families import load
from models.vlm.prompt import Prompt

SMOL = {
    # HuggingFaceTB/SmolVLM-256M-Instruct, config.json: SigLIP base of 512 pixels, SmolLM2-135M; 5 tiles, not 17
    "base": {
        "eye": {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12,
                "image_size": 512, "patch_size": 16},
        "text": {"hidden_size": 576, "intermediate_size": 1536, "num_hidden_layers": 30, "num_attention_heads": 9,
                 "num_key_value_heads": 3, "vocab_size": 49280, "max_position_embeddings": 8192},
        "scale": 4, "tokens": 64, "longest": 1024, "tile": 512,
    },
    "tiny": {
        "eye": {"hidden_size": 48, "intermediate_size": 96, "num_hidden_layers": 2, "num_attention_heads": 2,
                "image_size": 64, "patch_size": 16},
        "text": {"hidden_size": 48, "intermediate_size": 96, "num_hidden_layers": 2, "num_attention_heads": 4,
                 "num_key_value_heads": 2, "vocab_size": 600, "max_position_embeddings": 4096},
        "scale": 2, "tokens": 4, "longest": 128, "tile": 64,
    },
}  # fmt: skip


def bandwidth(device: str) -> float:
    """Bytes a second, read and written, of copying 256 MB: the best of seven."""
    import torch

    one = torch.ones(64 << 20, device=device)
    other = torch.empty_like(one)
    least = min(timed(lambda: other.copy_(one), device) for _ in range(7))
    return 2 * one.numel() * 4 / least


def timed(work: Callable[[], Any], device: str = "cpu") -> float:
    import torch

    began = time.perf_counter()
    work()
    if device.startswith("cuda"):
        torch.cuda.synchronize()
    return time.perf_counter() - began


def noise(seed: int) -> Any:
    """A 1080p picture; never the same one twice."""
    coarse = np.random.default_rng(seed).integers(0, 256, (108, 192, 3), np.uint8)
    return np.repeat(np.repeat(coarse, 10, 0), 10, 1)


def decoding_bytes(model: Any) -> int:
    """What one token reads of a vision-encoder-decoder: all weights of the decoder but the tables of words and places
    and what only the picture's keys and values need. The head reads its table, also where it is that of the words."""
    decoder = model.decoder
    body = decoder.transformer
    tied = not isinstance(decoder.lm_head, packed.packed_linear()) and decoder.lm_head.weight is body.wte.weight
    unread = [body.wpe, *(block.crossattention.c_attn for block in body.h), *([] if tied else [body.wte])]
    return packed.packed_bytes(decoder) - sum(packed.packed_bytes(part) for part in unread)


def captions(asked: argparse.Namespace) -> dict[str, Any]:
    """Milliseconds of a whole caption of `--tokens` tokens, greedy and with 4 beams; share of equal captions."""
    import torch

    device = choose(asked.device, "float32" if asked.device in ("auto", "cpu") else None)
    with tempfile.TemporaryDirectory(prefix="hearsight-bench-") as name:
        caption.save_model(Path(name), **caption.SIZES[asked.size])
        ways = {"plain float32": _plain(name, device.torch_device)}
        for way in _ways(device):
            loaded = _loaded(name, device, way)
            quick.make_quick(loaded)
            ways[way] = loaded
        plan = planning.planned(name, device).why
    copied = bandwidth(device.torch_device)
    times: dict[str, dict[str, list[float]]] = {way: {"greedy": [], "4 beams": [], "token": []} for way in ways}
    same: dict[str, list[bool]] = {way: [] for way in ways}
    for run in range(asked.runs + 1):
        pixels = noise(run)
        for label, beams in (("greedy", 1), ("4 beams", 4)):
            texts: dict[str, Any] = {}
            for way, loaded in ways.items():
                settings = {"num_beams": beams, "do_sample": False, "max_new_tokens": asked.tokens}
                settings |= {"cache_implementation": "static"} if loaded.device.compiled else {}

                def write(loaded: Any = loaded, settings: Any = settings, way: str = way, texts: Any = texts) -> None:
                    with torch.inference_mode():
                        inputs = loaded.inputs(pixels)  # noqa: B023
                        texts[way] = loaded.model.generate(**inputs, **settings, min_new_tokens=asked.tokens).tolist()

                took = timed(write, device.torch_device)
                if run:  # the first run warms up
                    times[way][label].append(took)
            for way in ways if run else ():
                same[way].append(texts[way] == texts["plain float32"])
                if beams == 1:
                    times[way]["token"].append(_one_token(ways[way], device.torch_device))
    rows = {}
    for way, loaded in ways.items():
        least = {label: min(values) for label, values in times[way].items()}
        bound = decoding_bytes(loaded.model) / copied
        rows[way] = {
            "greedy_ms": least["greedy"] * 1e3,
            "beams_ms": least["4 beams"] * 1e3,
            "token_ms": least["token"] * 1e3,
            "bound_share": bound / least["token"],
            "equal": sum(same[way]) / len(same[way]),
            "megabytes": packed.packed_bytes(loaded.model) / 1e6,
        }
    return {"device": device.name, "why": device.why, "plan": plan, "copy_gb_per_s": copied / 1e9, "rows": rows}


def _ways(device: Device) -> list[str]:
    """What can be measured on the device, the most exact first; on a card its half precision with torch's attention,
    with FlashAttention, with a compiled step, and 8 and 4 bits, as far as the packages are there."""
    if device.kind == "cpu":
        return ["float32", "float16-weights", "int8"]
    here = planning.hardware(device)
    flash = [f"{here.half}, {name}" for name in ("flash_attention_3", "flash_attention_2") if name in here.packages]
    compiled = [f"{here.half}, compiled"] if planning.can_compile(here) else []
    smaller = [precision for precision in planning.SMALLER if planning.runs(here, precision)]
    return list(dict.fromkeys(("float32", here.half, *flash, *compiled, *smaller)))


def _loaded(folder: str, device: Device, way: str) -> Any:
    precision, _, how = way.partition(", ")
    here = choose(device.torch_device, precision)
    attention = how if how.startswith("flash") else "sdpa"
    return load(folder, replace(here, attention=attention, compiled=how == "compiled"))


def _plain(folder: str, device: str) -> Any:
    """Transformers' own, as anybody would load it, behind the same two methods."""
    return load(folder, Device("plain", device, "float32", "as it comes"))


def _one_token(loaded: Any, device: str) -> float:
    """Seconds of one step of one row, with what was seen and written before kept: the least of twelve."""
    import torch
    from transformers.cache_utils import DynamicCache, EncoderDecoderCache

    with torch.inference_mode():
        width = loaded.model.encoder.config.hidden_size
        seen = torch.zeros(1, 197, width, device=device, dtype=loaded.model.dtype)
        cache = EncoderDecoderCache(DynamicCache(), DynamicCache())
        ids = torch.zeros(1, 1, dtype=torch.long, device=device)

        def step() -> Any:
            return loaded.model.decoder(input_ids=ids, encoder_hidden_states=seen, cache=cache, use_cache=True)

        step()
        return min(timed(step, device) for _ in range(12))


def save_smolvlm(folder: Path, size: str) -> None:
    import torch
    from transformers import SmolVLMConfig, SmolVLMForConditionalGeneration
    from transformers.models.smolvlm.image_processing_pil_smolvlm import SmolVLMImageProcessorPil

    from tests.models.vlm import tiny_families

    asked = SMOL[size]
    processor = tiny_families.smolvlm_processor()
    processor.image_seq_len = asked["tokens"]
    processor.image_processor = SmolVLMImageProcessorPil(
        size={"longest_edge": asked["longest"]}, max_image_size={"longest_edge": asked["tile"]}
    )
    tokenizer = processor.tokenizer
    torch.manual_seed(0)
    model = SmolVLMForConditionalGeneration(
        SmolVLMConfig(
            vision_config=asked["eye"],
            text_config={**asked["text"], "model_type": "llama", "pad_token_id": tokenizer.pad_token_id},
            image_token_id=tokenizer.convert_tokens_to_ids("<image>"),
            scale_factor=asked["scale"],
        )
    )
    model.generation_config.eos_token_id = tokenizer.eos_token_id
    model.generation_config.pad_token_id = tokenizer.pad_token_id
    tiny_families._save(folder, model.eval(), processor)


def followup(asked: argparse.Namespace) -> dict[str, Any]:
    """Seconds to the first words of the first and of a second question about one picture, pixels to words."""
    token = Token()
    first = Prompt("answer", user="What is in the picture?")
    second = Prompt("answer", user="What colour is the largest thing in it?")
    with tempfile.TemporaryDirectory(prefix="hearsight-bench-") as name:
        save_smolvlm(Path(name), asked.size)
        worker = Captioner(name, device=asked.device)
        settings = {"do_sample": False, "max_new_tokens": 3}

        def ask(pixels: Any, prompt: Prompt) -> float:
            return timed(lambda: next(iter(worker.pieces(pixels, token=token, prompt=prompt, **settings)), None))

        ask(noise(99)[:512, :512], first)
        times: dict[str, list[float]] = {"first": [], "second": [], "second, nothing kept": []}
        for run in range(asked.runs):
            pixels = noise(run)[: asked.height, : asked.width]
            times["first"].append(ask(pixels, first))
            encoded = worker.encoded_pictures
            times["second"].append(ask(pixels, second))
            assert worker.encoded_pictures == encoded
            worker.forget()
            times["second, nothing kept"].append(ask(pixels, second))
        about = worker.about(token=token)
    least = {label: min(values) for label, values in times.items()}
    return {"about": about, "seconds": least, "ratio": least["second"] / least["first"], "all": times}


def hush(asked: argparse.Namespace) -> dict[str, Any]:
    """`vlm_hush.measure` for two models of `--size`."""

    def captioner(folder: Path, size: str) -> None:
        caption.save_model(folder, **caption.SIZES[size])

    return vlm_hush.measure(asked, {"ViT + GPT-2, 4 beams": captioner, "SmolVLM": save_smolvlm}, noise)


def at_least_0(number: str) -> int:
    return _at_least(0, number)


def at_least_1(number: str) -> int:
    return _at_least(1, number)


def _at_least(least: int, number: str) -> int:
    if not number.isascii() or not number.isdigit() or int(number) < least:
        raise argparse.ArgumentTypeError(f"{number!r} is no whole number from {least} on")
    return int(number)


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--followup", action="store_true")
    parser.add_argument("--hush", type=at_least_0, default=0, metavar="TIMES")
    parser.add_argument("--equal", type=at_least_0, default=0, metavar="PICTURES")
    parser.add_argument("--kept", default="", metavar="FOLDER", help="where --equal and --hush keep models and results")
    parser.add_argument("--steps", type=int, default=1200, help="of teaching, with --size taught")
    parser.add_argument("--budget", type=float, default=180, help="most seconds of --hush for each model")
    parser.add_argument("--gpu", action="store_true", help="on the first graphics card that works; 4 where none does")
    parser.add_argument("--device", default="cpu", help="auto, cpu, cuda, cuda:1, mps or xpu")
    parser.add_argument("--runs", type=at_least_1, default=3)
    parser.add_argument("--tokens", type=at_least_1, default=20)
    parser.add_argument("--threads", type=at_least_0, default=0, help="of the CPU; 0: as torch chooses")
    parser.add_argument("--size", choices=("base", "tiny", "taught"), default="base")
    parser.add_argument("--width", type=at_least_1, default=1024, help="of the picture that is asked about")
    parser.add_argument("--height", type=at_least_1, default=1024)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    return parser


def show_followup(found: dict[str, Any]) -> None:
    about = found["about"]
    print(f"{about['device']}, {about['why']}; weights {about['packed'] or 'as they are'}")
    for label, seconds in found["seconds"].items():
        print(f"{label:24}{seconds:8.2f} s to the first words")
    print(f"second / first: {found['ratio']:.3f}")


def show_captions(found: dict[str, Any]) -> None:
    print(f"{found['device']}: {found['why']}; copies {found['copy_gb_per_s']:.1f} GB/s (read and written)")
    print(" ".join(found["plan"]))
    print(f"{'':28}{'greedy ms':>16}{'4 beams ms':>18}{'token ms':>10}{'of the bound':>14}{'equal':>8}{'MB':>7}")
    base = found["rows"]["plain float32"]
    for way, row in found["rows"].items():
        cells = "".join(
            f"{row[key]:>{width}.0f} ({base[key] / row[key]:.1f}x)"
            for key, width in (("greedy_ms", 9), ("beams_ms", 11))
        )
        print(
            f"{way:28}{cells}{row['token_ms']:>10.1f}{row['bound_share']:>13.0%} {row['equal']:>7.0%}"
            f"{row['megabytes']:>7.0f}"
        )


def card() -> str:
    """The first graphics card that works: "cuda:0", "mps", "xpu:0". Raises `DeviceMissing`."""
    here = choose("auto")
    if here.kind == "cpu":
        raise DeviceMissing("There is no graphics card here that torch can use, so nothing was measured.")
    return here.torch_device


def check_kept(kept: str) -> None:
    """Raises `UnusableInput` where nothing can be kept: hours of measuring would be lost."""
    try:
        if kept:
            Path(kept).mkdir(parents=True, exist_ok=True)
            (Path(kept) / ".tried").touch()
            (Path(kept) / ".tried").unlink()
    except OSError as error:
        raise UnusableInput(f"Nothing can be kept in {kept}: {error.strerror}.") from error


def main() -> None:
    asked = parser().parse_args()
    try:
        if asked.gpu:
            asked.device = card()
        choose(asked.device)
        check_kept(asked.kept)
    except (BadSetting, DeviceMissing, UnusableInput) as error:
        print(error.spoken, file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    if asked.threads:
        import torch

        torch.set_num_threads(asked.threads)
    measure, show = next(ways for wanted, ways in WAYS.items() if wanted == "captions" or getattr(asked, wanted))
    if asked.size == "taught" and measure is not vlm_equal.compare:
        print("--size taught is for --equal; the others take base or tiny.", file=sys.stderr)
        raise SystemExit(2)
    found = measure(asked)
    print(json.dumps(found)) if asked.json else show(found)


WAYS: dict[str, tuple[Callable[..., dict[str, Any]], Callable[[dict[str, Any]], None]]] = {
    "equal": (vlm_equal.compare, vlm_equal.show),
    "hush": (hush, vlm_hush.show),
    "followup": (followup, show_followup),
    "captions": (captions, show_captions),
}

if __name__ == "__main__":
    main()
