"""Pages, photographs and packs that are taken by themselves, on drawn pages and real photographs."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant.aiming import Update
from assistant.cancel import Token
from assistant.errors import ModelBroken, UnusableInput
from assistant.types import Box, Capture, TextBlock
from benchmarks.camera_videos import Pixels
from benchmarks.guiding_pages import Pose, corners_of, desk, page, reel, seen
from models.guiding.document import PageGuide
from models.guiding.flatten import evenly_lit, flattened
from models.guiding.page import page_in
from models.guiding.photo import PhotoGuide
from models.guiding.product import ProductGuide
from models.guiding.shots import Shots
from models.guiding.still import Still
from models.photo.codes import CodeReader
from models.photo.finder import FaceFinder

PHOTOS = Path(__file__).parents[2] / "data" / "photos"
FRAME = (960, 540)
SHEET = (620, 877)


def photo(name: str) -> Pixels:
    with Image.open(PHOTOS / name) as image:
        return np.asarray(image.convert("RGB"))


def table() -> Pixels:
    """A blurred fur as a table top."""
    import cv2

    return desk(np.ascontiguousarray(cv2.GaussianBlur(photo("chelsea.jpg"), (0, 0), 6)), FRAME)


def sheets() -> list[Pixels]:
    import cv2

    return [np.asarray(cv2.resize(page(number)[0], SHEET, interpolation=cv2.INTER_AREA), np.uint8) for number in (0, 2)]


def walked(guide: PageGuide | PhotoGuide | ProductGuide, frames: Sequence[Pixels], fps: int = 4) -> list[Update]:
    updates = []
    for number, frame in enumerate(frames):
        updates.append(guide.see(Capture(frame, "camera"), number / fps, tones=True))
        if updates[-1].over:
            break
    return updates


def words(updates: Sequence[Update]) -> list[str]:
    return [word for update in updates for word in update.words]


# -- where a page is ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pose", [Pose(), Pose(tall=0.65, turn_deg=20), Pose(lean=0.25), Pose(lean=-0.2, turn_deg=-10), Pose(aside=0.2)]
)
def test_the_corners_of_a_page_are_found_and_its_lines_lie_straight(pose: Pose) -> None:
    sheet = sheets()[0]
    frame = seen(sheet, table(), pose, chance=np.random.default_rng(1), frame=FRAME)
    found = page_in(frame)
    assert found is not None and found.corners is not None
    true = corners_of(pose, SHEET, FRAME)
    assert float(np.abs(found.corners - true).max()) < 10
    straight = flattened(frame, found.corners)
    assert straight.shape[0] / straight.shape[1] == pytest.approx(SHEET[1] / SHEET[0], rel=0.25)


@pytest.mark.parametrize(
    ("pose", "side"),
    [(Pose(x=0.05), "left"), (Pose(x=0.97), "right"), (Pose(y=0.15), "top"), (Pose(y=0.85), "bottom")],
)
def test_by_which_side_a_page_reaches_out_is_told(pose: Pose, side: str) -> None:
    frame = seen(sheets()[0], table(), pose, chance=np.random.default_rng(1), frame=FRAME)
    found = page_in(frame)
    assert found is not None and not found.whole and found.cut == {side}


def test_a_table_without_a_page_and_a_blank_sheet_are_no_page() -> None:
    chance = np.random.default_rng(1)
    empty = (table() + chance.normal(0, 3, (FRAME[1], FRAME[0], 3))).clip(0, 255).astype(np.uint8)
    blank = np.full((SHEET[1], SHEET[0], 3), 250, np.uint8)
    assert page_in(empty) is None
    assert page_in(seen(blank, table(), Pose(), chance=chance, frame=FRAME, noise=2.0)) is None
    assert page_in(np.zeros((FRAME[1], FRAME[0], 3), np.uint8)) is None
    assert page_in(chance.integers(0, 256, (FRAME[1], FRAME[0], 3)).astype(np.uint8)) is None


def test_shadows_are_taken_out() -> None:
    sheet = sheets()[0]
    shaded = (sheet * np.linspace(1.0, 0.45, sheet.shape[1])[None, :, None]).astype(np.uint8)
    even = evenly_lit(shaded)
    left, right = (float(np.percentile(part, 80)) for part in (even[:, :100], even[:, -100:]))
    assert abs(left - right) < 12 and left > 215


# -- pages that are taken ----------------------------------------------------------------------------------------------


def test_two_pages_are_taken_once_each_and_their_texts_are_one_file(tmp_path: Path) -> None:
    first, second = sheets()
    away, there = Pose(y=1.1), Pose(turn_deg=5, lean=0.15, tall=0.9)
    poses = [(0.0, away), (1.0, there), (9.0, there)]
    frames = [frame for _, frame in reel([(0, first), (4.5, second)], poses, table(), 7.5, fps=4, frame=FRAME)]
    texts = iter(["The first page.", "The second page."])
    guide = PageGuide(Shots(tmp_path / "out", "page"), lambda straight: (straight, next(texts)), wait=True)
    updates = walked(guide, frames)
    said = words(updates)
    assert [update.kept for update in updates if update.kept] == ["page-1.jpg", "page-2.jpg"]
    assert said[0] == "Move down." and "Page 1 taken." in said and "Page 2 taken." in said
    assert "Next page." in said
    assert guide.closing == "2 pages with 6 words, in the folder out."
    assert (tmp_path / "out" / "text-1.txt").read_text("utf-8") == "The first page.\n\nThe second page.\n"
    with Image.open(tmp_path / "out" / "page-1.jpg") as kept:
        assert kept.height > kept.width  # flattened: the frame lay on its side


def lying(sheet: Pixels, pose: Pose, count: int, seed: int = 0) -> list[Pixels]:
    """So many frames of a page that lies there, of which only the noise differs."""
    one = seen(sheet, table(), pose, chance=np.random.default_rng(seed), frame=FRAME, noise=0.0)
    return [grained(one, at) for at in range(count)]


def test_a_page_that_was_taken_is_not_taken_again_when_it_was_turned_but_with_the_key(tmp_path: Path) -> None:
    sheet = sheets()[0]
    guide = PageGuide(Shots(tmp_path, "page"), lambda straight: (straight, "read"), wait=True)
    updates = walked(guide, lying(sheet, Pose(), 5))
    assert [one.kept for one in updates if one.kept] == ["page-1.jpg"] and words(updates)[-1] == "Next page."
    turned = lying(sheet, Pose(turn_deg=90), 5, seed=1)
    assert not any(one.kept for one in walked(guide, turned))
    guide.take()
    assert walked(guide, turned[:1])[-1].kept == "page-2.jpg"


def test_with_the_key_all_of_the_frame_is_taken_where_no_page_is_found(tmp_path: Path) -> None:
    guide = PageGuide(Shots(tmp_path, "page"), lambda straight: (straight, ""), wait=True)
    guide.take()
    updates = walked(guide, [table(), table()])
    assert [one.kept for one in updates] == ["page-1.jpg", ""]
    with Image.open(tmp_path / "page-1.jpg") as kept:
        assert kept.size == FRAME


@pytest.mark.parametrize(("failures", "told"), [(2, "words"), (9, "Not read: page 1.")])
def test_a_page_whose_reading_fails_is_read_again_and_never_left_out_in_silence(
    failures: int, told: str, tmp_path: Path
) -> None:
    left = [ModelBroken()] * failures

    def read(straight: Pixels) -> tuple[Pixels, str]:
        if left:
            raise left.pop()
        return straight, "some words"

    guide = PageGuide(Shots(tmp_path, "page"), read, wait=True)
    guide.take()
    walked(guide, [table()])
    assert told in guide.closing
    assert (tmp_path / "text-1.txt").exists() is (failures < 3) and (tmp_path / "page-1.jpg").exists()


def test_what_moves_or_is_blurred_is_not_taken(tmp_path: Path) -> None:
    import cv2

    sheet = sheets()[0]
    moving = [(0.0, Pose(x=0.3)), (3.0, Pose(x=0.7))]
    guide = PageGuide(Shots(tmp_path, "page"), lambda straight: (straight, ""), wait=True)
    assert not any(
        one.kept for one in walked(guide, [f for _, f in reel([(0, sheet)], moving, table(), 3, fps=4, frame=FRAME)])
    )
    still = [(0.0, Pose()), (3.0, Pose())]
    blurred = [cv2.GaussianBlur(f, (0, 0), 3.5) for _, f in reel([(0, sheet)], still, table(), 2.5, fps=4, frame=FRAME)]
    guide = PageGuide(Shots(tmp_path, "page"), lambda straight: (straight, ""), wait=True)
    updates = walked(guide, [np.asarray(frame, np.uint8) for frame in blurred])
    assert not any(one.kept for one in updates)
    assert any("blurred" in word for word in words(updates))


def test_no_page_for_long_is_said_and_none_is_kept(tmp_path: Path) -> None:
    guide = PageGuide(Shots(tmp_path, "page"), lambda straight: (straight, ""), wait=True)
    ground = table()
    said = words(walked(guide, [ground] * 20))
    assert said == ["I see no page. Hold the camera higher over it."]
    assert guide.closing == "No page was taken."
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_one_sentence_and_what_was_taken_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shots = Shots(tmp_path, "page")
    shots.keep(np.zeros((40, 30, 3), np.uint8))
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(UnusableInput, match=r"I can't write page-2.jpg: No space left on device"):
        shots.keep(np.zeros((40, 30, 3), np.uint8))
    assert [one.name for one in tmp_path.iterdir()] == ["page-1.jpg"]


def test_nothing_is_written_over_and_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "page-1.jpg").write_text("mine")
    assert Shots(tmp_path, "page").keep(np.zeros((40, 30, 3), np.uint8)) == "page-2.jpg"
    assert (tmp_path / "page-1.jpg").read_text() == "mine"
    with pytest.raises(UnusableInput):
        Shots(tmp_path / "page-1.jpg", "page").check()


def test_two_that_take_pictures_into_one_folder_at_once_lose_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = Shots(tmp_path, "page"), Shots(tmp_path, "page")
    real, first = Shots._free, iter([True])

    def free(shots: Shots, name: str, suffix: str) -> Path:
        path = real(shots, name, suffix)
        if next(first, False):  # the other one comes between the look for a free name and its use
            other.keep(np.full((40, 30, 3), 200, np.uint8))
        return path

    monkeypatch.setattr(Shots, "_free", free)
    assert one.keep(np.zeros((40, 30, 3), np.uint8)) == "page-2.jpg" and other.taken == ["page-1.jpg"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["page-1.jpg", "page-2.jpg"]


def test_rest_is_told_by_most_of_the_points() -> None:
    frame = np.zeros((90, 160, 3), np.uint8)
    still = Still(0.5)
    corners = np.array([[10, 10], [150, 10], [150, 80], [10, 80]], np.float32)
    for number in range(8):
        jumped = corners.copy()
        jumped[0, 1] += 30 * (number % 2)  # one corner that jumps
        still.see(number / 10, frame, jumped)
    assert still.rested(0.7)
    slow = Still(0.5)
    for second in range(3):  # of one frame a second, too
        slow.see(float(second), frame, corners)
    assert slow.rested(2.0)
    still.see(0.8, frame, corners + 20)
    assert not still.rested(0.8)


# -- a photograph ------------------------------------------------------------------------------------------------------


def faces_in(pixels: Pixels) -> list[object]:
    return list(FACES.find(pixels, area=[0, 0, pixels.shape[1], pixels.shape[0]], token=Token()))


FACES = FaceFinder()


def portrait(left: int) -> Pixels:
    """The astronaut's picture, shifted to the left by so many pixels, before its own blurred wall."""
    import cv2

    picture = photo("astronaut.jpg")
    wide = cv2.GaussianBlur(cv2.resize(picture, (640, 480)), (0, 0), 12)
    wide[80:400, 160:480] = picture
    moved = np.roll(wide, -left, axis=1)
    moved[:, 640 - left :] = wide[:, 639:]
    return np.asarray(moved, np.uint8)


