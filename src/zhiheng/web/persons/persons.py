"""人员: looked up with a stated purpose, then one person across organs: who wrote what, what happened, who decided it is one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhiheng.exchange.sending.selectors import origins_of
from zhiheng.oversight.selectors import clues_seen_by
from zhiheng.procedure.selectors import cases_seen_by
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of
from zhiheng.registry.services import record_sensitive_read
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError
from zhiheng.subjects import selectors as subjects
from zhiheng.subjects.core.life import LIFE, LifeEvent
from zhiheng.web.cases.openings import openable
from zhiheng.web.clues.evidence import stored_value_text
from zhiheng.web.persons.forms import LookUpForm, OpenForm
from zhiheng.web.rights import requires

OPENED = "persons_opened"
OPEN_SECONDS = 1800
MOST_OPENED = 20


@dataclass(frozen=True)
class TimelineEvent:
    """An event of the time line with its facts in words, and how its record came where its organ did not send it itself."""

    event: LifeEvent
    facts: list[tuple[str, str]]
    origin: str = ""


@dataclass(frozen=True)
class Counted:
    """Records kept by the day or the hour: only how many, and when they came."""

    dataset: str
    organ: str
    number: str
    records: int
    first_at: str
    last_at: str


@requires("person.read")
@require_http_methods(["GET", "POST"])
def persons(request: HttpRequest) -> HttpResponse:
    """The form; once a purpose is stated and noted, who was found."""
    form = LookUpForm(request.POST or None)
    shown: dict[str, Any] = {"form": form, "may_match": may(request.user, "person.match")}
    if shown["may_match"]:
        shown["waiting"] = subjects.in_state(subjects.matches_seen_by(request.user), "open").count()
    if request.method == "POST":
        if not (form.is_valid() and noted(request, form, "persons", f"{form.cleaned_data['purpose']}（检索：{form.cleaned_data['q']}）")):
            return render(request, "web/persons/persons.html", shown, status=422)
        found = subjects.persons_found(request.user, form.cleaned_data["q"])
        if len(found) == 1 and "one" in request.POST:
            return opened_at_once(request, found[0].identity.pk, form.cleaned_data["purpose"])
        shown |= {"found": found, "purpose": form.cleaned_data["purpose"]}
    return render(request, "web/persons/persons.html", shown)


def opened_at_once(request: HttpRequest, identity_id: int, purpose: str) -> HttpResponse:
    """The one person found from the box at the top; that this person is opened is noted like any other opening."""
    record_sensitive_read(
        actor=actor_of(request.user, "web"), purpose=purpose, what=f"person:{identity_id}", now=timezone.now(), reader=request.user
    )
    remember(request, identity_id, purpose)
    return redirect("person", identity_id=identity_id)


@requires("person.read")
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, identity_id: int) -> HttpResponse:
    """The person, to who stated a purpose within the last half hour; who has not is asked for it first."""
    view = subjects.person_view(request.user, identity_id)
    if view is None:
        raise Http404
    form = OpenForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid() and noted(request, form, f"person:{identity_id}", form.cleaned_data["purpose"]):
            remember(request, identity_id, form.cleaned_data["purpose"])
            return redirect("person", identity_id=identity_id)
        return render(request, "web/persons/asked.html", {"form": form, "identity_id": identity_id}, status=422)
    if not (purpose := purpose_of(request, identity_id)):
        return render(request, "web/persons/asked.html", {"form": form, "identity_id": identity_id})
    return render(request, "web/persons/person.html", {"view": view, "purpose": purpose, **told_of(request, view)})


def told_of(request: HttpRequest, view: subjects.PersonView) -> dict[str, Any]:
    """What the page shows beside who the person is."""
    numbers = view.numbers
    life = list(subjects.person_timeline(request.user, numbers))
    origins = origins_of(event.batch for event in life)
    return {
        "life": [TimelineEvent(event, facts_of(event), origins.get(str(event.batch), "")) for event in life],
        "counted": counted_of(view),
        "clues": list(clues_seen_by(request.user).filter(subject__in=numbers)),
        "cases": list(cases_seen_by(request.user).filter(Q(subject__in=numbers) | Q(clue_links__clue__subject__in=numbers)).distinct()),
        "openable": [one for one in openable(request.user, "person") if one.about == "person"],
        "may_match": may(request.user, "person.match"),
        "may_read_data": may(request.user, "data.read"),
        "several": len(numbers) > 1,
    }


def facts_of(event: LifeEvent) -> list[tuple[str, str]]:
    """Titles and values of what a record says, in words."""
    fields = DATASETS[event.dataset].fields
    return [(fields[name].zh, stored_value_text(value, fields[name].codes)) for name, value in event.facts]


def counted_of(view: subjects.PersonView) -> list[Counted]:
    """How much of each dataset that is not told record by record there is."""
    rows = [(seen.identity.number, one) for seen in view.identities for one in seen.said if one["dataset"] not in LIFE]
    counted: dict[tuple[str, str, str], Counted] = {}
    for number, one in rows:
        key = (one["dataset"], one["organ"], number)
        before = counted.get(key)
        records = one["records"] + (before.records if before else 0)
        first = min(one["first_at"], before.first_at) if before else one["first_at"]
        last = max(one["last_at"], before.last_at) if before else one["last_at"]
        counted[key] = Counted(one["dataset"], one["organ"], number, records, first, last)
    return list(counted.values())


def noted(request: HttpRequest, form: forms.Form, what: str, purpose: str) -> bool:
    """Write the purpose to the ledger before anything is shown; a refusal becomes an error of the form."""
    try:
        record_sensitive_read(actor=actor_of(request.user, "web"), purpose=purpose, what=what, now=timezone.now(), reader=request.user)
    except UnusableInputError as refusal:
        form.add_error("purpose", f"{refusal.reason}。{refusal.remedy}")
        return False
    return True


def remember(request: HttpRequest, identity_id: int, purpose: str) -> None:
    """Keep in the session that this person was opened, for half an hour."""
    kept = dict(list(request.session.get(OPENED, {}).items())[-MOST_OPENED:])
    request.session[OPENED] = {**kept, str(identity_id): [purpose, timezone.now().timestamp() + OPEN_SECONDS]}


def purpose_of(request: HttpRequest, identity_id: int) -> str:
    """The purpose with which the person was opened; empty where it was not, or too long ago."""
    purpose, until = request.session.get(OPENED, {}).get(str(identity_id), ("", 0))
    return str(purpose) if timezone.now().timestamp() < until else ""
