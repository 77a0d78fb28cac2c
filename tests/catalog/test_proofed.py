"""What packs say about the check of papers: known words for fitting types, else a fault with its remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from zhiheng.catalog import documents
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.field_shapes import FieldShape

PAPER = """---
document: paper
title: 裁定书
numbered: never
number_word: 刑更
source: [试用 第一条]
proof: {proof}
placeholders:
  subject_name: {{title: 姓名}}
---
罪犯{{{{subject_name}}}}。
"""


def read(proof):
    faults = Faults()
    return documents.of_text(PAPER.format(proof=proof), Path("paper.md"), "p", faults), "\n".join(map(str, faults))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"type": "date", "proof": "term_begin"}, "校对用途没有“term_begin”这一项"),
        ({"type": "text", "proof": "term_begins"}, "不能用于 text 型字段"),
        ({"type": "rows", "proof": "property_ordered", "rows": [{"id": "kind", "title": "种类"}]}, "缺少列 amount"),
    ],
)
def test_a_meaning_that_a_field_cannot_have_is_told(given, said):
    with pytest.raises(ValidationError, match=said):
        FieldShape.model_validate({"id": "one", "title": "一", **given})


def test_what_a_paper_asks_for_is_read():
    spec, said = read("{only_subject: true, ends: cut, must_cite: [刑法第七十八条]}")
    assert said == ""
    assert (spec.proofed.only_subject, spec.proofed.ends, spec.proofed.must_cite) == (True, "cut", ("刑法第七十八条",))


@pytest.mark.parametrize(("proof", "said"), [("{end: cut}", "没有这一项"), ("{ends: whole}", "没有“whole”这一项")])
def test_what_a_paper_cannot_ask_for_is_told(proof, said):
    assert said in read(proof)[1]
