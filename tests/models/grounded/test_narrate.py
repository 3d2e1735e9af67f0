from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.cancel import Cancelled, Token
from assistant.types import Box, Claim, Evidence, Scene, TextBlock, Thing, Verbosity, WindowInfo
from models.grounded.budget import WORDS
from models.grounded.claims import claim, normal
from models.grounded.engine import GroundedEngine
from models.grounded.phrases import LANGUAGES
from models.grounded.wording import word_count
from tests.models.grounded.scenes import load, picture

SCENES = {**load("tuning.json")[0], **load("heldout.json")[0]}
ALL = {
    f"{file}-{name}": scene
    for file in ("tuning", "heldout", "unseen", "german", "computed")
    for name, scene in load(f"{file}.json")[0].items()
}
VERBOSITIES: tuple[Verbosity, ...] = ("brief", "normal", "full")


def described(*scenes: Scene, verbosity: Verbosity = "normal", language: str = "en") -> list[Claim]:
    capture = picture(scenes[-1])
    return list(GroundedEngine().describe(capture, iter(scenes), verbosity, language, Token()))


def text(*scenes: Scene, verbosity: Verbosity = "normal", language: str = "en") -> str:
    return " ".join(one.text for one in described(*scenes, verbosity=verbosity, language=language))


def test_a_claim_without_evidence_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="no evidence"):
        claim("There is a dog.", (), "main")
    with pytest.raises(ValueError, match="empty"):
        claim(" ", (Evidence("ocr"),), "main")


