"""Answers from the words: errors, titles, values, passages read verbatim."""

from __future__ import annotations

import re

from assistant.types import Answer, Box, Evidence, Thing
from models.grounded.alone import only_one
from models.grounded.choice_groups import asked_by
from models.grounded.claims import normal, of_picture, of_thing, of_window
from models.grounded.follow_ups import is_it
from models.grounded.names import find_text, find_things
from models.grounded.pairs import Pair, pairs
from models.grounded.picture import main_colour
from models.grounded.places import place
from models.grounded.problems import error_pieces, invalid_things, message_of, said_below
from models.grounded.questions import Ask, parse, parse_target
from models.grounded.reply import Context
from models.grounded.things import LABELLED, not_found, subject_thing
from models.grounded.units import UNITS, is_menu_bar, units
from models.grounded.view import FIELDS, TEXTUAL, Piece, is_editor, is_notice, text_of
from models.grounded.wanted import wanted
from models.grounded.wording import describe_thing
from models.grounded.words import content_words, covered

MOST_VALUES = 6
IN_WORDS = ("count_of", "person", "name", "why", "time", "date", "place", "open")
"""Kinds of value that a line of a program never tells: "from" in an import is no author."""
LISTED = re.compile(r"[-dlbcps][rwxsStT-]{9}[.+@]?\s")
"""A line of `ls -l`: it tells a file's size, owner and date, never what is in it."""
UNLISTED = ("value", "open", "name")
OVER = 3
"""Headings whose words count as known of what stands under them."""
GROUPS = ("group", "paragraph", "list", "tablist", "tree")
"""Roles whose name is that of what is inside."""
SHORT_NAME = 5
"""Words of a group's name."""
LONGEST = 240
"""Characters of a text that is quoted as an answer."""


def error(ctx: Context, *, yes_no: bool, about: str = "") -> Answer:
    """What went wrong, verbatim. "No" is said only of what was searched: the window as seen."""
    p = ctx.phrases
    found = error_pieces(ctx.view, p)
    if not found:
        root = ctx.view.root
        message = message_of(root, ctx.view) if root is not None and root.role in ("dialog", "alert") else None
        found = [message] if message is not None and not yes_no else []
    invalid = invalid_things(ctx.view)
    keys = [key for key in content_words(about, p) if key not in p.any_object]
    if keys:  # "what is wrong with the e-mail"
        invalid = [thing for thing in invalid if all(covered(keys, thing.name, p))]
        found = [piece for piece in found if not invalid and all(covered(keys, piece.text, p))]
        if not found and not invalid:
            return ctx.nearest(keys)
    parts = [p.ended(ctx.hedged(piece)) for piece in found]
    evidence = [piece.evidence for piece in found]
    for thing in invalid:
        why, name = thing.description or said_below(thing, ctx.view), thing.name.rstrip(" *:")
        told = p("invalid_why", name=name, why=p.ended(why)) if why else p("invalid", name=name)
        if not why or normal(why) not in normal(" ".join(parts)):
            parts.append(told)
            evidence.append(of_thing(thing))
    if parts:
        text = p.join.join(parts)
        return ctx.answer(p("yes_error", text=text) if yes_no else text, evidence)
    if yes_no and ctx.view.tells_all:
        return ctx.answer(p("no_error_sure"), ctx.root_evidence())
    if yes_no:  # words that tell of no error by themselves ("Postcode is required.") may yet be one
        return ctx.answer(p("no_error_unsure"), ctx.root_evidence(), sure=False)
    return ctx.answer(p("no_error"), ctx.root_evidence(), sure=False)


def title(ctx: Context) -> Answer:
    p, view = ctx.phrases, ctx.view
    if view.title:
        backing = of_thing(view.root) if view.root is not None and view.root.name else of_window(view.scene)
        return ctx.answer(p("title", title=p.ended(view.title).removesuffix(p("stop")) + p("stop")), [backing])
    if view.headings:
        heading = view.headings[0]
        return ctx.answer(p("title", title=p.ended(heading.text)), [heading.evidence])
    return ctx.answer(p("no_title"), (), sure=False)


def app(ctx: Context) -> Answer:
    p, view = ctx.phrases, ctx.view
    if view.scene.window is None or not view.app:
        return ctx.answer(p("no_app"), (), sure=False)
    return ctx.answer(p("app_title", app=view.app, title=view.title or p("untitled")), [of_window(view.scene)])


