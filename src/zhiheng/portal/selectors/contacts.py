"""Whom to ask: the organ that keeps the account and the procuratorate that supervises it."""

from __future__ import annotations

from datetime import datetime

from zhiheng.portal.selectors.parts import Line
from zhiheng.portal.viewers import Viewer

ROLES = {
    "office": "司法所", "agency": "社区矫正机构", "prison": "监狱", "desk": "受理机关", "procuratorate": "人民检察院",
}  # fmt: skip


def contact_lines(viewer: Viewer, _now: datetime) -> list[Line]:
    """Names of the organs, and how to reach the officer where that was noted."""
    if viewer.account is None:
        organ = viewer.code.organ.name if viewer.code else ""
        return [Line("办理机关", organ)] if organ else []
    own = viewer.account.organs
    lines = [Line(ROLES[role], str(own[role])) for role in ROLES if own.get(role)]
    return [*lines, *([Line("联系方式", viewer.account.contact)] if viewer.account.contact else [])]
