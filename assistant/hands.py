"""What can be done to a thing on the live desktop: the port, and why something was not done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.types import Language, Thing

Why = Literal["gone", "changed", "moved", "hidden", "behind", "disabled", "refused", "silent", "unseen"]
"""gone: no such thing any more. changed: another name, role or target than when it was seen. moved: at another place.
hidden: not showing now. behind: its window is not the one in front. disabled: greyed out. refused: the program did not
do it. silent: it did not answer in time. unseen: the settings say never to look at its program."""


class CannotAct(Exception):
    """Nothing was done (with "refused": or nothing that shows)."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


class Hands(Protocol):
    """Acts on things through the accessibility API, never by keys or the pointer. Called on the session thread; blocks
    for some seconds at most, and polls the token. Each method first looks at the thing again, and raises `CannotAct`
    unless it is what it was when it was seen: name, role and place. `handle` is `Thing.handle`."""

    def focus(self, handle: str, token: Token) -> None:
        """Give it the keyboard focus. Returns once the program says that it has it."""
        ...

    def has_focus(self, handle: str, token: Token) -> bool:
        """It (or something in it) has the focus now. Never raises `CannotAct`."""
        ...

    def target(self, handle: str, token: Token) -> str:
        """Where a link leads, as an address; empty where the program doesn't say."""
        ...

    def follow(self, handle: str, target: str, token: Token) -> None:
        """Follow a link, if it still leads to `target`."""
        ...

    def from_caret(self, handle: str, token: Token) -> str | None:
        """The text from the caret's word on; None where there is no caret."""
        ...


@dataclass(frozen=True, slots=True)
class Reach:
    """All that acting needs from outside."""

    hands: Hands
    name: Callable[[Thing, Language], str]
    """A thing in words: "Save button"."""
