"""Values fill a text; what is missing is named; nothing a person writes becomes markup."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from zhiheng.catalog import documents
from zhiheng.catalog.documents import DocumentSpec
from zhiheng.catalog.errors import Faults
from zhiheng.dossier.core.blocks import blocks_of, clean, plain_text
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.core.numbering import number_text, short_name
from zhiheng.dossier.core.pdf import to_pdf
from zhiheng.dossier.core.word import to_word

PACK = Path(__file__).resolve().parents[2] / "packs" / "supervision_document"
ON = date(2026, 6, 30)
VALUES = {
    "organ": "四川省检察院",
    "number": "川检纠违〔2026〕1号",
    "addressee": "金堂县司法局",
    "opening": ["经筛查并核实，发现下列情形。"],
    "facts": ["张𬭚于2026年3月1日期满，未解除矫正。", "第二件。"],
    "articles": ["《社区矫正法》第四十四条"],
    "evidence": [{"dataset": "社区矫正对象信息", "key": "P1", "batch": "b1", "received_at": "2026-06-30 09:00"}],
    "demands": ["依法纠正。"],
    "reply_limit": "十五日以内",
    "signed_on": "2026年6月30日",
}
MARKUP = '#let x = 1 $a$ *b* _c_ \\ @x <y> ` [z] #image("/etc/passwd") = 标题 // {{organ}} ~ -- "q" \'r\''


def spec(name: str = "correction_notice") -> DocumentSpec:
    faults = Faults()
    read = documents.read(PACK / "documents" / f"{name}.md", "supervision_document", faults)
    faults.raise_any()
    return read


def pdf_text(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def drawn(**changes) -> tuple:
    return blocks_of(spec(), {**VALUES, **changes})


def test_both_prints_hold_every_word():
    blocks = drawn()
    pdf = pdf_text(to_pdf(blocks, title="纠正违法通知书", author="四川省检察院", on=ON)).replace(" ", "").replace("\n", "")
    word = docx.Document(io.BytesIO(to_word(blocks, title="纠正违法通知书", author="四川省检察院", on=ON)))
    word_text = "\n".join(line.text for line in word.paragraphs)
    for block in blocks:
        assert block.text.replace(" ", "") in pdf or block.kind == "table"
        assert block.text in word_text or block.kind == "table"
    assert [cell.text for cell in word.tables[0].rows[1].cells] == ["社区矫正对象信息", "P1", "2026-06-30 09:00"]


def test_markup_stays_text():
    pdf = pdf_text(to_pdf(drawn(facts=[MARKUP]), title="t", author="a", on=ON))
    squeezed = "".join(pdf.split())
    assert "".join(MARKUP.split()) in squeezed.replace("“", '"').replace("”", '"').replace("‘", "'").replace("’", "'")


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_any_text_can_be_printed(text):
    if clean(text):
        assert to_pdf(drawn(facts=[text]), title=text, author="a", on=ON).startswith(b"%PDF")


def test_the_same_words_give_the_same_bytes():
    assert to_pdf(drawn(), title="t", author="a", on=ON) == to_pdf(drawn(), title="t", author="a", on=ON)


def test_every_missing_value_is_named_at_once():
    with pytest.raises(DocumentRefused) as refusal:
        blocks_of(spec(), {"organ": "某院", "addresse": "写错了", "facts": "不是列表"})
    said = str(refusal.value)
    for word in ("文书中没有“addresse”", "缺少文书号", "缺少被监督单位", "违法事实应为文字的列表"):
        assert word in said


def test_optional_paragraphs_are_left_out():
    values = {
        "organ": "金堂县司法局", "number": "金堂司复〔2026〕1号", "addressee": "四川省检察院", "document_number": "川检建〔2026〕1号",
        "document_title": "检察建议书", "conclusion": "采纳", "reply_text": "已办。", "signed_on": "2026年6月30日",
    }  # fmt: skip
    short = [block.kind for block in blocks_of(spec("reply"), values)]
    long = [block.kind for block in blocks_of(spec("reply"), {**values, "reasons": "甲\n乙", "measures": ["丙", "丁"]})]
    assert long.count("paragraph") == short.count("paragraph") + 2
    assert "item" in long and "item" not in short


def test_control_and_direction_characters_are_dropped():
    assert clean("甲\u202e乙\x00丙\n丁") == "甲乙丙 丁"
    assert "\n" not in plain_text(drawn(facts=["甲\n乙"])).split("一、违法事实\n")[1].split("\n")[0]


@pytest.mark.parametrize(
    ("organ", "short"),
    [
        ("四川省检察院", "川检"),
        ("渝中区检察院", "渝中检"),
        ("凉山州检察院", "凉山检"),
        ("金堂县司法局", "金堂司"),
        ("嘉陵监狱", "嘉陵狱"),
        ("某某中心", "某某中心"),
    ],
)
def test_short_names(organ, short):
    assert short_name(organ) == short


def test_numbers_read_like_the_province():
    assert number_text("四川省检察院", "纠违", 2026, 1) == "川检纠违〔2026〕1号"


def test_faults_of_a_document_file_name_their_line(tmp_path):
    path = tmp_path / "wrong.md"
    path.write_text(
        "---\ndocument: wrong\ntitle: 错\nnumber_word: 错\nplaceholders:\n  organ: {title: 机关}\n---\nhead {{orgn}}\n", encoding="utf-8"
    )
    faults = Faults()
    documents.read(path, "p", faults)
    assert [(fault.line, fault.reason) for fault in sorted(faults)] == [
        (1, "占位 organ 声明了但没有使用"),
        (8, "占位 orgn 没有声明"),
    ]
    assert "organ" in next(fault for fault in faults if fault.line == 8).remedy


def test_marks_that_combine_are_printed_as_their_code_where_no_font_has_them():
    pdf = pdf_text(to_pdf(drawn(facts=["Jose\u0301 王\u1cf4某。"]), title="t", author="a", on=ON))
    assert "José王〔U+1CF4〕某" in "".join(pdf.split())


def test_a_sign_without_a_glyph_is_printed_as_its_code():
    pdf = pdf_text(to_pdf(drawn(facts=["王\U0001018f于三月期满。"]), title="t", author="a", on=ON))
    assert "王〔U+1018F〕于三月期满" in "".join(pdf.split())


@pytest.mark.parametrize(("praises", "said"), [(2, "获得表扬2次，"), (0, "没有获得表扬，"), ("0", "没有获得表扬，")])
def test_none_is_said_as_officials_say_it_and_never_as_a_count_of_zero(tmp_path, praises, said):
    place = tmp_path / "proposal.md"
    head = "document: proposal\ntitle: 建议书\nnumber_word: 减\nsource: [刑法 第七十八条]\n"
    head += "placeholders:\n  praises: {title: 表扬次数, nonzero: true}\n"
    place.write_text(f"---\n{head}---\n该犯[[获得表扬{{{{praises}}}}次|没有获得表扬]]，确有悔改表现。\n", encoding="utf-8")
    faults = Faults()
    read = documents.read(place, "commutation", faults)
    faults.raise_any()
    assert plain_text(blocks_of(read, {"praises": praises})).strip() == f"该犯{said}确有悔改表现。"
