"""试查 on the page and in the trace: who may, what is asked first, how it ends, what stays."""

from __future__ import annotations

from hashlib import sha256

import pyarrow as pa
import pytest
from django.urls import reverse

from zhiheng.sandbox.core.limits import LIMITS
from zhiheng.schema import DATASETS

pytestmark = pytest.mark.files

PEOPLE = {"四川省检察院": ("甲一",), "金堂县司法局": ("乙一", "乙二"), "川西监狱": ("丙一",)}


@pytest.fixture()
def inline(monkeypatch):
    """Queries run within the request: the test's own transaction is seen."""
    monkeypatch.setattr("zhiheng.sandbox.services.launch", lambda work: work())


@pytest.fixture()
def records(officers, actor, now):
    """Persons and hotel stays of three organs."""
    from zhiheng.records.services import store_batch
    from zhiheng.registry.selectors import organ_named

    for place, (name, people) in enumerate(PEOPLE.items()):
        for dataset in ("persons", "hotel_stays"):
            rows = table(dataset, people, place)
            store_batch(
                actor=actor,
                now=now,
                organ=organ_named(name),
                dataset=dataset,
                table=rows,
                row_numbers=pa.array(range(1, len(people) + 1), pa.int32()),
                source_name=f"{dataset}.csv",
                content_digest=sha256(f"{name}{dataset}".encode()).hexdigest(),
                counts={"rows": len(people), "accepted": len(people)},
            )


def table(dataset, people, place):
    given = {
        "name": list(people),
        "id_number": [f"51010719900407{place}{number:03d}" for number in range(len(people))],
        "id_type": ["resident"] * len(people),
        "gender": ["male"] * len(people),
        "stay_no": [f"L{place}{number}" for number in range(len(people))],
    }
    fields = DATASETS[dataset].fields
    return pa.table({name: pa.array(given.get(name, [None] * len(people)), field.arrow_type) for name, field in fields.items()})


def run(client, text, purpose="核对试查所用的样本记录"):
    """The page that comes of a query."""
    return client.post(reverse("sandbox"), {"text": text, "purpose": purpose}, follow=True)


def acts(prefix="query."):
    from zhiheng.ledger.selectors import recent

    return [(entry.act, entry.facts) for entry in recent(50) if entry.act.startswith(prefix)]


@pytest.mark.parametrize(
    ("username", "status"),
    [("prosecutor", 200), ("chief", 200), ("steward", 200), ("leader", 404), ("organ-01", 404), ("prison", 404), ("auditor", 404)],
)
def test_only_procurators_and_stewards_may(enter, username, status):
    assert enter(username).get(reverse("sandbox")).status_code == status


def test_a_query_shows_its_rows_with_chinese_codes_and_leaves_its_trace(enter, records, inline):
    page = run(enter("prosecutor"), "select name, gender, _organ from persons order by name")
    said = page.content.decode()
    assert all(name in said for people in PEOPLE.values() for name in people)
    assert "男（male）" in said
    (ended, how), (started, what) = acts()[:2]
    assert (started, ended) == ("query.started", "query.ended")
    assert what["sql"] == "select name, gender, _organ from persons order by name"
    assert what["datasets"] == ["persons"]
    assert (how["how"], how["rows"]) == ("done", 4)


@pytest.mark.parametrize(
    ("username", "seen"),
    [("prosecutor", {"甲一", "乙一", "乙二", "丙一"}), ("steward", {"甲一", "乙一", "乙二", "丙一"}), ("county", {"乙一", "乙二"})],
)
def test_rows_are_those_of_organs_the_officer_may_see(enter, officers, records, inline, actor, now, username, seen):
    officers["county"] = county(actor, now)
    page = run(enter(username), "select name from persons")
    assert {name for names in PEOPLE.values() for name in names if name in page.content.decode()} == seen


def county(actor, now):
    """A procurator of Jintang county, who sees the organs of the county only."""
    from django.utils import timezone

    from zhiheng.registry.selectors import officer_named
    from zhiheng.registry.services import appoint, enlist, ensure_organ

    organ = ensure_organ(actor=actor, name="金堂县检察院", now=now)
    officer = enlist(actor=actor, now=now, username="county", name="县检察官", organ=organ, password="x")
    appoint(actor=actor, now=now, officer=officer, role="prosecutor", from_on=timezone.localdate(now))
    type(officer).objects.filter(pk=officer.pk).update(must_change_password=False)
    return officer_named("county")


