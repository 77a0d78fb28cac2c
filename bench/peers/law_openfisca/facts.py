"""The person, and the facts of a case as input variables that do not change with the period."""

from datetime import date

from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable

Person = build_entity(key="person", plural="persons", label="A convicted person", is_person=True)

DAYS = (
    "as_of",
    "starts_on",
    "effective_on",
    "admitted_on",
    "reprieve_expires_on",
    "last_delivered_on",
    "to_life_on",
    "birth_date",
    "new_fixed_on",
    "new_life_on",
    "conduct_ended_on",
    "completed_on",
    "term_from",
)
WHOLES = (
    "kind",
    "form",
    "months",
    "term_months",
    "credit_days",
    "not_counted_in_term",
    "categories",
    "heavy_counts",
    "counts",
    "last_cut_months",
    "cut_months",
    "merits",
    "relax",
    "able",
    "restitution",
)
FLAGS = (
    "restricted",
    "no_commutation",
    "suspended",
    "violent_heavy",
    "reduced",
    "repentant",
    "recidivist",
    "infirm",
    "incapacitated",
    "crime_in_reprieve",
    "unpaid",
    "open_confiscation",
    "open_other",
    "open_not_excused",
    "hides",
    "overspends",
)


def _fact(name: str, value_type: type) -> type[Variable]:
    fields = {"value_type": value_type, "entity": Person, "definition_period": DateUnit.ETERNITY, "label": name.replace("_", " ")}
    return type(name, (Variable,), fields)


FACTS = [_fact(name, kind) for names, kind in ((DAYS, date), (WHOLES, int), (FLAGS, bool)) for name in names]
