"""Reports for a viewer: the figures he may see, in the text of a pack, as Word or PDF."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from zhiheng.analysis.indicators import IndicatorResult
from zhiheng.analysis.periods import Period, parse
from zhiheng.analysis.recurring import period_of
from zhiheng.analysis.reports import Drawn, ReportSources, draw_report
from zhiheng.catalog.packs import Catalog
from zhiheng.dossier.core.blocks import Block
from zhiheng.dossier.core.pdf import to_pdf
from zhiheng.dossier.core.word import to_word
from zhiheng.law.clocks import add_days
from zhiheng.law.moments import chinese_date
from zhiheng.oversight.selectors.indicators import indicator_results
from zhiheng.register.selectors.entries import EntryFilter, entries_seen_by
from zhiheng.registry import rights
from zhiheng.registry import selectors as registry

READ = "report.read"


def drawn(viewer: Any, catalog: Catalog, kind: str, period: str, *, organ: str = "", now: datetime) -> Drawn:
    """A report of a period; `organ` limits every figure to that organ.

    raises   PermissionDenied without the right, UnusableInputError for a period that is none
    """
    if viewer != registry.COMMAND_LINE and not rights.may(viewer, READ):
        raise PermissionDenied("没有查看报告的权限")
    spec, within = catalog.reports[kind], parse(period)
    before = _results(viewer, catalog, spec.indicators, _before(within), organ, now)
    registers = {place.name for _, place in spec.places if place.kind == "register"}
    wanted = EntryFilter(organ=organ, since=within.first_on, until=within.last_on)
    today = timezone.localdate(now)
    ground = ReportSources(
        words={"organ": organ or "全省", "period": within.zh, "today": chinese_date(today), "title": spec.title},
        indicators=_results(viewer, catalog, spec.indicators, within, organ, now),
        before=before,
        registers={name: entries_seen_by(viewer, catalog.registers[name], wanted, now=now).count() for name in registers},
        titles={name: one.title for name, one in catalog.registers.items()},
        address=lambda kind, name: address_of(kind, name, within, organ),
    )
    return draw_report(spec, ground)


def address_of(kind: str, name: str, period: Period, organ: str) -> str:
    """Where the rows of a figure open."""
    about = f"&organ={organ}" if organ else ""
    if kind == "indicator":
        return f"/indicators/{name}/?period={period.name}{about}"
    return f"/ledgers/{name}/?since={period.first_on}&until={period.last_on}{about}"


def _results(viewer: Any, catalog: Catalog, names: Any, period: Period, organ: str, now: datetime) -> dict[str, IndicatorResult]:
    if not names:
        return {}
    found = indicator_results(viewer, period, organ or None, indicators=names, catalog=catalog, today=timezone.localdate(now))
    return {result.spec.id: result for result in found}


def _before(period: Period) -> Period:
    """The period of the same length before this one."""
    every = "quarter" if "Q" in period.name else "month" if "-" in period.name else "year"
    return period_of(every, add_days(period.first_on, -1)) or period


def as_file(report: Drawn, kind: str, *, organ: str, now: datetime) -> bytes:
    """The report as `docx` or `pdf`."""
    blocks = [
        Block("title", report.title),
        *(Block(part.kind, part.text, rows=part.rows, widths=widths_of(part.rows)) for part in report.parts),
    ]
    printer = to_word if kind == "docx" else to_pdf
    return printer(blocks, title=report.title, author=organ, on=timezone.localdate(now))


def widths_of(rows: tuple[tuple[str, ...], ...]) -> tuple[int, ...]:
    """How wide the columns of a table are, in parts: by their longest text, none narrower than four signs or wider than thirty."""
    return tuple(min(30, max(4, *map(len, column))) for column in zip(*rows, strict=True)) if rows else ()
