"""Every indicator for a viewer: number, parts and the rows behind it, only of organs that the viewer may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from zhiheng.analysis.indicators import Filters, IndicatorResult, IndicatorTables, compute, figure_of, prepared
from zhiheng.analysis.periods import Period, parse
from zhiheng.analysis.platform_tables import TABLES
from zhiheng.catalog.indicators import IndicatorSpec
from zhiheng.catalog.kept_tables import dataset_names, is_kept
from zhiheng.catalog.packs import Catalog
from zhiheng.models.in_force import catalog as installed
from zhiheng.oversight.selectors.platform import tables
from zhiheng.records import selectors as records
from zhiheng.records.core.library import open_library
from zhiheng.registry import rights
from zhiheng.registry import selectors as registry
from zhiheng.work.selectors.library import kept_tables

READ = "indicator.read"


def indicator_results(
    viewer: Any,
    period: Period | str | None = None,
    organ: str | None = None,
    *,
    region: str | None = None,
    indicators: Iterable[str] | None = None,
    catalog: Catalog | None = None,
    today: date | None = None,
) -> list[IndicatorResult]:
    """All indicators (or those named), in the order of their ids.

    period      2026, 2026Q2 or 2026-06; this year where none is given
    organ       rows of this organ only; region: of organs in this division
    raises      PermissionDenied without the right, or for an organ that the viewer does not see
    """
    return list(indicators_in_turn(viewer, period, organ, region=region, indicators=indicators, catalog=catalog, today=today))


def indicators_in_turn(
    viewer: Any,
    period: Period | str | None = None,
    organ: str | None = None,
    *,
    region: str | None = None,
    indicators: Iterable[str] | None = None,
    catalog: Catalog | None = None,
    today: date | None = None,
    quick_first: bool = False,
) -> Iterator[IndicatorResult]:
    """The same, each as soon as it is counted; `quick_first`: those first that read neither cases nor ledgers."""
    if viewer != registry.COMMAND_LINE and not rights.may(viewer, READ):
        raise PermissionDenied("没有查看指标的权限")
    seen = None if registry.sees_everything(viewer) else set(registry.organs_seen_by(viewer).values_list("name", flat=True))
    if organ and seen is not None and organ not in seen:
        raise PermissionDenied("没有查看该机关指标的权限")
    packs, day = catalog or installed(), today or timezone.localdate()
    specs = [packs.indicators[name] for name in sorted(indicators or packs.indicators)]
    within = period if isinstance(period, Period) else parse(period or str(day.year))
    slow = {spec.id for spec in specs if any(map(is_kept, spec.reads))} if quick_first else set()
    for part in ([one for one in specs if one.id not in slow], [one for one in specs if one.id in slow]):
        if part:
            reads = {name for spec in part for name in spec.reads}
            platform = {**tables(viewer, packs, day, reads | {"organs"}), **kept_tables(packs, reads)}
            for result in _computed(part, Filters(within, organ, region), platform, day):
                yield result if seen is None else limited(result, seen)


def _computed(specs: Sequence[IndicatorSpec], filters: Filters, platform: Mapping[str, Any], day: date) -> Iterator[IndicatorResult]:
    datasets = dataset_names({name for spec in specs for name in spec.reads} - TABLES.keys())
    with (
        open_library(records.snapshot_now(datasets), Path(settings.LIBRARY), datasets=datasets) as library,
        prepared(IndicatorTables(library.connection, platform)) as ground,
    ):
        for spec in specs:
            yield compute(spec, ground, filters=filters, as_of=day)


def limited(result: IndicatorResult, organs: set[str]) -> IndicatorResult:
    """The same indicator counted from the rows of these organs alone."""
    rows = [row for row in result.rows if row["organ"] in organs]
    group = result.spec.group_by
    names = sorted({str(row[group]) for row in rows}) if group else []
    parts = {name: figure_of(result.spec, [row for row in rows if str(row[group]) == name]) for name in names}
    return replace(result, rows=rows, figure=figure_of(result.spec, rows), parts=parts)
