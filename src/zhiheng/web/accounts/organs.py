"""机关: the system administrator registers organs, describes and renames them, their relations and units, by page and by file."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhiheng.ledger.selectors import entries_about
from zhiheng.registry import services
from zhiheng.registry.core.errors import TableRefused
from zhiheng.registry.core.kinds import LEVELS, ORGAN_KINDS
from zhiheng.registry.core.organs import division_of, kind_of, level_of
from zhiheng.registry.selectors import accounts as registry
from zhiheng.registry.selectors import actor_of, units_of
from zhiheng.registry.selectors import relations as related
from zhiheng.registry.services.importing import ORGAN_COLUMNS, RELATION_COLUMNS
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.accounts.forms import EndPostForm, ReasonForm
from zhiheng.web.accounts.organ_forms import DescribeForm, FileForm, OrganFilters, RegisterForm, RelateForm, RenameForm, UnitForm
from zhiheng.web.excel import GIVEN, XLSX, export, write_rows
from zhiheng.web.listing import Column, listing
from zhiheng.web.rights import requires

COLUMNS = (
    Column(gettext_lazy("机关"), lambda one: one.name, sort="name"),
    Column(gettext_lazy("类别"), lambda one: one.kind_title, sort="kind"),
    Column(gettext_lazy("层级"), lambda one: one.level_title, sort="level"),
    Column(gettext_lazy("行政区划代码"), lambda one: one.division, sort="division"),
    Column(gettext_lazy("上级机关"), lambda one: one.parent.name if one.parent else "", sort="parent__name"),
    Column(gettext_lazy("内设机构"), lambda one: one.unit_count, sort="unit_count", kind="number"),
    Column(gettext_lazy("在用账号"), lambda one: one.accounts, sort="accounts", kind="number"),
)


@requires("organ.manage")
@require_GET
def organs(request: HttpRequest) -> HttpResponseBase:
    """The list, or the same rows as an Excel file."""
    found = registry.organs_with_counts(request.user)
    filters = OrganFilters(request.GET, kind=[(code, kind.title) for code, kind in ORGAN_KINDS.items()], level=LEVELS.items())
    if wanted := filters.given("q"):
        found = found.filter(name__icontains=wanted)
    for name in ("kind", "level"):
        if wanted := filters.given(name):
            found = found.filter(**{name: wanted})
    if request.GET.get("format") in GIVEN:
        return export(request, _("机关"), COLUMNS, found)
    context = {
        "platform": runs_platform(request),
        "listing": listing(found, COLUMNS, request.GET, sort="name"),
        "filters": filters,
        "kept": filters.kept,
    }
    return render(request, "web/system/organs.html", context)


def runs_platform(request: HttpRequest) -> bool:
    """Whether the administrator is of the organ that runs the platform: kind and level, which decide what is seen, are theirs to set."""
    return bool(request.user.organ.runs_home)


def demand_platform(request: HttpRequest) -> None:
    """Answer 404 to administrators of other organs."""
    if not runs_platform(request):
        raise Http404


def choices(request: HttpRequest) -> list[tuple[int, str]]:
    """The organs the administrator looks after."""
    return list(registry.organs_managed_by(request.user).values_list("pk", "name"))


def chosen(request: HttpRequest, number: int | None) -> Any:
    """The organ chosen in a form; none for none."""
    return registry.organ_managed_by(request.user, number) if number else None


@requires("organ.manage")
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """A new organ."""
    demand_platform(request)
    form = RegisterForm(request.POST or None, organs=choices(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = registered(request, form.cleaned_data)
        except UnusableInputError as refusal:
            form.add_error(None, f"{refusal.thing}：{refusal.reason}。{refusal.remedy}")
        else:
            messages.success(request, _("已登记，请核对识别的类别和层级。"))
            return redirect("organ", made.pk)
    return render(request, "web/system/register_organ.html", {"form": form}, status=422 if form.errors else 200)


def registered(request: HttpRequest, wanted: dict[str, Any]) -> Any:
    """Register it, with what was left open guessed from the name."""
    name, parent = wanted["name"].strip(), chosen(request, wanted["parent"])
    kind = wanted["kind"] or kind_of(name)
    said = {"kind": kind, "level": wanted["level"] or level_of(name, kind), "division": wanted["division"] or division_of(name)}
    return services.register_organ(actor=actor_of(request.user, "web"), now=timezone.now(), name=name, parent=parent, **said)


def found(request: HttpRequest, number: int) -> Any:
    """The organ, within the administrator's reach."""
    one = registry.organ_managed_by(request.user, number)
    if one is None:
        raise Http404
    return one


@requires("organ.manage")
@require_GET
def organ(request: HttpRequest, number: int) -> HttpResponse:
    """One organ: description, relations, units, trace."""
    return show(request, found(request, number))


def show(request: HttpRequest, one: Any, refused: tuple[str, forms.Form] | None = None) -> HttpResponse:
    """The page of an organ, with the form that was refused in its place."""
    today = timezone.localdate()
    context = {
        "organ": one,
        "former": related.former_names_of(one),
        "relations": [(row, row.holds_on(today), row.until_on is None or row.until_on > today) for row in related.relations_of(one)],
        "units": list(units_of(one)),
        "forms": {kind: form_of(kind, request, one) for kind in forms_for(request)} | (dict([refused]) if refused else {}),
        "today": today,
        "entries": list(entries_about(f"organ:{one.pk}").order_by("-seq")[:50]),
    }
    return render(request, "web/system/organ.html", context, status=422 if refused else 200)


