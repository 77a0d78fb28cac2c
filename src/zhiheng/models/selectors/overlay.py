"""Readers of what is published in place of the packs' texts; no viewer is asked, the catalogue is everybody's."""

from __future__ import annotations

from zhiheng.models.models import Change, ModelVersion

CHANGES = "models"


def change_mark() -> int:
    """A number that is another one after every change of what is published; 0 where nothing ever was."""
    return Change.objects.filter(name=CHANGES).values_list("position", flat=True).first() or 0


def texts_in_force() -> list[tuple[str, str, str, str]]:
    """Model, pack, text and cases of every published version that stands in place of a pack's text."""
    rows = ModelVersion.objects.filter(in_force=True).order_by("model")
    return [(row.model, row.pack, row.text, row.cases) for row in rows]


def kept_text(model: str, digest: str) -> tuple[str, str, str] | None:
    """Pack, text and cases of a version by the digest a run names."""
    row = ModelVersion.objects.filter(model=model, digest=digest).order_by("id").first()
    return (row.pack, row.text, row.cases) if row else None
