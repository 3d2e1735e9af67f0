"""Names of products by their bar codes, as the person taught them: a table on this computer."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.errors import UnusableInput, Usage

FILE_NAME = "products.json"
LONGEST = 100
"""Characters of a name."""
DIGITS = (8, 12, 13, 14)
"""Of the numbers on products: EAN-8, UPC-A, EAN-13, ITF-14."""


class Products:
    """The table in the file `path`, which need not be there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def all(self) -> dict[str, str]:
        """Code -> name. Raises `errors.UnusableInput` for a damaged file, which is left as it is."""
        try:
            found = json.loads(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise UnusableInput("The table of products is damaged.", detail=f"{self.path}: {error}") from error
        if not isinstance(found, dict) or not all(isinstance(name, str) for name in found.values()):
            raise UnusableInput("The table of products is damaged.", detail=str(self.path))
        return found

    def add(self, code: str, name: str) -> None:
        """Raises `errors.Usage` for what is no bar code or no name."""
        code, name = checked(code), " ".join(name.split())
        if not name or len(name) > LONGEST:
            raise Usage(f"A product needs a name of at most {LONGEST} characters.")
        self._write(self.all() | {code: name})

    def forget(self, code: str) -> str:
        """The name that it had. Raises `errors.Usage` for one that is not in the table."""
        known = self.all()
        name = known.pop(checked(code), None)
        if name is None:
            raise Usage(f"The bar code {code} is not in the table of products.")
        self._write(known)
        return name

    def _write(self, table: dict[str, str]) -> None:
        part = self.path.with_suffix(".part")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(table, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
            part.replace(self.path)
        except OSError as error:
            raise UnusableInput(f"I can't write {self.path.name}: {error.strerror}.", detail=str(self.path)) from error


def checked(code: str) -> str:
    """The digits, of UPC-A as EAN-13 has them, with a 0 before. Raises `errors.Usage` for anything else."""
    digits = code.replace(" ", "").replace("-", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) in DIGITS):
        raise Usage(f"{code} is no number of a product: those have 8, 12, 13 or 14 digits.")
    return f"0{digits}" if len(digits) == 12 else digits
