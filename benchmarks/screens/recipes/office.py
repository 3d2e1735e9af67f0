"""Spreadsheets and PDFs, a notification over a window, two windows beside each other.

What a program draws itself (cells, a page) is in no tree: the file that was opened tells what, ink tells where.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from assistant.types import Box, Capture, Thing, WindowInfo
from benchmarks.screens import ink
from benchmarks.screens.accessible import tree_truth
from benchmarks.screens.facts import Table, Truth, as_one_block, controls, one_block_each
from benchmarks.screens.papers import Value, pdf, workbook
from benchmarks.screens.recipe import Recipe, Shot
from benchmarks.screens.recipes.gtk import keys, program
from benchmarks.screens.recipes.gtk_more import file_of
from benchmarks.screens.recipes.terminals import text
from benchmarks.screens.stage import Stage, same

RULED = 0.9
"""Share of ink from which a row or column of pixels is a line of a grid."""
EMPTY_PX = 60
"""At the right and bottom of a sheet nothing is written: there only the grid is drawn."""
PAPER = 0.5
"""Share of white from which a column of pixels belongs to the page."""
EDGE_PX = 14
"""The page's edges and their shadows are no text."""
TITLE_GAP_PX = 14

SEEDS: tuple[tuple[Value, ...], ...] = (
    ("Plot", "Crop", "Seeds", "Price", "Total"),
    ("North bed", "Broad bean", 40, 0.12, "=C2*D2"),
    ("North bed", "Spinach", 120, 0.03, "=C3*D3"),
    ("Glasshouse", "Tomato", 18, 0.45, "=C4*D4"),
    ("Glasshouse", "Basil", 30, 0.08, "=C5*D5"),
    ("South wall", "Fig", 2, 11.5, "=C6*D6"),
    ("", "Sum", "", "", "=SUM(E2:E6)"),
)
SEEDS_SHOWN = (
    ("Plot", "Crop", "Seeds", "Price", "Total"),
    ("North bed", "Broad bean", "40", "0.12", "4.8"),
    ("North bed", "Spinach", "120", "0.03", "3.6"),
    ("Glasshouse", "Tomato", "18", "0.45", "8.1"),
    ("Glasshouse", "Basil", "30", "0.08", "2.4"),
    ("South wall", "Fig", "2", "11.5", "23"),
    ("", "Sum", "", "", "41.9"),
)
CREW: tuple[tuple[Value, ...], ...] = (
    ("Name", "Duty", "Monday", "Tuesday", "Hours"),
    ("Ada Moreau", "Lighthouse", "06:00", "14:00", 16),
    ("Wen Li", "Ferry desk", "08:00", "08:00", 15.5),
    ("Oleg Petrov", "Workshop", "free", "07:30", 8),
    ("Marta Lind", "Harbour tug", "22:00", "free", 9),
)
CREW_SHOWN = tuple(tuple(str(value) for value in row) for row in CREW)
MINUTES = (
    ((20, "Rowing club: minutes"), (14, ""), (12, "Present: Ada Moreau, Wen Li, Oleg Petrov")),
    (
        (18, "3. Boat house"), (10, ""),
        (12, "The roof leaks above the second rack. Two offers came in:"),
        (12, "Hansen asks 4,850, Novak asks 5,200 with new gutters."), (10, ""),
        (12, "Decided: Novak repairs the roof in the week of 12 May."),
        (12, "Wen Li lends a tent for the eights until then."), (14, ""),
        (18, "4. Next meeting"), (10, ""),
        (12, "Thursday, 24 April, 19:30, at the ferry inn."),
    ),
    ((12, "Annex: offers"),),
)  # fmt: skip
TICKET = (
    (
        (20, "Boarding pass"), (12, ""),
        (12, "Passenger: Helen Brandt"),
        (12, "Ship: MS Petrel, car deck 2, lane 14"), (12, ""),
        (12, "Check-in closes at 16:20, departure 17:05."),
        (12, "Dogs stay on deck 5. Keep this page at hand."),
    ),
    ((12, "Conditions of carriage"),),
)  # fmt: skip


