"""Parameters set for a region, versions of models and their trials.

The tables keep the names they had before this room stood by itself, so that an installation comes over without a row moved.
"""

from __future__ import annotations

from django.db import models

from zhiheng.ledger.appending import AppendOnly
from zhiheng.ledger.at_rest_fields import CoveredName, EncipheredJSON, KeyedNumber
from zhiheng.models.core.states import VERSION_STATES


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
        db_table = "oversight_parametersetting"
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

    class Meta:
        db_table = "oversight_parameterend"

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
    first_run  number of the run that first used it, a run of the room above
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
    first_run = models.BigIntegerField(db_column="first_run_id", null=True)

    class Meta:
        db_table = "oversight_modelversion"
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
        db_table = "oversight_versionevent"
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
        db_table = "oversight_shadowrun"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.started_at:%Y-%m-%d}"


class ShadowRow(models.Model):
    """One difference of a shadow run.

    was, now_is   `{summary, values, evidence, level}` as the old and the new version found it, empty where it did not
    clue          number of the clue kept for it, of the room above
    """

    shadow = models.ForeignKey(ShadowRun, models.CASCADE, related_name="rows")
    kind = models.CharField(max_length=10)
    subject = KeyedNumber(max_length=100)
    occurrence = CoveredName(max_length=300)
    organ = models.CharField(max_length=200, blank=True)
    was = EncipheredJSON(default=dict)
    now_is = EncipheredJSON(default=dict)
    clue = models.BigIntegerField(db_column="clue_id", null=True)
    clue_state = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "oversight_shadowrow"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.shadow_id} {self.kind} {self.subject}"


class Change(models.Model):
    """Which state of what is published is meant: another number after every change."""

    name = models.CharField(max_length=60, primary_key=True)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.position}"
