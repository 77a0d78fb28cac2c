"""What an address may ask with: values that are none are refused before a page reads them; answers are not kept by browsers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

LONGEST = 4000
"""No question of a page is longer; texts are sent by forms."""
LONGEST_NAME = 200
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
NUMBER = re.compile(r"[0-9]{0,18}")
NAME = re.compile(r"-?[a-z0-9_.]{0,60}")
FORMS: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(("page", "size", "before", "version", "clue"), NUMBER),
    **dict.fromkeys(("sort", "format", "hit", "colour", "what", "by", "view"), NAME),
}
"""Questions of all pages -> how their values look; others are choices, days and words, which their filters read."""


def readable(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: refuse what no page can read; keep what pages show of persons out of caches."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    def before_view(request: HttpRequest, _view: object, _args: object, parts: Mapping[str, object]) -> None:
        if any(len(str(part)) > LONGEST_NAME or CONTROL.search(str(part)) for part in parts.values()):
            raise BadRequest(_("地址不能识别"))
        demand_readable(request.GET.lists(), only_text=request.path.startswith("/api/"))

    answer.process_view = before_view  # type: ignore[attr-defined]
    return answer


def demand_readable(asked: Iterable[tuple[str, Iterable[object]]], *, only_text: bool = False) -> None:
    """Raise BadRequest for a question whose value cannot be one."""
    for name, values in asked:
        form = None if only_text else FORMS.get(name)
        for value in values:
            text = str(value)
            if len(text) > LONGEST or CONTROL.search(name + text) or (form and not form.fullmatch(text)):
                raise BadRequest(_("地址中的“%(name)s”不能识别：%(value)s") % {"name": plain(name), "value": plain(text)})


def whole_numbers(texts: Iterable[str]) -> list[int]:
    """Numbers of records named by boxes of a form; a value that is none is refused."""
    given = list(texts)
    demand_readable([("clue", given)])
    return [int(text) for text in given if text]


def uuids(texts: Iterable[str]) -> list[UUID]:
    """Keys of cases named by boxes of a form; a value that is none is refused."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            raise BadRequest(_("所选案件不能识别：%(value)s") % {"value": plain(text)}) from None
    return found


def plain(text: str) -> str:
    """The beginning of a value, fit to be shown."""
    return CONTROL.sub("□", text[:40])
