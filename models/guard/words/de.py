"""German."""

from __future__ import annotations

from models.guard.words import Words, listed

_FIELD = ("textbox", "password", "combobox", "spinbutton", "searchbox")
_CHECK = ("checkbox", "switch")

_ROLES: dict[str, tuple[str, ...]] = {
    "schaltfläche": ("button", "toggle"), "schaltflächen": ("button", "toggle"), "knopf": ("button", "toggle"),
    "knöpfe": ("button", "toggle"), "button": ("button", "toggle"), "buttons": ("button", "toggle"),
    "reiter": ("tab",), "registerkarte": ("tab",), "registerkarten": ("tab",), "tab": ("tab",), "tabs": ("tab",),
    "kontrollkästchen": _CHECK, "kästchen": _CHECK, "häkchen": _CHECK, "schalter": _CHECK,
    "optionsfeld": ("radio",), "optionsfelder": ("radio",), "link": ("link",), "links": ("link",),
    "verweis": ("link",), "feld": _FIELD, "felder": _FIELD, "eingabefeld": _FIELD, "eingabefelder": _FIELD,
    "textfeld": _FIELD, "textfelder": _FIELD, "suchfeld": _FIELD, "passwortfeld": ("password",),
    "auswahlliste": ("combobox",), "schieberegler": ("slider",), "fortschrittsbalken": ("progressbar",),
    "menü": ("menu", "menuitem"), "menüs": ("menu",), "menüleiste": ("menubar",), "symbolleiste": ("toolbar",),
    "werkzeugleiste": ("toolbar",), "statusleiste": ("statusbar",), "überschrift": ("heading",),
    "überschriften": ("heading",), "titel": ("heading", "window", "dialog", "label"), "tabelle": ("table",),
    "tabellen": ("table",), "zeile": ("row",), "zeilen": ("row",), "liste": ("list", "table"),
    "dialog": ("dialog", "alert"), "dialogfeld": ("dialog", "alert"), "diagramm": ("chart",),
    "bild": ("image",), "bilder": ("image",), "foto": ("image",), "fotos": ("image",), "symbol": ("image", "button"),
}  # fmt: skip

_OBJECTS = {
    "person": "person", "personen": "person", "mensch": "person", "menschen": "person", "leute": "person",
    "mann": "person", "männer": "person", "frau": "person", "frauen": "person", "kind": "person", "kinder": "person",
    "hund": "dog", "hunde": "dog", "katze": "cat", "katzen": "cat", "kätzchen": "cat", "vogel": "bird",
    "vögel": "bird", "pferd": "horse", "pferde": "horse", "kuh": "cow", "kühe": "cow", "schaf": "sheep",
    "auto": "car", "autos": "car", "bus": "bus", "busse": "bus", "zug": "train", "züge": "train", "boot": "boat",
    "fahrrad": "bicycle", "fahrräder": "bicycle", "flugzeug": "airplane", "tasse": "cup", "tassen": "cup",
    "flasche": "bottle", "flaschen": "bottle", "löffel": "spoon", "stuhl": "chair", "stühle": "chair", "sofa": "couch",
    "bett": "bed", "buch": "book", "bücher": "book", "uhr": "clock", "telefon": "cell phone", "fernseher": "tv",
}  # fmt: skip

_COLOUR_STEMS = {
    "schwarz": "black", "weiß": "white", "grau": "grey", "rot": "red", "orange": "orange", "gelb": "yellow",
    "grün": "green", "blau": "blue", "lila": "purple", "violett": "purple", "rosa": "pink", "braun": "brown",
    "türkis": "cyan", "beige": "beige", "golden": "gold", "dunkel": "dark", "dunkl": "dark", "hell": "light",
    "dunkelblau": "blue", "hellblau": "blue", "dunkelgrün": "green", "hellgrün": "green", "dunkelrot": "red",
    "hellgrau": "grey", "dunkelgrau": "grey",
}  # fmt: skip
_COLOURS = {stem + ending: name for stem, name in _COLOUR_STEMS.items() for ending in ("", "e", "en", "er", "es", "em")}

_STATES = {
    "angehakt": "checked", "angekreuzt": "checked", "aktiviert": "checked", "eingeschaltet": "checked",
    "nicht angehakt": "unchecked", "nicht aktiviert": "unchecked", "ausgeschaltet": "unchecked",
    "ausgewählt": "selected", "nicht ausgewählt": "unselected", "deaktiviert": "disabled", "ausgegraut": "disabled",
    "aufgeklappt": "expanded", "zugeklappt": "collapsed", "fokussiert": "focused", "ist leer": "blank",
}  # fmt: skip

