"""What the file of taught things promises: nothing lost, nobody else reads it, a damaged one is kept and said."""

from __future__ import annotations

import base64
import json
import stat
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from assistant.errors import UnusableInput, Usage
from models.taught.store import LARGEST_FILE, LONGEST, MADE_BY, MOST_THINGS, MOST_VIEWS, TaughtThings
from models.taught.vectors import SIZE, unit

if TYPE_CHECKING:
    from models.imagenet.net import Floats as Vectors


def views(count: int, seed: int = 0) -> Vectors:
    return unit(np.random.default_rng(seed).normal(size=(count, SIZE)).astype(np.float32))


@pytest.fixture
def things(tmp_path: Path) -> TaughtThings:
    return TaughtThings(tmp_path / "data" / "taught.json")


def test_what_was_taught_is_there_again_and_only_the_owner_reads_it(things: TaughtThings) -> None:
    assert things.all() == () and not things.path.exists()
    things.add("  my   keys. ", views(3), now=lambda: 12.5)
    again = TaughtThings(things.path).all()
    assert [(one.name, one.at) for one in again] == [("my keys", 12.5)]
    assert np.allclose(again[0].views, views(3), atol=1e-3)
    assert stat.S_IMODE(things.path.stat().st_mode) == 0o600
    assert [path.name for path in things.path.parent.iterdir() if not path.name.startswith(".")] == ["taught.json"]


def test_a_known_name_gets_more_views_of_which_the_oldest_go(things: TaughtThings) -> None:
    things.add("my mug", views(20))
    kept = things.add("My Mug", views(10, seed=1))
    assert len(kept.views) == MOST_VIEWS and things.names() == ["My Mug"]
    assert np.allclose(kept.views[-1], views(10, seed=1)[-1], atol=1e-3)


def test_renaming_and_forgetting(things: TaughtThings) -> None:
    things.add("my mug", views(1))
    things.add("my keys", views(2))
    assert things.rename("MY MUG", "my blue mug") == ("my mug", "my blue mug")
    with pytest.raises(Usage, match="called my keys already"):
        things.rename("my blue mug", "My Keys".lower())
    assert things.rename("my keys", "My Keys") == ("my keys", "My Keys")  # of itself it may be
    assert things.forget("my keys") == "My Keys" and things.names() == ["my blue mug"]
    with pytest.raises(Usage, match="not taught anything called my keys"):
        things.forget("my keys")


@pytest.mark.parametrize("name", ["", "  ", "...", "x" * (LONGEST + 1), "\x07"])
def test_what_is_no_name(things: TaughtThings, name: str) -> None:
    with pytest.raises(Usage, match="needs a name"):
        things.add(name, views(1))
    assert not things.path.exists()


@pytest.mark.parametrize(
    "content",
    [
        "", "{", "[]", '{"things": []}', '{"made_by": "efficientnet-lite2, 1", "things": [{"name": "a"}]}',
        '{"made_by": "efficientnet-lite2, 1", "things": [{"name": "a", "at": 0, "views": ["AAAA"]}]}',
        '{"made_by": "efficientnet-lite2, 1", "things": [{"name": "a", "at": 0, "views": ["!"]}]}', "\udcff",
    ],
)  # fmt: skip
def test_a_damaged_file_is_kept_aside_and_said_once(things: TaughtThings, content: str) -> None:
    things.path.parent.mkdir()
    things.path.write_text(content, "utf-8", errors="surrogateescape")
    with pytest.raises(UnusableInput, match=r"damaged. I kept it as taught.damaged-1.json"):
        things.all()
    aside = things.path.with_name("taught.damaged-1.json")
    assert aside.read_text("utf-8", errors="surrogateescape") == content
    assert things.all() == ()
    things.add("my keys", views(1))
    things.path.write_text("{")
    with pytest.raises(UnusableInput, match=r"taught.damaged-2.json"):
        things.add("my mug", views(1))


def kept(*names: str, view: Vectors | None = None, at: str = "0", count: int = 1) -> str:
    """A file as it would be written, of things with one vector."""
    row = base64.b64encode((views(1)[0] if view is None else view).astype(np.float16).tobytes()).decode()
    each = ", ".join(f'{{"name": "{name}", "at": {at}, "views": {json.dumps([row] * count)}}}' for name in names)
    return f'{{"made_by": "{MADE_BY}", "things": [{each}]}}'


@pytest.mark.parametrize(
    "content",
    [
        kept("a", at="NaN"), kept("a", at="1e300"), kept("a", at="-1"), kept("a", "A"),
        kept("a", view=np.zeros(SIZE, np.float32)),
        kept("a", view=np.full(SIZE, np.nan, np.float32)), kept("a", count=MOST_VIEWS + 1), kept("a\\u001b[31m"),
        kept(*(f"thing {at}" for at in range(MOST_THINGS + 1))), "[" * 200_000, " " * (LARGEST_FILE + 1),
    ],
    ids=range(11),
)  # fmt: skip
def test_a_file_that_nobody_here_wrote_is_no_better(things: TaughtThings, content: str) -> None:
    things.path.parent.mkdir()
    things.path.write_text(kept("a"))
    assert things.names() == ["a"]
    things.path.write_text(content)
    with pytest.raises(UnusableInput, match="damaged"):
        things.all()


def test_what_another_version_made_stays_where_it_is(things: TaughtThings) -> None:
    things.add("my keys", views(1))
    told = things.path.read_text().replace(MADE_BY, "siglip, 1")
    things.path.write_text(told)
    with pytest.raises(UnusableInput, match="another version"):
        TaughtThings(things.path).all()
    assert things.path.read_text() == told


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnusableInput, match=r"I can't write taught.json"):
        TaughtThings(tmp_path / "file" / "taught.json").add("my keys", views(1))


def test_several_at_once_lose_nothing(things: TaughtThings) -> None:
    names = [f"thing {at}" for at in range(8)]
    threads = [threading.Thread(target=TaughtThings(things.path).add, args=(name, views(2))) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(things.names()) == names


def test_what_was_forgotten_is_in_no_file(things: TaughtThings) -> None:
    things.add("my keys", views(2))
    left = things.path.with_name("taught.json.4711.part")  # of a process that was killed while it wrote
    left.write_bytes(things.path.read_bytes())
    things.forget("my keys")
    assert things.names() == []
    assert [path.name for path in things.path.parent.iterdir() if b"my keys" in path.read_bytes()] == []


def test_no_picture_is_in_the_file(things: TaughtThings) -> None:
    things.add("my keys", views(2))
    told = json.loads(things.path.read_text())
    assert set(told) == {"made_by", "things"} and set(told["things"][0]) == {"name", "at", "views"}
    assert all(len(view) == SIZE * 2 * 4 // 3 + (4 - SIZE * 2 * 4 // 3 % 4) % 4 for view in told["things"][0]["views"])
