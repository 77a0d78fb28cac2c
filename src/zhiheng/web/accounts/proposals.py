"""管理员任职: what one administrator proposed and another confirms or declines."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zhiheng.registry import services
from zhiheng.registry.selectors import accounts as registry
from zhiheng.registry.selectors import actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.accounts.forms import ReasonForm
from zhiheng.web.listing import Column, listing
from zhiheng.web.rights import requires

COLUMNS = (
    Column(gettext_lazy("姓名"), lambda one: one.officer.name, sort="officer__name"),
    Column(gettext_lazy("岗位"), lambda one: one.role_title, sort="role"),
    Column(gettext_lazy("任职日"), lambda one: one.from_on, sort="from_on"),
    Column(gettext_lazy("提出人"), lambda one: one.proposer, sort="proposed_by"),
    Column(gettext_lazy("理由"), lambda one: one.reason),
    Column(gettext_lazy("办理"), lambda one: one.outcome, sort="decided_at"),
)


@requires("post.confirm")
@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """Waiting ones with their acts, then those decided."""
    every = registry.proposals_seen_by(request.user)
    waiting = [(one, may_confirm(request, one), may_decline(request, one)) for one in every.filter(outcome="")]
    decided = listing(every.exclude(outcome=""), COLUMNS, request.GET, sort="-decided_at")
    return render(request, "web/system/proposals.html", {"waiting": waiting, "listing": decided, "kept": []})


def may_confirm(request: HttpRequest, proposal: Any) -> bool:
    """Whether the viewer is another than the two concerned."""
    return request.user.username != proposal.proposed_by and may_decline(request, proposal)


def may_decline(request: HttpRequest, proposal: Any) -> bool:
    """Whether the post is not meant for the viewer."""
    return bool(request.user.pk != proposal.officer_id)


@requires("post.confirm")
@require_POST
def decide(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Confirm, or decline with a reason."""
    proposal = registry.proposal_seen_by(request.user, number)
    if proposal is None or kind not in {"confirm", "decline"}:
        raise Http404
    acting = {"actor": actor_of(request.user, "web"), "now": timezone.now(), "proposal": proposal}
    form = ReasonForm(request.POST)
    try:
        if kind == "confirm":
            services.confirm_administrator(**acting)
        else:
            services.decline_administrator(reason=form.cleaned_data["reason"] if form.is_valid() else "", **acting)
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}")
    else:
        messages.success(request, _("已确认，岗位生效。") if kind == "confirm" else _("已不同意，没有授予岗位。"))
    return redirect("proposals")
