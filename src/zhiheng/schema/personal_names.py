"""Why a cleaned text is not certainly the name of one person: masks, several persons, notes beside the name, words that are no name."""

from __future__ import annotations

import re

from zhiheng.schema.rejections import DAMAGED_TEXT, MASKED, NOT_A_NAME, SEVERAL_PERSONS

IDEOGRAPH = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_HAN = r"[\u3400-\u9fff]"
_LOST = re.compile("[?？□▯◻☐〓�]")
_MASK = re.compile(rf"[*＊×✱✳∗⁎﹡█■◆○●]|{_HAN}[_＿]|[_＿]{_HAN}|{_HAN}[Xx]+(?:{_HAN}|$)|^[Xx]+{_HAN}")
_BETWEEN_PERSONS = re.compile(r"\s*[、，,；;/／|｜\r\n&＆+＋]+\s*")
_AND_OTHERS = re.compile(rf"{_HAN}\s*等(?:\d+|[一二三四五六七八九十几]+)?人?$")
_BESIDE = re.compile(r"\d{4}|[（()）\[\]【】［］〔〕{}《》<>“”\"：:。!@#$%^~`\\…]|^[，,、;；.'|/&-]|[，,、;；.'|/&·-]$")
_SPELT_TWICE = re.compile(rf"{_HAN}\s+[A-Za-z]{{2,}}|[A-Za-z]{{2,}}\s+{_HAN}")
_JOINED = re.compile(rf"{_HAN}[-－—–―~～=＝+＋]+{_HAN}|^[=＝+＋—–]|[=＝+＋—–]$")
_STANDING = re.compile(rf"^(?:罪犯|被告人|(?:犯罪)?嫌疑人|社区矫正对象|服刑人员|被害人){_HAN}{{2,}}|{_HAN}{{2,}}(?:先生|女士|同志)$")
_NO_NAMES = frozenset({"合计", "总计", "小计", "姓名", "测试", "男", "女", "test", "true", "false", "名称", "本人"})
_COMPOUND_SURNAMES = (
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 司空 夏侯 端木 独孤 南宫 百里 闻人 澹台 轩辕 呼延 东郭 西门 拓跋 "
    "申屠 公冶 宗政 濮阳 淳于 单于 太叔 仲孙 钟离 鲜于 闾丘 亓官 赫连 万俟"
)
_COMPOUND = frozenset(_COMPOUND_SURNAMES.split())
_SURNAMES = (
    "张李王刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢钟姜崔谭陆范汪廖"
    "石金贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
)
_TWO_JOINED = re.compile(rf"[{_SURNAMES}]{_HAN}{{1,2}}[和与及][{_SURNAMES}]{_HAN}{{1,2}}")


def doubt_of_name(value: str, sent: str, *, several: bool) -> str:
    """The reason, empty where the name is certain. several: the text may name several persons."""
    if _LOST.search(value):
        return DAMAGED_TEXT
    if _MASK.search(value):
        return MASKED
    if several:
        return ""
    if value.isdigit() or value.lower() in _NO_NAMES:
        return NOT_A_NAME
    if not IDEOGRAPH.search(value):
        return ""
    if _names_several(sent.strip()):
        return SEVERAL_PERSONS
    return NOT_A_NAME if _BESIDE.search(value) or _SPELT_TWICE.search(sent) or _JOINED.search(value) or _STANDING.search(value) else ""


def _names_several(sent: str) -> bool:
    """Whether Chinese names of two characters or more stand beside each other; `李,某` is one name with a stray comma."""
    parts = [part for part in _BETWEEN_PERSONS.split(sent) if part]
    if _AND_OTHERS.search(sent) or _TWO_JOINED.fullmatch(sent):
        return True
    return (len(parts) > 1 and all(len(part) > 1 for part in parts)) or _stand_apart(sent.split())


def _stand_apart(parts: list[str]) -> bool:
    """Whether a space stands between names, and not between a surname of two characters and what follows."""
    if len(parts) < 2 or (len(parts) == 2 and parts[0] in _COMPOUND):
        return False
    return all(len(IDEOGRAPH.findall(part)) > 1 for part in parts)