def nth(ctx: Context, ask: Ask) -> Answer:
    """The n-th line, paragraph, button...; -1 is the last."""
    p, number = ctx.phrases, ask.number or 1
    if not ask.target:
        return _nth_of_subject(ctx, number)
    target = parse_target(ask.target, p)
    kind = target.roles[0] if target.roles else "line"
    if kind in UNITS:
        found = units(kind, ctx.view)
    else:
        things = [thing for thing in ctx.view.counted(*target.roles) if thing.name or thing.value]
        found = [Piece(describe_thing(thing, p, role=False), of_thing(thing)) for thing in things]
    at = len(found) if number == -1 else number
    if not 1 <= at <= len(found):
        text = p("no_nth", thing=p.role(kind), number=at, counted=p.counted(len(found), kind))
        return ctx.answer(text, ctx.root_evidence(), sure=False)
    piece = found[at - 1]
    # In a picture of a program nobody tells where its tools end and its text begins.
    sure = kind != "line" or ctx.view.has_controls or not any(is_menu_bar(line.text) for line in ctx.view.lines)
    told = p("nth", thing=p.role(kind).capitalize(), number=at, text=p.ended(ctx.hedged(piece)))
    return ctx.answer(told, [piece.evidence], sure=sure)


def _nth_of_subject(ctx: Context, number: int) -> Answer:
    """The n-th of what the last answer told several of."""
    subject = [evidence for evidence in ctx.talk.subject if evidence.text]
    at = len(subject) if number == -1 else number
    if len(subject) < 2 or not 1 <= at <= len(subject):
        return ctx.answer(ctx.phrases("no_subject"), (), sure=False)
    return ctx.answer(ctx.phrases.ended(subject[at - 1].text), [subject[at - 1]])


def read_it(ctx: Context) -> Answer:
    """The whole text of what was talked about; of everything, when nothing was."""
    thing = subject_thing(ctx)
    if thing is not None:
        words = thing.value if is_editor(thing) else describe_thing(thing, ctx.phrases, role=thing.role not in TEXTUAL)
        if words:
            return ctx.answer(ctx.phrases.ended(words), [of_thing(thing)])
    told = [evidence for evidence in ctx.talk.subject if evidence.text]
    if told:
        return ctx.answer(ctx.phrases.join.join(ctx.phrases.ended(e.text) for e in told), told)
    root = ctx.view.root
    message = message_of(root, ctx.view) if root is not None and root.role in ("dialog", "alert") else None
    if message is not None:
        return ctx.answer(ctx.phrases.ended(ctx.hedged(message)), [message.evidence])
    return everything(ctx)


def asked(ctx: Context, ask: Ask) -> Answer:
    """What a dialog says or asks, whatever the question calls it; elsewhere the questions in the text."""
    p, view = ctx.phrases, ctx.view
    root = view.root
    message = message_of(root, view) if root is not None and root.role in ("dialog", "alert") else None
    if message is not None:
        return ctx.answer(p.ended(ctx.hedged(message)), [message.evidence])
    questions = [piece for piece in view.sentences if piece.text.rstrip().endswith(("?", "？"))]
    if questions and len(questions) <= MOST_VALUES:
        return ctx.answer(p.join.join(ctx.hedged(piece) for piece in questions), [q.evidence for q in questions])
    windows = [thing for thing in view.things if thing.role in ("dialog", "alert") and not is_notice(thing)]
    others = (message_of(thing, view) for thing in windows)
    message = next((found for found in others if found is not None), None)
    if message is not None:
        return ctx.answer(p.ended(ctx.hedged(message)), [message.evidence])
    return value(ctx, Ask("value", ctx.asked))


def everything(ctx: Context) -> Answer:
    pieces = ctx.view.paragraphs if ctx.view.editor is not None and ctx.view.editor.value else ctx.view.passages
    pieces = pieces or ctx.view.lines
    if not pieces:
        return ctx.answer(ctx.phrases("no_text"), (), sure=False)
    text = ctx.phrases.join.join(ctx.phrases.ended(ctx.hedged(piece)) for piece in pieces)
    return ctx.answer(text, [piece.evidence for piece in pieces])


def where_it(ctx: Context) -> Answer:
    for evidence in ctx.talk.subject:
        if evidence.box is not None and evidence.box.area > 0:
            spot = place(evidence.box, ctx.view.frame, ctx.phrases)
            name = evidence.text if len(evidence.text) <= 60 else evidence.text[:57] + "…"
            return ctx.answer(ctx.phrases("where", name=name, place=spot), [evidence])
    return ctx.answer(ctx.phrases("no_subject"), (), sure=False)


def exists_words(ctx: Context, ask: Ask) -> Answer:
    """Whether these very words are in the text."""
    p = ctx.phrases
    wanted = normal(ask.target)
    for piece in ctx.view.texts:
        if wanted and (f" {wanted} " in f" {normal(piece.text)} " or (not p.spaced and wanted in normal(piece.text))):
            return ctx.answer(p("yes_error", text=p("says", text=p.ended(ctx.hedged(piece)))), [piece.evidence])
    if not ctx.view.texts:
        return ctx.answer(p("no_text"), (), sure=False)
    return ctx.answer(p("no_words", name=ask.target), ctx.root_evidence())


