""" "How do I save?": the control that is there for it, where it is and whether it can be used; nothing is invented."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Answer, Thing
from models.grounded import key_hints
from models.grounded.claims import of_thing
from models.grounded.phrases import Phrases
from models.grounded.places import place
from models.grounded.reply import Context
from models.grounded.view import FIELDS, INTERACTIVE, Piece
from models.grounded.wording import describe_thing
from models.grounded.words import content_words, covered, stem, words

EXTRA = 3
"""Words that a control's name may have beside those of the wish: "Save draft", for saving."""
SHORT = 4
"""Words of a text that may be a button's, where only words are seen."""
SAID = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to do, as words."""

    keys: tuple[str, ...]
    """Those that carry meaning."""
    bare: tuple[str, ...]
    """Without a verb that any control is for: "change the language" -> "language"."""
    name: tuple[str, ...] = ()
    """Without the words for a part of a program, too: "open the power settings" -> "power"."""


def how_to(ctx: Context, target: str) -> Answer:
    """The control whose name says it. "I can't tell" when none does."""
    wish = _wish(target, ctx.phrases)
    if not wish.keys:
        return ctx.cannot_tell()
    things = [t for t in ctx.view.things if t.role in INTERACTIVE and t.name]
    best = _best(wish, [thing.name for thing in things], ctx)
    if best:
        return _told(ctx, [things[at] for at in best])
    hidden = [t for t in ctx.view.scene.things if t.role == "menuitem" and t.name and "offscreen" in t.states]
    best = _best(wish, [thing.name for thing in hidden], ctx)
    if best and (told := _in_menu(ctx, hidden[best[0]])) is not None:
        return told
    if not any(thing.source == "tree" for thing in ctx.view.things):  # of controls only looks tell, if anything
        short = [
            block for block in ctx.view.pieces if len(words(block.text)) <= SHORT and not key_hints.is_key(block.text)
        ]
        best = _best(wish, [piece.text for piece in short], ctx, extra=1)
        if len(best) == 1:
            return _of_words(ctx, short[best[0]])
    return ctx.nearest(list(wish.keys))


def _wish(target: str, phrases: Phrases) -> Wish:
    for pattern, replacement in phrases.wishes:
        target = re.sub(pattern, replacement, target).strip()
    keys = tuple(content_words(target, phrases))
    bare = tuple(content_words(re.sub(phrases.any_deed, "", target).strip(), phrases))
    parts = {stem(word) for word in phrases.any_part}
    name = tuple(key for key in bare if stem(key) not in parts)
    return Wish(keys, bare if bare != keys else (), name if name != bare else ())


def _best(wish: Wish, names: Sequence[str], ctx: Context, *, extra: int = EXTRA) -> list[int]:
    """The names that say the wish with the fewest words beside it; [] where none does."""
    scored: list[tuple[int, int]] = []
    for at, name in enumerate(names):
        named = [word for word in words(name) if word not in ctx.phrases.stopwords]
        if not named:
            continue
        name = _worded(name, ctx.phrases)
        if says(wish.keys, name, ctx):
            left = len(named) - len(wish.keys)
        elif wish.bare and says(wish.bare, name, ctx):
            left = len(named) - len(wish.bare)
        elif _says_all_but_the_object(wish.keys, name, ctx) or _is_part(wish, named, name, ctx):
            left = 0
        else:
            continue
        if left <= extra:
            scored.append((max(0, left), at))
    fewest = min((left for left, _ in scored), default=0)
    return [at for left, at in scored if left == fewest]


def _is_part(wish: Wish, named: Sequence[str], name: str, ctx: Context) -> bool:
    """ "Power", for the power settings: the name is all that the wish says beside that it is a part."""
    return len(named) == len(wish.name) and says(wish.name, name, ctx)


def _worded(name: str, phrases: Phrases) -> str:
    """A name as a wish for it is worded: "Sign in" is "log in"."""
    worded = name.lower()
    for pattern, replacement in phrases.wishes:
        worded = re.sub(pattern, replacement, worded).strip()
    return worded or name


def says(keys: Sequence[str], name: str, ctx: Context) -> bool:
    """Whether a name has all the words, verbs in whatever form."""
    if not keys:
        return False
    if not ctx.phrases.spaced:
        return all(key in name.lower() for key in keys)
    hits = covered(list(keys), name, ctx.phrases)
    return all(hit or _inflected(key, name, ctx.phrases) for key, hit in zip(keys, hits, strict=True))


def _inflected(key: str, name: str, phrases: Phrases) -> bool:
    """Whether a verb is the name's but for its ending: "speichere", "Speichern"."""
    root = re.sub(phrases.verb_end, "", key)
    return len(root) >= 4 and any(re.sub(phrases.verb_end, "", word) == root for word in words(name))


def _says_all_but_the_object(keys: Sequence[str], name: str, ctx: Context) -> bool:
    """ "Save" for saving the file: the name is the verb alone, and what is saved is what the window is about."""
    named = [word for word in words(name) if word not in ctx.phrases.stopwords]
    if len(keys) < 2 or not says(keys[:1], name, ctx) or len(named) != 1:
        return False
    # "Message", beside "Send"; what is deleted is not what a field holds.
    sent = re.sub(ctx.phrases.verb_end, "", keys[0]) in ctx.phrases.sends
    fields = [thing.name for thing in ctx.view.of_roles(*FIELDS)] if sent else []
    around = " ".join([ctx.view.title, ctx.view.app, *fields, *(piece.text for piece in ctx.view.headings[:3])])
    known = covered(list(keys[1:]), around, ctx.phrases)
    return all(ok or key in ctx.phrases.any_object for key, ok in zip(keys[1:], known, strict=True))


def _told(ctx: Context, found: Sequence[Thing]) -> Answer:
    p = ctx.phrases
    told = []
    for thing in found[:SAID]:
        name, spot = describe_thing(thing, p, value=False), ctx.place(thing)
        told.append(p("where", name=name, place=spot) if spot else p.ended(name))
    return ctx.answer(p.join.join(told), [of_thing(thing) for thing in found[:SAID]])


def _in_menu(ctx: Context, item: Thing) -> Answer | None:
    """An item of a menu that is closed, by the names of the menus it is in."""
    p = ctx.phrases
    menus = [t for t in ctx.view.ancestors(item) if t.id != item.id and t.role == "menu" and t.name]
    if not menus or "offscreen" in menus[-1].states:
        return None
    path = p.separator.join(thing.name for thing in reversed(menus))
    text = p("in_menu", name=describe_thing(item, p), menu=path)
    return ctx.answer(text, [of_thing(item), *(of_thing(menu) for menu in menus)])


def _of_words(ctx: Context, piece: Piece) -> Answer:
    box = piece.box
    if (key := key_hints.of(piece, ctx.view.pieces)) is not None:
        text = ctx.phrases("value", label=ctx.hedged(piece), value=ctx.hedged(key))
        return ctx.answer(text, [key.evidence, piece.evidence])
    spot = place(box, ctx.view.frame, ctx.phrases) if box is not None and box.area else ""
    text = ctx.phrases("where_text", name=piece.text, place=spot) if spot else ctx.phrases.ended(piece.text)
    return ctx.answer(text, [piece.evidence])
