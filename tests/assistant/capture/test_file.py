"""Picture files: every format, every way to be bad."""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from assistant.capture import picture
from assistant.capture.file import FileSource
from assistant.errors import BrokenPicture, EmptyPicture, NoSuchFile, NotAPicture, TooLarge, UnusableInput

if TYPE_CHECKING:
    from assistant.types import Pixels

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def corners(size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Top left red, top right green, bottom left blue, bottom right white."""
    w, h = size
    made = Image.new("RGB", size)
    for colour, box in (
        (RED, (0, 0, w // 2, h // 2)), (GREEN, (w // 2, 0, w, h // 2)),
        (BLUE, (0, h // 2, w // 2, h)), (WHITE, (w // 2, h // 2, w, h)),
    ):  # fmt: skip
        made.paste(colour, box)
    return made


def grab(path: Path) -> Pixels:
    pixels = FileSource(path).grab().pixels
    assert pixels.dtype == np.uint8
    assert pixels.ndim == 3
    assert pixels.shape[2] == 3
    assert pixels.flags.c_contiguous
    assert pixels.flags.writeable
    return pixels


def same_corners(pixels: Pixels, tolerance: int = 30) -> bool:
    """The four corners, well inside, are as `corners` made them."""
    h, w = pixels.shape[:2]
    seen = [pixels[y, x].astype(int) for y in (h // 5, -h // 5) for x in (w // 5, -w // 5)]
    return all(np.abs(a - b).max() <= tolerance for a, b in zip(seen, (RED, GREEN, BLUE, WHITE), strict=True))


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG with a true header and any data."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


# -- good ones --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "gif", "tiff", "bmp", "avif", "ppm"])
def test_every_format_gives_the_same_picture(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "picture.any"  # what it is called does not matter
    corners().save(path, kind)
    capture = FileSource(path).grab()
    assert (capture.width, capture.height, capture.source, capture.name) == (60, 40, "file", "picture.any")
    assert same_corners(grab(path))


def test_heic_works_where_its_library_is(tmp_path: Path) -> None:
    path = tmp_path / "photo.heic"
    pillow_heif.from_pillow(corners((128, 96))).save(path, quality=90)
    assert grab(path).shape == (96, 128, 3)
    assert same_corners(grab(path))


def test_heic_without_its_library_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "photo.heic"
    pillow_heif.from_pillow(corners((128, 96))).save(path, quality=90)
    monkeypatch.setattr(picture, "_heif_ready", False)
    monkeypatch.setattr(picture.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(NotAPicture, match="pip install pillow-heif"):
        FileSource(path).grab()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["jpeg", "tiff", "heif"])
def test_all_eight_exif_orientations_come_out_upright(tmp_path: Path, orientation: int, kind: str) -> None:
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    upright = corners((128, 96))
    stored = upright.transpose(undo[orientation]) if orientation in undo else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "photo"
    if kind == "heif":  # HEIC has a rotation of its own, which its library writes for this orientation
        file = pillow_heif.from_pillow(stored)
        file[0].info["exif"] = exif.tobytes()
        file.save(path, quality=95)
        assert (b"irot" in path.read_bytes() or b"imir" in path.read_bytes()) == (orientation != 1)
    else:
        stored.save(path, kind, exif=exif)
    pixels = grab(path)
    assert pixels.shape == (96, 128, 3)
    assert same_corners(pixels, 40)


def test_damaged_exif_is_no_reason_to_refuse(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    corners().save(path, "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff\x00\x01garbage")
    assert same_corners(grab(path))


def test_only_the_first_frame_of_an_animation_is_seen(tmp_path: Path) -> None:
    for kind in ("GIF", "WEBP", "TIFF"):
        path = tmp_path / kind
        corners().save(path, kind, save_all=True, append_images=[Image.new("RGB", (60, 40), "black")])
        assert same_corners(grab(path)), kind


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA", "P"])
def test_what_is_transparent_is_white(tmp_path: Path, mode: str) -> None:
    made = Image.new("RGBA", (8, 4), (0, 0, 0, 0))
    made.paste((0, 0, 0, 255), (4, 0, 8, 4))
    path = tmp_path / "icon.png"
    if mode == "P":
        palette = Image.fromarray(np.where(np.asarray(made)[:, :, 3] == 0, 1, 0).astype(np.uint8), "L").convert("P")
        palette.putpalette([0, 0, 0, 9, 9, 9])
        palette.save(path, transparency=1)
    else:
        (made.convert("LA") if mode != "RGBA" else made).save(path)
    pixels = grab(path)
    assert pixels[:, :4].min() == 255
    assert pixels[:, 4:].max() == 0


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda: corners().convert("CMYK"), "JPEG"), (lambda: corners().convert("CMYK"), "TIFF"),
        (lambda: corners().convert("YCbCr"), "JPEG"), (lambda: corners().quantize(8), "PNG"),
        (lambda: corners().convert("P", palette=Image.Palette.ADAPTIVE), "GIF"),
    ],
)  # fmt: skip
def test_colour_models_end_as_rgb(tmp_path: Path, make: Callable[[], Image.Image], kind: str) -> None:
    path = tmp_path / "picture"
    make().save(path, kind)
    assert same_corners(grab(path), 60)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_keep_their_greys(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "scan"
    ramp = np.linspace(0, 65_535, 256).astype(np.uint16)
    Image.fromarray(np.ascontiguousarray(np.broadcast_to(ramp, (4, 256)))).save(path, kind)
    pixels = grab(path)
    assert np.abs(pixels[0, :, 0].astype(int) - np.arange(256)).max() <= 1
    assert (pixels[:, :, 0] == pixels[:, :, 2]).all()


def test_floating_point_and_one_bit_pictures_work(tmp_path: Path) -> None:
    Image.fromarray(np.linspace(-3, 9, 100, dtype=np.float32).reshape(10, 10)).save(tmp_path / "f.tiff")
    assert (grab(tmp_path / "f.tiff").min(), grab(tmp_path / "f.tiff").max()) == (0, 255)
    Image.fromarray(np.full((2, 2), np.nan, np.float32)).save(tmp_path / "nan.tiff")
    assert grab(tmp_path / "nan.tiff").max() == 0
    Image.new("1", (9, 3), 1).save(tmp_path / "bit.png")
    assert grab(tmp_path / "bit.png").min() == 255


def test_one_pixel_is_a_picture(tmp_path: Path) -> None:
    Image.new("RGB", (1, 1), RED).save(tmp_path / "one.png")
    assert grab(tmp_path / "one.png").tolist() == [[[255, 0, 0]]]


def test_a_home_relative_path_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    corners().save(tmp_path / "x.png")
    assert FileSource("~/x.png").grab().width == 60


# -- bad ones ---------------------------------------------------------------------------------------------------------


def encoded(kind: str, size: tuple[int, int] = (300, 200)) -> bytes:
    data = BytesIO()
    noise = np.random.default_rng(0).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
    if kind == "HEIF":
        pillow_heif.from_pillow(Image.fromarray(noise)).save(data, quality=80)
    else:
        Image.fromarray(noise).save(data, kind)
    return data.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP", "HEIF"])
@pytest.mark.parametrize("part", [0.5, 0.95, 20, 45])
def test_a_picture_cut_short_is_broken(tmp_path: Path, kind: str, part: float) -> None:
    data = encoded(kind)
    path = tmp_path / "cut"
    path.write_bytes(data[: int(part if part > 1 else len(data) * part)])
    with pytest.raises(BrokenPicture, match="cut is broken"):
        FileSource(path).grab()


def test_no_damage_is_worse_than_a_sentence(tmp_path: Path) -> None:
    """Bytes changed all over: either it still is a picture, or it is one of our errors. Nothing else, no crash."""
    rng = np.random.default_rng(7)
    path = tmp_path / "damaged"
    refused = 0
    for kind in ("PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP"):
        good = np.frombuffer(encoded(kind, (40, 30)), np.uint8)
        for _ in range(25):
            bad = good.copy()
            bad[rng.integers(0, len(bad), 6)] = rng.integers(0, 255, 6)
            bad[rng.integers(0, min(60, len(bad)))] ^= 0xFF
            path.write_bytes(bad.tobytes())
            try:
                FileSource(path).grab()
            except UnusableInput:
                refused += 1
    assert refused > 20


def test_an_empty_file_is_empty(tmp_path: Path) -> None:
    (tmp_path / "nothing.png").touch()
    with pytest.raises(EmptyPicture, match=r"nothing\.png is empty"):
        FileSource(tmp_path / "nothing.png").grab()


@pytest.mark.parametrize(
    "content", [b"hello, this is text\n" * 9, b"%PDF-1.7\n", b"%!PS-Adobe-3.0 EPSF-3.0\n", b"<svg></svg>", b"\0" * 99]
)
def test_another_kind_of_file_is_no_picture(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.png"
    path.write_bytes(content)
    with pytest.raises(NotAPicture, match=r"notes\.png is not a picture"):
        FileSource(path).grab()


@pytest.mark.parametrize("size", [(12_001, 12_000), (17_000, 17_000), (100_000, 100_000), (2**31 - 1, 2**31 - 1)])
def test_a_header_bomb_is_refused_before_decoding(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png(*size, data=zlib.compress(b"\0" * 1000)))
    with pytest.raises((TooLarge, BrokenPicture)) as caught:
        FileSource(path).grab()
    if size[0] < 1_000_000:
        assert isinstance(caught.value, TooLarge)
        assert "too large" in str(caught.value)


def test_a_bomb_takes_no_memory(tmp_path: Path) -> None:
    """30000 x 30000 pixels that all compress away: decoded they would be 2.7 GB. The process may have 1.5 GB."""
    path = tmp_path / "bomb.png"
    row = b"\0" * (1 + 3 * 30_000)
    packer = zlib.compressobj(1)
    path.write_bytes(png(30_000, 30_000, b"".join(packer.compress(row) for _ in range(200)) + packer.flush()))
    code = (
        "import resource, sys; from assistant.capture.file import FileSource; from assistant.errors import TooLarge\n"
        "import numpy\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000,) * 2)\n"
        "try: FileSource(sys.argv[1]).grab()\nexcept TooLarge: print('refused')"
    )
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, env=env)
    assert done.stdout.strip() == "refused", done.stderr


def test_the_largest_allowed_picture_is_still_read_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(png(12_000, 12_000, zlib.compress(b"")))
    with pytest.raises(BrokenPicture):  # it got past the size check: what is missing is the data
        FileSource(path).grab()


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile, match=r"no file gone\.png"):
        FileSource(tmp_path / "gone.png").grab()
    with pytest.raises(NoSuchFile):
        FileSource(tmp_path / "gone" / "gone.png").grab()
    with pytest.raises(NotAPicture, match="is a folder"):
        FileSource(tmp_path).grab()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for odd in (tmp_path / "loop", tmp_path / ("x" * 300), tmp_path / "a\0b"):
        with pytest.raises(UnusableInput, match="can't open"):
            FileSource(odd).grab()


def test_pipes_devices_and_sockets_are_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), Path("/dev/tty0"), Path("/dev/null")):
        if path.exists():
            with pytest.raises(UnusableInput):
                FileSource(path).grab()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        with pytest.raises(UnusableInput):
            FileSource(tmp_path / "socket").grab()


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.png"
    corners().save(path)
    path.chmod(0)
    if os.getuid() == 0:  # nobody refuses root: the refusal is the system's, taken from another user

        def as_nobody(*args: Any) -> int:
            os.seteuid(65_534)
            try:
                return real(*args)
            finally:
                os.seteuid(0)

        real = os.open
        monkeypatch.setattr(os, "open", as_nobody)
    with pytest.raises(UnusableInput, match=r"not allowed to read secret\.png"):
        FileSource(path).grab()


def test_sentences_name_the_file_but_not_the_folder(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile) as caught:
        FileSource(tmp_path / "gone.png").grab()
    assert str(tmp_path) not in str(caught.value)
    assert caught.value.exit_code == 3
