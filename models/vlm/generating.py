"""Around `generate` of transformers: words as they are chosen, how sure the model was, a stop between tokens."""

from __future__ import annotations

import queue
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from assistant.cancel import Cancelled, Token
from assistant.errors import BadSetting, ModelBroken, ModelTrouble
from models.vlm.families import Loaded
from models.vlm.lasting import thread_of

SAMPLING = ("do_sample", "temperature", "top_k", "top_p")
LENGTHS = ("max_length", "max_new_tokens", "min_length", "length_penalty")
SETTINGS = frozenset((*SAMPLING, *LENGTHS, "num_beams", "early_stopping", "repetition_penalty", "no_repeat_ngram_size"))
"""Settings of `transformers` `generate` that a caller may give."""
FIRST_CJK = "\u2e80"
"""From here on, scripts that write no spaces between words (Unicode: CJK Radicals and what follows)."""


class Piece(NamedTuple):
    """Some more words of a caption or an answer."""

    text: str
    probability: float | None
    """The mean probability of its tokens, 0..1, as the model gave it; None where it gives none."""
    cut: bool = False
    """Of the last one: the model had to stop, it had not come to its end."""


@dataclass(slots=True)
class Step:
    """One token that generation chose."""

    id: int
    probability: float


class Written(NamedTuple):
    """What generation with its end known gave: the tokens without the prompt's, and their mean probability."""

    ids: Any
    probability: float
    cut: bool = False


def known(settings: Iterable[str], names: frozenset[str] = SETTINGS, whose: str = "A caption") -> None:
    """Raises `BadSetting` for a setting that is none of the `names` that `whose` generation has."""
    unknown = sorted(set(settings) - names)
    if unknown:
        raise BadSetting(f"{whose} has no setting {unknown[0]!r}; it has: {', '.join(sorted(names))}.")


def defaults(loaded: Loaded) -> dict[str, Any]:
    """The family's own settings, and what its device wants."""
    return {**loaded.defaults, **({"cache_implementation": "static"} if loaded.device.compiled else {})}