# -- spreadsheets -----------------------------------------------------------------------------------------------------


def cells(shown: Sequence[Sequence[str]]) -> Callable[[Capture, Truth, tuple[Thing, ...]], Truth]:
    """What stands in the cells, with the letters and numbers at the edges; the grid's lines tell where."""

    def more(capture: Capture, truth: Truth, things: tuple[Thing, ...]) -> Truth:
        corner, area = sheet(things)
        across, down = ruled(capture, area)
        headed = (letter_of(column) for column in range(len(across)))
        top = [
            (letter, ink.around(capture.pixels, Box(cell.x, corner.y, cell.w, corner.h)))
            for letter, cell in zip(headed, across, strict=True)
        ]
        rows: list[Truth] = []
        written: list[Box] = []
        for number, row in enumerate(down):
            found = [(str(number + 1), ink.around(capture.pixels, Box(corner.x, row.y, corner.w, row.h)))]
            for column, value in enumerate(shown[number] if number < len(shown) else ()):
                if value:
                    place = Box(across[column].x, row.y, across[column].w, row.h)
                    found.append((value, ink.around(capture.pixels, place, inset=3)))
                    written.append(place)
            rows.append(as_one_block(found, "row"))
        below = {block.id for block in truth.blocks if block.box.y >= area.bottom}
        table = written[0]
        for box in written[1:]:
            table = table.union(box)
        sheet_truth = as_one_block(top, "row")
        for one in rows:
            sheet_truth = sheet_truth.joined(one)
        end = down[-1].bottom
        cut = (
            Box(0, end, area.right, area.bottom - end),
            Box(across[-1].right, corner.y, area.right - across[-1].right, area.bottom - corner.y),
        )
        joined = part(truth, below, without=True).joined(sheet_truth).joined(part(truth, below))
        headers, *others = shown
        found_tables = (Table(table, tuple(headers), tuple(tuple(row) for row in others)),)
        return replace(joined, tables=found_tables, ignore=(*joined.ignore, *(box for box in cut if box.area)))

    return more


def part(truth: Truth, ids: set[int], *, without: bool = False) -> Truth:
    lines = tuple(line for line in truth.lines if (line.block in ids) != without)
    blocks = tuple(block for block in truth.blocks if (block.id in ids) != without)
    return Truth(lines, blocks, ignore=truth.ignore if without else ())


def sheet(things: tuple[Thing, ...]) -> tuple[Box, Box]:
    """The button in the corner, and the cells up to the scroll bars."""
    bars = [thing.box for thing in things if thing.role == "scrollbar" and thing.box]
    upright, level = min(bars, key=lambda box: box.w / box.h), max(bars, key=lambda box: box.w / box.h)
    corner = next(t.box for t in things if t.role == "image" and t.box and t.box.x <= 1 and t.box.y > 100)
    return corner, Box(corner.right, corner.bottom, upright.x - corner.right, level.y - corner.bottom)


def ruled(capture: Capture, area: Box) -> tuple[list[Box], list[Box]]:
    """Whole columns and rows between the lines of the grid."""
    drawn = ink.mask(capture.pixels, area)
    upright = np.flatnonzero(drawn[-EMPTY_PX:, :].mean(0) > RULED)
    level = np.flatnonzero(drawn[:, -EMPTY_PX:].mean(1) > RULED)
    across = [Box(area.x + a, area.y, b - a, area.h) for a, b in _between(upright)]
    down = [Box(area.x, area.y + a, area.w, b - a) for a, b in _between(level)]
    return across, down


def _between(lines: np.ndarray) -> Iterator[tuple[int, int]]:
    before = 0
    for line in (int(one) for one in lines):
        if line - before > 4:
            yield before, line
        before = line + 1


def letter_of(column: int) -> str:
    return chr(ord("A") + column)


# -- pages ------------------------------------------------------------------------------------------------------------


