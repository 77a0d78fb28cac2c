"""签到比对: pictures and recordings of check-ins beside the known one; an officer says whether it is the same person, no machine does."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zhiheng.dossier.selectors import read_stored
from zhiheng.registry.gate import demand_for_file
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.tracking.rows import CheckIn
from zhiheng.tracking.selectors.checkins import checkins_seen_by, pictures_of
from zhiheng.tracking.services import compare_checkin
from zhiheng.web.rights import requires

STATES = {
    "stands": gettext_lazy("已签到"), "waiting": gettext_lazy("待比对"), "same": gettext_lazy("一致"), "different": gettext_lazy("不一致"),
    "unclear": gettext_lazy("看（听）不清"),
}  # fmt: skip
MOST = 60


@requires("tracking.read")
@require_GET
def checkins(request: HttpRequest) -> HttpResponseBase:
    """Check-ins of one's own persons, those that wait for a comparison first."""
    seen = checkins_seen_by(request.user)
    rows = [*seen.filter(state="waiting")[:MOST], *seen.exclude(state="waiting")[:MOST]]
    told: dict[str, Any] = {"rows": [(one, STATES[one.state], bool(pictures_of(one)[1])) for one in rows]}
    told["may_handle"] = may(request.user, "tracking.handle")
    return render(request, "web/tracking/checkins.html", told)


@requires("tracking.read")
@require_GET
def picture(request: HttpRequest, checkin_id: int, which: str) -> HttpResponseBase:
    """The picture of a check-in, or the known one; a purpose is asked for first."""
    found = one_of(request, checkin_id)
    file = pictures_of(found)[0 if which == "own" else 1]
    if file is None:
        raise Http404
    kept = read_stored(file)
    demand_for_file(kept.content, [found.order.person])
    return HttpResponse(kept.content, content_type=kept.media)


@requires("tracking.handle")
@require_POST
def compare(request: HttpRequest, checkin_id: int) -> HttpResponse:
    """What the officer found."""
    one_of(request, checkin_id)
    try:
        compare_checkin(
            actor=actor_of(request.user, "web"), now=timezone.now(), checkin_id=checkin_id, outcome=request.POST.get("outcome", ""),
            note=request.POST.get("note", ""),
        )  # fmt: skip
    except UnusableInputError as refused:
        messages.error(request, f"{refused.reason}。{refused.remedy}")
    except PermissionDenied as refused:
        raise Http404 from refused
    else:
        messages.success(request, _("已记录比对结果。"))
    return redirect("checkins")


def one_of(request: HttpRequest, checkin_id: int) -> CheckIn:
    """A check-in the officer sees."""
    found: CheckIn | None = checkins_seen_by(request.user).filter(pk=checkin_id).first()
    if found is None:
        raise Http404
    return found
