"""通知发送设置: which notices go by e-mail or to the organ's system, and what failed sent again; administrators name the system."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from zhiheng.notices import selectors
from zhiheng.notices.core.texts import CHANNELS, KINDS
from zhiheng.notices.services import choose, note_hook, send_again
from zhiheng.registry.selectors import actor_of
from zhiheng.registry.selectors.accounts import organs_managed_by
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.accounts.exchange import write_or_error
from zhiheng.web.desk.notices import WORDS
from zhiheng.web.rights import SIGNED_IN, requires

MOST = 100


class ChoiceForm(forms.Form):
    """Where the officer is told what."""

    address = forms.EmailField(label=gettext_lazy("邮箱"), required=False, max_length=254)
    mail = forms.MultipleChoiceField(label=gettext_lazy("电子邮件"), choices=list(KINDS.items()), required=False)
    hook = forms.MultipleChoiceField(label=gettext_lazy("本单位系统"), choices=list(KINDS.items()), required=False)


class HookForm(forms.Form):
    """Where an organ's system takes notices."""

    organ = forms.ChoiceField(label=gettext_lazy("机关"))
    url = forms.CharField(
        label=gettext_lazy("接收地址"), max_length=500, help_text=gettext_lazy("https://主机/路径，内部网络的地址须先由运行人员写明允许。")
    )
    closed = forms.BooleanField(label=gettext_lazy("停止向其发送"), required=False)

    def __init__(self, *args: Any, organs: Iterable[str], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["organ"].choices = [("", _("请选择")), *((name, name) for name in organs)]  # type: ignore[attr-defined]


@requires(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def ways(request: HttpRequest) -> HttpResponse:
    """What one is told outside the pages, and what became of it; posting it keeps the choice."""
    choice = selectors.choice_of(request.user)
    form = ChoiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and write_or_error(form, "address", choose, request, **form.cleaned_data):
        messages.success(request, _("已保存。有新的通知时，由后台定时发送。"))
        return redirect("notice_ways")
    chosen = {name: request.POST.getlist(name) if form.is_bound else getattr(choice, name, []) for name in CHANNELS}
    context = {
        "form": form,
        "address": request.POST.get("address", "") if form.is_bound else getattr(choice, "address", ""),
        "kinds": [(kind, word, kind in chosen["mail"], kind in chosen["hook"]) for kind, word in WORDS.items()],
        "mail_ready": settings.MAIL_READY, "hook_ready": selectors.takes_notices(request.user),
        "rows": selectors.own_outbound(request.user).order_by("-id")[:MOST], "words": WORDS, "channels": CHANNELS,
    }  # fmt: skip
    return render(request, "web/notice_ways.html", context, status=422 if form.is_bound else 200)


@requires(SIGNED_IN)
@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Send once more what was given up: one's own, or one to a system of an organ one looks after."""
    row = selectors.outbound_kept_by(request.user).filter(pk=number).first()
    if row is None:
        raise Http404
    try:
        send_again(actor=actor_of(request.user, "web"), now=timezone.now(), number=number)
        messages.success(request, _("已放回待发，下一轮发送。"))
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}，{refusal.remedy}。")
    return redirect("notice_ways" if row.officer_id == request.user.pk else "notice_hooks")


@requires("organ.manage")
@require_http_methods(["GET", "POST"])
def hooks(request: HttpRequest) -> HttpResponse:
    """Where organs' own systems take notices, and what did not get there; posting it notes an address."""
    names = organs_managed_by(request.user).order_by("name").values_list("name", flat=True)
    form = HookForm(request.POST or None, organs=names)
    if request.method == "POST" and form.is_valid() and write_or_error(form, "url", note_hook, request, **form.cleaned_data):
        messages.success(request, _("已登记。"))
        return redirect("notice_hooks")
    context = {
        "form": form, "hooks": selectors.hooks_seen_by(request.user), "dead": selectors.given_up(request.user)[:MOST], "words": WORDS,
    }  # fmt: skip
    return render(request, "web/system/notice_hooks.html", context, status=422 if form.is_bound else 200)
