"""GGUF models: what the files say is read here; the binding is a fake with the methods that its documentation has."""

from __future__ import annotations

import ctypes
import importlib.machinery
import struct
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import BadSetting, ModelBroken, ModelMissing, ModelTrouble
from models.vlm.gguf import GgufModel, model_files
from models.vlm.gguf_header import read_header
from models.vlm.prompt import Prompt

PICTURE = np.full((40, 60, 3), 90, np.uint8)
TEMPLATE = "{% for message in messages %}{{ message.content }}{% endfor %}"


def gguf(path: Path, values: dict[str, Any], tensors: int = 1, cut: int | None = None, version: int = 3) -> Path:
    """A file as the format has it, without real weights."""

    def text(value: str) -> bytes:
        return struct.pack("<Q", len(value.encode())) + value.encode()

    data = b"GGUF" + struct.pack("<IQQ", version, tensors, len(values))
    for key, value in values.items():
        data += text(key)
        if isinstance(value, str):
            data += struct.pack("<I", 8) + text(value)
        elif isinstance(value, list):
            data += struct.pack("<IIQ", 9, 8, len(value)) + b"".join(text(one) for one in value)
        elif isinstance(value, float):
            data += struct.pack("<If", 6, value)
        else:
            data += struct.pack("<II", 4, value)
    path.write_bytes((data + b"\0" * 64)[:cut])
    return path


def language_model(path: Path, **more: Any) -> Path:
    values = {"general.architecture": "llama", "general.name": "Tiny", "tokenizer.ggml.tokens": ["a", "bc"]}
    return gguf(path, {**values, "tokenizer.chat_template": TEMPLATE, "llama.rope.freq_base": 1e4, **more})


def eyes(path: Path) -> Path:
    return gguf(path, {"general.architecture": "clip", "clip.vision.image_size": 512})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    language_model(tmp_path / "tiny-Q4_K_M.gguf")
    eyes(tmp_path / "mmproj-tiny.gguf")
    return tmp_path


class Llama:
    """What of `llama_cpp.Llama` is used."""

    made: ClassVar[list[dict[str, Any]]] = []
    logs: ClassVar[list[Any]] = []
    events: ClassVar[list[dict[str, Any]]] = []
    error: Exception | None = None
    asked: ClassVar[dict[str, Any]] = {}

    def __init__(self, **settings: Any) -> None:
        self.made.append(settings)
        self.ctx = object()

    def create_chat_completion(self, **asked: Any) -> Iterator[dict[str, Any]]:
        Llama.asked = asked
        for event in self.events:
            asked["logits_processor"](np.array([1]), np.log(np.array([0.75, 0.25], np.float32)))
            yield event
        if self.error is not None:
            raise self.error


class Handler:
    def __init__(self, clip_model_path: str, verbose: bool = True, use_gpu: bool = True) -> None:
        self.clip_model_path = clip_model_path


class Processors(list[Any]):
    def __call__(self, ids: Any, scores: Any) -> Any:
        for one in self:
            scores = one(ids, scores)
        return scores


def event(text: str = "", reason: str | None = None) -> dict[str, Any]:
    return {"choices": [{"delta": {"content": text} if text else {"role": "assistant"}, "finish_reason": reason}]}


@pytest.fixture
def binding(monkeypatch: pytest.MonkeyPatch) -> type[Llama]:
    fake: Any = types.ModuleType("llama_cpp")
    fake.__spec__ = importlib.machinery.ModuleSpec("llama_cpp", None)
    chat: Any = types.ModuleType("llama_cpp.llama_chat_format")
    chat.MTMDChatHandler = Handler
    fake.llama_chat_format, fake.Llama, fake.LogitsProcessorList = chat, Llama, Processors
    fake.ggml_abort_callback = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p)
    fake.llama_set_abort_callback = lambda ctx, callback, data: setattr(Llama, "abort", staticmethod(callback))
    eyes: Any = types.ModuleType("llama_cpp.mtmd_cpp")
    fake.mtmd_cpp, fake.llama_log_callback = eyes, lambda told: told
    eyes.mtmd_log_set = eyes.mtmd_helper_log_set = lambda told, data: Llama.logs.append(told)
    monkeypatch.setattr(Llama, "logs", [])
    monkeypatch.setitem(sys.modules, "llama_cpp", fake)
    monkeypatch.setitem(sys.modules, "llama_cpp.mtmd_cpp", eyes)
    monkeypatch.setitem(sys.modules, "llama_cpp.llama_chat_format", chat)
    monkeypatch.setattr(Llama, "made", [])
    monkeypatch.setattr(Llama, "error", None)
    monkeypatch.setattr(Llama, "events", [event(), event("A red"), event(" square."), event(reason="stop")])
    return Llama


