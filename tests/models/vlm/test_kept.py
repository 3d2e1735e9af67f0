"""A second question about a picture pays for its own words only, and gets the same answer as without what was kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.cancel import Token
from models.device import choose
from models.vlm.captioner import Captioner
from models.vlm.families import Loaded, load
from models.vlm.kept import KeptPrompts
from models.vlm.prompt import Prompt
from tests.models.vlm import tiny_families

KEPT = ("smolvlm", "idefics3", "qwen2_5_vl", "qwen3_vl", "llava")
NOT_KEPT = ("paligemma", "florence2", "git")
QUESTIONS = tuple(Prompt("answer", user=text) for text in ("Describe the picture.", "What is red?", "What is it?"))


@pytest.fixture(scope="module")
def of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Loaded]:
    made: dict[str, Loaded] = {}

    def build(family: str) -> Loaded:
        if family not in made:
            folder = tmp_path_factory.mktemp("kept") / family
            made[family] = load(tiny_families.BUILDERS[family](folder), choose("cpu", "float32"))
        return made[family]

    return build


def write(loaded: Loaded, inputs: dict[str, Any], tokens: int = 12) -> list[int]:
    import torch

    with torch.inference_mode():
        ids = loaded.model.generate(**inputs, do_sample=False, max_new_tokens=tokens, min_new_tokens=tokens)
    return [int(one) for one in ids[0]]


def ask(kept: KeptPrompts, loaded: Loaded, pixels: Any, prompt: Prompt) -> tuple[list[int], int, int]:
    """What was written, tokens reused, tokens read."""
    reading = kept.begin(loaded, pixels, loaded.inputs(pixels, prompt))
    given = write(loaded, reading.inputs)
    kept.end(loaded, reading)
    return given, reading.reused, reading.prefilled


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[Loaded], list[int]]:
    """How many tokens the language model read in each step."""

    def count(loaded: Loaded) -> list[int]:
        steps: list[int] = []
        table = loaded.model.get_input_embeddings()
        handle = table.register_forward_hook(lambda _, given, __: steps.append(int(given[0].shape[-1])))
        handles.append(handle)
        return steps

    handles: list[Any] = []
    yield count  # type: ignore[misc]
    for handle in handles:
        handle.remove()


@pytest.mark.parametrize("family", KEPT)
def test_a_second_question_reads_only_what_is_new_and_is_answered_the_same(
    family: str, of: Callable[[str], Loaded], counted: Callable[[Loaded], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded, kept = of(family), KeptPrompts()
    looks = [tiny_families.noise(seed) for seed in (1, 2)]
    plain = {
        (at, prompt): write(loaded, loaded.inputs(pixels, prompt))
        for at, pixels in enumerate(looks)
        for prompt in QUESTIONS
    }
    owner = loaded.model.base_model
    monkeypatch.setattr(owner, "get_image_features", owner.get_image_features)  # put back after the test
    kept.remember_features(loaded.model)
    steps = counted(loaded)
    for at, number in ((0, 0), (0, 1), (1, 0), (0, 2), (1, 1), (0, 0)):  # two pictures by turns
        steps.clear()
        prompt = QUESTIONS[number]
        given, reused, prefilled = ask(kept, loaded, looks[at], prompt)
        assert given == plain[at, prompt]
        length = loaded.inputs(looks[at], prompt)["input_ids"].shape[1]
        assert reused + prefilled == length
        if (at, number) not in ((0, 0), (1, 0)) or reused:
            assert min(reused, prefilled) > 0
            assert max(steps) <= prefilled
    assert kept.encoded == 2


def test_the_history_of_a_dialogue_is_read_on_from_where_it_is_the_same(of: Callable[[str], Loaded]) -> None:
    loaded, kept = of("smolvlm"), KeptPrompts()
    pixels = tiny_families.noise(3)
    first = Prompt("answer", user="What is it?")
    later = Prompt("answer", user="What is red?", history=(("What is it?", "a red square"),))
    _, _, length = ask(kept, loaded, pixels, first)
    given, reused, _ = ask(kept, loaded, pixels, later)
    assert given == write(loaded, loaded.inputs(pixels, later))
    assert reused >= length - 3  # all of the first prompt but for its last signs


def test_another_system_prompt_reads_all_but_does_not_look_again(
    of: Callable[[str], Loaded], monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded, kept = of("smolvlm"), KeptPrompts()
    owner = loaded.model.base_model
    monkeypatch.setattr(owner, "get_image_features", owner.get_image_features)
    kept.remember_features(loaded.model)
    pixels = tiny_families.noise(4)
    for system in ("a red square", "What?"):
        prompt = Prompt("answer", system=system, user="What is it?")
        given, reused, _ = ask(kept, loaded, pixels, prompt)
        assert given == write(loaded, loaded.inputs(pixels, prompt))
        assert not reused
    assert kept.encoded - 2 == 1  # the plain runs look for themselves


@pytest.mark.parametrize("family", NOT_KEPT)
def test_a_family_whose_prompt_can_not_be_cut_is_asked_as_before(family: str, of: Callable[[str], Loaded]) -> None:
    loaded, kept = of(family), KeptPrompts()
    pixels = tiny_families.noise(5)
    inputs = loaded.inputs(pixels, Prompt("answer", user="What is it?", question="What is it?"))
    for _ in range(2):
        reading = kept.begin(loaded, pixels, inputs)
        assert reading.inputs is inputs
        kept.end(loaded, reading)
    assert not kept.held_bytes


def test_a_prompt_that_was_left_in_the_middle_is_kept_as_far_as_it_was_read(of: Callable[[str], Loaded]) -> None:
    class Left(Exception):
        pass

    loaded, kept = of("smolvlm"), KeptPrompts()
    pixels, prompt = tiny_families.noise(6), QUESTIONS[0]
    second = loaded.model.model.text_model.layers[1]

    def leave(*_: Any) -> None:
        raise Left

    handle = second.register_forward_pre_hook(leave)
    reading = kept.begin(loaded, pixels, loaded.inputs(pixels, prompt))
    with pytest.raises(Left):
        write(loaded, reading.inputs)
    kept.end(loaded, reading)
    handle.remove()
    given, reused, _ = ask(kept, loaded, pixels, prompt)  # the second layer had read nothing
    assert not reused
    assert given == write(loaded, loaded.inputs(pixels, prompt))


def test_old_pictures_make_room_and_all_can_be_forgotten(of: Callable[[str], Loaded]) -> None:
    loaded = of("smolvlm")
    probe = KeptPrompts()
    ask(probe, loaded, tiny_families.noise(7), QUESTIONS[0])
    one = probe.held_bytes
    assert one > 0
    kept = KeptPrompts(most_bytes=2 * one)
    for seed in range(7, 12):
        ask(kept, loaded, tiny_families.noise(seed), QUESTIONS[0])
    assert kept.held_bytes <= 2 * one
    assert ask(kept, loaded, tiny_families.noise(11), QUESTIONS[1])[1] > 0
    assert ask(kept, loaded, tiny_families.noise(7), QUESTIONS[1])[1] == 0
    kept.forget()
    assert not kept.held_bytes


def test_the_worker_answers_a_follow_up_from_what_it_kept(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tiny_families.smolvlm(tmp_path_factory.mktemp("worker") / "smolvlm")
    pixels, token = tiny_families.noise(20), Token()
    mine = Captioner(str(folder), device="cpu", precision="float32")
    answers = []
    for prompt in QUESTIONS:
        fresh = Captioner(str(folder), device="cpu", precision="float32")
        wanted = "".join(fresh.caption(pixels, token=token, prompt=prompt, max_new_tokens=12))
        answers.append("".join(mine.caption(pixels, token=token, prompt=prompt, max_new_tokens=12)))
        assert answers[-1] == wanted
        left = mine.pieces(pixels, token=token, prompt=prompt, max_new_tokens=12)
        next(left, None)
        left.close()  # type: ignore[attr-defined]
    assert mine.encoded_pictures == 1
    mine.forget()
    assert "".join(mine.caption(pixels, token=token, prompt=QUESTIONS[0], max_new_tokens=12)) == answers[0]
    assert mine.encoded_pictures == 2
