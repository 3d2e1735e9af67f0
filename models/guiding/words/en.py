"""English."""

from __future__ import annotations

import re

from models.guiding.words import GuideWords

WORDS = GuideWords(
    lead=re.compile(
        r"(?:please )?(?:(?:help me )?(?:find|look for|search for|locate)|where(?: is|'s| are|s)"
        r"|i(?: am|'m) looking for) "
    ),
    article=re.compile(r"(?:my|your|the|a|an|some|any|our) "),
    also={
        "mug": "cup", "coffee cup": "cup", "coffee mug": "cup", "teacup": "cup", "tea cup": "cup",
        "glass": "wine glass",
        "phone": "cell phone", "mobile": "cell phone", "mobile phone": "cell phone", "smartphone": "cell phone",
        "cellphone": "cell phone", "telephone": "cell phone", "sofa": "couch", "settee": "couch",
        "table": "dining table",
        "desk": "dining table", "plant": "potted plant", "flower pot": "potted plant", "television": "tv",
        "screen": "tv",
        "monitor": "tv", "telly": "tv", "computer": "laptop", "notebook computer": "laptop",
        "remote control": "remote",
        "fridge": "refrigerator", "bike": "bicycle", "motorbike": "motorcycle", "plane": "airplane",
        "purse": "handbag",
        "bag": "handbag", "rucksack": "backpack", "school bag": "backpack", "trunk": "suitcase",
        "ball": "sports ball",
        "teddy": "teddy bear", "hair dryer": "hair drier", "hairdryer": "hair drier", "stove": "oven",
        "cooker": "oven",
        "necktie": "tie", "computer mouse": "mouse", "man": "person", "woman": "person", "somebody": "person",
        "someone": "person", "anybody": "person", "anyone": "person", "people": "person", "human": "person",
        "washbasin": "sink", "pair of scissors": "scissors", "lorry": "truck", "doughnut": "donut",
        "water bottle": "bottle",
        "stoplight": "traffic light", "traffic lights": "traffic light", "umbrellas": "umbrella", "puppy": "dog",
        "kitten": "cat", "seat": "chair", "armchair": "chair",
    },
    colours={
        "red": "red", "green": "green", "blue": "blue", "yellow": "yellow", "orange": "orange", "pink": "pink",
        "purple": "purple", "violet": "purple", "brown": "brown", "cyan": "cyan", "turquoise": "cyan", "teal": "cyan",
    },
    colour=re.compile(
        r"(?:something|anything|(?:a |the )?things?(?: that (?:is|are))?) (?P<x>[a-z]+)"
        r"|(?:a |the )?(?P<y>[a-z]+) (?:thing|object)s?"
    ),
    text=re.compile(
        r"(?:the |a )?(?:sign|label|door|button|text|poster|writing|word|words|room|page|bottle|box|can)"
        r"(?: (?:that|which))?"
        r" (?:says?|saying|reads?|reading|with(?: the (?:words?|text))?|marked|labelled|labeled) (?P<x>.+)"
        r"|(?:the )?(?:words?|text|writing) (?P<y>.+)|[\"“'‘](?P<z>.+)[\"”'’]"
    ),
    face=re.compile(r"(?:a |the |any |some )?(?:human )?faces?|(?:somebody|someone|a person)'s face"),
    code=re.compile(r"(?:a |the |any )?(?:(?:bar|qr|q r|product) ?codes?|codes?)"),
    own=("my ", "your "),
    says={
        "searching": "looking for {thing}.",
        "not_seen": "I don't see {thing}. Turn slowly.",
        "still_not": "still not in view.",
        "seen": "{thing}: {where}.",
        "probably": "probably {thing}: {where}.",
        "ahead": "ahead",
        "and": "{one} and {other}",
        "left": "left", "right": "right", "up": "up", "down": "down",
        "bit_left": "a little left", "bit_right": "a little right", "bit_up": "a little up",
        "bit_down": "a little down",
        "hold": "hold still.",
        "middle": "in the middle{far}.",
        "probably_middle": "probably in the middle{far}.",
        "close": ", close", "far": ", far away",
        "lost": "I don't see it any more.",
        "lost_left": "it went out at the left.", "lost_right": "it went out at the right.",
        "lost_up": "it went out at the top.", "lost_down": "it went out at the bottom.",
        "reads": "it says: {text}.",
        "cannot": "I can't look for {thing} unless it was taught. Teach it with: hearsight teach '{thing}'.",
        "nothing": "tell me what to look for.",
        # -- taking pictures --
        "do_left": "move left.", "do_right": "move right.", "do_up": "move up.", "do_down": "move down.",
        "do_further": "further away.", "do_closer": "closer.", "do_hold": "hold still.",
        "do_tilt_far": "tilt: the far edge is too far away.", "do_tilt_near": "tilt: the near edge is too far away.",
        "do_tilt_left": "tilt: the left edge is too far away.",
        "do_tilt_right": "tilt: the right edge is too far away.",
        "do_dark": "it is too dark. More light.", "do_blurred": "it is blurred. Hold still, or a little further away.",
        "do_bright": "it is too bright.", "do_lean": "it leans. Turn the camera a little.",

        "document_opening": "hold the camera over the page.",
        "no_page": "I see no page. Hold the camera higher over it.",
        "page_now": "page {number} taken.",
        "next_page": "next page.",
        "no_page_taken": "no page was taken.",
        "page_taken": "one page with {words} words, in the folder {folder}.",
        "pages_taken": "{number} pages with {words} words, in the folder {folder}.",
        "pages_unread": "not read: page {numbers}.",
        "photo_opening": "hold the camera towards what you want to take.",
        "photo_none": "I see nothing that is sharp.",
        "photo_now": "taken. {what}",
        "photo_done": "the picture is {name}, in the folder {folder}.",
        "no_photo": "no picture was taken.",
        "faces_none": "no face.",
        "faces_one": "one face, all in the frame.",
        "faces_many": "{number} faces, all in the frame.",
        "faces_cut": "a face is cut off.",
        "product_opening": "turn the pack slowly before the camera.",
        "product_none": "no code yet. Turn the pack.",
        "product_named": "{name}, by its bar code {text}.",
        "product_number": "its bar code is {text}, which has no name yet.",
        "product_pack": "on the pack: {text}.",
        "product_nothing": "I found no code and no text.",
        "a_face": "a face", "a_code": "a code",
    },
)  # fmt: skip
