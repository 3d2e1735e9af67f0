"""One step of the reader's training, and what it writes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from models.grounded.reader import TOKENS, LineReader, encoded
from models.training.reader.screens import made
from models.training.reader.train import main, network, save, score


def test_only_adapters_and_head_learn_and_they_are_small(minilm: Path, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(minilm / "tokenizer.json"))
    tokenizer.no_padding()
    examples = list(made(4, 1))
    rows = [encoded(tokenizer, one.question, (one.around, one.line)) for one in examples]
    torch.manual_seed(1)
    net = network(minilm)
    right = torch.tensor([float(one.answers) for one in examples])
    torch.nn.functional.binary_cross_entropy_with_logits(net(rows), right).backward()
    learning = {name for name, value in net.named_parameters() if value.grad is not None}
    assert all(name.endswith((".A", ".B")) or name.startswith("head.") for name in learning)
    assert any(name.startswith("bert.encoder.layer.0.") for name in learning)
    save(net, tmp_path / "reader.safetensors")
    assert (tmp_path / "reader.safetensors").stat().st_size < 2e6
    assert {value.dtype for value in load_file(tmp_path / "reader.safetensors").values()} == {torch.float16}
    assert "right" in score(net, rows, examples)


def test_what_was_trained_computes_the_same_without_torch(minilm: Path, tmp_path: Path) -> None:
    import torch
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(minilm / "tokenizer.json"))
    tokenizer.no_padding()
    lines = [("Open-air cinema", "Gates open: 19:15"), ("", "Bring a blanket."), ("heading " * 50, "word " * 200)]
    torch.manual_seed(1)
    net = network(minilm).eval()
    with torch.no_grad():
        for name, value in net.named_parameters():
            if name.endswith(".B"):
                value += 0.02 * torch.randn_like(value)
        theirs = net([encoded(tokenizer, "When do they open?", line) for line in lines]).sigmoid().numpy()
    save(net, tmp_path / "reader.safetensors")
    of_it = hashlib.sha256((tmp_path / "reader.safetensors").read_bytes()).hexdigest()
    ours = LineReader(minilm, tmp_path / "reader.safetensors", of_it).read("When do they open?", lines)
    assert abs(theirs - ours).max() < 2e-3  # half precision


def test_a_long_line_is_cut_after_the_question(minilm: Path) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(minilm / "tokenizer.json"))
    ids, second, line = encoded(tokenizer, "why " * 100, ("heading " * 50, "word " * 200))
    assert len(ids) == TOKENS
    assert second < line < TOKENS


def test_missing_sources_are_one_sentence(
    tmp_path: Path, minilm: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HEARSIGHT_MODELS", str(minilm.parent))
    assert main([str(tmp_path), "--out", str(tmp_path / "reader.safetensors")]) == 3
    told = capsys.readouterr().err
    assert told.startswith("train: ")
    assert "sa_valid.csv" in told
    assert told.count("\n") == 1
