"""Answers about several things at once: how many are in a state, and which is meant when many have one name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.types import Answer, Evidence, Thing
from models.grounded.claims import normal, of_thing
from models.grounded.how_to import says
from models.grounded.names import GOOD, find_things, likeness
from models.grounded.pairs import is_header
from models.grounded.previews import called
from models.grounded.problems import message_of
from models.grounded.questions import Ask, Target, parse_target, plain_question
from models.grounded.reply import Context
from models.grounded.states import holds, state_now
from models.grounded.switched import pooled
from models.grounded.view import FIELDS, TICKED, text_of
from models.grounded.wanted import wanted
from models.grounded.words import content_words, covered, stem

NEAREST = 3
"""Places told of many things with one name."""
SENDING = ("write", "wrote", "written", "send", "sent")
"""What "from" stands for elsewhere, and not in the name of a box."""
NAMED = 6
"""Names said in one breath; more are only counted."""


def count_state(ctx: Context, ask: Ask) -> Answer | None:
    """ "40 of 80 checkboxes are checked."; None when the words name no kind of thing that has states."""
    p, view = ctx.phrases, ctx.view
    target = parse_target(ask.target, p)
    counted = view.counted(*target.roles) if target.roles else view.content
    asked = pooled(ctx, counted, target.roles, ask.state)
    pool = asked.things
    if target.name:
        pool = [thing for thing in pool if likeness(target.name, thing.name, p) >= GOOD]
        if not target.roles:
            pool = [thing for thing in pool if asked.holds(thing) is not None] or boxes_for(ctx, target.name)
        if not pool:
            return None
    if not view.has_controls:
        return ctx.answer(p("only_text"), (), sure=False)
    able = [thing for thing in pool if asked.holds(thing) is not None]
    secret = [thing for thing in pool if thing.role == "password" and thing not in able]
    if not able:
        if not pool and target.roles:
            told = view.tells_of(target.roles)
            return ctx.answer(p("none", thing=p.role(target.roles[0], 2)), ctx.root_evidence(), sure=told)
        named = p.role(target.roles[0], 2) if target.roles else p.role("control", 2)
        return ctx.answer(p("not_statable", name=named, state=p.state_names[ask.state]), (), sure=False)
    found = [thing for thing in able if asked.holds(thing)]
    if able == asked.switches:
        target = Target(target.name, ("switch",))
    text = _share(ctx, len(found), able, target, asked.wanted)
    if 0 < len(found) <= NAMED and all(thing.name for thing in found) and len(able) > 1:
        text = p("count_state_names", text=text.removesuffix(p("stop")), names=ctx.names(found))
    text = p.join.join([text, *(p("secret", label=thing.name or p.role("password")) for thing in secret)])
    return ctx.answer(text, [of_thing(thing) for thing in found or able])


def _share(ctx: Context, found: int, able: Sequence[Thing], target: Target, state: str) -> str:
    """ "40 of 80 checkboxes are checked."."""
    p = ctx.phrases
    role = "switch" if target.roles == ("switch",) else common_role(target, able)
    gaps = {"count": found, "counted": p.counted(len(able), role), "state": p.state_names[state]}
    if len(able) == 1:
        if (now := state_now(able[0], state)) and holds(able[0], state) is None:  # a button that is a switch
            now = "checked" if (state == "checked") == bool(found) else "!checked"
        return p("count_state_only", thing=p.role(role), state=p.state_names[now])
    if found == len(able):
        both = len(able) == 2
        return p("count_state_both", thing=p.role(role, 2), **gaps) if both else p("count_state_all", **gaps)
    return p({0: "count_state_none", 1: "count_state_one"}.get(found, "count_state"), **gaps)


def contained(ctx: Context, ask: Ask) -> Answer | None:
    """ "What files are there": the rows of the table (or list) that is called so; None when none is."""
    p, view = ctx.phrases, ctx.view
    holders = [thing for thing in view.of_roles("table", "list", "tree") if normal(thing.name) == normal(ask.target)]
    if not holders and ask.intent == "count" and normal(view.title) == normal(ask.target):  # the window's only list
        holders = view.of_roles("table", "list", "tree")
    if len(holders) != 1:
        return None
    rows = view.rows_of(holders[0])
    if len(rows) > 1 and is_header([[text_of(cell, view) for cell in row] for row in rows]):
        rows = rows[1:]
    items = [row[0] for row in rows] or [t for t in view.inside(holders[0]) if t.role in ("listitem", "treeitem")]
    if not items:
        return None
    counted = f"{len(items)} {ask.target}" if p.spaced else p.counted(len(items), "row")
    return ctx.answer(p("count_names", counted=counted, names=ctx.names(items)), [of_thing(item) for item in items])


def ticked(ctx: Context, question: str) -> Answer | None:
    """ "Have I accepted the terms?": the box that is called so is ticked or not; None where none is."""
    p = ctx.phrases
    if wanted(Ask("open", question), ctx.asked, p).kind != "open":
        return None  # "why"
    keys = [key for key in content_words(question, p) if key not in p.auxiliaries]
    root = ctx.view.root
    message = message_of(root, ctx.view) if root is not None and root.role == "dialog" else None
    asked = message.text if message is not None else ""  # "Which updates shall be installed?"
    questions = [piece.text for piece in ctx.view.static_texts if piece.text.rstrip().endswith(("?", "？"))]
    if root is None and len(questions) == 1:
        asked = questions[0]
    found = []
    for box in ctx.view.of_roles(*TICKED):
        named = content_words(box.name, p)
        same = {stem(word) for word in named}
        own = [key for key in keys if stem(key) in same or (says([key], box.name, ctx) and key not in SENDING)]
        if len(own) < len(keys):  # the rest may be said by the dialog, which asks for what shall be done
            if not asked or re.match(p.done, plain_question(question, p)) or not same <= {stem(key) for key in own}:
                continue
            if not all(key in own or covered([key], asked, p)[0] for key in keys):
                continue
        if own and 2 * len(own) >= len(named):
            found.append(box)
    if len(found) != 1 or (holding := holds(found[0], "checked")) is None:
        return None
    box = found[0]
    now = p.state_names[state_now(box, "checked")]
    return ctx.answer(p("yes_is" if holding else "no_is", name=box.name, state=now), [of_thing(box)])


def boxes_for(ctx: Context, name: str) -> list[Thing]:
    """The boxes to tick, where what they are for is said around them: "Which updates shall be installed?"."""
    p, view = ctx.phrases, ctx.view
    boxes = view.of_roles("checkbox", "switch")
    headers = [text for table in view.of_roles("table") for text in (cell.name for cell in view.inside(table)[:8])]
    around = " ".join([view.title, *headers, *(piece.text for piece in (*view.headings, *view.static_texts[:8]))])
    keys = content_words(name, p)
    kinds = " ".join(set(called(view).values()))
    return boxes if keys and all(covered(keys, f"{around} {kinds}", p)) else []


def common_role(target: Target, things: Sequence[Thing]) -> str:
    """The word for all of them: their role if it is one, else what was asked for."""
    roles = {thing.role for thing in things}
    if len(roles) == 1:
        return roles.pop()
    if roles <= set(FIELDS) | {"checkbox", "switch"}:
        return "field"
    return target.roles[0] if target.roles else "control"


def of_one_name(things: Sequence[Thing]) -> bool:
    """Whether nothing but their places tells them apart."""
    return len(things) > 1 and len({normal(thing.name or thing.value) for thing in things}) == 1


def state_of_several(ctx: Context, things: Sequence[Thing], wanted: str) -> Answer:
    """The one with the focus; else what holds for all, or how many of them, with the question which one is meant."""
    p = ctx.phrases
    focused = next((thing for thing in things if "focused" in thing.states), None)
    if focused is not None and (holding := holds(focused, wanted)) is not None:
        name = p("focused_one", name=focused.name or p.role(focused.role))
        said = p("yes_is" if holding else "no_is", name=name, state=p.state_names[state_now(focused, wanted)])
        return ctx.answer(said, [of_thing(focused)])
    able = [thing for thing in things if holds(thing, wanted) is not None]
    if not able:
        text = p("not_statable", name=things[0].name, state=p.state_names[wanted])
        return ctx.answer(text, [of_thing(thing) for thing in things], sure=False)
    found = [thing for thing in able if holds(thing, wanted)]
    text = _share(ctx, len(found), able, Target("", (able[0].role,)), wanted)
    same = len(found) in (0, len(able))
    text = text if same else p.join.join((text, p("which_one")))
    return ctx.answer(text, [of_thing(thing) for thing in found or able], sure=same, subject=_subject(able))


def places_of_several(ctx: Context, things: Sequence[Thing]) -> Answer | None:
    """How many there are of that name, and where the nearest are; None when no place is known."""
    p = ctx.phrases
    placed = [thing for thing in things if ctx.place(thing)]
    if not placed:
        return None
    focus = ctx.view.scene.focus
    if focus is not None and focus.box is not None:
        at = focus.box.centre
        placed.sort(key=lambda one: abs(one.box.centre[0] - at[0]) + abs(one.box.centre[1] - at[1]) if one.box else 0)
    shown = placed[:NEAREST]
    told = []
    for thing in shown:
        focused = p("focused_one", name=thing.name) if "focused" in thing.states else ""
        told.append(p.separator.join(part for part in (focused or neighbour(ctx, thing), ctx.place(thing)) if part))
    counted = p.counted(len(things), common_role(Target("", (things[0].role,)), things))
    text = p(
        "several_places" if len(shown) == len(things) else "nearest_places",
        counted=counted,
        name=things[0].name or things[0].value,
        places=p.group_separator.join(told),
    )
    return ctx.answer(text, [of_thing(thing) for thing in shown], subject=_subject(shown))


def neighbour(ctx: Context, thing: Thing) -> str:
    """What tells it from others of its name: "beside Mail server 1", "in Mail"; "" when nothing does."""
    p, view = ctx.phrases, ctx.view
    beside = [other for other in _on_its_row(ctx, thing) if other.name and normal(other.name) != normal(thing.name)]
    if beside:
        fields = [other for other in beside if other.role in (*FIELDS, *TICKED)]
        return p("beside", name=(fields or beside)[-1].name)
    group = next((a for a in view.ancestors(thing) if a.id != thing.id and a.role == "group" and a.name), None)
    return p("in_group", name=group.name) if group is not None else ""


def narrowed(ctx: Context, words: str) -> list[Thing]:
    """ "Enabled for Mail server 3": of the things of one name the one beside, or in, another that is named."""
    found = re.fullmatch(r"(.+?) (?:for|of|in|beside|next to|at|near|under) (?:the )?(.+)", words)
    if found is None:
        return []
    ones = [match.thing for match in find_things(parse_target(found[1], ctx.phrases), ctx.view, ctx.phrases)]
    others = find_things(parse_target(found[2], ctx.phrases), ctx.view, ctx.phrases)
    groups = [t for t in ctx.view.of_roles("group") if likeness(found[2], t.name, ctx.phrases) == 100]
    ids = {match.thing.id for match in others if match.score > 90} | {group.id for group in groups}
    return [
        thing
        for thing in ones
        if ids & {other.id for other in (*_on_its_row(ctx, thing), *ctx.view.ancestors(thing)) if other.id != thing.id}
    ]


def _on_its_row(ctx: Context, thing: Thing) -> list[Thing]:
    """Its siblings left of it on the same line, from left to right."""
    if thing.box is None:
        return []
    found = []
    for other in ctx.view.children.get(thing.parent, ()):
        box = other.box
        if other.id == thing.id or box is None or box.right > thing.box.x + 4:
            continue
        if min(box.bottom, thing.box.bottom) - max(box.y, thing.box.y) > min(box.h, thing.box.h) / 2:
            found.append(other)
    return sorted(found, key=lambda other: other.box.x if other.box else 0)


def _subject(things: Sequence[Thing]) -> list[Evidence]:
    return [of_thing(thing) for thing in things]
