"""Readers of quality: figures by organ, dataset and month, breaches with their records, deliveries that did not come."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncDate, TruncMonth
from django.utils import timezone

from zhiheng.exchange.closed.selectors import breaches_open_to
from zhiheng.exchange.core.cells import as_sent
from zhiheng.exchange.core.examining import short_sql
from zhiheng.exchange.core.figures import Figure, QualityRow, median_days
from zhiheng.exchange.core.intake import Intake
from zhiheng.exchange.core.origins import original_rows
from zhiheng.exchange.core.rhythm import Late, SentDelivery, late
from zhiheng.exchange.core.workbook import BREACH_HEADING, rejected_workbook_bytes
from zhiheng.exchange.models import Breach, Delivery, QualityFigures
from zhiheng.exchange.selectors import deliveries_seen_by
from zhiheng.law.clocks import months_after
from zhiheng.records.core.library import open_library
from zhiheng.records.core.rows import read_dicts
from zhiheng.records.core.segment import quoted
from zhiheng.records.core.snapshot import Snapshot
from zhiheng.records.selectors import segment_of
from zhiheng.registry.gate import demand_for_numbers
from zhiheng.registry.selectors import organ_ids_seen_by, sees_everything
from zhiheng.schema.impossible import rule_named
from zhiheng.schema.practice import practices
from zhiheng.schema.standard import DATASETS

REMEMBERED_MONTHS = 14
Cell = tuple[int, str, date | None]
"""Organ, dataset and, where months are told apart, the month."""


@dataclass(frozen=True)
class Missing:
    """A delivery that should have come, or content it should have brought."""

    organ: str
    organ_id: int
    dataset: str
    late: Late


def unexamined() -> list[Delivery]:
    """Deliveries whose rows lie in the library and were not examined yet."""
    waiting = Delivery.objects.filter(batch__isnull=False, quality=None).exclude(batch__path="")
    return list(waiting.select_related("batch", "organ").order_by("pk"))


def figures_seen_by(viewer: Any) -> QuerySet[QualityFigures]:
    """Figures of batches of the organs whose rows the viewer may see."""
    figures = QualityFigures.objects.select_related("organ", "delivery", "batch__organ")
    return figures if sees_everything(viewer) else figures.filter(organ_id__in=organ_ids_seen_by(viewer))


def breaches_seen_by(viewer: Any) -> QuerySet[Breach]:
    """Breaches of the organs whose rows the viewer may see, newest first; none about a person who is closed to the viewer."""
    breaches = Breach.objects.filter(breaches_open_to(viewer)).select_related("organ", "delivery", "mended_by", "batch")
    return breaches if sees_everything(viewer) else breaches.filter(organ_id__in=organ_ids_seen_by(viewer))


def months_with_figures(viewer: Any) -> list[date]:
    """Months of receipt for which there are figures, newest first."""
    found = deliveries_seen_by(viewer).order_by().annotate(month=TruncMonth("received_at")).values_list("month", flat=True).distinct()
    return sorted({timezone.localdate(month) for month in found}, reverse=True)


def quality_table(
    viewer: Any,
    *,
    since: date | None = None,
    until: date | None = None,
    organ: int | None = None,
    dataset: str = "",
    by_month: bool = False,
) -> list[QualityRow]:
    """The four figures of each organ and dataset, of what was received from the month `since` to the month `until`, both included.

    organ, dataset  only these; by_month: a row for each month too
    """
    wanted = {name: value for name, value in {"organ_id": organ, "dataset": dataset}.items() if value}
    figures, sent = figures_seen_by(viewer).filter(**wanted), deliveries_seen_by(viewer).filter(**wanted).exclude(dataset="")
    sent = sent.annotate(month=TruncMonth("received_at"))
    if since:
        figures, sent = figures.filter(month__gte=since), sent.filter(received_at__date__gte=since)
    if until:
        figures, sent = figures.filter(month__lte=until), sent.filter(received_at__date__lt=months_after(until, 1))
    told = _figures_by_cell(figures, by_month=by_month)
    rows = _validity_by_cell(sent, by_month=by_month)
    first = _months(figures_seen_by(viewer).filter(**wanted), Min)
    last = {} if by_month else _months(figures, Max)
    return [
        replace(row, first_sent=(row.month or last.get(cell[:2])) == first.get(cell[:2], False), **told.get(cell, {}))
        for cell, row in rows.items()
    ]


def _months(figures: QuerySet[QualityFigures], bound: Any) -> dict[tuple[Any, ...], date]:
    """The first or last month of receipt of each organ's dataset."""
    found = figures.order_by().values("organ_id", "dataset").annotate(bound_month=bound("month"))
    return {(row["organ_id"], row["dataset"]): row["bound_month"] for row in found}


