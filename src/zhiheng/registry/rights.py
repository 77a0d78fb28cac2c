"""The one place where it is decided who may do and see what: role × organ × region × sensitivity."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.utils import timezone

from zhiheng.registry.core.roles import RIGHTS, ROLES, rights_of
from zhiheng.registry.models import Officer


def roles_of(officer: Officer, *, on: date | None = None) -> frozenset[str]:
    """Roles the officer holds on the day (today in Shanghai where none is named); none once the account is closed."""
    day = on or timezone.localdate()
    if not officer.is_active or officer.pk is None:
        return frozenset()
    prefetch_related_objects([officer], "posts")  # once for each officer at hand, however many rights are asked
    return frozenset(post.role for post in officer.posts.all() if post.from_on <= day and (post.until_on is None or day < post.until_on))


def may(officer: Officer, right: str, *, on: date | None = None) -> bool:
    """Whether the officer's posts carry the right; an unknown right is an error of the program, not a no."""
    if right not in RIGHTS:
        raise ValueError(f"no such right: {right}")
    return getattr(officer, "is_authenticated", False) and right in rights_of(roles_of(officer, on=on))


def demand(officer: Officer, right: str, *, on: date | None = None) -> None:
    """Raise PermissionDenied where the officer may not."""
    if not may(officer, right, on=on):
        raise PermissionDenied(f"没有“{right}”权限；如因工作需要，请向本单位安全管理员申请岗位授权")


def may_read_sensitive(officer: Officer, *, on: date | None = None) -> bool:
    """Whether the officer's posts allow sensitive records at all (with a stated purpose, see services.record_sensitive_read)."""
    return any(ROLES[role].sensitive for role in roles_of(officer, on=on))
