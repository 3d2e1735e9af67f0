"""Scenes out of findings: nothing twice, nothing secret, in reading order."""

from __future__ import annotations

import sys
from dataclasses import replace
from types import FrameType

import numpy as np
import pytest

from assistant.cancel import Token
from assistant.types import Box, Capture, Finding, Scene, TextBlock, Thing
from models.evidence.drawn import drawn_texts
from models.evidence.merge import SceneMerger
from models.evidence.ocr import Reader, focus_box, known_text_boxes
from models.evidence.secrets import SecretRedactor
from tests.models.evidence.stage import Stage

merger = SceneMerger()


def start(width: int = 800, height: int = 600) -> Scene:
    return merger.start(Capture(np.zeros((height, width, 3), np.uint8), "window"))


def tree(*things: Thing, final: bool = True) -> Finding:
    return Finding("tree", things=things, final=final)


def read(*blocks: tuple[str, int, int, int]) -> Finding:
    return Finding(
        "ocr", blocks=tuple(TextBlock(text, Box(x, y, w, 16), 0.98) for text, x, y, w in blocks), final=False
    )


def texts(scene: Scene) -> list[str]:
    return [block.text for block in scene.blocks]


WINDOW = Thing(1, "window", "Notes", states=frozenset({"active"}), box=Box(0, 0, 800, 600))
LABEL = Thing(2, "label", "The disk is full.", box=Box(100, 100, 140, 20), parent=1)


def test_what_the_tree_says_is_not_said_again_by_ocr_whichever_comes_first() -> None:
    seen = read(("The disk is fulI.", 102, 102, 136), ("Only pixels", 100, 300, 90))
    for findings in ((tree(WINDOW, LABEL), seen), (seen, tree(WINDOW, LABEL))):
        scene = start()
        for finding in findings:
            scene = merger.add(scene, finding)
        assert texts(scene) == ["The disk is full.", "Only pixels"]
        assert scene.blocks[0].source == "tree"


def test_where_no_text_of_the_tree_looks_drawn_none_is_told_and_what_is_read_stays() -> None:
    blank = np.zeros((600, 800, 3), np.uint8)
    blocks = drawn_texts((WINDOW, LABEL), blank)
    assert blocks == ()
    looked, seen = Finding("tree", blocks, (WINDOW, LABEL), drawn=True), read(("The disk is full.", 102, 102, 136))
    assert texts(merger.add(start(), looked)) == []
    for findings in ((looked, seen), (seen, looked)):
        scene = start()
        for finding in findings:
            scene = merger.add(scene, finding)
        assert [(block.text, block.source) for block in scene.blocks] == [("The disk is full.", "ocr")]
    assert texts(merger.add(start(), replace(looked, drawn=False))) == ["The disk is full."], "nobody has looked"


def test_a_line_is_replaced_by_the_surer_words_that_it_consists_of() -> None:
    def line(text: str, x: int, w: int, confidence: float) -> TextBlock:
        return TextBlock(text, Box(x, 10, w, 20), confidence)

    words = line("File", 10, 80, 0.8), line("Edit", 110, 90, 0.9)
    scene = merger.add(start(), Finding("ocr", (line("File Edit", 10, 200, 0.6),)))
    assert texts(merger.add(scene, Finding("tree_check", words))) == ["File", "Edit"]
    again = *words, line("File", 12, 78, 0.85), line("Edit", 111, 90, 0.7)
    assert merger.add(scene, Finding("tree_check", again)).blocks == (again[2], words[1])


@pytest.mark.parametrize(
    ("name", "shown", "confidence", "kept"),
    [
        ("Toggle AM/PM", "PM", 0.98, True),
        ("Toggle AM/PM", "PM", 0.7, True),
        ("Playback speed", "3x", 0.97, True),
        ("Switch to pounds", "kg", 0.99, True),
        ("Switch to Fahrenheit", "°C", 0.98, True),
        ("Change language", "EN", 1.0, True),
        ("Battery", "9%", 0.97, True),
        ("Turn off", "On", 0.99, True),
        ("Write C++", "C++", 0.8, True),
        ("Search", "Ql", 0.75, False),
        ("Search", "Q", 0.98, False),
        ("Menu", "三", 0.98, False),
        ("More", "::", 0.98, False),
    ],
)
def test_sure_letters_on_a_small_button_with_another_name_are_text(
    name: str, shown: str, confidence: float, *, kept: bool
) -> None:
    button = Thing(2, "button", name, box=Box(100, 10, 44, 34), parent=1)
    told = Finding("tree", things=(WINDOW, button), drawn=True)
    came = Finding("ocr", blocks=(TextBlock(shown, Box(106, 16, 30, 20), confidence),), final=False)
    for findings in ((told, came), (came, told)):
        scene = start()
        for finding in findings:
            scene = merger.add(scene, finding)
        assert texts(scene) == ([shown] if kept else [])


