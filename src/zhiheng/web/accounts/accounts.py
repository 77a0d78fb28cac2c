"""人员账号: the security administrator makes accounts, gives and ends posts, resets passwords, unlocks and closes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhiheng.ledger.selectors import entries_about
from zhiheng.models.in_force import catalog
from zhiheng.registry import services
from zhiheng.registry.core.roles import ADMINISTRATORS, ROLES
from zhiheng.registry.core.scopes import SCOPES
from zhiheng.registry.rights import roles_of
from zhiheng.registry.selectors import accounts as registry
from zhiheng.registry.selectors import actor_of, units_of
from zhiheng.registry.selectors.factors import factors_of, outside_names_of
from zhiheng.registry.selectors.sign_ins import alarms, mark_of, sessions_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.accounts.forms import AccountFilters, AccountForm, AppointForm, EndPostForm, OutsideNameForm, ReasonForm
from zhiheng.web.excel import GIVEN, export
from zhiheng.web.listing import Column, listing
from zhiheng.web.rights import requires
from zhiheng.web.words import ACCOUNT_STATES

COLUMNS = (
    Column(gettext_lazy("登录名"), lambda one: one.username, sort="username"),
    Column(gettext_lazy("姓名"), lambda one: one.name, sort="name"),
    Column(gettext_lazy("单位"), lambda one: one.organ.name, sort="organ__name"),
    Column(gettext_lazy("岗位"), lambda one: "、".join(titles_of(one))),
    Column(gettext_lazy("状态"), lambda one: ACCOUNT_STATES[state_of(one)]),
    Column(gettext_lazy("最近登录"), lambda one: one.last_login, sort="last_login"),
)
VIEWS = (
    ("locked", gettext_lazy("登录等待")),
    ("given", gettext_lazy("未改初始密码")),
    ("postless", gettext_lazy("没有岗位")),
    ("shut", gettext_lazy("停用")),
)


def state_of(account: Any) -> str:
    """How an account stands, the gravest first."""
    if not account.is_active:
        return "shut"
    if account.locked:
        return "locked"
    return "given" if account.must_change_password else "active"


def titles_of(account: Any) -> list[str]:
    """The roles held today, in words."""
    return [ROLES[role].zh for role in sorted(roles_of(account))]


@requires("registry.manage")
@require_GET
def accounts(request: HttpRequest) -> HttpResponseBase:
    """The list, or the same rows as an Excel file."""
    every = registry.accounts_managed_by(request.user)
    organs = registry.organs_managed_by(request.user).values_list("pk", "name")
    filters = AccountFilters(request.GET, organ=organs, role=[(name, role.zh) for name, role in ROLES.items()], view=VIEWS)
    found = filtered(every, filters)
    if request.GET.get("format") in GIVEN:
        return export(request, _("人员账号"), COLUMNS, found.order_by("username"))
    listed = listing(found, COLUMNS, request.GET, sort="username")
    context = {
        "listing": listed,
        "rows": [(one, state_of(one), titles_of(one)) for one in listed.page],
        "alarms": alarms(),
        "filters": filters,
        "kept": filters.kept,
        "views": [(name, title, in_view(every, name).count()) for name, title in VIEWS],
    }
    return render(request, "web/system/accounts.html", context)


def filtered(found: Any, filters: AccountFilters) -> Any:
    """Accounts under the filters."""
    if wanted := filters.given("q"):
        found = found.filter(Q(username__icontains=wanted) | Q(name__icontains=wanted))
    if organ := filters.given("organ"):
        found = found.filter(organ_id=organ)
    if role := filters.given("role"):
        found = found.filter(holding(role=role)).distinct()
    return in_view(found, filters.given("view"))


def holding(**wanted: str) -> Q:
    """Accounts with a post held today."""
    today = timezone.localdate()
    named = Q(**{f"posts__{name}": value for name, value in wanted.items()})
    return named & Q(posts__from_on__lte=today) & (Q(posts__until_on=None) | Q(posts__until_on__gt=today))


def in_view(found: Any, view: str | None) -> Any:
    """The usual views of the list."""
    if view == "postless":
        held = found.filter(holding()).values("pk")
        return found.filter(is_active=True).exclude(pk__in=held)
    wanted = {
        "locked": {"is_active": True, "locked": True},
        "given": {"is_active": True, "must_change_password": True},
        "shut": {"is_active": False},
    }
    return found.filter(**wanted.get(view or "", {}))


@requires("registry.manage")
@never_cache
@require_http_methods(["GET", "POST"])
def enlist(request: HttpRequest) -> HttpResponse:
    """A new account; its password is shown once."""
    organs = registry.organs_managed_by(request.user)
    form = AccountForm(request.POST or None, organs=organs.values_list("pk", "name"), initial={"from_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            officer, password = enlisted(request, form.cleaned_data, organs)
        except UnusableInputError as refusal:
            form.add_error("username" if refusal.thing == "登录名" else None, f"{refusal.reason}。{refusal.remedy}")
        else:
            return given(request, officer, password, _("账号已建立"))
    return render(request, "web/system/enlist.html", {"form": form}, status=422 if form.errors else 200)


@transaction.atomic
def enlisted(request: HttpRequest, wanted: dict[str, Any], organs: Any) -> tuple[Any, str]:
    """The account with its first post, both or neither."""
    actor, now, password = actor_of(request.user, "web"), timezone.now(), services.given_password()
    organ = organs.get(pk=wanted["organ"])
    officer = services.enlist(actor=actor, now=now, username=wanted["username"], name=wanted["name"], organ=organ, password=password)
    if wanted["role"]:
        times = {"from_on": wanted["from_on"], "until_on": wanted["until_on"]}
        services.appoint(actor=actor, now=now, officer=officer, role=wanted["role"], **times)
    return officer, password


def given(request: HttpRequest, officer: Any, password: str, title: str) -> HttpResponse:
    """The page that shows a password once."""
    return render(request, "web/system/given.html", {"officer": officer, "password": password, "title": title})


def found(request: HttpRequest, number: int) -> Any:
    """The account, within the administrator's reach."""
    account = registry.account_managed_by(request.user, number)
    if account is None:
        raise Http404
    return account


