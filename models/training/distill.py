"""Teach a small captioner what a large one would say: its probabilities, softened, and what goes on inside it.

The teacher captions each picture (Kim and Rush 2016, arXiv 1606.07947); on these words the student is to give the
teacher's probabilities at a temperature (Hinton, Vinyals and Dean 2015, arXiv 1503.02531) and, through a learned map
where widths differ, its hidden states (Jiao et al. 2020, arXiv 1909.10351). Both need one tokenizer.

A run can be stopped at any time and goes on as if it had not been: state is written whole or not at all, chance comes
from the seed and the number of the step alone. No pickle is written or read.
"""

from __future__ import annotations

import json
import math
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cancel import Token
from assistant.errors import InstallFailed, ModelBroken, ModelTrouble, UnusableInput
from models.vlm.quantize import copy_companions

if TYPE_CHECKING:
    from assistant.types import Pixels
    from models.vlm.families import Loaded

STATE = "state.safetensors"
STUDENT = "student"
OLD_STUDENT = ".student.old"
LOG = "log.jsonl"
HELD_BACK = 5
"""Every fifth picture is not learned from: early stopping looks at these."""
CLIP = 1.0
"""Largest norm of a step's gradient."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a run does; a run that goes on must be asked the same, `epochs` excepted."""

    epochs: int = 20
    batch: int = 4
    learning_rate: float = 3e-4
    temperature: float = 2.0
    words: float = 0.3
    """Weight of the teacher's chosen words (cross-entropy); the rest is that of its probabilities."""
    hidden: float = 0.1
    """Weight of the hidden states; 0 leaves them out."""
    patience: int = 3
    """Epochs without a better loss on the pictures held back, after which a run ends."""
    tokens: int = 32
    seed: int = 0


@dataclass(slots=True)
class Progress:
    """Where a run stands, and how it went."""

    step: int = 0
    epoch: int = 0
    best: float = math.inf
    since_best: int = 0
    ended: str = ""
    """"epochs", "early", or nothing while it goes on."""
    losses: list[float] = field(default_factory=list)
    """On the pictures held back: before the first epoch, then after each."""


def softened(student: Any, teacher: Any, temperature: float) -> Any:
    """T² KL(teacher || student) of (tokens, words) logits at temperature T, the mean over tokens. The square keeps
    the gradient's size whatever the temperature (Hinton et al., section 2)."""
    import torch

    wanted = torch.log_softmax(teacher / temperature, -1)
    given = torch.log_softmax(student / temperature, -1)
    return temperature**2 * (wanted.exp() * (wanted - given)).sum(-1).mean()


def distill(
    teacher: Loaded,
    student: Loaded,
    pictures: Sequence[Pixels],
    out: Path,
    origin: Path,
    recipe: Recipe | None = None,
    *,
    told: Callable[[Progress, float], None] = lambda progress, loss: None,
    token: Token | None = None,
) -> Progress:
    """Train `student` in place; its best is in `out`/student, beside copies of what else lies in its folder `origin`
    (tokenizer, processor). Goes on where an earlier run in `out` stopped. `told`
    gets each step's loss.

    Raises `ModelTrouble` (other tokenizers, a model that doesn't write, a loss that is no number: the best student so
    far stays), `UnusableInput` (too few pictures, a run of another recipe in `out`), `ModelBroken` (a damaged state),
    `InstallFailed` (`out` can't be written) and `Cancelled` (what was learned since the last
    epoch is learned again by the next run).
    """
    recipe, token = recipe or Recipe(), token or Token()
    _fit_together(teacher, student)
    learned, held = _split(pictures)
    run = _Run(teacher, student, recipe, out, origin, len(pictures))
    progress = run.resumed()
    captions = [_caption(teacher, pixels, recipe.tokens, token) for pixels in pictures]

    def pairs(places: Sequence[int]) -> Iterator[tuple[Pixels, Any]]:
        return ((pictures[at], captions[at]) for at in places)

    if not progress.losses:
        progress.losses.append(run.measured(pairs(held), token))
    while progress.epoch < recipe.epochs and progress.ended != "early":
        for batch in _batches(len(learned), recipe, progress.epoch):
            token.check()
            loss = run.step(list(pairs([learned[at] for at in batch])), progress.step, token)
            if not math.isfinite(loss):
                raise ModelTrouble(_no_number(progress, out))
            progress.step += 1
            told(progress, loss)
        progress.epoch += 1
        _judge(run, progress, run.measured(pairs(held), token), recipe, out)
    return progress


