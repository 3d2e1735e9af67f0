"""Where a taught thing is, for guidance. The port: `models.guiding.Seeker`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.guiding import Sighting
from models.objects.calibration import POSSIBLE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.cancel import Token
    from assistant.types import Box, Pixels
    from models.guiding import Wanted
    from models.taught.finder import Recognition


class TaughtSeeker:
    """Looks for one taught thing, all over the picture: a second or so."""

    def __init__(
        self, recognition: Recognition, token: Token, boxes: Callable[[Pixels], Sequence[Box]] = lambda _: ()
    ) -> None:
        """`boxes`: where a detector sees objects, if there is one; the thing may well be one of them."""
        self._recognition, self._token, self._boxes = recognition, token, boxes

    def sights(self, frame: Pixels, wanted: Wanted) -> list[Sighting]:
        found = self._recognition.look(
            frame, token=self._token, boxes=self._boxes(frame), everywhere=True, least=POSSIBLE
        )
        return [Sighting(one.box, one.confidence) for one in found if one.name == wanted.what]
