"""Entries: entered, acted on, corrected, confirmed by another organ; nothing twice, nothing by the wrong person, nothing lost."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from zhiheng.ledger import selectors as ledger
from zhiheng.ledger.appending import AppendOnlyError
from zhiheng.register import selectors, services
from zhiheng.register.core.errors import RegisterRefused
from zhiheng.register.models import ActRow
from zhiheng.register.selectors.entries import EVERY_ENTRY
from zhiheng.register.services import RegisterAct
from zhiheng.registry.selectors import COMMAND_LINE

PHONE = {"tag": "T1", "name": "黑色手机", "case_no": "C1", "kind": "phone", "seized_on": "2026-06-29", "remark": "屏幕有裂纹"}


@pytest.fixture()
def goods(trial):
    return trial.registers["goods"]


@pytest.fixture()
def enter(people, trial, now):
    def make(values=PHONE, by="seizer", **more):
        return services.enter(actor=people[by], now=now, catalog=trial, register="goods", wanted=RegisterAct("seize", values, **more))

    return make


@pytest.fixture()
def act(people, trial, now):
    def do(entry, name, by, values=None, at=now, **more):
        return services.act(actor=people[by], now=at, catalog=trial, entry_id=entry.pk, wanted=RegisterAct(name, values or {}, **more))

    return do


def test_an_entry_is_numbered_traced_and_shown(people, trial, enter, now):
    entry = enter()
    assert (entry.number, entry.state, entry.key, entry.values["amount"]) == ("金堂公物〔2026〕1号", "seized", "T1", "1")
    assert [one.act for one in ledger.entries_about(f"entry:{entry.pk}")] == ["entry.seize"]
    view = selectors.entry_view(entry.pk, people["officer"]("keeper"), trial, now=now)
    assert view.inside and view.values["remark"] == "屏幕有裂纹"
    assert [(one.name, one.fields[0].id if one.fields else "") for one in view.may_do] == [("store", "place"), ("correct", "tag")]
    assert view.clocks[0].due.isoformat() == "2026-07-01T09:00:00+08:00"
    assert entry.due_at == view.clocks[0].due


def test_numbers_follow_each_other_and_a_key_stands_once(enter):
    assert enter().number.endswith("1号")
    assert enter({**PHONE, "tag": "T2"}).number.endswith("2号")
    with pytest.raises(RegisterRefused) as caught:
        enter()
    assert caught.value.code == "DUPLICATE"
    assert enter({**PHONE, "tag": "T3"}).number.endswith("3号")


def test_a_repeated_request_is_the_same_act(enter, act):
    first, again = enter(key="k1"), enter(key="k1")
    assert first.pk == again.pk
    act(first, "store", "keeper", {"place": "A1"}, key="k2")
    act(first, "store", "keeper", {"place": "A1"}, key="k2")
    assert ActRow.objects.filter(entry=first).count() == 2
    with pytest.raises(RegisterRefused) as caught:
        act(first, "correct", "head", {"place": "A2"}, reason="x", key="k2")
    assert caught.value.code == "KEY"


@pytest.mark.parametrize(
    ("name", "by", "values", "more", "code"),
    [
        ("store", "seizer", {"place": "A1"}, {}, "OTHER_PERSON"),
        ("store", "keeper", {}, {}, "FIELDS"),
        ("store", "keeper", {"place": "A1", "colour": "x"}, {}, "FIELDS"),
        ("lend", "head", {"lent_until": "2026-07-05"}, {"reason": "辨认"}, "STATE"),
        ("store", "stranger", {"place": "A1"}, {}, "ORGAN"),
        ("correct", "keeper", {"place": "A2"}, {}, "REASON"),
        ("store", "keeper", {"place": "A1"}, {"expected_acts": 0}, "CHANGED"),
        ("nothing", "keeper", {}, {}, "UNKNOWN_ACT"),
    ],
)
def test_what_may_not_be_is_refused_and_changes_nothing(enter, act, name, by, values, more, code):
    entry = enter()
    with pytest.raises(RegisterRefused) as caught:
        act(entry, name, by, values, **more)
    assert caught.value.code == code
    entry.refresh_from_db()
    assert (entry.state, entry.acts.count()) == ("seized", 1)


def test_a_right_is_needed(enter, act):
    entry = act(enter(), "store", "keeper", {"place": "A1"})
    with pytest.raises(PermissionDenied):
        act(entry, "lend", "keeper", {"lent_until": "2026-07-05"}, reason="辨认")
    with pytest.raises(PermissionDenied):
        enter({**PHONE, "tag": "T9"}, by="head")


def test_a_correction_leaves_what_stood_before(people, trial, enter, act, now):
    entry = act(enter(), "correct", "seizer", {"name": "白色手机", "remark": None}, reason="登记笔误", corrects=1)
    assert entry.values["name"] == "白色手机"
    assert "remark" not in entry.values
    row = entry.acts.get(seq=2)
    assert (row.before, row.corrects) == ({"name": "黑色手机", "remark": "屏幕有裂纹"}, 1)
    assert entry.acts.get(seq=1).values["name"] == "黑色手机"
    with pytest.raises(AppendOnlyError):
        row.save()
    with pytest.raises(AppendOnlyError):
        row.delete()


def test_another_organ_confirms_before_title_passes(people, trial, enter, act, now, moment):
    entry = act(enter(), "store", "keeper", {"place": "A1"})
    assert selectors.entry_view(entry.pk, people["officer"]("judge"), trial, now=now) is None
    entry = act(entry, "hand_over", "keeper", {"holder": "金堂县人民法院"})
    assert (entry.state, entry.waits_for) == ("held", "金堂县人民法院")
    seen = selectors.entry_view(entry.pk, people["officer"]("judge"), trial, now=now)
    assert [one.name for one in seen.may_do] == ["confirm", "dispute"]
    assert "remark" not in seen.values and not seen.inside
    assert seen.clocks[0].due.isoformat() == "2026-07-03"
    with pytest.raises(RegisterRefused) as caught:
        act(entry, "store", "keeper", {"place": "A2"})
    assert caught.value.code == "PENDING"
    with pytest.raises(RegisterRefused) as caught:
        act(entry, "confirm", "keeper")
    assert caught.value.code == "ORGAN"
    disputed = act(entry, "dispute", "judge", reason="封签号不符")
    assert (disputed.state, disputed.waits_for) == ("held", "")
    act(entry, "hand_over", "keeper", {"holder": "金堂县人民法院"})
    done = act(entry, "confirm", "judge")
    assert (done.state, done.values["holder"]) == ("moved", "金堂县人民法院")
    assert [one.name for one in selectors.entry_view(entry.pk, people["officer"]("judge"), trial, now=now).may_do] == ["note"]


def test_a_block_tells_what_is_missing(enter, act):
    entry = act(enter({**PHONE, "kind": "gold"}), "store", "keeper", {"place": "B1"})
    with pytest.raises(RegisterRefused) as caught:
        act(entry, "hand_over", "keeper", {"holder": "金堂县人民法院"})
    assert (caught.value.code, caught.value.reason) == ("NO_VALUE", "贵重物品没有估价")
    act(entry, "correct", "seizer", {"value": "12000"}, reason="补估价")
    assert act(entry, "hand_over", "keeper", {"holder": "金堂县人民法院"}).waits_for


def test_lists_filter_sort_and_count_in_the_database(people, trial, goods, enter, act, now, moment, django_assert_num_queries):
    for number, (name, amount) in enumerate([("手机", 2), ("汽车", 10), ("金条", -1)]):
        enter({**PHONE, "tag": f"N{number}", "name": name, "amount": amount})
    viewer = people["officer"]("keeper")

    def tags(wanted=EVERY_ENTRY, **more):
        return [entry.values["tag"] for entry in selectors.entries_seen_by(viewer, goods, wanted, now=now, **more)]

    assert tags(sort="amount") == ["N2", "N0", "N1"]
    assert tags(sort="-amount") == ["N1", "N0", "N2"]
    assert tags(selectors.EntryFilter(columns={"name": "汽车"})) == ["N1"]
    assert tags(selectors.EntryFilter(text="金条")) == ["N2"]
    assert selectors.entry_counts(viewer, goods) == {"seized": 3}
    late = moment("2026-07-02T00:00")
    assert len(selectors.entries_seen_by(viewer, goods, selectors.EntryFilter(due="overdue"), now=late)) == 3
    assert not selectors.entries_seen_by(viewer, goods, selectors.EntryFilter(due="overdue"), now=now)
    with django_assert_num_queries(4):
        list(selectors.entries_seen_by(people["officer"]("keeper"), goods, now=now)[:50])


def test_other_organs_see_all_own_or_nothing(people, goods, enter, now):
    enter()
    seen = {
        name: selectors.entries_seen_by(people["officer"](name), goods, now=now).count()
        for name in ("head", "procurator", "judge", "stranger")
    }
    assert seen == {"head": 1, "procurator": 1, "judge": 0, "stranger": 0}
    assert selectors.entries_seen_by(COMMAND_LINE, goods, now=now).count() == 1


def test_files_are_kept_with_the_entry(enter, people):
    from zhiheng.dossier.selectors import attachments_in

    entry = enter(files={"photo": ("正面.jpg", b"\xff\xd8\xff")})
    assert entry.values["photo"] == "正面.jpg"
    assert [one.name for one in attachments_in(entry.dossier_key)] == ["正面.jpg"]
    assert entry.acts.get().files["photo"]["name"] == "正面.jpg"
    with pytest.raises(RegisterRefused):
        enter({**PHONE, "tag": "T2"}, files={"name": ("x.jpg", b"1")})


def test_happenings_are_followed_by_a_cursor(enter, act):
    entry = enter()
    first = selectors.happenings_after(0)
    act(entry, "store", "keeper", {"place": "A1"})
    after = selectors.happenings_after(first[-1].pk)
    assert [(one.kind, one.act, one.data["state"]) for one in [*first, *after]] == [("act", "seize", "seized"), ("act", "store", "held")]
