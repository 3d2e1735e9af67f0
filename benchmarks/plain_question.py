"""What a person would script for spoken questions: openai-whisper on the whole recording, pyttsx3 for the answer.

Loads everything first, prints "ready", then for each line (the path of a WAV file) recognises it and speaks. The
answer is given to it (looking for one would only take longer), so what is measured is the least it can take.
"""

from __future__ import annotations

import json
import sys
import time
import wave
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main() -> None:
    import numpy as np
    import pyttsx3
    from safetensors.torch import load_file
    from whisper.model import ModelDimensions, Whisper

    from models.store import Store
    from speech.recognisers.convert_ctranslate2 import converted

    folder = converted(Store().path("whisper-tiny.en"))  # the same weights in the layout of openai-whisper
    model = Whisper(ModelDimensions(**json.loads((folder / "dims.json").read_text())))
    model.load_state_dict(load_file(folder / "model.safetensors"))
    model.eval()
    model.transcribe(np.zeros(16_000, np.float32), fp16=False)
    engine = pyttsx3.init()
    print("ready", flush=True)
    for line in sys.stdin:
        path, answer = json.loads(line)
        began = time.monotonic()
        with wave.open(path) as file:
            samples = np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32) / 32768
        text = model.transcribe(samples, fp16=False)["text"]
        known = time.monotonic()
        engine.say(answer)
        engine.runAndWait()
        print(json.dumps({"text": text, "heard": (known - began) * 1e3}), flush=True)


if __name__ == "__main__":
    main()
