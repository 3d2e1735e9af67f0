"""Random looks: every rule that a theme may set (shape, edge, fill, mark, ring) is drawn anew for each page."""

# ruff: noqa: E501 - markup and tables read better unwrapped; the dice are no secret

from __future__ import annotations

import random

FONTS = ("sans-serif", "DejaVu Sans", "Liberation Sans", "serif", "Noto Sans", "Cantarell", "monospace")


def colour(rng: random.Random, light: tuple[float, float], vivid: tuple[float, float] = (0, 0.15)) -> str:
    return f"hsl({rng.randrange(360)} {100 * rng.uniform(*vivid):.0f}% {100 * rng.uniform(*light):.0f}%)"


def loose_css(rng: random.Random) -> str:
    dark = rng.random() < 0.4
    hue = rng.randrange(360)
    accent = f"hsl({hue} {rng.randint(45, 95)}% {rng.randint(35, 62)}%)"
    back = colour(rng, (0.05, 0.25)) if dark else colour(rng, (0.84, 1.0))
    ink = colour(rng, (0.8, 1.0)) if dark else colour(rng, (0.0, 0.3))
    field = colour(rng, (0.02, 0.3)) if dark else colour(rng, (0.92, 1.0))
    edge = colour(rng, (0.3, 0.6)) if dark else colour(rng, (0.45, 0.85))
    face = rng.choice((accent, accent, field, colour(rng, (0.2, 0.4) if dark else (0.75, 0.95)), "transparent"))
    radius = rng.choice((0, 0, 2, 3, 4, 5, 6, 8, 12, 18, 30))
    border = rng.choice(("1px solid", "1px solid", "1px solid", "2px solid", "2px outset", "2px inset", "1.5px solid"))
    underline = rng.random() < 0.12
    ring = rng.choice((
        f"outline:2px solid {accent};outline-offset:{rng.choice((0, 1, 2, 3))}px", f"outline:1px dotted {ink};outline-offset:-4px",
        f"box-shadow:0 0 0 {rng.choice((2, 3, 4))}px color-mix(in srgb,{accent} {rng.choice((35, 50, 100))}%,transparent);border-color:{accent};outline:none",
        f"outline:2px solid {ink};outline-offset:2px", f"border-color:{accent};box-shadow:inset 0 0 0 1px {accent};outline:none",
        f"outline:3px auto {accent}",
    ))  # fmt: skip
    dim = rng.choice(("opacity:.5", "opacity:.4", "opacity:.65", "filter:grayscale(1) opacity(.5)"))
    gradient = rng.random() < 0.2 and face != "transparent"
    fill = f"linear-gradient(color-mix(in srgb,{face} 80%,white),{face})" if gradient else face
    text = "white" if face == accent else ink
    pad = f"{rng.randint(1, 12)}px {rng.randint(6, 24)}px"
    return f"""
body{{background:{back};color:{ink};font:{rng.choice((11, 12, 13, 14, 14, 15, 16, 18))}px {rng.choice(FONTS)}}}
a{{color:{accent}}}
button,.b{{background:{fill};color:{text};border:{border} {edge if face != accent or rng.random() < 0.4 else face};border-radius:{radius}px;padding:{pad};font:inherit;
 text-transform:{rng.choice(("none", "none", "none", "uppercase"))};box-shadow:{rng.choice(("none", "none", "0 1px 3px rgba(0,0,0,.3)"))}}}
button.k2{{background:transparent;color:{accent};border-color:{accent}}} button.k3{{background:{edge};color:{ink}}}
input:not([type]),textarea,select{{background:{field};color:{ink};border:{border} {edge};border-radius:{min(radius, 12)}px;font:inherit;
 padding:{rng.randint(1, 10)}px {rng.randint(3, 14)}px;{"border-width:0 0 1px 0;border-radius:0;background:transparent" if underline else ""}}}
input::placeholder{{color:color-mix(in srgb,{ink} 50%,{field})}}
:disabled,.off{{{dim}}} :focus{{{ring}}}
.bad{{border-color:{rng.choice(("#d33", "#c00", "#e0245e", "#f55", "#dc3545"))}!important;{rng.choice(("", "", "background:rgba(255,0,0,.08)!important"))}}}
{_marks(rng, accent, edge, field, ink, radius)}
{_bars(rng, accent, edge, field, radius)}
.tabs{{display:flex;gap:{rng.choice((0, 2, 8))}px;border-bottom:1px solid {edge}}}
.tab{{padding:{rng.randint(4, 10)}px {rng.randint(8, 20)}px;{rng.choice(("", f"border:1px solid {edge};border-bottom:0;border-radius:{min(radius, 8)}px {min(radius, 8)}px 0 0"))}}}
.tab.on{{{rng.choice((f"border-bottom:{rng.choice((2, 3))}px solid {accent}", f"background:{field};border:1px solid {edge};border-bottom-color:{field}", f"background:{accent};color:white"))}}}
.badge{{background:{rng.choice(("#e33", accent, "#d00", "#f60"))};color:white;border-radius:20px;padding:0 6px;min-width:1.5em;display:inline-block;text-align:center;font-size:85%}}
.list{{border:1px solid {edge};background:{field};margin:0;padding:0;list-style:none;width:{rng.randint(160, 420)}px}} .list li{{padding:{rng.randint(2, 9)}px 8px}}
.list li.on{{background:{rng.choice((accent, accent, f"color-mix(in srgb,{accent} 25%,{field})"))};color:{"white" if not dark else ink}}}
.card{{border:1px solid {edge};border-radius:{radius}px;padding:{rng.randint(8, 20)}px;background:{rng.choice((field, back))}}}
td,th{{border:{rng.choice(("0", f"1px solid {edge}"))};padding:4px 10px}} table{{border-collapse:collapse}}
"""


