"""The history as a page, Markdown and JSON, and the commands around it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from assistant.cli import cli
from assistant.errors import HearsightError, Usage
from assistant.history import History
from assistant.history_export import exported, format_of
from assistant.history_query import Kept
from assistant.types import Capture, Turn
from assistant.vault import Vault
from tests.assistant.accessible import Page

NOON = time.mktime((2026, 7, 1, 12, 0, 0, 0, 0, -1))
JPEG = b"\xff\xd8\xff picture"


def turns() -> list[Kept]:
    return [
        Kept(3, Turn("ask", "What does it say?", "It says </dd><script>alert(1)</script>.", "window",
                     "<b>Bank</b> & Co", NOON + 90_000), picture="x"),
        Kept(2, Turn("describe", "", "保存按钮在右下角", "window", "文本编辑器", NOON + 60), kept=True, note="button"),
        Kept(1, Turn("describe", "", "", "screen", "", NOON)),
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "de", "zh", "fr"])
@pytest.mark.parametrize("some", [True, False])
def test_the_page_can_be_heard(language: str, some: bool) -> None:
    page = Page(exported(turns() if some else [], "html", language, lambda _: JPEG))
    assert page.troubles == []
    assert len(page.named("img")) == some
    assert len(page.named("h3")) == 3 * some


def test_what_the_check_is_for() -> None:
    bad = "<html><body><h1>x</h1><h3></h3><img src=http://x><a href=#q></a><nav></nav></body></html>"
    assert len(Page(bad).troubles) >= 9


def test_the_page_says_what_was_said_in_its_own_language() -> None:
    page = Page(exported(turns(), "html", "en"))
    said = {text: attrs.get("lang") for attrs, text in page.named("dd")}
    assert said["保存按钮在右下角"] == "zh"
    assert said["What does it say?"] is None
    assert "It says </dd><script>alert(1)</script>." in said


def test_markdown_is_not_made_by_what_was_read() -> None:
    lines = exported(turns(), "md", "en", lambda _: JPEG).split("\n")
    assert [line for line in lines if line.startswith("#")] == [
        "# History of Hearsight", "## 2026-07-02", r"### 13:00 \<b\>Bank\</b\> & Co", "## 2026-07-01",
        "### 12:01 文本编辑器", "### 12:00 screen",
    ]  # fmt: skip
    assert len([line for line in lines if line.startswith("![The picture")]) == 1


def test_json_has_everything() -> None:
    rows = json.loads(exported(turns(), "json", "en", lambda _: JPEG))["turns"]
    assert [row["id"] for row in rows] == [3, 2, 1]
    assert ["picture_jpeg_base64" in row for row in rows] == [True, False, False]
    assert rows[1]["note"] == "button"


def test_a_picture_that_can_not_be_opened_is_left_out() -> None:
    def broken(_: int) -> bytes:
        raise HearsightError

    assert "<img" not in exported(turns(), "html", "en", broken)


def test_the_ending_names_the_kind() -> None:
    assert [format_of(Path(name)) for name in ("a.HTML", "b.md", "c.json")] == ["html", "md", "json"]
    with pytest.raises(Usage):
        format_of(Path("a.docx"))


# -- commands -------------------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HEARSIGHT_HOME", str(tmp_path))
    history = History(tmp_path / "history.sqlite")
    now = time.time()
    for number, (said, program, ago_s) in enumerate(
        [("The disk is full.", "Files", 3 * 86_400), ("A page about zeppelins.", "Browser", 60), ("Done.", "Files", 5)]
    ):
        history.add(Turn("ask", f"question {number}", said, "window", "Title", now - ago_s, program=program))
    history.close()
    return tmp_path


@pytest.fixture
def hearsight(home: Path) -> Callable[..., Result]:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, ["history", *arguments])

    return run


def test_lists_and_searches(hearsight: Callable[..., Result]) -> None:
    def numbers(*arguments: str) -> list[int]:
        return [row["id"] for row in json.loads(hearsight(*arguments, "--json").stdout)["turns"]]

    assert numbers() == numbers("list") == [3, 2, 1]
    assert numbers("list", "--program", "files") == [3, 1]
    assert numbers("list", "--days", "2", "-n", "1") == [3]
    assert numbers("search", "zeppelin", "page") == [2]
    assert numbers("search", "disk", "--days", "1") == []
    assert "question 1" in hearsight("show", "2").stdout
    assert json.loads(hearsight("show", "2", "--json").stdout)["program"] == "Browser"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["show", "9"], 3), (["copy", "9"], 3), (["replay", "9"], 3), (["ask", "9", "Q?"], 3),
     (["ask", "1", "Who?"], 3), (["ask", "1", " "], 2), (["search"], 2), (["search", " "], 2), (["export", "x.pdf"], 2),
     (["forget"], 2), (["forget", "--all", "--last-hour"], 2), (["show", "0"], 2)],
)  # fmt: skip
def test_what_can_not_be_is_one_sentence(hearsight: Callable[..., Result], arguments: list[str], code: int) -> None:
    result = hearsight(*arguments)
    error = result.exception
    assert (error.exit_code if isinstance(error, HearsightError) else result.exit_code) == code


def test_export_asks_before_it_writes_over(hearsight: Callable[..., Result], home: Path) -> None:
    file = home / "out.json"
    assert hearsight("export", str(file), "--program", "Files").exit_code == 0
    assert len(json.loads(file.read_text())["turns"]) == 2
    assert file.stat().st_mode & 0o777 == 0o600
    again = hearsight("export", str(file))
    assert isinstance(again.exception, Usage)
    assert len(json.loads(file.read_text())["turns"]) == 2
    assert hearsight("export", str(file), "--yes", "--search", "zeppelin").exit_code == 0
    assert len(json.loads(file.read_text())["turns"]) == 1
    assert hearsight("export", str(home / "none" / "x.html")).exception.exit_code == 3  # type: ignore[union-attr]
    assert [one.name for one in home.iterdir() if one.name.startswith(".history-")] == []


def test_the_last_hour_is_forgotten(hearsight: Callable[..., Result], home: Path) -> None:
    assert hearsight("forget", "--last-hour").stdout == "2 turns were forgotten.\n"
    assert b"zeppelin" not in (home / "history.sqlite").read_bytes()
    assert "disk is full" in hearsight().stdout


def test_copy_goes_through_a_tool_of_the_desktop(
    hearsight: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[Any] = []
    monkeypatch.setattr("assistant.shelf.shutil.which", lambda name: name if name == "xclip" else None)
    monkeypatch.setattr("assistant.shelf.subprocess.run", lambda tool, **more: copied.append((tool[0], more["input"])))
    assert hearsight("copy").exit_code == 0
    assert copied == [("xclip", b"Done.")]
    monkeypatch.setattr("assistant.shelf.shutil.which", lambda _: None)
    assert hearsight("copy", "1").exception.exit_code == 4  # type: ignore[union-attr]


def test_a_kept_picture_is_looked_at_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("cryptography")
    from assistant.capture.choose import is_moving, source_from

    class Keys:
        key: str | None = None

        def get(self) -> str | None:
            return Keys.key

        def put(self, key: str) -> None:
            Keys.key = key

    monkeypatch.setattr("assistant.vault.SystemKeys", Keys)
    history = History(home / "history.sqlite", keep="pictures", vault=Vault())
    history.add(
        Turn("describe", "", "x", "window", "Letter", time.time()), Capture(np.zeros((40, 60, 3), np.uint8), "screen")
    )
    history.close()
    capture = source_from("history:4").grab()
    assert (capture.width, capture.height, capture.name, capture.of_desktop) == (60, 40, "Letter", False)
    assert not is_moving("history:4")
    with pytest.raises(Usage):
        source_from("history:x")
    with pytest.raises(HearsightError, match="no picture is kept"):
        source_from("history:1").grab()
