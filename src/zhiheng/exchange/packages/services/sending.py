"""The writer of packages that are sent: from a case to an organ that takes part in it, kept, signed, put out under its name."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhiheng.catalog import packs
from zhiheng.dossier.core import keeping
from zhiheng.dossier.core.organ_names import full_name
from zhiheng.dossier.services.signing import identity_of
from zhiheng.exchange.core import package_archive
from zhiheng.exchange.core.package_envelope import LCJDBH, NEW, SUPPLEMENT
from zhiheng.exchange.core.package_names import package_name
from zhiheng.exchange.core.package_reading import Hashes, hashes_of, read_package
from zhiheng.exchange.core.package_seal import ENDING, sealed
from zhiheng.exchange.core.package_xml import refused
from zhiheng.exchange.models import Package
from zhiheng.exchange.packages import sending
from zhiheng.exchange.packages.selectors import code_of, takes_part
from zhiheng.exchange.packages.services.handing_over import peer_for, queue_package
from zhiheng.exchange.packages.services.receiving import note_hops
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure.selectors import case_seen_by, state_for
from zhiheng.registry.selectors import COMMAND_LINE, organ_named


def send_package(
    *, actor: Actor, now: datetime, viewer: Any, case_id: UUID, to: str, node: str = "", sender: str = "", outbox: Path | None = None
) -> Package:
    """Make a package of what both organs may see of the case, and put it with its signature into the folder for sending.

    node    of the business; where not given, the one by which the case's procedure is opened
    sender  for the command line: the organ in whose name; else the actor's own
    The second package of a case to the same organ is a supplement (SJLX 2) of the first. Where the organ works in another installation,
    it goes there as a message too.
    """
    case, receiver = case_seen_by(viewer, case_id), organ_named(to)
    if case is None or receiver is None:
        raise refused(str(case_id), f"没有这个案件，或者没有登记的机关“{to}”", "请核对案件编号和机关名称")
    own = organ_named((sender if actor == COMMAND_LINE else "") or actor.organ or _opener(case))
    if own is None or own == receiver or not takes_part(case, own) or not takes_part(case, receiver):
        raise refused(
            str(case), f"发送和接收单位须是本案的两个参加机关（{own.name if own else '不明'} → {receiver.name}）", "请核对接收单位"
        )
    node = node or _node(case)
    if not LCJDBH.fullmatch(node):
        raise refused(str(case), "没有指明流程节点，案件的业务流程也没有对应的节点", "请用 --node 写明，如 0111A")
    place_out = outbox or Path(settings.HOME) / "packages" / "send"
    place_out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".zhiheng-package-", dir=place_out) as place:
        made = Path(place) / "package.zip"
        row = _made(made, case, own, receiver, node, now)
        hashes = hashes_of(made)
        row = _named(row, hashes, actor, now)
        _demand_readable(made, row)
        with made.open("rb") as file:
            keeping.keep_pieces(Path(settings.FILES), iter(lambda: file.read(package_archive.PIECE), b""))
        seal = _seal(row, own, now)
        row = _keep(actor, now, row)
        (place_out / f"{row.name}{ENDING}").write_bytes(seal)
        shutil.move(made, place_out / row.name)
    return row


def _made(target: Path, case: Any, own: Any, receiver: Any, node: str, now: datetime) -> Package:
    files = sending.files_for(case, own, receiver)
    earlier = Package.objects.filter(case=case).exclude(platform_number="").order_by("id").first()
    sent = Package.objects.filter(case=case, direction=Package.Direction.SENT, sender=own, receiver=receiver).order_by("id").first()
    number = earlier.platform_number if earlier else str(case.pk)
    mark, kind = uuid.uuid4().hex.upper(), SUPPLEMENT if sent else NEW
    xml = sending.ywxx(sending.Heading(node, mark, number, kind, now), case, own, receiver, files)
    package_archive.write(target, [("ywxx.xml", xml), *((file.name, file.place) for file in files)], timezone.localtime(now))
    return Package(
        direction=Package.Direction.SENT, state=Package.State.SENT, mark=mark, platform_number=number, case_number=case.number,
        title=case.title, node=node, kind=kind, sender=own, receiver=receiver, sent_at=now, seal="sound", case=case, first=sent,
        parts=[{"name": file.name, "size": file.size} for file in files],
    )  # fmt: skip


def _named(row: Package, hashes: Hashes, actor: Actor, now: datetime) -> Package:
    row.md5, row.digest, row.size, row.made_at, row.made_by, row.carried_by = (
        hashes.md5, hashes.sha256, hashes.size, now, actor.id, actor.organ,
    )  # fmt: skip
    row.name = package_name(
        sender=code_of(row.sender), receiver=code_of(row.receiver), node=row.node, business=row.node[:4], md5=row.md5, mark=row.mark
    )
    return row


def _demand_readable(made: Path, row: Package) -> None:
    """What is sent can be read back: the same reader that takes packages in judges it."""
    row.envelope = dict(read_package(made, row.name, row.md5).envelope.values)


def _seal(row: Package, own: Any, now: datetime) -> bytes:
    organ = full_name(own.name)
    identity = identity_of(own.pk, organ, now)
    at = f"{timezone.localtime(now):%Y-%m-%dT%H:%M:%S%z}"
    return sealed(identity.key, identity.certificate, {"sha256": row.digest, "name": row.name, "sender": organ, "at": at})


@transaction.atomic
def _keep(actor: Actor, now: datetime, row: Package) -> Package:
    ledger.hold_head()
    row.save()
    peer = peer_for(row)
    way = "，随系统报文发送" if peer else ""
    note_hops(row, actor, now, ("sent", f"{row.sender}发往{row.receiver}，{len(row.parts)} 个文件{way}"))
    if peer:
        queue_package(row, peer, now)
    return row


def _opener(case: Any) -> str:
    found = state_for(case.pk)
    return found[2].organs.get(found[1].seat_of(found[1].opener), "") if found else ""


def _node(case: Any) -> str:
    procedures = packs.loaded(Path(settings.PACKS)).procedures
    found = procedures.get(case.procedure)
    return next(iter(found.opens.packages), "") if found else ""
