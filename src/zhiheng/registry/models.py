"""Organs, officers and the posts that officers hold."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from zhiheng.registry.core.organs import KINDS
from zhiheng.registry.core.roles import ROLES


class Organ(models.Model):
    """An organ that sends records, supervises or is supervised. division: GB/T 2260 code, blank where it is not known."""

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=list(KINDS.items()))
    division = models.CharField(max_length=6, blank=True)
    provincial = models.BooleanField(default=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OfficerManager(BaseUserManager["Officer"]):
    """Finds officers by their sign-in name; they are made by `services.enlist` only."""


class Officer(AbstractBaseUser):
    """A person who signs in. Rights come from the posts held on the day."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="officers")
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
    """A role held from a day until the day before `until_on`."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="posts")
    role = models.CharField(max_length=30, choices=[(name, role.zh) for name, role in ROLES.items()])
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["from_on", "id"]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.role}"
