"""Articles as pages show them: the words, the edition, the mark of an older text and what later amendments say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from zhiheng.law import bundled
from zhiheng.law.bundled import Found
from zhiheng.law.citations import Article, Citation, parse, resolve
from zhiheng.law.errors import Refused
from zhiheng.law.texts import standing_on


@dataclass(frozen=True)
class ShelfCitation:
    """A citation with its article; `later`: amendments that stand apart from an older text, `is_cited`: it names an article."""

    cite: str
    article: Article | None = None
    later: tuple[Found, ...] = ()
    is_cited: bool = True

    @property
    def citation(self) -> Citation | None:
        """Which article it is; None where it is not at hand."""
        return self.article.citation if self.article else None


def own_texts() -> Path | None:
    """The operator's folder of statutes."""
    return Path(settings.LAW_TEXTS) if settings.LAW_TEXTS else None


def shelf_citations(cite: str, day: date | None = None) -> list[ShelfCitation]:
    """A citation as it stands beside an answer: one that names no edition is led to the articles that held on the day."""
    try:
        citation = parse(cite)
    except Refused:
        return [ShelfCitation(cite, is_cited=False)]
    led = standing_on(str(citation), day) if day and citation.stem not in cite else ()
    if led in {(), (str(citation),)}:
        return [_of(cite, citation, day)]
    return [_of(other, parse(other), day) for other in led]


def _of(cite: str, citation: Citation, day: date | None) -> ShelfCitation:
    found = resolve(citation, own_texts(), day)
    return ShelfCitation(cite, found, amending(found) if found else ())


def amending(found: Article) -> tuple[Found, ...]:
    """What later amendments say of an article of an older text."""
    law = bundled.law_of(found.citation.stem) if found.older else None
    return bundled.amendments(law).get(found.citation.article, ()) if law else ()