def test_other_words_at_the_place_of_a_tree_text_stay() -> None:
    scene = merger.add(merger.add(start(), tree(WINDOW, LABEL)), read(("Something else here", 102, 102, 136)))
    assert "Something else here" in texts(scene)


def test_one_line_of_pixels_over_several_menu_names_is_known() -> None:
    menus = [
        Thing(10 + place, "menu", name, box=Box(10 + 50 * place, 4, 45, 22), parent=1)
        for place, name in enumerate(["File", "Edit", "View"])
    ]
    scene = merger.add(merger.add(start(), tree(WINDOW, *menus)), read(("File Edit View", 12, 8, 140)))
    assert texts(scene) == ["File", "Edit", "View"]


def test_lines_of_a_long_text_are_known_though_each_is_a_part_of_it() -> None:
    text = Thing(2, "textbox", "", "The quick brown fox\njumps over the lazy dog.", box=Box(10, 40, 700, 400), parent=1)
    scene = merger.add(start(), tree(WINDOW, text))
    scene = merger.add(scene, read(("The quick brown fox", 12, 42, 150), ("jumps over the lazy dog.", 12, 62, 180)))
    assert texts(scene) == [text.value]


def test_the_same_line_read_twice_is_kept_once_in_its_surer_form() -> None:
    scene = merger.add(
        start(), Finding("ocr", blocks=(TextBlock("He1lo world", Box(10, 10, 90, 16), 0.7),), final=False)
    )
    scene = merger.add(scene, Finding("ocr", blocks=(TextBlock("Hello world", Box(11, 10, 90, 17), 0.9),), final=False))
    assert texts(scene) == ["Hello world"]


def test_a_link_in_a_paragraph_and_the_name_of_an_icon_are_no_text_of_their_own() -> None:
    paragraph = Thing(2, "paragraph", "Trains leave every hour.", box=Box(10, 50, 200, 20), parent=1)
    link = Thing(3, "link", "every hour", box=Box(90, 50, 80, 20), parent=2)
    icon = Thing(4, "button", "Bookmark this tab", box=Box(700, 4, 24, 24), parent=1)
    scene = merger.add(start(), tree(WINDOW, paragraph, link, icon))
    assert texts(scene) == ["Trains leave every hour."]
    assert len(scene.things) == 4


def test_a_later_tree_finding_replaces_the_earlier_and_keeps_parents_first() -> None:
    scene = merger.add(start(), tree(WINDOW, final=False))
    scene = merger.add(scene, tree(WINDOW, LABEL))
    assert [thing.id for thing in scene.things] == [1, 2]
    object_found = Thing(2, "object", "cup", box=Box(5, 5, 20, 20), source="object", confidence=0.9)
    scene = merger.add(scene, Finding("objects", things=(object_found,)))
    assert [(thing.source, thing.id) for thing in scene.things] == [("tree", 1), ("tree", 2), ("object", 2)]


def test_a_dialog_is_read_as_a_whole_and_before_the_window_under_it() -> None:
    dialog = Thing(9, "dialog", "Save?", states=frozenset({"active", "modal"}), box=Box(200, 200, 300, 120))
    window = Thing(1, "window", "Notes", box=Box(0, 0, 800, 600))
    scene = merger.add(start(), tree(window, dialog))
    scene = merger.add(
        scene,
        read(
            ("text of the window at the top", 20, 100, 250),
            ("text of the window left", 10, 240, 170),
            ("Save the changes?", 220, 220, 150),
            ("Cancel", 220, 290, 60),
            ("Save", 420, 290, 40),
        ),
    )
    assert texts(scene)[:3] == ["Save the changes?", "Cancel", "Save"]


def test_text_in_or_beside_a_password_field_never_reaches_the_scene() -> None:
    field = Thing(5, "password", "Password", box=Box(100, 40, 150, 22), parent=1)
    scene = merger.add(start(), read(("hunter2", 104, 43, 60), ("Passcode", 20, 100, 70), ("orchid", 104, 100, 60)))
    assert "orchid" not in texts(scene)
    scene = merger.add(scene, tree(WINDOW, field))
    assert texts(scene) == ["Passcode"]


