"""Windows full of GTK 3 controls, drawn off screen: OUT/N.png and OUT/N.json. Run by a Python with PyGObject.

GTK_THEME=Adwaita /usr/bin/python3 benchmarks/elements_pages/gtk_page.py OUT --count 10 --seed 1
"""

# ruff: noqa: S311 - markup and tables read better unwrapped; the dice are no secret

import argparse
import importlib.util
import json
import os
import random
import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import GLib, Gtk  # noqa: E402

WORDS = Path(__file__).resolve().parents[2] / "models" / "training" / "elements" / "words.py"
spec = importlib.util.spec_from_file_location("words", WORDS)
words = importlib.util.module_from_spec(spec)
spec.loader.exec_module(words)


class Page:
    def __init__(self, rng):
        self.rng = rng
        self.controls = []
        self.window = Gtk.OffscreenWindow()
        self.window.set_default_size(rng.choice((640, 860, 1100)), rng.choice((480, 700)))
        columns = Gtk.Box(spacing=18, margin=14)
        self.window.add(columns)
        parts = [self.form, self.form, self.checks, self.radios, self.buttons, self.sliders, self.progress, self.tabs,
                 self.listing, self.prose, self.switches]  # fmt: skip
        for _ in range(rng.choice((1, 2, 3))):
            column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=12)
            for _ in range(rng.randint(3, 6)):
                column.pack_start(rng.choice(parts)(), False, False, 0)
            columns.pack_start(column, True, True, 0)

    def label(self):
        return self.rng.choice(words.LABELS)

    def add(self, role, control):
        if self.rng.random() < 0.13:
            control.set_sensitive(False)
        self.controls.append((role, control))
        return control

    def field(self):
        kind = self.rng.randrange(4)
        if kind == 0:
            box = Gtk.ComboBoxText()
            box.append_text(self.label())
            box.set_active(0)
            return self.add("combobox", box)
        if kind == 1:
            spin = Gtk.SpinButton.new_with_range(0, 1000, 1)
            spin.set_value(self.rng.randint(0, 999))
            return self.add("spinbutton", spin)
        entry = Gtk.Entry(text=self.rng.choice(words.VALUES))
        entry.set_placeholder_text(self.rng.choice(("", self.label())))
        return self.add("textbox", entry)

    def form(self):
        grid = Gtk.Grid(row_spacing=6, column_spacing=12)
        for row in range(self.rng.randint(1, 5)):
            grid.attach(Gtk.Label(label=self.label(), xalign=0), 0, row, 1, 1)
            grid.attach(self.field(), 1, row, 1, 1)
        return grid

    def checks(self):
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=4)
        for _ in range(self.rng.randint(1, 5)):
            check = Gtk.CheckButton(label=self.label())
            check.set_active(self.rng.random() < 0.5)
            check.set_inconsistent(self.rng.random() < 0.08)
            box.add(self.add("checkbox", check))
        return box

    def radios(self):
        box = Gtk.Box(orientation=self.rng.choice([Gtk.Orientation.VERTICAL, Gtk.Orientation.HORIZONTAL]), spacing=4)
        group, count = None, self.rng.randint(2, 5)
        buttons = []
        for _ in range(count):
            radio = Gtk.RadioButton.new_with_label_from_widget(group, self.label())
            group = group or radio
            buttons.append(radio)
            box.add(self.add("radio", radio))
        self.rng.choice(buttons).set_active(True)
        return box

    def buttons(self):
        box = Gtk.Box(spacing=6)
        for _ in range(self.rng.randint(1, 4)):
            button = Gtk.Button(label=self.label())
            if self.rng.random() < 0.25:
                button.get_style_context().add_class(self.rng.choice(("suggested-action", "destructive-action")))
            box.add(self.add("button", button))
        return box

    def switches(self):
        box = Gtk.Grid(row_spacing=6, column_spacing=12)
        for row in range(self.rng.randint(1, 3)):
            box.attach(Gtk.Label(label=self.label(), xalign=0), 0, row, 1, 1)
            switch = Gtk.Switch(active=self.rng.random() < 0.5, halign=Gtk.Align.START)
            box.attach(self.add("switch", switch), 1, row, 1, 1)
        return box

    def sliders(self):
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        for _ in range(self.rng.randint(1, 3)):
            scale = Gtk.Scale.new_with_range(Gtk.Orientation.HORIZONTAL, 0, 1000, 1)
            scale.set_draw_value(False)
            scale.set_value(self.rng.randint(0, 1000))
            box.add(self.add("slider", scale))
        return box

    def progress(self):
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=8)
        for _ in range(self.rng.randint(1, 3)):
            bar = Gtk.ProgressBar(fraction=self.rng.choice((0, 1, *(self.rng.random() for _ in range(6)))))
            box.add(bar)
            self.controls.append(("progressbar", bar))
        return box

    def tabs(self):
        book = Gtk.Notebook()
        for _ in range(self.rng.randint(2, 4)):
            book.append_page(Gtk.Label(label=self.rng.choice(words.TEXT)[:40]), Gtk.Label(label=self.label()))
        self.chosen = self.rng.randrange(book.get_n_pages())
        book.show_all()
        book.set_current_page(self.chosen)
        self.controls.append(("tabs", book))
        return book

    def listing(self):
        rows = Gtk.ListBox()
        for _ in range(self.rng.randint(3, 7)):
            rows.add(Gtk.Label(label=f"{self.label()} {self.label()}", xalign=0, margin=4))
        if self.rng.random() < 0.7:
            rows.select_row(rows.get_row_at_index(self.rng.randrange(3)))
        self.controls.append(("list", rows))
        frame = Gtk.Frame()
        frame.add(rows)
        return frame

    def prose(self):
        if self.rng.random() < 0.5:
            return Gtk.Label(label=" ".join(self.rng.sample(words.TEXT, 2)), wrap=True, max_width_chars=50, xalign=0)
        scrolled = Gtk.ScrolledWindow(min_content_height=90, overlay_scrolling=False, shadow_type=Gtk.ShadowType.IN)
        view = Gtk.TextView(wrap_mode=Gtk.WrapMode.WORD)
        view.get_buffer().set_text("\n".join(self.rng.choices(words.TEXT, k=self.rng.randint(1, 9))))
        scrolled.add(view)
        self.controls.append(("textbox", scrolled))
        return scrolled

    def box_of(self, control):
        at = control.translate_coordinates(self.window, 0, 0)
        size = control.get_allocation()
        return [at[0], at[1], size.width, size.height]

    def truth(self):
        found = []
        for role, control in self.controls:
            states = [] if control.get_sensitive() else ["disabled"]
            box, value = self.box_of(control), None
            if control.is_focus():
                states.append("focused")
            if role == "tabs":
                chosen = control.get_current_page()
                for at in range(control.get_n_pages()):
                    label = control.get_tab_label(control.get_nth_page(at))
                    x, y, w, h = self.box_of(label)
                    found.append(("tab", [x - 12, y - 4, w + 24, h + 8], ["selected"] if at == chosen else [], None))
                continue
            if role == "list":
                row = control.get_selected_row()
                if row is not None:
                    found.append(("listitem", self.box_of(row), ["selected"], None))
                continue
            if role in ("checkbox", "radio"):
                # The mark is the left end of its control; its own place is not told.
                box[2] = min(box[2], box[3])
                states.append(
                    "mixed" if control.get_inconsistent() else "checked" if control.get_active() else "unchecked"
                )
            if role == "switch":
                states.append("checked" if control.get_active() else "unchecked")
            if role == "slider":
                value = control.get_value() / 1000
            if role == "progressbar":
                value = control.get_fraction()
            found.append((role, box, states, value))
        return [dict(zip(("role", "box", "states", "value"), one, strict=True)) for one in found]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    rng = random.Random(f"{os.environ.get('GTK_THEME')}/{asked.seed}")
    loop = GLib.MainLoop()
    for number in range(asked.count):
        page = Page(rng)
        page.window.show_all()
        can = [
            c
            for role, c in page.controls
            if c.get_sensitive()
            and role in ("button", "textbox", "checkbox", "radio", "slider", "switch")
            and c.get_can_focus()
        ]
        if can and rng.random() < 0.8:
            rng.choice(can).grab_focus()
        for control in (c for role, c in page.controls if role == "switch"):
            control.get_style_context().set_junction_sides(Gtk.JunctionSides.NONE)
        GLib.timeout_add(450, loop.quit)  # switches and tabs slide into place
        loop.run()
        page.window.get_pixbuf().savev(str(asked.out / f"{number}.png"), "png", [], [])
        scale = page.window.get_scale_factor()
        told = page.truth()
        for one in told:
            one["box"] = [side * scale for side in one["box"]]
        (asked.out / f"{number}.json").write_text(json.dumps(told), "utf-8")
        page.window.destroy()
    return 0


if __name__ == "__main__":
    sys.exit(main())
