"""Reports for a viewer: the figures he may see, in the text of a pack, as Word or PDF."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from zhiheng.analysis.indicators import IndicatorResult
from zhiheng.analysis.periods import Period, parse
from zhiheng.analysis.recurring import period_of
from zhiheng.analysis.report_parts import Drawn
from zhiheng.analysis.reports import COMPARED, SOURCES, ReportSources, draw_report
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.catalog.reports import ReportSpec
from zhiheng.dossier.core.blocks import Block, column_widths
from zhiheng.dossier.core.organ_names import full_name
from zhiheng.dossier.core.pdf import to_pdf
from zhiheng.law.clocks import add_days
from zhiheng.law.moments import chinese_date
from zhiheng.oversight.selectors.indicators import indicator_results
from zhiheng.register.selectors.entries import EntryFilter, entries_seen_by, ledgers_of
from zhiheng.registry import rights
from zhiheng.registry import selectors as registry
from zhiheng.registry.core.kinds import ORGAN_KINDS

READ = "report.read"
UNSIGNED = "〔待署名：{}〕"
UNFINISHED = "本期尚未结束，本期数字截至{}；用来比较的以前各期按全期计算。"
ORDINARY = re.compile(r"[\w-]+")
BREAKS = re.compile(r"([/?&=_-])")
"""Signs of an address behind which a line may be broken on paper."""


def drawn(
    viewer: Any, catalog: Catalog, kind: str, period: str, *, organ: str = "", texts: Mapping[str, str] | None = None, now: datetime
) -> Drawn:
    """A report of a period; `organ` limits every figure to that organ, `texts` is what persons wrote for the places that ask it.

    raises   PermissionDenied without the right, UnusableInputError for a period that is none
    """
    if viewer != registry.COMMAND_LINE and not rights.may(viewer, READ):
        raise PermissionDenied("没有查看报告的权限")
    spec, within = catalog.reports[kind], parse(period)
    earlier = {"before": _before(within), "lastyear": year_before(within)}
    compared = {when: _results(viewer, catalog, _compared(spec, when), one, organ, now) for when, one in earlier.items()}
    registers = {place.name for _, place in spec.places if place.kind == "register"}
    wanted = EntryFilter(organ=organ, since=within.first_on, until=within.last_on)
    today = timezone.localdate(now)
    counted = {name: entries_seen_by(viewer, catalog.registers[name], wanted, now=now).count() for name in registers}
    shut = {name for name, count in counted.items() if not count and not _may_open(viewer, catalog.registers[name])}
    ground = ReportSources(
        words={
            "organ": organ or "全省",
            "period": within.zh,
            "earlier": within.earlier_zh,
            "today": chinese_date(today),
            "title": spec.title,
        },
        indicators=_results(viewer, catalog, spec.indicators, within, organ, now),
        before=compared["before"],
        lastyear=compared["lastyear"],
        registers=counted,
        titles=titles_of(catalog),
        address=lambda kind, name, part, when: "" if name in shut else address_of(kind, name, earlier.get(when, within), organ, part),
        texts=texts or {},
        notes=(UNFINISHED.format(chinese_date(today)),) if today <= within.last_on else (),
    )
    return draw_report(spec, ground)


def _may_open(viewer: Any, spec: RegisterSpec) -> bool:
    """Whether a register without an entry for the viewer opens all the same: he keeps it, or asks for everybody."""
    return viewer == registry.COMMAND_LINE or bool(ledgers_of(viewer, spec))


def titles_of(catalog: Catalog) -> dict[str, str]:
    """What people call registers, procedures, models and kinds of organs: the parts of figures have these names."""
    kinds = {code: kind.title for code, kind in ORGAN_KINDS.items()}
    own = [(name, one.title) for part in (catalog.models, catalog.procedures, catalog.registers) for name, one in part.items()]
    return {**kinds, **dict(own)}


def address_of(kind: str, name: str, period: Period, organ: str, part: str = "") -> str:
    """Where the rows of a figure open."""
    if kind == "indicator":
        asked = {"period": period.name, "organ": organ, "part": part}
        return f"/indicators/{name}/?{_query(asked)}"
    asked = {"since": str(period.first_on), "until": str(period.last_on), "organ": organ}
    return f"/ledgers/{name}/?{_query(asked)}"


def _query(asked: Mapping[str, str]) -> str:
    """What is asked of a page; Chinese names stay readable, for the address stands on paper too."""
    return "&".join(f"{key}={value if ORDINARY.fullmatch(value) else quote(value, safe='')}" for key, value in asked.items() if value)


def _results(viewer: Any, catalog: Catalog, names: Any, period: Period, organ: str, now: datetime) -> dict[str, IndicatorResult]:
    if not names:
        return {}
    found = indicator_results(viewer, period, organ or None, indicators=names, catalog=catalog, today=timezone.localdate(now))
    return {result.spec.id: result for result in found}


def _before(period: Period) -> Period:
    """The period of the same length before this one."""
    every = "quarter" if "Q" in period.name else "month" if "-" in period.name else "year"
    return period_of(every, add_days(period.first_on, -1)) or period


def year_before(period: Period) -> Period:
    """The same period of the year before."""
    return parse(f"{int(period.name[:4]) - 1:04}{period.name[4:]}")


def _compared(spec: ReportSpec, when: str) -> tuple[str, ...]:
    """The indicators of which the report asks an earlier figure."""
    return tuple(dict.fromkeys(one.name for _, one in spec.places if one.kind == "indicator" and COMPARED.get(one.part) == when))


def as_file(report: Drawn, spec: ReportSpec, kind: str, *, organ: str, now: datetime) -> bytes:
    """The report as `docx` or `pdf`, laid out as an official document, with the sources of its figures as an annex.

    organ   who signs it, by its full name; where nobody is given, the place is left to whom the pack names
    """
    today = timezone.localdate(now)
    from zhiheng.dossier.core.word import to_word

    printer = to_word if kind == "docx" else to_pdf
    organ = full_name(organ) if organ else UNSIGNED.format(spec.issuer or "制发机关")
    blocks = blocks_of(report, spec, organ=organ, day=chinese_date(today), parted=kind == "pdf")
    return printer(blocks, title=report.title, author=organ, on=today)


def blocks_of(report: Drawn, spec: ReportSpec, *, organ: str, day: str, parted: bool = False) -> list[Block]:
    """Title, addressee, text, annexes named, signature and day, then the annexes themselves.

    parted   addresses may part at their strokes: a print has no line for a long one; in Word they stay whole, to be copied
    """
    lacks = [*report.notes, *([f"缺少的数据：{'；'.join(report.lacking)}。"] if report.lacking else [])]
    annexes = [Block("annexes", rows=((SOURCES,),))] if report.figures else []
    rows = tuple((*row[:-1], BREAKS.sub("\\1\u200b", row[-1]) if parted else row[-1]) for row in report.sources)
    sources = [Block("annexed", SOURCES), *_paragraphs(lacks), _table(rows)] if report.figures else []
    return [
        Block("title", report.title.replace(spec.second_line, f"\n{spec.second_line}", 1) if spec.second_line else report.title),
        *([Block("addressee", f"{spec.addressee}：")] if spec.addressee else []),
        *(_table(part.rows) if part.kind == "table" else Block(part.kind, part.text) for part in report.parts),
        *annexes,
        Block("sign", organ),
        Block("date", day),
        *sources,
    ]


def _paragraphs(texts: list[str]) -> list[Block]:
    return [Block("paragraph", text) for text in texts]


def _table(rows: tuple[tuple[str, ...], ...]) -> Block:
    return Block("table", rows=rows, widths=column_widths(rows))
