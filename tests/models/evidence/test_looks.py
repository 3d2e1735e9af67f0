"""Menus, messages, headings and chosen items that only text and colours tell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.cancel import Cancelled, Token
from assistant.types import Box, Capture, Scene, TextBlock, Thing
from models.evidence.looks.choices import choices
from models.evidence.looks.gatherer import FIRST_ID, LooksGatherer
from models.evidence.looks.headings import headings
from models.evidence.looks.menus import menus
from models.evidence.looks.messages import messages
from models.evidence.merge import SceneMerger
from models.grounded.states import holds

PLAIN, BOLD = "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"


class Sheet:
    """A picture, and the lines that a reader would tell of it."""

    def __init__(self, width: int = 800, height: int = 520, ground: str = "white") -> None:
        self.picture = Image.new("RGB", (width, height), ground)
        self.pen = ImageDraw.Draw(self.picture)
        self.lines: list[TextBlock] = []

    def write(self, x: int, y: int, text: str, *, ink: str = "#1a1a1a", size: int = 15, font: str = PLAIN) -> Box:
        letters = ImageFont.truetype(font, size)
        self.pen.text((x, y), text, ink, letters)
        box = Box(x - 2, y, round(self.pen.textlength(text, letters)) + 4, round(1.25 * size))
        self.lines.append(TextBlock(text, box, 0.98))
        return box

    @property
    def pixels(self) -> np.ndarray:
        return np.array(self.picture)


def named(things: Sequence[Thing], name: str) -> Thing:
    (found,) = [thing for thing in things if thing.name == name]
    return found


def program(*, dark: bool = False) -> Sheet:
    """A menu bar with its second menu open: the first item is chosen, the second can't be."""
    ground, ink, pale = ("#2b2b2b", "#f0f0f0", "#808080") if dark else ("white", "#202020", "#a8a8a8")
    sheet = Sheet(ground="#3c3c3c" if dark else "#e8e8e8")
    x = 10
    for name in ("Datei", "Bearbeiten", "Ansicht", "Hilfe"):
        x = sheet.write(x, 6, name, ink=ink).right + 18
    sheet.pen.rectangle((64, 30, 330, 172), ground, "#707070")
    sheet.pen.rectangle((65, 34, 329, 60), "#2f6fd0")
    rows = (
        ("Kopieren", "Strg+C", "white"),
        ("Einfügen", "Strg+V", pale),
        ("Suchen", "Strg+F", ink),
        ("Alles", "", ink),
    )
    for at, (name, keys, colour) in enumerate(rows):
        sheet.write(84, 38 + 32 * at, name, ink=colour)
        if keys:
            width = round(sheet.pen.textlength(keys, ImageFont.truetype(PLAIN, 15)))
            sheet.write(318 - width, 38 + 32 * at, keys, ink=colour)
    return sheet


@pytest.mark.parametrize("dark", [False, True])
def test_an_open_menu_hangs_under_its_name_with_its_states(dark: bool) -> None:
    sheet = program(dark=dark)
    found = menus(sheet.pixels, sheet.lines, 100)
    assert [thing.name for thing in found if thing.role == "menu"] == ["Datei", "Bearbeiten", "Ansicht", "Hilfe"]
    assert [thing.name for thing in found if "selected" in thing.states] == ["Bearbeiten", "Kopieren"]
    items = [thing for thing in found if thing.role == "menuitem"]
    assert [thing.name for thing in items] == ["Kopieren", "Einfügen", "Suchen", "Alles"]
    assert {thing.parent for thing in items} == {named(found, "Bearbeiten").id}
    assert "disabled" in named(found, "Einfügen").states
    assert holds(named(found, "Suchen"), "disabled") is False
    assert holds(named(found, "Kopieren"), "disabled") is None
    frame = named(found, "Suchen").box
    assert frame is not None
    assert abs(frame.x - 65) <= 2
    assert abs(frame.right - 330) <= 3


