"""The check-in: within the window of a duty in force, with or without a place, with a picture or a recording where the person has one."""

from __future__ import annotations

import math
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhiheng.portal import services
from zhiheng.schema.errors import UnusableInputError
from zhiheng.tracking.selectors.checkins import due_checkins
from zhiheng.tracking.services import CheckInGiven
from zhiheng.web.portal.visiting import for_own, page, viewer
from zhiheng.web.rights import PUBLIC, requires

MOST_UPLOAD = 5 * 1024 * 1024
WRONG = 422


@requires(PUBLIC)
@require_http_methods(["GET", "POST"])
@for_own
def check_in(request: HttpRequest) -> HttpResponseBase:
    """Check in, or see when the next window is."""
    visitor, now, status = viewer(request), timezone.now(), 200
    if visitor.about.sealed:
        raise Http404
    if request.method == "POST":
        try:
            made = services.check_in_as_person(viewer=visitor, now=now, order_id=number_of(request), given=given_by(request))
        except UnusableInputError as refused:
            messages.error(request, f"{refused.reason}。{refused.remedy}")
            status = WRONG
        except PermissionDenied as refused:
            raise Http404 from refused
        else:
            said = _("已签到，照片、录音由工作人员比对。") if made.file else _("已签到。")
            messages.success(request, said)
            return redirect("portal_check_in")
    return page(request, "check_in", {"due": due_checkins(visitor.number, now)}, items=["next"], status=status)


def number_of(request: HttpRequest) -> int:
    """The duty that was named."""
    given = request.POST.get("order", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 12 else 0


def given_by(request: HttpRequest) -> CheckInGiven:
    """Place, picture and recording as they were sent; a place that cannot be read is none."""
    return CheckInGiven(place_of(request), _file(request, "picture", "照片"), _file(request, "voice", "录音"))


def _file(request: HttpRequest, name: str, word: str) -> tuple[str, bytes] | None:
    file: Any = request.FILES.get(name)
    if file is not None and file.size > MOST_UPLOAD:
        raise UnusableInputError("签到", file.name[:40], f"{word}超过 5 MB", f"请缩小后再上传，或者不带{word}签到")
    return (file.name, file.read()) if file is not None else None


def place_of(request: HttpRequest) -> tuple[float, float, float | None] | None:
    """Longitude, latitude and radius."""
    try:
        lon, lat = float(request.POST["lon"]), float(request.POST["lat"])
        radius = float(request.POST["radius"]) if request.POST.get("radius") else None
    except (KeyError, ValueError):
        return None
    return (lon, lat, radius) if all(math.isfinite(one) for one in (lon, lat, radius or 0)) else None
