"""What changed in the law since a day: for whom, from when, from which article to which; and every limit whose length became another.

The changes of texts are told in `data/changes.yaml`; those of limits come from the table itself, so that none can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from zhiheng.law.limits import Limit, Row, families
from zhiheng.law.own_yaml import read_yaml

UNITS = {"minute": "分钟", "hour": "小时", "day": "日", "month": "个月", "workday": "个工作日"}


@dataclass(frozen=True)
class Change:
    """One thing the law orders otherwise from a day on: before, after, whom it concerns, the articles of both."""

    day: date
    subject: str
    before: str
    after: str
    who: tuple[str, ...] = ()
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    limit: str | None = None

    @property
    def before_unseen(self) -> bool:
        """Whether what held before is told without its text at hand."""
        return not self.old and not self.before.startswith("没有")

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        told = {"subject": self.subject, "before": self.before, "after": self.after, "who": list(self.who)}
        return {
            "day": self.day.isoformat(),
            **told,
            "old": list(self.old),
            "new": list(self.new),
            "limit": self.limit,
            "before_unseen": self.before_unseen,
        }


def changes_since(since: date, *, until: date | None = None, who: str = "") -> tuple[Change, ...]:
    """Changes in force from `since` on (through `until`), newest first; `who`: only those that name this organ anywhere."""
    every = (*told_changes(), *limit_changes())
    kept = [each for each in every if since <= each.day and (until is None or each.day <= until) and _concerns(each, who)]
    return tuple(sorted(kept, key=lambda each: (each.day, each.limit is None), reverse=True))


def concerned() -> tuple[str, ...]:
    """Everybody a change names, sorted."""
    return tuple(sorted({name for change in told_changes() for name in change.who}))


def _concerns(change: Change, who: str) -> bool:
    return not who or any(who in text for text in (*change.who, change.subject, change.before, change.after))


@cache
def told_changes() -> tuple[Change, ...]:
    """The changes written down by hand."""
    read = read_yaml(files("zhiheng.law").joinpath("data/changes.yaml").read_text(encoding="utf-8"))
    return tuple(_change(raw) for raw in read["changes"])


def _change(raw: Mapping[str, Any]) -> Change:
    return Change(raw["day"], raw["subject"], raw["before"], raw["after"], tuple(raw["who"]), tuple(raw["old"]), tuple(raw["new"]))


@cache
def limit_changes() -> tuple[Change, ...]:
    """Every limit of which a later text sets another length than the one before it."""
    own = [limit for family in families().values() for limit in family.values() if limit.same_as is None]
    return tuple(change for limit in own for change in _of_limit(limit))


def _of_limit(limit: Limit) -> Iterator[Change]:
    ended = [row for row in limit.rows if row.until is not None]
    for before in ended:
        following = [row for row in limit.rows if row.when == before.when and row.since > before.since]
        after = min(following, key=lambda row: row.since, default=None)
        if after is not None and length_in_words(after) != length_in_words(before):
            yield _changed(limit, before, after)


def _changed(limit: Limit, before: Row, after: Row) -> Change:
    return Change(after.since, f"期限：{after.zh}", _row_text(before), _row_text(after), (), before.cites, after.cites, limit.id)


def _row_text(row: Row) -> str:
    return f"自{row.trigger}起 {length_in_words(row)}"


def length_in_words(row: Row) -> str:
    """A length as people say it."""
    more = f"又 {row.then_days} 日" if row.then_days else ""
    return "文书载明的期限" if row.amount is None else f"{row.amount} {UNITS[row.unit]}{more}"
