"""A number is given on issue; what leaves the house is fixed; drafts, inner papers and struck-out versions stay inside."""

from __future__ import annotations

import pytest

from tests.dossier.test_blocks import VALUES, spec
from zhiheng.dossier import selectors, services
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.core.organ_names import full_name
from zhiheng.dossier.core.seeing import Standing, attachment_seen, versions_seen
from zhiheng.ledger import selectors as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.registry.services import ensure_organ

pytestmark = pytest.mark.django_db
PAPER = {name: value for name, value in VALUES.items() if name not in {"organ", "number", "signed_on"}}
OWN, SERVED, OTHER = (Actor(id=name, name=name, organ=name, via="test") for name in ("四川省检察院", "金堂县司法局", "成都市公安局"))
KEY = "case:1"


@pytest.fixture()
def draft(actor, now, home, db):
    for organ in ("四川省检察院", "金堂县司法局", "成都市公安局"):
        ensure_organ(actor=actor, name=organ, now=now)

    def make(**more):
        given = {"numbered": "on_issue", "values": PAPER, **more}
        return services.draw_up(actor=actor, now=now, dossier_key=KEY, document=spec(), number_of="四川省检察院", **given)

    return make


def paper(**more):
    return Standing(organ="甲", **more)


def issue(document, actor, now, **more):
    return services.issue(actor=actor, now=now, document_id=document.pk, **more)


def test_a_returned_draft_leaves_no_gap(draft, actor, now):
    returned, first, second = draft(), draft(), draft()
    assert [one.number for one in (returned, first, second)] == [None, None, None]
    assert "川检纠违〔2026〕　　号" in first.version.text
    assert [issue(one, actor, now).number for one in (first, second)] == ["川检纠违〔2026〕1号", "川检纠违〔2026〕2号"]


def test_the_issued_version_bears_number_and_day_and_is_fixed(draft, actor, now):
    issued = issue(draft(), actor, now)
    assert issued.version.number == 2
    assert "川检纠违〔2026〕1号" in issued.version.text and "2026年6月30日" in issued.version.text
    assert "Noto Serif" in issued.version.faces
    with pytest.raises(DocumentRefused, match="已经签发"):
        issue(issued, actor, now)
    assert [entry.act for entry in ledger.entries_about(f"document:{issued.pk}")].count("document.issued") == 1


def test_a_text_changed_after_approval_is_not_issued(draft, actor, now):
    document = draft()
    services.redraw(actor=actor, now=now, document=document, spec=spec(), values={**PAPER, "facts": ["改写。"]})
    with pytest.raises(DocumentRefused, match="原审批失效"):
        issue(document, actor, now, approved_version=1)
    assert issue(document, actor, now, approved_version=2).number


def test_all_drafts_of_a_kind_are_issued_once(draft, actor, now):
    first, second = draft(), draft()
    issue(first, actor, now)
    given = {"actor": actor, "now": now, "dossier_key": KEY, "kind": "correction_notice"}
    assert [one.pk for one in services.issue_kind(**given)] == [second.pk]
    assert services.issue_kind(**given) == []
    assert services.issue_kind(**{**given, "actor": SERVED}) == []


def test_an_issue_draws_from_the_text_of_its_day(draft, actor, now, monkeypatch):
    from zhiheng.catalog import documents

    document = draft()
    monkeypatch.setattr(documents, "read", lambda *_: pytest.fail("the pack of today is not asked"))
    assert issue(document, actor, now).number


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_served_side_sees_the_issued_version_only(draft, actor, now, kind):
    document = draft()
    services.redraw(actor=actor, now=now, document=document, spec=spec(), values={**PAPER, "facts": ["改写。"]})
    assert selectors.files_seen_by(SERVED, KEY).documents == ()
    assert selectors.file_seen_by(SERVED, document.pk, kind) is None
    issue(document, actor, now)
    services.redraw(actor=actor, now=now, document=document, spec=spec(), values={**PAPER, "facts": ["再改。"]})
    seen = selectors.files_seen_by(SERVED, KEY).documents
    assert [version.number for version in seen[0].versions] == [3]
    assert "再改" not in seen[0].version.text
    for version in (1, 2, 4):
        assert selectors.file_seen_by(SERVED, document.pk, kind, version) is None
        assert selectors.file_seen_by(OWN, document.pk, kind, version)
    assert selectors.file_seen_by(SERVED, document.pk, kind).digest == selectors.file_seen_by(OWN, document.pk, kind, 3).digest


@pytest.mark.parametrize("numbered", ["on_issue", "at_once", "never"])
def test_inner_papers_stay_inside(draft, actor, now, numbered):
    document = draft(numbered=numbered, inner=True)
    issue(document, actor, now)
    assert selectors.files_seen_by(SERVED, KEY).documents == ()
    assert selectors.file_seen_by(SERVED, document.pk, "pdf") is None
    assert len(selectors.files_seen_by(OWN, KEY).documents) == 1
    with pytest.raises(DocumentRefused, match="内部文书"):
        services.deliver(actor=actor, now=now, document_id=document.pk, to="金堂县司法局", method="direct")


def test_inner_attachments_stay_inside(actor, now, home, db):
    given = {"actor": actor, "now": now, "dossier_key": KEY, "content": "甲".encode()}
    inner = services.attach(**given, name="内部意见.txt", place=services.Place(inner=True))
    services.attach(**given, name="材料.txt")
    assert [file.name for file in selectors.files_seen_by(SERVED, KEY).attachments] == ["材料.txt"]
    assert selectors.attachment_seen_by(SERVED, inner.pk, KEY) is None
    assert selectors.attachment_seen_by(OWN, inner.pk, KEY) is not None


