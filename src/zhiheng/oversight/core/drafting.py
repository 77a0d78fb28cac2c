"""What a paper on clues says by default: opening, facts, articles, evidence and demands drawn from clues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from zhiheng.dossier.core.citing import Citing
from zhiheng.dossier.core.plain_words import in_words
from zhiheng.dossier.core.values import chinese_instant
from zhiheng.law.moments import SHANGHAI
from zhiheng.law.texts import stem_called, title_of


@dataclass(frozen=True)
class Source:
    """What a document takes from one clue."""

    title: str
    summary: str
    cites: tuple[str, ...]
    evidence: tuple[Mapping[str, Any], ...]
    demand: str = ""


@dataclass(frozen=True)
class Draft:
    """A paper's words before an officer edits them; lists have one entry a paragraph."""

    opening: list[str]
    facts: list[str]
    articles: list[str]
    evidence: list[dict[str, str]]
    demands: list[str]


def draft(sources: Sequence[Source], datasets: Mapping[str, str], texts: Path | None = None) -> Draft:
    """Words for these clues; `datasets` gives the Chinese name of a dataset, `texts` the folder of statutes where one is known."""
    citing = Citing(texts)
    facts = [f"{in_words(source.summary)}{citing.breach(source.cites)}" for source in sources]
    return Draft(
        opening=[
            f"本院在履行刑事执行法律监督职责中，经调阅有关机关报送的执法办案数据并调查核实，发现你单位存在下列情形：{_titles(sources)}。"
        ],
        facts=facts,
        articles=citing.gathered(cite for source in sources for cite in source.cites),
        evidence=evidence_rows(sources, datasets),
        demands=demands(sources),
    )


def _titles(sources: Sequence[Source]) -> str:
    return "、".join(dict.fromkeys(source.title for source in sources))


def demands(sources: Sequence[Source]) -> list[str]:
    """What is asked by default: in the model's own words, else in general ones."""
    asked = {source.title: source.demand for source in sources}
    return [
        *(demand or f"对上述“{title}”情形逐案核查，依法纠正处理。" for title, demand in asked.items()),
        "查找产生问题的原因，对同类情形开展排查，完善制度和工作衔接机制。",
    ]


def evidence_rows(sources: Iterable[Source], datasets: Mapping[str, str]) -> list[dict[str, str]]:
    """The records the clues rest on, each once."""
    rows = {
        (str(item["dataset"]), str(item["key"]), str(item["batch"])): {
            "dataset": datasets.get(str(item["dataset"]), str(item["dataset"])),
            "key": in_words(str(item["key"])),
            "received_at": received(str(item["received_at"])),
        }
        for source in sources
        for item in source.evidence
    }
    return list(rows.values())


def received(text: str) -> str:
    """An instant as a document writes it, China time to the minute."""
    moment = datetime.fromisoformat(text)
    local = moment.astimezone(SHANGHAI) if moment.tzinfo else moment
    return chinese_instant(local)


def spoken(cite: str) -> str:
    """A citation as documents write it, short names in full: 规则 第五百五十三条 → 《人民检察院刑事诉讼规则》第五百五十三条."""
    name, _, article = cite.replace("#", " ").partition(" ")
    stem = stem_called(name) or name
    return f"《{title_of(stem)}》{article}"
