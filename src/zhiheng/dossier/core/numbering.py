"""Document numbers: `川检纠违〔2026〕1号` from organ, kind, year and serial."""

from __future__ import annotations

PROVINCES = {"四川省": "川", "重庆市": "渝"}
KINDS = {
    "人民检察院": "检",
    "检察院": "检",
    "人民法院": "法",
    "法院": "法",
    "公安局": "公",
    "公安厅": "公",
    "司法局": "司",
    "司法厅": "司",
    "监狱管理局": "狱管",
    "监狱": "狱",
    "看守所": "看",
    "民政局": "民",
    "民政厅": "民",
    "市场监管局": "市监",
    "生态环境局": "环",
    "烟草专卖局": "烟",
    "税务局": "税",
}
LEVELS = "省市州区县"


def short_name(organ: str) -> str:
    """The organ's word in a number: 四川省检察院 → 川检, 渝中区检察院 → 渝中检, 嘉陵监狱 → 嘉陵狱; an unknown kind keeps its name."""
    ending = next((kind for kind in KINDS if organ.endswith(kind)), "")
    place = organ.removesuffix(ending)
    return _place(place) + KINDS.get(ending, "")


def _place(place: str) -> str:
    if place in PROVINCES:
        return PROVINCES[place]
    return place[:-1] if len(place) > 2 and place[-1] in LEVELS else place


def number_text(organ: str, word: str, year: int, serial: int) -> str:
    """The number as it is printed."""
    return f"{short_name(organ)}{word}〔{year}〕{serial}号"


def number_blank(organ: str, word: str, year: int) -> str:
    """The number of a draft, its serial left open."""
    return f"{short_name(organ)}{word}〔{year}〕　　号"