def test_sensitive_records_ask_for_a_purpose_first(enter, records, inline):
    client = enter("prosecutor")
    page = client.post(reverse("sandbox"), {"text": "select name from hotel_stays"})
    assert page.status_code == 422
    assert "没有写明用途" in page.content.decode()
    assert acts() == []
    page = run(client, "select name from hotel_stays", purpose="川检执行〔2026〕1号 核查外出")
    assert "丙一" in page.content.decode()
    (_, read), *_ = acts("record.")
    assert read["purpose"] == "川检执行〔2026〕1号 核查外出"


def test_a_post_that_may_not_read_sensitive_records_is_not_offered_them(enter, records, inline):
    client = enter("steward")
    assert "hotel_stays" not in client.get(reverse("sandbox")).content.decode()
    page = run(client, "select name from hotel_stays", purpose="看看有没有值得一看的记录").content.decode()
    assert "不是您可以查的数据表" in page
    assert "丙一" not in page


def test_a_refused_query_says_where_and_is_traced(enter, records, inline):
    page = run(enter("prosecutor"), "select name,\n  getenv('HOME')\nfrom persons").content.decode()
    assert "函数 getenv" in page
    assert "第 2 行第 3 列" in page
    ((act, facts),) = acts()
    assert act == "query.refused"
    assert facts["place"] == "第 2 行第 3 列"


def test_a_query_that_duckdb_cannot_run_says_where(enter, records, inline):
    page = run(enter("prosecutor"), "select name,\n  gendr from persons").content.decode()
    assert "列 gendr" in page
    assert "第 2 行第 3 列" in page
    assert acts()[0][1]["how"] == "failed"


@pytest.mark.parametrize("text", ["", "x" * (LIMITS.text_chars + 1)])
def test_nothing_and_too_much_are_refused_beside_the_field(enter, officers, text):
    assert enter("prosecutor").post(reverse("sandbox"), {"text": text}).status_code == 422


def test_own_queries_are_listed_and_nobody_elses(enter, officers, records, inline):
    run(enter("prosecutor"), "select 1 as first_query")
    other = run(enter("chief"), "select 2 as second_query").content.decode()
    assert "second_query" in other
    assert "first_query" not in other
    from zhiheng.sandbox.selectors import queries_of

    query = queries_of(officers["prosecutor"])[0].query.id
    for name in ("sandbox_query", "sandbox_result"):
        assert enter("chief").get(reverse(name, args=[query])).status_code == 404
    assert enter("chief").post(reverse("sandbox_stop", args=[query])).status_code == 404
    assert enter("prosecutor").get(reverse("sandbox_query", args=["../locks"[:2]])).status_code == 404


