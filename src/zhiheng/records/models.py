"""The manifest of the theme library: which batches there are. Rows of records stand in Parquet files, never here."""

from __future__ import annotations

from uuid import uuid4

from django.db import models


class BatchNumber(models.Model):
    """Numbers drawn for batches, never twice; a number whose batch was not completed stays unused."""

    def __str__(self) -> str:
        return str(self.pk)


class Shelf(models.Model):
    """One organ's records of one dataset: the row that a writer locks, so that two imports cannot both think a key new."""

    dataset = models.CharField(max_length=40)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dataset", "organ"], name="one_shelf")]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.dataset}"


class Batch(models.Model):
    """One delivery of one dataset by one organ, kept for good.

    seq             unique and increasing; the `_ref` of its rows begin with it
    content_digest  of the file as received; counts: of the file (rows, accepted, rejected, duplicates, superseded)
    rows            rows stored (accepted without duplicates); superseding: those that replace an earlier record
    path            of the segment below the library's root, empty where no row was stored; bytes, segment_digest (SHA-256): of that file
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    seq = models.BigIntegerField(unique=True)
    dataset = models.CharField(max_length=40)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="batches")
    source_name = models.CharField(max_length=255)
    content_digest = models.CharField(max_length=64, db_index=True)
    counts = models.JSONField(default=dict)
    received_at = models.DateTimeField(db_index=True)
    rows = models.BigIntegerField()
    superseding = models.BigIntegerField(default=0)
    path = models.CharField(max_length=255, blank=True)
    segment_digest = models.CharField(max_length=64, blank=True)
    bytes = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["-seq"]
        indexes = [models.Index(fields=["dataset", "organ"], name="batch_shelf")]

    def __str__(self) -> str:
        return f"{self.source_name}（第 {self.seq} 批）"


class Bundle(models.Model):
    """A file that holds the rows of several small batches of one organ and dataset.

    path, digest, bytes   of the file, as of a batch's segment; batches, rows: how many lie in it
    swept                 the batches' own files were removed
    """

    path = models.CharField(max_length=255, unique=True)
    digest = models.CharField(max_length=64)
    bytes = models.BigIntegerField()
    batches = models.PositiveIntegerField()
    rows = models.BigIntegerField()
    made_at = models.DateTimeField()
    swept = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.path}（{self.batches} 批）"


class BundlePart(models.Model):
    """A batch whose rows lie in a bundle; its own digest stays what its proofs name."""

    bundle = models.ForeignKey(Bundle, models.PROTECT, related_name="parts")
    batch = models.OneToOneField(Batch, models.PROTECT, related_name="part")

    def __str__(self) -> str:
        return f"{self.batch_id} → {self.bundle_id}"
