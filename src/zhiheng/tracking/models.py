"""Orders under which positions may be taken in, devices, positions, fences, alarms. Order columns repeat what the theme library says."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from zhiheng.ledger.appending import AppendOnly
from zhiheng.ledger.at_rest_fields import CoveredName, EncipheredFloat, EncipheredJSON, EncipheredText, KeyedNumber
from zhiheng.tracking.call_models import RandomCall
from zhiheng.tracking.checkin_models import CheckIn

__all__ = [
    "Alarm", "AlarmAct", "CheckIn", "DaySummary", "Device", "Followed", "Gateway", "Intake", "LateBound", "Leave", "Order", "OrderFence",
    "Position", "RandomCall", "Watch",
]  # fmt: skip


class Followed(models.Model):
    """How far the theme library was read: number of the newest batch."""

    name = models.CharField(max_length=40, primary_key=True)
    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.seq}"


class Order(models.Model):
    """A person's positions may be taken in from an instant until another: an order of electronic positioning, or a check-in duty.

    kind        tag or checkin
    key         where it stands: dataset, organ and key of the record; of a check-in duty its own number
    until_at    first instant outside, as ordered; ended_at: when it ended before
    violations  what makes the order unlawful; under such an order nothing is taken in
    windows     of a check-in duty: first and last minutes of the day, and minutes of grace
    record      batch and reference of the record, as evidence names it
    """

    key = CoveredName(max_length=300, unique=True)
    kind = models.CharField(max_length=10)
    number = models.CharField(max_length=100)
    person = KeyedNumber(max_length=60, db_index=True)
    name = models.CharField(max_length=100)
    ground = models.CharField(max_length=60)
    basis = models.CharField(max_length=500)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    division = models.CharField(max_length=6, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    removed_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    violations = models.JSONField(default=list)
    windows = models.JSONField(default=list)
    record = EncipheredJSON(default=dict)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["-from_at", "-id"]
        indexes = [models.Index(fields=["organ", "-from_at"], name="order_of_organ")]

    def __str__(self) -> str:
        return self.number

    @property
    def last_at(self) -> datetime:
        """The first instant at which nothing may be taken in any more."""
        return min(self.until_at, self.ended_at) if self.ended_at else self.until_at

    def in_force_at(self, instant: datetime) -> bool:
        """Whether positions of the instant may be taken in under the order."""
        return not self.violations and self.from_at <= instant < self.last_at


class Leave(models.Model):
    """A leave that was granted: while it lasts, required places are not asked for."""

    key = CoveredName(max_length=300, unique=True)
    number = models.CharField(max_length=100)
    person = KeyedNumber(max_length=60, db_index=True)
    destination = models.CharField(max_length=6)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        ordering = ["from_at", "id"]

    def __str__(self) -> str:
        return self.number


class Device(models.Model):
    """A device given to a person under an order, from an instant until another; late positions stay with the time they are of."""

    number = models.CharField(max_length=60, db_index=True)
    order = models.ForeignKey(Order, models.PROTECT, related_name="devices")
    token_digest = models.CharField(max_length=64)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    given_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["from_at", "id"]
        constraints = [models.UniqueConstraint(fields=["number"], condition=models.Q(until_at=None), name="one_bearer_of_a_device")]

    def __str__(self) -> str:
        return self.number


class Gateway(models.Model):
    """What may send for every device of an organ: its token by digest, and the datum of its coordinates."""

    name = models.CharField(max_length=100)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["organ", "name"], condition=models.Q(closed_at=None), name="one_gateway_of_a_name")]

    def __str__(self) -> str:
        return self.name


class OrderFence(models.Model):
    """A fence under an order, from an instant until another; `shape` is a circle or GeoJSON, `hours` minutes of the day."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="fences")
    title = models.CharField(max_length=100)
    kind = models.CharField(max_length=10)
    shape = EncipheredJSON()
    hours = models.JSONField(default=list)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["since_at", "id"]

    def __str__(self) -> str:
        return self.title


