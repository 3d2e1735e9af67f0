"""What no answer says, whatever was asked: a password, a PIN, a token, a card. That there is one is told, what it is
never.

Rather once too often: a word that ends "The password is ..." is taken for one unless it tells how the password is
("wrong", "too short", "saved").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from assistant.types import Answer, Evidence
from models.evidence.secrets import cards
from models.grounded.pairs import pairs
from models.grounded.reply import Context
from models.grounded.secret_named import named
from models.grounded.terminals.withheld import GAP, LOGIN, TOKEN, without
from models.grounded.view import View, text_of

QUOTED = r"[\"“„「'‘][^\"”“」'’]{3,}[\"”“」'’]"
MIXED = r"(?<![\w.])(?=[^\s\u4e00-\u9fff]{0,60}\d)(?=[^\s\u4e00-\u9fff]{0,60}[A-Za-z])[\w!#$*+%&@?^~-]{4,}+"
"""Letters with digits."""
SUBJECT = (
    r"(?:pass ?words?|pass-?codes?|(?:pass ?|(?:recovery|seed|mnemonic|backup) )phrases?|passwd|pwd?|psw"
    r"|[\w-]{0,20}(?:passw[oö]rt|kennw[oö]rt)(?:er|s|es)?|zugangscode"
    r"|(?-i:PIN|Pin|pin|TAN|PUK|CVC|CVV)\d?(?:[- ]?(?:code|number|nummer))?"
    r"|(?:api|access|secret|private|account|network|encryption|security|wpa\d?|wlan|wi-?fi)[ _-](?:access )?key"
    r"|(?:apikey|secretkey)|(?:client|shared)[ _]secret|(?:access |bearer |auth )?token|bearer"
    r"|(?:recovery|backup)[ -](?:code|key)s?|security (?:code|answer)"
    rf"|(?:secret|pass)(?=\s*[:=]\s*{MIXED})|(?<=[,;/]\s)pass(?=\s*[:=]\s*\w)|密码|口令|密钥)"
)
OF = (
    r"(?:(?: (?:for|of|to|on|in|at|from|that|which|you|we|they|für|zu|zum|zur|des|der|vom|von|im|am)) [\w'’ -]{1,40}?"
    r"|[（(][^）)]{1,20}[）)])?"
)
TURNED = r"(?:set|changed|reset|geändert|gesetzt)\s+(?:to|from|auf|in|von)\s+"
IS = (
    r"(?:(?:,\s[^,.:]{1,20},)?(?:\s+(?:is|are|was|were|will be|reads|lautet|lauten|ist|war|heißt)|['’]s)"
    r"(?:\s+(?:now|still|currently|again|jetzt|nun|noch|immer noch))?(?:,\s[^,.:]{1,20},)?(?:\s*[:：]\s*|\s+)"
    rf"|\s+(?:(?:is|are|was|were|has been|have been|wurde|ist)\s+)?(?:now\s+)?{TURNED}|\s+(?:wurde|wird)\s+auf\s+"
    r"|\s*[:：=]\s*|\s*(?:是|为|改为|改成|设为|设置为)\s*)"
)
SAID = re.compile(rf"(?i)(?<![A-Za-z]){SUBJECT}{OF}(?P<is>{IS})")
TURNS = re.compile(
    rf"(?i)(?<![A-Za-z])(?:change|set|reset|update)d?\s+(?:[\w'’]{{1,20}}\s+){{0,3}}?{SUBJECT}{OF}\s+(?P<is>to|from)\s+"
)
""" "I changed the password to tulip." """
AFTER = re.compile(
    rf"(?i)(?<![\w-])(?!\w*s\s){SUBJECT}(?:\s+|\s*(?:[-–—→]|[-=]>)\s+)(?:n[or]\.?\s+)?"
    rf"(?P<value>{QUOTED}|{MIXED}|\d{{4,}}(?![\w.,]\d))",
    re.ASCII,
)
""" "PIN 4455", "the password sunflower77", "password → sunflower77"."""
BEFORE = re.compile(
    rf"(?i)(?P<value>{QUOTED}|{MIXED}|(?<![\w.,])\d{{4,}})\s*(?:\s(?:is|as|ist|als)\s|是|作为)"
    r"\s*(?:(?:the|a|an|your|my|our|das|ein|dein|mein|unser|ihr|der|die)\s+)?(?:(?!how\b)[\w-]+\s+){0,2}?"
    rf"[^\s，。]{{0,6}}?{SUBJECT}"
)
""" "sunflower77 is the new password"."""
TYPED = re.compile(
    rf"(?i)\b(?:type|enter|use|try|gib|nimm|nutze)\s+(?P<value>{QUOTED}|{MIXED}|\d{{4,}})\s+"
    rf"(?:in\s+|ein,?\s+)?(?:when|if|where|for|as|wenn|als|für)\b[^.!?\n]{{0,30}}?(?<![A-Za-z]){SUBJECT}"
)
""" "Type sunflower77 when asked for the password"."""
NUMBER = re.compile(
    r"(?<![\w-])(?:PIN|TAN|PUK)(?:\s+(?:for|of|für|der|zur|des)\s[\w'’ -]{1,40}?)?,?\s+"
    r"(?P<value>\d{4,8})(?![\w.,:/-]*\d)"
)
""" "the PIN, 4455, is", "PIN for the card 4455"."""
PHRASE = re.compile(rf"(?i)(?<![A-Za-z]){SUBJECT}{OF}{IS}(?P<value>[^\W\d_]+(?:\s[^\W\d_]+){{2,23}})\s*(?:[.!?\n]|$)")
"""A secret of several words."""
PLAIN = (
    "a an the at by for from in of on to with and or not no it its is are was be been has have had must should can may"
    " will would do does did you your we our us they their he his she her i my me this that these those what which who"
    " when where how if as than then so too very only just about please see ask click tap press enter type use contact"
    " call choose pick find get least most more less one two three again before after under over between until during"
    " der die das den dem des ein eine einen im am an auf aus bei mit nach seit von vom zu zum zur und oder nicht kein"
    " keine es ist sind war wird werden muss müssen soll darf kann hat haben sie du ihr wir ich mein dein siehe frag"
    " fragen bitte klicken mindestens höchstens nur"
)
"""Words of a sentence, which is then no secret of several words."""
SENTENCE = frozenset(PLAIN.split())
OTHERS = re.compile(
    rf"(?i)\s*(?:[,;/]|(?:and|or|to|und|oder|auf)\b|和|或|、)(?:\s*(?:now|it is|it['’]s|is|then|jetzt)\b)*\s*"
    rf"(?P<value>{QUOTED}|{MIXED}|\d[\d -]{{2,20}}\d)"
)
"""One more secret right after one: "tulip11 and tulip88"."""
PRICED = re.compile(r"(?i)\b(?:price|cost|fee|number|count|value|purpose)s? of (?:an? |the |one |each |your )?$")
SHORTCUT = re.compile(r"(?i)(?:alt|ctrl|control|shift|cmd|command|strg|umschalt|option|win|super)\b\s*[+-]")
"""An access key is one to press."""
LENGTH = re.compile(
    r"(?i)\d+(?:\s*[-–]\s*\d+)?\+?\s*(?:characters?|chars?|letters?|digits?|signs?|symbols?|words?|days?|hours?|minutes?"
    r"|weeks?|months?|years?|times?|bytes?|saved|leaked|sold|results?|attempts?|gespeichert|zeichen|stellen|stellig|ziffern"
    r"|buchstaben|tage?|stunden?|minuten?|monate?|jahre?"
    r"|个|位|天|小时|分钟|次)"
)
NOUNS = (
    r"(?!(?:(?:spring|king|ring|wing|thing|morning|evening|pudding|wedding|darling|sterling|viking|shed|seed|weed|steed"
    r"|animal|crystal|coral|royal|metal|medal|petal|signal|pearl|opal|carnival|festival|portal|cathedral|lily|family|italy"
    r"|july|butterfly|dragonfly|jelly|holly|story|memory|victory|factory|glory|table|cable|olive|native|sunshine|garden"
    r"|honig|könig|essig|nachbar|käfig|gebiet|gewicht|gesicht|geburt|bett|besen|gespenst|gedicht|gewitter|erbsen|beeren|verein"
    r"|getreide|geist)s?)$)"
)
"""Things that end as words of how a password is do, and are as good a password as any."""
HOW = re.compile(
    rf"(?i){NOUNS}"
    r"(?:\w{2,}(?:ed|ing|ive|able|ible|al|ory|ly|lich|bar|ig|los)|(?:ge|ver|be|er|ent)\w+(?:t|en)|wrong|in?correct|right"
    r"|(?:in)?valid|weak|strong|good|fair|medium|okay|fine|gone|common|case-sensitive|(?:in)?secure|safe|unsafe|short|shorter|longer|empty|blank|hidden|set"
    r"|unset|(?:un)?known|same|different|secret|private|public|here|there|below|above|yours|mine|unique|temporary|none|null"
    r"|never|always|auto|default|kept|expires?|proceed|unlock|access|username|e-?mail|settings|manager|strength|forgot(?:ten)?|lost|stolen|broken|shown|true|false|bytes|string|login|next|show|hide|submit"
    r"|cancel|copy|edit|change|reset|help|manage|reveal|continue|generate|falsch|richtig|korrekt|(?:un)?gültig|schwach|stark"
    r"|(?:un)?sicher|kurz|lang|leer|fehlt|falsche?|abgelaufen|neu|geheim|privat|immer|anzeigen|ändern|weiter|login)"
)
"""One word that tells how a password is, or what may be done with it."""
HOW_ZH = re.compile(
    r"必|错|不|[\u4e00-\u9fff]{1,8}的|正确|有误|空|什么|多少|已|弱|强|太|无效|有效|由|可选|至少|最少|最多|您|你|我|用来|为了|一个|区分|[\d一二三四五六七八九十]{1,4}\s*[-–到至]?\s*\d{0,4}[位个]"
)
CALL = re.compile(r"[\w.]+[(\[]")
"""Of a program, what fetches one and is none."""
BULLETS = re.compile(r"[•●*·.…_-]+$")
ENDS = re.compile(r"\s*(?:[.,;!?。，；！？)）]|$)")
GOES_ON = re.compile(r"(?i)\s+(?:and|but|so|until|und|aber|bis|gilt)\b")
SPELT = re.compile(r"\d(?:[\d -]*\d)?(?![\w.])")
TOKENS = re.compile(r"[^\s，。；、！？\u4e00-\u9fff]+|[\u4e00-\u9fff]+")
ASKS = re.compile(
    r"(?i)^(?:forgot|forgotten|lost|change|reset|show|hide|save|remember|repeat|ask|last|next|no|vergessen|kein|忘记|修改|重置|显示)\b"
)
"""A label that does something with a password."""


LABEL = re.compile(rf"(?i)(?<![A-Za-z]){SUBJECT}\s*[:：]?$")
LABELS = 40
"""Letters of a label, at most."""
LINE = 400
"""Letters of a line's end that are read together with the next."""


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