@requires("registry.manage")
@never_cache
@require_GET
def account(request: HttpRequest, number: int) -> HttpResponse:
    """One account: posts, acts, trace."""
    return show(request, found(request, number))


def show(request: HttpRequest, account: Any, *, form: AppointForm | None = None, status: int = 200) -> HttpResponse:
    """The page of an account, with a form that was refused."""
    today = timezone.localdate()
    own = account.pk == request.user.pk
    context = {
        "account": account,
        "state": state_of(account),
        "own": own,
        "posts_held": [
            (post, post.held_on(today), post.until_on is None or post.until_on > today, packs_of(post)) for post in account.posts.all()
        ],
        "waiting": registry.proposals_seen_by(request.user).filter(officer=account, outcome=""),
        "failures": registry.failed_sign_ins(account),
        "form": form or (None if own else appoint_form(account)),
        "today": today,
        "factors": factors_of(account),
        "names": outside_names_of(account),
        "name_form": OutsideNameForm(),
        "sessions": [(one, mark_of(one.session_key)) for one in sessions_of(account)],
        "scopes": tuple(SCOPES.items()),
        "entries": list(entries_about(f"officer:{account.pk}").order_by("-seq")[:50]),
    }
    return render(request, "web/system/account.html", context, status=status)


def packs_of(post: Any) -> str:
    """The packs a post is held for, in words."""
    known = catalog().packs
    return "、".join(known[name].title if name in known else name for name in post.packs)


def appoint_form(account: Any, data: Any = None) -> AppointForm:
    """The form of a post of this account."""
    units = [(unit.pk, unit.name) for unit in units_of(account.organ)]
    packs = [(name, pack.title) for name, pack in catalog().packs.items()]
    return AppointForm(data, kind=account.organ.kind, units=units, packs=packs, initial={"from_on": timezone.localdate()})


