"""Dossiers, their documents in versions, the files of each, deliveries, findings of proofing, and the series that numbers come from."""

from __future__ import annotations

import uuid

from django.db import models

from zhiheng.ledger.at_rest_fields import EncipheredJSON, EncipheredText


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


class Wording(models.Model):
    """The text of a pack's document file, by its digest: what every version was drawn up from, whatever the pack says today."""

    digest = models.CharField(max_length=64, primary_key=True)
    pack = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.pack}/{self.name}"


class Document(models.Model):
    """A document. Its text is in its versions; a number once given never changes, a draft that waits for issue has none.

    inner   stays within the organ that drew it up
    round   of the step it was drawn up in
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=60)
    pack = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=100, unique=True, null=True)
    numbered = models.CharField(max_length=10, default="at_once")
    inner = models.BooleanField(default=False)
    step = models.CharField(max_length=60, blank=True)
    round = models.PositiveIntegerField(default=1)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    drawn_up_at = models.DateTimeField()
    drawn_up_by = models.CharField(max_length=150)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["drawn_up_at", "number", "id"]

    def __str__(self) -> str:
        return f"{self.title} {self.number or '（未编号）'}"

    @property
    def version(self) -> Version:
        """The newest version."""
        return max(self.versions.all(), key=lambda version: version.number)


class Version(models.Model):
    """One wording of a document; kept for ever. `text`: as plain text; `faces`: what it was set in; `facts`: what it is proofed with."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    spec_digest = models.CharField(max_length=64)
    values = EncipheredJSON()
    text = EncipheredText()
    faces = EncipheredText(blank=True)
    facts = EncipheredJSON(null=True)
    drawn_up_at = models.DateTimeField()
    drawn_up_by = models.CharField(max_length=150)
    issued_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_version_of_a_number")]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"


class StoredFile(models.Model):
    """A file of a dossier: a print of a version (kind pdf, docx, signed) or something handed in (kind attachment)."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="files")
    version = models.ForeignKey(Version, models.PROTECT, related_name="files", null=True)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    inner = models.BooleanField(default=False)
    step = models.CharField(max_length=60, blank=True)
    field = models.CharField(max_length=60, blank=True)
    item = models.CharField(max_length=20, blank=True)
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=150)
    organ = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class DocumentDelivery(models.Model):
    """An issued version delivered to an organ, and its receipt."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="deliveries")
    to = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    method = models.CharField(max_length=20)
    delivered_at = models.DateTimeField()
    delivered_by = models.CharField(max_length=150)
    received_at = models.DateTimeField(null=True)
    received_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["version", "to"], name="one_delivery_to_an_organ")]

    def __str__(self) -> str:
        return f"{self.version_id} → {self.to_id}"


class ProofFinding(models.Model):
    """Something proofing found in a version, and how it was handled. `mark` is the same for the same words in a later version."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="findings")
    mark = models.CharField(max_length=64)
    code = models.CharField(max_length=10)
    level = models.CharField(max_length=10)
    place = models.CharField(max_length=100)
    found = EncipheredText()
    reason = models.TextField()
    remedy = models.TextField()
    handled = models.CharField(max_length=20, blank=True)
    handled_reason = EncipheredText(blank=True)
    handled_by = models.CharField(max_length=150, blank=True)
    handled_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=150, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["version", "mark"], name="one_finding_of_a_mark")]

    def __str__(self) -> str:
        return f"{self.code} {self.place}"


class SearchText(models.Model):
    """The readable text of a version or of something handed in; empty where none could be read (a scan)."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    version = models.OneToOneField(Version, models.PROTECT, null=True, related_name="search_text")
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="search_text")
    text = EncipheredText()

    def __str__(self) -> str:
        return f"{self.dossier_id}:{self.pk}"


class SearchPair(models.Model):
    """Two neighbouring signs that stand in a text: what full-text search looks up."""

    text = models.ForeignKey(SearchText, models.CASCADE, related_name="pairs")
    pair = models.CharField(max_length=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pair", "text"], name="one_pair_of_a_text")]

    def __str__(self) -> str:
        return self.pair
