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
    # settings_window.py, setting_pages.py, setting_controls.py
    "Settings of Hearsight": "Hearsight 的设置",
    "Ctrl+F: search settings by words": "Ctrl+F:按词语搜索设置",
    "Enter in the list: go to that setting": "在列表中按 Enter:转到该设置",
    "Ctrl+Z, Ctrl+Y: take the last change back, make it again": "Ctrl+Z、Ctrl+Y:撤销、重做上一次更改",
    "Ctrl+D: the default of this setting": "Ctrl+D:恢复此设置的默认值",
    "&Search settings:": "搜索设置(&S):",
    "Search settings": "搜索设置",
    "Words of what you want to set. Down goes to what was found.": "输入要设置的内容。按向下键转到找到的结果。",
    "For example: how fast": "例如:语速",
    "What happened": "发生了什么",
    "The settings were changed elsewhere. This window shows them as they are now.": (
        "设置在别处被更改。此窗口显示现在的设置。"
    ),
    "Change the settings by commands: hearsight settings": "请用命令更改设置:hearsight settings",
    "&Undo": "撤销(&U)",
    "&Redo": "重做(&R)",
    "&Default": "默认值(&D)",
    "&All defaults": "全部默认值(&A)",
    "Takes the last change back.": "撤销上一次更改。",
    "Makes it again.": "重做。",
    "Of the setting that had the focus last.": "最近有焦点的设置的默认值。",
    "Of every setting; it can be undone.": "所有设置的默认值;可以撤销。",
    "Settings that were found": "找到的设置",
    "Sections": "分类",
    "Go to a setting first.": "请先转到一个设置。",
    "{n} settings.": "{n} 项设置。",
    "No setting has these words.": "没有设置包含这些词语。",
    "Changes nothing.": "不改变任何设置。",
    "A profile is a set of changes that is laid over the settings while you use it.": (
        "配置方案是一组更改,使用时叠加在设置之上。"
    ),
    "Profiles": "配置方案",
    "Enter uses a profile.": "按 Enter 使用一个配置方案。",
    "Name of a new profile": "新配置方案的名称",
    "Save what is not the default under this &name": "用此名称保存与默认不同的设置(&N)",
    "Use this &profile": "使用此配置方案(&P)",
    "Re&move this profile": "删除此配置方案(&M)",
    "Choose a program, or type its name, and say what holds for it alone.": (
        "选择一个程序或输入其名称,设置只对它有效的内容。"
    ),
    "Name of the program": "程序名称",
    "&Name of the program:": "程序名称(&N):",
    "N&othing special for this program": "此程序没有特别设置(&O)",
    "No profile": "没有配置方案",
    "{name}, in use": "{name},使用中",
    "Press the new key; Escape: leave it, Delete: no key": "请按新的按键;Escape:保持不变,Delete:不设按键",
    "no key": "没有按键",
}
