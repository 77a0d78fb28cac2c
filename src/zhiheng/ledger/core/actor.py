"""Who acts, as the trace remembers it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """An officer, or the program itself, at the moment of an act.

    id     stable identifier (the officer's sign-in name, or `system:<what>`)
    name   the name shown to people
    organ  name of the organ the act is done for
    via    how it came: web, api, cli, test
    """

    id: str
    name: str
    organ: str
    via: str
