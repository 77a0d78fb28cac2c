"""定位监管: orders and check-in duties, devices and fences under them, a person's positions once a purpose is stated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhiheng.law.clocks import add_days, days_between
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.tracking import services
from zhiheng.tracking.core.sifting import VERDICTS
from zhiheng.tracking.instants import start_of
from zhiheng.tracking.rows import Order
from zhiheng.tracking.selectors import MOST_DAYS, MOST_POSITIONS, OrderView, gateways_seen_by, order_seen_by, orders_seen_by, positions_of
from zhiheng.web.listing import Column, listing
from zhiheng.web.rights import requires
from zhiheng.web.tracking.drawing import drawing_of
from zhiheng.web.tracking.forms import (
    CallForm,
    CheckinForm,
    DeviceForm,
    FenceForm,
    GatewayForm,
    OrderFilters,
    PositionsForm,
    ReasonForm,
    minutes,
)

KINDS = {"tag": gettext_lazy("电子定位"), "checkin": gettext_lazy("签到")}
STATES = {
    "in_force": gettext_lazy("生效中"),
    "ended": gettext_lazy("已终止"),
    "unlawful": gettext_lazy("不合法定条件"),
    "coming": gettext_lazy("未起算"),
}
COLUMNS = (
    Column(gettext_lazy("姓名"), lambda row: row.name, sort="name"),
    Column(gettext_lazy("编号"), lambda row: row.number, sort="number"),
    Column(gettext_lazy("种类"), lambda row: str(KINDS[row.kind]), sort="kind"),
    Column(gettext_lazy("起止"), lambda row: row.from_at, sort="from_at"),
    Column(gettext_lazy("情况"), lambda row: str(STATES[state_of(row)]), sort="until_at"),
    Column(gettext_lazy("待办警报"), lambda row: row.open_alarms, sort="open_alarms", kind="number"),
)


def state_of(order: Order) -> str:
    """Whether positions may be taken in under the order now, and if not, why."""
    now = timezone.now()
    if order.violations:
        return "unlawful"
    return "ended" if now >= order.last_at else "in_force" if order.in_force_at(now) else "coming"


@requires("tracking.read")
@require_GET
def orders(request: HttpRequest) -> HttpResponseBase:
    """The orders an officer sees."""
    filters = filters_for(request.GET)
    rows = of_kind(request.user, filters)
    counts = [(code, title, within(rows, code).count()) for code, title in STATES.items()]
    rows = within(rows, filters.given("state") or "")
    context: dict[str, Any] = {
        "filters": filters,
        "listing": listing(rows, COLUMNS, request.GET, sort="-from_at"),
        "kept": filters.kept,
        "counts": counts,
    }
    context["rows"] = [(row, KINDS[row.kind], state_of(row), STATES[state_of(row)]) for row in context["listing"].page]
    if may(request.user, "tracking.handle"):
        context |= {
            "gateways": gateways_seen_by(request.user),
            "gateway_form": GatewayForm(auto_id="gateway_%s"),
            "checkin_form": CheckinForm(auto_id="checkin_%s"),
            "call_form": CallForm(auto_id="call_%s"),
        }
    return render(request, "web/tracking/orders.html", context)


def rows_asked(viewer: Any, asked: QueryDict) -> Any:
    """The rows an address asks for, as this viewer sees them."""
    filters = filters_for(asked)
    return within(of_kind(viewer, filters), filters.given("state") or "")


def filters_for(asked: QueryDict) -> OrderFilters:
    """What an address asks for."""
    return OrderFilters(asked, kind=KINDS.items(), state=STATES.items())


def of_kind(viewer: Any, filters: OrderFilters) -> Any:
    """The orders under the filters, in whatever state."""
    rows, words = orders_seen_by(viewer), filters.given("q")
    rows = rows.filter(Q(name__icontains=words) | Q(number__icontains=words) | Q(person=words.upper())) if words else rows
    return rows.filter(kind=filters.given("kind")) if filters.given("kind") else rows


def within(rows: Any, state: str) -> Any:
    """The orders in a state; all where none is named."""
    now = timezone.now()
    sound: dict[str, Any] = {"violations": []}
    over = Q(until_at__lte=now) | Q(ended_at__lte=now)
    parts = {
        "unlawful": ~Q(**sound), "ended": Q(**sound) & over, "coming": Q(**sound, from_at__gt=now) & ~over,
        "in_force": Q(**sound, from_at__lte=now, until_at__gt=now) & (Q(ended_at=None) | Q(ended_at__gt=now)),
    }  # fmt: skip
    return rows.filter(parts[state]) if state else rows


@requires("tracking.read")
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, order_id: int) -> HttpResponse:
    """One order; its positions of some days only with a purpose, which stands in the trace before anything is shown."""
    view = order_or_404(request, order_id)
    today = timezone.localdate()
    form = PositionsForm(request.POST or None, reader=request.user, sensitive=True, initial={"since": today, "until": today})
    context: dict[str, Any] = order_context(view) | {"form": form}
    if request.method == "POST":
        if not (form.is_valid() and opened(request, form)):
            return render(request, "web/tracking/order.html", context, status=422)
        context |= positions_context(request, view, form.day("since"), form.day("until"))
    return render(request, "web/tracking/order.html", context)


def order_or_404(request: HttpRequest, number: int) -> OrderView:
    """The order as the viewer sees it."""
    view = order_seen_by(request.user, number)
    if view is None:
        raise Http404
    return view


def order_context(view: OrderView) -> dict[str, Any]:
    """What the page shows without any position."""
    state = state_of(view.order)
    return {
        "view": view, "order": view.order, "kind": KINDS[view.order.kind], "state": state, "state_title": STATES[state],
        "device_form": DeviceForm(auto_id="device_%s"), "fence_form": FenceForm(auto_id="fence_%s"),
        "reason_form": ReasonForm(auto_id="reason_%s"),
        "may_handle": view.may_handle, "drawing": drawing_of(view, []), "windows": [in_words(*window) for window in view.order.windows],
    }  # fmt: skip


def in_words(first: int, last: int, grace: int) -> str:
    """A window as people write it."""
    return _("%(first)s 至 %(last)s，宽限 %(grace)s 分钟") % {"first": clock(first), "last": clock(last), "grace": grace}


def clock(minute: int) -> str:
    """540 → 09:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def opened(request: HttpRequest, form: PositionsForm) -> bool:
    """Open the answer for the purpose and the days, which the gate writes to the trace; too many days become a fault of the form."""
    since, until = form.day("since"), form.day("until")
    if not 0 <= days_between(since, until) < MOST_DAYS:
        form.add_error("until", _("起止日颠倒，或者超过七日"))
        return False
    request.gate.open(f"{form.cleaned_data['said']}（{since} 至 {until} 的位置）")  # type: ignore[attr-defined]
    request.gate.given += 1  # type: ignore[attr-defined]
    return True


