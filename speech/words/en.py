"""English words for signs, units, money and dates."""

from __future__ import annotations

SIGNS = {
    ".": "dot", ",": "comma", ":": "colon", ";": "semicolon", "-": "dash", "_": "underscore", "/": "slash",
    "\\": "backslash", "@": "at", "#": "hash", "(": "open paren", ")": "close paren", "[": "open bracket",
    "]": "close bracket", "{": "open brace", "}": "close brace", "'": "apostrophe", '"': "quote", "?": "question mark",
    "!": "exclamation mark", "&": "and", "*": "star", "+": "plus", "=": "equals", "<": "less than",
    ">": "greater than", "|": "bar", "~": "tilde", "^": "caret", "`": "backtick", "%": "percent", "$": "dollar",
    "¢": "cents",
    "€": "euro", "£": "pound", "¥": "yen", "§": "section", "¶": "paragraph", "©": "copyright", "®": "registered",
    "™": "trademark", "°": "degrees", "µ": "micro", "…": "ellipsis", "–": "dash", "—": "dash", "−": "minus",
    "“": "open quote", "”": "close quote", "‘": "open quote", "’": "apostrophe", "«": "open quote",
    "»": "close quote", "·": "dot", " ": "space", "¿": "inverted question mark", "¡": "inverted exclamation mark",
    "×": "times", "÷": "divided by", "±": "plus or minus", "≈": "about", "≠": "not equal to",
    "≤": "less than or equal to", "≥": "greater than or equal to", "∞": "infinity", "√": "root of", "∑": "sum",
    "½": "one half", "¼": "one quarter", "¾": "three quarters", "²": "squared", "³": "cubed", "¹": "to the 1",
    "→": "right arrow", "←": "left arrow", "↑": "up arrow", "↓": "down arrow", "↔": "left right arrow",
    "⇒": "double right arrow", "⇐": "double left arrow", "•": "bullet", "●": "black circle", "○": "white circle",
    "■": "black square", "□": "white square", "▪": "bullet", "◦": "bullet", "‣": "bullet", "⁃": "bullet",
    "✓": "check mark", "✔": "check mark", "✗": "cross mark", "✘": "cross mark", "☐": "unchecked box",
    "☑": "checked box", "☒": "crossed box", "★": "star", "☆": "empty star", "\ufffd": "unreadable character",
}  # fmt: skip
OPERATORS = {
    "==": "equals equals", "===": "equals equals equals", "!=": "not equals", "!==": "not equals equals",
    "<=": "less than or equals", ">=": "greater than or equals", "=>": "right arrow", "->": "right arrow",
    "<-": "left arrow", "-->": "right arrow", "<--": "left arrow", "&&": "and and", "||": "bar bar",
    "::": "colon colon", "++": "plus plus", "+=": "plus equals", "-=": "minus equals", "*=": "star equals",
    ":=": "colon equals", "//": "slash slash", "/*": "slash star", "*/": "star slash", "</": "less than slash",
    "/>": "slash greater than", "<<": "less than less than", ">>": "greater than greater than", "**": "star star",
}  # fmt: skip
TERMS = {
    "minus": "minus", "plus": "plus", "to": "to", "by": "by", "line": "line", "number": "number", "version": "version",
    "and": "and", "times": "times", "override": "right-to-left override", "per mille": "per mille",
    "percent": "percent", "capital": "capital",
}  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# Code -> one, several, one hundredth, several of them (empty: has none, or nobody says it).
MONEY = {
    "EUR": ("euro", "euros", "cent", "cents"),
    "USD": ("dollar", "dollars", "cent", "cents"),
    "GBP": ("pound", "pounds", "penny", "pence"),
    "JPY": ("yen", "yen", "", ""),
    "CNY": ("yuan", "yuan", "", ""),
    "INR": ("rupee", "rupees", "paisa", "paise"),
    "KRW": ("won", "won", "", ""),
    "RUB": ("rouble", "roubles", "kopeck", "kopecks"),
    "TRY": ("lira", "lira", "", ""),
    "ILS": ("shekel", "shekels", "agora", "agorot"),
    "UAH": ("hryvnia", "hryvnias", "kopiyka", "kopiykas"),
    "CHF": ("Swiss franc", "Swiss francs", "centime", "centimes"),
    "CAD": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "AUD": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "NZD": ("New Zealand dollar", "New Zealand dollars", "cent", "cents"),
    "HKD": ("Hong Kong dollar", "Hong Kong dollars", "cent", "cents"),
    "TWD": ("Taiwan dollar", "Taiwan dollars", "", ""),
    "SGD": ("Singapore dollar", "Singapore dollars", "cent", "cents"),
    "BRL": ("real", "reais", "centavo", "centavos"),
    "SEK": ("Swedish krona", "Swedish kronor", "öre", "öre"),
    "NOK": ("Norwegian krone", "Norwegian kroner", "øre", "øre"),
    "DKK": ("Danish krone", "Danish kroner", "øre", "øre"),
    "PLN": ("zloty", "zlotys", "grosz", "groszy"),
    "CZK": ("Czech koruna", "Czech korunas", "haler", "halers"),
}
PER = {
    "kg": "kilogram", "g": "gram", "l": "liter", "L": "liter", "h": "hour", "hr": "hour", "hour": "hour", "day": "day",
    "week": "week", "wk": "week", "month": "month", "mo": "month", "year": "year", "yr": "year", "m²": "square meter",
    "night": "night", "person": "person", "user": "user", "piece": "piece", "GB": "gigabyte", "kWh": "kilowatt hour",
}  # fmt: skip
"""What prices are per."""
SCALES = {
    "k": "thousand", "K": "thousand", "thousand": "thousand", "m": "million", "M": "million", "million": "million",
    "bn": "billion", "B": "billion", "billion": "billion",
}  # fmt: skip


