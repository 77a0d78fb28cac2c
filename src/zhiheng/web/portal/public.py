"""What anybody may open: the first page, statistics, a complaint and its receipt, a query by code."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.models.in_force import catalog
from zhiheng.portal import services
from zhiheng.portal.core.codes import grouped, plain
from zhiheng.portal.core.matrix import AUDIENCES
from zhiheng.portal.declared import matrix, titles
from zhiheng.portal.selectors import followed, limits_of, parts_for, tables
from zhiheng.procedure.services.seating import fits
from zhiheng.registry.callers import caller_of
from zhiheng.registry.selectors import all_organs
from zhiheng.registry.services import sign_ins
from zhiheng.registry.services.sign_ins import HeldBackError
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.fields.inputs import FieldInputs
from zhiheng.web.portal.visiting import begin, page, viewer
from zhiheng.web.rights import PUBLIC, requires

HELD, WRONG = 429, 422


class CodeForm(forms.Form):
    """A query code."""

    code = forms.CharField(
        label=gettext_lazy("查询码（十二位）"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class ReceiptForm(forms.Form):
    """A receipt's number and code."""

    number = forms.CharField(label=gettext_lazy("回执编号"), max_length=30)
    code = forms.CharField(label=gettext_lazy("查询码"), max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"}))


@requires(PUBLIC)
@require_GET
def home(request: HttpRequest) -> HttpResponseBase:
    """What can be done here, for whom."""
    if viewer(request).account and not viewer(request).kiosk:
        return redirect("portal_me")
    return page(request, "home", {"complaint": complaint_spec() is not None})


@requires(PUBLIC)
@require_GET
def statistics(request: HttpRequest) -> HttpResponseBase:
    """Published numbers, small ones hidden, each with how it is counted; and who is shown what."""
    rows = [
        (titles()[item], [row.get(name, "no") != "no" and row.get(name) != "never" for name in AUDIENCES]) for item, row in matrix().items()
    ]
    return page(request, "statistics", {"tables": tables(timezone.now()), "audiences": AUDIENCES.values(), "rows": rows})


@requires(PUBLIC)
@require_http_methods(["GET", "POST"])
def query(request: HttpRequest) -> HttpResponseBase:
    """Enter a query code; unknown, over and recalled codes are answered alike."""
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            key = services.begin_by_code(code=form.cleaned_data["code"], caller=caller_of(request), now=timezone.now())
        except HeldBackError as held:
            form.add_error(None, f"{held.reason}。")
            status = HELD
        else:
            if key:
                return begin(redirect("portal_case_by_code"), key)
            form.add_error(None, _("查询码不能使用。请核对，或者向发放的机关了解。"))
            status = WRONG
    return page(request, "query", {"form": form}, status=status)


@requires(PUBLIC)
@require_GET
def case_by_code(request: HttpRequest) -> HttpResponseBase:
    """What the code shows: what the matrix opens to its holder, no more."""
    visitor = viewer(request)
    if visitor.code is None:
        raise Http404
    parts = parts_for(visitor, timezone.now())
    return page(request, "by_code", {"parts": parts, "code": visitor.code}, items=[one.item for one in parts])


def complaint_spec() -> ProcedureSpec | None:
    """The procedure of complaints: the one that is about nobody and that persons open."""
    return next((one for one in catalog().procedures.values() if one.about == "none" and one.roles[one.opener].person), None)


@requires(PUBLIC)
@require_http_methods(["GET", "POST"])
def complain(request: HttpRequest) -> HttpResponseBase:
    """A complaint to the organ of one's choice; the receipt comes at once."""
    spec = complaint_spec()
    if spec is None:
        raise Http404
    step = spec.steps[spec.start[0]]
    outcomes = {one.id: (one.title, spec.steps[one.to[0]].lane) for one in step.outcomes}
    form = FieldInputs(spec.form_of(step), request.POST or None, request.FILES or None)
    chosen = {"outcome": request.POST.get("outcome", ""), "organ": request.POST.get("organ", "")}
    told: dict[str, Any] = {
        "form": form,
        "outcomes": choices_of(spec, outcomes),
        "chosen": chosen,
        "key": request.POST.get("key") or uuid4().hex,
    }
    if request.method == "POST" and form.is_valid():
        made = handed_in(request, spec, outcomes, form, chosen)
        if made is not None:
            receipt, code = made
            told |= {"receipt": receipt, "code": grouped(code), "follow": bool(code), "limits": limits_of(receipt)}
            return page(request, "receipt", told)
    return page(request, "complain", told, status=WRONG if request.method == "POST" else 200)


def choices_of(spec: ProcedureSpec, outcomes: dict[str, tuple[str, str]]) -> list[tuple[str, str, list[str]]]:
    """Outcome → title and organs that it can go to."""
    known = all_organs()
    return [
        (name, title, [one.name for one in known if fits(spec.roles[spec.seat_of(role)], one)]) for name, (title, role) in outcomes.items()
    ]


def handed_in(
    request: HttpRequest, spec: ProcedureSpec, outcomes: dict[str, tuple[str, str]], form: FieldInputs, chosen: dict[str, str]
) -> Any:
    """The receipt and its code; a refusal becomes an error of the form."""
    if chosen["outcome"] not in outcomes or not chosen["organ"]:
        form.add_error(None, _("请选择向谁提出，以及受理机关"))
        return None
    values = form.values()
    application = services.Application(chosen["outcome"], request.POST.get("key", ""), values=values, files=read_files(form))
    try:
        return services.complain(
            viewer=viewer(request), now=timezone.now(), procedure=spec, role=spec.seat_of(outcomes[chosen["outcome"]][1]),
            organ=chosen["organ"], application=application, anonymous=bool(values.get("anonymous")),
        )  # fmt: skip
    except UnusableInputError as refused:
        form.add_error(None, f"{refused.reason}。{refused.remedy}")
        return None


def read_files(form: FieldInputs) -> dict[str, Any]:
    """Files of a form as the services take them."""
    found: dict[str, Any] = {}
    for name, given in form.files_given().items():
        found[name] = [(one.name, one.read()) for one in given] if isinstance(given, list) else (given.name, given.read())
    return found


@requires(PUBLIC)
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponseBase:
    """Where a complaint stands, by the number and code of its receipt."""
    form, found, status = ReceiptForm(request.POST or None), None, 200
    if request.method == "POST" and form.is_valid():
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        try:
            entered = sign_ins.begin_try(username=f"receipt:{plain(number)}", caller=caller_of(request), now=timezone.now())
        except HeldBackError as held:
            messages.error(request, f"{held.reason}。")
            return page(request, "follow", {"form": form}, status=HELD)
        found = followed(number, code)
        if found is None:
            sign_ins.fail_try(entered=entered, caller=caller_of(request), step="receipt", now=timezone.now())
            form.add_error(None, _("没有这张回执，或者查询码不对。"))
            status = WRONG
        else:
            sign_ins.forget_tries(entered=entered)
    return page(request, "follow", {"form": form, "found": found}, status=status)
