"""The worker that lives in the host process: pixels and words in, words, boxes or scores out."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.cancel import Token
from assistant.errors import BadSetting, ModelTrouble, OutOfMemory
from models.device import asked_for as device_asked_for
from models.device import choose, fallback, no_memory
from models.vlm import generating, packed, planning, quick
from models.vlm.cache import SeenPictures
from models.vlm.families import EncoderDecoder, Found, Loaded, load
from models.vlm.generating import SETTINGS, Piece
from models.vlm.kept import KeptPrompts, Reading
from models.vlm.planning import Plan
from models.vlm.prompt import Prompt

if TYPE_CHECKING:
    from assistant.types import Pixels

__all__ = ["SETTINGS", "Captioner", "Piece"]

POLL_S = 0.02
SMALLER = "There was not enough memory for the whole picture, so I looked at a smaller copy."
ON_THE_CPU = "There was not enough memory on the graphics card, so the model runs on the CPU, which is slower."
TOO_LARGE = "The model is too large for the graphics card's free memory, so it runs on the CPU, which is slower."
CARD_LOST = "The graphics card stopped answering, so the model runs on the CPU, which is slower."

T = TypeVar("T")
log = logging.getLogger("hearsight.models")


class Captioner:
    """A worker for `assistant.host`: methods take a keyword `token`. Loads at the first call; looks at one picture
    at a time (others wait, and can be cancelled while they do).

    `source`: a model's folder, or the name of one in the hub's cache. `device`, `precision`: as
    `models.device.choose` takes them. `seed` makes sampling repeatable.

    Where memory runs out before the first word, a smaller copy of the picture is tried, then the CPU; `remarks` tells
    of it. Where that fails too, or words were given already: `OutOfMemory`.
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
        self._kept = KeptPrompts()
        self._packed: str | None = None
        self._on = ""
        """The kind of device that was tried last."""
        self._remarks: list[str] = []
        self._check: Callable[[], None] | None = None
        self._compiles = True
        """Until a compiler failed."""
        self.encoded = 0
        """How many pictures went through the encoder."""

    @property
    def encoded_pictures(self) -> int:
        """How many pictures went through an encoder, of any family."""
        return self.encoded + self._kept.encoded

    def forget(self) -> None:
        """Drop what was kept of earlier pictures."""
        self._seen.forget()
        self._kept.forget()

    def warm(self, *, token: Token) -> None:
        """Load the model and look at a grey picture once, so that the first real one is quick. Raises what
        `models.vlm.families.load` and `models.device.choose` raise."""
        import numpy as np

        grey = np.full((64, 64, 3), 128, np.uint8)
        if "match" in self.tasks(token=token):
            self.match(grey, ["grey", "black"], token=token)
            return
        for _ in self.pieces(grey, token=token, max_new_tokens=2):
            pass

    def tasks(self, *, token: Token) -> list[str]:
        """Of "caption", "answer", "ground", "match", "embed", in this order."""
        with self._turn(token):
            return self._tasks(self._load())

    def about(self, *, token: Token) -> dict[str, object]:
        """Name, family, tasks, device and number of weights of the loaded model, for `doctor` and the log."""
        with self._turn(token):
            loaded = self._load()
            weights = packed.weight_count(loaded.model)
        device = loaded.device
        return {
            "name": loaded.name,
            "family": loaded.family,
            "tasks": self._tasks(loaded),
            "compares": loaded.compares,
            "device": device.name,
            "torch_device": device.torch_device,
            "dtype": device.dtype,
            "packed": self._packed,
            "weights_in": device.weights if device.kind != "cpu" else self._packed,
            "attention": device.attention,
            "compiled": device.compiled,
            "why": device.why,
            "weights": weights,
        }

    def remarks(self, *, token: Token) -> list[str]:
        """Sentences about what had to be done differently since this was last asked; each is told once."""
        told, self._remarks = self._remarks, []
        return told

    def caption(self, pixels: Pixels, *, token: Token, prompt: Prompt | None = None, **settings: Any) -> Iterator[str]:
        """The text in chunks; joined, they are what `generate` and `decode` of transformers give."""
        for piece in self.pieces(pixels, token=token, prompt=prompt, **settings):
            yield piece.text

    def pieces(self, pixels: Pixels, *, token: Token, prompt: Prompt | None = None, **settings: Any) -> Iterator[Piece]:
        """What the model writes about an (h, w, 3) uint8 RGB picture; without a prompt, a caption. `settings`: see
        `SETTINGS`; what isn't given is as the family's `defaults` have it. The prompt is no part of what comes.

        With one beam (greedy, or `do_sample`) words come as they are chosen; several beams are only decided at the
        end, and the best one comes as one piece. Polls the token between two layers of the model. Raises
        `BadSetting`, `Cancelled`, `OutOfMemory`, `ModelBroken` (the model computes no numbers), `ModelTrouble` (a
        model that doesn't write) and what loading raises.
        """
        generating.known(settings)
        with self._turn(token):
            small, given = False, False
            while True:
                try:
                    for piece in self._write(pixels, prompt, settings, small, token):
                        given = True
                        yield piece
                    return
                except Exception as error:  # noqa: BLE001 - raised again where there is no other way
                    small = self._other_way(error, small, given)

    def captions(
        self, pictures: Sequence[Pixels], *, token: Token, prompt: Prompt | None = None, **settings: Any
    ) -> list[str]:
        """What the model writes about each of several pictures, all of them in one go: quicker than one by one where
        there is memory for it. Otherwise as `pieces`."""
        generating.known(settings)
        if not pictures:
            return []

        def write(loaded: Loaded, small: bool) -> list[str]:
            asked = self._asked(loaded, settings)
            inputs = loaded.batch(list(pictures), prompt, small=small)
            asked = generating.fitted(loaded, inputs, asked)
            self._seeded()

            def look(scores: Any) -> None:
                token.check()
                generating.usable(loaded, scores)

            ids = loaded.model.generate(**inputs, **asked, logits_processor=generating.watch(look))
            return [loaded.words(row[loaded.prompt_length(inputs) :]) for row in ids]

        return self._whole(write, token)

    def ground(self, pixels: Pixels, words: str, *, token: Token, **settings: Any) -> Found:
        """Where what the words name is in the picture (no words: everything that the model knows): (label, box in
        pixels of the picture, score or None). Raises `ModelTrouble` for a family that tells no places."""
        generating.known(settings)

        def find(loaded: Loaded, small: bool) -> Found:
            prompt = loaded.ground_prompt(words)
            inputs = loaded.inputs(pixels, prompt, small=small)
            self._seeded()
            asked = generating.fitted(loaded, inputs, generating.completed(settings, generating.defaults(loaded)))
            return loaded.found(generating.written(loaded, inputs, asked, token).ids, pixels, inputs, words)

        return self._whole(find, token)

    def match(self, pixels: Pixels, texts: Sequence[str], *, token: Token) -> list[float]:
        """How well each text fits the picture, 0..1 (`Loaded.match`). Raises `ModelTrouble` for other families."""
        return self._whole(lambda loaded, small: loaded.match(pixels, texts), token)

    def embed(self, pictures: Sequence[Pixels] = (), texts: Sequence[str] = (), *, token: Token) -> Any:
        """(n, d) float32: `Loaded.embed`."""
        return self._whole(lambda loaded, small: loaded.embed(pictures, texts), token)

    def _write(
        self, pixels: Pixels, prompt: Prompt | None, settings: dict[str, Any], small: bool, token: Token
    ) -> Iterator[Piece]:
        import torch

        loaded = self._load()
        token.check()
        asked = self._asked(loaded, settings)
        # The mode belongs to the thread, so it must not be on while the caller has the thread.
        with torch.inference_mode():
            inputs = self._inputs(loaded, pixels, prompt, small)
            asked = generating.fitted(loaded, inputs, asked)
            token.check()
            self._seeded()
            best = generating.written(loaded, inputs, asked, token) if asked["num_beams"] > 1 else None
        if best is not None:
            if text := loaded.words(best.ids):
                yield Piece(text, best.probability, best.cut)
            return
        with torch.inference_mode():
            # A static cache has no room for another's words: the picture's features are kept, its keys are not.
            compiled = loaded.device.compiled
            reading = Reading(inputs) if compiled else self._kept.begin(loaded, pixels, inputs, small=small)
        try:
            yield from generating.pieces(loaded, generating.steps(loaded, reading.inputs, asked, token))
        finally:
            with torch.inference_mode():
                self._kept.end(loaded, reading)

    def _whole(self, work: Callable[[Loaded, bool], T], token: Token) -> T:
        """Work whose result comes at once, in another way where memory runs out."""
        import torch

        with self._turn(token):
            small = False
            while True:
                try:
                    with torch.inference_mode():
                        return work(self._load(), small)
                except Exception as error:  # noqa: BLE001 - raised again where there is no other way
                    small = self._other_way(error, small, False)

    def _other_way(self, error: Exception, small: bool, given: bool) -> bool:
        """Whether to look at a smaller copy, after making room; raises where there is no other way."""
        if _not_compiled(error) and self._compiles and not given:
            self._loaded, self._compiles = None, False
            log.warning("Compiling failed, so nothing is compiled from now on: %r", error)
            return small
        lost = _card_lost(error)
        if not (lost or no_memory(error)):
            raise error
        on_card = self._on != "cpu"
        shrinks = self._loaded is not None and self._loaded.shrinks
        if given or (not on_card and (small or not shrinks)):
            raise OutOfMemory(detail=f"{type(error).__name__}: {error}"[:2000]) from error
        traceback.clear_frames(error.__traceback__)  # what failed still holds its numbers
        self.forget()
        smaller = not lost and shrinks and not small
        if not smaller:
            self._loaded, self._prefer = None, "cpu"
        if not lost:
            _free()
        self._remark(SMALLER if smaller else CARD_LOST if lost else ON_THE_CPU)
        return smaller

    def _remark(self, sentence: str) -> None:
        log.warning(sentence)
        self._remarks.append(sentence)

    def _asked(self, loaded: Loaded, settings: dict[str, Any]) -> dict[str, Any]:
        if not loaded.tasks & {"caption", "answer"}:
            raise ModelTrouble(f"The model {loaded.name} compares pictures with words; it writes none. Choose another.")
        return generating.completed(settings, generating.defaults(loaded))

    def _seeded(self) -> None:
        import torch

        if self._seed is not None:
            torch.manual_seed(self._seed)

    def _turn(self, token: Token) -> _Turn:
        return _Turn(self._one_at_a_time, token, self)

    def _load(self) -> Loaded:
        if self._loaded is None:
            device = self._plan().device
            self._on = device.kind
            self._loaded = load(self._source, device)
            self._packed = quick.make_quick(self._loaded, at_once=False)
            self._kept = KeptPrompts()
            self._kept.remember_features(self._loaded.model)
            if not device.compiled:  # a compiled step runs no code of ours; a cancel is heard between two tokens
                _poll_between_layers(self._loaded.model, self._poll)
        return self._loaded

    def _plan(self) -> Plan:
        measured = quick.measured_choice(self._source, self._prefer, self._precision)
        try:
            device = choose(self._prefer, self._precision if measured is None else measured.precision)
        except BadSetting:
            if self._on in ("", "cpu"):
                raise
            device = fallback()  # 4 bits, say, were asked for on a card that was left
        asked, stays = quick.asked_for(self._precision), device_asked_for(self._prefer)
        plan = planning.planned(self._source, device, measured=measured, asked=asked, stays=stays)
        if plan.device.kind != device.kind:
            self._remark(TOO_LARGE)
        return plan if self._compiles else replace(plan, device=replace(plan.device, compiled=False))

    def _poll(self) -> None:
        if self._check is not None:
            self._check()

    @staticmethod
    def _tasks(loaded: Loaded) -> list[str]:
        return [task for task in ("caption", "answer", "ground", "match", "embed") if task in loaded.tasks]

    def _inputs(self, loaded: Loaded, pixels: Pixels, prompt: Prompt | None, small: bool) -> dict[str, Any]:
        if not isinstance(loaded, EncoderDecoder):
            return loaded.inputs(pixels, prompt, small=small)

        def encode() -> Any:
            self.encoded += 1
            return loaded.encode(pixels)

        return loaded.inputs_of(self._seen.get(pixels, encode))


