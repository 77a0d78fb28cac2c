"""What leaves a register as a file: the template, an export, labels, the printed ledger. Asked for by a viewer, made of what he sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.dossier.core.print_sheets import NO_PURPOSE, Printed, Sheet, Table, to_pdf
from zhiheng.register.core import labels as core_labels
from zhiheng.register.core import workbook
from zhiheng.register.core.ledgers import shown_values
from zhiheng.register.models import Entry
from zhiheng.register.selectors.entries import EVERY_ENTRY, EntryFilter, entries_seen_by, rows_of_view
from zhiheng.register.selectors.sight import Viewer
from zhiheng.registry.gate import current, demand_for_numbers

MOST_LABELS = 600


def template_of(spec: RegisterSpec, act: str = "") -> bytes:
    """The Excel template by which the register is filled."""
    return workbook.template(spec.shape, spec.shape.acts[act or spec.shape.entering[0]])


def shown_columns(spec: RegisterSpec) -> list[str]:
    """The columns of an export: number, state, organ, every field."""
    own = [] if spec.shape.view else [*(["number"] if spec.shape.number else []), "state", "entered_on"]
    return [*own, "organ", *(item.id for item in spec.shape.fields)]


def rows_for(viewer: Viewer, spec: RegisterSpec, catalog: Catalog, wanted: EntryFilter, *, now: datetime) -> Iterable[Mapping[str, Any]]:
    """The rows a viewer sees, as plain values by column."""
    if spec.shape.view:
        rows = [{**row, "organ": row["of"].organ.name} for row in rows_of_view(viewer, spec, catalog, wanted)]
        demand_for_numbers(repr(rows))
        return rows
    return (_row(viewer, spec, entry) for entry in entries_seen_by(viewer, spec, wanted, sort="oldest", now=now).iterator(chunk_size=2000))


def _row(viewer: Viewer, spec: RegisterSpec, entry: Entry) -> dict[str, Any]:
    inside = getattr(viewer, "organ_id", None) == entry.organ_id
    values = shown_values(spec.shape, entry.values, keeper=inside)
    demand_for_numbers(repr((entry.number, values)))
    own = {
        "number": entry.number, "state": entry.state, "organ": entry.organ.name, "unit": entry.unit.name if entry.unit else "",
        "entered_on": timezone.localdate(entry.entered_at).isoformat(),
    }  # fmt: skip
    return {**own, **values}


def export(viewer: Viewer, spec: RegisterSpec, catalog: Catalog, wanted: EntryFilter = EVERY_ENTRY, *, now: datetime) -> bytes:
    """The entries a viewer sees as Excel; who calls notes it in the trace."""
    return workbook.export(spec.shape, shown_columns(spec), rows_for(viewer, spec, catalog, wanted, now=now))


def labels(viewer: Viewer, spec: RegisterSpec, address: str, wanted: EntryFilter = EVERY_ENTRY, *, now: datetime) -> bytes:
    """Labels of the entries a viewer sees; the QR code holds the address of the entry (`address` with `{entry}`)."""
    found = entries_seen_by(viewer, spec, wanted, sort="oldest", now=now)[:MOST_LABELS]
    rows = [
        {
            "code": address.format(entry=entry.pk), "number": str(entry),
            "lines": [workbook.cell_text(spec.shape, name, entry.values.get(name))[:24] for name in spec.shape.listed[:3]],
        }
        for entry in found
    ]  # fmt: skip
    demand_for_numbers(repr(rows))
    return core_labels.labels(spec.title, rows)


def print_data(
    viewer: Viewer, spec: RegisterSpec, catalog: Catalog, wanted: EntryFilter = EVERY_ENTRY, *, now: datetime
) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of the printed ledger."""
    names = list(spec.shape.print_.columns) or [name for name in shown_columns(spec) if name not in {"organ", "entered_on"}]
    rows = [
        [workbook.cell_text(spec.shape, name, row.get(name)) for name in names] for row in rows_for(viewer, spec, catalog, wanted, now=now)
    ]
    return [workbook.heading(spec.shape, name) for name in names], rows


def printed(viewer: Viewer, spec: RegisterSpec, catalog: Catalog, wanted: EntryFilter = EVERY_ENTRY, *, now: datetime) -> bytes:
    """The printed ledger as PDF: every entry, the head repeated, who printed, when and for what purpose on each page."""
    columns, rows = print_data(viewer, spec, catalog, wanted, now=now)
    organ = viewer.organ if isinstance(viewer.organ, str) else viewer.organ.name
    period = "至".join(day.isoformat() for day in (wanted.since, wanted.until) if day)
    at = timezone.localtime(now)
    who = Printed(viewer.name, organ, f"{at:%Y-%m-%d %H:%M}", current().purpose or NO_PURPOSE)
    table = Table("", columns, rows, "没有条目。")
    note = " ".join(filter(None, (period, f"共 {len(rows)} 条")))
    return to_pdf(Sheet(spec.title, note, [table], spec.shape.print_.landscape), who, on=at.date())
