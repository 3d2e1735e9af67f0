"""German words for reckoning."""

# ruff: noqa: E501 - a table reads better unwrapped

from __future__ import annotations

from models.grounded.phrases import Reckoning

KG = "kg|g|mg|t|pfund"
COMPARE = {
    "billiger": "<money", "günstiger": "<money", "preiswerter": "<money", "teurer": ">money", "früher": "<time", "eher": "<time", "später": ">time",
    "schwerer": f">{KG}", "leichter": f"<{KG}", "mehr": ">", "höher": ">", "größer": ">", "weniger": "<", "niedriger": "<", "kleiner": "<", "geringer": "<",
    "länger": ">duration", "kürzer": "<duration", "älter": ">age", "jünger": "<age", "neuer": ">time",
}  # fmt: skip
LIMIT = {
    "über": ">", "mehr als": ">", "größer als": ">", "höher als": ">", "oberhalb von": ">", "teurer als": ">money", "unter": "<", "weniger als": "<", "kleiner als": "<",
    "niedriger als": "<", "geringer als": "<", "billiger als": "<money", "günstiger als": "<money", "mindestens": ">=", "wenigstens": ">=", "höchstens": "<=", "maximal": "<=", "bis zu": "<=",
    "nach": ">time", "später als": ">time", "vor": "<time", "früher als": "<time", "seit": ">time", "schwerer als": f">{KG}", "leichter als": f"<{KG}",
    "länger als": ">duration", "kürzer als": "<duration", "älter als": ">age", "jünger als": "<age",
}  # fmt: skip
STEMS = {
    "billig": "<money", "günstig": "<money", "preiswert": "<money", "teuer": ">money", "schwer": f">{KG}", "leicht": f"<{KG}", "höch": ">", "größ": ">", "meist": ">",
    "niedrig": "<", "klein": "<", "gering": "<", "wenig": "<", "läng": ">duration", "kürz": "<duration", "ält": ">age", "jüng": "<age",
}  # fmt: skip
TIMELY_STEMS = {"früh": "<time", "erst": "<time", "spät": ">time", "letzt": ">time", "neu": ">time"}


def _forms(stem: str) -> list[str]:
    """ "billigste", "am billigsten", "das Billigste"."""
    root = (
        stem
        if stem in ("meist", "erst", "letzt")
        else stem + ("t" if stem == "größ" else "est" if stem in ("leicht", "spät", "neu") else "st")
    )
    return [f"{root}{end}" for end in ("en", "e", "er", "es", "em")]


BEST = {form: sign for stem, sign in STEMS.items() for form in _forms(stem)}
TIMELY = {form: sign for stem, sign in TIMELY_STEMS.items() for form in _forms(stem)}
CMP, LIM, BST, FIRST = ("|".join(sorted(table, key=len, reverse=True)) for table in (COMPARE, LIMIT, BEST, TIMELY))
ORD = {"zweit": "zweite", "dritt": "dritte", "viert": "vierte", "fünft": "fünfte"}
NTH = "|".join(ORD)
ART = r"(?:(?:der|die|das|den|dem|des|ein|eine|einen|einem|einer|mein|meine|meinen) )?"
NUM = r"\d+|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn"
DAY = "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
MONTH = "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
UNIT = "minuten?|stunden?|tagen?|tage|wochen?"
MANY = rf"(?:einer|einem|einen|eine|{NUM}|elf|zwölf|zwanzig|dreißig|halben)"
WITHIN = rf"(?:in|innerhalb) (?:der|den|von|des|dieser)? ?(?:nächsten|kommenden|folgenden)? ?(?:{MANY} )?(?:{UNIT})"
WHEN = (
    rf"übermorgen|morgen(?: früh| abend)?|heute(?: abend)?|gestern|vorgestern|am (?:nächsten |kommenden |letzten )?(?:{DAY})|(?:in der )?(?:nächste[rn]?|diese[rn]?|letzte[rn]?) woche|(?:im )?(?:nächsten|diesen|diesem|letzten) monat|"
    rf"im (?:{MONTH})(?: \d{{4}})?|(?:im jahr )?(?:19|20)\d\d|{WITHIN}|am \d+\.? (?:{MONTH})(?: \d{{4}})?|am \d+\.\d+\.(?:\d{{4}})?"
)
GO = "fährt|geht|kommt|startet|fliegt|beginnt|ist|fahren|gehen|kommen|starten|fliegen|beginnen|sind|war|waren"
COST = "kostet|kosten|wiegt|wiegen|ist|sind|hat|haben|liegt|liegen|beträgt|dauert|dauern|bekommt|bekommen|verdient|verdienen|braucht|brauchen|gibt es|war|waren|macht|machen|lautet"

