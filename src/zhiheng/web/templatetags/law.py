"""How articles are written for people."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils import timezone

from zhiheng.law.texts import citation_text
from zhiheng.web.law.shelf import shelf_citations

register = template.Library()


@register.filter
def cited(cite: str) -> str:
    """“社区矫正法_2019#第二十七条” as “社区矫正法 第二十七条”; an edition is told where there are several."""
    return citation_text(cite)


@register.inclusion_tag("web/law/articles_beside.html")
def article_beside(cite: str, day: date | None = None, title: str = "") -> dict[str, object]:
    """A citation that opens to its article, or to those that held on the day; `title` is the citation in other words."""
    found = shelf_citations(cite, day or timezone.localdate())
    return {"articles": found, "title": title if [one.cite for one in found] == [cite] else ""}


@register.filter
def parted(source: str) -> list[str]:
    """The citations of a source written one after the other."""
    return [cite.strip() for cite in source.replace(";", "；").split("；") if cite.strip()]
