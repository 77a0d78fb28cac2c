"""What officers do with a clue, and how often models were right."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from tests import documents
from tests.oversight.conftest import PRISON, found
from zhiheng.ledger import selectors as ledger
from zhiheng.oversight import selectors, services
from zhiheng.oversight.core import drafting
from zhiheng.oversight.core.errors import ClueRefused
from zhiheng.oversight.models import Clue

ONE, TWO = "510107199004075992", "510107199004076004"


@pytest.fixture()
def clue(screened):
    screened(found(ONE))
    return Clue.objects.get().pk


@pytest.mark.django_db
def test_assigned_verified_and_traced(clue, acting, organs, now):
    services.assign_clue(actor=acting("prosecutor"), now=now, clue_id=clue, to="prosecutor")
    assert [item.kind for item in selectors.todo_for(organs["prosecutor"], date(2026, 6, 30))] == ["clue"]
    assert services.verify_clue(actor=acting("prosecutor"), now=now, clue_id=clue, reason="查证属实").state == "verified"
    assert [entry.act for entry in ledger.entries_about(f"clue:{clue}").order_by("seq")] == ["clue.assigned", "clue.verified"]


@pytest.mark.django_db
def test_refuting_needs_a_known_cause_and_a_reason(clue, acting, now):
    for cause, reason in (("mood", "不像"), ("rule", " ")):
        with pytest.raises(ClueRefused):
            services.refute_clue(actor=acting("prosecutor"), now=now, clue_id=clue, cause=cause, reason=reason)
    refuted = services.refute_clue(actor=acting("prosecutor"), now=now, clue_id=clue, cause="lawful_exception", reason="已批准")
    assert (refuted.state, refuted.cause) == ("refuted", "lawful_exception")
    assert services.reopen_clue(actor=acting("prosecutor"), now=now, clue_id=clue, reason="再查").state == "received"


@pytest.mark.django_db
def test_a_state_allows_only_its_acts(clue, acting, catalog, now):
    services.verify_clue(actor=acting("prosecutor"), now=now, clue_id=clue)
    with pytest.raises(ClueRefused, match="线索已核实"):
        services.verify_clue(actor=acting("prosecutor"), now=now, clue_id=clue)
    services.refute_clue(actor=acting("prosecutor"), now=now, clue_id=clue, cause="identity", reason="同名")
    with pytest.raises(ClueRefused, match="请先核实"):
        documents.open_document(actor=acting("prosecutor"), now=now, catalog=catalog, clues=[clue], kind="proposal")


@pytest.mark.django_db
def test_snoozed_until_a_day(clue, acting, organs, now):
    with pytest.raises(ClueRefused):
        services.snooze_clue(actor=acting("prosecutor"), now=now, clue_id=clue, until=date(2026, 6, 30), reason="等")
    services.snooze_clue(actor=acting("prosecutor"), now=now, clue_id=clue, until=date(2026, 7, 9), reason="等鉴定")
    narrowed = selectors.ClueFilter(snoozed=False)
    counts = [
        selectors.clues_seen_by(organs["prosecutor"], narrowed, today=today).count() for today in (date(2026, 7, 8), date(2026, 7, 9))
    ]
    assert counts == [0, 1]


@pytest.mark.django_db
def test_other_organs_neither_see_nor_act(clue, acting, organs, catalog, now):
    assert selectors.clue_view(clue, organs[PRISON], catalog) is None
    with pytest.raises(PermissionDenied):
        services.verify_clue(actor=acting(PRISON), now=now, clue_id=clue)


@pytest.mark.django_db
def test_one_clue_on_one_screen(clue, organs, catalog):
    view = selectors.clue_view(clue, organs["prosecutor"], catalog)
    assert view.values == (("期满日", "2026-03-01"),)
    assert (view.evidence[0].dataset_title, view.evidence[0].key) == ("社区矫正对象信息", "P5992")
    assert set(view.acts) == {"assigned", "verified", "refuted", "snoozed"}


@pytest.mark.django_db
def test_clues_of_two_organs_make_no_document(screened, acting, catalog, now):
    screened(found(ONE), found(TWO, organ=PRISON))
    ids = list(Clue.objects.values_list("pk", flat=True))
    for clue_id in ids:
        services.verify_clue(actor=acting("prosecutor"), now=now, clue_id=clue_id)
    with pytest.raises(ClueRefused, match="涉及2个机关"):
        documents.open_document(actor=acting("prosecutor"), now=now, catalog=catalog, clues=ids, kind="proposal")
    assert Clue.objects.filter(state="verified").count() == 2


@pytest.mark.django_db
def test_yield_counts_what_was_decided(screened, acting, organs, now):
    screened(found(ONE), found(TWO), found("510107199004076012"))
    first, second, _ = Clue.objects.order_by("subject").values_list("pk", flat=True)
    services.verify_clue(actor=acting("prosecutor"), now=now, clue_id=first)
    services.refute_clue(actor=acting("prosecutor"), now=now, clue_id=second, cause="data", reason="错")
    row = selectors.yield_by_model(organs["prosecutor"])[0]
    assert (row.found, row.waiting, row.verified, row.refuted, row.causes, row.share) == (3, 1, 1, 1, {"data": 1}, 0.5)
    assert row.interval == pytest.approx((0.0945, 0.9055), abs=1e-4)


def test_words_of_a_document():
    source = drafting.Source("甲情形", "事实一", ("社区矫正法 第四十四条", "规则 第五百五十二条"), ())
    words = drafting.draft([source, source], {})
    assert words.articles == ["《社区矫正法》第四十四条", "《人民检察院刑事诉讼规则》第五百五十二条"]
    assert words.demands[0] == "对上述“甲情形”情形逐案核查，依法纠正处理。"


@pytest.mark.django_db
@pytest.mark.parametrize("scope", ["unit", "own"])
def test_who_sees_only_what_was_given_to_them_acts_on_nothing_else(clue, acting, organs, now, scope):
    """Several chosen on a list are sent by number: what the list did not show is as what is not there."""
    from zhiheng.registry.models import PostScope

    prosecutor = organs["prosecutor"]
    Clue.objects.filter(pk=clue).update(organ=prosecutor.organ)
    PostScope.objects.create(post=prosecutor.posts.get(role="prosecutor"), scope=scope)
    assert not selectors.clues_seen_by(prosecutor).exists()
    with pytest.raises(ClueRefused, match="没有这条线索"):
        services.verify_clue(actor=acting("prosecutor"), now=now, clue_id=clue)
    assert Clue.objects.get().state == "received"


@pytest.mark.django_db
def test_a_clue_is_given_to_nobody_who_does_not_see_its_organ(clue, acting, organs, now):
    from zhiheng.registry.selectors import COMMAND_LINE
    from zhiheng.registry.services import appoint, enlist, register_organ

    house = register_organ(actor=COMMAND_LINE, now=now, name="绵阳市检察院", kind="procuratorate", level="city", division="510700")
    other = enlist(actor=COMMAND_LINE, now=now, username="elsewhere", name="赵检", organ=house, password="Long-enough-2026")
    appoint(actor=COMMAND_LINE, now=now, officer=other, role="prosecutor", from_on=date(2020, 1, 1))
    with pytest.raises(ClueRefused, match="看不到"):
        services.assign_clue(actor=acting("prosecutor"), now=now, clue_id=clue, to="elsewhere")
