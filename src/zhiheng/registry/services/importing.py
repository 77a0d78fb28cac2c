"""Organs, relations and officers by file: every fault of the file together, and nothing taken in where there is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from django.db import transaction

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.registry.core.errors import TableFault, TableRefused
from zhiheng.registry.core.kinds import LEVELS, ORGAN_KINDS, RELATION_KINDS
from zhiheng.registry.core.organs import division_of, kind_of, level_of
from zhiheng.registry.core.roles import ADMINISTRATORS, ROLES
from zhiheng.registry.core.tables import Row, read_table
from zhiheng.registry.models import Officer, Organ, Unit
from zhiheng.registry.selectors import officer_named, organ_named
from zhiheng.registry.selectors.relations import unit_named
from zhiheng.registry.services.accounts import enlist, given_password
from zhiheng.registry.services.organs import describe_organ, register_organ, rename_organ
from zhiheng.registry.services.posts import appoint
from zhiheng.registry.services.relations import relate
from zhiheng.schema.errors import UnusableInputError

ORGAN_COLUMNS: Mapping[str, bool] = MappingProxyType(
    {"机关名称": True, "类别": False, "层级": False, "行政区划代码": False, "上级机关": False, "原名称": False}
)
RELATION_COLUMNS: Mapping[str, bool] = MappingProxyType({"机关": True, "关系": True, "对方机关": True, "起始日": True, "终止日": False})
OFFICER_COLUMNS: Mapping[str, bool] = MappingProxyType(
    {"登录名": True, "姓名": True, "机关": True, "内设机构": False, "岗位": True, "任职日": True, "终止日": False}
)


@dataclass
class ImportOutcome:
    """What a file brought: rows read, rows that made something new, and passwords of new accounts (sign-in name → password)."""

    rows: int = 0
    new: int = 0
    passwords: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def import_organs(*, actor: Actor, now: datetime, content: bytes, name: str) -> ImportOutcome:
    """Register organs, describe known ones anew (an empty cell leaves what is known), rename those with 原名称; parents may follow."""
    rows = read_table(content, name, ORGAN_COLUMNS)
    taken, faults, fresh = ImportOutcome(rows=len(rows)), list(_twice(rows, "机关名称")), set[str]()
    _each(rows, faults, lambda row: _register(actor, now, row, fresh))
    if not faults:
        _each(rows, faults, lambda row: _describe(actor, now, row))
    taken.new = len(fresh)
    return _finish(actor, now, "organs.imported", name, taken, faults)


def _twice(rows: list[Row], column: str) -> list[TableFault]:
    values = [row.values[column] for row in rows]
    return [row.fault(column, "在文件中重复", "请只留一行") for place, row in enumerate(rows) if row.values[column] in values[:place]]


def _each(rows: list[Row], faults: list[TableFault], work: Callable[[Row], None]) -> None:
    """Do the work of every row; what a row is refused for is noted and the others are looked at too."""
    for row in rows:
        try:
            with transaction.atomic():
                work(row)
        except UnusableInputError as error:
            faults.append(TableFault(row.number, error.thing, error.place, error.reason, error.remedy))


def _finish(actor: Actor, now: datetime, act: str, name: str, outcome: ImportOutcome, faults: list[TableFault]) -> ImportOutcome:
    """Refuse the file for its faults, or leave the entry of the whole."""
    if faults:
        faults.sort(key=lambda fault: fault.row)
        raise TableRefused("文件", name, f"有 {len(faults)} 处错误，没有收入任何一行", "请改正后重新提交", faults)
    append(actor=actor, act=act, thing="registry", details={"file": name, "rows": outcome.rows, "new": outcome.new}, now=now)
    return outcome


def _code(row: Row, column: str, titles: Mapping[str, str], default: str) -> str:
    """The code of a cell written as title or code."""
    value = row.values.get(column, "")
    known = {**{title: code for code, title in titles.items()}, **{code: code for code in titles}}
    if value and value not in known:
        raise UnusableInputError(column, value, "没有这一项", "可用：" + "、".join(titles.values()))
    return known[value] if value else default


_KIND_TITLES = {code: kind.title for code, kind in ORGAN_KINDS.items()}
_RELATION_TITLES = {code: kind.title for code, kind in RELATION_KINDS.items()}
_ROLE_TITLES = {code: role.zh for code, role in ROLES.items()}


def _register(actor: Actor, now: datetime, row: Row, fresh: set[str]) -> None:
    """Make or rename the organ of a row."""
    name, former = row.values["机关名称"], row.values.get("原名称", "")
    if former:
        rename_organ(actor=actor, now=now, organ=_known(former, "原名称"), name=name, reason="按文件更名")
        return
    if organ_named(name):
        return
    kind = _code(row, "类别", _KIND_TITLES, kind_of(name))
    level = _code(row, "层级", LEVELS, level_of(name, kind))
    register_organ(actor=actor, now=now, name=name, kind=kind, level=level, division=row.values.get("行政区划代码") or division_of(name))
    fresh.add(name)


def _describe(actor: Actor, now: datetime, row: Row) -> None:
    """Set what the row says about its organ, now that all organs of the file are there."""
    organ = _known(row.values["机关名称"], "机关名称")
    upper = row.values.get("上级机关", "")
    parent = _known(upper, "上级机关") if upper else organ.parent
    kind, level = _code(row, "类别", _KIND_TITLES, organ.kind), _code(row, "层级", LEVELS, organ.level)
    division = row.values.get("行政区划代码") or organ.division
    if (kind, level, division, parent) != (organ.kind, organ.level, organ.division, organ.parent):
        describe_organ(actor=actor, now=now, organ=organ, kind=kind, level=level, division=division, parent=parent)


def _known(name: str, column: str) -> Organ:
    organ = organ_named(name)
    if organ is None:
        raise UnusableInputError(column, name, "没有登记这个机关", "请先登记，或核对名称")
    return organ


@transaction.atomic
def import_relations(*, actor: Actor, now: datetime, content: bytes, name: str) -> ImportOutcome:
    """Say the relations of a file; one that holds already is refused like any other overlap."""
    rows = read_table(content, name, RELATION_COLUMNS)
    taken, faults = ImportOutcome(rows=len(rows), new=len(rows)), list[TableFault]()

    def say(row: Row) -> None:
        organ, other = _known(row.values["机关"], "机关"), _known(row.values["对方机关"], "对方机关")
        kind = _code(row, "关系", _RELATION_TITLES, "")
        relate(actor=actor, now=now, organ=organ, kind=kind, other=other, since_on=_day(row, "起始日"), until_on=_end(row))

    _each(rows, faults, say)
    return _finish(actor, now, "relations.imported", name, taken, faults)


def _day(row: Row, column: str) -> date:
    """The day a cell names."""
    value = row.values.get(column, "").replace("/", "-")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UnusableInputError(column, value, "不是日期", "请写成 2026-06-30") from None


def _end(row: Row) -> date | None:
    """The first day after, where the row names one."""
    return _day(row, "终止日") if row.values.get("终止日") else None


@transaction.atomic
def import_officers(*, actor: Actor, now: datetime, content: bytes, name: str) -> ImportOutcome:
    """Enlist the officers of a file with their posts (a line a post); known accounts are given the posts only."""
    rows = read_table(content, name, OFFICER_COLUMNS)
    taken, faults = ImportOutcome(rows=len(rows)), list[TableFault]()
    _each(rows, faults, lambda row: _enlist(actor, now, row, taken))
    return _finish(actor, now, "officers.imported", name, taken, faults)


def _enlist(actor: Actor, now: datetime, row: Row, outcome: ImportOutcome) -> None:
    """Make the account of a row where it is new, and give the post."""
    organ = _known(row.values["机关"], "机关")
    unit = _unit(organ, row.values.get("内设机构", ""))
    role = _code(row, "岗位", {code: title for code, title in _ROLE_TITLES.items() if code not in ADMINISTRATORS}, "")
    officer = _account(actor, now, row, organ, unit, outcome)
    appoint(actor=actor, now=now, officer=officer, role=role, from_on=_day(row, "任职日"), until_on=_end(row), unit=unit)


def _unit(organ: Organ, name: str) -> Unit | None:
    unit = unit_named(organ, name) if name else None
    if name and unit is None:
        raise UnusableInputError("内设机构", name, f"{organ.name}没有这个内设机构", "请先在机关页面登记")
    return unit


def _account(actor: Actor, now: datetime, row: Row, organ: Organ, unit: Unit | None, outcome: ImportOutcome) -> Officer:
    """The account of the sign-in name: the known one where name and organ agree, else a new one with a password to hand over."""
    username, own = row.values["登录名"], row.values["姓名"]
    known = officer_named(username)
    if known is None:
        password = given_password()
        made = enlist(actor=actor, now=now, username=username, name=own, organ=organ, password=password, unit=unit)
        outcome.passwords[username], outcome.new = password, outcome.new + 1
        return made
    if (known.name, known.organ_id) != (own, organ.pk):
        raise UnusableInputError("登录名", username, f"已由{known}使用", "请换一个登录名，或核对姓名与机关")
    return known
