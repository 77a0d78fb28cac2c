"""The path of the benchmark of duties: `PERSONS`; its figures as one JSON line, in seconds of processor."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

PACKS = Path(__file__).resolve().parent.parent / "packs"
DUTY, REGISTER, OFFICES = "report_each", "daily_reports", 300
AT_ONCE = 2000


def main(persons: int) -> dict[str, float]:
    """Draw, make the rounds of some days."""
    from bench.acts_paths import ready, seeded

    ready()
    seeded()
    from zhiheng.catalog import packs

    known = packs.load(PACKS)
    offices = drawn_cases(known, persons)
    terms(persons)
    from zhiheng.ledger.core.actor import Actor
    from zhiheng.work.services import run_duties

    worker = Actor("system:worker", "定时任务", "", "worker")

    def one(day: str):
        begun = time.process_time()
        made = run_duties(actor=worker, now=datetime.fromisoformat(f"{day}T07:00+08:00"), catalog=known, duties=[DUTY])
        return time.process_time() - begun, made

    first, noted = one("2026-05-04")
    reports(known, persons, offices)
    following, outcome = one("2026-05-05")
    idle, _ = one("2026-05-05")
    late, tells = one("2026-05-08")
    return {
        "first": first, "owed": noted.owed, "next": following, "done": outcome.fulfilled, "next_owed": outcome.owed,
        "idle": idle, "late": late, "told": tells.notified, "bare": bare(known),
    }  # fmt: skip


def number_of(person: int) -> str:
    """The identity number drawn for a person (of no real one)."""
    return str(500000190001010000 + person)


def drawn_cases(known, persons: int):
    """Enrolments up to the approved plan, as the first story of the pack tells them, among some offices."""
    from django.db import transaction

    from zhiheng.procedure.models import Case, EventRow
    from zhiheng.procedure.services import publish
    from zhiheng.registry.selectors import COMMAND_LINE
    from zhiheng.registry.services import ensure_organ

    spec, now = known.procedures["enrolment"], datetime(2026, 4, 9, tzinfo=UTC)
    with transaction.atomic():
        definition = publish(actor=COMMAND_LINE, now=now, procedure=spec)
        offices = [ensure_organ(actor=COMMAND_LINE, name=f"第{n}司法所", now=now) for n in range(OFFICES)]
    events = told(known)
    with transaction.atomic():
        for some in parts(range(persons), AT_ONCE):
            cases = {person: uuid4() for person in some}
            Case.objects.bulk_create(case_of(definition, spec, cases[person], person, now) for person in some)
            rows = (
                row(cases[p], at, event, offices[p % OFFICES].name, now, p % 7) for p in some for at, event in enumerate(events, start=1)
            )
            EventRow.objects.bulk_create(rows)
        forget_written()
    return offices


def forget_written() -> None:
    """Bind what was drawn: it is what a year's acts would have bound."""
    from django.utils import timezone

    from zhiheng.ledger.services import append
    from zhiheng.registry.selectors import COMMAND_LINE

    append(actor=COMMAND_LINE, act="bench.drawn", thing="bench", details={}, now=timezone.now())


def told(known):
    """The events of the first story of enrolment."""
    from zhiheng.catalog import stories
    from zhiheng.catalog.errors import Faults
    from zhiheng.procedure.core import story

    spec = known.procedures["enrolment"]
    read = stories.read(PACKS / "corrections" / "stories" / "enrolment.yaml", "corrections", Faults(), known.procedures)
    first = read.shape.stories[0]
    walk = story.Walk(spec, first.given)
    story.begin(walk)
    for step in first.then:
        for _ in story.line(walk, step):
            pass
    return walk.events


def case_of(definition, spec, case: UUID, person: int, now: datetime):
    """The row of a case."""
    from zhiheng.procedure.models import Case

    return Case(
        id=case, definition=definition, procedure=spec.id, pack=spec.pack, number=f"N{person}", title=f"接收入矫：人{person}",
        subject=number_of(person), subject_name=f"人{person}", opened_at=now, opened_by="bench", last_event_at=now,
    )  # fmt: skip


