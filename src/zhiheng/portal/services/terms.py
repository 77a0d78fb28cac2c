"""A person's page goes with the corrections: to the new place once it has taken the file, and closed when they end.

Both are read from the theme library, whoever wrote them there: an organ's own system, or a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append, hold_head
from zhiheng.portal.models import Account, ReadUpTo, Visit
from zhiheng.records.core.library import open_library
from zhiheng.records.core.rows import read_dicts
from zhiheng.records.selectors import newest_seq, snapshot_now
from zhiheng.registry.rows import Organ
from zhiheng.registry.selectors import organ_named, related

CASES = "corrections_cases"
PROGRAM = Actor("system:portal", "手机页", "", "worker")
RECORDS, DAYS = 2, 3
"""Rows of `ReadUpTo` beside the one of the trace: the newest batch that was read, the last day that was looked at."""
SQL = f"""select id_number, _organ, office, released_on, end_reason, _received_at from {CASES}
    where id_number in (select unnest(?::varchar[])) order by _received_at, _ref"""  # noqa: S608 - a dataset of the standard
MOVED, LAST_DAY = "moved", ("served", None)
"""Who has served the term (or is pardoned) reads the page until the day is over: the certificate is told there."""
WHY = {
    "served": "矫正期满，社区矫正已解除",
    "revoked": "缓刑、假释已撤销，社区矫正终止",
    "recalled": "已决定收监执行，社区矫正终止",
    "died": "社区矫正对象死亡",
    "new_crime": "再犯罪，社区矫正终止",
    MOVED: "执行地已变更，由新执行地另行开通",
    None: "社区矫正已解除（终止）",
}
Row = Mapping[str, Any]


def follow_terms(*, actor: Actor, now: datetime, number: str = "") -> int:
    """Hand pages over and close them as the records of corrections say; returns how many. Cheap where neither record nor day is new.

    number  of the one account that is looked at (whose person is about to sign in); all where it is not given
    """
    newest, day = newest_seq([CASES]), timezone.localdate(now).toordinal()
    if not newest or (_read_up_to(RECORDS) >= newest and _read_up_to(DAYS) >= day):
        return 0
    with transaction.atomic():
        hold_head()
        newest = newest_seq([CASES])
        kept = Account.objects.filter(number=number) if number else Account.objects.all()
        open_ones = list(kept.select_for_update(of=("self",)).select_related("organ").filter(closed_at=None).exclude(kind="prisoner"))
        rows = _rows(sorted({one.person for one in open_ones}))
        changed = sum(_follow(one, rows.get(one.person, []), actor, now) for one in open_ones)
        for name, value in () if number else ((RECORDS, newest), (DAYS, day)):
            ReadUpTo.objects.update_or_create(pk=name, defaults={"seq": value})
    return changed


def _read_up_to(name: int) -> int:
    return ReadUpTo.objects.filter(pk=name).values_list("seq", flat=True).first() or 0


def _rows(persons: list[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    if not persons:
        return found
    with open_library(snapshot_now([CASES]), Path(settings.LIBRARY), datasets=[CASES]) as library:
        for row in read_dicts(library.connection, SQL, [persons]):
            found.setdefault(row["id_number"], []).append(row)
    return found


def _follow(account: Account, rows: list[Row], actor: Actor, now: datetime) -> bool:
    """Do for one page what its records say; True where it changed."""
    going_on = [row for row in rows if row["released_on"] is None]
    if going_on:
        keeper = _taken_over(account, going_on, {row["_organ"] for row in rows if row["end_reason"] == MOVED})
        return keeper is not None and _hand_over(account, keeper, going_on, actor, now)
    last = max(rows, key=lambda row: (row["released_on"], row["_received_at"]), default=None)
    return last is not None and _close(account, last, actor, now)


def _taken_over(account: Account, going_on: Iterable[Row], left: set[str]) -> Organ | None:
    """The organ that has taken the person over from one that kept the page; None where the page is where the person is."""
    keepers = {account.organ.name, account.organs.get("agency", "")}
    names = [row["_organ"] for row in going_on]
    if not left & keepers or keepers & set(names):
        return None
    return organ_named(names[-1])


def _hand_over(account: Account, keeper: Organ, going_on: Iterable[Row], actor: Actor, now: datetime) -> bool:
    """Give the page to the organ of the new place, with its office and its procuratorate; nobody of the old place stays named on it."""
    office = next((row["office"] for row in going_on if row["_organ"] == keeper.name and row["office"]), None)
    supervisors = related(keeper, "supervised_by", on=timezone.localdate(now))
    seats = {
        "office": office if office and organ_named(office) else keeper.name, "agency": keeper.name,
        "procuratorate": supervisors[0].name if supervisors else "",
    }  # fmt: skip
    before = account.organ.name
    account.organ, account.organs, account.contact = keeper, {role: name for role, name in seats.items() if name}, ""
    account.save(update_fields=["organ", "organs", "contact"])
    details = {"from": before, "to": keeper.name}
    append(actor=actor, act="portal.account.moved", thing=f"portal:{account.number}", details=details, now=now)
    return True


def _close(account: Account, last: Row, actor: Actor, now: datetime) -> bool:
    """Close a page whose corrections are over; corrections that were over before the page was opened do not close it."""
    today, ended_on, reason = timezone.localdate(now), last["released_on"], last["end_reason"]
    if not _is_over(ended_on, reason, today) or ended_on < timezone.localdate(account.made_at):
        return False
    account.closed_at, account.closed_why = now, WHY.get(reason, WHY[None])
    account.save(update_fields=["closed_at", "closed_why"])
    Visit.objects.filter(account=account).delete()
    details = {"reason": account.closed_why}
    append(actor=actor, act="portal.account.closed", thing=f"portal:{account.number}", details=details, now=now)
    return True


def _is_over(ended_on: date, reason: str | None, today: date) -> bool:
    return ended_on < today or (ended_on == today and reason not in LAST_DAY)