def colour(ctx: Context, ask: Ask) -> Answer:
    """The main colour of the whole; of a part nothing is known."""
    whole = (
        "background",
        "picture",
        "image",
        "screen",
        "it",
        "this",
        "photo",
        "",
        "背景",
        "图片",
        "屏幕",
        "画面",
        "它",
        "这",
    )
    if ask.target not in whole or ctx.capture is None:
        return ctx.cannot_tell()
    name = dict(ctx.view.scene.facts).get("colour") or main_colour(ctx.capture.pixels)
    return ctx.answer(ctx.phrases("colour", colour=ctx.phrases.colours.get(name, name)), [of_picture(ctx.view.scene)])


def read(ctx: Context, ask: Ask) -> Answer:
    """ "read the title", "read the Notes field", "read the refund section": verbatim, by name."""
    p, view = ctx.phrases, ctx.view
    if is_it(ask.target):
        return read_it(ctx)
    target = parse_target(ask.target, p)
    if target.roles and not target.name:
        if target.roles[0] in UNITS:
            found = units(target.roles[0], view)[:1]
            if found:
                return ctx.answer(p.ended(ctx.hedged(found[0])), [found[0].evidence])
        window = next((thing for thing in (view.root, *view.things) if thing and thing.role in target.roles), None)
        message = message_of(window, view) if window is not None else None
        if message is not None:
            return ctx.answer(p.ended(ctx.hedged(message)), [message.evidence])
        only = [thing for thing in view.of_roles(*target.roles) if thing.role in FIELDS and not is_editor(thing)]
        if len(only) == 1 and only[0].name:
            return _value_of(ctx, [_pair(only[0])])
    matches = find_things(target, view, p) if target.name else []
    if matches and (matches[0].thing.role in target.roles or matches[0].score >= 90):
        thing = matches[0].thing
        if target.roles and thing.role in TEXTUAL and thing.role not in target.roles:
            return value(ctx, ask)  # the label of the field that was asked for
        if thing.role in FIELDS and not thing.name:
            return ctx.cannot_tell()  # what is in it was asked with: that is no name of something else
        if thing.role in FIELDS or thing.role in ("slider", "progressbar"):
            return _value_of(ctx, [_pair(thing)])
        if thing.role == "heading":
            return _section(ctx, thing.id)
        return ctx.answer(p.ended(text_of(thing, view) or describe_thing(thing, p)), [of_thing(thing)])
    return value(ctx, ask)


def _pair(thing: Thing) -> Pair:
    return Pair(thing.name, thing.value, (of_thing(thing),), secret=thing.role == "password")


def _section(ctx: Context, heading: int) -> Answer:
    """A heading and what stands under it, up to the next heading of its parent."""
    view, p = ctx.view, ctx.phrases
    things = view.things
    start = next(at for at, thing in enumerate(things) if thing.id == heading)
    parts: list[tuple[str, Evidence]] = [(text_of(things[start], view), of_thing(things[start]))]
    for thing in things[start + 1 :]:
        if thing.role == "heading":
            break
        text = text_of(thing, view) if thing.role in ("paragraph", "text", "listitem", "label") else ""
        if text and normal(text) not in normal(" ".join(part for part, _ in parts)):
            parts.append((text, of_thing(thing)))
    return ctx.answer(p.join.join(p.ended(text) for text, _ in parts), [evidence for _, evidence in parts])


def value(ctx: Context, ask: Ask, *, labelled: bool = False) -> Answer:
    """A value by its label, else (unless it must be `labelled`) the sentence that tells it, else "I can't tell"."""
    p, view = ctx.phrases, ctx.view
    want = wanted(ask, ctx.asked, p)
    if not want.keys:
        return ctx.nearest([])
    kind, keys = want.kind, want.keys
    target = parse_target(ask.target, p)

    def context(box: Box | None) -> str:
        """What else a piece of text belongs to: the title, the headings over it and the groups that it is in; in a
        terminal all that is seen."""
        over = [piece.text for piece in (view.lines if view.is_shell else headings_over(ctx, box))]
        return " ".join([view.title, *over, *_groups_of(ctx, box)])

    if kind != "open" and (found := ctx.retriever.find_pairs(want, pairs(view), context)):
        whole_row = ask.intent == "value" and parse(ctx.asked, p).intent == "about"
        if whole_row and len({(pair.label, pair.around) for pair in found}) == 1 and found[0].around:
            row = (found[0].label, found[0].around)  # all of the row: "cancelled" may stand beside the number
            found = [pair for pair in pairs(view) if (pair.label, pair.around) == row]
        return _value_of(ctx, found[:MOST_VALUES])
    if kind == "value" and (named := _named_thing(ctx, ask.target)) is not None:
        return named
    texts = [] if labelled or (view.is_code and kind in IN_WORDS) else view.texts
    sentence = ctx.retriever.find_sentence(want, texts, context)
    if sentence is not None and kind in UNLISTED and LISTED.match(sentence.text):
        return ctx.nearest(keys)
    if sentence is not None:
        return ctx.answer(p("says", text=p.ended(ctx.hedged(sentence))), [sentence.evidence])
    hidden = [thing.box for thing in view.scene.things if thing.role == "password" and thing.box is not None]
    if not labelled and (alone := only_one(want, [*view.texts, *view.lines], hidden)) is not None:
        return ctx.answer(p("says", text=p.ended(ctx.hedged(alone))), [alone.evidence])
    return ctx.nearest(keys) if not (target.roles and target.name) else not_found(ctx, target)


