"""What only looks like a control: tables, code, signs, charts, pictures, calendars, framed text."""

# ruff: noqa: E501 - markup reads better unwrapped; the dice are no secret

from __future__ import annotations

import html
import math
import random

from models.training.elements.loose import colour
from models.training.elements.words import CODE, LABELS, SIGNS, TEXT


class Lookalikes:
    """Sections without a control in them. `rng` is set by the page."""

    rng: random.Random

    def label(self) -> str:
        return self.rng.choice(LABELS)

    def panels(self) -> str:
        """Framed text and lists in which nothing can be typed."""
        rng = self.rng
        parts = []
        for _ in range(rng.randint(1, 3)):
            lines = "<br>".join(rng.choice((self.label(), rng.choice(TEXT)[:50])) for _ in range(rng.randint(1, 6)))
            face = rng.choice(("#fff", "transparent", "#8881", "#ffd", "#fee", "#def", "#222"))
            ink = "#222" if face in ("#fff", "#ffd", "#fee", "#def") else "#eee" if face == "#222" else "inherit"
            frame = rng.choice(
                ("1px solid #888", "1px solid #ccc", "2px inset #999", "1px solid #ccc8", "2px groove #999")
            )
            parts.append(f'<div style="border:{frame};background:{face};color:{ink};padding:{rng.randint(1, 12)}px;'
                         f'width:{rng.randint(140, 520)}px;max-width:96%;margin:4px 0">{lines}</div>')  # fmt: skip
        return "".join(parts)

    def table(self) -> str:
        rng = self.rng
        columns = rng.randint(2, 5)
        edge = rng.choice(("", 'style="border:1px solid #8886"'))
        row = "".join
        cells = [row(f"<td {edge}>{rng.choice((self.label(), str(rng.randrange(1000)), ''))}</td>" for _ in range(columns))
                 for _ in range(rng.randint(2, 6))]  # fmt: skip
        return "<table>" + "".join(f"<tr>{line}</tr>" for line in cells) + "</table>"

    def prose(self) -> str:
        size = self.rng.choice((11, 13, 14, 16, 22, 34))
        return f'<p style="font-size:{size}px">{" ".join(self.rng.sample(TEXT, self.rng.randint(1, 3)))}</p>'

    def code(self) -> str:
        return f"<pre>{html.escape(self.rng.choice(CODE))}</pre>"

    def signs(self) -> str:
        size = self.rng.choice((13, 16, 20, 28))
        return f'<p style="font-size:{size}px">{" ".join(self.rng.choices(SIGNS, k=self.rng.randint(4, 12)))} OoO0 QD B8 □</p>'

    def shapes(self) -> str:
        """Legends, avatars, bullets, charts, icons."""
        rng = self.rng
        parts = []
        for _ in range(rng.randint(3, 9)):
            kind, side = rng.randrange(6), rng.randint(8, 56)
            paint = colour(rng, (0.2, 0.8), (0.2, 1))
            line = rng.choice(("", f"border:{rng.choice((1, 2))}px solid {colour(rng, (0.2, 0.8), (0.2, 1))};"))
            if kind == 0:
                parts.append(
                    f'<i style="display:inline-block;width:{min(side, 16)}px;height:{min(side, 16)}px;background:{paint}"></i> {self.label()} '
                )
            elif kind == 1:
                parts.append(
                    f'<i style="display:inline-block;width:{side}px;height:{side}px;border-radius:50%;background:{paint};{line}text-align:center">{rng.choice(("", "A", "JB"))}</i> '
                )
            elif kind == 2:
                parts.append(
                    f'<i style="display:inline-block;width:{side * 3}px;height:{max(2, side // 4)}px;background:{paint};{line}"></i> '
                )
            elif kind == 3:
                parts.append(_icon(rng, side, paint))
            elif kind == 4:
                parts.append(
                    f'<i style="display:inline-block;width:{side}px;height:{side}px;{line or "border:1px solid gray;"}">{rng.choice(("", "3"))}</i> '
                )
            else:
                parts.append(_chart(rng))
        return "".join(parts)

    def calendar(self) -> str:
        rng = self.rng
        side, edge = rng.randint(18, 40), rng.choice(("1px solid #8888", "0"))
        days = "".join(
            f'<span style="display:inline-block;width:{side}px;height:{side}px;text-align:center;border:{edge};'
            f'{rng.choice(("", "", "", "background:#36c;color:white;", "border-radius:50%;background:#8884;"))}">{day}</span>'
            for day in range(1, rng.randint(8, 29))
        )
        return f'<div style="width:{7 * side + 20}px">{days}</div>'

    def cards(self) -> str:
        rng = self.rng
        cards = []
        for _ in range(rng.randint(1, 3)):
            look = f"width:{rng.randint(100, 260)}px;border:1px solid #8886;border-radius:{rng.choice((0, 4, 10))}px"
            text = rng.choice(TEXT)[:40]
            cards.append(
                f'<div class="card box" style="display:inline-block;{look};padding:8px;margin:4px">{text}</div>'
            )
        return "".join(cards)

    def picture(self) -> str:
        rng = self.rng
        stops = ",".join(colour(rng, (0.1, 0.9), (0.2, 1)) for _ in range(4))
        noise = f"<svg width={rng.randint(60, 300)} height={rng.randint(40, 160)}>" + "".join(
            f'<{rng.choice(("circle", "rect"))} cx={rng.randrange(300)} cy={rng.randrange(160)} r={rng.randrange(2, 40)} x={rng.randrange(300)} '
            f'y={rng.randrange(160)} width={rng.randrange(4, 60)} height={rng.randrange(4, 60)} fill="{colour(rng, (0.1, 0.9), (0, 1))}" />'
            for _ in range(rng.randint(5, 40))
        )  # fmt: skip
        return f'<div style="background:linear-gradient({rng.randrange(360)}deg,{stops});display:inline-block">{noise}</svg></div>'

    def menu(self) -> str:
        words = "".join(f'<span style="padding:4px 10px">{self.label()}</span>' for _ in range(self.rng.randint(3, 8)))
        return (
            f'<div style="{self.rng.choice(("border-bottom:1px solid #8888", "background:#8882", ""))}">{words}</div>'
        )


