"""German."""

from __future__ import annotations

from models.scenes.words import SceneWords

WORDS = SceneWords(
    appears="{thing}{where}.",
    probably="Wahrscheinlich {thing}{where}.",
    careful="Vorsicht: {text}",
    events={
        "gone": "Nicht mehr zu sehen: {thing}.",
        "nearer": "{thing} kommt näher{where}.",
        "farther": "{thing} entfernt sich{where}.",
        "centre": "In der Mitte: {thing}{where}.",
        "moved": "{thing}: jetzt{where}.",
    },
    at_hour=" auf {hour} Uhr",
    far={"close": ", nah", "far": ", weit weg"},
    another="Eine andere Szene.",
    nothing="Ich sehe hier nichts, was ich kenne.",
    dim="Es ist dunkel geworden.",
    bright="Es ist wieder hell.",
    text="Text: {text}",
    conjunction=" und ",
)
