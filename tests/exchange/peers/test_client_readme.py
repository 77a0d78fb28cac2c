"""The README of the client is run as it stands against the interface; only the wire is another."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.exchange.peers.conftest import OFFICE, PRISON
from zhiheng import client as package
from zhiheng.client import public_of
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.registry.services import ensure_organ

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

    monkeypatch.setattr("zhiheng.client.sender.post", post)
    now, names = timezone.now(), {"PLATFORM_KEYS": []}
    for organ in (OFFICE, PRISON):
        ensure_organ(actor=COMMAND_LINE, name=organ, now=now)
    exec(BLOCKS[0], names)  # noqa: S102 - the page itself
    open_service_account(
        actor=COMMAND_LINE, now=now, organ=PRISON, name="狱政系统", scopes=["notices", "datasets"], public=public_of(names["key"]),
        expires_on=timezone.localdate().replace(year=2099),
    )  # fmt: skip
    for block in BLOCKS[1:]:
        exec(block, names)  # noqa: S102 - the page itself
    said = capsys.readouterr().out
    assert "1 accepted 已收到告知" in said
    assert "没有“case”的范围" in said
    assert names["mended"].seq == 3
    assert names["client"].receipts(names["client"].statement("notice", b"", 1, {})).state == "accepted"
