"""What the tree tells is told as text only where the picture shows it, and what it does not tell is read."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw

from assistant.cancel import Token
from assistant.host import LocalWorker
from assistant.types import Box, Capture, Finding, Scene, TextBlock, Thing
from models.evidence.drawn import beside, covering, drawn_texts, width_in_ems, words_box
from models.evidence.merge import SceneMerger
from models.evidence.ocr import OcrGatherer, Reader
from tests.models.evidence.stage import font

Drawing = ImageDraw.ImageDraw
WINDOW = Thing(1, "window", "Boats", box=Box(0, 0, 640, 400))
INK, PAPER = (30, 30, 40), (240, 240, 236)


def paper() -> tuple[Image.Image, Drawing]:
    picture = Image.new("RGB", (640, 400), PAPER)
    return picture, ImageDraw.Draw(picture)


def write(draw: Drawing, text: str, box: Box, size: int = 15) -> None:
    """In the middle of a box."""
    draw.text(box.centre, text, INK, font(size, chinese=text >= "\u2e80"), anchor="mm")


def key(number: int, name: str, x: int, y: int, w: int = 80, h: int = 34, role: str = "button") -> Thing:
    return Thing(number, role, name, box=Box(x, y, w, h), parent=1)


def shown(picture: Image.Image, *things: Thing) -> list[str]:
    return [block.text for block in drawn_texts((WINDOW, *things), np.asarray(picture))]


def seen(picture: Image.Image, reader: Reader, *things: Thing) -> Scene:
    """After the tree and OCR."""
    capture = Capture(np.asarray(picture), "window")
    merger = SceneMerger()
    told = (WINDOW, *things)
    finding = Finding("tree", drawn_texts(told, capture.pixels), told)
    scene = merger.add(merger.start(capture), finding)
    for finding in OcrGatherer(LocalWorker(reader)).gather(capture, scene, Token()):
        scene = merger.add(scene, finding)
    return scene


def texts(scene: Scene) -> list[str]:
    return [block.text for block in scene.blocks]


@pytest.mark.parametrize(
    ("name", "sign"), [("multiplied by", "×"), ("plus or minus", "±"), ("open bracket", "["), ("equals sign", "=")]
)
def test_a_key_that_bears_a_sign_does_not_bear_the_name_of_the_sign(name: str, sign: str) -> None:
    picture, draw = paper()
    keys = key(2, name, 20, 20, 130), key(3, "Store", 160, 20), key(4, "8", 260, 20)
    for thing, words in zip(keys, (sign, "Store", "8"), strict=True):
        assert thing.box is not None
        draw.rounded_rectangle((thing.box.x, thing.box.y, thing.box.right - 1, thing.box.bottom - 1), 5, outline=INK)
        write(draw, words, thing.box)
    assert shown(picture, *keys) == ["Store", "8"]


@pytest.mark.parametrize("size", [10, 13, 20, 28])
@pytest.mark.parametrize("text", ["OK", "Il", "Cancel the booking", "Save as…", "取消", "Größe ändern", "-"])
def test_a_name_that_is_written_on_its_button_is_told(text: str, size: int) -> None:
    picture, draw = paper()
    box = Box(10, 10, 60 + round(size * len(text)), size + 14)
    draw.rectangle((box.x, box.y, box.right - 1, box.bottom - 1), (205, 216, 230), outline=(90, 90, 90))
    write(draw, text, box, size)
    assert shown(picture, Thing(2, "button", text, box=box, parent=1)) == [text]


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ((224, 27, 36), (36, 36, 36)),
        ((192, 28, 40), (36, 36, 36)),
        ((255, 0, 0), (0, 0, 0)),
        ((0, 0, 255), (0, 0, 0)),
        ((255, 255, 255), (255, 255, 0)),
        ((220, 50, 47), (0, 43, 54)),
    ],
)
@pytest.mark.parametrize("role", ["label", "button"])
def test_words_in_a_colour_as_bright_as_their_ground_are_seen(
    ink: tuple[int, int, int], ground: tuple[int, int, int], role: str
) -> None:
    picture = Image.new("RGB", (640, 400), ground)
    words = Thing(2, role, "Wrong password", box=Box(20, 20, 180, 30), parent=1)
    empty = Thing(3, role, "Nothing is here", box=Box(20, 120, 180, 30), parent=1)
    ImageDraw.Draw(picture).text((110, 35), words.name, ink, font(15), anchor="mm")
    assert shown(picture, words, empty) == ["Wrong password"]


@pytest.mark.parametrize("size", [13, 16])
@pytest.mark.parametrize("text", ["إلغاء", "ضَبْطُ المُصَنِّف", "ביטול", "Отмена"])
def test_a_name_in_letters_that_ocr_does_not_know_is_told_from_its_button_and_not_read_as_others(
    text: str, size: int, reader: Reader
) -> None:
    picture, draw = paper()
    box = Box(20, 20, round(font(size).getlength(text)) + 40, size + 16)
    draw.rectangle((box.x, box.y, box.right - 1, box.bottom - 1), (220, 220, 225), outline=(90, 90, 90))
    write(draw, text, box, size)
    empty = key(3, text, 300, 300, box.w)
    assert texts(seen(picture, reader, Thing(2, "button", text, box=box, parent=1), empty)) == [text]


def test_an_accent_of_its_own_makes_no_word_wider() -> None:
    assert width_in_ems("e\u0301te\u0301\u200e") == width_in_ems("ete")


def test_a_switch_and_a_large_check_mark_bear_no_name() -> None:
    picture, draw = paper()
    draw.rounded_rectangle((500, 20, 565, 55), 17, (50, 120, 220))
    draw.ellipse((533, 23, 562, 52), (255, 255, 255))
    draw.rectangle((30, 30, 57, 57), outline=INK)
    draw.rectangle((30, 130, 45, 145), outline=INK)
    write(draw, "Quiet hours", Box(50, 125, 100, 26))
    switch = key(2, "Tell me of storms", 500, 20, 66, 36, "switch")
    mark = key(3, "Choose this row, please", 8, 8, 72, 72, "checkbox")
    labelled = key(4, "Quiet hours", 28, 125, 130, 26, "checkbox")
    assert shown(picture, switch, mark, labelled) == ["Quiet hours"]


def test_a_cell_named_after_the_check_mark_in_it_bears_no_text() -> None:
    picture, draw = paper()
    write(draw, "Choose Petrel", Box(200, 10, 140, 60))
    cell = Thing(2, "cell", "Choose Petrel", box=Box(10, 10, 140, 60), parent=1)
    mark = Thing(3, "checkbox", "Choose Petrel", box=Box(30, 20, 26, 26), parent=2)
    draw.rectangle((30, 20, 56, 46), outline=INK)
    other = Thing(4, "cell", "Choose Petrel", box=Box(200, 10, 140, 60), parent=1)
    assert shown(picture, cell, mark, other) == ["Choose Petrel"]


def test_bars_that_have_slid_away_are_not_told_over_what_is_there_instead() -> None:
    rng = np.random.default_rng(5)
    waves = 120 + 40 * np.sin(np.arange(640) / 9)[None, :] + rng.normal(0, 12, (400, 640))
    picture = Image.fromarray(np.repeat(waves.clip(0, 255).astype(np.uint8)[:, :, None], 3, axis=2))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 200, 640, 400), PAPER)
    write(draw, "What remains", Box(10, 300, 140, 20))
    hidden = key(2, "Voyage", 10, 4, 60, 20, "menuitem"), key(3, "Words: 12", 10, 160, 90, 18, "label")
    empty = key(4, "Nothing here", 300, 300, 120, 20, "label")
    assert shown(picture, *hidden, empty, key(5, "What remains", 10, 300, 140, 20, "label")) == ["What remains"]


def menu_over_a_page() -> tuple[Image.Image, list[Thing]]:
    picture, draw = paper()
    label = Thing(
        20,
        "label",
        "The lifeboat has left the harbour at nine, with two of the crew",
        box=Box(10, 60, 600, 20),
        parent=1,
    )
    draw.text((10, 62), label.name, INK, font(15))
    draw.text((10, 262), "Below the menu", INK, font(15))
    below = Thing(21, "label", "Below the menu", box=Box(10, 260, 130, 20), parent=1)
    draw.rectangle((0, 30, 300, 180), (255, 255, 255), outline=(120, 120, 120))
    menu = Thing(2, "menu", "Crew", box=Box(0, 0, 60, 28), parent=1)
    write(draw, "Crew", Box(0, 0, 60, 28))
    items = []
    for at, (name, keys) in enumerate((("Muster all", "Ctrl+M"), ("Relieve watch", "Shift+F4"), ("Dismiss", ""))):
        box = Box(0, 30 + 50 * at, 300, 50)
        draw.text((24, box.centre[1]), name, INK, font(16), anchor="lm")
        draw.text((288, box.centre[1]), keys, INK, font(16), anchor="rm")
        items.append(Thing(3 + at, "menuitem", name, box=box, parent=2))
    return picture, [menu, *items, label, below]


def test_what_an_open_menu_cuts_is_read_from_the_pixels_and_shortcuts_are_read(reader: Reader) -> None:
    picture, things = menu_over_a_page()
    assert shown(picture, *things) == ["Crew", "Muster all", "Relieve watch", "Dismiss", "Below the menu"]
    said = texts(seen(picture, reader, *things))
    assert {"Crew", "Muster all", "Ctrl+M", "Relieve watch", "Shift+F4", "Dismiss", "Below the menu"} <= set(said)
    assert not any("The lifeboat" in text for text in said)
    assert any(text.endswith("of the crew") for text in said)
    assert said.count("Muster all") == 1


def test_a_text_field_is_known_but_for_the_menu_over_it() -> None:
    _, things = menu_over_a_page()
    parts = beside(Box(0, 30, 640, 370), covering(things))
    assert sum(part.area for part in parts) == 640 * 370 - 300 * 150
    assert not any(part.overlap(Box(0, 30, 300, 150)) for part in parts)
    assert beside(Box(400, 200, 100, 20), covering(things)) == [Box(400, 200, 100, 20)]


def test_a_field_with_very_many_things_over_it_is_read() -> None:
    skipped: list[object] = []

    class Worker:
        def stream(self, *_: object, skip: Sequence[Sequence[int]], **__: object) -> Iterator[list[TextBlock]]:
            skipped.append(skip)
            return iter(())

    field = Thing(2, "textbox", "Log", "all that happened", box=Box(0, 0, 640, 400), parent=1)
    over = [Thing(3 + at, "alert", "", box=Box(10 + 20 * (at % 30), 10 + 20 * (at // 30), 10, 10), parent=1)
            for at in range(300)]  # fmt: skip
    told = TextBlock(field.value, Box(0, 0, 640, 400), 1.0, "line", "tree")
    capture = Capture(np.asarray(paper()[0]), "window")
    for things in ((WINDOW, field, *over[:2]), (WINDOW, field, *over)):
        scene = Scene(640, 400, "window", (told,), things)
        list(OcrGatherer(Worker()).gather(capture, scene, Token()))  # type: ignore[arg-type]
    assert skipped[0]
    assert not skipped[1]


def test_what_a_dialog_of_a_page_covers_is_not_told_but_its_own_words_are() -> None:
    picture, draw = paper()
    under = key(2, "Under all of it", 250, 150, 120, 20, "label")
    draw.rectangle((200, 100, 440, 300), (255, 255, 255))
    write(draw, "Cast off?", Box(250, 150, 120, 20))
    dialog = Thing(3, "dialog", "Cast off?", box=Box(200, 100, 240, 200), parent=1)
    heading = Thing(4, "heading", "Cast off?", box=Box(250, 150, 120, 20), parent=3)
    assert shown(picture, under, dialog, heading) == ["Cast off?"]


def test_words_end_where_a_shortcut_begins_far_away() -> None:
    picture, _ = menu_over_a_page()
    pixels = np.asarray(picture)
    words = words_box("Relieve watch", Box(0, 80, 300, 50), pixels)
    assert 120 < words.right < 200
    assert words_box("Dismiss", Box(0, 130, 300, 50), pixels) == Box(0, 130, 300, 50)


@pytest.mark.parametrize("names", [("حفظ باسم", "طباعة", "إغلاق"), ("שמירה בשם", "הדפסה", "סגירה")])
def test_the_shortcuts_of_a_menu_that_is_read_from_the_right_are_read_and_its_names_are_not(
    names: Sequence[str], reader: Reader
) -> None:
    picture, draw = paper()
    items, keys = [Thing(2, "menu", "", box=Box(100, 0, 60, 24), parent=1)], ("Ctrl+Shift+S", "Ctrl+P", "Ctrl+W")
    for at, (name, shortcut) in enumerate(zip(names, keys, strict=True)):
        box = Box(100, 30 + 34 * at, 320, 32)
        draw.text((box.right - 24, box.centre[1]), name, INK, font(15), anchor="rm")
        draw.text((box.x + 14, box.centre[1]), shortcut, INK, font(15), anchor="lm")
        items.append(Thing(3 + at, "menuitem", name, box=box, parent=2))
    assert sorted(texts(seen(picture, reader, *items))) == sorted([*names, *keys])


def test_a_line_that_has_a_link_in_it_is_told_once(reader: Reader) -> None:
    picture, draw = paper()
    line = "Ferries leave from the north pier until dusk."
    draw.text((20, 40), line, INK, font(15))
    start, width = font(15).getlength("Ferries leave from the "), font(15).getlength("north pier")
    paragraph = Thing(2, "paragraph", "", box=Box(20, 36, 600, 26), parent=1)
    link = Thing(3, "link", "north pier", box=Box(20 + round(start), 38, round(width), 22), parent=2)
    assert texts(seen(picture, reader, paragraph, link)) == [line]


def block(text: str, box: Box, confidence: float = 0.9) -> TextBlock:
    return TextBlock(text, box, confidence)


@pytest.mark.parametrize(
    ("name", "read", "kept"),
    [
        ("Search", "Q", False),
        ("Paste", "目", False),
        ("Bold", "B", True),
        ("Monday, 3 March", "3", True),
        ("Letters", "4", True),
        ("OK", "OK", True),
        ("Help", "What", True),
    ],
)
def test_a_letter_that_ocr_takes_an_icon_for_is_no_text(name: str, read: str, *, kept: bool) -> None:
    merger = SceneMerger()
    button = Thing(2, "button", name, box=Box(100, 10, 34, 34), parent=1)
    start = merger.start(Capture(np.zeros((400, 640, 3), np.uint8), "window"))
    told, came = Finding("tree", things=(WINDOW, button)), Finding("ocr", (block(read, Box(106, 16, 20, 20)),))
    for order in ((told, came), (came, told)):
        scene = start
        for finding in order:
            scene = merger.add(scene, finding)
        assert (read in texts(scene)) is kept


def test_icons_in_a_row_read_as_one_line_are_no_text_and_a_word_beside_them_is() -> None:
    merger = SceneMerger()
    buttons = [Thing(2 + at, "button", name, box=Box(10 + 36 * at, 4, 34, 34), parent=1)
               for at, name in enumerate(("Back", "Forward", "Up"))]  # fmt: skip
    scene = merger.start(Capture(np.zeros((400, 640, 3), np.uint8), "window"))
    scene = merger.add(scene, Finding("tree", things=(WINDOW, *buttons)))
    lines = block("< > ^", Box(14, 10, 96, 20)), block("Lee", Box(130, 10, 40, 20))
    assert texts(merger.add(scene, Finding("ocr", lines))) == ["Lee"]


def test_a_mark_that_was_recognised_is_no_letter_and_a_word_or_a_sure_number_in_its_place_is() -> None:
    merger = SceneMerger()
    start = merger.start(Capture(np.zeros((400, 640, 3), np.uint8), "file"))
    marks = tuple(
        Thing(at, "checkbox", "", box=Box(20, 40 * at, 18, 18), source="pixels", confidence=0.9) for at in (1, 2, 3)
    )
    lines = (
        block("□", Box(21, 41, 16, 16), 0.6),
        block("8", Box(21, 81, 16, 16), 0.99),
        block("Any", Box(20, 121, 30, 16)),
    )
    told, came = Finding("elements", things=marks), Finding("ocr", lines)
    for order in ((told, came), (came, told)):
        scene = start
        for finding in order:
            scene = merger.add(scene, finding)
        assert texts(scene) == ["8", "Any"]


def cost(things: Sequence[Thing], pixels: np.ndarray) -> float:
    times = []
    for _ in range(5):
        began = time.process_time()
        drawn_texts(things, pixels)
        times.append(time.process_time() - began)
    return min(times)


def test_ten_times_as_many_texts_take_about_ten_times_as_long() -> None:
    pixels = np.full((1200, 1920, 3), 240, np.uint8)
    pixels[::7, ::5] = 20
    many = [
        Thing(2 + at, ("button", "label", "cell", "menuitem")[at % 4], f"Name {at}",
              box=Box(4 + 150 * (at % 12), 4 + 22 * (at // 12), 140, 20), parent=1)
        for at in range(500)
    ]  # fmt: skip
    assert cost(many, pixels) < 40 * cost(many[:50], pixels)