def test_where_nothing_is_pale_nothing_is_said_to_be_usable() -> None:
    sheet = Sheet()
    sheet.pen.rectangle((40, 20, 300, 140), "white", "#707070")
    letters = ImageFont.truetype(PLAIN, 15)
    for at, (name, keys) in enumerate((("Open", "Ctrl+O"), ("Close", "Ctrl+W"), ("Quit", "Ctrl+Q"))):
        sheet.write(60, 32 + 30 * at, name)
        sheet.write(282 - round(sheet.pen.textlength(keys, letters)), 32 + 30 * at, keys)
    found = menus(sheet.pixels, sheet.lines, 1)
    assert [thing.name for thing in found] == ["", "Open", "Close", "Quit"]
    assert not any(thing.states for thing in found)


def test_a_row_of_other_words_is_no_menu_bar() -> None:
    sheet = Sheet()
    for at, name in enumerate(("Berlin", "Hamburg", "Rome", "View")):
        sheet.write(10 + 120 * at, 6, name)
    assert menus(sheet.pixels, sheet.lines, 1) == []


@pytest.mark.parametrize(("ground", "ink"), [("#4a1c20", "#f0b8b4"), ("#fde3e3", "#8a1212"), ("#b02030", "white")])
def test_a_message_on_red_is_an_alert(ground: str, ink: str) -> None:
    sheet = Sheet(ground="#f4f4f4")
    sheet.pen.rounded_rectangle((40, 60, 480, 130), 8, ground)
    sheet.write(56, 72, "The card was refused.", ink=ink)
    sheet.write(56, 98, "Ask your bank, or use another one.", ink=ink)
    sheet.write(56, 200, "Pay with another card")
    (alert,) = messages(sheet.pixels, sheet.lines, 7)
    assert (alert.role, alert.name) == ("alert", "The card was refused. Ask your bank, or use another one.")
    assert alert.box is not None
    assert alert.box.contains(Box(56, 72, 200, 40))


@pytest.mark.parametrize("ground", ["#fff4d8", "#e2f4e2", "#e4ecfb", "#f4f4f4", "#7a4a20"])
def test_other_grounds_are_no_alert(ground: str) -> None:
    sheet = Sheet(ground="white")
    sheet.pen.rectangle((40, 60, 480, 110), ground)
    sheet.write(56, 72, "The parcel comes on Tuesday morning.", ink="black" if ground != "#7a4a20" else "white")
    assert messages(sheet.pixels, sheet.lines, 7) == []


def test_a_red_page_and_a_red_button_are_no_alerts() -> None:
    page = Sheet(ground="#701820")
    page.write(56, 72, "All of this page is red, whatever it says.", ink="white")
    button = Sheet()
    button.pen.rectangle((40, 60, 160, 100), "#c02020")
    button.write(60, 72, "Delete all", ink="white")
    assert messages(page.pixels, page.lines, 7) + messages(button.pixels, button.lines, 7) == []


def test_a_bar_of_a_site_and_a_removed_line_of_code_are_no_alerts() -> None:
    site = Sheet()
    site.pen.rectangle((0, 0, 800, 40), "#b01826")
    for at, name in enumerate(("The Echo", "News", "Sport", "Weather")):
        site.write(20 + 140 * at, 10, name, ink="white")
    code = Sheet()
    code.pen.rectangle((0, 100, 800, 126), "#ffd7d5")
    code.write(20, 104, "20 result += item.price * item.amount")
    assert messages(site.pixels, site.lines, 7) + messages(code.pixels, code.lines, 7) == []


@pytest.mark.parametrize(
    ("ground", "text"),
    [
        ("#c1121f", "Summer sale: up to 50 percent off"),
        ("#d7000f", "全场商品限时五折优惠中"),
        ("#d93025", "Press space to start the game"),
        ("#e63946", "Don't miss it: subscribe now"),
    ],
)
def test_red_without_words_of_a_fault_is_no_alert(ground: str, text: str) -> None:
    sheet = Sheet()
    sheet.pen.rectangle((40, 60, 480, 96), ground)
    sheet.write(56, 68, text, ink="white")
    assert messages(sheet.pixels, sheet.lines, 7) == []


