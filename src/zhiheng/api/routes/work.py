"""Ledgers, sheets, catalogues and duties: what pages show and do, for programs."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router
from ninja.params.functions import Path
from ninja.responses import Status

from zhiheng.analysis.items import coverage
from zhiheng.api.access import caller, having
from zhiheng.api.errors import demand_known
from zhiheng.api.pages import Cut, Page, page
from zhiheng.api.shapes import Fault, Word
from zhiheng.api.work_shapes import (
    CountIn,
    CountOut,
    DutyOut,
    EntryIn,
    EntryOut,
    EntryWhole,
    FoundIn,
    ItemOut,
    LedgerOut,
    NothingIn,
    RateIn,
    RatingOut,
    RatingWhole,
)
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.models.in_force import catalog
from zhiheng.oversight.selectors.rating_sources import PlatformSources
from zhiheng.register import services
from zhiheng.register.core.ledgers import shown_values
from zhiheng.register.selectors import EntryFilter, count_view, entries_seen_by, entry_view, ledgers_of
from zhiheng.register.selectors.counts import CountView
from zhiheng.register.selectors.entries import SORTS, EntryView
from zhiheng.register.services import RegisterAct
from zhiheng.registry.gate import hides_marked
from zhiheng.registry.rights import may
from zhiheng.registry.rows import Unit
from zhiheng.registry.selectors import organ_named
from zhiheng.registry.selectors.relations import unit_named
from zhiheng.work import services as work
from zhiheng.work.selectors import duties_seen_by, rating_view, ratings_seen_by
from zhiheng.work.services.rating import Rated

router = Router(tags=["台账、评定、目录、职责"])
REFUSALS = {403: Fault, 404: Fault, 422: Fault}
LedgerName = Annotated[Word, Path(alias="register")]
"""The `{register}` of an address: a field of that very name would hide a method of the class that ninja makes of it."""


def spec_for(request: HttpRequest, register: str) -> RegisterSpec:
    """A register the caller may read; 404 otherwise."""
    spec = catalog().registers.get(register)
    if spec is None or not may(request.user, "register.read", pack=spec.pack):
        raise Http404
    return spec


def entry_json(request: HttpRequest, spec: RegisterSpec, entry: Any) -> dict[str, Any]:
    """An entry of a list; inner fields stay inside its organ."""
    inside = request.user.organ_id == entry.organ_id
    return {
        "id": entry.pk, "register_id": spec.id, "number": entry.number, "organ": entry.organ.name, "unit": entry.unit.name if entry.unit else "",  # noqa: E501
        "state": entry.state, "values": open_values(request, spec, shown_values(spec.shape, entry.values, keeper=inside)),
        "entered_at": entry.entered_at, "changed_at": entry.changed_at, "due_at": entry.due_at, "waits_for": entry.waits_for,
    }  # fmt: skip


def open_values(request: HttpRequest, spec: RegisterSpec, values: Any) -> dict[str, Any]:  # noqa: ARG001 - every route is given its request
    """Values without those that are shown only with a stated purpose."""
    return {name: value for name, value in values.items() if not hides_marked(spec.shape.field.get(name))}


def whole(request: HttpRequest, view: EntryView) -> dict[str, Any]:
    """One entry with its history."""
    hidden = {item.id for item in view.spec.shape.fields if (item.inner and not view.inside) or hides_marked(item)}
    acts = [
        {
            **{name: getattr(row, name) for name in ("seq", "act", "happened_on", "recorded_at", "actor_name", "organ", "reason", "corrects")},  # noqa: E501
            "values": {name: value for name, value in row.values.items() if name not in hidden},
            "before": {name: value for name, value in row.before.items() if name not in hidden},
        }
        for row in view.acts
    ]  # fmt: skip
    return {**entry_json(request, view.spec, view.entry), "acts": acts, "may_do": [one.name for one in view.may_do]}


def unit_for(request: HttpRequest, name: str) -> Unit | None:
    """The unit of the caller's organ that is named; an unknown one is refused."""
    if not name:
        return None
    found = unit_named(request.user.organ, name)
    if found is None:
        demand_known("unit", name, [])
    return found


@router.get("/ledgers", response=list[LedgerOut], auth=having("register.read"), summary="台账")
def ledgers(request: HttpRequest) -> list[dict[str, Any]]:
    """The ledgers of the packs the caller may read, with fields, states and acts."""
    return [described(request, spec) for spec in catalog().registers.values() if may(request.user, "register.read", pack=spec.pack)]


