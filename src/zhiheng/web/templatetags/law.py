"""How articles are written for people."""

from __future__ import annotations

from django import template

from zhiheng.law.texts import told

register = template.Library()


@register.filter
def cited(cite: str) -> str:
    """“社区矫正法_2019#第二十七条” as “社区矫正法 第二十七条”; an edition is told where there are several."""
    return told(cite)