@pytest.mark.parametrize(
    ("standing", "organ", "seen"),
    [
        (paper(inner=False, numbered="on_issue", versions=(1, 2, 3), issued=(2,)), "乙", (2,)),
        (paper(inner=False, numbered="on_issue", versions=(1, 2)), "乙", ()),
        (paper(inner=False, numbered="never", versions=(1,)), "乙", ()),
        (paper(inner=False, numbered="at_once", versions=(1, 2)), "乙", (2,)),
        (paper(inner=False, numbered="at_once", versions=(1, 2, 3), issued=(1,)), "乙", (1,)),
        (paper(inner=True, numbered="at_once", versions=(1,), issued=(1,)), "乙", ()),
        (paper(inner=False, numbered="at_once", versions=(1,), issued=(1,), delivered_to=frozenset({"丙"})), "乙", ()),
        (paper(inner=False, numbered="at_once", versions=(1,), issued=(1,), delivered_to=frozenset({"丙"})), "丙", (1,)),
        (paper(inner=True, numbered="on_issue", versions=(1, 2)), "甲", (1, 2)),
        (paper(inner=True, numbered="on_issue", versions=(1, 2)), "*", (1, 2)),
    ],
)
def test_the_rule(standing, organ, seen):
    assert versions_seen(standing, organ) == seen
    assert attachment_seen("甲", organ, inner=True) == (organ in {"甲", "*"})


def test_delivery_and_receipt_are_traced(draft, actor, now):
    document = draft()
    to = {"document_id": document.pk, "to": "金堂县司法局", "method": "electronic"}
    with pytest.raises(DocumentRefused, match="还没有签发"):
        services.deliver(actor=actor, now=now, **to)
    issue(document, actor, now)
    delivery = services.deliver(actor=actor, now=now, **to)
    with pytest.raises(DocumentRefused, match="送达过"):
        services.deliver(actor=actor, now=now, **to)
    assert selectors.files_seen_by(OTHER, KEY).documents == ()
    with pytest.raises(DocumentRefused, match="只能由受送达机关签收"):
        services.acknowledge(actor=OTHER, now=now, delivery_id=delivery.pk)
    assert services.acknowledge(actor=SERVED, now=now, delivery_id=delivery.pk).received_by == "金堂县司法局"
    with pytest.raises(DocumentRefused, match="已经签收"):
        services.acknowledge(actor=SERVED, now=now, delivery_id=delivery.pk)
    acts = [entry.act for entry in ledger.entries_about(f"document:{document.pk}")]
    assert {"document.delivered", "document.acknowledged"} <= set(acts)
    assert [one.received_at for one in selectors.deliveries_in(KEY)] == [now]


def test_a_paper_receipt_is_recorded_by_the_sender_with_a_name(draft, actor, now):
    document = issue(draft(), actor, now)
    delivery = services.deliver(actor=actor, now=now, document_id=document.pk, to="金堂县司法局", method="mail")
    with pytest.raises(DocumentRefused):
        services.acknowledge(actor=actor, now=now, delivery_id=delivery.pk)
    assert services.acknowledge(actor=actor, now=now, delivery_id=delivery.pk, received_by="王五").received_by == "王五"


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("四川省检察院", "四川省人民检察院"),
        ("涪城区法院", "绵阳市涪城区人民法院"),
        ("重庆市第一中级法院", "重庆市第一中级人民法院"),
        ("渝中区检察院", "重庆市渝中区人民检察院"),
        ("凉山州检察院", "凉山彝族自治州人民检察院"),
        ("金堂县司法局", "金堂县司法局"),
        ("重庆市检察院第一分院", "重庆市人民检察院第一分院"),
        ("绵阳市涪城区人民法院", "绵阳市涪城区人民法院"),
        ("沱江监狱", "沱江监狱"),
    ],
)
def test_full_names(short, full):
    assert full_name(short) == full


def own_template(home, change):
    text = spec().text
    path = home / "papers" / "四川省检察院" / "supervision_document" / "correction_notice.md"
    path.parent.mkdir(parents=True)
    path.write_text(change(text), encoding="utf-8")


def test_an_organ_may_have_its_own_wording(draft, actor, now, home):
    pairs = (("一、违法事实", "一、本院查明"), ("copies 抄送：{{copies}}。\n", ""), ("  copies: {title: 抄送, optional: true}\n", ""))
    own_template(home, lambda text: changed(text, *pairs))
    document = draft(values={**PAPER, "copies": "四川省司法厅"})
    assert "一、本院查明" in document.version.text and "抄送" not in document.version.text
    (home / "papers").rename(home / "elsewhere")
    assert "一、本院查明" in issue(document, actor, now).version.text


def changed(text, *pairs):
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    return text


RENAMED = (("facts: {title: 违法事实", "fact: {title: 违法事实"), ("{{facts}}", "{{fact}}"))
RETYPED = (("demands: {title: 纠正意见, type: list}", "demands: {title: 纠正意见, type: paragraphs}"), ("list {{demands}}", "{{demands}}"))


@pytest.mark.parametrize(
    ("pairs", "reason"),
    [
        (RENAMED[1:], "占位 fact 没有声明"),
        (RENAMED, "统一模板没有占位：fact"),
        (RETYPED, "类型与统一模板不同：demands"),
    ],
)
def test_a_faulty_own_wording_is_refused(draft, home, pairs, reason):
    own_template(home, lambda text: changed(text, *pairs))
    with pytest.raises(DocumentRefused, match=reason):
        draft()
