"""What every page of a demonstration says: that its records are made up, and which day it is there."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import HttpRequest


def demonstration_day(_request: HttpRequest) -> dict[str, date | None]:
    """Template context: the day of the demonstration, None in a real installation."""
    return {"demonstration_day": settings.DEMONSTRATION.day if settings.DEMONSTRATION else None}
