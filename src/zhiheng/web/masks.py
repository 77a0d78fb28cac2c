"""Masked numbers that come back: where a page is masked, its forms and links still work, as the session knows what they stand for."""

from __future__ import annotations

import base64
import hashlib
import json
import re

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, QueryDict

from zhiheng.registry.core.masking import masked, numbers_in, restored

KEPT = "masked"
MOST_KEPT = 300
WITHIN = re.compile(rb"=\"[^\"<>]*\"|<textarea[^>]*>.*?</textarea>", re.DOTALL)
"""Parts of a page that come back: what stands in attributes, and in fields of several lines."""


def keep(request: HttpRequest, content: bytes, numbers: list[str]) -> None:
    """Keep in the session, encrypted, the numbers that stand in forms and links of a page that is shown masked."""
    if not numbers or not hasattr(request, "session") or not request.user.is_authenticated:
        return
    found = numbers_in(b" ".join(WITHIN.findall(content)))
    known = _known(request)
    fresh = {masked(number): number for number in found if known.get(masked(number)) != number}
    if not fresh:
        return
    twofold = {mask for mask, number in fresh.items() if mask in known or sum(masked(one) == mask for one in found) > 1}
    kept = {**known, **fresh, **dict.fromkeys(twofold, "")}
    sealed = json.dumps(dict(list(kept.items())[-MOST_KEPT:])).encode()
    request.session[KEPT] = _cipher().encrypt(sealed).decode()


def restore(request: HttpRequest) -> None:
    """Put whole numbers in the place of masked ones in what a form or a link sends; a mask that two numbers have stays one."""
    if not getattr(request, "session", None) or request.path.startswith("/api/") or KEPT not in request.session:
        return
    if "*" in request.META.get("QUERY_STRING", "").replace("%2A", "*"):
        request.GET = _restored(request, request.GET)  # type: ignore[assignment]
    if request.method == "POST" and any("*" in value for _name, values in request.POST.lists() for value in values):
        request.POST = _restored(request, request.POST)  # type: ignore[assignment]


def _restored(request: HttpRequest, given: QueryDict) -> QueryDict:
    known, mended = _known(request), given.copy()
    for name, values in given.lists():
        mended.setlist(name, [restored(str(value), known.get) for value in values])
    mended._mutable = False  # noqa: SLF001 - as Django gives it
    return mended


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(_cipher().decrypt(str(request.session.get(KEPT, "")).encode()))
    except (InvalidToken, ValueError):
        return {}
    return found


def _cipher() -> Fernet:
    """A key of the installation's own, for what the session keeps."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"zhiheng.web.masks" + settings.SECRET_KEY.encode()).digest()))
