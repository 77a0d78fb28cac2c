"""For machines that watch the installation: whether it lives, whether it can serve, what is measured of it."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.operation.selectors import lacking, metrics
from zhiheng.web.outside import is_loopback
from zhiheng.web.rights import requires

TEXT = "text/plain; version=0.0.4; charset=utf-8"
CARRIED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via")
"""What a proxy adds: such a request came from elsewhere, whatever address it shows."""
UNAVAILABLE = 503


@requires("public")
@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """This process answers; nothing else is asked."""
    return JsonResponse({"live": True})


@requires("public")
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """Whether this process can serve; 503 names what is missing."""
    missing = lacking()
    return JsonResponse({"ready": not missing, "missing": missing}, status=UNAVAILABLE if missing else 200)


@requires("public")
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Measures for Prometheus, for this machine or who bears the token; for others nothing is there."""
    if not may_measure(request):
        raise Http404
    return HttpResponse(metrics(timezone.now()), content_type=TEXT)


def may_measure(request: HttpRequest) -> bool:
    """Whether the caller bears the token, or calls on this machine without a proxy between."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if settings.METRICS_TOKEN and given:
        return hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and not any(name in request.headers for name in CARRIED)