def test_the_excel_file_has_the_rows_and_leaves_a_trace(enter, records, inline):
    import io

    from openpyxl import load_workbook

    client = enter("prosecutor")
    page = run(client, "select name, gender from persons order by name")
    address = page.redirect_chain[-1][0].partition("#")[0]
    book = load_workbook(io.BytesIO(b"".join(client.get(address, {"format": "xlsx"}).streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0] == ("name", "gender")
    assert ("甲一", "男（male）") in rows
    assert acts("list.")[0][1]["rows"] == 4


def test_long_results_come_in_pages(enter, records, inline):
    page = run(enter("prosecutor"), "select a.name from persons a, persons b, persons c").content.decode()
    assert "共 64 条" in page


def test_one_query_an_officer_and_two_at_once(officers, records, home):
    from zhiheng.sandbox.core.queries import Store

    store = Store(home / "sandbox")
    first = store.claim("a", 2)
    assert store.claim("a", 2) is None
    second = store.claim("b", 2)
    assert store.claim("c", 2) is None
    first.release()
    third = store.claim("c", 2)
    assert third is not None
    for claim in (second, third):
        claim.release()


def test_a_second_query_of_the_same_officer_is_turned_away(enter, officers, records, home):
    from zhiheng.sandbox.core.queries import Store

    claim = Store(home / "sandbox").claim("prosecutor", 2)
    page = enter("prosecutor").post(reverse("sandbox"), {"text": "select 1"})
    claim.release()
    assert page.status_code == 422
    assert "您已有一次试查在运行" in page.content.decode()
    assert acts() == []


def test_a_query_whose_server_stopped_is_said_to_be_lost(enter, officers, records, monkeypatch, home):
    from zhiheng.sandbox.core.queries import Store
    from zhiheng.sandbox.selectors import queries_of

    class StoppedError(Exception):
        pass

    def stopped(work):
        raise StoppedError

    monkeypatch.setattr("zhiheng.sandbox.services.launch", stopped)
    client = enter("prosecutor")
    with pytest.raises(StoppedError):
        client.post(reverse("sandbox"), {"text": "select 1"})
    assert queries_of(officers["prosecutor"])[0].state == "lost"
    monkeypatch.setattr("zhiheng.sandbox.services.launch", lambda work: work())
    run(client, "select 2")
    assert [one.state for one in queries_of(officers["prosecutor"])] == ["done", "lost"]
    assert ("query.ended", "lost") in [(act, facts.get("how")) for act, facts in acts()]
    assert Store(home / "sandbox").lost() == []


def test_a_running_query_shows_its_progress_and_can_be_cancelled(enter, officers, records, monkeypatch):
    jobs = []
    monkeypatch.setattr("zhiheng.sandbox.services.launch", jobs.append)
    client = enter("prosecutor")
    page = run(client, "select 1")
    address = page.redirect_chain[-1][0].partition("#")[0]
    assert "正在运行" in page.content.decode()
    assert 'hx-trigger="load delay:700ms"' in client.get(f"{address}result/").content.decode()
    assert "正在取消" in client.post(f"{address}stop/", headers={"HX-Request": "true"}).content.decode()
    jobs.pop()()
    assert client.get(f"{address}result/").headers["HX-Refresh"] == "true"
    assert "已由您取消" in client.get(address).content.decode()
    assert [act for act, _ in acts()] == ["query.ended", "query.stop_asked", "query.started"]


def test_rows_are_kept_for_a_time_only(enter, officers, records, inline, home):
    import os

    client = enter("prosecutor")
    address = run(client, "select name from persons").redirect_chain[-1][0].partition("#")[0]
    (rows,) = (home / "sandbox").glob("*/rows.jsonl")
    assert rows.stat().st_mode & 0o077 == 0
    os.utime(rows, (0, 0))
    run(client, "select 1")
    page = client.get(address)
    assert "已经清除" in page.content.decode()
    assert client.get(address, {"format": "xlsx"}).status_code == 200


def test_only_the_latest_queries_stay(enter, officers, records, inline):
    from zhiheng.sandbox.selectors import queries_of

    client = enter("prosecutor")
    for number in range(LIMITS.listed + 2):
        run(client, f"select {number} from rulings_that_are_not")
    assert len(queries_of(officers["prosecutor"])) == LIMITS.listed


def test_every_example_runs(enter, records, inline):
    from zhiheng.web.sandbox.examples import EXAMPLES

    client = enter("prosecutor")
    for title, _, text in EXAMPLES:
        run(client, text)
        assert acts()[0][1]["how"] == "done", title


@pytest.mark.parametrize("kind", ["sealed", "limited", "avoidance"])
def test_records_of_a_person_closed_to_the_officer_are_in_no_answer_and_no_preview(enter, officers, records, inline, now, kind):
    from zhiheng.records.models import Batch
    from zhiheng.records.selectors import batch_rows
    from zhiheng.registry.selectors import actor_of, officer_named
    from zhiheng.registry.services import close_person

    chief, prosecutor, number = officer_named("chief"), officer_named("prosecutor"), "510107199004071001"
    given = {"number": number, "kind": kind, "reason": "依法不得知悉", "officer": prosecutor if kind == "avoidance" else None}
    close_person(actor=actor_of(chief, "test"), now=now, **given)
    said = run(enter("prosecutor"), "select name from persons").content.decode()
    assert ("乙一" in said, "乙二" in said) == (True, False)
    batch = Batch.objects.get(dataset="persons", organ__name="金堂县司法局")
    assert [row["name"] for row in batch_rows(batch.pk, prosecutor)] == ["乙一"]
    assert [row["name"] for row in batch_rows(batch.pk, chief)] == ["乙一", "乙二"]
    assert "乙二" in run(enter("chief"), "select name from persons").content.decode()
