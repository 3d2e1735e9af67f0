"""Makes `models/weights/elements.onnx`.

    python -m models.training.elements.train --modules NODE_MODULES --work DIR [--pages 1200] [--epochs 14]

1. `--modules`: a folder with the npm packages of `packages.txt` (`npm install` of exactly those).
2. Pages are rendered (Chromium) and windows drawn (Qt, by benchmarks/elements_pages/qt_page.py) into DIR, once.
3. The network is trained on the kits and styles of the split "train", and its thresholds are looked at on "tune"
   (`benchmarks/elements.py`); the split "test" is used by the benchmark alone.

Needs torch, and onnx for the export; neither is needed to run the app.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import nn

from models.evidence.elements.net import ROLES, STATES, WEIGHTS
from models.training.elements.chromium import Example, rendered
from models.training.elements.dataset import Samples, from_folder, samples
from models.training.elements.pages import pages

QT_STYLES = (("train", "Fusion"), ("tune", "Windows"))
CHUNK = 60
"""Pages whose crops are cut at once."""


class ElementNet(nn.Module):  # type: ignore[misc]
    """About 4 million multiplications a candidate."""

    def __init__(self) -> None:
        super().__init__()

        def layer(before: int, after: int, size: int, stride: int = 1) -> nn.Sequential:
            convolution = nn.Conv2d(before, after, size, stride, size // 2, bias=False)
            return nn.Sequential(convolution, nn.BatchNorm2d(after), nn.ReLU(inplace=True))

        self.body = nn.Sequential(
            layer(4, 16, 5, 2), nn.MaxPool2d(2), layer(16, 40, 3), nn.MaxPool2d(2), layer(40, 72, 3),
        )  # fmt: skip
        self.narrow = layer(72, 24, 1)
        self.mix = nn.Sequential(nn.Linear(24 * 4 * 12 + 72 + 3, 128), nn.ReLU(inplace=True), nn.Dropout(0.2))
        self.role = nn.Linear(128, len(ROLES))
        self.state = nn.Linear(128, len(STATES))
        self.value = nn.Linear(128, 1)

    def forward(self, crops: torch.Tensor, numbers: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Logits of the roles and states, and values in 0..1."""
        found = self.body(crops - 0.5)
        flat = torch.cat((self.narrow(found).flatten(1), found.mean((2, 3)), numbers), 1)
        mixed = self.mix(flat)
        return self.role(mixed), self.state(mixed), torch.sigmoid(self.value(mixed)).squeeze(1)


