"""Cases of every procedure: list, open, act, papers, files, events, what is told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router

from zhiheng.api.access import having
from zhiheng.api.case_shapes import (
    ActIn,
    BesideIn,
    CaseFull,
    DocumentOut,
    EventWhole,
    FileOut,
    OpeningIn,
    ProcedureOut,
    TellingOut,
)  # fmt: skip
from zhiheng.api.errors import demand_known
from zhiheng.api.pages import Cut, Page, page
from zhiheng.api.shapes import CaseOut, Fault, Word
from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.field_values import EMPTY
from zhiheng.models.in_force import catalog
from zhiheng.oversight import services as oversight
from zhiheng.procedure import selectors as procedures
from zhiheng.procedure.core.visibility import visible_values
from zhiheng.procedure.services.seating import fits
from zhiheng.registry import rights
from zhiheng.registry.core.masking import HIDDEN
from zhiheng.registry.gate import hides_marked
from zhiheng.registry.selectors import actor_of, organ_names
from zhiheng.registry.selectors.relations import units_of

router = Router(tags=["案件"])
READS = having("case.read")
ANSWERS = {200: CaseFull, 403: Fault, 404: Fault, 422: Fault}
CLOCKS = ("overdue", "near", "normal", "none")


@router.get("/procedures", response=list[ProcedureOut], auth=having("case.read"), summary="案件类型")
def known(request: HttpRequest) -> list[dict[str, Any]]:
    """Every procedure, with the fields its opening asks."""
    return [
        {
            "id": spec.id, "pack": spec.pack, "title": spec.title, "source": list(spec.source),
            "may_open": rights.may(request.user, spec.open_right, pack=spec.pack)
            and fits(spec.roles[spec.seat_of(spec.opener)], request.user.organ),
            "roles": {role.id: role.title for role in spec.roles.values()},
            "steps": {step.id: step.title for step in spec.steps.values()},
            "opening": [item.model_dump(mode="json", exclude_defaults=True) for item in spec.opening_fields],
        }
        for spec in catalog().procedures.values()
    ]  # fmt: skip


@router.get("/cases", response={200: Page[CaseOut], 422: Fault}, auth=having("case.read"), summary="案件")
def cases(  # noqa: PLR0913, PLR0917 - every filter of the list
    request: HttpRequest,
    cut: Query[Cut],
    ended: bool | None = None,
    procedure: Word = "",
    step: Word = "",
    organ: Word = "",
    unit: Word = "",
    clock: Word = "",
    q: Word = "",
    mine: bool = False,
) -> dict[str, Any]:
    """Cases in which an organ of the caller's takes part."""
    demand_known("procedure", procedure, catalog().procedures)
    demand_known("clock", clock, CLOCKS)
    demand_known("step", step, {name for spec in catalog().procedures.values() for name in spec.steps})
    demand_known("organ", organ, organ_names())
    demand_known("unit", unit, {one.name for one in units_of(request.user.organ)})
    wanted = procedures.CaseFilter(
        procedure=procedure, step=step, organ=organ, unit=unit, mine=mine, clock=clock, text=q, open=None if ended is None else not ended
    )
    return page(procedures.cases_seen_by(request.user, wanted), cut)


def in_china(on: date | None) -> date | None:
    """A day as it was given; an instant in China time, also where it names no zone."""
    if not isinstance(on, datetime):
        return on
    return on.astimezone(timezone.get_default_timezone()) if on.tzinfo else timezone.make_aware(on)


@router.post("/cases", response=ANSWERS, auth=having("case.open"), summary="建案")
def open_case(request: HttpRequest, given: OpeningIn) -> Any:
    """Open a case, from the page or from verified clues; the same key opens it once."""
    demand_known("procedure", given.procedure or "（空）", catalog().procedures)
    case = oversight.open_case(
        actor=actor_of(request.user, "api"), now=timezone.now(), procedure=catalog().procedures[given.procedure], clues=given.clues,
        organs=given.organs, subject=given.subject or None, values=given.values, title=given.title, facts=given.facts or None,
        on=in_china(given.on), key=given.key, explained=given.explained,
    )  # fmt: skip
    return whole(request, case_or_404(request, case.pk))


@router.get("/cases/{uuid:case_id}", response={200: CaseFull, 404: Fault}, auth=having("case.read"), summary="一个案件")
def case(request: HttpRequest, case_id: UUID) -> Any:
    """One case with its values, clocks and events, and what the caller may do."""
    return whole(request, case_or_404(request, case_id))


