"""盘点 and 关账: what is found against what the book says, and periods that are closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiheng.analysis.recurring import EVERY, named, periods_between, title_of
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.law.clocks import months_after
from zhiheng.models.in_force import catalog
from zhiheng.register import services
from zhiheng.register.core.ledgers import DIFFERENCES
from zhiheng.register.rows import Count
from zhiheng.register.selectors import closings_of, count_view, counts_of, ledgers_of
from zhiheng.register.selectors.counts import CountView
from zhiheng.registry.rights import may
from zhiheng.registry.rows import Unit
from zhiheng.registry.selectors import actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.fields.inputs import FieldInputs
from zhiheng.web.registers.forms import CloseForm
from zhiheng.web.registers.ledger_files import WHOLE, offered
from zhiheng.web.registers.ledger_page import choices_for, lines_of
from zhiheng.web.registers.ledgers import spec_for
from zhiheng.web.rights import requires

MOST_PERIODS = 40
SURPLUS = "surplus"


@requires("register.read")
def counts(request: HttpRequest, register: str) -> HttpResponse:
    """The counts of the officer's ledgers, and beginning one."""
    spec = spec_for(request, register)
    own = ledgers_of(request.user, spec)
    if spec.shape.count is None or not own:
        raise Http404
    may_count = {
        str(unit.pk) if unit else WHOLE: unit for _o, unit in own if may(request.user, spec.shape.count.right, pack=spec.pack, unit=unit)
    }
    if request.method == "POST":
        return begin(request, spec, may_count)
    found = [one for organ, unit in own for one in counts_of(spec.id, organ, unit).select_related("unit")]
    context = {
        "spec": spec, "counts": sorted(found, key=lambda one: one.begun_at, reverse=True),
        "ledgers": offered(request, may_count),
        "every": EVERY[spec.shape.count.every], "share": spec.shape.count.share,
        "period_titles": {one.pk: title_of(named(one.period)) for one in found},
        "fields": [spec.shape.field[name].title for name in spec.shape.count.fields],
    }  # fmt: skip
    return render(request, "web/registers/counts.html", context)


def begin(request: HttpRequest, spec: RegisterSpec, ledgers: Mapping[str, Unit | None]) -> HttpResponse:
    """Begin a count; one that runs is opened."""
    key = request.POST.get("ledger", "")
    if key not in ledgers:
        raise Http404
    try:
        made = services.begin_count(
            actor=actor_of(request.user, "web"), now=timezone.now(), catalog=catalog(), register=spec.id, unit=ledgers[key],
            whole=request.POST.get("whole") == "on",
        )  # fmt: skip
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}")
        return redirect("ledger_counts", register=spec.id)
    return redirect("count", count_id=made.pk)


@requires("register.read")
def count(request: HttpRequest, count_id: int) -> HttpResponse:
    """One count: what is still to be found, what was found, the differences once it ended."""
    view = counted(request, count_id)
    return show(request, view)


def counted(request: HttpRequest, count_id: int) -> CountView:
    """The count; 404 where it is not for the viewer."""
    view = count_view(count_id, request.user, catalog())
    if view is None:
        raise Http404
    return view


def fields_of(spec: RegisterSpec, *, surplus: bool) -> list[Any]:
    """What is noted of a thing found; of one that no entry stands for, every field a line can hold."""
    counting = spec.shape.count
    if counting is None:
        return []
    plain: dict[str, Any] = {"required": False, "default": None, "when": {}}
    if not surplus:
        return [spec.shape.field[name].model_copy(update=plain) for name in counting.fields]
    names = dict.fromkeys([*spec.shape.listed, *counting.fields])
    return [spec.shape.field[name].model_copy(update=plain) for name in names if spec.shape.field[name].type != "organ"]


