"""German."""

from __future__ import annotations

from models.taught.words import TaughtWords

_HERE = r"(?: (?:hier|auf (?:diesem|dem) (?:bild|foto)))?"

WORDS = TaughtWords(
    says={
        "sure": "{thing}.",
        "probably": "Wahrscheinlich {thing}.",
        "sure_at": "{thing}: {place}.",
        "probably_at": "Wahrscheinlich {thing}: {place}.",
        "none": "Ich sehe nichts, was du mir gezeigt hast.",
        "nothing_taught": "Du hast mir noch nichts gezeigt. Zum Beispiel: "
        'hearsight teach "mein Schlüssel" --source camera',
        "looking": "Ich sehe {seconds} Sekunden lang an, was in der Mitte ist. Dreh es langsam.",
        "learned": "Gelernt aus {count} Ansichten: {thing}.",
        "learned_one": "Gelernt aus einer Ansicht: {thing}. Mit mehr Ansichten wird es sicherer.",
        "more": "Dazugelernt, jetzt {count} Ansichten: {thing}.",
        "no_picture": "Ich habe kein Bild gesehen und nichts gelernt.",
        "dark": "Es war zu dunkel, ich habe nichts gelernt. Mach Licht und versuch es noch einmal.",
        "bright": "Es war zu hell, ich habe nichts gelernt. Dreh dich vom Licht weg und versuch es noch einmal.",
        "blurred": "Es war unscharf, ich habe nichts gelernt. Halte es still, eine Armlänge entfernt, und versuch es "
        "noch einmal.",
        "empty": "Ich habe nur eine leere Fläche gesehen und nichts gelernt. Halte das Ding in die Mitte.",
        "changing": "Ich habe jedes Mal etwas anderes gesehen und nichts gelernt. Halte das Ding in der Mitte.",
        "alike": "Das sieht aus wie etwas Bekanntes: {thing}. Ich habe nichts gelernt. Um Ansichten hinzuzufügen, "
        "nimm diesen Namen.",
        "face": "Da ist ein Gesicht, ich habe nichts gelernt: Ich lerne Dinge und erkenne niemanden. Halte das Ding "
        "näher heran, weg von Gesichtern.",
        "list_single": "{thing}, eine Ansicht",
        "list_one": "{thing}, {count} Ansichten",
        "forgotten": "Vergessen: {thing}.",
        "renamed": "{old} heißt jetzt {new}.",
    },
    own={
        "mein ": "dein ", "meine ": "deine ", "meinen ": "deinen ", "unser ": "euer ", "unsere ": "eure ",
    },
    people=(
        "ich mich mir ihn sie euch jemand mensch menschen person leute mann frau männer frauen junge mädchen "
        "kind kinder baby freund freundin nachbar nachbarin kollege kollegin chef chefin lehrer lehrerin arzt "
        "ärztin ehefrau ehemann partner partnerin mutter mama mutti vater papa vati eltern sohn tochter "
        "bruder schwester geschwister zwilling tante onkel cousin cousine nichte neffe großmutter oma "
        "großvater opa enkel enkelin gesicht"
    ),
    asks=(
        ("what", rf"was ist (?:das|dies|es){_HERE}"),
        ("what", r"was (?:halte|habe) ich (?:da|hier)?(?: in der hand)?"),
        ("is", rf"(?:ist|sind) (?:das|dies|es) (?P<x>(?:mein|meine|der|die|das|unser|unsere) .+?){_HERE}"),
        ("where", rf"wo (?:ist|sind) (?P<x>(?:mein|meine|der|die|das|unser|unsere) .+?){_HERE}"),
        ("is", rf"siehst du (?P<x>(?:mein|meine|meinen|unser|unsere|unseren) .+?){_HERE}"),
    ),
)  # fmt: skip
