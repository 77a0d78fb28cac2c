"""One clue per subject and occurrence, the same digest for the same data, and nothing but what the file declares."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhiheng.analysis.clue_rows import WrongColumnsError
from zhiheng.analysis.engine import run_model
from zhiheng.analysis.errors import RefusedStatementError
from zhiheng.schema.errors import UnusableInputError

AS_OF = date(2026, 6, 30)


def test_a_clue_says_what_where_and_who(model_of, room, sentence):
    [clue] = run_model(model_of(), room.library({"sentences": [sentence]}), as_of=AS_OF)
    told = clue.to_json()
    assert told.pop("digest") == clue.digest
    assert told == {
        "model": "trial",
        "subject": "甲",
        "occurrence": "一号",
        "as_of": "2026-06-30",
        "level": "low",
        "summary": "甲于2026年1月11日生效，已超30日。",
        "values": {"effective_on": "2026-01-11"},
        "evidence": [{"dataset": "sentences", "key": "一号|甲", "batch": "sentences-1", "received_at": "2026-01-01T00:00:00+08:00"}],
        "cites": ["刑法 第四十七条"],
        "organ": "东山法院",
    }


def test_same_data_same_digest_whatever_the_order_of_rows(model_of, room, sentence):
    rows = [{**sentence, "judgment_no": f"{n}号"} for n in range(20)]
    first = run_model(model_of(), room.library({"sentences": rows}), as_of=AS_OF)
    second = run_model(model_of(), room.library({"sentences": rows[::-1]}), as_of=AS_OF)
    assert [clue.digest for clue in first] == [clue.digest for clue in second]
    assert len({clue.digest for clue in first}) == 20


@pytest.mark.parametrize(
    "change",
    [
        {"effective_on": "2026-01-12"},
        {"judgment_no": "二号"},
        {"id_number": "乙"},
    ],
)
def test_other_facts_other_digest(model_of, room, sentence, change):
    [was] = run_model(model_of(), room.library({"sentences": [sentence]}), as_of=AS_OF)
    [now] = run_model(model_of(), room.library({"sentences": [sentence | change]}), as_of=AS_OF)
    assert was.digest != now.digest


def test_other_day_parameters_or_model_text_other_digest(model_of, room, sentence):
    library = room.library({"sentences": [sentence]})
    [plain] = run_model(model_of(), library, as_of=AS_OF)
    [later] = run_model(model_of(), library, as_of=date(2026, 7, 1))
    [wider] = run_model(model_of(), library, as_of=AS_OF, parameters={"days": 31})
    [reworded] = run_model(model_of(clears="另有原因"), library, as_of=AS_OF)
    assert len({plain.digest, later.digest, wider.digest, reworded.digest}) == 4


def test_records_of_two_organs_make_one_clue_with_both_as_evidence(model_of, room, sentence):
    rows = [sentence, sentence | {"_organ": "西山法院"}]
    [clue] = run_model(model_of(), room.library({"sentences": rows}), as_of=AS_OF)
    assert len(clue.evidence) == 2
    assert clue.organ == "东山法院"


def test_nothing_found_in_an_empty_library(catalog, room):
    library = room.library({})
    assert [name for name, model in catalog.models.items() if run_model(model, library, as_of=AS_OF)] == []


def test_columns_must_be_those_declared(model_of, room, sentence):
    library = room.library({"sentences": [sentence]})
    missing = "select id_number as subject, judgment_no as occurrence, _organ as organ, _ref as evidence from sentences"
    with pytest.raises(WrongColumnsError, match="effective_on"):
        run_model(model_of(missing), library, as_of=AS_OF)
    foreign = (
        "select id_number as subject, judgment_no as occurrence, _organ as organ, _ref as evidence, effective_on, court from sentences"
    )
    with pytest.raises(WrongColumnsError, match="court"):
        run_model(model_of(foreign), library, as_of=AS_OF)


def test_a_clue_without_organ_is_the_models_fault(model_of, room, sentence):
    nobody = "select id_number as subject, judgment_no as occurrence, prohibition as organ, effective_on, _ref as evidence from sentences"
    with pytest.raises(WrongColumnsError, match="organ"):
        run_model(model_of(nobody), room.library({"sentences": [sentence]}), as_of=AS_OF)


def test_a_model_reads_only_what_it_declares(model_of, room):
    with pytest.raises(RefusedStatementError, match="rulings"):
        run_model(model_of("select 1 as one from rulings"), room.library({}), as_of=AS_OF)


def test_parameters_are_checked(model_of, room):
    library = room.library({})
    with pytest.raises(UnusableInputError, match="days"):
        run_model(model_of(), library, as_of=AS_OF, parameters={"day": 3})
    with pytest.raises(UnusableInputError, match="不是同一种值"):
        run_model(model_of(), library, as_of=AS_OF, parameters={"days": "三十"})
    assert run_model(model_of(), library, as_of=AS_OF, parameters={"days": Decimal("30.5")}) == []


def test_text_of_a_parameter_never_becomes_sql(model_of, room, sentence):
    columns = "id_number as subject, judgment_no as occurrence, _organ as organ, effective_on, _ref as evidence"
    model = model_of(f"select {columns} from sentences where court = :court")
    library = room.library({"sentences": [sentence]})
    assert run_model(model, library, as_of=AS_OF, parameters={"court": "' or 1=1 --"}) == []
    assert len(run_model(model, library, as_of=AS_OF, parameters={"court": "东山法院"})) == 1
