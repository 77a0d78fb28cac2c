"""Full-text search over the files that the viewer may see; what could not be read is counted, not passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count

from zhiheng.dossier.core.searching import around, pairs, searchable
from zhiheng.dossier.models import SearchPair, SearchText
from zhiheng.dossier.selectors.seeing import Files, Viewer, files_seen_by
from zhiheng.schema.errors import UnusableInputError

MOST = 200
Within = Callable[[str, Files], Files]


@dataclass(frozen=True)
class Hit:
    """A version or an attachment in which the words stand, with the place."""

    dossier_key: str
    title: str
    place: str
    version_id: int | None
    file_id: int | None


@dataclass(frozen=True)
class Found:
    """Hits, newest first, and the names of files seen whose text could not be read."""

    hits: tuple[Hit, ...]
    unread: tuple[str, ...]


def search(viewer: Viewer, words: str, dossier_keys: Iterable[str], *, within: Within | None = None) -> Found:
    """Find the words in the dossiers of these keys (those of the cases that the viewer may see); at least two signs.

    within   what the rooms above leave of the files of a dossier (`procedure.selectors.search_papers`)
    """
    asked = searchable(words)
    if len(asked) < 2 or not pairs(asked):
        raise UnusableInputError("全文检索", words, "至少写两个相连的字", "例：罚金、川07刑更")
    keys = list(dict.fromkeys(dossier_keys))
    texts = [text for text in _candidates(asked, keys) if asked in searchable(text.text)]
    empty = _empty(keys)
    files = {key: files_seen_by(viewer, key) for key in {text.dossier.key for text in (*texts, *empty)}}
    seen = {key: within(key, found) for key, found in files.items()} if within else files
    hits = [_hit(text, asked) for text in texts if _may(text, seen[text.dossier.key])]
    unread = [text.file.name for text in empty if text.file and _may(text, seen[text.dossier.key])]
    return Found(tuple(hits[:MOST]), tuple(unread[:MOST]))


def _empty(keys: list[str]) -> list[SearchText]:
    """Files handed in whose text could not be read."""
    rows = SearchText.objects.filter(dossier__key__in=keys, file__isnull=False, text="")
    return list(rows.select_related("dossier", "file").order_by("-pk")[:MOST])


def _candidates(asked: str, keys: list[str]) -> list[SearchText]:
    wanted = pairs(asked)
    rows = SearchPair.objects.filter(pair__in=wanted, text__dossier__key__in=keys).values("text").annotate(found=Count("id"))
    ids = [row["text"] for row in rows if row["found"] == len(wanted)]
    return list(SearchText.objects.filter(pk__in=ids).select_related("dossier", "version__document", "file").order_by("-pk"))


def _may(text: SearchText, files: Files) -> bool:
    if text.file_id:
        return any(file.pk == text.file_id for file in files.attachments)
    return any(version.pk == text.version_id for one in files.documents for version in one.versions)


def _hit(text: SearchText, asked: str) -> Hit:
    title = text.file.name if text.file else str(text.version.document) if text.version else ""
    return Hit(text.dossier.key, title, around(text.text, asked), text.version_id, text.file_id)
