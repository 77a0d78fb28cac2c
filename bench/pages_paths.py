"""The pages of a province's installation, each printing its times as one JSON line: `python -m bench.pages_paths CASES`."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from functools import partial
from pathlib import Path
from urllib.parse import quote

from bench.acts_paths import LIST, OURS, VALUES, ready, seeded, timed

ORGANS, CLUES_PER_CASE = 400, 10
TIMES = int(os.environ.get("ZHIHENG_BENCH_TIMES") or 20)
NUMBERS = """
update procedure_case set number = '（' || (2020 + n % 6) || '）川检建' || n || '号'
from (select id as of, row_number() over () n from procedure_case) x where x.of = id
"""
LAST_EVENTS = """
update procedure_case set last_event_at = opened_at + (abs(hashtext(id::text)) % 1000000) * interval '1 second'
"""
CLUES = """
insert into oversight_clue (model, pack, subject, occurrence, level, summary, "values", evidence, cites, organ_id, as_of, digest,
  first_run_id, last_run_id, found_at, state, state_at, resolved_at, cause, reason, assigned_to_id, snoozed_until, result, rests_on)
select (%(models)s::text[])[1 + n %% array_length(%(models)s::text[], 1)], 'x', '5' || lpad(n::text, 17, '0'), n::text, 'high',
  '情形' || n || '：自2026年3月1日起仍未办理', '{}', '[]', '[]', %(first)s + n %% %(organs)s, current_date, '', %(run)s, %(run)s,
  now() - n * interval '5 minutes', (array['received','assigned','verified','refuted','documented','closed'])[1 + n %% 6], now(),
  case when n %% 7 = 0 then now() end, '', '', case when n %% 6 = 1 then %(officer)s end, null, '', '[]'
from generate_series(1, %(clues)s) n
"""
PERSONS = """
insert into subjects_identity (number, kind, name, names, births, sexes, divisions, former_names, said, organs, first_received_at,
  last_received_at, current, digest)
select '5' || lpad(n::text, 17, '0'), 'resident', '姓名' || n, E'\\n姓名' || n || E'\\n', '[]', '[]', '[]', '[]',
  jsonb_build_array(jsonb_build_object('name', '姓名' || n, 'organ', '第' || n %% %(organs)s || '司法局', 'dataset', 'persons',
    'records', 1,
    'first_at', '2026-03-01', 'last_at', '2026-03-01', 'first_batch', gen_random_uuid(), 'last_batch', gen_random_uuid())), 1, now(), now(),
  true, ''
