"""Addresses of the pages."""

from __future__ import annotations

from django.urls import path

from zhiheng.web.views import dictionary, home, signing, trace

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", signing.sign_in, name="sign_in"),
    path("sign-out/", signing.sign_out, name="sign_out"),
    path("password/", signing.change_password, name="change_password"),
    path("dictionary/", dictionary.dictionary, name="dictionary"),
    path("dictionary/<slug:name>/", dictionary.dataset, name="dataset"),
    path("trace/", trace.trace, name="trace"),
    path("trace/verify/", trace.verify, name="verify_trace"),
]
