"""Facts of one person for a case that is opened or decided: out of the theme library, and the reading is noted in the trace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhiheng.analysis.facts import Fact, gather
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure.services import demand_any
from zhiheng.registry.core.named_numbers import names_any
from zhiheng.registry.selectors import barred_numbers, officer_named
from zhiheng.registry.services import record_sensitive_read
from zhiheng.work.services.opening import opened


def gather_facts(
    *, actor: Actor, now: datetime, catalog: Catalog, procedure: ProcedureSpec, facts: str, id_number: str
) -> Mapping[str, Fact]:
    """The facts by name, each with its records; for who may open cases of the procedure, and never without a trace.

    Of a person whose records are closed to the officer there is nothing, as of one nobody wrote of.
    """
    spec = catalog.facts.get((procedure.pack, facts))
    if spec is None or not id_number:
        return {}
    demand_any(actor, [procedure.open_right, "case.handle"], now, pack=procedure.pack)
    reader = officer_named(actor.id)
    with transaction.atomic():
        record_sensitive_read(
            actor=actor, purpose=f"办理{procedure.title}，填写表单时查阅有关记录", what=f"person:{id_number}", now=now, reader=reader
        )
    closed = reader is not None and names_any([id_number], barred_numbers(reader))
    with opened(catalog, spec.reads) as engine:
        return gather(spec, engine, "" if closed else id_number, as_of=timezone.localdate(now))
