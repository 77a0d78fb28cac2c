"""Packs are loaded whole; everything wrong is shown at once, with its line and what was probably meant."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from zhiheng.catalog import facts, packs
from zhiheng.catalog.errors import Faults, PackError
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError

PACKS = Path(__file__).resolve().parents[2] / "packs"
WITHOUT_CASES = shutil.ignore_patterns("procedure.yaml", "procedures", "forms", "documents", "duties")
OF_CASES = (
    "proposal_filed_in_time", "look_back_lasting", "objection_upheld", "rectified_items", "superior_filed_in_time",
    "document_not_handled",
)  # fmt: skip
"""Figures and models of the pack that read its own cases, which a copy without procedures has not."""


@pytest.fixture()
def root(tmp_path):
    shutil.copytree(PACKS / "custody", tmp_path / "packs" / "custody", ignore=WITHOUT_CASES)
    card = tmp_path / "packs" / "custody" / "pack.yaml"
    card.write_text("".join(line for line in card.open(encoding="utf-8") if not line.startswith("liberty:")), encoding="utf-8")
    for path in [*tmp_path.rglob("models/*.sql"), *tmp_path.rglob("indicators/*.sql")]:
        text = path.read_text(encoding="utf-8").replace("[case_steps]", "")
        if "reads: [case_" in text or "takes: step_in_time" in text:
            path.unlink()  # reads the cases of a procedure, which is not there
            path.with_name(f"{path.stem}.cases.yaml").unlink(missing_ok=True)
    return tmp_path / "packs"


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults_of(root):
    with pytest.raises(PackError) as caught:
        packs.load(root)
    return [str(fault) for fault in caught.value.faults]


def test_the_packs_of_the_project_are_without_fault():
    catalog = packs.load(PACKS)
    assert len([spec for spec in catalog.models.values() if set(spec.reads) <= set(DATASETS)]) == 29
    assert {
        "reply_rate",
        "reply_in_time",
        "adoption_rate",
        "rectification_rate",
        "clues_by_model",
        "verified_share",
        "rejected_rows",
    } <= set(catalog.indicators)
    assert all(len(spec.digest) == 64 for spec in [*catalog.models.values(), *catalog.indicators.values(), *catalog.packs.values()])


def test_a_digest_does_not_depend_on_line_ends_or_trailing_space(root):
    path = root / "custody" / "models" / "detention_overdue.sql"
    was = packs.load(root).models["detention_overdue"].digest
    path.write_bytes(path.read_bytes().replace(b"\n", b"  \r\n"))
    assert packs.load(root).models["detention_overdue"].digest == was
    change(path, "超期羁押", "超期羁押监督")
    assert packs.load(root).models["detention_overdue"].digest != was


def test_all_faults_of_all_files_are_shown_together(root):
    models = root / "custody" / "models"
    change(models / "detention_overdue.sql", "leaves_out:", "leave_out:")
    change(models / "detention_overdue.sql", "level: high", "level: hihg")
    change(models / "overdue_release.sql", "{days_over}", "{days_ovre}")
    change(models / "interrogation_overtime.sql", "刑事诉讼法 第一百一十九条", "刑事诉讼法一百一十九")
    change(models / "detention_overdue.cases.yaml", "of: detention_overdue", "of: detention_overdo")
    change(root / "custody" / "pack.yaml", "title:", "titel:")
    told = faults_of(root)
    assert len(told) == 7
    assert any("leave_out" in each and "是不是要写 leaves_out？" in each and "detention_overdue.sql:" in each for each in told)
    assert any("是不是要写 high？" in each for each in told)
    assert any("是不是要写 days_over？" in each for each in told)
    assert any("法名#第N条" in each for each in told)
    assert any("pack.yaml:" in each and "缺少" in each for each in told)


def test_faults_carry_the_line_of_the_file(root):
    path = root / "custody" / "models" / "detention_overdue.sql"
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("level:"))
    change(path, "level: high", "level: none")
    assert f"detention_overdue.sql:{line}  " in faults_of(root)[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("detention_overdue.sql", "select 1"),
        ("detention_overdue.sql", "/* ---\nmodel: x\nselect 1"),
        ("detention_overdue.cases.yaml", "cases: 3"),
    ],
)
def test_a_file_that_does_not_introduce_itself_is_a_fault(root, name, text):
    (root / "custody" / "models" / name).write_text(text, encoding="utf-8")
    assert faults_of(root)


def test_a_model_without_cases_is_a_fault(root):
    (root / "custody" / "models" / "detention_overdue.cases.yaml").unlink()
    assert "用例" in faults_of(root)[0]


def test_a_model_that_reads_an_unknown_dataset_is_a_fault(root):
    change(root / "custody" / "models" / "detention_overdue.sql", "reads: [custody_records]", "reads: [custody_record]")
    assert any("是不是要写 custody_records？" in each for each in faults_of(root))


def test_two_packs_with_one_model_are_a_fault(root):
    shutil.copytree(root / "custody", root / "custody_too")
    change(root / "custody_too" / "pack.yaml", "pack: custody", "pack: custody_too")
    told = [one for kind in ("models/*.sql", "indicators/*.sql", "registers/*.yaml") for one in (root / "custody").glob(kind)]
    assert sum("同名" in each for each in faults_of(root)) == len(told) > 3


def test_no_folder_no_packs(tmp_path):
    with pytest.raises(UnusableInputError, match="没有这个文件夹"):
        packs.load(tmp_path / "nowhere")


def test_an_unknown_model_says_which_was_meant(root):
    with pytest.raises(UnusableInputError, match="overdue_release"):
        packs.load(root).model("overdue_relase")


def test_a_file_in_another_encoding_is_a_fault(root):
    path = root / "custody" / "models" / "detention_overdue.sql"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    assert "UTF-8" in faults_of(root)[0]


def figures(tmp_path):
    place = tmp_path / "packs" / "supervision_document"
    shutil.copytree(PACKS / "supervision_document", place, ignore=WITHOUT_CASES)
    for path in [found for name in OF_CASES for found in place.rglob(f"{name}.*")]:
        path.unlink()
    return place / "indicators"


def test_figures_of_a_pack_share_their_opening(tmp_path):
    place = figures(tmp_path)
    before = packs.load(tmp_path / "packs").indicators["reply_rate"]
    assert "law_proposal_reply_due" in before.sql
    assert before.sql.endswith("where replied_on is not null or reply_due < :as_of")
    change(place / "openings" / "served.sql", "is not null", "is  not null")
    assert packs.load(tmp_path / "packs").indicators["reply_rate"].digest != before.digest


@pytest.mark.parametrize("name", ["serve", "../served"])
def test_an_opening_that_is_not_there_is_a_fault(tmp_path, name):
    change(figures(tmp_path) / "reply_rate.sql", "opening: served", f"opening: {name}")
    (fault,) = faults_of(tmp_path / "packs")
    assert f"本包没有开头 {name}" in fault


def test_the_column_of_a_duty_is_one_the_model_declares(root):
    path = root / "custody" / "models" / "detention_overdue.sql"
    assert packs.load(root).models["detention_overdue"].duty == ("stage_due",)
    change(path, "duty: stage_due", "duty: stage_deu")
    (fault,) = faults_of(root)
    assert "没有“stage_deu”这一列" in fault and "stage_due" in fault


def test_two_packs_take_one_text_of_facts(tmp_path):
    """What commutation and parole rest on is written once; a name that is not there, or a second text, is a fault."""
    known = packs.loaded(PACKS)
    own, taken = known.facts["commutation", "commutation"], known.facts["parole", "parole"]
    assert (own.sql, own.columns, own.reads) == (taken.sql, taken.columns, taken.reads)
    assert own.digest != taken.digest and "rulings" in own.reads
    shared = Path("facts") / "shared" / "sentence_change.sql"
    for pack in ("parole", "commutation"):
        (tmp_path / pack / shared.parent).mkdir(parents=True)
    shutil.copy(PACKS / "commutation" / shared, tmp_path / "commutation" / shared)
    text, place = taken.path.read_text(encoding="utf-8"), tmp_path / "parole" / "facts" / "parole.sql"
    wrongs = ((text, ""), (text.replace("sentence_change", "sentense_change"), "sentence_change"), (text + "select 1", "SELECT"))
    for wrong, said in wrongs:
        place.write_text(wrong, encoding="utf-8")
        faults = Faults()
        facts.read(place, "parole", faults)
        assert said in "".join(map(str, faults)) and bool(faults) is bool(said)
