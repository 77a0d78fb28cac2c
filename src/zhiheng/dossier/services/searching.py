"""What is kept becomes findable in the same breath."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from zhiheng.dossier.core import keeping
from zhiheng.dossier.core.searching import pairs, searchable, text_in
from zhiheng.dossier.models import Dossier, SearchPair, SearchText, StoredFile, Version
from zhiheng.ledger.core import clear


def index_version(version: Version) -> None:
    """Index the wording of a version."""
    _index(version.document.dossier, version.text, version=version)


def index_file(file: StoredFile) -> None:
    """Index what can be read of something handed in; what cannot is kept with an empty text, so that it can be named as not searched."""
    with clear.readable(keeping.place_of(Path(settings.FILES), file.digest)) as place:
        text = text_in(file.name, place)
    _index(file.dossier, text.replace("\x00", ""), file=file)


def _index(dossier: Dossier, text: str, *, version: Version | None = None, file: StoredFile | None = None) -> None:
    kept = SearchText.objects.create(dossier=dossier, version=version, file=file, text=text)
    SearchPair.objects.bulk_create([SearchPair(text=kept, pair=pair) for pair in sorted(pairs(searchable(text)))], batch_size=2000)