def page(lines: Sequence[tuple[int, str]]) -> Callable[[Capture, Truth, tuple[Thing, ...]], Truth]:
    """The lines of the page that is shown, below what the tree tells."""

    def more(capture: Capture, truth: Truth, things: tuple[Thing, ...]) -> Truth:
        paper = next(thing.box for thing in things if thing.role == "document" and thing.box)
        return truth.joined(written_page(capture, paper, lines))

    return more


def written_page(capture: Capture, paper: Box, lines: Sequence[tuple[int, str]]) -> Truth:
    """Paragraphs are parted by gaps."""
    white = (capture.pixels[paper.y : paper.bottom, paper.x : paper.right] == 255).all(2)
    sheet = np.flatnonzero(white.mean(0) > PAPER)
    area = Box(paper.x + int(sheet[0]) + EDGE_PX, paper.y + EDGE_PX, int(sheet[-1] - sheet[0]) - 2 * EDGE_PX, 0)
    area = replace(area, h=paper.h - 2 * EDGE_PX)
    known = iter(ink.known_lines(capture.pixels, area, [line for _, line in lines]))
    truth, paragraph = Truth(), list[tuple[str, Box]]()
    for _, line in (*lines, (0, "")):
        if line:
            paragraph.append(next(known))
        elif paragraph:
            truth = truth.joined(as_one_block(paragraph, "paragraph"))
            paragraph = []
    return truth


def paper(name: str, title: str, pages: Sequence[Sequence[tuple[int, str]]]) -> Callable[[Stage], None]:
    def prepare(stage: Stage) -> None:
        (stage.home / name).write_bytes(pdf(title, pages))

    return prepare


# -- more than one window ----------------------------------------------------------------------------------------------


def titled(capture: Capture, window: WindowInfo) -> Truth:
    """The window manager's bar above a window, its buttons and icon aside."""
    frame = window.frame
    bar = Box(frame.x + 20, max(0, frame.y - 18), frame.w - 80, min(16, frame.y - 2))
    found = ink.columns(capture.pixels, bar, TITLE_GAP_PX, inset=1)
    widest = max(found, key=lambda box: box.w)
    return one_block_each([(window.title, ink.around(capture.pixels, widest, inset=0))], "heading")


def of_window(stage: Stage, capture: Capture, window: WindowInfo, covers: Sequence[Box] = ()) -> Truth:
    told = tree_truth(stage.bus_address, replace(capture, window=window), covers=covers)
    return titled(capture, window).joined(told)


def unmoved(stage: Stage, look: Callable[[Capture], Shot]) -> Shot:
    for _ in range(6):
        capture = stage.still("screen")
        shot = look(capture)
        if same(capture, stage.grab("screen")):
            return shot
    raise RuntimeError("the programs never stopped drawing")


DUNST = """[global]
width = 330
origin = top-right
offset = 12x120
font = DejaVu Sans 10
format = "<b>%a</b>\\n%s\\n%b"
frame_width = 1
idle_threshold = 0
hide_duplicate_count = true
[urgency_normal]
background = "#26415e"
foreground = "#ffffff"
frame_color = "#808080"
timeout = 0
"""


def notified(stage: Stage, recipe: Recipe) -> Shot:
    """A letter is written, and the calendar tells of something."""
    file_of("letters/packing.txt", text("packing"))(stage)
    file_of(".config/dunst/dunstrc", DUNST)(stage)
    stage.start("mousepad", "letters/packing.txt")
    stage.filled("packing")
    stage.still("screen")
    stage.start("dunst")
    told = ("Calendar", "Dentist in 30 minutes", "Dr. Amari, Quay Street 8. Bring the X-ray.")
    stage.desktop.wait_for(lambda: _sent(stage, told), "a program that shows notifications", 20.0)

    def look(capture: Capture) -> Shot:
        assert capture.window is not None
        box = geometry(stage, "Dunst")
        truth = of_window(stage, capture, capture.window, [box])
        inner = Box(box.x + 4, box.y + 4, box.w - 8, box.h - 8)
        lines = ink.known_lines(capture.pixels, inner, list(told))
        things = stage.things(capture)
        truth = truth.joined(as_one_block(lines, "paragraph"))
        return Shot(capture, replace(truth, elements=controls(things)), things)

    return unmoved(stage, look)