def without_passwords(text: str) -> str:
    """A text that is of no screen, with a gap in the place of each secret that it tells."""
    for start, end in sorted(_spans(text), reverse=True):
        text = f"{text[:start]}{GAP}{text[end:]}"
    return TOKEN.sub(GAP, LOGIN.sub(GAP, text))


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
    said = {text[start:end] for text in texts for start, end in _spans(text)} | _below(view) | _in_columns(view)
    for pair in pairs(view):
        label = f"{pair.label} {pair.column}".strip()
        if LABEL.search(label) and not ASKS.match(label):
            said |= {pair.value[start:end] for start, end in _after(pair.value, 0)}
    return frozenset(one for one in said | lying if len(one) > 2)


def _below(view: View) -> set[str]:
    """What ends on the next line ("The password is" / "sunflower77"), or stands alone under or beside a label."""
    found: set[str] = set()
    for first, second in pairwise(view.scene.blocks):
        upper, lower = " ".join(first.text.split())[-LINE:], " ".join(second.text.split())
        if "\n" in first.text.strip() or second.box.y > first.box.bottom + 2 * max(first.box.h, second.box.h):
            continue
        label = LABEL.search(upper) is not None and not ASKS.match(upper) and len(upper) <= LABELS
        if label and re.fullmatch(rf"{MIXED}|\d{{4,8}}(?<!19\d\d)(?<!20\d\d)", lower):
            found.add(lower)
        text = f"{upper} {lower}"
        for match in SAID.finditer(text):
            if match.end() < len(upper) + 1 or match.start() > len(upper):
                continue  # on one of them alone
            for start, end in _after(text, match.end()):
                # A label with a colon may stand over the next field's.
                if not re.fullmatch(r"\s*[:：=]\s*", match["is"]) or re.search(r"\d", text[start:end]):
                    found.add(text[start:end])
    return found