def quality_trend(viewer: Any, *, until: date, months: int = 12, organ: int | None = None, dataset: str = "") -> list[QualityRow]:
    """One row a month, the last one `until`; a month in which nothing came has figures of nothing. All organs and datasets together."""
    wanted = [months_after(until, -back) for back in range(months - 1, -1, -1)]
    rows = quality_table(viewer, since=wanted[0], until=until, organ=organ, dataset=dataset, by_month=True)
    return [_summed([row for row in rows if row.month == month], month) for month in wanted]


def _summed(rows: Sequence[QualityRow], month: date) -> QualityRow:
    def added(name: str) -> Figure:
        return Figure(sum(getattr(row, name).numerator for row in rows), sum(getattr(row, name).denominator for row in rows))

    return QualityRow(
        organ="",
        organ_id=0,
        dataset="",
        month=month,
        deliveries=sum(row.deliveries for row in rows),
        records=sum(row.records for row in rows),
        complete=added("complete"),
        timely=added("timely"),
        valid=added("valid"),
        sound=added("sound"),
        mended_rows=sum(row.mended_rows for row in rows),
        first_sent=bool(rows) and all(row.first_sent for row in rows),
    )


def _figures_by_cell(figures: QuerySet[QualityFigures], *, by_month: bool) -> dict[Cell, dict[str, Any]]:
    keys = ["organ_id", "dataset", *(["month"] if by_month else [])]
    sums = {name: Sum(name) for name in ("records", "expected", "filled", "dated", "timely", "sound")}
    days: dict[Cell, list[Any]] = defaultdict(list)
    for *key, counted in figures.order_by().values_list(*keys, "days"):
        days[_cell(key)].append(counted)
    told = {}
    for row in figures.order_by().values(*keys).annotate(**{f"all_{name}": total for name, total in sums.items()}):
        cell = _cell([row[key] for key in keys])
        told[cell] = {
            "records": row["all_records"],
            "complete": Figure(row["all_filled"], row["all_expected"]),
            "timely": Figure(row["all_timely"], row["all_dated"]),
            "sound": Figure(row["all_sound"], row["all_records"]),
            "median_days": median_days(days[cell]),
        }
    for *key, state, count in _breaches_of(figures).values_list(
        *(name.replace("month", "batch__quality__month") for name in keys), "state", "n"
    ):
        told[_cell(key)].setdefault("breaches", {})[state] = count
    return told


def _breaches_of(figures: QuerySet[QualityFigures]) -> QuerySet[Any]:
    """Breaches counted in these figures, by what became of them; each cell and state with `n`."""
    counted = Breach.objects.filter(at_receipt=True, batch__in=figures.order_by().values("batch"))
    return counted.order_by().values("organ_id", "dataset", "batch__quality__month", "state").annotate(n=Count("id"))


