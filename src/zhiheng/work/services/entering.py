"""Entries that a case makes: the rooms of cases and of ledgers stand beside each other, this one joins them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings

from zhiheng.catalog import digest, packs
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.procedure_follows import OWN
from zhiheng.ledger.core.actor import Actor
from zhiheng.register import services as register
from zhiheng.register.core.errors import RegisterRefused
from zhiheng.register.selectors import entries_numbered, entries_of_person, made_under
from zhiheng.register.services import RegisterAct
from zhiheng.work.core.errors import WorkRefused

BY_CASE = "依案件办理"
PERSON = "person:"
"""The person concerned, as an actor of cases."""
REASON = "REASON"
"""The refusal of an act that lacks the reason it needs."""
STATE = "STATE"
"""The refusal of an act that the state of the entry does not allow."""


class Entering(Protocol):
    """What an outcome of a case says: an entry of a register to make, or an act on the entry named."""

    @property
    def register(self) -> str:
        """The register."""

    @property
    def act(self) -> str:
        """The act."""

    @property
    def values(self) -> Any:
        """Values of its fields."""

    @property
    def entry(self) -> str:
        """Reference or number of the entry, empty for a new one."""


def enter_for_case(
    *,
    actor: Actor,
    now: datetime,
    catalog: Catalog,
    case_ref: str,
    entering: Entering,
    on: date | None = None,
    reason: str = BY_CASE,
    explained: str = "",
) -> str:
    """Do what a case asks of a register, in the case's transaction and with its officer as actor; gives the reference of the entry.

    case_ref   makes the act one of its own: `case:<id>#<event>`, so that a repeated event enters nothing twice
    explained  why words of its papers stay that proofing asks about
    """
    given = {name: value for name, value in dict(entering.values).items() if value not in (None, "")}
    content = digest.of_value([entering.register, entering.act, entering.entry, given])[:16]
    key = f"{case_ref}:{content}"[:100]
    wanted = RegisterAct(entering.act, given, reason, on, key=key, of_case=True, explained=explained)
    if not entering.entry:
        made = register.enter(actor=actor, now=now, catalog=catalog, register=entering.register, wanted=wanted)
        return f"entry:{made.pk}"
    entry_id = _entry_named(entering, actor)
    return f"entry:{register.act(actor=actor, now=now, catalog=catalog, entry_id=entry_id, wanted=wanted).pk}"


def _entry_named(entering: Entering, actor: Actor) -> UUID:
    """The entry by its reference; else by the number it bears in the ledger of the organ that acts, where one alone bears it."""
    try:
        return UUID(entering.entry.removeprefix("entry:"))
    except ValueError:
        found = entries_numbered(entering.register, actor.organ, entering.entry)
    if len(found) != 1:
        raise WorkRefused("台账条目", entering.entry, "本机关的台账里没有这个编号的条目", "请从台账中查明条目的编号")
    return found[0]


def enter_of_case(*, actor: Actor, now: datetime, case: Any, entering: Any, on: date, explained: str = "") -> str:
    """What the room of cases calls for an outcome that enters something."""
    catalog = packs.loaded(Path(settings.PACKS))
    ref = f"case:{case.pk}#{case.events.count()}" + (f".{entering.row}" if entering.row else "")
    if actor.id.startswith(PERSON) and entering.entry:
        act = replace(entering, entry=_entry_about(case, entering))
        return _by_person(actor=actor, now=now, catalog=catalog, case_ref=ref, entering=act, on=on, reason="")
    reason = f"依{case.number or case.title}办理"
    if entering.entry == OWN:
        return _on_own(actor=actor, now=now, case=case, ref=ref, entering=entering, on=on, reason=reason, explained=explained)
    return enter_for_case(actor=actor, now=now, catalog=catalog, case_ref=ref, entering=entering, on=on, reason=reason, explained=explained)


def _by_person(**given: Any) -> str:
    """The act of the person concerned; one that is only done late with a reason is the officer's to enter."""
    try:
        return enter_for_case(**given)
    except RegisterRefused as refused:
        if refused.code != REASON:
            raise
        raise WorkRefused(refused.thing, refused.place, refused.reason, "因故耽误的，请向管教民警说明，由监区写明理由登记") from refused


def _entry_about(case: Any, entering: Any) -> str:
    """The entry that the person concerned names by its number: one about them, in a ledger of an organ of their case; no other is there."""
    organs = set(case.seats.values_list("organ__name", flat=True))
    own = entries_of_person(entering.register, organs, entering.entry, case.subject)
    if len(own) != 1:
        raise WorkRefused("台账条目", entering.entry, "没有这个编号的本人条目", "请照公示上的编号填写，或者不填")
    return f"entry:{own[0]}"


def _on_own(*, case: Any, ref: str, entering: Any, **given: Any) -> str:
    """The act on the case's own entry; nothing where it made none, or where its keeper has already taken the entry further by hand."""
    made = made_under(entering.register, f"case:{case.pk}#")
    if not made:
        return ""
    catalog, act = packs.loaded(Path(settings.PACKS)), replace(entering, entry=made)
    try:
        return enter_for_case(catalog=catalog, case_ref=ref, entering=act, **given)
    except RegisterRefused as refused:
        if refused.code != STATE:
            raise
        return ""
