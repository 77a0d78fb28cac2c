"""Open a case: by an officer from a page, a person, a clue, a duty or an entry, or by another case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from zhiheng.catalog import packs
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.dossier.core.numbering import short_name
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure.core import forms
from zhiheng.procedure.core.effects import Opening, effects_of
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.fold import follow
from zhiheng.procedure.core.state import Event, State
from zhiheng.procedure.models import Case, CaseSeries, Definition
from zhiheng.procedure.services.acting import moment_of, timed
from zhiheng.procedure.services.carrying import EXPLAINED, carry_out, explained_in
from zhiheng.procedure.services.keeping import keep
from zhiheng.procedure.services.rights import demand_officer, unit_of
from zhiheng.procedure.services.seating import demand_first, demand_known, demand_seats, seated
from zhiheng.procedure.services.telling import announce
from zhiheng.registry import selectors as registry
from zhiheng.registry.acting import officer_for

Subject = Mapping[str, str]
"""`kind, name, number` of the person, organ or item a case is about."""


@transaction.atomic
def publish(*, actor: Actor, now: datetime, procedure: ProcedureSpec) -> Definition:
    """Keep the procedure's content under its digest; a known one is returned as it is."""
    known = Definition.objects.filter(digest=procedure.digest).first()
    if known:
        return known
    details = {"pack": procedure.pack, "digest": procedure.digest}
    ledger.append(actor=actor, act="procedure.published", thing=f"procedure:{procedure.id}", details=details, now=now)
    made, _ = Definition.objects.get_or_create(
        digest=procedure.digest,
        defaults={
            "name": procedure.id,
            "pack": procedure.pack,
            "title": procedure.title,
            "content": json.dumps(procedure.content, ensure_ascii=False),
            "published_at": now,
        },
    )
    return made


@transaction.atomic
def open_case(  # noqa: PLR0913 - what a case begins with
    *,
    actor: Actor,
    now: datetime,
    procedure: ProcedureSpec,
    organs: Mapping[str, str] | None = None,
    subject: Subject | str | None = None,
    values: Mapping[str, object] | None = None,
    title: str = "",
    facts: Mapping[str, Mapping[str, object]] | None = None,
    entry: str = "",
    clue: str = "",
    parent: UUID | None = None,
    on: date | None = None,
    key: str = "",
    explained: str = "",
) -> Case:
    """Open a case under the procedure as it is now.

    organs   role → organ's name; roles found by a relation, and the opener's own, need not be named
    subject  whom or what it is about: `kind, name, number`, or the number alone
    values   of the opening form where the procedure has one
    facts    file of facts → facts as the officer confirmed or corrected them
    entry, clue, parent   the register entry, clue or case it was opened from
    key      a case opened again under the same key (a duty of a period) is the same case
    explained   why words stay that proofing asks about, of papers that go out on opening
    raises   ActRefused for a missing or unknown organ or a faulty form, DocumentRefused (PaperUnexplained),
             PermissionDenied without the right to open
    """
    before = Case.objects.filter(procedure=procedure.id, key=key).first() if key else None
    if before:
        return before
    day, instant = moment_of(on, now)
    found = seated(procedure, organs or {}, (organs or {}).get(procedure.seat_of(procedure.opener), actor.organ), day)
    demand_seats(procedure, found)
    opener = found.get(procedure.seat_of(procedure.opener))
    if opener != actor.organ:
        raise ActRefused("不能建案", title or procedure.title, f"本流程由{opener}建案", "请由该机关人员建案")
    officer = officer_for(actor)
    unit = unit_of(officer, now)
    demand_officer(officer, [procedure.open_right], now, pack=procedure.pack, unit=unit)
    read = dict(values or {})
    if procedure.opening_fields:
        read = forms.read(procedure.opening_fields, read, title=f"{procedure.title}建案")
    units = {
        role.id: unit
        for role in procedure.roles.values()
        if role.unit and unit and procedure.seat_of(role.id) == procedure.seat_of(procedure.opener)
    }
    more: dict[str, Any] = {"units": units} if units else {}
    more |= {"facts": {name: dict(one) for name, one in facts.items()}} if facts else {}
    more |= {EXPLAINED: explained.strip()} if explained.strip() else {}
    event = timed(procedure, Event("opened", day, organ=actor.organ, actor=actor.id, at=instant, unit=unit, more=more), now)
    begun = {"title": title, "entry": entry, "clue": clue, "key": key, "unit": unit, "opened_by_case_id": parent}
    return begin(procedure, event, found, _subject(subject, procedure), read, begun, actor=actor, now=now)


