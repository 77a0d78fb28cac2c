"""Open a case of any procedure: on verified clues, whose state then follows the case, or on nothing of this room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.ledger.core.actor import Actor
from zhiheng.oversight.core.errors import ClueRefused
from zhiheng.oversight.models import Clue, ClueCase
from zhiheng.oversight.services.drafts import verified_clues
from zhiheng.oversight.services.following import follow_cases, hold_cursor
from zhiheng.procedure import services as procedure_room
from zhiheng.tracking.selectors import linked
from zhiheng.tracking.services import link_case


@transaction.atomic
def open_case(  # noqa: PLR0913 - what a case is opened from
    *,
    actor: Actor,
    now: datetime,
    procedure: ProcedureSpec,
    clues: Iterable[int] = (),
    organs: Mapping[str, str] | None = None,
    subject: Mapping[str, str] | str | None = None,
    values: Mapping[str, object] | None = None,
    parent: UUID | None = None,
    alarm: int | None = None,
    **begun: Any,
) -> Any:
    """Open a case (`procedure.services.open_case`); clues it rests on must be verified and concern one organ, and follow it from then on.

    alarm    the alarm of positions it is opened on, which notes it
    raises   ClueRefused for clues that are not verified, concern several organs or begin no such case
    """
    chosen = list(clues)
    shared: dict[str, Any] = {"actor": actor, "now": now, "procedure": procedure, "values": values, "parent": parent, **begun}
    if not chosen:
        case = procedure_room.open_case(organs=organs, subject=subject, **shared)
        if alarm is not None and "alarm" in procedure.opens.places and not linked(alarm, str(case.pk)):
            link_case(actor=actor, now=now, alarm_id=alarm, case=str(case.pk))
        return case
    if "clue" not in procedure.opens.places:
        raise ClueRefused(procedure.title, "", "这类案件不从线索建案", "请选择可以从线索建案的类型")
    hold_cursor()
    taken = verified_clues(actor, chosen)
    organ = one_organ(taken)
    case = procedure_room.open_case(
        organs={**addressed(procedure, organ), **(organs or {})},
        subject=subject or one_subject(taken),
        clue=str(taken[0].pk),
        title=begun.pop("title", "") or shared.pop("title", "") or f"{named(procedure, values or {})}：{organ}（{len(taken)}条线索）",
        **shared,
    )
    ClueCase.objects.bulk_create(ClueCase(clue=clue, case=case) for clue in taken)
    follow_cases(actor=actor, now=now)
    return case


def one_organ(clues: Sequence[Clue]) -> str:
    """The organ that the clues concern."""
    organs = {clue.organ.name for clue in clues if clue.organ}
    if len(organs) != 1:
        raise ClueRefused("从线索建案", "", f"所选线索涉及{len(organs) or '不明'}个机关", "一个案件只对一个机关，请分别建案")
    return organs.pop()


def one_subject(clues: Sequence[Clue]) -> str:
    """The subject where the clues have one and the same."""
    subjects = {clue.subject for clue in clues}
    return subjects.pop() if len(subjects) == 1 else ""


def addressed(procedure: ProcedureSpec, organ: str) -> dict[str, str]:
    """The organ of the clues in the role that takes it: the one that no relation, part or opening fills."""
    opener = procedure.seat_of(procedure.opener)
    roles = procedure.roles.values()
    free = [role.id for role in roles if not (role.of or role.person or role.relation or role.optional) and role.id != opener]
    return {free[0]: organ} if len(free) == 1 else {}


def named(procedure: ProcedureSpec, values: Mapping[str, object]) -> str:
    """What the case is called: its kind where the opening form asks it of the clues, else its procedure's title."""
    field = next((item for item in procedure.opening_fields if item.fills == "clue.kind"), None)
    codes = field.codes if field and isinstance(field.codes, Mapping) else {}
    return codes.get(str(values.get(field.id)), procedure.title) if field else procedure.title
