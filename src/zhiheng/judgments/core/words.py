"""Words of a Chinese text, as judgments are indexed and asked by them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import rjieba

TOKENISER: Final = "rjieba search 1"
"""Kept with every index: one made with other words is made anew."""
_KEPT: Final = re.compile(r"[一-鿿㐀-䶿]|[0-9]{2,}|[A-Za-z]{2,}")
_STOPPED: Final = frozenset(
    [
        "的",
        "了",
        "和",
        "与",
        "及",
        "或",
        "在",
        "是",
        "于",
        "为",
        "对",
        "其",
        "以",
        "等",
        "并",
        "被",
        "将",
        "向",
        "从",
        "至",
        "到",
        "由",
        "该",
        "此",
        "上述",
        "本",
        "本院",
        "认为",
        "被告",
        "被告人",
        "公诉",
        "公诉机关",
        "指控",
        "人民",
        "法院",
        "人民法院",
        "检察",
        "检察院",
        "人民检察院",
        "有期",
        "徒刑",
        "之",
        "所",
        "而",
        "且",
        "但",
        "也",
        "又",
        "均",
        "已",
        "后",
        "前",
        "中",
        "内",
        "时",
        "年",
        "月",
        "日",
        "号",
        "元",
        "人民币",
        "某",
        "某某",
        "一",
        "二",
        "三",
        "十",
        "不",
        "有",
        "无",
        "经",
        "因",
        "据",
        "根据",
        "依照",
        "规定",
        "刑法",
        "中华",
        "共和",
        "共和国",
        "中华人民共和国",
        "刑事",
        "判决",
        "判处",
        "裁定",
        "案件",
        "一案",
        "审理",
        "查明",
        "事实",
        "证据",
        "证实",
        "进行",
        "可以",
        "应当",
        "他人",
        "的话",
        "一个",
        "系",
        "犯",
        "罪",
        "构成",
        "行为",
        "情节",
    ]
)


def words_in(text: str) -> list[str]:
    """Every word in its order, compound words also in their parts; single signs, short numbers and words of every judgment left out."""
    return [word for word in rjieba.cut_for_search(text) if len(word) > 1 and word not in _STOPPED and _KEPT.match(word)]


def sentences_of(text: str) -> Iterator[str]:
    """The sentences of a text, without empty ones."""
    for sentence in re.split(r"(?<=[。；！？\n])", text):
        if stripped := sentence.strip():
            yield stripped
