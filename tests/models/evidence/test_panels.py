"""What a picture sets apart is found, and read to its end."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import ModelBroken
from assistant.types import Box, Capture, Finding, Scene, TextBlock, Thing
from models.evidence.chart_order import ChartTexts
from models.evidence.elements import candidates
from models.evidence.elements.finder import Finder
from models.evidence.merge import SceneMerger
from models.evidence.nested import nested_order
from models.evidence.panels import PanelsGatherer, panels
from tests.models.evidence.test_layout import block, column

if TYPE_CHECKING:
    from assistant.types import Pixels


def page(width: int = 900, height: int = 600, grey: int = 244) -> Pixels:
    return np.full((height, width, 3), grey, np.uint8)


def filled(pixels: Pixels, box: Box, grey: int) -> None:
    pixels[box.y : box.bottom, box.x : box.right] = grey


def framed(pixels: Pixels, box: Box, grey: int = 210) -> None:
    filled(pixels, box, grey)
    filled(pixels, Box(box.x + 1, box.y + 1, box.w - 2, box.h - 2), 244)


def near(found: list[Box], box: Box) -> bool:
    return any(
        max(abs(a - b) for a, b in zip(one.as_list(), box.as_list(), strict=True)) <= 4 for one in found
    )  # a frame is counted with or without its line


CARDS = [Box(20, 80, 400, 200), Box(440, 80, 400, 200)]


@pytest.mark.parametrize("draw", [lambda p, b: filled(p, b, 255), framed], ids=["ground", "frame"])
def test_cards_are_found_by_their_ground_and_by_their_frame(draw: object) -> None:
    picture = page()
    for card in CARDS:
        draw(picture, card)  # type: ignore[operator]
        filled(picture, Box(card.x + 40, card.y + 30, 90, 12), 30)  # a line of text
    assert all(near(panels(picture), card) for card in CARDS)


def test_a_frame_with_gaps_as_a_terminal_draws_it_is_found() -> None:
    picture = page(900, 600, 40)
    panes = [Box(20, 30, 400, 500), Box(428, 30, 400, 500)]
    for pane in panes:
        filled(picture, Box(pane.x, pane.bottom, pane.w, 2), 200)
        filled(picture, Box(pane.x, pane.y, 60, 2), 200)  # then comes a title
        for x in (pane.x, pane.x + 250, pane.right - 2):
            for y in range(pane.y, pane.bottom, 20):
                filled(picture, Box(x, y, 2, 19), 200)
    found = panels(picture)
    assert all(near(found, pane) for pane in panes)
    rows = [block(f"{side} {row}", x, 60 + 20 * row) for side, x in (("a", 30), ("b", 440)) for row in range(6)]
    assert read(rows, *found) == [one.text for one in rows]


def test_a_large_picture_has_its_thin_frames() -> None:
    picture = page(3840, 2160)
    box = Box(301, 403, 1200, 900)
    framed(picture, box)
    assert any(abs(one.x - box.x) <= 6 and abs(one.bottom - box.bottom) <= 6 for one in panels(picture))


def test_words_and_a_gradient_are_no_panels() -> None:
    picture = page()
    picture[:] = np.linspace(90, 160, 600).astype(np.uint8)[:, None, None]
    dice = random.Random(5)  # noqa: S311
    for _ in range(200):
        filled(picture, Box(dice.randrange(880), dice.randrange(580), 3, 9), 20)
    assert all(one.w >= 890 for one in panels(picture))
    assert panels(page(20, 20)) == []


def read(blocks: list[TextBlock], *boxes: Box) -> list[str]:
    shuffled = list(blocks)
    random.Random(2).shuffle(shuffled)  # noqa: S311
    return [found.text for found in nested_order(shuffled, boxes)]


def card(name: str, x: int, y: int) -> list[TextBlock]:
    return [block(f"{name} {part}", x, y + 26 * at, 130) for at, part in enumerate(("room", "for two", "90 a night"))]


def test_a_grid_of_cards_is_read_card_by_card_and_row_by_row() -> None:
    places = [(x, y) for y in (60, 220) for x in (40, 300, 560)]
    cards = [card(name, x, y) for name, (x, y) in zip(("Elm", "Oak", "Ash", "Fir", "Yew", "Bay"), places, strict=True)]
    boxes = [Box(x - 20, y - 20, 240, 130) for x, y in places]
    head = block("Rooms with a view of the lake", 40, 8, 400)
    assert read([head, *(one for part in cards for one in part)], *boxes) == [
        head.text, *(one.text for part in cards for one in part)
    ]  # fmt: skip


def test_cards_of_different_heights_are_read_column_by_column() -> None:
    left = [card("Elm", 40, 60), card("Oak", 40, 220)]
    right = [block(f"note {at}", 340, 60 + 26 * at) for at in range(8)]
    boxes = [Box(20, 40, 240, 130), Box(20, 200, 240, 130), Box(320, 40, 240, 290)]
    wanted = [one.text for part in (*left, right) for one in part]
    assert read([one for part in (*left, right) for one in part], *boxes) == wanted


def test_a_list_beside_a_table_of_the_tree_is_read_before_it_though_their_lines_are_level() -> None:
    folders = [block(text, 20, 60 + 30 * at) for at, text in enumerate(("Home", "Music", "Films", "Trash", "Disk"))]
    bar = [block("Name", 200, 30), block("Date", 400, 30)]
    files = [
        block(text, 200 + 200 * at, 60 + 30 * row)
        for row, cells in enumerate((("tea.txt", "4 May"), ("rye.txt", "5 May"), ("oat.txt", "6 May")))
        for at, text in enumerate(cells)
    ]
    found = nested_order([*files, *bar, *folders], whole=[Box(190, 50, 400, 300)])
    assert found == [*folders, *bar, *files]


def test_a_label_beside_a_box_of_lines_is_read_with_it() -> None:
    rows = [block("Name", 20, 20), block("Ada", 200, 20), block("Town", 20, 50), block("Oslo", 200, 50)]
    lines = [block("Post", 200, 84), block("Phone", 200, 106), block("Mail", 200, 128)]
    by = [block("Reach me by", 20, 84), *lines]
    rest = [block("Note", 20, 160), block("None", 200, 160)]
    wanted = [one.text for one in (*rows, *by, *rest)]
    assert read([*rows, *by, *rest], Box(190, 78, 160, 72)) == wanted


def test_a_shaded_column_of_a_table_is_no_panel() -> None:
    rows = [("Oslo", "09:12", "7"), ("Moss", "10:05", "3"), ("Ski", "10:31", "11"), ("Hamar", "11:02", "2")]
    cells = [block(text, 30 + 140 * at, 40 + 28 * row) for row, part in enumerate(rows) for at, text in enumerate(part)]
    wanted = [text for part in rows for text in part]
    assert read(cells, Box(160, 30, 120, 130)) == wanted
    assert read(cells, *(Box(20 + 140 * at, 30, 138, 130) for at in range(3))) == wanted  # rules between the columns


def test_a_panel_in_the_midst_of_a_text_keeps_its_place() -> None:
    upper, lower = column(20, 20, "upper", 3), column(20, 240, "lower", 3)
    note = [block("Mind the step.", 60, 110), block("The floor is wet.", 60, 136)]
    blocks = [*upper, *note, *lower]
    assert read(blocks, Box(40, 100, 300, 70)) == [one.text for one in blocks]


CHART = ChartTexts(Box(60, 40, 500, 300), "teasold", frozenset(("may", "june", "july")), frozenset(("green",)), False)


def test_a_chart_is_read_title_axes_and_legend() -> None:
    title, axis = block("Tea sold", 260, 44), block("in tonnes", 64, 64)
    numbers = [block(text, 64, 90 + 60 * at, 20) for at, text in enumerate(("30", "20", "10", "0"))]
    months = [block(text, 120 + 140 * at, 300) for at, text in enumerate(("May", "June", "July"))]
    legend = [block("Green", 480, 92), block("Black", 480, 112)]
    after = block("Source: the tea office", 40, 400)
    blocks = [title, axis, *numbers, *months, *legend, after]
    shuffled = list(blocks)
    random.Random(4).shuffle(shuffled)  # noqa: S311
    assert nested_order(shuffled, charts=[CHART]) == blocks


def test_numbers_that_are_categories_stand_at_the_axis() -> None:
    weeks = ChartTexts(Box(60, 40, 500, 300), "", frozenset("123"), frozenset(), False)
    numbers = [block(text, 64, 90 + 60 * at, 20) for at, text in enumerate("3210")]
    names = [block(text, 120 + 140 * at, 300, 20) for at, text in enumerate("123")]
    assert nested_order([*names, *numbers], charts=[weeks]) == [*numbers, *names]


def test_nothing_is_lost_or_repeated_whatever_the_panels() -> None:
    dice = random.Random(11)  # noqa: S311

    def some(most: int) -> Box:
        return Box(dice.randrange(1500), dice.randrange(900), dice.randrange(1, most), dice.randrange(1, most))

    for _ in range(40):
        blocks = [TextBlock(f"t{at}", some(200)) for at in range(50)]
        found = nested_order(blocks, [some(900) for _ in range(30)], charts=[CHART])
        assert sorted(one.text for one in found) == sorted(one.text for one in blocks)
    assert nested_order([], [Box(0, 0, 9, 9)]) == []


def test_what_a_program_says_in_its_page_is_read_where_it_stands() -> None:
    things = (
        Thing(1, "window", "Staff", box=Box(0, 0, 600, 400), states=frozenset({"active"})),
        Thing(2, "heading", "Sign in", box=Box(40, 20, 100, 30), parent=1),
        Thing(3, "alert", "Wrong password", box=Box(40, 80, 300, 40), parent=1),
        Thing(5, "text", "Wrong password", box=Box(44, 88, 120, 20), parent=3),
        Thing(4, "text", "Ask the desk for help", box=Box(40, 200, 200, 20), parent=1),
    )
    merger = SceneMerger()
    scene = merger.add(merger.start(Capture(page(600, 400), "window")), Finding("tree", things=things))
    assert [one.text for one in scene.blocks] == ["Sign in", "Wrong password", "Ask the desk for help"]


def test_panels_that_come_after_the_lines_order_them_anew() -> None:
    cards = [card("Elm", 40, 60), card("Oak", 300, 60)]
    merger = SceneMerger()
    scene = merger.start(Capture(page(), "file"))
    scene = merger.add(scene, Finding("ocr", blocks=tuple(one for part in cards for one in part), final=False))
    scene = merger.add(scene, Finding("panels", panels=(Box(20, 40, 240, 130), Box(280, 40, 240, 130))))
    assert [one.text for one in scene.blocks] == [one.text for part in cards for one in part]
    assert len(scene.panels) == 2


class Elements:
    """The host's side, in this process or broken."""

    def __init__(self, found: list[Box] | None) -> None:
        self._found = found

    def call(self, method: str, *args: object, token: Token, timeout_s: float = 60.0, **kwargs: object) -> list[Box]:
        assert method == "panels"
        if self._found is None:
            raise ModelBroken("gone")
        return self._found


