"""Diagramme auf Deutsch."""

# ruff: noqa: E501, SIM905 - a table reads better unwrapped

from __future__ import annotations

from models.grounded.chart_words import ChartWords

CHART = r"(?:diagramm|grafik|graphik|schaubild|chart|graph)"
THE = r"(?:das |die |der |dem |den |dieses |diese |diesem |dieser )?"

WORDS = ChartWords(
    say={
        "sentence": "{kind}: {what}.",
        "sentence_named": "{kind}, {title}: {what}.",
        "untold": "die Werte kann ich nicht erkennen",
        "about": "etwa {value}",
        "rises": "steigt von {first} bei {a} auf {last} bei {b}",
        "rises_steadily": "steigt stetig von {first} bei {a} auf {last} bei {b}",
        "falls": "fällt von {first} bei {a} auf {last} bei {b}",
        "falls_steadily": "fällt stetig von {first} bei {a} auf {last} bei {b}",
        "varies": "geht auf und ab, von {first} bei {a} bis {last} bei {b}",
        "level": "bleibt bei {first} von {a} bis {b}",
        "highest": "am höchsten {name}, {value}",
        "lowest": "am niedrigsten {name}, {value}",
        "largest": "am größten {name}, {value}",
        "smallest": "am kleinsten {name}, {value}",
        "of_series": "{series} bei {name}",
        "series": "{count} Reihen, {names}",
        "series_unnamed": "{count} Reihen ohne Namen",
        "span": "{count} Punkte von {a} bis {b}",
        "bars": "{count} Balken",
        "parts": "{count} Teile",
        "points": "{count} Punkte",
        "reach": "{title} von {low} bis {high}",
        "link_up": "je höher {x}, desto höher {y}",
        "link_down": "je höher {x}, desto niedriger {y}",
        "no_link": "kein klarer Zusammenhang",
        "horizontal": "waagerechte Achse",
        "vertical": "senkrechte Achse",
        "no_name": "Nr. {number}",
        "row": "{name}: {values}",
        "cell": "{series} {value}",
        "missing": "nicht erkannt",
        "table": "Vom Diagramm abgelesen, daher ungefähr. {rows}.",
        "table_exact": "{rows}.",
        "more_rows": "und {count} weitere",
        "value": "{name}: {value}.",
        "highest_answer": "Am höchsten ist {name}, {value}.",
        "lowest_answer": "Am niedrigsten ist {name}, {value}.",
        "higher": "{name} ist höher: {value}, gegen {other_value} bei {other}, ein Unterschied von {difference}.",
        "same": "{name} und {other} sind ungefähr gleich: {value} und {other_value}.",
        "series_higher": "{name} ist in {count} von {all} höher als {other}: {where}.",
        "series_never": "{name} ist nie höher als {other}.",
        "trend": "Der Verlauf: {what}.",
        "trend_series": "{series} {what}",
        "kind": "Das ist: {kind}.",
        "count_bars": "{count} Balken.",
        "count_series": "{count} Reihen: {names}.",
        "count_points": "{count} Punkte.",
        "count_parts": "{count} Teile: {names}.",
        "axis": "{axis}: {title}",
        "unit": "die Einheit ist {unit}",
        "axis_names": "{axis}: {names}",
        "legend": "Die Reihen sind {names}.",
        "no_legend": "Ich sehe keine Legende.",
        "no_axes": "Wie die Achsen heißen, kann ich nicht erkennen.",
        "not_told": "Ich sehe ein Diagramm ({kind}), kann seine Werte aber nicht erkennen.",
        "not_seen": "Den Wert von {name} kann ich nicht erkennen.",
        "which_chart": "Es gibt {count} Diagramme: {names}. Sag, welches.",
        "from_chart": "Von einem Diagramm abgelesen, daher ungefähr: {text}",
        "no_chart": "Ich sehe hier kein Diagramm.",
        "played": "{title}: {count} Töne, von {low} für den niedrigsten bis {high} für den höchsten.",
        "played_series": "{series}: {count} Töne.",
        "this_chart": "Diagramm",
    },
    kinds={
        "bar": "Balkendiagramm", "line": "Liniendiagramm", "pie": "Kreisdiagramm", "doughnut": "Ringdiagramm",
        "scatter": "Streudiagramm",
    },
    asks={
        "table": rf"(?:lies|lese|sag|sage|nenn|nenne|zeig|zeige|gib)(?: mir)? (?:alle )?{THE}"
        rf"(?:tabelle|werte|zahlen|daten|{CHART})(?: (?:von|aus|in|zu|des|im|vom) {THE}{CHART}s?)?(?: vor| als tabelle)?|"
        rf"(?:was|welche) (?:sind|ist) (?:alle )?{THE}(?:werte|zahlen|daten)(?: (?:von|aus|in|des|im|vom) {THE}{CHART}s?)?",
        "play": rf"(?:spiel|spiele)(?: mir)? {THE}{CHART}(?: (?:vor|ab))?|lass mich {THE}{CHART} hören|"
        rf"ich möchte {THE}{CHART} hören|{CHART} (?:als (?:klang|töne|ton|musik)|anhören)",
        "describe": rf"(?:beschreib|beschreibe|erklär|erkläre) {THE}{CHART}|was zeigt {THE}{CHART}|"
        rf"was (?:ist|steht|sieht man) (?:in|auf|im) {THE}{CHART}|worum geht es (?:in|im) {THE}{CHART}",
        "trend": r"(?:was ist |wie ist |beschreib |nenne )?(?:der |den |die )?(?:trend|verlauf|entwicklung)(?: (?:von|für|der|bei) .+)?|"
        r"(?:steigt|fällt|wächst|sinkt) (?:es|das|sie|er|.+)|wie (?:entwickelt|verändert) (?:es|sich|.+)(?: sich)?(?: .+)?|"
        r"geht (?:es|.+) (?:nach oben|nach unten|hoch|runter|rauf)",
        "kind": rf"(?:was|welche art|was für) (?:für )?(?:ein |eine |von )?{CHART} ist (?:das|es)|"
        rf"welche art (?:von )?{CHART}(?: ist (?:das|es))?",
        "axes": r"(?:was|wie) (?:ist|sind|steht|heißt|heißen|zeigt|zeigen)(?: an| auf)? (?:die |der |den )?"
        r"(?:x|y|waagerechten?|senkrechten?|achsen?)(?: ?-?achsen?)?|(?:was|welche) (?:ist |hat )?(?:die |es )?einheit(?:en)?"
        r"(?: hat es)?|lies die achsen(?: vor)?|nenne die achsen",
        "title": rf"(?:was ist |wie lautet |wie heißt |lies |nenne )?{THE}(?:titel|überschrift|name) (?:von |über )?{THE}{CHART}s?(?: vor)?|"
        rf"(?:des )?{CHART}s? titel|wie (?:heißt|ist) {THE}{CHART}(?: betitelt| überschrieben)?",
        "compared": r"(?:was|welche)(?: (?P<noun>\w+))? (?:wird|werden)(?: hier| da)? (?:verglichen|gegenübergestellt)",
        "legend": rf"was (?:sagt|zeigt|steht in) (?:die |der )legende|(?:was|welche) (?:sind )?(?:die |der )?(?:zwei |drei |vier |beiden )?(?:linien|reihen)(?: (?:sind|gibt es|hat)(?: (?:in|im) {THE}{CHART}| {THE}{CHART})?)?|"
        r"wie heißen (?:die )?(?:zwei |drei |vier |beiden )?(?:linien|reihen)|(?:was|welche) (?:ist|sind|steht) (?:in )?(?:die |der )?(?:legende|reihen|linien|farben)|"
        r"was bedeuten (?:die )?(?:farben|linien)|(?:lies|nenne) (?:die )?(?:legende|reihen)(?: vor)?|"
        r"welche (?:reihen|linien) (?:gibt es|sind da|siehst du)",
        "count": r"wie viele (?P<what>balken|säulen|kategorien|punkte|reihen|linien|stücke|teile|segmente|werte)"
        rf"(?: (?:gibt es|hat es|sind (?:da|es)|siehst du|hat {THE}{CHART}|sind (?:in|im) {THE}{CHART}))?",
    },
    highest=r"beste[rsn]?|stärkste[rsn]?|höchsten?|höchster|höchste[sr]?|meisten?|maximum|maximal\w*|spitze|größten?|größte[sr]?|längsten?|längste[sr]?|gipfel",
    lowest=r"schlechteste[rsn]?|schwächste[rsn]?|niedrigsten?|niedrigste[sr]?|wenigsten?|minimum|minimal\w*|kleinsten?|kleinste[sr]?|geringsten?|kürzesten?",
    compare=r"vergleich|vergleiche|unterschied|differenz|höher|niedriger|mehr|weniger|größer|kleiner|gegen|gegenüber",
    fillers=frozenset(
        "was ist war sind waren der die das den dem des ein eine wert werte von für in im bei an am auf zahl zahlen wie viel "
        "viele hoch groß niedrig hat haben hatte es dieses diagramm grafik balken säule linie punkt stück zeigt zeigen "
        "erreicht betrug beträgt betrag prozent anteil teil und sag mir nenne gib etwa laut vom zum reihe".split()
    ),
    nouns=frozenset(
        "welcher welche welches welchem gab gibt es wann wo was monat monate jahr jahre tag tage woche wochen quartal kategorie balken säule "
        "stück teil name land stadt produkt punkt linie reihe wert werte war ist sind der die das den dem am hat haben mit in "
        "im bei von wurde erreicht als oder und zwischen zu auf wie".split()
    ),
    months=(
        ("januar", "jan", "jän", "january"), ("februar", "feb", "february"), ("märz", "mär", "mrz", "mar", "march"),
        ("april", "apr"), ("mai", "may"), ("juni", "jun", "june"), ("juli", "jul", "july"), ("august", "aug"),
        ("september", "sep", "sept"), ("oktober", "okt", "oct", "october"), ("november", "nov"),
        ("dezember", "dez", "dec", "december"),
    ),
    series_nouns=r"reihen?|linien?|farben?",
    kinds_asked=CHART,
    kinds_named={
        "bar": rf"\b(?:balken|säulen)-?(?={CHART})", "line": rf"\b(?:linien|kurven)-?(?={CHART})",
        "pie": rf"\b(?:kreis|torten|kuchen)-?(?={CHART})", "doughnut": rf"\bring-?(?={CHART})",
        "scatter": rf"\b(?:streu|punkt)-?(?={CHART})",
    },
    sides={
        "left": rf"\blinke[nrsm]? (?={CHART})|(?<=diagramm) links\b", "right": rf"\brechte[nrsm]? (?={CHART})|(?<=diagramm) rechts\b",
        "top": rf"\bobere[nrsm]? (?={CHART})|(?<=diagramm) oben\b", "bottom": rf"\buntere[nrsm]? (?={CHART})|(?<=diagramm) unten\b",
    },
    ordinals={
        0: rf"\berste[nrsm]? (?={CHART})", 1: rf"\bzweite[nrsm]? (?={CHART})", 2: rf"\bdritte[nrsm]? (?={CHART})",
        3: rf"\bvierte[nrsm]? (?={CHART})", -1: rf"\bletzte[nrsm]? (?={CHART})",
    },
    periods={
        "day": r"\btage?n?\b|\btäglich", "week": r"\bwochen?\b|\bwöchentlich", "month": r"\bmonate?[ns]?\b|\bmonatlich",
        "quarter": r"\bquartale?[ns]?\b", "year": r"\bjahre?[ns]?\b|\bjährlich",
    },
    which=r"\b(?:welche[rsnm]?|was für eine?) (?P<noun>\w+)",
    any_noun=r"ist|sind|war|waren|hat|haben|hatte|balken|säulen?|punkte?|teile?|stücke?|kategorien?|werte?|linien?|reihen?|zahl|datum|zeit|diagramm|der|die|das",
    decimal=",",
)  # fmt: skip
