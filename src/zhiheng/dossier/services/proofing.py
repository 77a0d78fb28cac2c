"""Proofing of a version: findings are kept, each is handled or explained before the document is issued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhiheng.dossier.core.errors import DocumentRefused, PaperMustWait, PaperUnexplained
from zhiheng.dossier.core.proofing.checking import VERSION, findings_in
from zhiheng.dossier.core.proofing.facts import facts_of
from zhiheng.dossier.core.proofing.finding import HANDLED, LEVELS, Finding, ProofText
from zhiheng.dossier.models import Document, ProofFinding, Version
from zhiheng.law import bundled
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor


@transaction.atomic
def check(*, actor: Actor, now: datetime, document_id: UUID, facts: Mapping[str, Any] | None = None) -> Sequence[ProofFinding]:
    """Proof the newest version and keep what is found; answers given to the same words of an earlier version stay given."""
    document = Document.objects.select_for_update(of=("self",)).filter(pk=document_id).first()
    if document is None:
        raise DocumentRefused("校对", str(document_id), "没有这份文书", "请从卷宗中选择文书")
    return run_proofing(actor=actor, now=now, version=document.version, facts=facts)


def run_proofing(*, actor: Actor, now: datetime, version: Version, facts: Mapping[str, Any] | None = None) -> Sequence[ProofFinding]:
    """Proof a version with these facts, else with those it was drawn up with."""
    texts = Path(settings.LAW_TEXTS) if settings.LAW_TEXTS else None
    paper = ProofText(tuple(version.text.splitlines()), timezone.localdate(now), texts)
    found = findings_in(paper, facts_of(facts if facts is not None else version.facts))
    marks = {one.mark for one in found}
    version.findings.exclude(mark__in=marks).delete()
    kept = {row.mark: row for row in ProofFinding.objects.filter(version__document=version.document_id).order_by("version__number")}
    for one in found:
        if not version.findings.filter(mark=one.mark).exists():
            _keep(version, one, kept.get(one.mark))
    rows = list(version.findings.all())
    counts = {level: sum(row.level == level for row in rows) for level in LEVELS}
    details = {"version": version.number, "rules": VERSION, "law_texts": texts is not None, "statutes": bool(bundled.laws()), **counts}
    ledger.append(actor=actor, act="document.proofed", thing=f"document:{version.document_id}", details=details, now=now)
    return rows


def _keep(version: Version, one: Finding, before: ProofFinding | None) -> None:
    answers = ("handled", "handled_reason", "handled_by", "handled_at", "confirmed_by", "confirmed_at")
    answered = {name: getattr(before, name) for name in answers} if before else {}
    ProofFinding.objects.create(
        version=version, mark=one.mark, code=one.code, level=one.level, place=one.place, found=one.found, reason=one.reason,
        remedy=one.remedy, **answered,
    )  # fmt: skip


@transaction.atomic
def answer_finding(*, actor: Actor, now: datetime, finding_id: int, handled: str, reason: str) -> ProofFinding:
    """Say why the words stay: `confirmed`, `data_wrong` or `false_alarm`, with a reason; a mended text is proofed again instead."""
    found = _locked(finding_id)
    if handled not in HANDLED or not reason.strip():
        raise DocumentRefused("校对", found.place, "没有选择处理方式，或没有写明理由", f"可用：{'、'.join(HANDLED.values())}；须写明理由")
    found.handled, found.handled_reason, found.handled_by, found.handled_at = handled, reason.strip(), actor.id, now
    found.confirmed_by, found.confirmed_at = "", None
    found.save()
    _trace(actor, now, found, "finding.answered", {"handled": handled, "reason": reason.strip()})
    return found


@transaction.atomic
def confirm_finding(*, actor: Actor, now: datetime, finding_id: int) -> ProofFinding:
    """A second person agrees that the words stay."""
    found = _locked(finding_id)
    if not found.handled:
        raise DocumentRefused("校对复核", found.place, "还没有处理", "请先由承办人处理")
    if found.handled_by == actor.id:
        raise DocumentRefused("校对复核", found.place, "处理人不能复核自己的处理", "请由另一人复核")
    found.confirmed_by, found.confirmed_at = actor.id, now
    found.save(update_fields=["confirmed_by", "confirmed_at"])
    _trace(actor, now, found, "finding.confirmed", {})
    return found


def demand_settled(*, actor: Actor, now: datetime, version: Version, facts: Mapping[str, Any] | None) -> None:
    """Proof the version; refuse while a finding that counts is open."""
    unsettled = [row for row in run_proofing(actor=actor, now=now, version=version, facts=facts) if is_open(row)]
    if unsettled:
        raise DocumentRefused(
            "签发",
            str(version.document),
            f"校对发现的问题没有处理：{_findings_text(unsettled)}",
            "请改正后重新制作，或逐项说明理由（必改项须由另一人复核）",
        )


def demand_explained(*, actor: Actor, now: datetime, version: Version, explained: str, may_wait: bool = False) -> None:
    """Proof a paper that goes out at once: what must be mended refuses it, what is asked about is answered with the officer's words.

    may_wait   it may wait for a second person, once its officer has said why the words stay
    """
    unsettled = [row for row in run_proofing(actor=actor, now=now, version=version) if is_open(row)]
    wrong, title = [row for row in unsettled if row.level == "stop"], f"《{version.document.title}》"
    if wrong:
        text = f"{title}校对发现必须改正的问题：{_findings_text(wrong)}"
        if may_wait:
            remedy = "请改正；核对无误的，写明校对说明，文书待另一人复核同意后才编号发出"
            raise (PaperMustWait if explained.strip() else PaperUnexplained)("制作文书", str(version.document), text, remedy)
        raise DocumentRefused("制作文书", str(version.document), text, "请改正所填的内容后再办理；案件数据有误的，先更正数据")
    if unsettled and not explained.strip():
        text = f"{title}校对发现需要说明的问题：{_findings_text(unsettled)}"
        raise PaperUnexplained("制作文书", str(version.document), text, "请核对；有误的请改正，无误的请写明校对说明后再办理")
    for row in unsettled:
        answer_finding(actor=actor, now=now, finding_id=row.pk, handled="confirmed", reason=explained)


def _findings_text(rows: Sequence[ProofFinding]) -> str:
    """The first five findings in words, and how many there are."""
    text = "；".join(f"{row.place}“{row.found}”{row.reason}" for row in rows[:5])
    return f"{text}等{len(rows)}处" if len(rows) > 5 else text


def is_open(row: ProofFinding) -> bool:
    """Whether the finding still stands in the way of issue: a stop that is kept needs a second person, unless the data are to be mended."""
    if row.level == "hint":
        return False
    if not row.handled:
        return True
    return row.level == "stop" and row.handled != "data_wrong" and not row.confirmed_by


def _locked(finding_id: int) -> ProofFinding:
    rows = ProofFinding.objects.select_for_update(of=("self",)).select_related("version__document")
    found = rows.filter(pk=finding_id).first()
    if found is None:
        raise DocumentRefused("校对", str(finding_id), "没有这个问题，文书可能已重新校对", "请刷新后再处理")
    newest = found.version.document.version
    if newest.issued_at or newest.pk != found.version_id:
        raise DocumentRefused("校对", found.place, "文书已签发或已重新制作", "请处理最新一稿的问题；签发后的更正另行办理")
    return found


def _trace(actor: Actor, now: datetime, found: ProofFinding, act: str, more: Mapping[str, object]) -> None:
    details = {"code": found.code, "place": found.place, "found": found.found, **more}
    ledger.append(actor=actor, act=act, thing=f"document:{found.version.document_id}", details=details, now=now)
