"""案卷包: packages that came and were sent, their receipts, and those kept back with the reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhiheng.exchange.core.package_seal import MOST_BYTES
from zhiheng.exchange.packages.selectors import STATES, content_of, may_open, packages_seen_by, receipt_of
from zhiheng.exchange.packages.services import bind_package, receive_package, send_package
from zhiheng.ledger.selectors import entries_about
from zhiheng.procedure.selectors import cases_seen_by, persons_of
from zhiheng.registry.gate import demand_for_file
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of, organ_names
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.data.intake import kept_aside, saved
from zhiheng.web.data.package_forms import BindForm, PackageForm, SendForm
from zhiheng.web.listing import Column, listing
from zhiheng.web.rights import requires

COLUMNS = (
    Column(_("编号"), lambda one: one.pk, sort="id", kind="number"),
    Column(_("案卷包"), lambda one: one.title or one.name, sort="title"),
    Column(_("发送单位"), lambda one: one.sender, sort="sender__name"),
    Column(_("接收单位"), lambda one: one.receiver, sort="receiver__name"),
    Column(_("状态"), lambda one: one.get_state_display(), sort="state"),
    Column(_("时间"), lambda one: one.made_at, sort="made_at"),
)


@requires("data.read")
@require_http_methods(["GET", "POST"])
def packages(request: HttpRequest) -> HttpResponse:
    """The list, by state; a package posted is taken in."""
    may_send = may(request.user, "data.send")
    if request.method == "POST" and not may_send:
        raise Http404
    form = PackageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        row = received_or_error(request, form)
        if row:
            return redirect("package", number=row.pk)
    return package_list(request, form=form, status=422 if form.errors else 200)


def package_list(
    request: HttpRequest, *, form: PackageForm | None = None, sending: SendForm | None = None, status: int = 200
) -> HttpResponse:
    """The list with its forms."""
    state, found = request.GET.get("state", ""), packages_seen_by(request.user)
    told = {
        "listing": listing(found.filter(state=state) if state in STATES else found, COLUMNS, request.GET, sort="-id"),
        "states": STATES.items(),
        "state": state,
        "form": (form or PackageForm()) if may(request.user, "data.send") else None,
        "sending": (sending or send_form(request)) if may(request.user, "data.send") else None,
    }
    return render(request, "web/data/packages.html", told, status=status)


def received_or_error(request: HttpRequest, form: PackageForm) -> Any:
    """Take the package in; a refusal becomes an error of the form."""
    seal = form.cleaned_data["seal"]
    try:
        with kept_aside(form.cleaned_data["file"]) as path:
            return receive_package(
                actor=actor_of(request.user, "web"), now=timezone.now(), path=path, name=form.cleaned_data["file"].name,
                seal=seal.read(MOST_BYTES + 1) if seal else None,
            )  # fmt: skip
    except UnusableInputError as refusal:
        form.add_error("file", f"{refusal.reason}。{refusal.remedy}")
    return None


@requires("data.read")
@require_GET
def package(request: HttpRequest, number: int) -> HttpResponse:
    """One package: its hops, its files with their fate, what was not read."""
    found = package_or_404(request, number)
    waits = found.state == "quarantined" and may(request.user, "data.send") and may_open(request.user, found)
    return detail(request, found, BindForm() if waits else None)


def detail(request: HttpRequest, found: Any, form: forms.Form | None, status: int = 200) -> HttpResponse:
    """The page of a package."""
    entries = entries_about(f"package:{found.pk}")
    told = {"package": found, "hops": found.hops.all(), "form": form, "entries": entries, "opens": may_open(request.user, found)}
    return render(request, "web/data/package.html", told, status=status)


@requires("data.read")
@require_GET
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """Our receipt as XML."""
    found = package_or_404(request, number)
    if found.direction != "received":
        raise Http404
    name, content = receipt_of(found)
    return saved(content, name, "application/xml")


@requires("data.read")
@require_GET
def content(request: HttpRequest, number: int) -> HttpResponseBase:
    """The package as it is, byte for byte, for the organs it is between."""
    found = package_or_404(request, number)
    if not may_open(request.user, found):
        raise Http404
    try:
        file = content_of(found)
        demand_for_file(file, persons_of(found.case) if found.case else ())
        return FileResponse(file, as_attachment=True, filename=found.name, content_type="application/zip")
    except UnusableInputError as refusal:
        raise Http404 from refusal


@requires("data.send")
@require_POST
def bind(request: HttpRequest, number: int) -> HttpResponse:
    """Put a package that was kept back into a case."""
    found, form = package_or_404(request, number), BindForm(request.POST)
    if form.is_valid() and (case := case_of(request, form)):
        given = {"actor": actor_of(request.user, "web"), "now": timezone.now(), "viewer": request.user}
        try:
            bind_package(**given, package_id=found.pk, case_id=case)
            return redirect("package", number=found.pk)
        except UnusableInputError as refusal:
            form.add_error("case", f"{refusal.reason}。{refusal.remedy}")
    return detail(request, found, form, 422)


@requires("data.send")
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Make a package of a case and offer it for download; the folder for sending has it too."""
    form = send_form(request, request.POST)
    if form.is_valid() and (case := case_of(request, form)):
        given = {"actor": actor_of(request.user, "web"), "now": timezone.now(), "viewer": request.user, "case_id": case}
        try:
            row = send_package(**given, to=form.cleaned_data["to"], node=form.cleaned_data["node"])
            messages.success(request, _("案卷包已生成并签名，放在待发目录。"))
            return redirect("package", number=row.pk)
        except UnusableInputError as refusal:
            form.add_error("case", f"{refusal.reason}。{refusal.remedy}")
    return package_list(request, sending=form, status=422)


def send_form(request: HttpRequest, data: Any = None) -> SendForm:
    """The form with the other organs."""
    return SendForm(data, organs=[name for name in organ_names() if name != request.user.organ.name], prefix="send")


def case_of(request: HttpRequest, form: forms.Form) -> UUID | None:
    """The case that the officer named by number or id; what cannot be told becomes an error of the form."""
    wanted, cases = form.cleaned_data["case"].strip(), cases_seen_by(request.user)
    try:
        found = list(cases.filter(pk=UUID(wanted)))
    except ValueError:
        found = list(cases.filter(number=wanted)[:2])
    if len(found) == 1:
        return UUID(str(found[0].pk))
    form.add_error("case", _("没有这个案号的案件，或者不止一个；可以改填案件编号。"))
    return None


def package_or_404(request: HttpRequest, number: int) -> Any:
    """The package, or 404 where the viewer may not know of it."""
    found = packages_seen_by(request.user).filter(pk=number).first()
    if found is None:
        raise Http404
    return found