def _icon(rng: random.Random, side: int, paint: str) -> str:
    inner = "".join(
        rng.choice((
            f'<path d="M{rng.randrange(20)} {rng.randrange(20)}L{rng.randrange(20)} {rng.randrange(20)}L{rng.randrange(20)} {rng.randrange(20)}"/>',
            f'<circle cx="{rng.randrange(4, 16)}" cy="{rng.randrange(4, 16)}" r="{rng.randrange(2, 9)}"/>',
            f'<rect x="{rng.randrange(10)}" y="{rng.randrange(10)}" width="{rng.randrange(4, 10)}" height="{rng.randrange(4, 10)}"/>',
        ))
        for _ in range(rng.randint(1, 4))
    )  # fmt: skip
    return f'<svg width={side} height={side} viewBox="0 0 20 20" fill="{rng.choice(("none", paint))}" stroke="{paint}" stroke-width="2">{inner}</svg> '


def _chart(rng: random.Random) -> str:
    kind, size = rng.randrange(3), rng.randint(60, 160)
    if kind == 0:
        marks = "".join(f'<rect x={12 * i} y={size - h} width=9 height={h} fill="{colour(rng, (0.3, 0.7), (0.3, 1))}"/>'
                        for i, h in enumerate(rng.sample(range(5, 60), 8)))  # fmt: skip
    elif kind == 1:
        dots = [(14 * i + 6, rng.randrange(6, size - 6)) for i in range(8)]
        marks = f'<polyline fill="none" stroke="teal" points="{" ".join(f"{x},{y}" for x, y in dots)}"/>'
        marks += "".join(f'<circle cx={x} cy={y} r=4 fill="white" stroke="teal"/>' for x, y in dots)
    else:
        angle = rng.uniform(0.5, 5.5)
        marks = (f'<circle cx=40 cy=40 r=36 fill="#69c"/><path d="M40 40L76 40A36 36 0 {int(angle > math.pi)} 1 '
                 f'{40 + 36 * math.cos(angle):.1f} {40 + 36 * math.sin(angle):.1f}Z" fill="#c63"/>')  # fmt: skip
    return f"<svg width=120 height={size}>{marks}</svg> "
