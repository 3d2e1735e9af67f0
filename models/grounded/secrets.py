"""What no answer says, whatever was asked: a password, a PIN, a token, a card. That there is one is told, what it is
never.

Rather once too often: a word that ends "The password is ..." is taken for one unless it tells how the password is
("wrong", "too short", "saved").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.types import Answer, Evidence
from models.grounded.pairs import pairs
from models.grounded.reply import Context
from models.grounded.terminals.withheld import GAP, LOGIN, TOKEN, without
from models.grounded.view import View

SUBJECT = (
    r"(?:pass ?words?|pass-?codes?|pass ?phrases?|pwd|[\w-]{0,20}(?:passw[oö]rt|kennw[oö]rt)(?:er|s|es)?|zugangscode"
    r"|(?-i:PIN|Pin|pin|TAN|PUK|CVC|CVV)\d?(?:[- ]?(?:code|number|nummer))?"
    r"|(?:api|access|secret|private|account)[ _-]?key|(?:client|shared) secret|(?:access |bearer |auth )?token"
    r"|security code|密码|口令|密钥)"
)
OF = (
    r"(?:(?: (?:for|of|to|on|in|at|from|für|zu|zum|zur|des|der|vom|von|im|am)) [\w'’ -]{1,40}?|[（(][^）)]{1,20}[）)])?"
)
IS = (
    r"(?:\s+(?:is|are|was|reads|lautet|ist|war|heißt)\s+(?:(?:now|still|currently|again|jetzt|nun|noch|immer noch)\s+)?"
    r"|\s*[:：=]\s*|\s*(?:是|为|改为|改成)\s*)"
)
QUOTED = r"[\"“„「'‘][^\"”“」'’]{3,}[\"”“」'’]"
MIXED = r"(?<![\w.])(?=[^\s\u4e00-\u9fff]{0,60}\d)(?=[^\s\u4e00-\u9fff]{0,60}[A-Za-z])[\w!#$*+%&@?^~-]{4,}+"
"""Letters with digits."""
SAID = re.compile(rf"(?i)(?<![A-Za-z]){SUBJECT}{OF}(?P<is>{IS})")
AFTER = re.compile(rf"(?i)(?<![\w-])(?!\w*s\s){SUBJECT}\s+(?P<value>{QUOTED}|{MIXED}|\d{{4,}}(?![\w.,]\d))", re.ASCII)
""" "PIN 4455", "the password sunflower77"."""
BEFORE = re.compile(
    rf"(?i)(?P<value>{QUOTED}|{MIXED}|(?<![\w.,])\d{{4,}})\s*(?:\s(?:is|as|ist|als)\s|是|作为)"
    rf"\s*(?:(?:the|a|an|your|my|our|das|ein|dein|mein|unser|ihr|der|die)\s+)?(?:[\w-]+\s+){{0,2}}?[^\s，。]{{0,6}}?{SUBJECT}"
)
""" "sunflower77 is the new password"."""
CARD = re.compile(r"(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.])")
LENGTH = re.compile(
    r"(?i)\d+(?:\s*[-–]\s*\d+)?\+?\s*(?:characters?|chars?|letters?|digits?|signs?|symbols?|words?|days?|hours?|minutes?"
    r"|weeks?|months?|years?|times?|zeichen|stellen|stellig|ziffern|buchstaben|tage?|stunden?|minuten?|monate?|jahre?"
    r"|个|位|天|小时|分钟|次)"
)
HOW = re.compile(
    r"(?i)(?:\w{2,}(?:ed|ing|ive|able|ible|al|ory|ly|lich|bar|ig|los)|(?:ge|ver|be|er|ent)\w+(?:t|en)|wrong|in?correct|right"
    r"|(?:in)?valid|weak|strong|good|fair|medium|okay|(?:in)?secure|safe|unsafe|short|shorter|longer|empty|blank|hidden|set"
    r"|unset|(?:un)?known|same|different|secret|private|public|here|there|below|above|yours|mine|unique|temporary|none|null"
    r"|never|always|auto|default|forgot(?:ten)?|lost|stolen|broken|shown|true|false|bytes|string|login|next|show|hide|submit"
    r"|cancel|copy|edit|change|reset|help|manage|reveal|continue|generate|falsch|richtig|korrekt|(?:un)?gültig|schwach|stark"
    r"|(?:un)?sicher|kurz|lang|leer|fehlt|falsche?|abgelaufen|neu|geheim|privat|immer|anzeigen|ändern|weiter|login)"
)
"""One word that tells how a password is, or what may be done with it."""
HOW_ZH = re.compile(
    r"必|错|不|正确|有误|空|什么|多少|已|弱|强|太|无效|有效|由|可选|至少|最少|最多|您|你|我|用来|为了|一个|区分|[\d一二三四五六七八九十]{1,4}\s*[-–到至]?\s*\d{0,4}[位个]"
)
CALL = re.compile(r"[\w.]+[(\[]")
"""Of a program, what fetches one and is none."""
BULLETS = re.compile(r"[•●*·.…_-]+$")
ENDS = re.compile(r"\s*(?:[.,;!?。，；！？)）]|$)")
SPELT = re.compile(r"\d(?:[\d -]*\d)?(?![\w.])")
TOKENS = re.compile(r"[^\s，。；、！？\u4e00-\u9fff]+|[\u4e00-\u9fff]+")
ASKS = re.compile(
    r"(?i)^(?:forgot|forgotten|lost|change|reset|show|hide|save|remember|repeat|ask|last|next|no|vergessen|kein|忘记|修改|重置|显示)\b"
)
"""A label that does something with a password."""


def guarded(found: Answer, ctx: Context) -> Answer:
    """The answer without what is secret in it, of which it is said that it is left out; nobody's secret is answered
    for what asks for it."""
    hidden = secrets_of(ctx.view)
    text = _kept(found.text, hidden, ctx.view)
    evidence = tuple(_hidden(one, hidden, ctx.view) for one in found.evidence)
    subject = tuple(_hidden(one, hidden, ctx.view) for one in found.subject)
    if text == found.text:
        return replace(found, evidence=evidence, subject=subject) if evidence != found.evidence else found
    said = ctx.phrases("withheld")
    told = len(re.findall(r"\w", text)) > len(re.findall(r"\w", found.text)) // 2
    text = ctx.phrases.join.join([text, said]) if told else said
    sure = found.answerable and told and not re.search(rf"(?i)(?<![A-Za-z]){SUBJECT}", ctx.asked)
    return replace(found, text=text, answerable=sure, evidence=evidence, subject=subject)


def secrets_of(view: View) -> frozenset[str]:
    """What is seen and is nobody's to hear: what is said to be a password, stands under the label of one, or lies in a
    box for one."""
    boxes = [thing for thing in view.scene.things if thing.role == "password" and thing.box is not None]
    lying = {
        block.text.strip()
        for block in view.scene.blocks
        for thing in boxes
        if thing.box is not None
        and block.source == "ocr"
        and 2 * thing.box.overlap(block.box) > block.box.area
        and block.text.strip() != thing.name
        and not BULLETS.match(block.text.strip())
    }
    texts = [block.text for block in view.scene.blocks]
    texts += [text for thing in view.scene.things for text in (thing.name, thing.value) if text]
    if not any(re.search(rf"(?i){SUBJECT}", text) for text in texts):
        return frozenset(lying)
    said = {text[start:end] for text in texts for start, end in _spans(text)}
    for pair in pairs(view):
        label = f"{pair.label} {pair.column}".strip()
        if re.search(rf"(?i)(?<![A-Za-z]){SUBJECT}$", label) and not ASKS.match(label):
            said |= {pair.value[start:end] for start, end in _after(pair.value, 0)}
    return frozenset(one for one in said | lying if len(one) > 2)


def _hidden(one: Evidence, hidden: frozenset[str], view: View) -> Evidence:
    text = _kept(one.text, hidden, view)
    return one if text == one.text else replace(one, text=text)


def _kept(text: str, hidden: frozenset[str], view: View) -> str:
    """The text with a gap in the place of each secret."""
    for start, end in sorted(_spans(text), reverse=True):
        text = f"{text[:start]}{GAP}{text[end:]}"
    for one in sorted(hidden, key=len, reverse=True):
        text = re.sub(rf"(?<![A-Za-z0-9]){re.escape(one)}(?![A-Za-z0-9])", GAP, text)
    if view.is_shell:
        for line in view.lines:
            if line.text in text and (kept := without(line.text)) != line.text:
                text = text.replace(line.text, kept)
    return TOKEN.sub(GAP, LOGIN.sub(GAP, text))


def _spans(text: str) -> list[tuple[int, int]]:
    """Where in the text secrets stand, none over another."""
    found = [match.span() for match in CARD.finditer(text) if is_card(match[0])]
    for match in SAID.finditer(text):
        found += _after(text, match.end())
    for pattern in (AFTER, BEFORE):
        found += [match.span("value") for match in pattern.finditer(text) if not LENGTH.match(match["value"])]
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


def _after(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Where the secret stands that is said from there on; nothing where only how it is is said."""
    rest = text[at:]
    if quoted := re.match(QUOTED, rest):
        yield at, at + quoted.end()
        return
    if LENGTH.match(rest) or CALL.match(rest) or HOW_ZH.match(rest):
        return
    if (spelt := SPELT.match(rest)) is not None and len(re.findall(r"\d", spelt[0])) > 2:
        yield at, at + spelt.end()
        return
    token = TOKENS.match(rest)
    word = token[0].rstrip(".,;:!?)\"”'") if token is not None else ""
    if not word or BULLETS.match(word):
        return
    odd = len(word) > 2 and re.search(r"[\d#!$*+@&^~?_%]", word) is not None
    if odd or (len(word) > 3 and not HOW.fullmatch(word) and ENDS.match(rest[len(word) :])):
        yield at, at + len(word)


def is_card(number: str) -> bool:
    """Whether the digits add up as a payment card's do (Luhn 1960, ISO/IEC 7812-1): those of a book or a parcel seldom
    do."""
    digits = [int(sign) for sign in re.findall(r"\d", number)][::-1]
    return sum(sum(divmod(digit * (1 + at % 2), 10)) for at, digit in enumerate(digits)) % 10 == 0