def show(request: HttpRequest, view: CountView, tried: Mapping[str, FieldInputs] | None = None, status: int = 200) -> HttpResponse:
    """The page of a count."""
    spec = catalog().registers[view.count.register]
    counting = spec.shape.count
    if counting is None:
        raise Http404
    running = view.count.ended_at is None and may(request.user, counting.right, pack=spec.pack, unit=view.count.unit)
    context = {
        "spec": spec, "count": view.count, "view": view, "running": running, "period": title_of(named(view.count.period)),
        "heads": [spec.shape.field[name].title for name in counting.fields],
        "lines": [line_of(spec, view, entry, tried or {}) for entry in ordered(view)],
        "surplus": [surplus_words(spec, one) for one in view.surplus],
        "surplus_form": (tried or {}).get(SURPLUS) or surplus_form(request, spec),
        "differences": [difference_of(spec, one) for one in view.count.differences],
        "done": len(view.count.book) - len(view.left),
    }  # fmt: skip
    return render(request, "web/registers/count.html", context, status=status)


def surplus_words(spec: RegisterSpec, one: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A thing found that no entry stands for, in words."""
    return [(item.title, "、".join(lines_of(item, one[item.id]))) for item in spec.shape.fields if one.get(item.id)]


def ordered(view: CountView) -> list[str]:
    """Entries by number, those not counted yet first."""
    return sorted(view.count.book, key=lambda one: (one in view.found, str(view.count.book[one]["number"])))


def line_of(spec: RegisterSpec, view: CountView, entry: str, tried: Mapping[str, FieldInputs]) -> dict[str, Any]:
    """One entry to be counted: the book's values, what was found, its form."""
    fields = fields_of(spec, surplus=False)
    book, found = view.count.book[entry]["values"], view.found.get(entry)
    words = [
        (item.title, "、".join(lines_of(item, book.get(item.id))) or "—", "、".join(lines_of(item, found.get(item.id))) if found else "")
        for item in fields
    ]
    return {
        "entry": entry, "number": view.count.book[entry]["number"] or entry[:8], "words": words, "found": found is not None,
        "inputs": tried.get(entry) or FieldInputs(fields, initial=found or {}, prefix=f"e{entry[:8]}", defaults=False),
    }  # fmt: skip


def surplus_form(request: HttpRequest, spec: RegisterSpec, data: Any = None) -> FieldInputs:
    """The form of a thing found that no entry stands for."""
    fields = fields_of(spec, surplus=True)
    return FieldInputs(fields, data, prefix=SURPLUS, choices=choices_for(fields, catalog(), request.user), defaults=False)


def difference_of(spec: RegisterSpec, one: Mapping[str, Any]) -> dict[str, Any]:
    """A difference in words."""
    fields = [
        (
            spec.shape.field[name].title,
            "、".join(lines_of(spec.shape.field[name], book)) or "—",
            "、".join(lines_of(spec.shape.field[name], found)) or "—",
        )
        for name, (book, found) in one["fields"].items()
        if name in spec.shape.field
    ]
    return {"kind": DIFFERENCES.get(one["kind"], one["kind"]), "entry": one["entry"], "number": one["number"], "fields": fields}


@requires("register.keep")
@require_POST
def found(request: HttpRequest, count_id: int, entry_id: UUID | None = None) -> HttpResponse:
    """Note what was found: of an entry (`same`: as the book says), or of a thing that no entry stands for."""
    view = counted(request, count_id)
    spec, key = catalog().registers[view.count.register], str(entry_id) if entry_id else SURPLUS
    if entry_id and key not in view.count.book:
        raise Http404
    inputs = (
        FieldInputs(fields_of(spec, surplus=False), request.POST, prefix=f"e{key[:8]}")
        if entry_id
        else surplus_form(request, spec, request.POST)
    )
    same = bool(entry_id) and "same" in request.POST
    values = dict(view.count.book[key]["values"]) if same else inputs.values()
    if not values:
        inputs.add_error(None, _("没有填写查到的情况；实物没有找到的，不用填写，结束盘点时列为盘亏。"))
    if (same or inputs.is_valid()) and kept(request, view.count, entry_id, {n: v for n, v in values.items() if v is not None}, inputs):
        messages.success(request, _("已记录"))
        return redirect("count", count_id=count_id)
    return show(request, counted(request, count_id), {key: inputs}, status=422)


def kept(request: HttpRequest, of: Count, entry_id: UUID | None, values: Mapping[str, Any], inputs: FieldInputs) -> bool:
    """Keep a line of the count; a refusal becomes an error of its form."""
    try:
        services.record_found(
            actor=actor_of(request.user, "web"), now=timezone.now(), catalog=catalog(), count_id=of.pk, entry_id=entry_id, found=values
        )
    except UnusableInputError as refusal:
        inputs.add_error(None, f"{refusal.reason}。{refusal.remedy}")
        return False
    return True


@requires("register.keep")
@require_POST
def end(request: HttpRequest, count_id: int) -> HttpResponse:
    """End a count."""
    counted(request, count_id)
    try:
        ended = services.end_count(actor=actor_of(request.user, "web"), now=timezone.now(), catalog=catalog(), count_id=count_id)
        messages.success(request, _("盘点已结束，差异 %(count)s 项。") % {"count": len(ended.differences)})
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}")
    return redirect("count", count_id=count_id)


