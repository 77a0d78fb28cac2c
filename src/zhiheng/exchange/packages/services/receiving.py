"""Writers of exchange packages that come: each comes in whole, with its receipts, its case and its trace, or is kept back or refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhiheng.dossier.core import keeping
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.core.organ_names import full_name
from zhiheng.dossier.selectors.signing import known_certificates
from zhiheng.dossier.services import bind_scan, keep_scan
from zhiheng.dossier.services.files import KeptScan
from zhiheng.exchange.core import package_archive
from zhiheng.exchange.core.package_envelope import Envelope
from zhiheng.exchange.core.package_reading import Hashes, ReadPackage, hashes_of, read_package
from zhiheng.exchange.core.package_receipt import read_receipt
from zhiheng.exchange.core.package_seal import fault_of
from zhiheng.exchange.core.package_sets import contract_of
from zhiheng.exchange.core.package_xml import refused
from zhiheng.exchange.models import Package, PackageHop, UnitCode
from zhiheng.exchange.packages.deciding import Decision, Undecided, decide
from zhiheng.exchange.packages.selectors import Parties, content_place, earlier_of, parties_of, with_content
from zhiheng.exchange.packages.services.filling import take_records
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core import clear
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.selectors import case_seen_by
from zhiheng.procedure.services import open_received
from zhiheng.registry.selectors import COMMAND_LINE, organ_named
from zhiheng.schema.errors import UnusableInputError

RECORDS = "业务数据："
NOBODY = Parties(None, None)


def receive_package(
    *, actor: Actor, now: datetime, path: Path, name: str = "", seal: bytes | None = None, between: tuple[str, str] | None = None
) -> Package:
    """Take a package in: bound to its case, kept back for an officer, or refused; each with a receipt.

    name   the file's own where `path` is a temporary one; seal: content of the signature file beside it
    between   sender and receiver of the signed message that brought it: its envelope may name no others
    The same content again is the same package. Raises UnusableInputError where it is not for the actor to bring, or too large.
    """
    name = (name or path.name)[:255]
    if path.stat().st_size > settings.PACKAGE_MOST_MB << 20:
        raise refused(name, f"大于 {settings.PACKAGE_MOST_MB} MB", "请由来件单位分包发送（SJLX 2 补充）")
    hashes, contract = hashes_of(path), contract_of(Path(settings.HOME))
    known = with_content(hashes.sha256)
    if known:
        _demand_carrier(actor, Parties(known.sender, known.receiver), name, known.carried_by)
        _demand_between(between, Parties(known.sender, known.receiver), name)
        return _filled(actor, now, known, read_package(path, name, hashes.md5, contract)) if _unfilled(known) else known
    try:
        read = read_package(path, name, hashes.md5, contract)
    except UnusableInputError as refusal:
        return _refuse(actor, now, name, hashes, getattr(refusal, "envelope", None), refusal)
    parties = parties_of(read.envelope)
    _demand_carrier(actor, parties, name)
    _demand_between(between, parties, name)
    fault = fault_of(seal, hashes.sha256, full_name(parties.sender.name), known_certificates()) if seal and parties.sender else ""
    keeping.keep_pieces(Path(settings.FILES), _pieces(path))
    kept = _keep_parts(path, name, read) if not fault else []
    row = _row(actor, now, name, hashes, read.envelope, parties)
    row.unread, row.seal = list(read.unread), "" if seal is None or not parties.sender else "faulty" if fault else "sound"
    return _filled(actor, now, _settle(actor, now, row, read, parties, kept, f"签名不能认可：{fault}" if fault else ""), read)


def _unfilled(row: Package) -> bool:
    """Whether the business sets of a bound package were not taken in, because the machine stopped before."""
    return row.state == Package.State.BOUND and not row.hops.filter(words__startswith=RECORDS).exists()


def _filled(actor: Actor, now: datetime, row: Package, read: ReadPackage) -> Package:
    """The package after its business sets went into the datasets, with a hop that says what became of each."""
    words = take_records(actor=actor, now=now, package=row, sets=read.sets)
    if words:
        with transaction.atomic():
            ledger.hold_head()
            note_hops(row, actor, now, ("bound", RECORDS + "；".join(words)))
    return row


def _demand_carrier(actor: Actor, parties: Parties, name: str, carried_by: str = "") -> None:
    """Sender, receiver and this machine's command line bring packages; where neither organ is known, whoever brings it."""
    own = {organ.name for organ in (parties.sender, parties.receiver) if organ} | ({carried_by} if carried_by else set())
    if actor != COMMAND_LINE and own and actor.organ not in own:
        raise refused(name, "来件单位和接收单位都不是本机关", "请由发送或者接收单位提交")