@requires("registry.manage")
@require_POST
def appoint(request: HttpRequest, number: int) -> HttpResponse:
    """Give a post, or propose an administrator's."""
    account = found(request, number)
    form = appoint_form(account, request.POST)
    if form.is_valid():
        try:
            said = appointed(request, account, dict(form.cleaned_data))
        except UnusableInputError as refusal:
            form.add_error(None, f"{refusal.reason}。{refusal.remedy}")
        else:
            messages.success(request, said)
            return redirect("account", number)
    return show(request, account, form=form, status=422)


def appointed(request: HttpRequest, account: Any, wanted: dict[str, Any]) -> str:
    """Do what the form asks for; what is to be said of it."""
    reason, unit = wanted.pop("reason"), wanted.pop("unit")
    wanted |= {"actor": actor_of(request.user, "web"), "now": timezone.now(), "officer": account}
    if wanted["role"] in ADMINISTRATORS:
        wanted.pop("packs")
        services.propose_administrator(reason=reason, **wanted)
        return _("已提出，须由另一名管理员在“管理员任职”中确认后生效。")
    services.appoint(unit=next((one for one in units_of(account.organ) if one.pk == unit), None), **wanted)
    return _("已任职。")


@requires("registry.manage")
@require_POST
def end_post(request: HttpRequest, number: int, post_id: int) -> HttpResponse:
    """End a post from a day on."""
    account = found(request, number)
    post = next((one for one in account.posts.all() if one.pk == post_id), None)
    if post is None:
        raise Http404
    form = EndPostForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        messages.error(request, "；".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("account", number)
    return run_act(
        request,
        number,
        lambda **acting: services.end_post(post=post, until_on=form.cleaned_data["until_on"], **acting),
        _("已解除岗位。"),
    )


SIMPLE: dict[str, tuple[Callable[..., Any], Any]] = {
    "close": (services.close_account, gettext_lazy("账号已停用，不能再登录。")),
    "unlock": (services.unlock, gettext_lazy("已解除等待，可以重新登录。")),
    "recall": (services.recall_sessions, gettext_lazy("已收回该账号的全部登录。")),
    "factor": (services.reset_second_factor, gettext_lazy("已重置第二因素，本人下次登录后重新设置。")),
    "names": (services.unbind_outside_names, gettext_lazy("已解除证书和统一身份。")),
}
GIVING: dict[str, tuple[Callable[..., str], Any]] = {
    "reset": (services.reset_password, gettext_lazy("密码已重置")),
    "reopen": (services.open_account_again, gettext_lazy("账号已恢复")),
}


@requires("registry.manage")
@never_cache
@require_POST
def act(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Close, unlock, reset or open again, with a reason."""
    account = found(request, number)
    form = ReasonForm(request.POST)
    if kind not in SIMPLE and kind not in GIVING:
        raise Http404
    if not form.is_valid():
        messages.error(request, _("没有办理：请写明理由。"))
        return redirect("account", number)
    wanted = {"officer": account, "reason": form.cleaned_data["reason"]}
    if kind in SIMPLE:
        work, said = SIMPLE[kind]
        return run_act(request, number, lambda **acting: work(**wanted, **acting), said)
    return handed(request, account, GIVING[kind], wanted)


def handed(request: HttpRequest, account: Any, act: tuple[Callable[..., str], Any], wanted: dict[str, Any]) -> HttpResponse:
    """Do an act that gives a password, and show it once."""
    work, title = act
    try:
        password = work(actor=actor_of(request.user, "web"), now=timezone.now(), **wanted)
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}")
        return redirect("account", account.pk)
    return given(request, account, password, title)


def run_act(request: HttpRequest, number: int, work: Callable[..., Any], message: Any) -> HttpResponse:
    """Do the act and say so, or say why it was refused."""
    try:
        work(actor=actor_of(request.user, "web"), now=timezone.now())
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}")
    else:
        messages.success(request, message)
    return redirect("account", number)
