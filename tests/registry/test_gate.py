"""The gate: which values it hides, and identity numbers found and masked in any text."""

import pytest

from zhiheng.registry import gate as gates
from zhiheng.registry.core.masking import masked, masked_text, numbers_in, restored
from zhiheng.schema import DATASETS

NUMBER = "510107199004076004"
MASK = "510107********6004"


@pytest.mark.parametrize(
    "text",
    [
        NUMBER, f"张三{NUMBER}，", f"K|{NUMBER}|2026", f"q=%E5%BC%A0{NUMBER}", f"x%7C{NUMBER}",
        f'{{"a":"\\u5f20{NUMBER}"}}', f"1.{NUMBER}", f"{NUMBER[:17]}X", "510107900407600", f"号码：{NUMBER}",
    ],
)  # fmt: skip
def test_a_number_is_found_wherever_it_stands(text):
    content = text.encode()
    (found,) = numbers_in(content)
    assert found not in masked_text(content).decode()
    assert masked(found) in masked_text(content).decode()


@pytest.mark.parametrize(
    "text",
    [
        "20260630120000123",
        "0.510107900407600",
        "51010719900407600451",
        "12345678901234567",
        "510107199013406004",
        "a" * 64,
        "2026-06-30",
        MASK,
    ],
)
def test_what_is_no_number_stays(text):
    assert numbers_in(text.encode()) == []
    assert masked_text(text.encode()) == text.encode()


def test_a_masked_number_comes_back_where_it_is_known():
    assert restored(f"王甲 {MASK}，{MASK}", {MASK: NUMBER}.get) == f"王甲 {NUMBER}，{NUMBER}"
    assert restored(MASK, {}.get) == MASK
    assert restored(MASK, {MASK: ""}.get) == MASK, "a mask of two numbers stays"


def test_the_standard_alone_says_what_is_sensitive():
    assert {(name, one) for name, dataset in DATASETS.items() for one in dataset.hidden_fields} == gates.SENSITIVE
    marked = {
        (name, field.name) for name, dataset in DATASETS.items() for field in dataset.fields.values() if field.sensitivity == "sensitive"
    }
    assert marked <= gates.SENSITIVE
    assert ("hotel_stays", "stay_no") in gates.SENSITIVE
    assert ("hotel_stays", "name") not in gates.SENSITIVE
    assert len({name for name, _field in gates.SENSITIVE}) >= 11


def test_a_closed_gate_hides_and_counts_and_an_open_one_shows_and_counts():
    with gates.entered(gates.Gate()) as gate:
        assert gates.hides("persons", "ethnicity")
        assert not gates.hides("persons", "birth_date")
        assert gates.value_text("persons", "ethnicity", "彝族") == "＊＊＊"
        assert (gate.hidden, gate.revealed) == (2, 0)
        gate.open("核查线索所涉人员")
        assert gates.value_text("persons", "ethnicity", "彝族") == "彝族"
        assert (gate.hidden, gate.revealed) == (2, 1)
    assert not gates.hides("persons", "ethnicity"), "command lines pass it open"


def test_who_may_not_read_sensitive_values_sees_numbers_alone():
    with gates.entered(gates.Gate("核查线索所涉人员", lambda: False)) as gate:
        assert gate.is_open
        assert gates.hides("checkins", "lon")
        gates.demand_open()
        with pytest.raises(gates.PurposeNeededError):
            gates.demand_open(sensitive=True)
