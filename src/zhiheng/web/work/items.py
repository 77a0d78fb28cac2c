"""目录: numbered catalogues with search, what covers each item, and the gaps by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhiheng.analysis.items import Coverage, coverage, covered_by
from zhiheng.analysis.periods import parse
from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.items import COVERS, Item, ItemsSpec
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.models.in_force import catalog
from zhiheng.register.selectors import EntryFilter, entries_seen_by
from zhiheng.registry.rights import may
from zhiheng.web.excel import GIVEN, export
from zhiheng.web.listing import Column, listing
from zhiheng.web.periods import offered
from zhiheng.web.rights import requires
from zhiheng.web.work.forms import ItemFilters

COVERED = {"yes": _("已覆盖"), "no": _("没有覆盖")}
MARKS = {"S": "依据二手资料", "U": "原文未核对", "P": "政策默认", "L": "地方规定", "X": "依据不足"}
MOST_ENTRIES = 20_000


@dataclass(frozen=True)
class Row:
    """An item with what covers it: names and addresses, and how many entries of ledgers in the period."""

    id: str
    title: str
    article: str
    mark: str
    group: str
    note: str
    covers: tuple[tuple[str, str], ...]
    entries: int
    covered: bool

    @property
    def covers_text(self) -> str:
        """What covers it, in one line."""
        return "、".join(title for title, _address in self.covers)


COLUMNS = (
    Column(_("编号"), lambda row: row.id, sort="id"),
    Column(_("名称"), lambda row: row.title, sort="title"),
    Column(_("依据"), lambda row: row.article, sort="article"),
    Column(_("分组"), lambda row: row.group, sort="group"),
    Column(_("由什么覆盖"), lambda row: row.covers_text),
    Column(_("台账记录"), lambda row: row.entries, sort="entries", kind="number"),
)


@requires("items.read")
@require_GET
def catalogues(request: HttpRequest) -> HttpResponse:
    """Every catalogue of the packs one may read, with how much of it is covered."""
    specs = [spec for spec in catalog().items.values() if may(request.user, "items.read", pack=spec.pack)]
    packs = catalog().packs
    context = {"rows": [(spec, packs[spec.pack].title, coverage(spec)) for spec in specs]}
    return render(request, "web/work/catalogues.html", context)


@requires("items.read")
@require_GET
def items(request: HttpRequest, name: str) -> HttpResponseBase:
    """One catalogue, or the same rows as an Excel file."""
    spec = catalog().items.get(name)
    if spec is None or not may(request.user, "items.read", pack=spec.pack):
        raise Http404
    today = timezone.localdate()
    filters = ItemFilters(request.GET, group=[(one, one) for one in spec.groups if one], covered=COVERED.items(), period=offered(today))
    period = parse(filters.given("period") or str(today.year))
    done = by_entries(request, spec, period.first_on, period.last_on)
    rows = [row_of(request, item, coverage(spec), done) for item in spec.items]
    found = [row for row in rows if fits(row, filters)]
    if request.GET.get("format") in GIVEN:
        return export(request, spec.title, [*COLUMNS, Column(_("说明"), lambda row: row.note)], found)
    context = {
        "spec": spec, "filters": filters, "listing": listing(found, COLUMNS, request.GET, sort="id"), "kept": filters.kept,
        "gaps": [row for row in rows if not row.covered], "total": len(rows), "period": period.zh, "counted": done is not None,
        "groups": [(name, *numbers) for name, numbers in grouped(rows).items() if name],
    }  # fmt: skip
    return render(request, "web/work/items.html", context)


def grouped(rows: Iterable[Row]) -> dict[str, tuple[int, int]]:
    """Group → covered and all."""
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        covered, total = found.get(row.group, (0, 0))
        found[row.group] = (covered + row.covered, total + 1)
    return found


def by_entries(request: HttpRequest, spec: ItemsSpec, since: Any, until: Any) -> Coverage | None:
    """What entries of ledgers that the officer sees cover in a period; None where no ledger names items of this catalogue."""
    naming = [one for one in catalog().registers.values() if not one.shape.view and names_items(spec.id, one.shape.fields)]
    if not naming:
        return None
    by: dict[str, tuple[str, ...]] = {}
    for one in naming:
        for item, refs in covered_by(spec, one.shape.fields, entries_of(request, one, since, until)).by.items():
            by[item] = (*by.get(item, ()), *refs)
    return Coverage(spec, by)


def entries_of(request: HttpRequest, spec: RegisterSpec, since: Any, until: Any) -> Iterable[tuple[str, Any]]:
    """References and values of entries in a period."""
    rows = entries_seen_by(request.user, spec, EntryFilter(since=since, until=until))[:MOST_ENTRIES]
    return [(f"entry:{entry.pk}", entry.values) for entry in rows]


def names_items(name: str, fields: Iterable[FieldShape]) -> bool:
    """Whether any field takes its values from the catalogue."""
    return any(item.of == name or names_items(name, item.rows) for item in fields)


def row_of(request: HttpRequest, item: Item, declared: Coverage, actual: Coverage | None) -> Row:
    """An item as a row of the list."""
    covers = tuple(cover(request, ref, declared.spec.pack) for ref in declared.by.get(item.id, ()))
    entries = len(actual.by.get(item.id, ())) if actual else 0
    return Row(item.id, item.title, item.article, MARKS.get(item.mark, ""), item.group, item.note, covers, entries, bool(covers or entries))


def cover(request: HttpRequest, ref: str, pack: str) -> tuple[str, str]:
    """What covers an item, as people call it, and its page where the officer may open it."""
    kind, _sep, name = ref.partition(":")
    known = catalog()
    if kind == "step":
        return cover_step(request, name)
    if kind == "document":
        paper = known.documents.get((pack, name))
        return f"{COVERS[kind]} {paper.title if paper else name}", ""
    places: dict[str, tuple[Any, str, str]] = {
        "model": (known.models, "model.read", "model"), "register": (known.registers, "register.read", "ledger"),
        "indicator": (known.indicators, "indicator.read", "indicator"), "duty": (known.duties, "duty.read", ""),
        "sheet": (known.sheets, "report.read", ""),
    }  # fmt: skip
    of, right, page = places.get(kind, ({}, "", ""))
    found = of.get(name)
    title = getattr(getattr(found, "shape", found), "title", name)
    address = ""
    if found is not None and right and may(request.user, right):
        address = reverse(page, args=[name]) if page else f"{reverse('duties' if kind == 'duty' else 'ratings')}?{kind}={name}"
    return f"{COVERS[kind]} {title}", address


def cover_step(request: HttpRequest, ref: str) -> tuple[str, str]:
    """A step by the titles of its procedure and its own, and its row on the page of the procedure."""
    procedure, _sep, name = ref.partition(".")
    spec = catalog().procedures.get(procedure)
    if spec is None or name not in spec.steps:
        return f"{COVERS['step']} {ref}", ""
    address = f"{reverse('procedure', args=[procedure])}#step-{name}" if may(request.user, "case.read", pack=spec.pack) else ""
    return f"{COVERS['step']} {spec.title}：{spec.steps[name].title}", address


def fits(row: Row, filters: ItemFilters) -> bool:
    """Whether a row is under the filters."""
    words = (filters.given("q") or "").split()
    if not all(word in f"{row.id} {row.title} {row.article} {row.note}" for word in words):
        return False
    if filters.given("group") not in {None, row.group}:
        return False
    return filters.given("covered") in {None, "yes" if row.covered else "no"}
