"""Controls found by their looks alone: what is told is there, in that state; measured bars; what is no control."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from assistant import errors
from assistant.cancel import Cancelled, Token
from assistant.host import LocalWorker
from assistant.types import Box, Capture, Scene
from models.evidence.elements.caret import has_caret
from models.evidence.elements.choose import Seen
from models.evidence.elements.finder import FIRST_ID, ElementsGatherer, Finder
from models.evidence.elements.net import WEIGHTS, Net
from models.evidence.elements.values import value_of

QT_PAGE = Path(__file__).parents[3] / "benchmarks" / "elements_pages" / "qt_page.py"
STATES = ("checked", "unchecked", "mixed", "disabled", "focused")


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder()


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[np.ndarray, list[dict[str, object]]]]:
    """Windows in Qt's style "Windows", none of which the network learned from, with what is in them."""
    folder = tmp_path_factory.mktemp("qt")
    command = [sys.executable, str(QT_PAGE), str(folder), "--style", "Windows", "--count", "8", "--seed", "77"]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(command, env=env, check=True, capture_output=True, timeout=120)
    found = []
    for truth in sorted(folder.glob("*.json")):
        with Image.open(truth.with_suffix(".png")) as image:
            found.append((np.asarray(image.convert("RGB")), json.loads(truth.read_text("utf-8"))))
    return found


def match(seen: Seen, truth: list[dict[str, object]]) -> dict[str, object] | None:
    for one in truth:
        x, y, w, h = (float(side) for side in one["box"])  # type: ignore[attr-defined]
        common = max(0, min(seen.box.right, x + w) - max(seen.box.x, x)) * max(
            0, min(seen.box.bottom, y + h) - max(seen.box.y, y)
        )
        if seen.role in (one["role"], "control") and common > 0.5 * min(seen.box.area, w * h):
            return one
    return None


def test_what_is_told_of_windows_never_seen_before_is_there(finder: Finder, windows: list) -> None:  # type: ignore[type-arg]
    told, right, there, states, states_right = 0, 0, 0, 0, Counter[bool]()
    for pixels, truth in windows:
        there += len(truth)
        for seen in finder.find(pixels, token=Token()):
            one = match(seen, truth)
            told += 1
            right += one is not None
            for state in seen.states & set(STATES):
                states += 1
                states_right[one is not None and state in one["states"]] += 1
    assert right >= 0.9 * told, f"{right} of {told} are there"
    assert right >= 0.33 * there, f"{right} of {there} were found"
    assert states >= 15
    assert states_right[True] >= 0.93 * states, states_right


def test_text_noise_and_a_photo_have_no_controls(finder: Finder) -> None:
    rng = np.random.default_rng(3)
    noise = rng.integers(0, 255, (300, 400, 3), np.uint8)
    page = Image.new("RGB", (800, 600), "white")
    draw = ImageDraw.Draw(page)
    for line in range(24):
        draw.text((20, 20 + 24 * line), "Book O and 0 more, (o) all of it [x] □ " * 2, fill="black", font_size=15)
    blobs = (
        Image.effect_mandelbrot((600, 400), (-2, -1.2, 1, 1.2), 60).convert("RGB").filter(ImageFilter.GaussianBlur(2))
    )
    for picture in (noise, np.asarray(page), np.asarray(blobs), np.full((500, 500, 3), 200, np.uint8)):
        assert finder.find(picture, token=Token()) == []


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (9, 9)])
def test_pictures_of_any_size_are_looked_at(finder: Finder, size: tuple[int, int]) -> None:
    assert finder.find(np.zeros((*size, 3), np.uint8), token=Token()) == []


