"""What a file of a pack rests on: articles and datasets, each by a name that is known."""

from __future__ import annotations

from collections.abc import Iterable

from zhiheng.catalog.errors import did_you_mean
from zhiheng.catalog.fields import Fields
from zhiheng.law import citations
from zhiheng.law.errors import Refused


def check(fields: Fields, source: Iterable[str], key: str = "source") -> None:
    """Note every citation that does not name a text and an article, as `law.citations` reads them."""
    for citation in source:
        try:
            citations.parse(citation)
        except Refused as refused:
            fields.fault(key, refused.message, f"{refused.remedy}。")


KEPT_HERE = ("register_",)
"""How tables begin that the platform's own ledgers become; whether there is such a ledger is asked once all packs are read."""


def check_reads(fields: Fields, reads: Iterable[str], known: Iterable[str], *, ledgers: bool = False) -> None:
    """Note every table that is not known. ledgers: also the platform's own registers; models read them as the dataset they feed."""
    tables = set(known)
    for name in reads:
        if name not in tables and not (ledgers and name.startswith(KEPT_HERE)):
            fields.fault("reads", f"没有数据表 {name}", did_you_mean(name, tables))
