"""岗位委托与数据范围: a post lent to another of the organ for a time by its holder; how far a post's records reach."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from zhiheng.registry.core.roles import ADMINISTRATORS
from zhiheng.registry.selectors import actor_of, delegations_of, officer_named, officers_seen_by
from zhiheng.registry.services import delegate_post, end_delegation, narrow_post
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.accounts.accounts import found
from zhiheng.web.rights import SIGNED_IN, requires


def day_field(label: Any) -> forms.DateField:
    """A day, chosen from a calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class DelegateForm(forms.Form):
    """Which post, to whom, from when until when, why."""

    post = forms.TypedChoiceField(label=gettext_lazy("岗位"), coerce=int)
    to = forms.ChoiceField(label=gettext_lazy("受托人"))
    from_on = day_field(gettext_lazy("起始日"))
    until_on = day_field(gettext_lazy("终止日（从该日起不再代行）"))
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=500)

    def __init__(self, data: Any = None, *, holder: Any, **given: Any) -> None:
        super().__init__(data, **given)
        today = timezone.localdate()
        own = [post for post in holder.posts.all() if (post.until_on is None or post.until_on > today) and post.role not in ADMINISTRATORS]
        others = officers_seen_by(holder).filter(organ_id=holder.organ_id, is_active=True).exclude(pk=holder.pk)
        self.fields["post"].choices = [(post.pk, post.role_title) for post in own]  # type: ignore[attr-defined]
        self.fields["to"].choices = [("", _("请选择")), *((one.username, one.name) for one in others)]  # type: ignore[attr-defined]


@requires(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """What the officer lent and was lent; lend one of the own posts."""
    today = timezone.localdate()
    form = DelegateForm(request.POST or None, holder=request.user, initial={"from_on": today})
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        post = next(one for one in request.user.posts.all() if one.pk == given.pop("post"))
        try:
            delegate_post(actor=actor_of(request.user, "web"), now=timezone.now(), post=post, **{**given, "to": officer_named(given["to"])})
        except UnusableInputError as refusal:
            form.add_error(None, f"{refusal.reason}。{refusal.remedy}")
        else:
            messages.success(request, _("已委托。"))
            return redirect("delegations")
    rows = [(one, one.until_on > today) for one in delegations_of(request.user)]
    return render(request, "web/system/delegations.html", {"rows": rows, "form": form}, status=422 if form.errors else 200)


@requires(SIGNED_IN)
@require_POST
def end(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Take a post back, or give it back."""
    delegation = delegations_of(request.user).filter(pk=delegation_id).first()
    if delegation is None:
        raise Http404
    try:
        end_delegation(actor=actor_of(request.user, "web"), now=timezone.now(), delegation=delegation)
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}")
    else:
        messages.success(request, _("已终止委托。"))
    return redirect("delegations")


@requires("registry.manage")
@require_POST
def scope(request: HttpRequest, number: int, post_id: int) -> HttpResponse:
    """Set how far the records reach that a post shows."""
    post = next((one for one in found(request, number).posts.all() if one.pk == post_id), None)
    if post is None:
        raise Http404
    try:
        narrow_post(actor=actor_of(request.user, "web"), now=timezone.now(), post=post, scope=request.POST.get("scope", ""))
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}")
    else:
        messages.success(request, _("已设定数据范围。"))
    return redirect("account", number)
