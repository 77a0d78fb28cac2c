"""台账: the ledgers an officer sees, the entries of one, and what leaves it as a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhiheng.catalog.registers import RegisterSpec
from zhiheng.ledger import services as trace
from zhiheng.models.in_force import catalog
from zhiheng.register import selectors
from zhiheng.register.selectors import EntryFilter, entries_seen_by, entry_counts, ledgers_of
from zhiheng.register.selectors import files as outgoing
from zhiheng.register.selectors.searched import stands_in
from zhiheng.registry.callers import caller_of
from zhiheng.registry.gate import demand_open, keeps_from_lists
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of
from zhiheng.web.listing import Column, listing
from zhiheng.web.registers.forms import EntryFilters, entry_filters
from zhiheng.web.registers.ledger_page import NOT_IN_COLUMNS, columns_for, has_clocks, listed_text
from zhiheng.web.rights import requires

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires("register.read")
@require_GET
def ledgers(request: HttpRequest) -> HttpResponse:
    """Every ledger the officer keeps or sees, by pack, with how many entries, how many overdue, how many wait for a confirmation."""
    packs = catalog().packs
    groups: dict[str, list[dict[str, Any]]] = {}
    read = [spec for spec in catalog().registers.values() if may(request.user, "register.read", pack=spec.pack)]
    figures = selectors.ledger_figures(request.user, (spec for spec in read if not spec.shape.view), now=timezone.now())
    for spec in read:
        if card := card_of(request, spec, figures):
            groups.setdefault(packs[spec.pack].title, []).append(card)
    context = {"groups": sorted(groups.items()), "waiting": sum(one["waiting"] for cards in groups.values() for one in cards)}
    return render(request, "web/registers/ledgers.html", context)


def seen_registers(request: HttpRequest) -> list[RegisterSpec]:
    """Registers of the packs one may read whose ledgers one keeps, or in which one sees an entry."""
    found = [spec for spec in catalog().registers.values() if may(request.user, "register.read", pack=spec.pack)]
    return [spec for spec in found if ledgers_of(request.user, spec) or sees_entries(request, spec)]


def sees_entries(request: HttpRequest, spec: RegisterSpec) -> bool:
    """Whether there is an entry that the officer sees."""
    base = catalog().registers[spec.shape.view.of] if spec.shape.view else spec
    return entries_seen_by(request.user, base).exists()


def card_of(request: HttpRequest, spec: RegisterSpec, figures: Mapping[str, dict[str, int]]) -> dict[str, Any]:
    """A ledger in figures; nothing of one that is not kept here and shows no entry."""
    own = bool(ledgers_of(request.user, spec))
    if spec.shape.view:
        if not own and not sees_entries(request, spec):
            return {}
        rows = selectors.rows_of_view(request.user, spec, catalog())
        return {"spec": spec, "own": own, "count": len(rows), "overdue": 0, "waiting": 0}
    return {"spec": spec, "own": own, **figures[spec.id]} if own or figures[spec.id]["count"] else {}


def spec_for(request: HttpRequest, register: str) -> RegisterSpec:
    """The register; 404 where the officer may not know of it."""
    spec = catalog().registers.get(register)
    if spec is None or not may(request.user, "register.read", pack=spec.pack):
        raise Http404
    if not ledgers_of(request.user, spec) and not sees_entries(request, spec):
        raise Http404
    return spec


@requires("register.read")
@require_GET
def ledger(request: HttpRequest, register: str) -> HttpResponseBase:
    """The entries of a ledger, or the same rows as an Excel file."""
    spec = spec_for(request, register)
    if spec.shape.view:
        return derived(request, spec)
    filters = filters_for(request.user, request.GET, spec)
    wanted = wanted_of(filters)
    if request.GET.get("format") == "xlsx":
        content = outgoing.export(request.user, spec, catalog(), wanted, now=timezone.now())
        return handed(request, spec, content, f"{spec.shape.title}.xlsx", XLSX)
    rows = entries_seen_by(request.user, spec, wanted)
    organs = len(getattr(filters["organ"].field, "choices", ())) > 2
    columns = columns_for(spec, request.GET, request.user, several=bool(spec.shape.kept_by.unit), organs=organs)
    without_state = EntryFilter(**{**wanted.__dict__, "state": ""})
    counts = entry_counts(request.user, spec, without_state)
    context = {
        "spec": spec, "filters": filters, "listing": listing(rows, columns, request.GET, sort="-entered_at"),
        "kept": [(name, value) for name in request.GET for value in request.GET.getlist(name) if name not in {"page", "size"} and value],
        "states": [(code, title, counts.get(code, 0)) for code, title in spec.shape.states.items()], "total": sum(counts.values()),
        "choosable": [(item.id, item.title) for item in spec.shape.fields if item.type not in NOT_IN_COLUMNS],
        "chosen": request.GET.getlist("col") or list(spec.shape.listed), "now": timezone.now(), **tools_of(request, spec),
    }  # fmt: skip
    return render(request, "web/registers/ledger.html", context)


def derived(request: HttpRequest, spec: RegisterSpec) -> HttpResponseBase:
    """A ledger that is read out of another's entries."""
    rows = selectors.rows_of_view(request.user, spec, catalog())
    if request.GET.get("format") == "xlsx":
        content = outgoing.export(request.user, spec, catalog(), now=timezone.now())
        return handed(request, spec, content, f"{spec.shape.title}.xlsx", XLSX)
    words = request.GET.get("q", "").split()
    columns = [
        Column(
            item.title, lambda row, item=item: listed_text(item, row.get(item.id)),
            sort="" if item.type == "rows" or keeps_from_lists(item) else item.id,
        )
        for item in spec.shape.fields
    ]  # fmt: skip
    found = [row for row in rows if stands_in("\n".join(str(column.value(row)) for column in columns), words)]
    base = catalog().registers[spec.shape.view.of] if spec.shape.view else spec
    first = spec.shape.fields[0].id
    context = {
        "spec": spec, "base": base, "q": request.GET.get("q", ""), "listing": listing(found, columns, request.GET, sort=f"-{first}"),
        "kept": [(name, value) for name, value in request.GET.items() if name not in {"page", "size"} and value],
        "can_print": True,
    }  # fmt: skip
    return render(request, "web/registers/derived.html", context)


