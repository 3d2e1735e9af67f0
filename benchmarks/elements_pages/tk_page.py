"""Windows full of Tk controls (ttk themes) on the display: OUT/N.png and OUT/N.json. Run by a Python with tkinter and
Pillow, or with the program `import` of ImageMagick; the screen is grabbed by the caller where neither is there.

    DISPLAY=:9 /usr/bin/python3 benchmarks/elements_pages/tk_page.py OUT --theme clam --count 10 --seed 1

For each window it prints the number when the window is drawn, and goes on when it reads a line.
"""

# ruff: noqa: S311 - markup and tables read better unwrapped; the dice are no secret

import argparse
import importlib.util
import json
import random
import sys
import tkinter
from pathlib import Path
from tkinter import ttk

WORDS = Path(__file__).resolve().parents[2] / "models" / "training" / "elements" / "words.py"
spec = importlib.util.spec_from_file_location("words", WORDS)
words = importlib.util.module_from_spec(spec)
spec.loader.exec_module(words)


class Page:
    def __init__(self, root, rng):
        self.rng, self.controls, self.kept = rng, [], []
        self.frame = ttk.Frame(root, padding=12)
        self.frame.pack(fill="both", expand=True)
        parts = [self.form, self.form, self.checks, self.radios, self.buttons, self.sliders, self.progress, self.tabs,
                 self.listing, self.prose]  # fmt: skip
        for number in range(rng.choice((1, 2, 3))):
            column = ttk.Frame(self.frame)
            column.grid(row=0, column=number, sticky="n", padx=10)
            for _ in range(rng.randint(3, 6)):
                box = ttk.LabelFrame(column, text=self.label()) if rng.random() < 0.4 else ttk.Frame(column)
                box.pack(anchor="w", pady=5, fill="x")
                rng.choice(parts)(box)

    def label(self):
        return self.rng.choice(words.LABELS)

    def add(self, role, control, **more):
        if self.rng.random() < 0.13:
            control.state(["disabled"])
        self.controls.append((role, control, more))
        return control

    def form(self, box):
        for row in range(self.rng.randint(1, 5)):
            ttk.Label(box, text=self.label()).grid(row=row, column=0, sticky="w", padx=4, pady=2)
            kind = self.rng.randrange(4)
            if kind == 0:
                field = self.add("combobox", ttk.Combobox(box))
                field.set(self.label())
            elif kind == 1:
                field = self.add("spinbutton", ttk.Spinbox(box, from_=0, to=1000))
                field.set(self.rng.randint(0, 999))
            else:
                field = self.add("textbox", ttk.Entry(box))
                if not field.instate(["disabled"]):
                    field.insert(0, self.rng.choice(words.VALUES))
            field.grid(row=row, column=1, pady=2)

    def checks(self, box):
        for _ in range(self.rng.randint(1, 5)):
            on = self.rng.random() < 0.5
            check = ttk.Checkbutton(box, text=self.label())
            check.state(["!alternate", "selected" if on else "!selected"])
            self.add("checkbox", check, on=on).pack(anchor="w")

    def radios(self, box):
        chosen, count = tkinter.IntVar(value=self.rng.randrange(-1, 3)), self.rng.randint(2, 5)
        self.kept.append(chosen)
        for at in range(count):
            radio = ttk.Radiobutton(box, text=self.label(), variable=chosen, value=at)
            self.add("radio", radio, on=at == chosen.get()).pack(anchor="w")

    def buttons(self, box):
        for _ in range(self.rng.randint(1, 4)):
            self.add("button", ttk.Button(box, text=self.label())).pack(side="left", padx=3)

    def sliders(self, box):
        for _ in range(self.rng.randint(1, 3)):
            value = self.rng.random()
            scale = ttk.Scale(box, from_=0, to=1, value=value, length=self.rng.randint(120, 320))
            self.add("slider", scale, value=value).pack(anchor="w", pady=3)

    def progress(self, box):
        for _ in range(self.rng.randint(1, 3)):
            value = self.rng.choice((0, 1, *(self.rng.random() for _ in range(6))))
            bar = ttk.Progressbar(box, maximum=1.00001, value=value, length=self.rng.randint(120, 320))
            bar.pack(anchor="w", pady=3)
            self.controls.append(("progressbar", bar, {"value": value}))

    def tabs(self, box):
        book = ttk.Notebook(box)
        for _ in range(self.rng.randint(2, 4)):
            book.add(ttk.Label(book, text=self.rng.choice(words.TEXT)[:40], padding=6), text=self.label())
        book.select(self.rng.randrange(book.index("end")))
        book.pack(anchor="w")
        self.controls.append(("tabs", book, {}))

    def listing(self, box):
        rows = ttk.Treeview(box, show="tree", height=5)
        ids = [rows.insert("", "end", text=f"{self.label()} {self.label()}") for _ in range(5)]
        if self.rng.random() < 0.7:
            rows.selection_set(self.rng.choice(ids))
        rows.pack(anchor="w")
        self.controls.append(("list", rows, {}))

    def prose(self, box):
        if self.rng.random() < 0.5:
            ttk.Label(box, text=" ".join(self.rng.sample(words.TEXT, 2)), wraplength=320).pack(anchor="w")
            return
        text = tkinter.Text(box, height=4, width=42, wrap="word")
        text.insert("1.0", " ".join(self.rng.sample(words.TEXT, 3)))
        text.pack(anchor="w")
        self.controls.append(("textbox", text, {}))

    def truth(self, root):
        found = []
        for role, control, more in self.controls:
            x, y = control.winfo_rootx() - root.winfo_rootx(), control.winfo_rooty() - root.winfo_rooty()
            w, h = control.winfo_width(), control.winfo_height()
            states = []
            if isinstance(control, ttk.Widget) and control.instate(["disabled"]):
                states.append("disabled")
            if root.focus_get() is control:
                states.append("focused")
            if role == "tabs":
                found += self.of_tabs(control, x, y, w)
                continue
            if role == "list":
                for item in control.selection():
                    bx, by, bw, bh = control.bbox(item)
                    found.append(("listitem", [x + bx, y + by, bw, bh], ["selected"], None))
                continue
            box = [x, y, w, h]
            if role in ("checkbox", "radio"):
                marks = [at for at in range(w) if "indicator" in control.identify(at, h // 2)]
                lines = [at for at in range(h) if marks and "indicator" in control.identify(marks[len(marks) // 2], at)]
                if marks and lines:
                    box = [x + marks[0], y + lines[0], len(marks), len(lines)]
                states.append("checked" if more["on"] else "unchecked")
            found.append((role, box, states, more.get("value")))
        return [dict(zip(("role", "box", "states", "value"), one, strict=True)) for one in found]

    def of_tabs(self, book, x, y, w):
        places = {}
        for at in range(w):
            try:
                places.setdefault(book.index(f"@{at},14"), []).append(at)
            except tkinter.TclError:
                continue
        middle = places[0][len(places[0]) // 2] if 0 in places else 0
        lines = [at for at in range(60) if 0 in places and self.tab_at(book, middle, at)]
        if not lines:
            return []
        chosen = book.index("current")
        return [("tab", [x + xs[0], y + lines[0], len(xs), len(lines)], ["selected"] if at == chosen else [], None)
                for at, xs in places.items()]  # fmt: skip

    def tab_at(self, book, x, y):
        try:
            return isinstance(book.index(f"@{x},{y}"), int)
        except tkinter.TclError:
            return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--theme", default="clam")
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    rng = random.Random(f"{asked.theme}/{asked.seed}")
    root = tkinter.Tk()
    root.overrideredirect(True)
    root.geometry("+0+0")
    ttk.Style(root).theme_use(asked.theme)
    for number in range(asked.count):
        page = Page(root, rng)
        root.update()
        can = [c for role, c, _ in page.controls if role in ("button", "textbox", "checkbox", "radio", "slider")]
        if can and rng.random() < 0.8:
            rng.choice(can).focus_force()
        root.update()
        root.update()
        told = page.truth(root)
        (asked.out / f"{number}.json").write_text(json.dumps(told), "utf-8")
        print(number, root.winfo_width(), root.winfo_height(), flush=True)
        sys.stdin.readline()
        page.frame.destroy()
        root.update()
    return 0


if __name__ == "__main__":
    sys.exit(main())
