"""What a hostile or careless hand may send: nothing of it runs, nothing half is done, each answer says what to do."""

import io
import re

import pytest
from django.urls import reverse

from zhiheng.registry.services import ensure_organ

SCRIPT = "<script>alert(1)</script>"
ATTRIBUTE = '"><img src=x onerror=alert(1)>'


def file(content: bytes, name: str):
    made = io.BytesIO(content)
    made.name = name
    return made


@pytest.fixture()
def send(enter):
    def given(content: bytes, name: str = "外出审批_0001.csv", username: str = "justice", **more):
        client = enter(username)
        data = {"file": file(content, name), "organ": "金堂县司法局", **more}
        return client.post(reverse("send"), data, headers={"HX-Request": "true"})

    return given


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "外出审批_0001.csv"),
        (b"\x00" * 4096, "外出审批_0001.csv"),
        (b"PK\x03\x04 cut off", "外出审批_0001.xlsx"),
        (b"PAR1", "外出审批_0001.parquet"),
        (b"%PDF-1.7", "外出审批_0001.pdf"),
        (b"a,b\n1,2\n", "外出审批_0001.csv"),
        (b"a,b\n1,2\n", "无此数据.csv"),
        (b"MZ\x90", "外出审批_0001.exe"),
        (b"[1,2", "外出审批_0001.jsonl"),
    ],
)
def test_unusable_files_are_said_beside_the_field(send, content, name):
    answer = send(content, name)
    assert answer.status_code == 422
    assert "文件" in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_no_file_at_all(enter):
    answer = enter("justice").post(reverse("send"), {"organ": "金堂县司法局"})
    assert answer.status_code == 422
    assert "这个字段是必填项" in answer.content.decode()


def test_nobody_sends_for_another_organ(send):
    answer = send(b"a,b\n1,2\n", username="prison")
    assert answer.status_code == 422
    assert "报送单位" in answer.content.decode()


@pytest.mark.parametrize("name", [f"外出审批{SCRIPT}.csv", f"外出审批{ATTRIBUTE}.csv", "../../外出审批_0001.csv", "外出审批\n_0001.csv"])
def test_names_of_files_are_shown_as_text(send, enter, name):
    answer = send(b"a,b\n1,2\n", name)
    assert answer.status_code in {200, 422}
    for page in (answer, enter("justice").get(reverse("data"))):
        shown = page.content.decode()
        assert SCRIPT not in shown
        assert "<img src=x" not in shown


def test_cells_are_shown_as_text(send):
    from zhiheng.schema import DATASETS

    heading = ",".join(field.zh for field in DATASETS["leaves"].fields.values())
    row = ",".join('"<script>alert(1)</script>"' for _ in DATASETS["leaves"].fields)
    shown = send(f"{heading}\n{row}\n".encode()).content.decode()
    assert SCRIPT not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize("name", ["clues", "register", "data", "dictionary", "indicators"])
@pytest.mark.parametrize("asked", [SCRIPT, ATTRIBUTE, "' or 1=1 --", "%00", "\x00", "9" * 4000])
def test_filters_take_anything_and_show_it_as_text(enter, name, asked):
    fields = ("q", "organ", "model", "state", "level", "age", "view", "sort", "size", "page", "since", "kind", "period", "dataset")
    answer = enter("prosecutor").get(reverse(name), dict.fromkeys(fields, asked))
    assert answer.status_code == 200
    assert SCRIPT not in answer.content.decode()
    assert "<img src=x" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/clues/99999999999999999999/", "/data/files/99999999999999999999/", "/clues/0/", "/models/nothing/"])
def test_numbers_that_are_none_of_ours(enter, address):
    assert enter("prosecutor").get(address).status_code == 404


def test_names_of_organs_are_shown_as_text(enter, officers, actor, now):
    ensure_organ(actor=actor, name=f"金堂县{ATTRIBUTE}司法局", now=now)
    for name in ("clues", "data", "indicators"):
        shown = enter("steward" if name == "data" else "prosecutor").get(reverse(name)).content.decode()
        assert "<img src=x" not in shown
        assert re.search(r"金堂县&quot;&gt;&lt;img", shown), name


def test_acts_need_the_token_of_the_page(officers):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(officers["prosecutor"], backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(reverse("run_models"), {"as_of": "2026-06-30"})
    assert answer.status_code == 403
    assert "验证已失效" in answer.content.decode()


@pytest.mark.parametrize("as_of", ["", "2026-02-30", "yesterday", "9999-12-31", "0001-01-01"])
def test_days_that_are_none_are_refused(enter, as_of):
    answer = enter("prosecutor").post(reverse("run_models"), {"as_of": as_of})
    assert answer.status_code in ({200} if as_of == "0001-01-01" else {422})


def test_acts_on_what_is_not_there(enter):
    client = enter("prosecutor")
    assert client.post("/clues/1/verified/", {"verified-reason": "x"}).status_code == 404
    assert client.post("/clues/1/eaten/", {}).status_code == 404
    assert client.post("/cases/00000000-0000-0000-0000-000000000000/act/done-reply/", {}).status_code == 404
    assert client.get("/cases/draft/").status_code == 302
    assert client.get("/cases/draft/?clue=7&clue=x").status_code == 302


def test_reading_addresses_do_not_write(enter):
    assert enter("prosecutor").get(reverse("run_models")).status_code == 405
    assert enter("auditor").get(reverse("verify_trace")).status_code == 405