def _units(*rows: str) -> dict[str, tuple[str, str]]:
    """ "km kilometer": the plural has an "s" on its first word; or it is written behind a bar."""
    table = {}
    for row in rows:
        symbols, _, names = row.partition(" ")
        one, _, many = names.partition("|")
        first, _, rest = one.partition(" ")
        table.update({symbol: (one, many or f"{first}s {rest}".strip()) for symbol in symbols.split("=")})
    return table


# Left out, for they mean several things: m (meters, minutes, millions), A, K, d, in, l, g after a digit (5G).
UNITS = _units(
    "B byte", "kB=KB kilobyte", "MB megabyte", "GB gigabyte", "TB terabyte", "PB petabyte", "KiB kibibyte",
    "MiB mebibyte", "GiB gibibyte", "TiB tebibyte", "kbit kilobit", "Mbit megabit", "Gbit gigabit",
    "B/s byte per second", "kB/s=KB/s kilobyte per second", "MB/s megabyte per second", "GB/s gigabyte per second",
    "kbps=kbit/s kilobit per second", "Mbps=Mbit/s megabit per second", "Gbps=Gbit/s gigabit per second",
    "Hz hertz|hertz", "kHz kilohertz|kilohertz", "MHz megahertz|megahertz", "GHz gigahertz|gigahertz",
    "ns nanosecond", "µs=μs microsecond", "ms millisecond", "s=sec second", "min minute", "h=hr=hrs hour",
    "nm nanometer", "µm=μm micrometer", "mm millimeter", "cm centimeter", "km kilometer", "km/h=kph kilometer per hour",
    "m/s meter per second", "mph mile per hour", "mi mile", "ft foot|feet", "yd yard", "mg milligram", "kg kilogram",
    "lb pound", "lbs pound", "oz ounce", "ml=mL milliliter", "cl=cL centiliter", "L liter",
    "°C=℃ degree Celsius", "°F=℉ degree Fahrenheit", "° degree", "V volt", "mV millivolt", "kV kilovolt",
    "mA milliamp", "mAh milliamp hour|milliamp hours", "W watt", "mW milliwatt", "kW kilowatt", "MW megawatt",
    "Wh watt hour|watt hours", "kWh kilowatt hour|kilowatt hours", "Pa pascal", "hPa hectopascal", "kPa kilopascal",
    "dB decibel", "px pixel", "pt point", "dpi dot per inch", "fps frame per second", "rpm revolution per minute",
    "kcal kilocalorie", "MP megapixel", "m² square meter|square meters", "km² square kilometer|square kilometers",
    "cm² square centimeter|square centimeters", "m³ cubic meter|cubic meters", "cm³ cubic centimeter|cubic centimeters",
)  # fmt: skip
