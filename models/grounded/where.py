"""Where a person is: program, window, the thing with the focus, its place among its like, and what is around it."""

from __future__ import annotations

from assistant.types import Answer, Evidence, Thing
from models.grounded.claims import of_thing, of_window, spoken_text
from models.grounded.kinds import tells_value
from models.grounded.reply import Context
from models.grounded.view import View, is_editor
from models.grounded.wording import describe_thing

IN_A_ROW = {
    "listitem": ("list",),
    "treeitem": ("tree",),
    "row": ("table", "tree"),
    "tab": ("tablist",),
    "menuitem": ("menu", "menubar"),
    "menu": ("menubar",),
    "radio": ("group",),
}
"""What has a place among its like -> what those are in."""
AROUND = ("group", "tablist", "list", "tree", "table", "toolbar", "menu", "menubar", "dialog", "alert")
"""What is worth a word when it is around the focus and has a name."""
NO_FOCUS = ("window", "dialog", "alert", "group", "document")
"""Roles of which the focus tells nothing: somewhere in there."""


def where_am_i(ctx: Context) -> Answer:
    """From the whole to the detail, as a person would say it. Without a tree, that it can't tell the rest."""
    p, view = ctx.phrases, ctx.view
    said: list[str] = []
    evidence: list[Evidence] = []
    if view.app or view.title:
        key = "app_title" if view.app and view.title else "app" if view.app else "title"
        said.append(p.ended(p(key, app=view.app, title=view.title)) if key != "title" else p.ended(view.title))
        evidence.append(of_window(view.scene))
    tab = _selected_tab(view)
    focus = _focus(view)
    for holder in around(view, focus) if focus else ():
        said.append(p("in_thing", thing=describe_thing(holder, p, value=False)))
        evidence.append(of_thing(holder))
    if tab is not None and tab is not focus:
        said.append(p("on_tab", name=tab.name))
        evidence.append(of_thing(tab))
    heading = heading_above(view, focus) if focus else None
    if heading is not None:
        said.append(p("under_heading", name=spoken_text(heading)))
        evidence.append(of_thing(heading))
    if focus is None:
        said.append(p("no_focus"))
        return ctx.answer(p.join.join(said), evidence, sure=bool(evidence))
    value = not is_editor(focus) or tells_value(focus, view)
    said.append(p("focus", thing=describe_thing(focus, p, value=value)))
    if place := _place(ctx, focus):
        said.append(place)
    return ctx.answer(p.join.join(said), [*evidence, of_thing(focus)], subject=[of_thing(focus)])


def _focus(view: View) -> Thing | None:
    """What has the focus; of a list that has it as a whole, the item that is selected in it."""
    focus = view.scene.focus
    if focus is None or focus.role in NO_FOCUS:
        return None
    if focus.role in ("list", "tree", "table", "tablist"):
        inside = [thing for thing in view.inside(focus) if "selected" in thing.states and thing.role in IN_A_ROW]
        return inside[0] if len(inside) == 1 else focus
    return focus


def around(view: View, focus: Thing) -> list[Thing]:
    """The named things around it, the largest first; no window, which the title names."""
    above = [thing for thing in view.ancestors(focus) if thing is not focus]
    named = [thing for thing in above if thing.role in AROUND and thing.name and thing.name != view.title]
    return named[:2][::-1]


def _selected_tab(view: View) -> Thing | None:
    tabs = [thing for thing in view.of_roles("tab") if "selected" in thing.states and thing.name]
    return tabs[0] if len(tabs) == 1 else None


def heading_above(view: View, focus: Thing) -> Thing | None:
    """The last heading before the focus in the same document."""
    papers = [thing for thing in view.ancestors(focus) if thing.role == "document"]
    if not papers or focus.role == "heading":
        return None
    last = None
    for thing in view.inside(papers[0]):
        if thing is focus:
            return last
        if thing.role == "heading" and spoken_text(thing):
            last = thing
    return None


def _place(ctx: Context, focus: Thing) -> str:
    """ "Item 3 of 7."; of a list that may go on out of sight, "item 3 of the 7 in view"."""
    holders = IN_A_ROW.get(focus.role)
    if holders is None or focus.parent is None:
        return ""
    holder = next((thing for thing in ctx.view.ancestors(focus) if thing.role in holders and thing is not focus), None)
    parent = ctx.view.by_id.get(focus.parent)
    if parent is None or (holder is None and focus.role != "radio"):
        return ""
    alike = [thing for thing in ctx.view.children.get(focus.parent, []) if thing.role == focus.role]
    seen = [thing for thing in alike if "offscreen" not in thing.states]
    if len(alike) < 2 or focus not in seen:
        return ""
    key = "place_of" if _whole(seen, alike, holder) else "place_of_seen"
    return ctx.phrases(key, thing=ctx.phrases.role(focus.role), number=seen.index(focus) + 1, count=len(seen))


def _whole(seen: list[Thing], alike: list[Thing], holder: Thing | None) -> bool:
    """Whether all of a list can be seen. The tree tells only of what shows: where the first or the last item touches
    the list's edge, there may be more behind it."""
    if len(seen) != len(alike):
        return False
    if holder is None or holder.box is None or holder.role in ("tablist", "menubar", "menu"):
        return True
    boxes = [thing.box for thing in seen if thing.box is not None]
    if not boxes:
        return False
    # Room for one more below the last one: nothing is hidden there, and where the end shows, the beginning is either
    # in view or scrolled out by less than what is free below.
    return max(box.bottom for box in boxes) + boxes[0].h <= holder.box.bottom
