"""Where each entry point hangs."""

from __future__ import annotations

from django.urls import include, path

handler400 = "zhiheng.web.faults.unreadable"
handler500 = "zhiheng.web.faults.failed"
urlpatterns = [
    path("api/v1/", include("zhiheng.api.urls")),
    path("", include("zhiheng.web.urls_operation")),
    path("", include("zhiheng.web.urls")),
]
