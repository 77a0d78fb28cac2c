"""Readers of second factors: who must have one, who has which."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from zhiheng.registry.core.roles import SECOND_FACTOR
from zhiheng.registry.models import CodeFactor, Officer, OutsideName, PassKey, RecoveryCode
from zhiheng.registry.rights import roles_of
from zhiheng.registry.selectors.sign_ins import password_age_days

STRONG = frozenset({"code", "key", "recovery", "certificate", "oidc-strong"})
"""Ways of signing in that show more than a password."""


@dataclass(frozen=True)
class Factors:
    """code: when the authenticator was set up; keys: security keys; codes_left: recovery codes not used yet."""

    code: CodeFactor | None
    keys: tuple[PassKey, ...]
    codes_left: int

    @property
    def any(self) -> bool:
        """Whether there is a second factor."""
        return self.code is not None or bool(self.keys)


def factors_of(officer: Officer) -> Factors:
    """The officer's second factors."""
    left = RecoveryCode.objects.filter(officer=officer, used_at=None).count()
    return Factors(CodeFactor.objects.filter(officer=officer).first(), tuple(PassKey.objects.filter(officer=officer).order_by("pk")), left)


def must_have_second(officer: Officer) -> bool:
    """Whether this installation demands a second factor of the officer."""
    demanded = settings.SECOND_FACTOR or ("offered" if settings.DEMONSTRATION else "required")
    return demanded == "everyone" or (demanded == "required" and bool(roles_of(officer) & SECOND_FACTOR))


def lacks_second(officer: Officer, way: str) -> bool:
    """Whether a session opened in this way is not enough for the officer."""
    return not (STRONG & set(way.split("+"))) and must_have_second(officer)


def has_given_password(officer: Officer, way: str) -> bool:
    """Whether a password handed over must be changed first; it does not matter to a session that none has opened."""
    return officer.must_change_password and not way.startswith(("certificate", "oidc"))


def has_old_password(officer: Officer, way: str) -> bool:
    """Whether the password has served its days and must be changed first; a demonstration's never has."""
    asked = settings.PASSWORD_DAYS and not settings.DEMONSTRATION and way.startswith("password")
    return bool(asked) and password_age_days(officer) >= settings.PASSWORD_DAYS


def outside_names_of(officer: Officer) -> list[OutsideName]:
    """How the officer is called elsewhere."""
    return list(OutsideName.objects.filter(officer=officer).order_by("kind", "pk"))


def officer_called(kind: str, subject: str) -> Officer | None:
    """The officer with this name elsewhere, whose account is open."""
    found = OutsideName.objects.select_related("officer__organ").filter(kind=kind, subject=subject, officer__is_active=True).first()
    return found.officer if found else None
