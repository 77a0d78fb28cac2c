"""The models stand as the contract of the shared material names them: occurrence, datasets, traps, parameters and citations."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from zhiheng.catalog import packs
from zhiheng.law import citations
from zhiheng.schema import DATASETS

CATALOG = packs.loaded(Path(__file__).resolve().parents[2] / "packs")

pytestmark = pytest.mark.sample


@pytest.fixture(scope="session")
def contract(shared):
    return yaml.safe_load((shared / "contracts" / "models.yaml").read_text(encoding="utf-8"))["models"]


def test_every_model_of_the_contract_is_there_and_no_other_of_exchanged_records(contract):
    assert sorted(contract) == sorted(name for name, spec in CATALOG.models.items() if set(spec.reads) <= set(DATASETS))


def test_models_read_and_name_what_the_contract_says(contract):
    for name, said in contract.items():
        spec = CATALOG.models[name]
        assert (sorted(spec.reads), list(spec.occurrence)) == (sorted(said["reads"]), said["occurrence"]), name


def test_parameters_have_the_contract_defaults(contract):
    for name, said in contract.items():
        defaults = {key: parameter.default for key, parameter in CATALOG.models[name].parameters.items()}
        assert {key: defaults.get(key) for key in said.get("parameters", {})} == said.get("parameters", {}), name


OUT_OF_SCOPE = {"special circumstances approved by the Supreme People's Court are out of scope"}  # no dataset says so


def test_every_trap_of_the_contract_has_an_innocent_case(contract):
    for name, said in contract.items():
        shown = [case.trap for case in CATALOG.models[name].cases.cases if not case.expect]
        uncovered = [trap for trap in said["traps"] if trap not in OUT_OF_SCOPE and not any(trap in each for each in shown)]
        assert uncovered == [], name


def test_citations_resolve_in_the_texts(shared):
    texts = {path.stem for path in (shared / "law" / "text").glob("*.md")}
    for spec in CATALOG.models.values():
        for source in spec.source:
            cited = citations.parse(source)
            if cited.stem in texts:
                assert citations.resolve(cited, shared / "law" / "text"), f"{spec.id}: {source}"
            else:
                assert spec.caveat, f"{spec.id}: {source} is not at hand and nothing says so"
