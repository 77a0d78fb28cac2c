"""Accounts of persons, query codes, receipts, looks."""

from typing import ClassVar

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Persons' own page, queries by code, the kiosk, complaints."""

    name = "zhiheng.portal"
    label = "portal"
    verbose_name = "阳光公开"
    default_auto_field = "django.db.models.BigAutoField"
    trace_leaves_out: ClassVar[dict[str, str]] = {
        "Visit": "登录后的会话，随用随清，开始和结束各有一条留痕",
        "OfficerRead": "留痕的检索，可以由留痕重新算出",
        "ReadUpTo": "只记留痕检索到哪一条",
    }
