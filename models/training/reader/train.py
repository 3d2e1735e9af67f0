"""Trains a reader of lines (does this line answer that question?) on one core, and writes its adapters.

    python -m models.training.reader.train SOURCES --out reader.safetensors
    python -m models.training.reader.train SOURCES --out trial.safetensors --pairs 500

A cross-encoder (Nogueira and Cho 2019): question and line go through MiniLM-L6-v2 together, changed by low-rank
adapters (LoRA, Hu et al. 2021); a small head reads the mean of the question's tokens, of the line's, and how they
differ. `models.grounded.reader` runs it; docs/answers.md tells what it is worth.

SOURCES is a folder with the files that `sources` names; their checksums are compared first. Needs MiniLM-L6-v2
(`hearsight models install minilm-l6-v2`) and torch. Takes about 0.05 s a pair; killed, it goes on from its last
checkpoint when it is started again with the same arguments.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from models.grounded.reader import PARTS, Row, encoded
from models.training.reader import screens, sources
from models.training.reader.screens import Example

RANK = 16
SCALE = 2.0
HIDDEN = 64
BATCH = 32
RATE = 1.5e-3
WARM_STEPS = 40
CHECKPOINT_S = 300
HELD_OUT = 0.04
"""Share of the questions that are only used to tell how well it does."""
SHARES = {"form": 0.62, "phone": 0.26, "tale": 0.12}
"""Of the pairs: made-up screens; phones' screens; texts."""


