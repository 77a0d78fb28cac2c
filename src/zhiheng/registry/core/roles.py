"""Roles and what each may do: data, no code. System, security and audit administration are three persons (三员分立)."""

from __future__ import annotations

from dataclasses import dataclass

_OF_PAGES = frozenset(
    {
        "data.read",
        "data.send",
        "model.read",
        "model.run",
        "model.propose",
        "model.manage",
        "clue.read",
        "clue.handle",
        "clue.verify",
        "document.read",
        "document.draft",
        "document.approve",
        "document.serve",
        "document.reply",
        "document.close",
        "indicator.read",
        "ledger.read",
        "ledger.verify",
        "ledger.witness",
        "registry.manage",
        "organ.manage",
        "post.confirm",
        "dictionary.read",
        "law.use",
        "sandbox.use",
        "home.read",
        "person.read",
        "person.match",
        "person.close",
        "case.avoid",
        "tracking.read",
        "tracking.handle",
        "judgment.read",
        "centre.read",
    }
)
WORK = frozenset(
    {
        "case.read",
        "case.open",
        "case.handle",
        "case.review",
        "case.decide",
        "register.read",
        "register.keep",
        "register.decide",
        "register.inspect",
        "sheet.rate",
        "duty.read",
        "items.read",
        "report.read",
    }
)
"""Rights of work on what packs bring: a post may hold them for named packs and one unit only."""
RIGHTS = _OF_PAGES | WORK
EVERYONE = frozenset({"home.read", "dictionary.read", "law.use", "ledger.witness"})


@dataclass(frozen=True)
class Role:
    """A role.

    zh         name shown
    rights     what it may do
    sensitive  may read sensitive records with a stated purpose
    group      business, or one of the three administrations
    kinds      kinds of organ whose officers may hold it; empty: any
    """

    zh: str
    rights: frozenset[str]
    sensitive: bool = False
    group: str = "business"
    kinds: tuple[str, ...] = ()


def _role(zh: str, rights: str, *, sensitive: bool = False, group: str = "business", kinds: tuple[str, ...] = ()) -> Role:
    return Role(zh, EVERYONE | frozenset(rights.split()), sensitive, group, kinds)


_READS = "case.read register.read duty.read items.read report.read judgment.read "
_HANDLES = _READS + "case.open case.handle register.keep sheet.rate "
_DECIDES = _READS + "case.review case.decide register.decide "

ROLES: dict[str, Role] = {
    "prosecutor": _role(
        "检察官",
        _HANDLES + "data.read model.read model.run model.propose clue.read clue.handle clue.verify document.read document.draft "
        "document.serve document.close person.read person.match indicator.read sandbox.use tracking.read centre.read",
        sensitive=True,
        kinds=("procuratorate",),
    ),
    "chief_prosecutor": _role(
        "检察长（分管领导）",
        _DECIDES + "data.read model.read model.run model.propose model.manage clue.read clue.handle clue.verify document.read "
        "document.approve document.serve document.close person.read person.match person.close "
        "indicator.read ledger.read ledger.verify sandbox.use tracking.read centre.read",
        sensitive=True,
        kinds=("procuratorate",),
    ),
    "data_steward": _role("数据管理员", "data.read data.send sandbox.use model.read indicator.read duty.read items.read report.read"),
    "organ_handler": _role(
        "机关经办人",
        _HANDLES + "data.read data.send document.read document.reply indicator.read tracking.read tracking.handle centre.read",
        sensitive=True,
    ),
    "organ_leader": _role(
        "机关负责人",
        _DECIDES + "case.avoid data.read data.send document.read document.reply indicator.read tracking.read centre.read",
        sensitive=True,
    ),
    "unit_leader": _role("部门负责人", _READS + "case.review document.read indicator.read centre.read", sensitive=True),
    "keeper": _role("保管员", "case.read register.read register.keep items.read duty.read"),
    "duty_officer": _role("值班人员", "case.read case.open register.read register.keep items.read duty.read centre.read"),
    "inspector": _role("督察（纪检）人员", _READS + "register.keep register.decide register.inspect indicator.read", sensitive=True),
    "leader": _role("领导", _READS + "model.read clue.read document.read indicator.read centre.read"),
    "system_admin": _role("系统管理员", "organ.manage", group="system"),
    "security_admin": _role("安全管理员", "registry.manage post.confirm", group="security"),
    "audit_admin": _role("审计管理员", "post.confirm ledger.read ledger.verify", group="audit"),
}
ADMINISTRATORS = frozenset(name for name, role in ROLES.items() if role.group != "business")
"""Roles that two persons give: one proposes, another confirms."""

SECOND_FACTOR = ADMINISTRATORS | {"chief_prosecutor", "organ_leader"}
"""Roles of administrators and chiefs: more than a password is asked of them."""


def rights_of(roles: frozenset[str] | set[str]) -> frozenset[str]:
    """All rights of these roles together."""
    return frozenset().union(*(ROLES[role].rights for role in roles))


def clash(roles: frozenset[str] | set[str]) -> str:
    """Why one person may not hold these roles together; empty where that is lawful."""
    groups = {ROLES[role].group for role in roles}
    if len(groups) > 1:
        return "系统、安全、审计三员与业务岗位不得由一人兼任：" + "、".join(sorted(ROLES[role].zh for role in roles))
    return ""
