"""Chinese."""

from __future__ import annotations

import re

from models.guiding.words import GuideWords

WORDS = GuideWords(
    lead=re.compile(r"(?:请)?(?:帮我)?(?:找一?找|寻找|找一下|找到|找)"),
    article=re.compile(r"(?:我的|你的|那个|这个|一个|一只|一把|一部|一本|一张|一瓶)"),
    also={
        "杯子": "cup", "茶杯": "cup", "咖啡杯": "cup", "马克杯": "cup", "手机": "cell phone", "电话": "cell phone",
        "桌子": "dining table", "电视": "tv", "显示器": "tv", "电脑": "laptop", "笔记本电脑": "laptop",
        "冰箱": "refrigerator",
        "雨伞": "umbrella", "伞": "umbrella", "书包": "backpack", "包": "handbag", "球": "sports ball",
        "烤箱": "oven",
        "人": "person", "有人": "person", "花盆": "potted plant", "植物": "potted plant", "水瓶": "bottle",
        "瓶子": "bottle",
        "遥控器": "remote", "剪刀": "scissors", "书": "book", "椅子": "chair", "沙发": "couch", "床": "bed",
        "钟": "clock",
        "刀": "knife", "叉子": "fork", "勺子": "spoon", "碗": "bowl", "牙刷": "toothbrush", "自行车": "bicycle",
    },
    colours={
        "红色": "red", "红": "red", "绿色": "green", "绿": "green", "蓝色": "blue", "蓝": "blue", "黄色": "yellow",
        "黄": "yellow", "橙色": "orange", "橘色": "orange", "粉色": "pink", "粉红色": "pink", "紫色": "purple",
        "紫": "purple",
        "棕色": "brown", "褐色": "brown", "青色": "cyan",
    },
    colour=re.compile(r"(?:一个|什么|任何)?(?P<x>[红绿蓝黄橙橘粉紫棕褐青]红?色?)的?(?:东西|物体)"),
    text=re.compile(
        r"(?:那个|一个)?(?:写着|写有|标着)[“\"「]?(?P<x>.+?)[”\"」]?的?(?:牌子|标志|标牌|标签|门|地方|字)?"
        r"|(?:文字|字|标志|牌子)[“\"「]?(?P<y>.+?)[”\"」]?|[“\"「](?P<z>.+)[”\"」]"
    ),
    face=re.compile(r"(?:一张|一个)?(?:人?脸|面孔)"),
    code=re.compile(r"(?:那个|一个)?(?:条形码|条码|二维码|商品码)"),
    own=("我的", "您的"),
    says={
        "searching": "正在找{thing}。",
        "not_seen": "没看到{thing}。请慢慢转动。",
        "still_not": "还没看到。",
        "seen": "{thing}：{where}。",
        "probably": "可能是{thing}：{where}。",
        "ahead": "正前方",
        "and": "{one}，{other}",
        "left": "向左", "right": "向右", "up": "向上", "down": "向下",
        "bit_left": "稍向左", "bit_right": "稍向右", "bit_up": "稍向上", "bit_down": "稍向下",
        "hold": "别动。",
        "middle": "在正中间{far}。",
        "probably_middle": "可能在正中间{far}。",
        "close": "，很近", "far": "，很远",
        "lost": "看不到了。",
        "lost_left": "从左边出去了。", "lost_right": "从右边出去了。",
        "lost_up": "从上边出去了。", "lost_down": "从下边出去了。",
        "reads": "上面写着：{text}。",
        "cannot": "没有教过我，我不会找{thing}。请用：hearsight teach '{thing}'。",
        "nothing": "请告诉我要找什么。",
        # -- 拍摄 --
        "do_left": "向左移。", "do_right": "向右移。", "do_up": "向上移。", "do_down": "向下移。",
        "do_further": "离远一点。", "do_closer": "靠近一点。", "do_hold": "别动。",
        "do_tilt_far": "倾斜：远的一边太远。", "do_tilt_near": "倾斜：近的一边太远。",
        "do_tilt_left": "倾斜：左边太远。", "do_tilt_right": "倾斜：右边太远。",
        "do_dark": "太暗了，请加光。", "do_blurred": "模糊了。别动，或者离远一点。",
        "do_bright": "太亮了。", "do_lean": "画面歪了，请稍微转正。",

        "document_opening": "把摄像头举到纸的上方。",
        "no_page": "没看到纸。请把摄像头举高一点。",
        "page_now": "第{number}页拍好了。",
        "next_page": "下一页。",
        "no_page_taken": "一页也没拍到。",
        "page_taken": "一页，{words}个词，在文件夹{folder}里。",
        "pages_taken": "{number}页，{words}个词，在文件夹{folder}里。",
        "pages_unread": "没有读出：第{numbers}页。",
        "photo_opening": "把摄像头对着要拍的东西。",
        "photo_none": "没看到清晰的东西。",
        "photo_now": "拍好了。{what}",
        "photo_done": "照片是{name}，在文件夹{folder}里。",
        "no_photo": "没有拍照。",
        "faces_none": "没有人脸。",
        "faces_one": "一张脸，完整地在画面里。",
        "faces_many": "{number}张脸，都完整地在画面里。",
        "faces_cut": "有一张脸没拍全。",
        "product_opening": "在摄像头前慢慢转动包装。",
        "product_none": "还没看到条码。请转动包装。",
        "product_named": "{name}，条形码{text}。",
        "product_number": "条形码是{text}，还没有名字。",
        "product_pack": "包装上写着：{text}。",
        "product_nothing": "没有找到条码，也没有文字。",
        "a_face": "一张脸", "a_code": "一个码",
    },
    tell_text="“{text}”",
)  # fmt: skip
