"""Runs of models over snapshots, the clues they found, what was done with each, and the cases opened on them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _

from zhiheng.ledger.appending import AppendOnly
from zhiheng.ledger.at_rest_fields import CoveredName, CoveredText, EncipheredJSON, EncipheredText, KeyedNumber
from zhiheng.oversight.core.states import CAUSES, LEVELS, STATES
from zhiheng.registry.gate import SENSITIVE_DATASETS, current


class Run(models.Model):
    """One screening: which models (digest, parameters, numbers), on which snapshot, as of which day.

    identities   who was held to be one person (`subjects.core.identities`); empty where nobody had two numbers
    """

    as_of = models.DateField()
    engine = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=150)
    snapshot = models.JSONField()
    snapshot_digest = models.CharField(max_length=64)
    models_run = models.JSONField(default=list)
    identities = EncipheredJSON(default=dict)
    found = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    resolved = models.PositiveIntegerField(default=0)
    reopened = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"第 {self.pk} 次筛查"


class Clue(models.Model):
    """One clue: the same model, subject and occurrence are always the same clue.

    as_of, summary, values, evidence, cites, level, organ, digest   as last found
    resolved_at   since when the data no longer show it; None while they do
    rests_on   undecided matches of persons without which it would not be there: numbers of `subjects` matches
    """

    model = models.CharField(max_length=60)
    pack = models.CharField(max_length=60)
    subject = KeyedNumber(max_length=100)
    occurrence = CoveredName(max_length=300)
    level = models.CharField(max_length=10, choices=list(LEVELS.items()))
    summary = CoveredText()
    values = EncipheredJSON(default=dict)
    evidence = EncipheredJSON(default=list)
    cites = models.JSONField(default=list)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+", null=True)
    as_of = models.DateField()
    digest = models.CharField(max_length=64)
    first_run = models.ForeignKey(Run, models.PROTECT, related_name="+")
    last_run = models.ForeignKey(Run, models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=list(STATES.items()), default="received")
    state_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=20, choices=list(CAUSES.items()), blank=True)
    reason = EncipheredText(blank=True)
    assigned_to = models.ForeignKey("registry.Officer", models.PROTECT, related_name="+", null=True)
    snoozed_until = models.DateField(null=True)
    result = models.CharField(max_length=100, blank=True)
    rests_on = models.JSONField(default=list)

    class Meta:
        ordering = ["-found_at", "id"]
        constraints = [models.UniqueConstraint(fields=["model", "subject", "occurrence"], name="one_clue")]
        indexes = [
            models.Index(fields=["state", "model"], name="clue_state"),
            models.Index(fields=["subject"], name="clue_subject"),
            models.Index(fields=["-found_at", "id"], name="clue_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.subject} {self.occurrence}"

    @property
    def is_hidden(self) -> bool:
        """Whether the gate hides what it says of the person: it rests on sensitive fields, and no purpose was stated."""
        from zhiheng.models.in_force import catalog  # the catalogue reads the tables of its room, which are not there when models load

        spec = catalog().models.get(self.model)
        sensitive = spec.tells_sensitive if spec else any(one["dataset"] in SENSITIVE_DATASETS for one in self.evidence)
        return sensitive and current().hides()

    @property
    def summary_text(self) -> str:
        """The summary, as the gate shows it."""
        return str(_("内容涉及敏感个人信息，写明用途后显示")) if self.is_hidden else self.summary


class ClueNaming(models.Model):
    """Whom a clue names beside its subject, or once named: by number, or by name where its subject is nobody's number."""

    clue = models.ForeignKey(Clue, models.CASCADE, related_name="namings")
    who = KeyedNumber(max_length=64, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clue", "who"], name="one_naming_of_a_clue")]

    def __str__(self) -> str:
        return f"{self.clue_id} …"


class Finding(models.Model):
    """A clue as one run found it; its digest is what a repeated run must give again."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="findings")
    clue = models.ForeignKey(Clue, models.CASCADE, related_name="findings")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "clue"], name="one_finding")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.clue_id}"


class ClueEvent(AppendOnly):
    """Something that happened to a clue; only ever added."""

    CALLED = "线索事件"
    clue = models.ForeignKey(Clue, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=30)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    actor_name = models.CharField(max_length=150)
    organ = models.CharField(max_length=200, blank=True)
    reason = EncipheredText(blank=True)
    details = EncipheredJSON(default=dict)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.clue_id} {self.kind}"


class ClueCase(models.Model):
    """A case opened on a clue (one case may rest on several)."""

    clue = models.ForeignKey(Clue, models.PROTECT, related_name="cases")
    case = models.ForeignKey("procedure.Case", models.PROTECT, related_name="clue_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clue", "case"], name="one_link")]

    def __str__(self) -> str:
        return f"{self.clue_id} {self.case_id}"


class Cursor(models.Model):
    """How far this room has followed the events of a lower one."""

    name = models.CharField(max_length=60, primary_key=True)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.position}"


class KeptCounts(models.Model):
    """Every indicator counted by organ and month, for all officers who see alike: no record of a person is in it.

    sight    digest of what they see; viewer: one of them, by whose sight it was counted
    mark     digest of the state of everything that was counted; asked_on: the last day on which one of them opened the list
    counts   indicator → what `analysis.monthly.Monthly` writes
    counting_until   somebody counts it just now; lapses by itself where the process that counts dies
    """

    sight = models.CharField(max_length=64, primary_key=True)
    viewer = models.CharField(max_length=150)
    day = models.DateField()
    mark = models.CharField(max_length=64)
    counted_at = models.DateTimeField()
    asked_on = models.DateField()
    counts = models.JSONField(default=dict)
    counting_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.sight[:8]} {self.day}"
