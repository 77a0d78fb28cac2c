"""Dossiers, their documents in versions, the files of each, and the series that numbers come from."""

from __future__ import annotations

import uuid

from django.db import models


class Dossier(models.Model):
    """All documents of one case, by a key the room above chose (`case:<id>`)."""

    key = models.CharField(max_length=100, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class NumberSeries(models.Model):
    """The last serial given to documents of one organ, word and year; locked while one is given."""

    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    word = models.CharField(max_length=20)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "word", "year"], name="one_series")]

    def __str__(self) -> str:
        return f"{self.word}〔{self.year}〕{self.last}"


class Document(models.Model):
    """A numbered document. Its text is in its versions; the number never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=60)
    pack = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=100, unique=True)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    drawn_up_at = models.DateTimeField()
    drawn_up_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["drawn_up_at", "number"]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def version(self) -> Version:
        """The newest version."""
        return max(self.versions.all(), key=lambda version: version.number)


class Version(models.Model):
    """One wording of a document; kept for ever. `text` is the whole wording as plain text."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    spec_digest = models.CharField(max_length=64)
    values = models.JSONField()
    text = models.TextField()
    drawn_up_at = models.DateTimeField()
    drawn_up_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_version_of_a_number")]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"


class StoredFile(models.Model):
    """A file of a dossier: a print of a version (kind pdf, docx) or something handed in (kind attachment)."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="files")
    version = models.ForeignKey(Version, models.PROTECT, related_name="files", null=True)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=150)
    organ = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
