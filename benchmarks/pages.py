"""Pages of mixed text, drawn by a browser: errors and time of Hearsight's reader, its 32-bit networks, and tesseract.

    python benchmarks/pages.py [--pages 10] [--json out.json]

Each page is 1920 x 1080: prose, code, numbers and Chinese, 11 to 22 pixels high, in seven fonts, light and dark. What
is written is known, so every character is compared (without spaces, from top to bottom). Needs chromium.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402
from rapidfuzz.distance import Levenshtein  # noqa: E402

from assistant.cancel import Token  # noqa: E402
from models.evidence import ocr_nets  # noqa: E402
from models.evidence.layout import by_lines  # noqa: E402
from models.evidence.ocr import Reader  # noqa: E402

SIZE = 1920, 1080
FONTS = (
    "DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono", "Liberation Sans", "Liberation Serif", "sans-serif", "monospace",
)  # fmt: skip
THEMES = (
    ("#fff", "#000"), ("#fff", "#333"), ("#fff", "#777"), ("#1e1e1e", "#d4d4d4"), ("#002b36", "#839496"),
    ("#f6f5f4", "#2e3436"), ("#0d1117", "#8b949e"), ("#3584e4", "#fff"),
)  # fmt: skip
NUMBERS = (
    "Total: $1,284.50  Tax: $98.33", "192.168.1.254  255.255.255.0", "2026-11-24 23:41:07 INFO started in 0.35 s",
    "/usr/share/doc/packages/readme.txt", "https://example.org/docs/index.html?lang=en",
    "IBAN DE44 5001 0517 5407 3249 31", "Room 12B, Floor 3, 08:45 - 17:30", "a1b2c3d4e5f6a7b8c9d0",
    "-rw-r--r-- 1 root root 4096 Jan 12 10:02 config", "Invoice no. 2024/0815-A",
)  # fmt: skip
CHINESE = (
    "今天的天气很好，我们去公园散步吧。",
    "请输入您的用户名和密码，然后点击登录按钮。", "文件已保存到桌面，共三个文件。",
    "打开设置，选择语言和区域。", "系统更新需要重新启动计算机，请先保存您的工作。",
    "无法连接到服务器，请检查网络设置后重试。", "价格：¥128.50，数量：3，合计：¥385.50",
)  # fmt: skip


def texts() -> tuple[list[str], list[str]]:
    """Lines of prose, and of code: this project's own."""
    prose = []
    for path in sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))):
        words = re.sub(r"[`*|]", "", " ".join(path.read_text(encoding="utf-8").split()))
        prose += [part.strip() for part in re.split(r"(?<=[.!?])\s+", words) if 20 < len(part) < 140]
    code = [
        line.strip()
        for path in sorted(ROOT.glob("speech/*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if 20 < len(line.strip()) < 100
    ]
    return prose, code


def draw(folder: Path, number: int, chance: random.Random) -> tuple[Path, list[str]]:
    prose, code = texts()
    background, ink = THEMES[number % len(THEMES)]
    top, lines, parts = 10, [], []
    while top < SIZE[1] - 40:
        size, kind = chance.choice((11, 12, 13, 13, 14, 15, 16, 18, 22)), chance.random()
        among = prose if kind < 0.55 else code if kind < 0.75 else NUMBERS if kind < 0.9 else CHINESE
        text = chance.choice(among)
        height = int(size * 1.3)
        style = (
            f"position:absolute;left:{chance.choice((12, 40, 80))}px;top:{top}px;white-space:pre;"
            f"font:{size}px '{chance.choice(FONTS)}',sans-serif;line-height:{height}px"
        )
        parts.append(f'<div style="{style}">{html.escape(text)}</div>')
        lines.append(text)
        top += height + chance.choice((2, 4, 8))
    page, picture = folder / f"{number}.html", folder / f"{number}.png"
    page.write_text(
        f'<meta charset="utf-8"><body style="background:{background};color:{ink};margin:0">{"".join(parts)}',
        encoding="utf-8",
    )
    subprocess.run(
        [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            f"--window-size={SIZE[0]},{SIZE[1]}", f"--screenshot={picture}", page.as_uri(),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return picture, lines


def hearsight(reader: Reader) -> Callable[[Path], str]:
    reader.warm(token=Token())

    def read(path: Path) -> str:
        pixels = np.asarray(Image.open(path).convert("RGB"))
        blocks = [block for batch in reader.read(pixels, token=Token()) for block in batch]
        return "".join(block.text for block in by_lines(blocks))

    return read


def tesseract(path: Path) -> str:
    command = ["tesseract", str(path), "-", "-l", "eng+chi_sim"]
    alone = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # its threads wait for each other
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=300, env=alone).stdout


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pages", type=int, default=10)
    arguments.add_argument("--json", type=Path, help="also write the figures there")
    chosen = arguments.parse_args()
    chance = random.Random(5)  # noqa: S311 - no secret
    readers: dict[str, Callable[[Path], str]] = {
        "Hearsight": hearsight(Reader()),
        "its networks in 32 bits": hearsight(Reader(str(ocr_nets.model_folder()))),
        "tesseract eng+chi_sim": tesseract,
    }
    wrong, seconds, characters = dict.fromkeys(readers, 0), dict.fromkeys(readers, 0.0), 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(chosen.pages):
            path, lines = draw(Path(folder), number, chance)
            true = "".join("".join(lines).split())
            characters += len(true)
            for name, read in readers.items():
                began = time.perf_counter()
                seen = read(path)
                seconds[name] += time.perf_counter() - began
                wrong[name] += Levenshtein.distance("".join(seen.split()), true)
            print(f"\rpage {number + 1} of {chosen.pages}", end="", file=sys.stderr, flush=True)
    print(f"\n{os.cpu_count()} cores, {platform.machine()}; {chosen.pages} pages, {characters} characters\n")
    print("| | characters wrong | seconds a page | times Hearsight's |\n|---|---|---|---|")
    for name in readers:
        ratio = seconds[name] / seconds["Hearsight"]
        print(f"| {name} | {wrong[name] / characters:.2%} | {seconds[name] / chosen.pages:.2f} | {ratio:.2f} |")
    if chosen.json:
        chosen.json.write_text(json.dumps({"characters": characters, "wrong": wrong, "seconds": seconds}))


if __name__ == "__main__":
    main()