def _demand_between(between: tuple[str, str] | None, parties: Parties, name: str) -> None:
    """Who signs a message speaks for itself alone: not in an envelope for another, nor to another."""
    told = tuple(organ.name if organ else "" for organ in (parties.sender, parties.receiver))
    if between and any(one and one != signed for one, signed in zip(told, between, strict=True)):
        raise refused(name, f"包内写明由{told[0]}发往{told[1]}，与报文的发送、接收机关不符", "请由发送机关自己签名发送")


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(package_archive.PIECE):
            yield piece


def _keep_parts(path: Path, name: str, read: ReadPackage) -> list[tuple[str, int, KeptScan | str]]:
    """Keep the files of WS and JZ by their content; one of a kind that dossiers do not take stays in the package alone, with the reason."""
    found: list[tuple[str, int, KeptScan | str]] = []
    with package_archive.opened(path, name) as archive:
        for inner, size in read.files:
            with archive.opened(archive.entries[inner]) as content:
                try:
                    kept: KeptScan | str = keep_scan(name=PurePosixPath(inner).name, file=content, size=size)  # type: ignore[arg-type]
                except DocumentRefused as refusal:
                    kept = f"{refusal.reason}；随包保存，没有归卷"
            found.append((inner, size, kept))
    return found


def _row(actor: Actor, now: datetime, name: str, hashes: Hashes, envelope: Envelope | None, parties: Parties) -> Package:
    row = Package(
        direction=Package.Direction.RECEIVED, name=name, md5=hashes.md5, digest=hashes.sha256, size=hashes.size, carried_by=actor.organ,
        sender=parties.sender, receiver=parties.receiver, made_at=now, made_by=actor.id,
    )  # fmt: skip
    if envelope:
        row.mark, row.platform_number, row.case_number = envelope.mark, envelope.platform_number, envelope.case_number
        row.title, row.node, row.kind, row.envelope = envelope.case_title, envelope.node, envelope.kind, dict(envelope.values)
        row.sent_at = timezone.make_aware(envelope.sent_at)
    return row


@transaction.atomic
def _refuse(actor: Actor, now: datetime, name: str, hashes: Hashes, envelope: Envelope | None, refusal: UnusableInputError) -> Package:
    parties = parties_of(envelope) if envelope else NOBODY
    _demand_carrier(actor, parties, name)
    row = _row(actor, now, name, hashes, envelope, parties)
    row.state, row.reason = Package.State.REFUSED, f"{refusal.reason}。{refusal.remedy}".replace("\x00", "")
    ledger.hold_head()
    row.save()
    note_hops(row, actor, now, ("taken", ""), ("refused", row.reason))
    return row


@transaction.atomic
def _settle(
    actor: Actor, now: datetime, row: Package, read: ReadPackage, parties: Parties, kept: list[tuple[str, int, KeptScan | str]], why: str
) -> Package:
    """Decide under the lock of the trace, so that two packages of one case never open it twice."""
    ledger.hold_head()
    again = with_content(row.digest)
    if again:
        return again
    if parties.sender and earlier_of(read.envelope, parties.sender):
        row.state, row.reason = Package.State.REFUSED, f"数据标识 {read.envelope.mark} 已经用过，内容却不同。请由来件单位换用新的数据标识"
        row.save()
        note_hops(row, actor, now, ("taken", ""), ("refused", row.reason))
        return row
    checked = f"MD5 {row.md5.upper()}，{len(read.files)} 个文件" + ("，签名有效" if row.seal == "sound" else "")
    try:
        with transaction.atomic():
            case, first = _case_for(actor, now, decide(read, parties, why), read)
    except (Undecided, ActRefused, DocumentRefused) as undecided:
        row.state = Package.State.QUARANTINED
        row.reason = str(undecided) if isinstance(undecided, Undecided) else undecided.reason
        row.parts = [{"name": inner, "size": size, "reason": "待处理"} for inner, size, _ in kept]
        row.save()
        note_hops(row, actor, now, ("taken", ""), ("checked", checked), ("quarantined", row.reason))
        return row
    row.first = first
    _bind(actor, now, row, case, kept)
    note_hops(row, actor, now, ("taken", ""), ("checked", checked), ("bound", _bound_words(row)))
    return row


def _case_for(actor: Actor, now: datetime, decision: Decision, read: ReadPackage) -> tuple[Any, Package | None]:
    if decision.opening is None:
        return decision.case, decision.first
    wanted, envelope = decision.opening, read.envelope
    case = open_received(
        actor=actor, now=now, procedure=wanted.procedure, opener=wanted.opener.name, organs=wanted.organs, subject=wanted.subject,
        values=wanted.values, title=envelope.case_title, key=f"package:{envelope.platform_number}"[:100],
    )  # fmt: skip
    return case, None