_PLACES = {
    "links": "left", "linken": "left", "rechts": "right", "rechten": "right", "oben": "top", "oberen": "top",
    "unten": "bottom", "unteren": "bottom", "mitte": "middle", "oben links": "top left", "links oben": "top left",
    "oben rechts": "top right", "rechts oben": "top right", "unten links": "bottom left", "links unten": "bottom left",
    "unten rechts": "bottom right", "rechts unten": "bottom right",
}  # fmt: skip

_COUNTED = (
    "null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
    "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn", "zwanzig",
)  # fmt: skip

WORDS = Words(
    language="de",
    spaced=True,
    roles=_ROLES,
    objects=_OBJECTS,
    narrower=listed("mann männer frau frauen kind kinder kätzchen"),
    denies=r"\b(?:kein\w{0,2}|null|(?:ohne|nicht)(?: (?:ein\w{0,2}|irgendein\w{0,2}))?)\s+",
    nobody=r"\bniemand\w{0,2}\b",
    of_picture=r"\b(?:im|auf (?:dem|diesem)|in (?:dem|diesem)) (?:bild|foto)\b",
    listing=listed("es gibt da ist sind hier ein eine einen und das dies dieses bild foto zeigt von ich sehe"),
    numbers={word: value for value, word in enumerate(_COUNTED) if word != "ein"},
    colours=_COLOURS,
    shades=frozenset({"hell", "dunkel"}),
    states=_STATES,
    places=_PLACES,
    relations={
        "links von": "left",
        "links neben": "left",
        "rechts von": "right",
        "rechts neben": "right",
        "über": "above",
        "oberhalb": "above",
        "unter": "below",
        "unterhalb": "below",
        "neben": "beside",
    },
    grounds=listed("hintergrund grund design oberfläche"),
    wholes=listed("fenster fensters bildschirm bildschirms seite bild bildes dialog ansicht"),
    negations=listed(
        "kein keine keinen keiner keines nicht nichts niemand ohne nie weder fehlt als vor nach zwischen bis außer"
    ),
    compares=listed(
        "mehr weniger meist meisten von seit nur alle jeder jede beide letzte letzter erste "
        "erster zweite nächste höchste niedrigste größte kleinste gleich andere weil pro etwa fast"
    ),
    plain=listed(
        "der die das den dem des ein eine einen einem einer eines und oder mit ist sind war wird werden es er sie im "
        "in am an auf auf zu zum zur bei hier dort da dass welche welcher welches hat haben gibt zeigt zeigen "
        "angezeigt sieht sehen sichtbar steht stehen liegt enthält beschriftet heißt namens lautet text wort wörter "
        "fenster bildschirm seite bild foto ansicht bereich teil rand ecke inhalt eintrag name wert betrag programm "
        "auch sich dieses dieser diese"
    ),
    holders=listed(
        "schild plakat tafel zettel aufkleber laden geschäft hinweis fehler warnung meldung fehlermeldung "
        "formular rezept "
        "artikel dialog fragt frage kostet preis feld liste tabelle menü programm einstellungen überschrift posteingang"
    ),
    naming=listed("mit der die das ein eine beschriftet namens heißt lautet steht text aufschrift titel ist sind"),
    joins=listed(
        "enthält enthalten umfasst hat haben zeigt zeigen heißt heißen lautet lauten steht stehen beschriftet genannt "
        "ist in im innerhalb"
    ),
    phrases=frozenset({"zum beispiel"}),
    known_names=frozenset(),
    says=r"\b(?:steht|lautet|heißt|beschriftet mit|namens)\s+(?!ein|der\b|die\b|das\b)([A-ZÄÖÜ]{2}[\w&'’.-]*)",
    writing=r"\b(?:text|wort|wörter|buchstaben?|schrift|geschrieben|steht|überschrift|absatz|webseite)\b",
    empty=r"\b(?:leer|leere|leerer|leeres|leeren|nichts|kein(?:e)? (?:text|wörter|schrift))\b",
    fields=r"\b(?:feld|felder|eingabefeld|suchfeld|textfeld|zeile|zeilen|zelle|spalte|ordner|papierkorb|warenkorb)\b",
    screen=listed(
        "ein eine der die das ist es von auf mit bildschirmfoto bildschirm computer laptop desktop monitor fenster "
        "programm webseite seite bild foto ansicht"
    ),
    between=r"[;:,.]\s+|\s+(?:und|während|mit|aber|wobei|sowie)\s+|\s+[-–—]\s+",
    guessed=r"\b(?:vielleicht|möglicherweise|wahrscheinlich|vermutlich|scheint|könnte|dürfte|wohl)\b",
    openings=(
        (r"^(?:es gibt|da ist|da sind)\b", "Vielleicht gibt es"),
        (r"^(?:es|das|dies) ist\b", "Vielleicht ist es"),
        (r"^(?:es|das (?:bild|foto)|dies) zeigt\b", "Vielleicht zeigt es"),
    ),
    yes_no=listed("ja nein"),
    perhaps="Vielleicht: {}",
    may_show="Vielleicht: {}",
)