@pytest.mark.parametrize("name", sorted(SCENES))
@pytest.mark.parametrize("verbosity", VERBOSITIES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_claim_has_evidence_and_nothing_is_said_twice(name: str, verbosity: Verbosity, language: str) -> None:
    claims = described(SCENES[name], verbosity=verbosity, language=language)
    assert claims
    assert all(one.evidence for one in claims)
    assert len({one.key for one in claims}) == len(claims)
    assert len({normal(one.text) for one in claims}) == len(claims)


@pytest.mark.parametrize("name", sorted(ALL))
@pytest.mark.parametrize("language", LANGUAGES)
def test_brief_and_normal_stay_within_their_words(name: str, language: str) -> None:
    for verbosity in ("brief", "normal"):
        said = described(ALL[name], verbosity=verbosity, language=language)
        assert 1 <= sum(word_count(one.text) for one in said) <= WORDS[verbosity], said


@pytest.mark.parametrize("name", sorted(ALL))
@pytest.mark.parametrize("verbosity", ["brief", "normal"])
def test_a_scene_that_grows_while_it_is_told_stays_within_the_words(name: str, verbosity: Verbosity) -> None:
    full = ALL[name]
    tree = tuple(block for block in full.blocks if block.source == "tree")
    half = replace(full, blocks=tree + full.blocks[len(tree) : len(tree) + 3], settled=0, complete=False)
    said = described(replace(full, blocks=tree, settled=0, complete=False), half, full, verbosity=verbosity)
    assert 1 <= sum(word_count(one.text) for one in said) <= WORDS[verbosity], said


def test_more_words_say_more() -> None:
    lengths = [len(text(SCENES["shop"], verbosity=verbosity)) for verbosity in VERBOSITIES]
    assert lengths[0] < lengths[1] < lengths[2]


def test_what_is_wrong_comes_first_and_verbatim() -> None:
    said = described(SCENES["error_dialog"])
    assert said[0].text == "Error: The file report.odt could not be saved: no space left on device (error 28)."
    assert said[1].text == "Focus: OK button."


def test_an_invalid_field_is_told_right_after_the_kind_of_screen_and_before_its_title() -> None:
    said = [one.text for one in described(SCENES["login"])]
    assert said[:2] == ["Login.", "Invalid: E-mail address: Enter a complete e-mail address."]
    assert said.index("Title: Sign in, in acme-client.") > 1
    assert "Enter a complete e-mail address." in text(SCENES["login"], verbosity="brief")


def test_unsaved_changes_and_the_editor_are_told() -> None:
    said = text(SCENES["editor"])
    assert "Unsaved changes in notes.txt." in said
    assert "Text editor: mousepad." in said
    assert "The tomatoes go next to the south wall" in said


def test_words_that_a_person_wrote_are_no_error() -> None:
    editor = SCENES["editor"]
    written = tuple(
        replace(thing, value="The build failed with error 5.") if thing.role == "textbox" else thing
        for thing in editor.things
    )
    assert "Error:" not in text(replace(editor, things=written))


def test_a_terminal_is_told_by_its_last_lines() -> None:
    said = text(SCENES["terminal"])
    assert "make: *** [Makefile:12: test] Error 1" in said
    assert "Last lines:" in said


def test_a_page_is_told_by_title_and_headings() -> None:
    said = text(SCENES["article"])
    assert said.startswith("Article: Why bees dance")
    assert "How far do they fly?" in said


def test_the_point_is_in_the_first_five_words() -> None:
    points = (("error_dialog", "file"), ("editor", "editor:"), ("save_question", "changes"), ("login", "E-mail"),
              ("terminal", "failed,"), ("receipt", "receipt.jpg."), ("remote_shell", "Terminal:"))  # fmt: skip
    for name, point in points:
        first = text(SCENES[name], verbosity="brief").split()[:5]
        assert point in first, first


def test_nothing_is_called_an_image_of_something() -> None:
    for scene in SCENES.values():
        said = text(scene, verbosity="full").lower()
        assert "image of" not in said
        assert "picture of" not in said


def test_unsure_words_are_hedged_and_left_out_when_brief() -> None:
    assert "Possibly: Tabie 7." in text(SCENES["receipt"], verbosity="full")
    assert "Tabie" not in text(SCENES["receipt"], verbosity="brief")


def test_a_picture_without_words_is_told_by_its_colour_and_honestly() -> None:
    empty = Scene(640, 480, "file", name="sky.png", complete=True)
    claims = list(GroundedEngine().describe(picture(empty, (20, 40, 120)), iter([empty]), "normal", "en", Token()))
    assert [one.text for one in claims] == [
        "Mostly dark blue, 640 by 480 pixels, no text found in sky.png.",
        "I can't tell what it shows.",
    ]
    assert all(evidence.kind == "pixels" for one in claims for evidence in one.evidence)


def test_no_text_is_only_said_when_all_eyes_have_looked() -> None:
    looking = Scene(640, 480, "file")
    assert described(looking) == []
    assert described(looking, replace(looking, complete=True))


def test_a_first_scene_is_told_before_the_second_is_known() -> None:
    full = SCENES["error_dialog"]
    pulled = 0

    def growing() -> Iterator[Scene]:
        nonlocal pulled
        for scene in (replace(full, blocks=(), complete=False), full):
            pulled += 1
            yield scene

    claims = GroundedEngine().describe(picture(full), growing(), "normal", "en", Token())
    assert "no space left" in next(claims).text
    assert pulled == 1


def test_a_richer_scene_adds_only_what_is_new() -> None:
    full = SCENES["article"]
    first = replace(full, blocks=(), things=full.things[:5], complete=False)
    grown = described(first, full, full, verbosity="full")
    assert len({one.key for one in grown}) == len(grown)
    assert {normal(one.text) for one in described(full, verbosity="full") if one.topic == "main"} <= {
        normal(one.text) for one in grown
    }


def test_a_window_that_tells_nothing_is_still_named() -> None:
    window = WindowInfo(1, "Game", "game", 1, Box(0, 0, 300, 200))
    bare = Scene(300, 200, "window", window=window, complete=True)
    assert text(bare) == "Window: Game. I found no text or controls in it."


def test_chinese_is_told_in_chinese() -> None:
    said = text(SCENES["zh_login"], language="zh")
    assert "密码不正确" in said
    assert "焦点：用户名" in said
    assert not any(word in said for word in ("Focus", "button", "Error"))


def test_a_cancel_stops_the_description() -> None:
    token = Token()
    claims = GroundedEngine().describe(picture(SCENES["shop"]), iter([SCENES["shop"]]), "full", "en", token)
    next(claims)
    token.cancel()
    with pytest.raises(Cancelled):
        next(claims)


def test_a_question_is_no_error_whatever_its_words() -> None:
    ask = SCENES["save_question"]
    things = tuple(
        replace(thing, role="dialog") if thing.role == "alert"
        else replace(thing, name="Delete 3 files? This cannot be undone.") if thing.id == 1
        else thing
        for thing in ask.things
    )  # fmt: skip
    said = text(replace(ask, things=things, blocks=()))
    assert "Delete 3 files? This cannot be undone." in said
    assert "Error" not in said


def test_what_a_browser_has_around_a_page_is_not_counted() -> None:
    page = SCENES["article"]
    chrome = replace(page.things[1], id=900, role="button", name="Bookmark this tab", parent=0)
    said = text(replace(page, things=(*page.things, chrome)), verbosity="full")
    assert "2 buttons" in said
    assert "Bookmark" not in said


def letter(value: str = "Dear Anna,\n\nthe train leaves at 14:35.\n\nYours, Ben") -> Scene:
    """A text editor with a menu bar, whose text the tree tells."""
    things = (
        Thing(1, "window", "note.txt", "", frozenset({"active"}), Box(0, 0, 640, 480)),
        Thing(2, "menubar", "", "", frozenset(), Box(0, 0, 640, 25), 1),
        Thing(3, "menu", "Document", "", frozenset(), Box(0, 0, 80, 25), 2),
        Thing(4, "textbox", "", value, frozenset({"focused", "multiline"}), Box(0, 30, 640, 440), 1),
    )
    blocks = (TextBlock("Document", Box(0, 0, 80, 25), 1.0, "line", "tree"),)
    blocks += (TextBlock(value, Box(0, 30, 640, 440), 1.0, "paragraph", "tree"),) if value else ()
    return Scene(640, 480, "window", blocks, things, WindowInfo(1, "note.txt", "", 1, Box(0, 0, 640, 480)),
                 complete=True)  # fmt: skip


def test_text_is_verbatim_without_a_full_stop_after_a_comma() -> None:
    assert "Dear Anna, the train leaves at 14:35. Yours, Ben." in text(letter())


def test_the_text_of_an_editor_is_said_once() -> None:
    said = text(letter(), verbosity="full")
    assert said.count("Dear Anna") == 1
    assert said.count("14:35") == 1


LISTING = (
    ("total 8",),
    ("drwxr-xr-x", "2 root root", "4096", "apt"),
    ("drwxr-xr-x", "3 root root", "117", "bash"),
    ("E: Unable to locate package foo",),
)


def terminal(*, complete: bool = True, rows: tuple[tuple[str, ...], ...] = LISTING) -> Scene:
    """A terminal of which only OCR tells, in pieces."""
    blocks = tuple(
        TextBlock(words, Box(4 + 130 * at, 4 + 20 * line + at % 2, 9 * len(words), 17))
        for line, row in enumerate(rows)
        for at, words in enumerate(row)
    )
    window = WindowInfo(1, "Term", "XTerm", 1, Box(0, 0, 640, 480))
    return Scene(640, 480, "window", blocks, (), window, complete=complete)


def test_a_terminal_is_told_by_rows_each_once() -> None:
    said = [one.text for one in described(terminal(), verbosity="full")]
    assert said == [
        "Terminal.",
        "Error: E: Unable to locate package foo.",
        "Title: Term, in XTerm.",
        "total 8.",
        "drwxr-xr-x 2 root root 4096 apt.",
        "drwxr-xr-x 3 root root 117 bash.",
    ]
    assert "Last lines: total 8. drwxr-xr-x 2 root root 4096 apt. drwxr-xr-x 3" in text(terminal())


def test_pieces_of_a_row_are_not_said_before_the_row_is_known() -> None:
    early = terminal(complete=False, rows=(("drwxr-xr-x",), ("3 root root",), ("E: Unable to",)))
    said = [one.text for one in described(early, terminal(), verbosity="full")]
    assert len(said) == 5
    assert said[1] == "Error: E: Unable to locate package foo."


def viewer() -> Scene:
    """A document viewer: fields in its bar, a page of which the tree knows no words."""
    things = (
        Thing(1, "window", "letter.pdf", "", frozenset({"active"}), Box(0, 0, 600, 600)),
        Thing(2, "textbox", "page", "1", frozenset(), Box(50, 4, 30, 40), 1),
        Thing(3, "textbox", "", "71.4%", frozenset(), Box(300, 4, 90, 40), 1),
        Thing(4, "button", "Find", "", frozenset(), Box(395, 4, 36, 40), 1),
        Thing(5, "document", "Document View", "", frozenset({"focused"}), Box(5, 50, 590, 540), 1),
    )
    lines = ("The monthly rent is 820 pounds, due on the first", "day of each month. Late payment costs", "15 pounds.")
    page = tuple(TextBlock(line, Box(40, 130 + 16 * at, 9 * len(line), 14)) for at, line in enumerate(lines))
    bar = (
        TextBlock("1", Box(50, 4, 30, 40), 1.0, "line", "tree"),
        TextBlock("71.4%", Box(300, 4, 90, 40), 1.0, "line", "tree"),
        TextBlock("Q", Box(404, 18, 17, 17), 0.99),
        TextBlock("X", Box(576, 21, 14, 12), 0.54),
        TextBlock("Recent", Box(470, 18, 60, 14), 0.99),
    )
    window = WindowInfo(1, "letter.pdf", "evince", 1, Box(0, 0, 600, 600))
    return Scene(600, 600, "window", (*bar, *page), things, window, complete=True)


def test_of_a_viewer_the_page_is_told_in_paragraphs_without_the_bar_around_it() -> None:
    said = [one.text for one in described(viewer())]
    assert said == [
        "Document: letter.pdf, in evince.",
        "The monthly rent is 820 pounds, due on the first day of each month. Late payment costs 15 pounds.",
    ]
    everything = text(viewer(), verbosity="full")
    assert "Recent." in everything
    assert not {"Q.", "X.", "71.4%."} & set(everything.split())
    assert everything.count("page, 1.") == 1


def test_running_text_is_not_cut_out_of_its_middle() -> None:
    said = described(viewer(), verbosity="brief")
    longer = replace(viewer(), blocks=(*viewer().blocks, TextBlock("Room 4", Box(40, 400, 60, 14))))
    assert [one.text for one in described(longer, verbosity="brief")] == [one.text for one in said]


def test_the_one_line_of_a_calculator_is_told_with_the_focus() -> None:
    things = (
        Thing(1, "window", "Calculator", "", frozenset({"active"}), Box(0, 0, 300, 300)),
        Thing(2, "textbox", "", "42", frozenset({"focused", "multiline"}), Box(5, 5, 290, 40), 1),
        *(Thing(3 + n, "button", str(n), "", frozenset(), Box(5 + 30 * n, 60, 28, 30), 1) for n in range(9)),
    )
    window = WindowInfo(1, "Calculator", "", 1, Box(0, 0, 300, 300))
    said = text(Scene(300, 300, "window", (), things, window, complete=True))
    assert said.startswith("Window: Calculator. Focus: text area, 42.")


def test_names_under_pictures_are_whole() -> None:
    things = (
        Thing(1, "window", "files", "", frozenset({"active"}), Box(0, 0, 300, 200)),
        Thing(2, "button", "Up", "", frozenset(), Box(0, 0, 30, 30), 1),
        Thing(3, "image", "", "", frozenset(), Box(10, 40, 88, 82), 1),
        Thing(4, "image", "", "", frozenset(), Box(110, 40, 88, 82), 1),
    )
    blocks = tuple(
        TextBlock(words, Box(x, y, w, 16))
        for words, x, y, w in (
            ("Holiday", 25, 88, 59),
            ("invoice-202", 111, 89, 87),
            ("plan.odt", 24, 106, 62),
            ("4.pdf", 132, 106, 41),
        )
    )
    window = WindowInfo(1, "files", "", 1, Box(0, 0, 300, 200))
    said = text(Scene(300, 200, "window", blocks, things, window, complete=True))
    assert "Holiday plan.odt. invoice-2024.pdf." in said
