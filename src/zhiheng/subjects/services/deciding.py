"""Decisions on matches: only a person decides, each decision can be undone, none contradicts another."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.subjects.core.errors import MatchRefused
from zhiheng.subjects.core.groups import InForce, contradiction
from zhiheng.subjects.core.states import DECISIONS, UNDONE
from zhiheng.subjects.models import Decision, Gathering, Match
from zhiheng.subjects.selectors.standing import in_force, rank

MOST_WORDS = 2000


@transaction.atomic
def decide_match(*, actor: Actor, now: datetime, match_id: int, decision: str, reason: str) -> Decision:
    """Decide that both are one person (`same`) or not (`different`); raises MatchRefused where that contradicts a decision in force.

    A decided match can be decided alike again once its evidence changed; to decide otherwise, undo the decision first.
    """
    match = _locked(match_id)
    if decision not in DECISIONS:
        raise MatchRefused("认定", _place(match), f"没有“{decision}”这种认定", "请选择“同一人”或“不是同一人”")
    words = _reason("认定", match, reason)
    if match.decision and not (match.is_changed and match.decision == decision):
        raise MatchRefused("认定", _place(match), f"已认定为“{DECISIONS[match.decision]}”", "如有错误，请先撤销原认定再重新认定")
    _refuse_contradiction(match, decision)
    made = _note(match, decision, actor=actor, now=now, reason=words)
    _stand(match)
    details = {"decision": decision, "reason": words, "numbers": _numbers(match), "names": _names(match), "weight": f"{match.weight:.2f}"}
    append(actor=actor, act="match.decided", thing=f"match:{match.pk}", details=details, now=now)
    return made


@transaction.atomic
def undo_decision(*, actor: Actor, now: datetime, match_id: int, reason: str) -> Decision:
    """Undo the newest decision in force on the match; all is as it was before it. Raises MatchRefused where there is none."""
    match = _locked(match_id)
    words = _reason("撤销认定", match, reason)
    standing = _standing(match)
    if standing is None:
        raise MatchRefused("撤销认定", _place(match), "没有有效的认定可以撤销", "请刷新页面查看现状")
    made = _note(match, UNDONE, actor=actor, now=now, reason=words, undoes=standing)
    _stand(match)
    details = {"undone": standing.kind, "reason": words, "numbers": _numbers(match), "names": _names(match)}
    append(actor=actor, act="match.undone", thing=f"match:{match.pk}", details=details, now=now)
    return made


def lock() -> Gathering:
    """The lock of this room's writers, held until the end of the transaction."""
    row, _ = Gathering.objects.select_for_update().get_or_create(pk=1)
    return row


def _locked(match_id: int) -> Match:
    lock()
    match = Match.objects.select_related("left", "right").filter(pk=match_id).first()
    if match is None:
        raise MatchRefused("疑似同一人", f"第 {match_id} 号", "没有这一条", "请刷新列表")
    return match


def _reason(thing: str, match: Match, reason: str) -> str:
    words = reason.strip()
    if not words:
        raise MatchRefused(thing, _place(match), "没有写明理由", "请写明核对了什么材料、为什么这样认定")
    if len(words) > MOST_WORDS:
        raise MatchRefused(thing, _place(match), f"理由超过 {MOST_WORDS} 字", "请缩短")
    return words


def _refuse_contradiction(match: Match, decision: str) -> None:
    new = InForce(0, match.pk, decision, match.left.number, match.right.number)
    against = contradiction(in_force(), new)
    if against is None:
        return
    said = f"与第 {against.match} 号匹配的认定相抵触：{against.left} 与 {against.right} 已认定为“{DECISIONS[against.kind]}”"
    if against.shares:
        said = f"与第 {against.match} 号匹配的认定相抵触：号码 {against.left} 已认定由两个人共用"
    raise MatchRefused("认定", _place(match), said, "请先核对并撤销其中不对的一项")


def _note(match: Match, kind: str, *, actor: Actor, now: datetime, reason: str, undoes: Decision | None = None) -> Decision:
    return Decision.objects.create(
        match=match,
        kind=kind,
        undoes=undoes,
        at=now,
        actor=actor.id,
        actor_name=actor.name,
        organ=actor.organ,
        reason=reason,
        weight=match.weight,
        evidence_digest=match.evidence_digest,
        ranks={one.number: list(rank(one)) for one in (match.left, match.right)},
    )


def _standing(match: Match) -> Decision | None:
    kept: Any = match.decisions
    found: Decision | None = kept.exclude(kind=UNDONE).filter(undone_by=None).order_by("-id").first()
    return found


def _stand(match: Match) -> None:
    """Write on the match what is in force now."""
    standing = _standing(match)
    match.decision = standing.kind if standing else ""
    match.decided_at = standing.at if standing else None
    match.decided_by = standing.actor_name if standing else ""
    match.decided_digest = standing.evidence_digest if standing else ""
    match.save(update_fields=["decision", "decided_at", "decided_by", "decided_digest"])


def _place(match: Match) -> str:
    return f"第 {match.pk} 号匹配"


def _numbers(match: Match) -> list[str]:
    return [match.left.number, match.right.number]


def _names(match: Match) -> list[str]:
    return [match.left_name or match.left.name, match.right_name or match.right.name]
