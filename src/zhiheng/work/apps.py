"""Duties, ratings, and what joins cases with ledgers."""

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
        from zhiheng.procedure.services.carrying import enter_entries_with
        from zhiheng.procedure.services.counted import read_records_with
        from zhiheng.procedure.services.rated import read_ratings_with
        from zhiheng.work.services.case_rating import rating_for_case
        from zhiheng.work.services.earlier import records_of
        from zhiheng.work.services.entering import enter_of_case

        enter_entries_with(enter_of_case)
        read_ratings_with(rating_for_case)
        read_records_with(records_of)