@requires("register.read")
def closings(request: HttpRequest, register: str) -> HttpResponse:
    """The periods of the officer's ledgers, and closing one."""
    spec = spec_for(request, register)
    own, close = ledgers_of(request.user, spec), spec.shape.close
    if close is None or not own:
        raise Http404
    ledgers = {str(unit.pk) if unit else WHOLE: unit for _o, unit in own if may(request.user, close.right, pack=spec.pack, unit=unit)}
    form, status = close_form(request, spec, ledgers), 200
    if request.method == "POST":
        if ledgers and form.is_valid() and period_closed(request, spec, form, ledgers):
            return redirect("ledger_closings", register=spec.id)
        status = 422
    found = [one for organ, unit in own for one in closings_of(spec.id, organ, unit).select_related("unit")[:MOST_PERIODS]]
    context = {"spec": spec, "form": form if ledgers else None, "closings": [(one, title_of(named(one.period))) for one in found]}
    return render(request, "web/registers/closings.html", context, status=status)


def close_form(request: HttpRequest, spec: RegisterSpec, ledgers: dict[str, Unit | None]) -> CloseForm:
    """The form with the periods of the last months, the newest first."""
    today = timezone.localdate()
    every = spec.shape.close.every if spec.shape.close else "day"
    since = months_after(today, -2) if every in {"day", "workday", "week"} else months_after(today, -24)
    periods = periods_between(every, since, today)[-MOST_PERIODS:]
    form = CloseForm(request.POST) if request.method == "POST" else CloseForm()
    form.fields["ledger"].choices = offered(request, ledgers)  # type: ignore[attr-defined]
    form.fields["period"].choices = [(one.name, title_of(one)) for one in reversed(periods)]  # type: ignore[attr-defined]
    return form


def period_closed(request: HttpRequest, spec: RegisterSpec, form: CloseForm, ledgers: dict[str, Unit | None]) -> bool:
    """Close the period; a refusal becomes an error of the form."""
    given = form.cleaned_data
    try:
        made = services.close_period(
            actor=actor_of(request.user, "web"), now=timezone.now(), catalog=catalog(), register=spec.id, period=given["period"],
            unit=ledgers[given["ledger"]], reason=given["reason"],
        )  # fmt: skip
    except UnusableInputError as refusal:
        form.add_error(None, f"{refusal.reason}。{refusal.remedy}")
        return False
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("已关账：%(period)s，%(count)s 条。") % {"period": title_of(named(given["period"])), "count": made.entries})
    return True
