"""The `vlm` engine: a captioning model in the host process, each of its sentences checked before it is spoken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from assistant.languages import language as language_named
from assistant.masking import hidden_boxes, masked
from assistant.types import Answer, Box, Claim, Evidence, Scene
from models import guard

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.conversation import Conversation
    from assistant.ports import Worker
    from assistant.types import Capture, Pixels, Question, Verbosity
    from models.guard import Verdict

Check = Callable[[str, Scene, float | None], "Verdict"]

MOST_SENTENCES = {"brief": 1, "normal": 3, "full": 12}
LOAD_S = 120.0
"""The longest wait for the next words: the first ones wait for the model to be read from a slow disk."""

_ASKS_FOR_A_CAPTION = re.compile(
    r"^\W*(?:please\s+)?(?:(?:can|could|would) you\s+)?(?:describe\b.*|"
    r"what(?:'s|’s| is| do you see| can you see| does| are)?\s*(?:in|on|shown in|to see in)?\s*"
    r"(?:it|this|that|the|there)?\s*(?:picture|image|photo|photograph)?\s*(?:show|shows|about|here)?)\W*$|"
    r"^\W*(?:描述|这是什么|(?:图|照片|画)[里中上面]*(?:有|是)什么).*$",
    re.I,
)


class VlmEngine:
    """A `ports.Engine`. `worker` reaches a `models.vlm.captioner.Captioner`; `check` judges each sentence;
    `settings` go to generation (see `models.vlm.captioner.SETTINGS`), by default 4 beams of at most 50 tokens."""

    name = "vlm"

    def __init__(self, worker: Worker, *, check: Check = guard.check, **settings: object) -> None:
        self._worker = worker
        self._check = check
        self._settings = settings

    def describe(
        self, capture: Capture, scenes: Iterator[Scene], verbosity: Verbosity, language: str, token: Token
    ) -> Iterator[Claim]:
        """Waits for all evidence, since a sentence can only be checked against what was looked for, and a secret only
        be masked where it was. When nothing passes, one claim of topic "note" says so; likewise where not all text
        could be read: nobody knows of the secrets in it then, and the model is not asked."""
        scene = Scene(capture.width, capture.height, capture.source)
        for richer in scenes:
            token.check()
            scene = richer
        whole = Evidence("model", Box(0, 0, capture.width, capture.height))
        if scene.unread:
            yield Claim(language_named(language).not_shown, (whole,), topic="note", key="vlm:unread")
            return
        said = 0
        for claim in self.claims(capture, scene, token):
            yield claim
            said += 1
            if said == MOST_SENTENCES[verbosity]:
                return
        if not said:
            yield Claim(language_named(language).not_trusted, (whole,), topic="note", key="vlm:nothing")

    def claims(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Claim]:
        """The sentences that pass, as soon as each is whole. The model never gets the pixels of what is secret, also
        where only the text recogniser found it. `scene` is complete. Raises what `ports.Worker.stream` raises."""
        whole = Box(0, 0, capture.width, capture.height)
        for sentence, probability in self._sentences(masked(capture.pixels, hidden_boxes(scene)), token):
            verdict = self._check(sentence, scene, probability)
            if verdict.decision != "drop":
                evidence = Evidence("model", whole, probability, sentence)
                yield Claim(verdict.text, (evidence,), topic="main", key=f"vlm:{sentence.casefold()}")

    def answer(
        self, question: Question, capture: Capture, scene: Scene, conversation: Conversation, token: Token
    ) -> Answer:
        """A captioner answers "what is in the picture?" and nothing else, and says so."""
        words = language_named(question.language)
        if not _ASKS_FOR_A_CAPTION.match(question.text):
            return Answer(words.only_describes, False, engine=self.name)
        if scene.unread:
            return Answer(words.not_shown, False, engine=self.name)
        claims = list(self.claims(capture, scene, token))
        if not claims:
            return Answer(words.not_trusted, False, engine=self.name)
        evidence = tuple(item for claim in claims for item in claim.evidence)
        return Answer(" ".join(claim.text for claim in claims), True, evidence, engine=self.name)

    def _sentences(self, pixels: Pixels, token: Token) -> Iterator[tuple[str, float]]:
        """Each sentence with the mean probability of the words that came since the last one."""
        from assistant.sentences import sentences

        chances: list[tuple[float, int]] = []

        def texts() -> Iterator[str]:
            pieces: Iterator[Any] = self._worker.stream(
                "pieces", pixels, token=token, timeout_s=LOAD_S, **self._settings
            )
            for text, probability in pieces:
                chances.append((probability, max(1, len(text.split()))))
                yield text

        mean = 0.0
        for sentence in sentences(texts()):
            if chances:  # else the sentence came in the same piece as the one before
                mean = sum(chance * count for chance, count in chances) / sum(count for _, count in chances)
                chances.clear()
            yield sentence, mean