def headings_over(ctx: Context, box: Box | None) -> list[Piece]:
    """The nearest two above it in its column, or the nearest where all headings are in one; the first three where
    places are unknown."""
    headings = ctx.view.headings
    if not headings or box is None or not all(heading.box and heading.box.area for heading in headings):
        return headings[:OVER]
    starts = [h.box.x for h in headings if h.box]
    height = max(h.box.h for h in headings if h.box)
    # All headings below each other: what stands further right ("Device [Headphones]") is under them as well.
    one_column = len(headings) > 1 and max(starts) - min(starts) <= height and box.x >= min(starts) - height
    above = [
        (box.y - h.box.y, h)
        for h in headings
        if h.box
        and h.box.y <= box.y
        and (one_column or min(h.box.right, box.right) - max(h.box.x, box.x) > -2 * h.box.h)
    ]
    # In one column the heading before the nearest is that of another part.
    return [heading for _, heading in sorted(above, key=lambda one: one[0])[: 1 if one_column else OVER]]


def _groups_of(ctx: Context, box: Box | None) -> list[str]:
    """The names of what the thing at this place is part of: "Express, 1 day" among "Delivery:"."""
    thing = next((thing for thing in ctx.view.things if box is not None and thing.box == box), None)
    over = list(ctx.view.ancestors(thing))[1:] if thing is not None else []
    if box is not None and (about := asked_by(ctx.view, box)):
        return [about]
    return [above.name for above in over if above.role in GROUPS and len(above.name.split()) <= SHORT_NAME]


def spoken_of(ctx: Context, ask: Ask) -> Answer | None:
    """ "Is there a mail from Payroll": yes, with the words that tell of it; None where none have them all."""
    p = ctx.phrases
    keys = content_words(ask.target, p)
    if not keys:
        return None
    for piece in ctx.view.texts:
        if all(covered(keys, piece.text, p)) and len(piece.text) <= LONGEST:
            return ctx.answer(p("yes_error", text=p("says", text=p.ended(ctx.hedged(piece)))), [piece.evidence])
    return None


def _named_thing(ctx: Context, words: str) -> Answer | None:
    """ "what is the Save button", "what does the refund heading say": the thing itself, if it is named so."""
    target = parse_target(words, ctx.phrases)
    matches = find_things(target, ctx.view, ctx.phrases) if target.name else []
    if matches and matches[0].score >= 96 and (target.roles or matches[0].thing.role in ("checkbox", "switch", "tab")):
        thing = matches[0].thing
        return ctx.answer(ctx.phrases.ended(describe_thing(thing, ctx.phrases)), [of_thing(thing)])
    piece = find_text(target.name, ctx.view, ctx.phrases) if target.roles and target.name else None
    if piece is not None and target.roles[0] in LABELLED and normal(piece.text.rstrip(" *:：")) == normal(target.name):
        return None  # a field's label says nothing of what is in it
    return ctx.answer(ctx.phrases.ended(ctx.hedged(piece)), [piece.evidence]) if piece is not None else None


def _value_of(ctx: Context, found: list[Pair]) -> Answer:
    p = ctx.phrases
    parts = []
    for pair in found:
        label = p.separator.join(part for part in (pair.label, pair.column) if part)
        if pair.secret:
            parts.append(p("secret", label=label))
        elif not pair.value:
            parts.append(p("value_empty", label=label))
        else:
            words = ctx.hedged(Piece(pair.value, pair.evidence[0]))
            parts.append(p("value", label=label, value=re.sub(r"[.。]$", "", words)))
    secret = all(pair.secret for pair in found)
    evidence = [evidence for pair in found for evidence in pair.evidence]
    return ctx.answer(p.join.join(parts), evidence, sure=not secret)
