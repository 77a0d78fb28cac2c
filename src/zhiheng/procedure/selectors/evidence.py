"""Which paper's evidence pack somebody may take: that of a paper they see in a case they see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from zhiheng.dossier.selectors import document_with
from zhiheng.procedure.models import Case
from zhiheng.procedure.selectors.closed import persons_of
from zhiheng.procedure.selectors.files import files_rule, may_see_version
from zhiheng.procedure.selectors.lists import case_seen_by


def paper_seen_by(viewer: Any, case_id: UUID, document_id: UUID) -> Any:
    """The paper of a case as the viewer sees both; None otherwise."""
    case = case_seen_by(viewer, case_id)
    document = document_with(document_id) if case else None
    if case is None or document is None or document.dossier.key != case.dossier_key:
        return None
    organ = document.organ.name
    seen = files_rule(viewer, case)(document.step, organ, document.inner) and may_see_version(viewer, case, organ, newest=True)
    return document if seen else None


def persons_of_paper(case_id: UUID) -> list[str]:
    """Identity numbers of whom a case, and so each of its papers, is about; asked once the viewer was found to see it."""
    return persons_of(Case.objects.get(pk=case_id))
