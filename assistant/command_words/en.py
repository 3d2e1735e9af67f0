"""Voice commands in English."""

from __future__ import annotations

import re

from assistant.command_words import CommandWords

WHAT = r"(?!the\b|that\b|it\b|this\b|check|with\b)(.+?)"
ALPHABET = r"(?:phonetically|(?:with|in|using) the phonetic alphabet)"
THIS = r"(?:this|that|it|the answer|this answer|that answer)"

WORDS = CommandWords(
    phrases={
        "repeat": (
            "repeat", "repeat that", "repeat it", "again", "say again", "say that again", "say it again",
            "once more", "one more time", "pardon", "pardon me", "what did you say", "what was that", "come again",
            "repeat the answer", "repeat the last sentence",
        ),
        "spell": (
            "spell", "spell that", "spell it", "spell that out", "spell it out", "spell this", "spell the answer",
        ),
        "spell_phonetically": (
            "spell phonetically", "spell that phonetically", "spell it phonetically", "spell this phonetically",
            "spell the answer phonetically", "spell that with the phonetic alphabet",
            "spell it with the phonetic alphabet", "spell with the phonetic alphabet",
            "spell that using the phonetic alphabet", "spell it in the phonetic alphabet",
            "spell that in the phonetic alphabet", "use the phonetic alphabet", "phonetic alphabet",
            "phonetic spelling",
        ),
        "slower": (
            "slower", "speak slower", "speak more slowly", "more slowly", "slow down", "talk slower", "too fast",
            "not so fast", "go slower", "read slower",
        ),
        "faster": (
            "faster", "speak faster", "speed up", "talk faster", "too slow", "go faster", "quicker", "more quickly",
            "read faster",
        ),
        "louder": (
            "louder", "speak louder", "speak up", "volume up", "turn it up", "too quiet", "talk louder",
            "turn up the volume",
        ),
        "quieter": (
            "quieter", "speak quieter", "speak more quietly", "softer", "volume down", "turn it down", "too loud",
            "not so loud", "talk quieter", "turn down the volume",
        ),
        "stop": (
            "stop", "stop it", "stop talking", "stop speaking", "be quiet", "quiet", "shut up", "silence", "hush",
            "enough", "never mind",
        ),
        "continue": (
            "go on", "continue", "carry on", "keep going", "keep reading", "resume", "go ahead",
        ),
        "copy": (
            "copy", "copy that", "copy it", "copy this", "copy the answer", "copy that to the clipboard",
            "copy it to the clipboard", "copy to clipboard",
        ),
        "read_all": (
            "read all", "read everything", "read it all", "read all of it", "read all the text",
            "read the whole screen", "read the screen", "read the whole page", "read the page",
            "read the whole thing", "read all text",
        ),
        "whats_new": (
            "what's new", "whats new", "what is new", "what changed", "what's changed", "what has changed",
            "has anything changed", "did anything change", "anything new", "anything changed", "is anything new",
            "is there anything new", "what's different", "what is different", "what just changed", "any changes",
            "any news", "what changed here", "what has changed here", "tell me what's new", "tell me what is new",
            "tell me what changed", "tell me what has changed",
        ),
        "where_am_i": (
            "where am i", "where are we", "where am i here", "tell me where i am", "say where i am", "where i am",
            "current position", "my position",
        ),
        "remember": (
            "remember this", "remember that", "remember it", "remember the answer", "remember this answer",
            "remember that answer", "make a note of this",
            "make a note of that", "take a note", "note that down", "note this down",
            "save the answer", "save this answer",
        ),
        "next_sentence": (
            "next sentence", "skip", "skip it", "skip this", "skip that", "skip sentence", "skip this sentence",
            "skip that sentence", "skip the sentence", "skip to the next sentence", "go to the next sentence",
            "forward a sentence",
        ),
        "previous_sentence": (
            "previous sentence", "go back", "go back a sentence", "go back one sentence", "back a sentence",
            "one sentence back", "go to the previous sentence",
        ),
        "stop_listening": (
            "stop listening", "stop listening to me", "don't listen", "do not listen", "hands free off",
            "turn hands free off", "turn off hands free", "turn off hands free mode", "switch off hands free",
            "switch hands free off", "end hands free mode", "microphone off", "turn off the microphone",
            "turn the microphone off", "switch off the microphone", "close the microphone",
        ),
        "watch": (
            "watch", "watch this", "watch it", "watch this window", "watch the window", "watch this screen",
            "watch the screen", "keep watching", "keep watching this", "keep an eye on this", "keep an eye on it",
            "keep an eye on this window", "start watching",
        ),
        "focus": (
            "take me there", "take me to it", "bring me there", "bring me to it", "go there", "jump there",
            "move the focus there", "move there", "put the focus there", "set the focus there", "focus there",
            "focus it", "focus on it", "put me there", "move me there", "go to it",
        ),
        "focus_back": (
            "take me back", "bring me back", "put me back", "put the focus back", "move the focus back",
            "take me back to where i was", "go back to where i was", "back to where i was", "give the focus back",
        ),
        "read_here": (
            "read from here", "read from here on", "read on from here", "start reading here", "start reading from here",
            "read from there", "read on from there", "start reading there", "read from that point", "read from it",
        ),
        "read_cursor": (
            "read from the cursor", "read from my cursor", "read from the caret", "read from the focus",
            "read from where i am", "read on from the cursor", "start reading from the cursor",
        ),
        "copy_text": (
            "copy the text", "copy its text", "copy the text of it", "copy the value", "copy its value",
            "copy the words", "copy its words", "copy the text to the clipboard",
        ),
        "open_link": (
            "open that link", "open the link", "open this link", "follow that link", "follow the link",
            "follow this link", "follow it", "open it", "go to that link", "go to the link", "visit that link",
            "visit the link",
        ),
        "yes": (
            "yes", "yes do it", "do it", "yes do that", "yes open it", "yes go ahead", "yes move it", "i say yes",
            "yes i do", "yes i want that",
        ),
        "no": (
            "no", "nope", "don't", "do not", "no don't", "don't do it", "don't do that", "leave it", "no leave it",
            "rather not", "cancel that", "i say no",
        ),
        "play_chart": (
            "play the chart", "play this chart", "play chart", "let me hear the chart", "let me hear this chart",
            "let me hear it as sound", "play the graph", "play this graph", "let me hear the graph",
            "play the diagram", "sonify the chart", "sonify this chart", "sonify the graph", "chart as sound",
            "play the chart as sound", "listen to the chart", "let me listen to the chart",
        ),
        "how_known": (
            "how do you know", "how do you know that", "how do you know this", "why do you say that",
            "why do you say so", "why do you think so", "why do you think that", "are you sure",
            "are you sure about that", "are you sure of that", "are you certain", "how sure are you",
            "how certain are you", "where did you get that", "where did you get that from", "where did you see that",
            "where did you read that", "what makes you say that", "what makes you think that",
            "what makes you so sure", "what is that based on",
            "where does that come from", "where do you get that from", "who says that", "who says so",
        ),
        "stop_watching": (
            "stop watching", "stop watching this", "stop watching it", "stop watching this window",
            "stop watching the window", "end the watch", "don't watch", "do not watch", "no more watching",
            "stop narrating", "stop the narration", "end the narration", "close the camera",
            "turn off the camera", "turn the camera off", "camera off",
        ),
        "narrate": (
            "narrate", "start narrating", "begin narrating", "start the narration", "start narration",
            "narrate what you see", "narrate what happens", "narrate what is happening", "narrate the camera",
            "start the camera", "open the camera", "turn on the camera", "turn the camera on", "camera on",
        ),
        "scan": (
            "scan this page", "scan the page", "scan a page", "scan pages", "scan these pages", "scan this document",
            "scan the document", "scan a document", "scan this letter", "scan the letter", "scan a letter",
        ),
        "take_photo": (
            "take a photo", "take a picture", "take a photograph", "take a selfie", "take a picture of me",
            "take a photo of me", "take the picture", "take the photo", "take it",
        ),
        "scan_product": (
            "scan this product", "scan the product", "scan a product", "scan this pack", "scan the pack",
            "scan the package", "scan this package", "scan the bar code", "scan the barcode",
        ),
        "camera_look": (
            "what is in front of me", "what's in front of me", "whats in front of me", "what is before me",
            "what do you see in front of me", "describe what is in front of me", "look in front of me",
            "tell me what is in front of me", "look through the camera", "use the camera", "what does the camera see",
            "what can the camera see", "what do you see through the camera", "describe what the camera sees",
        ),
    },
    focus=re.compile(
        r"(?:take me|bring me|(?:move|put|set)(?: me| the focus| focus| my cursor| the cursor)?)"
        r" (?:to|on|onto|into) (?:the )?(?!next\b|previous\b|last\b|first\b|focus$)(.+)|focus (?:on )?the (.+)"
    ),
    open_link=re.compile(
        r"(?:open|follow|visit|go to) (?:the |that |this )?link (?:called |named |to |for )?(?:the )?(.+)|"
        r"(?:open|follow|visit) the (.+) link"
    ),
    find=re.compile(
        r"(?:find|look for|search for|locate|where is|where's|where are|i am looking for|i'm looking for)"
        r" (my (?!mouse\b|keyboard\b|screen\b|monitor\b|cursor\b|pointer\b).+)"
        r"|(?:find|look for|search for|i am looking for|i'm looking for) (something \w+|(?:a |the )?face"
        r"|(?:a |the )?(?:bar|qr|q r) ?code"
        r"|(?:the |a )?(?:sign|door|poster|box|bottle) (?:that |which )?(?:says|reads) .+)"
        r"|(?:find|look for|search for) (.+) (?:with|through|using) (?:the|my) camera"
    ),
    teach=re.compile(
        r"(?:(?:this|that|these|those)(?: is| are|'s)|remember this thing as|learn (?:this|that|it|these) as"
        r"|learn|i(?:'ll| will)? (?:show|teach) you) ((?:my|our) (?!screen\b|window\b|page\b|question\b|answer\b|name\b"
        r"|computer\b|desktop\b|password\b|e ?mail\b|file\b|document\b|password\b|last\b|first\b).+)"
        r"|(?:learn (?:this|that|it)|remember this thing) as (?:an? |the )?(.+)"
    ),
    back=frozenset(("go back",)),
    again=re.compile(
        r"(?:(?:and|so|but) )?(?:(?:what|how) about )?(?:right |just )?now|and what about now"
        r"|(?:look|check) (?:once )?again"
    ),
    anew=re.compile(r"\b(?:now|still|any ?more|any longer|meanwhile)\b"),
    leans=re.compile(
        r"^(?!is it (?:dark|light|bright)\b).*"
        r"\b(?:it|its|they|them|their|he|him|his|she|her|hers|those|that one|this one)\b"
        r"|^(?:and|what about|how about)\b|^(?:where|how many)$"
    ),
    asking=re.compile(
        r"(?:where|who|when|why|which|how|is|are|does|do|did|was|were|has|have|can|will|what)\b"
    ),
    polite=re.compile(
        r"\b(please|thanks|thank you|hey|hearsight|okay|ok|now|just|could you|can you|would you|will you|kindly|"
        r"a bit|a little|a little bit|for me)\b"
    ),
    spell=re.compile(r"(?:spell|how do you spell) (?!the\b|that\b|it\b|this\b|check)(.+)"),
    spell_phonetically=re.compile(rf"(?:spell|how do you spell) {WHAT} {ALPHABET}"),
    watch=re.compile(
        r"(?:(?:keep )?(?:watch|watching|an eye on|waiting|wait)(?: (?:this|it|the)(?: (?:window|screen|page))?)?"
        r"(?: and (?:tell me|let me know))? (?:until|till|when)|let me know (?:when|once)) (.+)"
    ),
    remember=re.compile(
        rf"(?:remember(?:ed)?|keep|save|bookmark|make a note of) {THIS} "
        r"(?:as|is|under|under the name|under the name of|called|with the note) (?:the |an? )?(.+)"
    ),
)  # fmt: skip
