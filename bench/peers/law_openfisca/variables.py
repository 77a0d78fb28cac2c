"""The core variables of commutation, one formula each, numbers in parameters/; an unset day is NaT, an unset number -1."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable

from bench.peers.law_flat import after
from bench.peers.law_openfisca.facts import Person

FIXED, LIFE, DEATH_REPRIEVE = 2, 3, 4
ORDINARY, MAJOR = 1, 2
GRAFT, VIOLENT, STRICT, RESTITUTION = 2, 256, 0b11111111, 0b1111
NO_DAY = np.datetime64("NaT", "D")


class SentenceClass(Enum):
    timed_short = "管制、拘役"
    under_5y = "不满五年"
    under_10y = "五年以上不满十年"
    from_10y = "十年以上"
    strict_under_10y = "从严，不满十年"
    strict_from_10y = "从严，十年以上"
    graft_under_10y = "贪污贿赂，不满十年"
    graft_from_10y = "贪污贿赂，十年以上"
    life = "无期徒刑"
    life_strict = "从严，无期徒刑"
    life_graft = "贪污贿赂，无期徒刑"
    reprieved = "死缓减为无期徒刑"
    reprieved_strict = "从严，死缓减为无期徒刑"
    reprieved_graft = "贪污贿赂，死缓减为无期徒刑"
    reprieved_restricted = "限制减刑，死缓减为无期徒刑"
    life_fixed = "无期徒刑减为有期徒刑"
    life_fixed_strict = "从严，无期徒刑减为有期徒刑"
    life_fixed_graft = "贪污贿赂，无期徒刑减为有期徒刑"
    reprieved_fixed = "死缓减为有期徒刑"
    reprieved_fixed_strict = "从严，死缓减为有期徒刑"
    reprieved_fixed_graft = "贪污贿赂，死缓减为有期徒刑"
    reprieved_fixed_restricted = "限制减刑，死缓减为有期徒刑"


def by_class(parameter: Any, sentence_class: Any) -> Any:
    """Each person's parameter in one look-up by the place of the class.

    Core's own fancy indexing (`parameter[sentence_class]`) gives the same and walks the population in Python; the faster way is measured.
    """
    return np.array([parameter[name] for name in SentenceClass.names])[np.asarray(sentence_class)]


def variable(value_type: type, **more: Any) -> Callable[[Callable[..., Any]], type[Variable]]:
    """A variable of the person for a month, named and computed by the decorated formula."""

    def build(formula: Callable[..., Any]) -> type[Variable]:
        fields = {"value_type": value_type, "entity": Person, "definition_period": DateUnit.MONTH, "label": formula.__doc__}
        return type(formula.__name__, (Variable,), fields | more | {"formula": formula})

    return build


@variable(bool)
def refuses(person, period):
    """Able to perform property judgments and refusing (2024 第三、四、六条)."""
    ongoing = person("conduct_ongoing", period)
    hiding = person("hides", period) & ongoing
    conduct = (person("open_other", period) & ongoing) | (person("open_confiscation", period) & hiding)
    able = person("open_not_excused", period) & (person("able", period) == 1)
    return person("unpaid", period) & (conduct | able)


@variable(bool)
def conduct_ongoing(person, period):
    """Conduct of 2024 第六条 that has not ended."""
    did = person("hides", period) | person("overspends", period)
    return did & ~(person("conduct_ended_on", period) <= person("as_of", period))


@variable(bool)
def repentance_excluded(person, period):
    """Repentance may not be found (2024 第四条; 2016 第三条第二款)."""
    since_2024 = person("as_of", period) >= np.datetime64("2024-05-01")
    lacks = ((person("categories", period) & RESTITUTION) != 0) & (person("restitution", period) == 0)
    return (since_2024 & person("refuses", period)) | lacks


@variable(date)
def property_on(person, period):
    """Six months after the conduct ended or all was performed (2024 第六条第三款)."""
    did = (person("hides", period) | person("overspends", period)) & (person("as_of", period) >= np.datetime64("2024-05-01"))
    since = np.fmin(person("conduct_ended_on", period), person("completed_on", period))
    return np.where(did & ~person("major_merit", period), after(since, 6), NO_DAY)


@variable(bool)
def strict(person, period):
    """Persons treated strictly (2016 第七条)."""
    return ((person("categories", period) & STRICT) != 0) | person("recidivist", period) | person("refuses", period)


@variable(bool)
def graft(person, period):
    """Graft and bribery judged since Amendment IX (2019 第一条)."""
    judged = ~(person("effective_on", period) < np.datetime64("2015-11-01"))
    return ((person("categories", period) & GRAFT) != 0) & judged & (person("as_of", period) >= np.datetime64("2019-06-01"))


@variable(Enum, possible_values=SentenceClass, default_value=SentenceClass.timed_short)
def sentence_class(person, period):
    """The class whose numbers hold."""
    kind, form, is_graft = person("kind", period), person("form", period), person("graft", period)
    stricter = person("strict", period) | ((person("categories", period) & VIOLENT) != 0) | (person("counts", period) >= 2)
    grade = np.where(is_graft, 2, stricter)
    life = np.where(form == FIXED, SentenceClass.life_fixed.index, SentenceClass.life.index) + grade
    reprieved = np.where(form == FIXED, SentenceClass.reprieved_fixed.index, SentenceClass.reprieved.index)
    reprieved = reprieved + np.where(person("restricted", period), 3, grade)
    fixed = person("fixed_class", period)
    code = np.where(kind == DEATH_REPRIEVE, reprieved, np.where(kind == LIFE, life, np.where(kind == FIXED, fixed, 0)))
    return EnumArray(code.astype(np.uint8), SentenceClass)


@variable(int)
def fixed_class(person, period):
    """The class of a fixed term (2016 第六、七条; 2019 第二条)."""
    months = person("months", period)
    long = months >= 120
    heavy = long & (person("violent_heavy", period) | (person("heavy_counts", period) >= 2))
    plain = SentenceClass.under_5y.index + (months >= 60) + long
    fixed = np.where(person("strict", period) | heavy, SentenceClass.strict_under_10y.index + long, plain)
    return np.where(person("graft", period), SentenceClass.graft_under_10y.index + long, fixed)


@variable(bool)
def major_merit(person, period):
    """重大立功."""
    return (person("merits", period) & MAJOR) != 0


@variable(int)
def ground_level(person, period):
    """0 no ground to 4 repentance and major merit (刑法 第七十八条)."""
    repentant = (person("repentant", period) & ~person("repentance_excluded", period)).astype(int)
    return np.where(person("major_merit", period), 3 + repentant, repentant + (person("merits", period) & ORDINARY))


@variable(bool)
def may_relax(person, period):
    """Young when service began, or past work and old or ill (2016 第十九、二十条)."""
    effective_on, admitted_on = person("effective_on", period), person("admitted_on", period)
    began = np.where(np.isnat(effective_on), person("starts_on", period), effective_on)
    began = np.where(np.isnat(admitted_on), began, admitted_on)
    young = began <= after(person("birth_date", period), 216)
    minor = young & ~person("recidivist", period) & ~person("violent_heavy", period)
    old = person("as_of", period) > after(person("birth_date", period), 780)
    return minor | (person("incapacitated", period) & (old | person("infirm", period)))


@variable(bool)
def faster(person, period):
    """Times shortened by a third."""
    return person("may_relax", period) & (person("relax", period) == 1)


@variable(bool)
def short_remainder(person, period):
    """Less than two years left when the judgment took effect (2016 第十六条)."""
    months = person("months", period)
    shift = person("not_counted_in_term", period) - person("credit_days", period)
    outside = after(person("starts_on", period), months) + shift
    left_short = outside < after(person("effective_on", period), 24)
    return (months < 24) | ((person("kind", period) == FIXED) & left_short)


@variable(int, default_value=-1)
def start_months(person, period, parameters):
    """Months to be served before the first reduction, -1 where no start is set."""
    numbers, of_class = parameters(period).commutation, person("sentence_class", period)
    months = by_class(numbers.start_months, of_class)
    lifted = person("major_merit", period) & (by_class(numbers.major_merit_lifts_start, of_class) == 1)
    lifted = lifted | (months == -1) | ((person("kind", period) <= FIXED) & person("short_remainder", period))
    return np.where(lifted, -1, np.where(person("faster", period), months * 2 // 3, months))


@variable(date)
def served_from(person, period):
    """The day the start is counted from (2016 第四十条)."""
    kind = person("kind", period)
    converted = np.where(kind == LIFE, person("effective_on", period), person("reprieve_expires_on", period))
    return np.where(kind <= FIXED, person("admitted_on", period), converted)


@variable(date)
def start_on(person, period):
    """First day on which the start is past."""
    months = person("start_months", period)
    return np.where(months == -1, NO_DAY, after(person("served_from", period), months))


@variable(bool)
def start_unknown(person, period):
    """The start cannot be told for want of a day."""
    asked = (person("start_months", period) != -1) & ~person("suspended", period)
    dated = ~np.isnat(person("starts_on", period)) & ~np.isnat(person("effective_on", period))
    timed = person("kind", period) <= FIXED
    doubtful = timed & ~dated & ~person("short_remainder", period) & (person("as_of", period) < person("start_on", period))
    return asked & (np.isnat(person("served_from", period)) | doubtful)


@variable(int, default_value=-1)
def interval_months(person, period, parameters):
    """Months between two reductions, -1 where no interval runs."""
    numbers, of_class = parameters(period).commutation, person("sentence_class", period)
    months = by_class(numbers.interval_months, of_class)
    lifted = person("major_merit", period) & (by_class(numbers.major_merit_lifts_interval, of_class) == 1)
    longer = np.maximum(np.where(person("faster", period), months * 2 // 3, months), person("last_cut_months", period))
    return np.where(person("reduced", period) & (months != -1) & ~lifted, longer, -1)


@variable(date)
def interval_on(person, period):
    """First day on which the interval is past."""
    months = person("interval_months", period)
    return np.where(months == -1, NO_DAY, after(person("last_delivered_on", period), months))


@variable(date)
def new_crime_on(person, period):
    """First day past the bar for a new crime (2016 第二十一条)."""
    in_reprieve = np.where(person("crime_in_reprieve", period), person("to_life_on", period), NO_DAY)
    later = np.fmax(after(person("new_fixed_on", period), 36), after(person("new_life_on", period), 48))
    return np.fmax(later, after(in_reprieve, 60))


@variable(int)
def months_left_to_cut(person, period):
    """What half of the original term leaves (刑法 第七十八条第二款)."""
    return person("months", period) // 2 - person("cut_months", period)


@variable(bool)
def term_over(person, period):
    """A sentence with an end was over before the day of filing."""
    left = person("term_months", period) - person("cut_months", period)
    shift = person("not_counted_in_term", period) - person("credit_days", period)
    outside = after(person("term_from", period), left) + shift
    return (person("form", period) <= FIXED) & ~person("suspended", period) & (person("as_of", period) >= outside)


@variable(bool)
def test_ended(person, period):
    """What ends the test at once: no commutation, a reprieve running, a suspended sentence."""
    suspended = person("suspended", period) & ~person("major_merit", period)
    return person("no_commutation", period) | (person("form", period) == DEATH_REPRIEVE) | suspended


@variable(int, default_value=-1)
def most_months(person, period, parameters):
    """Most months for one ruling, -1 where none are set."""
    numbers, of_class = parameters(period).commutation, person("sentence_class", period)
    level = person("ground_level", period)
    most = np.select(
        [level == place for place in (1, 2, 3, 4)], [by_class(numbers[f"most_months_level_{n}"], of_class) for n in (1, 2, 3, 4)], -1
    )
    larger = person("may_relax", period) & (person("relax", period) == 2)
    most = np.where(larger & (most != -1), most * 4 // 3, most)
    capped = np.maximum(np.minimum(most, person("months_left_to_cut", period)), 0)
    most = np.where((person("kind", period) <= FIXED) & (most != -1), capped, most)
    return np.where(person("test_ended", period), -1, most)


@variable(date)
def earliest_on(person, period):
    """The latest of the days on which bars are past."""
    times = np.fmax(person("start_on", period), person("interval_on", period))
    others = np.fmax(person("new_crime_on", period), person("property_on", period))
    return np.where(person("test_ended", period) | person("term_over", period), NO_DAY, np.fmax(times, others))


@variable(bool)
def eligible(person, period):
    """Nothing stands in the way and nothing is unknown."""
    early = person("as_of", period) < person("earliest_on", period)
    reached = (person("kind", period) <= FIXED) & (person("months_left_to_cut", period) <= 0)
    blocked = (person("ground_level", period) == 0) | early | reached | person("start_unknown", period)
    begun = (person("as_of", period) >= person("effective_on", period)) | np.isnat(person("effective_on", period))
    early_start = (person("kind", period) <= FIXED) & (person("as_of", period) < person("starts_on", period))
    return ~blocked & ~person("test_ended", period) & ~person("term_over", period) & begun & ~early_start


VARIABLES = [each for each in list(globals().values()) if isinstance(each, type) and issubclass(each, Variable) and each is not Variable]
