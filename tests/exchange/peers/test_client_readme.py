"""The README of the client is run as it stands against the interface; only the wire is another."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.exchange.conftest import csv_bytes, stays
from tests.exchange.peers.conftest import OFFICE, PRISON
from zhiheng import client as package
from zhiheng.api.access import token_for
from zhiheng.client import NotTakenError, Platform, public_of
from zhiheng.registry.selectors import COMMAND_LINE, officer_named, organ_named
from zhiheng.registry.services import appoint, enlist, ensure_organ
from zhiheng.registry.services.accounts import change_password

README = Path(package.__file__).parent / "README.md"
BLOCKS = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)


@pytest.mark.django_db
def test_every_block_runs(client, home, monkeypatch, capsys):
    from django.utils import timezone

    from zhiheng.exchange.peers.services import open_service_account

    def post(url, fields, payload=None, *, resolve):
        given = dict(fields) | ({"payload": SimpleUploadedFile("payload", payload)} if payload is not None else {})
        answer = client.post(url.removeprefix("https://platform.example"), given)
        return answer.status_code, answer.json()

    def ask(method, url, body, headers, *, resolve):
        kind = headers.get("Content-Type", "application/octet-stream")
        answer = client.generic(method, url.removeprefix("https://platform.example"), body or b"", content_type=kind, headers=headers)
        return answer.status_code, answer.content

    monkeypatch.setattr("zhiheng.client.sender.post", post)
    monkeypatch.setattr("zhiheng.client.platform.ask", ask)
    now, names = timezone.now(), {"PLATFORM_KEYS": []}
    for organ in (OFFICE, PRISON):
        ensure_organ(actor=COMMAND_LINE, name=organ, now=now)
    exec(BLOCKS[0], names)  # noqa: S102 - the page itself
    open_service_account(
        actor=COMMAND_LINE, now=now, organ=PRISON, name="狱政系统", scopes=["notices", "datasets"], public=public_of(names["key"]),
        expires_on=timezone.localdate().replace(year=2099),
    )  # fmt: skip
    enlist(actor=COMMAND_LINE, now=now, username="jyk", name="周甲", organ=organ_named(PRISON), password="Ganshui-Chengyuan-2026")
    change_password(actor=COMMAND_LINE, now=now, officer=officer_named("jyk"), password="Ganshui-Chengyuan-2027")
    appoint(actor=COMMAND_LINE, now=now, officer=officer_named("jyk"), role="organ_handler", from_on=date(2020, 1, 1))
    names["TOKEN"] = token_for(officer_named("jyk"))
    for block in BLOCKS[1:]:
        exec(block, names)  # noqa: S102 - the page itself
    said = capsys.readouterr().out
    assert "1 accepted 已收到告知" in said
    assert "没有“case”的范围" in said
    assert names["mended"].seq == 3
    assert "['accepted', 'accepted', 'accepted']" in said
    platform = names["platform"]
    with pytest.raises(NotTakenError, match="404"):
        platform.clues()
    rows = csv_bytes(stays([7]))
    with pytest.raises(NotTakenError, match="422"):
        platform.deliver("旅馆“七”.csv", rows, organ=PRISON, dataset="hotel_stays")
    signed_in = Platform("https://platform.example")
    signed_in.sign_in("jyk", "Ganshui-Chengyuan-2027")
    (returned,) = signed_in.deliveries().items
    assert (returned.name, returned.outcome) == ("旅馆“七”.csv", "returned"), "hotels are the police's to report"
    assert signed_in.get("/me")["organ"] == PRISON
    assert names["client"].receipts(names["client"].statement("notice", b"", 1, {})).state == "accepted"
