"""A clue's life: found, assigned, verified or refuted, made into a document, brought to a result."""

from collections.abc import Iterable
from uuid import UUID

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Runs of models, clues and what became of them."""

    name = "zhiheng.oversight"
    label = "oversight"
    verbose_name = "法律监督"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say whom cases name through the clues they were opened on: the room of cases stands below this one."""
        from zhiheng.procedure.above import Naming, persons_named_through

        persons_named_through(Naming(cases_on_clues_naming, persons_on_clues_of))


def cases_on_clues_naming(numbers: frozenset[str]) -> Iterable[UUID]:
    """Cases opened on clues about persons; what finds them is read in only when asked."""
    from zhiheng.oversight.selectors import naming

    return naming.cases_on_clues_naming(numbers)


def persons_on_clues_of(case_id: UUID) -> Iterable[str]:
    """Whom the clues of a case are about."""
    from zhiheng.oversight.selectors import naming

    return naming.persons_on_clues_of(case_id)
