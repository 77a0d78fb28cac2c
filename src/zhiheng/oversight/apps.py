"""A clue's life: found, assigned, verified or refuted, made into a document, brought to a result."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Runs of models, clues and what became of them."""

    name = "zhiheng.oversight"
    label = "oversight"
    verbose_name = "法律监督"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say whom cases name through the clues they were opened on: the room of cases stands below this one."""
        from zhiheng.oversight.selectors.naming import cases_on_clues_naming, persons_on_clues_of
        from zhiheng.procedure.selectors.closed import Naming, named_through

        named_through(Naming(cases_on_clues_naming, persons_on_clues_of))
