"""What organs sent: one row a file, and the rows of it that did not go in."""

from __future__ import annotations

from django.db import models

from zhiheng.exchange.peer_models import AskedOnce, Incoming, MessageHop, Notice, Outgoing, Peer, ServiceAccount, ServiceKey
from zhiheng.ledger.appending import AppendOnly
from zhiheng.ledger.at_rest_fields import EncipheredJSON, KeyedNumber

__all__ = [
    "AskedOnce",
    "Breach",
    "BreachPerson",
    "Contest",
    "Delivery",
    "Incoming",
    "Mandate",
    "MessageHop",
    "Notice",
    "Outgoing",
    "Package",
    "PackageHop",
    "Peer",
    "QualityFigures",
    "RejectedRow",
    "ServiceAccount",
    "ServiceKey",
    "UnitCode",
]


class Delivery(models.Model):
    """A file received from an organ and what became of it.

    content_digest  SHA-256 of its bytes; the same content of the same organ and dataset is taken in once
    outcome         accepted: all rows went in; partly: some; returned: none, or the file could not be read (refusal says why)
    batch           where its rows lie; none where no row was accepted
    correction_of   the earlier delivery whose rejected rows it mends
    unread, folded, blank_rows  parts not read, each with its reason; what was changed on reading; rows with nothing in them
    sent_for        how the sender may send for the organ, where it is not the organ itself: mandate or taken_over; by_organ: the sender's
    sending_reason  why the file was taken over
    reasons         code of a reason -> rows rejected for it (the first wrong value of a row counts); null: not counted yet
    received_at, validated_at, accepted_at, returned_at: its receipts; the last two exclude each other
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "全部入库"
        PARTLY = "partly", "部分入库"
        RETURNED = "returned", "退回"

    class SentFor(models.TextChoices):
        OWN = "", "本机关报送"
        MANDATE = "mandate", "受委托报送"
        TAKEN_OVER = "taken_over", "代为接收"

    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="deliveries")
    dataset = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=255)
    content_digest = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    rows = models.BigIntegerField(default=0)
    accepted = models.BigIntegerField(default=0)
    duplicates = models.BigIntegerField(default=0)
    superseded = models.BigIntegerField(default=0)
    unknown_columns = models.JSONField(default=list)
    unread = models.JSONField(default=list)
    folded = EncipheredJSON(default=list)
    blank_rows = models.BigIntegerField(default=0)
    sent_for = models.CharField(max_length=10, choices=SentFor.choices, blank=True)
    by_organ = models.CharField(max_length=100, blank=True)
    sending_reason = models.TextField(blank=True)
    mandate = models.ForeignKey("Mandate", models.PROTECT, null=True, blank=True, related_name="deliveries")
    refusal = models.TextField(blank=True)
    reasons = models.JSONField(null=True)
    batch = models.OneToOneField("records.Batch", models.PROTECT, null=True, blank=True, related_name="delivery")
    correction_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    sent_by = models.CharField(max_length=150)
    received_at = models.DateTimeField(db_index=True)
    validated_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "数据交付"
        constraints = [models.UniqueConstraint(fields=["organ", "dataset", "content_digest"], name="content_taken_in_once")]

    def __str__(self) -> str:
        return f"{self.name}（第 {self.pk} 号交付）"

    @property
    def rejected(self) -> int:
        """Rows that did not go in."""
        return self.rows - self.accepted


class Mandate(models.Model):
    """An organ lets another send records in its name, from a day until the day before `until_on`; datasets: those meant, empty: all."""

    giver = models.ForeignKey("registry.Organ", models.PROTECT, related_name="mandates_given")
    holder = models.ForeignKey("registry.Organ", models.PROTECT, related_name="mandates_held")
    datasets = models.JSONField(default=list)
    basis = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    given_by = models.CharField(max_length=150)
    given_at = models.DateTimeField()
    ended_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"第 {self.pk} 号报送委托"


class Contest(AppendOnly):
    """What the organ in whose name a file was sent says against it; nothing of the records is changed by it."""

    CALLED = "报送异议"

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="contests")
    reason = models.TextField()
    raised_by = models.CharField(max_length=150)
    raised_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.raised_by}"


class RejectedRow(models.Model):
    """A row that did not go in: cells as sent, by field name; errors: `{column, value, reason, remedy, reason_code}` each."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="rejected_rows")
    row = models.BigIntegerField()
    cells = EncipheredJSON(default=dict)
    errors = EncipheredJSON(default=list)

    class Meta:
        ordering = ["delivery", "row"]
        constraints = [models.UniqueConstraint(fields=["delivery", "row"], name="rejected_row_once")]

    def __str__(self) -> str:
        return f"{self.delivery_id} 第 {self.row} 行"


class QualityFigures(models.Model):
    """What a batch was when it came; written once, so that the figures of a past month stay what they were.

    month              first day of the month (Shanghai) in which it was received
    records            rows stored; expected, filled: cells that ought to be filled, and those that are; gaps: field -> [expected, filled]
    dated, timely      records whose event is known, and those received within the days of practice; days: days of delay -> records
    sound              records without any breach known then; applies: rule -> records it could judge
    event_from, until  first and last day of an event
    """

    batch = models.OneToOneField("records.Batch", models.PROTECT, related_name="quality")
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="quality")
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    dataset = models.CharField(max_length=40)
    month = models.DateField(db_index=True)
    records = models.BigIntegerField()
    expected = models.BigIntegerField()
    filled = models.BigIntegerField()
    gaps = models.JSONField(default=dict)
    dated = models.BigIntegerField()
    timely = models.BigIntegerField()
    days = models.JSONField(default=dict)
    sound = models.BigIntegerField()
    applies = models.JSONField(default=dict)
    event_from = models.DateField(null=True)
    event_until = models.DateField(null=True)
    examined_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.organ_id} {self.dataset} {self.month:%Y-%m}"


