"""English."""

from __future__ import annotations

from models.guard.words import Words, listed

_BUTTON = ("button", "toggle")
_FIELD = ("textbox", "password", "combobox", "spinbutton", "searchbox")

_ROLES: dict[str, tuple[str, ...]] = {
    "button": _BUTTON, "buttons": _BUTTON, "push button": _BUTTON,
    "tab": ("tab",), "tabs": ("tab",),
    "checkbox": ("checkbox", "switch"), "checkboxes": ("checkbox", "switch"), "check box": ("checkbox", "switch"),
    "check boxes": ("checkbox", "switch"), "tick box": ("checkbox",),
    "switch": ("switch", "checkbox", "toggle", "button"), "toggle": ("switch", "checkbox", "toggle"),
    "toggles": ("switch", "checkbox", "toggle"), "switches": ("switch", "checkbox", "toggle", "button"),
    "radio button": ("radio",), "radio buttons": ("radio",),
    "link": ("link",), "links": ("link",), "hyperlink": ("link",),
    "field": _FIELD, "fields": _FIELD, "input": _FIELD, "inputs": _FIELD, "input field": _FIELD,
    "input fields": _FIELD, "text field": _FIELD, "text fields": _FIELD, "text box": _FIELD, "text boxes": _FIELD,
    "textbox": _FIELD, "search box": _FIELD, "search bar": _FIELD, "search field": _FIELD,
    "password field": ("password",),
    "drop-down": ("combobox",), "dropdown": ("combobox",), "drop-downs": ("combobox",), "dropdowns": ("combobox",),
    "drop-down list": ("combobox",), "dropdown menu": ("combobox",), "drop-down menu": ("combobox",),
    "combo box": ("combobox",), "spin button": ("spinbutton",),
    "slider": ("slider",), "sliders": ("slider",), "progress bar": ("progressbar",), "progress bars": ("progressbar",),
    "menu": ("menu", "menuitem"), "menus": ("menu",), "menu item": ("menuitem", "menu"),
    "menu items": ("menuitem", "menu"), "menu bar": ("menubar",), "toolbar": ("toolbar",), "tool bar": ("toolbar",),
    "status bar": ("statusbar",), "scroll bar": ("scrollbar",), "scrollbar": ("scrollbar",),
    "heading": ("heading",), "headings": ("heading",), "title": ("heading", "window", "dialog", "titlebar", "label"),
    "table": ("table",), "tables": ("table",), "row": ("row",), "rows": ("row",), "cell": ("cell",),
    "list": ("list", "table"), "list item": ("listitem",), "list items": ("listitem",),
    "bullet points": ("listitem",), "dialog": ("dialog", "alert"), "dialogue": ("dialog", "alert"),
    "dialog box": ("dialog", "alert"), "pop-up": ("dialog", "alert"), "popup": ("dialog", "alert"),
    "chart": ("chart",), "charts": ("chart",), "graph": ("chart",), "graphs": ("chart",),
    "bar chart": ("chart",), "line chart": ("chart",), "line graph": ("chart",), "pie chart": ("chart",),
    "image": ("image",), "images": ("image",), "picture": ("image",), "pictures": ("image",),
    "photo": ("image",), "photos": ("image",), "icon": ("image", "button"), "icons": ("image",),
    "terminal": ("terminal",), "label": ("label",), "labels": ("label",),
    "alert": ("alert",), "banner": ("alert",),
}  # fmt: skip

_OBJECTS: dict[str, str] = {
    name: name
    for name in sorted(listed(
        "person bicycle car motorcycle airplane bus train truck boat bench bird cat dog horse sheep cow "
        "elephant bear "
        "zebra giraffe backpack umbrella handbag tie suitcase frisbee skis snowboard kite surfboard bottle cup fork "
        "knife spoon bowl banana apple sandwich orange broccoli carrot pizza donut cake chair couch bed toilet tv "
        "laptop mouse remote keyboard microwave oven toaster sink refrigerator book clock vase scissors toothbrush"
    ))
} | {
    "traffic light": "traffic light", "stop sign": "stop sign", "potted plant": "potted plant",
    "teddy bear": "teddy bear", "cell phone": "cell phone", "phone": "cell phone", "dining table": "dining table",
    "people": "person", "persons": "person", "man": "person", "men": "person", "woman": "person", "women": "person",
    "boy": "person", "girl": "person", "child": "person", "children": "person", "lady": "person", "guy": "person",
    "bike": "bicycle", "bikes": "bicycle", "motorbike": "motorcycle", "plane": "airplane", "aeroplane": "airplane",
    "buses": "bus", "puppy": "dog", "kitten": "cat", "mug": "cup", "mugs": "cup", "coffee cup": "cup", "sofa": "couch",
    "television": "tv", "fridge": "refrigerator", "benches": "bench", "knives": "knife", "couches": "couch",
}  # fmt: skip
_OBJECTS |= {
    f"{name}s": kind for name, kind in _OBJECTS.items() if name == kind and name not in ("person", "bus", "scissors")
}

