"""`hearsight train`: making models of one's own."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import rich_click as click


@click.group("train")
def train() -> None:
    """Make a small model from a large one."""


@train.command("distill")
@click.argument("teacher", metavar="TEACHER")
@click.argument("student", metavar="STUDENT")
@click.option(
    "--data", required=True, metavar="FOLDER", help="Pictures to learn from; the teacher says what they show."
)
@click.option("--out", required=True, metavar="DIR", help="Where the run's state and the student go.")
@click.option(
    "--epochs", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Most rounds through all."
)
@click.option("--batch", type=click.IntRange(1, 1024), default=4, show_default=True, help="Pictures a step.")
@click.option("--learning-rate", type=click.FloatRange(0, 1, min_open=True), default=3e-4, show_default=True)
@click.option("--temperature", type=click.FloatRange(0.1, 100), default=2.0, show_default=True, help="Softens both.")
@click.option(
    "--hidden", type=click.FloatRange(0, 100), default=0.1, show_default=True, help="Weight of hidden states."
)
@click.option("--patience", type=click.IntRange(1, 1000), default=3, show_default=True, help="Epochs without gain.")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--device", metavar="DEVICE", help="cpu, cuda, cuda:1, mps or xpu; the best one by default.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout and nothing else.")
def distill(
    teacher: str,
    student: str,
    data: str,
    out: str,
    epochs: int,
    batch: int,
    learning_rate: float,
    temperature: float,
    hidden: float,
    patience: int,
    seed: int,
    device: str | None,
    as_json: bool,
) -> None:
    """Teach STUDENT, a captioning model's folder, what TEACHER says of the pictures in a folder.

    Both need the same tokenizer. A run that was stopped goes on when the same command is given again;
    the best student so far is in DIR/student.

    [b]Examples[/b]

      hearsight train distill vit-gpt2 ~/small-captioner --data ~/Pictures --out ~/distilled

      hearsight describe photo.jpg --engine vlm --model ~/distilled/student
    """
    from assistant.model_speed import every_picture_of, folder_of
    from models.device import choose
    from models.training.distill import Progress, Recipe
    from models.training.distill import distill as run
    from models.vlm.families import load

    pictures = every_picture_of(data)
    where = choose(device, "float32")
    recipe = Recipe(
        epochs=epochs,
        batch=batch,
        learning_rate=learning_rate,
        temperature=temperature,
        hidden=hidden,
        patience=patience,
        seed=seed,
    )
    epoch = -1

    def tell(progress: Progress, loss: float) -> None:
        nonlocal epoch
        if progress.epoch != epoch:
            epoch = progress.epoch
            print(f"Epoch {epoch + 1} of at most {epochs}: loss {loss:.4f}", file=sys.stderr, flush=True)

    origin, place = folder_of(student), Path(out).expanduser()
    done = run(load(folder_of(teacher), where), load(origin, where), pictures, place, origin, recipe, told=tell)
    folder = place / "student"
    better = done.best < done.losses[0]
    if as_json:
        told = {"student": str(folder), "losses": done.losses, "best": done.best, "steps": done.step}
        print(json.dumps({**told, "ended": done.ended, "better": better}))
        return
    why = "it got no better" if done.ended == "early" else "all epochs are done"
    print(f"Ended after {done.epoch} epochs, since {why}. Loss on pictures held back: {done.losses[0]:.4f} before,")
    print(f"{done.best:.4f} at best. The student: {folder}")
    if not better:
        print("It is no better than before. Try a smaller learning rate, or more pictures.")
