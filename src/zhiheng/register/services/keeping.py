"""Keeping an admitted act: number, papers, files, trace, columns, and the row that upper rooms follow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from zhiheng.catalog.digest import of_value
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.dossier import services as dossier
from zhiheng.dossier.core.numbering import number_text
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.register.core.clocks import clocks
from zhiheng.register.core.entry import Act, EntryState, follow
from zhiheng.register.core.errors import RegisterRefused
from zhiheng.register.core.ledgers import column_value, key_of, organs_named, persons_named, text_of
from zhiheng.register.core.papers import NumberedAct, paper_values
from zhiheng.register.models import ActRow, Definition, Entry, Happening, NamedPerson, Naming, Series, WrittenName, columns_of
from zhiheng.register.selectors.closings import period_day
from zhiheng.registry import selectors as registry
from zhiheng.registry.core.written_names import names_written
from zhiheng.registry.rows import Unit

FILE_TYPES = frozenset({"file", "files"})


def keep_files(spec: RegisterSpec, entry: Entry, files: Mapping[str, Any], *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Keep what was handed in with an act in the entry's dossier; a file for no field is refused."""
    kept: dict[str, Any] = {}
    for name, given in files.items():
        item = spec.shape.field.get(name)
        if item is None or item.type not in FILE_TYPES:
            raise RegisterRefused("FIELDS", spec.title, name, "没有这个附件栏", "请在附件栏上传")
        several = isinstance(given, list)
        if several and item.type == "file":
            raise RegisterRefused("FIELDS", spec.title, item.title, "这一栏只收一个文件", "请只上传一个文件")
        stored = [
            dossier.attach(actor=actor, now=now, dossier_key=entry.dossier_key, name=shown, content=content)
            for shown, content in (given if several else [given])
        ]
        made = [{"id": one.pk, "name": one.name} for one in stored]
        kept[name] = made if several else made[0]
    return kept


def names_of(kept: Any) -> Any:
    """The names of what was kept for a field, as its value."""
    return [one["name"] for one in kept] if isinstance(kept, list) else kept["name"]


def keep(  # noqa: PLR0913 - what an act is kept with
    catalog: Catalog,
    spec: RegisterSpec,
    entry: Entry,
    state: EntryState,
    act: Act,
    *,
    files: Mapping[str, Any],
    key: str,
    explained: str = "",
    actor: Actor,
    now: datetime,
) -> Entry:
    """Write an admitted act with everything that follows from it; the ledger's lock comes after those of entry and series."""
    after = follow(spec.shape, state, act)
    fresh = entry._state.adding  # noqa: SLF001 - Django's own word for a row not kept yet
    if fresh and spec.shape.number:
        entry.number = _next_number(spec, entry, now)
    papers = _draw_papers(catalog, spec, entry, after, act, explained=explained, actor=actor, now=now)
    closed = spec.shape.confidential is not None
    details = {
        "register": spec.id, "number": entry.number, "seq": act.seq, "act": act.name, "on": act.on,
        "values": {"digest": of_value(dict(act.values))} if closed else dict(act.values), "reason": "" if closed else act.reason,
        "corrects": act.corrects, "files": dict(files), "papers": papers,
    }  # fmt: skip
    ledger.append(actor=actor, act=f"entry.{act.name}", thing=f"entry:{entry.pk}", details=details, now=now)
    _summarise(spec, entry, after, now)
    before = {name: state.values.get(name) for name in act.values if name in state.values}
    ActRow(
        entry=entry, seq=act.seq, act=act.name, happened_on=act.on, recorded_at=now, actor=actor.id, actor_name=actor.name,
        organ=actor.organ, reason=act.reason, values=dict(act.values), before=before, files=dict(files), papers=papers,
        corrects=act.corrects, key=key or None, definition=publish(spec, now),
    ).save()  # fmt: skip
    for name in organs_named(spec.shape, {**after.values, **(after.pending.values if after.pending else {})}):
        organ = registry.organ_named(name)
        if organ is None:
            raise RegisterRefused("FIELDS", spec.title, name, "没有登记的机关", "请写机关全称，或先登记该机关")
        Naming.objects.get_or_create(entry=entry, organ=organ)
    for number in sorted(persons_named(dict(act.values)) - set(entry.persons.values_list("number", flat=True))):
        NamedPerson.objects.create(entry=entry, number=number)
    names = sorted(names_written(dict(act.values)) - set(entry.written_names.values_list("name", flat=True)))
    WrittenName.objects.bulk_create([WrittenName(entry=entry, name=name) for name in names])
    data = {"seq": act.seq, "state": entry.state, "before": state.state, "number": entry.number}
    tell("act", spec.id, entry.organ, entry.unit, act=act.name, entry=entry, data=data, on=act.on, now=now)
    return entry