def _marks(rng: random.Random, accent: str, edge: str, field: str, ink: str, radius: int) -> str:
    """Check boxes, radio buttons and switches; sometimes the browser's own."""
    switch_w, switch_h = rng.choice(((32, 16), (36, 20), (40, 22), (44, 24), (52, 28), (34, 14)))
    gap = rng.choice((2, 2, 3, 4))
    knob = switch_h - 2 * gap
    off = rng.choice((edge, "transparent", field))
    switch = f"""
.sw{{appearance:none;width:{switch_w}px;height:{switch_h}px;border-radius:{switch_h}px;background:{off};position:relative;
 border:{rng.choice((f"1px solid {edge}", f"2px solid {edge}", "0 solid"))};box-sizing:border-box;vertical-align:middle;margin:2px}}
.sw::before{{content:"";position:absolute;left:{gap}px;top:50%;translate:0 -50%;width:{knob}px;height:{knob}px;border-radius:50%;
 background:{rng.choice((ink, "white", edge)) if off != edge else rng.choice((ink, "white"))}}}
.sw:checked{{background:{accent};border-color:{accent}}} .sw:checked::before{{left:auto;right:{gap}px;background:white}}"""
    if rng.random() < 0.3:
        return switch + f"input{{accent-color:{accent}}}"
    side = rng.choice((12, 13, 14, 15, 16, 16, 18, 20, 22, 24))
    stroke = f"stroke='{rng.choice(('white', 'black'))}' stroke-width='{rng.choice((1.5, 2, 2.5, 3))}' fill='none'"
    shape = rng.choice(("M3 8l4 4 6-8", "M3 8l4 4 6-8", "M2 8l4 4 8-9", "M4 4l8 8M12 4l-8 8"))
    on_fill = rng.choice((True, True, False))
    if not on_fill:
        stroke = stroke.replace("'white'", "'black'")
    tick = f"url(\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><path d='{shape}' {stroke}/></svg>\")"
    on = (
        f"background:{tick} center/{rng.choice((75, 90, 100))}% no-repeat {accent};border-color:{accent}"
        if on_fill
        else (f"background:{tick} center/90% no-repeat white")
    )
    dash = f"background:linear-gradient({ink},{ink}) center/60% 2px no-repeat {field}"
    dot = rng.choice((f"background:radial-gradient(circle,{accent} {rng.choice((40, 50))}%,{field} {rng.choice((44, 54))}%)",
                      f"background:{field};border:{max(3, side // 3)}px solid {accent}",
                      f"background:radial-gradient(circle,white 35%,{accent} 40%);border-color:{accent}",
                      f"background:radial-gradient(circle,{ink} 35%,{field} 40%)"))  # fmt: skip
    return (
        switch
        + f"""
input[type=checkbox]:not(.sw),input[type=radio]{{appearance:none;width:{side}px;height:{side}px;border:{rng.choice((1, 1, 1.5, 2))}px solid {rng.choice((edge, ink))};
 background:{field};vertical-align:middle;margin:2px 5px;border-radius:{rng.choice((0, 2, 3, 4, min(radius, 5)))}px;box-sizing:border-box}}
input[type=radio]{{border-radius:50%!important}} input[type=checkbox]:not(.sw):checked{{{on}}} input[type=radio]:checked{{{dot}}}
input[type=checkbox]:indeterminate{{{dash}}}"""
    )


def _bars(rng: random.Random, accent: str, edge: str, field: str, radius: int) -> str:
    """Sliders and progress bars; sometimes the browser's own."""
    height = rng.choice((4, 6, 8, 10, 14, 18, 22))
    bar = f"""
.bar{{height:{height}px;border-radius:{rng.choice((0, 3, height))}px;background:{rng.choice((field, edge, f"color-mix(in srgb,{accent} 20%,{field})"))};overflow:hidden;
 border:{rng.choice(("0", f"1px solid {edge}"))};width:{rng.randint(120, 480)}px;max-width:95%}}
.bar>div{{height:100%;background:{rng.choice((accent, accent, "#2b2", f"repeating-linear-gradient(45deg,{accent} 0 8px,color-mix(in srgb,{accent} 75%,white) 8px 16px)"))}}}"""
    if rng.random() < 0.35:
        return bar + f"input[type=range],progress{{accent-color:{accent}}}"
    track, knob = rng.choice((2, 3, 4, 6, 8)), rng.choice((10, 12, 14, 16, 18, 20, 24))
    width = rng.choice((knob, knob, max(6, knob // 2)))
    return (
        bar
        + f"""
input[type=range]{{appearance:none;background:transparent;height:{knob + 4}px}}
input[type=range]::-webkit-slider-runnable-track{{height:{track}px;background:{rng.choice((edge, edge, accent))};border-radius:{rng.choice((0, track))}px}}
input[type=range]::-webkit-slider-thumb{{appearance:none;width:{width}px;height:{knob}px;margin-top:{(track - knob) / 2:.1f}px;border:{rng.choice(("0", f"1px solid {edge}", f"2px solid {accent}"))};
 border-radius:{rng.choice((0, 3, "50%", "50%"))};background:{rng.choice((accent, accent, "white"))}}}"""
    )