def examples(folder: Path, pairs: int, seed: int) -> tuple[list[Example], list[Example]]:
    """(to train with, held out), each in the order of its groups."""
    sources.check(folder)
    found: dict[str, list[list[Example]]] = defaultdict(list)
    for kind, source in (("form", screens.made(pairs // 4, seed)), ("", sources.every(folder, seed))):
        groups: dict[str, list[Example]] = defaultdict(list)
        for one in source:
            groups[one.group].append(one)
        for name, group in groups.items():
            found[kind or ("phone" if name.startswith("phone") else "tale")].append(group)
    order = random.Random(seed)  # noqa: S311 - no secret
    chosen: list[list[Example]] = []
    for kind, share in SHARES.items():
        order.shuffle(found[kind])
        if kind == "phone":  # whole screens first: what stands around there is real
            found[kind].sort(key=lambda group: all(not one.around for one in group))
        size = 0
        for group in found[kind]:
            if size >= share * pairs:
                break
            chosen.append(group)
            size += len(group)
    order.shuffle(chosen)
    held = int(HELD_OUT * len(chosen))
    return [one for group in chosen[held:] for one in group], [one for group in chosen[:held] for one in group]


def network(base: Path) -> Any:
    """The base with adapters, and the head; only those learn."""
    import torch
    from torch import nn
    from transformers import AutoModel

    class Adapted(nn.Module):  # type: ignore[misc]
        def __init__(self, linear: nn.Linear) -> None:
            super().__init__()
            self.linear = linear
            self.A = nn.Parameter(torch.randn(RANK, linear.in_features) * 0.02)
            self.B = nn.Parameter(torch.zeros(linear.out_features, RANK))

        def forward(self, x: Any) -> Any:
            return self.linear(x) + (x @ self.A.T) @ self.B.T * SCALE

    class Net(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.bert = AutoModel.from_pretrained(str(base), attn_implementation="sdpa", add_pooling_layer=False)
            for parameter in self.bert.parameters():
                parameter.requires_grad = False
            size = self.bert.config.hidden_size
            for block in self.bert.encoder.layer:
                for part in PARTS:
                    owner, name = part.rsplit(".", 1)
                    setattr(block.get_submodule(owner), name, Adapted(block.get_submodule(part)))
            self.head = nn.Sequential(nn.Linear(5 * size, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 1))

        def forward(self, rows: list[Row]) -> Any:
            longest = max(len(ids) for ids, *_ in rows)
            tokens, types, every = (torch.zeros(len(rows), longest, dtype=torch.long) for _ in range(3))
            asked, told = (torch.zeros(len(rows), longest, 1) for _ in range(2))
            for at, (ids, second, line) in enumerate(rows):
                tokens[at, : len(ids)] = torch.tensor(ids)
                types[at, second : len(ids)] = 1
                every[at, : len(ids)] = 1
                asked[at, 1 : second - 1] = told[at, line : len(ids) - 1] = 1.0
            x = self.bert(input_ids=tokens, attention_mask=every, token_type_ids=types).last_hidden_state
            q, t = ((x * mask).sum(1) / mask.sum(1).clamp(min=1.0) for mask in (asked, told))
            return self.head(torch.cat([x[:, 0], q, t, q * t, (q - t).abs()], -1))[:, 0]

    return Net()


def save(net: Any, file: Path) -> None:
    """Adapters (their scale taken in) and head in half precision."""
    import torch
    from safetensors.torch import save_file

    own: dict[str, Any] = {}
    for name, value in net.state_dict().items():
        if name.endswith(".A"):
            own[name.removeprefix("bert.")] = value
        elif name.endswith(".B"):
            own[name.removeprefix("bert.")] = value * SCALE
        elif name.startswith("head."):
            own[name] = value
    save_file({name: value.to(torch.float16).contiguous() for name, value in own.items()}, str(file))


def score(net: Any, rows: list[Any], held: list[Example]) -> str:
    """Of the held-out questions: how many answers a threshold gives, and how many of these are right."""
    import torch

    net.eval()
    with torch.no_grad():
        told = [float(one) for at in range(0, len(rows), 64) for one in net(rows[at : at + 64]).sigmoid()]
    net.train()
    groups: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for one, sure in zip(held, told, strict=True):
        groups[one.group].append((sure, one.answers))
    answerable = sum(any(right for _, right in group) for group in groups.values())
    parts = []
    for threshold in (0.5, 0.8, 0.9, 0.95):
        best = [max(group) for group in groups.values()]
        given = [right for sure, right in best if sure >= threshold]
        parts.append(f"{threshold}: {sum(given)}/{answerable} right, {len(given) - sum(given)} wrong")
    return "; ".join(parts)


def train(folder: Path, out: Path, base: Path, pairs: int, steps: int | None, seed: int) -> None:
    """`steps`: the rate falls to nothing by then; None: when all pairs were seen."""
    import torch
    from tokenizers import Tokenizer

    torch.set_num_threads(1)
    torch.manual_seed(seed)
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    learn, held = examples(folder, pairs, seed)
    rows = [encoded(tokenizer, one.question, (one.around, one.line)) for one in learn]
    held_rows = [encoded(tokenizer, one.question, (one.around, one.line)) for one in held]
    net = network(base)
    learning = [parameter for parameter in net.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(learning, lr=RATE, weight_decay=0.01)
    # Lines of like length together in a batch, the batches in any order.
    order = random.Random(seed)  # noqa: S311 - no secret
    at_random = list(range(len(rows)))
    order.shuffle(at_random)
    batches = []
    for start in range(0, len(at_random), 16 * BATCH):
        chunk = sorted(at_random[start : start + 16 * BATCH], key=lambda at: len(rows[at][0]))
        some = [chunk[at : at + BATCH] for at in range(0, len(chunk), BATCH)]
        order.shuffle(some)
        batches += some
    batches = batches[:steps]
    step, kept = 0, out.with_suffix(".checkpoint")
    if kept.is_file():
        state = torch.load(kept, weights_only=True)
        net.load_state_dict(state["net"])
        optimiser.load_state_dict(state["optimiser"])
        step = state["step"]
    print(f"{len(rows)} pairs in {len(batches)} steps, {len(held)} held out, from step {step}", flush=True)
    begun = saved = time.monotonic()
    done, losses = step, []
    for step in range(done, len(batches)):
        rate = RATE * min(1.0, (step + 1) / WARM_STEPS) * max(0.02, 1 - step / len(batches))
        for group in optimiser.param_groups:
            group["lr"] = rate
        batch = batches[step]
        right = torch.tensor([float(learn[at].answers) for at in batch])
        loss = torch.nn.functional.binary_cross_entropy_with_logits(net([rows[at] for at in batch]), right)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        optimiser.step()
        losses.append(float(loss.detach()))
        if step % 50 == 49:
            each = (time.monotonic() - begun) / (step + 1 - done)
            print(f"step {step + 1}: loss {sum(losses[-50:]) / 50:.3f}, {each:.2f} s a step", flush=True)
        if time.monotonic() - saved > CHECKPOINT_S:
            saved = time.monotonic()
            torch.save({"net": net.state_dict(), "optimiser": optimiser.state_dict(), "step": step + 1}, kept)
            save(net, out)
            print(score(net, held_rows, held), flush=True)
    save(net, out)
    print(score(net, held_rows, held), flush=True)


def main(argv: list[str] | None = None) -> int:
    from models.store import Store

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path, help="folder with the files of models/training/reader/sources.py")
    parser.add_argument("--out", type=Path, required=True, help="the adapters that are written (.safetensors)")
    parser.add_argument("--pairs", type=int, default=32_000, help="questions with a line, about (default 32000)")
    parser.add_argument("--steps", type=int, help="end after so many (default: when all pairs were seen)")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    try:
        train(args.sources, args.out, Store().path("minilm-l6-v2"), args.pairs, args.steps, args.seed)
    except (OSError, ValueError) as error:
        print(f"train: {error}", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
