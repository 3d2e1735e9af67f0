"""Pages of controls and of everything that only looks like them, drawn at random in the look of a kit."""

# ruff: noqa: E501, S311 - markup and tables read better unwrapped; the dice are no secret

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from models.training.elements.kits import KITS, Kit
from models.training.elements.lookalikes import Lookalikes
from models.training.elements.loose import colour, loose_css
from models.training.elements.words import LABELS, TEXT, VALUES

SCALES = (1.0, 1.0, 1.0, 1.25, 1.5, 2.0)


class Page(Lookalikes):
    """One page. Every control carries its truth as attributes."""

    def __init__(self, kit: Kit, modules: Path | None, rng: random.Random) -> None:
        self.kit, self.rng, self.modules = kit, rng, modules
        self.loose = kit.name == "loose"
        self._focus_left = rng.random() < 0.6
        self._ids = 0

    def html(self) -> str:
        rng = self.rng
        sections: list[Callable[[], str]] = [
            self.form, self.form, self.checks, self.radios, self.buttons, self.sliders, self.progresses, self.tabs,
            self.listing, self.switches, self.badges, self.table, self.prose, self.code, self.signs, self.shapes,
            self.calendar, self.cards, self.picture, self.menu, self.scrolled, self.settings, self.settings, self.sidebar, self.panels,
        ]  # fmt: skip
        body = "".join(
            f'<section style="{self._box()}">{rng.choice(sections)()}</section>' for _ in range(rng.randint(8, 16))
        )
        columns = rng.choice((1, 1, 2, 3))
        return f"""<!doctype html><html {self.kit.dark if rng.random() < 0.4 else ""}><meta charset="utf-8">
{self._sheets()}<style>html{{overflow:hidden}} body{{padding:12px;max-width:none;margin:0}} section{{margin:6px 0 14px;break-inside:avoid}}
.grid{{display:grid;grid-template-columns:auto minmax(0,1fr);gap:8px 14px;align-items:center}} .pair{{position:relative;display:inline-block;margin:2px 14px 2px 0}}
main{{columns:{columns};column-gap:24px}} {loose_css(rng) if self.loose else self._plain_look()}</style><body><main>{body}</main>
<script>for (const e of document.querySelectorAll('.mixed')) e.indeterminate = true;
for (const e of document.querySelectorAll('[data-scroll]')) e.scrollTop = e.dataset.scroll * (e.scrollHeight - e.clientHeight);
const f = document.querySelector('[data-states~=focused]'); if (f) f.focus({{focusVisible: true, preventScroll: true}});</script>"""

    def _sheets(self) -> str:
        if self.modules is None:
            return ""
        return "".join(f'<link rel="stylesheet" href="{(self.modules / s).as_uri()}">' for s in self.kit.sheets)

    def _plain_look(self) -> str:
        """The browser's own controls, light or dark."""
        if self.kit.sheets:
            return ""
        accent = f"accent-color:{colour(self.rng, (0.3, 0.6), (0.4, 1))};" if self.rng.random() < 0.4 else ""
        dark = (
            f"color-scheme:dark;background:{colour(self.rng, (0.05, 0.2))};color:#eee;"
            if self.rng.random() < 0.5
            else ""
        )
        return f"html{{{accent}{dark}}}"

    def _box(self) -> str:
        rng = self.rng
        return rng.choice(("", "", "", "border:1px solid #8888;padding:8px", "background:#8881;padding:10px"))

    # -- parts ------------------------------------------------------------------------------------------------------

    def marks(self, role: str, *, states: str = "", value: float | None = None, cls: str = "", can_focus: bool = True,
              can_disable: bool = True) -> str:  # fmt: skip
        """The attributes of a control: its truth, its class, and now and then disabled or focused."""
        rng = self.rng
        words = states.split()
        self._ids += 1
        attrs = f'id="i{self._ids}"'
        if can_disable and rng.random() < 0.13:
            attrs += " disabled"
            words.append("disabled")
        elif can_focus and self._focus_left and rng.random() < 0.12:
            self._focus_left = False
            words.append("focused")
        if "invalid" in words:
            cls += f" bad {self.kit.invalid}"
        attrs += f' class="{cls}" data-role="{role}" data-states="{" ".join(words)}"'
        return attrs + (f' data-value="{value:.4f}"' if value is not None else "")

    def button(self) -> str:
        rng = self.rng
        cls = rng.choice(("", "k2", "k3")) if self.loose else rng.choice(self.kit.button)
        label = self.label()
        if rng.random() < 0.2:
            label = f"{rng.choice(('★', '＋', '✕', '▶', '⚙', '🔍', '⬇'))} {label if rng.random() < 0.6 else ''}"
        return f'<button type="button" {self.marks("button", cls=cls)}>{label}</button> '

    def field(self) -> str:
        rng, kit = self.rng, self.kit
        width = rng.choice((90, 140, 200, 260, 340, 520))
        style = f'style="width:{width}px;max-width:100%"'
        if rng.random() < 0.3:
            options = f"<option>{rng.choice(LABELS)}</option>"
            drawn = f"<select {self.marks('combobox', cls=kit.select, states=self._bad())} {style}>{options}</select>"
            return kit.select_in.format(s=drawn)
        if rng.random() < 0.15:
            inside = rng.choice(TEXT)[: rng.randint(0, 60)]
            return f"<textarea rows=3 {self.marks('textbox', cls=kit.text)} {style}>{inside}</textarea>"
        kind = rng.choice(("", "", "", 'type="text"', 'type="email"', 'type="password"'))
        if self.loose:
            kind = ""
        words = f'value="{rng.choice(VALUES)}" placeholder="{rng.choice(("", "", self.label() + "…"))}"'
        return f"<input {kind} {words} {self.marks('textbox', cls=kit.text, states=self._bad())} {style}>"

    def _bad(self) -> str:
        can = self.loose or self.kit.invalid
        return "invalid" if can and self.rng.random() < 0.12 else ""

    def check(self, kind: str = "checkbox", on: bool | None = None, group: str = "") -> str:
        rng, kit = self.rng, self.kit
        on = rng.random() < 0.5 if on is None else on
        mixed = kind == "checkbox" and rng.random() < 0.05
        bare = f'type="{kind}" {"checked" if on else ""} {f"name={group}" if group else ""}'
        if "{m}" in kit.check_in:  # drawn by another element, which can't tell its state itself
            states = "checked" if on else "unchecked"
            marks = f'data-role="{kind}" data-states="{states}"'
            return kit.check_in.format(k=kind, b=f"<input {bare}>", m=marks, t=self.label())
        cls = (kit.classes.get(kind, kit.check)) + (" mixed" if mixed else "")
        marks = self.marks(kind, cls=cls)
        return kit.check_in.format(c=f"<input {bare} {marks}>", t=self.label(), i=f"i{self._ids}", k=kind, b="", m="")

    # -- sections ---------------------------------------------------------------------------------------------------

    def form(self) -> str:
        rows = range(self.rng.randint(1, 5))
        if self.rng.random() < 0.5:
            return (
                "<div class=grid>"
                + "".join(f"<span>{self.label()}</span><div>{self.field()}</div>" for _ in rows)
                + "</div>"
            )
        return "".join(f"<div>{self.label()}<br>{self.field()}</div>" for _ in rows)

    def checks(self) -> str:
        apart = self.rng.choice(("<br>", " ", "<br>"))
        return apart.join(self.check() for _ in range(self.rng.randint(1, 5)))

    def radios(self) -> str:
        count = self.rng.randint(2, 5)
        chosen, group = self.rng.randrange(-1, count), f"g{self.rng.randrange(10**6)}"
        apart = self.rng.choice(("<br>", " "))
        return apart.join(self.check("radio", at == chosen, group) for at in range(count))

    def switches(self) -> str:
        rng = self.rng
        parts = []
        for _ in range(rng.randint(1, 4)):
            on = "checked" if rng.random() < 0.5 else ""
            if self.loose:
                parts.append(f'<input type="checkbox" {on} {self.marks("switch", cls="sw")}> {self.label()}')
            elif "{m}" in self.kit.switch:
                marks = f'data-role="switch" data-states="{"checked" if on else "unchecked"}"'
                parts.append(self.kit.switch.format(b=on, m=marks, t=self.label()))
            elif self.kit.switch:
                marks = self.marks("switch", cls="form-check-input" if self.kit.name == "bootstrap" else "")
                parts.append(
                    self.kit.switch.replace('class="form-check-input" ', "").format(a=f"{on} {marks}", t=self.label())
                )
            else:
                parts.append(self.check())
        return "".join(f"<div>{part}</div>" for part in parts)

    def buttons(self) -> str:
        return "".join(self.button() for _ in range(self.rng.randint(1, 6)))

    def sliders(self) -> str:
        parts = []
        for _ in range(self.rng.randint(1, 3)):
            width = self.rng.randint(100, 420)
            marks = self.marks("slider", cls=self.kit.range_)
            parts.append(f'<div>{self.label()} <input type="range" min=0 max=1000 value={self.rng.randint(0, 1000)} '
                         f'{marks} style="width:{width}px;max-width:90%"></div>')  # fmt: skip
        return "".join(parts)

    def progresses(self) -> str:
        rng = self.rng
        parts = []
        for _ in range(rng.randint(1, 3)):
            value = rng.choice((0.0, 1.0, *(rng.random() for _ in range(6))))
            marks = self.marks("progressbar", value=value, can_focus=False, can_disable=False)
            width = f'style="width:{rng.randint(120, 480)}px;max-width:95%"' if not self.loose else ""
            template = self.kit.progress
            if self.loose and rng.random() < 0.7:
                template = '<div {a}><div style="width:{v}%"></div></div>'
                marks = self.marks("progressbar", value=value, cls="bar", can_focus=False, can_disable=False)
            own = template.find('class="')
            if 0 <= own < template.find("{a}"):  # an element has one class attribute
                marks = marks.replace('class=""', "")
            drawn = template.format(a=f"{marks} {width}", v=f"{100 * value:.2f}")
            parts.append(f"<div>{self.label()} {round(100 * value)}%<br>{drawn}</div>")
        return "".join(parts)

    def tabs(self) -> str:
        around, one, on, off = self.kit.tabs
        if self.loose:
            around, one, on, off = '<div class="tabs">{x}</div>', "<div {a}>{t}</div>", "tab on", "tab"
        if not around:
            return self.buttons()
        count = self.rng.randint(2, 5)
        chosen, parts = self.rng.randrange(count), []
        for at in range(count):
            key, picked = (on, 'aria-selected="true"') if at == chosen else (off, "")
            marks = f'data-role="tab" data-states="{"selected" if at == chosen else ""}"'
            marks += f' class="{key}"' if self.loose else ""
            parts.append(one.format(k=key, a=marks, t=self.label(), s=picked))
        return around.format(x="".join(parts))

    def listing(self) -> str:
        around, one, on = self.kit.listing
        if not around:
            around, one, on = '<ul class="list">{x}</ul>', "<li {a}>{t}</li>", "on"
        if not self.loose and not self.kit.listing[0]:
            return self.table()
        count = self.rng.randint(3, 8)
        chosen, parts = self.rng.randrange(-1, count), []
        for at in range(count):
            key, picked = (on, 'aria-selected="true"') if at == chosen else ("", "")
            marks = 'data-role="listitem" data-states="selected"' if at == chosen else ""
            marks += f' class="{key}"' if self.loose else ""
            parts.append(one.format(k=key, a=marks, t=f"{self.label()} {self.label()}", s=picked))
        return around.format(x="".join(parts))

    def settings(self) -> str:
        """Rows of a card: what is set on the left, its control on the right."""
        rng = self.rng
        face, edge, pad = (
            rng.choice(("#8881", "#fff1", "#0001", "transparent")),
            rng.choice(("#8884", "#8882")),
            rng.randint(6, 18),
        )
        gap = rng.choice(("", "", f"margin:{rng.randint(4, 10)}px 0;border-radius:6px;"))
        kinds: list[Callable[[], str]] = [
            self.bare_switch,
            self.bare_switch,
            self.field,
            self.button,
            lambda: "›",
            lambda: "",
        ]
        rows = []
        for _ in range(rng.randint(2, 6)):
            more = f"<br><small>{rng.choice(TEXT)[:34]}</small>" if rng.random() < 0.4 else ""
            look = f"display:flex;justify-content:space-between;align-items:center;padding:{pad}px;{gap}"
            rows.append(f'<div style="{look}border-bottom:1px solid {edge};background:{face}"><span>{self.label()}{more}</span>'
                        f"<span>{rng.choice(kinds)()}</span></div>")  # fmt: skip
        return "".join(rows)

    def bare_switch(self) -> str:
        on = "checked" if self.rng.random() < 0.5 else ""
        if self.loose:
            return f'<input type="checkbox" {on} {self.marks("switch", cls="sw")}>'
        return f'<input type="checkbox" {on} {self.marks("checkbox")}>' if self.kit.check_in == Kit("").check_in else ""

    def sidebar(self) -> str:
        """Places to go to, one of them chosen."""
        rng = self.rng
        chosen, pad, parts = rng.randrange(-1, 5), rng.randint(4, 14), []
        paint = rng.choice((colour(rng, (0.3, 0.6), (0.4, 1)), "#8884", "#8886"))
        for at in range(5):
            look = f"padding:{pad}px;border-radius:{rng.choice((0, 6))}px;width:{rng.choice((160, 220, 280))}px;"
            if at == chosen:
                marks = 'data-role="listitem" data-states="selected"'
                parts.append(f'<div style="{look}background:{paint}" {marks}>{self.label()}</div>')
            else:
                parts.append(f'<div style="{look}">{self.label()}</div>')
        return "".join(parts)

    def badges(self) -> str:
        cls = "badge" if self.loose else self.kit.badge
        if not cls:
            return self.prose()
        numbers = [self.rng.choice((1, 2, 3, 7, 12, 23, 48, 99)) for _ in range(self.rng.randint(1, 4))]
        return " &nbsp; ".join(
            f'{self.label()} <span class="{cls}" data-role="badge" data-states="">{number}</span>' for number in numbers
        )

    def scrolled(self) -> str:
        rng = self.rng
        share = rng.choice((0.0, 1.0, rng.random()))
        size = f"width:{rng.randint(160, 420)}px;height:{rng.randint(60, 220)}px"
        return (f'<div data-role="scrollbar" data-scroll="{share}" style="{size};overflow-y:scroll;border:1px solid #8888">'
                f'{"<br>".join(rng.choices(TEXT, k=rng.randint(4, 12)))}</div>')  # fmt: skip


def pages(split: str, count: int, modules: Path | None, seed: int) -> Iterator[tuple[str, tuple[int, int], float, str]]:
    """(html, size, scale, style) for `chromium.rendered`; the kits of the split in turn, half of the training in loose
    looks. Without `modules` (a node_modules folder) only what needs no style sheet."""
    rng = random.Random(f"{split}/{seed}")
    kits = [kit for kit in KITS if kit.split == split and (modules is not None or not kit.sheets)]
    loose = Kit("loose", check_in="<label>{c} {t}</label>")
    for at in range(count):
        kit = (
            loose if split != "test" and (at % 2 or not kits) else kits[at // (1 if split == "test" else 2) % len(kits)]
        )
        size = rng.choice(((1000, 760), (1280, 800), (800, 600), (1366, 768)))
        yield Page(kit, modules, rng).html(), size, rng.choice(SCALES), kit.name
