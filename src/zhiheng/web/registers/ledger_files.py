"""A ledger filled by Excel: rows that cannot be entered are named with reason and remedy, the others go in."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhiheng.catalog.registers import RegisterSpec
from zhiheng.models.in_force import catalog
from zhiheng.register.selectors import ledgers_of
from zhiheng.register.services import ImportReport, import_entries
from zhiheng.register.services.importing import MOST_BYTES
from zhiheng.registry.rights import may
from zhiheng.registry.rows import Unit
from zhiheng.registry.selectors import actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.registers.forms import ImportForm
from zhiheng.web.registers.ledgers import spec_for
from zhiheng.web.rights import requires

WHOLE = "organ"
Offered = Sequence[tuple[str, str]]


@requires("register.keep")
def import_file(request: HttpRequest, register: str) -> HttpResponse:
    """Take a filled-in template; sent again, the same file enters nothing twice."""
    spec = spec_for(request, register)
    ledgers = kept_by(request, spec)
    if not ledgers or not spec.shape.entering:
        raise Http404
    form = form_of(request, spec, ledgers)
    report, status = None, 200
    if request.method == "POST":
        report = import_report(request, spec, form, ledgers) if form.is_valid() else None
        status = 200 if report else 422
    context = {"spec": spec, "form": form, "report": report, "dry": form.is_bound and form.data.get("only_check"),
            "acts": [(name, spec.shape.acts[name].title) for name in spec.shape.entering]}  # fmt: skip
    return render(request, "web/registers/import.html", context, status=status)


def kept_by(request: HttpRequest, spec: RegisterSpec) -> dict[str, Unit | None]:
    """The ledgers in which the officer may enter: key of the choice → unit, None for the whole organ."""
    own = ledgers_of(request.user, spec)
    return {
        str(unit.pk) if unit else WHOLE: unit
        for _organ, unit in own
        if may(request.user, spec.shape.kept_by.right, pack=spec.pack, unit=unit)
    }


def offered(request: HttpRequest, ledgers: dict[str, Unit | None]) -> Offered:
    """The ledgers by name."""
    return [(key, unit.name if unit else request.user.organ.name) for key, unit in ledgers.items()]


def form_of(request: HttpRequest, spec: RegisterSpec, ledgers: dict[str, Unit | None]) -> ImportForm:
    """The form with its choices."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    form.fields["act"].choices = [(name, spec.shape.acts[name].title) for name in spec.shape.entering]  # type: ignore[attr-defined]
    form.fields["ledger"].choices = offered(request, ledgers)  # type: ignore[attr-defined]
    return form


def import_report(request: HttpRequest, spec: RegisterSpec, form: ImportForm, ledgers: dict[str, Unit | None]) -> ImportReport | None:
    """What became of the file; a file nobody can read becomes an error of the form."""
    given = form.cleaned_data
    try:
        return import_entries(
            actor=actor_of(request.user, "web"), now=timezone.now(), catalog=catalog(), register=spec.id, name=given["file"].name,
            content=given["file"].read(MOST_BYTES + 1), unit=ledgers[given["ledger"]], act=given["act"], dry_run=given["only_check"],
        )  # fmt: skip
    except UnusableInputError as refusal:
        form.add_error("file", f"{refusal.reason}。{refusal.remedy}")
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal))
    return None
