"""Chinese."""

from __future__ import annotations

from models.guard.words import Words, listed

_FIELD = ("textbox", "password", "combobox", "spinbutton", "searchbox")
_CHECK = ("checkbox", "switch")

_ROLES: dict[str, tuple[str, ...]] = {
    "按钮": ("button", "toggle"), "标签页": ("tab",), "选项卡": ("tab",), "复选框": _CHECK, "勾选框": _CHECK,
    "开关": _CHECK, "单选按钮": ("radio",), "单选框": ("radio",), "链接": ("link",), "输入框": _FIELD,
    "文本框": _FIELD, "搜索框": _FIELD, "密码框": ("password",), "下拉框": ("combobox",), "下拉菜单": ("combobox",),
    "下拉列表": ("combobox",), "滑块": ("slider",), "进度条": ("progressbar",), "菜单": ("menu", "menuitem"),
    "菜单栏": ("menubar",), "工具栏": ("toolbar",), "状态栏": ("statusbar",), "滚动条": ("scrollbar",),
    "标题": ("heading", "window", "dialog", "label"), "表格": ("table",), "行": ("row",), "列表": ("list", "table"),
    "对话框": ("dialog", "alert"), "弹窗": ("dialog", "alert"), "图表": ("chart",), "图片": ("image",),
    "照片": ("image",), "图像": ("image",), "图标": ("image", "button"),
}  # fmt: skip

_OBJECTS = {
    "人": "person", "男人": "person", "女人": "person", "男子": "person", "女子": "person", "孩子": "person",
    "狗": "dog", "小狗": "dog", "猫": "cat", "小猫": "cat", "鸟": "bird", "马": "horse", "牛": "cow", "羊": "sheep",
    "汽车": "car", "公交车": "bus", "火车": "train", "船": "boat", "自行车": "bicycle", "飞机": "airplane",
    "杯子": "cup", "瓶子": "bottle", "勺子": "spoon", "椅子": "chair", "沙发": "couch", "床": "bed", "书": "book",
    "时钟": "clock", "手机": "cell phone", "电视": "tv", "笔记本电脑": "laptop",
}  # fmt: skip

_COLOUR_STEMS = {
    "黑": "black", "白": "white", "灰": "grey", "红": "red", "橙": "orange", "黄": "yellow", "绿": "green",
    "蓝": "blue", "紫": "purple", "粉": "pink", "棕": "brown", "褐": "brown", "青": "cyan", "金": "gold",
    "深": "dark", "浅": "light",
}  # fmt: skip

WORDS = Words(
    language="zh",
    spaced=False,
    roles=_ROLES,
    objects=_OBJECTS,
    narrower=listed("男人 女人 男子 女子 孩子 小狗 小猫"),
    denies=r"(?:没有|没|无|不见|缺少)(?:任何)?(?:一?[个只位条辆张本把头匹])?",
    nobody=r"空无一人|无人|没人",
    of_picture=r"(?:图片|照片|图像|画面|图)(?:里|中|上)?",
    listing=frozenset("有是和与及以一这张显示的个只位条辆张本把头匹"),
    numbers={
        "零": 0,
        "一": 1,
        "两": 2,
        "二": 2,
        "三": 3,
        "四": 4,
        "五": 5,
        "六": 6,
        "七": 7,
        "八": 8,
        "九": 9,
        "十": 10,
        "十一": 11,
        "十二": 12,
    },
    colours={stem + "色": name for stem, name in _COLOUR_STEMS.items()},
    shades=frozenset({"深", "浅"}),
    states={
        "已勾选": "checked",
        "已选中": "checked",
        "被勾选": "checked",
        "未勾选": "unchecked",
        "未选中": "unchecked",
        "没有勾选": "unchecked",
        "已打开": "checked",
        "已开启": "checked",
        "已关闭": "unchecked",
        "灰显": "disabled",
        "已禁用": "disabled",
        "不可用": "disabled",
        "已展开": "expanded",
        "已折叠": "collapsed",
        "为空": "blank",
    },
    places={
        "左侧": "left",
        "左边": "left",
        "右侧": "right",
        "右边": "right",
        "顶部": "top",
        "上方": "top",
        "底部": "bottom",
        "下方": "bottom",
        "中间": "middle",
        "中央": "middle",
        "左上角": "top left",
        "右上角": "top right",
        "左下角": "bottom left",
        "右下角": "bottom right",
    },
    relations={
        "的左边是": "right",
        "的右边是": "left",
        "的上方是": "below",
        "的下方是": "above",
        "在": "",
        "旁边是": "beside",
    },
    grounds=frozenset({"背景", "主题", "界面"}),
    wholes=frozenset({"窗口", "屏幕", "页面", "图片", "画面", "照片", "对话框"}),
    negations=frozenset({"没有", "不是", "没", "无", "不", "未"}),
    compares=frozenset(
        {"更", "最", "比", "之前", "之后", "从", "只", "全部", "所有", "每", "都", "第", "以前", "以后", "大约", "将近"}
    ),
    plain=listed(
        "的 了 是 在 有 和 与 及 着 里 上 下 中 个 一个 张 只 位 条 行 这 那 它 显示 写着 包含 标有 名为 标题为 "
        "其中 上面 里面 "
        "窗口 屏幕 页面 图片 照片 画面 界面 内容 文字 字样 区域 部分 选项 程序 应用 可以 看到 并 还 以及 一 等 为 "
        "被 处 角 "
        "地 得 带 带有 分别"
    ),
    holders=listed("牌子 招牌 告示 海报 标牌 商店 纸条 对话框 错误 警告 提示 消息 设置 表单 文章 食谱 价格 标题"),
    naming=frozenset(),
    joins=frozenset({"包含", "包括", "显示", "写着", "标有", "名为", "里有", "中有", "是"}),
    phrases=frozenset(),
    known_names=frozenset(),
    says=r"(?!)()",
    writing=r"文字|写着|字样",
    empty=r"空白|没有(?:文字|内容)",
    fields=r"输入框|文本框|搜索框|单元格|文件夹|回收站|购物车",
    screen=frozenset(),
    between=r"[，；：。、]",
    guessed=r"可能|也许|大概|似乎|好像|或许",
    perhaps="可能是：{}",
    may_show="可能是：{}",
)