# -- the files ------------------------------------------------------------------------------------------------------


def test_a_header_tells_what_a_file_is(folder: Path) -> None:
    header = read_header(folder / "tiny-Q4_K_M.gguf")
    assert (header.architecture, header.name, header.talks, header.is_projector) == ("llama", "Tiny", True, False)
    assert header.values["llama.rope.freq_base"] == pytest.approx(1e4)
    assert read_header(folder / "mmproj-tiny.gguf").is_projector


def test_every_cut_of_a_header_is_told(tmp_path: Path) -> None:
    whole = language_model(tmp_path / "whole.gguf").read_bytes()
    for length in range(len(whole) - 64):
        cut = tmp_path / "cut.gguf"
        cut.write_bytes(whole[:length])
        with pytest.raises(ModelBroken):
            read_header(cut)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\3\4 a zip file", "is no GGUF model"),
        (b"GGUF" + struct.pack("<IQQ", 9, 1, 0), "of version 9"),
        (b"GGUF" + struct.pack("<IQQ", 3, 1, 2**60), "makes no sense"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 1, 1, 2**60), "damaged or not whole"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 1, 1, 1) + b"k" + struct.pack("<I", 77), "damaged or not whole"),
    ],
)
def test_a_file_that_is_none_is_one_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    (tmp_path / "x.gguf").write_bytes(data)
    with pytest.raises(ModelBroken, match=sentence):
        read_header(tmp_path / "x.gguf")


def test_the_model_and_its_eyes_are_found(folder: Path) -> None:
    for source in (folder, folder / "tiny-Q4_K_M.gguf"):
        model, found, _ = model_files(source)
        assert (model.name, found.name if found else "") == ("tiny-Q4_K_M.gguf", "mmproj-tiny.gguf")


def test_of_a_model_in_parts_the_first_is_taken(tmp_path: Path) -> None:
    for part in (1, 2):
        language_model(tmp_path / f"big-0000{part}-of-00002.gguf")
    assert model_files(tmp_path)[0].name == "big-00001-of-00002.gguf"


