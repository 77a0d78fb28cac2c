"""Identities as organs wrote them, matches between them, and every decision on a match."""

from __future__ import annotations

from django.db import models

from zhiheng.ledger.appending import AppendOnly
from zhiheng.ledger.at_rest_fields import EncipheredJSON, EncipheredText, KeyedNumber
from zhiheng.subjects.core.states import DECISIONS, KINDS, SUGGESTIONS


class Identity(models.Model):
    """An identity number (or that of another document) as the theme library knows it.

    kind        sort of document, a code of `id_type`
    name        the name it is shown under; names: all names it was written with and former names, one a line
    births      birth dates stated for it or by it, ISO; sexes, divisions (household) and former_names likewise
    said        who wrote what: `{name, organ, dataset, records, first_at, last_at, first_batch, last_batch}` each
    organs      how many organs wrote it
    current     whether the newest gathering still found it
    digest      of everything above, so that a gathering writes only what changed
    """

    number = KeyedNumber(max_length=64, unique=True)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200, db_index=True)
    names = models.TextField()
    births = EncipheredJSON(default=list)
    sexes = EncipheredJSON(default=list)
    divisions = EncipheredJSON(default=list)
    former_names = EncipheredJSON(default=list)
    said = EncipheredJSON(default=list)
    organs = models.PositiveIntegerField(default=0)
    first_received_at = models.DateTimeField()
    last_received_at = models.DateTimeField()
    current = models.BooleanField(default=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class Match(models.Model):
    """Two identities that may be one person (`pair`), or two names under one number (`name`: left and right are the same identity).

    weight           sum of the evidence's weights, binary logarithm of the odds; probability: the same as a number from 0 to 1
    suggestion       what the thresholds say; it decides nothing
    evidence         `{comparison, level, weight, left, right}` each; evidence_digest: of all but the weights
    listed           whether the newest run still found it
    decision         what is in force, empty where nothing is; decided_digest: the evidence it was decided on
    """

    kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    left = models.ForeignKey(Identity, models.PROTECT, related_name="+")
    right = models.ForeignKey(Identity, models.PROTECT, related_name="+")
    left_name = models.CharField(max_length=200, blank=True)
    right_name = models.CharField(max_length=200, blank=True)
    weight = models.FloatField()
    probability = models.FloatField()
    suggestion = models.CharField(max_length=10, choices=list(SUGGESTIONS.items()), blank=True)
    evidence = EncipheredJSON(default=list)
    evidence_digest = models.CharField(max_length=64)
    listed = models.BooleanField(default=True)
    found_at = models.DateTimeField()
    refreshed_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=list(DECISIONS.items()), blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-weight", "id"]
        constraints = [models.UniqueConstraint(fields=["left", "right", "left_name", "right_name"], name="one_match")]
        indexes = [models.Index(fields=["listed", "decision"], name="match_state")]

    def __str__(self) -> str:
        return f"第 {self.pk} 号匹配"

    @property
    def is_changed(self) -> bool:
        """Whether the evidence is no longer what it was when it was decided."""
        return bool(self.decision) and self.decided_digest != self.evidence_digest


class MatchOrgan(models.Model):
    """An organ that wrote one side (`left` or `right`) of a match: what viewers are let see, and lists are narrowed by."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="organs")
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    side = models.CharField(max_length=5)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["match", "organ", "side"], name="one_match_organ")]

    def __str__(self) -> str:
        return f"{self.match_id} {self.side} {self.organ_id}"


class Decision(AppendOnly):
    """A decision on a match, or the undoing of one; only ever added.

    kind     same, different, or undone (then `undoes` names the decision)
    ranks    number → `[resident with a valid number 1/0, organs]` when it was decided: which number the person is known by rests on it
    """

    CALLED = "认定"
    match = models.ForeignKey(Match, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10)
    undoes = models.OneToOneField("self", models.PROTECT, related_name="undone_by", null=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    actor_name = models.CharField(max_length=150)
    organ = models.CharField(max_length=200, blank=True)
    reason = EncipheredText()
    weight = models.FloatField()
    evidence_digest = models.CharField(max_length=64)
    ranks = EncipheredJSON(default=dict)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.match_id} {self.kind}"


class Gathering(models.Model):
    """The one row that says on which snapshot identities and matches rest; writers of this room lock it."""

    snapshot_digest = models.CharField(max_length=64, blank=True)
    last_seq = models.BigIntegerField(default=0)
    gathered_at = models.DateTimeField(null=True)
    identities = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.snapshot_digest
