"""Readers of exchange packages: who sees them, their receipts, the kept file, which organs and which case an envelope means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from zhiheng.dossier.core import keeping
from zhiheng.dossier.core.organ_names import full_name
from zhiheng.exchange.core.package_envelope import Envelope
from zhiheng.exchange.core.package_names import receipt_name
from zhiheng.exchange.core.package_receipt import receipt
from zhiheng.exchange.core.package_xml import refused
from zhiheng.exchange.models import Delivery, Package, UnitCode
from zhiheng.exchange.peers.selectors import kept_files as kept_messages
from zhiheng.ledger.core import clear
from zhiheng.ledger.core.kept import KeptFile
from zhiheng.ledger.selectors.files import is_there
from zhiheng.procedure.selectors import closed_cases
from zhiheng.registry.selectors import organ_ids_seen_by, organ_named, organ_names, sees_everything

STATES = dict(Package.State.choices)
OWN_CODE = "ZH"
"""What begins a number that this platform gives to an organ without a registered one."""


@dataclass(frozen=True)
class Parties:
    """The organs an envelope means; `doubt` says why one of them is not certain."""

    sender: Any
    receiver: Any
    doubt: str = ""


def packages_seen_by(viewer: Any) -> QuerySet[Package]:
    """Packages from, to or brought by the organs whose rows the viewer may see."""
    every = Package.objects.exclude(case__in=closed_cases(viewer).values("pk"))
    found = every.select_related("sender", "receiver", "case", "first").prefetch_related("hops")
    if sees_everything(viewer):
        return found
    seen = organ_ids_seen_by(viewer)
    return found.filter(Q(sender_id__in=seen) | Q(receiver_id__in=seen) | Q(carried_by=viewer.organ.name))


def may_open(officer: Any, package: Package) -> bool:
    """Whether the officer is of an organ the package is between (or that brought it): names and content of its files are for these."""
    return officer.organ_id in {package.sender_id, package.receiver_id} or package.carried_by == officer.organ.name


def content_place(package: Package) -> Path:
    """Where the package's file lies, as it came, byte for byte."""
    place = keeping.place_of(Path(settings.FILES), package.digest)
    if package.state == Package.State.REFUSED or not place.is_file():
        raise refused(package.name, "这个包没有保存（拒收的包不保存）", "请由来件单位重新发送")
    return place


def content_of(package: Package) -> BinaryIO:
    """The package's file opened for reading, as it came, byte for byte."""
    with clear.readable(content_place(package)) as place:
        return place.open("rb")


def receipt_of(package: Package) -> tuple[str, bytes]:
    """Name and content of our receipt for a package that came."""
    hop = list(package.hops.all())[-1]
    content = receipt(
        mark=package.mark, node=package.node, case=str(package.case_id or ""), sender=_unit(package, "JSDW", package.receiver),
        receiver=_unit(package, "FSDW", package.sender), failure=package.reason if package.state == Package.State.REFUSED else "",
        words=f"{package.get_state_display()}；{hop.words}".strip("；"), at=timezone.localtime(hop.noted_at),
    )  # fmt: skip
    parts = (package.envelope.get(name, "") or "0" for name in ("YWLB", "LCJDBH", "JSDWBH", "FSDWBH"))
    business, node, sender, receiver = (part[:60] for part in parts)
    return receipt_name(business=business, node=node, sender=sender, receiver=receiver, serial=package.pk, md5=package.md5), content


def _unit(package: Package, begins: str, organ: Any) -> tuple[str, str, str]:
    return package.envelope.get(f"{begins}BH", ""), package.envelope.get(f"{begins}MC", ""), organ.kind if organ else ""


def parties_of(envelope: Envelope) -> Parties:
    """Sender and receiver by registered number and by name; where the two differ, neither is believed."""
    sender, why = _organ(envelope.sender_code, envelope.sender_name, "发送单位")
    receiver, why_not = _organ(envelope.receiver_code, envelope.receiver_name, "接收单位")
    return Parties(sender, receiver, "；".join(filter(None, (why, why_not))))


def _organ(code: str, name: str, what: str) -> tuple[Any, str]:
    row = UnitCode.objects.select_related("organ").filter(code=code).first()
    named = _named(name)
    if row and name and (named is None or named.pk != row.organ_id):
        return None, f"{what}编号 {code} 登记的是{row.organ.name}，信封写的是{name}"
    found = row.organ if row else named
    return found, "" if found else f"{what}“{name or code}”没有登记"


def _named(name: str) -> Any:
    """The organ of this name, or whose full name it is; None where none or several bear it."""
    if not name:
        return None
    found = organ_named(name)
    if found:
        return found
    others = [one for one in organ_names() if full_name(one) == full_name(name)]
    return organ_named(others[0]) if len(others) == 1 else None


def code_of(organ: Any) -> str:
    """The number under which an organ stands in envelopes: the one registered first, else this platform's own."""
    row = UnitCode.objects.filter(organ=organ).order_by("id").first()
    return row.code if row else f"{OWN_CODE}{organ.pk:010d}"


def codes() -> QuerySet[UnitCode]:
    """All registered numbers of organs."""
    return UnitCode.objects.select_related("organ")


def earlier_of(envelope: Envelope, sender: Any) -> Package | None:
    """A package that came from the sender under the same id of data."""
    found = Package.objects.filter(direction=Package.Direction.RECEIVED, sender=sender, mark=envelope.mark)
    return found.exclude(state=Package.State.REFUSED).first()


def with_content(digest: str) -> Package | None:
    """The package received with this very content and kept."""
    return Package.objects.filter(direction=Package.Direction.RECEIVED, digest=digest).exclude(state=Package.State.REFUSED).first()


def first_of(platform_number: str) -> Package | None:
    """The first package of a platform-wide case number that belongs to a case."""
    return Package.objects.filter(platform_number=platform_number, case__isnull=False).order_by("id").first()


def takes_part(case: Any, organ: Any) -> bool:
    """Whether an organ sits in a case, in a role or with a copy."""
    return bool(case.seats.filter(organ=organ).exists())


def kept_files() -> Iterator[KeptFile]:
    """For the trace to compare: packages not refused, files kept for columns that the standard does not know, contents of messages."""
    packages = Package.objects.exclude(state=Package.State.REFUSED).values_list("name", "digest")
    deliveries = Delivery.objects.exclude(unknown_columns=[]).exclude(batch=None).values_list("name", "content_digest")
    for words, found in (("业务数据包", packages), ("来件原文件", deliveries)):
        for name, digest in found.iterator(chunk_size=2000) if is_there(found.model) else ():
            yield KeptFile(keeping.place_of(Path(settings.FILES), digest), digest, f"{words}“{name}”")
    yield from kept_messages()
