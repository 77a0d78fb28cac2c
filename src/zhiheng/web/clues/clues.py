"""线索: the queue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhiheng.law.clocks import add_days
from zhiheng.law.texts import citation_text
from zhiheng.models.in_force import catalog
from zhiheng.oversight import selectors as oversight
from zhiheng.oversight.core.states import CAUSES, LEVELS, STATES
from zhiheng.oversight.selectors.clues import holding
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import officers_having, organs_seen_by
from zhiheng.web.clues.forms import BulkForm
from zhiheng.web.counting import count_of
from zhiheng.web.excel import GIVEN, export
from zhiheng.web.fields.filters import ClueFilters
from zhiheng.web.listing import Column, listing
from zhiheng.web.rights import requires

WHO = re.compile(r"^(?P<name>[^（，。]{2,30})（[1-9][0-9]{13,16}[0-9Xx]）(?P<said>.*)$", re.DOTALL)
SORTED = frozenset({"subject", "model", "organ__name", "found_at"})
AGES = (("7", _("七日内")), ("30", _("三十日内")), ("over30", _("三十日以前")))
IDENTITIES = (("undecided", _("依据未认定的同一人")),)
VIEWS = (
    ("open", _("待处理")),
    ("mine", _("分派给我")),
    ("verified", _("待制发文书")),
    ("resolved", _("已不再成立")),
    ("snoozed", _("暂缓")),
)
COLUMNS = (
    Column(_("人员、案件"), lambda clue: row_of(clue).name, sort="subject"),
    Column(_("情形"), lambda clue: model_title(clue.model), sort="model"),
    Column(_("涉及单位"), lambda clue: clue.organ.name if clue.organ else "", sort="organ__name"),
    Column(_("关键日期"), lambda clue: row_of(clue).duty_on),
    Column(_("超期"), lambda clue: row_of(clue).late_days, kind="number"),
    Column(_("状态"), lambda clue: STATES[clue.state]),
    Column(_("发现"), lambda clue: clue.found_at, sort="found_at"),
)
EXTRA = (
    Column(_("线索"), lambda clue: clue.summary_text),
    Column(_("证件号码"), lambda clue: clue.subject),
    Column(_("级别"), lambda clue: LEVELS[clue.level]),
    Column(_("核查日"), lambda clue: clue.as_of),
    Column(_("依据"), lambda clue: "；".join(map(citation_text, clue.cites))),
    Column(_("排除原因"), lambda clue: CAUSES.get(clue.cause, "")),
    Column(_("理由"), lambda clue: clue.reason),
    Column(_("未认定的同一人"), lambda clue: "、".join(str(rest["match"]) for rest in clue.rests_on)),
    Column(_("分派给"), lambda clue: clue.assigned_to.name if clue.assigned_to else ""),
    Column(_("摘要值"), lambda clue: clue.digest),
)


@dataclass(frozen=True)
class ClueRow:
    """A clue as a list shows it: whom, what, the day of the duty it rests on, and for how long that has passed."""

    clue: Any
    name: str
    number: str
    model: str
    summary: str
    duty_on: date | None
    late_days: int | None


def row_of(clue: Any) -> ClueRow:
    """The columns of a clue; what its summary says of the person stands apart."""
    spec = catalog().models.get(clue.model)
    summary = clue.summary_text
    found = WHO.match(summary)
    name, said = (found["name"], found["said"]) if found else ("", summary)
    said = name + said if said.startswith("的") else said
    columns = spec.duty if spec and not clue.is_hidden else ()
    day = next((on for column in columns if (on := day_in(clue.values.get(column)))), None)
    late = (clue.as_of - day).days if day and day < clue.as_of else None
    return ClueRow(clue, name, clue.subject, model_title(clue.model), said.lstrip("，、 "), day, late)


def day_in(value: object) -> date | None:
    """The day that a value of a clue is; None for anything else."""
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def neighbours(viewer: Any, clue: Any, asked: QueryDict) -> tuple[int | None, int | None]:
    """The clue before and after one in the list that an address asks for; none where the list no longer holds it."""
    rows = rows_asked(viewer, asked).order_by()
    by = asked.get("sort", "")
    by = by if by.lstrip("-") in SORTED else "-found_at"
    name, falling = by.lstrip("-"), by.startswith("-")
    at = getattr(clue.organ, "name", None) if name == "organ__name" else getattr(clue, name)
    if at is None:
        return None, None
    further, nearer = ("lt", "gt") if falling else ("gt", "lt")
    after = rows.filter(Q(**{f"{name}__{further}": at}) | Q(**{name: at}, pk__gt=clue.pk)).order_by(by, "pk")
    before = rows.filter(Q(**{f"{name}__{nearer}": at}) | Q(**{name: at}, pk__lt=clue.pk)).order_by(name if falling else f"-{name}", "-pk")
    return before.values_list("pk", flat=True).first(), after.values_list("pk", flat=True).first()


@requires("clue.read")
@require_GET
def clues(request: HttpRequest) -> HttpResponseBase:
    """The queue, or the same rows as an Excel file."""
    filters = filters_of(request)
    today = timezone.localdate()
    every = oversight.clues_seen_by(request.user)
    found = filtered(every, filters, request.user, today)
    if request.GET.get("format") in GIVEN:
        return export(request, str(_("线索")), (*COLUMNS, *EXTRA), found)
    listed = listing(found, COLUMNS, request.GET, sort="-found_at")
    context = {
        "listing": listed,
        "rows": [row_of(clue) for clue in listed.page],
        "came_from": request.GET.urlencode() or "page=1",
        "gone": oversight.reasons_gone(clue.pk for clue in listed.page if clue.resolved_at),
        "filters": filters,
        "kept": filters.kept,
        "views": [(name, title, count_of(in_view(every, name, request.user, today))) for name, title in VIEWS],
        "bulk": BulkForm(officers=verifiers(request.user)) if may(request.user, "clue.handle") else None,
        "titles": {name: spec.title for name, spec in catalog().models.items()},
    }
    return render(request, "web/clues/clues.html", context)


def rows_asked(viewer: Any, asked: QueryDict) -> Any:
    """The rows an address asks for, as this viewer sees them."""
    return filtered(oversight.clues_seen_by(viewer), filters_for(viewer, asked), viewer, timezone.localdate())


def filters_of(request: HttpRequest) -> ClueFilters:
    """What the address asks for."""
    return filters_for(request.user, request.GET)


def filters_for(viewer: Any, asked: QueryDict) -> ClueFilters:
    """What an address asks for, with the choices this viewer has."""
    models = [(name, spec.title) for name, spec in catalog().models.items()]
    return ClueFilters(
        asked,
        model=models,
        organ=organs_seen_by(viewer).values_list("pk", "name"),
        state=STATES.items(),
        level=LEVELS.items(),
        age=AGES,
        identity=IDENTITIES,
        view=VIEWS,
    )


def filtered(found: Any, filters: ClueFilters, viewer: Any, today: date) -> Any:
    """Clues under the filters."""
    for name in ("model", "state", "level"):
        if wanted := filters.given(name):
            found = found.filter(**{name: wanted})
    if organ := filters.given("organ"):
        found = found.filter(organ_id=organ)
    if wanted := filters.given("q"):
        found = holding(found, wanted)
    if filters.given("identity"):
        found = found.exclude(rests_on=[])
    if age := filters.given("age"):
        found = of_age(found, age, today)
    return in_view(found, filters.given("view"), viewer, today)


def of_age(found: Any, age: str, today: date) -> Any:
    """Clues by the day they were found."""
    if age == "over30":
        return found.filter(found_at__date__lt=add_days(today, -30))
    return found.filter(found_at__date__gte=add_days(today, -int(age)))


def in_view(found: Any, view: str | None, viewer: Any, today: date) -> Any:
    """The usual views of the queue; snoozed and resolved clues stand only in their own."""
    awake = found.filter(resolved_at__isnull=True).filter(Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=today))
    waiting = awake.filter(state__in=("received", "assigned"))
    return {
        "open": waiting,
        "mine": waiting.filter(assigned_to=viewer),
        "verified": awake.filter(state="verified"),
        "resolved": found.filter(resolved_at__isnull=False),
        "snoozed": found.filter(snoozed_until__gt=today),
    }.get(view or "", found)


def verifiers(viewer: Any) -> list[tuple[str, str]]:
    """Officers who may be given a clue: sign-in name and how they are shown."""
    return [(one.username, f"{one.name}（{one.organ.name}）") for one in officers_having(viewer, "clue.verify")]


def model_title(name: str) -> str:
    """The Chinese name of a model; a retired one keeps its id."""
    spec = catalog().models.get(name)
    return spec.title if spec else name
