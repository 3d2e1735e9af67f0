"""Chinese."""

from __future__ import annotations

from models.photo.words import PhotoWords

_IT = r"(?:它|(?:这|那)?张?(?:照片|图片|相片|画面|图))"

WORDS = PhotoWords(
    faults={
        "blur": ("照片模糊。", "照片可能有点模糊。"),
        "dark": ("照片太暗。", "照片可能太暗。"),
        "burnt": ("亮处过曝。", "有些亮处可能过曝。"),
        "flat": ("对比度低，像有雾一样。", "对比度可能偏低。"),
        "backlit": ("照片逆光：脸是暗的。", "照片可能逆光。"),
        "tilt": ("照片向{way}倾斜{degrees}度。", "照片可能向{way}倾斜{degrees}度。"),
        "page_tilt": ("页面向{way}倾斜{degrees}度。", "页面可能向{way}倾斜。"),
        "sideways": ("照片是横躺着的。", "照片可能是横躺着的。"),
        "sideways_2": ("照片上下颠倒。", "照片可能上下颠倒。"),
        "stored_sideways": ("文件里的照片不是正的，附有旋转说明，但有些程序不读它。", "文件里的照片可能是横躺着的。"),
        "head_cut_top": ("有一个头的顶部被切掉了。", "有一个头的顶部可能被切掉了。"),
        "head_cut_left": ("有一张脸被左边缘切掉了。", "有一张脸可能被左边缘切掉了。"),
        "head_cut_right": ("有一张脸被右边缘切掉了。", "有一张脸可能被右边缘切掉了。"),
        "head_cut_bottom": ("有一张脸被下边缘切掉了。", "有一张脸可能被下边缘切掉了。"),
    },
    advice={
        "blur": "这无法修复：请拿稳再拍一次，或者给相机一秒钟对焦。",
        "burnt": "过曝的部分无法恢复：请让光在背后，或减少光线，再拍一次。",
        "head_cut": "这无法恢复：请退远一些或抬高一点再拍。",
    },
    can_fix="--fix 新文件.jpg 会{steps}。",
    steps={
        "turned": "把它转正", "straightened": "把它摆正", "lightened": "把它调亮",
        "shadows": "把暗处调亮", "contrast": "增加对比度", "stored": "按正向保存",
    },
    done={
        "turned": "把它转正了", "straightened": "把它摆正了{degrees}度", "lightened": "把它调亮了{stops}档",
        "shadows": "把暗处调亮了", "contrast": "增加了对比度", "stored": "按正向保存了",
    },
    cut="{thing}碰到{edge}边缘：可能有一部分在画面外。",
    edges={"top": "上", "left": "左", "right": "右", "bottom": "下"},
    left="左",
    right="右",
    nothing_wrong="我没有发现问题。",
    too_little="画面内容太少，无法判断。",
    no_fix="没有我能确定修好的地方。没有写文件。",
    saved="我{steps}。新文件是{file}；原来的文件没有变。",
    still="还剩下：{faults}",
    place_left_out="新文件里没有拍摄地点。",
    place_kept="新文件里也有拍摄地点。",
    faces=("一张脸", "{number}张脸", "可能还有{number}张"),
    all_in=("完整地在画面里", "都完整地在画面里"),
    facing=("面向镜头", "都面向镜头", "{number}张面向镜头"),
    numbers=("一", "两", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"),
    comma="，",
    join="",
    end="。",
    taken="文件里写着拍摄时间：{when}。",
    says="文件里写着：{text}",
    place="文件里写着拍摄地点：{place}。",
    has_place="文件里写有拍摄地点；加 --place 就会说出来。",
    lit={
        "dark": "镜头前是暗的，那里的灯很可能没开。",
        "bright": "镜头前是亮的，但是灯光还是日光，我无法判断。",
        "between": "我无法判断：画面既不暗也不亮。",
    },
    asks_light=r"(?:这里|房间里|屋里)?的?灯(?:还)?(?:是)?(?:开着|关着|亮着|开了|关了|亮)(?:的)?吗?|(?:这里|房间里|屋里)(?:太)?(?:很)?[暗黑亮]吗?",
    asks={
        "facing": r"(?:有没有人|有人|他们?|她们?|大家|谁)(?:都)?(?:在|是不是在)?(?:看着?|面向|面对|对着)"
        r"(?:镜头|相机|我)(?:吗|么)?",
        "whole": rf"(?:大家|所有人|每个人|他们|人)(?:是不是)?(?:都)?(?:完整地?)?在{_IT}(?:里面?|中|内)(?:吗|么)?"
        r"|(?:有没有人|有人|有没有头)被(?:切掉|截掉|切了)(?:了)?(?:吗|么)?",
        "faces": rf"(?:{_IT}(?:里面?|上|中))?有?(?:几|多少)张脸"
        rf"|(?:{_IT}(?:里面?|上|中))?有(?:没有)?(?:人)?脸(?:吗|么)?",
        "taken": rf"{_IT}是?(?:什么时候|何时|哪天)拍的|{_IT}的?拍摄时间(?:是什么时候|是什么)?",
        "place": rf"{_IT}是?在?(?:哪里|哪儿|什么地方)拍的|{_IT}的?拍摄地点(?:是哪里|在哪里)?",
        "wrong": rf"{_IT}有(?:什么)?(?:问题|毛病)(?:吗|么)?|{_IT}(?:清楚|清晰|模糊|太暗|太亮|过曝|拍得好)(?:吗|么|不)?"
        rf"|{_IT}怎么样",
        "where": rf"{_IT}是?在?(?:室内|室外|户外|屋里|外面)(?:还是(?:室内|室外|户外|屋里|外面))?(?:拍的)?(?:吗|么)?",
    },
    looks={
        "all": "{faces}，面向镜头。眼睛看向哪里我无法判断。",
        "some": "{faces}，其中{facing}张面向镜头。眼睛看向哪里我无法判断。",
        "none": "{faces}，没有面向镜头。也许还有我没看到的。",
        "unsure": "我无法判断：脸只是稍微转开。",
        "missing": "有没有人缺席，我无法判断。",
    },
    where={"indoors": "可能在室内，因为看到{things}。", "outdoors": "可能在室外，因为看到{things}。"},
    not_noted={"taken": "文件里没有写拍摄时间。", "place": "文件里没有写拍摄地点。"},
    place_kept_back="文件里写有拍摄地点。想听的话：hearsight settings photos.place on",
    place_roughly="文件里写着拍摄地点：大约{place}。",
    compass={
        "north": "北纬{degrees}度", "south": "南纬{degrees}度", "east": "东经{degrees}度", "west": "西经{degrees}度",
    },
    album={
        "one": "{folder} 里有一张图片。", "count": "{folder} 里有 {count} 张图片。",
        "stopped": "已停止：我看了 {count} 张中的 {done} 张。",
        "day": "文件里写着拍摄日期：{first}。", "days": "文件里写着拍摄日期：{first} 至 {last}。",
        "people": "有人的：{count} 张。", "blur": "模糊的：{names}。", "dark": "太暗的：{names}。",
        "burnt": "过曝的：{names}。", "head_cut": "头被切掉的：{names}。",
        "alike": "几乎一样的：{names}。", "more_alike": "其他几乎一样的系列：{count} 组。",
        "broken": "无法读取：{names}。", "more": "还有 {count} 张",
    },
    codes={
        "link": "二维码：指向 {host} 的链接，没有打开", "text": "二维码：{text}",
        "product": "条形码 {text}", "taught": "{name}，据条形码 {text}",
        "wifi": "二维码：无线网络 {name}", "contact": "二维码：联系人 {name}",
        "secret": "二维码：用于登录或付款的秘密，不念出来",
    },
)  # fmt: skip