def _validity_by_cell(sent: QuerySet[Delivery], *, by_month: bool) -> dict[Cell, QualityRow]:
    keys = ["organ_id", "organ__name", "dataset", *(["month"] if by_month else [])]
    first = Q(correction_of=None)
    sums = sent.order_by().values(*keys).annotate(
        sent_rows=Sum("rows", filter=first, default=0),
        taken=Sum("accepted", filter=first, default=0),
        files=Count("id"),
    )  # fmt: skip
    repaired = _repaired(sent, keys)
    found = {}
    for row in sums:
        month = timezone.localdate(row["month"]) if by_month else None
        valid = Figure(row["taken"], row["sent_rows"])
        nothing = Figure(0, 0)
        found[row["organ_id"], row["dataset"], month] = QualityRow(
            organ=row["organ__name"],
            organ_id=row["organ_id"],
            dataset=row["dataset"],
            month=month,
            deliveries=row["files"],
            records=0,
            complete=nothing,
            timely=nothing,
            valid=valid,
            sound=nothing,
            mended_rows=min(repaired.get(tuple(row[key] for key in keys), 0), valid.denominator - valid.numerator),
        )
    return found


def _repaired(sent: QuerySet[Delivery], keys: Sequence[str]) -> dict[tuple[Any, ...], int]:
    """Rows that went in with corrections of these deliveries, without those that mended breaches of rows already in."""
    first = sent.order_by().filter(corrections__isnull=False)
    of_breaches = Counter(
        dict(Breach.objects.exclude(mended_by=None).order_by().values_list("mended_by").annotate(Count("ref", distinct=True)))
    )
    counted: Counter[tuple[Any, ...]] = Counter()
    for *key, correction, accepted in first.values_list(*keys, "corrections", "corrections__accepted"):
        counted[tuple(key)] += max(accepted - of_breaches[correction], 0)
    return counted


def _cell(key: Sequence[Any]) -> Cell:
    return (key[0], key[1], key[2] if len(key) > 2 else None)


def reasons_of(viewer: Any, *, since: date | None, until: date | None, organ: int, dataset: str) -> dict[str, int]:
    """Code of a reason -> rows rejected for it, most first."""
    sent = deliveries_seen_by(viewer).filter(organ_id=organ, dataset=dataset, correction_of=None)
    if since:
        sent = sent.filter(received_at__date__gte=since)
    if until:
        sent = sent.filter(received_at__date__lt=months_after(until, 1))
    counted: dict[str, int] = defaultdict(int)
    for reasons in sent.values_list("reasons", flat=True):
        for code, count in (reasons or {}).items():
            counted[code] += count
    return dict(sorted(counted.items(), key=lambda one: -one[1]))


@dataclass(frozen=True)
class ShortRecord:
    """A record behind a figure: where it stands, and the fields that are empty or the days it came late."""

    batch: Any
    row: int
    key: str
    what: str


def incomplete_records(figures: Iterable[QualityFigures], what: str, *, most: int = 1000) -> list[ShortRecord]:
    """Records that a figure does not count: what is `complete` (fields that ought to be filled are not) or `timely` (told late).

    figures  of one dataset, as the viewer may see them; most: no more than so many records
    """
    listed = list(figures)
    if not listed:
        return []
    dataset, batches = listed[0].dataset, {str(one.batch_id): one.batch for one in listed}
    segments = [replace(segment_of(batch), superseding=0) for batch in batches.values()]
    with open_library(Snapshot.of(segments), Path(settings.LIBRARY), datasets=[dataset]) as library:
        rows = library.connection.execute(short_sql(dataset, what, most)).fetchall()
    return [ShortRecord(batches[batch], row, key, told) for batch, row, key, told in rows]


