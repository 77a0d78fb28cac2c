"""The officers' side: accounts of persons, query codes of a case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from zhiheng.portal import services
from zhiheng.portal.core.codes import grouped
from zhiheng.portal.core.matrix import WORDS
from zhiheng.portal.declared import matrix, titles
from zhiheng.portal.rows import Account
from zhiheng.portal.selectors import account_seen_by, accounts_seen_by, cases_with_procuratorate, codes_of_case
from zhiheng.portal.services.accounts import KINDS
from zhiheng.portal.services.codes import CONDITIONS, HOLDERS
from zhiheng.procedure.selectors import case_seen_by
from zhiheng.registry.selectors import actor_of, all_organs, related
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.listing import Column, listing
from zhiheng.web.rights import requires

WRONG = 422
COLUMNS = (
    Column(gettext_lazy("姓名"), lambda row: row.name, sort="name"),
    Column(gettext_lazy("登录编号"), lambda row: row.number, sort="number"),
    Column(gettext_lazy("种类"), lambda row: KINDS[row.kind], sort="kind"),
    Column(gettext_lazy("开通时间"), lambda row: row.made_at, sort="made_at"),
    Column(gettext_lazy("情况"), lambda row: _("已停用") if row.closed_at else _("使用中"), sort="closed_at"),
)
SEATS = {"office": gettext_lazy("司法所"), "agency": gettext_lazy("社区矫正机构"), "procuratorate": gettext_lazy("人民检察院")}


class AccountForm(forms.Form):
    """A new account."""

    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=list(KINDS.items()))
    name = forms.CharField(label=gettext_lazy("姓名（监护人填监护人姓名）"), max_length=60)
    person = forms.CharField(label=gettext_lazy("证件号码（监护人填孩子的号码）"), max_length=40)
    minor = forms.BooleanField(label=gettext_lazy("未成年人"), required=False)
    contact = forms.CharField(label=gettext_lazy("经办人和电话（给本人看）"), max_length=200, required=False)

    def __init__(self, officer: Any, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for role, title in SEATS.items():
            choices = [("", _("没有")), *((one.name, one.name) for one in organs_for(role))]
            self.fields[f"organ_{role}"] = forms.ChoiceField(label=title, choices=choices, required=False, initial=own_organ(officer, role))

    def enrolled(self) -> services.Enrolled:
        """What was filled in."""
        given = self.cleaned_data
        organs = {role: given[f"organ_{role}"] for role in SEATS if given.get(f"organ_{role}")}
        return services.Enrolled(given["person"], given["name"], given["kind"], given["minor"], organs, given["contact"])


def organs_for(role: str) -> list[Any]:
    """Organs that a seat may be."""
    kinds = {"office": {"justice_office", "justice", "corrections_agency"}, "agency": {"justice", "corrections_agency"}}
    return [one for one in all_organs() if one.kind in kinds.get(role, {"procuratorate"})]


def own_organ(officer: Any, role: str) -> str:
    """The organ that stands in the seat for persons of the officer's own organ."""
    if officer.organ.kind in {"justice", "corrections_agency"} and role in {"office", "agency"}:
        return str(officer.organ.name)
    if role == "office":
        return str(officer.organ.name) if officer.organ.kind == "justice_office" else ""
    kind = "upper" if role == "agency" else "supervised_by"
    found = related(officer.organ, kind, on=timezone.localdate())
    return str(found[0].name) if found else ""


