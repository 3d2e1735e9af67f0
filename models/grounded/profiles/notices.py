"""Notifications: what has come up over the windows, whatever is below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.grounded.claims import claim, normal, of_block, of_thing
from models.grounded.drafts import Draft, beginning
from models.grounded.notifications import read_in

if TYPE_CHECKING:
    from models.grounded.narrate import Narrator


def notifications(n: Narrator) -> Iterator[Draft]:
    """Each as it was read in its place; one of which nothing was read is not told."""
    p = n.p
    for thing in n.view.notices:
        read = read_in(thing, n.view)
        if not read or not n.view.scene.complete:  # more of it may still be read
            continue
        text = p.join.join(p.ended(" ".join(one.text.split())) for one in read)
        backing = [of_thing(thing), *(of_block(one) for one in read)]
        cut = beginning(text, p, p("notification", text=""))
        # The same words in the window below are told there: `Narrator.pieces` passes over what stands in this place.
        made = claim(p("notification", text=text), backing, "problem", f"problem:{normal(text)}")
        yield Draft(made, shorter=cut)
