"""Addresses for machines that watch the installation."""

from __future__ import annotations

from django.urls import path

from zhiheng.web import health

urlpatterns = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("metrics", health.measures, name="metrics"),
]
