"""An organ's own wording of a paper: `papers/<organ>/<pack>/<file>` of the home in place of the pack's, with the same values."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from zhiheng.catalog import documents
from zhiheng.catalog.document_parts import BY_LAW
from zhiheng.catalog.documents import DocumentSpec
from zhiheng.catalog.errors import Faults
from zhiheng.dossier.core.errors import DocumentRefused


def own_wording(spec: DocumentSpec, organ: str) -> DocumentSpec:
    """The organ's own wording where it keeps one, else the pack's; refused where the own one has faults or asks for other values."""
    path = Path(settings.HOME) / "papers" / organ / spec.pack / spec.path.name
    if organ != Path(organ).name or not path.is_file():
        return spec
    faults = Faults()
    own = documents.read(path, spec.pack, faults)
    found = [str(fault) for fault in sorted(faults)]
    if own is None or found:
        raise DocumentRefused(f"{organ}的文书模板", path.name, "；".join(found) or "读不懂", "改正模板，或移走后使用统一模板")
    _demand_same_values(spec, own, organ)
    return own


def _demand_same_values(spec: DocumentSpec, own: DocumentSpec, organ: str) -> None:
    more = set(own.placeholders) - set(spec.placeholders) - set(BY_LAW)
    less = {name for name, place in spec.placeholders.items() if not place.optional} - set(own.placeholders)
    typed = {name for name in set(own.placeholders) & set(spec.placeholders) if own.placeholders[name].type != spec.placeholders[name].type}
    for names, reason in ((more, "统一模板没有占位"), (less, "缺少必填的占位"), (typed, "占位的类型与统一模板不同")):
        if names:
            raise DocumentRefused(
                f"{organ}的文书模板", own.path.name, f"{reason}：{'、'.join(sorted(names))}", "改正模板，或移走后使用统一模板"
            )
