"""English."""

from __future__ import annotations

from models.photo.words import PhotoWords

_IT = r"(?:picture|photo|photograph|image|snapshot)"
_THE = rf"(?:it|(?:the|this|that|my) {_IT})"
_ANY = (
    r"(?:any ?(?:one|body|one's|body's)|some ?(?:one|body)|they|(?:the|these) people|(?:he|she)|everyone|everybody|a)"
)
_ALL = r"(?:everyone|everybody|they all|all of them|all (?:the )?(?:people|faces|heads)|they|both of them)"

WORDS = PhotoWords(
    faults={
        "blur": ("It is blurred.", "It may be a little blurred."),
        "dark": ("It is too dark.", "It may be too dark."),
        "burnt": ("Light parts of it are burnt out.", "Some light parts of it may be burnt out."),
        "flat": ("It has little contrast, as if there were fog.", "It may have little contrast."),
        "backlit": ("It was taken against the light: the face is dark.", "It may be taken against the light."),
        "tilt": ("It leans {degrees} degrees to the {way}.", "It may lean {degrees} degrees to the {way}."),
        "page_tilt": ("The page leans {degrees} degrees to the {way}.", "The page may lean to the {way}."),
        "sideways": ("It lies on its side.", "It may lie on its side."),
        "sideways_2": ("It is upside down.", "It may be upside down."),
        "stored_sideways": (
            "In the file it does not stand upright; a note says how to turn it, which some programs don't read.",
            "In the file it may lie on its side.",
        ),
        "head_cut_top": ("The top of a head is cut off.", "The top of a head may be cut off."),
        "head_cut_left": ("A face is cut off at the left edge.", "A face may be cut off at the left edge."),
        "head_cut_right": ("A face is cut off at the right edge.", "A face may be cut off at the right edge."),
        "head_cut_bottom": ("A face is cut off at the bottom edge.", "A face may be cut off at the bottom edge."),
    },
    advice={
        "blur": "That can't be repaired: take it again and hold still, or give the camera a second to focus.",
        "burnt": "What is burnt out can't be brought back: take it again with the light behind you, or less of it.",
        "head_cut": "That can't be brought back: take it again from farther away, or aim a little higher.",
    },
    can_fix="--fix NEW.jpg would {steps}.",
    steps={
        "turned": "turn it upright", "straightened": "straighten it", "lightened": "lighten it",
        "shadows": "lighten the shadows", "contrast": "give it more contrast", "stored": "store it upright",
    },
    done={
        "turned": "turned it upright", "straightened": "straightened it by {degrees} degrees",
        "lightened": "lightened it by {stops} stops", "shadows": "lightened the shadows",
        "contrast": "gave it more contrast", "stored": "stored it upright",
    },
    cut="{thing} reaches the {edge} edge: a part of it may be outside.",
    edges={"top": "top", "left": "left", "right": "right", "bottom": "bottom"},
    left="left",
    right="right",
    nothing_wrong="I find nothing wrong with it.",
    too_little="There is too little in it to tell.",
    no_fix="There is nothing that I can surely set right. No file was written.",
    saved="I {steps}. The new file is {file}; yours is as it was.",
    still="What remains: {faults}",
    place_left_out="The place where it was taken is not in the new file.",
    place_kept="The place where it was taken is in the new file, too.",
    faces=("One face", "{number} faces", "probably {number} more"),
    all_in=("all of it in the frame", "all in the frame"),
    facing=("facing the camera", "all facing the camera", "{number} facing the camera"),
    numbers=("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    comma=", ",
    join=" ",
    end=".",
    taken="The file says it was taken on {when}.",
    says="The file says: {text}",
    place="The file says it was taken at {place}.",
    has_place="The file says where it was taken; --place tells it.",
    lit={
        "dark": "It is dark where the camera looks. A lamp there is probably off.",
        "bright": "It is light where the camera looks. Whether by a lamp or by day I can't tell.",
        "between": "I can't tell: the camera's picture is neither dark nor bright.",
    },
    asks_light=r"(?:is|are) (?:the|my|a|any|there) ?(?:room |ceiling )?(?:light|lights|lamp|lamps) (?:still )?"
    r"(?:on|off|switched on|switched off|turned on|turned off)(?: (?:here|in here))?"
    r"|is it (?:too |very )?(?:dark|bright|light)(?: (?:here|in here|in this room|in the room|enough))?",
    asks={
        "facing": rf"(?:is|are|does|do) {_ANY} (?:looking|facing|look|face)(?: at| into| to| towards?)? "
        r"(?:the camera|the lens|me|us|here)|who is (?:looking|facing)(?: at| into| to| towards?)? (?:the camera|me)",
        "whole": rf"(?:is|are) {_ALL}(?: completely| fully)? (?:in|inside|within|on) (?:the |this )?"
        rf"(?:{_IT}|frame|shot)|(?:is|are) {_ANY} cut off|(?:is|are) {_ANY} head cut off",
        "faces": rf"how many faces(?: are there| can you see| do you see)?(?: in {_THE})?"
        rf"|(?:is|are) there (?:a|any) faces?(?: in {_THE})?",
        "taken": rf"when was (?:this|{_THE}) (?:taken|made|shot)|when did (?:i|we|somebody|someone) take {_THE}"
        rf"|(?:what is|from) (?:the date of|what date is) {_THE}",
        "place": rf"where was (?:this|{_THE}) (?:taken|made|shot)|where did (?:i|we|somebody|someone) take {_THE}",
        "wrong": rf"what is wrong with {_THE}|is {_THE} (?:good|blurred|blurry|sharp|in focus|too dark|too bright|"
        rf"dark|overexposed|underexposed|any good)|is (?:anything|something) wrong with {_THE}"
        rf"|is {_THE} a good (?:one|{_IT})"
        rf"|how good is {_THE}",
        "where": rf"(?:is|was) {_THE} (?:taken |made )?(?:indoors|outdoors|inside|outside)"
        r"(?: or (?:indoors|outdoors|inside|outside))?",
    },
    looks={
        "all": "{faces}: facing the camera. Where the eyes look I can't tell.",
        "some": "{faces}, {facing} of them facing the camera. Where the eyes look I can't tell.",
        "none": "{faces}, not facing the camera. There may be others that I don't see.",
        "unsure": "I can't tell: the faces are turned only a little.",
        "missing": "Whether somebody is missing I can't tell.",
    },
    where={"indoors": "Probably indoors, by {things}.", "outdoors": "Probably outdoors, by {things}."},
    not_noted={
        "taken": "The file does not say when it was taken.", "place": "The file does not say where it was taken.",
    },
    place_kept_back="The file says where it was taken. To hear it: hearsight settings photos.place on",
    place_roughly="The file says it was taken at about {place}.",
    compass={
        "north": "{degrees} degrees north", "south": "{degrees} degrees south",
        "east": "{degrees} degrees east", "west": "{degrees} degrees west",
    },
    album={
        "one": "One picture in {folder}.", "count": "{count} pictures in {folder}.",
        "stopped": "Stopped: I looked at {done} of {count}.",
        "day": "Taken on {first}, as the files say.", "days": "Taken from {first} to {last}, as the files say.",
        "people": "With people: {count}.", "blur": "Blurred: {names}.", "dark": "Too dark: {names}.",
        "burnt": "Burnt out: {names}.", "head_cut": "A head cut off: {names}.",
        "alike": "Nearly the same: {names}.", "more_alike": "Other series of nearly the same: {count}.",
        "broken": "I can't read: {names}.", "more": "and {count} more",
    },
    codes={
        "link": "QR code: a link to {host}, not opened", "text": "QR code: {text}",
        "product": "Bar code {text}", "taught": "{name}, by its bar code {text}",
        "wifi": "QR code: for the Wi-Fi network {name}", "contact": "QR code: the contact {name}",
        "secret": "QR code: a secret for signing in or paying, not told",
    },
)  # fmt: skip