@pytest.mark.parametrize(
    "text", ["密码错误，请重新输入", "Das Kennwort ist falsch.", "Impossible d'ouvrir la page", "⚠ Disk nearly gone"]
)
def test_words_of_a_fault_on_red_are_an_alert_in_other_languages(text: str) -> None:
    sheet = Sheet()
    sheet.pen.rectangle((40, 60, 480, 96), "#fde2e2")
    sheet.write(56, 68, text, ink="#8a1212")
    assert [thing.name for thing in messages(sheet.pixels, sheet.lines, 7)] == [text]


def test_where_the_same_red_says_other_things_it_is_no_sign_of_a_fault() -> None:
    chat = Sheet()
    for at, text in enumerate(("Shall we meet at ten?", "I cannot come before noon.", "See you later then.")):
        chat.pen.rounded_rectangle((20, 20 + 60 * at, 300, 54 + 60 * at), 8, "#fadadd")
        chat.write(34, 28 + 60 * at, text)
    assert messages(chat.pixels, chat.lines, 7) == []


def test_large_letters_on_red_are_a_picture_of_a_film() -> None:
    sheet = Sheet()
    sheet.pen.rectangle((20, 60, 420, 120), "#b01010")
    sheet.write(34, 70, "Why I failed again", ink="white", size=30, font=BOLD)
    for at, text in enumerate(("Why I failed again", "3000 views", "Two days ago")):
        sheet.write(24, 140 + 26 * at, text)
    assert messages(sheet.pixels, sheet.lines, 7) == []


def settings_page() -> Sheet:
    sheet = Sheet()
    sheet.write(220, 14, "Energy", size=26, font=BOLD)
    y = 64
    for title, rows in (
        ("Battery", ("Show the charge in percent", "Warn me when it is low")),
        ("Display", ("Dim the screen", "Sleep after ten minutes")),
    ):
        sheet.write(220, y, title, font=BOLD)
        for row in rows:
            y += 30
            sheet.write(224, y, row)
        y += 50
    return sheet


def test_headings_are_told_by_size_and_weight_with_levels() -> None:
    sheet = settings_page()
    found = headings(sheet.pixels, sheet.lines, 1, Token())
    assert [(thing.name, thing.level) for thing in found] == [("Energy", 1), ("Battery", 2), ("Display", 2)]


def test_a_heading_over_two_lines_is_one() -> None:
    sheet = Sheet()
    sheet.write(30, 20, "Winter timetable of the", size=24, font=BOLD)
    sheet.write(30, 50, "harbour ferry", size=24, font=BOLD)
    for at in range(4):
        sheet.write(30, 92 + 24 * at, "The boat leaves at the full hour and comes back")
    found = headings(sheet.pixels, sheet.lines, 1, Token())
    assert [thing.name for thing in found] == ["Winter timetable of the harbour ferry"]


def test_names_of_columns_totals_and_plain_labels_are_no_headings() -> None:
    sheet = Sheet()
    for at, row in enumerate((("Name", "Changed", "Owner"), ("Notes", "4 March", "Ada"), ("Maps", "3 March", "Ben"))):
        for place, text in enumerate(row):
            sheet.write(30 + 180 * place, 30 + 30 * at, text, font=BOLD if at == 0 else PLAIN)
    sheet.write(30, 130, "Total", font=BOLD)
    sheet.write(210, 130, "EUR 41.20", font=BOLD)
    sheet.write(30, 160, "Paid by card")
    assert headings(sheet.pixels, sheet.lines, 1, Token()) == []


