"""The application as `serve` runs it: a process has read the packs, the pages and the interface before it answers its first request."""

from __future__ import annotations

import gc
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


def read_addresses() -> None:
    """Load what stands behind every address now: else the first request of each process loads all pages and the interface, for seconds."""
    from django.urls import get_resolver

    get_resolver()._populate()  # noqa: SLF001 - what the first reverse look-up of an address would do


read_packs()
read_addresses()
gc.collect()
gc.freeze()  # what was loaded stays: looking through it for what may go would hold up answers
