"""English."""

from __future__ import annotations

from models.taught.words import TaughtWords

_HERE = r"(?: (?:here|in (?:this|the) (?:picture|photo|image)))?"

WORDS = TaughtWords(
    says={
        "sure": "{thing}.",
        "probably": "Probably {thing}.",
        "sure_at": "{thing}: {place}.",
        "probably_at": "Probably {thing}: {place}.",
        "none": "I see nothing that you taught me.",
        "nothing_taught": 'You have not taught me anything yet. For example: hearsight teach "my keys" --source camera',
        "looking": "I look at what is in the middle for {seconds} seconds. Turn it slowly.",
        "learned": "I know {thing} now, from {count} views.",
        "learned_one": "I know {thing} now, from one view. More views make it surer.",
        "more": "I know {thing} better now, from {count} views.",
        "no_picture": "I saw no picture, and have learned nothing.",
        "dark": "It was too dark, and I have learned nothing. Turn a light on and try again.",
        "bright": "It was too bright, and I have learned nothing. Turn away from the light and try again.",
        "blurred": "It was blurred, and I have learned nothing. Hold it still, an arm's length away, and try again.",
        "empty": "I saw nothing but an empty surface, and have learned nothing. Hold the thing in the middle.",
        "changing": "I saw something else each time, and have learned nothing. Keep the thing in the middle.",
        "alike": "That looks like {thing}, and I have learned nothing. To add views to it, teach it by that name.",
        "face": "I see a face there, and have learned nothing: I learn things, and recognise nobody. Hold the thing "
        "nearer, away from any face.",
        "list_single": "{thing}, one view",
        "list_one": "{thing}, {count} views",
        "forgotten": "I have forgotten {thing}.",
        "renamed": "{old} is now called {new}.",
    },
    own={"my ": "your ", "our ": "your "},
    people=(
        "me myself i him them us you someone somebody person people man woman men women boy girl child "
        "children kid kids baby friend neighbour neighbor colleague boss teacher doctor wife husband partner "
        "spouse girlfriend boyfriend mother mum mom mummy mommy father dad daddy parent son daughter brother "
        "sister sibling twin aunt uncle cousin niece nephew grandmother grandma granny grandfather grandpa "
        "granddad face"
    ),
    asks=(
        ("what", rf"what(?:'s| is| are) (?:this|that|it|these|those){_HERE}"),
        ("what", r"what (?:am i|do i) hold(?:ing)?(?: here)?"),
        ("is", rf"(?:is|are) (?:this|that|it|these|those) (?P<x>(?:my|the|our) .+?){_HERE}"),
        ("where", rf"where (?:is|are) (?P<x>(?:my|the|our) .+?){_HERE}"),
        ("is", rf"(?:can|do) you see (?P<x>(?:my|our) .+?){_HERE}"),
    ),
)
