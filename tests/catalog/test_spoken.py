"""Codes and divisions in a clue are said in Chinese, whatever the column is called."""

from pathlib import Path

import pytest

from zhiheng.catalog import packs
from zhiheng.catalog.errors import PackError
from zhiheng.catalog.spoken import in_words
from zhiheng.models.selectors.parameters import names_of_keys, parameter_in_words

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def models():
    return packs.loaded(ROOT / "packs").models


@pytest.mark.parametrize(
    ("model", "column", "value", "said"),
    [
        ("absent_without_leave", "executed_in", "500103", "重庆市渝中区"),
        ("absent_without_leave", "kind", "journey", "出行"),
        ("leave_ultra_vires", "approver", "county", "县级社区矫正机构"),
        ("leave_ultra_vires", "required", "city", "市级社区矫正机构"),
        ("child_unprotected", "other_parent", "dead", "死亡"),
        ("monitoring_unlawful", "reason", "no_ground", "无法定情形"),
        ("release_mistimed", "released_on", None, "—"),
    ],
)
def test_values_are_said_as_people_say_them(models, model, column, value, said):
    spec = models[model]
    assert column in spec.columns
    assert in_words(spec.spoken.get(column), value) == said


def test_no_summary_shows_a_code(models):
    """Every column a summary names that holds codes has words for them."""
    coded = {"reason", "kind", "approver", "required", "executed_in", "division", "other_parent", "benefit", "field", "source_kind"}
    missing = [f"{spec.id}.{name}" for spec in models.values() for name in coded & set(spec.columns) if not spec.spoken.get(name)]
    assert missing == []


@pytest.mark.parametrize("wrong", ["executed_in: leaves.nothing", "nowhere: division"])
def test_a_wrong_word_is_a_fault_with_its_line(tmp_path, wrong):
    source = ROOT / "packs" / "corrections"
    for path in source.rglob("*"):
        target = tmp_path / "packs" / "corrections" / path.relative_to(source)
        if path.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    file = tmp_path / "packs" / "corrections" / "models" / "absent_without_leave.sql"
    file.write_text(file.read_text(encoding="utf-8").replace("executed_in: division", wrong), encoding="utf-8")
    with pytest.raises(PackError, match="spoken"):
        packs.load(tmp_path / "packs")


def test_keys_of_every_parameter_have_words(models):
    """A parameter by fields or places (食品 0，税务 100000) is shown to officers: its keys are codes that some column has words for."""
    bare = [f"{spec.id}.{name}" for spec in models.values() for name, one in spec.parameters.items()
            if isinstance(one.default, dict) and not names_of_keys(spec, one.default)]  # fmt: skip
    assert bare == []


def test_a_parameter_by_fields_is_said_in_words(models):
    spec = models["crime_not_transferred"]
    said = parameter_in_words(spec, "amount_yuan", {"food": 0, "tax": 100000})
    assert said == "各领域移送金额的核查口径；零表示只看涉嫌罪名 食品 0，税务 100000 元"
    assert parameter_in_words(None, "gone", {"x": 1}) == "gone x: 1"
