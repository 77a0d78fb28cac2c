"""The application as `serve` runs it: a process has read the packs before it answers its first request."""

from __future__ import annotations

import logging

from zhiheng.catalog.errors import PackError
from zhiheng.schema.errors import UnusableInputError
from zhiheng.site.wsgi import application

__all__ = ["application"]


def read_packs() -> None:
    """Read the packs now, so that no officer waits for it; faulty ones are said on the pages that need them."""
    from zhiheng.models.in_force import packs_on_disk

    try:
        packs_on_disk()
    except (PackError, UnusableInputError) as error:
        logging.getLogger("zhiheng").warning("%s", error)


read_packs()
