"""The persons concerned: who is held to be one person, on what evidence, and who decided it."""

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    """The persons concerned."""

    name = "zhiheng.subjects"
    label = "subjects"
    verbose_name = "人员"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which numbers are one person's: whoever may not see the person sees none of them."""
        from zhiheng.registry.above import join_persons_with
        from zhiheng.subjects.joined import joined_with

        join_persons_with(joined_with)
