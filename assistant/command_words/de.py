"""Voice commands in German."""

from __future__ import annotations

import re

from assistant.command_words import CommandWords

THIS = r"(?:dir )?(?:das|dies|diese antwort|die antwort|es)"
NAMED = r"(?:als|unter|unter dem namen|mit dem namen|mit der notiz)"
NAMES_NOTHING = r"(?!(?:das|dies|dieses|es|der|die|den|dem|ist|sind|nicht|mir|man|im|in|von|wurde|wird)\b)"
ALPHABET = r"(?:phonetisch|mit (?:dem )?(?:funkalphabet|buchstabieralphabet|buchstabiertafel))"

WORDS = CommandWords(
    phrases={
        "repeat": (
            "wiederhole", "wiederholen", "wiederhole das", "wiederhol das", "nochmal", "noch mal", "noch einmal",
            "sag das nochmal", "sag das noch mal", "sag das noch einmal", "sage das noch einmal", "wie bitte",
            "was hast du gesagt", "was war das", "wiederhole die antwort", "wiederhole den letzten satz",
        ),
        "spell": (
            "buchstabiere", "buchstabieren", "buchstabiere das", "buchstabier das", "buchstabiere es",
            "buchstabiere die antwort",
        ),
        "spell_phonetically": (
            "buchstabiere phonetisch", "buchstabiere das phonetisch", "buchstabiere es phonetisch",
            "buchstabiere mit dem funkalphabet", "buchstabiere das mit dem funkalphabet", "funkalphabet",
            "buchstabieralphabet", "buchstabiere das mit dem buchstabieralphabet",
        ),
        "slower": (
            "langsamer", "sprich langsamer", "rede langsamer", "lies langsamer", "zu schnell", "nicht so schnell",
            "das ist zu schnell",
        ),
        "faster": (
            "schneller", "sprich schneller", "rede schneller", "lies schneller", "zu langsam", "nicht so langsam",
            "das ist zu langsam",
        ),
        "louder": (
            "lauter", "sprich lauter", "rede lauter", "zu leise", "mach lauter", "mach es lauter",
            "nicht so leise", "das ist zu leise",
        ),
        "quieter": (
            "leiser", "sprich leiser", "rede leiser", "zu laut", "mach leiser", "mach es leiser", "nicht so laut",
            "das ist zu laut",
        ),
        "stop": (
            "stopp", "stop", "halt", "hör auf", "hör auf zu reden", "sei still", "sei leise", "ruhe", "still",
            "genug", "das reicht", "schweig", "egal",
        ),
        "continue": (
            "weiter", "mach weiter", "lies weiter", "rede weiter", "sprich weiter", "fortfahren", "fahr fort",
        ),
        "copy": (
            "kopiere", "kopieren", "kopiere das", "kopier das", "kopiere die antwort",
            "kopiere das in die zwischenablage", "in die zwischenablage kopieren", "in die zwischenablage",
        ),
        "read_all": (
            "lies alles", "lies alles vor", "alles vorlesen", "alles lesen", "lies den ganzen text",
            "lies den ganzen text vor", "lies den ganzen bildschirm", "lies den ganzen bildschirm vor",
            "lies die ganze seite", "lies die ganze seite vor", "lies den bildschirm vor", "lies die seite vor",
        ),
        "whats_new": (
            "was ist neu", "was gibt es neues", "gibt es etwas neues", "gibt es was neues", "was hat sich geändert",
            "was hat sich verändert", "hat sich etwas geändert", "hat sich was geändert", "was ist anders",
            "gibt es änderungen", "was hat sich gerade geändert", "sag mir was neu ist",
        ),
        "where_am_i": (
            "wo bin ich", "wo bin ich hier", "wo sind wir", "sag mir wo ich bin", "wo befinde ich mich",
            "aktuelle position", "meine position",
        ),
        "remember": (
            "merk dir das", "merke dir das", "merk dir die antwort", "merke dir die antwort", "notiere das",
            "notier das", "notiere die antwort", "speichere die antwort", "speichere diese antwort",
        ),
        "next_sentence": (
            "nächster satz", "überspringen", "überspringe das", "überspring das", "überspringe den satz",
            "überspringe diesen satz", "einen satz weiter", "ein satz weiter",
        ),
        "previous_sentence": (
            "voriger satz", "vorheriger satz", "einen satz zurück", "ein satz zurück", "geh zurück",
            "geh einen satz zurück",
        ),
        "stop_listening": (
            "hör nicht mehr zu", "hör auf zuzuhören", "nicht mehr zuhören", "mikrofon aus", "mikrofon ausschalten",
            "schalte das mikrofon aus", "schalt das mikrofon aus", "freihändig aus", "freihandmodus aus",
            "freihandmodus ausschalten", "freihandmodus beenden", "schalte den freihandmodus aus",
        ),
        "watch": (
            "beobachte das", "beobachte dieses fenster", "beobachte das fenster", "behalte das im auge",
            "behalte dieses fenster im auge", "pass darauf auf",
        ),
        "focus": (
            "bring mich dahin", "bring mich dorthin", "bring mich hin", "geh dahin", "geh dorthin", "spring dahin",
            "setz den fokus dahin", "setze den fokus dahin", "setz den fokus dorthin", "setze den fokus dorthin",
            "fokus dahin", "fokus dorthin",
        ),
        "focus_back": (
            "bring mich zurück", "setz den fokus zurück", "setze den fokus zurück", "zurück zum alten fokus",
            "bring mich wieder zurück", "zurück wo ich war", "zurück dahin wo ich war",
        ),
        "read_here": (
            "lies von hier", "lies ab hier", "lies von hier an", "lies von hier weiter", "lies ab hier weiter",
            "lies ab hier vor", "lies von dort", "lies ab dort", "fang hier an zu lesen", "ab hier vorlesen",
        ),
        "read_cursor": (
            "lies vom cursor", "lies ab dem cursor", "lies vom cursor an", "lies ab der schreibmarke",
            "lies vom fokus", "lies ab dem fokus", "lies von da wo ich bin",
        ),
        "copy_text": (
            "kopiere den text", "kopier den text", "kopiere den text davon", "kopiere den wert", "kopier den wert",
            "kopiere den inhalt", "kopier den inhalt",
        ),
        "open_link": (
            "öffne den link", "öffne diesen link", "öffne das", "öffne es", "folge dem link", "folge diesem link",
            "den link öffnen", "link öffnen",
        ),
        "yes": (
            "ja", "ja mach das", "mach das", "ja öffne es", "ja öffnen", "ja mach es", "tu es", "ja tu es",
            "ich sage ja",
        ),
        "no": (
            "nein", "nein danke", "lass es", "lass das", "nein lass es", "lieber nicht", "tu es nicht",
            "mach das nicht", "ich sage nein",
        ),
        "play_chart": (
            "spiel das diagramm vor", "spiele das diagramm vor", "spiel das diagramm ab", "spiel mir das diagramm vor",
            "spiel das diagramm", "lass mich das diagramm hören", "ich möchte das diagramm hören",
            "spiel die grafik vor", "lass mich die grafik hören", "diagramm als klang", "diagramm als töne",
            "diagramm anhören",
        ),
        "how_known": (
            "woher weißt du das", "woher weisst du das", "wie kommst du darauf", "warum sagst du das",
            "wieso sagst du das", "bist du sicher", "bist du dir sicher", "bist du da sicher",
            "bist du dir da sicher", "wie sicher bist du", "wie sicher bist du dir", "woher hast du das",
            "wo hast du das gelesen", "wo hast du das gesehen", "wo steht das", "woran erkennst du das",
            "worauf stützt sich das", "was macht dich so sicher",
        ),
        "stop_watching": (
            "hör auf zu beobachten", "nicht mehr beobachten", "beobachte nicht mehr", "beobachtung beenden",
            "beende die beobachtung", "hör auf zu erzählen", "erzählung beenden", "beende die erzählung",
            "schau nicht mehr hin", "kamera aus", "kamera schließen", "schließ die kamera", "mach die kamera aus",
            "schalte die kamera aus",
        ),
        "narrate": (
            "erzähl was passiert", "erzähle was passiert", "erzähl mir was passiert", "erzähl was du siehst",
            "erzähle was du siehst", "erzähl mir was du siehst", "fang an zu erzählen", "beginne zu erzählen",
            "starte die erzählung", "kamera an", "kamera ein", "öffne die kamera", "mach die kamera an",
            "schalte die kamera ein", "schalte die kamera an", "starte die kamera",
        ),
        "scan": (
            "scanne diese seite", "scanne die seite", "scanne eine seite", "scanne die seiten", "scanne das dokument",
            "scanne ein dokument", "scanne den brief", "scanne diesen brief", "scanne einen brief",
        ),
        "take_photo": (
            "mach ein foto", "mache ein foto", "mach ein bild", "mache ein bild", "nimm ein foto auf",
            "mach ein foto von mir", "mach ein selfie", "nimm es auf",
        ),
        "scan_product": (
            "scanne das produkt", "scanne dieses produkt", "scanne ein produkt", "scanne die packung",
            "scanne diese packung", "scanne den strichcode",
        ),
        "camera_look": (
            "was ist vor mir", "was liegt vor mir", "was steht vor mir", "was siehst du vor mir",
            "was befindet sich vor mir", "sag mir was vor mir ist", "beschreib was vor mir ist",
            "schau durch die kamera", "sieh durch die kamera", "was sieht die kamera", "was siehst du durch die kamera",
        ),
    },
    teach=re.compile(
        r"(?:(?:das|dies|hier) (?:ist|sind)|lern(?:e)?|ich zeig(?:e)? dir) ((?:mein|meine|meinen|unser|unsere)"
        r" (?!bildschirm\b|fenster\b|seite\b|frage\b|antwort\b|name\b|rechner\b|computer\b|passwort\b|datei\b).+)"
        r"|lern(?:e)? (?:das|dies) als (.+)"
    ),
    find=re.compile(
        r"(?:finde?|such|suche|wo ist|wo sind|wo liegt|wo steht|ich suche)"
        r" (mein(?:e|en)? (?!maus\b|tastatur\b|bildschirm\b|monitor\b|mauszeiger\b|cursor\b).+)"
        r"|(?:finde?|such|suche|ich suche) (etwas \w+|(?:ein |das )?gesicht|(?:einen |den )?(?:strich|bar|qr) ?code"
        r"|(?:das |ein )?schild auf dem .+ steht)"
        r"|(?:finde?|such|suche) (.+) (?:mit|durch) (?:der|die|meiner) kamera"
    ),
    again=re.compile(
        r"(?:und |aber )?(?:jetzt|nun)|(?:und )?wie ist es jetzt|(?:schau|sieh) noch ?mal(?: hin| nach)?"
    ),
    anew=re.compile(r"\b(?:jetzt|nun|noch|inzwischen|mittlerweile)\b"),
    leans=re.compile(
        r"\b(?:er|ihn|ihm|seine?|ihre?|sie|deren)\b|(?<!gibt )(?<!ist )\bes\b"
        r"|^(?:und|was ist mit)\b|^(?:wo|wie ?viele)$"
    ),
    polite=re.compile(
        r"\b((?<!wie )bitte|danke|vielen dank|hey|hearsight|okay|ok|jetzt|(?<!noch )mal|doch|einfach|ein bisschen|"
        r"etwas mehr|etwas(?= (?:langsamer|schneller|lauter|leiser))|"
        r"ein wenig|für mich|kannst du|könntest du|würdest du)\b"
    ),
    spell=re.compile(rf"(?:buchstabiere?|wie buchstabiert man) {NAMES_NOTHING}(.+)"),
    spell_phonetically=re.compile(rf"(?:buchstabiere?|wie buchstabiert man) {NAMES_NOTHING}(.+?) {ALPHABET}"),
    watch=re.compile(
        r"(?:beobachte(?: (?:das|dieses|es|den)(?: (?:fenster|bildschirm))?)?|warte),? bis (.+)"
        r"|sag (?:mir )?bescheid,? (?:wenn|sobald) (.+)"
    ),
    remember=re.compile(
        rf"(?:merke?|notiere?|speichere?|behalte?) {THIS} {NAMED} (?:der |die |das |den |dem |ein |eine |einen )?(.+)"
    ),
    focus=re.compile(
        r"(?:bring mich|geh|spring|setz(?:e)? (?:den fokus|mich)|bewege? den fokus)(?: bitte)?(?: hin)?"
        r" (?:zu|zum|zur|auf|in|ins) (?:den |die |das |dem |der )?(?!nächste|vorige|letzte|erste)(.+)"
    ),
    open_link=re.compile(
        r"(?:öffne|folge) (?:den |dem )?link (?:zu |zum |zur |mit dem namen |namens )?(.+)"
    ),
    back=frozenset(("geh zurück",)),
    asking=re.compile(
        r"(?:wo|wer|wen|wem|wann|warum|wieso|wie|was|welche[rsnm]?|ist|sind|hat|haben|gibt|kann|war|waren|steht|soll|"
        r"muss|darf|lies|wird)\b"
    ),
    sound_alike=frozenset(("lauteres", "schnellere", "weiteres", "kopie", "kopien", "kopierer", "stoff")),
)  # fmt: skip
