"""Writes a picture that was set right into a new file: never over the old one, with what the camera noted, without the
place where it was taken.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from assistant.errors import UnusableInput, Usage
from assistant.file_notes import DESCRIPTION, EXIF, GPS, ORIENTATION

if TYPE_CHECKING:
    from PIL import Image

    from assistant.types import FileNotes, Pixels

FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".tif": "TIFF", ".tiff": "TIFF"}
QUALITY = 95
"""Of JPEG and WebP: what a person does not see is lost."""
WIDTH, HEIGHT, MAKER_NOTE, COMMENT = 0xA002, 0xA003, 0x927C, 0x9286
"""Of the EXIF block. The maker's note is in no known form, and may hold the place: it is left
out, as is the comment, into which some telephones write what they like."""
NOTED = frozenset((DESCRIPTION, 0x010F, 0x0110, ORIENTATION, 0x0131, 0x0132, 0x013B, 0x8298, EXIF))
"""What is kept beside the inner block: description, camera, program, date, artist, copyright. The rest, of a TIFF file
first of all, tells how the old pixels lie, or holds XMP, IPTC and keywords of its own, and with them the place."""
COLOURS = slice(16, 20)
"""Bytes of a colour profile that say of which colours it is."""
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">{texts}</rdf:Description></rdf:RDF></x:xmpmeta>'
)
XMP_TEXT = '<{name}><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></{name}>'


def checked(out: Path, original: Path, *, force: bool) -> Path:
    """The path, if it can be written to. Raises `errors.Usage` for the picture itself, for a file that is there (but
    with `force`) and for a kind of file that can't be written; `errors.UnusableInput` without a folder."""
    if out.suffix.lower() not in FORMATS:
        kinds = ", ".join(FORMATS)
        raise Usage(f"--fix needs the name of a new picture: {kinds}.")
    if not os.path.isdir(out.parent):  # noqa: PTH112 - of a name that is too long it raises nothing
        folder = out.parent.name or str(out.parent)
        raise UnusableInput(f"There is no folder {folder}.", detail=str(out.parent))
    if os.path.exists(out):  # noqa: PTH110 - the same
        if out.is_dir() or out.samefile(original):
            raise Usage("--fix can't be the picture itself: that would be lost. Give another name.")
        if not force:
            raise Usage(f"{out.name} is already there. Give another name, or --force to write over it.")
    return out


def saved(pixels: Pixels, original: Image.Image, notes: FileNotes, out: Path, *, keep_place: bool, force: bool) -> None:
    """`pixels` (h, w, 3) uint8 RGB, upright; `original` is the opened old file. Raises `errors.UnusableInput`."""
    from PIL import Image

    extra: dict[str, Any] = {"exif": _exif(original, pixels.shape[1], pixels.shape[0], keep_place=keep_place)}
    profile = original.info.get("icc_profile")
    if profile and bytes(profile[COLOURS]) == b"RGB ":  # one of CMYK or grey is not that of the new pixels
        extra["icc_profile"] = profile
    form = FORMATS[out.suffix.lower()]
    if form in ("JPEG", "WEBP"):
        extra |= {"quality": QUALITY}
        if packet := _xmp(notes):
            extra["xmp"] = packet
    picture = Image.fromarray(pixels)
    _write(picture, form, extra, out, force=force)


def _exif(original: Image.Image, width: int, height: int, *, keep_place: bool) -> bytes:
    """What the camera noted, for a picture that stands upright in its file."""
    try:
        exif = original.getexif()
        inner = exif.get_ifd(EXIF)
        for key, value in ((WIDTH, width), (HEIGHT, height)):
            if key in inner:
                inner[key] = value
        inner.pop(MAKER_NOTE, None)
        if not keep_place:
            inner.pop(COMMENT, None)
        if ORIENTATION in exif:
            exif[ORIENTATION] = 1
        if keep_place:
            exif.get_ifd(GPS)
        for key in [key for key in exif if key not in NOTED and not (keep_place and key == GPS)]:
            del exif[key]
        return _plain(exif)
    except Exception:  # noqa: BLE001 - a damaged block can't be kept
        return b""


def _plain(exif: Image.Exif) -> bytes:
    """A block of its own: that of a TIFF file brings the file's other fields along."""
    from PIL import Image

    new = Image.Exif()
    for key in exif:
        if key not in (EXIF, GPS):
            new[key] = exif[key]
    for inner in (EXIF, GPS):
        if inner in exif:
            new.get_ifd(inner).update(exif.get_ifd(inner))
    return new.tobytes()


def _xmp(notes: FileNotes) -> bytes:
    """The texts alone: a packet may name the town in a dozen ways."""
    texts = {
        "Iptc4xmpCore:AltTextAccessibility": notes.alt,
        "dc:description": notes.description,
        "dc:title": notes.title,
    }
    written = "".join(XMP_TEXT.format(name=name, text=escape(text)) for name, text in texts.items() if text)
    return XMP.format(texts=written).encode() if written else b""


def _write(picture: Image.Image, form: str, extra: dict[str, Any], out: Path, *, force: bool) -> None:
    """All of the file or none of it."""
    data = io.BytesIO()
    picture.save(data, form, **extra)
    temporary = out.with_name(f".hearsight-{os.getpid()}.part")
    try:
        with temporary.open("xb") as file:
            file.write(data.getbuffer())
        if force:
            temporary.replace(out)
        else:
            _moved(temporary, out)
    except OSError as error:
        raise UnusableInput(f"I can't write {out.name}: {error.strerror}.", detail=str(out)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _moved(temporary: Path, out: Path) -> None:
    """A file that came to be there in the meantime is not written over. A link is there at once and whole; some disks
    and systems have none."""
    try:
        os.link(temporary, out)
        return
    except FileExistsError:
        raise
    except (OSError, NotImplementedError, AttributeError):
        pass
    with out.open("xb") as file:
        try:
            file.write(temporary.read_bytes())
        except OSError:
            out.unlink(missing_ok=True)
            raise
