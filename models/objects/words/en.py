"""English."""

from __future__ import annotations

from models.objects import KINDS
from models.objects.words import ObjectWords

_SEVERAL = {
    "person": "people", "bus": "buses", "bench": "benches", "sheep": "sheep", "skis": "pairs of skis",
    "wine glass": "wine glasses", "knife": "knives", "sandwich": "sandwiches", "broccoli": "pieces of broccoli",
    "couch": "couches", "toothbrush": "toothbrushes", "mouse": "computer mice", "scissors": "pairs of scissors",
    "tv": "screens", "remote": "remote controls", "cell phone": "phones",
}  # fmt: skip
_ONE = {
    "skis": "a pair of skis", "scissors": "a pair of scissors", "broccoli": "a piece of broccoli", "tv": "a screen",
    "mouse": "a computer mouse", "remote": "a remote control", "cell phone": "a phone", "tie": "a necktie",
    "sports ball": "a ball", "dining table": "a table",
}  # fmt: skip
_SEVERAL |= {"tie": "neckties", "sports ball": "balls", "dining table": "tables"}

_PICTURE = r"(?:the|this|that) (?:picture|photo|photograph|image)"
_HERE = rf"(?: (?:here|there|anywhere|visible|shown|to be seen|(?:in|on) (?:it|{_PICTURE})))*"
_SIGN = r"(?:sign|label|note|paper|sheet|card|poster|board|notice|sticker|plate|ticket|package|box|bottle|door)"
_SOME = r"(?:(?:an?|any|some|the|also an?) )?"

WORDS = ObjectWords(
    names={
        kind: (_ONE.get(kind) or f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}", _SEVERAL.get(kind) or f"{kind}s")
        for kind in KINDS
    },
    asks=(
        ("all", rf"what (?:is|is shown|can be seen|objects are|things are)(?: there)? in {_PICTURE}"),
        (
            "all",
            r"what is(?: there)?(?: (?:here|there|in view|around(?: me)?|to be seen|in front of (?:me|the camera)))?",
        ),
        ("all", rf"what (?:do|can) you (?:see|say){_HERE}|what does {_PICTURE} show"),
        ("exists", rf"(?:is|are) there {_SOME}(?P<x>.+?){_HERE}"),
        ("exists", rf"(?:(?:do|can) you|can i|do we) see {_SOME}(?P<x>.+?){_HERE}"),
        ("exists", rf"(?:is|are) {_SOME}(?P<x>.+?) (?:here|there|visible|shown|in {_PICTURE})"),
        ("exists", rf"does (?:it|{_PICTURE}) (?:have|show|contain) {_SOME}(?P<x>.+?)"),
        (
            "count",
            rf"(?:how many|count(?: all)?(?: the)?) (?P<x>.+?)(?: (?:are|is|do you see|can you see|can i see))?{_HERE}",
        ),
        ("where", rf"(?:where (?:is|are)|find|locate) {_SOME}(?P<x>.+?){_HERE}"),
    ),
    talks=(
        (
            "colour",
            r"(?:what|which) colou?r (?:is|are|does|has|do) (?:the |this |that |an? )?(?P<x>.+?)(?: have| here| there)?"
            r"|what is (?:the colou?r of (?:the |this |that )?(?P<y>.+)|(?P<z>its|their|his|her) colou?r)",
        ),
        ("where", r"where(?: exactly)? (?:is|are) (?P<x>it|that|this|he|she|they|those|them|that one|this one)|where"),
        (
            "text",
            rf"what does (?:the|that|this) {_SIGN} (?:say|read)|what is (?:written|printed)(?: (?:here|there|on .+))?"
            rf"|(?:can you )?read (?:me )?(?:the|that|this) {_SIGN}"
            r"|is there (?:any|some) (?:text|writing)(?: here| there)?|can you read (?:it|anything)",
        ),
        ("where_text", rf"where is (?:the|that|this) (?:{_SIGN}|text|writing)"),
    ),
    pronouns=r"it|its|that|this|that one|this one|they|them|those|their|he|him|his|she|her",
    persons=r"he|him|his|she|her",
    anybody=frozenset(("anyone", "anybody", "someone", "somebody")),
    numbers=("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    one=(("a ", "one "), ("an ", "one ")),
)