RECKONING = Reckoning(
    rewrites=(
        (r"\b(?:eigentlich|denn|bitte|mir|mal)\b", ""),
        (rf"\b({NTH})({BST})\b", r"\1 \2"),
        (r"\bpreisunterschied zwischen (.+)", r"unterschied im preis zwischen \1"), (r"\bgewichtsunterschied zwischen (.+)", r"unterschied im gewicht zwischen \1"),
        (r"^(?:zeig|zeige|nenne|nenn|liste|gib)(?: alle)?(?: die)? ", "welche "),
        (rf"^was (?:gibt es|bekomme ich|kann ich (?:kaufen|bekommen|nehmen)) (?:für |zu )?(?=(?:{LIM}) )", "was ist "),
        (r"^(?:gibt es|ist) (?:etwas|was|irgendwas) (?=.)", "was ist "),
        (r"^der durchschnittliche (.+)$", r"durchschnitt der \1"), (r"^durchschnittspreis$", "durchschnitt der preise"),
        (r"^in wie ?vielen? (?:minuten|stunden|tagen|wochen) (?:fährt|geht|kommt|startet|ist|beginnt|fliegt|wird) (.+?)(?: dran| fällig| los)?$", r"wie lange bis \1"),
        (r"^wie ?viele? (?:minuten|stunden|tage|wochen|zeit)(?: sind es| sind| ist| noch| habe ich| bleiben| dauert es| es)*(?: noch)? bis(?: zum| zur| zu)? (.+?)(?: fährt| kommt| ist| fällig)*$", r"wie lange bis \1"),
        (r"^wie lange (?:dauert es|ist es|muss ich|sind es|habe ich|warte ich)?(?: noch)? ?(?:bis(?: zum| zur| zu| der| die| das)?|auf(?: den| die| das)?) (.+?)(?: warten| noch| fährt| kommt)*$", r"wie lange bis \1"),
        (r"^wie lange bis (?:den|dem|der|die|das|zum|zur) ", "wie lange bis "),
        (rf"^(?:wann|um wie ?viel uhr) (?:{GO}) (nach|vor) (.+? uhr) (?:der|die|das) (nächste[rn]?|letzte[rn]?|erste[rn]?) (.+)$", r"wann fährt der \3 \4 \1 \2"),
    ),
    asks=(
        ("blockers", r"(?:was|wer|welches feld|welche felder) (?:hindert|hindern|hält|halten|blockiert|blockieren|stoppt|verhindert)(?: mich)?(?: .+)?|warum (?:kann|darf) ich (?:mich |das |es |hier )?nicht (?P<x>.+)|"
                     r"warum ist (?:die |der |das )?(?:schaltfläche |knopf )?(?P<x2>.+?) (?:noch )?(?:ausgegraut|grau|deaktiviert|gesperrt|nicht verfügbar)|was (?:fehlt|muss ich)(?: noch| hier)*(?: ausfüllen| eintragen)?(?: noch)?|kann ich (?:das |es |schon )*(?:absenden|abschicken|weiter|fortfahren)"),
        ("required", r"(?:welche|welches|ist ein|sind) pflichtfeld(?:er)? (?:ist|sind|fehlt|fehlen|habe ich)(?: noch)?(?: leer| nicht ausgefüllt| offen)?"),
        ("share?", r"(?:wie ?viel prozent|welchen anteil|welcher anteil|welcher prozentsatz|wie hoch ist der anteil)(?: von (?:der|dem|den)? ?(?P<k>.+?))? (?:ist|sind|hat|haben|macht|machen|nimmt|nehmen|entfällt auf|von|der|des)(?: der| die| das)? (?P<x>.+?)(?: aus| ein)?"),
        ("ratio?", rf"(?:wie ?viel ?mal|wievielmal) (?:so (?:viel|groß|teuer|hoch|lang|schwer)|(?P<w>{CMP}))(?: (?P<m>.+?))?? (?:ist|sind|hat|haben|kostet|kosten) {ART}(?P<x>.+?) (?:wie|als) {ART}(?P<y>.+)"),
        ("until?", r"wie lange bis (?:(?P<s>nächste[nmr]?|letzte[nmr]?|erste[nmr]?) )?(?P<k>.+)"),
        ("between", rf"wie (?:lange|viel zeit|viele (?:tage|stunden|minuten))(?: (?:ist|sind|liegt|liegen|dauert|es|vergehen))* (?:zwischen|von|vom) {ART}(?P<x>.+?) (?:und|bis|bis zum|bis zur) {ART}(?P<y>.+)"),
        ("long?", rf"wie (?:lange|lang|viele (?:stunden|minuten)) (?:dauert|dauern|fährt|fliegt|läuft|ist|sind|braucht) {ART}(?P<x>.+)"),
        ("order", rf"(?:ist|kommt|war|fährt|liegt|beginnt) {ART}(?P<x>.+?) (?:vor oder nach|nach oder vor|früher oder später als) {ART}(?P<y>.+)"),
        ("spread", rf"(?:was ist |wie (?:groß|hoch) ist )?(?:der )?(?:unterschied|abstand|differenz|spanne)(?: zwischen)? (?:dem |der |die |das )?(?P<s>{BST})(?: (?P<k>\w+))? und (?:dem |der |die |das )?(?P<s2>{BST})(?: (?P<k2>.+))?"),
        ("difference", rf"(?:um )?wie ?viel (?P<w>{CMP})(?: (?P<m>\w+?))?? (?:ist|sind|kostet|kosten|hat|haben|bekommt|verdient|wiegt|dauert) {ART}(?P<x>.+?) als {ART}(?P<y>.+)|um wie ?viel (?:ist|sind|liegt) {ART}(?P<x3>.+?) (?P<w3>{CMP}) als {ART}(?P<y3>.+)|"
                       rf"(?:was ist |wie (?:groß|hoch) ist )?(?:der |die )?(?:\w*unterschied|differenz)(?: (?:im|in der|beim) (?P<m2>\w+))? zwischen {ART}(?P<x2>.+?) und {ART}(?P<y2>.+?)(?: (?:im|in der|beim|in) (?P<m4>\w+))?"),
        ("sum", rf"(?:addiere?|summiere?) {ART}(?P<x>.+)|(?:rechne|zähle?|zieh) {ART}(?P<x2>.+?) zusammen"),
        ("sum", rf"(?:was|wie ?viel) (?:ergeben|ergibt|macht|machen) {ART}(?P<x>.+?)(?: (?:zusammen|insgesamt))"),
        ("sum", r"(?:was ist |wie (?:hoch|groß) ist |was beträgt )(?:die )?(?:summe|gesamtsumme) (?:der|von|aller|des) (?P<x>.+)"),
        ("sum?", rf"(?:was|wie ?viel) (?:{COST}) {ART}(?P<x>.+?)(?: (?:alles|insgesamt))? (?:zusammen|insgesamt|in summe)|(?:was|wie ?viel) (?:kosten|machen|ergeben) {ART}(?P<x2>.+ (?:und|plus) .+)"),
        ("average?", rf"(?:was ist |wie (?:hoch|groß) ist |wie ?viel ist )?(?:der |die |das )?(?:durchschnitt|mittelwert|mittel|durchschnittliche[rsn]?)(?: (?:der|von|aller|des))? (?P<x>.+)|(?:was ist |wie hoch ist )(?:der |die |das )?durchschnitts(?P<x3>\w+)|"
                     rf"(?:was|wie ?viel|wie (?:hoch|alt|schwer|lange)) (?:{COST}) (?:{ART}(?P<x2>.+?) )?im (?:durchschnitt|schnitt|mittel)"),
        ("multiple?", rf"(?:was|wie ?viel) (?:kosten|machen|sind|zahle ich für|muss ich für) (?P<t>{NUM}) (?P<x>.+?)(?: zahlen| bezahlen)?"),
        ("compare", rf"(?:was|welche[rsn]?|wer)(?: (?:von beiden|davon))? (?:{COST}|{GO}) (?P<w>{CMP}) {ART}(?P<x>.+?) oder {ART}(?P<y>.+)"),
        ("compare", rf"(?:{COST}|{GO}) {ART}(?P<x>.+?) oder {ART}(?P<y>.+?) (?P<w>{CMP})(?: (?P<m>.+))?"),
        ("compare", rf"{ART}(?P<x>.+?) oder {ART}(?P<y>.+?) (?:was|welche[rsn]?|wer) (?:{COST}|{GO}) (?P<w>{CMP})"),
        ("test", rf"(?:{COST}|{GO}) {ART}(?P<x>.+?) (?P<w>{CMP}) als {ART}(?P<y>.+)"),
        ("test", rf"(?:{COST}|{GO}) {ART}(?P<x>.+?) (?P<w>{LIM}) (?P<y>.+)"),
        ("range", r"(?:was|welche[rsn]?|wer|wie ?viele)(?: (?P<k>.+?))?? (?:zwischen|von) (?P<n>.+?) (?:und|bis) (?P<n2>.+)"),
        ("next?", rf"(?:auf |von |an |ab )?(?:welchem|welcher|welches|welche[rn]?) (?P<c>gleis|bahnsteig|gate|halle|raum|linie) (?:{GO}) (?:der |die |das )?(?P<s>nächste[rsn]?|letzte[rsn]?|erste[rsn]?) (?P<k>.+?)(?: ab)?"),
        ("next?", rf"(?:(?:wann|was|welche[rsn]?|um wie ?viel uhr) (?:{GO}) )?(?:der |die |das |mein )?(?P<s>nächste[rsn]?|erste[rsn]?|letzte[rsn]?|späteste[rsn]?|früheste[rsn]?) (?P<k>[\w ]+?) (?P<w>nach|vor|ab) (?P<n>(?:\d|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|halb|viertel|mittag|mitternacht).*?)(?: ab)?"),
        ("next?", rf"(?:(?:wann|was|welche[rsn]?|um wie ?viel uhr) (?:{GO}) )?(?:der |die |das |mein )?(?P<s>nächste[rsn]?) (?P<k>[\w ]+?)(?: ab| jetzt)?"),
        ("count", rf"wie ?viele(?: davon)?(?: (?P<k>.+?))?? (?P<w>{LIM}) (?P<n>.+)"),
        ("filter", rf"(?:was|welche[rsn]?|wer)(?: (?P<k>.+?))?? (?P<w>{LIM}) (?P<n>.+)"),
        ("best?", rf"(?:wann|um wie ?viel uhr) (?:{GO}) (?:der |die |das |mein )?(?P<s>{FIRST}) (?P<k>[\w ]+?)(?: ab| heute)?"),
        ("best?", rf"(?:was|welche[rsn]?|wer)(?: (?P<k>[\w ]+?))?? (?:{COST}|{GO})(?: fällig)?(?: der| die| das| am| als)? (?P<s>{FIRST})(?: (?P<x>.+?))?(?: heute)?"),
        ("agenda_count?", rf"wie ?viele (?P<k>.+?)(?: (?:gibt es|sind|habe ich|haben wir|stehen|fahren|gehen|kommen|war|waren))* (?P<n>{WHEN})(?: an)?"),
        ("agenda?", rf"(?:was|welche[rsn]?|wer)(?: (?P<k>.+?))?? ?(?:\b(?:ist|sind|war|waren|habe ich|hatte ich|haben wir|gibt es|steht|stehen|kommt|kommen|fährt|fahren|geht|gehen|passiert|fällig|los|ansteht|muss ich)\b ?)+(?P<n>{WHEN})(?: an| los| fällig| zahlen| ab)?"),
        ("top?", rf"(?:was|welche[rsn]?|wer|wie heißen)(?: sind| ist)?(?: die)? (?P<t>{NUM}) (?P<s>{BST})(?: (?P<x>.+?))?"),
        ("rank?", rf"(?:was|welche[rsn]?|wer)(?: (?P<k>.+?))??(?: (?:{COST}))?(?: der| die| das| am| als)?(?: (?:am )?(?P<r>{NTH}))? (?:am )?(?P<s>{BST})(?: (?P<x>.+?))?"),
        ("rows?", r"wie ?viele (?P<k>.+?)(?: (?:gibt es|sind es|sind|fahren|gehen|stehen|hat|haben|hier|da|insgesamt|auf der (?:liste|karte|seite)|in der (?:liste|tabelle)|im warenkorb))*(?: (?:nach|von|für|mit|aus) (?P<x>.+))?"),
    ),
    compare={**LIMIT, **COMPARE, "lange": ">duration", "lang": ">duration", "schwer": f">{KG}"},
    best={**BEST, **TIMELY, "nächste": "<time"},
    generic=frozenset(["es", "das", "dies", "diese", "dieser", "artikel", "ding", "dinge", "eintrag", "einträge", "posten", "produkt", "produkte", "zeile", "zeilen", "zahl", "zahlen", "wert", "werte", "spalte", "alles", "alle", "allem", "zusammen", "insgesamt", "davon", "heute", "jetzt", "fährt", "geht", "fahren", "gehen", "gibt", "kommt", "kommen", "liegen", "liegt", "sind", "ist", "hat", "haben", "höher", "größer", "kleiner", "mehr", "weniger", "steht", "etwas", "bekommt", "gibt es"]),
    money=frozenset(["preis", "preise", "preisen", "kostet", "kosten", "teuer", "billig", "teurer", "billiger", "günstiger", "zahlen", "bezahlen", "betrag"]),
    units={"euro": "€", "euros": "€", "dollar": "$", "pfund": "£", "franken": "chf", "chf": "chf", "yen": "¥", "prozent": "%", "%": "%", "kilo": "kg", "kilogramm": "kg", "gramm": "g", "kilometer": "km", "meter": "m", "minuten": "min", "minute": "min", "stunden": "h", "stunde": "h", "gigabyte": "gb", "gb": "gb", "megabyte": "mb", "mb": "mb", "uhr": "uhr"},
    numbers={word: at for at, word in enumerate(["null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"])}
    | {word: 10 * (at + 2) for at, word in enumerate(["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"])} | {"eins": 1, "eine": 1, "einer": 1, "einem": 1, "einen": 1, "hundert": 100, "tausend": 1000},
    one=frozenset(["ein", "eine", "einer", "einem", "einen"]),
    spoken=(
        (r"\bhalb (\d+)", lambda m: f"{int(m[1]) - 1}:30"), (r"\bviertel nach (\d+)", r"\1:15"), (r"\bviertel vor (\d+)", lambda m: f"{int(m[1]) - 1}:45"), (r"^(\d\d?) uhr (\d\d)$", r"\1:\2"), (r"\s*uhr$", ""),
        (r" (?:früh|morgens|vormittags|am morgen)$", " am"), (r" (?:nachmittags|abends|am nachmittag|am abend)$", " pm"), (r"^mittags?$", "12:00"), (r"^mitternacht$", "0:00"), (r"^(\d\d?)$", r"\1:00"),
        (rf"^(\d\d?)\.? ({MONTH})", lambda m: f"{m[1]}. {MONTH.split('|').index(m[2]) + 1}."), (r"^(\d\d?)\. (\d\d?)\.", r"\1.\2."),
    ),
    when=(
        (r"übermorgen", "day +2"), (r"morgen(?: früh| abend)?", "day +1"), (r"heute(?: abend)?", "day 0"), (r"gestern", "day -1"), (r"vorgestern", "day -2"), (rf"(?:am )?letzten (?P<weekday>{DAY})", "weekday -1"),
        (rf"(?:am )?(?:nächsten |kommenden )?(?P<weekday>{DAY})", "weekday"), (r"(?:in der )?nächste[rn]? woche", "week +1"), (r"(?:in )?(?:der )?diese[rn]? woche", "week 0"), (r"letzte[rn]? woche", "week -1"),
        (r"(?:im )?nächsten monat", "month +1"), (r"(?:in )?diese[nm] monat", "month 0"), (r"(?:im )?letzten monat", "month -1"), (rf"im (?P<month>{MONTH})(?: (?P<year>\d{{4}}))?", "named"), (r"(?:im jahr )?(?P<year>(?:19|20)\d\d)", "year"),
        (rf"(?:in|innerhalb) (?:der|den|von|des|dieser)? ?(?:nächsten|kommenden|folgenden) (?:(?P<n>\w+?) )?(?P<unit>{UNIT})|innerhalb (?:von |der )?(?P<n2>\w+?) (?P<unit2>{UNIT})", "within"),
        (rf"in (?P<n>\w+?) (?P<unit>{UNIT})", "in"),
    ),
    fillers=r"^(?:am|im|für|der|den|dem) ",
    calendar={name: at for at, name in enumerate(DAY.split("|"))} | {name: at for at, name in enumerate(MONTH.split("|"), 1)} | {"minute": 1, "minuten": 1, "stunde": 60, "stunden": 60, "tag": 1440, "tage": 1440, "tagen": 1440, "woche": 10080, "wochen": 10080},
    edges=frozenset(f"{stem}{end}" for stem in ("erst", "letzt", "früh", "spätest", "frühest") for end in ("e", "er", "en", "es")),
    past=r"\b(?:war|waren|hatte|hatten)\b",
    measures={"groß|größer|größte[rns]?|klein|kleiner|kleinste[rns]?": r"^größe(?: \(|$)", "wiegt|wiegen|gewicht|schwer|schwerer|leichter|schwerste[rns]?|leichteste[rns]?": "gewicht", "alt|alter|älter|jünger|älteste[rns]?|jüngste[rns]?": r"^alter\b", "verdient|gehalt|lohn": "gehalt|lohn|einkommen", "lang|lange|länger|kürzer|dauer|dauert|länge": "dauer|länge|laufzeit",
              "umsatz|umsätze": "betrag|umsatz", "fällig": "fällig|datum"},
    total=r"^(?:gesamt|summe|zwischensumme|endbetrag|rechnungsbetrag|zu zahlen|total|saldo)",
    column=r"(?:die )?(\w+) spalte",
    departure=r"abfahrt|abflug|\bab\b|beginn",
    arrival=r"ankunft|\ban\b|kommt .* an",
    shown={"zug|züge|bahn": "gleis|bahnsteig", "abfahrt|abfahrten": "abfahrt", "flug|flüge": "gate|flug|halle", "bus|busse": r"\bbus|haltestelle|linie", "fährt|fahren|geht|gehen|startet": "abfahrt|abflug", "umsatz|umsätze|buchung|buchungen": "betrag", "termin|termine": "termin|datum", "lied|lieder|titel": "länge|dauer"},
    also=r",\s+(?:und\s+)?|\s+(?:und|plus)\s+",
    article=r"^(?:der|die|das|den|dem|ein|eine|einen) ",
    submit=r"^(?:absenden|abschicken|senden|weiter|fortfahren|speichern|registrieren|bestellen|buchen)\b",
    decimal=",",
    quotes=(
        ("from", r"(?:ist|gibt es|habe ich) (?:da )?(?:etwas|was|eine (?:e-?mail|mail|nachricht)) von (?P<x>.+?)(?: da| dabei)?|hat (?P<x2>.+?) (?:mir )?geschrieben"),
        ("beside", r"(?:welche|was für eine|was ist die) zahl (?:steht |ist )?(?:neben|bei|hinter|rechts von) (?:dem |der |den )?(?P<x>.+)"),
        ("beside", r"wie ?viele(?: (?:ungelesene |neue )?(?:e-?mails?|mails|nachrichten|einträge|dateien|dokumente|aufgaben|notizen|fotos))? (?:sind|liegen|gibt es) (?:im|in(?: der| den| dem)?) (?P<x>.+?)(?:[- ]?ordner)?"),
        ("counted", r"wie ?viele? (?P<x>\S+) (?:habe ich|gibt es)|(?P<x2>\S+) wie ?viele?"),
        ("total", r"wie ?viele (?P<k>.+?) (?:sind es |gibt es |habe ich )?(?:insgesamt|im ganzen|alles in allem)|von wie ?vielen (?P<k2>.+?)(?: sind das| ist das)?"),
        ("clock", r"(?:was|welche zeit|wie ?viel uhr) (?:zeigt|sagt) (?:die (?:uhr|tafel|anzeige)|der bildschirm)(?: an)?|wie spät ist es (?:auf|laut) der (?:tafel|uhr|anzeige)|welche (?:uhr)?zeit (?:steht|ist) (?P<top>oben)(?: rechts| links)?"),
        ("closing", r"(?:wann|um wie ?viel uhr) (?:schließt|macht) (?:der |die |das )?(?P<x>.+?)(?: zu)?|(?:bis wann|wie lange|bis wie ?viel uhr) (?:ist|sind|hat|haben) (?:der |die |das )?(?P<x2>.+?) (?:offen|geöffnet|auf)"),
        ("some", r"(?:ist|sind|hat|fällt|fallen) (?:irgend)?(?:ein|eine|einer|welche|eines der|einer der) (?P<k>.+?) (?P<s>[^\W\d]+)|(?:ist|fällt|wurde) (?:irgend)?etwas (?P<s2>[^\W\d]+)"),
        ("ticked", r"(?:ist|sind) (?:der |die |das )?(?P<x>.+?) (?:(?P<ticks>angehakt|angekreuzt)|markiert|ausgewählt)"),
        ("is", r"(?:ist|hat|fällt|wurde) (?:der |die |das |mein )?(?P<x>(?:(?! nicht ).)+?) (?P<s>[^\W\d]+)"),
        ("how", r"wie (?:viel|groß|lange) (?:ist (?:die )?)?(?P<s>verspätung) (?:hat|von|des|der) (?:der |die |das )?(?P<x>.+)|(?:um wie ?viel|wie) (?P<s2>verspätet) ist (?:der |die |das )?(?P<x2>.+)|wie (?:stark|lange|viel) ist (?:der |die |das )?(?P<x3>.+?) (?P<s3>verspätet)"),
        ("number", r"(?:was ist|wie lautet) die nummer (?:des |der |von )(?P<k>\w+?)e?s? (?P<x>(?:nach|für|von|aus) .+)"),
        ("replied", r"wie ?viele (?P<x>.+?) (?:sind es|gibt es|sind da)|(?P<x2>.+) wie ?viele"),
        ("members", r"wer ist (?:in|alles in) (?:der|dieser) (?:gruppe|unterhaltung)|wer ist (?:im|alles im|in diesem) chat|wer sind die mitglieder|wer ist (?:im|in der|in) (?P<x>.+)"),
        ("chat", r"in (?:welchem|welcher) (?:chat|gruppe|unterhaltung) bin ich|welche[rs]? (?:chat|gruppe|unterhaltung) ist (?:das|offen|geöffnet)|wie heißt (?:die gruppe|der chat|die unterhaltung|diese gruppe|dieser chat)"),
        ("chats", r"wie ?viele (?P<k>chats|unterhaltungen)(?: (?:gibt es|sind es|sind|habe ich|in der liste|aufgelistet|da))*"),
    ),
    closes=r"(?i)\b(?:geöffnet|offen|öffnungszeit\w*)\b[^.]*?(?:bis|-|–) ?\d|\bschließt\b[^.]*\bum \d{1,2}(?:[:.]\d\d)?(?: uhr)?\b",
    delayed=r"(?:(?:etwa|ca\.?|rund) )?(?P<n>\d+) ?(?:min(?:uten?)?|std|h|stunden?|tage?)\.? (?:verspätet|verspätung|später|überfällig)|(?:verspätet|verspätung|überfällig):?(?: um| von| seit)? (?P<n2>\d+) ?(?:min(?:uten?)?|std|h|stunden?|tagen?)\.?",
    denied=r"\b(?:nicht|keine?[rnms]?|nie|ohne)\b",
    was=r"\b(?:war|waren|hatten?|wurden?)\b",
    many=r"\bwie ?viele\b",
    more=r"(?:sag |erzähl )?(?:mir )?mehr(?: dazu| darüber| details)?|(?:die )?(?:details|einzelheiten)|genauer|wie kommst du darauf",
)  # fmt: skip
