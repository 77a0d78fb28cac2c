"""Rows that are only ever added: what happened, who decided what. A base for models of the rooms above."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class AppendOnlyError(RuntimeError):
    """A kept row was to be changed or removed."""


class AppendOnly(models.Model):
    """CALLED: what a row is, in Chinese. A kept row is neither changed nor deleted."""

    CALLED: ClassVar[str] = "记录"
    ADDED_ONLY: ClassVar[bool] = True

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a kept one cannot be changed."""
        if self.pk is not None:
            raise AppendOnlyError(f"{self.CALLED}只能追加，不能修改")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: such rows are never removed."""
        raise AppendOnlyError(f"{self.CALLED}只能追加，不能删除")
