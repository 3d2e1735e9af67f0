"""Chinese, simplified."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str | tuple[str, str]] = {
    # window.py
    "Keys of this window": "此窗口的按键",
    "Escape: close this window": "Escape:关闭此窗口",
    "F1: these keys": "F1:显示这些按键",
    "Tab, Shift+Tab: next, previous": "Tab、Shift+Tab:下一项、上一项",
    # ask_window.py
    "Ask Hearsight": "询问 Hearsight",
    "&Question about the last picture:": "关于上一张图像的问题(&Q):",
    "Question about the last picture": "关于上一张图像的问题",
    "For example: what does the error say?": "例如:错误信息写了什么?",
    "&Ask": "提问(&A)",
    "What was said &last:": "最近说过的话(&L):",
    "What was said last": "最近说过的话",
    "You asked: {asked}": "您问:{asked}",
    "&Close": "关闭(&C)",
    # history_window.py, turns_model.py
    "History of Hearsight": "Hearsight 历史",
    "All of this turn": "此条的全部内容",
    "Enter: say this turn again": "Enter:再说一遍这一条",
    "Ctrl+C: copy what was said": "Ctrl+C:复制说过的话",
    "Ctrl+Down, Ctrl+Up: the day before, the day after": "Ctrl+向下、Ctrl+向上:前一天、后一天",
    "Delete: forget this turn": "Delete:忘记这一条",
    "Ctrl+F: search": "Ctrl+F:搜索",
    "Ctrl+E: export": "Ctrl+E:导出",
    "&Search:": "搜索(&S):",
    "&Program:": "程序(&P):",
    "S&how:": "显示(&H):",
    "Words that were asked or said": "问过或说过的词",
    "All days": "所有日期",
    "Today": "今天",
    "Yesterday": "昨天",
    "The last seven days": "最近七天",
    "What I told it to remember": "让它记住的",
    "Turns": "记录",
    "Enter says a turn again, Delete forgets it, F1 tells all keys.": "Enter 再说一遍,Delete 忘记,F1 列出所有按键。",
    "State": "状态",
    "Say it &again": "再说一遍(&A)",
    "&Copy": "复制(&C)",
    "As&k about its picture": "询问其图像(&K)",
    "&Export…": "导出(&E)…",
    "&Forget this turn…": "忘记这一条(&F)…",
    "Forget the &last hour…": "忘记最近一小时(&L)…",
    "Forget e&verything…": "忘记全部(&V)…",
    "No turn is like that.": "没有这样的记录。",
    "Nothing is kept yet.": "还没有保存任何内容。",
    "{n} turns.": "{n} 条记录。",
    "{n} turns and more.": "{n} 条以上。",
    "All programs": "所有程序",
    "Copied.": "已复制。",
    "Its picture is not kept. The setting history.keep, when it is pictures, keeps them.": (
        "没有保存它的图像。设置 history.keep 为 pictures 时才保存。"
    ),
    "Forget this turn? It goes from the disk, too, and can't be brought back.": (
        "忘记这一条?它也会从磁盘上删除,无法恢复。"
    ),
    "Forgotten.": "已忘记。",
    "Forget everything, pictures too? It goes from the disk, and can't be brought back.": (
        "忘记全部,包括图像?会从磁盘上删除,无法恢复。"
    ),
    "Forget the last hour, pictures too? It goes from the disk, and can't be brought back.": (
        "忘记最近一小时,包括图像?会从磁盘上删除,无法恢复。"
    ),
    "{n} turns were forgotten.": "已忘记 {n} 条记录。",
    "{n} turns were written to {name}.": "已将 {n} 条记录写入 {name}。",
    "Export the history": "导出历史",
    "One moment, I am still at it.": "请稍候,正在处理。",
    "Kept as {note}.": "保留为{note}。",
    "Its picture is kept.": "保存了它的图像。",
    "Its picture is not kept.": "没有保存它的图像。",
}