def test_only_the_areas_asked_for_are_looked_at(finder: Finder, windows: list) -> None:  # type: ignore[type-arg]
    pixels, _ = windows[0]
    area = Box(0, 0, pixels.shape[1] // 2, pixels.shape[0])
    seen = finder.find(pixels, areas=[area.as_list()], token=Token())
    assert all(area.contains(one.box, slack=2) for one in seen)
    assert finder.find(pixels, areas=[], token=Token()) == []


def test_a_cancelled_look_ends(finder: Finder, windows: list) -> None:  # type: ignore[type-arg]
    token = Token()
    token.cancel()
    with pytest.raises(Cancelled):
        finder.find(windows[0][0], token=token)


def test_damaged_weights_are_a_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "elements.onnx"
    broken.write_bytes(WEIGHTS.read_bytes()[:1000])
    with pytest.raises(errors.ModelBroken):
        Net(broken).guess(np.zeros((40, 40, 3), np.uint8), np.array([[8, 8, 16, 16]], np.int32))


def test_trouble_in_the_host_is_told_and_nothing_is_invented() -> None:
    class Broken:
        def find(self, pixels: object, *, areas: object, token: Token) -> None:
            raise errors.ModelBroken("elements", detail="no such file")

    capture = Capture(np.zeros((40, 40, 3), np.uint8), "file")
    findings = list(ElementsGatherer(LocalWorker(Broken())).gather(capture, Scene(40, 40, "file"), Token()))
    assert [bool(finding.trouble) for finding in findings] == [True]
    assert not findings[0].things


def test_elements_go_into_a_scene_as_seen_in_pixels(finder: Finder, windows: list) -> None:  # type: ignore[type-arg]
    pixels, _ = windows[0]
    capture = Capture(pixels, "file")
    scene = Scene(capture.width, capture.height, "file")
    (finding,) = ElementsGatherer(LocalWorker(finder)).gather(capture, scene, Token())
    assert finding.things
    assert all(thing.source == "pixels" and thing.confidence and thing.id >= FIRST_ID for thing in finding.things)
    assert len({thing.id for thing in finding.things}) == len(finding.things)


@pytest.mark.parametrize("share", [0.0, 0.13, 0.5, 0.77, 1.0])
def test_a_progress_bar_is_measured_to_a_few_percent(share: float) -> None:
    pixels = np.full((20, 302, 3), 230, np.uint8)
    pixels[1:-1, 1 : 1 + round(300 * share)] = (40, 120, 220)
    value = value_of(pixels, "progressbar", Box(0, 0, 302, 20), share + 0.02 if share < 1 else 0.98)
    assert value is not None
    assert abs(value - share) <= 0.02


@pytest.mark.parametrize("share", [0.0, 0.3, 0.66, 1.0])
def test_a_slider_is_measured_to_a_few_percent(share: float) -> None:
    picture = Image.new("RGB", (220, 24), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 10, 219, 13), fill=(180, 180, 180))
    left = share * (220 - 20)
    draw.ellipse((left, 2, left + 19, 21), fill=(30, 90, 200))
    value = value_of(np.asarray(picture), "slider", Box(0, 0, 220, 24), share)
    assert value is not None
    assert abs(value - share) <= 0.03


def test_a_value_that_measuring_does_not_confirm_is_not_told() -> None:
    pixels = np.full((20, 302, 3), 230, np.uint8)
    pixels[:, :150] = (40, 120, 220)
    assert value_of(pixels, "progressbar", Box(0, 0, 302, 20), 0.8) is None


def field(text: str, caret: int | None = None) -> np.ndarray:
    picture = Image.new("RGB", (240, 30), (240, 240, 240))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 239, 29), fill="white", outline=(120, 120, 120))
    draw.text((8, 6), text, fill="black", font_size=15)
    if caret is not None:
        draw.line((caret, 4, caret, 24), fill="black")
    return np.asarray(picture)


@pytest.mark.parametrize("text", ["", "Hello", "jolly good", "北京 lI|1"])
def test_a_field_with_the_text_cursor_is_told_from_one_with_letters(text: str) -> None:
    box = Box(0, 0, 240, 30)
    assert not has_caret(field(text), box)
    assert has_caret(field(text, caret=200), box)


def test_a_thick_ring_with_round_corners_hides_no_text_cursor() -> None:
    picture = Image.new("RGB", (240, 36), (240, 240, 240))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((1, 1, 238, 34), radius=6, fill="white", outline=(30, 90, 200), width=2)
    box = Box(0, 0, 240, 36)
    assert not has_caret(np.asarray(picture), box)
    draw.line((12, 9, 12, 27), fill="black")
    assert has_caret(np.asarray(picture), box)
