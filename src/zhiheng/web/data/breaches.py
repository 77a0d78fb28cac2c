"""数据 · 异常记录: records that cannot be, mended by a file or answered as true; rows that were rejected beside them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhiheng.exchange.quality import selectors as quality
from zhiheng.exchange.quality import services
from zhiheng.ledger.selectors import entries_about
from zhiheng.registry.gate import demand_open, value_text
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of, sees_everything
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.impossible import rule_named, rules
from zhiheng.web.clues.evidence import stored_value_text as in_words
from zhiheng.web.data.intake import delivery_or_404, form_for, saved, sends_for
from zhiheng.web.data.quality import dataset_choices, month_named, organ_choices
from zhiheng.web.data.quality_forms import BreachFilters, ExplainForm, WithdrawForm
from zhiheng.web.excel import GIVEN, export
from zhiheng.web.listing import Column, listing
from zhiheng.web.purposes import PurposeForm, stated
from zhiheng.web.rights import requires
from zhiheng.web.words import BREACH_STATES

FORMS: dict[str, type[forms.Form]] = {"explain": ExplainForm, "withdraw": WithdrawForm}
SERVICES = {"explain": services.explain_breach, "withdraw": services.withdraw_explanation}


@requires("data.read")
@require_GET
def breaches(request: HttpRequest) -> HttpResponseBase:
    """Breaches of the organs the viewer may see, those waiting first shown; or the same rows as an Excel file."""
    filters = filters_of(request)
    every = quality.breaches_seen_by(request.user)
    found = filtered(every, filters)
    columns = columns_of()
    if request.GET.get("format") in GIVEN:
        return export(request, str(_("异常记录")), (*columns, *EXTRA), found)
    context = {
        "listing": listing(found, columns, request.GET, sort="-found_at"),
        "filters": filters,
        "kept": filters.kept,
        "views": [(state, title, every.filter(state=state).count()) for state, title in BREACH_STATES.items()],
    }
    return render(request, "web/data/breaches.html", context)


@requires("data.read")
@require_http_methods(["GET", "POST"])
def breach(request: HttpRequest, number: int) -> HttpResponse:
    """One breach: rule, what to do, what became of it; its values at once, or to who states a purpose where they are sensitive."""
    found = breach_seen(request, number)
    sensitive = DATASETS[found.dataset].sensitive
    purpose = stated(request, sensitive=sensitive)
    shown = not sensitive or request.gate.shows_sensitive  # type: ignore[attr-defined]
    return show(request, found, purpose, revealed=shown, status=422 if purpose.errors and sensitive else 200)


@requires("data.send")
@require_POST
def act(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Answer that the record is true (its own organ), or send the answer back (its own organ or the steward)."""
    found = breach_seen(request, number)
    if kind not in acts_on(request, found):
        raise Http404
    form = FORMS[kind](request.POST, prefix=kind)
    if form.is_valid() and run_act(request, found.pk, kind, form):
        messages.success(request, _("已记入说明。") if kind == "explain" else _("已退回，待改正。"))
        return redirect("breach", number=found.pk)
    return show(request, found, PurposeForm(reader=request.user), revealed=not DATASETS[found.dataset].sensitive, status=422, tried=form)


@requires("data.read")
@require_GET
def mend(request: HttpRequest, number: int) -> HttpResponse:
    """The open breaches of one delivery: download them, mend them, send them again."""
    return mending(request, delivery_or_404(request, number), PurposeForm(reader=request.user))


@requires("data.read")
@require_http_methods(["GET", "POST"])
def workbook(request: HttpRequest, number: int) -> HttpResponse:
    """The records of the open breaches of a delivery, in the exchange format, with the reasons beside them."""
    delivery = delivery_or_404(request, number)
    found = waiting(request, delivery)
    if not found or delivery.dataset not in DATASETS:
        raise Http404
    sensitive = bool(DATASETS[delivery.dataset].hidden_fields)
    purpose = stated(request, sensitive=sensitive)
    if purpose.is_bound and not purpose.is_valid():
        return mending(request, delivery, purpose, status=422)
    demand_open(sensitive=sensitive)
    return saved(quality.breach_workbook(found), f"{DATASETS[delivery.dataset].short_zh}-异常-{delivery.pk}.xlsx")


def mending(request: HttpRequest, delivery: Any, purpose: PurposeForm, *, status: int = 200) -> HttpResponse:
    """The page on which a delivery is mended."""
    page = {
        "delivery": delivery,
        "dataset": DATASETS.get(delivery.dataset),
        "listing": listing(waiting(request, delivery), columns_of(), request.GET, sort="row"),
        "mended": quality.breaches_seen_by(request.user).filter(delivery=delivery).exclude(state="open").order_by("row"),
        "form": form_for(request, mends=delivery) if sends_for(request, delivery) else None,
        "purpose": purpose,
    }
    return render(request, "web/data/mend.html", page, status=status)