def _in_columns(view: View) -> set[str]:
    """The cells below a heading of passwords."""
    found: set[str] = set()
    for table in view.of_roles("table"):
        texts = [[cell.value or cell.name or text_of(cell, view) for cell in row] for row in view.rows_of(table)]
        for at, name in enumerate(texts[0] if texts else ()):
            if LABEL.search(name) and len(name) <= LABELS:
                cells = [row[at] for row in texts[1:] if at < len(row)]
                found |= {cell[start:end] for cell in cells for start, end in _after(cell, 0)}
    return found


def _hidden(one: Evidence, hidden: frozenset[str], view: View) -> Evidence:
    text = _kept(one.text, hidden, view)
    return one if text == one.text else replace(one, text=text)


def _kept(text: str, hidden: frozenset[str], view: View) -> str:
    """The text with a gap in the place of each secret."""
    text = without_passwords(text)
    for one in sorted(hidden, key=len, reverse=True):
        text = re.sub(rf"(?<![A-Za-z0-9]){re.escape(one)}(?![A-Za-z0-9])", GAP, text)
    if view.is_shell:
        for line in view.lines:
            if line.text in text and (kept := without(line.text)) != line.text:
                text = text.replace(line.text, kept)
    return TOKEN.sub(GAP, LOGIN.sub(GAP, text))


