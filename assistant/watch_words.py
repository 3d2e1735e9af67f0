"""How people say what a watch waits for, and by which words a screen tells it. One table, a row a language."""

# ruff: noqa: E501 - a table reads better unwrapped

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["none", "change", "done", "turn", "dialog", "error", "words", "gone"]

UNTIL: dict[str, tuple[tuple[Kind, re.Pattern[str]], ...]] = {
    "en": (
        ("change", re.compile(r"(?:it|this|that|something|anything|(?:the|this) (?:window|screen|page))"
                              r"(?: has)? (?:changes|changed|moves|happens)", re.I)),
        ("done", re.compile(r"(?:(?:it|this|that|everything)|(?:the|this|that|my) (?:\w+ )?"
                            r"(?:download|upload|install\w*|update|copy\w*|build|progress(?: bar)?|job|backup|"
                            r"transfer|scan|export|import|render\w*|conversion))(?:'s| is| has)? "
                            r"(?:ends|ended|over|finish(?:es|ed)|done|completes?d?|ready)", re.I)),
        ("turn", re.compile(r"(?:it(?:'s| is)|it becomes) my turn|my turn (?:comes|has come|is there|arrives)|i(?:'m| am) "
                            r"(?:up|at the front(?: of the (?:queue|line))?|served|called)|(?:the|my) (?:queue|line) "
                            r"(?:reaches me|is over|ends|has reached me)|i (?:reach|get to) the front(?: of .+)?", re.I)),
        ("dialog", re.compile(r"(?:a|an|another|some|the) (?:new )?(?:dialog(?:ue)?(?: box)?|(?:message )?box|message window|"
                              r"pop-?up|question|window) (?:appears|opens|comes up|pops up|shows up|is there)|"
                              r"it asks (?:me )?(?:something|a question)", re.I)),
        ("error", re.compile(r"(?:an?|any|some|the) (?:error|warning|problem)(?: message| dialog(?: box)?)? "
                             r"(?:appears|comes up|pops up|shows up|is shown|is there|occurs|happens)|(?:it|something|this) "
                             r"(?:fails|goes wrong|has failed|went wrong)", re.I)),
        ("gone", re.compile(r"(.+?) (?:disappears|is gone|goes away|vanishes|is no longer there)", re.I)),
        ("words", re.compile(r"(.+?) (?:appears|shows up|comes up|is there|is shown|turns up)", re.I)),
    ),
    "zh": (
        ("change", re.compile(r"(?:它|这里|有|窗口|屏幕|画面|内容)?(?:发生)?(?:变化|改变|变了|有变化)")),
        ("done", re.compile(r"(?:它|下载|上传|安装|更新|复制|拷贝|进度条?|任务|备份|编译|扫描|导出|导入|全部)"
                            r"(?:已经)?(?:结束|完成|做完|好)了?")),
        ("turn", re.compile(r"(?:轮|輪)到我了?|(?:到|该)我了|我(?:排到|排在)(?:最前面|第一)了?|排到我了?")),
        ("dialog", re.compile(r"(?:有|出现|弹出|打开)(?:一个|新的?)?(?:新)?(?:对话框|弹窗|提示框|窗口)|(?:对话框|弹窗|提示框)(?:出现|弹出|打开)了?")),
        ("error", re.compile(r"(?:有|出现|发生|弹出)(?:一个)?(?:错误|警告|问题)(?:信息|提示)?|出错了?|失败了?")),
        ("gone", re.compile(r"(.+?)(?:消失|不见)了?")),
        ("words", re.compile(r"(?:出现|显示)(.+)")),
        ("words", re.compile(r"(.+?)(?:出现|显示出来|显示)了?")),
    ),
    "de": (
        ("change", re.compile(r"(?:es|das|etwas|sich (?:etwas|was)|das fenster)(?: sich)?(?: etwas)?"
                              r" (?:ändert|verändert|geändert hat|verändert hat|passiert)", re.I)),
        ("done", re.compile(r"(?:es|das|alles|(?:der|die|das) (?:download|upload|installation|update|kopieren|"
                            r"fortschritt|sicherung|übertragung|export|import|scan|build|herunterladen))"
                            r" (?:endet|fertig ist|zu ende ist|beendet ist|abgeschlossen ist|vorbei ist)", re.I)),
        ("turn", re.compile(r"ich (?:an der reihe|dran|an die reihe) (?:bin|komme)|ich (?:drankomme|aufgerufen werde)|"
                            r"die (?:warte)?schlange (?:mich erreicht|zu ende ist)", re.I)),
        ("dialog", re.compile(r"(?:ein|eine|das|der|die) (?:neue[rs]? )?(?:dialog|dialogfenster|meldung|fenster|frage|hinweis) "
                              r"(?:erscheint|aufgeht|auftaucht|sich öffnet|kommt|da ist)", re.I)),
        ("error", re.compile(r"(?:ein|eine|der|die) (?:fehler|fehlermeldung|warnung|problem) (?:erscheint|auftaucht|"
                             r"auftritt|kommt|passiert|da ist)|(?:es|etwas) (?:fehlschlägt|schiefgeht|schief geht)", re.I)),
        ("gone", re.compile(r"(.+?) (?:verschwindet|weg ist|verschwunden ist)", re.I)),
        ("words", re.compile(r"(.+?) (?:erscheint|auftaucht|da ist|dasteht|zu sehen ist)", re.I)),
    ),
}  # fmt: skip
ENDED = {
    "en": re.compile(r"\b(?:complete|completed|finished|done|succeeded|successful(?:ly)?|failed|cancell?ed)\b", re.I),
    "zh": re.compile(r"完成|结束|成功|失败|已取消"),
    "de": re.compile(r"\b(?:fertig|abgeschlossen|beendet|erfolgreich|fehlgeschlagen|abgebrochen)\b", re.I),
}
"""Words of a line that was not there before, by which something that ran has ended."""
WRONG = re.compile(
    r"(?i)\b(?:errors?|failed|failure|fatal|denied|cannot|can't|could not|couldn't|unable to|not found|invalid|refused|"
    r"timed out|crashed|warning|went wrong|fehler|fehlgeschlagen|gescheitert|nicht gefunden|verweigert|ungültig|warnung|"
    r"konnte nicht|abgestürzt)\b|错误|失败|无法|拒绝|无效|警告|超时|出错"
)
"""Words of a line that was not there before, by which something has gone wrong, in any language: a program's need not
be the listener's."""
