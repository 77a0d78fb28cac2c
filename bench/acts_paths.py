"""The paths of the benchmark of acts, each printing its figures as one JSON line: `acts WRITERS`, `list CASES`, `peer TASKS`."""

from __future__ import annotations

import json
import multiprocessing
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

PACKS = Path(__file__).resolve().parent.parent / "packs"
OURS, OTHER = "四川省检察院", "金堂县司法局"
VALUES = {"kind": "proposal", "facts": ["一"], "demands": ["改"]}
SECONDS = float(os.environ.get("ZHIHENG_BENCH_SECONDS") or 10)


def ready():
    """The database in shape, with officers and the procedure that has approval and return."""
    if os.environ.get("ZHIHENG_TEST_DATABASE_URL"):
        os.environ["ZHIHENG_DATABASE_URL"] = os.environ["ZHIHENG_TEST_DATABASE_URL"]
    from zhiheng.cli.main import open_database

    open_database()
    from zhiheng.catalog import packs

    return next(spec for spec in packs.load(PACKS).procedures.values() if "approve" in spec.steps and spec.documents_table)


def seeded():
    from django.utils import timezone

    from zhiheng.registry import selectors as registry
    from zhiheng.registry.services import seed_demonstration

    seed_demonstration(actor=registry.COMMAND_LINE, now=timezone.now(), organs=[OURS, OTHER])


def people():
    from zhiheng.registry import selectors as registry

    return [registry.actor_of(registry.officer_named(name), "bench") for name in ("prosecutor", "chief")]


TOGETHER: list = []
"""The barrier at which the writers of a pool wait for each other."""


def meet_at(barrier) -> None:
    """Tell this writer's process where the writers meet."""
    TOGETHER.append(barrier)


def writer(_number: int) -> list[float]:
    """Hand in and return cases for some seconds, once every writer has its packs and connection; how long each act took."""
    spec = ready()
    from django.utils import timezone

    from zhiheng.procedure import services

    drafter, chief = people()
    given = {"title": "案", "values": VALUES, "organs": {"procuratorate": OURS, "supervised": OTHER, "upper": OURS}}

    def one_case() -> list[float]:
        case, took = services.open_case(actor=drafter, now=timezone.now(), procedure=spec, **given), []
        for actor, step, outcome, values in [(drafter, "draw_up", "submitted", VALUES), (chief, "approve", "returned", {})] * 4:
            began = time.perf_counter()
            services.act(
                actor=actor, now=timezone.now(), case_id=case.pk, step=step, outcome=outcome, values=values, reason="退", key=uuid4().hex
            )
            took.append(time.perf_counter() - began)
        return took

    one_case()
    TOGETHER[0].wait()
    took, until = [], time.monotonic() + SECONDS
    while time.monotonic() < until:
        took += one_case()
    return took


