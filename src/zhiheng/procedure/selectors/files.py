"""Which papers and files of a case a viewer may see: the same question that events and values are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from zhiheng.dossier import selectors as dossier
from zhiheng.dossier.selectors import FileContent, Files, Found, StoredFile
from zhiheng.procedure.core.fold import fold
from zhiheng.procedure.core.visibility import hidden_steps, visible_events
from zhiheng.procedure.models import Case
from zhiheng.procedure.reading import events_of, spec_of
from zhiheng.procedure.selectors.view import is_inside
from zhiheng.registry import selectors as registry

Rule = Callable[[str, str, bool], bool]
"""`(step, organ, inner) -> bool`: where a file belongs, whose it is, whether it stays within that organ."""


def files_rule(viewer: Any, case: Case) -> Rule:
    """The rule for files of a case that the viewer sees: their own always; another organ's inner ones never; others by their step."""
    if viewer == registry.COMMAND_LINE:
        return lambda _step, _organ, _inner: True
    own, former, steps = viewer.organ.name, registry.former_names(), visible_steps(viewer, case)
    return lambda step, organ, inner: former.get(organ, organ) == own or (not inner and (not step or step in steps))


def case_files(viewer: Any, case: Case) -> Files:
    """Papers (the versions seen) and files handed in of a case that the viewer sees: the dossier's rule and the case's together."""
    return _ruled(dossier.files_seen_by(viewer, case.dossier_key), files_rule(viewer, case))


def _ruled(files: Files, rule: Rule) -> Files:
    papers = (one for one in files.documents if rule(one.document.step, one.document.organ.name, one.document.inner))
    return Files(tuple(papers), tuple(one for one in files.attachments if rule(one.step, one.organ, one.inner)))


def case_print(viewer: Any, case: Case, document_id: UUID, kind: str, version: int | None = None) -> FileContent | None:
    """A print of a paper of the case, the newest version seen unless one is named; None where the viewer may not."""
    seen = next((one for one in case_files(viewer, case).documents if one.document.pk == document_id), None)
    newest = seen is not None and (version is None or version >= seen.version.number)
    if seen is None or not may_see_version(viewer, case, seen.document.organ.name, newest=newest):
        return None
    return dossier.file_seen_by(viewer, document_id, kind, version)


def case_attachment(viewer: Any, case: Case, file_id: int) -> StoredFile | None:
    """A file handed in to the case; None where the viewer may not see it."""
    return next((one for one in case_files(viewer, case).attachments if one.pk == file_id), None)


def search_papers(viewer: Any, words: str, cases: Iterable[Case]) -> Found:
    """Find words in papers and files of cases that the viewer sees, as far as each case's rule lets them be seen."""
    known = {case.dossier_key: case for case in cases}
    return dossier.search(viewer, words, known, within=lambda key, files: _ruled(files, files_rule(viewer, known[key])))


def visible_steps(viewer: Any, case: Case) -> frozenset[str]:
    """Steps of which the viewer sees at least one event, or that may come yet."""
    spec, events = spec_of(case.definition), events_of(case.events.all())
    state = fold(spec, events)
    hidden = hidden_steps(spec, state, {viewer.organ.name})
    if is_inside(viewer, spec, state):
        return frozenset(spec.steps) - hidden
    names = set(registry.organs_seen_by(viewer).values_list("name", flat=True))
    shown = visible_events(spec, state, events, names)
    before = {event.step for event, visible in zip(events, shown, strict=True) if not visible}
    after = {event.step for event, visible in zip(events, shown, strict=True) if visible}
    return frozenset(spec.steps) - hidden - (before - after)


def may_see_version(viewer: Any, case: Case, organ: str, *, newest: bool) -> bool:
    """Earlier versions of a paper are for the organ whose paper it is, and for the side that conducts the case."""
    if newest or viewer == registry.COMMAND_LINE or viewer.organ.name == registry.former_names().get(organ, organ):
        return True
    spec = spec_of(case.definition)
    return is_inside(viewer, spec, fold(spec, events_of(case.events.all())))
