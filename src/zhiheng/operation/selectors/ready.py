"""Whether this process can serve: the database answers and has the program's shape, the home can be written to."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import Error

from zhiheng.operation.core.findings import SOUND
from zhiheng.operation.core.restoring import RESTORING
from zhiheng.operation.selectors import standing


def lacking() -> list[str]:
    """Names of what is missing to serve; empty where nothing is."""
    home = Path(settings.HOME)
    found = [] if os.access(home, os.W_OK | os.X_OK) and not (home / RESTORING).exists() else ["home"]
    try:
        standing.reachable()
        return [*found, *([] if _has_shape() else ["migrations"])]
    except Error:
        return [*found, "database"]


def _has_shape() -> bool:
    """Whether the database has the program's shape; once it has, it is not asked again."""
    try:
        return _shape_once()
    except NotYetError:
        return False


class NotYetError(Exception):
    """The database has not yet the shape of the program: not to be remembered."""


@cache
def _shape_once() -> bool:
    if standing.shape().state != SOUND:
        raise NotYetError
    return True