def positions_context(request: HttpRequest, view: OrderView, since: date, until: date) -> dict[str, Any]:
    """The positions of the days, on the map and in a table, and whether there are more."""
    found = positions_of(request.user, view.order, start_of(since), start_of(add_days(until, 1)))
    rows = [(one, VERDICTS[one.verdict]) for one in found]
    return {"positions": rows, "drawing": drawing_of(view, found), "cut": len(found) == MOST_POSITIONS, "looked": True}


def acted(request: HttpRequest, act: Callable[[], object], message: str) -> bool:
    """Do an act and say so; a refusal is said in its own words."""
    try:
        act()
    except (UnusableInputError, PermissionDenied) as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}" if isinstance(refusal, UnusableInputError) else str(refusal))
        return False
    messages.success(request, message)
    return True


def demand_valid(request: HttpRequest, form: Any) -> bool:
    """Whether a small form is whole; its faults are said at the head of the page."""
    for name, faults in form.errors.items():
        messages.error(request, f"{form.fields[name].label}：{faults[0]}")
    return bool(form.is_valid())


@requires("tracking.handle")
@require_POST
def act(request: HttpRequest, order_id: int, kind: str) -> HttpResponse:
    """Give or take back a device, draw or end a fence, end a check-in duty."""
    order_or_404(request, order_id)
    acts = {"device": give_device, "fence": draw_fence, "take-back": take_back, "end-fence": end_fence, "end": end_duty}
    if kind not in acts:
        raise Http404
    acts[kind](request, order_id)
    return redirect("tracking_order", order_id=order_id)


