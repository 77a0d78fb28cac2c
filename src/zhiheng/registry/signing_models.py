"""What signing in needs to remember: sessions, tries, second factors, former passwords, names at other places."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from zhiheng.registry.core.machine import instant_of

OFFICER = "registry.Officer"


class OfficerSession(AbstractBaseSession):
    """A session of the pages, or a token of the interface (`way` says how it was opened); times in seconds of the epoch."""

    officer = models.ForeignKey(OFFICER, models.CASCADE, null=True, related_name="sessions")
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    way = models.CharField(max_length=40, blank=True)
    began = models.BigIntegerField(default=0)
    seen = models.BigIntegerField(default=0)

    @classmethod
    def get_session_store_class(cls) -> Any:
        """The store that keeps these."""
        from zhiheng.registry.sessions import SessionStore

        return SessionStore

    @property
    def began_at(self) -> datetime:
        """When it was opened."""
        return instant_of(self.began)

    @property
    def seen_at(self) -> datetime:
        """When it was last used, to the minute."""
        return instant_of(self.seen)


class SignInTry(models.Model):
    """A try to sign in; account: sign-in name, or a digest of a name that is none; outcome: pending, passed, failed or held."""

    at = models.BigIntegerField(db_index=True)
    account = models.CharField(max_length=60)
    address = models.CharField(max_length=45)
    device = models.CharField(max_length=32, blank=True)
    outcome = models.CharField(max_length=10, default="pending")

    class Meta:
        indexes = [models.Index(fields=["account", "at"]), models.Index(fields=["address", "at"])]

    def __str__(self) -> str:
        return f"{self.account} {self.outcome}"

    @property
    def tried_at(self) -> datetime:
        """The instant."""
        return instant_of(self.at)


class CodeFactor(models.Model):
    """An authenticator's secret (TOTP, kept encrypted) and the last step a code was taken for, so that none is taken twice."""

    officer = models.OneToOneField(OFFICER, models.CASCADE, related_name="code_factor")
    secret = models.TextField()
    since_at = models.DateTimeField()
    last_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.officer_id)


class PassKey(models.Model):
    """A security key or device key (WebAuthn)."""

    officer = models.ForeignKey(OFFICER, models.CASCADE, related_name="pass_keys")
    name = models.CharField(max_length=40)
    credential = models.CharField(max_length=1400, unique=True)
    public_key = models.TextField()
    sign_count = models.BigIntegerField(default=0)
    since_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code that stands in for the second factor once; mark: its first letters, by which it is found."""

    officer = models.ForeignKey(OFFICER, models.CASCADE, related_name="recovery_codes")
    mark = models.CharField(max_length=4)
    code = models.CharField(max_length=128)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.officer_id} {self.mark}"


class FormerPassword(models.Model):
    """The digest of a password the officer set, so that it is not taken again; at: seconds of the epoch."""

    officer = models.ForeignKey(OFFICER, models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=128)
    at = models.BigIntegerField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return str(self.officer_id)


class OutsideName(models.Model):
    """How the officer is called elsewhere: kind `certificate` (subject of the certificate) or `oidc` (subject at the issuer)."""

    officer = models.ForeignKey(OFFICER, models.CASCADE, related_name="outside_names")
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject"], name="outside_name_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
