"""A set of screens with facts: what each really shows, as the program that drew it knows.

One folder a screen: `screen.png`, `facts.json`, perhaps a recorded accessibility tree. docs/evaluation.md has the
format. Whatever is wrong in a file is one sentence that names the file and the key.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar

from assistant.errors import NoSuchFile, UnusableInput
from assistant.types import Box, Thing, WindowInfo
from models.evaluation.flat import Flat

_Made = TypeVar("_Made")
FACTS, PICTURE = "facts.json", "screen.png"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text that is really there. Lines are in reading order."""

    text: str
    box: Box
    block: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that are read in one go: a paragraph, a cell, a label."""

    id: int
    box: Box
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Element:
    """A control, as its program knows it. Roles and states as in `assistant.types.Thing`."""

    role: str
    name: str
    box: Box | None
    states: frozenset[str] = frozenset()
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    box: Box | None
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    kind: str
    box: Box | None = None
    title: str = ""
    categories: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One question in several wordings, and what a right answer has (or must not have) in it."""

    ask: tuple[str, ...]
    kind: str
    answerable: bool
    contains: tuple[tuple[str, ...], ...] = ()
    """All of these, of each any one spelling."""
    never: tuple[str, ...] = ()
    language: str = ""
    """Where it is not the screen's."""
    needs: str = ""
    """"tree": the picture does not show it, so that from pixels alone "I can't tell" is right."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known to be on one screen."""

    folder: Path
    name: str
    program: str
    kind: str
    size: tuple[int, int]
    scale: float = 1.0
    theme: str = ""
    condition: str = "screen"
    """ "screen", "rotated", "photographed"."""
    source: str = "window"
    """What of the desktop it shows, as in `assistant.types.Capture`."""
    languages: tuple[str, ...] = ("en",)
    window: WindowInfo | None = None
    lines: tuple[Line, ...] = ()
    ignore: tuple[Box, ...] = ()
    """Places whose text can't be known (it is cut off there): what is read in them counts neither way."""
    blocks: tuple[Block, ...] = ()
    elements: tuple[Element, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    questions: tuple[Asked, ...] = ()
    tree: tuple[Thing, ...] | None = None
    """What the program's accessibility tree said; None where it has none."""
    flat: Flat | None = None
    """Of a picture that is turned or photographed: the screen it shows."""

    @property
    def picture(self) -> Path:
        return self.folder / PICTURE

    @property
    def language(self) -> str:
        return self.languages[0] if self.languages else "en"


def find(folder: Path, only: Sequence[str] = ()) -> list[Path]:
    """The screens' folders, by name; of `only` those whose name has one of these words in it.

    Raises `errors.NoSuchFile` where there is none, `errors.UnusableInput` for a word that names none.
    """
    if not folder.is_dir():
        raise NoSuchFile(f"There is no folder {folder}.")
    found = sorted(path.parent for path in folder.glob(f"*/{FACTS}"))
    if not found and (folder / FACTS).is_file():
        found = [folder]
    if not found:
        raise UnusableInput(f"{folder} has no screens: no folder in it has a {FACTS}.")
    for word in only:
        if not any(word in path.name for path in found):
            raise UnusableInput(f"No screen in {folder} has {word!r} in its name.")
    return [path for path in found if not only or any(word in path.name for word in only)]


def load(folder: Path, questions: Path | None = None) -> Facts:
    """`questions`: a folder with NAME.json for the screens that are to be asked these questions instead of those of
    their facts. Raises `errors.UnusableInput` or `errors.NoSuchFile`, naming the file and the key that is wrong."""
    reader = _Reader.of(folder / FACTS)
    picture = folder / PICTURE
    if not picture.is_file():
        raise NoSuchFile(f"{folder.name} has no {PICTURE}.")
    width, height = reader.numbers("size", 2)
    facts = Facts(
        folder=folder,
        name=str(reader.get("name", folder.name)),
        program=str(reader.get("program", "")),
        kind=str(reader.get("kind", "")),
        size=(int(width), int(height)),
        scale=float(reader.get("scale", 1.0, (int, float))),
        theme=str(reader.get("theme", "")),
        condition=str(reader.get("condition", "screen")),
        source=str(reader.get("source", "window")),
        ignore=tuple(reader.boxes("ignore")),
        languages=tuple(str(tag) for tag in reader.get("languages", ["en"], list)),
        lines=tuple(reader.each("lines", _line)),
        blocks=tuple(reader.each("blocks", _block)),
        elements=tuple(reader.each("elements", _element)),
        tables=tuple(reader.each("tables", _table)),
        charts=tuple(reader.each("charts", _chart)),
        questions=tuple(reader.each("questions", _asked)),
    )
    window = reader.get("window", None, dict)
    if window:
        inner = reader.inside(window, "window")
        frame = inner.box("box") or Box(0, 0, *facts.size)
        title, app = str(inner.get("title", "")), str(inner.get("app", ""))
        facts = replace(facts, window=WindowInfo(1, title, app, 1, frame))
    if questions is not None:
        own = questions / f"{folder.name}.json"
        asked = _Reader.of(own, bare="questions").each("questions", _asked) if own.is_file() else ()
        facts = replace(facts, questions=tuple(asked))
    if flat := reader.get("flat", None, dict):
        facts = replace(facts, flat=_flat(reader.inside(flat, "flat"), len(facts.lines)))
    tree = reader.get("tree", None, str)
    return replace(facts, tree=_tree(folder / tree)) if tree else facts


def _flat(item: _Reader, lines: int) -> Flat:
    found = Flat(
        tuple(float(number) for number in item.numbers("matrix", 9)),
        tuple(item.boxes("lines")),
        tuple(item.boxes("ignore")),
    )
    if len(found.lines) != lines:
        raise item.wrong("lines", "a box for each line")
    return found


def _line(item: _Reader) -> Line:
    block = item.get("block", None, int)
    return Line(item.text("text"), item.need_box("box"), block)


def _block(item: _Reader) -> Block:
    return Block(int(item.need("id", int)), item.need_box("box"), str(item.get("kind", "paragraph")))


def _element(item: _Reader) -> Element:
    value = item.get("value", None, (str, int, float))
    return Element(
        item.text("role"),
        str(item.get("name", "") or ""),
        item.box("box"),
        frozenset(str(state) for state in item.get("states", [], list)),
        None if value is None else str(value),
    )


def _table(item: _Reader) -> Table:
    rows = item.need("rows", list)
    if not all(isinstance(row, list) for row in rows):
        raise item.wrong("rows", "a list of rows, each a list of cells")
    headers = tuple(str(text) for text in item.get("headers", [], list))
    return Table(item.box("box"), headers, tuple(tuple(str(cell) for cell in row) for row in rows))


def _chart(item: _Reader) -> Chart:
    return Chart(
        item.text("kind"),
        item.box("box"),
        str(item.get("title", "") or ""),
        tuple(str(text) for text in item.get("categories", [], list)),
        tuple(item.each("series", _series)),
    )


def _series(item: _Reader) -> Series:
    values = item.need("values", list)
    if not all(isinstance(number, (int, float)) for number in values):
        raise item.wrong("values", "a list of numbers")
    return Series(str(item.get("name", "") or ""), tuple(float(number) for number in values))


def _asked(item: _Reader) -> Asked:
    ask = item.get("ask", [], (list, str))
    ask = [ask] if isinstance(ask, str) else ask
    if not ask or not all(isinstance(text, str) and text.strip() for text in ask):
        raise item.wrong("ask", "a list of wordings")
    contains = item.get("contains", [], list)
    answerable = bool(item.need("answerable", bool))
    if answerable and not contains:
        raise item.wrong("contains", "what a right answer has in it, since the question is answerable")
    needs = str(item.get("needs", "") or "")
    if needs not in ("", "tree") or (needs and not answerable):
        raise item.wrong("needs", '"tree", of an answerable question that the picture can\'t answer, or nothing')
    return Asked(
        tuple(ask),
        str(item.get("type", "text")),
        answerable,
        tuple(tuple(str(way) for way in (part if isinstance(part, list) else [part])) for part in contains),
        tuple(str(text) for text in item.get("never", [], list)),
        str(item.get("language", "")),
        needs,
    )


def _tree(path: Path) -> tuple[Thing, ...]:
    reader = _Reader.of(path, bare="things")
    return tuple(reader.each("things", _thing))


def _thing(item: _Reader) -> Thing:
    return Thing(
        id=int(item.need("id", int)),
        role=item.text("role"),
        name=str(item.get("name", "") or ""),
        value=str(item.get("value", "") or ""),
        states=frozenset(str(state) for state in item.get("states", [], list)),
        box=item.box("box"),
        parent=item.get("parent", None, int),
        description=str(item.get("description", "") or ""),
        level=item.get("level", None, int),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """One JSON object, its file and where in the file it is."""

    values: dict[str, Any]
    file: str
    where: str = ""

    @classmethod
    def of(cls, path: Path, bare: str = "") -> _Reader:
        """`bare`: the key that a file which is only a list stands for."""
        name = f"{path.parent.name}/{path.name}"
        try:
            values = json.loads(path.read_text("utf-8"))
        except FileNotFoundError as error:
            raise NoSuchFile(f"There is no file {name}.") from error
        except (OSError, UnicodeDecodeError) as error:
            raise UnusableInput(f"{name} can't be read.", detail=str(error)) from error
        except (json.JSONDecodeError, RecursionError) as error:
            line = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
            raise UnusableInput(f"{name} is no JSON{line}.", detail=str(error)) from error
        if bare and isinstance(values, list):
            values = {bare: values}
        if not isinstance(values, dict):
            raise UnusableInput(f"{name} has no JSON object.")
        return cls(values, name)

    def inside(self, values: Any, where: str) -> _Reader:
        if not isinstance(values, dict):
            raise UnusableInput(f"{self.file}: {self.where}{where} is not an object.")
        return _Reader(values, self.file, f"{self.where}{where}.")

    def wrong(self, key: str, wanted: str) -> UnusableInput:
        return UnusableInput(f"{self.file}: {self.where}{key} is not {wanted}.")

    def get(self, key: str, default: Any, kind: type | tuple[type, ...] = object) -> Any:
        value = self.values.get(key, default)
        wrong_kind = not isinstance(value, kind) or (isinstance(value, bool) and kind not in (object, bool))
        if value is not None and value is not default and wrong_kind:
            raise self.wrong(key, _WORDS.get(kind, "of the right kind"))
        return default if value is None else value

    def need(self, key: str, kind: type | tuple[type, ...]) -> Any:
        if self.values.get(key) is None:
            raise UnusableInput(f"{self.file}: {self.where}{key} is missing.")
        return self.get(key, None, kind)

    def text(self, key: str) -> str:
        return str(self.need(key, str))

    def numbers(self, key: str, count: int) -> list[float]:
        values = self.need(key, list)
        right = len(values) == count and all(
            isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value) for value in values
        )
        if not right:
            raise self.wrong(key, f"{count} numbers")
        return values  # type: ignore[no-any-return]

    def box(self, key: str) -> Box | None:
        if self.values.get(key) is None:
            return None
        x, y, w, h = self.numbers(key, 4)
        if w < 0 or h < 0:
            raise self.wrong(key, "x, y, width and height with no size below zero")
        return Box(round(x), round(y), round(w), round(h))

    def need_box(self, key: str) -> Box:
        self.need(key, list)
        found = self.box(key)
        assert found is not None  # noqa: S101 - `need` has seen it
        return found

    def boxes(self, key: str) -> list[Box]:
        items = {f"{key}[{place}]": item for place, item in enumerate(self.get(key, [], list))}
        each = _Reader(items, self.file, self.where)
        return [each.need_box(place) for place in items]

    def each(self, key: str, make: Callable[[_Reader], _Made]) -> list[_Made]:
        items = self.get(key, [], list)
        return [make(self.inside(item, f"{key}[{place}]")) for place, item in enumerate(items)]


_WORDS: dict[type | tuple[type, ...], str] = {
    str: "a text", int: "a whole number", list: "a list", dict: "an object", bool: "true or false",
    (int, float): "a number", (str, int, float): "a text or a number", (list, str): "a text or a list of texts",
}  # fmt: skip
