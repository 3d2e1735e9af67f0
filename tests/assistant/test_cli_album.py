"""`hearsight describe FOLDER` from end to end, and hostile files: one sentence each, never a traceback."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from assistant.cli import cli
from assistant.cli_photo import photo_check
from assistant.errors import STOPPED, HearsightError, UnusableInput
from models.photo.album import Album
from models.photo.check import PhotoCheck

ASTRONAUT = Path(__file__).parents[1] / "data" / "photos" / "astronaut.jpg"
ALBUM, CHECK = Album(), PhotoCheck()


@pytest.fixture(autouse=True)
def _loaded_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("models.photo.album.Album", lambda: ALBUM)
    monkeypatch.setattr("models.photo.check.PhotoCheck", lambda: CHECK)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))


def described(folder: Path, *options: str) -> tuple[int, dict[str, Any], str]:
    result = CliRunner().invoke(cli, ["describe", str(folder), "--json", "--no-speech", *options])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, json.loads(result.stdout), result.stderr


def photo(path: Path, **options: Any) -> Path:
    with Image.open(ASTRONAUT) as image:
        image.convert(options.pop("mode", "RGB")).save(path, **options)
    return path


def bomb(path: Path) -> Path:
    """A PNG of 60,000 by 60,000 pixels in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    return path


def hostile(folder: Path) -> list[str]:
    """Files that can't be read, by name."""
    (folder / "cut.jpg").write_bytes(ASTRONAUT.read_bytes()[:4000])
    (folder / "empty.jpg").touch()
    (folder / "text.jpg").write_text("nothing of the sort")
    (folder / "noise.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "folder.jpg").mkdir()
    bomb(folder / "bomb.png")
    return sorted(["cut.jpg", "empty.jpg", "text.jpg", "noise.png", "folder.jpg", "bomb.png"])


def odd(folder: Path) -> list[str]:
    """Files that are unusual and can be read, by name."""
    frames = [Image.fromarray(np.full((80, 80, 3), value, np.uint8)) for value in (0, 200)]
    frames[0].save(folder / "moving.gif", save_all=True, append_images=frames[1:])
    photo(folder / "print.jpg", mode="CMYK")
    deep = np.tile(np.linspace(0, 65_535, 120), (90, 1)).astype(np.uint16)
    Image.fromarray(deep).save(folder / "deep.png")
    lies = Image.Exif()
    lies[0x0112], lies[0x010E] = 77, "\x1b[31m\0 " * 9
    lies.get_ifd(0x8769)[0x9003] = "9999:99:99 99:99:99"
    lies.get_ifd(0x8825)[2] = (0.0, 0.0, 0.0)
    photo(folder / "lies.jpg", exif=lies)
    return ["moving.gif", "print.jpg", "deep.png", "lies.jpg"]


def test_each_bad_file_is_one_sentence_and_the_others_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "trip"
    folder.mkdir()
    bad, good = hostile(folder), odd(folder)
    code, told, stderr = described(folder)
    assert code == 0
    assert sorted(told["broken"]) == bad
    assert sorted(one["file"] for one in told["photos"]) == sorted(good)
    assert told["pictures"] == told["looked_at"] == len(bad) + len(good)
    sentences = [line for line in stderr.splitlines() if " of 10 pictures" not in line]
    assert len(sentences) == len(bad) and all(any(name in line for name in bad) for line in sentences)
    assert "\x1b" not in told["text"] + "".join(one["text"] for one in told["photos"])


@pytest.mark.parametrize("name", ["cut.jpg", "empty.jpg", "text.jpg", "noise.png", "folder.jpg", "bomb.png"])
def test_a_bad_file_alone_is_one_sentence_of_photo_check(tmp_path: Path, name: str) -> None:
    hostile(tmp_path)
    result = CliRunner().invoke(photo_check, [str(tmp_path / name), "--no-speech"])
    assert result.exit_code == 3 and isinstance(result.exception, SystemExit)
    assert result.stderr.count("\n") == 1 and name in result.stderr


@pytest.mark.parametrize("name", ["moving.gif", "print.jpg", "deep.png", "lies.jpg"])
def test_an_odd_file_is_checked_as_any_other(tmp_path: Path, name: str) -> None:
    odd(tmp_path)
    result = CliRunner().invoke(photo_check, [str(tmp_path / name), "--no-speech"])
    assert result.exit_code == 0 and result.stdout and not result.stderr
    assert "9999" not in result.stdout and "\x1b" not in result.stdout


def test_a_folder_with_no_picture_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="There is no picture in"):
        described(tmp_path)


def test_a_folder_that_may_not_be_read_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(folder: Path) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(UnusableInput, match="not allowed to read"):
        described(tmp_path)


@pytest.mark.parametrize(
    "option",
    [("--model", "x"), ("--verbosity", "full"), ("--overlay", "x.png"), ("--engine", "vlm"), ("--explain", "dog")],
)
def test_what_belongs_to_one_picture_is_not_left_out_silently(tmp_path: Path, option: tuple[str, str]) -> None:
    result = CliRunner().invoke(cli, ["describe", str(tmp_path), "--no-speech", *option])
    assert result.exit_code == 2 and "not to a folder" in result.stderr


def test_ctrl_c_tells_what_was_seen_so_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of 5,000 files, of which two are looked at."""
    import signal

    folder = tmp_path / "many"
    folder.mkdir()
    first = photo(folder / "0000.jpg")
    for at in range(1, 5000):
        (folder / f"{at:04}.jpg").hardlink_to(first)
    looked = ALBUM.look
    seen: list[str] = []

    def look(capture: Any, token: Any) -> Any:
        seen.append(capture.name)
        if len(seen) == 2:
            signal.raise_signal(signal.SIGINT)
        return looked(capture, token) if not token.cancelled else looked(capture, type(token)())

    monkeypatch.setattr(ALBUM, "look", look)
    code, told, _ = described(folder)
    assert code == STOPPED and told["stopped"]
    assert (told["pictures"], told["looked_at"]) == (5000, 2)
    assert "I looked at 2 of 5000." in told["text"]


def test_the_place_is_told_in_a_folder_only_if_the_settings_allow(tmp_path: Path) -> None:
    from assistant import settings

    exif = Image.Exif()
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (48.0, 12.0, 0.0), "E", (11.0, 30.0, 0.0)
    folder = tmp_path / "trip"
    folder.mkdir()
    photo(folder / "a.jpg", exif=exif)
    _, told, _ = described(folder)
    assert told["photos"][0]["place"] is None and "48" not in told["photos"][0]["text"]
    settings.save(settings.changed(settings.load(), "photos.place", "on"))
    _, told, _ = described(folder)
    assert told["photos"][0]["place"] == [48.2, 11.5]
    assert "about 48.2 degrees north, 11.5 degrees east" in told["photos"][0]["text"]


def test_an_error_of_the_networks_is_the_commands_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.errors import ModelBroken

    def broken(*_: object) -> None:
        raise ModelBroken

    photo(tmp_path / "a.jpg")
    monkeypatch.setattr(ALBUM, "look", broken)
    with pytest.raises(HearsightError):
        described(tmp_path)
