"""Clues, models and the register of supervision documents."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router

from zhiheng.api.access import having
from zhiheng.api.errors import demand_known
from zhiheng.api.pages import Cut, Page, page
from zhiheng.api.shapes import ClueOut, ClueWhole, Fault, ModelOut, RegisterOut, Word
from zhiheng.models.in_force import catalog
from zhiheng.oversight.core.states import LEVELS, STATES
from zhiheng.oversight.selectors import ClueFilter, clues_seen_by, document_register, indicator_results
from zhiheng.registry.selectors import organs_seen_by
from zhiheng.schema import divisions

router = Router(tags=["监督"])


@router.get("/clues", response=Page[ClueOut], auth=having("clue.read"), summary="线索")
def clues(request: HttpRequest, cut: Query[Cut], model: Word = "", organ: Word = "", state: Word = "", level: Word = "") -> dict[str, Any]:
    """Clues the caller may see, newest first."""
    demand_known("model", model, catalog().models)
    demand_known("organ", organ, organs_seen_by(request.user).values_list("name", flat=True))
    demand_known("state", state, STATES)
    demand_known("level", level, LEVELS)
    return page(clues_seen_by(request.user, ClueFilter(model=model, organ=organ, state=state, level=level)), cut)


@router.get("/clues/{int:clue_id}", response={200: ClueWhole, 404: Fault}, auth=having("clue.read"), summary="一条线索")
def clue(request: HttpRequest, clue_id: int) -> Any:
    """One clue with its values, evidence and articles."""
    found = clues_seen_by(request.user).filter(pk=clue_id).first()
    if found is None:
        raise Http404
    return found


@router.get("/models", response=list[ModelOut], auth=having("model.read"), summary="监督模型")
def models(request: HttpRequest) -> list[Any]:  # noqa: ARG001 - every route is given its request
    """The catalogue of supervision models."""
    return list(catalog().models.values())


@router.get("/indicators", response={200: list[dict[str, Any]], 404: Fault, 422: Fault}, auth=having("indicator.read"), summary="指标")
def indicators(request: HttpRequest, period: Word = "", organ: Word = "", region: Word = "") -> list[dict[str, Any]]:
    """Every indicator of a period (2026, 2026Q2, 2026-06; this year where none is given) with numerator, denominator, parts and query."""
    demand_known("region", region, divisions.table())
    if organ and not organs_seen_by(request.user).filter(name=organ).exists():
        raise Http404
    results = indicator_results(request.user, period or None, organ or None, region=region or None)
    return [result.to_json() for result in results]


@router.get("/documents", response=Page[RegisterOut], auth=having("document.read"), summary="监督文书台账")
def documents(request: HttpRequest, cut: Query[Cut]) -> dict[str, Any]:
    """The register of supervision documents as far as the caller may see it."""
    return page(document_register(request.user, timezone.localdate()), cut)
