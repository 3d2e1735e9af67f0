"""Answers about the things of the interface: which, how many, where, in which state."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.types import Answer, Thing
from models.grounded.believed import hedged_state, link_in_text, one_of_some
from models.grounded.claims import normal, of_thing, spoken_text
from models.grounded.follow_ups import is_it, worded
from models.grounded.kinds import tells_value
from models.grounded.names import GOOD, find_text, find_things, likeness
from models.grounded.phrases import Phrases
from models.grounded.places import place
from models.grounded.questions import Ask, Target, parse_target
from models.grounded.reply import Context
from models.grounded.several import boxes_for, common_role, narrowed, of_one_name, places_of_several, state_of_several
from models.grounded.states import holds, state_now
from models.grounded.switched import means_on, pooled
from models.grounded.toggles import is_toggle, toggles
from models.grounded.units import UNITS, units
from models.grounded.view import FIELDS, INTERACTIVE, TEXTUAL, TICKED, is_editor
from models.grounded.wording import describe_thing, described
from models.grounded.words import content_words, covered, stem, words

SAME_WORDS = 92
"""Likeness from which a text is what was named, rather than one that speaks of it."""
SAME = 100
"""Likeness of one name to itself."""
LABELLED = (*FIELDS, *TICKED, "slider", "progressbar")
"""What has its words beside it, not on it."""
CHOICES = ("tab", "listitem", "treeitem", "row", "menuitem")
"""Of which one is selected."""
PARTS = {
    "menu": ("menu", "menubar", "menuitem"),
    "toolbar": ("toolbar",),
    "list": ("list", "tree", "table", "listitem", "treeitem", "row"),
}
"""Part of a window -> the roles that tell that something is in one."""
CONTAINERS = ("list", "tree", "table", "tablist", "group", "menu")


def focus(ctx: Context) -> Answer:
    thing = ctx.view.scene.focus
    if thing is None:
        return ctx.answer(ctx.phrases("no_focus"), (), sure=False)
    value = not is_editor(thing) or tells_value(thing, ctx.view)
    text = ctx.phrases("focus", thing=describe_thing(thing, ctx.phrases, value=value))
    return ctx.answer(text, [of_thing(thing)])


def count(ctx: Context, ask: Ask) -> Answer | None:
    """ "3 buttons: OK, Cancel and Help."; None when the words name no kind of thing."""
    p, view = ctx.phrases, ctx.view
    target = parse_target(ask.target, p)
    if not target.roles or (target.name and not _only_all(target.name)):
        return None
    if target.roles[0] in UNITS:
        found = units(target.roles[0], view)
        if not found and target.roles[0] in ("row", "column", "heading"):  # what nobody recognised may still be there
            bare = any(one.role == "document" and not view.children.get(one.id) for one in view.things)
            told = view.tells_all and not bare
            return ctx.answer(p("none", thing=p.role(target.roles[0], 2)), ctx.root_evidence(), sure=told)
        counted = p.counted(len(found), target.roles[0])
        if target.roles[0] == "line" and view.is_code and (view.editor is None or not view.editor.value):
            # The numbers, the title and the command line of an editor are seen as lines, too, and the file may go on.
            return ctx.cannot_tell(p("count", counted=counted), [piece.evidence for piece in found])
        evidence = [piece.evidence for piece in found] or ctx.root_evidence()
        if target.roles[0] == "heading" and any(map(one_of_some, view.of_roles("heading"))):
            counted = _guessed(counted, p)
        return ctx.answer(p("count", counted=counted), evidence)
    if not view.has_controls:
        return ctx.answer(p("only_text"), (), sure=False)
    things = view.counted(*target.roles)
    if not things and "switch" in target.roles:
        things = toggles(view)
    if not things and any(all(covered(words(ask.target), piece.text, p)) for piece in view.texts):
        return None  # "how many photos are there", where a line tells of photos
    if not things:
        told = ctx.view.tells_of(target.roles)
        return ctx.answer(p("none", thing=p.role(target.roles[0], 2)), ctx.root_evidence(), sure=told)
    role = common_role(target, things)
    counted = p.counted(len(things), target.roles[0] if role not in target.roles and role == "button" else role)
    unseen = any(map(link_in_text, things))
    if not unseen and any(map(one_of_some, things)):
        counted = _guessed(counted, p)
    named = [thing for thing in things if thing.name]
    text = (
        p("count_names", counted=counted, names=ctx.names(named))
        if 0 < len(named) <= 6
        else p("count", counted=counted)
    )
    evidence = [of_thing(thing) for thing in things]
    return ctx.cannot_tell(text, evidence) if unseen else ctx.answer(text, evidence)


def _guessed(counted: str, phrases: Phrases) -> str:
    said = phrases("guessed", text=counted)
    return said[:1].upper() + said[1:]


def progress(ctx: Context, ask: Ask) -> Answer | None:
    """ "Copying files: 45 %."; None where no progress bar tells how far it is, so that the text may still tell."""
    p = ctx.phrases
    target = parse_target(ask.target, p)
    bars = [thing for thing in ctx.view.of_roles("progressbar") if thing.value]
    if target.name:
        bars = [bar for bar in bars if likeness(target.name, bar.name, p) >= GOOD]
    if not bars:
        return None
    told = p.join.join(p("value", label=bar.name or p.role("progressbar"), value=bar.value) for bar in bars)
    return ctx.answer(told[:1].upper() + told[1:], [of_thing(bar) for bar in bars])


def _only_all(name: str) -> bool:
    return name in ("all", "different", "total", "more", "other")


def listing(ctx: Context, ask: Ask) -> Answer | None:
    """The names of all things of a kind, with the states that matter."""
    p = ctx.phrases
    target = parse_target(ask.target, p)
    if not target.roles or target.name:
        return None
    if target.roles[0] in UNITS:
        found = units(target.roles[0], ctx.view)
        if not found:
            return ctx.answer(p("none", thing=p.role(target.roles[0], 2)), ctx.root_evidence(), sure=ctx.view.tells_all)
        return ctx.answer(p.join.join(p.ended(ctx.hedged(piece)) for piece in found), [f.evidence for f in found])
    if not ctx.view.has_controls:
        return ctx.answer(p("only_text"), (), sure=False)
    things = [thing for thing in ctx.view.counted(*target.roles) if thing.name or thing.value]
    if not things:
        told = ctx.view.tells_of(target.roles)
        return ctx.answer(p("none", thing=p.role(target.roles[0], 2)), ctx.root_evidence(), sure=told)
    names = described(things, p)
    title = p.counted(len(things), common_role(target, things))
    text, evidence = p("count_names", counted=title, names=names), [of_thing(thing) for thing in things]
    return ctx.cannot_tell(text, evidence) if any(map(link_in_text, things)) else ctx.answer(text, evidence)


def where(ctx: Context, ask: Ask) -> Answer | None:
    """The place of a thing or of words; None when the words may still tell ("where is the meeting")."""
    p = ctx.phrases
    target = parse_target(ask.target, p)
    matches = find_things(target, ctx.view, p)
    if not matches and target.name:
        parts = {stem(word) for word in p.any_part}  # "the privacy page" may be the tab Privacy
        bare = " ".join(word for word in target.name.split() if stem(word) not in parts)
        matches = [match for match in find_things(Target(bare), ctx.view, p) if match.score == SAME] if bare else []
    unclear = not target.name or (bool(matches) and matches[0].score < 100)
    if unclear and len({match.thing.name for match in matches}) > 1:
        return ctx.several([match.thing for match in matches])
    alike = [match.thing for match in matches]
    if of_one_name(alike) and (told := places_of_several(ctx, alike)) is not None:
        return told
    if matches and matches[0].thing.role not in INTERACTIVE and matches[0].score < 100:
        return None  # words in a text: it may tell where that is
    if matches:
        thing = matches[0].thing
        where_it_is = ctx.place(thing)
        name = describe_thing(thing, p, value=False)
        if where_it_is is None:
            return ctx.answer(p("no_place", name=name), [of_thing(thing)], sure=False)
        return ctx.answer(p("where", name=name, place=where_it_is), [of_thing(thing)])
    piece = find_text(target.name, ctx.view, p) if target.name else None
    if piece is not None and piece.box is not None and likeness(target.name, piece.text, p) >= SAME_WORDS:
        spot = place(piece.box, ctx.view.frame, p)
        beside = bool(set(target.roles) & set(LABELLED))  # the words are not the box that they stand beside
        return ctx.answer(p("where_text", name=piece.text, place=spot), [piece.evidence], sure=not beside)
    return not_found(ctx, target) if target.roles else None


def not_found(ctx: Context, target: Target) -> Answer:
    """ "I can't tell", with what there is of that kind."""
    others = [thing for thing in ctx.view.of_roles(*(target.roles or tuple(INTERACTIVE))) if thing.name]
    if target.roles and others:
        offer = ctx.phrases("have", names=ctx.names(others))
        return ctx.cannot_tell(offer, [of_thing(thing) for thing in others])
    return ctx.nearest([target.name])


def exists(ctx: Context, ask: Ask) -> Answer | None:
    """Yes with its name; no only for kinds of thing the tree would have told of. Whether there is none, or so many, is
    told by what there is: a "yes" to "is there no Save button" could mean either."""
    p = ctx.phrases
    target = parse_target(ask.target, p)
    whole = find_things(target, ctx.view, p) if target.name else []
    if any(match.score == SAME and match.thing.role in target.roles for match in whole):
        return _there(ctx, ask, "yes_there")  # "2 copies" may be the name of a box, and "No" that of a button
    for front in (p.numbered, p.denied):
        cut = re.match(front, ask.target)
        rest = replace(ask, target=ask.target[cut.end() :]) if cut else ask
        if cut and parse_target(rest.target, p).roles:
            told = count(ctx, rest) if front == p.numbered else None
            return told or _there(ctx, rest, "seen_there")
    return _there(ctx, ask, "yes_there")


def _there(ctx: Context, ask: Ask, found_as: str) -> Answer | None:
    """What `exists` says of a thing as it is named; what is there is told with the phrase `found_as`."""
    p = ctx.phrases
    target = parse_target(ask.target, p)
    if target.roles and target.roles[0] in UNITS and target.name:  # "Delete line" may be the name of something
        whole = [m.thing for m in find_things(Target(ask.target), ctx.view, p) if m.score == SAME]
        if whole and whole[0].role in INTERACTIVE and _in_place(whole[:1], ctx):
            return ctx.answer(p(found_as, name=describe_thing(whole[0], p)), [of_thing(whole[0])])
    matches = find_things(target, ctx.view, p) if target.roles else []
    fitting = [match.thing for match in matches if match.thing.role in target.roles]
    if fitting and not (fitting := _in_place(fitting, ctx)):
        return ctx.cannot_tell()
    if fitting:
        name = describe_thing(fitting[0], p, value=False) if len(fitting) == 1 else ctx.names(fitting)
        return ctx.answer(p(found_as, name=name), [of_thing(thing) for thing in fitting])
    if target.roles and target.roles[0] in UNITS:
        found = units(target.roles[0], ctx.view)
        if not target.name and found:
            return ctx.answer(p(found_as, name=p.counted(len(found), target.roles[0])), [f.evidence for f in found])
    if target.roles and ctx.view.has_controls:
        others = [thing for thing in ctx.view.of_roles(*target.roles) if thing.name]
        offer = p("have", names=ctx.names(others)) if others else ""
        text = p.join.join(part for part in (p("no_there", name=ctx.spoken(target)), offer) if part)
        evidence = [of_thing(thing) for thing in others] or ctx.root_evidence()
        return ctx.answer(text, evidence, sure=ctx.view.tells_of(target.roles))
    if target.roles:
        return ctx.answer(p("only_text"), (), sure=False)
    matches = find_things(target, ctx.view, p)
    if matches and matches[0].score >= 90:
        there = _in_place([match.thing for match in matches if match.score >= 90], ctx)
        if not there:
            return ctx.cannot_tell()
        return ctx.answer(p(found_as, name=describe_thing(there[0], p)), [of_thing(there[0])])
    return None


def _in_place(found: list[Thing], ctx: Context) -> list[Thing]:
    """Those of them that are in the menu, toolbar or list that is asked about; all where none is."""
    named = re.fullmatch(ctx.phrases.within, worded(ctx.asked, ctx.talk, ctx.phrases))
    if named is None:
        return found
    kinds = PARTS[parse_target(named[1], ctx.phrases).roles[0]]
    return [thing for thing in found if any(one.role in kinds for one in ctx.view.ancestors(thing))]


def state(ctx: Context, ask: Ask) -> Answer | None:
    """ "Yes, Save is disabled."; None when no such thing is known, so that the text may still tell."""
    p = ctx.phrases
    thing: Thing | None = None
    if is_it(ask.target):
        thing = subject_thing(ctx)
        if thing is None:
            return ctx.answer(p("no_subject"), (), sure=False)
    else:
        target = parse_target(ask.target, p)
        matches = find_things(target, ctx.view, p)
        if len(matches) > 1:
            # Of several with like names, those that can be in such a state are meant.
            able = [match for match in matches if holds(match.thing, ask.state) is not None]
            matches = able or matches
        alike = [match.thing for match in matches]
        meant = next((one for one in alike if "focused" in one.states), None) if not target.name else None
        if meant is None and of_one_name(alike):
            return state_of_several(ctx, alike, ask.state)
        if meant is None and len(matches) > 1 and (not target.name or matches[0].score < 100):
            return ctx.several(alike)
        if not matches and (closer := narrowed(ctx, ask.target)):
            return _state_of(ctx, closer[0], ask.state) if len(closer) == 1 else ctx.several(closer)
        if not matches:
            return not_found(ctx, target) if target.roles else None
        thing = meant or matches[0].thing
    return _state_of(ctx, thing, ask.state)


def _state_of(ctx: Context, thing: Thing, wanted: str) -> Answer:
    p = ctx.phrases
    name = thing.name or p.role(thing.role)
    if is_toggle(thing, ctx.view) and (
        wanted in ("checked", "!checked") or ("disabled" not in thing.states and means_on(ctx, wanted))
    ):
        on = "pressed" in thing.states
        now = "checked" if on else "!checked"
        said = "yes_is" if on == (wanted != "!checked") else "no_is"
        return ctx.answer(p(said, name=name, state=p.state_names[now]), [of_thing(thing)])
    if thing.role == "switch" and "disabled" not in thing.states and means_on(ctx, wanted):
        wanted = "checked"
    holding = holds(thing, wanted)
    if holding is None and wanted.removeprefix("!") == "selected" and (box := _box_of(ctx, thing)) is not None:
        return _state_of(ctx, box, wanted.replace("selected", "checked"))
    if holding is None:
        text = p("not_statable", name=name, state=p.state_names[wanted])
        return ctx.answer(text, [of_thing(thing)], sure=False)
    now = state_now(thing, wanted)
    said = p("yes_is" if holding else "no_is", name=name, state=hedged_state(thing, now, p))
    return ctx.answer(said, [of_thing(thing)])


def _box_of(ctx: Context, row: Thing) -> Thing | None:
    """The box to tick a row with: the only one that is called as the row is."""
    found = [one for one in ctx.view.of_roles(*TICKED) if normal(one.name) == normal(spoken_text(row)) and one.name]
    return found[0] if len(found) == 1 else None


def which_state(ctx: Context, ask: Ask) -> Answer | None:
    """ "which tab is selected", "what is checked"."""
    p = ctx.phrases
    wanted = ask.state or "selected"
    target = parse_target(ask.target, p) if ask.target else Target("")
    if wanted == "selected" and _is_choice(ask.target, ctx):
        target = Target("", CHOICES)
    if wanted in ("selected", "checked") and target.name and (chosen := _chosen_option(ctx, target)) is not None:
        return chosen
    boxes = [t for t in ctx.view.of_roles(*CONTAINERS) if t.name and likeness(target.name, t.name, p) >= GOOD]
    if target.name and not boxes:
        if wanted not in ("selected", "checked"):
            return None
        return _ticked_of(ctx, target) if wanted == "checked" else None
    if boxes:
        pool = [thing for box in boxes for thing in ctx.view.inside(box)]
    else:
        pool = ctx.view.of_roles(*target.roles) if target.roles else ctx.view.things
    asked = pooled(ctx, pool, target.roles, wanted)
    wanted = asked.wanted
    found = [
        thing
        for thing in asked.things
        if "offscreen" not in thing.states
        and asked.holds(thing)
        and (thing.name or thing.value)
        and thing.role not in ("window", "group")
    ]
    if not found and not ctx.view.has_controls:
        return ctx.answer(p("only_text"), (), sure=False)
    if not found and wanted != "checked" and not ctx.view.tells_all:
        return ctx.cannot_tell()  # a state that is not seen in the pixels may be there
    if not found and "cell" in target.roles and not ctx.view.of_roles("cell"):
        return ctx.cannot_tell()  # the cells are only pixels
    if not found:
        text = p("nothing_state", state=p.state_names[wanted])
        return ctx.answer(text, ctx.root_evidence(), sure=ctx.view.tells_all)
    text = p("is" if len(found) == 1 else "are", name=ctx.names(found), state=p.state_names[wanted])
    return ctx.answer(text, [of_thing(thing) for thing in found])


def _is_choice(words_of: str, ctx: Context) -> bool:
    """Whether the words only say that it is one of those between which is chosen: "page", "section"; or name a kind
    of which nothing is seen to be selected, while something else is."""
    last = words_of.split()[-1] if ctx.phrases.spaced and words_of else words_of
    if not words_of or any(
        holds(thing, "selected") for thing in ctx.view.of_roles(*parse_target(words_of, ctx.phrases).roles)
    ):
        return False
    return any(last == word or last == f"{word}s" for word in ctx.phrases.choices)


def _ticked_of(ctx: Context, target: Target) -> Answer | None:
    """ "Which mail is ticked": the boxes that are, where what they are for is said around them."""
    p = ctx.phrases
    ticked = [box for box in boxes_for(ctx, target.name) if holds(box, "checked") and box.name]
    if not ticked:
        return None
    text = p("is" if len(ticked) == 1 else "are", name=ctx.names(ticked), state=p.state_names["checked"])
    return ctx.answer(text, [of_thing(box) for box in ticked])


def _chosen_option(ctx: Context, target: Target) -> Answer | None:
    """ "Which delivery is selected": the radio button that is, of those that what stands before them calls so."""
    p, view = ctx.phrases, ctx.view
    keys = content_words(target.name, p)
    for radio in view.of_roles("radio"):
        if not holds(radio, "checked"):
            continue
        options = {normal(other.name) for other in view.of_roles("radio")}
        before = [spoken_text(one) for one in view.things[: view.things.index(radio)] if one.role in TEXTUAL]
        label = next((text for text in reversed(before) if text and normal(text) not in options), "")
        names = [spoken_text(one) for one in view.ancestors(radio) if one.role == "group"]
        if keys and all(covered(keys, " ".join((label, *names, radio.name)), p)):
            text = p("is", name=radio.name, state=p.state_names["selected"])
            return ctx.answer(text, [of_thing(radio)])
    return None


def subject_thing(ctx: Context) -> Thing | None:
    """The thing that "it" means: the one the last answer was about."""
    for evidence in ctx.talk.subject:
        for thing in ctx.view.scene.things:
            same_box = evidence.box is not None and thing.box == evidence.box
            if evidence.kind in ("tree", "pixels") and same_box and evidence.text in (thing.name, thing.value):
                return thing
    return None
