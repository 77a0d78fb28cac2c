"""Organs, officers, posts and rights."""

from typing import ClassVar

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Organs and officers."""

    name = "zhiheng.registry"
    label = "registry"
    verbose_name = "机关与人员"
    default_auto_field = "django.db.models.BigAutoField"
    trace_leaves_out: ClassVar[dict[str, str]] = {
        "Officer.last_login": "登录时由框架写入，登录另有记录",
    }