_COUNTED = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_NUMBERS = {word: value for value, word in enumerate(_COUNTED)} | {
    "a single": 1,
    "a couple of": 2,
    "a dozen": 12,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
}

_COLOURS = {
    name: name
    for name in sorted(listed("black white grey red orange yellow green blue purple pink brown cyan beige gold navy"))
} | {
    "gray": "grey", "violet": "purple", "magenta": "pink", "teal": "cyan", "turquoise": "cyan", "tan": "beige",
    "cream": "beige", "silver": "grey", "golden": "gold", "crimson": "red", "maroon": "red", "reddish": "red",
    "bluish": "blue", "greenish": "green", "yellowish": "yellow", "greyish": "grey", "grayish": "grey",
    "dark-colored": "dark", "dark": "dark", "light": "light", "bright": "light", "purplish": "purple",
}  # fmt: skip

_STATES = {
    "checked": "checked", "ticked": "checked", "unchecked": "unchecked", "unticked": "unchecked",
    "not checked": "unchecked", "not ticked": "unchecked", "switched on": "checked", "turned on": "checked",
    "switched off": "unchecked", "turned off": "unchecked", "is on": "checked", "is off": "unchecked",
    "cleared": "unchecked", "left blank": "blank",
    "selected": "selected", "not selected": "unselected", "unselected": "unselected", "active": "selected",
    "currently open": "selected", "disabled": "disabled", "greyed out": "disabled", "grayed out": "disabled",
    "inactive": "disabled", "enabled": "enabled", "not disabled": "enabled", "focused": "focused",
    "in focus": "focused", "has the focus": "focused", "expanded": "expanded", "collapsed": "collapsed",
    "is empty": "blank", "are empty": "blank", "is blank": "blank",
}  # fmt: skip

_PLACES = {
    "left": "left", "left-hand": "left", "right": "right", "right-hand": "right", "top": "top", "upper": "top",
    "bottom": "bottom", "lower": "bottom", "center": "middle", "centre": "middle", "middle": "middle",
    "central": "middle", "centered": "middle", "centred": "middle",
    "top left": "top left", "top-left": "top left", "upper left": "top left", "upper-left": "top left",
    "top right": "top right", "top-right": "top right", "upper right": "top right", "upper-right": "top right",
    "bottom left": "bottom left", "bottom-left": "bottom left", "lower left": "bottom left",
    "lower-left": "bottom left", "bottom right": "bottom right", "bottom-right": "bottom right",
    "lower right": "bottom right", "lower-right": "bottom right",
}  # fmt: skip

_RELATIONS = {
    "to the left of": "left", "on the left of": "left", "left of": "left", "to the right of": "right",
    "on the right of": "right", "right of": "right", "above": "above", "on top of": "above", "over": "above",
    "below": "below", "beneath": "below", "under": "below", "underneath": "below", "next to": "beside",
    "beside": "beside",
}  # fmt: skip

_PLAIN = listed(
    "a an the of on in at to and or with is are was were be been being it its it's this that these those there here "
    "there's as for into onto which who has have having had can also so while where when one some other another both "
    "each picture image photo photograph view screenshot screen window page display displays displayed displaying "
    "show shows showing shown see seen visible appear appears contain contains containing include includes "
    "including feature features featuring present located positioned placed sits sit stands stand lies lie read "
    "reads reading say says saying labeled labelled titled called named entitled marked written text word words "
    "letters line lines section area part region side corner edge content contents item items option options "
    "entry entries name names value value's amount number label along across within inside its their them they "
    "interface layout element elements control controls box us we you your user user's app application program "
    "set sets currently mostly mainly colored coloured just like listed lists list header message"
)

