"""What is handed in is what its ending says; the catalogue tells what is missing; words are found within rights."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from tests.dossier.test_blocks import VALUES, spec
from zhiheng.catalog import catalogues, packs
from zhiheng.catalog.errors import Faults
from zhiheng.dossier import selectors, services
from zhiheng.dossier.core import intake
from zhiheng.dossier.core.catalogue import Present, missing
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.ledger.core.actor import Actor
from zhiheng.registry.services import ensure_organ
from zhiheng.schema.errors import UnusableInputError

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
KEY = "case:9"
SERVED = Actor(id="s", name="s", organ="金堂县司法局", via="test")


def pdf(script=False, encrypted=False, attachment=False):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if script:
        action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")})
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)
    if attachment:
        writer.add_attachment("x.exe", b"MZ")
    if encrypted:
        writer.encrypt("secret", algorithm="RC4-128")
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


@pytest.fixture()
def hand_in(actor, now, home):
    def make(name, content, **place):
        return services.attach(actor=actor, now=now, dossier_key=KEY, name=name, content=content, place=services.Place(**place))

    return make


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("判决书.pdf", b"MZ\x90", "内容不是PDF"),
        ("判决书.jpg", b"%PDF-1.7", "内容不是JPG"),
        ("说明.txt", b"MZ\x90", "内容不是文本"),
        ("说明.ofd", b"%PDF-1.7", "内容不是OFD"),
        ("说明.txt\u202efdp.exe", b"x", "不接收"),
        ("脚本.pdf", pdf(script=True), "脚本"),
        ("夹带.pdf", pdf(attachment=True), "嵌入的文件"),
        ("加密.pdf", pdf(encrypted=True), "打开密码"),
        ("破损.pdf", b"%PDF-1.7 /JavaScript (app.alert(1))", "脚本"),
    ],
)
def test_what_is_not_what_it_says_is_refused(hand_in, name, content, reason):
    with pytest.raises(DocumentRefused, match=reason):
        hand_in(name, content)
    assert selectors.attachments_in(KEY) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("..\\..\\etc\\passwd.txt", "passwd.txt"),
        ("/var/x/../../甲.pdf", "甲.pdf"),
        (".htaccess.txt", "htaccess.txt"),
        ("a<b>:c|d?.txt", "abcd.txt"),
        ("甲\r\n乙.txt", "甲乙.txt"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
        ("...", "未命名"),
    ],
)
def test_hostile_names(given, kept):
    assert intake.safe_name(given) == kept


def test_a_damaged_object_hides_no_script(hand_in):
    content = pdf(script=True)
    at = content.index(b"/MediaBox")
    with pytest.raises(DocumentRefused, match="脚本"):
        hand_in("破损.pdf", content[:at] + b"/Media<<x" + content[at + 9 :])


def test_a_bomb_is_kept_and_named_as_not_searched(hand_in, actor):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", bytes(201 * 1024 * 1024))
    hand_in("炸弹.docx", kept.getvalue())
    assert selectors.search(actor, "罚金", [KEY]).unread == ("炸弹.docx",)


def test_a_harmless_pdf_and_a_scan_are_kept_as_they_came(hand_in, actor, now):
    content = pdf()
    assert selectors.read_stored(hand_in("判决书.pdf", content)).content == content
    scan = b"\xff\xd8" + bytes(3 * 1024 * 1024)
    given = {"actor": actor, "now": now, "dossier_key": KEY, "name": "扫描.jpg"}
    kept = services.import_scan(**given, file=io.BytesIO(scan), size=len(scan))
    assert (kept.size, selectors.read_stored(kept).content) == (len(scan), scan)


class Endless:
    """A file of which nothing may be read."""

    def read(self, _size):
        raise AssertionError("read although it is too large")


def test_too_large_a_scan_is_refused_before_it_is_read(actor, now, home, settings):
    given = {"actor": actor, "now": now, "dossier_key": KEY, "name": "大.pdf"}
    with pytest.raises(DocumentRefused, match="大于 500 MB"):
        services.import_scan(**given, file=Endless(), size=500 * 1024 * 1024 + 1)
    settings.DOSSIER_MOST_BYTES = 2 * 1024 * 1024
    with pytest.raises(DocumentRefused, match="大于 2 MB"):
        services.import_scan(**given, file=io.BytesIO(b"%PDF" + bytes(4 * 1024 * 1024)), size=10)
    assert [path for path in (Path(home) / "files").rglob("*") if path.is_file()] == []


def test_the_catalogue_says_what_is_missing(hand_in, tmp_path):
    path = tmp_path / "case.csv"
    path.write_text(
        "item,part,title,required,source,step,article\n"
        "01,一,建议书,yes,document:correction_notice,a,\n02,一,裁判文书,yes,upload,a,\n03,二,立功材料,merit=true;major=true,file:a.merit,a,\n"
        "04,二,其他,no,upload,b,\n",
        encoding="utf-8",
    )
    faults = Faults()
    read = catalogues.read(path, "p", faults)
    faults.raise_any()
    named = lambda present, facts, **more: [item.no for item in missing(read, present, facts, **more)]  # noqa: E731
    assert named(Present(), {}) == ["01", "02", "03"]
    assert named(Present(), {"merit": False, "major": False}) == ["01", "02"]
    assert named(Present(), {"merit": True}) == ["01", "02", "03"]
    assert named(Present(frozenset({"correction_notice"}), frozenset({("a", "merit")}), frozenset({"02"})), {"merit": True}) == []
    assert named(Present(), {}, step="b") == []
    hand_in("判决.txt", b"x", item="02")
    hand_in("立功.txt", b"x", step="a", field="merit", inner=True)
    states = {one.item.no: (one.state, len(one.attachments)) for one in selectors.items_of(SERVED, KEY, read, {"merit": True})}
    assert states == {"01": ("missing", 0), "02": ("there", 1), "03": ("there", 0), "04": ("optional", 0)}
    assert selectors.items_of(SERVED, KEY, read, {})[0].state_title == "缺少"


def test_faults_of_a_catalogue_name_their_line(tmp_path):
    path = tmp_path / "case.csv"
    path.write_text("item,part,title,required,source,step,article\n01,,甲,maybe,upload,,\n01,,,yes,scan:x,,\n", encoding="utf-8")
    faults = Faults()
    catalogues.read(path, "p", faults)
    assert {(fault.line, fault.reason) for fault in faults} == {
        (2, "required“maybe”读不懂"),
        (3, "缺少 title"),
        (3, "source“scan:x”读不懂"),
        (1, "项目号 01 重复"),
    }


def test_the_catalogue_of_every_pack_loads():
    assert all(spec.items for spec in packs.loaded(ROOT / "packs").catalogues.values())


def test_words_are_found_within_rights_and_what_is_not_read_is_named(hand_in, actor, now, home):
    ensure_organ(actor=actor, name="四川省检察院", now=now)
    values = {name: value for name, value in VALUES.items() if name not in {"organ", "number", "signed_on"}}
    draw = {"actor": actor, "now": now, "dossier_key": KEY, "document": spec(), "number_of": "四川省检察院", "values": values}
    services.draw_up(**draw, numbered="on_issue")
    hand_in("说明.txt", "罚金人民币８０００元已缴纳，（2024）川07刑更123号。".encode())
    hand_in("内部.txt", "罚金执行的内部意见".encode(), inner=True)
    hand_in("扫描.png", b"\x89PNG\r\n\x1a\n")
    own = selectors.search(actor, "罚金", [KEY])
    assert [hit.title for hit in own.hits] == ["内部.txt", "说明.txt"]
    assert own.unread == ("扫描.png",)
    assert [hit.title for hit in selectors.search(SERVED, "罚金", [KEY]).hits] == ["说明.txt"]
    assert [hit.title for hit in selectors.search(SERVED, "8000 元", [KEY]).hits] == ["说明.txt"]
    assert selectors.search(SERVED, "川07刑更123号", [KEY]).hits[0].place.startswith("罚金人民币8000元")
    assert len(selectors.search(actor, "未解除矫正", [KEY]).hits) == 1
    assert selectors.search(SERVED, "未解除矫正", [KEY]).hits == ()
    assert selectors.search(actor, "罚金", ["case:8"]).hits == ()
    with pytest.raises(UnusableInputError, match="至少写两个"):
        selectors.search(actor, "罚", [KEY])
