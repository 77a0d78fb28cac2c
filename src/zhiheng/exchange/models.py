"""What organs sent: one row a file, and the rows of it that did not go in."""

from __future__ import annotations

from django.db import models


class Delivery(models.Model):
    """A file received from an organ and what became of it.

    content_digest  SHA-256 of its bytes; the same content of the same organ and dataset is taken in once
    outcome         accepted: all rows went in; partly: some; returned: none, or the file could not be read (refusal says why)
    batch           where its rows lie; none where no row was accepted
    correction_of   the earlier delivery whose rejected rows it mends
    received_at, validated_at, accepted_at, returned_at: its receipts; the last two exclude each other
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "全部入库"
        PARTLY = "partly", "部分入库"
        RETURNED = "returned", "退回"

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
    refusal = models.TextField(blank=True)
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


class RejectedRow(models.Model):
    """A row that did not go in: cells as sent, by field name; errors: `{column, value, reason, remedy, reason_code}` each."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="rejected_rows")
    row = models.BigIntegerField()
    cells = models.JSONField(default=dict)
    errors = models.JSONField(default=list)

    class Meta:
        ordering = ["delivery", "row"]
        constraints = [models.UniqueConstraint(fields=["delivery", "row"], name="rejected_row_once")]

    def __str__(self) -> str:
        return f"{self.delivery_id} 第 {self.row} 行"
