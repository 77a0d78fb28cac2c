"""Versions of models: a candidate is added, tried beside the version in force, published by a second person, withdrawn."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from zhiheng.catalog.errors import Faults
from zhiheng.catalog.models import ModelSpec, of_text
from zhiheng.catalog.packs import Catalog
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.models.core.errors import ModelRefused
from zhiheng.models.models import Change, ModelVersion, ShadowRun, VersionEvent
from zhiheng.models.selectors.overlay import CHANGES
from zhiheng.models.services.keeping import kept
from zhiheng.models.services.parameters import MANAGE, may_manage, must_be_provincial
from zhiheng.models.services.trying import checked
from zhiheng.records import selectors as records

PROPOSE: Final = "model.propose"
LICENCE: Final = "Apache-2.0"


@dataclass(frozen=True)
class Candidate:
    """A text that is to be tried. origin: `page` or `file`; title, origin_name, licence: as the exchange file says."""

    model: str
    pack: str
    text: str
    cases: str
    title: str = ""
    note: str = ""
    origin: str = "page"
    origin_name: str = ""
    licence: str = LICENCE


def add_candidate(*, actor: Actor, now: datetime, catalog: Catalog, candidate: Candidate) -> ModelVersion:
    """Check a text as a pack's file is checked, its cases too, and keep it as a candidate; nothing runs with it yet.

    raises   PackError, RefusedStatementError, ModelRefused; PermissionDenied without the right `model.propose`
    """
    may_manage(actor, now, PROPOSE)
    spec = checked(candidate.model, candidate.pack, candidate.text, candidate.cases)
    if candidate.title and candidate.title != spec.title:
        raise ModelRefused("模型文件", candidate.title, f"说明中的名称与模型自己的名称“{spec.title}”不符", "请向对方核对")
    present = catalog.models.get(spec.id)
    if present is not None and (present.digest, cases_digest(present)) == (spec.digest, cases_digest(spec)):
        raise ModelRefused(f"模型 {spec.id}", spec.title, "与在用版本完全相同", "没有改动，不需要提交")
    return _added(spec, candidate, present.digest if present else "", actor=actor, now=now)


@transaction.atomic
def _added(spec: ModelSpec, candidate: Candidate, stands_for: str, *, actor: Actor, now: datetime) -> ModelVersion:
    told = {
        "pack": candidate.pack, "title": spec.title, "text": spec.text, "cases": spec.cases.text if spec.cases else "",
        "origin": candidate.origin, "origin_name": candidate.origin_name, "licence": candidate.licence, "note": candidate.note.strip(),
        "state": "shadow", "stands_for": stands_for, "added_by": actor.id, "added_by_name": actor.name, "added_at": now,
    }  # fmt: skip
    key = {"model": spec.id, "digest": spec.digest, "cases_digest": cases_digest(spec)}
    version, made = ModelVersion.objects.select_for_update().get_or_create(**key, defaults=told)
    if not made:
        _take_up_again(version, actor=actor, now=now)
    noted(version, "added", actor=actor, now=now, reason=candidate.note)
    details = {**key, "origin": candidate.origin, "stands_for": stands_for, "note": candidate.note}
    ledger.append(actor=actor, act="model.added", thing=f"model:{spec.id}", details=details, now=now)
    return version


def _take_up_again(version: ModelVersion, *, actor: Actor, now: datetime) -> None:
    """A text that was here before becomes a candidate again, as this officer's."""
    if version.state == "shadow" or version.in_force:
        raise ModelRefused(f"模型 {version.model}", version.digest[:12], "已有相同的版本", "请在该版本上继续")
    version.state, version.added_by, version.added_by_name, version.added_at = "shadow", actor.id, actor.name, now
    version.save(update_fields=["state", "added_by", "added_by_name", "added_at"])


@transaction.atomic
def publish_version(*, actor: Actor, now: datetime, catalog: Catalog, version_id: int, reason: str) -> ModelVersion:
    """Put a candidate in force; it must have been tried on the library as it is now, beside the version in force, by somebody else's hand.

    raises   ModelRefused; PermissionDenied without the right `model.manage`
    """
    may_manage(actor, now, MANAGE)
    must_be_provincial(actor)
    _lock()
    version = candidate_of(version_id)
    if version.added_by == actor.id:
        reason_why = f"候选由{version.added_by_name}提交，须由另一人发布；本单位只有一人有权的，请由上级院或另行授权的人员发布"
        raise ModelRefused(f"发布模型 {version.model}", version.title, reason_why, "请另一名有权人员核对影子运行后发布")
    if not reason.strip():
        raise ModelRefused(f"发布模型 {version.model}", version.title, "没有写明理由", "请写明理由")
    tried = tried_now(version, catalog)
    present = catalog.models.get(version.model)
    if present is not None:
        kept(present, actor=actor, now=now)
    _set_aside(version.model, "replaced", actor=actor, now=now, reason=reason)
    _put_in_force(version, actor=actor, now=now, reason=reason)
    details = {
        "digest": version.digest, "was": present.digest if present else "", "reason": reason, "added_by": version.added_by,
        "shadow": tried.digest, "counts": tried.counts,
    }  # fmt: skip
    ledger.append(actor=actor, act="model.published", thing=f"model:{version.model}", details=details, now=now)
    return version