@requires("case.handle")
@require_http_methods(["GET", "POST"])
def accounts(request: HttpRequest) -> HttpResponseBase:
    """Persons who can sign in to their own page; a new account, whose one-time code is shown once."""
    form, made = AccountForm(request.user, request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_account(actor=actor_of(request.user, "web"), now=timezone.now(), enrolled=form.enrolled())
        except UnusableInputError as refused:
            form.add_error(None, f"{refused.reason}。{refused.remedy}")
    seen = accounts_seen_by(request.user)
    words = request.GET.get("q", "").strip()
    rows = seen.filter(name__icontains=words) | seen.filter(number=words.upper()) if words else seen
    told = {
        "listing": listing(rows, COLUMNS, request.GET, sort="-made_at"),
        "form": AccountForm(request.user) if made else form,
        "made": made,
        "kinds": KINDS,
    }
    return render(request, "web/portal/officers/accounts.html", told, status=WRONG if form.errors else 200)


@requires("case.handle")
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, account_id: int) -> HttpResponseBase:
    """One account: a new code for who stands before the officer, closing it; matters with the procuratorate by number alone."""
    found = account_seen_by(request.user, account_id)
    if found is None:
        raise Http404
    code = acted(request, found) if request.method == "POST" else ""
    if code is None:
        return redirect("portal_account", account_id=account_id)
    told = {"account": found, "code": code, "kind": KINDS[found.kind], "away": cases_with_procuratorate(found)}
    return render(request, "web/portal/officers/account.html", told)


def acted(request: HttpRequest, found: Account) -> str | None:
    """Do what was asked: the code to be shown, or None where the page is to be read anew."""
    given: dict[str, Any] = {"actor": actor_of(request.user, "web"), "now": timezone.now(), "account_id": found.pk}
    try:
        if request.POST.get("act") == "code":
            return services.give_code(**given)
        services.close_account(**given, reason=request.POST.get("reason", ""))
    except UnusableInputError as refused:
        messages.error(request, f"{refused.reason}。{refused.remedy}")
    return None


class CodeForm(forms.Form):
    """A query code."""

    audience = forms.ChoiceField(label=gettext_lazy("给谁"), choices=list(HOLDERS.items()))
    holder = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    relation = forms.CharField(label=gettext_lazy("关系和核实的证明（律师填执业证号、委托手续）"), max_length=60)
    until_on = forms.DateField(
        label=gettext_lazy("有效期至（不填为九十日）"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    met = forms.MultipleChoiceField(
        label=gettext_lazy("已核实的条件"), choices=list(CONDITIONS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    scope = forms.MultipleChoiceField(
        label=gettext_lazy("可以查的内容（不选为依法可以查的全部）"), required=False, widget=forms.CheckboxSelectMultiple
    )
    minor = forms.BooleanField(label=gettext_lazy("未成年人的案件"), required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        rows = matrix()
        shown = [item for item, row in rows.items() if any(WORDS[row[name]].part for name in HOLDERS if row[name] in WORDS)]
        self.fields["scope"].choices = [(item, titles()[item]) for item in shown]  # type: ignore[attr-defined]


@requires("case.handle")
@require_http_methods(["GET", "POST"])
def codes(request: HttpRequest, case_id: UUID) -> HttpResponseBase:
    """Query codes of a case: issue one to family or a lawyer, whose relation was checked; the code is shown once, on the notice."""
    case = case_seen_by(request.user, case_id)
    if case is None:
        raise Http404
    form, made = CodeForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.issue_code(
                actor=actor_of(request.user, "web"), now=timezone.now(), case_id=case_id, issued=services.Issued(**form.cleaned_data)
            )
        except UnusableInputError as refused:
            form.add_error(None, f"{refused.reason}。{refused.remedy}")
    told: dict[str, Any] = {
        "case": case,
        "form": CodeForm() if made else form,
        "codes": codes_of_case(request.user, case_id),
        "holders": HOLDERS,
    }
    if made:
        told |= {"made": made[0], "code": grouped(made[1]), "address": request.build_absolute_uri("/portal/query/")}
    return render(request, "web/portal/officers/codes.html", told, status=WRONG if form.errors else 200)


@requires("case.handle")
@require_POST
def recall(request: HttpRequest, case_id: UUID, code_id: int) -> HttpResponse:
    """Recall a code."""
    try:
        services.recall_code(
            actor=actor_of(request.user, "web"), now=timezone.now(), code_id=code_id, reason=request.POST.get("reason", "")
        )
    except UnusableInputError as refused:
        messages.error(request, f"{refused.reason}。{refused.remedy}")
    except PermissionDenied as refused:
        raise Http404 from refused
    else:
        messages.success(request, _("查询码已收回。"))
    return redirect("portal_codes", case_id=case_id)
