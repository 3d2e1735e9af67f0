"""German."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str | tuple[str, str]] = {
    # window.py
    "Keys of this window": "Tasten dieses Fensters",
    "Escape: close this window": "Escape: dieses Fenster schließen",
    "F1: these keys": "F1: diese Tasten",
    "Tab, Shift+Tab: next, previous": "Tab, Umschalt+Tab: weiter, zurück",
    # ask_window.py
    "Ask Hearsight": "Hearsight fragen",
    "&Question about the last picture:": "&Frage zum letzten Bild:",
    "Question about the last picture": "Frage zum letzten Bild",
    "For example: what does the error say?": "Zum Beispiel: Was sagt die Fehlermeldung?",
    "&Ask": "Fr&agen",
    "What was said &last:": "&Zuletzt gesagt:",
    "What was said last": "Zuletzt gesagt",
    "You asked: {asked}": "Sie fragten: {asked}",
    "&Close": "S&chließen",
}
