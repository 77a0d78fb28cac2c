"""通知: what came since one last looked, from cases, clues, data and the saved views one watches; `ways` says what leaves the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zhiheng.exchange.selectors import deliveries_seen_by
from zhiheng.law.clocks import add_days
from zhiheng.models.in_force import catalog
from zhiheng.notices.core.texts import Counted, OutsideNotice
from zhiheng.notices.selectors import own_outbound
from zhiheng.oversight.selectors import ClueFilter, clues_seen_by
from zhiheng.procedure import selectors as procedure
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of
from zhiheng.web.rights import SIGNED_IN, requires
from zhiheng.work.selectors.own_views import notices_seen_at, views_kept_by
from zhiheng.work.services.own_views import see_notices

DAYS = 7
MOST = 100
WORDS = {
    "new": gettext_lazy("新到"), "near": gettext_lazy("临近期限"), "overdue": gettext_lazy("已超期"), "urged": gettext_lazy("被催办"),
    "reported_up": gettext_lazy("已报告上一级"), "clue": gettext_lazy("分派给我的线索"), "returned": gettext_lazy("报送被退回"),
    "view": gettext_lazy("视图有新内容"),
}  # fmt: skip
LOOKS = {"overdue": "overdue", "reported_up": "overdue", "urged": "near", "near": "near", "returned": "near"}


@dataclass(frozen=True)
class Notice:
    """One notice: its kind, when it came, what it says, and where it leads; `outside`: its title where it leaves the platform."""

    kind: str
    at: datetime
    title: str
    more: str
    address: str
    outside: str = ""

    @property
    def word(self) -> Any:
        """The kind in words."""
        return WORDS[self.kind]

    @property
    def look(self) -> str:
        """How its mark looks."""
        return LOOKS.get(self.kind, "info")


@requires(SIGNED_IN)
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """What came in the last seven days, the unread first marked as such."""
    now, read_at = timezone.now(), notices_seen_at(request.user)
    found = sorted(notices_of(request.user, week_before(now), now), key=lambda one: one.at, reverse=True)[:MOST]
    rows = [(one, read_at is None or one.at > read_at) for one in found]
    failed = own_outbound(request.user).filter(state="dead").count()
    return render(
        request, "web/notices.html", {"rows": rows, "unread_here": sum(new for _one, new in rows), "days": DAYS, "failed": failed}
    )


@requires(SIGNED_IN)
@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """All of them are read."""
    see_notices(actor=actor_of(request.user, "web"), now=timezone.now())
    messages.success(request, _("通知已全部标为已读。"))
    return redirect("notices")


def notices_of(viewer: Any, since: datetime, now: datetime) -> Iterator[Notice]:
    """Every notice since an instant."""
    yield from of_work(viewer, since, now)
    yield from of_views(viewer, since)


def of_work(viewer: Any, since: datetime, now: datetime) -> Iterator[Notice]:
    """Notices of cases, clues and data; titles, summaries, names of files speak of persons, so outside each goes by kind and number."""
    yield from of_cases(viewer, since, now)
    if may(viewer, "clue.read"):
        known = catalog().models
        for clue in clues_to(viewer, since)[:MOST]:
            model = known[clue.model].title if clue.model in known else _("线索")
            where, outside = clue.organ.name if clue.organ else "", f"{model}（线索 {clue.pk}）"
            yield Notice("clue", clue.state_at, clue.summary_text, where, reverse("clue", args=[clue.pk]), outside)
    if may(viewer, "data.send"):
        sent = deliveries_seen_by(viewer).filter(organ_id=viewer.organ_id, received_at__gt=since).exclude(outcome="accepted")
        for one in sent[:MOST]:
            outside = _("第 %(number)s 次报送") % {"number": one.pk}
            yield Notice("returned", one.received_at, one.name, one.organ.name, reverse("delivery", args=[one.pk]), outside)


def told_of(viewer: Any, since: datetime, now: datetime) -> Iterator[OutsideNotice]:
    """The same as they may leave the platform; saved views are counted by the worker."""
    for one in of_work(viewer, since, now):
        yield OutsideNotice(one.kind, one.at, one.outside, one.address)


def counted_view(viewer: Any, view: Any) -> Counted | None:
    """How many rows a watched view holds and when the newest came; None where its filters are no longer known."""
    rows, came = watched_rows(viewer, view)
    if rows is None:
        return None
    return Counted(rows.count(), rows.order_by(f"-{came}").values_list(came, flat=True).first())


def week_before(now: datetime) -> datetime:
    """The beginning of the day seven days ago."""
    return datetime.combine(add_days(timezone.localdate(now), -DAYS), time(0), tzinfo=timezone.get_default_timezone())


def of_cases(viewer: Any, since: datetime, now: datetime) -> Iterator[Notice]:
    """Steps that came to the viewer's organ, limits, urging."""
    if not may(viewer, "case.read"):
        return
    known = catalog().procedures
    for one in procedure.arrivals(viewer, since=since, now=now):
        spec = known.get(one.procedure)
        step = spec.steps[one.step].title if spec and one.step in spec.steps else ""
        more = " · ".join(part for part in (one.number, step) if part)
        outside = f"{spec.title if spec else _('办件')}（{one.number or _('未编号')}）{step}"
        yield Notice(one.kind, one.at, one.title, more, reverse("case", args=[one.case_id]) + "#acts", outside)


def clues_to(viewer: Any, since: datetime) -> Any:
    """Clues that were given to the viewer since then and wait."""
    wanted = ClueFilter(state="assigned", assigned_to=viewer.username, resolved=False)
    return clues_seen_by(viewer, wanted).filter(state_at__gt=since)


def of_views(viewer: Any, since: datetime) -> Iterator[Notice]:
    """Watched views into which something new fell."""
    for view in views_kept_by(viewer).filter(watched=True):
        fresh = fresh_in(viewer, view, since)
        if fresh:
            at, count = fresh
            yield Notice(
                "view", at, view.title, _("%(count)s 条新内容") % {"count": count}, f"{view.page}?{view.query}" if view.query else view.page
            )


def fresh_in(viewer: Any, view: Any, since: datetime) -> tuple[datetime, int] | None:
    """How many rows are new in a watched view since then, and the newest; None where nothing is, or its filters are no longer known."""
    rows, came = watched_rows(viewer, view)
    if rows is None:
        return None
    newer = rows.filter(**{f"{came}__gt": since}).order_by(f"-{came}")
    newest = newer.values_list(came, flat=True).first()
    return (newest, newer.count()) if newest else None


def watched_rows(viewer: Any, view: Any) -> tuple[Any, str]:
    """Rows of a watched view and the column that says when one came; no rows where it cannot be watched any more."""
    from zhiheng.web.desk.own_views import WATCHED

    watched = WATCHED.get(view.page)
    return (watched.rows(viewer, QueryDict(view.query)), watched.came) if watched else (None, "")


def bell(request: HttpRequest) -> dict[str, Any]:
    """Template context: how many notices are unread, counted only where the bell is shown."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {"unread": SimpleLazyObject(lambda: unread(request.user))}


def unread(viewer: Any) -> int:
    """Notices since one last looked, at most those of seven days."""
    now = timezone.now()
    since = max(notices_seen_at(viewer) or week_before(now), week_before(now))
    steps = procedure.waiting_count(viewer, now=now, since=since) if may(viewer, "case.read") else 0
    clues = clues_to(viewer, since).count() if may(viewer, "clue.read") else 0
    return steps + clues + sum(1 for _one in of_views(viewer, since))
