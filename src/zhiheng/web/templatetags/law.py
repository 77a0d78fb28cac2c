"""How articles are written for people."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils import timezone

from zhiheng.law.texts import citation_text
from zhiheng.web.law.shelf import shelf_citation

register = template.Library()


@register.filter
def cited(cite: str) -> str:
    """“社区矫正法_2019#第二十七条” as “社区矫正法 第二十七条”; an edition is told where there are several."""
    return citation_text(cite)


@register.inclusion_tag("web/law/article.html")
def article_beside(cite: str, day: date | None = None, title: str = "") -> dict[str, object]:
    """A citation that opens to its article, as it holds on the day; `title` is the citation in other words."""
    return {"article": shelf_citation(cite, day or timezone.localdate()), "title": title}


@register.filter
def parted(source: str) -> list[str]:
    """The citations of a source written one after the other."""
    return [cite.strip() for cite in source.replace(";", "；").split("；") if cite.strip()]
