"""One entry of a ledger: its values, clocks and history; the acts it allows, correction among them; entering a new one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhiheng.catalog.registers import RegisterSpec
from zhiheng.dossier import selectors as dossier
from zhiheng.dossier import services as papers
from zhiheng.dossier.core.errors import PaperUnexplained
from zhiheng.dossier.core.proofing.finding import HANDLED
from zhiheng.ledger.selectors import entries_about
from zhiheng.models.in_force import catalog
from zhiheng.register import services
from zhiheng.register.core.acts import PossibleAct, fields_of
from zhiheng.register.core.entry import CORRECT
from zhiheng.register.rows import Entry
from zhiheng.register.selectors import EntryView, entry_view, ledgers_of
from zhiheng.register.services import RegisterAct
from zhiheng.registry.core.masking import numbers_in
from zhiheng.registry.gate import hides_marked
from zhiheng.registry.rights import may
from zhiheng.registry.rows import Unit
from zhiheng.registry.selectors import actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.cases.documents import hand_out
from zhiheng.web.cases.procedures import open_address
from zhiheng.web.purposes import stated
from zhiheng.web.registers import ledger_page
from zhiheng.web.registers.forms import EXPLAINED, ActInputs
from zhiheng.web.registers.ledgers import spec_for
from zhiheng.web.registers.proofing import drafts_for
from zhiheng.web.rights import requires


def entry_or_404(request: HttpRequest, entry_id: UUID) -> EntryView:
    """The entry as this viewer sees it; 404 where they may not."""
    view = entry_view(entry_id, request.user, catalog())
    if view is None:
        raise Http404
    return view


@requires("register.read")
def entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The entry; `?do=` opens the form of an act. A stated purpose (POST) opens sensitive values."""
    view = entry_or_404(request, entry_id)
    form = stated(request)
    for errors in form.errors.values():
        messages.error(request, "；".join(map(str, errors)))
    wanted = request.GET.get("do", "")
    act = next((one for one in view.may_do if one.name == wanted), None)
    inputs = inputs_for(request, view, act) if act else None
    return show(request, view, act, inputs)


@requires("register.read")
@require_POST
def act(request: HttpRequest, entry_id: UUID, name: str) -> HttpResponse:
    """Do one act; what is refused is said beside its field or above the form, and nothing is changed."""
    view = entry_or_404(request, entry_id)
    possible = next((one for one in view.may_do if one.name == name), None)
    if possible is None:
        messages.error(request, _("条目现在不能这样办理，可能已由他人办理。"))
        return redirect("entry", entry_id=entry_id)
    inputs = inputs_for(request, view, possible, request.POST, request.FILES)

    def do() -> Entry:
        values = inputs.changed(view.values) if name == CORRECT else inputs.values()
        wanted = wanted_of(name, inputs, values)
        return services.act(actor=actor_of(request.user, "web"), now=timezone.now(), catalog=catalog(), entry_id=entry_id, wanted=wanted)

    if not inputs.grown and inputs.is_valid() and run_act(inputs, do):
        messages.success(request, _("已办理：%(title)s") % {"title": possible.title})
        return redirect("entry", entry_id=entry_id)
    return show(request, entry_or_404(request, entry_id), possible, inputs, status=200 if inputs.grown else 422)


