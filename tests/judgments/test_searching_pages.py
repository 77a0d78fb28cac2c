"""类案检索 by officers: found with reasons, sealed ones apart, noted in the trace, written into the report that a ruling waits for."""

from __future__ import annotations

import json
from hashlib import sha256

import pyarrow as pa
import pytest
from django.urls import reverse

from tests.web.conftest import PURPOSE, enter, officers
from zhiheng.judgments.selectors import DATASET, corpus_now, index_place
from zhiheng.judgments.services import index_judgments
from zhiheng.ledger import selectors as ledger
from zhiheng.records.services import store_batch
from zhiheng.registry.selectors import organ_named
from zhiheng.schema import DATASETS
from zhiheng.simulate.judgments import judgments

__all__ = ["enter", "officers"]
COURT = "成都市中级人民法院"
COURTS = ((COURT, "intermediate"), ("甲市青衣区人民法院", "basic"))
ROWS = list(judgments(240, seed=5, courts=COURTS))


@pytest.fixture()
def organ_names():
    return ["四川省检察院", COURT, "川西监狱"]


def store(rows, actor, now, name="公开裁判文书_1.csv"):
    schema = DATASETS[DATASET].arrow_schema()
    table = pa.table({one: [row.get(one) for row in rows] for one in schema.names}, schema=schema)
    numbers = pa.array(range(1, len(rows) + 1), pa.int32())
    return store_batch(
        actor=actor,
        now=now,
        organ=organ_named(COURT),
        dataset=DATASET,
        table=table,
        row_numbers=numbers,
        source_name=name,
        content_digest=sha256(name.encode()).hexdigest(),
        counts={},
    )


@pytest.fixture()
def library(officers, actor, now):
    return store(ROWS, actor, now)


@pytest.fixture()
def judge(officers):
    return next(name for name, one in officers.items() if name.startswith("organ-") and one.organ.name == COURT)


def asked(client, **given):
    return client.post(reverse("judgments"), {"text": "", **given})


def test_a_search_shows_why_and_leaves_its_trace(enter, library, judge):
    client = enter(judge)
    assert "类案检索" in client.get(reverse("judgments")).content.decode()
    page = asked(
        client, text="趁夜撬锁进入住户家中窃走现金和金项链", charges="盗窃罪", circumstances=["退赃退赔"], planned="240"
    ).content.decode()
    assert "共同词语" in page and "撬锁" in page and "同罪名" in page and "类案裁判结果的区间" in page
    entry = next(one for one in ledger.entries_about("judgments") if one.act == "judgments.searched")
    details = json.loads(entry.details)
    assert details["charges"] == ["盗窃罪"] and details["corpus"] == corpus_now().index.digest and details["shown"]
    number = details["shown"][0]
    assert number in page and "审理查明" in client.get(reverse("judgment"), {"no": number}).content.decode()


def test_what_is_asked_wrongly_is_said_beside_its_field(enter, library, judge):
    client = enter(judge)
    refused = asked(client, text="盗窃", charges="偷东西罪")
    assert refused.status_code == 422 and "没有这个罪名：偷东西罪" in refused.content.decode()
    assert "没有写检索内容" in asked(client).content.decode()


def test_sealed_judgments_need_a_purpose_and_a_post(enter, library, judge, officers):
    sealed = next(row for row in ROWS if row["sealed"])
    client = enter(judge)
    page = asked(client, text=sealed["facts"], charges=sealed["charges"][0]).content.decode()
    assert sealed["judgment_no"] not in page
    assert client.get(reverse("judgment"), {"no": sealed["judgment_no"]}).status_code == 403
    opened = client.get(reverse("judgment"), {"no": sealed["judgment_no"]}, headers=PURPOSE)
    assert opened.status_code == 200 and "审理查明" in opened.content.decode()
    page = client.post(reverse("judgments"), {"text": sealed["facts"], "charges": sealed["charges"][0]}, headers=PURPOSE).content.decode()
    assert sealed["judgment_no"] in page


def test_who_may_not_is_answered_as_if_there_were_nothing(enter, library, officers):
    client = enter("steward")
    assert client.get(reverse("judgments")).status_code == 404
    assert client.get(reverse("judgment"), {"no": ROWS[0]["judgment_no"]}).status_code == 404


def test_the_index_grows_by_what_came_and_forgets_what_went(library, actor, now):
    assert corpus_now().unread == 240
    assert index_judgments(actor=actor, now=now, most=100).judgments == 0
    assert index_judgments(actor=actor, now=now).judgments == 240
    first = corpus_now()
    assert (first.unread, int(first.index.alive.sum())) == (0, 240)
    built = sorted(path.name for path in index_place().iterdir())
    mended = {**ROWS[0], "facts": "经审理查明，被告人采用钻窗手段窃走邮票。"}
    store([mended], actor, now, "公开裁判文书_2.csv")
    assert index_judgments(actor=actor, now=now).judgments == 1 and set(built) < {path.name for path in index_place().iterdir()}
    after = corpus_now().index
    assert int(after.alive.sum()) == 240 and after.digest != first.index.digest
    number = after.numbered(ROWS[0]["judgment_no"])
    assert "邮票" in after.judgment(number).facts
    assert index_judgments(actor=actor, now=now).judgments == 0


