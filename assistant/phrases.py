"""The few sentences of a turn itself, by language. (What is seen is phrased by the engines.)"""

from __future__ import annotations

PHRASES: dict[str, dict[str, str]] = {
    "en": {
        "heard_nothing": "I didn't hear anything.",
        "not_understood": "I didn't understand that. Please say it again.",
        "cannot_do": "I can't do that now.",
        "no_text": "I see no text.",
        "nothing_said_yet": "I have said nothing yet.",
        "all_said": "That was all.",
        "copied": "Copied.",
        "started": "Hearsight is ready. Press {key} to hear the window.",
        "stopped": "Hearsight is off.",
        "at_next_start": "I will use that setting when I am started the next time.",
        "default_settings": "Until then I use the defaults.",
    },
    "zh": {
        "heard_nothing": "我没有听到声音。",
        "not_understood": "我没有听懂，请再说一遍。",
        "cannot_do": "现在做不到。",
        "no_text": "我没有看到文字。",
        "nothing_said_yet": "我还没有说过话。",
        "all_said": "已经说完了。",
        "copied": "已复制。",
        "started": "Hearsight 已就绪。按 {key} 听窗口内容。",
        "stopped": "Hearsight 已关闭。",
        "at_next_start": "这个设置在下次启动后生效。",
        "default_settings": "在此之前使用默认设置。",
    },
}


def say_in(language: str, key: str, /, **words: str) -> str:
    """The sentence `key` in `language` (English where it has no file), with `words` filled in."""
    return PHRASES.get(language, PHRASES["en"])[key].format(**words)