def described(request: HttpRequest, spec: RegisterSpec) -> dict[str, Any]:
    """A ledger's own text."""
    shape = spec.shape
    fields = [
        {
            "id": one.id,
            "title": one.title,
            "type": one.type,
            "required": one.required,
            "codes": dict(one.codes) if not isinstance(one.codes, str) else {},
        }
        for one in shape.fields
    ]
    return {
        "id": spec.id, "title": shape.title, "pack": spec.pack, "own": bool(ledgers_of(request.user, spec)), "states": dict(shape.states),
        "acts": {name: act.title for name, act in shape.acts.items()}, "entering": list(shape.entering), "fields": fields,
    }  # fmt: skip


@router.get("/ledgers/{register}/entries", response={200: Page[EntryOut], 404: Fault}, auth=having("register.read"), summary="台账条目")
def entries(  # noqa: PLR0913, PLR0917 - what a list can be narrowed by
    request: HttpRequest, ledger: LedgerName, cut: Query[Cut], state: Word = "", organ: Word = "", text: Word = "",
    since: date | None = None, until: date | None = None, sort: Word = "newest",
) -> Any:  # fmt: skip
    """Entries the caller sees, narrowed and sorted."""
    spec = spec_for(request, ledger)
    demand_known("state", state, spec.shape.states)
    demand_known("sort", sort.removeprefix("-"), [*SORTS, *spec.shape.listed])
    wanted = EntryFilter(state=state, organ=organ, since=since, until=until, text=text)
    found = page(entries_seen_by(request.user, spec, wanted, sort=sort), cut)
    return {"count": found["count"], "items": [entry_json(request, spec, entry) for entry in found["items"]]}


@router.post("/ledgers/{register}/entries", response={201: EntryWhole, **REFUSALS}, auth=having("register.keep"), summary="登记台账条目")
def enter(request: HttpRequest, ledger: LedgerName, given: EntryIn) -> Any:
    """Make an entry in the ledger of the caller's organ (or its unit)."""
    spec = spec_for(request, ledger)
    made = services.enter(
        actor=caller(request),
        now=timezone.now(),
        catalog=catalog(),
        register=spec.id,
        wanted=wanted_of(given),
        unit=unit_for(request, given.unit),
    )
    return Status(201, whole(request, entry_or_404(request, made.pk)))


@router.get("/entries/{uuid:entry_id}", response={200: EntryWhole, 404: Fault}, auth=having("register.read"), summary="一个台账条目")
def entry(request: HttpRequest, entry_id: UUID) -> Any:
    """One entry with its history and what the caller may do."""
    return whole(request, entry_or_404(request, entry_id))


@router.post(
    "/entries/{uuid:entry_id}/acts", response={200: EntryWhole, **REFUSALS}, auth=having("register.read"), summary="办理或更正台账条目"
)
def act(request: HttpRequest, entry_id: UUID, given: EntryIn) -> Any:
    """Do an act on an entry: one of its ledger, or `correct`, `confirm`, `dispute`."""
    entry_or_404(request, entry_id)
    services.act(actor=caller(request), now=timezone.now(), catalog=catalog(), entry_id=entry_id, wanted=wanted_of(given))
    return whole(request, entry_or_404(request, entry_id))


def entry_or_404(request: HttpRequest, entry_id: UUID) -> EntryView:
    """The entry; 404 where it is not for the caller."""
    view = entry_view(entry_id, request.user, catalog())
    if view is None:
        raise Http404
    return view


def wanted_of(given: EntryIn) -> RegisterAct:
    """What was sent, as the services take it."""
    return RegisterAct(
        given.act, given.values, given.reason, given.on, {}, given.corrects, given.key, given.seen, explained=given.explained
    )  # fmt: skip


@router.post("/ledgers/{register}/counts", response={201: CountOut, **REFUSALS}, auth=having("register.keep"), summary="开始盘点")
def begin_count(request: HttpRequest, ledger: LedgerName, given: CountIn) -> Any:
    """Begin a count; one that runs is given back."""
    spec, known = spec_for(request, ledger), catalog()
    made = services.begin_count(
        actor=caller(request), now=timezone.now(), catalog=known, register=spec.id, unit=unit_for(request, given.unit), whole=given.whole
    )
    return Status(201, count_of(request, made.pk, known))


@router.get("/counts/{count_id}", response={200: CountOut, 404: Fault}, auth=having("register.read"), summary="一次盘点")
def count(request: HttpRequest, count_id: Annotated[int, Field(ge=1, le=10**12)]) -> Any:
    """One count: what was to be counted, what was found, the differences."""
    return count_of(request, count_id, catalog())


@router.post("/counts/{count_id}/found", response={200: CountOut, **REFUSALS}, auth=having("register.keep"), summary="记录盘点所见")
def found(request: HttpRequest, count_id: Annotated[int, Field(ge=1, le=10**12)], given: FoundIn) -> Any:
    """Note what was found."""
    known = catalog()
    count_of(request, count_id, known)
    services.record_found(
        actor=caller(request), now=timezone.now(), catalog=known, count_id=count_id, entry_id=given.entry, found=given.found
    )
    return count_of(request, count_id, known)


