"""Words of a fault, in five languages and Japanese: what makes a text on red a message that something is wrong.

Red alone tells nothing: sites, sale badges, bubbles of a chat, marked cells and events of a calendar are red, too.
"""

from __future__ import annotations

import re

_ENGLISH = (
    r"errors?|fail(?:s|ed|ure|ing)?|fatal|exceptions?|denied|can['’]?t|cannot|can not|could(?:n['’]t| not)|unable"
    r"|(?:is|are|was|were|has|have|does|did)(?:n['’]t| not)|no such|not (?:found|valid|allowed|saved|sent)"
    r"|no (?:connection|internet|network|space|permission|access)|invalid|incorrect|wrong|refused|rejected|declined"
    r"|expired|timed out|crashed|corrupt(?:ed)?|damaged|warning|missing|(?:is|are) required"
    r"|must (?:be|have|contain|not)|is full|unsuccessful|too (?:short|long|many|large|big|weak)|connection lost"
    r"|was lost|offline|blocked|locked|unsafe|unavailable|interrupted|problems?|try again"
)
_GERMAN = (
    r"\w*fehler\w*|fehlgeschlagen|gescheitert|nicht (?:gefunden|gültig|möglich|erlaubt|verfügbar|gespeichert)"
    r"|nicht erreichbar|(?:kann|kannst|können|konnten?|wurden?|darf|dürfen)\b.{0,60}\bnicht|ungültig\w*"
    r"|falsch\w*|verweigert|abgelehnt|abgelaufen|abgestürzt|beschädigt|warnung|fehl(?:t|en)|erforderlich"
    r"|unterbrochen|gesperrt|stimm(?:t|en) nicht"
    r"|keine? (?:verbindung|zugriff|netz|berechtigung)|kein(?:en)? (?:zugriff|platz)|versuchen sie es (?:erneut|noch)"
)
_FRENCH = (
    r"erreurs?|échec|échoué|impossible|invalides?|incorrecte?s?|refusée?s?|expirée?s?|introuvables?|avertissement"
    r"|n['’](?:a|est|ont|existe) pas|obligatoires?"
)
_SPANISH = (
    r"errore?s?|falló|fallos?|no (?:se (?:pudo|puede|encuentra|encontró)|es válid[oa])|inválid[oa]s?|incorrect[oa]s?"
    r"|rechazad[oa]s?|denegad[oa]s?|caducad[oa]s?|advertencia|obligatori[oa]s?"
)
_ALPHABETIC = re.compile(rf"(?i)\b(?:{_ENGLISH}|{_GERMAN}|{_FRENCH}|{_SPANISH})\b")
_CHINESE_AND_JAPANESE = re.compile(
    r"错误|錯誤|失败|失敗|无法|無法|不能|出错|异常|拒绝|无效|不正确|有误|未找到|找不到|不存在|超时|已满|警告|过期|失效|中断"
    r"|断开|不足|不可用|未能|未通过|请重试|重新输入|必填|不能为空|锁定|エラー|できません|無効|正しくありません"
)
_SIGNS = re.compile("[⚠❌✖✗⛔🚫⊗]")


def tells_a_fault(text: str) -> bool:
    """Whether a text has words, or a sign, of something that is wrong."""
    return any(words.search(text) for words in (_ALPHABETIC, _CHINESE_AND_JAPANESE, _SIGNS))
