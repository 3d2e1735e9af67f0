"""German names of signs, for spelling, and words for what no voice can say. In running text signs, amounts and times
are left to the voice, which reads "5 km/h" right in its own language."""

from __future__ import annotations

SIGNS = {
    ".": "Punkt", ",": "Komma", ":": "Doppelpunkt", ";": "Semikolon", "-": "Strich", "_": "Unterstrich",
    "/": "Schrägstrich", "\\": "Backslash", "@": "at", "#": "Raute", "(": "Klammer auf", ")": "Klammer zu",
    "[": "eckige Klammer auf", "]": "eckige Klammer zu", "{": "geschweifte Klammer auf",
    "}": "geschweifte Klammer zu", "'": "Apostroph", '"': "Anführungszeichen", "?": "Fragezeichen",
    "!": "Ausrufezeichen", "&": "und", "*": "Stern", "+": "plus", "=": "gleich", "<": "kleiner als",
    ">": "größer als", "|": "senkrechter Strich", "~": "Tilde", "^": "Zirkumflex", "`": "Gravis", "%": "Prozent",
    "$": "Dollar", "¢": "Cent", "€": "Euro", "£": "Pfund", "¥": "Yen", "§": "Paragraf", "¶": "Absatzzeichen",
    "©": "Copyright", "®": "eingetragene Marke", "™": "Marke", "°": "Grad", "µ": "Mikro", "…": "Auslassungspunkte",
    "–": "Gedankenstrich", "—": "Gedankenstrich", "−": "minus", "“": "Anführungszeichen zu",
    "”": "Anführungszeichen zu", "„": "Anführungszeichen auf", "‘": "Anführungszeichen zu", "’": "Apostroph",
    "‚": "Anführungszeichen auf", "«": "Anführungszeichen zu", "»": "Anführungszeichen auf", "·": "Mittelpunkt",
    " ": "Leerzeichen", "¿": "umgekehrtes Fragezeichen", "¡": "umgekehrtes Ausrufezeichen", "×": "mal",
    "÷": "geteilt durch", "±": "plus minus", "≈": "ungefähr", "≠": "ungleich", "≤": "kleiner oder gleich",
    "≥": "größer oder gleich", "∞": "unendlich", "√": "Wurzel aus", "∑": "Summe", "½": "ein halb", "¼": "ein viertel",
    "¾": "drei viertel", "²": "hoch zwei", "³": "hoch drei", "¹": "hoch eins", "→": "Pfeil nach rechts",
    "←": "Pfeil nach links", "↑": "Pfeil nach oben", "↓": "Pfeil nach unten", "↔": "Doppelpfeil",
    "⇒": "doppelter Pfeil nach rechts", "⇐": "doppelter Pfeil nach links", "•": "Aufzählungspunkt",
    "●": "schwarzer Kreis", "○": "weißer Kreis", "■": "schwarzes Quadrat", "□": "weißes Quadrat",
    "▪": "Aufzählungspunkt", "◦": "Aufzählungspunkt", "‣": "Aufzählungspunkt", "⁃": "Aufzählungspunkt",
    "✓": "Häkchen", "✔": "Häkchen", "✗": "Kreuz", "✘": "Kreuz", "☐": "leeres Kästchen", "☑": "Kästchen mit Häkchen",
    "☒": "Kästchen mit Kreuz", "★": "Stern", "☆": "leerer Stern", "\ufffd": "unlesbares Zeichen",
}  # fmt: skip
TERMS = {
    "minus": "minus", "plus": "plus", "to": "bis", "by": "mal", "line": "Linie", "number": "Nummer",
    "version": "Version", "and": "und", "times": "mal", "override": "erzwungene Schreibrichtung",
    "per mille": "Promille", "percent": "Prozent", "capital": "groß",
}  # fmt: skip
