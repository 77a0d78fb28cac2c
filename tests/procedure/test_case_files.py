"""Papers and files of a case ask two rules, the dossier's and the case's, whether they are listed, opened or searched."""

from __future__ import annotations

import pytest

from tests.procedure.test_services_of_packs import acting, at, case, filed, go, people, spec
from zhiheng.dossier import services as dossier
from zhiheng.dossier.selectors import search
from zhiheng.procedure.selectors import case_attachment, case_files, case_print, search_papers

pytestmark = pytest.mark.django_db
__all__ = ["acting", "case", "filed", "go", "people", "spec"]


@pytest.fixture()
def handed_in(filed, acting):
    """A note of the notice, before the case came to the court; an inner one of the study."""
    given = {"actor": acting("prison"), "now": at("2026-06-11T12:00"), "dossier_key": filed.dossier_key}
    notice = dossier.attach(**given, name="公示记录.txt", content="公示期间无人提出异议".encode(), place=dossier.Place(step="notice"))
    inner = dossier.attach(**given, name="研究.txt", content="研究时有人提出异议".encode(), place=dossier.Place(step="study", inner=True))
    return notice, inner


def titles(viewer, case):
    return sorted(hit.title for hit in search_papers(viewer, "提出异议", [case]).hits)


def test_what_came_before_the_case_reached_an_organ_is_neither_listed_nor_found(handed_in, filed, people):
    notice, inner = handed_in
    assert titles(people["prison"], filed) == ["公示记录.txt", "研究.txt"]
    assert [hit.title for hit in search(people["judge"], "提出异议", [filed.dossier_key]).hits] == ["公示记录.txt"]
    assert titles(people["judge"], filed) == []
    assert case_files(people["judge"], filed).attachments == ()
    assert case_attachment(people["judge"], filed, notice.pk) is None
    assert case_attachment(people["prison"], filed, inner.pk) == inner


def test_a_paper_of_the_court_is_seen_by_those_it_concerns(filed, go, people):
    go(filed, "station", "2026-06-12", "opinion.given")
    go(filed, "judge", "2026-06-12", "trial.heard", values={"hearing_on": "2026-06-20"})
    for sub in filed.opened_cases.all():
        go(sub, "prison", "2026-06-12", "answer.replied")
    go(filed, "judge", "2026-06-13", "ruling.granted", values={"months": 8, "ruling_no": "1", "release_on": "2027-01-01"})
    (seen,) = case_files(people["station"], filed).documents
    assert case_print(people["station"], filed, seen.document.pk, "pdf").content.startswith(b"%PDF")
    assert case_print(people["station"], filed, seen.document.pk, "exe") is None