from generate_series(1, %(clues)s) n
"""


def filled(cases: int):
    """The database with a province in it; the procurator, an officer of one organ, and that organ."""
    spec = ready()
    seeded()
    from django.db import connection
    from django.utils import timezone

    from zhiheng.models.in_force import catalog
    from zhiheng.oversight.models import Run
    from zhiheng.procedure.services import publish
    from zhiheng.registry import selectors as registry
    from zhiheng.registry.services.organs import ensure_organ

    now = timezone.now()
    made = [ensure_organ(actor=registry.COMMAND_LINE, name=f"第{n}司法局", now=now) for n in range(ORGANS)]
    publish(actor=registry.COMMAND_LINE, now=now, procedure=spec)
    procurator, officer = registry.officer_named("prosecutor"), registry.officer_named("organ-02") or registry.officer_named("organ-01")
    officer.organ = made[7]
    officer.save()
    run = Run.objects.create(as_of=now.date(), engine="duckdb", started_at=now, started_by="x", snapshot={}, snapshot_digest="")
    given = {
        "digest": spec.digest, "name": spec.id, "cases": cases, "first": min(one.pk for one in made), "organs": ORGANS, "run": run.pk,
        "clues": cases // CLUES_PER_CASE, "officer": procurator.pk, "models": sorted(catalog().models)[:60],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("set max_parallel_workers_per_gather = 0")
        for statement in (LIST.replace("analyze;", ""), CLUES, PERSONS):
            cursor.execute(statement, given)
        cursor.execute(NUMBERS)
        cursor.execute(LAST_EVENTS)
        cursor.execute(
            "update procedure_case set procedure = 'commutation', pack = 'commutation' where abs(hashtext(id::text)) %% 100 > 0", []
        )
        cursor.execute("update procedure_waiting w set procedure = c.procedure from procedure_case c where c.id = w.case_id")
        cursor.execute(
            "update procedure_case c set subject = '5' || lpad((1 + abs(hashtext(c.id::text)) %% %s)::text, 17, '0')",
            [cases // CLUES_PER_CASE],
        )
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    return procurator, officer, made[7]


def pages(cases: str) -> dict[str, float]:
    """Every page, by who opens it."""
    procurator, officer, organ = filled(int(cases))
    from django.test import Client

    from zhiheng.oversight.models import Clue
    from zhiheng.oversight.selectors.documents import registered
    from zhiheng.procedure.models import Case, EventRow
    from zhiheng.subjects.models import Identity

    case = Case.objects.filter(seats__organ=organ, ended_on=None).first()
    values = {"organs": {"procuratorate": OURS, "supervised": organ.name}, "values": VALUES}
    shown = [*Case.objects.filter(ended_on=None)[:3000], *Case.objects.filter(procedure__in=registered())]
    EventRow.objects.bulk_create(
        EventRow(
            case=one,
            seq=1,
            kind="opened",
            happened_on=one.opened_at.date(),
            recorded_at=one.opened_at,
            actor="x",
            actor_name="x",
            organ=OURS,
            values=values,
        )
        for one in {*shown, *Case.objects.order_by("-last_event_at", "pk")[:100], *Case.objects.filter(seats__organ=organ)}
        if not one.events.exists()
    )
    clue, person = Clue.objects.filter(organ=organ).first(), Identity.objects.get(name=f"姓名{ORGANS + 7}")
    number = case.number
    loose = number.replace("（", "[").replace("）", "]").replace("号", "")
    places = {
        "待办": "/", "线索列表": "/clues/", "线索列表 待核查": "/clues/?view=open", "线索": f"/clues/{clue.pk}/",
        "线索 从列表": f"/clues/{clue.pk}/?from=view%3Dopen", "办件列表": "/cases/", "办件列表 在办": "/cases/?view=open",
        "案件": f"/cases/{case.pk}/",
        "人员": f"/persons/{person.pk}/", "监督文书台账": "/documents/", "查找案号": f"/search/?q={quote(number)}",
        "查找案号 别样写法": f"/search/?q={quote(loose)}", "查找姓名": f"/search/?q={quote('姓名77')}", "通知": "/notices/",
    }  # fmt: skip
    told = {}
    gc.collect()
    gc.freeze()  # as the server does once it has loaded (`zhiheng.site.served`)
    for who, viewer in (("检察官", procurator), ("机关", officer)):
        client = Client()
        client.force_login(viewer)
        for title, address in places.items():
            headers = {"Zhiheng-Purpose": quote("核查线索所涉的记录和文书")} if title == "人员" else {}
            answer = client.get(address, headers=headers)
            if answer.status_code not in {200, 302}:
                continue
            once = partial(client.get, address, headers=headers)
            once()
            before = spent()
            p50, p95 = timed(once, TIMES)
            told[f"{title}（{who}） p50"], told[f"{title}（{who}） p95"] = p50, p95
            told[f"{title}（{who}） cpu"] = (spent() - before) * 1000 / TIMES
            if os.environ.get("ZHIHENG_BENCH_SQL"):
                slow(client, address, headers, title, who)
    return told


def spent() -> float:
    """Seconds of processor taken so far by this process and by its backend of the database, whatever else the machine does."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        parts = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def slow(client, address: str, headers: dict, title: str, who: str) -> None:
    """Say on the error channel how many statements a page asks and the slowest of them."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(address, headers=headers)
    ordered = sorted(asked.captured_queries, key=lambda one: -float(one["time"]))
    print(f"## {title} {who}: {len(ordered)} statements, {sum(float(one['time']) for one in ordered) * 1000:.0f} ms", file=sys.stderr)
    for one in ordered[:4]:
        if float(one["time"]) > 0.01:
            print(f"   {float(one['time']) * 1000:.0f} ms  {one['sql'][:700]}", file=sys.stderr)


if __name__ == "__main__":
    os.environ.setdefault("ZHIHENG_HOSTS", "testserver")
    print(json.dumps(pages(sys.argv[1]), ensure_ascii=False))