def given(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and when."""
    return {"actor": actor_of(request.user, "web"), "now": timezone.now()}


def give_device(request: HttpRequest, number: int) -> None:
    """Give a device; its token is shown this once."""
    form = DeviceForm(request.POST)
    if demand_valid(request, form):
        token: list[str] = []
        act = lambda: token.append(services.give_device(**given(request), order_id=number, number=form.cleaned_data["number"])[1])  # noqa: E731
        if acted(request, act, _("设备已登记。")):
            messages.warning(request, _("设备令牌（只显示这一次）：%(token)s") % {"token": token[0]})


def draw_fence(request: HttpRequest, number: int) -> None:
    """Draw a circle."""
    form = FenceForm(request.POST)
    if demand_valid(request, form):
        told = form.cleaned_data
        shape = {"circle": [told["lon"], told["lat"]], "radius_m": told["radius_m"]}
        fence = services.NewFence(told["title"], told["kind"], shape, told["reason"], form.hours)
        acted(request, lambda: services.draw_fence(**given(request), order_id=number, fence=fence), _("围栏已设定。"))


def take_back(request: HttpRequest, number: int) -> None:
    """Take back a device of this order."""
    device = record_of(request, order_or_404(request, number).devices)
    acted(
        request,
        lambda: services.take_back_device(**given(request), device_id=device, reason=request.POST.get("reason", "")),
        _("设备已收回。"),
    )


def end_fence(request: HttpRequest, number: int) -> None:
    """End a fence of this order."""
    fence = record_of(request, order_or_404(request, number).drawn)
    acted(request, lambda: services.end_fence(**given(request), fence_id=fence, reason=request.POST.get("reason", "")), _("围栏已撤销。"))


def end_duty(request: HttpRequest, number: int) -> None:
    """End a check-in duty."""
    acted(
        request,
        lambda: services.end_checkin_duty(**given(request), order_id=number, reason=request.POST.get("reason", "")),
        _("签到义务已终止。"),
    )


def record_of(request: HttpRequest, rows: list[Any]) -> int:
    """The row of this order that the form names."""
    named = next((row.pk for row in rows if str(row.pk) == request.POST.get("row")), None)
    if named is None:
        raise Http404
    return int(named)


@requires("tracking.handle")
@require_POST
def register_gateway(request: HttpRequest) -> HttpResponse:
    """Register a gateway; its token is shown this once."""
    form = GatewayForm(request.POST)
    if demand_valid(request, form):
        token: list[str] = []
        act = lambda: token.append(services.register_gateway(**given(request), **form.cleaned_data)[1])  # noqa: E731
        if acted(request, act, _("网关已登记。")):
            messages.warning(request, _("网关令牌（只显示这一次）：%(token)s") % {"token": token[0]})
    return redirect("tracking")


@requires("tracking.handle")
@require_POST
def close_gateway(request: HttpRequest, gateway_id: int) -> HttpResponse:
    """Take a gateway out of use; one that the officer does not see is not there."""
    get_object_or_404(gateways_seen_by(request.user), pk=gateway_id)
    acted(
        request,
        lambda: services.close_gateway(**given(request), gateway_id=gateway_id, reason=request.POST.get("reason", "")),
        _("网关已停用。"),
    )
    return redirect("tracking")


@requires("tracking.handle")
@require_POST
def set_duty(request: HttpRequest) -> HttpResponse:
    """Set a check-in duty."""
    form = CheckinForm(request.POST)
    if demand_valid(request, form):
        told = dict(form.cleaned_data)
        window = [minutes(told.pop("first")), minutes(told.pop("last")), told.pop("grace")]
        duty = services.CheckinDuty(**told, windows=[window])
        acted(request, lambda: services.set_checkin_duty(**given(request), duty=duty), _("签到义务已设定。"))
    return redirect("tracking")


@requires("tracking.handle")
@require_POST
def call_at_random(request: HttpRequest) -> HttpResponse:
    """Draw some of the own organ's duties and call them to check in at once."""
    form = CallForm(request.POST)
    if demand_valid(request, form):
        made: list[Any] = []
        act = lambda: made.extend(services.call_at_random(**given(request), **form.cleaned_data))  # noqa: E731
        if acted(request, act, _("已抽查，抽中的在其签到页面可以看到。")):
            names = "、".join(one.order.name for one in made)
            messages.info(
                request, _("抽中 %(count)s 人：%(names)s。种子 %(seed)s") % {"count": len(made), "names": names, "seed": made[0].seed}
            )
    return redirect("tracking")
