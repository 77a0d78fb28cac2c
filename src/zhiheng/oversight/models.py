"""Runs of models over snapshots, the clues they found, what was done with each, and the cases opened on them."""

from __future__ import annotations

from django.db import models

from zhiheng.ledger.appending import AppendOnly
from zhiheng.oversight.core.states import CAUSES, LEVELS, STATES, VERSION_STATES


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
    identities = models.JSONField(default=dict)
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
    subject = models.CharField(max_length=100)
    occurrence = models.CharField(max_length=300)
    level = models.CharField(max_length=10, choices=list(LEVELS.items()))
    summary = models.TextField()
    values = models.JSONField(default=dict)
    evidence = models.JSONField(default=list)
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
    reason = models.TextField(blank=True)
    assigned_to = models.ForeignKey("registry.Officer", models.PROTECT, related_name="+", null=True)
    snoozed_until = models.DateField(null=True)
    result = models.CharField(max_length=100, blank=True)
    rests_on = models.JSONField(default=list)

    class Meta:
        ordering = ["-found_at", "id"]
        constraints = [models.UniqueConstraint(fields=["model", "subject", "occurrence"], name="one_clue")]
        indexes = [models.Index(fields=["state", "model"], name="clue_state"), models.Index(fields=["subject"], name="clue_subject")]

    def __str__(self) -> str:
        return f"{self.model} {self.subject} {self.occurrence}"


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
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)

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


class ParameterSetting(models.Model):
    """A value of a model's parameter for a region; only ever added, ended by a `ParameterEnd`.

    region   beginning of the division code (51, 5101, 510104), empty for the whole province
    value    a number, text or truth value, or a mapping of the keys that are set; decimals as text
    since_on first day asked about on which it holds
    """

    model = models.CharField(max_length=60, db_index=True)
    parameter = models.CharField(max_length=60)
    region = models.CharField(max_length=6, blank=True)
    value = models.JSONField()
    reason = models.TextField()
    basis = models.TextField()
    since_on = models.DateField()
    set_by = models.CharField(max_length=150)
    set_by_name = models.CharField(max_length=150)
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["since_on", "id"]

    def __str__(self) -> str:
        return f"{self.model} {self.parameter} {self.region}"


class ParameterEnd(models.Model):
    """That a setting no longer holds: from `until_on` on."""

    setting = models.OneToOneField(ParameterSetting, models.PROTECT, related_name="end")
    until_on = models.DateField()
    reason = models.TextField()
    ended_by = models.CharField(max_length=150)
    ended_by_name = models.CharField(max_length=150)
    ended_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.setting_id} {self.until_on}"


class ModelVersion(models.Model):
    """A text of a model that was run or is to be run: never changed, never deleted.

    digest     of the SQL file's text, as runs name it; cases_digest: of its cases
    pack       the pack its file or its exchange file names
    origin     where it comes from: `pack`, `page` or `file`; origin_name: whose it is, as an exchange file says
    state      shadow, published, replaced or withdrawn
    in_force   stands in place of the pack's text (at most one a model)
    stands_for digest of the text that was in force when it came
    """

    model = models.CharField(max_length=60, db_index=True)
    pack = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    cases_digest = models.CharField(max_length=64, blank=True)
    text = models.TextField()
    cases = models.TextField(blank=True)
    origin = models.CharField(max_length=10)
    origin_name = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=100, blank=True)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=list(VERSION_STATES.items()))
    in_force = models.BooleanField(default=False)
    stands_for = models.CharField(max_length=64, blank=True)
    added_by = models.CharField(max_length=150)
    added_by_name = models.CharField(max_length=150)
    added_at = models.DateTimeField()
    published_by = models.CharField(max_length=150, blank=True)
    published_by_name = models.CharField(max_length=150, blank=True)
    published_at = models.DateTimeField(null=True)
    first_run = models.ForeignKey(Run, models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["model", "digest", "cases_digest"], name="one_version"),
            models.UniqueConstraint(fields=["model"], condition=models.Q(in_force=True), name="one_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.digest[:12]}"


class VersionEvent(AppendOnly):
    """What happened to a version: added, tried, published, withdrawn; only ever added."""

    CALLED = "版本事件"
    version = models.ForeignKey(ModelVersion, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    actor_name = models.CharField(max_length=150)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind}"


class ShadowRun(models.Model):
    """A candidate run beside the version in force, on one snapshot and day; nothing of it becomes a clue.

    against   digest of the version in force, empty where the model is new
    counts    rows by kind (only_old, only_new, changed, same) and how decided clues move (`ShadowCounts`)
    digest    of all differences: the same snapshot gives the same
    """

    version = models.ForeignKey(ModelVersion, models.PROTECT, related_name="shadow_runs")
    against = models.CharField(max_length=64, blank=True)
    as_of = models.DateField()
    snapshot = models.JSONField()
    snapshot_digest = models.CharField(max_length=64)
    settings = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=150)
    started_by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.started_at:%Y-%m-%d}"


class ShadowRow(models.Model):
    """One difference of a shadow run.

    was, now_is   `{summary, values, evidence, level}` as the old and the new version found it, empty where it did not
    """

    shadow = models.ForeignKey(ShadowRun, models.CASCADE, related_name="rows")
    kind = models.CharField(max_length=10)
    subject = models.CharField(max_length=100)
    occurrence = models.CharField(max_length=300)
    organ = models.CharField(max_length=200, blank=True)
    was = models.JSONField(default=dict)
    now_is = models.JSONField(default=dict)
    clue = models.ForeignKey(Clue, models.PROTECT, related_name="+", null=True)
    clue_state = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.shadow_id} {self.kind} {self.subject}"


class Cursor(models.Model):
    """How far this room has followed the events of a lower one."""

    name = models.CharField(max_length=60, primary_key=True)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.position}"
