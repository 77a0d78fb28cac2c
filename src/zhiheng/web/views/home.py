"""工作台: what waits for this officer, by clock colour, one click from the act itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhiheng.web.rights import requires


@requires("home.read")
def home(request: HttpRequest) -> HttpResponse:
    """The desk."""
    return render(request, "web/home.html")
