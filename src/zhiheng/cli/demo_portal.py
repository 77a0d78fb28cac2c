"""The demonstration's part of the portal: persons who can sign in, a leave asked for, a code for the family, a prisoner at the kiosk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhiheng.cli.demo_tracking import supervised
from zhiheng.law.clocks import add_days
from zhiheng.ledger.core.actor import Actor
from zhiheng.models.in_force import catalog
from zhiheng.portal import services
from zhiheng.portal.core.codes import grouped
from zhiheng.portal.declared import sources
from zhiheng.portal.rows import Account
from zhiheng.portal.selectors import accounts_seen_by
from zhiheng.portal.selectors.visits import of_account
from zhiheng.procedure.services import is_for_persons
from zhiheng.records.core.library import open_library
from zhiheng.records.core.rows import read_dicts
from zhiheng.records.selectors import snapshot_now
from zhiheng.register.selectors import entries_seen_by
from zhiheng.registry.selectors import COMMAND_LINE, actor_of, officer_named, related
from zhiheng.tracking.selectors import orders_seen_by
from zhiheng.tracking.services import CheckinDuty, set_checkin_duty

PERSONS, DAYS, DAYS_AHEAD, LEAVE_DAYS = 2, 30, 5, 3
WINDOWS = ((0, 719, 0), (720, 1439, 0))
"""Twice a day, so that at whatever hour one looks a window runs."""


def seat(accounts: Sequence[Any]) -> str:
    """Give persons their page; seated again they only get the new password. The lines say how to sign in."""
    password = accounts[0].password
    officers = {account.organ: account.username for account in accounts if account.username.startswith("organ-")}
    lines = [f"\n手机页（/portal/，口令均为 {password}）："]
    people = [one for one in supervised() if one["_organ"] in officers][:PERSONS]
    for number, person in enumerate(people):
        officer = handler(officers[person["_organ"]])
        account = opened(officer, person, "person", {"office": officer.organ.name, "agency": officer.organ.name, **oversight(officer)})
        services.set_password(now=timezone.now(), account=account, password=password)
        lines.append(f"  编号 {account.number}　{account.name}（{account.organ.name}）")
        if number == 0:
            lines += walked(actor_of(officer, "cli"), account)
    lines += kiosk(officers)
    return "\n".join(lines)


def handler(username: str) -> Any:
    """The officer who handles an organ's matters in the demonstration."""
    return officer_named(username)


def opened(officer: Any, person: Mapping[str, Any], kind: str, organs: Mapping[str, str]) -> Account:
    """The person's account, opened where there is none."""
    number = str(person["id_number"])
    known: Account | None = accounts_seen_by(officer).filter(person=number, kind=kind, closed_at=None).first()
    if known is not None:
        return known
    enrolled = services.Enrolled(number, str(person["name"]), kind, organs=organs, contact=f"经办人 {officer.name}")
    return services.open_account(actor=actor_of(officer, "cli"), now=timezone.now(), enrolled=enrolled)[0]


def oversight(officer: Any) -> dict[str, str]:
    """The procuratorate that supervises the officer's organ, where it is known."""
    found = related(officer.organ, "supervised_by", on=timezone.localdate())
    return {"procuratorate": found[0].name} if found else {}


def walked(actor: Actor, account: Account) -> Iterator[str]:
    """A check-in duty, a leave that waits for the officer, and a code by which the family asks about it."""
    today, now = timezone.localdate(), timezone.now()
    if not orders_seen_by(COMMAND_LINE).filter(kind="checkin", person=account.person, until_at__gt=now).exists():
        duty = CheckinDuty(account.person, account.name, "演示手机签到", "矫正方案（演示）", today, add_days(today, DAYS), WINDOWS)
        set_checkin_duty(actor=actor, now=now, duty=duty)
    asked = leave_of(account, today)
    if asked is not None:
        issued = services.Issued("family", "演示家属", "亲属关系证明已核（演示）", met=("consent",))
        _, code = services.issue_code(actor=actor, now=now, case_id=asked, issued=issued)
        yield f"  家属查询码 {grouped(code)}（查{account.name}，/portal/query/）"


def leave_of(account: Account, today: date) -> Any:
    """The case of a leave asked for by the person's own page; None where the packs know of none."""
    spec = next((one for one in map(catalog().procedures.get, ["leave"]) if one is not None and is_for_persons(one)), None)
    if spec is None:
        return None
    first = add_days(today, DAYS_AHEAD)
    values = {
        "destination": "500103", "reason": "family", "proof": ["医院通知（演示）"], "from": first.isoformat(),
        "to": add_days(first, LEAVE_DAYS - 1).isoformat(), "days": LEAVE_DAYS,
    }  # fmt: skip
    application = services.Application(spec.steps[spec.start[0]].outcomes[0].id, "demonstration", values=values)
    return services.apply_for(viewer=of_account(account), now=timezone.now(), procedure=spec, application=application).case


def kiosk(officers: Mapping[str, str]) -> list[str]:
    """A prisoner at the kiosk: one of whom a ledger of points tells, else one of whom records do."""
    person = next((one for one in (*of_ledgers(), *of_records()) if one["_organ"] in officers), None)
    if person is None:
        return []
    officer = handler(officers[person["_organ"]])
    account = opened(officer, person, "prisoner", {"prison": officer.organ.name, **oversight(officer)})
    code = services.give_code(actor=actor_of(officer, "cli"), now=timezone.now(), account_id=account.pk)
    return [f"  自助终端（/portal/kiosk/）：编号 {account.number}，代码 {code}　{account.name}（{account.organ.name}）"]


def of_ledgers() -> Iterator[dict[str, Any]]:
    """Persons of ledgers of points."""
    for spec in filter(None, (catalog().registers.get(one.ledger) for one in sources("points"))):
        for entry in entries_seen_by(COMMAND_LINE, spec)[:1]:
            if entry.values.get("id_number"):
                yield {"id_number": entry.values["id_number"], "name": entry.values["subject_name"], "_organ": entry.organ.name}


def of_records() -> Iterator[dict[str, Any]]:
    """Persons of records of points."""
    for dataset in filter(None, (one.dataset for one in sources("points"))):
        sql = f"select _organ, min(id_number) as id_number, min_by(name, id_number) as name from {dataset} group by _organ order by _organ"  # noqa: S608
        with open_library(snapshot_now([dataset]), Path(settings.LIBRARY), datasets=[dataset]) as library:
            yield from read_dicts(library.connection, sql)