class Breach(models.Model):
    """A record that cannot be, by a rule of `schema/rules.yaml`, and what its organ did about it. Values stay in the theme library.

    ref         `_ref` of the record; row: its row in the file
    at_receipt  known when its batch was examined first: it counts in the figures of that month
    named       whom the record is about was noted (BreachPerson)
    state       open; explained: the organ says it is true; mended: the record was replaced by a sound one (mended_by);
                repeated: replaced by one that cannot be either; cleared: another record concerned was changed
    """

    class State(models.TextChoices):
        OPEN = "open", "待改正"
        EXPLAINED = "explained", "属实"
        MENDED = "mended", "已更正"
        REPEATED = "repeated", "改后仍有异常"
        CLEARED = "cleared", "关联记录已更正"

    rule = models.CharField(max_length=40)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="breaches")
    dataset = models.CharField(max_length=40)
    batch = models.ForeignKey("records.Batch", models.PROTECT, related_name="+")
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="breaches")
    ref = models.BigIntegerField()
    row = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    at_receipt = models.BooleanField(default=True)
    found_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    mended_by = models.ForeignKey(Delivery, models.PROTECT, null=True, blank=True, related_name="mended_breaches")
    explanation = models.TextField(blank=True)
    explained_by = models.CharField(max_length=150, blank=True)
    named = models.BooleanField(default=False)

    class Meta:
        ordering = ["-found_at", "id"]
        constraints = [models.UniqueConstraint(fields=["rule", "ref"], name="breach_noted_once")]
        indexes = [
            models.Index(fields=["state", "organ", "dataset"], name="breach_by_state"),
            models.Index(fields=["id"], condition=models.Q(named=False), name="breach_not_named"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.ref}"


class BreachPerson(models.Model):
    """A person whose number a record with a breach holds: whoever may not see the person does not see the breach."""

    breach = models.ForeignKey(Breach, models.CASCADE, related_name="persons")
    number = KeyedNumber(max_length=64, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["breach", "number"], name="one_person_of_a_breach")]

    def __str__(self) -> str:
        return f"{self.breach_id} …"


class UnitCode(models.Model):
    """A number by which other systems call an organ; they are of no one system, so each is registered here."""

    code = models.CharField(max_length=40, unique=True)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Package(models.Model):
    """An exchange package (业务数据包) that came or was sent, and where it stands.

    state     bound: its files are in the dossier of its case; quarantined: kept, an officer decides (reason says why); refused: not kept;
              sent; acknowledged, rejected: what the other system's receipt said
    mark      id of the data (SJBS), which no two packages of a sender share
    md5, digest   of the whole file; digest (SHA-256) is where it is kept
    seal      empty: no signature beside it; sound; faulty
    first     the package (SJLX 1) that this one supplements
    envelope  every element of the envelope as written; parts: each file with its fate; unread: parts kept but not read
    """

    class Direction(models.TextChoices):
        RECEIVED = "received", "收到"
        SENT = "sent", "发出"

    class State(models.TextChoices):
        BOUND = "bound", "已归卷"
        QUARANTINED = "quarantined", "待处理"
        REFUSED = "refused", "拒收"
        SENT = "sent", "已发出"
        ACKNOWLEDGED = "acknowledged", "对方已收"
        REJECTED = "rejected", "对方拒收"

    direction = models.CharField(max_length=10, choices=Direction.choices)
    state = models.CharField(max_length=12, choices=State.choices)
    name = models.CharField(max_length=255)
    mark = models.CharField(max_length=32, blank=True, db_index=True)
    platform_number = models.CharField(max_length=200, blank=True, db_index=True)
    case_number = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200, blank=True)
    node = models.CharField(max_length=10, blank=True)
    kind = models.PositiveSmallIntegerField(default=1)
    sender = models.ForeignKey("registry.Organ", models.PROTECT, null=True, related_name="+")
    receiver = models.ForeignKey("registry.Organ", models.PROTECT, null=True, related_name="+")
    carried_by = models.CharField(max_length=100, blank=True)
    sent_at = models.DateTimeField(null=True)
    md5 = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    seal = models.CharField(max_length=10, blank=True)
    reason = models.TextField(blank=True)
    case = models.ForeignKey("procedure.Case", models.PROTECT, null=True, related_name="+")
    first = models.ForeignKey("self", models.PROTECT, null=True, related_name="supplements")
    envelope = EncipheredJSON(default=dict)
    parts = models.JSONField(default=list)
    unread = models.JSONField(default=list)
    made_at = models.DateTimeField(db_index=True)
    made_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["direction", "sender", "mark"],
                condition=~models.Q(mark="") & ~models.Q(state="refused"),
                name="one_package_of_a_mark",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（第 {self.pk} 号数据包）"


class PackageHop(AppendOnly):
    """A hop of a package with its receipt: taken over, checked, bound, kept back, refused, sent, or answered by the other system."""

    CALLED = "数据包回执"

    class Step(models.TextChoices):
        TAKEN = "taken", "接收"
        CHECKED = "checked", "校验"
        BOUND = "bound", "归卷"
        QUARANTINED = "quarantined", "转待处理"
        REFUSED = "refused", "拒收"
        SENT = "sent", "发出"
        ANSWERED = "answered", "对方回执"

    package = models.ForeignKey(Package, models.PROTECT, related_name="hops")
    step = models.CharField(max_length=12, choices=Step.choices)
    words = models.TextField(blank=True)
    organ = models.CharField(max_length=100, blank=True)
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.package_id} {self.step}"
