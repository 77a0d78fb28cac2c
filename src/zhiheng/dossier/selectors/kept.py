"""Files of dossiers for the trace to compare."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from zhiheng.dossier.core import keeping
from zhiheng.dossier.models import StoredFile
from zhiheng.ledger.core.kept import KeptFile


def kept_files() -> Iterator[KeptFile]:
    """Every file that a dossier has, with its digest."""
    for name, digest in StoredFile.objects.values_list("name", "digest").iterator(chunk_size=2000):
        yield KeptFile(keeping.place_of(Path(settings.FILES), digest), digest, f"卷宗文件“{name}”")
