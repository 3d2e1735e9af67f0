"""Pictures of the history: sealed, limited, gone when they are forgotten; and nothing at all in private mode."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from assistant.errors import HearsightError, UnusableInput
from assistant.history import PICTURES, History
from assistant.types import Capture, Turn
from assistant.vault import KEY_BYTES, MAGIC, NoKeyStore, SealBroken, SystemKeys, Vault

pytest.importorskip("cryptography")


class Keys:
    """The port `vault.Keys`, in memory; `open` False: a desktop without a key store."""

    def __init__(self, *, open: bool = True) -> None:
        self.key: str | None = None
        self.open = open
        self.asked = 0

    def get(self) -> str | None:
        self.asked += 1
        if not self.open:
            raise NoKeyStore
        return self.key

    def put(self, key: str) -> None:
        self.key = key


def turn(said: str, at: float | None = None) -> Turn:
    return Turn("describe", "", said, "window", "Title", time.time() if at is None else at, program="Editor")


def picture(shade: int, size: tuple[int, int] = (90, 160)) -> Capture:
    return Capture(np.full((*size, 3), shade, np.uint8), "screen")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite"


@pytest.fixture
def open_history(path: Path) -> Iterator[Callable[..., History]]:
    opened: list[History] = []

    def make(keys: Keys, **more: Any) -> History:
        opened.append(History(path, **{"keep": "pictures", "vault": Vault(keys), **more}))
        return opened[-1]

    yield make
    for history in opened:
        history.close()


def files(path: Path) -> list[Path]:
    folder = path.with_name(PICTURES)
    return sorted(folder.iterdir()) if folder.exists() else []


def test_a_picture_is_kept_sealed_and_comes_back(path: Path, open_history: Callable[..., History]) -> None:
    keys = Keys()
    history = open_history(keys)
    history.add(turn("a screen"), picture(200, (1080, 3840)))
    history.close()
    (file,) = files(path)
    assert file.read_bytes()[:4] == MAGIC
    assert b"JFIF" not in b"".join(one.read_bytes() for one in [path, file])
    assert file.stat().st_mode & 0o777 == 0o600
    again = open_history(keys)
    (kept,) = again.recent()
    assert Image.open(BytesIO(again.picture(kept.id))).size == (1920, 540)
    assert kept.turn.program == "Editor"


def test_pictures_are_kept_only_when_wanted(path: Path, open_history: Callable[..., History]) -> None:
    keys = Keys()
    history = open_history(keys, keep="text")
    history.add(turn("words"), picture(1))
    history.close()
    assert files(path) == []
    assert keys.asked == 0
    with pytest.raises(UnusableInput, match="no picture"):
        history.picture(1)


def test_without_a_key_store_the_words_are_kept_and_it_is_said_once(
    path: Path, open_history: Callable[..., History]
) -> None:
    told: list[str] = []
    history = open_history(Keys(open=False), tell=told.append)
    for number in range(3):
        history.add(turn(f"turn {number}"), picture(number))
    history.close()
    assert len(history.recent()) == 3
    assert files(path) == []
    assert told == [NoKeyStore.sentence]
    assert [one for one in path.parent.iterdir() if "key" in one.name] == []


def test_a_picture_that_was_changed_or_passed_off_is_not_shown(
    path: Path, open_history: Callable[..., History]
) -> None:
    history = open_history(Keys())
    for shade in (1, 200):
        history.add(turn(f"shade {shade}"), picture(shade))
    history.close()
    one, other = files(path)
    sealed = one.read_bytes()
    one.write_bytes(other.read_bytes())
    numbers = [kept.id for kept in history.recent() if kept.picture == one.name]
    with pytest.raises(SealBroken):
        history.picture(numbers[0])
    one.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(SealBroken):
        history.picture(numbers[0])
    one.write_bytes(b"")
    with pytest.raises(SealBroken):
        history.picture(numbers[0])
    one.unlink()
    with pytest.raises(UnusableInput, match="not kept any more"):
        history.picture(numbers[0])


def test_another_key_opens_nothing(path: Path, open_history: Callable[..., History]) -> None:
    history = open_history(Keys())
    history.add(turn("x"), picture(9))
    history.close()
    stranger = open_history(Keys())
    with pytest.raises(SealBroken):
        stranger.picture(stranger.recent()[0].id)


@pytest.mark.parametrize("how", [{"everything": True}, {"last_s": 3600.0}, {"id": 2}])
def test_what_is_forgotten_takes_its_picture_with_it(
    path: Path, open_history: Callable[..., History], how: dict[str, Any]
) -> None:
    history = open_history(Keys())
    now = time.time()
    history.add(turn("before noon marmalade", at=now - 7200), picture(1))
    history.add(turn("afternoon zeppelin", at=now - 60), picture(2))
    history.close()
    gone = [kept.picture for kept in history.recent() if "zeppelin" in kept.turn.said]
    history.forget(**how)
    left = [kept.turn.said for kept in history.recent()]
    assert left == ([] if "everything" in how else ["before noon marmalade"])
    assert len(files(path)) == len(left)
    assert gone[0] not in [file.name for file in files(path)]
    history.close()
    for file in path.parent.glob("history.sqlite*"):
        assert b"zeppelin" not in file.read_bytes()


def test_a_damaged_file_that_was_put_aside_is_forgotten_with_all(
    path: Path, open_history: Callable[..., History]
) -> None:
    path.with_name(f"{path.name}.broken-20260101-000000").write_text("words")
    open_history(Keys()).forget(everything=True)
    assert list(path.parent.glob("*.broken-*")) == []


def test_the_oldest_pictures_go_when_there_are_too_many(path: Path, open_history: Callable[..., History]) -> None:
    history = open_history(Keys(), pictures_mb=1)
    noise = np.random.default_rng(1).integers(0, 255, (4, 400, 500, 3), dtype=np.uint8)  # some 400 kB each
    for number, pixels in enumerate(noise):
        history.add(turn(f"turn {number}", at=time.time() - 10 + number), Capture(pixels, "screen"))
    history.close()
    with_picture = [kept.turn.said for kept in history.recent() if kept.picture]
    assert with_picture == ["turn 3", "turn 2"]
    assert len(history.recent()) == 4, "the words stay"
    assert len(files(path)) == 2
    assert sum(file.stat().st_size for file in files(path)) <= 1_000_000


def test_pictures_of_old_turns_go_with_them(path: Path, open_history: Callable[..., History]) -> None:
    history = open_history(Keys(), days=7)
    history.add(turn("old", at=time.time() - 6.99 * 86_400), picture(1))
    history.close()
    assert len(files(path)) == 1
    history._days = 6
    history.add(turn("new"))
    assert files(path) == []


def test_a_turn_forgotten_before_its_picture_was_written_leaves_none(
    path: Path, open_history: Callable[..., History]
) -> None:
    history = open_history(Keys())
    history.add(turn("x"))
    history.forget(everything=True)
    assert history._picture_named(1, "late.sealed", 10) is False
    history._pictures.save(1, picture(1))
    history.close()
    assert files(path) == []


def test_while_the_disk_is_full_no_pictures_fill_the_memory(path: Path, open_history: Callable[..., History]) -> None:
    history = open_history(Keys())
    history.add(turn("before"))
    history._opened().execute("PRAGMA max_page_count = 1")
    with pytest.raises(HearsightError):
        history.add(turn("x" * 100_000), picture(1))
    assert [capture for _, capture in history._waiting] == [None]


def test_small_pictures_of_older_versions_are_sealed(path: Path, open_history: Callable[..., History]) -> None:
    old = History(path)
    old.add(turn("old"))
    old.close()
    data = BytesIO()
    Image.new("RGB", (320, 180), "red").save(data, "JPEG")
    db = sqlite3.connect(path)
    with db:
        db.execute("UPDATE turns SET thumbnail = ?", (data.getvalue(),))
    db.close()
    closed = open_history(Keys(open=False), tell=lambda _: None)
    assert closed.recent()[0].picture == ""
    closed.close()
    assert b"JFIF" in path.read_bytes(), "nothing is lost where there is no key"
    history = open_history(Keys())
    history.recent()
    history.close()
    assert Image.open(BytesIO(history.picture(history.recent()[0].id))).size == (320, 180)
    history.close()
    for file in path.parent.glob("history.sqlite*"):
        assert b"JFIF" not in file.read_bytes()


def test_a_plain_file_is_no_key_store(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = pytest.importorskip("keyring")
    backend = pytest.importorskip("keyring.backend")

    class Plain(backend.KeyringBackend):  # type: ignore[misc,name-defined]
        priority = 1

        def get_password(self, service: str, username: str) -> str:
            return "A" * KEY_BYTES

        def set_password(self, service: str, username: str, password: str) -> None:
            raise AssertionError

        def delete_password(self, service: str, username: str) -> None:
            raise AssertionError

    monkeypatch.setattr(keyring, "get_keyring", Plain)
    with pytest.raises(NoKeyStore):
        SystemKeys().get()


def test_without_the_packages_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("keyring", "keyring.errors"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(NoKeyStore, match="hearsight\\[history\\]"):
        SystemKeys().get()


def test_a_key_of_somebody_else_is_not_used() -> None:
    keys = Keys()
    keys.key = "no key"
    with pytest.raises(HearsightError):
        Vault(keys).seal(b"x", "x")
