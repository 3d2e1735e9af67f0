"""German."""

from __future__ import annotations

from models.photo.words import PhotoWords

_IT = r"(?:bild|foto|photo|aufnahme)"
_THE = rf"(?:es|(?:das|dieses|die|diese|mein) {_IT})"
_IN = rf"(?:(?:dem|diesem|der|dieser) )?{_IT}"
_WITH = rf"(?:(?:dem|diesem|der|dieser) {_IT}|ihm|ihr)"
_ANY = r"(?:jemand|irgendjemand|irgendwer|wer|sie|er|die leute|alle|ein|jemandes)"

WORDS = PhotoWords(
    faults={
        "blur": ("Es ist unscharf.", "Es ist vielleicht etwas unscharf."),
        "dark": ("Es ist zu dunkel.", "Es ist vielleicht zu dunkel."),
        "burnt": ("Helle Stellen sind überbelichtet.", "Einige helle Stellen sind vielleicht überbelichtet."),
        "flat": ("Es hat wenig Kontrast, wie im Nebel.", "Es hat vielleicht wenig Kontrast."),
        "backlit": ("Es ist gegen das Licht aufgenommen: Das Gesicht ist dunkel.",
                    "Es ist vielleicht gegen das Licht aufgenommen."),
        "tilt": ("Es ist um {degrees} Grad nach {way} geneigt.",
                 "Es ist vielleicht um {degrees} Grad nach {way} geneigt."),
        "page_tilt": ("Die Seite ist um {degrees} Grad nach {way} geneigt.",
                      "Die Seite ist vielleicht nach {way} geneigt."),
        "sideways": ("Es liegt auf der Seite.", "Es liegt vielleicht auf der Seite."),
        "sideways_2": ("Es steht auf dem Kopf.", "Es steht vielleicht auf dem Kopf."),
        "stored_sideways": (
            "In der Datei steht es nicht aufrecht; ein Vermerk sagt, wie herum; manche Programme lesen ihn nicht.",
            "In der Datei liegt es vielleicht auf der Seite.",
        ),
        "head_cut_top": ("Ein Kopf ist oben abgeschnitten.", "Ein Kopf ist vielleicht oben abgeschnitten."),
        "head_cut_left": ("Ein Gesicht ist am linken Rand abgeschnitten.",
                          "Ein Gesicht ist vielleicht am linken Rand abgeschnitten."),
        "head_cut_right": ("Ein Gesicht ist am rechten Rand abgeschnitten.",
                           "Ein Gesicht ist vielleicht am rechten Rand abgeschnitten."),
        "head_cut_bottom": ("Ein Gesicht ist am unteren Rand abgeschnitten.",
                            "Ein Gesicht ist vielleicht am unteren Rand abgeschnitten."),
    },
    advice={
        "blur": "Das lässt sich nicht beheben: Nimm es noch einmal auf, und halte still, bis es scharf ist.",
        "burnt": "Was überbelichtet ist, kommt nicht zurück: Nimm es noch einmal auf, das Licht im Rücken.",
        "head_cut": "Das kommt nicht zurück: Nimm es noch einmal auf, von weiter weg oder etwas höher gezielt.",
    },
    can_fix="--fix NEU.jpg würde es {steps}.",
    steps={
        "turned": "aufrecht drehen", "straightened": "gerade richten", "lightened": "aufhellen",
        "shadows": "in den Schatten aufhellen", "contrast": "kontrastreicher machen", "stored": "aufrecht speichern",
    },
    done={
        "turned": "aufrecht gedreht", "straightened": "um {degrees} Grad gerade gerichtet",
        "lightened": "um {stops} Blenden aufgehellt", "shadows": "in den Schatten aufgehellt",
        "contrast": "kontrastreicher gemacht", "stored": "aufrecht gespeichert",
    },
    cut="{thing} reicht bis an den {edge} Rand: Ein Teil davon ist vielleicht außerhalb.",
    edges={"top": "oberen", "left": "linken", "right": "rechten", "bottom": "unteren"},
    left="links",
    right="rechts",
    nothing_wrong="Ich finde keinen Fehler daran.",
    too_little="Es ist zu wenig darauf, um etwas zu sagen.",
    no_fix="Es gibt nichts, was ich sicher beheben kann. Keine Datei wurde geschrieben.",
    saved="Ich habe es {steps}. Die neue Datei ist {file}; deine ist, wie sie war.",
    still="Was bleibt: {faults}",
    place_left_out="Der Aufnahmeort steht nicht in der neuen Datei.",
    place_kept="Der Aufnahmeort steht auch in der neuen Datei.",
    faces=("Ein Gesicht", "{number} Gesichter", "wahrscheinlich {number} mehr"),
    all_in=("ganz im Bild", "alle ganz im Bild"),
    facing=("der Kamera zugewandt", "alle der Kamera zugewandt", "{number} der Kamera zugewandt"),
    numbers=("eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"),
    comma=", ",
    join=" ",
    end=".",
    taken="Laut der Datei aufgenommen am {when}.",
    says="In der Datei steht: {text}",
    place="Laut der Datei aufgenommen bei {place}.",
    has_place="In der Datei steht, wo es aufgenommen wurde; --place sagt es.",
    lit={
        "dark": "Wo die Kamera hinsieht, ist es dunkel. Eine Lampe dort ist wahrscheinlich aus.",
        "bright": "Wo die Kamera hinsieht, ist es hell. Ob durch eine Lampe oder den Tag, kann ich nicht sagen.",
        "between": "Das kann ich nicht sagen: Das Bild der Kamera ist weder dunkel noch hell.",
    },
    asks_light=r"(?:ist|sind|brennt|brennen) (?:noch )?(?:das|die|eine|hier) ?(?:noch )?(?:licht|lichter|lampe|lampen)"
    r"(?: (?:hier|noch))?(?: (?:an|aus|angeschaltet|ausgeschaltet))?"
    r"|ist es (?:hier )?(?:zu |sehr )?(?:dunkel|hell)(?: genug)?(?: hier)?",
    asks={
        "facing": rf"(?:schaut|schauen|sieht|sehen|blickt|blicken|guckt|gucken) {_ANY}"
        r" (?:in die kamera|zur kamera|mich an|zu mir|her)(?: hinein)?",
        "whole": rf"(?:ist|sind) (?:jeder|alle|alle leute|alle köpfe|alle gesichter)(?: ganz)? (?:auf|in|im) {_IN}"
        rf"(?: drauf)?"
        rf"|(?:ist|sind) alle (?:ganz )?(?:drauf|im bild)|ist {_ANY} (?:kopf )?abgeschnitten",
        "faces": r"wie ?viele gesichter(?: (?:sind|siehst du|gibt es))?(?: (?:da|hier|es))?"
        rf"(?: (?:auf|in|im) {_IN})?|(?:ist|gibt es) (?:da )?ein gesicht(?: (?:auf|in|im) {_IN})?",
        "taken": rf"wann (?:wurde|ist) {_THE} (?:aufgenommen|gemacht|entstanden)(?: worden)?"
        rf"|von wann ist {_THE}",
        "place": rf"wo (?:wurde|ist) {_THE} (?:aufgenommen|gemacht|entstanden)(?: worden)?",
        "wrong": rf"was (?:stimmt (?:mit|an) {_WITH} nicht|ist (?:falsch|schlecht) (?:an|mit) {_WITH})"
        rf"|ist {_THE} (?:gut|scharf|unscharf|verwackelt|zu dunkel|zu hell|überbelichtet|gelungen)"
        rf"|wie gut ist {_THE}",
        "where": rf"(?:ist|wurde) {_THE} (?:drinnen|draußen|im freien|innen|außen)"
        rf"(?: oder (?:drinnen|draußen|innen|außen))?"
        r"(?: aufgenommen| gemacht)?",
    },
    looks={
        "all": "{faces}: der Kamera zugewandt. Wohin die Augen sehen, kann ich nicht sagen.",
        "some": "{faces}, davon der Kamera zugewandt: {facing}. Wohin die Augen sehen, kann ich nicht sagen.",
        "none": "{faces}, nicht der Kamera zugewandt. Vielleicht gibt es andere, die ich nicht sehe.",
        "unsure": "Das kann ich nicht sagen: Die Gesichter sind nur wenig abgewandt.",
        "missing": "Ob jemand fehlt, kann ich nicht sagen.",
    },
    where={"indoors": "Wahrscheinlich drinnen, zu sehen: {things}.",
           "outdoors": "Wahrscheinlich draußen, zu sehen: {things}."},
    not_noted={
        "taken": "In der Datei steht nicht, wann es aufgenommen wurde.",
        "place": "In der Datei steht nicht, wo es aufgenommen wurde.",
    },
    place_kept_back="In der Datei steht, wo es aufgenommen wurde. Zu hören mit: hearsight settings photos.place on",
    place_roughly="Laut der Datei aufgenommen bei etwa {place}.",
    compass={
        "north": "{degrees} Grad Nord", "south": "{degrees} Grad Süd",
        "east": "{degrees} Grad Ost", "west": "{degrees} Grad West",
    },
    album={
        "one": "Ein Bild in {folder}.", "count": "{count} Bilder in {folder}.",
        "stopped": "Abgebrochen: {done} von {count} habe ich angesehen.",
        "day": "Laut den Dateien aufgenommen am {first}.",
        "days": "Laut den Dateien aufgenommen vom {first} bis zum {last}.",
        "people": "Mit Menschen: {count}.", "blur": "Unscharf: {names}.", "dark": "Zu dunkel: {names}.",
        "burnt": "Überbelichtet: {names}.", "head_cut": "Ein Kopf abgeschnitten: {names}.",
        "alike": "Fast gleich: {names}.", "more_alike": "Weitere Reihen fast gleicher: {count}.",
        "broken": "Nicht lesbar: {names}.", "more": "und {count} mehr",
    },
    codes={
        "link": "QR-Code: ein Link zu {host}, nicht geöffnet", "text": "QR-Code: {text}",
        "product": "Strichcode {text}", "taught": "{name}, am Strichcode {text} erkannt",
        "wifi": "QR-Code: für das WLAN {name}", "contact": "QR-Code: der Kontakt {name}",
        "secret": "QR-Code: ein Geheimnis zum Anmelden oder Bezahlen, nicht gesagt",
    },
)  # fmt: skip
