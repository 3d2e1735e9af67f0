"""Charts in Chinese."""

# ruff: noqa: E501 - a table reads better unwrapped

from __future__ import annotations

from models.grounded.chart_words import ChartWords

CHART = r"(?:图表|柱状图|条形图|折线图|饼图|圆环图|散点图|曲线图|这张图)"
THE = r"(?:这个|这张|该|那个|那张)?"

WORDS = ChartWords(
    say={
        "sentence": "{kind}：{what}。",
        "sentence_named": "{kind}，{title}：{what}。",
        "untold": "看不出数值",
        "about": "约{value}",
        "rises": "从{a}的{first}升到{b}的{last}",
        "rises_steadily": "从{a}的{first}一直升到{b}的{last}",
        "falls": "从{a}的{first}降到{b}的{last}",
        "falls_steadily": "从{a}的{first}一直降到{b}的{last}",
        "varies": "有升有降，从{a}的{first}到{b}的{last}",
        "level": "从{a}到{b}保持在{first}",
        "highest": "最高是{name}，{value}",
        "lowest": "最低是{name}，{value}",
        "largest": "最大是{name}，{value}",
        "smallest": "最小是{name}，{value}",
        "of_series": "{name}的{series}",
        "series": "{count}个系列，{names}",
        "series_unnamed": "{count}个没有名称的系列",
        "span": "从{a}到{b}共{count}个点",
        "bars": "{count}根柱子",
        "parts": "{count}个部分",
        "points": "{count}个点",
        "reach": "{title}从{low}到{high}",
        "link_up": "{x}越高，{y}越高",
        "link_down": "{x}越高，{y}越低",
        "no_link": "没有明显关系",
        "horizontal": "横轴",
        "vertical": "纵轴",
        "no_name": "第{number}个",
        "row": "{name}：{values}",
        "cell": "{series}{value}",
        "missing": "看不清",
        "table": "从图上读出，都是约数。{rows}。",
        "table_exact": "{rows}。",
        "more_rows": "还有{count}个",
        "value": "{name}：{value}。",
        "highest_answer": "最高的是{name}，{value}。",
        "lowest_answer": "最低的是{name}，{value}。",
        "higher": "{name}更高：{value}，{other}是{other_value}，相差{difference}。",
        "same": "{name}和{other}差不多：{value}和{other_value}。",
        "series_higher": "{all}个里有{count}个{name}高于{other}：{where}。",
        "series_never": "{name}从不高于{other}。",
        "trend": "趋势：{what}。",
        "trend_series": "{series}{what}",
        "kind": "这是{kind}。",
        "count_bars": "{count}根柱子。",
        "count_series": "{count}个系列：{names}。",
        "count_points": "{count}个点。",
        "count_parts": "{count}个部分：{names}。",
        "axis": "{axis}：{title}",
        "unit": "单位是{unit}",
        "axis_names": "{axis}：{names}",
        "legend": "系列有{names}。",
        "no_legend": "没有看到图例。",
        "no_axes": "看不出坐标轴的名称。",
        "not_told": "我看到一个{kind}，但看不出它的数值。",
        "not_seen": "看不出{name}的数值。",
        "which_chart": "有{count}个图表：{names}。请说是哪一个。",
        "from_chart": "从图表上读出，是约数：{text}",
        "no_chart": "这里没有看到图表。",
        "played": "{title}：{count}个音，最低音是{low}，最高音是{high}。",
        "played_series": "{series}：{count}个音。",
        "this_chart": "图表",
    },
    kinds={"bar": "柱状图", "line": "折线图", "pie": "饼图", "doughnut": "圆环图", "scatter": "散点图"},
    asks={
        "table": rf"(?:读|念|说|告诉我|给我|列出)(?:一下)?(?:所有|全部)?{THE}{CHART}?的?(?:表格|数据|数值|数字|全部数值|所有数值)|"
        rf"(?:读|念){THE}{CHART}|{THE}{CHART}的?(?:数据|数值)(?:是什么|有哪些)?",
        "play": rf"(?:用声音)?播放{THE}(?:{CHART}|曲线)|(?:让我)?听(?:听|一听|一下)?{THE}{CHART}|把{THE}{CHART}变成声音",
        "describe": rf"(?:描述|说明|解释)(?:一下)?{THE}{CHART}|{THE}{CHART}(?:显示|说明|表示|讲)(?:了)?什么|{THE}{CHART}是关于什么的",
        "trend": r"(?:趋势|走势)(?:是什么|怎么样|如何)?|.*的?(?:趋势|走势)(?:是什么|怎么样|如何)?|.*(?:在)?(?:上升|下降|增长|减少)吗?|"
        r".*(?:怎么|如何)变化的?",
        "kind": rf"(?:这|它)?是什么(?:类型的)?{CHART}|什么类型的{CHART}|{THE}{CHART}是什么类型",
        "axes": r"(?:横轴|纵轴|x轴|y轴|坐标轴|两个轴)(?:是|表示|显示|代表|叫)?什么|单位是什么|(?:读|念)(?:一下)?坐标轴|什么单位",
        "legend": r"(?:图例|颜色|线条|系列)(?:是|表示|代表|有)(?:什么|哪些)|有(?:哪些|什么)(?:系列|线条)|(?:读|念)(?:一下)?图例",
        "count": rf"(?:{THE}{CHART}(?:里|中|上)?)?有?(?:多少|几)(?:个|根|条|块)?"
        r"(?P<what>柱子|柱|类别|点|系列|线|扇形|部分|数值)",
    },
    highest=r"最高|最多|最大|峰值|最长",
    lowest=r"最低|最少|最小|最短",
    compare=r"比较|相比|相差|差多少|更高|更低|更多|更少|高还是|多还是|哪个高|哪个多|对比",
    fillers=frozenset(("是多少", "多少", "数值", "值", "的", "是", "有", "在", "占", "百分之几", "比例", "图表", "图", "里", "中", "上", "这个",
                       "那个", "柱子", "几", "了", "吗", "呢", "请问", "告诉我", "大约", "什么", "为", "到", "达到")),
    nouns=frozenset(("哪个", "哪一个", "哪些", "哪", "月份", "月", "年份", "年", "天", "日", "季度", "类别", "柱子", "城市", "国家", "产品", "点",
                     "部分", "系列", "线", "的", "是", "在", "时候", "什么", "何时", "数值", "值", "和", "与", "跟", "比", "还是", "之间", "，")),
    months=tuple(
        (f"{number}月", *names)
        for number, names in enumerate(
            (("一月", "jan", "january"), ("二月", "feb", "february"), ("三月", "mar", "march"), ("四月", "apr", "april"),
             ("五月", "may"), ("六月", "jun", "june"), ("七月", "jul", "july"), ("八月", "aug", "august"),
             ("九月", "sep", "september"), ("十月", "oct", "october"), ("十一月", "nov", "november"),
             ("十二月", "dec", "december")),
            start=1,
        )
    ),
    series_nouns=r"系列|线条?|颜色",
    kinds_asked=CHART,
    spaced=False,
)  # fmt: skip
