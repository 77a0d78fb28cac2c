"""The gate of every answer: identity numbers masked unless a purpose was stated; what was shown whole is in the trace before it leaves."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template import loader
from django.utils import timezone

from zhiheng.ledger.core.once import drawing
from zhiheng.registry import gate as gates
from zhiheng.registry.callers import caller_of
from zhiheng.registry.core.masking import masked_text, numbers_in
from zhiheng.registry.core.purposes import REMEDY, fault_of
from zhiheng.registry.rights import may_read_sensitive, may_state_purpose
from zhiheng.registry.selectors import actor_of
from zhiheng.registry.services import Reading, record_reading
from zhiheng.web import masks, purposes

PLACE = b"<!--gate-->"
"""Where a page is told what it hides, and asked for a purpose."""
ASKS = b"<!--asks-->"
"""Where a page has a form of its own that asks for the purpose: the gate does not ask a second time."""
TEXTS = ("text/", "application/json", "application/xhtml", "application/xml")
KINDS = (
    ("clue_id", "clue"), ("case_id", "case"), ("batch_id", "batch"), ("identity_id", "person"), ("match_id", "match"),
    ("entry_id", "entry"), ("order_id", "order"), ("alarm_id", "alarm"),
    ("shadow_id", "shadow"), ("query_id", "query"), ("package_number", "package"),
)  # fmt: skip
"""Part of an address → the thing the trace names."""

Answer = Callable[[HttpRequest], HttpResponseBase]


def gated(get_response: Answer) -> Answer:
    """Middleware: one gate for each request."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        said = purposes.sent_along(request)
        if said and (fault := fault_of(said)):
            return refused(request, fault)
        gate = gates.Gate(said or purposes.remembered(request, request.path), lambda: may_read_sensitive(request.user))
        request.gate = gate  # type: ignore[attr-defined]
        masks.restore(request)
        with gates.entered(gate), drawing() if request.method in {"GET", "HEAD"} else nullcontext():
            return finished(request, get_response(request), gate)

    answer.process_exception = asked  # type: ignore[attr-defined]
    return answer


def asked(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The page that asks for a purpose, where a view could not go on without one."""
    return purposes.ask(request) if isinstance(error, gates.PurposeNeededError) else None


def refused(request: HttpRequest, fault: str) -> HttpResponse:
    """A purpose that says nothing, sent by a program."""
    body = {"thing": "查阅用途", "place": request.path, "reason": fault, "remedy": REMEDY}
    return JsonResponse(body, status=403, json_dumps_params={"ensure_ascii": False})


def finished(request: HttpRequest, response: HttpResponseBase, gate: gates.Gate) -> HttpResponseBase:
    """The answer masked, or whole with its entry."""
    text = response if isinstance(response, HttpResponse) and response.get("Content-Type", "").startswith(TEXTS) else None
    numbers = numbers_in(text.content) if text else []
    if text and PLACE in text.content:
        notice = b"" if ASKS in text.content and not gate.is_open else notice_html(request, gate, numbers)
        text.content = text.content.replace(PLACE, notice, 1).replace(PLACE, b"").replace(ASKS, b"")
    if gate.is_open and may_state_purpose(request.user):
        if numbers or gate.numbers or gate.revealed or gate.given:
            note(request, gate, list(dict.fromkeys([*numbers, *gate.numbers])))
    elif text and numbers:
        masks.keep(request, text.content, numbers)
        text.content = masked_text(text.content)
    if text and text.has_header("Content-Length"):
        text["Content-Length"] = str(len(text.content))
    return response


def note(request: HttpRequest, gate: gates.Gate, numbers: list[str]) -> None:
    """The entry: who read whose numbers and how many values, why, where, from which address."""
    via = "api" if request.path.startswith("/api/") else "web"
    reading = Reading(numbers, gate.revealed, gate.given, request.path, caller_of(request).address, gate.unread)
    record_reading(actor=actor_of(request.user, via), now=timezone.now(), purpose=gate.purpose, what=thing_of(request), reading=reading)


def thing_of(request: HttpRequest) -> str:
    """What an address is about, as the trace names it."""
    match = request.resolver_match
    if match and match.url_name in {"persons", "matches"}:
        return "persons"
    parts: dict[str, Any] = match.kwargs if match else {}
    for name, kind in KINDS:
        if name in parts:
            return f"{kind}:{parts[name]}"
    if "number" in parts:
        return f"{'breach' if '/breaches/' in request.path and '/files/' not in request.path else 'delivery'}:{parts['number']}"
    return f"page:{request.path[:150]}"


def page_of(request: HttpRequest) -> str:
    """The page to go on to once a purpose is stated: this one, or the one whose form was sent."""
    if request.method == "GET":
        return request.get_full_path()
    before = urlsplit(request.headers.get("Referer", ""))
    return before.path if before.netloc == request.get_host() else purposes.scope_of(request.path)


def notice_html(request: HttpRequest, gate: gates.Gate, numbers: list[str]) -> bytes:
    """What a page says of itself: what it hides and how it is shown, or for what purpose it shows it whole."""
    if not (numbers or gate.hidden or gate.revealed) or not may_state_purpose(request.user):
        return b""
    shown = {
        "opened": gate.purpose if gate.is_open else "", "persons": len(numbers), "values": gate.hidden or gate.revealed,
        "next": page_of(request), "case": purposes.case_in(request.path), "hidden": gate.hidden,
    }  # fmt: skip
    return loader.render_to_string("web/parts/gate.html", shown, request).encode()