WORDS = Words(
    language="en",
    spaced=True,
    roles=_ROLES,
    objects=_OBJECTS,
    narrower=listed("man men woman women boy girl child children lady guy puppy kitten") | {"coffee cup"},
    denies=r"(?:\b(?:no|zero|not|without|cannot|lacks?)|n['’]t)(?: see| have| show)?(?: an?| any| a single)?\s+",
    nobody=r"\b(?:nobody|no[ -]one|no human)\b",
    of_picture=r"\b(?:in|on) (?:the|this) (?:picture|photo|photograph|image)\b",
    listing=listed("there is are was were a an and the this it shows showing picture photo photograph image of i see"),
    numbers=_NUMBERS,
    colours=_COLOURS,
    shades=listed("light dark bright pale deep vivid soft"),
    states=_STATES,
    places=_PLACES,
    relations=_RELATIONS,
    grounds=listed("background theme mode interface color scheme colour scheme backdrop"),
    wholes=listed("window screen page image picture photo display screenshot interface dialog view frame"),
    negations=listed(
        "no not none never nothing nobody without neither nor cannot isn't aren't doesn't don't hasn't wasn't can't "
        "lacks missing absent unable than before after between until instead except"
    ),
    compares=listed(
        "more less fewer most least from by to since only all every each both last "
        "first second third next previous highest lowest largest smallest biggest cheapest latest newest oldest total "
        "same different because per other another around over under nearly almost"
    ),
    plain=_PLAIN,
    holders=listed(
        "sign badge banner poster plate board note sticker shop store notice caption headline email mail inbox login "
        "form "
        "error warning online website site recipe article encyclopedia newspaper dashboard editor document terminal "
        "command commit file folder manager settings preferences dialog asks ask asking costs cost described describes "
        "small large simple such sidebar pane grid listing question prompt notification price field box panel "
        "open opened application chat conversation statement invoice table code browser menu bar toolbar form entered "
        "comment product products ingredients begins starts highlighted package version size heading calendar event "
        "main story front section sections setting subject headed given gives dated printed status configuration about "
        "shortcut output written columns column headings navigation links suggests suggest pull request logo mentions"
    ),
    naming=listed(
        "a an the labeled labelled called named titled entitled marked that which says say saying reads reading "
        "read text "
        "is are with label title name words word it button buttons"
    ),
    joins=listed(
        "contains contain containing includes include including has have having holds hold shows show showing displays "
        "displaying says say saying reads read reading labeled labelled titled called named marked is in inside within"
    ),
    said_of=(
        r"\b(?:is|are|was|were|be|been|remains?|appears?|looks?)\s+(?:currently\s+|now\s+|also\s+|very\s+|quite\s+)?"
        r"(open|opened|highlighted|small|large|simple)\b"
    ),
    phrases=frozenset({"set to", "such as", "according to", "in total"}),
    known_names=listed(
        "i english chinese german french spanish japanese python java javascript html css linux windows macos "
        "unix gnome "
        "kde android ios google pdf url wi-fi wifi bluetooth usb ok gui cli monday tuesday wednesday thursday friday "
        "saturday sunday january february march april may june july august september october november december "
        "mandarin markdown json xml sql git ui os pc cpu gpu ram id faq am pm lcd led crt tv dvd cd"
    ),
    says=(
        r"\b(?:[Ss]ays?|[Rr]eads?|[Rr]eading|[Ss]aying|[Ll]abell?ed|[Tt]itled|[Cc]alled|[Nn]amed|[Ss]pells?)\s+"
        r"(?!a\b|an\b|the\b|that\b)([A-Z][\w&'’.-]*(?:\s+[A-Z][\w&'’.-]*)*)"
    ),
    writing=(
        r"\b(?:text|words?|letters?|writing|written|says|saying|caption|headline|paragraph|web ?page|web ?site)\b"
    ),
    empty=r"\b(?:blank|empty|nothing|no (?:text|words|writing|objects))\b",
    fields=(
        r"\b(?:field|fields|box|boxes|input|inputs|line|lines|space|spaces|cell|cells|row|rows|column|columns|folder|"
        r"form|search bar|trash|bin|cart|document|area)\b"
    ),
    screen=listed(
        "a an the of on in with this that is it its there showing screenshot screen shot computer laptop desktop "
        "monitor display window program web webpage website page site screenshots picture image photo view close up "
        "closeup"
    ),
    between=r"[;:,.]\s+|\s+(?:and|while|with|but|where|which|who|plus|whereas)\s+|\s+[-–—]\s+",
    guessed=r"\b(?:may|might|could|perhaps|maybe|possibly|probably|likely|appears? to|seems?|suggest(?:s|ing)?)\b",
    openings=(
        (r"^(?:there is|there's|there are)\b", "There may be"),
        (r"^(?:it is|it's|this is)\b", "It may be"),
        (r"^(?:it|this|the (?:picture|image|photo)) shows\b", "It may show"),
    ),
    yes_no=listed("yes no"),
    verb=r"\b(?:is|are|was|were|has|have|stand|sit|lie|look|can|will)\b|(?<=\s)(?!(?:its|his|as|this|us)\b)[a-z]+[^s\W]s\b",
)
