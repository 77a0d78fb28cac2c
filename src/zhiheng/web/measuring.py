"""Counts every request and writes a line of log for it: method, pattern of the address, status, time. No address, no question, no name."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from zhiheng.operation.core.measures import count

log = logging.getLogger("zhiheng.requests")
UNKNOWN = "unknown"


def measured(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: the outermost, so that what others refuse is counted too."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = get_response(request)
        note(request, response.status_code, time.perf_counter() - began)
        return response

    return answer


def note(request: HttpRequest, status: int, seconds: float) -> None:
    """Count the request and log it."""
    route = getattr(request.resolver_match, "route", None) or UNKNOWN
    count(request.method or "", route, status, seconds)
    words = {"method": request.method, "route": route, "status": status, "milliseconds": round(seconds * 1000)}
    log.info("request", extra=words)
