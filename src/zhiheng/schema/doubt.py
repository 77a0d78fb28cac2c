"""Why a cleaned text is not certainly what its sender meant: such a value is rejected, never stored."""

from __future__ import annotations

import re

from zhiheng.schema.characters import DAMAGED
from zhiheng.schema.rejections import (
    DAMAGED_TEXT,
    DITTO,
    ERROR_CELL,
    FORMULA,
    LOST_DIGITS,
    MASKED,
    NOT_A_NAME,
    SEVERAL_PERSONS,
    SEVERAL_VALUES,
    WRONG_KIND,
)

NOTHING = frozenset(
    {
        "null",
        "(null)",
        "（null）",
        "<null>",
        "[null]",
        "\\n",
        "none",
        "nil",
        "nan",
        "undefined",
        "(blank)",
        "(空白)",
        "（空白）",
        "空白",
        "n/a",
        "na",
        "n.a.",
        "无",
        "空",
        "不详",
        "未知",
        "暂无",
        "没有",
        "无数据",
        "/",
        "\\",
        "-",
        "--",
        "---",
        "—",
        "——",
        "－",
        "／",
        "_",
        "*",
        ".",
    }
)
"""Words that people and programs write where there is nothing."""
DITTO_WORDS = frozenset({"同上", "同前", "同左", "上同", "见上", "〃", "〞", "″", '"', "''", "ditto", "ibid", "ibid."})
"""What people write instead of repeating the line above."""
TRUTH_WORDS = frozenset({"true", "false"})
_FREE = frozenset({"text", "number", "person_name", "person_names"})
_SHORTEST, _LONGEST = 1, max(len(word.encode()) for word in NOTHING)
IDEOGRAPH = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_ROUNDED = re.compile(r"[+-]?\d(?:\.\d+)?[eE]\+\d{1,3}", re.ASCII)
_LOST_IN_NAME = re.compile("[?？□▯◻☐〓�]")
_LOST_IN_TEXT = re.compile(r"\?\?|^[?□]+$|[\u3400-\u9fff][?□]+(?=[\u3400-\u9fff0-9])")
_MASK = re.compile(r"[*＊×✱✳∗⁎﹡█■◆○●]|[\u3400-\u9fff][_＿Xx]+$|[\u3400-\u9fff][_＿]|[_＿][\u3400-\u9fff]|[\u3400-\u9fff][Xx]+[\u3400-\u9fff]|^[Xx]+[\u3400-\u9fff]")
_FORMULA = re.compile(r"=\s*(?:[A-Za-z.]+\(|\$?[A-Za-z]{1,3}\$?\d|[\d(+\"-])|@[A-Z]{2,}\(|\+[A-Z]{2,}\(")
_ERROR = re.compile(r"#(?:N/A|NA|REF!|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!)|[#＃]{3,}", re.IGNORECASE)
_DEBRIS = re.compile(
    r"&(?:nbsp|amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});|</?(?:br|p|div|span|td|tr|font|a|b|i|html|body)\b[^>]*>|\\u[0-9a-f]{4}|(?:%[0-9a-f]{2}){3,}"
    r"|\[object Object\]",
    re.IGNORECASE,
)
_DAY_FOR_NUMBER = re.compile(r"\d{1,2}月\d{1,2}日|(?:\d{1,2}-)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*-\d{1,4}", re.IGNORECASE)
_SEVERAL_NUMBERS = re.compile(r"[\r\n\v\f、;；]")
_BESIDE_NAME = re.compile(r"[0-9（()）\[\]【】［］〔〕{}《》<>“”\"：:。!@#$%^~`+=\\…]|^[，,、;；.'|/&-]|[，,、;；.'|/&·-]$")
_NO_NAMES = frozenset({"合计", "总计", "小计", "姓名", "测试", "男", "女", "test", "true", "false", "名称", "本人"})
_COMPOUND = frozenset(["欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙", "司徒", "司空", "夏侯", "端木", "独孤", "南宫", "百里", "闻人", "澹台", "轩辕", "呼延", "东郭", "西门", "拓跋", "申屠", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔", "仲孙", "钟离", "鲜于", "闾丘", "亓官", "赫连", "万俟"])
_TWO_JOINED = re.compile(r"[张李王刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢钟姜崔谭陆范汪廖石金贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤][\u3400-\u9fff]{1,2}[和与及][张李王刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢钟姜崔谭陆范汪廖石金贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤][\u3400-\u9fff]{1,2}")
_BETWEEN_PERSONS = re.compile(r"\s*[、，,；;/／|｜\r\n&＆]+\s*")
_AND_OTHERS = re.compile(r"[\u3400-\u9fff]等(?:\d+|[一二三四五六七八九十几]+)?人?$")


def says_nothing(value: str) -> bool:
    """Whether a trimmed text is one of the words for nothing."""
    return value.lower() in NOTHING


def may_say_nothing(length: int) -> bool:
    """Whether a text of so many bytes can be one of the words for nothing."""
    return _SHORTEST <= length <= _LONGEST


def doubt_of(value: str, sent: str, form: str) -> str:
    """The reason why a text of this form is not certain, empty where it is; `sent` is the text before it was cleaned."""
    if DAMAGED.search(value) or (form in _FREE and (_DEBRIS.search(value) or garbled(value))):
        return DAMAGED_TEXT
    if form in _FREE and value.lower() in DITTO_WORDS:
        return DITTO
    if form.startswith("person_name"):
        return _doubt_of_name(value, sent, several=form == "person_names")
    if form == "identity":
        return MASKED if "*" in value else ""
    return _doubt_of_text(value, sent, form)


def _doubt_of_text(value: str, sent: str, form: str) -> str:
    if _ROUNDED.fullmatch(value):
        return LOST_DIGITS
    if form not in _FREE:
        return ""
    if _ERROR.fullmatch(value):
        return ERROR_CELL
    if _FORMULA.match(value):
        return FORMULA
    if form == "number":
        return WRONG_KIND if value.lower() in TRUTH_WORDS or _DAY_FOR_NUMBER.fullmatch(value) else SEVERAL_VALUES if _SEVERAL_NUMBERS.search(sent.strip()) else ""
    return DAMAGED_TEXT if _LOST_IN_TEXT.search(value) else ""


def garbled(value: str) -> bool:
    """Whether a text is UTF-8 that was read as GB18030 or as Latin before: read back it is shorter, and Chinese throughout."""
    if value.isascii():
        return False
    for encoding in ("gb18030", "cp1252", "latin-1"):
        try:
            meant = value.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if meant != value and len(IDEOGRAPH.findall(meant)) * 2 > len(meant) and len(meant) > 1:
            return True
    return False


def _doubt_of_name(value: str, sent: str, *, several: bool) -> str:
    if _ERROR.fullmatch(value):
        return ERROR_CELL
    if _FORMULA.match(value):
        return FORMULA
    if _LOST_IN_NAME.search(value):
        return DAMAGED_TEXT
    if _MASK.search(value):
        return MASKED
    if several:
        return ""
    if value.isdigit() or value.lower() in _NO_NAMES:
        return NOT_A_NAME
    if _names_several(sent):
        return SEVERAL_PERSONS
    return NOT_A_NAME if IDEOGRAPH.search(value) and _BESIDE_NAME.search(value) else ""


def _names_several(sent: str) -> bool:
    """Whether Chinese names of two characters or more stand beside each other; `李,某` is one name with a stray comma."""
    if not IDEOGRAPH.search(sent):
        return False
    plain = sent.strip().strip("\u3000")
    parts = [part for part in _BETWEEN_PERSONS.split(plain) if part]
    if _AND_OTHERS.search(plain) or (len(parts) > 1 and all(len(part) > 1 for part in parts)):
        return True
    apart = plain.split()
    spaced = len(apart) > 1 and all(len(IDEOGRAPH.findall(part)) > 1 for part in apart) and not (len(apart) == 2 and apart[0] in _COMPOUND)
    return spaced or bool(_TWO_JOINED.fullmatch(plain))
