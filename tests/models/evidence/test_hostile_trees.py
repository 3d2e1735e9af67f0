"""Programs whose trees lie, on a real bus, through the real gatherers: bounded, and what shows is still told."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.cancel import Token
from assistant.conversation import Conversation
from assistant.host import LocalWorker
from assistant.look import Look
from assistant.types import Capture, Finding, Question, Scene, Thing
from models.evidence.merge import SceneMerger
from models.evidence.ocr import OcrGatherer, Reader
from models.evidence.secrets import SecretRedactor
from models.evidence.tree_check import DISTRUST, TreeCheck
from models.evidence.visible import LONGEST
from models.evidence.walk import MAX_NODES
from models.grounded.engine import GroundedEngine
from tests.models.evidence import liar
from tests.models.evidence.stage import CHROMIUM, PAGE, Stage, one

pytestmark = pytest.mark.desktop

Lie = Callable[[str], tuple[Capture, list[Finding]]]


@pytest.fixture
def lie(stage: Stage) -> Iterator[Lie]:
    def tell(mode: str) -> tuple[Capture, list[Finding]]:
        stage.start(sys.executable, str(Path(liar.__file__)), mode)
        window = stage.window("Liar")
        end = time.monotonic() + 60
        pause_s = 0.1
        while True:  # until it has entered the registry and has painted
            capture = stage.grab(window)
            findings = stage.look(capture)
            if len(findings[-1].things) > (2 if mode == "long" else 1) and int(capture.pixels.min()) < 100:
                return capture, findings
            if mode in ("nonsense", "endless") and findings[-1].things:
                return capture, findings
            assert time.monotonic() < end, findings
            time.sleep(pause_s)  # longer and longer: it may still be busy with answers to the last look
            pause_s = min(2 * pause_s, 5)

    yield tell


def scene_of(stage: Stage, capture: Capture, reader: Reader) -> Scene:
    redactor = SecretRedactor()
    worker = LocalWorker(reader)
    others = (OcrGatherer(worker), TreeCheck(worker))
    merger = SceneMerger(redactor)
    return Look(
        capture, tree=stage.gatherer, others=others, merger=merger, redactor=redactor, token=Token()
    ).finish()  # fmt: skip


def described(capture: Capture, scene: Scene) -> str:
    claims = GroundedEngine().describe(capture, iter([scene]), "full", "en", Token())
    return " ".join(claim.text for claim in claims)


def test_children_that_are_their_own_grandparents_are_told_once(lie: Lie) -> None:
    _, findings = lie("cycle")
    names = [thing.name for thing in findings[-1].things]
    assert names.count("name of /a") == names.count("name of /b") == 1
    assert findings[-1].final


def test_children_without_end_cost_a_bounded_number_of_nodes(lie: Lie) -> None:
    _, findings = lie("endless")
    assert findings[-1].final
    assert len(findings[-1].things) <= MAX_NODES


def test_a_node_that_never_answers_leaves_the_one_beside_it(lie: Lie) -> None:
    _, findings = lie("mute")
    assert [finding.final for finding in findings] == [False, False, False, True], "what is known comes before the end"
    assert [thing.name for thing in findings[0].things] == ["Liar", "name of /w/1"]


def test_names_and_texts_of_millions_of_characters_are_cut(lie: Lie) -> None:
    _, findings = lie("long")
    things = findings[-1].things
    assert [thing.role for thing in things] == ["window", "label", "label"]
    assert all(len(thing.name) <= LONGEST for thing in things)
    assert not any("\x07" in thing.name for thing in things)


def test_a_node_that_answers_nonsense_spoils_only_itself(lie: Lie, stage: Stage) -> None:
    stage.start("zenity", "--info", "--title", "Honest", "--text", "All is well here.")
    stage.tree("Honest", lambda things: any(thing.name == "All is well here." for thing in things))
    _, findings = lie("nonsense")
    assert [thing.name for thing in findings[-1].things] == ["Liar"]
    _, things = stage.tree("Honest", lambda things: len(things) > 2)
    assert one(things, "label", "All is well here.")


def test_what_a_program_shows_is_told_though_its_tree_says_something_else(
    lie: Lie, stage: Stage, reader: Reader
) -> None:
    capture, _ = lie("bounds")
    scene = scene_of(stage, capture, reader)
    assert DISTRUST in scene.troubles
    assert "Payment failed" in " ".join(block.text for block in scene.blocks if block.source == "ocr")
    assert "Payment failed" in described(capture, scene)


def test_a_program_that_tells_the_truth_is_not_distrusted(stage: Stage, reader: Reader) -> None:
    stage.start("zenity", "--error", "--title", "Backup", "--text", "The disk is full, so nothing was saved.")
    capture, things = stage.tree("Backup", lambda things: any("disk" in thing.name for thing in things))
    label = next(thing for thing in things if "disk" in thing.name)
    assert label.box is not None
    assert capture.window is not None
    capture = stage.painted(capture.window, label.box)
    scene = scene_of(stage, capture, reader)
    assert scene.troubles == ()
    assert [block.source for block in scene.blocks if "disk is full" in block.text] == ["tree"]


def test_text_that_gives_orders_is_only_text(lie: Lie, stage: Stage, reader: Reader) -> None:
    capture, _ = lie("attack")
    scene = scene_of(stage, capture, reader)
    told = described(capture, scene)
    assert liar.ATTACKS[0].rstrip(".") in told, "said as it is written"
    talk = Conversation(capture, scene)
    answer = GroundedEngine().answer(Question("Who must I call?"), capture, scene, talk, Token())
    assert not answer.answerable or "SYSTEM" in answer.text, "quoted, never obeyed"
    assert not any(sign in told for sign in "\x1b\x07")
    assert "cleared screen" in told
    for warning in (
        "Mixed alphabets in https://p\u0430ypal.com/login",
        "looks Latin, but",
        "Hidden right-to-left mark",
    ):
        assert warning in told


def test_a_page_of_a_scaled_browser_is_placed_on_its_pixels(stage: Stage, reader: Reader) -> None:
    """Chromium tells its windows in logical and its pages in physical pixels; a password must be masked where it is."""
    page = stage.folder / "page.html"
    page.write_text(PAGE)
    stage.start(
        *CHROMIUM, "--force-device-scale-factor=1.5", f"--user-data-dir={stage.folder / 'scaled'}", page.as_uri()
    )

    def ready(things: tuple[Thing, ...]) -> bool:
        return {"Book a train", "Book now", "10:05"} <= {thing.name for thing in things}

    capture, things = stage.tree("Travel form", ready)
    button = one(things, "button", "Book now")
    assert button.box is not None
    assert capture.window is not None
    capture = stage.painted(capture.window, button.box)
    for role, name in (("heading", "Book a train"), ("button", "Book now")):
        box = one(things, role, name).box
        assert box is not None
        part = capture.pixels[box.y - 3 : box.bottom + 3, max(0, box.x - 3) : box.right + 3].copy()
        read = " ".join(block.text for batch in reader.read(part, token=Token()) for block in batch)
        assert read == name
    secret = one(things, "password").box
    label = reader.read(capture.pixels, token=Token())
    beside = next(block.box for batch in label for block in batch if block.text.startswith("Password"))
    assert secret is not None
    assert abs(secret.centre[1] - beside.centre[1]) < secret.h / 2