def grained(picture: Pixels, seed: int) -> Pixels:
    noise = np.random.default_rng(seed).normal(0, 2, picture.shape)
    return (picture + noise).clip(0, 255).astype(np.uint8)


def test_a_face_that_is_cut_off_is_led_in_and_then_the_picture_takes_itself(tmp_path: Path) -> None:
    cut, whole = portrait(250), portrait(0)
    frames = [grained(cut, at) for at in range(5)] + [grained(whole, at) for at in range(12)]
    guide = PhotoGuide(Shots(tmp_path, "photo"), faces_in, wait=True)  # type: ignore[arg-type]
    updates = walked(guide, frames)
    said = words(updates)
    assert said[0] == "Move left."
    assert "One face, all in the frame." in said and said[-1] == "Taken. One face, all in the frame."
    assert updates[-1].over and updates[-1].kept == "photo-1.jpg"
    assert guide.closing == f"The picture is photo-1.jpg, in the folder {tmp_path.name}."


def test_what_is_too_dark_is_told_and_a_key_takes_it_all_the_same(tmp_path: Path) -> None:
    dark = (portrait(0) * 0.16).astype(np.uint8)
    guide = PhotoGuide(Shots(tmp_path, "photo"), faces_in, wait=True)  # type: ignore[arg-type]
    updates = walked(guide, [grained(dark, at) for at in range(6)])
    assert words(updates)[0] == "It is too dark. More light." and not any(one.kept for one in updates)
    guide.take()
    assert walked(guide, [dark])[-1].kept == "photo-1.jpg"


