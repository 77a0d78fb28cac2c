"""What a browser says of itself, as people call it."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

register = template.Library()
BROWSERS = (
    ("MicroMessenger/", "微信"), ("Edg/", "Edge"), ("QAXBrowser/", "奇安信浏览器"), ("Qaxbrowser/", "奇安信浏览器"), ("360", "360 浏览器"),
    ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("OpenHarmony", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS X", "macOS"), ("UOS", "统信 UOS"), ("Kylin", "麒麟"), ("Linux", "Linux"),
)  # fmt: skip
"""A word of a user agent → what it is called; the first that fits, since most call themselves several things."""


@register.filter
def browser(agent: str) -> str:
    """`Mozilla/5.0 (X11; Linux x86_64) … Chrome/149` → Chrome · Linux; a program by the name with which it begins."""
    names = [next((name for word, name in known if word in agent), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, names)) or agent.partition("/")[0].partition(" ")[0][:30] or _("没有说明")
