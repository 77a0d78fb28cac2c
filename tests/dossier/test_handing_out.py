"""A whole dossier as one paged PDF with contents; what is handed out bears its reader and is noted in the ledger."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.dossier.test_blocks import VALUES, spec
from tests.dossier.test_filing import pdf
from zhiheng.dossier import selectors, services
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.ledger import selectors as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.registry.services import ensure_organ

pytestmark = pytest.mark.django_db
KEY = "case:7"
SERVED = Actor(id="s", name="收件人", organ="金堂县司法局", via="test")
PAPER = {name: value for name, value in VALUES.items() if name not in {"organ", "number", "signed_on"}}


def picture(size=(400, 300)):
    kept = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(kept, "JPEG")
    return kept.getvalue()


@pytest.fixture()
def dossier(actor, now, home, db):
    ensure_organ(actor=actor, name="四川省检察院", now=now)
    given = {"actor": actor, "now": now, "dossier_key": KEY}
    document = services.draw_up(**given, document=spec(), number_of="四川省检察院", values=PAPER, numbered="on_issue")
    services.attach(**given, name="判决书.pdf", content=pdf())
    services.attach(**given, name="照片.jpg", content=picture())
    services.attach(**given, name="坏图.png", content=b"\x89PNG\r\n\x1a\nxx")
    services.attach(**given, name="名册.csv", content="甲,乙".encode())
    services.attach(**given, name="内部.pdf", content=pdf(), place=services.Place(inner=True))
    return document


def text_of(page):
    return "".join(page.extract_text().split())


def test_the_whole_dossier_is_one_paged_pdf(dossier, actor, now):
    file = services.print_dossier(actor=actor, now=now, viewer=actor, dossier_key=KEY, title="张三监督案")
    reader = PdfReader(io.BytesIO(file.content))
    contents = text_of(reader.pages[0])
    for words in ("张三监督案", "纠正违法通知书（未签发）", "判决书", "照片", "内部", "未并入的材料", "·坏图.png", "·名册.csv"):
        assert words in contents
    pages = len(reader.pages) - 1
    assert f"本卷正文共{pages}页" in contents
    assert [f"第{number}页共{pages}页" in text_of(reader.pages[number]) for number in range(1, pages + 1)] == [True] * pages
    assert all("四川省人民检察院测试员2026-06-3009:00" in text_of(page) for page in reader.pages)
    assert [item.title for item in reader.outline] == ["1 纠正违法通知书（未签发）", "2 判决书", "3 照片", "4 内部"]
    entry = ledger.entries_about(f"dossier:{KEY}").last()
    assert (entry.act, entry.facts["digest"], entry.facts["apart"]) == ("dossier.printed", file.digest, ["坏图.png", "名册.csv"])


def test_another_organ_gets_only_what_it_may_see(dossier, now):
    file = services.print_dossier(actor=SERVED, now=now, viewer=SERVED, dossier_key=KEY, title="张三监督案")
    contents = text_of(PdfReader(io.BytesIO(file.content)).pages[0])
    assert "判决书" in contents and "纠正违法" not in contents and "内部" not in contents


def test_an_empty_dossier_is_refused(actor, now, home, db):
    with pytest.raises(DocumentRefused, match="没有你能看的材料"):
        services.print_dossier(actor=actor, now=now, viewer=actor, dossier_key="case:none", title="空")


def test_a_download_bears_its_reader_and_is_noted(dossier, actor, now):
    original = selectors.file_seen_by(actor, dossier.pk, "pdf")
    shown = services.download(actor=actor, now=now, file=original, thing=f"document:{dossier.pk}")
    reader = PdfReader(io.BytesIO(shown.content))
    assert all("测试员2026-06-3009:00" in text_of(page) for page in reader.pages)
    assert len(reader.pages) == len(PdfReader(io.BytesIO(original.content)).pages)
    entry = ledger.entries_about(f"document:{dossier.pk}").last()
    assert (entry.act, entry.facts["digest"], entry.facts["marked"]) == ("file.downloaded", original.digest, True)
    word = selectors.file_seen_by(actor, dossier.pk, "docx")
    assert services.download(actor=actor, now=now, file=word, thing="document:x") == word


def test_a_picture_stands_upright_on_a_page_within_a4():
    from zhiheng.dossier.core.merging import picture_page

    for size in ((400, 300), (3000, 4000), (40, 20)):
        box = PdfReader(io.BytesIO(picture_page(picture(size)))).pages[0].mediabox
        assert max(float(box.width), float(box.height)) <= 842 and min(float(box.width), float(box.height)) <= 596
