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
    # actions.py
    "Describe the &window": "Das &Fenster beschreiben",
    "Describe the whole &screen": "Den ganzen Bild&schirm beschreiben",
    "Describe what has the &focus": "Beschreiben, was den Fok&us hat",
    "Describe what is under the &pointer": "Beschreiben, was unter dem &Zeiger liegt",
    "Describe the picture on the &clipboard": "Das Bild in der Z&wischenablage beschreiben",
    "&Read the text": "Den &Text vorlesen",
    "What has chang&ed": "Was hat sich &geändert",
    "Watch this window until &you end it": "Dieses Fenster be&obachten, bis Sie es beenden",
    "Where a&m I": "Wo &bin ich",
    "Look thro&ugh the camera": "Durch die &Kamera sehen",
    "Tell li&ve what the camera sees": "&Laufend sagen, was die Kamera sieht",
    "&Ask by voice": "Mit der Stimme fr&agen",
    "Listen han&ds-free": "Frei&händig zuhören",
    "Say it a&gain": "Noch ein&mal sagen",
    "Go &on": "Weitersp&rechen",
    "&Next sentence": "&Nächster Satz",
    "&Previous sentence": "&Voriger Satz",
    "&Keep the last answer": "Die letzte Antwort auf&heben",
    "Be qu&iet": "S&till sein",
    "Speak s&lower": "&Langsamer sprechen",
    "Speak &faster": "&Schneller sprechen",
    "Speak more &softly": "L&eiser sprechen",
    "Speak lou&der": "La&uter sprechen",
    "E&xplore the picture": "Das Bild er&kunden",
    "Histor&y": "&Verlauf",
    "&Chat about pictures": "Über Bilder &reden",
    "&Settings": "&Einstellungen",
    "&Welcome": "&Begrüßung",
    "Private m&ode": "Privatmo&dus",
    "&Next profile of settings": "&Nächstes Profil",
    "Next &key is a command": "Nä&chste Taste ist ein Befehl",
    "&Quit Hearsight": "Hearsight b&eenden",
    # menu.py
    "Speec&h": "S&prache",
    "W&indows": "Fenste&r",
    "{chord}, taken": "{chord}, vergeben",
    "&Type a question…": "Eine Frage e&intippen…",
    "&Hotkeys…": "&Tasten…",
    "A&bout Hearsight": "&Über Hearsight",
    "Only in the menu: {names}.": "Nur im Menü: {names}.",
    "While I speak, any key makes me quiet.": "Während ich spreche, macht mich jede Taste still.",
    # keys.py
    "Another program has the whole keyboard now, so I can't take a command. Close its menu first.": (
        "Ein anderes Programm hat gerade die ganze Tastatur, darum kann ich keinen Befehl annehmen. "
        "Schließen Sie erst sein Menü."
    ),
    "Escape: no command.": "Escape: kein Befehl.",
    # sure.py
    "&No": "&Nein",
    # history_window.py, turns_model.py
    "&Forget": "&Vergessen",
    "History of Hearsight": "Verlauf von Hearsight",
    "All of this turn": "Der ganze Eintrag",
    "Enter: say this turn again": "Eingabe: diesen Eintrag noch einmal sagen",
    "Ctrl+C: copy what was said": "Strg+C: das Gesagte kopieren",
    "Ctrl+Down, Ctrl+Up: the day before, the day after": "Strg+Ab, Strg+Auf: der Tag davor, der Tag danach",
    "Delete: forget this turn": "Entf: diesen Eintrag vergessen",
    "Ctrl+F: search": "Strg+F: suchen",
    "Ctrl+E: export": "Strg+E: exportieren",
    "&Search:": "&Suchen:",
    "&Program:": "&Programm:",
    "S&how:": "An&zeigen:",
    "Words that were asked or said": "Gefragte oder gesagte Worte",
    "All days": "Alle Tage",
    "Today": "Heute",
    "Yesterday": "Gestern",
    "The last seven days": "Die letzten sieben Tage",
    "What I told it to remember": "Was ich behalten ließ",
    "Turns": "Einträge",
    "Enter says a turn again, Delete forgets it, F1 tells all keys.": (
        "Eingabe sagt einen Eintrag noch einmal, Entf vergisst ihn, F1 nennt alle Tasten."
    ),
    "Say it &again": "Noch ein&mal sagen",
    "&Copy": "&Kopieren",
    "As&k about its picture": "Nach dem &Bild fragen",
    "&Export…": "E&xportieren…",
    "&Forget this turn…": "Diesen Eintrag &vergessen…",
    "Forget the &last hour…": "Die &letzte Stunde vergessen…",
    "Forget e&verything…": "&Alles vergessen…",
    "No turn is like that.": "Kein Eintrag ist so.",
    "Nothing is kept yet.": "Noch ist nichts da.",
    "{n} turns.": ("{n} Eintrag.", "{n} Einträge."),
    "{n} turns and more.": "{n} Einträge und mehr.",
    "All programs": "Alle Programme",
    "Copied.": "Kopiert.",
    "Its picture is not kept. The setting history.keep, when it is pictures, keeps them.": (
        "Sein Bild ist nicht da. Die Einstellung history.keep behält Bilder, wenn sie pictures ist."
    ),
    "Forget this turn? It goes from the disk, too, and can't be brought back.": (
        "Diesen Eintrag vergessen? Er verschwindet auch von der Platte und lässt sich nicht zurückholen."
    ),
    "Forgotten.": "Vergessen.",
    "Forget everything, pictures too? It goes from the disk, and can't be brought back.": (
        "Alles vergessen, auch die Bilder? Es verschwindet von der Platte und lässt sich nicht zurückholen."
    ),
    "Forget the last hour, pictures too? It goes from the disk, and can't be brought back.": (
        "Die letzte Stunde vergessen, auch die Bilder? Sie verschwindet von der Platte und lässt sich nicht "
        "zurückholen."
    ),
    "{n} turns were forgotten.": ("{n} Eintrag wurde vergessen.", "{n} Einträge wurden vergessen."),
    "{n} turns were written to {name}.": ("{n} Eintrag steht jetzt in {name}.", "{n} Einträge stehen jetzt in {name}."),
    "Export the history": "Den Verlauf exportieren",
    "One moment, I am still at it.": "Einen Augenblick, ich bin noch dabei.",
    "Kept as {note}.": "Behalten als {note}.",
    "Its picture is kept.": "Sein Bild ist da.",
    "Its picture is not kept.": "Sein Bild ist nicht da.",
    # chat_window.py
    "Chat about pictures": "Über Bilder reden",
    "&Hold to talk (F2)": "&Halten und sprechen (F2)",
    "What was asked and answered": "Gefragt und geantwortet",
    "Enter: ask": "Eingabe: fragen",
    "F2: hold it and speak the question": "F2: halten und die Frage sprechen",
    "Ctrl+V: paste a picture": "Strg+V: ein Bild einfügen",
    "Ctrl+O: add picture files": "Strg+O: Bilddateien hinzufügen",
    "Ctrl+N: a new talk": "Strg+N: ein neues Gespräch",
    "Pictures": "Bilder",
    "The chosen one is asked about, unless the question names another.": (
        "Gefragt wird nach dem gewählten, wenn die Frage kein anderes nennt."
    ),
    "&Question:": "&Frage:",
    "Question": "Frage",
    "For example: what is the total in picture 2? What is different?": (
        "Zum Beispiel: Was ist der Betrag in Bild 2? Was ist anders?"
    ),
    "Add &pictures…": "&Bilder hinzufügen…",
    "Pas&te": "&Einfügen",
    "&New talk": "&Neues Gespräch",
    "Picture {n} is here.": "Bild {n} ist da.",
    "Looking…": "Ich sehe nach…",
    "Hearsight: {said}": "Hearsight: {said}",
    "No picture yet": "Noch kein Bild",
    "Drop pictures here, or paste them with Ctrl+V.": "Ziehen Sie Bilder hierher, oder fügen Sie sie mit Strg+V ein.",
    "Picture {n}: {name}": "Bild {n}: {name}",
    "Add pictures": "Bilder hinzufügen",
    "All files": "Alle Dateien",
    "Pasted picture": "Eingefügtes Bild",
    "There is no picture on the clipboard.": "In der Zwischenablage ist kein Bild.",
    "Dropped picture": "Hergezogenes Bild",
    "Listening…": "Ich höre…",
    "A new talk.": "Ein neues Gespräch.",
    "The talk was written to {name}.": "Das Gespräch steht jetzt in {name}.",
    "Export the talk": "Das Gespräch exportieren",
    # settings_window.py, setting_pages.py, setting_controls.py
    "Settings of Hearsight": "Einstellungen von Hearsight",
    "Ctrl+F: search settings by words": "Ctrl+F: Einstellungen mit Worten suchen",
    "Enter in the list: go to that setting": "Enter in der Liste: zu dieser Einstellung",
    "Ctrl+Z, Ctrl+Y: take the last change back, make it again": (
        "Strg+Z, Strg+Y: die letzte Änderung zurücknehmen, noch einmal machen"
    ),
    "Ctrl+D: the default of this setting": "Strg+D: die Voreinstellung dieser Einstellung",
    "&Search settings:": "Einstellungen &suchen:",
    "Search settings": "Einstellungen suchen",
    "Words of what you want to set. Down goes to what was found.": (
        "Worte für das, was du einstellen willst. Pfeil nach unten geht zum Gefundenen."
    ),
    "For example: how fast": "Zum Beispiel: Tempo",
    "What happened": "Was geschehen ist",
    "The settings were changed elsewhere. This window shows them as they are now.": (
        "Die Einstellungen wurden anderswo geändert. Dieses Fenster zeigt sie, wie sie jetzt sind."
    ),
    "Change the settings by commands: hearsight settings": "Ändere die Einstellungen mit Befehlen: hearsight settings",
    "&Undo": "&Rückgängig",
    "&Redo": "&Wiederholen",
    "&Default": "&Voreinstellung",
    "&All defaults": "&Alle Voreinstellungen",
    "Takes the last change back.": "Nimmt die letzte Änderung zurück.",
    "Makes it again.": "Macht sie noch einmal.",
    "Of the setting that had the focus last.": "Der Einstellung, die zuletzt den Fokus hatte.",
    "Of every setting; it can be undone.": "Aller Einstellungen; das geht rückgängig zu machen.",
    "Settings that were found": "Gefundene Einstellungen",
    "Sections": "Abschnitte",
    "Go to a setting first.": "Geh erst zu einer Einstellung.",
    "{n} settings.": ("{n} Einstellung.", "{n} Einstellungen."),
    "No setting has these words.": "Keine Einstellung hat diese Worte.",
    "Changes nothing.": "Ändert nichts.",
    "A profile is a set of changes that is laid over the settings while you use it.": (
        "Ein Profil ist ein Satz von Änderungen, der über den Einstellungen liegt, solange du es benutzt."
    ),
    "Profiles": "Profile",
    "Enter uses a profile.": "Enter nimmt ein Profil.",
    "Name of a new profile": "Name eines neuen Profils",
    "Save what is not the default under this &name": "Was nicht voreingestellt ist, unter diesem &Namen sichern",
    "Use this &profile": "Dieses &Profil nehmen",
    "Re&move this profile": "Dieses Profil entf&ernen",
    "Choose a program, or type its name, and say what holds for it alone.": (
        "Wähl ein Programm oder tipp seinen Namen, und sag, was nur dafür gilt."
    ),
    "Name of the program": "Name des Programms",
    "&Name of the program:": "&Name des Programms:",
    "N&othing special for this program": "Nichts &Besonderes für dieses Programm",
    "No profile": "Kein Profil",
    "{name}, in use": "{name}, in Gebrauch",
    "Press the new key; Escape: leave it, Delete: no key": "Drück die neue Taste; Escape: bleibt, Entf: keine Taste",
    "no key": "keine Taste",
    # first_run.py
    "Welcome to Hearsight": "Willkommen bei Hearsight",
    "What the welcome says": "Was die Begrüßung sagt",
    "&Back": "&Zurück",
    "&Next": "&Weiter",
    "&Leave for now": "&Vorerst beenden",
    "Enter: go on": "Eingabe: weiter",
    "Page Up: go back": "Bild auf: zurück",
    "Arrow keys: speed and loudness, at their step": "Pfeiltasten: Tempo und Lautstärke, an ihrer Stelle",
    # explorer.py
    "Explorer": "Erkunden",
    "Arrows: what is next to it on that side": "Pfeile: was auf dieser Seite daneben ist",
    "Page Down, Page Up or N, Shift+N: next, previous in reading order": (
        "Bild ab, Bild auf oder N, Umschalt+N: Nächstes, Voriges in Lesereihenfolge"
    ),
    "Home, End: first, last": "Pos1, Ende: Erstes, Letztes",
    "Shift+Down, Shift+Up: into a group, out of it": "Umschalt+Ab, Umschalt+Auf: in eine Gruppe, hinaus",
    "B, E, K, H, T, X: next button, text field, link, heading, table, check box": (
        "B, E, K, H, T, X: zum nächsten: Schalter, Textfeld, Link, Überschrift, Tabelle, Kontrollkästchen"
    ),
    "I, F, P: next image, field, text; with Shift each of these letters goes back": (
        "I, F, P: zum nächsten: Grafik, Feld, Text; mit Umschalt gehen diese Buchstaben zurück"
    ),
    "Ctrl+Alt+arrows: cells of a table": "Strg+Alt+Pfeile: Zellen einer Tabelle",
    "Ctrl+Left, Ctrl+Right: words; Shift+Left, Shift+Right: letters": (
        "Strg+Links, Strg+Rechts: Wörter; Umschalt+Links, Umschalt+Rechts: Buchstaben"
    ),
    "Space: say it again; L: where it is": "Leertaste: noch einmal sagen; L: wo es ist",
    "Enter: ask about it; R: read from here; C: copy it": "Eingabe: danach fragen; R: ab hier vorlesen; C: kopieren",
    "G: go there on the desktop": "G: auf dem Bildschirm dorthin gehen",
    "M: mark it; comma, full stop: previous, next mark": "M: merken; Komma, Punkt: vorige, nächste Merkstelle",
    "Ctrl+Plus, Ctrl+Minus, Ctrl+0: larger, smaller, all of the picture": (
        "Strg+Plus, Strg+Minus, Strg+0: größer, kleiner, das ganze Bild"
    ),
    "V: my own voice off or on, for use with a screen reader": (
        "V: meine eigene Stimme aus oder an, für die Arbeit mit einem Bildschirmleser"
    ),
    "F5: look anew": "F5: neu hinsehen",
    "&Question about it:": "&Frage dazu:",
    "Question about it": "Frage dazu",
    "My own voice is on.": "Meine eigene Stimme ist an.",
    "My own voice is off here.": "Meine eigene Stimme ist hier aus.",
}
