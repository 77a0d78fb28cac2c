"""Rules of passwords beyond Django's: nothing repeated, nothing known or easily guessed, none used before."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from zhiheng.registry.core.password_rules import LEAST_GUESSES_SCORE, REMEMBERED, WEAK_WORDS, repeats
from zhiheng.registry.selectors.sign_ins import former_passwords

LONGEST_JUDGED = 72


class NotRepeated:
    """Refuses one piece over and over, and runs of equal or neighbouring characters."""

    def validate(self, password: str, officer: Any = None) -> None:  # noqa: ARG002 - Django's form of a rule
        """Raise ValidationError for a repetition."""
        if repeats(password.lower()):
            raise ValidationError(self.get_help_text(), code="password_repeats")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("密码不能由同一段字符重复而成，也不能有四个以上相同或连续的字符（如 aaaa、1234）。")


class NotGuessed:
    """Refuses passwords on the lists of known ones, and those a guesser would try soon."""

    def validate(self, password: str, officer: Any = None) -> None:
        """Raise ValidationError for a known or easily guessed password."""
        if password.lower() in known_weak(settings.WEAK_PASSWORDS):
            raise ValidationError(_("这个密码在已泄露或常见密码的名单上。"), code="password_known")
        words = [*WEAK_WORDS, *(str(getattr(officer, name, "") or "") for name in ("username", "name", "organ"))]
        if zxcvbn(password[:LONGEST_JUDGED], user_inputs=[word for word in words if word])["score"] < LEAST_GUESSES_SCORE:
            raise ValidationError(self.get_help_text(), code="password_guessed")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("密码太容易猜到：不要用常见词、年份、键盘顺序或它们的简单组合，可以用几个互不相关的词。")


class NotUsedBefore:
    """Refuses the password in use and the last few before it."""

    def validate(self, password: str, officer: Any = None) -> None:
        """Raise ValidationError for one of the officer's own former passwords."""
        if officer is None or officer.pk is None:
            return
        if any(check_password(password, kept) for kept in dict.fromkeys([officer.password, *former_passwords(officer)[:REMEMBERED]])):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("不能用现在的密码或最近用过的五个密码。")


@lru_cache(maxsize=4)
def known_weak(place: str) -> frozenset[str]:
    """The operator's list of known passwords, one a line; empty where none is named."""
    if not place:
        return frozenset()
    return frozenset(line.strip().lower() for line in Path(place).read_text(encoding="utf-8", errors="replace").splitlines())
