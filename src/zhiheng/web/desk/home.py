"""待办: one queue of what waits for this officer, liberty first, then the clock, then age; beside it what his post looks after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zhiheng.law.clocks import add_days
from zhiheng.oversight import services as oversight
from zhiheng.oversight.selectors import ClueFilter, TodoItem, clues_seen_by, todo_for
from zhiheng.registry.core.roles import ROLES
from zhiheng.registry.rights import may, roles_of
from zhiheng.registry.selectors import actor_of
from zhiheng.registry.selectors.sign_ins import alarms
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.desk import variants
from zhiheng.web.rights import SIGNED_IN, requires

STRIP = 14
SHOWN = 40
MOST_CLAIMED = 20
QUICK = (
    ("case.open", "choose_case", "file-plus", gettext_lazy("建案")),
    ("data.send", "data", "upload", gettext_lazy("报送数据")),
    ("model.run", "models", "player-play", gettext_lazy("运行模型")),
    ("ledger.verify", "trace", "shield-check", gettext_lazy("验证留痕")),
    ("registry.manage", "accounts", "key", gettext_lazy("管理账号")),
    ("post.confirm", "proposals", "shield-check", gettext_lazy("确认管理员任职")),
    ("organ.manage", "organs", "building-bank", gettext_lazy("管理机关")),
)
KINDS: Mapping[str, tuple[Any, frozenset[str]]] = {
    "do": (gettext_lazy("办理"), frozenset({"step", "duty"})),
    "clue": (gettext_lazy("线索"), frozenset({"clue"})),
    "report": (gettext_lazy("报送"), frozenset({"missing", "delivery"})),
    "urge": (gettext_lazy("可催办"), frozenset({"urge"})),
}
COLOURS = (
    ("overdue", gettext_lazy("超期")), ("near", gettext_lazy("临近")), ("normal", gettext_lazy("正常")), ("none", gettext_lazy("未定期限")),
)  # fmt: skip


@requires(SIGNED_IN)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The queue; who holds no post is told so."""
    viewer, now = request.user, timezone.localtime()
    today, items = timezone.localdate(), todo_for(viewer, now)
    kind, colour = request.GET.get("kind", ""), request.GET.get("colour", "")
    shown = [item for item in items if fits(item, kind, colour)]
    roles = roles_of(viewer)
    context = {
        "today": today,
        "roles": [ROLES[role].zh for role in sorted(roles)],
        "tally": [(name, title, sum(fits(item, "", name) for item in items)) for name, title in COLOURS],
        "liberty": sum(item.liberty for item in items),
        "kinds": [(name, title, count) for name, (title, of) in KINDS.items() if (count := sum(item.kind in of for item in items))],
        "kind": kind,
        "colour": colour,
        "total": sum(item.kind != "urge" for item in items),
        "urging": sum(item.kind == "urge" for item in items),
        "found": len(shown),
        "items": [(item, address_of(item), waited(item, today)) for item in shown[:SHOWN]],
        "coming": coming(items, today),
        "quick": [(reverse(name), icon, title) for right, name, icon, title in QUICK if may(viewer, right)],
        "alarms": alarms() if may(viewer, "registry.manage") else [],
        **variants.figures_for(viewer, roles, now),
        **variants.clue_part(viewer, today),
        **variants.data_part(viewer, today),
        **variants.trace_part(viewer),
        **variants.account_part(viewer),
        **variants.organ_part(viewer),
    }
    return render(request, "web/home.html", context)


def fits(item: TodoItem, kind: str, colour: str) -> bool:
    """Whether an item is of the kind and the colour asked for; what has no limit has no colour."""
    if kind in KINDS and item.kind not in KINDS[kind][1]:
        return False
    if colour in {"", "liberty"}:
        return not colour or item.liberty
    return item.colour == colour if item.due_on else colour == "none"


def address_of(item: TodoItem) -> str:
    """Where the act of an item is done."""
    if item.kind == "clue":
        return f"{reverse('draft')}?clue={item.id}" if item.what == "制发文书" else reverse("clue", args=[item.id])
    if item.kind == "duty":
        return reverse("duties")
    if item.kind == "missing":
        return f"{reverse('data')}?dataset={item.id}"
    return reverse("delivery", args=[item.id]) if item.kind == "delivery" else reverse("case", args=[item.id]) + "#acts"


def waited(item: TodoItem, today: date) -> int | None:
    """For how many days it has waited."""
    return (today - item.since).days if item.since and item.since <= today else None


def coming(items: Sequence[TodoItem], today: date) -> list[tuple[date, int]]:
    """The next two weeks day by day, with how many things are due on each."""
    counted = Counter(item.due_on for item in items if item.due_on)
    return [(day, counted[day]) for day in (add_days(today, ahead) for ahead in range(STRIP))] if items else []


@requires("clue.handle")
@require_POST
def claim(request: HttpRequest) -> HttpResponse:
    """Take clues of one model that nobody has taken, the oldest first, at most twenty at once."""
    wanted = ClueFilter(model=request.POST.get("model", "") or "-", state="received", resolved=False, snoozed=False)
    taken, refused = 0, set()
    for clue in clues_seen_by(request.user, wanted, sort="oldest", today=timezone.localdate())[:MOST_CLAIMED]:
        try:
            oversight.assign_clue(actor=actor_of(request.user, "web"), now=timezone.now(), clue_id=clue.pk, to=request.user.username)
            taken += 1
        except UnusableInputError as refusal:
            refused.add(f"{refusal.reason}，{refusal.remedy}")
    if taken:
        messages.success(request, _("已认领 %(count)s 条线索，列入您的待办。") % {"count": taken})
    for said in sorted(refused):
        messages.error(request, said)
    return redirect(f"{reverse('home')}?kind=clue" if taken else "home")
