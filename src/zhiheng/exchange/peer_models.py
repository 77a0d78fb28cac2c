"""Messages between organs' systems: who may send, under which keys; other installations; what came, what goes, and each hop."""

from __future__ import annotations

from django.db import models

from zhiheng.ledger.appending import AppendOnly
from zhiheng.ledger.at_rest_fields import CoveredName, EncipheredJSON, EncipheredText


class ServiceAccount(models.Model):
    """An organ's system that may send messages.

    scopes      cases, packages, datasets; expires_on: the first day without it
    hook        https address that is told when a message comes to its end; empty: none
    """

    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    scopes = models.JSONField(default=list)
    expires_on = models.DateField()
    hook = models.CharField(max_length=500, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    closed_by = models.CharField(max_length=150, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organ__name", "name"]
        constraints = [models.UniqueConstraint(fields=["organ", "name"], name="one_service_account_of_a_name")]

    def __str__(self) -> str:
        return f"{self.organ.name} {self.name}"


class ServiceKey(models.Model):
    """A public key (hex; Ed25519, or after `sm2:` SM2) of a service account; ended_on: the first day without it."""

    account = models.ForeignKey(ServiceAccount, models.PROTECT, related_name="keys")
    mark = models.CharField(max_length=16, unique=True)
    public = models.CharField(max_length=140)
    ended_on = models.DateField(null=True, blank=True)
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.mark


class Peer(models.Model):
    """Where the system of an organ is that works in another installation; closed: nothing more goes there. tested_words: last test."""

    organ = models.OneToOneField("registry.Organ", models.PROTECT, related_name="+")
    url = models.CharField(max_length=500)
    closed = models.BooleanField(default=False)
    tested_at = models.DateTimeField(null=True)
    tested_words = models.CharField(max_length=500, blank=True)
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["organ__name"]

    def __str__(self) -> str:
        return self.organ.name


class Incoming(models.Model):
    """A signed message that came. The content is kept under its digest.

    words   what a notice says, kept here so that one commit makes all durable; null: the content is the file of that digest
    state   received: kept, not yet dealt with (also after a stop); held: an earlier number has not come; quarantined: an officer must see;
            accepted, returned: ends, with reason
    earlier, relation   the message of the same sender that this one corrects or supplements
    delivery            what the records of a dataset became
    """

    class State(models.TextChoices):
        RECEIVED = "received", "已接收"
        HELD = "held", "等待前序报文"
        QUARANTINED = "quarantined", "待处理"
        ACCEPTED = "accepted", "已采纳"
        RETURNED = "returned", "已退回"

    class Relation(models.TextChoices):
        CORRECTS = "corrects", "更正"
        SUPPLEMENTS = "supplements", "补充"

    account = models.ForeignKey(ServiceAccount, models.PROTECT, related_name="messages")
    sender = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    receiver = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    meta = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    words = EncipheredJSON(null=True)
    statement = models.TextField()
    signature = models.CharField(max_length=128)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED, db_index=True)
    reason = models.TextField(blank=True)
    case = models.ForeignKey("procedure.Case", models.PROTECT, null=True, related_name="+")
    earlier = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    relation = models.CharField(max_length=12, choices=Relation.choices, blank=True)
    delivery = models.ForeignKey("exchange.Delivery", models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["sender", "receiver", "seq"], name="one_message_of_a_number")]
        indexes = [models.Index(fields=["sender", "receiver", "state", "seq"], name="message_undone")]

    def __str__(self) -> str:
        return f"{self.sender.name}来文第 {self.seq} 号"


class Outgoing(models.Model):
    """A message to a peer, written in the transaction of the act that it tells of; the content is kept under its digest.

    key    what it tells of, so that it is written once; seq: its number, given with it
    state  waiting; sent: the other side has it; accepted, returned: its last word; dead: not tried again by itself
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待发送"
        SENT = "sent", "对方已接收"
        ACCEPTED = "accepted", "对方已采纳"
        RETURNED = "returned", "对方退回"
        DEAD = "dead", "停止发送"

    sender = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    peer = models.ForeignKey(Peer, models.PROTECT, related_name="messages")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    meta = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    case = models.ForeignKey("procedure.Case", models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=200)
    title = CoveredName(max_length=200)
    statement = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    reason = models.TextField(blank=True)
    made_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["sender", "peer", "seq"], name="one_outgoing_of_a_number"),
            models.UniqueConstraint(fields=["peer", "key"], name="one_outgoing_of_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.sender.name}发往{self.peer.organ.name}第 {self.seq} 号"


class AskedOnce(models.Model):
    """A query of an organ's system that was answered: it is not answered again. Swept once it is too old to be of use."""

    mark = models.CharField(max_length=64, primary_key=True)
    asked_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.mark


class Notice(models.Model):
    """Word to an organ's system that its message came to an end; sent signed to the account's hook until it is taken."""

    incoming = models.ForeignKey(Incoming, models.PROTECT, related_name="notices")
    body = EncipheredText()
    made_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.incoming_id} {self.made_at:%Y-%m-%d}"


class MessageHop(AppendOnly):
    """A hop of a message with its receipt, ours or the other side's; only added."""

    CALLED = "报文回执"

    class Step(models.TextChoices):
        RECEIVED = "received", "接收"
        VALIDATED = "validated", "校验"
        HELD = "held", "等待前序"
        QUARANTINED = "quarantined", "转待处理"
        ACCEPTED = "accepted", "采纳"
        RETURNED = "returned", "退回"
        QUEUED = "queued", "待发"
        DEAD = "dead", "停止发送"
        AGAIN = "again", "重新发送"

    incoming = models.ForeignKey(Incoming, models.PROTECT, null=True, related_name="hops")
    outgoing = models.ForeignKey(Outgoing, models.PROTECT, null=True, related_name="hops")
    step = models.CharField(max_length=12, choices=Step.choices)
    words = models.TextField(blank=True)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.incoming_id or self.outgoing_id} {self.step}"
