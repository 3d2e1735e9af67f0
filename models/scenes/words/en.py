"""English."""

from __future__ import annotations

from models.scenes.words import SceneWords

WORDS = SceneWords(
    appears="{thing}{where}.",
    probably="Probably {thing}{where}.",
    careful="Careful: {text}",
    events={
        "gone": "No longer in view: {thing}.",
        "nearer": "{thing} comes nearer{where}.",
        "farther": "{thing} moves away{where}.",
        "centre": "In the middle: {thing}{where}.",
        "moved": "{thing}: now{where}.",
    },
    at_hour=" at {hour} o'clock",
    far={"close": ", close", "far": ", far away"},
    another="Another scene.",
    nothing="I see nothing here that I know.",
    dim="It has become dark.",
    bright="It is bright again.",
    text="Text: {text}",
)