def test_faces_of_a_frame_before_the_camera_moved_are_not_told_of_the_picture(tmp_path: Path) -> None:
    guide = PhotoGuide(Shots(tmp_path, "photo"), faces_in, wait=True)  # type: ignore[arg-type]
    walked(guide, [grained(portrait(0), at) for at in range(2)])
    guide.take()
    away = Capture(np.ascontiguousarray(table()[30:510, 100:740]), "camera")
    update = guide.see(away, 0.28, tones=True)  # too soon for another look
    assert update.kept and update.words == ("Taken.",)


# -- a pack ------------------------------------------------------------------------------------------------------------


def pack(code: str | None) -> Pixels:
    import zxingcpp

    face = np.array(Image.fromarray(photo("chelsea.jpg")).resize((640, 480)))
    if code is not None:
        barcode = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.EAN13)
        lines = np.array(zxingcpp.write_barcode_to_image(barcode, scale=2))
        face[200 : 200 + lines.shape[0], 200 : 200 + lines.shape[1]] = lines[..., None]
    return face


CODES = CodeReader()


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ({"4006381333931": "yellow marker"}, "Yellow marker, by its bar code 4006381333931."),
        ({}, "Its bar code is 4006381333931, which has no name yet. On the pack: Marker, water-based."),
    ],
)
def test_a_pack_is_turned_until_its_code_shows(tmp_path: Path, names: dict[str, str], told: str) -> None:
    lines = [TextBlock("Marker, water-based", Box(0, 0, 90, 9), confidence=0.97), TextBlock("x1", Box(0, 0, 9, 9))]
    guide = ProductGuide(
        Shots(tmp_path, "product"),
        lambda pixels: CODES.read(pixels, token=Token()),
        lambda _: lines,
        lambda: names,
        wait=True,
    )
    updates = walked(guide, [pack(None)] * 5 + [pack("4006381333931")] * 3)
    assert words(updates) == [told]
    assert updates[-1].over and updates[-1].kept == "product-1.jpg"
    assert guide.closing == ""


def test_a_pack_without_a_code_is_told_by_its_text(tmp_path: Path) -> None:
    lines = [TextBlock("Tomato soup", Box(0, 0, 90, 9), confidence=0.97)]
    guide = ProductGuide(Shots(tmp_path, "product"), lambda _: [], lambda _: lines, dict, wait=True)
    said = words(walked(guide, [pack(None)] * 50))
    assert said == ["No code yet. Turn the pack."]
    assert guide.closing == "On the pack: Tomato soup."
    nothing = ProductGuide(Shots(tmp_path, "product"), lambda _: [], lambda _: [], dict, wait=True)
    assert nothing.closing == "I found no code and no text."
