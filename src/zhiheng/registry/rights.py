"""The one place where it is decided who may do and see what: role × pack × unit × organ × region × sensitivity."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.utils import timezone

from zhiheng.ledger.core.once import found_along, once
from zhiheng.registry.core.roles import RIGHTS, ROLES
from zhiheng.registry.core.scopes import WIDEST, widest
from zhiheng.registry.models import Officer, Post, Unit
from zhiheng.registry.standing import read_posts


def posts_of(officer: Officer, *, on: date | None = None) -> list[Post]:
    """Posts the officer holds on the day (today in Shanghai where none is named); none once the account is closed."""
    day = on or timezone.localdate()
    if not officer.is_active or officer.pk is None:
        return []
    return once(("posts", officer.pk, day), lambda: _held_on(officer, day))


def _held_on(officer: Officer, day: date) -> list[Post]:
    if not _held_at_hand(officer):
        closed = read_posts(officer, timezone.localdate())  # once for each officer, however many rights are asked
        if closed is not None:
            found_along(("barred", officer.pk), closed)
    lent = [one.post for one in officer.delegations.all() if one.held_on(day)]
    return [post for post in officer.posts.all() if post.held_on(day)] + lent


def _held_at_hand(officer: Officer) -> bool:
    """Whether the officer's posts and delegations were read already."""
    return {"posts", "delegations"} <= getattr(officer, "_prefetched_objects_cache", {}).keys()


def roles_of(officer: Officer, *, on: date | None = None) -> frozenset[str]:
    """Roles of the posts the officer holds on the day."""
    return frozenset(post.role for post in posts_of(officer, on=on))


def may(officer: Officer, right: str, *, on: date | None = None, pack: str | None = None, unit: Unit | None = None) -> bool:
    """Whether the officer's posts carry the right; an unknown right is an error of the program, not a no.

    pack  ask for this pack; without it a post for any pack will do
    unit  ask for this unit; a post of the whole organ, of the unit or of one around it will do
    """
    if right not in RIGHTS:
        raise ValueError(f"no such right: {right}")
    if not getattr(officer, "is_authenticated", False):
        return False
    return any(right in ROLES[post.role].rights and covers(post, pack, unit) for post in posts_of(officer, on=on))


def covers(post: Post, pack: str | None, unit: Unit | None) -> bool:
    """Whether the post is held for the pack and the unit asked about."""
    if pack is not None and post.packs and pack not in post.packs:
        return False
    return unit is None or post.unit_id is None or post.unit_id in _around(unit)


def _around(unit: Unit) -> set[int]:
    """Ids of a unit and of those it lies in."""
    found: set[int] = set()
    at: Unit | None = unit
    while at is not None and at.pk not in found:
        found.add(at.pk)
        at = at.parent
    return found


def demand(officer: Officer, right: str, *, on: date | None = None, pack: str | None = None, unit: Unit | None = None) -> None:
    """Raise PermissionDenied where the officer may not."""
    if not may(officer, right, on=on, pack=pack, unit=unit):
        raise PermissionDenied(f"没有“{right}”权限；如因工作需要，请向本单位安全管理员申请岗位授权")


def scope_of(officer: Officer, *, on: date | None = None) -> str:
    """How far the records reach that the officer's posts show together: a code of `core.scopes.SCOPES`, the widest where none is set."""
    posts = posts_of(officer, on=on)
    if not all("narrowed" in post._state.fields_cache for post in posts):  # noqa: SLF001 - as Django asks before it reads
        prefetch_related_objects(posts, "narrowed")
    return widest(post.narrowed.scope if hasattr(post, "narrowed") else WIDEST for post in posts)


def may_read_sensitive(officer: Officer, *, on: date | None = None) -> bool:
    """Whether the officer's posts allow sensitive records at all (with a stated purpose, see services.record_sensitive_read)."""
    return any(ROLES[role].sensitive for role in roles_of(officer, on=on))


def may_state_purpose(officer: Officer) -> bool:
    """Whether the officer may have identity numbers shown whole: for business posts alone, never for the three administrators."""
    return getattr(officer, "is_authenticated", False) and any(ROLES[role].group == "business" for role in roles_of(officer))
