"""Duties, ratings, and what joins cases with ledgers."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Duties that are owed, sheets that were rated."""

    name = "zhiheng.work"
    label = "work"
    verbose_name = "履职与评定"
    default_auto_field = "django.db.models.BigAutoField"
    trace_leaves_out = {
        "SavedView": "本人保存的列表视图，只记筛选条件，不含案件内容",
        "NoticesSeen": "本人看过通知的时刻",
    }

    def ready(self) -> None:
        """Name what makes entries of registers for cases: their room and that of ledgers do not know each other."""
        from zhiheng.procedure import above

        above.enter_entries_with(enter_of_case)
        above.read_ratings_with(rating_for_case)
        above.read_records_with(records_of)


def enter_of_case(**entry: Any) -> str:
    """Make an entry of a register for a case; here and below, what does so is read in only when asked."""
    from zhiheng.work.services import entering

    return entering.enter_of_case(**entry)


def rating_for_case(asked: Any) -> Mapping[str, Any] | None:
    """The rating that a step waits for."""
    from zhiheng.work.services import case_rating

    return case_rating.rating_for_case(asked)


def records_of(datasets: Iterable[str], number: str) -> Any:
    """Records of a person."""
    from zhiheng.work.services import earlier

    return earlier.records_of(datasets, number)
