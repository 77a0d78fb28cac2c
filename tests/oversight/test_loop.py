"""The loop of a supervision document, from clue to close, as the officers of each organ go through it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from tests import documents
from tests.oversight.conftest import BUREAU, PRISON, day, found
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.selectors import documents_in, findings_of
from zhiheng.dossier.services import answer_finding, confirm_finding
from zhiheng.oversight import selectors, services
from zhiheng.procedure import selectors as procedures
from zhiheng.procedure.core.errors import ActRefused

pytestmark = pytest.mark.django_db


@pytest.fixture()
def opened(screened, acting, catalog, now):
    """A correction notice drawn up on two verified clues."""
    screened(found(), found("510107199004076004"))
    ids = []
    for clue in selectors.clues_seen_by(_officer("prosecutor")):
        services.verify_clue(actor=acting("prosecutor"), now=now, clue_id=clue.pk)
        ids.append(clue.pk)
    return documents.open_document(actor=acting("prosecutor"), now=now, catalog=catalog, clues=ids, kind="correction_notice")


def _officer(name):
    from zhiheng.registry.selectors import officer_named

    return officer_named(name)


@pytest.fixture()
def served(opened, acting, now):
    documents.submit_document(actor=acting("prosecutor"), now=now, case_id=opened.pk)
    documents.approve_document(actor=acting("chief"), now=now, case_id=opened.pk)
    return documents.serve_document(actor=acting("prosecutor"), now=now, case_id=opened.pk)


def test_the_loop_from_clue_to_close(served, acting, organs, catalog, now):
    case = served.pk
    reply = {"case_id": case, "catalog": catalog, "outcome": "adopted", "reply_text": "已核实，立即纠正。"}
    documents.record_reply(actor=acting(BUREAU), now=day("2026-07-10"), attachment=("情况说明.pdf", b"%PDF-1.7"), **reply)
    evidence = [("解除证明.jpg", b"\xff\xd8")]
    documents.record_rectification(actor=acting(BUREAU), now=day("2026-07-20"), case_id=case, rectification="已解除。", evidence=evidence)
    documents.accept_rectification(actor=acting("prosecutor"), now=day("2026-07-24"), case_id=case)
    documents.record_look_back(actor=acting("chief"), now=day("2026-08-20"), case_id=case, lasting=True, findings="无反弹。")
    documents.close(actor=acting("prosecutor"), now=day("2026-08-21"), case_id=case)
    row = selectors.document_register(organs["prosecutor"], date(2026, 8, 21))[0]
    assert (row.number, row.adopted, row.in_time, row.status) == ("川检纠违〔2026〕1号", True, True, "办结")
    assert (row.served_on, row.replied_on, row.rectified_on) == (date(2026, 6, 30), date(2026, 7, 10), date(2026, 7, 24))
    states = selectors.clues_seen_by(organs["prosecutor"]).values_list("state", "result")
    assert list(states) == [("closed", "办结")] * 2


def test_the_register_follows_every_act_and_day_though_its_rows_are_kept(opened, acting, organs, now, monkeypatch):
    """A row is worked out once for each event of its case: asked again it is the same, after an act or a night it is new."""
    folded, fold = [], selectors.documents._fresh
    monkeypatch.setattr(selectors.documents, "_fresh", lambda cases, today: folded.extend(cases) or fold(cases, today))

    def row(on=date(2026, 6, 30)):
        (one,) = selectors.document_register(organs["prosecutor"], on)
        return one.number, one.served_on, one.clock.colour if one.clock else "", len(one.clues)

    assert row() == row() == ("", None, "", 2)
    documents.submit_document(actor=acting("prosecutor"), now=now, case_id=opened.pk)
    documents.approve_document(actor=acting("chief"), now=now, case_id=opened.pk)
    documents.serve_document(actor=acting("prosecutor"), now=now, case_id=opened.pk)
    assert row() == row() == ("川检纠违〔2026〕1号", date(2026, 6, 30), "normal", 2)
    assert row(date(2026, 7, 16))[2] == "overdue"
    assert len(folded) == 3
    (seen,) = selectors.document_register(organs[BUREAU], date(2026, 6, 30))
    assert seen.clues == (), "which clues it rests on is for the organ that conducts the case"


def test_a_row_of_the_register_is_not_that_of_an_event_which_another_took_the_number_of(opened, acting, organs, now):
    """An act that was taken back, or a database put back, gives the numbers of its events to others."""

    def row():
        (one,) = selectors.document_register(organs["prosecutor"], date(2026, 6, 30))
        return one.status

    before, seen = row(), []
    with suppress(KeyError), transaction.atomic():
        documents.submit_document(actor=acting("prosecutor"), now=now, case_id=opened.pk)
        seen.append(row())
        raise KeyError
    assert row() == before != seen[0]
    documents.submit_document(actor=acting("prosecutor"), now=now, case_id=opened.pk)
    assert row() == seen[0]


def test_a_search_among_all_cases_says_which_titles_it_looked_through(served, organs, monkeypatch):
    """A number and the beginning of a name are found among all; words of a title among the newest, and it is said where there are more."""
    word, officer = served.title[2:6], organs["prosecutor"]
    assert procedures.cases_named(officer, word, 5) == ([served], False)
    monkeypatch.setattr(procedures.lists, "LATEST", 0)
    assert procedures.cases_named(officer, word, 5) == ([], True)
    assert procedures.cases_named(officer, "川检纠违〔2026〕1号", 5) == ([served], False)
    assert procedures.cases_named(organs[BUREAU], word, 5) == ([served], False)


def test_reply_clock_is_the_one_the_notice_states(served, organs):
    view = procedures.case_view(served.pk, organs["prosecutor"], date(2026, 7, 1))
    assert [(clock.due_on, clock.colour) for clock in view.clocks] == [(date(2026, 7, 15), "normal")]


def test_a_proposal_has_two_months(screened, acting, organs, catalog, now):
    screened(found())
    clue = selectors.clues_seen_by(organs["prosecutor"]).get()
    services.verify_clue(actor=acting("prosecutor"), now=now, clue_id=clue.pk)
    case = documents.open_document(actor=acting("prosecutor"), now=now, catalog=catalog, clues=[clue.pk], kind="proposal")
    documents.submit_document(actor=acting("prosecutor"), now=now, case_id=case.pk)
    documents.approve_document(actor=acting("chief"), now=now, case_id=case.pk)
    documents.serve_document(actor=acting("prosecutor"), now=now, case_id=case.pk)
    view = procedures.case_view(case.pk, organs["prosecutor"], date(2026, 7, 1))
    assert view.clocks[0].due_on == date(2026, 8, 31)


def test_the_organ_supervised_sees_nothing_before_service(opened, organs):
    assert selectors.document_register(organs[BUREAU], date(2026, 6, 30)) == []
    assert procedures.case_view(opened.pk, organs[BUREAU], date(2026, 6, 30)) is None


def test_after_service_it_sees_the_document_and_its_own_acts_only(served, organs):
    view = procedures.case_view(served.pk, organs[BUREAU], date(2026, 7, 1))
    assert {act.outcome for act in view.acts_allowed if act.kind == "done"} == {"adopted", "partly", "refused", "objected"}
    assert [event.step for event in view.events] == ["serve"]
    row = selectors.document_register(organs[BUREAU], date(2026, 7, 1))[0]
    assert row.clues == ()
    assert selectors.document_seen_by(organs[BUREAU], row.document_id)[0].pk == row.document_id


def test_another_organ_sees_nothing(served, organs):
    assert selectors.document_register(organs[PRISON], date(2026, 7, 1)) == []
    assert selectors.clues_seen_by(organs[PRISON]).count() == 0
    document = selectors.document_register(organs["prosecutor"], date(2026, 7, 1))[0].document_id
    assert selectors.document_seen_by(organs[PRISON], document) is None


def test_only_the_organ_supervised_replies(served, acting, catalog, now):
    for name in ("prosecutor", PRISON):
        with pytest.raises(ActRefused, match="由被监督单位"):
            documents.record_reply(actor=acting(name), now=now, catalog=catalog, case_id=served.pk, outcome="adopted", reply_text="好")


def test_the_prosecutor_cannot_approve(opened, acting, now):
    documents.submit_document(actor=acting("prosecutor"), now=now, case_id=opened.pk)
    with pytest.raises(PermissionDenied):
        documents.approve_document(actor=acting("prosecutor"), now=now, case_id=opened.pk)


def test_a_returned_draft_keeps_its_wording_and_uses_up_no_number(opened, acting, organs, catalog, now):
    documents.submit_document(actor=acting("prosecutor"), now=now, case_id=opened.pk)
    documents.approve_document(actor=acting("chief"), now=now, case_id=opened.pk, approved=False, reason="事实不够具体")
    documents.redraw_document(
        actor=acting("prosecutor"), now=now, catalog=catalog, case_id=opened.pk, facts_text="改写的事实", reply_days=20
    )

    def paper():
        row = selectors.document_register(organs["prosecutor"], date(2026, 6, 30))[0]
        return selectors.document_seen_by(organs["prosecutor"], row.document_id)[0]

    assert paper().number is None and "年　　月　　日" in paper().version.text
    assert ["改写的事实" in version.text for version in paper().versions.all()] == [False, True]
    assert "20日以内" in paper().version.text
    documents.approve_document(actor=acting("chief"), now=now, case_id=opened.pk)
    assert paper().number == "川检纠违〔2026〕1号"
    assert [bool(version.issued_at) for version in paper().versions.all()] == [False, False, True]
    assert "川检纠违〔2026〕1号" in paper().version.text and "2026年6月30日" in paper().version.text


def test_what_proofing_found_is_settled_before_the_paper_is_issued(opened, acting, now):
    wrong = {"now": now, "case_id": opened.pk}
    documents.redraw_document(actor=acting("prosecutor"), catalog=None, facts_text="510107199004075993未解除", **wrong)
    with pytest.raises(DocumentRefused, match="校验码"):
        documents.approve_document(actor=acting("chief"), **wrong)
    (draft,) = documents_in(opened.dossier_key)
    (found,) = [one for one in findings_of(draft) if one.level == "stop"]
    given = {"now": now, "finding_id": found.pk}
    answer_finding(actor=acting("prosecutor"), handled="confirmed", reason="原始记录即如此", **given)
    with pytest.raises(DocumentRefused, match="校验码"):
        documents.approve_document(actor=acting("chief"), **wrong)
    confirm_finding(actor=acting("chief"), **given)
    documents.approve_document(actor=acting("chief"), **wrong)
    assert documents_in(opened.dossier_key)[0].number == "川检纠违〔2026〕1号"


def test_overdue_is_urged_then_reported_up(served, acting, organs):
    with pytest.raises(ActRefused, match="不允许"):
        services.act_aside(actor=acting("prosecutor"), now=day("2026-07-15"), case_id=served.pk, kind="urged", step="reply")
    with pytest.raises(ActRefused, match="不允许"):
        services.act_aside(actor=acting("prosecutor"), now=day("2026-07-16"), case_id=served.pk, kind="reported_up", step="reply")
    services.act_aside(
        actor=acting("prosecutor"), now=day("2026-07-16"), case_id=served.pk, kind="urged", step="reply", values={"note": "请尽快回复"}
    )
    with pytest.raises(ActRefused, match="不允许"):
        services.act_aside(actor=acting("prosecutor"), now=day("2026-07-27"), case_id=served.pk, kind="reported_up", step="reply")
    services.act_aside(actor=acting("prosecutor"), now=day("2026-07-28"), case_id=served.pk, kind="reported_up", step="reply")
    row = selectors.document_register(organs["prosecutor"], date(2026, 7, 28))[0]
    assert (row.urged, row.reported_up, row.clock.colour) == (1, True, "overdue")


def test_a_withdrawn_document_gives_its_clues_back(served, acting, organs, now):
    services.act_aside(actor=acting("prosecutor"), now=now, case_id=served.pk, kind="withdraw_asked", reason="意见错误")
    services.act_aside(actor=acting("chief"), now=now, case_id=served.pk, kind="withdrawn", reason="意见错误")
    assert set(selectors.clues_seen_by(organs["prosecutor"]).values_list("state", flat=True)) == {"verified"}


def test_what_the_committee_decides_counts_as_issued_that_day(opened, acting, organs, now):
    documents.submit_document(actor=acting("prosecutor"), now=now, case_id=opened.pk)
    documents.act("approve", "to_committee", actor=acting("chief"), now=now, case_id=opened.pk)
    values = {"committee_on": "2026-07-02", "committee_note": ["同意制发"]}
    documents.act("committee", "approved", actor=acting("chief"), now=day("2026-07-02"), case_id=opened.pk, values=values)
    assert selectors.document_register(organs["prosecutor"], date(2026, 7, 2))[0].approved_on == date(2026, 7, 2)


def test_what_is_adopted_in_part_counts_as_adopted(served, acting, organs, catalog):
    reply = {"case_id": served.pk, "catalog": catalog, "outcome": "partly", "reply_text": "第二项不采纳。", "reasons": "没有此事"}
    documents.record_reply(actor=acting(BUREAU), now=day("2026-07-10"), **reply)
    assert selectors.document_register(organs["prosecutor"], date(2026, 7, 10))[0].adopted is True


def test_what_was_taken_back_after_review_leaves_the_table(served, acting, organs, catalog, monkeypatch):
    spec = catalog.procedures["supervision_document"]
    table = spec.documents_table.model_copy(update={"taken_back": ("review_refusal.reasons_stand",)})
    monkeypatch.setattr(type(spec), "documents_table", property(lambda _: table))
    reply = {"case_id": served.pk, "catalog": catalog, "outcome": "refused", "reply_text": "不采纳。", "reasons": "认定有误"}
    documents.record_reply(actor=acting(BUREAU), now=day("2026-07-10"), **reply)
    assert not selectors.document_register(organs["prosecutor"], date(2026, 7, 10))[0].withdrawn
    given = {"case_id": served.pk, "now": day("2026-07-13"), "reason": "理由成立"}
    documents.act("review_refusal", "reasons_stand", actor=acting("chief"), **given)
    assert selectors.document_register(organs["prosecutor"], date(2026, 7, 13))[0].withdrawn


def test_todo_says_what_waits_for_whom(served, acting, organs):
    assert [(item.kind, item.what) for item in selectors.todo_for(organs[BUREAU], date(2026, 7, 1))] == [("step", "回复")]
    assert selectors.todo_for(organs["prosecutor"], date(2026, 7, 1)) == []
    urging = selectors.todo_for(organs["prosecutor"], date(2026, 7, 16))
    assert [(item.what, item.number) for item in urging] == [
        ("催办", selectors.document_register(organs["prosecutor"], date(2026, 7, 16))[0].number)
    ]
    assert urging[0].number.endswith("号")
    services.act_aside(
        actor=acting("prosecutor"), now=day("2026-07-16"), case_id=served.pk, kind="urged", step="reply", values={"note": "请尽快回复"}
    )
    assert [item.what for item in selectors.todo_for(organs["prosecutor"], date(2026, 7, 28))] == ["报告上一级"]


def test_any_act_with_its_files_is_one_transaction(served, acting, organs):
    from zhiheng.dossier.selectors import attachments_in

    given = {"step": "reply", "values": {"reply_text": "已办"}}
    act = {"actor": acting(BUREAU), "now": day("2026-07-02"), "case_id": served.pk, "files": {"attachment": ("说明.txt", b"x")}}
    with pytest.raises(ActRefused):
        services.act(**act, **given, outcome="refused")
    assert attachments_in(served.dossier_key) == []
    services.act(**act, **given, outcome="adopted")
    assert [file.name for file in attachments_in(served.dossier_key)] == ["说明.txt"]