def missing_deliveries(viewer: Any, *, today: date) -> list[Missing]:
    """What should have come to the day and did not, latest first: by each organ's own rhythm, else by practice."""
    since = months_after(today, -REMEMBERED_MONTHS)
    sent = deliveries_seen_by(viewer).order_by().exclude(dataset="").exclude(outcome=Delivery.Outcome.RETURNED)
    sent = sent.filter(correction_of=None, received_at__date__gte=since, received_at__date__lte=today)
    days = sent.annotate(on=TruncDate("received_at")).values_list("organ_id", "organ__name", "dataset", "on")
    by_cell: dict[tuple[int, str, str], list[SentDelivery]] = defaultdict(list)
    for organ, name, dataset, on, reaches in days.annotate(reaches=Max("quality__event_until")):
        by_cell[organ, name, dataset].append(SentDelivery(on, reaches))
    found = [
        Missing(name, organ, dataset, told)
        for (organ, name, dataset), deliveries in by_cell.items()
        if (told := late(deliveries, today, every=practices()[dataset].every, steady=practices()[dataset].steady))
    ]
    return sorted(found, key=lambda one: (-one.late.late_days, one.organ, one.dataset))


def records_with(breaches: Iterable[Breach]) -> dict[int, dict[str, Any]]:
    """`_ref` -> values by field, of the records as they were received; the caller has the breaches from `breaches_seen_by`."""
    wanted: dict[str, dict[int, Any]] = defaultdict(dict)
    for breach in breaches:
        wanted[breach.dataset][breach.ref] = breach.batch
    found: dict[int, dict[str, Any]] = {}
    for dataset, batches in wanted.items():
        segments = {batch.pk: replace(segment_of(batch), superseding=0) for batch in batches.values()}
        with open_library(Snapshot.of(segments.values()), Path(settings.LIBRARY), datasets=[dataset]) as library:
            columns = ", ".join(quoted(name) for name in ("_ref", "_key", "_row", *DATASETS[dataset].fields))
            sql = f"select {columns} from {dataset} where _ref in (select unnest(?::bigint[])) order by _ref"  # noqa: S608 - our own names
            found |= {row["_ref"]: row for row in read_dicts(library.connection, sql, [list(batches)])}
    return found


def reason_of(breach: Breach) -> tuple[str, str]:
    """Reason and remedy of a breach; a rule that is no longer declared leaves its name."""
    rule = rule_named(breach.rule, breach.dataset)
    return (rule.reason, rule.remedy) if rule else (breach.rule, "")


def replaced_by(intake: Intake, correction_of: int | None, *, again: int | None = None) -> dict[int, int]:
    """Row of a mended file -> `_ref` of the record with a breach that it takes the place of, even where a key field was mended.

    again  number of the delivery itself, where it is taken in once more to restore its file
    """
    if correction_of is None or not intake.came_back:
        return {}
    waiting = Q(state__in=(Breach.State.OPEN, Breach.State.EXPLAINED)) | Q(mended_by=again, mended_by__isnull=False)
    refs = dict(Breach.objects.filter(waiting, delivery=correction_of).values_list("row", "ref"))
    return {row: refs[origin] for row, origin in original_rows(intake.source).items() if origin in refs}


def breach_workbook(breaches: Iterable[Breach]) -> bytes:
    """The records of one delivery's breaches as a workbook to be mended and sent again, the reasons beside each; each record once."""
    by_ref: dict[int, list[Breach]] = defaultdict(list)
    for breach in breaches:
        by_ref[breach.ref].append(breach)
    records = records_with([found[0] for found in by_ref.values()])
    dataset = DATASETS[next(iter(by_ref.values()))[0].dataset]
    rows = [
        (found[0].row, {name: as_sent(field, records[ref][name]) for name, field in dataset.fields.items()}, _errors(found))
        for ref, found in sorted(by_ref.items())
    ]
    demand_for_numbers(repr(rows))
    return rejected_workbook_bytes(dataset, rows, why=BREACH_HEADING)


def _errors(found: Iterable[Breach]) -> list[dict[str, str]]:
    """Reasons as the workbook wants them; every field of the rule is marked."""
    errors = []
    for breach in found:
        rule = rule_named(breach.rule, breach.dataset)
        reason, remedy = reason_of(breach)
        fields = rule.fields if rule else ("",)
        errors += [
            {"column": name, "reason": reason if not place else "", "remedy": remedy if not place else ""}
            for place, name in enumerate(fields)
        ]
    return errors
