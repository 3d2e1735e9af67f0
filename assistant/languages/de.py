"""What Hearsight says of itself in German, and how people ask in it."""

from __future__ import annotations

import re

from assistant.languages import Language

LANGUAGE = Language(
    tag="de",
    earcon_meanings={
        "looked": "Aufgenommen: Das Bild ist gemacht.",
        "thinking": "In Arbeit: wird wiederholt, bis etwas gesagt wird.",
        "listening": "Sprich jetzt.",
        "received": "Gehört: Das Mikrofon ist zu.",
        "answered": "Fertig: Das war alles, oder dein Befehl ist ausgeführt.",
        "refused": "Abgelehnt: Es gibt nichts zu beschreiben, oder keine Antwort.",
        "failed": "Fehlgeschlagen: Etwas ging schief.",
        "aimed": "Im Bild: Die Kamera sieht alles, halte still.",
        "open": "Offen: Das Mikrofon bleibt an. Wird wiederholt.",
    },
    earcon_words={
        "looked": "Ich schaue",
        "thinking": "Noch dabei",
        "listening": "Sprich",
        "received": "Gehört",
        "answered": "Fertig",
        "refused": "Nein",
        "failed": "Fehlgeschlagen",
        "aimed": "Stillhalten",
        "open": "Mikrofon offen",
    },
    refusals={
        "black_desktop": "Das Bild vom Bildschirm ist ganz schwarz. Ein Bildschirmvorhang, ein ausgeschalteter "
        "Bildschirm oder ein geschütztes Video kann der Grund sein.",
        "black_camera": "Das Kamerabild ist ganz schwarz. Ist die Abdeckung zu?",
        "black": "Das Bild ist ganz schwarz.",
        "blank_desktop": "Hier ist nichts zu sehen, alles ist {colour}.",
        "blank": "Das Bild ist ganz {colour}, ohne etwas darauf.",
        "unchanged": "Seit dem letzten Blick hat sich nichts geändert.",
    },
    colours={
        "black": "schwarz",
        "white": "weiß",
        "grey": "grau",
        "dark grey": "dunkelgrau",
        "light grey": "hellgrau",
        "red": "rot",
        "dark red": "dunkelrot",
        "orange": "orange",
        "brown": "braun",
        "yellow": "gelb",
        "green": "grün",
        "dark green": "dunkelgrün",
        "turquoise": "türkis",
        "blue": "blau",
        "dark blue": "dunkelblau",
        "light blue": "hellblau",
        "purple": "lila",
        "pink": "rosa",
    },
    other_device="Das Audiogerät {device} geht gerade nicht, deshalb spreche ich über das übliche.",
    other_voice="Jetzt spricht eine andere Stimme, weil die übliche ausgefallen ist.",
    only_describes="Dieses Modell beschreibt nur Bilder, das kann es nicht beantworten.",
    not_trusted="Was das Modell in diesem Bild sieht, traue ich ihm nicht.",
    screen_hint="Auf dem Bildschirm steht: {}. ",
    topic_hint="Wiederhole das. Langsamer. Lauter. Leiser. Stopp. Weiter. Lies alles. Buchstabiere das. Kopiere das. "
    "Eine Frage zum Bildschirm: Schaltfläche, Kontrollkästchen, Textfeld, Menü, Fehlermeldung, Fenster, Bild, Tabelle "
    "oder Liste.",
    open_end=re.compile(
        r".*\b(?:der|die|das|den|dem|des|ein|eine|einen|einem|einer|und|oder|aber|mein|meine|meinen|dein|weil|wenn|"
        r"jede|jeder|jedes|sehr|neben dem|neben der|gibt es|wie ?viele|wie ?viel|zeig mir|sag mir)"
    ),
    rare_end=re.compile(
        r".*\b(?:zu|in|im|auf|unter|über|mit|bei|von|am|an|ist|sind|war|kann|welche|welcher|was|wo|wer|nicht)"
    ),
    sentences={
        "heard_nothing": "Ich habe nichts gehört.",
        "not_understood": "Das habe ich nicht verstanden. Bitte sag es noch einmal.",
        "too_short": "Das war zu kurz. Halte die Taste, während du sprichst, oder tippe sie an und sprich dann.",
        "muted": "Vom Mikrofon kam nur Stille. Prüfe, ob es stumm geschaltet ist.",
        "too_quiet": "Ich höre dich kaum. Komm näher ans Mikrofon.",
        "too_loud": "Deine Stimme kam verzerrt an. Geh weiter weg vom Mikrofon, oder stelle es leiser.",
        "too_noisy": "Es ist zu laut um dich. Komm näher ans Mikrofon, oder suche einen ruhigeren Ort.",
        "too_long": "Ich habe nur {seconds} Sekunden zugehört. Bitte frage kürzer.",
        "cut_off": "Davon habe ich nur die ersten {seconds} Sekunden gehört.",
        "model_too_large": "Das Sprachmodell {wanted} braucht mehr Speicher, als da ist, deshalb nehme ich {used}.",
        "model_damaged": "Das Sprachmodell {wanted} ist beschädigt, deshalb nehme ich {used}. "
        "Der Befehl dagegen: hearsight models install {wanted}",
        "cannot_do": "Das kann ich gerade nicht.",
        "no_text": "Ich sehe keinen Text.",
        "nothing_said_yet": "Ich habe noch nichts gesagt.",
        "all_said": "Das war alles.",
        "beginning": "Das ist der Anfang.",
        "still_looking": "Ich schaue noch.",
        "copied": "Kopiert.",
        "watch_on": "Ich beobachte dieses Fenster.",
        "watch_until": "Ich beobachte dieses Fenster, bis {until}.",
        "watch_off": "Ich beobachte nicht mehr.",
        "watch_not_on": "Ich beobachte gerade nichts.",
        "watch_words": "Jetzt ist es da: {line}",
        "watch_already": "Es ist schon da: {line}",
        "watch_gone": "Verschwunden: {words}.",
        "watch_done": "Es ist zu Ende. {line}",
        "watch_change": "Es hat sich geändert.",
        "watch_closed": "Das beobachtete Fenster ist geschlossen.",
        "watch_time": "Die Zeit ist um. Ich beobachte nicht mehr.",
        "watch_minimised": "Das beobachtete Fenster ist minimiert oder auf einer anderen "
        "Arbeitsfläche, ich sehe es nicht.",
        "watch_covered": "Ein anderes Fenster verdeckt das beobachtete, ich sehe es nicht.",
        "watch_part": "Ein Teil des beobachteten Fensters ist verdeckt. Ich sehe nur den Rest.",
        "watch_back": "Ich sehe das beobachtete Fenster wieder.",
        "watch_no_progress": "Ich sehe darin nichts, was zeigt, wie weit es ist.",
        "first_look": "Dieses Fenster habe ich noch nicht angesehen.",
        "nothing_new": "Ich sehe keine Änderung in diesem Fenster.",
        "kept": "Das merke ich mir.",
        "kept_as": "Das merke ich mir als: {note}.",
        "history_off": "Ich führe keinen Verlauf, deshalb kann ich mir das nicht merken. Die Einstellung history.keep "
        "schaltet ihn ein.",
        "where_am_i": "Wo bin ich?",
        "started": "Hearsight ist bereit. Drücke {key}, um das Fenster zu hören.",
        "stopped": "Hearsight ist aus.",
        "no_braille": "Es läuft kein Screenreader mit Braillezeile, deshalb spreche ich.",
        "hands_free_on": "Der Freihandmodus ist an. Sage {phrase}, dann deine Frage.",
        "hands_free_off": "Der Freihandmodus ist aus. Das Mikrofon ist zu.",
        "hands_free_deaf": "Der Freihandmodus braucht die Sprachmodelle. Der Befehl: hearsight models install --needed",
        "microphone_gone": "Das Mikrofon ist weg. Ich höre wieder zu, wenn es zurück ist.",
        "microphone_back": "Ich höre dich wieder.",
        "at_next_start": "Diese Einstellung gilt ab dem nächsten Start.",
        "default_settings": "Bis dahin nehme ich die Voreinstellungen.",
    },
)