def completed(settings: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    """The settings with a family's own for what the caller doesn't say."""
    asked = {**defaults, **settings}
    if asked.get("do_sample") and "num_beams" not in settings:
        asked["num_beams"] = 1
    for one, other in (("max_new_tokens", "max_length"), ("max_length", "max_new_tokens")):
        if one in settings and other not in settings:
            asked.pop(other, None)  # transformers wants only one of the two
    if asked["num_beams"] == 1:
        asked.pop("early_stopping", None)  # means something for several beams only
    return asked


def fitted(loaded: Loaded, inputs: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    """The settings with a length that the model has places for: beyond them is an error, and on a GPU one that only
    a restart ends; and a least length that is no more than the most. Raises `ModelTrouble` where the prompt leaves no
    place for an answer."""
    most = loaded.longest()
    begin = max(1, loaded.prompt_length(inputs))
    if most is None:
        return _in_order(asked, begin)
    read = inputs["input_ids"].shape[1] if "input_ids" in inputs else 0
    if begin >= most or read > most:
        raise ModelTrouble(f"The question, with what is quoted in it, is too long for the model {loaded.name}.")
    places = {"max_new_tokens": most - begin, "max_length": most}
    asked = {**asked, **{name: min(asked[name], most) for name, most in places.items() if asked.get(name) is not None}}
    return _in_order(asked, begin)


def _in_order(asked: dict[str, Any], begin: int) -> dict[str, Any]:
    """`min_length` at most where the text has to end; transformers counts the prompt's `begin` tokens with it."""
    new = asked.get("max_new_tokens")
    end = asked.get("max_length") if new is None else begin + new
    if end is None or (asked.get("min_length") or 0) <= end:
        return asked
    return {**asked, "min_length": end}


def usable(loaded: Loaded, scores: Any) -> None:
    """Raises `ModelBroken` when scores are no numbers: the word chosen by them would be made up."""
    if bool(scores.amax(-1).isfinite().all()):
        return
    precision = loaded.device.dtype
    raise ModelBroken(
        f"The model {loaded.name} computes no usable numbers: its weights are damaged. Run: hearsight models verify"
        if precision == "float32"
        else f"The model {loaded.name} computes no usable numbers in {precision}. Set HEARSIGHT_PRECISION=float32."
    )


def watch(look: Callable[[Any], None]) -> Any:
    """A logits processor is what `generate` calls between two tokens: `look(scores)` may raise `Cancelled`."""
    from transformers import LogitsProcessor, LogitsProcessorList

    class Watch(LogitsProcessor):  # type: ignore[misc]
        def __call__(self, input_ids: Any, scores: Any) -> Any:
            look(scores)
            return scores

    return LogitsProcessorList([Watch()])


def written(loaded: Loaded, inputs: dict[str, Any], asked: dict[str, Any], token: Token) -> Written:
    """All of it at once, the best beam where there are several."""
    import torch

    def look(scores: Any) -> None:
        token.check()
        usable(loaded, scores)

    given = loaded.model.generate(
        **inputs, **asked, logits_processor=watch(look), return_dict_in_generate=True, output_scores=True
    )
    beams = getattr(given, "beam_indices", None)
    steps = loaded.writer.compute_transition_scores(
        given.sequences, given.scores, beams, normalize_logits=beams is None
    )[0].float()
    chosen = torch.isfinite(steps) if beams is None else (beams[0, : len(steps)] >= 0)
    mean = float(steps[chosen].exp().mean()) if bool(chosen.any()) else 0.0
    ids = given.sequences[0][loaded.prompt_length(inputs) :]
    return Written(ids, mean, len(ids) > 0 and int(ids[-1]) not in _ends(loaded))


def steps(loaded: Loaded, inputs: dict[str, Any], asked: dict[str, Any], token: Token) -> Generator[Step, None, None]:
    """Each token as soon as `generate` has chosen it. That runs on the model's thread and hands them over; leaving
    this generator early stops it before its next token."""
    import torch

    made: queue.SimpleQueue[Step | BaseException | None] = queue.SimpleQueue()
    left = Token(token)
    scores: list[Any] = []

    def look(step_scores: Any) -> None:
        left.check()
        usable(loaded, step_scores)
        scores[:] = [step_scores]

    class Hand:
        """What transformers calls a streamer. Gets the prompt first, before any scores."""

        def put(self, ids: Any) -> None:
            if scores:
                chosen = int(ids.reshape(-1)[-1])
                chance = torch.softmax(scores[0][0].float(), -1)[chosen]
                made.put(Step(chosen, float(chance)))

        def end(self) -> None:
            return

    def generate() -> None:
        try:
            with torch.inference_mode():
                loaded.model.generate(**inputs, **asked, streamer=Hand(), logits_processor=watch(look))
            made.put(None)
        except BaseException as error:  # noqa: BLE001 - raised again where the steps are taken
            made.put(error)

    done = thread_of(loaded.model).start(generate)
    try:
        while (step := made.get()) is not None:
            if isinstance(step, Cancelled):
                raise Cancelled
            if isinstance(step, BaseException):
                raise step
            token.check()
            yield step
    finally:
        left.cancel()
        done.wait()


def pieces(loaded: Loaded, steps: Iterator[Step]) -> Iterator[Piece]:
    """Whole words out of tokens: what follows the last space may still grow, or be half a character."""
    ids: list[int] = []
    chances: list[float] = []
    given = ""
    for step in steps:
        ids.append(step.id)
        chances.append(step.probability)
        text = loaded.words(ids)
        whole = text[: _end_of_words(text)]
        if len(whole) > len(given) and whole.startswith(given):
            yield Piece(whole[len(given) :], sum(chances) / len(chances))
            given, chances = whole, []
    rest = loaded.words(ids)[len(given) :]
    cut = bool(ids) and ids[-1] not in _ends(loaded)
    if rest or cut:
        yield Piece(rest, sum(chances) / len(chances) if chances else 0.0, cut)


def _ends(loaded: Loaded) -> set[int]:
    """The tokens by which the model ends; a shorter beam is filled up with the padding."""
    ends: set[int] = set()
    for told in (loaded.model.generation_config, loaded.writer.generation_config, loaded.tokenizer):
        for name in ("eos_token_id", "pad_token_id", "sep_token_id"):  # BLIP ends by its tokenizer's separator
            found = getattr(told, name, None)
            ends.update(found if isinstance(found, list) else () if found is None else (found,))
    return ends


def _end_of_words(text: str) -> int:
    """Where the words end that won't grow: before the last space, or behind the last sign of a script that writes
    no spaces."""
    start = len(text) - len(text.lstrip())
    space = text.rfind(" ", start)
    sign = next((at for at in range(len(text), start, -1) if FIRST_CJK <= text[at - 1] < "\ufff0"), 0)
    return max(space, sign, 0)