def test_programs_search_too(client, library, judge, officers):
    from zhiheng.api.access import token_for

    headers = {"Authorization": f"Bearer {token_for(officers[judge])}"}
    body = {"text": "酒后驾驶小型轿车", "charges": ["危险驾驶罪"], "most": 3, "planned_months": 2}

    def send(given):
        return client.post("/api/v1/judgments/search", json.dumps(given), content_type="application/json", headers=headers)

    told = send(body).json()
    assert len(told["hits"]) == 3 and all(hit["charges"] == ["危险驾驶罪"] for hit in told["hits"])
    assert told["hits"][0]["axes"][0]["share"] == 1.0 and told["range"]["level"] in {"few", "inside", "yellow", "red"}
    assert send({**body, "charges": ["没有的罪"]}).status_code == 422
    assert send({**body, "case_id": "00000000-0000-0000-0000-000000000000"}).status_code == 404


def test_from_a_case_at_hand_to_the_report_that_the_meeting_waits_for(enter, library, judge, officers, now):
    from zhiheng.models.in_force import catalog
    from zhiheng.procedure import services
    from zhiheng.procedure.core.errors import BlockedAct
    from zhiheng.procedure.models import Case
    from zhiheng.registry.selectors import actor_of

    client, own = enter(judge), ROWS[3]
    opening = {
        "case_no": own["judgment_no"],
        "case_kind": "first",
        "judge": "承办人",
        "forced": True,
        "situations": ["S2"],
        "trigger_basis": ["没有明确裁判规则"],
    }
    acting = {"actor": actor_of(officers[judge], "test"), "now": now}
    case = services.open_case(
        procedure=catalog().procedures["similar_search"], organs={"court": COURT}, values=opening, title="待决案件", **acting
    )

    def act(step, outcome, **values):
        return services.act(case_id=case.pk, step=step, outcome=outcome, values=values, **acting)

    facts = own["facts"]
    act("elements", "confirmed", issue=[facts], law_question=[own["issue"]], axes=[{"axis": "罪名", "value": own["charges"][0]}])
    page = client.get(reverse("judgments"), {"case": str(case.pk)}).content.decode()
    assert facts[:30] in page and "以办件" in page
    searching = {"text": facts, "charges": own["charges"][0], "case": str(case.pk)}
    page = client.post(reverse("judgments"), searching).content.decode()
    assert "所选带入检索报告" in page and f'value="{own["judgment_no"]}"' not in page
    entry = next(one for one in ledger.entries_about(f"case:{case.pk}") if one.act == "judgments.searched")
    chosen = (details := json.loads(entry.details))["shown"][:2]
    answer = client.post(reverse("judgments"), {**searching, "chosen": chosen, "report": "1"})
    assert answer.url == reverse("case", args=[case.pk])
    page = client.get(answer.url).content.decode()
    assert chosen[0] in page and details["corpus"][:16] in page and "本平台类案检索" in page

    with pytest.raises(BlockedAct, match="指导性案例始终应当检索"):
        act("report", "filed", **report(chosen, tiers=["4"]))
    act("report", "filed", **report(chosen, tiers=["1", "2"]))
    with pytest.raises(BlockedAct, match="归卷的时间晚于"):
        act("deliberate", "decided", met_at="2026-06-29T09:30", use="consult")
    act("deliberate", "decided", met_at="2026-06-30T15:00", use="consult")
    assert {row.step for row in Case.objects.get(pk=case.pk).waiting.all()} == {"answer", "deviation"}


def report(chosen, tiers):
    rows = [{"judgment_no": one, "court": COURT, "grade": "3", "effective": True, "used": True, "same_case": False} for one in chosen]
    return {
        "searcher": "承办人",
        "searched_at": "2026-06-30T08:00",
        "platform": "本平台类案检索",
        "methods": ["keyword"],
        "queries": ["撬锁"],
        "corpus": "甲",
        "tiers": tiers,
        "hits": 9,
        "read_count": 3,
        "conclusion": "consult",
        "used_tier": "4",
        "reasons": ["情节相近"],
        "results": rows,
    }


def test_own_cases_are_paged_and_searched_not_listed_whole(enter, officers, judge, library, monkeypatch):
    from types import SimpleNamespace
    from uuid import uuid4

    from zhiheng.web.judgments import pages

    class Own(list):
        def order_by(self, *_names):
            return self

        def count(self):
            return len(self)

    own = [SimpleNamespace(pk=uuid4(), number="", title=f"第{number:02d}件减刑案") for number in range(30)]
    seen = []

    def found(viewer, wanted=None, **_more):
        seen.append(wanted)
        return Own(one for one in own if not wanted or wanted.text in one.title)

    monkeypatch.setattr(pages.procedure, "cases_seen_by", found)
    client = enter(judge)
    shown = client.get(reverse("judgments")).content.decode()
    assert shown.count("件减刑案</a>") == pages.CASES_SHOWN and "共 30 件，第 1/4 页" in shown
    assert "第29件减刑案" in client.get(reverse("judgments") + "?page=4").content.decode()
    narrowed = client.get(reverse("judgments") + "?own=第17件").content.decode()
    assert narrowed.count("件减刑案</a>") == 1 and "第17件减刑案" in narrowed
    assert "没有这样的案件" in client.get(reverse("judgments") + "?own=无此").content.decode()
    assert all(wanted.mine and wanted.open for wanted in seen)
