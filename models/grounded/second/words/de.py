"""German."""

# ruff: noqa: E501 - a table reads better unwrapped

from __future__ import annotations

from models.grounded.second.words import SecondWords

ALL = r"(?:das alles|alles|alles zusammen|das ganze|die ganze bestellung|der ganze (?:einkauf|warenkorb|betrag))"
NOTE = r"(?:hinweis|notiz|bemerkung|text|warnung|satz|meldung|kommentar|abschnitt|erklärung|beschreibung)"
IN_TEXT = r"(?:im|in dem|in diesem|in der) (?:text|artikel|absatz|brief|seite|nachricht|satz)"
DEEP = "tief|hoch|breit|lang|weit|schwer|schnell|warm|kalt|alt|groß"
DEPTH = "tiefe|höhe|breite|länge|entfernung|gewicht|geschwindigkeit|temperatur|alter|größe"

WORDS = SecondWords(
    turns=(
        (r"was (?:steht|sagt)(?: in)? (?:die|der) (warnung|fehlermeldung|meldung|hinweis) (?:oben|unten|links|rechts)", r"was sagt die \1"),
        (r"wie ?viele (.+?) habe ich noch(?: übrig)?", r"wie viele \1 sind übrig"),
        (rf"(?:was|wie ?viel) (?:kostet|kosten|macht|ist) (?P<whole>{ALL})(?: zusammen| insgesamt)?|gesamt(?:preis|summe|betrag)", "wie viel ist die summe"),
        (r"was kann ich (?:drücken|anklicken|klicken|antippen)|welche (?:knöpfe|tasten|schaltflächen) kann ich (?:drücken|anklicken|benutzen)", "welche schaltflächen gibt es"),
        (r"wann kann ich (?:den |die |das )?(.+?) nicht (?:benutzen|nutzen|verwenden)", r"wann ist \1 geschlossen"),
        (r"wie schnell (?:ist|geht|kommt) (?:der |die |das )?((?:.+ )?(?:lieferung|versand|zustellung|express))", r"wie lange dauert \1"),
        (r"wie laut ist (?:es|das|der ton)", "wie ist die lautstärke"), (r"wie hell ist (?:es|das|der bildschirm)", "wie ist die helligkeit"),
        (r"wie (?:schreibe|beginne|verfasse) ich eine (?:neue )?(?:e-?mail|mail|nachricht)", "wie verfasse ich"),
    ),
    number=r"wie ?(?:viele?|hoch|groß|laut|hell|warm|kalt|schnell|schwer|lange?|oft)\b",
    asks=(
        ("about", rf"was (?:steht|sagt) (?:da|dort|es|hier|die seite) (?:über|zu|zum|zur) (?:den |die |das |dem |der )?(?P<x>.+)|was sagt (?:der|die|das) {NOTE} (?:über|zu|zum|zur) (?:den |die |das |dem |der )?(?P<x2>.+)|gibt es (?:einen|eine) {NOTE} (?:über|zu|zum|zur) (?:den |die |das |dem |der )?(?P<x3>.+)"),
        ("named", r"(?:welche[srn]?|was für eine?) (?P<x>\w+) ist (?:das|dies|es)(?: hier)?|wie heißt (?:der|die|das|diese[rs]?) (?P<w>\w+)|(?:wie ist )?der name (?:der|des) (?P<w2>\w+)"),
        ("lead", r"worum geht es in (?:diesem|dem) (?:formular|dialog)|wofür ist (?:dieses|das) formular|was steht oben (?:im|in dem) (?:formular|dialog)"),
        ("depth", rf"wie (?P<x>{DEEP}) (?:ist|war|sind|waren) (?:es|das|(?:der|die|das) (?P<of>\w+))|(?:was|wie) (?:ist|war) (?:die|das) (?P<x2>{DEPTH})"),
        ("code", r"(?:was ist |wie lautet |lies )?(?:der |den )?fehlercode|welcher fehlercode (?:ist|wird) .+"),
        ("link", rf"was sagt der link(?: (?P<inside>{IN_TEXT}))?|wie heißt der link(?: (?P<inside2>{IN_TEXT}))?|lies den link|welche[rn]? links? (?:ist|sind|steht|stehen|gibt es) (?P<inside3>{IN_TEXT})"),
        ("quote", r"(?:was (?:sagt|steht in)|lies) (?:das|dem) zitat"),
        ("field", r"was kostet (?:der |die |das |eine? )?(?P<x>.+)|wie ?viel kostet (?:der |die |das |eine? )?(?P<x2>.+)"),
        ("failed", r"was ist fehlgeschlagen|was hat nicht (?:geklappt|funktioniert)|was ging schief"),
        ("suggested", r"was (?:schlägt (?:er|sie|es|die seite|das programm) vor|wird (?:vorgeschlagen|empfohlen))|was sind die (?:vorschläge|tipps)|welche (?:vorschläge|tipps) gibt es"),
        ("contact", r"wie (?:erreiche|kontaktiere) ich (?:den |die |das )?(?P<x>.+?) (?P<phone>telefonisch|per telefon)|wie (?:erreiche|kontaktiere) ich (?:den |die |das )?(?P<x2>.+?) (?P<mail>per e-?mail|per mail)|wie (?:erreiche|kontaktiere) ich (?:sie|euch|jemanden)|(?:wie ist |was ist )?die kontakt(?:adresse|daten)|wohin (?:kann|soll|muss) ich (?P<mail2>schreiben)|welche nummer (?:soll|muss|kann) ich (?P<phone2>anrufen|wählen)"),
    ),
    papers=frozenset(("zeitung", "zeitschrift", "website", "webseite", "blog", "magazin")),
    wholes=frozenset(("portal", "shop", "laden", "firma", "verein", "club", "schule", "bank", "bibliothek", "hotel", "museum", "bahnhof")),
    not_name=r"(?i)(?:zurück|zum|zur|öffne\w*|besuche\w*|schließe\w*|über|mein\w*|ihr\w*|unser\w*|neue\w*|andere\w*|alle|an|bei|in|von|vom|für|mit|ich|wir|er|sie|es|ein\w*|diese\w*|kein\w*|nicht|willkommen|nächste\w*|zahlung|überweisung|rechnung|empfohlen\w*)\b",
    money=r"\b(?:kostet|kosten|preis|gesamt(?:preis|summe|betrag))\b|\bwie ?viel macht\b",
    share=r"\b(?:steuer|zins)satz\b",
    signs={"prozent": "%", "sternchen": "*", "stern": "*"},
    asked_for=r"(?i)\bfragte (?:(?:ihn|sie|mich|uns) )?nach (?:der |dem |den )?(?P<x>\w+)|\bwie (?P<x2>\w+) (?:ist|war) (?:es|das|der \w+|die \w+)\?",
    measures={"tief": "far", "hoch": "far", "breit": "far", "weit": "far", "tiefe": "far", "höhe": "far", "breite": "far", "länge": "far", "entfernung": "far", "lang": "long", "schwer": "heavy", "gewicht": "heavy",
              "schnell": "fast", "geschwindigkeit": "fast", "warm": "warm", "kalt": "warm", "temperatur": "warm", "alt": "old", "alter": "old", "groß": "big", "größe": "big"},
    anybody=frozenset(("sie", "wir", "er", "man", "du", "jemand", "alle")),
    first_person=r"(?i)\b(?:ich|wir)\b",
    price=frozenset(("preis", "kosten", "cent", "euro", "betrag", "price", "cost", "cents", "amount")),
    failed=r"(?i)\b(?:fehl\w*|konnte\w* nicht|kann nicht (?:erreicht|geöffnet|geladen|gespeichert|gefunden|gelesen|gesendet|angezeigt|gestartet)|nicht gefunden|verweigert|abgelehnt|ungültig|falsch)\b",
    suggest=frozenset(("vorschlag", "vorschläge", "tipp", "tipps", "empfehlung", "empfehlungen", "versuchen sie")),
    own=r"(?i)\b(?:ihre?|deine?|meine?|an:|gesendet an|(?:angemeldet|eingeloggt) als|konto|benutzer(?:name)?|nicht mehr|abgeschaltet|geschlossen)(?!\w)",
)  # fmt: skip