@requires("register.keep")
def enter(request: HttpRequest, register: str, name: str) -> HttpResponse:
    """A new entry: its form, and what becomes of it."""
    spec = spec_for(request, register)
    ledgers = ledgers_for(request, spec, name)
    if name not in spec.shape.entering or not ledgers:
        raise Http404
    declared = spec.shape.acts[name]
    fields = fields_of(spec.shape, declared)
    more = {
        "today": timezone.localdate(), "reason": "needed" if declared.reason else "optional",
        "initial": ledger_page.first_values(fields, request.user), "choices": ledger_page.choices_for(fields, catalog(), request.user),
    }  # fmt: skip
    unit = chosen_unit(ledgers, (request.POST if request.method == "POST" else request.GET).get("unit", ""))
    if request.method != "POST":
        return show_new(request, spec, name, ActInputs(fields, **more), ledgers, unit)
    inputs = ActInputs(fields, request.POST, request.FILES, **more)
    made: list[Entry] = []

    def do() -> Entry:
        wanted = wanted_of(name, inputs, inputs.values())
        found = services.enter(
            actor=actor_of(request.user, "web"), now=timezone.now(), catalog=catalog(), register=spec.id, wanted=wanted, unit=unit
        )
        made.append(found)
        return found

    if not inputs.grown and inputs.is_valid() and run_act(inputs, do):
        messages.success(request, _("已登记：%(name)s") % {"name": str(made[0])})
        return redirect("entry", entry_id=made[0].pk)
    return show_new(request, spec, name, inputs, ledgers, unit, status=200 if inputs.grown else 422)


def ledgers_for(request: HttpRequest, spec: RegisterSpec, name: str) -> list[Unit | None]:
    """The ledgers (by unit) in which the officer may do an entering act."""
    if name not in spec.shape.acts:
        return []
    right = spec.shape.acts[name].right
    return [unit for _organ, unit in ledgers_of(request.user, spec) if may(request.user, right, pack=spec.pack, unit=unit)]


def chosen_unit(ledgers: list[Unit | None], given: str) -> Unit | None:
    """The unit named, else the first."""
    return next((unit for unit in ledgers if unit is not None and str(unit.pk) == given), ledgers[0])


def show_new(
    request: HttpRequest, spec: RegisterSpec, name: str, inputs: ActInputs, ledgers: list[Unit | None], unit: Unit | None, status: int = 200
) -> HttpResponse:
    """The page of a new entry."""
    context = {
        "spec": spec,
        "name": name,
        "act": spec.shape.acts[name],
        "inputs": inputs,
        "ledgers": [one for one in ledgers if one],
        "unit": unit,
    }
    return render(request, "web/registers/enter.html", context, status=status)


def inputs_for(request: HttpRequest, view: EntryView, act: PossibleAct, data: Any = None, files: Any = None) -> ActInputs:
    """The form of an act, with what stands already where the act changes it."""
    shape, fields = view.spec.shape, act.fields
    declared = shape.acts.get(act.name)
    if act.name == CORRECT:
        fields = tuple(item.model_copy(update={"required": False, "default": None, "when": {}}) for item in fields)
        initial = dict(view.values)
    else:
        standing = ledger_page.standing_values(shape, declared, view.values, view.state.state) if declared else {}
        initial = {**ledger_page.first_values(fields, request.user), **standing}
    corrections = [(row.seq, f"第 {row.seq} 次：{ledger_page.title_of(shape, row.act)}") for row in reversed(view.acts)]
    return ActInputs(
        fields, data, files, today=timezone.localdate(), reason="needed" if act.reason else "optional", expected_acts=len(view.acts),
        initial=initial, choices=ledger_page.choices_for(fields, catalog(), request.user), known_values=view.values,
        corrections=corrections if act.name == CORRECT else (), defaults=act.name != CORRECT,
    )  # fmt: skip


def wanted_of(name: str, inputs: ActInputs, values: dict[str, Any]) -> RegisterAct:
    """What was filled in, as the services take it."""
    given = inputs.files_given()
    files = {field: [read(one) for one in given[field]] if isinstance(given[field], list) else read(given[field]) for field in given}
    cleaned = inputs.cleaned_data
    return RegisterAct(
        act=name, values={field: value for field, value in values.items() if field not in files}, reason=cleaned.get("reason", ""),
        on=cleaned.get("on"), files=files, corrects=cleaned.get("corrects") or 0, key=inputs.key, expected_acts=inputs.expected_acts,
        explained=cleaned.get(EXPLAINED, ""),
    )  # fmt: skip


def read(file: Any) -> tuple[str, bytes]:
    """Name and content of an uploaded file; one byte more than is allowed is enough to be refused."""
    return file.name, file.read(papers.MOST_BYTES + 1)


