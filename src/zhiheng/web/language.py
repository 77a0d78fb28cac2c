"""Chinese first: another language only for who has chosen it, never guessed from the browser."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from zhiheng.web.excel import GIVEN
from zhiheng.web.rights import PUBLIC, requires
from zhiheng.web.second_language import HAN, in_second_language


@requires(PUBLIC)
@require_POST
def choose(request: HttpRequest) -> HttpResponseBase:
    """The language chosen in the frame or on the sign-in page, kept by the browser; one that is not ours changes nothing."""
    return set_language(request) if request.POST.get("language") in dict(settings.LANGUAGES) else redirect("home")


def chosen_language(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: the language of the cookie, where it is one of ours, else the language of the settings; files go out in the latter."""
    known = {code for code, _ in settings.LANGUAGES}

    def answer(request: HttpRequest) -> HttpResponseBase:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        other = wanted in known and request.GET.get("format") not in GIVEN
        with translation.override(wanted if other else settings.LANGUAGE_CODE):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
            if other and wanted != settings.LANGUAGE_CODE:
                translate_rest(response)
            return response

    return answer


def translate_rest(response: HttpResponseBase) -> None:
    """A page in Chinese parts: each translated where that can be, or marked as Chinese."""
    if not isinstance(response, HttpResponse) or not response.get("Content-Type", "").startswith("text/html"):
        return
    text = response.content.decode(response.charset)
    if HAN.search(text):
        response.content = in_second_language(text).encode(response.charset)
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))
