"""What officers chose to be told outside the pages, where organs' systems take it, and notices on their way."""

from __future__ import annotations

from django.db import models

from zhiheng.ledger.at_rest_fields import CoveredName


class Choice(models.Model):
    """Which kinds of notices an officer is told by e-mail and by the organ's own system; nothing before `since_at`."""

    officer = models.OneToOneField("registry.Officer", models.CASCADE, related_name="+")
    address = models.CharField(max_length=254, blank=True)
    mail = models.JSONField(default=list)
    hook = models.JSONField(default=list)
    since_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.officer_id} {','.join(self.mail)} {','.join(self.hook)}"


class Hook(models.Model):
    """Where an organ's own system takes signed notices for its officers; closed: nothing goes there."""

    organ = models.OneToOneField("registry.Organ", models.PROTECT, related_name="+")
    url = models.CharField(max_length=500)
    closed = models.BooleanField(default=False)
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["organ__name"]

    def __str__(self) -> str:
        return f"{self.organ.name} {self.url}"


class Outbound(models.Model):
    """A notice on its way to one officer through one channel; `key`: what it tells of, so that it is written once.

    state   waiting: to be sent, or tried again at `next_at`; sent; dead: not tried again by itself; dropped: no longer wanted
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待发送"
        SENT = "sent", "已发送"
        DEAD = "dead", "停止发送"
        DROPPED = "dropped", "不再发送"

    officer = models.ForeignKey("registry.Officer", models.CASCADE, related_name="+")
    channel = models.CharField(max_length=4)
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=64)
    title = CoveredName(max_length=200)
    address = models.CharField(max_length=2300)
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["officer", "channel", "key"], name="outbound_once")]
        indexes = [models.Index(fields=["state", "next_at"], name="outbound_due")]

    def __str__(self) -> str:
        return f"{self.channel} {self.kind} {self.state}"


class ViewMark(models.Model):
    """How a watched view stood when it was last counted, at `seen_at`; a view saved anew since then is counted anew."""

    view = models.OneToOneField("work.SavedView", models.CASCADE, related_name="+")
    rows = models.PositiveBigIntegerField()
    newest_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.view_id} {self.rows}"
