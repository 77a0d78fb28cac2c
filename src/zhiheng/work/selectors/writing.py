"""Readers of what officers wrote into reports: an organ reads its own."""

from __future__ import annotations

from typing import Any

from zhiheng.registry import rights
from zhiheng.work.models import ReportText


def newest_text(report: str, period: str, about: str, organ: str) -> ReportText | None:
    """The newest text of an organ's report of a period; for rooms that ask who looks themselves."""
    return ReportText.objects.filter(report=report, period=period, about=about, organ__name=organ).order_by("-pk").first()


def report_text(viewer: Any, report: str, pack: str, period: str, about: str = "") -> ReportText | None:
    """What the viewer's organ has written in its report of a period; None where it has not, or the viewer may not read reports."""
    if not rights.may(viewer, "report.read", pack=pack):
        return None
    return newest_text(report, period, about, viewer.organ.name)
