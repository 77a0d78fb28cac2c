"""The rules of impossible records as conditions in SQL, over the columns of a library view; none of them is ever null."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from zhiheng.records.core.segment import quoted, text_of
from zhiheng.schema.declared import EMPTY, FILLED, Wanted
from zhiheng.schema.impossible import Rule
from zhiheng.schema.standard import DATASETS, Dataset

RECEIVED = "_received_at::date"


def applies(rule: Rule) -> str:
    """For which records the rule can say something: its fields are filled and its conditions hold."""
    dataset = DATASETS[rule.dataset]
    parts = [condition(dataset, rule.when), FILLED_WHERE.get(rule.compare, _all_filled)(rule)]
    if "number" in rule.values:
        parts.append(usable_number(dataset, rule.values["number"]))
    return all_of(parts)


def breached(rule: Rule) -> str:
    """Which of those records cannot be; for rules that look at one record by itself."""
    return f"coalesce({applies(rule)} and ({BREACHES[rule.compare](rule)}), false)"


def condition(dataset: Dataset, when: Mapping[str, Wanted]) -> str:
    """The declared conditions `when`, all of them."""
    return all_of(_holds(dataset, name, wanted) for name, wanted in when.items())


def all_of(parts: Iterable[str]) -> str:
    """All conditions together; true where there is none."""
    return " and ".join(f"({part})" for part in parts if part) or "true"


def day_of(dataset: Dataset, name: str) -> str:
    """A date or the Shanghai day of an instant."""
    return f"{quoted(name)}::date" if dataset.fields[name].type == "datetime" else quoted(name)


def usable_number(dataset: Dataset, number: str) -> str:
    """Whether the field holds a citizen identity number that states an existing birth date."""
    resident = "id_type = 'resident' and " if number == "id_number" and "id_type" in dataset.fields else ""
    return f"{resident}length({quoted(number)}) = 18 and {birth_of(number)} is not null"


def birth_of(number: str) -> str:
    """The birth date that an identity number states, null where it states none."""
    return f"try_strptime(substr({quoted(number)}, 7, 8), '%Y%m%d')::date"


def _holds(dataset: Dataset, name: str, wanted: Wanted) -> str:
    column = quoted(name)
    if wanted == FILLED:
        return f"{column} is not null"
    if wanted == EMPTY:
        return f"{column} is null"
    codes = ", ".join(text_of(code) for code in wanted)
    if dataset.fields[name].type == "list":
        return f"coalesce(list_has_any({column}, [{codes}]), false)"
    return f"coalesce({column}::varchar in ({codes}), false)"


def _all_filled(rule: Rule) -> str:
    return all_of(f"{quoted(name)} is not null" for name in rule.fields)


def _any_filled(rule: Rule) -> str:
    return " or ".join(f"{quoted(name)} is not null" for name in rule.fields)


def _first_filled(rule: Rule) -> str:
    return f"{quoted(rule.fields[0])} is not null"


def _order(rule: Rule) -> str:
    dataset, (first, second) = DATASETS[rule.dataset], rule.fields
    if {dataset.fields[name].type for name in rule.fields} == {"datetime"}:
        return f"{quoted(second)} < {quoted(first)}"
    return f"{day_of(dataset, second)} < {day_of(dataset, first)}"


def _range(rule: Rule) -> str:
    value, bounds = quoted(rule.fields[0]), rule.values
    parts = [f"{value} < {bounds['least']}"] if "least" in bounds else []
    return " or ".join([*parts, f"{value} > {bounds['most']}"] if "most" in bounds else parts)


def _total(rule: Rule) -> str:
    return " + ".join(f"coalesce({quoted(name)}, 0)::double" for name in rule.fields) + f" > {rule.values['most']}"


def _future(rule: Rule) -> str:
    dataset = DATASETS[rule.dataset]
    return " or ".join(f"coalesce({day_of(dataset, name)} > {RECEIVED}, false)" for name in rule.fields)


def _states(rule: Rule) -> str:
    number = rule.values["number"]
    if rule.values["part"] == "birth_date":
        return f"{quoted(rule.fields[0])} <> {birth_of(number)}"
    return f"{quoted(rule.fields[0])} <> if(try_cast(substr({quoted(number)}, 17, 1) as int) % 2 = 1, 'male', 'female')"


def _born_before(rule: Rule) -> str:
    return f"{day_of(DATASETS[rule.dataset], rule.fields[0])} < {birth_of(rule.values['number'])}"


def _age(rule: Rule) -> str:
    day, number = day_of(DATASETS[rule.dataset], rule.fields[0]), rule.values["number"]
    return f"{day} < {birth_of(number)} + to_years({int(rule.values['years'])})"


def _born_after(rule: Rule) -> str:
    dataset, (child, parent) = DATASETS[rule.dataset], rule.fields
    return f"{usable_number(dataset, child)} and {usable_number(dataset, parent)} and {birth_of(child)} < {birth_of(parent)}"


def _never(_rule: Rule) -> str:
    """What looks at other records is judged elsewhere."""
    return "false"


FILLED_WHERE: Mapping[str, Callable[[Rule], str]] = MappingProxyType(
    {
        "total": _any_filled,
        "future": _any_filled,
        "needs": _first_filled,
        "overlap": _first_filled,
        "absent": lambda _rule: "",
        "organs_agree": _any_filled,
    }
)
BREACHES: Mapping[str, Callable[[Rule], str]] = MappingProxyType(
    {
        "order": _order,
        "at_most": lambda rule: f"{quoted(rule.fields[0])} > {quoted(rule.fields[1])}",
        "range": _range,
        "total": _total,
        "future": _future,
        "states": _states,
        "born_before": _born_before,
        "age": _age,
        "born_after": _born_after,
        "needs": lambda rule: f"{quoted(rule.fields[1])} is null",
        "absent": lambda rule: f"{quoted(rule.fields[0])} is not null",
        "overlap": _never,
        "after_death": _never,
        "name_agrees": _never,
        "organs_agree": _never,
    }
)
