"""The trace over HTTP: a witness of another organ and an organ's system need nothing else."""

import argparse
import io
import json
import zipfile

import pytest
from django.utils import timezone

from tests.oversight.conftest import BUREAU
from tests.web.conftest import PURPOSE
from zhiheng.cli import witness as command
from zhiheng.ledger import services, verifier
from zhiheng.ledger.core import tree
from zhiheng.ledger.core.notes import read_key, read_note, read_point

pytestmark = pytest.mark.django_db


@pytest.fixture()
def asked(client, things, authorised):
    """Asks as an officer; the answer."""

    def ask(place, name="organ-03", **more):
        return client.get(f"/api/v1/ledger/{place}", more, headers=authorised(name))

    return ask


def test_a_stranger_gets_nothing(client, things):
    assert [client.get(f"/api/v1/ledger/{place}").status_code for place in ("checkpoint", "proof", "entries")] == [401] * 3


def test_a_service_of_a_document_signs_a_checkpoint_that_any_organ_may_take(asked):
    answer = asked("checkpoint")
    note = read_note(answer.content.decode())
    assert (answer.status_code, note.signed_by(services.log_key())) == (200, True)
    point = read_point(note.body)
    first = asked("proof", first=3, second=point.size).json()
    steps = [bytes.fromhex(step) for step in first["proof"]]
    earlier = bytes.fromhex(asked("proof", second=3).json()["root"])
    assert tree.consistent(3, point.size, steps, earlier, point.root)
    told = asked("proof", seq=2).json()
    steps = [bytes.fromhex(step) for step in told["proof"]]
    assert tree.included(bytes.fromhex(told["leaf"]), 1, point.size, steps, point.root)
    assert asked("proof", seq=2, first=1).status_code == 422
    assert asked("proof", seq=10**6).status_code == 422


def test_an_organ_reads_the_texts_of_its_own_acts_and_the_leaves_of_all(asked):
    page = asked("entries", limit=5).json()
    assert ([item["seq"] for item in page["items"]], page["next"]) == ([1, 2, 3, 4, 5], 5)
    items = asked("entries").json()["items"]
    organs = {json.loads(item["text"])["organ"] for item in items if item["text"]}
    assert len(organs) <= 1
    assert any(item["text"] is None for item in items)
    assert all(item["text"] for item in asked("entries", name="chief").json()["items"])
    assert all(tree.leaf_hash(item["text"].encode()).hex() == item["leaf"] for item in items if item["text"])


def test_a_witness_asks_over_the_network_signs_and_hands_its_signature_in(client, things, authorised, tmp_path, monkeypatch, capsys):
    def over_the_client(self, place, body=None):
        headers = authorised("organ-03")
        where = self.url.removeprefix("https://zhiheng.example") + place
        answer = client.post(where, body, content_type="application/json", headers=headers) if body else client.get(where, headers=headers)
        assert answer.status_code == 200, answer.content
        return answer.content.decode()

    monkeypatch.setattr(command.Online, "asked", over_the_client)
    parser = argparse.ArgumentParser()
    command.arguments(parser)

    def witness(*words):
        status = command.run(parser.parse_args([str(word) for word in words]))
        return status, capsys.readouterr().out

    key = witness("init", tmp_path / "w", "--name", "court.example/w")[1].strip()
    asking = ["check", tmp_path / "w", "--from", "https://zhiheng.example", "--log", services.log_key()]
    assert witness(*asking)[0] == 0
    from zhiheng.ledger.core.actor import Actor

    services.checkpoint(actor=Actor("x", "x", "x", "test"), now=timezone.now())
    assert witness(*asking)[0] == 0
    assert read_note(client.get("/api/v1/ledger/checkpoint", headers=authorised("organ-03")).content.decode()).signed_by(read_key(key))


def test_the_receipt_of_a_delivery_carries_its_proof_and_tells_of_no_reader(client, things, authorised, organs, tmp_path, capsys):
    place = f"/api/v1/deliveries/{things['number']}/evidence"
    bearer = authorised(organs[BUREAU].username)
    assert client.get(f"/api/v1/deliveries/{things['number']}/rejected", headers={**bearer, **PURPOSE}).status_code == 200
    assert client.get(place, headers=bearer).status_code == 403, "a file is given for a purpose"
    answer = client.get(place, headers={**bearer, **PURPOSE})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    (tmp_path / "证据包.zip").write_bytes(answer.content)
    assert verifier.main([str(tmp_path / "证据包.zip"), "--key", str(services.log_key())]) == 0
    said = capsys.readouterr().out
    assert ("delivery." in said, "record.read" in said) == (True, False)
    stranger = authorised(organs["嘉陵监狱"].username)
    assert client.get(place, headers={**stranger, **PURPOSE}).status_code == 404


def test_the_evidence_pack_of_a_served_document_is_verified_by_the_file_in_it(client, things, authorised, tmp_path, capsys):
    place = f"/api/v1/cases/{things['case_id']}/documents/{things['document_id']}/evidence"
    answer = client.get(place, headers={**authorised("prosecutor"), **PURPOSE})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    (tmp_path / "证据包.zip").write_bytes(answer.content)
    assert verifier.main([str(tmp_path / "证据包.zip"), "--key", str(services.log_key())]) == 0
    said = capsys.readouterr().out
    assert "document.printed" in said
    assert "case.done" in said
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert any(name.startswith("文书/") and name.endswith(".pdf") for name in names)
    assert {"说明.txt", "核验.py", "证据.json", "检查点.txt"} <= set(names)
    assert client.get(place).status_code == 401
