"""The captioner that lives in the host process: pixels in, words out, with how sure the model was of them."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.cancel import Cancelled, Token
from assistant.errors import BadSetting
from models.device import choose
from models.vlm.cache import SeenPictures
from models.vlm.families import EncoderDecoder, Loaded, load

if TYPE_CHECKING:
    from assistant.types import Pixels

MAX_LENGTH = 50
NUM_BEAMS = 4
POLL_S = 0.02
SAMPLING = ("do_sample", "temperature", "top_k", "top_p")
LENGTHS = ("max_length", "max_new_tokens", "min_length", "length_penalty")
SETTINGS = frozenset((*SAMPLING, *LENGTHS, "num_beams", "early_stopping", "repetition_penalty", "no_repeat_ngram_size"))
"""Settings of `transformers` `generate` that a caller may give."""


class Piece(NamedTuple):
    """Some more words of a caption."""

    text: str
    probability: float
    """The mean probability of its tokens, 0..1, as the model gave it."""


@dataclass(slots=True)
class _Step:
    """One token that generation chose."""

    id: int
    probability: float


class Captioner:
    """A worker for `assistant.host`: methods take a keyword `token`. Loads at the first call; captions one picture
    at a time (others wait, and can be cancelled while they do).

    `source`: a model's folder, or the name of one in the hub's cache. `device`, `precision`: as
    `models.device.choose` takes them. `seed` makes sampling repeatable.
    """

    def __init__(
        self, source: str, *, device: str | None = None, precision: str | None = None, seed: int | None = None
    ) -> None:
        self._source = source
        self._prefer = device
        self._precision = precision
        self._seed = seed
        self._one_at_a_time = threading.Lock()
        self._loaded: Loaded | None = None
        self._seen = SeenPictures()
        self.encoded = 0
        """How many pictures went through the encoder."""

    def warm(self, *, token: Token) -> None:
        """Load the model and caption a grey picture once, so that the first real one is quick. Raises what
        `models.vlm.families.load` and `models.device.choose` raise."""
        import numpy as np

        for _ in self.pieces(np.full((64, 64, 3), 128, np.uint8), token=token, max_new_tokens=2):
            pass

    def about(self, *, token: Token) -> dict[str, object]:
        """Name, family, device and number of weights of the loaded model, for `doctor` and the log."""
        with self._turn(token):
            loaded = self._load()
            weights = sum(weight.numel() for weight in loaded.model.parameters())
        device = loaded.device
        return {
            "name": loaded.name,
            "family": loaded.family,
            "device": device.name,
            "torch_device": device.torch_device,
            "dtype": device.dtype,
            "why": device.why,
            "weights": weights,
        }

    def caption(self, pixels: Pixels, *, token: Token, **settings: Any) -> Iterator[str]:
        """The caption in chunks of text; joined, they are what `generate` and `decode` of transformers give."""
        for piece in self.pieces(pixels, token=token, **settings):
            yield piece.text

    def pieces(self, pixels: Pixels, *, token: Token, **settings: Any) -> Iterator[Piece]:
        """The caption of an (h, w, 3) uint8 RGB picture. `settings`: see `SETTINGS`; by default 4 beams, at most
        50 tokens, early stopping.

        With one beam (greedy, or `do_sample`) words come as they are chosen; several beams are only decided at the
        end, and the best one comes as one piece. Polls the token between two steps of generation. Raises
        `BadSetting`, `Cancelled`, and what loading raises.
        """
        import torch

        asked = _checked(settings)
        with self._turn(token):
            loaded = self._load()
            token.check()
            # The mode belongs to the thread, so it must not be on while the caller has the thread.
            with torch.inference_mode():
                inputs = self._inputs(loaded, pixels)
                token.check()
                if self._seed is not None:
                    torch.manual_seed(self._seed)
                best = _best_beam(loaded, inputs, asked, token) if asked["num_beams"] > 1 else None
            if best is not None:
                yield best
                return
            yield from _words(loaded, _steps(loaded, inputs, asked, token))

    def _turn(self, token: Token) -> _Turn:
        return _Turn(self._one_at_a_time, token)

    def _load(self) -> Loaded:
        if self._loaded is None:
            self._loaded = load(self._source, choose(self._prefer, self._precision))
        return self._loaded

    def _inputs(self, loaded: Loaded, pixels: Pixels) -> dict[str, Any]:
        if not isinstance(loaded, EncoderDecoder):
            return loaded.inputs(pixels)

        def encode() -> Any:
            self.encoded += 1
            return loaded.encode(pixels)

        return loaded.inputs_of(self._seen.get(pixels, encode))


class _Turn:
    """Holds a lock; waiting for it can be cancelled."""

    def __init__(self, lock: threading.Lock, token: Token) -> None:
        self._lock, self._token = lock, token

    def __enter__(self) -> None:
        while not self._lock.acquire(timeout=POLL_S):
            self._token.check()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def _checked(settings: dict[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(settings) - SETTINGS)
    if unknown:
        raise BadSetting(f"A caption has no setting {unknown[0]!r}; it has: {', '.join(sorted(SETTINGS))}.")
    asked = {"max_length": MAX_LENGTH, "num_beams": NUM_BEAMS, "early_stopping": True, **settings}
    if asked.get("do_sample") and "num_beams" not in settings:
        asked["num_beams"] = 1
    if "max_new_tokens" in asked:
        del asked["max_length"]  # transformers wants only one of the two
    if asked["num_beams"] == 1:
        del asked["early_stopping"]  # means something for several beams only
    return asked


def _watch(look: Any) -> Any:
    """A logits processor is what `generate` calls between two tokens: `look(scores)` may raise `Cancelled`."""
    from transformers import LogitsProcessor, LogitsProcessorList

    class Watch(LogitsProcessor):  # type: ignore[misc]
        def __call__(self, input_ids: Any, scores: Any) -> Any:
            look(scores)
            return scores

    return LogitsProcessorList([Watch()])


def _best_beam(loaded: Loaded, inputs: dict[str, Any], asked: dict[str, Any], token: Token) -> Piece:
    import torch

    given = loaded.model.generate(
        **inputs,
        **asked,
        logits_processor=_watch(lambda scores: token.check()),
        return_dict_in_generate=True,
        output_scores=True,
    )
    beams = getattr(given, "beam_indices", None)
    steps = loaded.model.compute_transition_scores(
        given.sequences, given.scores, beams, normalize_logits=beams is None
    )[0].float()
    chosen = torch.isfinite(steps) if beams is None else (beams[0, : len(steps)] >= 0)
    mean = float(steps[chosen].exp().mean()) if bool(chosen.any()) else 0.0
    return Piece(loaded.words(given.sequences[0]), mean)


def _steps(loaded: Loaded, inputs: dict[str, Any], asked: dict[str, Any], token: Token) -> Generator[_Step, None, None]:
    """Each token as soon as `generate` has chosen it. That runs on a thread of its own and hands them over; leaving
    this generator early stops it before its next token."""
    import torch

    made: queue.SimpleQueue[_Step | BaseException | None] = queue.SimpleQueue()
    left = Token(token)
    scores: list[Any] = []

    def look(step_scores: Any) -> None:
        left.check()
        scores[:] = [step_scores]

    class Hand:
        """What transformers calls a streamer. Gets the prompt first, before any scores."""

        def put(self, ids: Any) -> None:
            if scores:
                chosen = int(ids.reshape(-1)[-1])
                chance = torch.softmax(scores[0][0].float(), -1)[chosen]
                made.put(_Step(chosen, float(chance)))

        def end(self) -> None:
            return

    def generate() -> None:
        try:
            with torch.inference_mode():
                loaded.model.generate(**inputs, **asked, streamer=Hand(), logits_processor=_watch(look))
            made.put(None)
        except BaseException as error:  # noqa: BLE001 - raised again where the steps are taken
            made.put(error)

    thread = threading.Thread(target=generate, name="caption", daemon=True)
    thread.start()
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
        thread.join()


def _words(loaded: Loaded, steps: Iterator[_Step]) -> Iterator[Piece]:
    """Whole words out of tokens: what follows the last space may still grow, or be half a character."""
    ids: list[int] = []
    chances: list[float] = []
    given = ""
    for step in steps:
        ids.append(step.id)
        chances.append(step.probability)
        text = loaded.words(ids)
        whole = text[: text.rfind(" ")] if " " in text.strip() else ""
        if len(whole) > len(given) and whole.startswith(given):
            yield Piece(whole[len(given) :], sum(chances) / len(chances))
            given, chances = whole, []
    rest = loaded.words(ids)[len(given) :]
    if rest:
        yield Piece(rest, sum(chances) / len(chances) if chances else 0.0)
