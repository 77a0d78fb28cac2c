"""Cases of every procedure and entries of every register for the demonstration: the packs' own stories, played by its officers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import timezone

from zhiheng.cli import demo_story
from zhiheng.models.in_force import catalog


@lru_cache(maxsize=1)
def chosen(plays: Any, today: date) -> Any:
    """The stories that are played on this day, chosen once."""
    return plays.choose(catalog(), today)


def seat_lacking(plays: Any, accounts: Sequence[Any], as_of: date) -> Sequence[Any]:
    """The accounts, made anew with those of organs that only stories need."""
    today = timezone.localdate()
    lacking = plays.lacking(catalog(), chosen(plays, today), today)
    return demo_story.seat(as_of, lacking) if lacking else accounts


def play(plays: Any, as_of: date) -> str:
    """Play the stories; says how many cases and entries there are, and names every story that could not be played."""
    played = plays.play(catalog(), chosen(plays, timezone.localdate()), now=timezone.now(), since=demo_story.held_since(as_of))
    return str(played.lines())
