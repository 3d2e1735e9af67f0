"""What a person would script instead: mss, rapidocr with its defaults, pyttsx3; or a ViT-GPT-2 caption with 4 beams.

Loads everything first (a fair start: Hearsight is warm, too), prints "ready", then for each line "ocr" or "caption" on
stdin looks at the screen and speaks, and prints its timings in milliseconds as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

CAPTION_TOKENS = 20


def main() -> None:
    import mss
    import numpy as np
    import pyttsx3
    from rapidocr import RapidOCR

    ocr = RapidOCR()
    ocr(np.full((64, 256, 3), 255, np.uint8))
    caption = captioner()
    engine = pyttsx3.init()
    print("ready", flush=True)
    with mss.MSS() as screen:
        for line in sys.stdin:
            began = time.monotonic()
            shot = screen.grab(screen.monitors[1])
            pixels = np.asarray(shot)[:, :, :3]
            grabbed = time.monotonic()
            if line.strip() == "ocr":
                text = " ".join(ocr(pixels).txts or ())
            else:
                text = caption(np.ascontiguousarray(pixels[:, :, ::-1]))
            known = time.monotonic()
            # What is spoken is cut to the first words, so that the benchmark need not wait for all of it.
            engine.say(text[:120])
            engine.runAndWait()
            print(
                json.dumps({"grab": (grabbed - began) * 1e3, "text": (known - began) * 1e3, "began": began}), flush=True
            )


def captioner() -> Any:
    """Pixels -> text with a model of the size of nlpconnect/vit-gpt2-image-captioning (random weights: the time is
    the same, the words mean nothing)."""
    import torch
    from transformers import GPT2Config, VisionEncoderDecoderConfig, VisionEncoderDecoderModel, ViTConfig
    from transformers.models.vit.image_processing_pil_vit import ViTImageProcessorPil

    torch.manual_seed(0)
    config = VisionEncoderDecoderConfig.from_encoder_decoder_configs(
        ViTConfig(), GPT2Config(add_cross_attention=True, is_decoder=True)
    )
    model = VisionEncoderDecoderModel(config).eval()
    processor = ViTImageProcessorPil()

    def caption(pixels: Any) -> str:
        values = processor(images=pixels, return_tensors="pt").pixel_values
        with torch.inference_mode():
            out = model.generate(
                values,
                num_beams=4,
                min_new_tokens=CAPTION_TOKENS,
                max_new_tokens=CAPTION_TOKENS,
                decoder_start_token_id=50256,
                pad_token_id=50256,
            )
        return " ".join(f"word {int(token) % 100}" for token in out[0])

    return caption


if __name__ == "__main__":
    main()
