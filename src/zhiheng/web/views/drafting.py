"""制发文书: a supervision document drafted from verified clues."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhiheng.oversight import services
from zhiheng.oversight.core.drafting import DOCUMENT_TITLES, Draft
from zhiheng.oversight.packs import catalog
from zhiheng.oversight.selectors import clues_seen_by, draft_for
from zhiheng.registry.selectors import actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.forms.drafting import DraftForm
from zhiheng.web.odd import whole_numbers
from zhiheng.web.rights import requires


@requires("document.draft")
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """The draft on the clues that the address names; posting it opens the case."""
    chosen = chosen_clues(request)
    kind = request.POST.get("kind") or request.GET.get("kind") or "correction_notice"
    try:
        words = draft_for(chosen, kind if kind in DOCUMENT_TITLES else "correction_notice", request.user, catalog())
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}")
        return redirect("clue", clue_id=chosen[0]) if len(chosen) == 1 else redirect("clues")
    form = DraftForm(request.POST or None, initial=initial_of(words))
    if request.method == "POST" and form.is_valid() and (case := opened(request, chosen, form)):
        messages.success(request, _("文书已起草，请核对正文后提交审批。"))
        return redirect("case", case_id=case.pk)
    told = {"form": form, "words": words, "clues": clues_seen_by(request.user).filter(pk__in=chosen), "kinds": DOCUMENT_TITLES.items()}
    return render(request, "web/cases/draft.html", told, status=422 if form.errors else 200)


def chosen_clues(request: HttpRequest) -> list[int]:
    """Clues named by the address or by a list's boxes."""
    named = request.POST.getlist("clue") or request.GET.getlist("clue")
    return whole_numbers(named)


def initial_of(words: Draft) -> dict[str, Any]:
    """The words of the clues, as they stand in the form."""
    return {
        "kind": words.kind,
        "facts_text": "\n".join(words.facts),
        "demands_text": "\n".join(words.demands),
        "reply_days": words.reply_days,
    }


def opened(request: HttpRequest, chosen: list[int], form: DraftForm) -> Any:
    """Open the case; a refusal becomes an error of the form."""
    try:
        return services.open_document(
            actor=actor_of(request.user, "web"), now=timezone.now(), catalog=catalog(), clues=chosen, **form.cleaned_data
        )
    except UnusableInputError as refusal:
        form.add_error(None, f"{refusal.reason}。{refusal.remedy}")
        return None
