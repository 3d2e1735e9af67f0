"""Terminals, program text and settings in German."""

# ruff: noqa: E501 - a table reads better unwrapped

from __future__ import annotations

from models.grounded.terminals.words import TerminalWords

ENDS = r"(?:letzte|neueste|jüngste|erste|älteste)[nrsm]?"
DONE = r"(?:gemacht|geschrieben|verfasst|eingecheckt|committet|commitet|geändert|erstellt)"
SET = r"(?:true|false|an|aus|ein|ja|nein|aktiv|aktiviert|deaktiviert|eingeschaltet|ausgeschaltet|wahr|falsch|\d[\w.]*)"
OF = r"(?:von|der|des|zu|für)"
THE = r"(?:der |die |das |den |dem )?"

WORDS = TerminalWords(
    asks=(
        ("commit_who", rf"(?:wer|welche person) hat {THE}(?P<x>{ENDS} (?:commit|änderung)) {DONE}|von wem (?:ist|war|stammt|kommt) {THE}(?P<x2>.*(?:commit|änderung).*)|wessen commit ist (?P<x3>.+)|(?:wer ist )?(?:der )?autor (?:von|des) {THE}(?P<x4>.*commit.*)"),
        ("commit_who", rf"wer hat {THE}(?:commit )?(?:über |zu |mit |für )?{THE}(?P<x>.+?) {DONE}"),
        ("commit_when", rf"(?:wann|an welchem tag) (?:hat|wurden?|ist) {THE}(?P<x>.+?) {DONE}|(?:von wann|wann) (?:ist|war) {THE}(?P<x2>.*commit.*)|(?:was ist |wie lautet )?das datum {OF} {THE}(?P<x3>.*commit.*)"),
        ("commit_what", rf"was hat (?P<x>.+?) (?:zuletzt )?(?:committet|commitet|eingecheckt)|welche[rs]? commits? (?:ist|sind|war|waren|stammt|stammen) von (?P<x2>.+)|(?:was ist |wie lautet |worum geht es in |lies )?(?:der |die nachricht |der betreff )*(?:des |der |im )?(?P<x3>{ENDS} commits?)"),
        ("commit_hash", rf"(?:wie lautet |was ist )?(?:der|die) (?:hash|nummer|kennung) {OF} {THE}(?P<x>.*commit.*)"),
        ("commit_count", r"wie viele commits (?:gibt es|sind es|sind (?:hier )?(?:zu sehen|da|gezeigt|aufgeführt))(?: hier)?|wie viele commits (?:hat|sind von|von) (?P<x>.+?)(?: gemacht)?"),
        ("commit_mail", rf"(?:wie lautet |was ist )?(?:die )?(?:e-?mail|mail)(?:-?adresse)? (?:von|des|der) {THE}(?P<x>.+)|welche (?:e-?mail-?|mail-?)?adresse hat {THE}(?P<x2>.+)"),
        ("added", r"wie viele zeilen wurden (?:zu|in|bei|aus|von) (?:der datei )?(?P<x>.+?) (?P<k>hinzugefügt|eingefügt|entfernt|gelöscht)|wie viele zeilen (?P<k2>bekam|verlor) (?P<x2>.+)|wie viele (?P<k3>hinzugefügte|eingefügte|neue|entfernte|gelöschte) zeilen (?:hat|gibt es in|sind in) (?P<x3>.+)"),
        ("size", r"wie groß ist (?:die datei |der ordner )?(?P<x>\S+)|(?:wie ist |was ist )?(?:die )?(?:datei)?größe von (?P<x2>\S+)|wie viele bytes (?:hat|sind|ist) (?:die datei )?(?P<x3>\S+?)(?: groß)?|welche größe hat (?P<x4>\S+)"),
        ("changed", r"wann wurde (?:die datei |der ordner )?(?P<x>\S+) (?:zuletzt )?(?:geändert|gespeichert|bearbeitet|geschrieben|angelegt)|von wann ist (?:die datei |der ordner )?(?P<x2>\S+)|(?:was ist )?das datum von (?P<x3>\S+)"),
        ("owner", r"wem gehört (?:die datei |der ordner )?(?P<x>\S+)|(?:wer ist )?(?:der )?(?:eigentümer|besitzer) von (?P<x2>\S+)"),
        ("best", r"(?:welche[rs]?|was) (?:(?P<x>datei|ordner|verzeichnis) )?ist (?:die|der|das) (?P<k>größte|kleinste|neueste|älteste)(?: (?P<x2>datei|ordner|verzeichnis))?"),
        ("listed", r"gibt es (?:hier )?(?:eine?n?|den|die|das) (?P<k>ordner|verzeichnis|datei)(?: (?:namens|mit dem namen))? (?P<x>\S+?)(?: hier)?|siehst du (?:eine?n?|den|die|das) (?P<k2>ordner|verzeichnis|datei)(?: namens)? (?P<x2>\S+)|ist (?:die datei |der ordner )?(?P<x3>\S+) (?:da|dabei|aufgeführt|aufgelistet)"),
        ("entries", r"wie viele (?P<k>dateien|ordner|verzeichnisse|einträge) (?:gibt es|sind (?:es|da|hier|aufgeführt)|siehst du)(?: hier)?"),
        ("which_command", r"(?:wie (?:war|lautete) |was war |lies )(?:der |den |mein )?(?P<x>\S+)-befehl|mit welchem befehl (?:habe ich|wurde) (?P<x2>.+)|wonach wurde (?P<x3>gesucht)|was wurde (?P<x4>gesucht|kopiert|verschoben|gelöscht|installiert|heruntergeladen)"),
        ("why_failed", r"warum ist der letzte befehl (?:fehlgeschlagen|gescheitert)|warum (?:hat der letzte befehl nicht geklappt|schlug der letzte befehl fehl|scheiterte der letzte befehl)"),
        ("prompt", r"was steht (?:im|am|in der) (?:prompt|eingabeaufforderung)|(?:wie lautet |lies )(?:der|den|die) (?:prompt|eingabeaufforderung)"),
        ("folder", r"wo bin ich im dateisystem|welche[rs] (?:projekt)?(?:ordner|verzeichnis|pfad) ist (?:es|das|offen)"),
        ("printed", r"welche[nrs]? (?:betrag|zahl|wert|summe|ergebnis|text|zeile|meldung) hat (?P<x>.+?) (?:ausgegeben|gemeldet|geliefert)"),
        ("file", r"welche (?:datei|dokument) (?:ist (?:offen|geöffnet|das)|bearbeite ich|lese ich|sehe ich|habe ich (?:offen|geöffnet))(?: gerade| hier)?|(?:in|an) welcher datei (?:bin|arbeite) ich(?: gerade)?|wie heißt die datei|(?:was ist |wie lautet )?(?:der )?(?:name der datei|dateiname)"),
        ("program", r"welche[rs]? (?P<k>editor) (?:ist (?:das|offen|es)|läuft|benutze ich)|wie heißt der (?P<k2>editor)|welches (?:programm|anwendung) (?:ist (?:das|es|offen)|läuft|benutze ich)|in welchem (?:programm|(?P<k3>editor)) bin ich|wie heißt das programm"),
        ("comment", r"(?:was (?:steht|ist) (?:im|in den|in dem) kommentar(?:en)?|was sagt der kommentar|wie lautet der kommentar|lies (?:den|die) kommentare?(?: vor)?)(?: (?:über|zu|zum|zur) (?P<x>.+))?"),
        ("comments", r"wie viele kommentare (?:gibt es|sind (?:da|hier|in der datei))|gibt es (?:einen kommentar|kommentare)"),
        ("sections", r"(?:wie viele|zähle die|anzahl der) (?:abschnitte|gruppen|sektionen)(?: (?:gibt es|hat die datei|sind es|sind da|in klammern|in der datei|von einstellungen))*|welche (?:abschnitte|gruppen|sektionen) (?:gibt es|hat die datei|sind da)|wie heißen die abschnitte"),
        ("in_section", r"(?:was steht|welche einstellungen (?:stehen|gibt es|sind)) (?:im|in dem|unter dem) abschnitt (?P<x>.+)|lies den abschnitt (?P<x2>.+?)(?: vor)?"),
        ("code_lines", r"wie viele (?:code-?)?zeilen (?:hat (?:die datei|der code|das programm)|sind (?:es|nummeriert)|gibt es)|(?:welche nummer hat|was ist die nummer der) (?:die )?letzten? zeile"),
        ("functions", r"wie viele (?P<k>funktionen|klassen|methoden) (?:gibt es|sind (?:es|definiert|da)|hat (?:die datei|der code)|werden definiert)"),
        ("port", rf"(?:auf |an )?welche[mnr]? port(?: (?:ist|lauscht|hört|läuft|wartet|wird|benutzt|nutzt))?(?: (?:es|er|das|benutzt|offen|{THE}(?P<x>[\w -]+?)))??(?: (?:lauscht|hört|läuft|wartet))?|(?:was ist |wie lautet )der port(?: (?:des|der|vom) (?P<x2>.+))?"),
        ("most", r"wie viele (?P<x>[\w ]+?) sind (?:höchstens |maximal )?(?:erlaubt|möglich|zulässig|zugelassen)|wie viele (?P<x2>[\w ]+?) (?:höchstens|maximal)|(?:was ist )?die (?:höchste|größte|maximale) (?:zahl|anzahl) (?:von|der|an) (?P<x3>[\w ]+)"),
        ("number", r"wie (?:groß|hoch|klein) ist (?:der|die|das) (?P<x>[\w ]+)"),
        ("is_set", rf"ist {THE}(?P<x>[\w. ]+?) (?:auf )?(?P<k>{SET})(?: gesetzt)?"),
    ),
    newest=frozenset(("letzte", "letzten", "letzter", "letztes", "neueste", "neuesten", "neuester", "jüngste", "jüngsten")),
    oldest=frozenset(("erste", "ersten", "erster", "älteste", "ältesten")),
    best={"größte": "size >", "kleinste": "size <", "neueste": "date >", "älteste": "date <"},
    folder=frozenset(("ordner", "verzeichnis", "verzeichnisse")),
    deeds={
        "gesucht": "grep egrep fgrep rg ag ack find fd locate", "kopiert": "cp scp rsync copy", "verschoben": "mv move", "umbenannt": "mv ren rename", "gelöscht": "rm del rmdir",
        "heruntergeladen": "curl wget", "installiert": "apt apt-get pip pip3 npm brew dnf yum cargo", "verbunden": "ssh telnet nc mosh", "bearbeitet": "vim vi nano emacs", "gezählt": "wc", "verglichen": "diff cmp",
    },
    most=r"max|maximum|limit|grenze|höchst",
    whole=frozenset(("server", "dienst", "programm", "anwendung", "es", "er")),
    true=frozenset(("true", "an", "ein", "ja", "aktiv", "aktiviert", "eingeschaltet", "wahr", "on", "yes", "enabled", "1")),
    false=frozenset(("false", "aus", "nein", "deaktiviert", "ausgeschaltet", "falsch", "off", "no", "disabled", "0")),
    say={
        "port": "Port {port}: {text}", "added": "{count} hinzugefügt: {text}", "removed": "{count} entfernt: {text}",
        "yes": "Ja: {text}", "no": "Nein: {text}", "count": "{count}: {names}.", "lines": "{count} Zeilen.",
    },
)  # fmt: skip
