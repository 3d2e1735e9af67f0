"""Is the light on, is it dark here: answered by how bright the camera's picture is, and by nothing more.

A camera opens up in the dark, so that only what stays dark in its picture surely is; and whether a lamp or the day
lights a room no brightness tells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from models.grounded.claims import of_picture
from models.grounded.questions import plain_question
from models.photo.measures import light, small
from models.photo.words import photo_words

if TYPE_CHECKING:
    from assistant.types import Answer
    from models.grounded.reply import Context

DARK_LIGHTS, DARK_MIDDLE = 90.0, 30.0
"""Of 255: the lights and the median of a picture stay below these where it is dark."""
BRIGHT_LIGHTS, BRIGHT_MIDDLE = 150.0, 60.0
"""They are above these where it is light."""


def of_light(ctx: Context) -> Answer | None:
    """None for any other question, and where no camera looks."""
    if ctx.capture is None or ctx.view.scene.source != "camera":
        return None
    words = photo_words(ctx.phrases.language)
    if re.fullmatch(words.asks_light, plain_question(ctx.asked, ctx.phrases)) is None:
        return None
    told = light(small(ctx.capture.pixels))
    if told.high < DARK_LIGHTS and told.middle < DARK_MIDDLE:
        return ctx.answer(words.lit["dark"], [of_picture(ctx.view.scene)])
    if told.high > BRIGHT_LIGHTS and told.middle > BRIGHT_MIDDLE:
        return ctx.answer(words.lit["bright"], [of_picture(ctx.view.scene)])
    return ctx.answer(words.lit["between"], [of_picture(ctx.view.scene)], sure=False)
