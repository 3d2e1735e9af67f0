"""German."""

from __future__ import annotations

import re

from models.guiding.words import GuideWords

WORDS = GuideWords(
    lead=re.compile(
        r"(?:bitte )?(?:(?:finde?|such(?:e)?(?: nach)?|hilf mir(?: beim)? (?:suchen|finden)(?: von)?)(?: mir)?"
        r"|wo (?:ist|sind|liegt|steht|hängt)|ich suche) "
    ),
    article=re.compile(r"(?:mein(?:e|en|em|er)?|dein(?:e|en|em|er)?|der|die|das|den|dem|ein(?:e|en|em|er)?|etwas) "),
    also={
        "becher": "cup", "kaffeetasse": "cup", "kaffeebecher": "cup", "teetasse": "cup", "glas": "wine glass",
        "handy": "cell phone", "smartphone": "cell phone", "mobiltelefon": "cell phone", "couch": "couch",
        "schreibtisch": "dining table", "pflanze": "potted plant", "blumentopf": "potted plant", "fernseher": "tv",
        "monitor": "tv", "rechner": "laptop", "computer": "laptop", "notebook": "laptop", "rad": "bicycle",
        "flieger": "airplane", "tasche": "handbag", "schultasche": "backpack", "regenschirm": "umbrella",
        "haartrockner": "hair drier", "schlips": "tie", "maus": "mouse", "mensch": "person", "mann": "person",
        "frau": "person", "jemand": "person", "jemanden": "person", "leute": "person", "spüle": "sink",
        "lkw": "truck",
        "backofen": "oven", "ofen": "oven", "sessel": "chair", "teddy": "teddy bear", "flasche wasser": "bottle",
    },
    colours={
        "rotes": "red", "grünes": "green", "blaues": "blue", "gelbes": "yellow", "oranges": "orange",
        "orangenes": "orange", "rosa": "pink", "rosafarbenes": "pink", "pinkes": "pink", "lila": "purple",
        "violettes": "purple", "braunes": "brown", "türkises": "cyan",
        "rot": "red", "grün": "green", "blau": "blue", "gelb": "yellow", "orange": "orange", "violett": "purple",
        "braun": "brown", "türkis": "cyan",
    },
    colour=re.compile(r"(?:etwas|irgendetwas|irgendwas|was) (?P<x>\w+)|(?:ein|das) (?P<y>\w+) ding"),
    text=re.compile(
        r"(?:das |die |den |ein |eine |einen )?(?:schild|aufschrift|etikett|tür|knopf|plakat|seite|dose|schachtel)"
        r"(?: (?:auf|an) (?:dem|der))? ?,? ?"
        r"(?:(?:steht|mit(?: (?:der|dem) (?:aufschrift|wort|text))?) )(?P<x>.+?)(?: steht)?"
        r"|(?:das |die )?(?:wort|wörter|worte|text|schrift) (?P<y>.+)"
        r"|(?:das |die )?(?:schild|tür|etikett),? (?:auf|an) (?:dem|der) (?P<w>.+?) steht|[\"„“'](?P<z>.+)[\"“”']"
    ),
    face=re.compile(r"(?:ein |das |irgendein )?gesicht(?:er)?"),
    code=re.compile(r"(?:den |einen |der |ein )?(?:strich|bar|qr|qr |q r |produkt)-?codes?|(?:den |einen )?code"),
    own=("mein", "dein"),
    says={
        "searching": "ich suche {thing}.",
        "not_seen": "{thing}: sehe ich nicht. Langsam drehen.",
        "still_not": "noch nicht zu sehen.",
        "seen": "{thing}: {where}.",
        "probably": "wahrscheinlich {thing}: {where}.",
        "ahead": "geradeaus",
        "and": "{one} und {other}",
        "left": "links", "right": "rechts", "up": "hoch", "down": "runter",
        "bit_left": "etwas links", "bit_right": "etwas rechts", "bit_up": "etwas hoch", "bit_down": "etwas runter",
        "hold": "stillhalten.",
        "middle": "in der Mitte{far}.",
        "probably_middle": "wahrscheinlich in der Mitte{far}.",
        "close": ", nah", "far": ", weit weg",
        "lost": "nicht mehr zu sehen.",
        "lost_left": "links aus dem Bild.", "lost_right": "rechts aus dem Bild.",
        "lost_up": "oben aus dem Bild.", "lost_down": "unten aus dem Bild.",
        "reads": "da steht: {text}.",
        "cannot": "Ich kann {thing} nicht suchen, ohne es gelernt zu haben. Lehre es mich: hearsight teach '{thing}'.",
        "nothing": "Sag mir, was ich suchen soll.",
        # -- Aufnehmen --
        "do_left": "nach links.", "do_right": "nach rechts.", "do_up": "nach oben.", "do_down": "nach unten.",
        "do_further": "weiter weg.", "do_closer": "näher.", "do_hold": "stillhalten.",
        "do_tilt_far": "kippen: der hintere Rand ist zu weit weg.",
        "do_tilt_near": "kippen: der vordere Rand ist zu weit weg.",
        "do_tilt_left": "kippen: der linke Rand ist zu weit weg.",
        "do_tilt_right": "kippen: der rechte Rand ist zu weit weg.",
        "do_dark": "es ist zu dunkel. Mehr Licht.",
        "do_blurred": "es ist unscharf. Stillhalten, oder etwas weiter weg.",
        "do_bright": "es ist zu hell.", "do_lean": "es steht schief. Die Kamera etwas drehen.",

        "document_opening": "halte die Kamera über die Seite.",
        "no_page": "ich sehe keine Seite. Halte die Kamera höher darüber.",
        "page_now": "Seite {number} aufgenommen.",
        "next_page": "nächste Seite.",
        "no_page_taken": "keine Seite aufgenommen.",
        "page_taken": "eine Seite mit {words} Wörtern, im Ordner {folder}.",
        "pages_taken": "{number} Seiten mit {words} Wörtern, im Ordner {folder}.",
        "pages_unread": "nicht gelesen: Seite {numbers}.",
        "photo_opening": "halte die Kamera auf das, was du aufnehmen willst.",
        "photo_none": "ich sehe nichts Scharfes.",
        "photo_now": "aufgenommen. {what}",
        "photo_done": "das Bild ist {name}, im Ordner {folder}.",
        "no_photo": "kein Bild aufgenommen.",
        "faces_none": "kein Gesicht.",
        "faces_one": "ein Gesicht, ganz im Bild.",
        "faces_many": "{number} Gesichter, alle ganz im Bild.",
        "faces_cut": "ein Gesicht ist abgeschnitten.",
        "product_opening": "drehe die Packung langsam vor der Kamera.",
        "product_none": "noch kein Code. Die Packung drehen.",
        "product_named": "{name}, nach dem Strichcode {text}.",
        "product_number": "der Strichcode ist {text}; er hat noch keinen Namen.",
        "product_pack": "auf der Packung: {text}.",
        "product_nothing": "weder ein Code noch Text gefunden.",
        "a_face": "ein Gesicht", "a_code": "ein Code",
    },
    tell_text="„{text}“",
)  # fmt: skip