def acts(writers: str) -> dict[str, float]:
    """Acts a second of so many writers at once."""
    context = multiprocessing.get_context("spawn")
    ready()
    seeded()
    barrier = context.Barrier(int(writers))
    with context.Pool(int(writers), initializer=meet_at, initargs=(barrier,)) as pool:
        took = sorted(one for part in pool.map(writer, range(int(writers)), chunksize=1) for one in part)
    return {"rate": len(took) / SECONDS, "p50": took[len(took) // 2] * 1000, "p95": took[int(len(took) * 0.95)] * 1000}


LIST = """
insert into procedure_case (id, definition_id, procedure, pack, number, title, subject, subject_name, opened_at, opened_by, opened_at_step,
  waited_for, entry, clue, key, holder, unit, open_steps, ended_on, result, last_event_at, fact_1, fact_2, fact_3, fact_4, fact_5, fact_6)
select gen_random_uuid(), %(digest)s, %(name)s, %(name)s, '', '案件' || n, '', '', now() - n * interval '1 minute', 'x', '', false, '',
  '', '', '', '', case when n %% 20 = 0 then '["reply"]'::jsonb else '[]'::jsonb end,
  case when n %% 20 = 0 then null else current_date end, '', now(),
  '', '', '', '', '', ''
from generate_series(1, %(cases)s) n;
insert into procedure_seat (case_id, role, organ_id, from_step, visible, unit, open)
select id, 'supervised', %(first)s + floor(random() * %(organs)s)::int, '', true, '', ended_on is null from procedure_case;
insert into procedure_waiting (case_id, procedure, step, part, role, "right", organ_id, unit, opened_at, due_at, near_at, urged)
select c.id, c.procedure, 'reply', '', 'supervised', 'document.reply', s.organ_id, '', c.opened_at, c.opened_at + interval '60 days',
  c.opened_at + interval '53 days', false from procedure_case c join procedure_seat s on s.case_id = c.id where c.ended_on is null;
analyze;
"""


def filled(cases: int):
    """A database of so many cases among 400 organs; gives an officer of one of these, and the organ."""
    spec = ready()
    seeded()
    from django.db import connection, transaction
    from django.utils import timezone

    from zhiheng.procedure.models import Case, EventRow
    from zhiheng.procedure.services import publish
    from zhiheng.registry import selectors as registry
    from zhiheng.registry.services.organs import ensure_organ

    now, organs = timezone.now(), 400
    with transaction.atomic():
        made = [ensure_organ(actor=registry.COMMAND_LINE, name=f"第{n}司法局", now=now) for n in range(organs)]
        publish(actor=registry.COMMAND_LINE, now=now, procedure=spec)
    officer = registry.officer_named("organ-02") or registry.officer_named("organ-01")
    officer.organ = made[7]
    officer.save()
    with connection.cursor() as cursor:
        given = {"digest": spec.digest, "name": spec.id, "cases": cases, "first": min(one.pk for one in made), "organs": organs}
        cursor.execute(LIST, given)
    values = {"organs": {"procuratorate": OURS, "supervised": made[7].name}, "values": VALUES}
    EventRow.objects.bulk_create(
        EventRow(
            case=case, seq=1, kind="opened", happened_on=now.date(), recorded_at=now, actor="x", actor_name="x", organ=OURS, values=values
        )
        for case in Case.objects.filter(seats__organ=made[7], ended_on=None)
    )
    return officer, made[7]


def lists(cases: str) -> dict[str, float]:
    """The list of a regular officer's open cases, with an exact count and its first page folded; and the steps that wait for them."""
    officer, _organ = filled(int(cases))
    from django.utils import timezone

    from zhiheng.procedure.selectors import CaseFilter, case_rows, cases_seen_by, waiting_for
    from zhiheng.registry import selectors as registry

    now = timezone.now()

    def page():
        found = cases_seen_by(registry.officer_named(officer.username), CaseFilter(open=True), now=now)
        return found.count(), case_rows(found[:50], officer, now)

    assert page()[0] > 0
    listed, desk = timed(page), timed(lambda: waiting_for(registry.officer_named(officer.username), now=now, limit=50))
    return {"p50": listed[0], "p95": listed[1], "desk_p50": desk[0], "desk_p95": desk[1], "count": page()[0]}


def timed(work, times: int = 40) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took), sorted(took)[int(times * 0.95) - 1]


LINE = """
procedure: line
title: 九步
source: [试用]
roles: {a: {title: 甲}}
start: t0
steps:
"""


def core(tasks: str) -> dict[str, float]:
    """The engine alone on a like process: events read, folded, the next act admitted and committed to SQLite, after each task anew."""
    from datetime import date

    from zhiheng.catalog import procedures
    from zhiheng.catalog.errors import Faults
    from zhiheng.catalog.yaml_strict import load
    from zhiheng.procedure.core.acts import admit
    from zhiheng.procedure.core.fold import fold
    from zhiheng.procedure.core.state import Event

    steps = "".join(f"  - {{id: t{n}, title: 步{n}, by: a, outcomes: {{done: {f't{n + 1}' if n < 8 else 'end'}}}}}\n" for n in range(9))
    faults, today = Faults(), date(2026, 1, 5)
    spec = procedures.from_documents(load(LINE + steps, path=Path("line.yaml"), faults=faults), {}, "bench", faults)
    place = sqlite3.connect(Path(tempfile.mkdtemp()) / "ours.db")
    place.executescript("pragma journal_mode=wal; pragma synchronous=normal")
    place.execute("create table event (case_id integer, content text)")

    def keep(case, event):
        place.execute("insert into event values (?, ?)", (case, json.dumps({**event.__dict__, "on": event.on.isoformat()})))
        place.commit()

    def read(case):
        rows = place.execute("select content from event where case_id = ? order by rowid", (case,))
        return [Event(**{**told, "on": date.fromisoformat(told["on"])}) for told in (json.loads(row[0]) for row in rows)]

    done, case, began = 0, 0, time.perf_counter()
    place.execute("create index of_case on event (case_id)")
    while done < int(tasks):
        case += 1
        keep(case, Event("opened", today, organ="甲", actor="x", values={"organs": {"a": "甲"}, "values": {}}))
        for n in range(9):
            state = fold(spec, read(case))
            keep(case, admit(spec, state, Event("done", today, f"t{n}", "done", "甲", "x"), today)[1])
            done += 1
        assert fold(spec, read(case)).ended_on
    return {"rate": done / (time.perf_counter() - began)}


PROCESS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x"><process id="p" isExecutable="true">
<startEvent id="s"/>{tasks}<endEvent id="e"/>{flows}</process></definitions>"""


def peer(tasks: str) -> dict[str, float]:
    """SpiffWorkflow: a process of nine tasks, the whole state serialised and committed to SQLite after each task."""
    try:
        from SpiffWorkflow.bpmn.parser import BpmnParser
        from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
        from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
    except ImportError:
        return {"rate": 0.0}
    from lxml import etree

    names = ["s", *(f"t{n}" for n in range(9)), "e"]
    flows = "".join(f'<sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>' for n, (a, b) in enumerate(pairwise(names)))
    text = PROCESS.format(tasks="".join(f'<manualTask id="{name}"/>' for name in names[1:-1]), flows=flows)
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(text.encode()), filename="p.bpmn")
    spec, serializer = parser.get_spec("p"), BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
    place = sqlite3.connect(Path(tempfile.mkdtemp()) / "peer.db")
    place.executescript("pragma journal_mode=wal; pragma synchronous=normal")
    place.execute("create table state (id integer primary key, content text)")
    done, began = 0, time.perf_counter()
    while done < int(tasks):
        workflow = BpmnWorkflow(spec)
        workflow.do_engine_steps()
        number = place.execute("insert into state (content) values (?)", (serializer.serialize_json(workflow),)).lastrowid
        place.commit()
        while not workflow.is_completed():
            workflow = serializer.deserialize_json(place.execute("select content from state where id = ?", (number,)).fetchone()[0])
            from SpiffWorkflow.util.task import TaskState

            ready_task = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
            ready_task.run()
            workflow.do_engine_steps()
            place.execute("update state set content = ? where id = ?", (serializer.serialize_json(workflow), number))
            place.commit()
            done += 1
    return {"rate": done / (time.perf_counter() - began)}


if __name__ == "__main__":
    print(json.dumps({"acts": acts, "list": lists, "peer": peer, "core": core}[sys.argv[1]](sys.argv[2])))
