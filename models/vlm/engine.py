"""The `vlm` engine: a vision-language model in the host process, each of its sentences checked before it is spoken."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.error_words import told
from assistant.errors import BadSetting, ModelTrouble
from assistant.languages import language as language_named
from assistant.masking import hidden_boxes, masked
from assistant.types import Answer, Box, Claim, Evidence, Scene
from models import guard
from models.vlm.asking import answer_prompt, caption_prompt
from models.vlm.endings import ANSWER, BUDGETS, Budget, Reading
from models.vlm.part import pointed_at
from models.vlm.prompts import prompt_words
from models.vlm.quoted import NOTHING, straight, visible
from models.vlm.screening import Screening

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.conversation import Conversation
    from assistant.ports import Engine, Worker
    from assistant.types import Capture, Pixels, Question, Verbosity
    from models.guard import Verdict
    from models.vlm.notices import Notices
    from models.vlm.prompt import Prompt
    from models.vlm.prompts import PromptWords

log = logging.getLogger("hearsight.models")

Check = Callable[[str, Scene, float | None], "Verdict"]

FAILURES = (ModelTrouble, BadSetting)
"""After which another engine tells what it sees. A key that can't be read, say, is a setting's fault."""
MOST_SENTENCES = {"brief": 1, "normal": 3, "full": 12}
MOST_IN_AN_ANSWER = 3
LOAD_S = 120.0
"""The longest wait for the next words: the first ones wait for the model to be read from a slow disk."""
AGAIN = {"num_beams": 1, "temperature": 0.7, "top_p": 0.9}
"""How a second text of the same picture is drawn: near the first, and yet free to be another."""
BARE_WORDS = 4
"""Up to so many words without a verb are an answer and no sentence: "red", "two dogs"."""

_ASKS_FOR_A_CAPTION = re.compile(
    r"^\W*(?:please\s+)?(?:(?:can|could|would) you\s+)?(?:describe\b.*|"
    r"what(?:'s|’s| is| do you see| can you see| does| are)?\s*(?:in|on|shown in|to see in)?\s*"
    r"(?:it|this|that|the|there)?\s*(?:picture|image|photo|photograph)?\s*(?:show|shows|about|here)?)\W*$|"
    r"^\W*(?:描述|这是什么|(?:图|照片|画)[里中上面]*(?:有|是)什么).*$|"
    r"^\W*(?:beschreib\b.*|was (?:zeigt|ist auf) (?:das|dem|dies\w*) (?:bild|foto)(?: zu sehen)?)\W*$",
    re.I,
)
_ASKS_TO_DESCRIBE = re.compile(
    r"^\W*(?:please\s+|(?:can|could|would) you\s+|bitte\s+|请)*(?:describe\b|beschreib|描述)", re.I
)
"""Of those questions, the ones that a model that answers any question is better asked as a description."""


class VlmEngine:
    """A `ports.Engine`. `worker` reaches whatever runs the model: a `models.vlm.captioner.Captioner`,
    `models.vlm.gguf.GgufModel` or `models.vlm.endpoint.Endpoint`. `check` judges each sentence; without one
    `guard.check` does, with a second look by `match` (a `Captioner` of a family that matches). `instead`: who
    describes and answers where the model fails. `notices`: what must be said of the model itself. `twice`: the model
    writes twice, and what is told in one text alone, and nothing backs, is dropped; it takes twice as long, and no word
    comes before the second text is there. `settings` go to
    generation (see `models.vlm.captioner.SETTINGS`); a captioner without words has 4 beams of at most 50 tokens."""

    name = "vlm"

    def __init__(
        self,
        worker: Worker,
        *,
        check: Check | None = None,
        instead: Engine | None = None,
        notices: Notices | None = None,
        match: Worker | None = None,
        twice: bool = False,
        **settings: object,
    ) -> None:
        self._worker = worker
        self._check = check
        self._instead = instead
        self._notices = notices
        self._match = match
        self._twice = twice
        self._settings = settings
        self._tasks: frozenset[str] | None = None
        self._remarks = False
        """The worker is a `Captioner`, which has remarks about itself."""

    def describe(
        self, capture: Capture, scenes: Iterator[Scene], verbosity: Verbosity, language: str, token: Token
    ) -> Iterator[Claim]:
        """Waits for all evidence, since a sentence can only be checked against what was looked for, and a secret only
        be masked where it was. When nothing passes, one claim of topic "note" says so; likewise where not all text
        could be read: nobody knows of the secrets in it then, and the model is not asked. Where the model fails,
        `instead` describes, and then the trouble is raised."""
        scene = Scene(capture.width, capture.height, capture.source)
        for richer in scenes:
            token.check()
            scene = richer
        if scene.unread:
            yield self._note(capture, language_named(language).not_shown, "unread")
            return
        alone = True
        try:
            for claim in self._described(capture, scene, verbosity, language, token):
                alone = alone and claim.topic != "main"
                yield claim
        except FAILURES as error:
            if self._instead is not None:
                yield from self._instead.describe(capture, iter([scene]), verbosity, language, token)
                error.spoke_instead = self._instead.name if alone else ""
            raise

    def _described(
        self, capture: Capture, scene: Scene, verbosity: Verbosity, language: str, token: Token
    ) -> Iterator[Claim]:
        if self._notices is not None and (notice := self._notices.before(language, keep=False)):
            yield self._note(capture, notice, "notice", topic="notice")
            self._notices.before(language)  # who cancels does not come here
        screening = Screening(prompt_words(language))
        said = 0
        for claim in self.claims(capture, scene, token, verbosity, language, screening):
            yield claim
            said += 1
            if said == MOST_SENTENCES[verbosity]:
                break
        if screening.obeyed:
            yield self._note(capture, screening.words.orders_seen, "orders")
        if not said:
            yield self._note(capture, _nothing(screening), "nothing")
        if remark := self._told(token):
            yield self._note(capture, remark, "remark", topic="notice")
        if self._notices is not None and (notice := self._notices.after(language)):
            yield self._note(capture, notice, "quality", topic="notice")

    def claims(
        self,
        capture: Capture,
        scene: Scene,
        token: Token,
        verbosity: Verbosity = "full",
        language: str = "en",
        screening: Screening | None = None,
    ) -> Iterator[Claim]:
        """The sentences that pass, as soon as each is whole. The model never gets the pixels of what is secret, also
        where only the text recogniser found it. `scene` is complete. `screening` learns what was left out and why.
        Raises what `ports.Worker.stream` raises."""
        tasks = self._can(token)
        words = prompt_words(language)
        prompt: Prompt | None = None
        quote = NOTHING
        budget = BUDGETS[verbosity]
        if "answer" in tasks:
            prompt, quote = caption_prompt(capture, scene, verbosity, language)
            if "caption" not in tasks:
                prompt = replace(prompt, task="answer", question=words.shows)
        screening = screening or Screening(words)
        screening.see(quote)
        yield from self._checked(capture, scene, prompt, budget, screening, token)

    def answer(
        self, question: Question, capture: Capture, scene: Scene, conversation: Conversation, token: Token
    ) -> Answer:
        """Any question, where the model takes questions; a captioner answers "what is in the picture?" and nothing
        else, and says so. Where the model fails, `instead` answers, and the answer says why."""
        if scene.unread:
            return Answer(language_named(question.language).not_shown, False, engine=self.name)
        # Where pictures go is said also of an answer that failed: the picture may be there.
        notice = self._notices.before(question.language, keep=False) if self._notices is not None else ""
        try:
            answer = self._answered(question, capture, scene, conversation, token)
        except FAILURES as error:
            if self._instead is None:
                raise
            answer = self._instead.answer(question, capture, scene, conversation, token)
            words = prompt_words(question.language)
            answer = replace(answer, text=f"{told(error.spoken, question.language)} {words.instead} {answer.text}")
        if self._notices is None or not notice:
            return answer
        self._notices.before(question.language)
        return replace(answer, text=f"{notice} {answer.text}")

    def _answered(
        self, question: Question, capture: Capture, scene: Scene, conversation: Conversation, token: Token
    ) -> Answer:
        words = prompt_words(question.language)
        question = replace(question, text=straight(question.text))
        screening = Screening(words)
        tasks = self._can(token)
        if "caption" in tasks and "answer" not in tasks and not _ASKS_FOR_A_CAPTION.match(question.text):
            return Answer(language_named(question.language).only_describes, False, engine=self.name)
        if "answer" not in tasks or ("caption" in tasks and _ASKS_TO_DESCRIBE.match(question.text)):
            claims = self.claims(capture, scene, token, "normal", question.language, screening)
        else:
            prompt, quote = answer_prompt(question, capture, scene, conversation)
            screening.see(quote)
            claims = self._checked(capture, scene, prompt, ANSWER, screening, token)
        found = _first(claims, MOST_IN_AN_ANSWER)
        guesses = bool(words.asks_who.search(question.text))
        if guesses:  # "Who is it?" "Obama."; "How old is she?" "About 40.": nothing but the guess
            found = [claim for claim in found if not _is_mere_guess(claim.evidence[0].text, words)]
        told = [claim.text for claim in found] or [_nothing(screening, asked=True)]
        told = [words.no_guessing] * guesses + told * (bool(found) or not guesses)
        if screening.obeyed:
            told.append(words.orders_seen)
        if remark := self._told(token):
            told.append(remark)
        if found and self._notices is not None and (last := self._notices.after(question.language)):
            told.append(last)
        evidence = tuple(item for claim in found for item in claim.evidence)
        return Answer(" ".join(told), bool(found) and not guesses, evidence, engine=self.name)

    def _checked(
        self,
        capture: Capture,
        scene: Scene,
        prompt: Prompt | None,
        budget: Budget,
        screening: Screening,
        token: Token,
    ) -> Iterator[Claim]:
        """What of the model's sentences may be said. An answer that begins by "I can't tell" is none."""
        whole = Box(0, 0, capture.width, capture.height)
        pixels = masked(capture.pixels, hidden_boxes(scene))
        seen = pixels
        part = pointed_at(prompt.question, scene) if prompt is not None and prompt.task == "answer" else None
        if part is not None:
            pixels, whole = pixels[part.y : part.bottom, part.x : part.right].copy(), part
        again = self._again(pixels, prompt, budget, token) if self._twice else None
        guarded = guard.Guard(scene, seen, self._second_look(again, token))
        reading = self._reading(pixels, prompt, budget, token)
        said = 0
        for sentence, probability in reading.sentences():
            text = screening.passed(sentence)
            if screening.unanswerable and not said and prompt is not None and prompt.task == "answer":
                return
            if not text:
                continue
            given = self._check
            verdict = given(text, scene, probability) if given is not None else guarded.check(text, probability)
            if verdict.decision == "drop":
                continue
            spoken = _bare(text, verdict, screening) if prompt is not None and prompt.task == "answer" else verdict.text
            remark = screening.foreign_once()
            evidence = Evidence("model", whole, probability, visible(sentence))
            said += 1
            yield Claim(f"{remark} {spoken}" if remark else spoken, (evidence,), "main", f"vlm:{sentence.casefold()}")
        screening.empty = not reading.text.strip()

    def _again(self, pixels: Pixels, prompt: Prompt | None, budget: Budget, token: Token) -> str | None:
        """Another text of the model about the same, sampled; None where it gave none."""
        sampled = {**AGAIN, "do_sample": True} if self._remarks else AGAIN  # who is no captioner samples by these alone
        reading = self._reading(pixels, prompt, budget, token, **sampled)
        try:
            for _ in reading.sentences():
                token.check()
        except ModelTrouble as error:
            log.warning("no second text of the model: %s", error)
            return None
        return reading.text.strip() or None

    def _second_look(self, again: str | None, token: Token) -> guard.SecondLook | None:
        """By the second text, and by the matching model, where one is installed."""
        if (matcher := self._match) is None:
            return guard.SecondLook(again=again) if again else None

        def match(pixels: Pixels, texts: Sequence[str]) -> list[float]:
            scores: list[float] = matcher.call("match", pixels, list(texts), token=token, timeout_s=LOAD_S)
            return scores

        return guard.SecondLook(match, again)

    def _reading(
        self, pixels: Pixels, prompt: Prompt | None, budget: Budget, token: Token, **sampled: object
    ) -> Reading:
        settings = {**self._settings, **sampled}
        if prompt is not None:
            settings = {"max_new_tokens": budget.tokens, **settings, "prompt": prompt}
        pieces: Iterator[Any] = self._worker.stream("pieces", pixels, token=token, timeout_s=LOAD_S, **settings)
        return Reading(pieces, budget, limited=prompt is not None)

    def _can(self, token: Token) -> frozenset[str]:
        """The tasks of the model. Loads it at the first call."""
        if self._tasks is None:
            about = self._worker.call("about", token=token, timeout_s=LOAD_S)
            self._tasks = frozenset(about.get("tasks", ("caption",)))
            self._remarks = "torch_device" in about
        return self._tasks

    def _told(self, token: Token) -> str:
        """What the worker had to do differently ("There was not enough memory ..."), for those that tell."""
        return " ".join(self._worker.call("remarks", token=token)) if self._remarks else ""

    @staticmethod
    def _note(capture: Capture, text: str, key: str, topic: str = "note") -> Claim:
        whole = Evidence("model", Box(0, 0, capture.width, capture.height))
        return Claim(text, (whole,), topic=topic, key=f"vlm:{key}")


