"""Cases."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router

from zhiheng.api.access import having
from zhiheng.api.pages import Cut, Page, page
from zhiheng.api.shapes import CaseOut, CaseWhole, Fault
from zhiheng.procedure.selectors import case_view, cases_seen_by

router = Router(tags=["案件"])


@router.get("/cases", response=Page[CaseOut], auth=having("document.read"), summary="案件")
def cases(request: HttpRequest, cut: Query[Cut], ended: bool | None = None) -> dict[str, Any]:
    """Cases in which an organ of the caller's takes part."""
    found = cases_seen_by(request.user)
    return page(found if ended is None else found.filter(ended_on__isnull=not ended), cut)


@router.get("/cases/{uuid:case_id}", response={200: CaseWhole, 404: Fault}, auth=having("document.read"), summary="一个案件")
def case(request: HttpRequest, case_id: UUID) -> Any:
    """One case with its clocks and events."""
    view = case_view(case_id, request.user, timezone.localtime())
    if view is None:
        raise Http404
    whole = CaseOut.from_orm(view.case).model_dump()
    return {**whole, "organs": dict(view.state.organs), "clocks": list(view.clocks), "events": list(view.events)}
