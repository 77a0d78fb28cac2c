"""Accounts of persons, query codes, receipts, looks."""

from typing import ClassVar

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Persons' own page, queries by code, the kiosk, complaints."""

    name = "zhiheng.portal"
    label = "portal"
    verbose_name = "阳光公开"
    default_auto_field = "django.db.models.BigAutoField"
    trace_binds_apart: ClassVar[dict[str, str]] = {"OfficerRead": "zhiheng.portal.selectors.derived.compare_reads"}
    trace_leaves_out: ClassVar[dict[str, str]] = {
        "Visit": "登录后的会话，随用随清，开始和结束各有一条留痕",
        "ReadUpTo": "只记留痕检索到哪一条、矫正记录读到哪一批",
    }
