"""A model as one file between provinces: written with its cases and digests, taken in as a candidate only."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiheng.catalog import bundle as bundles
from zhiheng.catalog.bundle import Bundle
from zhiheng.catalog.models import ModelSpec
from zhiheng.catalog.packs import Catalog
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.models.core.errors import ModelRefused
from zhiheng.models.models import ModelVersion
from zhiheng.models.services.parameters import may_manage
from zhiheng.models.services.versions import LICENCE, PROPOSE, Candidate, add_candidate, cases_digest, spec_of

READ = "model.read"


@transaction.atomic
def export_model(*, actor: Actor, now: datetime, catalog: Catalog, model: str = "", version_id: int | None = None) -> str:
    """Give the exchange file of the model in force, or of one kept version; the act is in the ledger."""
    may_manage(actor, now, READ)
    version = _version(version_id) if version_id is not None else None
    if version and model not in {"", version.model}:
        raise ModelRefused("模型版本", str(version_id), f"是模型 {version.model} 的版本，不是 {model} 的", "请核对编号")
    spec = spec_of(version) if version else catalog.model(model)
    told = version or _kept_as(spec)
    text = bundles.write(
        Bundle(
            model=spec.id,
            pack=told.pack if told else spec.pack,
            title=spec.title,
            origin=told.origin_name if told else "",
            licence=(told.licence if told else "") or LICENCE,
            sql=spec.text,
            cases=spec.cases.text if spec.cases else "",
        )
    )
    ledger.append(actor=actor, act="model.exported", thing=f"model:{spec.id}", details={"digest": spec.digest}, now=now)
    return text


def _version(version_id: int) -> ModelVersion:
    version = ModelVersion.objects.filter(pk=version_id).first()
    if version is None:
        raise ModelRefused("模型版本", str(version_id), "没有这个版本", "请从模型页的版本列表中选择")
    return version


def _kept_as(spec: ModelSpec) -> ModelVersion | None:
    return ModelVersion.objects.filter(model=spec.id, digest=spec.digest, cases_digest=cases_digest(spec)).first()


def import_model(*, actor: Actor, now: datetime, catalog: Catalog, content: bytes, name: str, note: str = "") -> ModelVersion:
    """Take an exchange file in as a candidate: of a new version where the model is known here, else of a new model.

    name     of the file, for refusals
    raises   BundleRefused naming the part that is wrong; what `add_candidate` raises
    """
    may_manage(actor, now, PROPOSE)
    told = bundles.read(content, name)
    candidate = Candidate(
        model=told.model, pack=told.pack, title=told.title, text=told.sql, cases=told.cases, note=note,
        origin="file", origin_name=told.origin, licence=told.licence,
    )  # fmt: skip
    return add_candidate(actor=actor, now=now, catalog=catalog, candidate=candidate)
