"""Which case a package belongs to: that of the package it supplements, that of its number, or a new one by the rule of a procedure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from zhiheng.catalog import packs
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.exchange.core.package_envelope import SUPPLEMENT, Envelope
from zhiheng.exchange.core.package_reading import ReadPackage
from zhiheng.exchange.core.package_xml import Element
from zhiheng.exchange.models import Package
from zhiheng.exchange.packages.selectors import Parties, first_of, takes_part
from zhiheng.procedure.selectors import cases_seen_by, state_for
from zhiheng.procedure.services.seating import fits
from zhiheng.registry.selectors import COMMAND_LINE

UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""The number of the platform is that of the case where another installation of the product made the package."""
SUBJECT = ("subject.name", "subject.number")


class Undecided(Exception):  # noqa: N818 - no error: an officer decides
    """No case can be told; `str()` says why."""


@dataclass(frozen=True)
class Opening:
    """A case to be opened: under which procedure, by whom, with what."""

    procedure: ProcedureSpec
    opener: Any
    organs: Mapping[str, str]
    values: Mapping[str, str]
    subject: Mapping[str, str]


@dataclass(frozen=True)
class Decision:
    """The case there is, or the one to open; `first`: the package that is supplemented."""

    case: Any = None
    opening: Opening | None = None
    first: Package | None = None


def decide(read: ReadPackage, parties: Parties, doubt: str = "") -> Decision:
    """Where the package belongs; raises Undecided with the reason for which it is kept back."""
    doubts = [one for one in (doubt, parties.doubt, *read.doubts) if one]
    if doubts:
        raise Undecided("；".join(doubts))
    envelope, known = read.envelope, first_of(read.envelope.platform_number)
    if known:
        return Decision(_open_to(known.case, parties.sender, "同一平台统一案号的案件"), first=known)
    if envelope.kind == SUPPLEMENT:
        raise Undecided(f"补充包：平台统一案号 {envelope.platform_number} 还没有收到新增包")
    same = state_for(UUID(envelope.platform_number)) if UUID_TEXT.fullmatch(envelope.platform_number) else None
    if same:
        return Decision(_open_to(same[0], parties.sender, "同一平台统一案号的案件"))
    numbered = list(cases_seen_by(COMMAND_LINE).filter(number=envelope.case_number)[:2]) if envelope.case_number else []
    if len(numbered) == 1:
        return Decision(_open_to(numbered[0], parties.sender, f"案号 {envelope.case_number} 的案件"))
    return Decision(opening=_opening(read, parties))


def _open_to(case: Any, sender: Any, what: str) -> Any:
    if not takes_part(case, sender):
        raise Undecided(f"{sender.name}没有参加{what}，不能向该案归卷")
    if case.ended_on is not None:
        raise Undecided(f"{what}已经办结")
    return case


def _opening(read: ReadPackage, parties: Parties) -> Opening:
    spec = _procedure(read.envelope)
    role = spec.roles[spec.seat_of(spec.opener)]
    opener = next((organ for organ in (parties.sender, parties.receiver) if fits(role, organ)), None)
    if opener is None:
        raise Undecided(f"{spec.title}由{role.title}建案，来件单位和接收单位都不是")
    told = {field: text for field, name in spec.opens.packages[read.envelope.node].items() if (text := _only(read, name))}
    return Opening(
        spec, opener, _seats(spec, opener, parties), {field: text for field, text in told.items() if field not in SUBJECT},
        {field.removeprefix("subject."): told[field] for field in SUBJECT if field in told},
    )  # fmt: skip


def _procedure(envelope: Envelope) -> ProcedureSpec:
    """The only procedure that the node opens; of several the one whose word stands in the printed number."""
    found = [spec for spec in packs.loaded(Path(settings.PACKS)).procedures.values() if envelope.node in spec.opens.packages]
    if len(found) > 1:
        found = [spec for spec in found if spec.number and spec.number.word in envelope.case_number]
    if len(found) != 1:
        why = "没有业务流程由它建案" if not found else f"有 {len(found)} 个业务流程由它建案"
        raise Undecided(f"流程节点 {envelope.node}：{why}，请由承办机关建案后归入")
    return found[0]


def _only(read: ReadPackage, name: str) -> str:
    """The text of an element of the envelope or of a business set; refused where it is said twice and differs."""
    texts = {one.text for one in _outside_index(read.root) if one.name == name and one.text}
    texts |= {read.envelope.values[name]} - {""} if name in read.envelope.values else set()
    if len(texts) > 1:
        raise Undecided(f"业务数据中 {name} 有 {len(texts)} 个不同的值，不能确定是哪一个")
    return texts.pop() if texts else ""


def _outside_index(root: Element) -> list[Element]:
    return [one for part in root.inner if part.name not in {"XTXX", "JZJBXX"} for one in part.walk()]


def _seats(spec: ProcedureSpec, opener: Any, parties: Parties) -> dict[str, str]:
    """The opener's seat, and the other organ's where exactly one role of the procedure is for its kind."""
    own = spec.seat_of(spec.opener)
    other = parties.receiver if opener == parties.sender else parties.sender
    free = [role for role in spec.roles.values() if not role.of and role.id != own and role.kinds and fits(role, other)]
    return {own: opener.name, **({free[0].id: other.name} if len(free) == 1 and not free[0].relation else {})}
