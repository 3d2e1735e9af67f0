"""`hearsight models bench NAME` and `hearsight models quantize`: how quick and how small a model can be here."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from assistant.errors import NoSuchFile, UnusableInput

if TYPE_CHECKING:
    from assistant.types import Pixels
    from models.vlm.bench import Way
    from models.vlm.quantize import Kind

MOST_PICTURES = 50
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff")


def folder_of(name: str) -> Path:
    """A folder as it is, or that of an installed model. Raises `errors.Usage`, `errors.ModelMissing`."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    from models.store import Store

    return Store().path(name)


def bench_model(name: str, pictures: str | None, device: str | None, as_json: bool) -> None:
    """Measure each precision, print the table, write the choice to bench.json."""
    from models.vlm import bench, bench_file

    folder = folder_of(name)
    looks = pictures_of(pictures)
    ways = bench.measure(folder, looks, device=device, told=lambda way: _say(f"Measuring {way} ..."))
    best = bench.chosen(ways)
    if as_json:
        file = bench_file.write(folder, bench.figures(best))
        rows = [_row(way) for way in ways]
        print(json.dumps({"model": name, "ways": rows, "chosen": _row(best), "file": str(file)}))
        return
    on = f"{len(looks)} pictures" if looks else "three pictures of noise"
    exact = _words(ways[0])
    for way in ways:
        print(f"{_words(way)}: {_speed(way)}, {way.megabytes} MB, {way.agreement:.0%} of captions as in {exact}.")
    bench_file.write(folder, bench.figures(best))
    print(f"{name} runs in {_words(best)} from now on; measured on {on}.")


def quantize_model(name: str, kind: Kind, out: str, pictures: str | None, as_json: bool) -> None:
    """Write the smaller folder, then compare it with the original."""
    from models.vlm import bench
    from models.vlm.quantize import quantize

    folder, target = folder_of(name), Path(out).expanduser()
    looks = pictures_of(pictures)
    tasks = quantize(folder, target, kind)
    megabytes = [round(_megabytes(one), 3) for one in (folder, target)]
    report: dict[str, Any] = {
        "model": name,
        "kind": kind,
        "folder": str(target),
        "megabytes": {"before": megabytes[0], "after": megabytes[1]},
    }
    smaller = f"{target}: {megabytes[1]:.1f} MB instead of {megabytes[0]:.1f}."
    if not tasks & {"caption", "answer"}:
        print(json.dumps(report) if as_json else f"{smaller} It writes no captions that could be compared.")
        return
    held = {"int8": "int8", "int4": "float16-weights", "bf16": "float16-weights"}[kind]
    _say("Written and verified. Comparing with the original ...")
    before, after = bench.compare(folder, target, held, looks)
    report |= {
        "before": _row(before),
        "after": _row(after),
        "agreement": after.agreement,
        "pictures": len(looks) or 3,
    }
    if as_json:
        print(json.dumps(report))
        return
    print(smaller)
    print(f"Before: {_speed(before)}. After: {_speed(after)}.")
    on = f"{len(looks)} pictures" if looks else "three pictures of noise; give yours with --pictures"
    print(f"{after.agreement:.0%} of the captions are word for word those of the original ({on}).")


def pictures_of(folder: str | None) -> list[Pixels]:
    """The first fifty pictures of a folder by name; none where no folder is named. Raises what a picture
    that can't be read raises, and as `every_picture_of`."""
    return [] if folder is None else list(every_picture_of(folder)[:MOST_PICTURES])


def every_picture_of(folder: str) -> Sequence[Pixels]:
    """The pictures of a folder, by name, each read when it is asked for: thousands don't fit into memory. Raises
    `errors.NoSuchFile`, `errors.UnusableInput` (none there); asking for one raises what `FileSource.grab` raises."""
    place = Path(folder).expanduser()
    if not place.is_dir():
        raise NoSuchFile(f"There is no folder {folder}.")
    files = sorted(file for file in place.iterdir() if file.suffix.lower() in PICTURES)
    if not files:
        raise UnusableInput(f"There are no pictures in {folder}.")
    return _Pictures(files)


class _Pictures(Sequence["Pixels"]):
    """Picture files as their pixels, (h, w, 3) uint8 RGB."""

    def __init__(self, files: list[Path]) -> None:
        self._files = files

    def __len__(self) -> int:
        return len(self._files)

    @overload
    def __getitem__(self, at: int) -> Pixels: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Pixels]: ...
    def __getitem__(self, at: int | slice) -> Pixels | Sequence[Pixels]:
        from assistant.capture.file import FileSource

        return _Pictures(self._files[at]) if isinstance(at, slice) else FileSource(self._files[at]).grab().pixels


def _row(way: Way) -> dict[str, Any]:
    return {name: getattr(way, name) for name in way.__slots__}


def _words(way: Way) -> str:
    return (
        way.precision
        + (f", {way.threads} thread{'s' if way.threads > 1 else ''}" if way.threads else "")
        + (", compiled" if way.compiled else "")
    )


def _speed(way: Way) -> str:
    return f"{way.tokens_per_s:g} tokens a second, first after {way.first_token_s:.2f} s"


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.glob("*.safetensors")) / 1e6


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