class Intake(AppendOnly):
    """One delivery of positions: how many were taken in, were there already, were refused and why; digest of those taken in.

    bound  order and day → how many of its positions came with it, and one digest of them (see `core.binding`)
    """

    CALLED = "位置接收记录"
    sender = models.CharField(max_length=160)
    form = models.CharField(max_length=10)
    received_at = models.DateTimeField(db_index=True)
    taken = models.PositiveIntegerField()
    doubled = models.PositiveIntegerField()
    refused = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    bound = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.sender} {self.taken}"


class LateBound(AppendOnly):
    """What binds positions from now on that a program took in which bound none: as they were found at that instant, not as they came.

    bound  as in a delivery; found: how many of its positions were still there
    """

    CALLED = "位置补绑记录"
    intake = models.OneToOneField(Intake, models.PROTECT, related_name="late_bound")
    bound_at = models.DateTimeField()
    found = models.PositiveIntegerField()
    bound = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.intake_id} {self.bound_at:%Y-%m-%d}"


class Position(models.Model):
    """A position as its device said it; `verdict` says whether it is held against fences (see `core.sifting`).

    salt, seal  digest of the row as it came, under a salt that goes when the row goes (see `core.binding`)
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="positions")
    device_no = models.CharField(max_length=60)
    at = models.DateTimeField()
    lon = EncipheredFloat()
    lat = EncipheredFloat()
    accuracy_m = models.FloatField(null=True)
    battery = models.PositiveSmallIntegerField(null=True)
    strap = models.CharField(max_length=10)
    source = models.CharField(max_length=10)
    speed_mps = models.FloatField(null=True)
    valid = models.BooleanField()
    archived = models.BooleanField()
    alarms = models.JSONField(default=list)
    verdict = models.SmallIntegerField(default=0)
    received_at = models.DateTimeField()
    digest = KeyedNumber(max_length=64)
    salt = EncipheredText(blank=True)
    seal = models.CharField(max_length=32, blank=True)
    intake = models.ForeignKey(Intake, models.PROTECT, related_name="positions")

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["device_no", "at"], name="one_position_of_an_instant")]
        indexes = [models.Index(fields=["order", "at"], name="position_of_order")]

    def __str__(self) -> str:
        return f"{self.device_no} {self.at}"


class Watch(models.Model):
    """How far an order's positions were judged, and what is carried to the next ones (see `core.watching`, `core.signals`)."""

    order = models.OneToOneField(Order, models.CASCADE, primary_key=True, related_name="watch")
    last_at = models.DateTimeField(null=True)
    last_received_at = models.DateTimeField(null=True)
    battery = models.PositiveSmallIntegerField(null=True)
    anchor = EncipheredJSON(default=list)
    fences = EncipheredJSON(default=dict)
    signals = EncipheredJSON(default=dict)

    def __str__(self) -> str:
        return f"{self.order_id} {self.last_at}"


class Alarm(models.Model):
    """Something that is not as ordered: since when, on which evidence, who has to see to it by when, how it was closed.

    place     key of the fence, empty where it is about the device
    late      it rests on positions that came late (补传)
    case      the case opened on it
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="alarms")
    kind = models.CharField(max_length=30)
    place = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default="raised")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    raised_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    again = models.PositiveIntegerField(default=0)
    seen_due_at = models.DateTimeField()
    close_due_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=20, blank=True)
    case = models.CharField(max_length=60, blank=True)
    evidence = EncipheredJSON(default=dict)

    class Meta:
        ordering = ["-raised_at", "-id"]
        indexes = [
            models.Index(fields=["order", "kind", "place", "began_at"], name="alarm_of_order"),
            models.Index(fields=["state"], name="alarm_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.began_at}"


class AlarmAct(AppendOnly):
    """What was done about an alarm."""

    CALLED = "警报处置记录"
    alarm = models.ForeignKey(Alarm, models.PROTECT, related_name="acts")
    act = models.CharField(max_length=20)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    actor_name = models.CharField(max_length=150)
    cause = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.alarm_id} {self.act}"


class DaySummary(models.Model):
    """What stays of a day's positions after three months: how many, when, how many were judged. No place."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="days")
    day = models.DateField()
    positions = models.PositiveIntegerField()
    judged = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["order", "day"], name="one_summary_of_a_day")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.day}"