def _spans(text: str) -> list[tuple[int, int]]:
    """Where in the text secrets stand, none over another."""
    found = cards(text)
    for pattern in (SAID, TURNS):
        for match in pattern.finditer(text):
            if not PRICED.search(text[max(0, match.start() - 30) : match.start()]):
                found += _after(text, match.end())
    for pattern in (AFTER, BEFORE, TYPED, NUMBER):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 30) : match.start()]
            if not LENGTH.match(text, match.start("value")) and not PRICED.search(before):
                found += [match.span("value"), *_others(text, match.end("value"))]
    for start, end in named(text):
        word = text[start:end]
        if word.lower() not in SENTENCE and not HOW.fullmatch(word) and not HOW_ZH.match(word):
            found.append((start, end))
    for match in PHRASE.finditer(text):
        said = match["value"].split()
        if not any(word.lower() in SENTENCE or HOW.fullmatch(word) for word in said):
            found.append(match.span("value"))
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


def _after(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Where the secrets stand that are said from there on; nothing where only how one is is said."""
    end = _end(text[at:])
    if end:
        yield at, at + end
        yield from _others(text, at + end)


def _others(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Where more of them stand, right behind one."""
    while (match := OTHERS.match(text, at)) is not None:
        at = match.end()
        yield match.span("value")


def _end(rest: str) -> int:
    """Where the secret ends with which the text begins; 0: with none."""
    if quoted := re.match(QUOTED, rest):
        return quoted.end()
    if LENGTH.match(rest) or CALL.match(rest) or HOW_ZH.match(rest) or SHORTCUT.match(rest):
        return 0
    if (spelt := SPELT.match(rest)) is not None and len(re.findall(r"\d", spelt[0])) > 2:
        return spelt.end()
    token = TOKENS.match(rest)
    word = token[0].rstrip(".,;:!?)\"”'") if token is not None else ""
    if not word or BULLETS.match(word):
        return 0
    after = rest[len(word) :]
    odd = len(word) > 2 and re.search(r"[\d#!$*+@&^~?_%]", word) is not None
    chinese = "\u4e00" <= word[0] <= "\u9fff"
    long_enough = len(word) > (1 if chinese else 3)
    if odd or (long_enough and not HOW.fullmatch(word) and (ENDS.match(after) or GOES_ON.match(after))):
        return len(word)
    return 0
