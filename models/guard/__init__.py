"""A model's sentence against the evidence: say it, hedge it, or drop it.

A model writes what is likely, not what is there. Its sentence is taken apart into claims, and each is checked against
what was really seen (`assistant.types.Scene`, and the pixels where they are at hand):

- quoted text, as OCR may have read it: a misread letter passes, another word or digit does not; numbers; names
- controls and objects: whether there are such, how many, whether what is called a checkbox is one
- states: checked, selected, disabled, focused, expanded, empty
- colours: of the pixels in the box of what has them, or of the whole
- places and relations: by where the boxes lie
- every other word: seen in the text, side by side with the rest of its clause, or unknown

One claim that the evidence speaks against: drop. All claims in the evidence: say. Else hedge: "It may show a dog". What
a model guesses is spoken as a guess, however sure of its words it was; a second look (`second_look.py`) can lift that.
"""

from __future__ import annotations

from models.guard.second_look import Match, SecondLook
from models.guard.sentence import Finding
from models.guard.verdict import DROP_BELOW, Decision, Guard, Verdict, check
from models.guard.wording import hedged, tidy

__all__ = ["DROP_BELOW", "Decision", "Finding", "Guard", "Match", "SecondLook", "Verdict", "check", "hedged", "tidy"]
