"""Chinese: each noun with its measure word."""

from __future__ import annotations

from models.objects.words import ObjectWords

_NOUNS = {
    "person": "个人", "bicycle": "辆自行车", "car": "辆汽车", "motorcycle": "辆摩托车", "airplane": "架飞机",
    "bus": "辆公交车", "train": "列火车", "truck": "辆卡车", "boat": "条船", "traffic light": "个红绿灯",
    "fire hydrant": "个消防栓", "stop sign": "个停车标志", "parking meter": "个停车计时器", "bench": "张长椅",
    "bird": "只鸟", "cat": "只猫", "dog": "只狗", "horse": "匹马", "sheep": "只羊", "cow": "头牛",
    "elephant": "头大象", "bear": "头熊", "zebra": "匹斑马", "giraffe": "只长颈鹿", "backpack": "个背包",
    "umbrella": "把伞", "handbag": "个手提包", "tie": "条领带", "suitcase": "个行李箱", "frisbee": "个飞盘",
    "skis": "副滑雪板", "snowboard": "块单板", "sports ball": "个球", "kite": "只风筝", "baseball bat": "根棒球棒",
    "baseball glove": "只棒球手套", "skateboard": "块滑板", "surfboard": "块冲浪板", "tennis racket": "把网球拍",
    "bottle": "个瓶子", "wine glass": "个酒杯", "cup": "个杯子", "fork": "把叉子", "knife": "把刀", "spoon": "把勺子",
    "bowl": "个碗", "banana": "根香蕉", "apple": "个苹果", "sandwich": "个三明治", "orange": "个橙子",
    "broccoli": "棵西兰花", "carrot": "根胡萝卜", "hot dog": "个热狗", "pizza": "个披萨", "donut": "个甜甜圈",
    "cake": "个蛋糕", "chair": "把椅子", "couch": "张沙发", "potted plant": "盆植物", "bed": "张床",
    "dining table": "张桌子", "toilet": "个马桶", "tv": "个屏幕", "laptop": "台笔记本电脑", "mouse": "个鼠标",
    "remote": "个遥控器", "keyboard": "个键盘", "cell phone": "部手机", "microwave": "台微波炉", "oven": "个炉灶",
    "toaster": "台烤面包机", "sink": "个水槽", "refrigerator": "台冰箱", "book": "本书", "clock": "个钟",
    "vase": "个花瓶", "scissors": "把剪刀", "teddy bear": "只泰迪熊", "hair drier": "个吹风机", "toothbrush": "把牙刷",
}  # fmt: skip

_PICTURE = r"(?:这?张?(?:图片?|照片|图像|画面|相片)|这)"
_HERE = rf"(?:这里|里面|上面|{_PICTURE}(?:里面?|中|上))?"
_SIGN = r"(?:这|那)?(?:个|张|块)?(?:牌子|标志|标牌|标签|纸|纸条|卡片|海报|告示|门牌|路牌|招牌)"
_OF = "[个只位条辆张本把头匹架列艘台部]"

WORDS = ObjectWords(
    names={kind: (f"一{noun}", noun) for kind, noun in _NOUNS.items()},
    asks=(
        ("all", r"(?:那里|那儿|这儿|前面|我?面前)(?:都)?有(?:些)?什么(?:东西)?"),
        ("all", rf"{_HERE}(?:都)?有(?:些)?什么(?:东西)?|你?(?:能)?看到(?:了)?什么|{_PICTURE}(?:显示|拍的是|拍了)什么"),
        ("count", rf"{_HERE}(?:一共|总共)?有?(?:多少|几){_OF}?(?P<x>.+?)"),
        ("exists", rf"{_HERE}(?:有没有|是否有|是不是有|有|你?(?:能)?(?:看到|看见))(?:一?{_OF})?(?P<x>.+?)[吗么]?"),
        ("where", r"(?P<x>.+?)在(?:哪里|哪儿|哪|什么地方|什么位置)"),
    ),
    talks=(
        ("colour", r"(?P<x>.*?)(?:的颜色)?(?:是|有)?(?:什么|哪种|啥)颜色的?|(?P<y>.+?)的颜色(?:是什么)?"),
        ("where", r"(?P<x>它们?|他们?|她们?|这个|那个)?在(?:哪里|哪儿|哪|什么地方|什么位置)"),
        (
            "text",
            rf"{_SIGN}上?(?:面)?(?:写|说|印)(?:着|了|的是)?(?:些)?什么(?:字)?|(?:上面|那里|这里)写(?:着|了)?什么"
            rf"|(?:读|念)(?:一下)?{_SIGN}|有(?:没有)?(?:什么)?(?:文字|字)吗?",
        ),
        ("where_text", rf"(?:{_SIGN}|文字|字)在(?:哪里|哪儿|哪|什么地方|什么位置)"),
    ),
    pronouns=r"它们?|他们?|她们?|这个?|那个?|这只|那只",
    persons=r"他|她",
    anybody=frozenset(("人",)),
    numbers=("两", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"),
    several="{number}{names}",
    at_least="至少{thing}",
    probably="可能有{things}。",
    sure="{things}。",
    at_place="{thing}：{place}。",
    coloured="{thing}：主要是{colours}。",
    by_now=r"现在|(?<=[在有])还|还(?=在|有)",
    leading=r"(?:有几|几|一)?[个只位条辆张本把头匹]",
)