class _Turn:
    """Holds a lock; waiting for it can be cancelled. Its token is polled between two layers while it lasts."""

    def __init__(self, lock: threading.Lock, token: Token, captioner: Captioner) -> None:
        self._lock, self._token, self._captioner = lock, token, captioner

    def __enter__(self) -> None:
        while not self._lock.acquire(timeout=POLL_S):
            self._token.check()
        self._captioner._check = self._token.check

    def __exit__(self, *_: object) -> None:
        self._captioner._check = None
        self._lock.release()


def _poll_between_layers(model: Any, poll: Callable[[], None]) -> None:
    """Before each layer of each stack, and before its larger parts (attention, MLP): a long prompt or a picture of many
    tiles can be left in the middle."""
    from torch.nn import ModuleList

    for stack in (module for module in model.modules() if isinstance(module, ModuleList)):
        for layer in stack:
            for part in (layer, *(child for child in layer.children() if next(child.children(), None) is not None)):
                part.register_forward_pre_hook(lambda *_: poll())


def _not_compiled(error: Exception) -> bool:
    """torch's compiler has errors of its own: a graph it can't read, a C compiler or Triton that is missing."""
    return any(kind.__module__.startswith(("torch._dynamo", "torch._inductor", "triton")) for kind in type(error).mro())


def _card_lost(error: Exception) -> bool:
    """A driver that was restarted, a card that fell off the bus: nothing works on it again in this process."""
    return type(error).__name__ == "AcceleratorError" or (
        isinstance(error, RuntimeError) and "CUDA error" in str(error) and "out of memory" not in str(error)
    )


def _free() -> None:
    """Give back what torch keeps for its next use."""
    import gc

    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
