"""Stories moved to other days: every date in them by the same number of whole weeks, every act given its instant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from zhiheng.catalog.stories import StoryShape, StoryStep
from zhiheng.law.clocks import add_days, days_between
from zhiheng.law.moments import SHANGHAI

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?=$|T)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_BEGINS, _APART = 9 * 60, 7
USUAL = "2026-01-05"
"""The day on which a story begins that names none."""


def moved(value: Any, days: int) -> Any:
    """The value with every date in it so many days later."""
    if isinstance(value, str):
        return moved_text(value, days) if _DATE.match(value) else moved_month(value, days) if _MONTH.fullmatch(value) else value
    if isinstance(value, Mapping):
        return {name: moved(one, days) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(moved(one, days) for one in value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return add_days(value, days)
    return value


def moved_text(text: str, days: int) -> str:
    """A date, or an instant, so many days later; what only looks like one stays."""
    try:
        return add_days(date.fromisoformat(text[:10]), days).isoformat() + text[10:]
    except ValueError:
        return text


def moved_month(text: str, days: int) -> str:
    """A month so many days later, counted from its middle."""
    return add_days(date.fromisoformat(f"{text}-15"), days).isoformat()[:7]


def with_month_ends(before: Any, after: Any) -> Any:
    """The moved value, where the last day of a month stays the last day of one (the last before it), and the first day a first."""
    if isinstance(before, Mapping):
        return {name: with_month_ends(before[name], after[name]) for name in before}
    if isinstance(before, (list, tuple)):
        return [with_month_ends(one, other) for one, other in zip(before, after, strict=True)]
    if not isinstance(before, str) or not _DAY.fullmatch(before):
        return after
    was, new = date.fromisoformat(before), date.fromisoformat(after)
    first = new.replace(day=1)
    if was.day == 1:
        return first.isoformat()
    return after if add_days(was, 1).day != 1 or add_days(new, 1).day == 1 else add_days(first, -1).isoformat()


def story_moved(story: StoryShape, days: int) -> StoryShape:
    """The story so many days later."""
    given = story.given.model_copy(update=_fields(story.given, days))
    return story.model_copy(update={"given": given, "then": tuple(one.model_copy(update=_fields(one, days)) for one in story.then)})


def _fields(shape: Any, days: int) -> dict[str, Any]:
    return {name: moved(getattr(shape, name), days) for name in type(shape).model_fields}


def story_timed(story: StoryShape) -> StoryShape:
    """The story with an instant for its beginning and each of its acts, one after another; what is to be refused is left out."""
    begun = clock(story.given.at or story.given.on or USUAL, None, {**story.given.opening, **story.given.values})
    given = story.given.model_copy(update={"at": begun.isoformat(), "on": ""})
    return story.model_copy(update={"given": given, "then": tuple(_timed(story, begun))})


def _timed(story: StoryShape, begun: datetime) -> Iterator[StoryStep]:
    said, last = story.given.at or story.given.on or USUAL, begun
    for step in story.then:
        said = step.at or step.on or said
        if step.act and not step.refused:
            last = clock(said, last, step.values)
            yield step.model_copy(update={"at": last.isoformat(), "on": ""})


def clock(stated: str, last: datetime | None, values: Mapping[str, Any]) -> datetime:
    """The instant meant: the one that is said, else a working hour; after the act before, and after what its values say has happened."""
    known = instant(stated)
    after = [known] if known else [_at(date.fromisoformat(stated), _BEGINS)]
    after += [_later(last)] if last else []
    day = stated[:10]
    after += [found for text in _texts(values) if text.startswith(f"{day}T") and (found := instant(text))]
    return max(after)


def instant(text: str) -> datetime | None:
    """The instant a text says; None for a day alone."""
    if "T" not in text:
        return None
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), tzinfo=SHANGHAI)


def _later(last: datetime) -> datetime:
    """A few minutes later on the same day."""
    local = last.astimezone(SHANGHAI)
    return _at(local.date(), min(local.hour * 60 + local.minute + _APART, 24 * 60 - 1))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)


def weeks_between(last: date, wanted: date) -> int:
    """Days, in whole weeks, that bring `last` to `wanted` or a few days before."""
    return days_between(last, wanted) // 7 * 7
