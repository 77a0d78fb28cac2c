"""Who may send for an organ: the organ itself, another under its mandate, and a steward of the province who says why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from zhiheng.exchange.models import Delivery, Mandate
from zhiheng.records.selectors import batches_named
from zhiheng.registry.rights import may, roles_of
from zhiheng.registry.selectors import organ_ids_seen_by, organs_seen_by, sees_everything
from zhiheng.schema.errors import UnusableInputError

SHORTEST_REASON = 4


@dataclass(frozen=True)
class Sending:
    """How an officer may send for an organ. kind: empty (the officer's own), mandate, taken_over."""

    kind: str = ""
    by_organ: str = ""
    reason: str = ""
    mandate: Mandate | None = None


OWN = Sending()


def sending_for(officer: Any, organ: str, *, dataset: str, reason: str, today: date) -> Sending:
    """How the officer sends for the organ; raises UnusableInputError where they may not."""
    if organ == officer.organ.name:
        return OWN
    mandate = _mandates_on(today).filter(giver__name=organ, holder=officer.organ).first()
    if mandate and (not mandate.datasets or dataset in mandate.datasets):
        return Sending("mandate", officer.organ.name, mandate.basis, mandate)
    if may_take_over(officer, today=today) and organs_seen_by(officer).filter(name=organ).exists():
        if len(reason.strip()) < SHORTEST_REASON:
            raise UnusableInputError(
                "代为接收", organ, "没有说明代该机关接收数据的理由", "请写明理由，如“该机关专网故障，经其书面委托代报”"
            )
        return Sending("taken_over", officer.organ.name, reason.strip())
    raise UnusableInputError(
        "报送单位", organ, "没有这个机关，或者您不能替它报送", "请以本单位名义报送；受托报送须由该机关先在本平台登记委托"
    )


def may_take_over(officer: Any, *, today: date) -> bool:
    """Whether the officer is a steward of the province, who takes over files of organs that cannot send."""
    return sees_everything(officer) and "data_steward" in roles_of(officer, on=today) and may(officer, "data.send", on=today)


def organs_to_send_for(officer: Any, *, today: date) -> list[str]:
    """Names of the organs for which the officer may send, the own one first."""
    own = officer.organ.name
    mandated = set(_mandates_on(today).filter(holder=officer.organ).values_list("giver__name", flat=True))
    taken = set(organs_seen_by(officer).values_list("name", flat=True)) if may_take_over(officer, today=today) else set()
    return [own, *sorted((mandated | taken) - {own})]


def holds_mandate(officer: Any, delivery: Delivery, *, today: date) -> bool:
    """Whether the officer's organ may send such files for the organ of the delivery."""
    held = _mandates_on(today).filter(giver=delivery.organ_id, holder=officer.organ)
    return any(not one.datasets or delivery.dataset in one.datasets for one in held)


def _mandates_on(day: date) -> QuerySet[Mandate]:
    lasting = Q(until_on=None) | Q(until_on__gt=day)
    return Mandate.objects.filter(lasting, from_on__lte=day).select_related("giver", "holder")


def mandates_seen_by(viewer: Any) -> QuerySet[Mandate]:
    """Mandates given to or by the organs whose rows the viewer may see."""
    mandates = Mandate.objects.select_related("giver", "holder")
    if sees_everything(viewer):
        return mandates
    visible = organ_ids_seen_by(viewer)
    return mandates.filter(Q(giver_id__in=visible) | Q(holder_id__in=visible))


def origin_words(delivery: Delivery) -> str:
    """How the file came where its organ did not send it itself, and that it is contested; empty for an organ's own file."""
    words = ""
    if delivery.sent_for == Delivery.SentFor.TAKEN_OVER:
        words = f"由{delivery.by_organ}代为接收，理由：{delivery.sending_reason}"
    elif delivery.sent_for == Delivery.SentFor.MANDATE:
        words = f"由{delivery.by_organ}受{delivery.organ.name}委托报送（第 {delivery.mandate_id} 号委托，{delivery.sending_reason}）"
    if not words:
        return ""
    contests = list(delivery.contests.all())
    return words + (f"；{delivery.organ.name}已提出异议：{contests[-1].reason}" if contests else "")


def origins_of(batches: Iterable[Any]) -> Mapping[str, str]:
    """Batch id -> how it came, for those that their organ did not send itself."""
    ids = batches_named(batches)
    found = Delivery.objects.filter(batch_id__in=ids).exclude(sent_for="").select_related("organ").prefetch_related("contests")
    return {str(delivery.batch_id): origin_words(delivery) for delivery in found}


def may_contest(officer: Any, delivery: Delivery, *, today: date) -> bool:
    """Whether the officer may say something against a file that another sent in the name of their organ."""
    return bool(delivery.sent_for) and delivery.organ_id == officer.organ_id and may(officer, "data.send", on=today)
