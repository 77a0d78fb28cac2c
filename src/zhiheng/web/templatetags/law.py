"""How articles are written for people."""

from __future__ import annotations

import re

from django import template

register = template.Library()
_YEAR = re.compile(r"_\d{4}$")


@register.filter
def cited(cite: str) -> str:
    """“社区矫正法_2019#第二十七条” as “社区矫正法 第二十七条”; the year of a text not at hand, in brackets, is kept."""
    stem, _, article = cite.partition("#")
    return f"{_YEAR.sub('', stem)} {article}".strip()
