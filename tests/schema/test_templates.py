"""The Excel template of every dataset, opened with another library."""

from __future__ import annotations

import openpyxl
import pytest

from zhiheng.schema import DATASETS
from zhiheng.schema.headings import match_columns
from zhiheng.schema.templates import CODE_LISTS, EXPLANATION, write_template


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))
def test_the_template_heads_every_field_and_offers_every_code(dataset, tmp_path):
    place = tmp_path / "template.xlsx"
    write_template(dataset, place)
    book = openpyxl.load_workbook(place)
    assert book.sheetnames == [dataset.short_zh, CODE_LISTS, EXPLANATION]
    sheet, listed = book[dataset.short_zh], book[CODE_LISTS]
    headings = [cell.value for cell in sheet[1]]
    assert list(match_columns(headings, dataset).places) == list(dataset.fields)
    assert sheet.max_row == 1
    choices = {str(rule.sqref).rstrip("0123456789").split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    coded = [field for field in dataset.fields.values() if field.codes and field.type != "list"]
    assert len(choices) == len(coded)
    for place_of, field in enumerate(dataset.fields.values(), start=1):
        if field in coded:
            assert [cell.value for cell in listed[openpyxl.utils.get_column_letter(place_of)]][1 : len(field.codes) + 1] == [
                spellings[0] for spellings in field.codes.values()
            ]


def test_every_field_is_explained(tmp_path):
    write_template(DATASETS["property_items"], tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")[EXPLANATION]
    lines = {row[1].value: [cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=6)}
    assert set(lines) == set(DATASETS["property_items"].fields)
    assert lines["paid"][6:8] == ["元", "0"]
    assert lines["item"][4:6] == ["是", "是"]
    assert "罚金" in lines["item"][8]
    assert not match_explanation(sheet)


def match_explanation(sheet):
    """Headings of the explanation sheet that would be taken for fields."""
    return [cell.value for cell in sheet[5] if cell.value and match_columns([cell.value], DATASETS["property_items"]).places]
