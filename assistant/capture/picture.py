"""Bytes of a picture -> pixels, whatever the format; and one clear sentence for each way a picture can be bad."""

from __future__ import annotations

import importlib.util
import threading
import warnings
from typing import TYPE_CHECKING, Any, BinaryIO

from assistant.errors import BrokenPicture, EmptyPicture, NotAPicture, TooLarge

if TYPE_CHECKING:
    from PIL import Image

    from assistant.types import Pixels

MAX_PIXELS = 12_000 * 12_000
"""432 MB as RGB. What is larger is refused by its header, before anything is decoded."""
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "ICO", "PPM")
"""All decoded by Pillow itself. EPS and PDF are left out: they would start another program."""
HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8", b"II*\0", b"MM\0*", b"BM")
ORIENTATION = 0x0112
STRIP = 256
"""Rows converted at a time."""

_once = threading.Lock()
_heif_ready = False


def decode(file: BinaryIO, name: str) -> Pixels:
    """(h, w, 3) uint8 RGB, contiguous: the first frame, turned as EXIF says, on white where it is transparent.

    `name` is what it is called in sentences ("photo.jpg", "The picture on the clipboard").
    Raises `errors.EmptyPicture`, `NotAPicture`, `BrokenPicture`, `TooLarge`.
    """
    head = file.read(32)
    file.seek(0)
    if not head:
        raise EmptyPicture(f"{name} is empty.")
    with _opened(file, name, head) as image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise _too_large(name, width, height)
        if width == 0 or height == 0:
            raise BrokenPicture(f"{name} is broken: it has no pixels.")
        try:
            image.load()
            return _rgb(_turned(image))
        except MemoryError as error:
            raise _too_large(name, width, height) from error
        except Exception as error:  # decoders raise OSError, SyntaxError, ValueError, struct.error, zlib.error, ...
            raise BrokenPicture(f"{name} is broken: I can't read all of it.", detail=repr(error)) from error


def _too_large(name: str, width: int, height: int) -> TooLarge:
    return TooLarge(
        f"{name} is too large for me: {width} by {height} pixels. Try a part of it, or a smaller copy.",
    )


def _opened(file: BinaryIO, name: str, head: bytes) -> Image.Image:
    """The header is read, nothing is decoded."""
    from PIL import Image, UnidentifiedImageError

    heif = head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS
    formats = (*FORMATS, "HEIF") if heif else FORMATS
    if heif and not _heif():
        raise NotAPicture(f"{name} is a HEIC picture. To open those, install pillow-heif: pip install pillow-heif")
    # Pillow warns above its limit and raises above twice that: both are errors here. Set at each call, for the whole
    # process: `warnings.catch_warnings` is not safe with threads.
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")  # "Corrupt EXIF data": nothing to be told
    try:
        return Image.open(file, formats=formats)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise TooLarge(
            f"{name} is too large for me. Try a part of it, or a smaller copy.", detail=str(error)
        ) from error
    except UnidentifiedImageError as error:
        if heif or head.startswith(SIGNATURES):
            raise BrokenPicture(f"{name} is broken: I can't read it.", detail=str(error)) from error
        raise NotAPicture(f"{name} is not a picture I can open. PNG, JPEG, WebP, GIF, TIFF and BMP work.") from error
    except Exception as error:  # a header may break a decoder in as many ways as its pixels
        raise BrokenPicture(f"{name} is broken: I can't read it.", detail=repr(error)) from error


def _heif() -> bool:
    """Teach Pillow to read HEIC, once; False when the library is not installed."""
    global _heif_ready
    with _once:
        if not _heif_ready and importlib.util.find_spec("pillow_heif") is not None:
            import pillow_heif

            pillow_heif.register_heif_opener()
            _heif_ready = True
        return _heif_ready


def _turned(image: Image.Image) -> Image.Image:
    """Upright, as EXIF says. Damaged EXIF is no reason to refuse a good picture."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    try:
        orientation: Any = image.getexif().get(ORIENTATION)
    except Exception:  # noqa: BLE001 - whatever the parser of a damaged block raises
        return image
    return image.transpose(turns[orientation]) if orientation in turns else image


def _rgb(image: Image.Image) -> Pixels:
    import numpy as np
    from PIL import Image

    if image.mode in ("I;16", "I;16L", "I;16B", "I;16N", "I", "F"):
        grey = _eight_bits(image)
        return np.ascontiguousarray(np.repeat(grey[:, :, None], 3, axis=2))
    transparent = image.has_transparency_data
    pixels = np.empty((image.height, image.width, 3), np.uint8)
    # Strip by strip, so that a picture of the largest size is in memory twice and not five times.
    for top in range(0, image.height, STRIP):
        strip = image.crop((0, top, image.width, min(top + STRIP, image.height)))
        if transparent:
            strip = strip.convert("RGBA")
            strip = Image.alpha_composite(Image.new("RGBA", strip.size, "white"), strip)
        pixels[top : top + STRIP] = np.asarray(strip.convert("RGB"))
    return pixels


def _eight_bits(image: Image.Image) -> Any:
    """(h, w) uint8 of a grey picture with more bits: 16-bit ones by their range, other ones by what is in them."""
    import numpy as np

    values = np.asarray(image).astype(np.float32)
    values[~np.isfinite(values)] = 0
    low, high = float(values.min()), float(values.max())
    if image.mode != "F" and low >= 0 and high <= 65_535:
        return (values / 257 + 0.5).astype(np.uint8)
    return ((values - low) * (255 / (high - low or 1)) + 0.5).astype(np.uint8)
