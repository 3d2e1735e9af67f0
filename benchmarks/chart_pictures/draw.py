"""Draws the benchmark's charts with real programs: matplotlib, Chart.js in Chromium, gnumeric, LibreOffice.

Nothing of them is in this repository: matplotlib and XlsxWriter go into an environment of their own, Chart.js comes
from the npm registry with its checksum, the spreadsheets are what is installed.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PACKAGES = ("matplotlib==3.10.7", "XlsxWriter==3.2.9")
CHARTJS = "chart.js@4.4.9"
CHARTJS_SHA256 = "2af62960ba6c9a8b459be41e7911a030eb68f4375ea6a3e0f513ef5dbb0f0aca"
STYLES = {
    "matplotlib": "default,ggplot,dark_background,classic,bmh,seaborn-v0_8-whitegrid,tableau-colorblind10,grayscale",
    "matplotlib-unseen": "fivethirtyeight,Solarize_Light2,seaborn-v0_8-darkgrid,petroff10",
}
"""The unseen ones were never looked at while the reader was built."""
PALETTES = (
    ("#36a2eb", "#ff6384", "#ff9f40", "#ffcd56", "#4bc0c0", "#9966ff", "#c9cbcf", "#2e8b57", "#8b4513", "#708090"),
    ("#4e79a7", "#f28e2b", "#e15759", "#76b7b2", "#59a14f", "#edc948", "#b07aa1", "#ff9da7", "#9c755f", "#bab0ac"),
    ("#003f5c", "#ff7c43", "#665191", "#f95d6a", "#2f4b7c", "#ffa600", "#a05195", "#7fb069", "#d45087", "#557a95"),
)  # fmt: skip


def python_with_matplotlib(folder: Path) -> Path:
    """An environment of its own in `folder`, made at the first call."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *PACKAGES], check=True)
    return python


def matplotlib(specs: dict[str, Any], folder: Path, tools: Path, styles: str) -> None:
    given = _written(specs, folder)
    python = python_with_matplotlib(tools / "venv")
    subprocess.run([str(python), str(HERE / "draw_matplotlib.py"), str(given), str(folder), STYLES[styles]], check=True)


def chartjs_library(tools: Path) -> Path:
    """chart.umd.js of the npm package. Raises `ValueError` for a package that is not the one known here."""
    script = tools / "package" / "dist" / "chart.umd.js"
    if not script.exists():
        tools.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "pack", "--silent", CHARTJS], cwd=tools, check=True, stdout=subprocess.DEVNULL)
        package = next(tools.glob("chart.js-*.tgz"))
        if hashlib.sha256(package.read_bytes()).hexdigest() != CHARTJS_SHA256:
            raise ValueError(f"{package.name} is not the package that this benchmark knows")
        with tarfile.open(package) as archive:
            archive.extractall(tools, filter="data")
    return script


def chartjs(specs: dict[str, Any], folder: Path, tools: Path, *, dark: bool) -> None:
    script = chartjs_library(tools)
    template = (HERE / "chartjs.html").read_text(encoding="utf-8")
    for name, spec in specs.items():
        chance = random.Random(spec["style"])  # noqa: S311 - no secret
        width, height = chance.randint(520, 900), chance.randint(320, 560)
        style = {
            "dark": dark and chance.random() < 0.6, "width": width, "height": height,
            "font": chance.choice((12, 13, 15)),
            "colours": chance.choice(PALETTES[1:] if dark else PALETTES[:1]), "soft": chance.random() < 0.4,
            "points": chance.choice((0, 3, 4)), "legend": chance.choice(("top", "right", "bottom")),
        }  # fmt: skip
        page = template.replace("CHARTJS", script.as_uri()).replace("SPEC", json.dumps(spec))
        page = page.replace("STYLE", json.dumps(style))
        html = folder / f"{name}.html"
        html.write_text(page, encoding="utf-8")
        subprocess.run(
            [
                "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--allow-file-access-from-files", f"--force-device-scale-factor={chance.choice((1, 1, 1.5, 2))}",
                f"--window-size={width + 32},{height + 32}", f"--screenshot={folder / f'{name}.png'}", html.as_uri(),
            ],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip


def sheets(specs: dict[str, Any], folder: Path, tools: Path, program: str) -> None:
    given = _written(specs, folder)
    python = python_with_matplotlib(tools / "venv")
    alone = ["alone"] if program == "libreoffice" else []
    subprocess.run([str(python), str(HERE / "draw_sheets.py"), str(given), str(folder), *alone], check=True)
    for name, spec in specs.items():
        book, picture = folder / f"{name}.xlsx", folder / f"{name}.png"
        if program == "gnumeric":
            _gnumeric(book, picture)
        else:
            _libreoffice(book, picture, random.Random(spec["style"]).choice((96, 120, 150)))  # noqa: S311 - no secret


def _gnumeric(book: Path, picture: Path) -> None:
    subprocess.run(
        ["ssconvert", "--export-graphs", str(book), str(picture)], check=True, capture_output=True, timeout=60
    )
    picture.with_name(f"{picture.name}.0").rename(picture)  # it numbers the charts of a book


def _libreoffice(book: Path, picture: Path, dpi: int) -> None:
    folder = book.parent
    home = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(book)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    pdf = book.with_suffix(".pdf")
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-png", "-singlefile", "-f", "1", "-l", "1", str(pdf),
         str(picture.with_suffix(""))],
        check=True, timeout=60,
    )  # fmt: skip


def missing(program: str) -> str:
    """What this program needs and isn't here; empty when it can draw."""
    needs = {"chartjs": ("chromium", "npm"), "gnumeric": ("ssconvert",), "libreoffice": ("soffice", "pdftoppm")}
    return " ".join(name for name in needs.get(program.split("-")[0], ()) if shutil.which(name) is None)


def _written(specs: dict[str, Any], folder: Path) -> Path:
    given = folder / "specs.json"
    given.write_text(json.dumps(specs), encoding="utf-8")
    return given
