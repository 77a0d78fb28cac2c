"""Letters and forms of packs: one notation, the same words in PDF and Word, the measures of GB/T 9704."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.dossier.test_blocks import VALUES
from zhiheng.catalog import documents, packs
from zhiheng.catalog.errors import Faults
from zhiheng.dossier.core.blocks import Block, blocks_of, plain_text
from zhiheng.dossier.core.capitals import capitals, read_capitals
from zhiheng.dossier.core.citing import Citing
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.core.faces import chosen
from zhiheng.dossier.core.pdf import to_pdf
from zhiheng.dossier.core.plain_words import in_words
from zhiheng.dossier.core.word import signature_edge, to_word
from zhiheng.law import bundled

ROOT = Path(__file__).resolve().parents[2]
PAPERS = Path(__file__).with_name("papers")
NOTICE = ROOT / "packs" / "supervision_document" / "documents" / "correction_notice.md"
ON = date(2026, 6, 30)
ITEMS = [
    {"name": "手机", "amount": "1部", "value": "2300.5", "marks": "黑色"},
    {"name": "现金", "amount": "1批", "value": None, "marks": "人民币"},
]
LIST = {
    "organ": "绵阳市公安局",
    "number": "绵公扣清〔2026〕3号",
    "holder": "张三",
    "signed_on": "2026年6月30日",
    "items": ITEMS,
    "total": "2300.5",
}
RECORD = {
    "started_at": "2026-06-30T01:05:00+00:00",
    "ended_at": "2026-06-30T10:20",
    "place": "谈话室",
    "officers": ["王五", "赵六"],
    "clerk": "钱七",
    "person": "张三",
    "statements": [{"question": "因何罪服刑？", "answer": "盗窃罪。"}],
}


HEAD = "---\ndocument: d\ntitle: 文\nnumber_word: 文\nplaceholders:\n"


def read(path, text=None):
    faults = Faults()
    spec = documents.of_text(path.read_text(encoding="utf-8") if text is None else text, path, "p", faults)
    return spec, [(fault.line, fault.reason) for fault in sorted(faults)]


def printed(spec, values):
    blocks = blocks_of(spec, values)
    pdf = PdfReader(io.BytesIO(to_pdf(blocks, title=spec.title, author="a", on=ON, wide=spec.wide)))
    return blocks, pdf, docx.Document(io.BytesIO(to_word(blocks, title=spec.title, author="a", on=ON, wide=spec.wide)))


def squeezed(pdf):
    return "".join("".join(page.extract_text() for page in pdf.pages).split())


def test_a_form_is_the_same_table_in_pdf_and_word():
    spec, faults = read(PAPERS / "seizure_list.yaml")
    assert faults == []
    blocks, pdf, word = printed(spec, LIST)
    for words in ("手机", "2,300.50元", "未估价", "人民币贰仟叁佰元伍角（2,300.50元）"):
        assert words in squeezed(pdf)
    cells = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert cells[1] == ["1", "手机", "1部", "2,300.50元", "黑色"]
    assert cells[3] == ["", "", "", "", ""] and len(cells) == 1 + 6 + 2
    assert cells[7] == ["合计", "合计", *["人民币贰仟叁佰元伍角（2,300.50元）"] * 3]
    assert pdf.pages[0].mediabox.width > pdf.pages[0].mediabox.height
    assert "\n2\t现金\t1批\t未估价\t人民币\n" in plain_text(blocks)


def test_a_record_of_questioning_prints_instants_and_answers():
    spec, faults = read(PAPERS / "inquiry_record.md")
    assert faults == []
    blocks, pdf, word = printed(spec, RECORD)
    for words in ("时间：2026年6月30日9时05分至2026年6月30日10时20分", "询问人：王五、赵六", "问：因何罪服刑？", "答：盗窃罪。"):
        assert words in squeezed(pdf)
        assert any(words in line.text for line in word.paragraphs)
    assert "身份情况" not in plain_text(blocks)


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("total", "12,30x", "合计应为金额，单位元"),
        ("total", "1.234", "合计应为金额"),
        ("items", [{"name": "手机", "value": "很多"}], "物品第1行估价应为金额"),
        ("total", None, "缺少合计"),
    ],
)
def test_a_value_that_does_not_fit_is_named(name, value, fault):
    spec, _ = read(PAPERS / "seizure_list.yaml")
    with pytest.raises(DocumentRefused, match=fault):
        blocks_of(spec, {**LIST, name: value})


def test_choices_and_flags_are_ticked_or_titled():
    text = (
        HEAD + "  sex: {title: 性别, type: choice, codes: {m: 男, f: 女}}\n"
        "  done: {title: 完成, type: flag, shown: boxes}\n  why: {title: 理由, optional: true, absent: 未说明}\n---\n"
        "{{sex}}，{{done}}，{{why}}。\n"
    )
    spec, faults = read(Path("d.md"), text)
    assert faults == []
    assert plain_text(blocks_of(spec, {"sex": "f", "done": False})) == "女，☐是　☑否，未说明。\n"
    with pytest.raises(DocumentRefused, match="性别应为选项之一：男、女"):
        blocks_of(spec, {"sex": "x", "done": True})


FORM = "document: f\ntitle: 表\nplaceholders:\n  a: {title: 甲}\n  t: {title: 乙, type: table, columns: {x: 项}}\ncolumns: [1, 1]\nrows:\n"


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ('  - [名, "{{a}}", 多]\n  - {each: t, cells: ["{{t.x}}", ""]}\n', (1, "第1行占3列，表格有2列")),
        ('  - [名, "{{b}}"]\n  - ["{{a}}", ""]\n  - {each: t, cells: ["{{t.x}}", ""]}\n', (8, "占位 b 没有声明")),
        ('  - [名, "{{a}}"]\n  - {each: t, cells: ["{{t.y}}", ""]}\n', (9, "t.y 不是这一行可用的列")),
        ('  - [名, "{{a}}"]\n  - [{text: "", down: 3}, "{{t}}"]\n', (9, "表格占位 t 不能放在一个格子里")),
        ('  - [名, "{{a}}"]\n  - {each: a, cells: ["", ""]}\n  - {each: t, cells: ["{{t.x}}", ""]}\n', (9, "a 不是表格占位")),
    ],
)
def test_faults_of_a_form_name_their_line(rows, fault):
    _, faults = read(Path("f.yaml"), FORM + rows)
    assert fault[1] in [reason for _, reason in faults]
    assert fault[0] == 1 or fault in faults


def test_a_sentence_with_a_hole_is_a_fault():
    text = HEAD + "  a: {title: 甲}\n  b: {title: 乙, optional: true}\n---\n{{a}}于{{b}}到案。\n"
    _, faults = read(Path("d.md"), text)
    assert faults == [(9, "占位 b 可空，与其他占位同在一句，空时句子会缺一块")]


def test_a_page_holds_22_lines_of_28_signs():
    spec, _ = read(NOTICE)
    text = "国" * 28 * 60
    blocks = blocks_of(spec, {**VALUES, "opening": [text], "facts": ["甲。"]})
    pdf = PdfReader(io.BytesIO(to_pdf(blocks, title="t", author="a", on=ON)))
    lines = [line.strip() for line in pdf.pages[1].extract_text().splitlines() if "国" in line]
    assert len(lines) == 22
    assert {line.count("国") for line in lines} == {28}
    assert [float(pdf.pages[0].mediabox.width), float(pdf.pages[0].mediabox.height)] == pytest.approx([595.28, 841.89], abs=0.1)


def test_annex_stands_before_the_signature_and_on_its_own_page():
    spec, _ = read(NOTICE)
    _, pdf, word = printed(spec, {**VALUES, "copies": "四川省司法厅"})
    first, signed, last = (page.extract_text() for page in pdf.pages)
    assert signed.index("附件：认定事实所依据的记录") < signed.rindex("2026年6月30日")
    assert last.startswith("附件") and "社区矫正对象信息" in last and "抄送：四川省司法厅" in last
    assert "—1—" in first.replace(" ", "") and f"—{len(pdf.pages)}—" in last.replace(" ", "")
    annexed = next(line for line in word.paragraphs if line.text == "附件")
    assert annexed.paragraph_format.page_break_before


def test_an_annex_without_rows_is_not_named():
    spec, _ = read(NOTICE)
    assert "附件" not in plain_text(blocks_of(spec, {**VALUES, "evidence": []}))


@pytest.mark.parametrize("filler", range(1, 26))
def test_the_signature_never_stands_alone(filler):
    spec, _ = read(NOTICE)
    blocks = blocks_of(spec, {**VALUES, "evidence": [], "facts": ["甲。"] * filler})
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(blocks, title="t", author="a", on=ON))).pages]
    signed = next(page for page in reversed(pages) if "2026年6月30日" in page)
    assert "四川省检察院" in signed and "本院复查" in signed


def test_word_has_the_grid_page_numbers_and_no_template_ballast():
    spec, _ = read(NOTICE)
    blocks = blocks_of(spec, VALUES)
    content = to_word(blocks, title="t", author="a", on=ON)
    word = docx.Document(io.BytesIO(content))
    grid = word.sections[0]._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("linesAndChars", "580")
    assert "PAGE" in word.sections[0].footer._element.xml and "PAGE" in word.sections[0].even_page_footer._element.xml
    assert len(content) < 20_000
    assert not [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if "thumbnail" in name or "numbering" in name]


def test_name_and_date_are_centred_over_each_other():
    name, day = "四川省人民检察院", "2026年6月30日"
    assert signature_edge(day, name, first=False) == 64 - (128 - 104) / 2 + (128 - 104) / 2
    assert signature_edge(name, day, first=True) == 64 - (128 - 104) / 2


def test_faces_of_the_office_come_first_and_the_fallback_is_told():
    assert chosen({"FangSong", "SimHei"}).used["body"] == "FangSong"
    assert "正文用Noto Serif SC（本机没有标准字体）" in chosen({"Noto Serif SC"}).describe()
    assert "正文用FangSong；" in chosen({"FangSong", "Noto Serif SC"}).describe()


@pytest.mark.parametrize(
    ("amount", "words"),
    [("8000", "捌仟元整"), ("10500.50", "壹万零伍佰元伍角"), ("0.05", "伍分"), ("100000001", "壹亿零壹元整"), ("30.07", "叁拾元零柒分")],
)
def test_amounts_in_capitals_read_back(amount, words):
    assert capitals(Decimal(amount)) == words
    assert read_capitals(words) == Decimal(amount)


def test_every_paper_of_the_packs_loads():
    assert all(spec.text for spec in packs.loaded(ROOT / "packs").documents.values())


def test_a_law_is_named_in_full_first_and_the_article_has_its_words(shared, monkeypatch, tmp_path):
    monkeypatch.setattr(bundled, "PLACE", tmp_path / "none.db")
    citing = Citing(shared / "law" / "text")
    first = citing.breach(["社区矫正法 第四十四条"])
    assert first.startswith("上述情形不符合《中华人民共和国社区矫正法》（以下简称《社区矫正法》）第四十四条“社区矫正对象矫正期满")
    assert first.endswith("公安机关”的规定。")
    assert citing.breach(["社区矫正法 第二十七条", "规则 第五百五十二条"]).startswith("上述情形不符合《社区矫正法》第二十七条")
    assert Citing().cited("刑诉法 第一百零五条第四款") == "《中华人民共和国刑事诉讼法》（以下简称《刑事诉讼法》）第一百零五条第四款"
    assert "第四款“期间的最后一日" not in citing.cited("刑诉法 第一百零五条第三款")
    assert Citing().breach([]) == ""


def test_articles_stand_under_their_laws_and_editions_apart():
    citing = Citing()
    citing.breach(["刑诉法 第二百六十五条"])
    cites = ["刑事诉讼法 第二百六十五条", "监狱法_2012 第五十六条", "刑事诉讼法 第二百六十八条", "刑诉法 第二百六十五条", "本地口径 三"]
    assert citing.gathered([*cites, "监狱法_2026 第三十五条"]) == [
        "《刑事诉讼法》第二百六十五条、第二百六十八条",
        "《中华人民共和国监狱法》（以下简称《监狱法》）（2012年修正）第五十六条",
        "本地口径 三",
        "《监狱法》（2026年修订）第三十五条",
    ]


@pytest.mark.skipif(not bundled.laws(), reason="the statutes were not fetched (tools/statutes.py)")
def test_without_a_folder_the_words_are_those_of_the_laws_that_come_with_the_product():
    citing = Citing()
    assert "第四十四条“社区矫正对象矫正期满" in citing.cited("社区矫正法 第四十四条")
    assert citing.cited("刑法 第七十八条") == "《中华人民共和国刑法》（以下简称《刑法》）第七十八条", "an older text is never quoted"


@pytest.mark.parametrize(
    ("machine", "paper"),
    [
        ("涉案—元，涉嫌生产", "涉案（金额未记载），涉嫌生产"),
        ("决定移送日期—。", "决定移送日期未记载。"),
        ("刑期届满，沱江监狱至—仍未释放", "刑期届满，沱江监狱至今仍未释放"),
        ("2026-02在沱江监狱，2026-07-03报备", "2026年2月在沱江监狱，2026年7月3日报备"),
        ("沱江监狱|5134|2023-10-11", "沱江监狱，5134，2023年10月11日"),
        ("由涪城区法院裁定", "由绵阳市涪城区人民法院裁定"),
        ("四川省检察院通知", "四川省人民检察院通知"),
        ("第十二届——论坛", "第十二届——论坛"),
        ("电话028-6666", "电话028-6666"),
        ("未履行20000.00元，月均消费0.00元、余额12.50元", "未履行20000元，月均消费0元、余额12.50元"),
        ("得分3.00分", "得分3.00分"),
    ],
)
def test_sentences_of_the_machine_in_the_words_of_a_paper(machine, paper):
    assert in_words(machine) == paper


def test_word_keeps_text_annexes_and_signature_together():
    spec, _ = read(NOTICE)
    word = docx.Document(io.BytesIO(to_word(blocks_of(spec, VALUES), title="t", author="a", on=ON)))
    texts = [line.text for line in word.paragraphs]
    last = next(at for at, text in enumerate(texts) if "本院复查" in text)
    day = max(at for at, text in enumerate(texts) if text == "2026年6月30日")
    assert all(line.paragraph_format.keep_with_next for line in word.paragraphs[last:day])
    assert not word.paragraphs[last - 2].paragraph_format.keep_with_next


@settings(max_examples=25, deadline=None)
@example("␀")
@given(st.text(min_size=1, max_size=80))
def test_any_text_fits_a_form(text):
    spec, _ = read(PAPERS / "seizure_list.yaml")
    blocks = blocks_of(spec, {**LIST, "holder": text, "items": [{**ITEMS[0], "marks": text}]})
    assert to_pdf(blocks, title=spec.title, author="a", on=ON, wide=True).startswith(b"%PDF")
    assert to_word(blocks, title=spec.title, author="a", on=ON, wide=True).startswith(b"PK")


@pytest.mark.parametrize("count", [1, 15, 17, 22])
def test_copies_stand_at_the_foot_of_the_last_page_whatever_is_above(count):
    """Where the text left no room they stood at the head of a page of their own."""
    body = [Block("paragraph", "一行文字。") for _ in range(count)]
    blocks = [Block("title", "函"), *body, Block("sign", "某局"), Block("date", "2026年6月30日"), Block("copies", "抄送：某院。")]
    found, pages = [], PdfReader(io.BytesIO(to_pdf(blocks, title="函", author="a", on=ON))).pages
    for number, page in enumerate(pages):
        page.extract_text(
            visitor_text=lambda text, cm, tm, *_, number=number: found.append((number, cm[5] + tm[5])) if "抄送" in text else None
        )
    assert [number for number, _ in found] == [len(pages) - 1]
    assert 100 < found[0][1] < 130