def _first(claims: Iterator[Claim], most: int) -> list[Claim]:
    found: list[Claim] = []
    for claim in claims:
        found.append(claim)
        if len(found) == most:
            break
    if hasattr(claims, "close"):
        claims.close()  # ends the generation, too
    return found


def _nothing(screening: Screening, *, asked: bool = False) -> str:
    """Why nothing of what the model wrote is told."""
    words = screening.words
    if screening.unanswerable:
        return words.cannot_tell
    if screening.unchecked:
        return words.unknown_language
    if screening.about_people:
        return words.no_guessing
    if screening.empty and asked:
        return words.no_answer
    return language_named(words.tag).not_trusted


def _is_short(text: str, words: PromptWords) -> bool:
    return len(text.split()) <= BARE_WORDS and not (words.wide and len(text) > 2 * BARE_WORDS)


def _is_mere_guess(text: str, words: PromptWords) -> bool:
    """Not "A man." or "He looks left."."""
    begins = text.split()[0].casefold() if text.split() else ""
    return _is_short(text, words) and (begins not in words.function_words or any(char.isdigit() for char in text))


def _bare(text: str, verdict: Verdict, screening: Screening) -> str:
    """The verdict's words; of a bare answer ("red") no sentence is made."""
    if not _is_short(text, screening.words) or text.rstrip()[-1:] in ".!?。！？":
        return verdict.text
    if verdict.decision == "hedge":
        return guard.tidy(screening.words.perhaps.format(text=text))
    return guard.tidy(text)