FORMS = ("relate", "unit")
OF_PLATFORM = ("describe", "rename")


def forms_for(request: HttpRequest) -> tuple[str, ...]:
    """The acts this administrator may do."""
    return (*OF_PLATFORM, *FORMS) if runs_platform(request) else FORMS


def form_of(kind: str, request: HttpRequest, one: Any, data: Any = None) -> forms.Form:
    """The form of an act on an organ."""
    others = [(number, name) for number, name in choices(request) if number != one.pk]
    if kind == "describe":
        known = {"kind": one.kind, "level": one.level, "division": one.division, "parent": one.parent_id}
        return DescribeForm(data, organs=others, initial=known)
    if kind == "relate":
        return RelateForm(data, organs=others, initial={"since_on": timezone.localdate()})
    return RenameForm(data) if kind == "rename" else UnitForm(data, units=[(unit.pk, unit.name) for unit in units_of(one)])


@requires("organ.manage")
@require_POST
def act(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Describe, rename, relate or open a unit."""
    one = found(request, number)
    if kind not in forms_for(request):
        raise Http404
    form = form_of(kind, request, one, request.POST)
    if form.is_valid():
        try:
            WORK[kind](request, one, dict(form.cleaned_data))
        except UnusableInputError as refusal:
            form.add_error(None, f"{refusal.reason}。{refusal.remedy}")
        else:
            messages.success(request, _("已登记。"))
            return redirect("organ", number)
    return show(request, one, (kind, form))


def acting(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and when."""
    return {"actor": actor_of(request.user, "web"), "now": timezone.now()}


def describe(request: HttpRequest, one: Any, wanted: dict[str, Any]) -> None:
    """Change what is said about the organ."""
    services.describe_organ(organ=one, **{**wanted, "parent": chosen(request, wanted["parent"])}, **acting(request))


def rename(request: HttpRequest, one: Any, wanted: dict[str, Any]) -> None:
    """Give another name."""
    services.rename_organ(organ=one, **wanted, **acting(request))


def relate(request: HttpRequest, one: Any, wanted: dict[str, Any]) -> None:
    """Another organ stands in a relation to this one."""
    services.relate(other=one, **{**wanted, "organ": chosen(request, wanted["organ"])}, **acting(request))


def open_unit(request: HttpRequest, one: Any, wanted: dict[str, Any]) -> None:
    """A unit, within another or not."""
    parent = related.unit_numbered(one, wanted["parent"]) if wanted["parent"] else None
    services.open_unit(organ=one, name=wanted["name"], kind=wanted["kind"] or None, parent=parent, **acting(request))


WORK: dict[str, Callable[[HttpRequest, Any, dict[str, Any]], None]] = {
    "describe": describe,
    "rename": rename,
    "relate": relate,
    "unit": open_unit,
}


@requires("organ.manage")
@require_POST
def end_relation(request: HttpRequest, number: int, relation_id: int) -> HttpResponse:
    """End a relation from a day on."""
    one, row = found(request, number), related.relation_numbered(relation_id)
    if row is None or one.pk not in {row.organ_id, row.other_id}:
        raise Http404
    form = EndPostForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        messages.error(request, _("没有终止：终止日不能早于今天。"))
        return redirect("organ", number)
    return run_act(request, number, lambda: services.end_relation(relation=row, **form.cleaned_data, **acting(request)), _("已终止。"))


@requires("organ.manage")
@require_POST
def close_unit(request: HttpRequest, number: int, unit_id: int) -> HttpResponse:
    """Close a unit, with a reason."""
    unit = related.unit_numbered(found(request, number), unit_id)
    if unit is None:
        raise Http404
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return run_act(request, number, lambda: services.close_unit(unit=unit, reason=reason, **acting(request)), _("已撤销。"))


def run_act(request: HttpRequest, number: int, work: Callable[[], Any], message: str) -> HttpResponse:
    """Do the act and say so, or say why it was refused."""
    try:
        work()
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}")
    else:
        messages.success(request, message)
    return redirect("organ", number)


@requires("organ.manage")
@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """Organs or relations by file; every fault of the file at once."""
    demand_platform(request)
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        work = services.import_organs if form.cleaned_data["kind"] == "organs" else services.import_relations
        try:
            outcome = work(content=file.read(), name=file.name, **acting(request))
        except TableRefused as refused:
            context |= {"refused": refused, "faults": refused.faults[:500]}
            return render(request, "web/system/organs_file.html", context, status=422)
        messages.success(
            request, _("%(name)s：收入 %(rows)s 行，新登记 %(new)s 个。") % {"name": file.name, "rows": outcome.rows, "new": outcome.new}
        )
        return redirect("organs")
    return render(request, "web/system/organs_file.html", context, status=422 if form.errors else 200)


@requires("organ.manage")
@require_GET
def template(_request: HttpRequest, kind: str) -> FileResponse:
    """An empty workbook with the columns of a file."""
    heads = {"organs": ORGAN_COLUMNS, "relations": RELATION_COLUMNS}.get(kind)
    if heads is None:
        raise Http404
    book, title = io.BytesIO(), {"organs": _("机关"), "relations": _("机关关系")}[kind]
    write_rows(book, title, [Column(head, str) for head in heads], [])
    book.seek(0)
    return FileResponse(book, as_attachment=True, filename=f"{title}.xlsx", content_type=XLSX)
