"""Refusals and reasons without names of fields, codes of values or ids of rules: each by its Chinese name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from zhiheng.law import check
from zhiheng.law.errors import Refused
from zhiheng.law.facts import Code, Items, Kind, Record
from zhiheng.law.rule import Version
from zhiheng.web.law.wording import CODES

_PLACE = re.compile(r"\bfacts(?:\.\w+|\[\d+\])*", re.ASCII)
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]", re.ASCII)
_WORD = re.compile(r"[A-Za-z_]+(?:\.[a-z_]+)*(?:/[a-z_]+)?", re.ASCII)
_FORMS = {
    "YYYY-MM-DDTHH:MM": "日期和时刻，如 2026年1月3日9时30分",
    "YYYY-MM-DD": "，如 2026年1月3日",
    "true 或 false": "“是”或“否”",
    "as_of": "核查日",
}


def place_title(shape: Record, place: str) -> str:
    """`facts.sentence.custody[2].from` as “刑罚 › 先行羁押第 2 项 › 起”."""
    kind: Kind | None = shape
    names: list[str] = []
    for name, number in _STEP.findall(place):
        if number:
            kind = kind.kind if isinstance(kind, Items) else kind
            names = [*names[:-1], f"{names[-1] if names else ''}第 {number} 项"]
            continue
        inner = kind.kind if isinstance(kind, Items) else kind
        kind = inner.fields.get(name) if isinstance(inner, Record) else None
        names.append(kind.zh if kind is not None and kind.zh else "所填事实")
    return " › ".join(names) or "所填事实"


def refusal_in_words(refusal: Refused, version: Version) -> dict[str, str]:
    """What a refusal says on a page."""
    return {"message": in_words(refusal.message, version), "remedy": in_words(refusal.remedy, version)}


def in_words(text: str, version: Version) -> str:
    """A sentence of the law floor as people read it."""
    for form, said in _FORMS.items():
        text = text.replace(form, said)
    text = re.sub(r"(日期|时刻) (?=，|日期)", r"\1", text)
    text = _PLACE.sub(lambda found: f"“{place_title(version.facts, found[0])}”", text)
    text = re.sub(
        r"”（([^（）]*(?:（[^（）]*）)?)）", lambda found: "”" if found[1] and found[1] in text[: found.start() + 1] else found[0], text
    )
    text = re.sub(r" ?(“[^”]*”) ?", r"\1", text)
    words = _titles(version)
    return _WORD.sub(lambda found: words.get(found[0], found[0]), text)


def _titles(version: Version) -> Mapping[str, str]:
    """The codes of this rule's facts and answers, and the ids of all rules, by their Chinese names."""
    return {**CODES, **rule_titles(), **dict(_names_in(version.facts)), **version.outputs}


@cache
def rule_titles() -> Mapping[str, str]:
    """Every rule's id by its title."""
    return {rule_id: versions[-1].title for rule_id, versions in check.rules().items()}


def _names_in(kind: Kind) -> Iterator[tuple[str, str]]:
    if isinstance(kind, Code):
        yield from kind.codes.items()
    elif isinstance(kind, Items):
        yield from _names_in(kind.kind)
    elif isinstance(kind, Record):
        for name, inner in kind.fields.items():
            if inner.zh:
                yield name, inner.zh
            yield from _names_in(inner)


_CUSTODY_DAY = "各地算法不同：先行羁押从采取强制措施当日起算、折抵起止两日都计入；有的单位当日不计。与裁判文书相差一日的，先核对起止日。"
_PUBLIC_DAY = "各地算法不同：公示期从公示次日起算；有的单位把张贴当日计为第一日。与公示公告相差一日的，先核对张贴日。"
NOTES: Mapping[str, str] = {
    "term.end": _CUSTODY_DAY,
    "term.start": _CUSTODY_DAY,
    "term.merge": _CUSTODY_DAY,
    "term.missed": _CUSTODY_DAY,
    "term.served": _CUSTODY_DAY,
    "custody.limit": "各地算法不同：羁押期限以采取强制措施的次日为第一日，按时计算的从当时起算；有的单位把当日计为第一日。",
    "custody.chain": "各地算法不同：羁押期限以采取强制措施的次日为第一日，按时计算的从当时起算；有的单位把当日计为第一日。",
    "procedure.deadline": _PUBLIC_DAY,
    "prison.limit": _PUBLIC_DAY,
    "period.due": "期间开始的时和日不计算在内；有的单位把当日计为第一日，与文书相差一日的，先核对起算日。",
}


def notes(rule_id: str) -> list[str]:
    """Where offices count differently, said beside the answer."""
    return [NOTES[rule_id]] if rule_id in NOTES else []
