"""Where each entry point hangs."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("zhiheng.web.urls"))]
