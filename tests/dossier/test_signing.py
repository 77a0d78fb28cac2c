"""A signed paper can be verified by anybody who knows the certificate; whatever is changed in it is noticed."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from tests.dossier.test_blocks import VALUES, spec
from zhiheng.cli import documents as command
from zhiheng.dossier import selectors, services
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.selectors.signing import verify_signed
from zhiheng.ledger import selectors as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.registry.services import ensure_organ

pytestmark = pytest.mark.django_db
PAPER = {name: value for name, value in VALUES.items() if name not in {"organ", "number", "signed_on"}}


@pytest.fixture()
def issued(actor, now, home, db):
    ensure_organ(actor=actor, name="四川省检察院", now=now)
    given = {"dossier_key": "case:1", "document": spec(), "number_of": "四川省检察院", "values": PAPER, "numbered": "on_issue"}
    return services.issue(actor=actor, now=now, document_id=services.draw_up(actor=actor, now=now, **given).pk)


@pytest.fixture()
def signed(issued, actor, now):
    return selectors.read_stored(services.sign(actor=actor, now=now, document_id=issued.pk))


def test_a_signature_is_visible_and_verifiable(signed, issued, now):
    verdict = verify_signed(signed.content)
    assert verdict.at == now
    assert (verdict.ok, verdict.organ, verdict.findings) == (True, "四川省人民检察院", ())
    reader = PdfReader(io.BytesIO(signed.content))
    marks = [(at, mark.get_object()) for at, page in enumerate(reader.pages) for mark in page.get("/Annots", [])]
    assert len(marks) == 1 and "2026年6月30日" in reader.pages[marks[0][0]].extract_text()
    assert marks[0][1]["/AP"]["/N"].get_object()["/Resources"]
    assert ledger.entries_about(f"document:{issued.pk}").last().facts["certificate"] == verdict.fingerprint


def test_the_unsigned_print_is_the_beginning_of_the_signed_one(signed, issued, actor):
    assert signed.content.startswith(selectors.file_seen_by(actor, issued.pk, "pdf").content)


def test_changed_content_is_noticed(signed):
    at = signed.content.index(b"/Pages")
    broken = signed.content[:at] + b"/Pagex" + signed.content[at + 6 :]
    assert not verify_signed(broken).ok
    writer = PdfWriter(io.BytesIO(signed.content), incremental=True)
    writer.add_blank_page(100, 100)
    kept = io.BytesIO()
    writer.write(kept)
    assert not verify_signed(kept.getvalue()).ok


def test_an_unknown_certificate_is_told(signed, home):
    for path in (Path(home) / "keys" / "organs").glob("*.crt"):
        path.unlink()
    verdict = verify_signed(signed.content)
    assert verdict.findings == ("证书不是本平台登记的机关证书",)
    assert verdict.sentence().startswith("签名不能认可")


def test_keys_are_the_owners_only_and_used_again(signed, home, actor, now):
    key = next((Path(home) / "keys" / "organs").glob("*.key"))
    assert key.stat().st_mode & 0o077 == 0
    given = {"dossier_key": "case:2", "document": spec(), "number_of": "四川省检察院", "values": PAPER}
    second = services.draw_up(actor=actor, now=now, **given)
    services.issue(actor=actor, now=now, document_id=second.pk)
    other = selectors.read_stored(services.sign(actor=actor, now=now, document_id=second.pk))
    assert verify_signed(other.content).fingerprint == verify_signed(signed.content).fingerprint


def test_only_what_is_issued_is_signed_once_by_its_organ(issued, actor, now):
    given = {"dossier_key": "case:3", "document": spec(), "number_of": "四川省检察院", "values": PAPER, "numbered": "on_issue"}
    draft = services.draw_up(actor=actor, now=now, **given)
    with pytest.raises(DocumentRefused, match="还没有签发"):
        services.sign(actor=actor, now=now, document_id=draft.pk)
    with pytest.raises(DocumentRefused, match="不是本机关的文书"):
        services.sign(actor=Actor(id="x", name="x", organ="金堂县司法局", via="test"), now=now, document_id=issued.pk)
    services.sign(actor=actor, now=now, document_id=issued.pk)
    with pytest.raises(DocumentRefused, match="已经签名"):
        services.sign(actor=actor, now=now, document_id=issued.pk)


def test_the_signed_print_follows_the_rule_of_all_files(signed, issued, actor, now):
    served = Actor(id="s", name="s", organ="金堂县司法局", via="test")
    assert selectors.file_seen_by(served, issued.pk, "signed").digest == signed.digest
    assert selectors.file_seen_by(served, issued.pk, "signed", 1) is None
    shown = services.download(actor=served, now=now, file=signed, thing=f"document:{issued.pk}")
    assert verify_signed(shown.content).ok


def test_the_command_says_what_a_file_is_worth(signed, tmp_path, capsys):
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed.content)
    assert command.run(argparse.Namespace(file=path)) == 0
    path.write_bytes(b"%PDF-1.7 x")
    assert command.run(argparse.Namespace(file=path)) == 1
    assert [line.partition("：")[0] for line in capsys.readouterr().out.splitlines()] == ["签名有效", "签名不能认可；文件不是可读的 PDF"]