@router.post("/counts/{count_id}/end", response={200: CountOut, **REFUSALS}, auth=having("register.keep"), summary="结束盘点")
def end_count(request: HttpRequest, count_id: Annotated[int, Field(ge=1, le=10**12)]) -> Any:
    """End a count; entries that nobody found are missing."""
    known = catalog()
    count_of(request, count_id, known)
    services.end_count(actor=caller(request), now=timezone.now(), catalog=known, count_id=count_id)
    return count_of(request, count_id, known)


def count_of(request: HttpRequest, count_id: int, known: Catalog) -> dict[str, Any]:
    """A count as it stands; 404 where it is not for the caller."""
    view: CountView | None = count_view(count_id, request.user, known)
    if view is None:
        raise Http404
    row = view.count
    return {
        "id": row.pk, "register_id": row.register, "period": row.period, "begun_at": row.begun_at, "ended_at": row.ended_at, "book": row.book,  # noqa: E501
        "found": dict(view.found), "left": view.left, "differences": row.differences,
    }  # fmt: skip


@router.get("/ratings", response=Page[RatingOut], auth=having("report.read"), summary="评定")
def ratings(request: HttpRequest, cut: Query[Cut], sheet: Word = "", period: Word = "") -> Any:
    """Ratings the caller sees, the newest first."""
    demand_known("sheet", sheet, catalog().sheets)
    return page(ratings_seen_by(request.user, sheet=sheet, period=period), cut)


@router.get("/ratings/{rating_id}", response={200: RatingWhole, 404: Fault}, auth=having("report.read"), summary="一次评定")
def rating(request: HttpRequest, rating_id: Annotated[int, Field(ge=1, le=10**12)]) -> Any:
    """One rating with its evidence."""
    row = rating_view(rating_id, request.user)
    if row is None:
        raise Http404
    return row


@router.post("/sheets/{sheet}/ratings", response={201: RatingWhole, **REFUSALS}, auth=having("sheet.rate"), summary="评定一次")
def rate(request: HttpRequest, sheet: Word, given: RateIn) -> Any:
    """Rate by a sheet; figures are read from records."""
    if sheet not in catalog().sheets:
        raise Http404
    organ = organ_named(given.organ)
    if organ is None:
        demand_known("organ", given.organ, [request.user.organ.name])
        raise Http404
    unit = unit_named(organ, given.unit) if given.unit else None
    if given.unit and unit is None:
        demand_known("unit", given.unit, [])
    rated = Rated(organ, given.period, unit, subject=given.subject, stage=given.stage)
    made = work.rate(
        actor=caller(request), now=timezone.now(), catalog=catalog(), sheet=sheet, rated=rated, given=given.given,
        sources=PlatformSources(catalog(), timezone.localdate()), reason=given.reason,
    )  # fmt: skip
    return Status(201, made)


@router.get("/items/{catalogue}", response={200: Page[ItemOut], 404: Fault}, auth=having("items.read"), summary="目录")
def items(request: HttpRequest, catalogue: Word, cut: Query[Cut], gaps: bool = False) -> Any:
    """Items of a catalogue with what covers each; `gaps`: those that nothing covers."""
    spec = catalog().items.get(catalogue)
    if spec is None or not may(request.user, "items.read", pack=spec.pack):
        raise Http404
    cover = coverage(spec)
    chosen = [one for one in spec.items if not gaps or not cover.by.get(one.id)]
    rows = [
        {
            "id": one.id,
            "title": one.title,
            "article": one.article,
            "mark": one.mark,
            "group": one.group,
            "covered_by": list(cover.by.get(one.id, ())),
        }
        for one in chosen
    ]
    return page(rows, cut)


@router.get("/duties", response=Page[DutyOut], auth=having("duty.read"), summary="职责")
def duties(request: HttpRequest, cut: Query[Cut], duty: Word = "", period: Word = "", open: bool = False) -> Any:  # noqa: A002 - the word of the question
    """Duties the caller sees, the nearest due first; `open`: those begun and not done."""
    demand_known("duty", duty, catalog().duties)
    return page(duties_seen_by(request.user, duty=duty, period=period, open_only=open), cut)


@router.post("/duties/{number}/nothing", response={200: DutyOut, **REFUSALS}, auth=having("duty.read"), summary="零报告")
def report_nothing(request: HttpRequest, number: Annotated[int, Field(ge=1, le=10**12)], given: NothingIn) -> Any:
    """Report that there was nothing in the period."""
    if not duties_seen_by(request.user).filter(pk=number).exists():
        raise Http404
    return work.report_nothing(actor=caller(request), now=timezone.now(), catalog=catalog(), owed_id=number, reason=given.reason)