def waiting(request: HttpRequest, delivery: Any) -> Any:
    """The delivery's open breaches."""
    return quality.breaches_seen_by(request.user).filter(delivery=delivery, state="open").order_by("row", "rule")


def breach_seen(request: HttpRequest, number: int) -> Any:
    """The breach, or 404 where the viewer may not know of it."""
    found = quality.breaches_seen_by(request.user).filter(pk=number).first()
    if found is None or found.dataset not in DATASETS:
        raise Http404
    return found


def acts_on(request: HttpRequest, found: Any) -> list[str]:
    """What the officer may do with the breach."""
    own = found.organ_id == request.user.organ_id
    if not may(request.user, "data.send"):
        return []
    if found.state == "open":
        return ["explain"] if own else []
    return ["withdraw"] if found.state == "explained" and (own or sees_everything(request.user)) else []


def show(
    request: HttpRequest, found: Any, purpose: PurposeForm, *, revealed: bool, status: int, tried: forms.Form | None = None
) -> HttpResponse:
    """The page of one breach."""
    rule, dataset = rule_named(found.rule, found.dataset), DATASETS[found.dataset]
    record = quality.records_with([found]).get(found.ref) if revealed else None
    acts = acts_on(request, found)
    page = {
        "breach": found,
        "rule": rule,
        "dataset": dataset,
        "reason": quality.reason_of(found),
        "facts": facts_of(record, dataset, rule) if record else None,
        "purpose": purpose,
        "acts": [(kind, tried or FORMS[kind](prefix=kind)) for kind in acts],
        "may_send": may(request.user, "data.send"),
        "entries": entries_about(f"breach:{found.pk}"),
    }
    return render(request, "web/data/breach.html", page, status=status)


def facts_of(record: dict[str, Any], dataset: Any, rule: Any) -> list[tuple[str, str, bool]]:
    """Field, value in words, and whether the rule looks at it."""
    concerned = set(rule.shown_fields) if rule else set()
    return [
        (
            field.zh,
            value_text(dataset.name, name, in_words(record.get(name), field.codes)),
            name in concerned and record.get(name) is not None,
        )
        for name, field in dataset.fields.items()
    ]


def run_act(request: HttpRequest, number: int, kind: str, form: forms.Form) -> bool:
    """Do the act; a refusal becomes an error of the form."""
    try:
        SERVICES[kind](actor=actor_of(request.user, "web"), now=timezone.now(), breach_id=number, reason=form.cleaned_data["reason"])
    except UnusableInputError as refusal:
        form.add_error(None, f"{refusal.reason}。{refusal.remedy}")
        return False
    return True


def filters_of(request: HttpRequest) -> BreachFilters:
    """What the address asks for."""
    titles = dict.fromkeys((rule.id, rule.title) for rule in rules())
    months = [(f"{month:%Y-%m}", f"{month:%Y-%m}") for month in quality.months_with_figures(request.user)]
    choices = {
        "organ": organ_choices(request.user),
        "dataset": dataset_choices(),
        "rule": titles,
        "month": months,
        "view": BREACH_STATES.items(),
    }
    return BreachFilters(request.GET, **choices)


def filtered(found: Any, filters: BreachFilters) -> Any:
    """Breaches under the filters; a month counts what was known in it (the rows behind its figure)."""
    exact = {"organ_id": "organ", "dataset": "dataset", "rule": "rule", "state": "view"}
    found = found.filter(**{name: value for name, key in exact.items() if (value := filters.given(key))})
    if month := filters.given("month"):
        found = found.filter(batch__quality__month=month_named(month), at_receipt=True)
    return found


def columns_of() -> tuple[Column, ...]:
    """Columns of the list."""
    return (
        Column(_("异常"), title_of, sort="rule"),
        Column(_("报送单位"), lambda one: one.organ.name, sort="organ__name"),
        Column(_("数据集"), lambda one: DATASETS[one.dataset].zh if one.dataset in DATASETS else one.dataset, sort="dataset"),
        Column(_("文件"), lambda one: one.delivery.name, sort="delivery"),
        Column(_("行"), lambda one: one.row, sort="row", kind="number"),
        Column(_("状态"), lambda one: BREACH_STATES[one.state], sort="state"),
        Column(_("发现时间"), lambda one: one.found_at, sort="found_at"),
    )


EXTRA = (
    Column(_("原因"), lambda one: quality.reason_of(one)[0]),
    Column(_("办法"), lambda one: quality.reason_of(one)[1]),
    Column(_("更正文件"), lambda one: one.mended_by.name if one.mended_by else ""),
    Column(_("属实说明"), lambda one: one.explanation),
)


def title_of(one: Any) -> str:
    """The rule in a few words."""
    rule = rule_named(one.rule, one.dataset)
    return rule.title if rule else one.rule
