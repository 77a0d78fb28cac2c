"""人员: looked up with a stated purpose, then one person across organs: who wrote what, what happened, who decided it is one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhiheng.exchange.sending.selectors import origins_of
from zhiheng.oversight.selectors import cases_on_clues_about, clues_seen_by
from zhiheng.procedure.selectors import cases_seen_by
from zhiheng.registry.core.masking import masked
from zhiheng.registry.gate import value_text
from zhiheng.registry.rights import may
from zhiheng.schema import DATASETS
from zhiheng.schema.lengths import told_length
from zhiheng.subjects import selectors as subjects
from zhiheng.subjects.core.life import LIFE, LifeEvent
from zhiheng.web.cases.openings import openable
from zhiheng.web.clues.evidence import stored_value_text
from zhiheng.web.persons.barriers import barriers_told
from zhiheng.web.persons.forms import LookUpForm
from zhiheng.web.persons.life_line import ZOOMS, life_line, zoom_asked
from zhiheng.web.purposes import remember, stated
from zhiheng.web.rights import requires


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
    form = LookUpForm(request.POST or None, reader=request.user, sensitive=True)
    context: dict[str, Any] = {"form": form, "may_match": may(request.user, "person.match")}
    if context["may_match"]:
        context["waiting"] = subjects.in_state(subjects.matches_seen_by(request.user), "open").count()
    if request.method == "POST":
        if not form.is_valid():
            return render(request, "web/persons/persons.html", context, status=422)
        asked, said = form.cleaned_data["q"], form.cleaned_data["said"]
        request.gate.open(f"{said}（检索：{masked(asked)}）")  # type: ignore[attr-defined]
        request.gate.given += 1  # type: ignore[attr-defined]  # also an empty answer tells something
        found = subjects.persons_found(request.user, asked)
        if len(found) == 1 and "one" in request.POST:
            return opened_at_once(request, found[0].identity.pk, said)
        context |= {"found": found, "purpose": said}
    return render(request, "web/persons/persons.html", context)


def opened_at_once(request: HttpRequest, identity_id: int, purpose: str) -> HttpResponse:
    """The one person found from the box at the top; the page that opens notes whom it shows."""
    address = reverse("person", args=[identity_id])
    remember(request, address, purpose)
    return redirect(address)


@requires("person.read")
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, identity_id: int) -> HttpResponse:
    """The person, to who stated a purpose within the last half hour; who has not is asked for it first."""
    view = subjects.person_view(request.user, identity_id)
    if view is None:
        raise Http404
    form = stated(request)
    if form.is_bound:
        if form.is_valid():
            return redirect("person", identity_id=identity_id)
        return render(request, "web/persons/asked.html", {"form": form, "identity_id": identity_id}, status=422)
    gate = request.gate  # type: ignore[attr-defined]
    if not gate.shows_sensitive:
        return render(request, "web/persons/asked.html", {"form": form, "identity_id": identity_id})
    context = {"view": view, "purpose": gate.purpose, "identity_id": identity_id, **told_of(request, view)}
    return render(request, "web/persons/person.html", context)


def told_of(request: HttpRequest, view: subjects.PersonView) -> dict[str, Any]:
    """What the page shows beside who the person is."""
    numbers = view.numbers
    life = list(subjects.person_timeline(request.user, numbers))
    origins = origins_of(event.batch for event in life)
    return {
        "life": [TimelineEvent(event, facts_of(event), origins.get(str(event.batch), "")) for event in life],
        "line": life_line(life),
        "zooms": ZOOMS,
        "zoom": zoom_asked(request.GET.get("zoom", "")),
        "counted": counted_of(view),
        "clues": list(clues_seen_by(request.user).filter(subject__in=numbers)),
        "cases": list(cases_seen_by(request.user).filter(Q(subject__in=numbers) | Q(pk__in=cases_on_clues_about(numbers)))),
        "openable": [one for one in openable(request.user, "person") if one.about == "person"],
        "may_match": may(request.user, "person.match"),
        "may_read_data": may(request.user, "data.read"),
        "several": len(numbers) > 1,
        **barriers_told(request, list(numbers)),
    }


def facts_of(event: LifeEvent) -> list[tuple[str, str]]:
    """Titles and values of what a record says, in words."""
    return [fact_told(event.dataset, name, value) for name, value in event.facts]


def fact_told(dataset: str, name: str, value: Any) -> tuple[str, str]:
    """Title and value of one fact, as the gate shows it; months of punishment as years and months."""
    field = DATASETS[dataset].fields[name]
    title, words = told_length(dataset, name, value) or (field.zh, stored_value_text(value, field.codes))
    return title, value_text(dataset, name, words)


def counted_of(view: subjects.PersonView) -> list[Counted]:
    """How much of each dataset that is not told record by record there is."""
    rows = [(seen.identity.number, one) for seen in view.identities for one in seen.mentions if one["dataset"] not in LIFE]
    counted: dict[tuple[str, str, str], Counted] = {}
    for number, one in rows:
        key = (one["dataset"], one["organ"], number)
        before = counted.get(key)
        records = one["records"] + (before.records if before else 0)
        first = min(one["first_at"], before.first_at) if before else one["first_at"]
        last = max(one["last_at"], before.last_at) if before else one["last_at"]
        counted[key] = Counted(one["dataset"], one["organ"], number, records, first, last)
    return list(counted.values())
