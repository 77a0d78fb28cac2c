"""Delivery of what was issued, and its receipt."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from zhiheng.dossier.core.delivery import METHODS
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.models import Document, DocumentDelivery
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.registry import selectors as registry


@transaction.atomic
def deliver(*, actor: Actor, now: datetime, document_id: UUID, to: str, method: str) -> DocumentDelivery:
    """Deliver the issued version to an organ, and sign what the trace is then; a second delivery of the same version to it is refused."""
    document = Document.objects.select_for_update(of=("self",)).select_related("organ").filter(pk=document_id).first()
    organ = registry.organ_named(to)
    if document is None or organ is None:
        raise DocumentRefused("送达", to, "没有这份文书，或没有登记的机关", "请核对文书和受送达机关")
    if method not in METHODS:
        raise DocumentRefused("送达", method, "没有这种送达方式", f"可用：{'、'.join(METHODS.values())}")
    if document.inner:
        raise DocumentRefused("送达", str(document), "这是内部文书，不出本机关", "请改送对外文书")
    issued = [version for version in document.versions.all() if version.issued_at]
    if not issued:
        raise DocumentRefused("送达", str(document), "还没有签发", "请先签发")
    version = issued[-1]
    if version.deliveries.filter(to=organ).exists():
        raise DocumentRefused("送达", str(document), f"已向{organ.name}送达过", "请查看送达记录，或等候签收")
    made = DocumentDelivery.objects.create(version=version, to=organ, method=method, delivered_at=now, delivered_by=actor.id)
    details = {"to": organ.name, "method": method, "number": document.number or "", "version": version.number}
    ledger.append(actor=actor, act="document.delivered", thing=f"document:{document.pk}", details=details, now=now)
    ledger.checkpoint(actor=actor, now=now)
    return made


@transaction.atomic
def acknowledge(*, actor: Actor, now: datetime, delivery_id: int, received_by: str = "") -> DocumentDelivery:
    """Record the receipt: by the organ itself, or by the one that delivered it with the name on the paper receipt."""
    found = DocumentDelivery.objects.select_for_update(of=("self",)).select_related("to", "version__document__organ")
    delivery = found.filter(pk=delivery_id).first()
    if delivery is None:
        raise DocumentRefused("签收", str(delivery_id), "没有这次送达", "请从送达记录进入")
    if delivery.received_at is not None:
        raise DocumentRefused("签收", str(delivery.version.document), "已经签收", "请查看送达记录")
    sender = actor.organ == delivery.version.document.organ.name and delivery.method != "electronic" and bool(received_by)
    if actor.organ != delivery.to.name and not sender:
        raise DocumentRefused("签收", delivery.to.name, "只能由受送达机关签收，或由送达机关凭纸质回证登记签收人", "请核对受送达机关")
    delivery.received_at, delivery.received_by = now, received_by or actor.name
    delivery.save(update_fields=["received_at", "received_by"])
    details = {"to": delivery.to.name, "received_by": delivery.received_by, "number": delivery.version.document.number or ""}
    ledger.append(actor=actor, act="document.acknowledged", thing=f"document:{delivery.version.document_id}", details=details, now=now)
    return delivery