def tell(kind: str, register: str, organ: Any, unit: Unit | None, **more: Any) -> None:
    """Add what upper rooms follow; the caller has appended to the ledger, whose lock orders the cursor."""
    Happening(
        kind=kind, register=register, organ=organ, unit=unit, entry=more.get("entry"), act=more.get("act", ""), data=more["data"],
        happened_on=more["on"], at=more["now"],
    ).save()  # fmt: skip


def publish(spec: RegisterSpec, now: datetime) -> Definition:
    """Keep the register's text under its digest."""
    defaults = {
        "name": spec.id, "pack": spec.pack, "title": spec.title, "content": spec.path.read_text(encoding="utf-8"), "published_at": now,
    }  # fmt: skip
    known = Definition.objects.filter(digest=spec.digest).first()
    return known or Definition.objects.get_or_create(digest=spec.digest, defaults=defaults)[0]


def _next_number(spec: RegisterSpec, entry: Entry, now: datetime) -> str:
    number = spec.shape.number
    if number is None:
        return ""
    year, unit = timezone.localdate(now).year, entry.unit if number.by == "unit" else None
    Series.objects.get_or_create(organ=entry.organ, unit=unit, word=number.word, year=year)
    series = Series.objects.select_for_update().get(organ=entry.organ, unit=unit, word=number.word, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return number_text(entry.organ.name, (unit.name if unit else "") + number.word, year, series.last)


def _draw_papers(
    catalog: Catalog, spec: RegisterSpec, entry: Entry, after: EntryState, act: Act, *, explained: str, actor: Actor, now: datetime
) -> list[str]:
    declared = spec.shape.acts.get(act.name)
    drawn, numbered_act = [], NumberedAct(entry.number, after.values, act)
    for name in declared.draws if declared else ():
        document = catalog.documents[spec.pack, name]
        values = {**dossier.resting_on(document, spec.shape.source), **paper_values(catalog.items, spec, document, numbered_act)}
        made = dossier.draw_up(
            actor=actor, now=now, dossier_key=entry.dossier_key, document=document, number_of=entry.organ.name,
            numbered="never" if document.numbered == "never" else "at_once",
            values=values, explained=explained, may_wait=True,
        )  # fmt: skip
        drawn.append(str(made.pk))
    return drawn


def _summarise(spec: RegisterSpec, entry: Entry, state: EntryState, now: datetime) -> None:
    shape = spec.shape
    ends = [clock.ends_at for clock in clocks(shape, state) if clock.ends_at]
    key = key_of(shape, state.values or (state.pending.values if state.pending else {}))
    entry.state, entry.values, entry.changed_at = state.state, dict(state.values), now
    entry.key = (f"{entry.unit_id}:{key}" if entry.unit_id else key) if key else None
    entry.due_at = min(ends, default=None)
    entry.waits_for = _waits_for(spec, state)
    entry.period_on = period_day(spec, state.values) or timezone.localdate(entry.entered_at)
    shown = {item.id: text_of(item, state.values.get(item.id)) for item in shape.fields}
    entry.text = "\n".join([entry.number, *filter(None, shown.values())])
    for column, value in columns_of([column_value(shape.field[name], state.values.get(name)) for name in shape.listed]).items():
        setattr(entry, column, value)
    entry.save()


def _waits_for(spec: RegisterSpec, state: EntryState) -> str:
    confirmed = spec.shape.acts[state.pending.name].confirmed_by if state.pending else None
    return str(state.pending.values.get(confirmed.organ, "")) if state.pending and confirmed else ""