def row(case: UUID, seq: int, event, office: str, now: datetime, later: int):
    """The row of an event, with the office of this case where the story names its own; the plan is decided some days later."""
    from zhiheng.procedure.models import EventRow

    day = event.on + timedelta(days=later if event.step == "plan" else 0)
    values = json.loads(json.dumps(event.values, ensure_ascii=False, default=str).replace("浆洗街司法所", office))
    return EventRow(
        case_id=case, seq=seq, kind=event.kind, step=event.step, outcome=event.outcome, part=event.part, happened_on=day,
        recorded_at=now, actor="bench", actor_name="bench", organ=event.organ.replace("浆洗街司法所", office), values=values,
        more=dict(event.more or {}),
    )  # fmt: skip


def terms(persons: int) -> None:
    """The terms of these persons, as the theme library holds them."""
    import duckdb
    from django.conf import settings

    from bench.screening_province import _segment_sql
    from zhiheng.records import selectors
    from zhiheng.records.core.files import digest_of
    from zhiheng.records.core.snapshot import Segment, Snapshot

    folder = Path(settings.LIBRARY)
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "corrections_cases.parquet"
    rows = """select 'J' || p as person_no, 'probation' as category, '510107' as division, date '2026-03-10' as term_start,
        date '2028-03-09' as term_end from persons_drawn"""
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'Asia/Shanghai'")
        connection.execute(f"create table persons_drawn as select range as p from range({persons})")
        connection.execute(f"copy ({_segment_sql('corrections_cases', rows, 1)}) to '{place}' (format parquet)")
    segment = Segment("corrections_cases", place.name, "b1", 1, "示范机关", datetime(2026, 4, 9, tzinfo=UTC), persons, digest_of(place))
    selectors.snapshot_now = lambda _names=None, **_more: Snapshot.of([segment])


def reports(known, persons: int, offices) -> None:
    """A seventh of the persons report on one day."""
    from django.db import transaction

    from zhiheng.register.models import ActRow, Entry, Happening
    from zhiheng.register.services.keeping import publish

    spec, now = known.registers[REGISTER], datetime(2026, 5, 4, 9, tzinfo=UTC)
    with transaction.atomic():
        definition = publish(spec, now)
        for some in parts(range(0, persons, 7), AT_ONCE):
            made = [(p, uuid4(), offices[p % OFFICES], date(2026, 5, 4)) for p in some]
            Entry.objects.bulk_create(
                Entry(id=key, register=REGISTER, organ=organ, state="reported", entered_at=now, changed_at=now, period_on=day,
                      values={"id_number": number_of(p), "name": f"人{p}", "reported_on": day.isoformat()})
                for p, key, organ, day in made
            )  # fmt: skip
            ActRow.objects.bulk_create(
                ActRow(entry_id=key, seq=1, act="report", happened_on=day, recorded_at=now, actor="bench", actor_name="bench",
                       organ=organ.name, definition=definition)
                for _, key, organ, day in made
            )  # fmt: skip
            Happening.objects.bulk_create(
                Happening(kind="act", register=REGISTER, organ=organ, entry_id=key, act="report", happened_on=day, at=now)
                for _, key, organ, day in made
            )
        forget_written()


def bare(known) -> float:
    """The statement of the duty alone."""
    from zhiheng.analysis.selects import rows_of
    from zhiheng.work.services.opening import opened

    query = known.duties[DUTY].query
    with opened(known, query.reads) as engine:
        begun = time.process_time()
        rows_of(query, engine, as_of=date(2026, 5, 8))
        return time.process_time() - begun


def parts(items, size: int):
    """The items in lists of this size."""
    from itertools import islice

    some = iter(items)
    while part := list(islice(some, size)):
        yield part


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
