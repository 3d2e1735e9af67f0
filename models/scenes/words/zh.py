"""Chinese."""

from __future__ import annotations

from models.scenes.words import SceneWords

WORDS = SceneWords(
    appears="{thing}{where}。",
    probably="可能有{thing}{where}。",
    careful="小心：{text}",
    events={
        "gone": "看不到了：{thing}。",
        "nearer": "{thing}靠近了{where}。",
        "farther": "{thing}走远了{where}。",
        "centre": "正中间：{thing}{where}。",
        "moved": "{thing}：现在{where}。",
    },
    at_hour="，{hour}点钟方向",
    far={"close": "，很近", "far": "，很远"},
    another="换了一个场景。",
    nothing="这里没有我认识的东西。",
    dim="变暗了。",
    bright="又亮了。",
    text="文字：{text}",
    comma="、",
    conjunction="和",
    join="",
)