def test_the_chosen_one_of_a_list_stands_on_its_own_ground() -> None:
    sheet = Sheet(ground="#f4f6fa")
    sheet.pen.rounded_rectangle((10, 76, 190, 104), 10, "#cfe0ff")
    for at, name in enumerate(("Posteingang", "Entwürfe", "Gesendet", "Archiv")):
        sheet.write(24, 40 + 40 * at, name)
    (chosen,) = choices(sheet.pixels, sheet.lines, 5)
    assert (chosen.role, chosen.name, chosen.states) == ("listitem", "Entwürfe", frozenset(("selected",)))


@pytest.mark.parametrize("bars", [(), (0, 2)])
def test_none_is_chosen_where_none_or_several_stand_out(bars: Sequence[int]) -> None:
    sheet = Sheet()
    for at in bars:
        sheet.pen.rectangle((10, 36 + 40 * at, 190, 64 + 40 * at), "#cfe0ff")
    for at, name in enumerate(("North", "East", "South", "West")):
        sheet.write(24, 40 + 40 * at, name)
    assert choices(sheet.pixels, sheet.lines, 5) == []


@pytest.mark.parametrize("ground", ["#dd3333", "#e0a020", "#fff3b0"])
def test_what_stands_on_red_orange_or_yellow_is_marked_not_chosen(ground: str) -> None:
    sheet = Sheet()
    sheet.pen.rectangle((10, 76, 190, 104), ground)
    for at, name in enumerate(("Overview", "Upgrade now", "Reports", "Orders")):
        sheet.write(24, 40 + 40 * at, name)
    assert choices(sheet.pixels, sheet.lines, 5) == []


def test_a_colour_around_its_own_words_alone_is_a_mark() -> None:
    sheet = Sheet()
    sheet.pen.rectangle((18, 76, 90, 104), "#cfe0ff")
    for at, name in enumerate(("Mow the lawn", "Paint", "Call the harbour", "Buy bread")):
        sheet.write(24, 40 + 40 * at, name)
    assert choices(sheet.pixels, sheet.lines, 5) == []


def test_a_row_of_prices_in_another_colour_is_not_chosen() -> None:
    sheet = Sheet()
    sheet.pen.rectangle((10, 76, 480, 104), "#e0ecff")
    for at, (name, price) in enumerate((("Basic", "4 a month"), ("Plus", "8 a month"), ("Team", "20 a month"))):
        sheet.write(24, 40 + 40 * at, name)
        sheet.write(220, 40 + 40 * at, price)
    assert choices(sheet.pixels, sheet.lines, 5) == []


def test_the_count_beside_the_chosen_one_does_not_hide_it() -> None:
    sheet = Sheet()
    sheet.pen.rectangle((10, 36, 260, 64), "#cfe0ff")
    for at, name in enumerate(("Inbox", "Drafts", "Sent", "Archive")):
        sheet.write(24, 40 + 40 * at, name)
    sheet.write(220, 40, "12")
    assert [thing.name for thing in choices(sheet.pixels, sheet.lines, 5)] == ["Inbox"]


def test_the_label_of_a_field_and_an_event_of_a_calendar_are_no_headings() -> None:
    form = Sheet()
    form.write(30, 20, "Create an account", size=24, font=BOLD)
    for at, (label, value) in enumerate((("Address", "ada@example.org"), ("Town", "harbour town"))):
        form.write(30, 80 + 80 * at, label, size=18)
        form.pen.rectangle((30, 108 + 80 * at, 330, 138 + 80 * at), "white", "#808080")
        form.write(36, 115 + 80 * at, value, size=13)
    found = headings(form.pixels, form.lines, 1, Token())
    assert [thing.name for thing in found] == ["Create an account"]
    events = Sheet()
    for at, (ground, ink) in enumerate(
        (("#d33333", "white"), ("white", "black"), ("white", "black"), ("white", "black"))
    ):
        events.pen.rectangle((20, 20 + 30 * at, 300, 48 + 30 * at), ground)
        events.write(26, 25 + 30 * at, "Dentist at four", ink=ink, font=BOLD if at == 0 else PLAIN)
    assert headings(events.pixels, events.lines, 1, Token()) == []