@router.post("/cases/{uuid:case_id}/acts", response=ANSWERS, auth=having("case.read"), summary="办理一个节点")
def act(request: HttpRequest, case_id: UUID, given: ActIn) -> Any:
    """Do an open step; `seen`: refused with what changed since that event; `key`: done once under it."""
    case_or_404(request, case_id)
    files = {field: [one.pair for one in several] for field, several in given.files.items()}
    oversight.act(
        actor=actor_of(request.user, "api"), now=timezone.now(), case_id=case_id, step=given.step, outcome=given.outcome,
        values=given.values, reason=given.reason, on=in_china(given.on), files=files, expected_seq=given.seen, key=given.key,
        part=given.part, organs=given.organs, facts=given.facts or None, explained=given.explained,
    )  # fmt: skip
    return whole(request, case_or_404(request, case_id))


@router.post("/cases/{uuid:case_id}/beside", response=ANSWERS, auth=having("case.read"), summary="催办、撤回、转办、延长等")
def act_on_case(request: HttpRequest, case_id: UUID, given: BesideIn) -> Any:
    """Do an act beside the steps."""
    case_or_404(request, case_id)
    asked = given.model_dump(exclude={"seen"})
    oversight.act_aside(actor=actor_of(request.user, "api"), now=timezone.now(), case_id=case_id, expected_seq=given.seen, **asked)
    return whole(request, case_or_404(request, case_id))


@router.get("/cases/{uuid:case_id}/events", response={200: list[EventWhole], 404: Fault}, auth=READS, summary="案件的办理记录")
def events(request: HttpRequest, case_id: UUID) -> Any:
    """The events of a case that the caller sees, with what was filled in."""
    view = case_or_404(request, case_id)
    return [replace(event, values=event_told(view, event), documents=tuple(event.documents)) for event in view.events]


@router.get("/cases/{uuid:case_id}/documents", response={200: list[DocumentOut], 404: Fault}, auth=READS, summary="案件的文书")
def documents(request: HttpRequest, case_id: UUID) -> Any:
    """The papers of a case that the caller sees; their files are at /cases/{case}/documents/{id}/pdf of the pages."""
    found = case_or_404(request, case_id).case
    return [one.document for one in procedures.case_files(request.user, found).documents]


@router.get("/cases/{uuid:case_id}/files", response={200: list[FileOut], 404: Fault}, auth=READS, summary="案件的附件")
def files(request: HttpRequest, case_id: UUID) -> Any:
    """The files handed in that the caller sees."""
    found = case_or_404(request, case_id).case
    return list(procedures.case_files(request.user, found).attachments)


@router.get(
    "/cases/{uuid:case_id}/told", response={200: list[TellingOut], 404: Fault}, auth=having("case.read"), summary="向本人、社会公开的部分"
)
def public_view(request: HttpRequest, case_id: UUID, audience: Literal["person", "public"] = "person") -> Any:
    """What the person concerned or the public is shown of a case."""
    return procedures.tellings(case_or_404(request, case_id).case.pk, audience)


def case_or_404(request: HttpRequest, case_id: UUID) -> procedures.CaseView:
    """The case as the caller sees it."""
    view = procedures.case_view(case_id, request.user, timezone.localtime())
    if view is None:
        raise Http404
    return view


def whole(request: HttpRequest, view: procedures.CaseView) -> Mapping[str, Any]:
    """One case as it is answered: values inner to other organs are left out."""
    inner = {item.id for step in view.hidden for item in view.spec.form_of(view.spec.steps[step])}
    marked = fields_of(view.spec)
    values = visible_values(view.spec, view.state, {request.user.organ.name})
    return {
        **CaseOut.from_orm(view.case).model_dump(), "organs": dict(view.state.organs), "clocks": list(view.clocks),
        "events": list(view.events),
        "values": {name: value_json(marked.get(name), value) for name, value in values.items() if name not in inner}, "seen": view.last_seq,
        "allowed": list(view.acts_allowed),
    }  # fmt: skip


def fields_of(spec: Any) -> dict[str, FieldShape]:
    """Every field a case of the procedure can fill, by its name."""
    return {
        **spec.fields,
        **{item.id: item for form in spec.forms.values() for item in form},
        **{item.id: item for item in spec.opening_fields},
    }


def event_told(view: procedures.CaseView, event: Any) -> dict[str, Any]:
    """What an event gave, as the gate shows it."""
    step, marked = view.spec.steps.get(event.step), fields_of(view.spec)
    marked |= {item.id: item for item in view.spec.form_of(step)} if step else {}
    return {name: value_json(marked.get(name), value) for name, value in event.values.items()}


def value_json(item: FieldShape | None, value: Any) -> Any:
    """A value as the gate shows it, within rows too."""
    if item is None or value in EMPTY:
        return value
    if hides_marked(item):
        return HIDDEN
    if item.rows and isinstance(value, list):
        inner = {one.id: one for one in item.rows}
        return [{name: value_json(inner.get(name), one) for name, one in row.items()} if isinstance(row, dict) else row for row in value]
    return value
