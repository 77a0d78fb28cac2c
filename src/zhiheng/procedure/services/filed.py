"""Papers that an act waits for: issued in the dossiers of the case, of the cases opened from it, of the one it was opened from."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.dossier.selectors import documents_in_many
from zhiheng.procedure.core.state import Event
from zhiheng.procedure.models import Case


def with_filed(case: Case, spec: ProcedureSpec, event: Event) -> Event:
    """The event with the papers its step waits for, each with the instant of its first issue; nothing else said of them counts."""
    step = spec.steps.get(event.step) if event.kind == "done" else None
    kept = {name: value for name, value in event.more.items() if name != "filed"}
    if step is None or not step.filed:
        return replace(event, more=kept)
    wanted = {paper for one in step.filed for paper in one.papers}
    found: dict[str, str] = {}
    for documents in documents_in_many(_keys(case)).values():
        for document in documents:
            issued = [one.issued_at for one in document.versions.all() if one.issued_at] if document.kind in wanted else []
            if issued:
                found[document.kind] = min(found.get(document.kind, "9"), min(issued).isoformat())
    return replace(event, more={**kept, **({"filed": found} if found else {})})


def _keys(case: Case) -> list[str]:
    """Dossiers of the case's family."""
    near = Q(opened_by_case=case) | Q(pk=case.opened_by_case_id) if case.opened_by_case_id else Q(opened_by_case=case)
    return [case.dossier_key, *(other.dossier_key for other in Case.objects.filter(near))]
