"""German."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "hello": "Willkommen bei Hearsight. Ich sehe auf den Bildschirm und sage, was da ist. "
    "Eingabe geht weiter, Bild auf zurück, Escape beendet. Sie können jederzeit wiederkommen.",
    "voice": "Wie schnell soll ich sprechen? Pfeil hoch ist schneller, runter langsamer, rechts lauter, links leiser. "
    "Sie hören jede Änderung sofort. Eingabe behält sie.",
    "key": "Die wichtigste Taste ist {describe}: Sie beschreibt das Fenster. Probieren Sie es jetzt. "
    "Während ich spreche, macht mich jede Taste still.",
    "question": "Um etwas zu fragen, halten Sie {ask}, sprechen Sie, und lassen Sie los. Sagen Sie zur Probe ein Wort. "
    "Das Mikrofon ist nur offen, solange Sie die Taste halten. Eingabe überspringt das.",
    "permission": "Ihr System fragt vielleicht, ob Hearsight den Bildschirm sehen, Mikrofon oder Kamera benutzen darf. "
    "Ohne Ihr Ja kann ich nicht sehen und nicht hören. Die Kamera öffne ich erst, wenn Sie zugestimmt haben.",
    "models": "{models}",
    "privacy": "Was ich sehe und höre, bleibt auf diesem Computer. Den Text des Gesagten behalte ich dreißig Tage, "
    "Bilder nur, wenn Sie das wollen. Im Privatmodus behalte ich gar nichts.",
    "end": "Das war alles. {describe} beschreibt das Fenster, {ask} fragt. "
    "Nach {commands} genügt ein Buchstabe, und das Fragezeichen liest alle vor. Eingabe schließt dies.",
}
REPLIES: Mapping[str, str] = {
    "right": "Das war richtig. Eingabe geht weiter.",
    "heard": "Ich habe gehört: {heard}. Eingabe geht weiter.",
    "heard_nothing": "Ich habe nichts gehört. Noch einmal, oder weiter mit Eingabe.",
    "resumed": "Wir machen weiter, wo Sie aufgehört haben.",
    "models_there": "Alle Modelle, die ich brauche, sind auf diesem Computer.",
    "models_missing": "Zum Zuhören und Lesen brauche ich Modelle von {megabytes} Megabyte, etwa {minutes} Minuten. "
    "Ohne Ihr Ja wird nichts geholt: hearsight models install --needed fragt Sie zuerst.",
}
