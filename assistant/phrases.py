"""The few sentences of a turn itself, by language. (What is seen is phrased by the engines.)"""

from __future__ import annotations

PHRASES: dict[str, dict[str, str]] = {
    "en": {
        "heard_nothing": "I didn't hear anything.",
        "not_understood": "I didn't understand that. Please say it again.",
        "too_short": "That was too short for me. Hold the key while you speak, or tap it and then speak.",
        "muted": "Only silence came from the microphone. Check that it is not muted.",
        "too_quiet": "I can hardly hear you. Come closer to the microphone.",
        "too_loud": "Your voice came in distorted. Move back from the microphone, or turn its level down.",
        "too_noisy": "It is too noisy around you. Come closer to the microphone, or find a quieter place.",
        "too_long": "I listened for {seconds} seconds only. Please ask in fewer words.",
        "cut_off": "I heard only the first {seconds} seconds of that.",
        "cannot_do": "I can't do that now.",
        "no_text": "I see no text.",
        "nothing_said_yet": "I have said nothing yet.",
        "all_said": "That was all.",
        "beginning": "This is the beginning.",
        "copied": "Copied.",
        "first_look": "I have not looked at this window before.",
        "nothing_new": "I see no change in this window.",
        "kept": "I keep that.",
        "kept_as": "I keep that as: {note}.",
        "history_off": "I keep no history, so I can't remember that. The setting history.keep turns it on.",
        "where_am_i": "Where am I?",
        "started": "Hearsight is ready. Press {key} to hear the window.",
        "stopped": "Hearsight is off.",
        "no_braille": "No screen reader with a braille display is running, so I speak.",
        "at_next_start": "I will use that setting when I am started the next time.",
        "default_settings": "Until then I use the defaults.",
    },
    "zh": {
        "heard_nothing": "我没有听到声音。",
        "not_understood": "我没有听懂，请再说一遍。",
        "too_short": "时间太短了。请按住按键说话，或者按一下再说。",
        "muted": "麦克风没有声音，请检查是否静音。",
        "too_quiet": "我几乎听不到你的声音，请靠近麦克风。",
        "too_loud": "声音失真了，请离麦克风远一点，或者调低麦克风音量。",
        "too_noisy": "周围太吵了，请靠近麦克风，或者换个安静的地方。",
        "too_long": "我只听了 {seconds} 秒，请说短一点。",
        "cut_off": "我只听到前 {seconds} 秒。",
        "cannot_do": "现在做不到。",
        "no_text": "我没有看到文字。",
        "nothing_said_yet": "我还没有说过话。",
        "all_said": "已经说完了。",
        "beginning": "已经是第一句了。",
        "copied": "已复制。",
        "first_look": "我还没有看过这个窗口。",
        "nothing_new": "这个窗口没有看到变化。",
        "kept": "已记住。",
        "kept_as": "已记住，备注：{note}。",
        "history_off": "历史记录已关闭，无法记住。请用设置 history.keep 打开。",
        "where_am_i": "我在哪里？",
        "started": "Hearsight 已就绪。按 {key} 听窗口内容。",
        "stopped": "Hearsight 已关闭。",
        "no_braille": "没有运行带盲文点显器的屏幕阅读器，所以我用语音。",
        "at_next_start": "这个设置在下次启动后生效。",
        "default_settings": "在此之前使用默认设置。",
    },
}


def say_in(language: str, key: str, /, **words: str) -> str:
    """The sentence `key` in `language` (English where it has no file), with `words` filled in."""
    return PHRASES.get(language, PHRASES["en"])[key].format(**words)
