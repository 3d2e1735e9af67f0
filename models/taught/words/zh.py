"""Chinese."""

from __future__ import annotations

from models.taught.words import TaughtWords

WORDS = TaughtWords(
    says={
        "sure": "{thing}。",
        "probably": "可能是{thing}。",
        "sure_at": "{thing}：{place}。",
        "probably_at": "可能是{thing}：{place}。",
        "none": "没有看到你教过我的东西。",
        "nothing_taught": '你还没有教过我任何东西。例如：hearsight teach "我的钥匙" --source camera',
        "looking": "我会看中间的东西{seconds}秒钟。请慢慢转动它。",
        "learned": "我认识{thing}了，看了{count}个角度。",
        "learned_one": "我认识{thing}了，只看了一个角度。多看几个角度会更准。",
        "more": "我更熟悉{thing}了，一共{count}个角度。",
        "no_picture": "没有看到画面，什么也没学到。",
        "dark": "太暗了，什么也没学到。请开灯再试。",
        "bright": "太亮了，什么也没学到。请避开强光再试。",
        "blurred": "画面模糊，什么也没学到。请拿稳，离一臂远，再试。",
        "empty": "只看到一片空白，什么也没学到。请把东西放在中间。",
        "changing": "每次看到的都不一样，什么也没学到。请让东西一直在中间。",
        "alike": "这看起来像{thing}，所以没有学。要给它添加角度，请用那个名字。",
        "face": "那里有一张脸，所以什么也没学：我只学东西，不认人。请把东西拿近一些，避开人脸。",
        "list_single": "{thing}，1个角度",
        "list_one": "{thing}，{count}个角度",
        "forgotten": "已忘记{thing}。",
        "renamed": "{old}现在叫{new}。",
    },
    own={"我的": "你的", "我们的": "你们的"},
    people=(
        "我 我自己 自己 他 她 人 男人 女人 男孩 女孩 孩子 小孩 宝宝 朋友 邻居 同事 老板 老师 "
        "医生 妻子 老婆 太太 丈夫 老公 男朋友 女朋友 妈妈 母亲 爸爸 父亲 儿子 女儿 哥哥 弟弟 "
        "姐姐 妹妹 兄弟 姐妹 奶奶 外婆 爷爷 外公 阿姨 叔叔 舅舅 姑姑 脸"
    ),
    asks=(
        ("what", r"(?:这|那)(?:个|些)?(?:东西)?是(?:什么|啥)(?:东西)?"),
        ("what", r"我(?:手里|手上)?拿(?:着|的)?(?:是)?(?:什么|啥)"),
        ("is", r"(?:这|那)(?:个|些)?是(?P<x>我们?的.+?)吗"),
        ("where", r"(?P<x>我们?的.+?)在(?:哪|哪里|哪儿)"),
        ("is", r"你?(?:能)?看(?:见|到|得见|得到)(?P<x>我们?的.+?)(?:了)?吗"),
    ),
)