def rows_asked(viewer: Any, asked: QueryDict, spec: RegisterSpec) -> Any:
    """The entries of a ledger that an address asks for, as this viewer sees them."""
    return entries_seen_by(viewer, spec, wanted_of(filters_for(viewer, asked, spec)))


def filters_for(viewer: Any, asked: QueryDict, spec: RegisterSpec) -> EntryFilters:
    """What the address asks for; organs and units are those that have entries, or keep the ledger."""
    visible = entries_seen_by(viewer, spec).order_by()
    organs = {name for (name,) in visible.values_list("organ__name").distinct()}
    units = {(str(pk), name) for pk, name in visible.filter(unit__isnull=False).values_list("unit_id", "unit__name").distinct()}
    for organ, unit in ledgers_of(viewer, spec):
        organs.add(organ.name)
        if unit:
            units.add((str(unit.pk), unit.name))
    return entry_filters(asked, spec.shape, organs=[(name, name) for name in sorted(organs)], units=sorted(units, key=lambda one: one[1]))


def wanted_of(filters: EntryFilters) -> EntryFilter:
    """The filter of the page as the readers of registers take it."""
    unit = filters.given("unit")
    return EntryFilter(
        state=filters.given("state") or "", organ=filters.given("organ") or "", unit=int(unit) if unit else None,
        since=filters.given("since"), until=filters.given("until"), text=filters.given("q") or "", due=filters.given("due") or "",
        columns=filters.columns,
    )  # fmt: skip


def tools_of(request: HttpRequest, spec: RegisterSpec) -> Mapping[str, Any]:
    """What the officer may do with the ledger as a whole."""
    own = ledgers_of(request.user, spec)
    keeps = [(organ, unit) for organ, unit in own if may(request.user, spec.shape.kept_by.right, pack=spec.pack, unit=unit)]
    entering = [
        (name, spec.shape.acts[name].title)
        for name in spec.shape.entering
        if any(may(request.user, spec.shape.acts[name].right, pack=spec.pack, unit=unit) for _organ, unit in own)
    ]
    return {
        "entering": entering, "can_import": bool(keeps) and bool(entering), "own": own,
        "has_labels": any(act.label == "qr" for act in spec.shape.acts.values()), "has_due": has_clocks(spec.shape),
        "counted": bool(own) and spec.shape.count is not None, "closed": bool(own) and spec.shape.close is not None,
        "warns": [catalog().models[one.model] for one in spec.shape.warns if one.model in catalog().models]
        if may(request.user, "clue.read")
        else [],
    }  # fmt: skip


@requires("register.read")
@require_GET
def template(request: HttpRequest, register: str) -> HttpResponse:
    """The Excel template by which the ledger is filled."""
    spec = spec_for(request, register)
    act = request.GET.get("act", "") or (spec.shape.entering[0] if spec.shape.entering else "")
    if act not in spec.shape.entering:
        raise Http404
    return answer(outgoing.template_of(spec, act), f"{spec.shape.title}（{spec.shape.acts[act].title}）模板.xlsx", XLSX)


@requires("register.read")
@require_GET
def printed(request: HttpRequest, register: str) -> HttpResponse:
    """The ledger under the filters, as PDF."""
    spec = spec_for(request, register)
    wanted = EntryFilter() if spec.shape.view else wanted_of(filters_for(request.user, request.GET, spec))
    content = outgoing.printed(request.user, spec, catalog(), wanted, now=timezone.now())
    return handed(request, spec, content, f"{spec.shape.title}.pdf", "application/pdf")


@requires("register.read")
@require_GET
def labels(request: HttpRequest, register: str) -> HttpResponse:
    """Labels with QR codes of the entries under the filters, as PDF; a code opens its entry."""
    spec = spec_for(request, register)
    if not any(act.label == "qr" for act in spec.shape.acts.values()):
        raise Http404
    address = request.build_absolute_uri("/ledgers/entries/") + "{entry}/"
    content = outgoing.labels(request.user, spec, address, wanted_of(filters_for(request.user, request.GET, spec)), now=timezone.now())
    return handed(request, spec, content, f"{spec.shape.title}{_('标签')}.pdf", "application/pdf")


def handed(request: HttpRequest, spec: RegisterSpec, content: bytes, name: str, media: str) -> HttpResponse:
    """Give a file made of entries, once that is in the trace; with fields that are sensitive, or of persons, for a purpose alone."""
    if any(item.sensitive or item.type == "person" for item in spec.shape.fields):
        demand_open(sensitive=any(item.sensitive for item in spec.shape.fields))
    with transaction.atomic():
        asked = {"filters": request.GET.urlencode(), "address": caller_of(request).address}
        details = {"name": name, "bytes": len(content), **asked}
        trace.append(
            actor=actor_of(request.user, "web"), act="list.exported", thing=f"list:{spec.shape.title}", details=details, now=timezone.now()
        )
    return answer(content, name, media)


def answer(content: bytes, name: str, media: str) -> HttpResponse:
    """A file; a PDF is shown in the browser."""
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = content_disposition_header(media != "application/pdf", name) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response
