"""Chinese, simplified."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "hello": "欢迎使用 Hearsight。我看屏幕，告诉您上面有什么。按回车继续，按上翻页返回，按 Escape 离开。"
    "您随时可以再来。",
    "voice": "我该说多快？上箭头更快，下箭头更慢，右箭头更响，左箭头更轻。每次改变您马上就能听到。按回车保留。",
    "key": "最重要的键是 {describe}：它描述窗口。请现在试一试。我说话时，按任意键就会安静。",
    "question": "要提问，请按住 {ask}，说话，然后松开。请说一个词试试。只有您按住时，麦克风才会打开。按回车跳过。",
    "permission": "系统可能会问，是否允许 Hearsight 看屏幕、使用麦克风或摄像头。没有您的同意，我看不到也听不到。"
    "摄像头在您同意之后才会打开。",
    "models": "{models}",
    "privacy": "我看到和听到的都留在这台电脑上。说过的话的文字保留三十天，图片只有您愿意才保留。"
    "在隐私模式下我什么都不保留。",
    "end": "就这些。{describe} 描述窗口，{ask} 提问。按 {commands} 之后，一个字母就够了，问号会读出所有字母。"
    "按回车关闭。",
}
REPLIES: Mapping[str, str] = {
    "right": "对了。按回车继续。",
    "heard": "我听到：{heard}。按回车继续。",
    "heard_nothing": "我什么也没听到。请再试一次，或按回车继续。",
    "resumed": "我们从您离开的地方继续。",
    "models_there": "我需要的模型都在这台电脑上。",
    "models_missing": "要听和读，我需要 {megabytes} MB 的模型，大约下载 {minutes} 分钟。"
    "没有您的同意什么都不会下载：hearsight models install --needed 会先问您。",
}
