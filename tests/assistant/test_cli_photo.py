"""`hearsight photo-check` from end to end: files in, sentences or JSON out, a new file beside."""

# ruff: noqa: F811 - a fixture of another file is used by its name

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from assistant.cli_photo import photo_check
from assistant.errors import UnusableInput, Usage
from assistant.file_notes import in_xmp, notes_of
from models.photo.check import PhotoCheck
from tests.assistant.test_cli import bare, hearsight  # noqa: F401 - a fixture

CHECK = PhotoCheck()
ASTRONAUT = Path(__file__).parents[1] / "data" / "photos" / "astronaut.jpg"
GPS, EXIF, ORIENTATION, DESCRIPTION, TAKEN, CAMERA, MAKER = 0x8825, 0x8769, 0x0112, 0x010E, 0x9003, 0x0110, 0x927C
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:p="http://ns.adobe.com/photoshop/1.0/" '
    b'xmlns:i="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" p:City="Houston"><i:AltTextAccessibility><rdf:Alt>'
    b'<rdf:li xml:lang="x-default">A woman &amp; a flag</rdf:li></rdf:Alt></i:AltTextAccessibility></rdf:Description>'
    b"</rdf:RDF></x:xmpmeta>"
)


@pytest.fixture
def lying(tmp_path: Path) -> Path:
    """Dark, stored on its side, with all that a telephone notes."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[DESCRIPTION], exif[CAMERA] = 6, "In orbit", "Phone 7"
    inner = exif.get_ifd(EXIF)
    inner[TAKEN], inner[MAKER] = "2024:05:01 14:30:12", b"48.2 North"
    place = exif.get_ifd(GPS)
    place[1], place[2], place[3], place[4] = "N", (48.0, 12.0, 0.0), "W", (11.0, 30.0, 0.0)
    pixels = (np.asarray(Image.open(ASTRONAUT).convert("RGB")) * 0.3).astype(np.uint8)
    path = tmp_path / "lying.jpg"
    Image.fromarray(np.ascontiguousarray(np.rot90(pixels))).save(path, quality=92, exif=exif, xmp=XMP)
    return path


@pytest.fixture(autouse=True)
def _loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.photo.check.PhotoCheck", lambda: CHECK)


def run(*arguments: object) -> tuple[int, list[dict[str, Any]]]:
    from click.testing import CliRunner

    result = CliRunner().invoke(photo_check, [*map(str, arguments), "--json", "--no-speech"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, json.loads(result.stdout)["photos"]


def test_a_dark_photograph_is_told_set_right_and_stays_as_it_was(lying: Path, tmp_path: Path) -> None:
    before, new = lying.read_bytes(), tmp_path / "new.jpg"
    code, (told,) = run(lying, "--fix", new)
    assert code == 0
    assert {one["kind"] for one in told["faults"]} == {"dark", "stored_sideways"}
    assert [one["step"] for one in told["fixed"]["steps"]] == ["lightened", "stored"]
    assert told["fixed"]["faults_after"] == []
    assert lying.read_bytes() == before
    with Image.open(new) as image:
        assert image.size == (320, 320)
        assert np.asarray(image).mean() > 2 * np.asarray(Image.open(lying)).mean()
        exif = image.getexif()
        assert (exif[ORIENTATION], exif[CAMERA]) == (1, "Phone 7")
        assert exif.get_ifd(EXIF)[TAKEN] == "2024:05:01 14:30:12"
        assert notes_of(image).alt == "A woman & a flag"


def test_the_place_stays_behind_unless_it_is_asked_for(lying: Path, tmp_path: Path) -> None:
    for name, options, stays in (("without.jpg", [], False), ("with.jpg", ["--keep-place"], True)):
        _, (told,) = run(lying, "--fix", tmp_path / name, *options)
        data = (tmp_path / name).read_bytes()
        with Image.open(tmp_path / name) as image:
            assert (notes_of(image).place is not None) is stays
        assert b"Houston" not in data and b"48.2 North" not in data
        assert told["notes"]["place"] is None
        assert "11.5" not in str(told["text"])
    _, (told,) = run(lying, "--place")
    assert told["notes"]["place"] == [48.2, -11.5]


@pytest.mark.parametrize("name", ["town.tif", "town.jpg"])
def test_no_other_block_takes_the_place_along(name: str, tmp_path: Path) -> None:
    """XMP, IPTC and a comment may lie among the fields of a TIFF file or of EXIF."""
    pixels = Image.fromarray((np.asarray(Image.open(ASTRONAUT).convert("RGB")) * 0.3).astype(np.uint8))
    path = tmp_path / name
    if path.suffix == ".tif":
        fields = TiffImagePlugin.ImageFileDirectory_v2()
        for key, kind in ((700, 1), (33723, 7), (34377, 7)):
            fields[key] = XMP
            fields.tagtype[key] = kind
        fields[DESCRIPTION] = "In orbit"
        pixels.save(path, tiffinfo=fields)
    else:
        exif = Image.Exif()
        exif[700] = exif[33723] = XMP
        exif[DESCRIPTION], exif[0x9C9E] = "In orbit", "Houston".encode("utf-16-le")
        exif.get_ifd(EXIF)[0x9286] = b"ASCII\0\0\0Houston"
        pixels.save(path, exif=exif)
    for new in (tmp_path / "new.jpg", tmp_path / "new.tif"):
        assert run(path, "--fix", new)[0] == 0
        data = new.read_bytes()
        assert b"Houston" not in data and "Houston".encode("utf-16-le") not in data
        with Image.open(new) as image:
            assert image.getexif()[DESCRIPTION] == "In orbit"
            assert 33723 not in image.getexif()


def test_the_profile_of_other_colours_is_not_kept(tmp_path: Path) -> None:
    path, new = tmp_path / "print.jpg", tmp_path / "new.jpg"
    dark = Image.fromarray((np.asarray(Image.open(ASTRONAUT).convert("RGB")) * 0.3).astype(np.uint8))
    for mode, space, kept in (("CMYK", b"CMYK", False), ("RGB", b"RGB ", True)):
        dark.convert(mode).save(path, icc_profile=bytes(16) + space + bytes(108))
        assert run(path, "--fix", new, "--force")[0] == 0
        with Image.open(new) as image:
            assert ("icc_profile" in image.info) is kept


def test_a_kind_that_is_not_written_becomes_a_jpeg_in_the_folder(tmp_path: Path) -> None:
    path, folder = tmp_path / "dark.gif", tmp_path / "new"
    folder.mkdir()
    Image.fromarray((np.asarray(Image.open(ASTRONAUT).convert("RGB")) * 0.3).astype(np.uint8)).save(path)
    code, (told,) = run(path, "--fix", folder)
    assert code == 0 and Path(told["fixed"]["file"]).name == "dark.jpg"
    assert [one.name for one in folder.iterdir()] == ["dark.jpg"]


def test_a_name_that_is_too_long_is_a_sentence(lying: Path, tmp_path: Path) -> None:
    assert run(lying, "--fix", tmp_path / f"{'x' * 300}.jpg") == (3, [])
    assert [one.name for one in tmp_path.iterdir()] == ["lying.jpg"]


def test_how_a_good_photograph_lies_in_its_file_is_no_fault_of_it(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    path = tmp_path / "portrait.jpg"
    with Image.open(ASTRONAUT) as image:
        image.convert("RGB").transpose(Image.Transpose.ROTATE_90).save(path, quality=95, exif=exif)
    _, (told,) = run(path)
    assert told["text"].startswith("I find nothing wrong with it. In the file it does not stand upright; ")


def test_what_the_file_says_is_told_as_what_the_file_says(lying: Path) -> None:
    _, (told,) = run(lying)
    assert "The file says: \N{LEFT DOUBLE QUOTATION MARK}A woman & a flag" in told["text"]
    assert "The file says it was taken on 2024-05-01 14:30." in told["text"]


def test_what_a_camera_writes_into_each_picture_is_not_told(tmp_path: Path) -> None:
    for text, kept in (("OLYMPUS DIGITAL CAMERA         ", ""), ("My digital camera on the table", None)):
        exif = Image.Exif()
        exif[DESCRIPTION] = text
        Image.new("RGB", (8, 8)).save(tmp_path / "a.jpg", exif=exif)
        with Image.open(tmp_path / "a.jpg") as image:
            assert notes_of(image).description == (text if kept is None else kept)


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"<x",
        b'<!DOCTYPE a [<!ENTITY b "ha">]>' + XMP,
        XMP.replace(b"A woman", b"&b;"),
        b"\xff\xfe\0",
        XMP.replace(b"AltText", b"Other"),
    ],
)
def test_a_packet_that_is_damaged_or_brings_entities_is_not_read(packet: bytes) -> None:
    assert in_xmp(packet) == {}
    assert in_xmp(XMP) == {"alt": "A woman & a flag"}


def test_nothing_is_written_over_and_nothing_to_do_writes_nothing(lying: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.jpg"
    there.write_bytes(b"mine")
    link = tmp_path / "link.jpg"
    link.symlink_to(lying)
    for target, kind in ((there, Usage), (lying, Usage), (link, Usage), (tmp_path / "a.gif", Usage)):
        with pytest.raises(kind):
            run_raising(lying, target)
    assert there.read_bytes() == b"mine"
    with pytest.raises(UnusableInput):
        run_raising(lying, tmp_path / "no" / "such.jpg")
    _, (told,) = run(lying, "--fix", there, "--force")
    assert told["fixed"] is not None and there.read_bytes()[:2] == b"\xff\xd8"
    _, (told,) = run(ASTRONAUT, "--fix", tmp_path / "good.jpg")
    assert told["fixed"] is None
    assert not (tmp_path / "good.jpg").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.jpg", "lying.jpg", "there.jpg"]


def run_raising(picture: Path, target: Path) -> None:
    from models.photo.saving import checked

    checked(target, picture, force=False)


def test_a_file_that_is_no_picture_is_one_sentence_and_the_others_are_told(
    bare: dict[str, str], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"nothing of the sort")
    result = hearsight("photo-check", str(bad), str(ASTRONAUT), "--lang", "de", "--no-speech", env=bare)
    assert result.returncode == 3
    assert result.stderr.count("\n") == 1 and "bad.jpg" in result.stderr
    assert result.stdout.startswith("astronaut.jpg: Ich finde keinen Fehler daran. Ein Gesicht, ganz im Bild")
