"""Who takes part in a demonstration: accounts of the procuratorate itself; those of the organs are made from their names."""

from __future__ import annotations

from dataclasses import dataclass

PROVINCE = "四川省检察院"
OWN = {
    "prosecutor": ("检察官", "prosecutor"),
    "chief": ("检察长", "chief_prosecutor"),
    "steward": ("数据管理员", "data_steward"),
    "leader": ("领导", "leader"),
    "auditor": ("审计管理员", "audit_admin"),
    "security": ("安全管理员", "security_admin"),
    "system": ("系统管理员", "system_admin"),
}
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Account:
    """An account to sign in with; `role` is the role's Chinese name."""

    username: str
    name: str
    organ: str
    role: str
    password: str