@transaction.atomic
def open_received(  # noqa: PLR0913 - what a case begins with, all by name
    *,
    actor: Actor,
    now: datetime,
    procedure: ProcedureSpec,
    opener: str,
    organs: Mapping[str, str],
    subject: Subject,
    values: Mapping[str, object],
    title: str,
    key: str,
) -> Case:
    """Open a case that an organ opened in its own system and sent over: the form is asked all the same, the officer's right is not.

    opener   name of the organ whose case it is; it must be of the kind that opens this procedure
    key      a case received again under the same key is the same case
    """
    before = Case.objects.filter(procedure=procedure.id, key=key).first()
    if before:
        return before
    day, instant = moment_of(None, now)
    found = seated(procedure, organs, opener, day)
    demand_seats(procedure, found)
    if found.get(procedure.seat_of(procedure.opener)) != opener:
        raise ActRefused("不能建案", title or procedure.title, f"本流程不由{opener}建案", "请由建案机关建案后归入")
    read = dict(values)
    if procedure.opening_fields:
        read = forms.read(procedure.opening_fields, read, title=f"{procedure.title}建案")
    event = Event("opened", day, organ=opener, actor=actor.id, at=instant)
    return begin(procedure, event, found, _subject(subject, procedure), read, {"title": title, "key": key}, actor=actor, now=now)


def open_from_case(opening: Opening, parent: Case, state: State, event: Event, *, actor: Actor, now: datetime) -> Case:
    """Open a case from an act of another: it belongs to the organ named, is about the same, and knows the values given to it."""
    spec = packs.loaded(Path(settings.PACKS)).procedures.get(opening.procedure)
    if spec is None:
        raise ActRefused("另立案件", opening.procedure, "业务包里没有这个流程", "请联系系统管理员核对业务包")
    found = seated(spec, opening.organs, opening.by, event.on)
    demand_first(spec, found, opening.at)
    above = {"case": str(parent.pk), "procedure": parent.procedure, "number": parent.number, **opening.values}
    given = {"parent": above, **({"at": list(opening.at)} if opening.at else {})}
    more: dict[str, object] = {EXPLAINED: explained_in(event)} if explained_in(event) else {}
    began = Event("opened", event.on, organ=opening.by, actor=actor.id, at=event.at, values=given, more=more)
    begun = {"opened_by_case": parent, "opened_at_step": event.name, "waited_for": opening.waits}
    return begin(spec, began, found, state.subject, dict(opening.values), begun, actor=actor, now=now)


def _parent_content(begun: Mapping[str, Any]) -> str:
    """What the case is about from which one without a subject was opened: the rest of its title after the kind."""
    known = begun.get("opened_by_case_id")
    parent = Case.objects.filter(pk=known).values_list("title", flat=True).first() if known else ""
    return (parent or "").partition("：")[2]


def begin(
    spec: ProcedureSpec,
    event: Event,
    organs: Mapping[str, str],
    subject: Subject,
    values: Mapping[str, object],
    begun: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
) -> Case:
    """Write a case that may be opened, with its number and its first event."""
    demand_known(spec, organs, "不能建案")
    ledger.hold_head()
    definition = publish(actor=actor, now=now, procedure=spec)
    about_whom = subject.get("name") or subject.get("number") or _parent_content(begun)
    title = begun.get("title") or "：".join(filter(None, (spec.title, about_whom)))
    about = {"subject": subject.get("number", "")[:100], "subject_name": subject.get("name", "")[:100]}
    named = {"title": title[:200], "number": _number(spec, organs, event.on.year), "procedure": spec.id, "pack": spec.pack}
    case = Case(**{**begun, **about, **named}, definition=definition, opened_at=now, opened_by=actor.id, last_event_at=now)
    case.save(force_insert=True)
    given = {**event.values, "organs": dict(organs), "values": dict(values), "subject": dict(subject)}
    began = Event(**{**event.__dict__, "values": given})
    drawn = effects_of(spec, follow(spec, State(), began), began)
    began = replace(began, documents=tuple(one.document for one in drawn.draws))
    carry_out(drawn, case, spec, keep(case, spec, State(), began, actor=actor, now=now), began, actor=actor, now=now)
    announce(case, now)
    return case


def _subject(subject: Subject | str | None, spec: ProcedureSpec) -> dict[str, str]:
    if isinstance(subject, str) or subject is None:
        return {"kind": spec.about, "number": subject} if subject else {}
    return {"kind": spec.about, **{key: str(value) for key, value in subject.items()}}


def _number(spec: ProcedureSpec, organs: Mapping[str, str], year: int) -> str:
    """The next number of the organ that numbers; given in the caller's transaction, so that an opening that fails leaves no gap."""
    if spec.number is None:
        return ""
    organ = registry.organ_named(organs.get(spec.seat_of(spec.number.by), ""))
    if organ is None:
        raise ActRefused("不能建案", spec.title, f"编号机关（{spec.roles[spec.number.by].title}）尚未确定", "请选择该机关")
    key: dict[str, Any] = {"organ": organ, "word": spec.number.word, "year": year}
    CaseSeries.objects.get_or_create(**key)
    series = CaseSeries.objects.select_for_update().get(**key)
    series.last += 1
    series.save(update_fields=["last"])
    return f"（{year}）{short_name(organ.name)}{spec.number.word}{series.last}号"
