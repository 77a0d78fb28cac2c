"""Forms of cases: every type of field is asked and read, clocks in hours to the minute, conditions of the case leave fields out."""

from datetime import UTC, datetime

import pytest

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.procedure.core.acts import PossibleAct
from zhiheng.procedure.core.numbers import number_typed
from zhiheng.registry.core.masking import masked
from zhiheng.web.cases.act_form import ActForm, ActGroup, CaseForm, Setting
from zhiheng.web.cases.case_values import value_text

pytestmark = pytest.mark.drawn

NOW = datetime(2026, 6, 30, 6, 5, tzinfo=UTC)
FIELDS = [
    FieldShape(id="at", title="时刻", type="time"),
    FieldShape(id="money", title="金额", type="amount"),
    FieldShape(id="classes", title="类别", type="choices", codes={"a": "甲", "b": "乙"}),
    FieldShape(id="who", title="人员", type="person"),
    FieldShape(
        id="votes",
        title="表决",
        type="rows",
        rows=(FieldShape(id="name", title="姓名", required=True), FieldShape(id="agreed", title="同意", type="flag")),
    ),
    FieldShape(id="months", title="月数", type="whole", when={"kind": "fixed"}),
]
GIVEN = {
    "x-at": "2026-06-30T14:05", "x-money": "12.50", "x-classes": ["a", "b"], "x-who__name": "王甲", "x-votes-count": "2",
    "x-votes-0-name": "一", "x-votes-0-agreed": "true", "x-votes-1-name": "", "x-months": "9", "x-on": "2026-06-30T14:00",
}  # fmt: skip


def form(given, **setting):
    from django.http import QueryDict

    data = QueryDict(mutable=True)
    for name, value in given.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return CaseForm("x", FIELDS, data, None, Setting(moment=NOW, **setting))


def test_every_type_is_read_as_the_case_keeps_it():
    made = form(GIVEN, known_values={"kind": "fixed"}, minutes=True)
    assert made.is_valid(), made.errors
    assert made.plain() == {
        "at": "2026-06-30T14:05", "money": "12.50", "classes": ["a", "b"], "who": {"name": "王甲"},
        "votes": [{"name": "一", "agreed": True}], "months": "9",
    }  # fmt: skip
    assert made.happened().isoformat() == "2026-06-30T14:00:00+08:00"


def test_a_field_for_other_cases_is_not_asked():
    assert "月数" not in str(form(GIVEN, known_values={"kind": "life"}))
    assert "月数" in str(form(GIVEN, known_values={"kind": "fixed"}))


def test_a_fault_stands_at_its_field():
    made = form({**GIVEN, "x-money": "12.505"}, known_values={"kind": "fixed"})
    assert not made.is_valid()
    assert "两位小数" in str(made.errors["money"])


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("(2026) 沱监减 1", "（2026）沱监减1号"), ("〔2026〕沱监减01号", "（2026）沱监减1号"), ("2026沱监减1号", "（2026）沱监减1号"),
        ("川检建[2026]7", "（2026）川检建7号"), ("川检建2026第7", "（2026）川检建7号"), ("沱监减20261号", "（2026）沱监减1号"),
    ],
)  # fmt: skip
def test_a_number_is_known_however_it_is_typed(typed, number):
    assert number_typed(typed).round == number


@pytest.mark.parametrize("text", ["王甲", "510107199001012910", "", "2026", "减1号"])
def test_what_is_no_number_is_none(text):
    assert number_typed(text) is None


def test_numbers_of_persons_are_masked_and_values_said():
    assert masked("510107199001012910") == "510107********2910"
    assert masked("沱江监狱") == "沱江监狱"
    assert value_text(FIELDS[2], ["a", "b"]) == "甲、乙"
    assert value_text(FIELDS[0], "2026-06-30T14:05+08:00") == "2026-06-30 14:05"


def acts_asked(kinds, asks=(), fields=()):
    """The form of a step with one outcome for each sign: `r` asks for a reason, `-` for none."""
    acts = [
        PossibleAct("done", "approve", f"o{at}", f"办法{at}", "chief", "chief", "case.act", kind == "r", tuple(fields))
        for at, kind in enumerate(kinds)
    ]
    made = ActForm(ActGroup("done", "approve", "审批", tuple(acts)), setting=Setting(moment=NOW, asks=asks))
    names = [[act.outcome for act in some] for some in (made.first_acts, made.reasoned_acts)]
    return [*names, "reason" in [field.name for field in made.fields_beside]]


def test_the_reason_stands_by_the_outcomes_that_ask_for_it():
    assert acts_asked("-rr") == [["o0"], ["o1", "o2"], False]
    assert acts_asked("--") == [["o0", "o1"], [], False]
    assert acts_asked("rr") == [["o0", "o1"], [], True]
    assert acts_asked("-r", asks=("期限已过",)) == [["o0", "o1"], [], True]
    assert acts_asked("-r", fields=[FieldShape(id="reason", title="理由", type="text")]) == [["o0", "o1"], [], False]
    coded = FieldShape(id="reason", title="事由", type="choice", codes={"ill": "就医"})
    assert acts_asked("-r", fields=[coded]) == [["o0"], ["o1"], False]


@pytest.mark.django_db
def test_a_case_may_be_handed_over_to_an_organ_beside_ones_own():
    from types import SimpleNamespace

    from zhiheng.registry.selectors import COMMAND_LINE
    from zhiheng.registry.services import ensure_organ
    from zhiheng.web.cases.case_forms import choices_beside

    own, _other = (ensure_organ(actor=COMMAND_LINE, name=name, now=NOW) for name in ("武侯区社区矫正管理局", "青羊区社区矫正管理局"))
    spec = SimpleNamespace(steps={}, hand_over=(), roles={})
    offered = choices_beside(SimpleNamespace(spec=spec, state=SimpleNamespace(happened={})), own)["organ"]
    assert [name for _group, found in offered for name, _ in found] == ["武侯区社区矫正管理局", "青羊区社区矫正管理局"]
