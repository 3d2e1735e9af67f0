"""A question and a scene -> an answer that quotes what was seen or computes with it, or "I can't tell"."""

from __future__ import annotations

from dataclasses import replace

from assistant.types import Answer
from models.grounded import lookup, near, several, shell, things
from models.grounded.bylines import of_the_whole
from models.grounded.chart_answer import about, charted, of_chart_title
from models.grounded.claims import of_thing
from models.grounded.computed.reckon import computed
from models.grounded.described import describe
from models.grounded.follow_ups import whole
from models.grounded.how_known import how_known, is_asked
from models.grounded.how_to import how_to
from models.grounded.lit import of_light
from models.grounded.more import more
from models.grounded.names import find_things
from models.grounded.notifications import of_notifications
from models.grounded.offered import offered
from models.grounded.page_heading import page_heading
from models.grounded.photo_asked import of_photo
from models.grounded.pictured import of_talk
from models.grounded.questions import Ask, parse, parse_target, plain_question
from models.grounded.reply import Context
from models.grounded.second.look import second_look
from models.grounded.secrets import guarded
from models.grounded.shortcuts import shortcut
from models.grounded.sighted import of_objects
from models.grounded.structured import structured
from models.grounded.taught_seen import of_taught
from models.grounded.terminals.asked import of_terminal
from models.grounded.tiles import of_tile
from models.grounded.where import where_am_i
from models.grounded.words import content_words


def answer(ctx: Context) -> Answer:
    """Understands the question (with what the talk leaves unsaid) and answers it; what finds no answer is looked at
    once more, in other words. Nothing secret is said. Pure but for `talk.understood`."""
    return guarded(offered(ctx, _answered(ctx)), ctx)


def _answered(ctx: Context) -> Answer:
    first = _first(ctx)
    if first.answerable:
        return first
    understood = ctx.talk.understood
    found = second_look(ctx, first, _first)
    if not found.answerable:
        ctx.talk.understood = understood
    return found


def _first(ctx: Context) -> Answer:
    if is_asked(ctx):
        return how_known(ctx)
    if (told := of_notifications(ctx)) is not None:
        return told
    if (own := of_taught(ctx)) is not None:
        return own
    if (seen := of_light(ctx) or of_photo(ctx) or of_talk(ctx) or of_objects(ctx)) is not None:
        return seen
    of_chart = of_tile(ctx) or charted(ctx)
    if of_chart is not None:
        ctx.talk.understood = (ctx.asked, Ask("value", ctx.asked))
        return of_chart
    of_structure = structured(ctx) or of_terminal(ctx)
    if of_structure is not None:
        ctx.talk.understood = (ctx.asked, Ask("value", ctx.asked))
        return of_structure
    if (keys := shortcut(ctx)) is not None:
        ctx.talk.understood = (ctx.asked, Ask("value", ctx.asked))
        return keys
    if (head := of_the_whole(ctx)) is not None:
        return head
    reckoned = computed(ctx)
    if reckoned is not None:
        ctx.talk.understood = (ctx.asked, reckoned[1])
        return replace(about(ctx, reckoned[0]), kind="computed")
    if (detail := more(ctx)) is not None:
        return detail
    ask = whole(parse(ctx.asked, ctx.phrases), ctx.talk, ctx.phrases)
    found = _answer(ctx, ask)
    ctx.talk.understood = (ctx.asked, ask)
    return found


def _answer(ctx: Context, ask: Ask) -> Answer:
    match ask.intent:
        case "focus":
            return things.focus(ctx)
        case "where_am_i":
            return where_am_i(ctx)
        case "title":
            return of_chart_title(ctx) or lookup.title(ctx)
        case "app":
            return lookup.app(ctx)
        case "window" | "describe":
            return describe(ctx)
        case "error" | "error_exists":
            wrong = lookup.error(ctx, yes_no=ask.intent == "error_exists", about=ask.target)
            told = wrong if wrong.answerable or not ask.target else lookup.value(ctx, Ask("value", ctx.asked))
            return told if told.answerable else wrong
        case "nth" | "next_one":
            return lookup.nth(ctx, ask)
        case "all":
            return lookup.everything(ctx)
        case "asked":
            return lookup.asked(ctx, ask)
        case "read_it":
            return lookup.read_it(ctx)
        case "where_it":
            return lookup.where_it(ctx)
        case "how_many":
            return ctx.answer(ctx.phrases("no_subject"), (), sure=False)
        case "colour":
            return lookup.colour(ctx, ask)
        case "exists_words":
            return lookup.exists_words(ctx, ask)
        case "read":
            return lookup.read(ctx, ask)
    return _things_then_words(ctx, ask)


