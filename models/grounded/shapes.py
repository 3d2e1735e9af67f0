"""What values of a kind look like: a date, a sum of money, a name, a measure; and what tells one."""

from __future__ import annotations

import re

from models.grounded.phrases import Phrases
from models.grounded.words import words

HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
STUNDEN = "eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf"
DATE = re.compile(
    r"(?i)\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
    r"|\b\d{4}-\d\d-\d\d|(?<![\w.])\d{1,2}([./-])\d{1,2}\1(?:(?:\d\d){1,2}(?!\w|[.-]\d)|(?!\w))|\b\d{1,2}(?:st|nd|rd|th)\b|\b(?:today|tomorrow|tonight|yesterday)\b"
    r"|\b(?:mon|diens|donners|frei|sams|sonn)tag|\bmittwoch|\bsonnabend"
    r"|\b\d{1,2}\. ?(?:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez)"
    r"|\b(?:heute|morgen|gestern)\b|\d ?[月日号]|星期|周[一二三四五六日]|今天|明天|昨天"
)
"""A day that can be found in a calendar; "3 days" is none, nor is the version "2.8.0"."""
TIME = re.compile(
    r"(?i)\b\d{1,2}:\d\d|\b\d{1,2}\.\d\d\s?(?:am|pm|uhr|h)\b|\b\d{1,2}\s?(?:am|pm|a\.m|p\.m|o'clock|h\b)|\bnoon\b|\bmidnight\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b\d{4}-\d\d-\d\d|\b(?:19|20)\d\d\b|\b(?:today|tomorrow|tonight|yesterday)\b"
    r"|\d\s?(?:days?|hours?|minutes?|weeks?|months?|years?)\b|\d+\s?[年月日号点时分天周]|星期|周[一二三四五六日]|今天|明天|昨天|上午|下午|晚上"
    rf"|\b(?:half|quarter|five|ten|twenty|twenty-five) (?:past|to) (?:{HOURS})\b|\b(?:{HOURS}) o'clock"
    rf"|\b(?:halb|(?:viertel|zehn|fünf) (?:vor|nach)) (?:{STUNDEN})\b"
    r"|[一二三四五六七八九十两]点"
)
NUMERAL = (
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand"
    r"|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|vierzig|fünfzig|hundert|tausend)\b"
    r"|[一二三四五六七八九十百千万两半])"
)
AMOUNT = re.compile(rf"(?i){NUMERAL}|\bfree\b|免费")
MONEY = re.compile(
    r"(?i)[$€£¥￥]\s?\d|\d[\d.,]*\s?(?:[€£元块]|dollars?|euros?|pounds?|cents?|usd|eur|gbp|yuan)|\d+[.,]\d\d\b(?!\.\d)(?!\s?%)"
    r"|\bfree\b|免费"
)
"""In running text a sum of money must look like one; beside a label a number will do."""
PERSON = re.compile(r"(?<!^)(?<![.!?]\s)\b[A-Z][a-z]+|[\u4e00-\u9fff]{2,}")
"""A capital inside a sentence, or Chinese, which has none."""
UNITS = {
    "long": (
        r"(?:seconds?|minutes?|mins?|hours?|h|days?|weeks?|months?|years?|m|cm|mm|km|metres?|meters?|miles?|feet"
        r"|inch(?:es)?)\b|秒|分|小时|天|周|月|年|米|公里"
    ),
    "far": r"(?:m|cm|mm|km|metres?|meters?|kilomet(?:re|er)s?|miles?|feet|inch(?:es)?|ft)\b|米|公里|里",
    "big": r"(?:[kmgt]i?b|bytes?|m²|cm|mm|m|inch(?:es)?|pixels?|px|square \w+|x \d+)\b|兆|平方|寸|厘米|米",
    "heavy": r"(?:kg|g|mg|lbs?|pounds?|ounces?|oz|tons?|tonnes?|kilos?|grams?|kilograms?)\b|公斤|千克|克|斤|吨",
    "warm": r"(?:°|degrees|celsius|fahrenheit|[cf]\b)|度",
    "fast": r"(?:km/h|mph|[kmg]bit|[kmg]b/s|[\w/]+ per \w+|rpm)|每秒|每小时",
    "old": r"(?:years?|months?|days?|weeks?)\b|岁|年|月|天",
    "full": r"(?:%|percent|[kmgt]b|litres?)|升",
    "often": r"(?:times?|every|daily|weekly|monthly|hours?|days?|mal)\b|次",
}
EVERY = (
    r"\b(?:every|each) (?:\d+ |[a-z-]+ )?(?:hour|day|week|month|year|morning|evening|seconds|minutes)\w*\b"
    r"|\b(?:every|each) (?:single )?(?:second|minute)\b"
    r"(?! (?!(?:the|a|an|it|he|she|we|you|they|i|in|on|at|of|and|or|from|until|by|to|when|while)\b)\w)"
    r"|\b(?:jede[ns]?|alle) (?:\d+ |[a-zäöüß-]+ )?(?:sekunde|minute|stunde|tag|woche|monat|jahr|morgen|abend)\w*\b"
    r"|\b(?:once|twice|hourly|daily|weekly|monthly|yearly|stündlich|täglich|wöchentlich|monatlich)\b|每(?:隔)?\S{0,3}[秒分小时天周月年]"
)
"""How often: "every thirty seconds"; "every second station" tells no time."""
DONE = re.compile(r"(?i)%|percent|prozent|\d+ ?(?:/|of|von) ?\d+|\b(?:left|remaining|übrig|verbleibend)\b|剩余")
"""How far something is that goes on."""
# Digits are taken whole (possessive): else a text of 4000 of them would take minutes.
MEASURES = {
    name: re.compile(
        rf"(?i){NUMERAL}[\d.,]*+[ -]?(?:\w+ )?(?:{units})" + (f"|{EVERY}" if name == "often" else ""),
    )
    for name, units in UNITS.items()
}
"""What a number must be followed by to be that kind of measure: a departure time is not how long a trip is."""
STATES = re.compile(r"(?i)\b(?:is|are|was|were|will|equals|has|have|costs?)\b|[:：=]|\d|是|为|有")
"""A sentence that tells something, as against a button's or a link's words."""
HINT = re.compile(r"\^\S|\bM-\S|\bF\d{1,2}\b")
"""A key in a line of hints: its digit is no value."""

