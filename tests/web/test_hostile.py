"""What a hostile or careless hand may send: nothing of it runs, nothing half is done, each answer says what to do."""

import inspect
import io
import re
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.exceptions import BadRequest
from django.urls import reverse

from tests.conftest import ROOT
from zhiheng.registry.services import ensure_organ
from zhiheng.web import urls
from zhiheng.web.portal.asking import seen_in

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


@pytest.mark.drawn
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


@pytest.mark.drawn
@pytest.mark.parametrize("name", [f"外出审批{SCRIPT}.csv", f"外出审批{ATTRIBUTE}.csv", "../../外出审批_0001.csv", "外出审批\n_0001.csv"])
def test_names_of_files_are_shown_as_text(send, enter, name):
    answer = send(b"a,b\n1,2\n", name)
    assert answer.status_code in {200, 422}
    for page in (answer, enter("justice").get(reverse("data"))):
        shown = page.content.decode()
        assert SCRIPT not in shown
        assert "<img src=x" not in shown


@pytest.mark.drawn
def test_cells_are_shown_as_text(send):
    from zhiheng.schema import DATASETS

    heading = ",".join(field.zh for field in DATASETS["leaves"].fields.values())
    row = ",".join('"<script>alert(1)</script>"' for _ in DATASETS["leaves"].fields)
    shown = send(f"{heading}\n{row}\n".encode()).content.decode()
    assert SCRIPT not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize("name", ["clues", "register", "data", "dictionary", "indicators"])
@pytest.mark.parametrize("asked", [SCRIPT, ATTRIBUTE, "' or 1=1 --", "%00", "\x00", "9" * 4000])
def test_filters_refuse_what_is_none_of_theirs_and_show_it_as_text(enter, name, asked):
    fields = ("organ", "model", "state", "level", "age", "view", "sort", "size", "page", "since", "kind", "period", "dataset")
    client = enter("prosecutor")
    for given in (dict.fromkeys(fields, asked), {"q": asked}):
        answer = client.get(reverse(name), given)
        assert answer.status_code == (200 if "q" in given and asked in (SCRIPT, ATTRIBUTE, "' or 1=1 --", "%00") else answer.status_code)
        assert answer.status_code in ({200, 400} if "q" in given else {400})
        assert SCRIPT not in answer.content.decode()
        assert "<img src=x" not in answer.content.decode()


@pytest.mark.drawn
def test_a_filter_that_is_none_is_said(enter):
    answer = enter("prosecutor").get(reverse("clues"), {"state": "nothing"})
    assert answer.status_code == 400
    assert "状态" in answer.content.decode()
    assert "nothing" in answer.content.decode()


ODD = ["²", "9" * 20, "a\x00b", "x" * 10_000]
ALIKE = ("²", "x" * 10_000)
"""Those that no database takes otherwise: too large a number and a NUL it may."""
VALUES = [pytest.param(odd, marks=pytest.mark.drawn) if odd in ALIKE else odd for odd in ODD]


EVERYWHERE = {"before", "page", "sort", "size", "version", "day", "kind"}
"""Questions that parts shared by many pages read."""


def questions() -> set[str]:
    """Every question that some page reads."""
    asked = set()
    for place in (ROOT / "src/zhiheng/web").rglob("*.py"):
        asked |= set(re.findall(r"""(?:GET|POST|asked)\.get(?:list)?\("(\w+)\"""", place.read_text(encoding="utf-8")))
    assert asked >= EVERYWHERE | {"clue"}
    return asked


def asked_of(pattern, asked: set[str]) -> list[str]:
    """Those that the module of a page speaks of, and those that shared parts read."""
    place = sys.modules[inspect.unwrap(pattern.callback).__module__].__file__
    return sorted(asked & (EVERYWHERE | set(re.findall(r"\w+", Path(place).read_text(encoding="utf-8")))))


@pytest.mark.parametrize("odd", VALUES)
def test_odd_values_are_refused_everywhere(enter, odd):
    """Every page that needs no thing of its own, with every question it may read: each pair with one odd value, all values in turn."""
    asked, failed = questions(), []
    client = enter("chief")
    pages = [pattern for pattern in urls.urlpatterns if "<" not in str(pattern.pattern)]
    for place, pattern in enumerate(pages):
        for turn, name in enumerate(asked_of(pattern, asked)):
            if (place + turn) % len(ODD) == ODD.index(odd):
                answer = client.get(f"/{pattern.pattern}", {name: odd})
                unread = answer.status_code == 200 and name not in {"before", "version", "clue", "page", "size"}
                if answer.status_code >= 500 or not (unread or 300 <= answer.status_code < 500):
                    failed.append(f"{pattern.pattern}?{name}: {answer.status_code}")
    assert failed == []


@pytest.mark.parametrize("odd", VALUES)
def test_odd_numbers_of_boxes_are_refused(enter, odd):
    client = enter("prosecutor")
    assert client.post(reverse("bulk_clues"), {"act": "assigned", "clue": odd}).status_code == 400
    assert client.get(reverse("draft"), {"clue": odd}).status_code == 400


@pytest.mark.parametrize("odd", VALUES)
def test_odd_addresses_are_not_there(enter, odd):
    client = enter("chief")
    for pattern in urls.urlpatterns:
        address = "/" + re.sub(r"<\w+:\w+>", quote(odd), str(pattern.pattern))
        if "<" in str(pattern.pattern):
            assert 300 <= client.get(address).status_code < 500, address


@pytest.mark.drawn
def test_pages_are_not_kept_by_browsers(enter):
    for name in ("home", "clues", "data"):
        assert "no-store" in enter("prosecutor").get(reverse(name))["Cache-Control"]


@pytest.mark.parametrize("address", ["/clues/99999999999999999999/", "/data/files/99999999999999999999/", "/clues/0/", "/models/nothing/"])
def test_numbers_that_are_none_of_ours(enter, address):
    assert enter("prosecutor").get(address).status_code == 404


@pytest.mark.drawn
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
    assert client.get("/cases/draft/?clue=7&clue=x").status_code == 400


def test_reading_addresses_do_not_write(enter):
    assert enter("prosecutor").get(reverse("run_models")).status_code == 405
    assert enter("auditor").get(reverse("verify_trace")).status_code == 405


def test_no_page_takes_signs_for_digits():
    """`²` is a digit to `str.isdigit` and none to `int`: what comes from outside is held to ASCII, or read by `web.odd.whole_numbers`."""
    source = Path(__file__).parents[2] / "src/zhiheng"
    lines = [(path, line) for room in ("web", "api") for path in (source / room).rglob("*.py") for line in path.read_text().splitlines()]
    assert [f"{path.name}: {line.strip()}" for path, line in lines if ".isdigit()" in line and "isascii()" not in line] == []


@pytest.mark.parametrize("odd", ["²", "9" * 5000])
def test_a_person_sends_odd_numbers_of_what_was_seen(rf, odd):
    assert [seen_in(rf.post("/portal/", {"seen": text})) for text in ("12", "")] == [12, None]
    with pytest.raises(BadRequest):
        seen_in(rf.post("/portal/", {"seen": odd}))
