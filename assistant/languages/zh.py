"""What Hearsight says of itself in Chinese (中文), and how people ask in it."""

from __future__ import annotations

import re

from assistant.languages import Language

LANGUAGE = Language(
    tag="zh",
    earcon_meanings={
        "looked": "已拍下画面。",
        "thinking": "还在处理，会重复，直到开始说话。",
        "listening": "请说话。",
        "received": "麦克风已关闭。",
        "answered": "说完了，或者命令已执行。",
        "refused": "没有可描述的内容，或者没有答案。",
        "failed": "出错了。",
        "aimed": "相机已对准，请别动。",
        "open": "麦克风一直开着，会重复。",
    },
    earcon_words={
        "looked": "正在看",
        "thinking": "还在处理",
        "listening": "请说",
        "received": "听到了",
        "answered": "好了",
        "refused": "没有",
        "failed": "失败",
        "aimed": "别动",
        "open": "麦克风开着",
    },
    refusals={
        "black_desktop": "屏幕画面全黑。可能是屏幕帘、屏幕已关闭，或受保护的视频。",
        "black_camera": "摄像头画面全黑。镜头盖是不是关着？",
        "black": "图片全黑。",
        "blank_desktop": "这里什么都没有，全是{colour}。",
        "blank": "图片全是{colour}，上面什么都没有。",
        "unchanged": "和上次看时相比没有变化。",
    },
    colours={
        "black": "黑色",
        "white": "白色",
        "grey": "灰色",
        "dark grey": "深灰色",
        "light grey": "浅灰色",
        "red": "红色",
        "dark red": "深红色",
        "orange": "橙色",
        "brown": "棕色",
        "yellow": "黄色",
        "green": "绿色",
        "dark green": "深绿色",
        "turquoise": "青色",
        "blue": "蓝色",
        "dark blue": "深蓝色",
        "light blue": "浅蓝色",
        "purple": "紫色",
        "pink": "粉色",
    },
    other_device="声音设备 {device} 现在不能用，改用默认设备。",
    other_voice="常用的声音出错了，现在换一个声音。",
    only_describes="这个模型只能描述图片，不能回答这个问题。",
    not_trusted="模型对这张图的描述不可靠，我不念出来。",
    screen_hint="屏幕上有：{}。",
    topic_hint="这是关于电脑屏幕的问题：按钮、复选框、文本框、菜单、错误信息、窗口、图片、表格。",
    open_end=re.compile(r".*(?:的|和|或|或者|在|把|跟|比|因为|如果|这个|那个|哪个|一个)"),
    rare_end=re.compile(r"(?!)"),
    spaced=False,
)
