"""The captioner gives what transformers gives, streams it, stops between two tokens, and looks at a picture once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import BadSetting, DeviceMissing
from models.vlm.captioner import Captioner
from models.vlm.lasting import thread_of
from tests.models.vlm import tiny


def reference(folder: Path, pixels: Any, **settings: Any) -> str:
    """The plain script that anybody would write."""
    from transformers import AutoImageProcessor, AutoModelForImageTextToText, AutoTokenizer

    model = AutoModelForImageTextToText.from_pretrained(folder).eval()
    processor = AutoImageProcessor.from_pretrained(folder, backend="pil")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    values = processor(images=pixels, return_tensors="pt").pixel_values
    ids = model.generate(values, **settings)
    return str(tokenizer.batch_decode(ids, skip_special_tokens=True)[0])


def captioner(folder: Path) -> Captioner:
    return Captioner(str(folder), device="cpu", precision="float32")


def noise(seed: int) -> Any:
    return np.random.default_rng(seed).integers(0, 256, (50, 70, 3), np.uint8)


@pytest.mark.parametrize("model", ["colours", "untrained", "blip"])
def test_greedy_gives_what_transformers_gives(model: str, token: Token, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(model)
    mine = captioner(folder)
    for pixels in (noise(1), tiny.picture("green", "black")):
        given = "".join(mine.caption(pixels, token=token, num_beams=1, max_length=20, min_length=6))
        assert given == reference(folder, pixels, num_beams=1, max_length=20, min_length=6)
        assert given


@pytest.mark.parametrize("model", ["colours", "untrained", "blip"])
def test_four_beams_give_what_transformers_gives(model: str, token: Token, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(model)
    mine = captioner(folder)
    for pixels in (noise(2), tiny.picture("blue", "white")):
        given = "".join(mine.caption(pixels, token=token))
        assert given == reference(folder, pixels, max_length=50, num_beams=4, early_stopping=True)


def test_the_trained_model_is_right(colours: Path, token: Token) -> None:
    mine = captioner(colours)
    for pair in tiny.all_captions():
        pixels = tiny.picture(*pair, np.random.default_rng(99))
        assert "".join(mine.caption(pixels, token=token, num_beams=1)) == tiny.caption(*pair)


def test_words_come_before_the_caption_is_finished(colours: Path, token: Token) -> None:
    pieces = list(captioner(colours).pieces(tiny.picture("red", "white"), token=token, num_beams=1))
    assert [piece.text for piece in pieces] == ["a", " red", " square", " on", " a", " white", " background"]


def test_probabilities_tell_a_known_picture_from_noise(colours: Path, token: Token) -> None:
    mine = captioner(colours)

    def mean(pixels: Any, beams: int) -> float:
        chances = [piece.probability for piece in mine.pieces(pixels, token=token, num_beams=beams)]
        assert all(0 <= chance <= 1 for chance in chances)
        return sum(chances) / len(chances)

    known = tiny.picture("red", "black")
    for beams in (1, 4):
        assert mean(known, beams) > 0.8
        assert mean(known, beams) > mean(noise(3), beams)


@pytest.mark.parametrize("beams", [1, 4])
def test_a_cancel_stops_before_the_next_token(untrained: Path, beams: int) -> None:
    """Cancelled while the model computes its third step: no fourth begins."""
    mine, token, steps = captioner(untrained), Token(), 0
    mine.warm(token=token)
    assert mine._loaded is not None
    decoder = mine._loaded.model.decoder

    def count(*_: object) -> None:
        nonlocal steps
        steps += 1
        if steps == 3:
            token.cancel()

    hook = decoder.register_forward_hook(count)
    with pytest.raises(Cancelled):
        list(mine.caption(noise(4), token=token, num_beams=beams, max_length=40))
    hook.remove()
    assert steps == 3
    assert list(mine.caption(noise(4), token=Token(), max_length=5))  # and it still works


def test_leaving_a_stream_early_stops_its_generation_and_leaves_one_thread_at_most(
    untrained: Path, token: Token
) -> None:
    before = set(threading.enumerate())
    mine = captioner(untrained)
    steps: list[int] = []
    for seed in (5, 6):
        pieces = mine.pieces(noise(seed), token=token, num_beams=1, max_new_tokens=40)
        next(pieces)
        assert mine._loaded is not None
        if not steps:
            mine._loaded.model.decoder.register_forward_hook(lambda *_: steps.append(1))
        pieces.close()  # type: ignore[attr-defined]
        done = len(steps)
        assert thread_of(mine._loaded.model).start(lambda: None).wait(20)
        assert len(steps) == done < 40
    assert [thread.name for thread in set(threading.enumerate()) - before].count("caption") == 1


def test_waiting_for_the_model_can_be_cancelled(colours: Path) -> None:
    mine, token = captioner(colours), Token()
    mine._one_at_a_time.acquire()
    with ThreadPoolExecutor(1) as pool:
        waits = pool.submit(lambda: list(mine.caption(noise(6), token=token)))
        token.cancel()
        with pytest.raises(Cancelled):
            waits.result(timeout=20)
    mine._one_at_a_time.release()


def test_a_second_caption_does_not_look_again(colours: Path, token: Token) -> None:
    mine, pixels = captioner(colours), tiny.picture("yellow", "black")
    first = "".join(mine.caption(pixels, token=token))
    assert "".join(mine.caption(pixels.copy(), token=token)) == first
    assert "".join(mine.caption(pixels, token=token, num_beams=1)) == tiny.caption("yellow", "black")
    assert mine.encoded == 1
    list(mine.caption(tiny.picture("yellow", "white"), token=token))
    assert mine.encoded == 2


def test_only_the_last_pictures_are_remembered(colours: Path, token: Token) -> None:
    mine = captioner(colours)
    for seed in (1, 2, 3, 4, 5, 1):
        list(mine.caption(noise(seed), token=token, max_length=3))
    assert mine.encoded == 6


def test_sampling_is_repeatable_with_a_seed(untrained: Path, token: Token) -> None:
    captions = set()
    for seed in (1, 1, 2):
        mine = Captioner(str(untrained), device="cpu", precision="float32", seed=seed)
        captions.add("".join(mine.caption(noise(7), token=token, do_sample=True, max_length=12)))
    assert len(captions) == 2


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (33, 31)])
def test_any_shape_of_picture_is_captioned(colours: Path, token: Token, shape: tuple[int, int]) -> None:
    assert "".join(captioner(colours).caption(np.zeros((*shape, 3), np.uint8), token=token))


def test_bf16_says_the_same_of_clear_pictures(colours: Path, token: Token) -> None:
    mine = Captioner(str(colours), device="cpu", precision="bfloat16")
    for pair in tiny.all_captions():
        assert "".join(mine.caption(tiny.picture(*pair), token=token, num_beams=1)) == tiny.caption(*pair)


def test_an_unknown_setting_is_refused(colours: Path, token: Token) -> None:
    with pytest.raises(BadSetting, match="'beams'"):
        list(captioner(colours).caption(noise(8), token=token, beams=3))


def test_a_device_that_is_not_there_is_a_sentence(colours: Path, token: Token) -> None:
    with pytest.raises(DeviceMissing, match="What works"):
        Captioner(str(colours), device="cuda:9").warm(token=token)


def test_it_tells_about_itself(colours: Path, token: Token) -> None:
    about = captioner(colours).about(token=token)
    assert about["family"] == "vision-encoder-decoder"
    assert (about["torch_device"], about["dtype"]) == ("cpu", "float32")
    assert isinstance(about["weights"], int)
    assert 100_000 < about["weights"] < 300_000
