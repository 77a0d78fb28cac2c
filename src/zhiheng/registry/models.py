"""Organs with their units and relations, officers and the posts that officers hold."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from zhiheng.ledger.at_rest_fields import KeyedNumber
from zhiheng.registry.core.kinds import LEVELS, ORGAN_KINDS, RELATION_KINDS, UNIT_KINDS
from zhiheng.registry.core.roles import ROLES
from zhiheng.registry.core.scopes import BARRIERS, SCOPES
from zhiheng.registry.signing_models import (
    CodeFactor,
    FormerPassword,
    OfficerSession,
    OutsideName,
    PassKey,
    RecoveryCode,
    SignInTry,
)

__all__ = [
    "CodeFactor", "FormerName", "FormerPassword", "Officer", "OfficerManager", "OfficerSession", "Organ", "OutsideName", "PassKey", "Post",
    "PostProposal", "RecoveryCode", "Relation", "SignInTry", "Unit",
]  # fmt: skip


class Organ(models.Model):
    """An organ that sends records, supervises or is supervised.

    kind       code of `data/organ_kinds.yaml`
    level      province, city, county or township; blank where it is not known
    division   GB/T 2260 code, blank where it is not known
    runs_home  the organ whose administrators look after this whole installation
    """

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=40)
    level = models.CharField(max_length=10, blank=True)
    division = models.CharField(max_length=6, blank=True)
    runs_home = models.BooleanField(default=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def provincial(self) -> bool:
        """Whether it is an organ of the province."""
        return self.level == "province"

    @property
    def kind_title(self) -> str:
        """The kind in words."""
        return ORGAN_KINDS[self.kind].title if self.kind in ORGAN_KINDS else self.kind

    @property
    def level_title(self) -> str:
        """The level in words; blank where it is not known."""
        return LEVELS.get(self.level, "")


class Relation(models.Model):
    """For `other`, `organ` is its `kind` (court_of: the court of a prison) from a day until the day before `until_on`."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=40)
    other = models.ForeignKey(Organ, models.PROTECT, related_name="related")
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["since_on", "id"]
        indexes = [models.Index(fields=["other", "kind"]), models.Index(fields=["organ", "kind"])]

    def __str__(self) -> str:
        return RELATION_KINDS[self.kind].says.format(organ=self.organ, other=self.other) if self.kind in RELATION_KINDS else self.kind

    def holds_on(self, day: date) -> bool:
        """Whether the relation holds on the day."""
        return self.since_on <= day and (self.until_on is None or day < self.until_on)


class Unit(models.Model):
    """A part of an organ (监区, 派驻检察室 …), maybe within another."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="units")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    closed = models.BooleanField(default=False)

    class Meta:
        ordering = ["organ_id", "name"]
        constraints = [models.UniqueConstraint(fields=["organ", "name"], name="unit_named_once")]

    def __str__(self) -> str:
        return f"{self.organ}{self.name}"

    @property
    def kind_title(self) -> str:
        """The kind in words."""
        return UNIT_KINDS[self.kind].title if self.kind in UNIT_KINDS else self.kind


class OfficerManager(BaseUserManager["Officer"]):
    """Finds officers by their sign-in name; they are made by `services.enlist` only."""


class Officer(AbstractBaseUser):
    """A person who signs in. Rights come from the posts held on the day."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="officers")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="officers")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    objects = OfficerManager()

    def __str__(self) -> str:
        return f"{self.name}（{self.organ}）"

    def get_full_name(self) -> str:
        """The name shown."""
        return self.name


class Post(models.Model):
    """A role held from a day until the day before `until_on`, for named packs (empty: all) and one unit (none: the whole organ)."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="posts")
    role = models.CharField(max_length=30)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    packs = models.JSONField(default=list, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="posts")

    class Meta:
        ordering = ["from_on", "id"]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.role}"

    @property
    def role_title(self) -> str:
        """The role in words."""
        return ROLES[self.role].zh if self.role in ROLES else self.role

    def held_on(self, day: date) -> bool:
        """Whether the post is held on the day."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


class PostProposal(models.Model):
    """An administrator's post that one officer proposed and another confirms or declines; outcome blank while it waits."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="proposals")
    role = models.CharField(max_length=30)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=500)
    proposed_by = models.CharField(max_length=60)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-id"]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.role} {self.outcome}"

    @property
    def role_title(self) -> str:
        """The role in words."""
        return ROLES[self.role].zh if self.role in ROLES else self.role


class FormerName(models.Model):
    """A name the organ bore before `until_on`; what was written under it is still found."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=100, unique=True)
    until_on = models.DateField()

    class Meta:
        ordering = ["until_on", "id"]

    def __str__(self) -> str:
        return self.name


class Barrier(models.Model):
    """Why a person's records are closed: to all but the named (`sealed`, `limited`), or to one officer (`avoidance`).

    number    identity number of the person
    admitted  sign-in names of who may go on seeing them; not asked for an avoidance
    officer   who has to avoid the person; None for the other kinds
    """

    number = KeyedNumber(max_length=100, db_index=True)
    kind = models.CharField(max_length=10, choices=list(BARRIERS.items()))
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="barriers")
    admitted = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=500)
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    set_by = models.CharField(max_length=60)

    class Meta:
        ordering = ["since_on", "id"]

    def __str__(self) -> str:
        return f"{BARRIERS[self.kind]} {self.pk}"

    @property
    def kind_title(self) -> str:
        """The kind in words."""
        return BARRIERS[self.kind]

    def holds_on(self, day: date) -> bool:
        """Whether it holds on the day."""
        return self.since_on <= day and (self.until_on is None or day < self.until_on)


class Delegation(models.Model):
    """A post that its holder lets another officer of the organ exercise, from a day until the day before `until_on`; always with an end."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="delegations")
    to = models.ForeignKey(Officer, models.PROTECT, related_name="delegations")
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.CharField(max_length=500)

    class Meta:
        ordering = ["from_on", "id"]

    def __str__(self) -> str:
        return f"{self.post} → {self.to_id}"

    def held_on(self, day: date) -> bool:
        """Whether it, and the post itself, is held on the day, by an officer whose account is open."""
        return self.from_on <= day < self.until_on and self.post.held_on(day) and self.post.officer.is_active


class PostScope(models.Model):
    """How far the records reach that a post shows, where that is less than its organ and role give: a code of `core.scopes.SCOPES`."""

    post = models.OneToOneField(Post, models.CASCADE, related_name="narrowed")
    scope = models.CharField(max_length=12, choices=list(SCOPES.items()))

    def __str__(self) -> str:
        return f"{self.post_id} {self.scope}"
