"""A password that is said right after the word, with nothing between: "the network is Guest, password tulip".

So are "password policy" and "the password field opens"; what follows is one only where it is none of the words that go
with "password", and the text around it shows that it is a value. Text of a screen is in any language, so all are
looked for at once; `WORDS` has them language by language.
"""

# ruff: noqa: E501 - a table reads better unwrapped

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One language's. Regular expressions; `subject` is what a password is called."""

    subject: str
    before: str
    """What may stand before: "with the", "use"."""
    after: str
    """What may follow the value and go on about it: "for the guests"."""
    others: str
    """What goes with the word and is no password: "policy"."""
    places: str
    """What a password of is told at a glance: "Wi-Fi password tulip" on a sticker."""


WORDS = {
    "en": Words(
        subject=r"pass ?word|passcode|passphrase|passwd|pw",
        before=r"(?:with|use|using|enter|type|try|and|is|by)(?: (?:the|a|this|that|our|my|your|its))?(?: [\w'’-]{2,12})?",
        after=r"(?:for|on|at|to|opens?|works?|unlocks?|lets|if|when)",
        others=(
            r"polic(?:y|ies)|rules?|managers?|fields?|hints?|resets?|recovery|generators?|box(?:es)?|protection|changes?"
            r"|prompts?|files?|pages?|length|lists?|vaults?|stores?|database|dialogs?|entry|entries|inputs?|requirements?"
            r"|security|screens?|requests?|updates?|history|sync|exports?|imports?|checks?|checker|options?|attempts?|age"
            r"|expiry|expiration|expires|hash(?:es)?|salts?|locks?|forms?|questions?|tools?|apps?|keeper|safes?|storage"
            r"|management|authentication|names?|features?|sections?|tabs?|guidelines?|tips?|meters?|scores?|formats?"
            r"|patterns?|characters?|rotation|theft|leaks?|breach(?:es)?|again|twice|once|first|later|case|error|errors"
            r"|failure|failures|mismatch|match|matches|verification|confirmation|notice|notices|reminder|reminders"
            r"|letters?|words?|strengths?|types?|fill|autofill|data|values?|links?|buttons?|accounts?|users?|logins?|access"
            r"|combinations?|pairs?|popups?|reuse|sprays?|fails?|works?|loss|trouble|problems?|issues?|fine|common"
            r"|confirm|repeat|retype|new|old|current|plain|e?mail"
            r"|nobody|everybody|everyone|anyone|anybody|somebody|someone"
            r"|settings?|here|there|below|above|instead|alone|only|text|length|today|manually|correctly|fatigue|hygiene|habits?|advice|guides?|basics|and|or|required"
        ),
        places=r"wi-?fi|wlan|guests?|network|router|hotspot|door|alarm|home",
    ),
    "de": Words(
        subject=r"[\w-]{0,20}(?:passwort|kennwort)|zugangscode",
        before=r"(?:mit|nutze|nimm|verwende|und|lautet)(?: (?:dem|das|unserem|ihrem|deinem))?(?: [\w-]{2,12})?",
        after=r"(?:für|gilt|öffnet|eingeben|verwenden|nehmen|nutzen|anmelden)",
        others=(
            r"richtlinien?|regeln?|feld|felder|hinweise?|manager|eingabe|eingeben|ändern|schutz|datei|länge|stärke|liste"
            r"|tresor|speicher|verlauf|abfrage|wiederholen|bestätigen|bestätigung|anzeigen|zurücksetzen|erneut|nochmals"
            r"|schützen|sichern|öffnen|entsperren|verschlüsseln|speichern|merken|prüfen|setzen|teilen|vergessen|sperren|wiederholung|zweimal|fehler|fehlt|wechsel|alter|ablauf|generator|test|prüfung|optionen|hier|dort|unten|oben|statt|oder|und"
        ),
        places=r"wlan|wi-?fi|gast\w*|gäste\w*|netz\w*|router|tür|alarm",
    ),
    "zh": Words(
        subject=r"密码|口令",
        before="",
        after="",
        others=r"polic(?:y|ies)|managers?|hash|reset|login|tips?|admin\w*",
        places=r"",
    ),
}
VALUE = r"(?P<value>[^\W\d_]{4,24})"
ENDS = r"\s*(?:[.,;!?。，；！？)）]|$)"


def _patterns(said: Words) -> list[re.Pattern[str]]:
    end = rf"(?={ENDS}|\s+{said.after}\b)" if said.after else rf"(?={ENDS})"
    if not said.before:  # without spaces only a word in other letters is one for itself
        return [re.compile(rf"(?i)(?:{said.subject})\s+(?P<value>[A-Za-z]{{4,24}}){end}")]
    word = rf"(?i:(?<![\w-])(?:{said.subject}))\s+"
    value = rf"(?!(?i:(?:{said.others})\b)){VALUE}"
    qualified = rf"(?i:\b(?:{said.places})(?:[ -]\w+)?[ -])(?i:(?:{said.subject}))\s+{value}{end}"
    lower = value.replace(r"[^\W\d_]{4,24}", r"[a-zäöüß]{4,24}")
    return [
        re.compile(rf"(?:(?i:\b{said.before})|[,;(/])\s+{word}{value}{end}"),
        re.compile(rf"^\W*{word}{lower}\W*$"),
        re.compile(qualified),
        re.compile(rf"(?i:(?<![\w-])(?:{said.subject}))\s*[(（]\s*{value}\s*[)）]"),
        re.compile(rf"(?i:\b(?:the|das)\s+){word}{lower}(?=\s+(?:opens|works|unlocks|gilt|öffnet)\b)"),
    ]


_ALL = [(pattern, said) for said in WORDS.values() for pattern in _patterns(said)]
_ANY = re.compile("|".join(rf"(?i:{said.subject})" for said in WORDS.values()))


def named(text: str) -> Iterator[tuple[int, int]]:
    """Where in the text words stand that are said to be a password by standing right after the word."""
    if _ANY.search(text) is None:
        return
    for pattern, said in _ALL:
        for match in pattern.finditer(text):
            if not re.fullmatch(said.others, match["value"], re.IGNORECASE):
                yield match.span("value")