def run_act(inputs: ActInputs, do: Callable[[], Entry]) -> bool:
    """Do an act; a refusal becomes an error of the form."""
    try:
        do()
    except PaperUnexplained as refusal:
        inputs.ask_explained()
        inputs.add_error(EXPLAINED, f"{refusal.reason}。{refusal.remedy}")
        return False
    except UnusableInputError as refusal:
        inputs.add_error(None, "：".join(part for part in (refusal.place, f"{refusal.reason}。{refusal.remedy}") if part))
        return False
    except PermissionDenied as refusal:
        inputs.add_error(None, str(refusal))
        return False
    return True


def show(request: HttpRequest, view: EntryView, act: PossibleAct | None, inputs: ActInputs | None, *, status: int = 200) -> HttpResponse:
    """The page of an entry."""
    shape = view.spec.shape
    files = dossier.files_seen_by(request.user, view.entry.dossier_key)
    context = {
        "view": view, "spec": view.spec, "act": act, "inputs": inputs,
        "declared": shape.acts.get(act.name) if act else None,
        "clocks": [ledger_page.clock_shown(clock, shape) for clock in view.clocks],
        "values": ledger_page.told_values(shape, view.values, catalog()),
        "history": ledger_page.history(shape, view.acts, catalog(), inside=view.inside),
        "state": shape.states.get(view.state.state, "待确认" if view.state.pending else ""),
        "pending": shape.acts[view.state.pending.name].title if view.state.pending else "",
        "pending_values": pending_values(view),
        "papers": files.documents, "attachments": files.attachments, "drafts": drafts_for(request, view), "handled": tuple(HANDLED.items()),
        "entries": list(entries_about(f"entry:{view.entry.pk}")) if view.inside else [],
        "forward": [one for one in view.may_do if one.name != CORRECT],
        "openings": openings_of(view),
        "correct": next((one for one in view.may_do if one.name == CORRECT), None),
        "label": any(one.label == "qr" for one in shape.acts.values()),
    }  # fmt: skip
    return render(request, "web/registers/entry.html", context, status=status)


def openings_of(view: EntryView) -> list[tuple[str, str]]:
    """Cases the entry can open: how the button reads, and where it leads."""
    procedures = catalog().procedures
    found = [(one.title or procedures[one.procedure].title, open_address(one.procedure, view.entry.pk)) for one in view.opens]
    return [one for one in found if one[1]]


def pending_values(view: EntryView) -> list[ledger_page.TitledValue]:
    """What an act that waits for a confirmation gives, as the confirming organ reads it."""
    shape, pending = view.spec.shape, view.state.pending
    given = pending.values.items() if pending else ()
    return [
        ledger_page.TitledValue(shape.field[name].title, hidden=True)
        if hides_marked(shape.field[name])
        else ledger_page.titled_value(shape.field[name], value, catalog())
        for name, value in given
        if name in shape.field and (view.inside or not shape.field[name].inner)
    ]


@requires("register.read")
@require_GET
def file(request: HttpRequest, entry_id: UUID, file_id: int) -> HttpResponse:
    """A file that was handed in to an entry."""
    view = entry_or_404(request, entry_id)
    stored = dossier.attachment_seen_by(request.user, file_id, view.entry.dossier_key)
    if stored is None:
        raise Http404
    return hand_out(request, dossier.read_stored(stored), f"entry:{entry_id}", persons_in(view.entry))


@requires("register.read")
@require_GET
def entry_paper(request: HttpRequest, entry_id: UUID, document_id: UUID, kind: str) -> HttpResponse:
    """A paper drawn up with an act of the entry."""
    view = entry_or_404(request, entry_id)
    document = dossier.document_with(document_id)
    if document is None or document.dossier.key != view.entry.dossier_key:
        raise Http404
    found = dossier.file_seen_by(request.user, document_id, kind)
    if found is None:
        raise Http404
    return hand_out(request, found, f"document:{document_id}", persons_in(view.entry))


def persons_in(entry: Entry) -> list[str]:
    """Identity numbers in what was entered, for the trace of a file that belongs to it."""
    return numbers_in(repr((entry.number, entry.values)).encode())
