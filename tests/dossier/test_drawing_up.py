"""Documents are numbered without gaps, kept in versions, and their files are checked when read."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from tests.dossier.test_blocks import VALUES
from tests.dossier.test_blocks import spec as of_pack
from zhiheng.catalog.documents import of_text
from zhiheng.catalog.errors import Faults
from zhiheng.dossier import selectors, services
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.ledger import selectors as ledger
from zhiheng.registry.services import ensure_organ

pytestmark = pytest.mark.django_db


def spec():
    """The notice, numbered as it is drawn up."""
    return replace(of_pack(), numbered="at_once")


PAPER = {name: value for name, value in VALUES.items() if name not in {"organ", "number", "signed_on"}}


@pytest.fixture()
def draw(actor, now, home, db):
    ensure_organ(actor=actor, name="四川省检察院", now=now)

    def make(at=now, **changes):
        values = {**PAPER, **changes}
        return services.draw_up(actor=actor, now=at, dossier_key="case:1", document=spec(), number_of="四川省检察院", values=values)

    return make


def test_numbers_run_without_gaps_and_begin_anew_each_year(draw):
    first = draw()
    with pytest.raises(DocumentRefused):
        draw(facts=[])
    with pytest.raises(RuntimeError), transaction.atomic():
        draw()
        raise RuntimeError
    later = datetime(2027, 1, 4, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert [first.number, draw().number, draw(at=later).number] == ["川检纠违〔2026〕1号", "川检纠违〔2026〕2号", "川检纠违〔2027〕1号"]


def test_organ_number_and_date_are_filled_in(draw):
    version = draw().version
    assert version.text.startswith("四川省人民检察院\n纠正违法通知书\n川检纠违〔2026〕1号\n金堂县司法局：\n")
    assert "2026年6月30日" in version.text


def test_a_redrawn_document_keeps_its_number_and_earlier_wording(draw, actor, now):
    document = draw()
    services.redraw(actor=actor, now=now, document=document, spec=spec(), values={**PAPER, "facts": ["改写。"]})
    kept = selectors.document_with(document.pk)
    assert [(version.number, "改写" in version.text) for version in kept.versions.all()] == [(1, False), (2, True)]
    assert selectors.read_file(kept, "pdf", 1).digest != selectors.read_file(kept, "pdf").digest


def test_files_are_named_and_typed(draw):
    file = selectors.read_file(draw(), "docx")
    assert file.name == "纠正违法通知书-川检纠违〔2026〕1号.docx"
    assert file.media.endswith("wordprocessingml.document")
    with pytest.raises(DocumentRefused, match="没有这种格式"):
        selectors.read_file(selectors.documents_in("case:1")[0], "odt")


def test_a_changed_or_missing_file_is_refused(draw, home):
    document = draw()
    digest = selectors.read_file(document, "pdf").digest
    place = Path(home) / "files" / digest[:2] / digest
    place.write_bytes(b"%PDF forged")
    with pytest.raises(DocumentRefused, match="与摘要不符"):
        selectors.read_file(document, "pdf")
    place.unlink()
    with pytest.raises(DocumentRefused, match="不见了"):
        selectors.read_file(document, "pdf")


def test_no_half_written_file_is_left(draw, home):
    draw()
    assert [path.name for path in (Path(home) / "files").rglob(".*") if path.is_file()] == []


def test_the_trace_names_document_and_files(draw):
    document = draw()
    entry = ledger.entries_about(f"document:{document.pk}")[0]
    assert entry.act == "document.drawn_up"
    assert set(entry.facts["files"]) == {"pdf", "docx"}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [("空.pdf", b"", "空的"), ("坏.exe", b"MZ", "不接收"), ("大.pdf", b"x" * (services.MOST_BYTES + 1), "大于 20 MB")],
)
def test_attachments_that_are_refused(actor, now, home, name, content, reason):
    with pytest.raises(DocumentRefused, match=reason):
        services.attach(actor=actor, now=now, dossier_key="case:1", name=name, content=content)


def test_an_attachment_keeps_only_the_name_of_its_path(actor, now, home):
    kept = services.attach(actor=actor, now=now, dossier_key="case:1", name="C:\\个人\\..\\情况说明.PDF", content=b"%PDF")
    assert kept.name == "情况说明.PDF"
    assert selectors.attachment_with(kept.pk, "case:2") is None
    assert selectors.read_stored(selectors.attachment_with(kept.pk, "case:1")).content == b"%PDF"


def test_an_unknown_organ_is_refused(actor, now, home, db):
    with pytest.raises(DocumentRefused, match="没有登记"):
        services.draw_up(actor=actor, now=now, dossier_key="case:1", document=spec(), number_of="无名院", values=PAPER)


BARE = """\
---
document: reply_letter
title: 答复书
number_word: 答
placeholders:
  organ: {title: 制作机关}
  number: {title: 文书号}
  signed_on: {title: 日期}
---
head {{organ}}
title 答复书
number {{number}}
addressee 王某：
GROUND现答复如上。
sign {{organ}}
date {{signed_on}}
"""
GROUND = "[[根据{{by_law}}的规定，]]"
OWN = "source: [社区矫正法 第三十四条]\nplaceholders:"


@pytest.fixture()
def letter(actor, now, db):
    ensure_organ(actor=actor, name="四川省检察院", now=now)

    def make(text, cites, **way):
        faults = Faults()
        document = of_text(text, Path("reply_letter.md"), "trial", faults)
        assert document is not None and not list(faults)
        values = services.resting_on(document, cites)
        given = {"dossier_key": "case:2", "document": document, "number_of": "四川省检察院", "values": values, **way}
        return services.draw_up(actor=actor, now=now, **given)

    return make


@pytest.mark.parametrize(
    ("text", "cites", "said"),
    [
        (BARE.replace("GROUND", GROUND), ["社区矫正法 第二十七条"], "根据《中华人民共和国社区矫正法》第二十七条的规定，现答复如上。"),
        (BARE.replace("GROUND", GROUND).replace("placeholders:", OWN), ["社区矫正法 第二十七条"], "第三十四条的规定，现答复如上。"),
        (BARE.replace("GROUND", GROUND), [], "\n现答复如上。"),
        (BARE.replace("GROUND", ""), ["社区矫正法 第二十七条"], "\n现答复如上。"),
    ],
    ids=["of the act", "its own", "none known", "not named"],
)
@pytest.mark.parametrize("numbered", ["at_once", "on_issue"])
def test_a_paper_takes_the_articles_of_its_act_whether_it_names_them_or_not(letter, actor, now, text, cites, said, numbered):
    drawn = letter(text, cites, numbered=numbered)
    assert said in drawn.version.text
    if numbered == "on_issue":
        issued = services.issue(actor=actor, now=now, document_id=drawn.pk)
        assert said in issued.version.text and issued.number