SHAPES = {
    "email": re.compile(r"(?<![\w.+/:-])[\w.+-]++@[\w-]++(?:\.[\w-]++)*+(?!:[/~\d])"),
    "phone": re.compile(r"\+?\d[\d /()-]{2,}\d"),
    "code": re.compile(r"\d"),
    "name": re.compile(r"[A-Z\u4e00-\u9fff]"),
    "version": re.compile(
        r"(?i)(?<![\d.])v?\d+\.\d+\.\d+(?![\d.]*\d)|\bv\d+(?:\.\d+)?\b|\bversion:? \d[\w.]*|版本\s?\d"
    ),
    "quantity": re.compile(
        rf"(?i){NUMERAL}[\d.,]*+[ -]?(?:(?:g|kg|mg|ml|cl|dl|l|lb|oz|[kmgt]i?b|kwh|grams?|kilos?|kilograms?"
        r"|lit(?:re|er)s?|gramm|cups?|tassen?|tablespoons?|teaspoons?|tbsp|tsp|el|tl|pints?|pinch(?:es)?|spoons?|bottles?|sacks?|bags?)\b"
        r"|克|毫升|升|公斤|杯|勺)"
    ),
    "port": re.compile(r"(?<![\d.])\d{2,5}(?![\d.]*\d)"),
    "folder": re.compile(r"(?<![\w/])~?/\w|\b[A-Z]:\\"),
    "file": re.compile(r"(?<![\w/])~?/\w|\b[A-Z]:\\|\b[\w-]+\.[a-z][a-z0-9]{1,4}\b(?!\.\w|@)"),
    "host": re.compile(r"(?<![@\w.])[a-z0-9-]+(?:\.[a-z0-9-]+)+(?<!\d)(?![\w@])"),
    "share": re.compile(r"\d\s?%|\bpercent\b|\b0\.\d"),
    "direction": re.compile(
        r"(?i)\b(?:north|south|east|west|left|right|up|down|upwards|downwards|straight|forwards?|backwards?|nord|süd|ost"
        r"|links|rechts|oben|unten|geradeaus)(?:en|ern|ward|wards|lich)?\b|[东南西北左右上下]"
    ),
}
"""What values of a kind that a noun of the question names look like."""
NEGATED = re.compile(
    r"(?i)\b(?:not|never|cannot|without|(?:do|does|did|is|are|was|were|has|have|had|wo|would|should|ca|could|must|need)n['’]t"
    r"|nicht|nie|niemals|ohne|kein\w*)\b|不[要会得能可必用是]|没有|请勿|切勿|并非|无需|别[加放喂用]"
)
"""A sentence that tells what is not so, or not to be done."""
OWNED = re.compile(
    r"(?i)\b(?:my|mine|your|yours|his|her|hers|its|our|ours|their|theirs|whose|mein\w*|dein\w*|sein(?:e[mnrs]?)?|ihr(?:e[mnrs]?)?"
    r"|unser\w*|euer|eure\w*|wessen)\b|[我你您他她它]们?的|谁的"
)
"""Words by which a question asks for somebody's own."""
SECRET = re.compile(r"(?i)\b(?:password|passcode|passwort|kennwort|pin)\b|密码|口令")
SAID_SECRET = re.compile(
    r"(?i)\b(?:password|passcode|passwort|kennwort|pin)\b\s*(?:is|was|ist|war|[:：=])\s*[^\s.,]*[\d_#!$*+]"
    r"|(?:密码|口令)(?:是|为|[:：])\s*\S"
)
"""A password that is told, not only spoken of ("open it with your usual password"); words alone are taken for none."""
REASON = re.compile(
    r"(?i)\b(?:because|since|due to|as|when|so that|in order to|for|weil|da|wegen|damit|denn)\b|因为|由于|所以"
)
AGED = re.compile(r"(?i)\b(?:old|age|aged|birthday|born|alt|alter|jährig\w*)\b|岁|年龄|周岁")
"""A number of years is an age only where it is said to be one."""
FULL_NAME = re.compile(r"[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*)+|[\u4e00-\u9fff]{2,4}")
"""Words with capitals and nothing else: "Ida Holm"."""
NO_SOMEBODY = re.compile(r"[\^|{}()=\\]|(?<![\w.@-])\d|/\w")
"""Signs that stand in no name; "MORGAN / ALEX" is one."""
LONG_NAME = 8
"""Words of a value that may be somebody: with a title, a rank and an address."""
NO_NAME = re.compile(
    r"(?i)(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|mr|mrs|ms|dr|i|the|a|an|on|at|in|it|he|she|we|you|they"
)
TITLE = re.compile(r"(?i)mr|mrs|ms|miss|dr|prof|herr|frau")
"""A title before a name: "the caretaker, Mr Silva"."""
DEFINES = frozenset(
    (
        "is",
        "are",
        "was",
        "were",
        "be",
        ":",
        "=",
        "–",
        "costs",
        "called",
        "named",
        "ist",
        "sind",
        "war",
        "heißt",
        "kostet",
    )
)
"""Words by which a sentence tells what something is."""
PLACE = re.compile(
    r"(?i)\b(?:in|at|on|near|behind|beside|opposite|hall|room|floor|street|road|lane|platform|gate|building|under|with)\b"
    r"|\b(?:im|am|bei|beim|auf|neben|hinter|raum|halle|gleis|straße|stock)\b|(?<!\S)~?/\w"
)
PLACE_NEAR = 40
"""Characters after a name in which a word of place belongs to it."""
MANY = 3
"""Words that make a sentence that has them all an answer."""
LEAST_WORDS = 3
"""Words of a statement that ends with a full stop."""
ITEM_WORDS = 5
"""Words from which an item of a list ("- The lift goes to the roof") is a statement; a link among others has fewer."""
ITEM = re.compile(r"[-\u2013\u2014\u2022*\u00b7\u25aa]\s+\S")
NEAR_NAME = 4
"""Words between what a person is and the name, at most: "the mayor, Rita Soares"."""