def test_all_of_it_is_gathered_where_no_tree_tells() -> None:
    sheet = program()
    capture, scene = Capture(sheet.pixels, "file"), Scene(800, 520, "file", blocks=tuple(sheet.lines))
    (finding,) = LooksGatherer().gather(capture, scene, Token())
    assert finding.gatherer == "looks"
    assert {thing.source for thing in finding.things} == {"pixels"}
    assert min(thing.id for thing in finding.things) == FIRST_ID
    assert not any(thing.role == "heading" for thing in finding.things)  # what is in a menu is none


def test_a_cancel_ends_the_look() -> None:
    sheet, token = program(), Token()
    token.cancel()
    scene = Scene(800, 520, "file", blocks=tuple(sheet.lines))
    with pytest.raises(Cancelled):
        list(LooksGatherer().gather(Capture(sheet.pixels, "file"), scene, token))


def test_a_heading_that_two_have_seen_is_kept_once_with_its_level() -> None:
    from assistant.types import Finding

    box, merger = Box(30, 20, 200, 30), SceneMerger()
    scene = merger.start(Capture(np.zeros((400, 600, 3), np.uint8), "file"))
    page = Thing(3_000_000, "heading", "Of boats", box=box, confidence=0.8, source="pixels")
    looks = Thing(FIRST_ID, "heading", "Of boats", box=box.moved(2, 1), level=1, confidence=0.9, source="pixels")
    for one in (Finding("headings", things=(page,)), Finding("looks", things=(looks,))):
        scene = merger.add(scene, one)
    assert scene.things == (looks,)


def test_a_message_from_pixels_is_read_where_it_stands() -> None:
    from assistant.types import Finding

    merger = SceneMerger()
    scene = merger.start(Capture(np.zeros((400, 600, 3), np.uint8), "file"))
    texts = [TextBlock(text, Box(30, 20 + 60 * at, 300, 20)) for at, text in enumerate(("Sign in", "Refused.", "Name"))]
    alert = Thing(FIRST_ID, "alert", "Refused.", box=Box(20, 70, 340, 40), confidence=0.9, source="pixels")
    for one in (Finding("ocr", blocks=tuple(texts)), Finding("looks", things=(alert,))):
        scene = merger.add(scene, one)
    assert [block.text for block in scene.blocks] == ["Sign in", "Refused.", "Name"]


def settings(*, labels_of_fields: bool = False) -> Sheet:
    """Bold words over two groups of rows, each row in a box of its own; or over a field each, with a hint under it."""
    sheet = Sheet(ground="#1e1e1e")
    sheet.write(40, 20, "Display", ink="#f0f0f0", size=26, font=BOLD)
    y = 80
    for title, rows in (("Colours", ("Dark mode", "Warm at night")), ("Screens", ("Resolution", "Refresh rate"))):
        sheet.write(40, y, title, ink="#b0b0b0", size=16, font=BOLD)
        y += 28
        for row in rows[: 1 if labels_of_fields else 2]:
            sheet.pen.rectangle((40, y, 700, y + 38), "#2e2e2e")
            sheet.write(54, y + 9, row, ink="#f0f0f0", size=16)
            y += 40
        y += 24
    sheet.write(40, y, "Changes are kept at once.", ink="#b0b0b0")
    return sheet


def test_bold_words_over_the_rows_of_a_group_are_headings() -> None:
    sheet = settings()
    found = headings(sheet.pixels, sheet.lines, 50, Token())
    assert [(one.name, one.level) for one in found] == [("Display", 1), ("Colours", 2), ("Screens", 2)]


def test_bold_words_over_one_field_each_are_its_label() -> None:
    sheet = settings(labels_of_fields=True)
    assert [one.name for one in headings(sheet.pixels, sheet.lines, 50, Token())] == ["Display"]