def test_secrets_in_any_text_are_replaced() -> None:
    card = Thing(2, "label", "Card 4111 1111 1111 1111", box=Box(10, 10, 300, 20), parent=1)
    note = Thing(3, "textbox", "Note", "key AKIAIOSFODNN7EXAMPLE", box=Box(10, 60, 300, 20), parent=1)
    scene = merger.add(start(), tree(WINDOW, card, note))
    scene = merger.add(scene, read(("IBAN GB29NWBK60161331926819", 10, 200, 260)))
    everything = " ".join([*texts(scene), *(thing.name + thing.value for thing in scene.things)])
    assert "4111" not in everything
    assert "AKIA" not in everything
    assert "NWBK" not in everything
    assert "[hidden card number]" in everything


def test_where_a_secret_was_read_is_known_also_when_a_surer_reading_of_the_line_misses_it() -> None:
    right = TextBlock("Card 4111 1111 1111 1111", Box(10, 200, 260, 14), 0.7)
    wrong = TextBlock("Card 4111 1111 1111 111I", Box(10, 200, 261, 14), 0.9)
    for order in ((right, wrong), (wrong, right)):
        scene = start()
        for block in order:
            scene = merger.add(scene, Finding("ocr", blocks=(block,), final=False))
        assert scene.hidden == (right.box,)


def test_troubles_are_kept_once_and_an_empty_finding_changes_nothing() -> None:
    scene = start()
    assert merger.add(scene, Finding("ocr")) is scene
    troubled = merger.add(scene, Finding("tree", trouble="I can't."))
    assert merger.add(troubled, Finding("tree", trouble="I can't.")).troubles == ("I can't.",)


def test_ten_times_as_many_things_and_lines_are_not_a_hundred_times_the_work() -> None:
    def calls(count: int) -> int:
        things = [
            Thing(
                10 + n, "label", f"label number {n}", box=Box(10 + 190 * (n % 4), 30 + 22 * (n // 4), 150, 18), parent=1
            )
            for n in range(count)
        ]
        finding = tree(WINDOW, *things)
        lines = read(*((f"Iabel number {n}", 12 + 190 * (n % 4), 31 + 22 * (n // 4), 140) for n in range(count)))
        base = merger.add(start(), lines)
        made = 0

        def note(_frame: FrameType, event: str, _what: object) -> None:
            nonlocal made
            made += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(note)
        try:
            scene = merger.add(base, finding)
        finally:
            sys.setprofile(before)
        assert len(scene.blocks) == count
        return made

    small, large = calls(50), calls(500)
    assert large < 40 * small, (small, large)


@pytest.mark.desktop
def test_a_real_dialog_through_tree_mask_and_ocr_has_every_text_once_and_no_secret(
    stage: Stage, reader: Reader
) -> None:
    stage.start_qt()
    capture, things = stage.tree("Orders", lambda things: any(thing.name == "Order 17 is late." for thing in things))
    field = next(thing.box for thing in things if thing.role == "textbox" and thing.box is not None)
    assert capture.window is not None
    capture = stage.painted(capture.window, field)
    scene = merger.add(merger.start(capture), Finding("tree", things=things))
    masked = SecretRedactor().mask(capture, scene)
    for skip in (known_text_boxes(scene), []):
        grown = scene
        for batch in reader.read(
            masked.pixels, skip=[box.as_list() for box in skip], focus=focus_box(scene), token=Token()
        ):
            grown = merger.add(grown, Finding("ocr", blocks=tuple(batch), final=False))
        said = texts(grown)
        assert said.count("Save") == 1
        assert said.count("Order 17 is late.") == 1
        assert "Ada Lovelace" in said
        assert said.index("Tea") < said.index("3.50") < said.index("Bread") < said.index("Total")
        assert not any("orchid" in text or "4711" in text for text in said)


@pytest.mark.desktop
def test_a_terminal_is_read_from_its_pixels(stage: Stage, reader: Reader) -> None:
    stage.start(
        "xterm", "-T", "Build", "-fa", "DejaVu Sans Mono", "-fs", "12", "-e", "echo The build failed; sleep 1000"
    )
    window = stage.window("Build")
    capture = stage.painted(window, Box(0, 0, window.frame.w, 24))
    scene = merger.start(capture)
    for batch in reader.read(capture.pixels, token=Token()):
        scene = merger.add(scene, Finding("ocr", blocks=tuple(batch), final=False))
    assert any("The build failed" in text for text in texts(scene))
