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
}
