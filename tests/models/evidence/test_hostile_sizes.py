"""Far too much of everything, through the real gatherers: bounded, the gist first, and honest about the rest."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PIL import Image, ImageDraw

from assistant.cancel import Cancelled, Token
from assistant.conversation import Conversation
from assistant.host import LocalWorker
from assistant.look import Look
from assistant.types import Box, Capture, Finding, Question, Scene, TextBlock, Thing
from models.evidence.merge import SceneMerger
from models.evidence.ocr import TOO_MUCH, OcrGatherer, Reader, drawn
from models.evidence.secrets import SecretRedactor
from models.evidence.walk import MAX_NODES
from models.grounded.engine import GroundedEngine
from models.grounded.wording import word_count
from tests.models.evidence import stage
from tests.models.evidence.stage import font

TALE = stage.TALE.split()


@pytest.fixture(scope="module")
def sea_of_words() -> Capture:
    """3840 x 2160 pixels, the uppermost full of small letters: 32 lines of some 25 words."""
    chance = random.Random(2)  # noqa: S311 - no secret
    picture = Image.new("RGB", (3840, 2160), "white")
    pen, letters = ImageDraw.Draw(picture), font(10)
    for y in range(4, 100, 13):
        for x in (8, 970, 1932, 2894):
            line: list[str] = []
            while pen.textlength(" ".join([*line, "seventeen"]), font=letters) < 930:
                line.append(chance.choice(TALE))
            pen.text((x, y), " ".join(line), fill="black", font=letters)
    return Capture(np.asarray(picture), "file", name="sea.png")


class SlowReader:
    """A reader that yields a line whenever it is asked, and never comes to an end."""

    def read(self, pixels: object, *, token: Token, **_: object) -> Iterator[list[TextBlock]]:
        for number in range(10**9):
            if token.wait(0.005):
                raise Cancelled
            yield [TextBlock(f"line {number}", Box(10, 10 + 12 * number, 200, 10), 0.95)]


class DeafReader:
    """A reader that finds nothing for as long as it may look."""

    def read(self, pixels: object, *, token: Token, **_: object) -> Iterator[list[TextBlock]]:
        token.wait(1000)
        token.check()
        yield []


@pytest.mark.parametrize("reader", [SlowReader(), DeafReader()])
def test_a_reader_that_finds_no_end_is_ended_and_the_person_is_told(reader: object) -> None:
    capture = Capture(np.zeros((600, 800, 3), np.uint8), "file")
    gatherer = OcrGatherer(LocalWorker(reader), budget_s=0.3)
    scene = Scene(800, 600, "file")
    findings = list(gatherer.gather(capture, scene, Token()))
    assert [finding.trouble for finding in findings if finding.trouble] == [TOO_MUCH]
    assert findings[-1].final


def test_a_cancelled_reading_is_no_reading_that_took_too_long() -> None:
    capture = Capture(np.zeros((600, 800, 3), np.uint8), "file")
    token = Token()
    found: list[Finding] = []
    with pytest.raises(Cancelled):
        for finding in OcrGatherer(LocalWorker(SlowReader()), budget_s=60).gather(
            capture, Scene(800, 600, "file"), token
        ):
            found.append(finding)
            if len(found) == 3:
                token.cancel()
    assert not any(finding.trouble for finding in found)


def test_small_text_of_a_saved_screen_of_4k_is_read_and_the_gist_comes_before_the_end(
    sea_of_words: Capture, reader: Reader
) -> None:
    redactor = SecretRedactor()
    eyes = (OcrGatherer(LocalWorker(reader), budget_s=250),)
    look = Look(
        sea_of_words, tree=None, others=eyes, merger=SceneMerger(redactor), redactor=redactor, token=Token()
    )  # fmt: skip
    seen: list[Scene] = []

    def scenes() -> Iterator[Scene]:
        for scene in look.scenes():
            seen.append(scene)
            yield scene

    claims = GroundedEngine().describe(sea_of_words, scenes(), "brief", "en", Token())
    said = [next(claims)]
    lines_by_then = len(seen[-1].blocks)
    said += claims
    scene = look.finish()
    words = [word for block in scene.blocks for word in block.text.split()]
    assert lines_by_then <= len(scene.blocks) / 4
    assert sum(word_count(claim.text) for claim in said) <= 15
    assert len(scene.blocks) >= 30
    assert sum(word in TALE for word in words) >= 0.97 * len(words)


def test_a_photo_is_not_taken_for_a_screen_and_a_screen_not_for_a_photo(sea_of_words: Capture) -> None:
    noise = np.random.default_rng(1).normal(0, 3, (400, 600, 3))
    slope = np.linspace(30, 220, 600)[None, :, None]
    assert not drawn(np.clip(slope + noise, 0, 255).astype(np.uint8))
    assert drawn(sea_of_words.pixels)


def scene_of(things: list[Thing], size: tuple[int, int] = (1920, 1080)) -> tuple[Capture, Scene]:
    capture = Capture(np.zeros((size[1], size[0], 3), np.uint8), "window")
    merger = SceneMerger()
    scene = merger.add(merger.start(capture), Finding("tree", things=tuple(things)))
    return capture, Scene(**{**{f: getattr(scene, f) for f in scene.__slots__}, "complete": True})


def table_of(rows: int) -> list[Thing]:
    things = [
        Thing(1, "window", "Orders", box=Box(0, 0, 1900, 1000), states=frozenset({"active"})),
        Thing(2, "table", "Orders", box=Box(0, 40, 1900, 960), parent=1),
    ]
    for row in range(rows):
        box = Box(0, 40 + row, 1900, 20)
        texts = ("Item", "Price", "Buyer") if row == 0 else (f"thing {row}", f"{row}.50", f"buyer {row}")
        things.append(Thing(len(things) + 1, "row", box=box, parent=2))
        parent = len(things)
        for column, text in enumerate(texts):
            cell = Box(600 * column, box.y, 580, 20)
            things.append(Thing(len(things) + 1, "cell", text, box=cell, parent=parent))
    return things


def _cpu_s(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


@pytest.mark.parametrize("question", ["Which is the cheapest?", "Where is the Save button?", "What does thing 7 cost?"])
def test_four_times_the_table_takes_no_more_than_some_ten_times_the_work(question: str) -> None:
    """As many nodes as a look may have; no work that grows with their square, let alone faster."""

    def ask(rows: int) -> float:
        capture, scene = scene_of(table_of(rows))
        engine = GroundedEngine()
        return min(
            _cpu_s(
                lambda: engine.answer(Question(question), capture, scene, Conversation(capture, scene), Token())
            )
            for _ in range(3)
        )  # fmt: skip

    rows = MAX_NODES // 4
    assert ask(rows) <= 10 * max(0.02, ask(rows // 4))


def test_the_description_of_the_largest_table_is_brief_and_the_rest_comes_on_request() -> None:
    capture, scene = scene_of(table_of(MAX_NODES // 4))
    engine = GroundedEngine()
    told = {
        verbosity: " ".join(claim.text for claim in engine.describe(capture, iter([scene]), verbosity, "en", Token()))
        for verbosity in ("brief", "normal", "full")
    }
    assert word_count(told["brief"]) <= 15
    assert word_count(told["normal"]) <= 60
    assert "buyer 700" in told["full"]


@pytest.mark.parametrize("unit", ["rows", "columns", "headings"])
def test_of_what_nobody_recognised_it_is_not_said_that_there_are_none(unit: str) -> None:
    """A page whose tree came too late: its window's controls are known, its content is not."""
    page = [
        Thing(1, "window", "Ledger", box=Box(0, 0, 800, 600), states=frozenset({"active"})),
        Thing(2, "button", "Reload", box=Box(10, 10, 30, 30), parent=1),
        Thing(3, "document", "Ledger", box=Box(0, 50, 800, 550), parent=1),
    ]
    for things in (page, []):
        capture, scene = scene_of(things, (800, 600))
        answer = GroundedEngine().answer(
            Question(f"How many {unit} are there?"), capture, scene, Conversation(capture, scene), Token()
        )
        assert not answer.answerable, answer.text