def test_the_gatherer_tells_panels_and_is_silent_when_it_fails() -> None:
    capture, scene = Capture(page(), "file"), Scene(900, 600, "file")
    (finding,) = PanelsGatherer(Elements(CARDS)).gather(capture, scene, Token())  # type: ignore[arg-type]
    assert finding.panels == tuple(CARDS)
    assert list(PanelsGatherer(Elements(None)).gather(capture, scene, Token())) == []  # type: ignore[arg-type]


def test_the_search_for_panels_stops_soon_after_it_is_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    token, steps, outlined = Token(), candidates.steps, candidates.outlined
    later: list[str] = []

    def first(pixels: Pixels) -> Pixels:
        token.cancel()
        return steps(pixels)

    def second(*args: Any) -> Any:
        later.append("outlined")
        return outlined(*args)

    monkeypatch.setattr(candidates, "steps", first)
    monkeypatch.setattr(candidates, "outlined", second)
    with pytest.raises(Cancelled):
        Finder().panels(page(), token=token)
    assert later == []


def test_a_picture_that_would_take_too_long_has_no_panels() -> None:
    box = Box(400, 400, 3000, 2000)
    for width, height, found in ((3840, 4320, True), (4480, 4480, False)):
        picture = page(width, height)
        framed(picture, box)
        assert bool(Finder().panels(picture, token=Token())) is found