def _sent(stage: Stage, told: tuple[str, str, str]) -> bool:
    app, summary, body = told
    try:
        stage.run("notify-send", "-a", app, "-t", "0", summary, body)
        return bool(geometry(stage, "Dunst").area)
    except (OSError, ValueError, RuntimeError, subprocess.SubprocessError):
        return False


def geometry(stage: Stage, name: str) -> Box:
    """Of a window without a frame."""
    told = stage.run("xdotool", "search", "--onlyvisible", "--class", name, "getwindowgeometry", "--shell")
    found = dict(line.split("=", 1) for line in told.splitlines() if "=" in line)
    return Box(int(found["X"]), int(found["Y"]), int(found["WIDTH"]), int(found["HEIGHT"]))


def beside(stage: Stage, recipe: Recipe) -> Shot:
    """A list that is being written, and the ticket that it is about."""
    width, height = recipe.size
    half = width // 2
    file_of("letters/packing.txt", text("packing"))(stage)
    paper("ticket.pdf", "Ferry ticket", TICKET)(stage)
    stage.start("atril", "ticket.pdf")
    right = stage.window("Ferry ticket", at=(half, 0, half - 4, height - 26))
    stage.still()
    right = stage.x.focused_window()
    page_box = next(t.box for t in stage.things(stage.grab("screen")) if t.role == "document" and t.box)
    stage.start("mousepad", "letters/packing.txt")
    stage.window("packing", at=(0, 0, half - 4, height - 26))
    stage.still()

    def look(capture: Capture) -> Shot:
        assert capture.window is not None
        truth = of_window(stage, capture, capture.window).joined(of_window(stage, capture, right))
        truth = truth.joined(written_page(capture, page_box, TICKET[0]))
        things = stage.things(capture)
        return Shot(capture, replace(truth, elements=controls(things)), things)

    return unmoved(stage, look)


def sheets(name: str, rows: Sequence[Sequence[Value]], *others: str) -> str:
    return workbook([(name, rows), *((other, ()) for other in others)])


RECIPES = (
    program(
        "gnumeric-seeds-100", ["gnumeric", "--no-splash", "seeds.gnumeric"], "spreadsheet", (1024, 768), "seeds",
        prepare=file_of("seeds.gnumeric", sheets("Seeds", SEEDS, "Tools")), more=cells(SEEDS_SHOWN),
        act=keys("Down", "Down", "Down", "Right", "Right"), ignore=((0, 61, 1020, 36),),
    ),
    program(
        "gnumeric-crew-125", ["gnumeric", "--no-splash", "crew.gnumeric"], "spreadsheet", (1280, 800), "crew",
        prepare=file_of("crew.gnumeric", sheets("Week 14", CREW, "Week 15", "Wages")), more=cells(CREW_SHOWN),
        act=keys("Down", "Down", "Right"), ignore=((0, 61, 1276, 50),), scale=1.25,
    ),
    program(
        "atril-minutes-100", ["atril", "minutes.pdf"], "document", (1024, 768), "minutes",
        prepare=paper("minutes.pdf", "Rowing club minutes", MINUTES), act=keys("n"), more=page(MINUTES[1]),
    ),
    program(
        "evince-ticket-dark-100", ["evince", "ticket.pdf"], "document", (1280, 800), "ticket", theme="dark",
        prepare=paper("ticket.pdf", "Ferry ticket", TICKET), more=page(TICKET[0]),
        ignore=((560, 8, 160, 36),),  # the title, in the program's own frame
    ),
    Recipe(
        "notification-dentist-100", "dunst", "notification", (1024, 768), notified,
        ("dunst", "mousepad", "notify-send"),
        ("dunst", "mousepad", "libnotify-bin", "libatk-adaptor"),
    ),
    Recipe(
        "side-by-side-ticket-100", "mousepad", "windows", (1280, 800), beside, ("mousepad", "atril"),
        ("mousepad", "atril", "libatk-adaptor"),
    ),
)  # fmt: skip