PRONOUN = re.compile(r"(?i)\b(?:it|them|they|he|she|him|her|its|their|these|those|this)\b|它|他|她")


def fits(kind: str, value: str, phrases: Phrases) -> bool:
    """Whether the text can be a value of that kind at all."""
    own = phrases.kinds.get(kind)
    if own is not None and re.search(own, value):
        return True
    if kind == "count_of":
        return re.fullmatch(r"\W*\d[\d.,' ]*\W*|\d+\s*[^\W\d_]{4,}.*", value) is not None
    if kind == "amount" and not MONEY.search(value):
        return re.fullmatch(r"\W*[\d.,'\u00a0 ]*\d\W*", value) is not None
    checks = {
        **SHAPES,
        "why": REASON,
        "amount": AMOUNT,
        "number": AMOUNT,
        "time": TIME,
        "date": DATE,
        "figure": AMOUNT,
        "done": DONE,
        "person": PERSON,
        **MEASURES,
    }
    if kind not in checks:
        return own is None
    return checks[kind].search(value) is not None


def is_day(value: str) -> bool:
    """ "1 Mar" is nobody."""
    return len(value.split()) <= 3 and re.search(r"\d", value) is not None and DATE.search(value) is not None


def may_be_somebody(value: str) -> bool:
    """Whether it may be a name (or the words for somebody); "^R" and "Fixed (issue 1187)" are none."""
    bare = SHAPES["email"].sub("", value)
    letters = len(re.findall(r"[^\W\d_]", bare))
    return letters > 1 and len(bare.split()) <= LONG_NAME and NO_SOMEBODY.search(bare) is None


def tells(text: str) -> bool:
    """Whether it is a statement, as against the words of a link or a button."""
    return STATES.search(HINT.sub("", text)) is not None or (
        len(words(text)) >= (ITEM_WORDS if ITEM.match(text) else LEAST_WORDS)
        and (text.endswith((".", "!", "。", "！")) or ITEM.match(text) is not None)
    )
