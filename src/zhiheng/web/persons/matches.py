"""同一人认定: the list of uncertain matches, one match side by side, and what is decided on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zhiheng.ledger.selectors import entries_about
from zhiheng.oversight.selectors import clues_seen_by
from zhiheng.registry.gate import demand_open
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of, organs_seen_by
from zhiheng.schema.cleaning import clean_identity
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.identity import to_18
from zhiheng.subjects import selectors as subjects
from zhiheng.subjects import services
from zhiheng.subjects.core.states import DECISIONS, KINDS, STATES, SUGGESTIONS
from zhiheng.web.excel import GIVEN, export
from zhiheng.web.listing import Column, listing
from zhiheng.web.persons.comparison import in_words, organs_of, rows_of, share_of, sides_of, weights_of
from zhiheng.web.persons.forms import DecideForm, MatchFilters, UndoForm
from zhiheng.web.rights import requires

COLUMNS = (
    Column(gettext_lazy("双方"), lambda match: "／".join(sides_of(match))),
    Column(gettext_lazy("依据"), in_words),
    Column(gettext_lazy("建议"), lambda match: SUGGESTIONS.get(match.suggestion, "")),
    Column(gettext_lazy("权重"), lambda match: match.weight, sort="weight", kind="number"),
    Column(gettext_lazy("报送单位"), lambda match: "、".join(organs_of(match))),
    Column(gettext_lazy("状态"), lambda match: STATES[subjects.state_of(match)]),
    Column(gettext_lazy("列出时间"), lambda match: match.found_at, sort="found_at"),
)
EXTRA = (
    Column(gettext_lazy("种类"), lambda match: KINDS[match.kind]),
    Column(gettext_lazy("概率"), lambda match: match.probability),
    Column(gettext_lazy("认定人"), lambda match: match.decided_by),
    Column(gettext_lazy("认定时间"), lambda match: match.decided_at),
)
VIEWS = tuple((state, STATES[state]) for state in ("open", "changed", "same", "different", "gone"))


@requires("person.match")
@require_GET
def matches(request: HttpRequest) -> HttpResponseBase:
    """The list, the weightiest first, or the same rows as an Excel file."""
    every = subjects.matches_seen_by(request.user)
    filters = filters_of(request)
    found = filtered(every, filters)
    if request.GET.get("format") in GIVEN:
        return export(request, _("同一人认定"), (*COLUMNS, *EXTRA), found.order_by("-weight", "pk"))
    listed = listing(found, COLUMNS, request.GET, sort="-weight")
    context = {
        "listing": listed,
        "filters": filters,
        "kept": filters.kept,
        "views": [(name, title, subjects.in_state(every, name).count()) for name, title in VIEWS],
        "rows": [(one, sides_of(one), in_words(one), organs_of(one), subjects.state_of(one)) for one in listed.page],
    }
    return render(request, "web/persons/matches.html", context)


def filters_of(request: HttpRequest) -> MatchFilters:
    """What the address asks for."""
    return MatchFilters(
        request.GET,
        suggestion=SUGGESTIONS.items(),
        kind=KINDS.items(),
        organ=organs_seen_by(request.user).values_list("pk", "name"),
        view=VIEWS,
    )


def filtered(found: Any, filters: MatchFilters) -> Any:
    """Matches under the filters."""
    exact = {name: value for name in ("suggestion", "kind") if (value := filters.given(name))}
    found = subjects.in_state(found.filter(**exact), filters.given("view") or "")
    if organ := filters.given("organ"):
        found = found.filter(pk__in=found.filter(organs__organ_id=organ).values("pk"))
    if wanted := filters.given("q"):
        whole = to_18(clean_identity(wanted))  # a part of a number would tell what is masked
        named = Q(left__names__icontains=wanted) | Q(right__names__icontains=wanted)
        found = found.filter(named | Q(left__number=whole) | Q(right__number=whole))
    return found


@requires("person.match")
@require_GET
def match(request: HttpRequest, match_id: int) -> HttpResponse:
    """One match, side by side."""
    return show(request, match_or_404(request, match_id))


FORMS: Mapping[str, type[forms.Form]] = {"decide": DecideForm, "undo": UndoForm}


@requires("person.match")
@require_POST
def act(request: HttpRequest, match_id: int, act: str) -> HttpResponse:
    """Decide, or undo a decision; what is refused is said beside its field."""
    found = match_or_404(request, match_id)
    if act not in FORMS:
        raise Http404
    form = FORMS[act](request.POST, prefix=act)
    if form.is_valid() and run_act(request, match_id, act, form):
        messages.success(request, _("认定已撤销。") if act == "undo" else _("认定已记录。"))
        return redirect("match", match_id=match_id)
    return show(request, found, tried=(act, form), status=422)


def run_act(request: HttpRequest, match_id: int, act: str, form: forms.Form) -> bool:
    """Do the act; a refusal becomes an error of the form."""
    shared: dict[str, Any] = {"actor": actor_of(request.user, "web"), "now": timezone.now(), "match_id": match_id}
    reason = form.cleaned_data["reason"]
    try:
        if act == "undo":
            services.undo_decision(**shared, reason=reason)
        else:
            services.decide_match(**shared, decision=request.POST.get("decision", ""), reason=reason)
    except UnusableInputError as refusal:
        form.add_error(None, f"{refusal.reason}。{refusal.remedy}")
        return False
    return True


def match_or_404(request: HttpRequest, match_id: int) -> subjects.MatchView:
    """The match, or 404 where the viewer may not know of it."""
    found = subjects.match_view(match_id, request.user)
    if found is None:
        raise Http404
    return found


def show(request: HttpRequest, view: subjects.MatchView, *, tried: tuple[str, forms.Form] | None = None, status: int = 200) -> HttpResponse:
    """The page, to who states a purpose; a refused form stands in place of its empty one."""
    demand_open(sensitive=True)
    one = view.match
    given = dict([tried]) if tried else {}
    state = subjects.state_of(one)
    context = {
        "view": view,
        "match": one,
        "state": state,
        "rows": rows_of(view),
        "weights": weights_of(view),
        "probability": share_of(one.probability),
        "sides": [(one.left_name or view.left.identity.name, view.left), (one.right_name or view.right.identity.name, view.right)],
        "clues": clues_of(request, view),
        "decide": given.get("decide", DecideForm(prefix="decide")) if state in {"open", "changed"} else None,
        "offers": [(one.decision, DECISIONS[one.decision])] if one.decision else list(DECISIONS.items()),
        "undo": given.get("undo", UndoForm(prefix="undo")) if one.decision else None,
        "entries": list(entries_about(f"match:{one.pk}")),
        "may_read_data": may(request.user, "data.read"),
        "may_read": may(request.user, "person.read"),
    }
    return render(request, "web/persons/match.html", context, status=status)


def clues_of(request: HttpRequest, view: subjects.MatchView) -> list[tuple[Any, bool]]:
    """Clues about either number, and whether each rests on this match."""
    numbers = {view.match.left.number, view.match.right.number}
    return [(clue, view.match.pk in clue.rests_on) for clue in clues_seen_by(request.user).filter(subject__in=numbers)]