def test_a_folder_that_leaves_it_open_is_one_sentence(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    language_model(folder / "other.gguf")
    with pytest.raises(ModelBroken, match=r"holds 2 models. Name one file: other\.gguf"):
        model_files(folder)
    with pytest.raises(ModelBroken, match="only the eyes"):
        model_files(folder / "mmproj-tiny.gguf")
    with pytest.raises(ModelBroken, match="no GGUF model"):
        model_files(tmp_path_factory.mktemp("empty"))


# -- the model ------------------------------------------------------------------------------------------------------


def test_without_the_package_it_is_said_how_to_install_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.vlm.gguf.find_spec", lambda _: None)
    with pytest.raises(ModelMissing, match=r"pip install 'hearsight\[gguf\]'"):
        GgufModel(str(folder)).warm(token=Token())
    assert GgufModel(str(folder)).about(token=Token())["tasks"] == ("caption", "answer")


def test_a_picture_and_a_question_become_words_with_probabilities(folder: Path, binding: type[Llama]) -> None:
    prompt = Prompt("answer", "Be true.", "What is it?", "What is it?")
    model = GgufModel(str(folder), device="cpu")
    pieces = list(model.pieces(PICTURE, token=Token(), prompt=prompt, max_new_tokens=20))
    assert [piece.text for piece in pieces] == ["A red", " square.", ""]
    assert pieces[1].probability == pytest.approx(0.75)
    assert not pieces[-1].cut
    (made,) = binding.made
    assert (made["n_gpu_layers"], made["verbose"]) == (0, False)
    assert Path(made["chat_handler"].clip_model_path).name == "mmproj-tiny.gguf"
    system, user = binding.asked["messages"]
    assert system == {"role": "system", "content": "Be true."}
    assert user["content"][0]["image_url"]["url"].startswith("data:image/jpeg;base64,")
    assert (binding.asked["max_tokens"], binding.asked["temperature"]) == (20, 0.0)
    list(model.pieces(PICTURE, token=Token()))
    assert len(binding.made) == 1  # loaded once


def test_the_last_token_that_fits_is_told(folder: Path, binding: type[Llama]) -> None:
    binding.events = [event("A red"), event(reason="length")]
    assert list(GgufModel(str(folder)).pieces(PICTURE, token=Token()))[-1].cut


def test_a_cancel_stops_before_the_next_word(folder: Path, binding: type[Llama]) -> None:
    token = Token()
    pieces = GgufModel(str(folder)).pieces(PICTURE, token=token)
    assert next(pieces).text == "A red"
    token.cancel()
    with pytest.raises(Cancelled):
        next(pieces)


def test_a_cancel_while_the_prompt_is_read_leaves_the_graph(folder: Path, binding: type[Llama]) -> None:
    token = Token()

    class Reads(Llama):
        def create_chat_completion(self, **asked: Any) -> Iterator[dict[str, Any]]:
            assert not Llama.abort(None)  # type: ignore[attr-defined]
            token.cancel()
            assert Llama.abort(None)  # type: ignore[attr-defined]
            raise RuntimeError("llama_decode returned 2")
            yield

    sys.modules["llama_cpp"].Llama = Reads  # type: ignore[attr-defined]
    with pytest.raises(Cancelled):
        list(GgufModel(str(folder)).pieces(PICTURE, token=token))


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ValueError("Requested tokens (9000) exceed context window of 8192"), "too long for the model"),
        (ValueError("Vision is not supported by this model"), "don't fit it"),
        (ValueError("Failed to tokenize input: error code 1"), "a picture of this shape"),
        (RuntimeError("llama_decode returned -3"), "failed"),
        (RuntimeError("Failed to tokenize: text=\"b'my password on the clip'\" n_tokens=-9"), "failed"),
    ],
)
def test_what_the_binding_raises_is_one_sentence(
    folder: Path, binding: type[Llama], error: Exception, sentence: str
) -> None:
    binding.error = error
    with pytest.raises(ModelTrouble, match=sentence) as told:
        list(GgufModel(str(folder)).pieces(PICTURE, token=Token()))
    assert told.value.detail
    assert "password" not in told.value.detail, "what was asked is nothing for the log"


def test_a_model_without_eyes_or_without_a_template_is_refused(tmp_path: Path, binding: type[Llama]) -> None:
    language_model(tmp_path / "words.gguf")
    blind = GgufModel(str(tmp_path))
    assert blind.about(token=Token())["tasks"] == ()
    with pytest.raises(ModelTrouble, match="can't look at pictures"):
        list(blind.pieces(PICTURE, token=Token()))
    gguf(tmp_path / "words.gguf", {"general.architecture": "llama"})
    with pytest.raises(ModelTrouble, match="no chat template"):
        GgufModel(str(tmp_path)).warm(token=Token())


def test_the_library_s_log_which_has_the_prompt_in_it_goes_nowhere(
    folder: Path, binding: type[Llama], capfd: pytest.CaptureFixture[str]
) -> None:
    GgufModel(str(folder)).warm(token=Token())
    assert len(binding.logs) == 2
    for log in binding.logs:
        log(1, b"the prompt", None)
    assert capfd.readouterr() == ("", "")


def test_a_binding_that_does_not_fit_its_library_is_one_sentence(
    folder: Path, binding: type[Llama], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("Failed to load shared library libmtmd.so")

    monkeypatch.setattr(sys.modules["llama_cpp.llama_chat_format"], "MTMDChatHandler", broken)
    with pytest.raises(ModelBroken, match="can't be loaded"):
        GgufModel(str(folder)).warm(token=Token())


def test_an_unknown_setting_is_refused(folder: Path, binding: type[Llama]) -> None:
    with pytest.raises(BadSetting, match="'beams'"):
        list(GgufModel(str(folder)).pieces(PICTURE, token=Token(), beams=3))
    with pytest.raises(BadSetting, match="one beam"):
        list(GgufModel(str(folder)).pieces(PICTURE, token=Token(), num_beams=4))
