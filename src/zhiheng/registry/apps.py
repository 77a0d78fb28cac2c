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
        "OfficerSession": "登录会话，随登录退出而变；登录、退出、收回另有留痕",
        "SignInTry": "登录失败的计数，过期即清理；每次失败另有留痕",
        "CodeFactor.last_step": "验证码用过的时间步，每次登录都变",
        "PassKey.sign_count": "密钥的使用计数，每次登录都变",
    }
