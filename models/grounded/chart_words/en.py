"""Charts in English."""

# ruff: noqa: E501, SIM905 - a table reads better unwrapped

from __future__ import annotations

from models.grounded.chart_words import ChartWords

CHART = r"(?:chart|graph|diagram|plot)"
THE = r"(?:the |this |that |my )?"

WORDS = ChartWords(
    say={
        "sentence": "{kind}: {what}.",
        "sentence_named": "{kind}, {title}: {what}.",
        "untold": "I can't tell its values",
        "about": "about {value}",
        "rises": "rises from {first} in {a} to {last} in {b}",
        "rises_steadily": "rises steadily from {first} in {a} to {last} in {b}",
        "falls": "falls from {first} in {a} to {last} in {b}",
        "falls_steadily": "falls steadily from {first} in {a} to {last} in {b}",
        "varies": "goes up and down, from {first} in {a} to {last} in {b}",
        "level": "stays level at {first} from {a} to {b}",
        "highest": "highest {name}, {value}",
        "lowest": "lowest {name}, {value}",
        "largest": "largest {name}, {value}",
        "smallest": "smallest {name}, {value}",
        "of_series": "{series} in {name}",
        "series": "{count} series, {names}",
        "series_unnamed": "{count} series without names",
        "span": "{count} points from {a} to {b}",
        "bars": "{count} bars",
        "parts": "{count} parts",
        "points": "{count} points",
        "reach": "{title} from {low} to {high}",
        "link_up": "the higher {x}, the higher {y}",
        "link_down": "the higher {x}, the lower {y}",
        "no_link": "no clear link",
        "horizontal": "horizontal axis",
        "vertical": "vertical axis",
        "no_name": "no. {number}",
        "row": "{name}: {values}",
        "cell": "{series} {value}",
        "missing": "not seen",
        "table": "Read off the chart, so about. {rows}.",
        "table_exact": "{rows}.",
        "more_rows": "and {count} more",
        "value": "{name}: {value}.",
        "highest_answer": "Highest is {name}, {value}.",
        "lowest_answer": "Lowest is {name}, {value}.",
        "higher": "{name} is higher: {value}, against {other_value} for {other}, a difference of {difference}.",
        "same": "{name} and {other} are about the same: {value} and {other_value}.",
        "series_higher": "{name} is higher than {other} in {count} of {all}: {where}.",
        "series_never": "{name} is never higher than {other}.",
        "trend": "It {what}.",
        "trend_series": "{series} {what}",
        "kind": "It is a {kind}.",
        "count_bars": "{count} bars.",
        "count_series": "{count} series: {names}.",
        "count_points": "{count} points.",
        "count_parts": "{count} parts: {names}.",
        "axis": "{axis}: {title}",
        "unit": "the unit is {unit}",
        "axis_names": "{axis}: {names}",
        "legend": "The series are {names}.",
        "no_legend": "I see no legend.",
        "no_axes": "I can't tell what the axes are called.",
        "not_told": "I see a {kind}, but I can't tell its values.",
        "not_seen": "I can't tell the value of {name}.",
        "which_chart": "There are {count} charts: {names}. Say which one.",
        "from_chart": "Read off a chart, so about: {text}",
        "no_chart": "I see no chart here.",
        "played": "{title}: {count} tones, from {low} for the lowest to {high} for the highest.",
        "played_series": "{series}: {count} tones.",
        "this_chart": "Chart",
    },
    kinds={
        "bar": "Bar chart", "line": "Line chart", "pie": "Pie chart", "doughnut": "Doughnut chart",
        "scatter": "Scatter plot",
    },
    asks={
        "table": rf"(?:(?:read|tell|give|list|show|say)(?: me)?(?: out)?|what (?:is|are)) (?:all )?{THE}"
        rf"(?:table|values|numbers|data|figures|data table|data points|{CHART})(?: (?:of|in|on|from|behind) {THE}{CHART})?"
        r"(?: as a table| in full)?",
        "play": rf"(?:play|sonify)(?: me)? {THE}{CHART}(?: (?:as|with) (?:sound|tones|music))?|"
        rf"(?:let me (?:hear|listen to)|listen to|hear) {THE}{CHART}(?: as (?:sound|tones|music))?|{CHART} as sound",
        "describe": rf"(?:describe|explain|summari[sz]e) {THE}{CHART}|what does {THE}{CHART} (?:show|say|tell)(?: me)?|"
        rf"what is (?:in|on) {THE}{CHART}|what is {THE}{CHART} about",
        "trend": r"(?:what is |tell me |describe )?(?:the |its )?trend(?: (?:of|in|for) .+)?|"
        r"(?:is|are|was|were) (?:it|they|.+) (?:rising|falling|growing|shrinking|increasing|decreasing|going up|going down)|"
        r"how (?:does|do|did|has|have) (?:it|they|.+) (?:develop|developed|change|changed|go on)(?: over time)?|"
        r"(?:does|do|did) (?:it|they|.+) (?:rise|fall|grow|shrink|increase|decrease|go up|go down)(?: over time)?",
        "kind": rf"(?:what|which) (?:kind|type|sort) of {CHART} (?:is (?:it|this|that)|do you see)|what {CHART} is (?:it|this)",
        "axes": r"(?:what|which) (?:is|are) (?:on |at )?(?:the )?(?:x|y|horizontal|vertical|axis|axes)(?: ?axis| ?axes)?"
        r"(?: called| titles?| labels?)?|what do (?:the )?axes (?:show|mean|say)|(?:read|tell me) (?:the )?axes|"
        rf"(?:what|which) (?:is the )?units?(?: is it| does it have| of {THE}{CHART})?|what (?:is|are) (?:the )?units?",
        "title": rf"(?:what is |read |tell me |say )?{THE}(?:title|heading|name|caption) (?:of|above|over|on) {THE}{CHART}|"
        rf"what is {THE}{CHART}(?:'s| is)? (?:title|name|heading|called|titled)|how is {THE}{CHART} (?:called|titled)|{THE}{CHART} title",
        "compared": rf"(?:what|which)(?: (?P<noun>\w+))? (?:is|are|is being|are being|does it|does {THE}{CHART}|do you see) compared?(?: (?:here|there|(?:in|on) {THE}{CHART}))?",
        "legend": r"(?:what|which) (?:is|are) (?:in )?(?:the )?(?:two |three |four |five |\d )?(?:legend|series|lines|colou?rs)(?: there| called| named)?|"
        rf"what does (?:the )?legend (?:say|show|tell)(?: me)?|(?:what|which) (?:lines|series|colou?rs) (?:are|do you see) (?:in|on|shown in) {THE}{CHART}|"
        rf"(?:what|which) (?:lines|series) does {THE}{CHART} (?:have|show)|(?:read|tell me|what is) (?:the )?legend of {THE}{CHART}|"
        r"what do (?:the )?(?:colou?rs|lines) (?:mean|stand for)|(?:read|list|tell me) (?:the )?(?:legend|series)|"
        r"(?:what|which) (?:series|lines) (?:are there|does it have|do you see)",
        "count": r"how many (?P<what>bars|columns|categories|points|dots|series|lines|slices|parts|wedges|sectors|values)"
        rf"(?: (?:are there|does it have|are shown|has it|do you see|are (?:in|on) {THE}{CHART}|does {THE}{CHART} have))?",
    },
    highest=r"highest|most|best|strongest|maximum|max|peak|peaks?|largest|biggest|greatest|tallest|longest|top",
    lowest=r"lowest|least|worst|weakest|minimum|min|smallest|fewest|shortest|bottom",
    compare=r"compare|compared|comparison|difference|differ|higher|lower|more|less|larger|smaller|bigger|greater|versus|vs",
    fillers=frozenset(
        "what is was are were the a an value values of for in at on number numbers how much many high big large low did do "
        "does it this that chart graph diagram bar bars slice point line column show shows reach have has had amount come "
        "came to percent percentage share part portion and tell me give say about one there according be series".split()
    ),
    nouns=frozenset(
        "which when where what month months year years day days week weeks quarter category categories bar bars column "
        "slice slices part parts wedge name names country city item product point points line lines series value values "
        "was is are the has have had with in of at did it reach its on occur happen by than or and between to from "
        "difference does do how".split()
    ),
    months=(
        ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
        ("july", "jul"), ("august", "aug"), ("september", "sep", "sept"), ("october", "oct"), ("november", "nov"),
        ("december", "dec"),
    ),
    series_nouns=r"series|lines?|colou?rs?",
    kinds_asked=CHART,
    kinds_named={
        "bar": rf"\b(?:bar|column) ?(?={CHART})", "line": rf"\bline ?(?={CHART})", "pie": rf"\bpie ?(?={CHART})",
        "doughnut": rf"\b(?:doughnut|donut|ring) ?(?={CHART})", "scatter": rf"\bscatter ?(?={CHART})",
    },
    sides={
        "left": rf"\bleft(?:most|-hand| hand)? (?={CHART})|(?<=chart) (?:on|to|at) (?:the )?left(?: side)?\b",
        "right": rf"\bright(?:most|-hand| hand)? (?={CHART})|(?<=chart) (?:on|to|at) (?:the )?right(?: side)?\b",
        "top": rf"\b(?:top|upper)(?:most)? (?={CHART})|(?<=chart) (?:on|at) (?:the )?top\b",
        "bottom": rf"\b(?:bottom|lower)(?:most)? (?={CHART})|(?<=chart) (?:on|at) (?:the )?bottom\b",
    },
    ordinals={
        0: rf"\b(?:first|1st) (?={CHART})", 1: rf"\b(?:second|2nd) (?={CHART})", 2: rf"\b(?:third|3rd) (?={CHART})",
        3: rf"\b(?:fourth|4th) (?={CHART})", -1: rf"\blast (?={CHART})",
    },
    periods={
        "day": r"\bdays?\b|\bdaily\b", "week": r"\bweek(?:s|ly)?\b", "month": r"\bmonth(?:s|ly)?\b",
        "quarter": r"\bquarter(?:s|ly)?\b", "year": r"\byears?\b|\byearly\b|\bannual\b",
    },
    which=r"\b(?:which|what) (?P<noun>\w+)",
    any_noun=r"is|are|was|were|has|had|did|does|do|bars?|columns?|points?|slices?|parts?|categor\w+|one|of|values?|lines?|series|numbers?|dates?|times?|charts?|graphs?|the|an?",
)  # fmt: skip
