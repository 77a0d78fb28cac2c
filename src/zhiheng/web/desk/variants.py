"""What the first page shows beside the queue, by post: figures, the trace, accounts, organs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhiheng.exchange.quality.selectors import breaches_seen_by, missing_deliveries
from zhiheng.law.clocks import add_days
from zhiheng.ledger import selectors as ledger
from zhiheng.models.in_force import catalog
from zhiheng.oversight.core.states import OPEN
from zhiheng.oversight.selectors import ClueFilter, clue_counts, clues_seen_by
from zhiheng.procedure import selectors as procedure
from zhiheng.procedure.selectors import CaseFilter
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import accounts, sees_everything
from zhiheng.web.counting import count_of

LEADING = ("leader", "chief_prosecutor", "organ_leader", "unit_leader")
READS = 8


@dataclass(frozen=True)
class Figure:
    """A number with what it was a period before, and the list it opens."""

    title: Any
    now: int
    before: int | None = None
    address: str = ""

    @property
    def change(self) -> int:
        """By how much it rose."""
        return self.now - (self.before or 0)

    @property
    def size(self) -> int:
        """By how much it rose or fell."""
        return abs(self.change)


def figures_for(viewer: Any, roles: frozenset[str], now: datetime) -> dict[str, Any]:
    """This month against the last for who leads, and where steps are overdue."""
    if not roles & set(LEADING) or not may(viewer, "case.read"):
        return {}
    today = timezone.localdate(now)
    this, last = month_of(today), month_of(add_days(month_of(today)[0], -1))
    late = procedure.overdue_by_organ(viewer, now=now)
    figures = [
        Figure(
            _("本月办结"), procedure.ended_between(viewer, *this), procedure.ended_between(viewer, *last), f"{reverse('cases')}?view=ended"
        ),
        Figure(
            _("现有超期"),
            procedure.cases_seen_by(viewer, CaseFilter(open=True, clock="overdue"), now=now).order_by().count(),
            None,
            f"{reverse('cases')}?view=overdue",
        ),
    ]
    if may(viewer, "clue.read"):
        figures.append(Figure(_("本月发现线索"), found_in(viewer, this), found_in(viewer, last), reverse("clues")))
    return {"figures": figures, "late_organs": late}


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the month."""
    first = day.replace(day=1)
    return first, add_days(add_days(first, 32).replace(day=1), -1)


def found_in(viewer: Any, days: tuple[date, date]) -> int:
    """How many clues were found on these days."""
    return count_of(clues_seen_by(viewer).filter(found_at__date__gte=days[0], found_at__date__lte=days[1]))


def clue_part(viewer: Any, today: date) -> dict[str, Any]:
    """Clues that nobody has taken, by model, and how many are in each open state, for who may see clues."""
    if not may(viewer, "clue.read"):
        return {"unclaimed": None}
    counts = clue_counts(viewer, ClueFilter(resolved=False), by=["state"])["state"]
    known = catalog()
    waiting = clues_seen_by(viewer, ClueFilter(state="received", resolved=False, snoozed=False), today=today)
    rows = waiting.order_by().values("model").annotate(count=Count("id")).order_by("-count", "model")
    found = [(row["model"], title_of(known.models, row["model"]), row["count"], row["model"] in known.liberty) for row in rows]
    return {
        "unclaimed": sorted(found, key=lambda one: not one[3]),
        "may_claim": may(viewer, "clue.handle") and may(viewer, "clue.verify"),
        "clue_states": [(state, counts.get(state, 0)) for state in OPEN],
    }


def title_of(known: Mapping[str, Any], name: str) -> str:
    """The Chinese name of a model; a retired one keeps its id."""
    return str(known[name].title) if name in known else name


def data_part(viewer: Any, today: date) -> dict[str, Any]:
    """Open breaches by organ, for it and for who looks after the data of all; for these also deliveries that should have come."""
    if not may(viewer, "data.send"):
        return {"missing": [], "breaches": []}
    waiting = breaches_seen_by(viewer).filter(state="open").order_by().values("organ_id", "organ__name").annotate(count=Count("id"))
    missing = missing_deliveries(viewer, today=today) if sees_everything(viewer) else []
    return {"missing": missing, "breaches": list(waiting.order_by("-count", "organ__name"))}


def trace_part(viewer: Any) -> dict[str, Any]:
    """The trace for auditors: its size, its last checkpoint, what is doubtful, who read sensitive records last."""
    if not may(viewer, "ledger.verify"):
        return {}
    return {
        "trace_size": ledger.size(),
        "checkpoint": ledger.latest_checkpoint(),
        "doubt": ledger.doubt_about(timezone.now()),
        "reads": ledger.recent(READS, act="record.read"),
    }


def account_part(viewer: Any) -> dict[str, Any]:
    """Accounts that need the security administrator, and appointments that wait for a second person."""
    told: dict[str, Any] = {}
    if may(viewer, "registry.manage"):
        managed, address = accounts.accounts_managed_by(viewer), reverse("accounts")
        told["account_figures"] = [
            Figure(_("在用账号"), managed.filter(is_active=True).count(), None, address),
            Figure(_("未改初始密码"), managed.filter(is_active=True, must_change_password=True).count(), None, f"{address}?view=given"),
            Figure(_("已停用"), managed.filter(is_active=False).count(), None, f"{address}?view=shut"),
        ]
        told |= changes("officer.")
    if may(viewer, "post.confirm"):
        told["proposals_waiting"] = accounts.waiting_proposals(viewer)
    return told


def changes(act: str) -> dict[str, Any]:
    """The newest entries of acts that begin so, and the names of what they are about."""
    found = ledger.recent(READS, act=act)
    return {"changes_shown": found, "changes_named": accounts.names_of(one.thing for one in found)}


def organ_part(viewer: Any) -> dict[str, Any]:
    """The directory of organs for the system administrator: how many, how many without an account, what changed last."""
    if not may(viewer, "organ.manage"):
        return {}
    organs: list[Any] = list(accounts.organs_with_counts(viewer))
    empty = sum(1 for one in organs if not one.accounts)
    return {
        "organ_figures": [
            Figure(_("机关"), len(organs), None, reverse("organs")),
            Figure(_("没有账号的机关"), empty, None, reverse("organs")),
        ],
        **changes("organ"),
    }