def _judge(run: _Run, progress: Progress, loss: float, recipe: Recipe, out: Path) -> None:
    """After an epoch: keep the student if it is the best yet, end the run if it has not been for long."""
    if not math.isfinite(loss):
        raise ModelTrouble(_no_number(progress, out))
    progress.losses.append(loss)
    if loss < progress.best:
        progress.best, progress.since_best = loss, 0
        run.keep_student()
    else:
        progress.since_best += 1
    early = progress.since_best >= recipe.patience
    progress.ended = "early" if early else "epochs" if progress.epoch >= recipe.epochs else ""
    run.write_state(progress)
    with _writing(out), (out / LOG).open("a", encoding="utf-8") as file:
        file.write(json.dumps({"epoch": progress.epoch, "step": progress.step, "loss": loss}) + "\n")


def _no_number(progress: Progress, out: Path) -> str:
    kept = f"The best student so far is in {out / STUDENT}." if (out / STUDENT).is_dir() else "No student was kept."
    return f"Training stopped at step {progress.step}: the loss is no number. {kept} Try a smaller learning rate."


class _Run:
    """The two models, the optimiser and what is on disk."""

    def __init__(
        self, teacher: Loaded, student: Loaded, recipe: Recipe, out: Path, origin: Path, pictures: int
    ) -> None:
        import torch

        self._teacher, self._student, self._recipe = teacher, student, recipe
        self._out, self._origin = out, origin
        self._told = {**_lasting(recipe), "teacher": teacher.name, "student": student.name, "pictures": pictures}
        teacher.model.requires_grad_(False)
        student.model.requires_grad_(True)
        torch.manual_seed(recipe.seed)
        wide = _width(student), _width(teacher)
        self._map = torch.nn.Linear(*wide, bias=False).to(student.model.device)
        self._weights = [*student.model.parameters(), *self._map.parameters()]
        self._optimiser = torch.optim.AdamW(self._weights, lr=recipe.learning_rate)

    def step(self, batch: list[tuple[Pixels, Any]], number: int, token: Token) -> float:
        """One step of the optimiser; the loss before it. Weights stay as they are when that is no number."""
        import torch

        torch.manual_seed(self._recipe.seed * 1_000_003 + number)
        self._student.model.train()
        self._optimiser.zero_grad(set_to_none=True)
        whole = 0.0
        for pixels, caption in batch:
            token.check()
            loss = self._loss(pixels, caption) / len(batch)
            loss.backward()
            whole += float(loss.detach())
        norm = float(torch.nn.utils.clip_grad_norm_(self._weights, CLIP))
        if not (math.isfinite(whole) and math.isfinite(norm)):
            return math.nan
        self._optimiser.step()
        return whole

    def measured(self, pairs: Iterator[tuple[Pixels, Any]], token: Token) -> float:
        """The mean loss, learning nothing."""
        import torch

        self._student.model.eval()
        losses = []
        with torch.no_grad():
            for pixels, caption in pairs:
                token.check()
                losses.append(float(self._loss(pixels, caption)))
        return sum(losses) / len(losses)

    def _loss(self, pixels: Pixels, caption: Any) -> Any:
        import torch

        with torch.no_grad():
            wanted, inside = _read(self._teacher, pixels, caption)
        given, own = _read(self._student, pixels, caption)
        words = torch.nn.functional.cross_entropy(given, caption[1:].to(given.device))
        recipe = self._recipe
        loss = recipe.words * words + (1 - recipe.words) * softened(given, wanted, recipe.temperature)
        if recipe.hidden:
            pairs = zip(*_matched(own, inside), strict=True)
            apart = [torch.nn.functional.mse_loss(self._map(one), other) for one, other in pairs]
            loss = loss + recipe.hidden * torch.stack(apart).mean()
        return loss

    def keep_student(self) -> None:
        """The student as a model's folder, whole or as it was. A run that is stopped between the two names leaves it
        under the old one, and the next run puts it back."""
        part, place, old = self._out / f".{STUDENT}.part", self._out / STUDENT, self._out / OLD_STUDENT
        shutil.rmtree(part, ignore_errors=True)
        with _writing(self._out):
            part.mkdir()
            copy_companions(self._origin, part)
            self._student.model.save_pretrained(part)
            shutil.rmtree(old, ignore_errors=True)
            if place.exists():
                place.replace(old)
            part.replace(place)
        shutil.rmtree(old, ignore_errors=True)

    def write_state(self, progress: Progress) -> None:
        from safetensors.torch import save_file

        tensors = {f"weight.{at}": weight.detach().contiguous() for at, weight in enumerate(self._weights)}
        for at, weight in enumerate(self._weights):
            for name, value in self._optimiser.state.get(weight, {}).items():
                tensors[f"{name}.{at}"] = value.detach().contiguous()
        told = {"recipe": json.dumps(self._told), "progress": json.dumps(asdict(progress))}
        part = self._out / f".{STATE}.part"
        with _writing(self._out):
            save_file({name: tensor.clone() for name, tensor in tensors.items()}, part, metadata=told)
            part.replace(self._out / STATE)

    def resumed(self) -> Progress:
        """Weights and optimiser as an earlier run left them; a new one where there was none."""
        import torch
        from safetensors import SafetensorError, safe_open

        with _writing(self._out):
            self._out.mkdir(parents=True, exist_ok=True)
            if (self._out / OLD_STUDENT).is_dir() and not (self._out / STUDENT).exists():
                (self._out / OLD_STUDENT).replace(self._out / STUDENT)
        if not (self._out / STATE).is_file():
            return Progress()
        try:
            with safe_open(self._out / STATE, "pt") as file:
                told = file.metadata()
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - no mapping
            same = json.loads(told["recipe"]) == self._told
            progress = Progress(**json.loads(told["progress"]))
            if same:
                with torch.no_grad():
                    for at, weight in enumerate(self._weights):
                        weight.copy_(tensors[f"weight.{at}"])
                        names = ("step", "exp_avg", "exp_avg_sq")
                        state = {name: tensors[f"{name}.{at}"] for name in names if f"{name}.{at}" in tensors}
                        if state:
                            place = weight.device
                            moved = {name: value.to(place) for name, value in state.items() if name != "step"}
                            self._optimiser.state[weight] = {"step": state["step"], **moved}
        except (SafetensorError, OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
            raise ModelBroken(
                f"The state of the run in {self._out} is damaged. Give another --out, or remove it.", detail=repr(error)
            ) from error
        if not same:
            raise UnusableInput(
                f"The run in {self._out} has another recipe, other models or other pictures. "
                "Ask it the same, or give another --out."
            )
        if progress.ended == "epochs" and progress.epoch < self._recipe.epochs:
            progress.ended = ""
        return progress


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    """A full disk or a folder that can't be written to is a sentence."""
    from safetensors import SafetensorError

    try:
        yield
    except (OSError, SafetensorError) as error:
        raise InstallFailed(
            f"The run could not be written to {out}. Is there room on the disk?", detail=repr(error)
        ) from error


def _lasting(recipe: Recipe) -> dict[str, Any]:
    return {name: value for name, value in asdict(recipe).items() if name != "epochs"}


def _fit_together(teacher: Loaded, student: Loaded) -> None:
    for loaded in (teacher, student):
        if "caption" not in loaded.tasks:
            raise ModelTrouble(f"The model {loaded.name} writes no captions, so it can't teach or learn them.")
        if loaded.family == "blip":  # tells nothing of the layers that write
            raise ModelTrouble(f"The model {loaded.name} is of the family blip, which I can't use for distillation.")
    if teacher.tokenizer.get_vocab() != student.tokenizer.get_vocab():
        raise ModelTrouble(
            f"The models {teacher.name} and {student.name} have different tokenizers; a student needs its teacher's."
        )


def _split(pictures: Sequence[Pixels]) -> tuple[list[int], list[int]]:
    """The places of pictures to learn from, and of those held back."""
    if len(pictures) < HELD_BACK:
        raise UnusableInput(f"Give me at least {HELD_BACK} pictures to learn from; there are {len(pictures)}.")
    held = [at for at in range(len(pictures)) if at % HELD_BACK == HELD_BACK - 1]
    return [at for at in range(len(pictures)) if at not in set(held)], held


def _batches(count: int, recipe: Recipe, epoch: int) -> Iterator[list[int]]:
    order = list(range(count))
    random.Random(recipe.seed * 1_000_003 + epoch).shuffle(order)  # noqa: S311 - no secret
    for at in range(0, count, recipe.batch):
        yield order[at : at + recipe.batch]


def _caption(teacher: Loaded, pixels: Pixels, tokens: int, token: Token) -> Any:
    """(n,) tokens of the teacher's greedy caption; the first is what its words follow on."""
    import torch

    token.check()
    with torch.no_grad():
        inputs = teacher.inputs(pixels)
        ids = teacher.model.generate(**inputs, num_beams=1, do_sample=False, max_new_tokens=tokens)[0]
    return ids[max(0, teacher.prompt_length(inputs) - 1) :].clone()


def _read(loaded: Loaded, pixels: Pixels, caption: Any) -> tuple[Any, tuple[Any, ...]]:
    """What a model makes of a picture and a caption: (words, vocabulary) logits for each word after the first token,
    and the hidden states of its layers, (words, width) each."""
    import torch

    caption = caption.to(loaded.model.device)[None]
    inputs = loaded.inputs(pixels)
    if loaded.continues and "input_ids" in inputs:
        new = caption[:, 1:-1]  # the prompt ends with the first token; the last one is never read
        for name in ("input_ids", "attention_mask", "token_type_ids", "mm_token_type_ids"):
            if name in inputs:
                more = new if name == "input_ids" else torch.full_like(new, int(name == "attention_mask"))
                inputs[name] = torch.cat([inputs[name], more.to(inputs[name].dtype)], 1)
        given = loaded.model(**inputs, output_hidden_states=True, use_cache=False)
        states = given.hidden_states
    elif loaded.continues:  # GIT: the caption alone, behind the picture
        given = loaded.model(**inputs, input_ids=caption[:, :-1], output_hidden_states=True, use_cache=False)
        states = given.hidden_states
    else:
        given = loaded.model(**inputs, decoder_input_ids=caption[:, :-1], output_hidden_states=True, use_cache=False)
        states = given.decoder_hidden_states
    words = caption.shape[1] - 1
    return given.logits[0, -words:].float(), tuple(state[0, -words:].float() for state in states)


def _matched(own: tuple[Any, ...], wanted: tuple[Any, ...]) -> tuple[list[Any], list[Any]]:
    """Each layer of the student beside the layer of the teacher at the same share of the depth."""
    last = max(1, len(own) - 1)
    return list(own), [wanted[round(at * (len(wanted) - 1) / last)] for at in range(len(own))]


def _width(loaded: Loaded) -> int:
    config = loaded.model.config
    text = getattr(config, "decoder", None) or config.get_text_config(decoder=True)
    return int(getattr(text, "hidden_size", 0) or text.n_embd)
