"""Readers of check-ins: what a person still owes, what an officer has to compare. For persons the room above has asked who looks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from zhiheng.dossier.selectors import StoredFile, attachments_in
from zhiheng.law.clocks import add_days
from zhiheng.registry.rights import may
from zhiheng.registry.rows import Officer
from zhiheng.registry.selectors import organs_seen_by, without_barred
from zhiheng.tracking.core.checkins import Window, windows_on
from zhiheng.tracking.core.verifying import kind_of
from zhiheng.tracking.instants import local_day, start_of
from zhiheng.tracking.models import CheckIn, Leave, Order, Position, RandomCall

NOT_COUNTED = ("different", "unclear")


@dataclass(frozen=True)
class Due:
    """The next window of a check-in duty: from when to when, whether it runs, whether it was used."""

    order: Order
    window: Window
    open: bool
    completed: bool


def windows_for(order: Order, day: date) -> list[Window]:
    """The windows of a duty on a day: those it always has, and those of random checks."""
    calls = RandomCall.objects.filter(order=order, from_at__gte=start_of(day), from_at__lt=start_of(add_days(day, 1)))
    return sorted([*windows_on(order.windows, day), *calls.values_list("from_at", "until_at")])


def running(order: Order, at: datetime) -> Window | None:
    """The window an instant lies in."""
    return next((one for one in windows_for(order, local_day(at)) if one[0] <= at < one[1]), None)


def is_called(order: Order, window: Window) -> bool:
    """Whether the window is of a random check."""
    return RandomCall.objects.filter(order=order, from_at=window[0]).exists()


def counting(order: Order) -> QuerySet[CheckIn]:
    """Check-ins that count."""
    return CheckIn.objects.filter(order=order).exclude(state__in=NOT_COUNTED)


def is_checked_in(order: Order, window: Window) -> bool:
    """Whether the window was used: by a check-in that counts, or by a position of the device alone."""
    made = CheckIn.objects.filter(order=order, window_at=window[0])
    if made.exists():
        return counting(order).filter(window_at=window[0]).exists()
    return Position.objects.filter(order=order, at__gte=window[0], at__lt=window[1]).exists()


def orders_of_person(number: str) -> list[Order]:
    """Orders of positioning and check-in duties of a person, the newest first."""
    return list(Order.objects.filter(person=number).select_related("organ"))


def leaves_of_person(number: str, at: datetime) -> list[Leave]:
    """Leaves of a person that are in force or still to come."""
    return list(Leave.objects.filter(person=number, until_at__gt=at))


def due_checkins(number: str, at: datetime) -> list[Due]:
    """The window that runs now, else the next one, of each check-in duty in force."""
    return [found for order in orders_of_person(number) if order.kind == "checkin" and (found := _due(order, at))]


def _due(order: Order, at: datetime) -> Due | None:
    if order.violations or at >= order.last_at:
        return None
    for day in (local_day(max(at, order.from_at)), add_days(local_day(max(at, order.from_at)), 1)):
        for window in windows_for(order, day):
            done = is_checked_in(order, window)
            if at < window[1] <= order.last_at and not (done and window[0] <= at):
                return Due(order, window, window[0] <= at, done)
    return None


def checkins_seen_by(viewer: Officer) -> QuerySet[CheckIn]:
    """Check-ins under the orders of the organs whose rows the officer may see."""
    if not may(viewer, "tracking.read"):
        return CheckIn.objects.none()
    rows = CheckIn.objects.filter(order__organ__in=organs_seen_by(viewer)).select_related("order__organ")
    return without_barred(rows, viewer, "order__person")


def pictures_of(made: CheckIn) -> tuple[StoredFile | None, StoredFile | None]:
    """The picture (recording) of a check-in, and the known one: the first of its kind found the same, else the first of all."""
    files = {one.pk: one for one in attachments_in(f"checkin:{made.order_id}")}
    own = files.get(made.file or 0)
    others = CheckIn.objects.filter(order=made.order, file__isnull=False).exclude(pk=made.pk).order_by("at")
    alike = [one for one in others if one.file in files and own and kind_of(files[one.file].name) == kind_of(own.name)]
    known = next((one for one in alike if one.state == "same"), alike[0] if alike else None)
    return own, files[known.file] if known and known.file else None


def counts_in_force(kind: str, at: datetime) -> dict[str, int]:
    """How many orders of a kind are in force, by organ: numbers alone."""
    counted = Counter(one.organ.name for one in Order.objects.filter(kind=kind).select_related("organ") if one.in_force_at(at))
    return dict(counted)
