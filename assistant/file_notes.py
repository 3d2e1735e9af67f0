"""What a picture's file says of it: when it was taken and where, and what somebody wrote about it.

Strangers write it: it is told as what the file says, never as what is in the picture. XMP is XML; a packet with a
document type or entities of its own is not read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.etree import ElementTree

from assistant.types import FileNotes

if TYPE_CHECKING:
    from PIL import Image

ORIENTATION, DESCRIPTION, TAKEN, EXIF, GPS = 0x0112, 0x010E, 0x9003, 0x8769, 0x8825
LATITUDE, LONGITUDE = (1, 2), (3, 4)
"""Reference ("N", "W" ...) and degrees, minutes, seconds."""
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
IPTC = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
WRITTEN = {"alt": f"{IPTC}AltTextAccessibility", "description": f"{DC}description", "title": f"{DC}title"}
"""What is told of XMP, the most useful first: the alternative text is written for those who don't see the picture."""
BY_CAMERAS = re.compile(
    r"(?i)(?:(?:olympus|sony|samsung|kodak|nikon|canon|konica|minolta|casio|fujifilm|pentax|panasonic|hp) )+"
    r"digital (?:still )?camera|dcim|untitled|created with gimp"
)
"""What cameras and programs write into each picture: nobody has written it about this one."""
FIRST_YEAR, LAST_YEAR = 1800, 2199
HOUR = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
LONGEST = 2_000
"""Characters of a text."""
LARGEST_XMP = 1_000_000
"""Bytes."""


def notes_in(file: BinaryIO) -> FileNotes:
    """Of an open picture file, from its beginning; of one that can't be read, none."""
    from PIL import Image

    try:
        file.seek(0)
        with Image.open(file) as image:
            return notes_of(image)
    except Exception:  # noqa: BLE001 - its pixels were read; what is beside them is not worth a failure
        return FileNotes()


def notes_of(image: Image.Image) -> FileNotes:
    """Of an opened picture; damaged notes are none."""
    try:
        exif = image.getexif()
        orientation = exif.get(ORIENTATION, 1)
        written = in_xmp(_packet(image))
        return FileNotes(
            orientation=orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1,
            taken=_moment(exif.get_ifd(EXIF).get(TAKEN)),
            alt=written.get("alt", ""),
            description=written.get("description", "") or _text(exif.get(DESCRIPTION)),
            title=written.get("title", ""),
            place=_place(exif.get_ifd(GPS)),
        )
    except Exception:  # noqa: BLE001 - whatever the parsers of a damaged block raise
        return FileNotes()


def _packet(image: Image.Image) -> bytes:
    found = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    return found.encode() if isinstance(found, str) else bytes(found)


def in_xmp(packet: bytes) -> dict[str, str]:
    """The texts of `WRITTEN` in an XMP packet."""
    if not packet or len(packet) > LARGEST_XMP or b"<!" in packet:
        return {}
    start, end = packet.find(b"<"), packet.rfind(b">")
    try:
        root = ElementTree.fromstring(packet[start : end + 1])  # noqa: S314 - without a doctype there are no entities
    except ElementTree.ParseError:
        return {}
    found: dict[str, str] = {}
    for name, tag in WRITTEN.items():
        element = root.find(f".//{tag}")
        if element is not None:
            lines = [item.text or "" for item in element.iter(f"{RDF}li")] or [element.text or ""]
            if text := _text(lines[0]):
                found[name] = text
    return found


def _text(value: object) -> str:
    """One line, without what is not to be seen."""
    if not isinstance(value, str):
        return ""
    line = " ".join("".join(char if char.isprintable() else " " for char in value[:LONGEST]).split())
    return "" if BY_CAMERAS.fullmatch(line) else line


def _moment(value: object) -> str:
    """ "2024:05:01 14:30:12" -> "2024-05-01 14:30"; empty for a camera that did not know ("0000:00:00"), and for a day
    that there is not."""
    day, _, hour = _text(value).partition(" ")
    try:
        told = datetime.strptime(day, "%Y:%m:%d")
    except ValueError:
        return ""
    if not FIRST_YEAR <= told.year <= LAST_YEAR:
        return ""
    return f"{told:%Y-%m-%d} {hour[:5] if HOUR.match(hour) else ''}".strip()


def _place(gps: Mapping[int, Any]) -> tuple[float, float] | None:
    told = []
    for reference, value in (LATITUDE, LONGITUDE):
        if reference not in gps or value not in gps:
            return None
        degrees, minutes, seconds = (float(number) for number in gps[value])
        angle = degrees + minutes / 60 + seconds / 3600
        told.append(-angle if str(gps[reference]).strip().upper() in ("S", "W") else angle)
    north, east = told
    fits = math.isfinite(north) and math.isfinite(east) and abs(north) <= 90 and abs(east) <= 180
    return (north, east) if fits and (north, east) != (0.0, 0.0) else None
