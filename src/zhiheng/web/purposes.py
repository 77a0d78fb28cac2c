"""用途: the one form by which a reader says why, what it opens, and for how long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from zhiheng.procedure.selectors import CaseFilter, cases_seen_by
from zhiheng.registry.core.purposes import REMEDY, fault_of
from zhiheng.registry.rights import may, may_read_sensitive, may_state_purpose
from zhiheng.web.rights import SIGNED_IN, requires

KEPT = "purposes"
"""Where the session keeps what was opened: address → purpose, until when."""
OPEN_SECONDS = 1800
MOST_KEPT = 20
MOST_CASES = 50
HEADER = "Zhiheng-Purpose"
THING = re.compile(r"[0-9]+|[0-9a-f]{8,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A part of an address that names one thing: a number, a UUID, a digest."""


class PurposeForm(forms.Form):
    """Why personal data are read: a case of one's own, or a reason."""

    case = forms.ChoiceField(label=_("办理的案件"), required=False)
    purpose = forms.CharField(
        label=_("查阅用途"), required=False, max_length=300, help_text=_("选一个自己办理的案件，或写明用途，不少于十个字；查阅会记入留痕。")
    )

    def __init__(self, data: Any = None, *, reader: Any, sensitive: bool = False, **given: Any) -> None:
        super().__init__(data, **given)
        self.reader, self.sensitive = reader, sensitive
        self.fields["case"].choices = lambda: [("", _("（不选）")), *own_cases(reader)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two; the case's number or title is the purpose where no reason is given beside it."""
        given = super().clean() or {}
        case = dict(own_cases(self.reader)).get(given.get("case", ""), "") if given.get("case") else ""
        text = "；".join(part for part in (f"办理案件：{case}" if case else "", given.get("purpose", "").strip()) if part)
        if not may_state_purpose(self.reader) or (self.sensitive and not may_read_sensitive(self.reader)):
            self.add_error("purpose", _("本岗位无权查阅敏感记录。请由办案人员查阅。"))
        elif fault := "" if case else fault_of(text):
            self.add_error("purpose", f"{fault}。{REMEDY}")
        given["said"] = text
        return given


def own_cases(reader: Any) -> Iterator[tuple[str, str]]:
    """Cases the reader has in hand, or that wait for the reader's organ: key and how they are called."""
    if may(reader, "case.read"):
        for case in cases_seen_by(reader, CaseFilter(mine=True, open=True))[:MOST_CASES]:
            yield str(case.pk), f"{case.number} {case.title}".strip()


def scope_of(path: str) -> str:
    """What a purpose opens: a thing with all that lies below its address, else the one page (`/cases/<case>/`, `/clues/`)."""
    parts = path.split("/")
    for place, part in enumerate(parts):
        if THING.fullmatch(part):
            return "/".join(parts[: place + 1]) + "/"
    return path


def remember(request: HttpRequest, path: str, purpose: str) -> None:
    """Keep in the session what was opened, for half an hour."""
    kept = dict(list(request.session.get(KEPT, {}).items())[-MOST_KEPT:])
    request.session[KEPT] = {**kept, scope_of(path): [purpose, timezone.now().timestamp() + OPEN_SECONDS]}


def remembered(request: HttpRequest, path: str) -> str:
    """The purpose with which the address was opened; empty where it was not, or too long ago."""
    kept = request.session.get(KEPT) if hasattr(request, "session") else None
    purpose, until = (kept or {}).get(scope_of(path), ("", 0))
    return str(purpose) if timezone.now().timestamp() < until else ""


def sent_along(request: HttpRequest) -> str:
    """The purpose a program sends with its request: a header (percent-encoded), for the interface also `?purpose=`."""
    said = request.GET.get("purpose", "") if request.path.startswith("/api/") else ""
    return unquote(request.headers.get(HEADER, "")) or said


def stated(request: HttpRequest, *, sensitive: bool = True, prefix: str | None = None) -> PurposeForm:
    """The form as it was sent with this request; a good purpose opens the answer, and what lies below the address for half an hour."""
    form = PurposeForm(request.POST if request.method == "POST" else None, reader=request.user, sensitive=sensitive, prefix=prefix)
    if form.is_bound and form.is_valid():
        open_for(request, form.cleaned_data["said"])
    return form


def open_for(request: HttpRequest, purpose: str) -> None:
    """Show the rest of this answer whole; the gate writes it to the trace before it leaves."""
    request.gate.open(purpose)  # type: ignore[attr-defined]
    remember(request, request.path, purpose)


def ask(request: HttpRequest, *, status: int = 403) -> HttpResponse:
    """The page that asks for a purpose before the address is shown."""
    form = PurposeForm(reader=request.user, initial={"case": case_in(request.path)})
    return render(request, "web/purpose.html", {"form": form, "next": request.get_full_path()}, status=status)


def case_in(path: str) -> str:
    """The case an address lies in, chosen beforehand."""
    parts = path.split("/")
    return parts[2] if len(parts) > 3 and parts[1] == "cases" and THING.fullmatch(parts[2]) else ""


@requires(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def purpose(request: HttpRequest) -> HttpResponse:
    """State why a page is read, then go on to it."""
    onward = (request.POST if request.method == "POST" else request.GET).get("next", "/")
    if not onward.startswith("/") or not url_has_allowed_host_and_scheme(onward, None):
        onward = "/"
    path = unquote(onward.partition("?")[0])
    form = PurposeForm(request.POST or None, reader=request.user, initial={"case": case_in(path)})
    if form.is_bound and form.is_valid():
        remember(request, path, form.cleaned_data["said"])
        return redirect(onward)
    return render(request, "web/purpose.html", {"form": form, "next": onward}, status=422 if form.is_bound else 200)