def _bind(actor: Actor, now: datetime, row: Package, case: Any, kept: list[tuple[str, int, KeptScan | str]]) -> None:
    """Put the kept files into the dossier, in the name of the organ that sent them."""
    sending = Actor(actor.id, actor.name, row.sender.name if row.sender else actor.organ, actor.via)
    parts: list[dict[str, Any]] = []
    for inner, size, one in kept:
        if isinstance(one, str):
            parts.append({"name": inner, "size": size, "reason": one})
            continue
        file = bind_scan(actor=sending, now=now, dossier_key=case.dossier_key, kept=one)
        parts.append({"name": inner, "size": size, "digest": one.digest, "file": file.pk})
    row.state, row.reason, row.case, row.parts = Package.State.BOUND, "", case, parts
    row.save()


def _bound_words(row: Package) -> str:
    left = sum("reason" in part for part in row.parts)
    return f"归入{row.case}，{len(row.parts) - left} 个文件" + (f"，{left} 个文件没有归卷" if left else "")


def note_hops(row: Package, actor: Actor, now: datetime, *hops: tuple[str, str]) -> None:
    """Keep what happened to the package, with its trace."""
    for step, words in hops:
        PackageHop(package=row, step=step, words=words, organ=actor.organ, noted_by=actor.id, noted_at=now).save()
    step, words = hops[-1]
    details = {"name": row.name, "digest": row.digest, "md5": row.md5, "mark": row.mark, "words": words, "case": str(row.case_id or "")}
    ledger.append(actor=actor, act=f"package.{step}", thing=f"package:{row.pk}", details=details, now=now)


def bind_package(*, actor: Actor, now: datetime, viewer: Any, package_id: int, case_id: UUID) -> Package:
    """An officer puts a package that was kept back into a case they see; the decision is theirs and traced."""
    found = Package.objects.select_related("sender", "receiver").filter(pk=package_id, state=Package.State.QUARANTINED).first()
    case = case_seen_by(viewer, case_id)
    if found is None or case is None:
        raise refused(str(package_id), "没有这个待处理的数据包，或者没有这个案件", "请从待处理的数据包进入，并核对案件")
    _demand_carrier(actor, Parties(found.sender, found.receiver), found.name, found.carried_by)
    with clear.readable(content_place(found)) as place:
        read = read_package(place, found.name, found.md5, contract_of(Path(settings.HOME)))
        kept = _keep_parts(place, found.name, read)
    with transaction.atomic():
        ledger.hold_head()
        row = Package.objects.select_for_update(of=("self",)).select_related("sender").get(pk=package_id)
        if row.state != Package.State.QUARANTINED:
            raise refused(row.name, "已经由他人处理", "请刷新后查看")
        _bind(actor, now, row, case, kept)
        note_hops(row, actor, now, ("bound", _bound_words(row)))
    return _filled(actor, now, row, read)


@transaction.atomic
def take_receipt(*, actor: Actor, now: datetime, content: bytes, name: str) -> Package:
    """Note the receipt that another system gave for a package sent from here; the same one again changes nothing."""
    told = read_receipt(content, name)
    ledger.hold_head()
    rows = Package.objects.select_for_update(of=("self",)).select_related("sender", "receiver")
    row = rows.filter(direction=Package.Direction.SENT, mark__iexact=told.mark).first()
    if row is None:
        raise refused(name, f"没有发出过数据标识为 {told.mark} 的数据包", "请核对回执")
    _demand_carrier(actor, Parties(row.sender, row.receiver), name)
    state = Package.State.ACKNOWLEDGED if told.ok else Package.State.REJECTED
    if row.state != state:
        row.state, row.reason = state, "" if told.ok else told.words
        row.save(update_fields=["state", "reason"])
        note_hops(row, actor, now, ("answered", f"{row.get_state_display()}：{told.words}（{told.at}）"))
    return row


@transaction.atomic
def register_code(*, actor: Actor, now: datetime, code: str, organ: str) -> UnitCode:
    """Note by which number other systems call an organ; a number means one organ only."""
    found = organ_named(organ)
    if found is None or not code.isascii() or not code.isalnum() or len(code) > 40:
        raise UnusableInputError("单位编号", f"{code} {organ}", "没有登记这个机关，或者编号不是字母和数字", "请核对机关名称和编号")
    row, made = UnitCode.objects.get_or_create(code=code, defaults={"organ": found, "noted_by": actor.id, "noted_at": now})
    if row.organ_id != found.pk:
        raise UnusableInputError("单位编号", code, f"已经登记为{row.organ.name}的编号", "请核对编号")
    if made:
        ledger.append(actor=actor, act="unit_code.registered", thing=f"organ:{found.pk}", details={"code": code, "organ": organ}, now=now)
    return row