class Exported(nn.Module):  # type: ignore[misc]
    """The same with probabilities, as the app wants them."""

    def __init__(self, net: ElementNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, crops: torch.Tensor, numbers: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        role, state, value = self.net(crops, numbers)
        return torch.softmax(role, 1), torch.sigmoid(state), value


def examples(split: str, count: int, modules: Path, work: Path, seed: int) -> Iterator[Example]:
    """The pages of a split, then the Qt windows of its style, a sixth as many."""
    yield from rendered(pages(split, count, modules, seed))
    for style in (style for which, style in QT_STYLES if which == split):
        for factor in ("1", "1.5", "2"):
            folder = work / f"qt-{style}-{factor}"
            if not folder.exists():
                script = Path(__file__).parents[3] / "benchmarks" / "elements_pages" / "qt_page.py"
                command = [sys.executable, str(script), str(folder), "--style", style, "--count", str(count // 12)]
                env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": factor}
                subprocess.run(
                    [*command, "--seed", str(round(float(factor) * 10))], check=True, env=env, stderr=subprocess.DEVNULL
                )
            yield from from_folder(folder, f"qt-{style}")


def cut(split: str, count: int, modules: Path, work: Path, seed: int) -> list[Path]:
    """Files of samples, made once."""
    done = work / split / "done"
    if not done.exists():
        part: list[Example] = []
        number = 0
        for example in examples(split, count, modules, work, seed):
            part.append(example)
            if len(part) == CHUNK:
                samples(part, number).save(work / split / f"{number}.npz")
                print(split, number, "of", (count + count // 4) // CHUNK, flush=True)
                part, number = [], number + 1
        samples(part, number).save(work / split / f"{number}.npz")
        done.touch()
    return sorted((work / split).glob("*.npz"), key=lambda path: int(path.stem))


def joined(files: list[Path]) -> Samples:
    parts = [Samples.load(path) for path in files]
    return Samples(*(np.concatenate([getattr(part, name) for part in parts]) for name in Samples.__slots__))


def fewer(data: Samples, most: int, seed: int) -> Samples:
    """At most so many of them, drawn at random."""
    chosen = np.sort(np.random.default_rng(seed).permutation(len(data.roles))[:most])
    return Samples(*(getattr(data, name)[chosen] for name in Samples.__slots__))


def changed(crops: torch.Tensor) -> torch.Tensor:
    """With a little more or less contrast and another tint; hues stay, since red is what means an error."""
    count = len(crops)
    gain = torch.empty(count, 1, 1, 1).uniform_(0.75, 1.25)
    shift = torch.empty(count, 3, 1, 1).uniform_(-0.08, 0.08)
    colours = ((crops[:, :3] - 0.5) * gain + 0.5 + shift).clamp(0, 1)
    return torch.cat((colours, crops[:, 3:]), 1)


def train(data: Samples, held: Samples, epochs: int, seed: int, kept: Path) -> ElementNet:
    """`kept`: where the weights are written after each epoch; what is there already is gone on from."""
    torch.manual_seed(seed)
    torch.set_num_threads(2)
    net: ElementNet = ElementNet().to(memory_format=torch.channels_last)
    if kept.exists():
        net.load_state_dict(torch.load(kept, weights_only=True))
    batch, count = 256, len(data.roles)
    optimiser = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=epochs * (count // batch) + 1)
    for epoch in range(epochs):
        net.train()
        order, told = torch.randperm(count), 0.0
        for at in range(0, count - batch + 1, batch):
            chosen = order[at : at + batch].numpy()
            crops = changed(torch.from_numpy(data.crops[chosen]).float() / 255)
            role, state, value = net(crops, torch.from_numpy(data.numbers[chosen]))
            loss = _loss(role, state, value, data, chosen)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            told += float(loss.detach())
        torch.save(net.state_dict(), kept)
        print(f"epoch {epoch + 1}: loss {told / max(1, count // batch):.3f}; {measured(net, held)}", flush=True)
    net.eval()
    return net


def _loss(
    role: torch.Tensor, state: torch.Tensor, value: torch.Tensor, data: Samples, chosen: np.ndarray
) -> torch.Tensor:
    truth = torch.from_numpy(data.states[chosen]).float()
    known = (truth >= 0).float()
    states = nn.functional.binary_cross_entropy_with_logits(state, truth.clamp(0), reduction="none")
    values = torch.from_numpy(data.values[chosen])
    has = (values >= 0).float()
    off = (
        nn.functional.smooth_l1_loss(value, values.clamp(0), reduction="none", beta=0.02) * has
    ).sum() / has.sum().clamp(1)
    roles = nn.functional.cross_entropy(role, torch.from_numpy(data.roles[chosen]), label_smoothing=0.02)
    return roles + (states * known).sum() / known.sum().clamp(1) + 2 * off


@torch.no_grad()  # type: ignore[untyped-decorator]
def measured(net: ElementNet, data: Samples) -> str:
    """Right roles and states of held-out samples, candidate by candidate."""
    net.eval()
    parts = []
    for at in range(0, len(data.roles), 1024):
        crops = torch.from_numpy(data.crops[at : at + 1024]).float() / 255
        parts.append(net(crops, torch.from_numpy(data.numbers[at : at + 1024])))
    role, state, value = (torch.cat([part[place] for part in parts]).numpy() for place in range(3))
    right = float((role.argmax(1) == data.roles).mean())
    known = data.states >= 0
    each = [
        f"{name} {((state[:, at] > 0) == (data.states[:, at] > 0))[known[:, at]].mean():.3f}"
        for at, name in enumerate(STATES)
        if known[:, at].any()
    ]
    has = data.values >= 0
    off = float(np.median(np.abs(value - data.values)[has])) if has.any() else 0.0
    return f"roles {right:.3f}, {', '.join(each)}, value off by {off:.3f}"


def export(net: ElementNet, out: Path) -> None:
    """ONNX with the batch normalisation folded in. Needs the package `onnx`."""
    shown = (torch.zeros(2, 4, 32, 96), torch.zeros(2, 3))
    names = ["roles", "states", "values"]
    several = {name: {0: "n"} for name in ("crops", "numbers", *names)}
    torch.onnx.export(
        Exported(net).eval().to(memory_format=torch.contiguous_format), shown, str(out), dynamo=False, opset_version=17,
        input_names=["crops", "numbers"], output_names=names, dynamic_axes=several,
    )  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--modules", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("build/elements"))
    parser.add_argument("--pages", type=int, default=1200)
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--samples", type=int, default=200_000, help="of those cut, drawn at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    asked = parser.parse_args()
    data = joined(cut("train", asked.pages, asked.modules, asked.work, asked.seed))
    data = fewer(data, asked.samples, asked.seed)
    held = joined(cut("tune", asked.pages // 6, asked.modules, asked.work, asked.seed + 1))
    print(f"{len(data.roles)} samples, {int((data.roles > 0).sum())} of them controls", flush=True)
    net = train(data, held, asked.epochs, asked.seed, asked.work / "elements.pt")
    export(net, asked.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
