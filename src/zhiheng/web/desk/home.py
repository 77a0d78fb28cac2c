"""工作台: what waits for this officer, by clock colour, one click from the act itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhiheng.exchange.quality.selectors import breaches_seen_by, missing_deliveries
from zhiheng.exchange.selectors import deliveries_seen_by
from zhiheng.law.clocks import add_days
from zhiheng.models.in_force import catalog
from zhiheng.oversight.core.states import OPEN
from zhiheng.oversight.selectors import ClueFilter, TodoItem, clue_counts, clues_seen_by, todo_for
from zhiheng.procedure import selectors as procedure
from zhiheng.registry.core.roles import ROLES
from zhiheng.registry.rights import may, roles_of
from zhiheng.registry.selectors.sign_ins import alarms
from zhiheng.web.rights import SIGNED_IN, requires

STRIP = 14
QUICK = (
    ("case.open", "choose_case", "file-plus", _("建案")),
    ("data.send", "data", "upload", _("报送数据")),
    ("model.run", "models", "player-play", _("运行模型")),
    ("clue.verify", "clues", "list-search", _("核查线索")),
    ("document.read", "register", "file-text", _("查文书台账")),
    ("indicator.read", "indicators", "chart-bar", _("看指标")),
    ("ledger.verify", "trace", "shield-check", _("验证留痕")),
    ("registry.manage", "accounts", "key", _("管理账号")),
    ("post.confirm", "proposals", "shield-check", _("确认管理员任职")),
    ("organ.manage", "organs", "building-bank", _("管理机关")),
)


@requires(SIGNED_IN)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The desk; who holds no post is told so."""
    viewer, today = request.user, timezone.localdate()
    items = todo_for(viewer, timezone.localtime())
    colour = request.GET.get("colour", "")
    told = {
        "today": today,
        "roles": [ROLES[role].zh for role in sorted(roles_of(viewer))],
        "tally": tally(items),
        "colour": colour,
        "items": [item for item in items if colour in {"", item.colour}],
        "steps": Counter(item.what for item in items).most_common(),
        "coming": coming(items, today),
        "cases": procedure.cases_seen_by(viewer).filter(ended_on__isnull=True).order_by("-last_event_at")[:6],
        "quick": [(reverse(name), icon, title) for right, name, icon, title in QUICK if may(viewer, right)],
        "returned": deliveries_seen_by(viewer).exclude(outcome="accepted")[:5] if may(viewer, "data.send") else [],
        "alarms": alarms() if may(viewer, "registry.manage") else [],
        **clue_part(viewer),
        **data_part(viewer, today),
    }
    return render(request, "web/home.html", told)


def data_part(viewer: Any, today: date) -> dict[str, Any]:
    """Deliveries that should have come, and open breaches by organ: to do for the organ itself, notice to the data steward."""
    if not may(viewer, "data.send"):
        return {"missing": [], "breaches": []}
    waiting = breaches_seen_by(viewer).filter(state="open").order_by().values("organ_id", "organ__name").annotate(count=Count("id"))
    return {"missing": missing_deliveries(viewer, today=today), "breaches": list(waiting.order_by("-count", "organ__name"))}


def tally(items: Sequence[TodoItem]) -> list[tuple[str, Any, int]]:
    """Colour, its word, and how many wait under it."""
    counted = Counter(item.colour for item in items)
    return [(colour, title, counted[colour]) for colour, title in (("overdue", _("超期")), ("near", _("临近")), ("normal", _("正常")))]


def coming(items: Sequence[TodoItem], today: date) -> list[tuple[date, int]]:
    """Days of the next two weeks on which something is due, with how many things."""
    last = add_days(today, STRIP)
    counted = Counter(item.due_on for item in items if item.due_on and today <= item.due_on <= last)
    return sorted(counted.items())


def clue_part(viewer: Any) -> dict[str, Any]:
    """Clues that nobody has taken, by model, and how many are in each open state, for who may see clues."""
    if not may(viewer, "clue.read"):
        return {"unclaimed": None}
    live = ClueFilter(resolved=False)
    counts = clue_counts(viewer, live)["state"]
    titles = {name: spec.title for name, spec in catalog().models.items()}
    waiting = clues_seen_by(viewer, ClueFilter(state="received", resolved=False, snoozed=False), today=timezone.localdate())
    rows = waiting.order_by().values("model").annotate(count=Count("id")).order_by("-count", "model")
    unclaimed = [(row["model"], titles.get(row["model"], row["model"]), row["count"]) for row in rows]
    return {"unclaimed": unclaimed, "clue_states": [(state, counts.get(state, 0)) for state in OPEN]}
