"""Which switches are on, where the tree calls some of them buttons (see `toggles`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Thing
from models.grounded import states
from models.grounded.follow_ups import worded
from models.grounded.questions import parse
from models.grounded.reply import Context
from models.grounded.toggles import toggles
from models.grounded.view import TICKED


@dataclass(frozen=True, slots=True)
class Pool:
    """The things whose state is asked for."""

    things: list[Thing]
    wanted: str
    """The state, "checked" where "enabled" is said of switches."""
    switches: list[Thing]
    """The buttons that are switches."""

    def holds(self, thing: Thing) -> bool | None:
        """As `states.holds`."""
        if self.wanted in ("checked", "!checked") and thing in self.switches:
            return ("pressed" in thing.states) == (self.wanted == "checked")
        return states.holds(thing, self.wanted)


def pooled(ctx: Context, things: Sequence[Thing], roles: Sequence[str], wanted: str) -> Pool:
    """The things, with the buttons that are switches where switches are asked for and nothing else is one."""
    asks_on = means_on(ctx, wanted)
    if not asks_on and wanted not in ("checked", "!checked"):
        return Pool(list(things), wanted, [])
    switches = toggles(ctx.view)
    others = roles[:1] != ("switch",) and any(thing.role in TICKED for thing in things)
    if not switches or "switch" not in roles or others:
        return Pool(list(things), wanted, switches)
    return Pool([*things, *switches], "checked" if asks_on else wanted, switches)


def means_on(ctx: Context, wanted: str) -> bool:
    """ "Enabled" of a switch that can be used asks whether it is on; "can I use it" and "is it available" don't."""
    if wanted != "!disabled":
        return False
    asked = worded(ctx.asked, ctx.talk, ctx.phrases)
    return parse(asked, ctx.phrases).intent != "can_use" and re.search(ctx.phrases.enabled, asked) is not None
