"""What a file of a pack rests on: articles and datasets, each by a name that is known."""

from __future__ import annotations

from collections.abc import Iterable

from zhiheng.catalog.errors import did_you_mean
from zhiheng.catalog.fields import Fields
from zhiheng.catalog.kept_tables import is_kept
from zhiheng.law import citations
from zhiheng.law.errors import Refused


def check(fields: Fields, source: Iterable[str], key: str = "source") -> None:
    """Note every citation that does not name a text and an article, as `law.citations` reads them."""
    for citation in source:
        try:
            citations.parse(citation)
        except Refused as refused:
            fields.fault(key, refused.message, f"{refused.remedy}。")


def check_reads(fields: Fields, reads: Iterable[str], known: Iterable[str]) -> None:
    """Note every table that is not known; whether there is such a ledger or case is asked once all packs are read."""
    tables = set(known)
    for name in reads:
        if name not in tables and not is_kept(name):
            fields.fault("reads", f"没有数据表 {name}", did_you_mean(name, tables))
