"""Sentences made by the machine in the words of a paper: days as years, months and days, nothing unknown as a dash, organs in full.

Amounts stand without cents that are none.
"""

from __future__ import annotations

import re

from zhiheng.dossier.core.organ_names import full_name

_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?![\d-])")
_NO_CENTS = re.compile(r"(?<=\d)\.00(?=元)")
_HOLE = {
    re.compile(r"至—(?=仍|尚|未)"): "至今",
    re.compile(r"—\s*元"): "（金额未记载）",
    re.compile(r"—\s*(?:日|天)"): "（日数未记载）",
    re.compile(r"—\s*个?月"): "（月数未记载）",
    re.compile(r"(?<!—)—(?!—)(?=[，。；、）)]|$)"): "未记载",
}
_ORGAN = re.compile(r"[一-鿿]{2,12}?[省市州区县盟旗](?:第[一二三四五]中级|中级|高级)?(?:检察院|法院)")


def in_words(text: str) -> str:
    """The sentence as an official paper says it."""
    said = _DAY.sub(lambda found: _day(*found.groups()), text.replace("|", "，"))
    for hole, words in _HOLE.items():
        said = hole.sub(words, said)
    return _ORGAN.sub(lambda found: _in_full(found[0]), _NO_CENTS.sub("", said))


def _day(year: str, month: str, day: str | None) -> str:
    return f"{year}年{int(month)}月" + (f"{int(day)}日" if day else "")


def _in_full(found: str) -> str:
    """The name in full, whatever words run into it from the left (由涪城区法院 → 由绵阳市涪城区人民法院)."""
    for at in range(len(found) - 3):
        name = full_name(found[at:])
        if name != found[at:].replace("检察院", "人民检察院").replace("法院", "人民法院"):
            return found[:at] + name
    return full_name(found)