def _things_then_words(ctx: Context, ask: Ask) -> Answer:
    """What the tree may know, and what else only the words can tell."""
    found: Answer | None = None
    lookup_as = ask
    if (heading := page_heading(ctx, ask)) is not None:
        return heading
    match ask.intent:
        case "how_to":
            return how_to(ctx, ask.target)
        case "near":
            found = near.near(ctx, ask)
        case "heading_about":
            # What only speaks of it is no headline.
            found = near.heading_about(ctx, ask) or ctx.nearest(content_words(ask.target, ctx.phrases))
        case "letter_from" | "letter_to":
            found, lookup_as = near.correspondent(ctx, ask), Ask("person", ask.target or ctx.asked.rstrip(" ?"))
        case "last_command" | "last_output" | "command_output" | "folder":
            found, lookup_as = shell.told(ctx, ask), Ask("value", ctx.asked.rstrip(" ?"))
        case "open":
            found = several.ticked(ctx, ask.target)
        case "where":
            found, lookup_as = things.where(ctx, ask), Ask("place", ask.target)
        case "count":
            found, lookup_as = things.count(ctx, ask) or several.contained(ctx, ask), Ask("count_of", ask.target)
        case "count_state":
            found, lookup_as = several.count_state(ctx, ask), Ask("number", f"{ask.target} {_word(ctx, ask.state)}")
            if not parse_target(ask.target, ctx.phrases).roles:
                lookup_as = Ask("count_of", plain_question(ctx.asked, ctx.phrases))
        case "list":
            found = things.listing(ctx, ask)
        case "exists":
            found, lookup_as = things.exists(ctx, ask) or lookup.spoken_of(ctx, ask), Ask("value", ask.target)
        case "state":
            found, lookup_as = things.state(ctx, ask), Ask("open", f"{ask.target} {_word(ctx, ask.state)}")
        case "progress":
            found, lookup_as = things.progress(ctx, ask), Ask("number", ask.target or ctx.asked, measure="done")
        case "can_use":
            found = things.state(ctx, Ask("state", ask.target, state="!disabled"))
        case "which_state":
            # "what colour is selected" asks for the value of the colour field.
            more = "" if ask.state in ("selected", "checked") else f" {_word(ctx, ask.state)}"
            found, lookup_as = things.which_state(ctx, ask), Ask("value", f"{ask.target}{more}")
        case "list_named":
            found, lookup_as = several.contained(ctx, ask), Ask("value", ask.target)
        case "list_in":
            found = _inside(ctx, ask)
        case "value_of":
            return lookup.read(ctx, ask)
    if found is not None:
        return found
    # What is chosen stands beside its label; a sentence that speaks of it tells no choice.
    chosen = ask.intent == "which_state" and ask.state in ("selected", "checked") and bool(ask.target)
    told = lookup.value(ctx, lookup_as, labelled=chosen)
    if ask.intent == "exists" and told.answerable:  # what tells of it is there
        return replace(told, text=ctx.phrases("yes_error", text=told.text))
    return told


def _word(ctx: Context, state: str) -> str:
    return ctx.phrases.state_names.get(state, state)


def _inside(ctx: Context, ask: Ask) -> Answer | None:
    """ "what is in the File menu", "what is in the Name field"."""
    target = parse_target(ask.target, ctx.phrases)
    matches = find_things(target, ctx.view, ctx.phrases)
    if not matches or (matches[0].score < 90 and matches[0].thing.role not in target.roles):
        return None
    inside = [thing for thing in ctx.view.inside(matches[0].thing) if thing.name or thing.value]
    if not inside:
        return lookup.read(ctx, Ask("read", ask.target))
    evidence = [of_thing(thing) for thing in inside]
    return ctx.answer(ctx.phrases.ended(ctx.names(inside)), evidence)