@transaction.atomic
def withdraw_version(*, actor: Actor, now: datetime, model: str, reason: str, to: int | None = None) -> ModelVersion | None:
    """Take the published version out of force; `to`: an earlier version that comes in its place, else the pack's text does.

    returns  the version now in force, None for the pack's text
    """
    may_manage(actor, now, MANAGE)
    must_be_provincial(actor)
    _lock()
    earlier = _published_before(model, to)
    if earlier is None and not ModelVersion.objects.filter(model=model, in_force=True).exists():
        raise ModelRefused(f"撤下模型 {model}", model, "在用的就是业务包中的文本", "要停用它，请从业务包中移除")
    if not reason.strip():
        raise ModelRefused(f"撤下模型 {model}", model, "没有写明理由", "请写明理由")
    was = _set_aside(model, "withdrawn", actor=actor, now=now, reason=reason)
    if earlier is not None:
        _put_in_force(earlier, actor=actor, now=now, reason=reason)
    details = {"was": was.digest if was else "", "now_is": earlier.digest if earlier else "", "reason": reason}
    ledger.append(actor=actor, act="model.withdrawn", thing=f"model:{model}", details=details, now=now)
    return earlier


def _published_before(model: str, version_id: int | None) -> ModelVersion | None:
    if version_id is None:
        return None
    earlier = ModelVersion.objects.filter(pk=version_id, model=model, in_force=False).exclude(published_at=None)
    version = earlier.exclude(state="shadow").first()
    if version is None:
        raise ModelRefused(f"模型 {model}", str(version_id), "没有这个曾经发布的版本", "请从模型页的版本列表中选择")
    _readable(version)
    return version


def tried_now(version: ModelVersion, catalog: Catalog) -> ShadowRun:
    """The shadow run that allows publishing; refused where the library or the version in force has changed since."""
    spec, present = _readable(version), catalog.models.get(version.model)
    tried = version.shadow_runs.defer("snapshot").first()
    if tried is None:
        raise ModelRefused(f"发布模型 {version.model}", version.title, "还没有影子运行", "请先影子运行并核对差异")
    reads = sorted({*spec.reads, *(present.reads if present else ())})
    if tried.against != (present.digest if present else ""):
        raise ModelRefused(f"发布模型 {version.model}", version.title, "影子运行后在用版本已经更换", "请重新影子运行并核对差异")
    if tried.snapshot_digest != records.snapshot_now(reads).digest:
        raise ModelRefused(f"发布模型 {version.model}", version.title, "影子运行后又收到新的数据", "请重新影子运行并核对差异")
    return tried


def candidate_of(version_id: int) -> ModelVersion:
    """The candidate of this number; refused where it is none."""
    version = ModelVersion.objects.filter(pk=version_id).first()
    if version is None or version.state != "shadow":
        raise ModelRefused("候选版本", str(version_id), "没有这个候选版本，或已经发布、撤下", "请从模型页进入")
    return version


def spec_of(version: ModelVersion) -> ModelSpec:
    """The version read as a model."""
    return _readable(version)


def _readable(version: ModelVersion) -> ModelSpec:
    faults = Faults()
    spec = of_text(version.model, version.pack, version.text, version.cases, faults)
    faults.raise_any()
    return spec


def _set_aside(model: str, state: str, *, actor: Actor, now: datetime, reason: str) -> ModelVersion | None:
    was = ModelVersion.objects.filter(model=model, in_force=True).first()
    if was is not None:
        was.in_force, was.state = False, state
        was.save(update_fields=["in_force", "state"])
        noted(was, state, actor=actor, now=now, reason=reason)
    return was


def _put_in_force(version: ModelVersion, *, actor: Actor, now: datetime, reason: str) -> None:
    version.in_force, version.state, version.published_at = True, "published", now
    version.published_by, version.published_by_name = actor.id, actor.name
    version.save(update_fields=["in_force", "state", "published_at", "published_by", "published_by_name"])
    noted(version, "published", actor=actor, now=now, reason=reason)


def _lock() -> None:
    """One change of what is published at a time; every process reads anew after it (the number never comes twice)."""
    Change.objects.get_or_create(name=CHANGES)
    Change.objects.select_for_update().get(name=CHANGES)
    Change.objects.filter(name=CHANGES).update(position=secrets.randbits(60) + 1)


def noted(version: ModelVersion, kind: str, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Write what happened to a version, in the caller's transaction."""
    VersionEvent.objects.create(version=version, kind=kind, at=now, actor=actor.id, actor_name=actor.name, reason=reason.strip())


def cases_digest(spec: ModelSpec) -> str:
    """Digest of a model's cases, empty where it has none."""
    return spec.cases.digest if spec.cases else ""
